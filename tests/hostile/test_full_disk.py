"""A disk that is full while several files are written that belong together: none of them stays, and the next call
works as if there had been no other.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from plantin import files
from tests.kit.command import plantin

TEXT = "# The lamps of the port\n\nThe port has 24 lamps.\n\n![Lamps](lamp.svg)\n"
SHAPES = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="9" height="9"/></svg>'
SET = ("symbol=R/2026/9", "date=2026-01-05", "original-language=en")
IMPORT = ("import", "lamps.md", *(word for row in SET for word in ("--set", row)))
Fail = Callable[[int], list[int]]


@pytest.fixture
def fail_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fail:
    """Lets the disk be full at the ``n``-th time that bytes or names are brought to it; the calls are counted."""
    real = os.fsync

    def from_call(n: int) -> list[int]:
        calls: list[int] = []

        def full(handle: int) -> None:
            if not Path(f"/proc/self/fd/{handle}").readlink().is_relative_to(tmp_path):
                return real(handle)
            calls.append(handle)
            if len(calls) == n:
                raise OSError(28, "No space left on device")
            return real(handle)

        monkeypatch.setattr(os, "fsync", full)
        return calls

    return from_call


def tree(folder: Path) -> dict[str, bytes]:
    """Every file and folder below a folder, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }


def test_files_are_written_together_or_not_at_all(tmp_path: Path, fail_at: Fail) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "a").write_text("old", "utf-8")
    contents = {tmp_path / "house" / name: name.encode() for name in ("b/c/d", "b/e", "f")}
    before = tree(tmp_path)
    calls = fail_at(0)
    files.write_all(contents, tmp_path / "house")
    total = len(calls)
    assert tree(tmp_path)["house/b/c/d"] == b"b/c/d"
    files.remove(contents, tmp_path / "house")
    assert tree(tmp_path) == before
    assert total > 6
    for n in range(1, total + 1):
        fail_at(n)
        with pytest.raises(OSError, match="No space"):
            files.write_all(contents, tmp_path / "house")
        assert tree(tmp_path) == before, n


def test_what_is_replaced_stays_where_others_find_no_room(tmp_path: Path, fail_at: Fail) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text("old", "utf-8")
    fail_at(2)
    with pytest.raises(OSError, match="No space"):
        files.write_all({tmp_path / "a": b"new", tmp_path / "b": b"new"}, tmp_path)
    assert tree(tmp_path) == {"a": b"old", "b": b"old"}


def test_an_import_leaves_nothing_half(tmp_path: Path, fail_at: Fail) -> None:
    assert plantin("new", "house", cwd=tmp_path).returncode == 0
    house = tmp_path / "house"
    (house / "lamps.md").write_text(TEXT, "utf-8")
    (house / "lamp.svg").write_text(SHAPES, "utf-8")
    before = tree(house)
    for n in (1, 2, 3, 5, 7, 9):
        fail_at(n)
        ended = plantin(*IMPORT, cwd=house)
        assert (ended.returncode, "V002" in ended.stderr) == (6, True), ended.stderr
        assert tree(house) == before, n
    fail_at(0)
    assert plantin(*IMPORT, cwd=house).returncode == 0
    assert {path.name for path in (house / "sources" / "R-2026-9").iterdir()} >= {"report.md", "report.import.html"}


@pytest.mark.parametrize("received", [(), ("--from", "lamps.md", "--title", "Lamps")])
def test_a_house_is_made_whole_or_not_at_all(tmp_path: Path, fail_at: Fail, received: tuple[str, ...]) -> None:
    (tmp_path / "lamps.md").write_text(
        f"---\nsymbol: R/2026/9\ndate: 2026-01-05\n---\n\n{TEXT.split('!', maxsplit=1)[0]}", "utf-8"
    )
    command = ("new", "house", "--languages", "en,fr", *received)
    before = tree(tmp_path)
    calls = fail_at(0)
    ended = plantin(*command, cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    total, whole = len(calls), tree(tmp_path)
    files.remove([path for path in (tmp_path / "house").rglob("*") if path.is_file()], tmp_path)
    # The folder itself, which is empty, stays: one call less.
    for n in (1, 2, total // 2, total - 2, total - 1):
        fail_at(n)
        ended = plantin(*command, cwd=tmp_path)
        assert (ended.returncode, "V002" in ended.stderr) == (6, True), ended.stderr
        left = {name: content for name, content in tree(tmp_path).items() if name != "house"}
        assert left == before, n
    fail_at(0)
    assert plantin(*command, cwd=tmp_path).returncode == 0
    assert tree(tmp_path) == whole

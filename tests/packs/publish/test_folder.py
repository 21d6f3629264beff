"""The folder of releases: one release at a time, what a killed one left cleared away, and what the earlier one kept
read with care.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from plantin import files
from plantin.files import write
from plantin.findings import PlantinError, ToolError, UsageError
from plantin.packs.publish import passages, scratch
from tests.kit import power


def test_two_releases_at_once_are_refused(tmp_path: Path) -> None:
    with scratch.alone(tmp_path), pytest.raises(ToolError) as raised, scratch.alone(tmp_path):
        pass
    assert raised.value.findings[0].code == "D117"
    with scratch.alone(tmp_path):
        pass


def test_only_what_a_killed_release_left_is_cleared_away(tmp_path: Path) -> None:
    with scratch.alone(tmp_path) as releases, scratch.folder(releases, "1.0") as making:
        (making / "1.0" / "page.html").touch()
        shutil.copytree(making, tmp_path / "left")
    (tmp_path / "left").rename(tmp_path / "release" / making.name)
    kept = {
        ".git/HEAD",
        ".well-known/a",
        ".1.0.abc/a",
        "1.0/page.html",
        ".plantin-1.0.0123abcd/mine",
        ".plantin-1.0.0123abce/1.0/mine",
    }
    for name in kept:
        (tmp_path / "release" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "release" / name).touch()
    (tmp_path / "outside").mkdir()
    (tmp_path / "release" / ".plantin-2.0.0123abcd").symlink_to(tmp_path / "outside")
    (tmp_path / "release" / ".plantin-3.0.0123abcd").touch()
    with scratch.alone(tmp_path):
        pass
    found = {
        path.relative_to(tmp_path / "release").as_posix()
        for path in (tmp_path / "release").rglob("*")
        if not path.is_dir()
    }
    assert found == {*kept, ".plantin-3.0.0123abcd"}
    assert (tmp_path / "outside").is_dir()


def test_a_release_that_failed_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), scratch.alone(tmp_path) as releases, scratch.folder(releases, "1.0") as making:  # noqa: PT012
        (making / "1.0" / "page.html").touch()
        raise RuntimeError
    assert list((tmp_path / "release").iterdir()) == []


@pytest.mark.parametrize("mask", [0o000, 0o027, 0o077])
def test_a_release_can_be_read_by_all_whatever_the_umask(mask: int, tmp_path: Path) -> None:
    before = os.umask(mask)
    try:
        with scratch.alone(tmp_path) as releases, scratch.folder(releases, "1.0") as making:
            (making / "1.0" / "A-1" / "deep").mkdir(parents=True)
            (making / "1.0" / "A-1" / "deep" / "page.html").touch()
    finally:
        os.umask(before)
    whole = tmp_path / "release" / "1.0"
    assert {path.stat().st_mode & 0o777 for path in (whole, *whole.rglob("*")) if path.is_dir()} == {0o755}
    assert {path.stat().st_mode & 0o777 for path in whole.rglob("*") if path.is_file()} == {0o644}


def test_a_release_that_is_there_outlasts_a_loss_of_power(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, log = tmp_path / "house", tmp_path / "log"
    root.mkdir()
    power.watch(root, log, monkeypatch.setattr)
    with scratch.alone(root) as releases, scratch.folder(releases, "1.0") as making:
        write(making / "1.0" / "A-1" / "page.html", b"Lamps", root)
        signature = os.open(making / "1.0" / "signed", os.O_WRONLY | os.O_CREAT)  # as another program writes it
        os.write(signature, b"Keeper")
        os.close(signature)
    assert power.lose(root, log) == []
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert found == {"release/1.0/A-1/page.html": b"Lamps", "release/1.0/signed": b"Keeper"}


def test_a_release_that_is_not_synchronized_is_lost_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, log = tmp_path / "house", tmp_path / "log"
    root.mkdir()
    power.watch(root, log, monkeypatch.setattr)
    with scratch.alone(root) as releases, scratch.folder(releases, "1.0") as making:
        write(making / "1.0" / "page.html", b"Lamps", root)
        monkeypatch.setattr(files, "sync_names", lambda _folder: None)
    power.lose(root, log)
    assert not [path for path in root.rglob("*") if path.is_file()]


@pytest.mark.parametrize("target", [".", "home"])
def test_a_folder_of_releases_that_is_a_link_is_refused(tmp_path: Path, target: str) -> None:
    root = tmp_path / "root"
    for name in (root / ".git", tmp_path / "home" / ".ssh"):
        name.mkdir(parents=True)
        (name / "id").touch()
    (root / "release").symlink_to(root if target == "." else tmp_path / "home")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError, match="U026"), scratch.alone(root):
        pass
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[" * 100_000,
        "[]",
        '{"schema": 2, "languages": {}}',
        '{"schema": 1, "languages": {"en": [{"kind": "note"}]}}',
    ],
)
def test_what_was_kept_and_cannot_be_read_is_reported(tmp_path: Path, content: str) -> None:
    path = tmp_path / passages.KEPT
    path.write_text(content, "utf-8")
    with pytest.raises(PlantinError) as raised:
        passages.read(path)
    assert [finding.code for finding in raised.value.findings] == ["D116"]

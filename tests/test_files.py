"""Files are written whole or not at all, and records survive damage."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.files import Record, Records, digest, file_digest, tree_digest, write
from pipeline.house.style import KINDS

ROOT = Path(__file__).parents[1]


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "report.txt"
    write(path, b"lamps")
    assert path.read_bytes() == b"lamps"
    assert [item.name for item in path.parent.iterdir()] == ["report.txt"]


def test_a_failed_write_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.txt"
    write(path, b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write(path, b"new")
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["report.txt"]


def test_a_killed_writer_leaves_no_half_file(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    write(path, b"a" * 4_000_000)
    script = (
        "import sys; from pathlib import Path; from pipeline.files import write\n"
        "print('go', flush=True)\n"
        "while True:\n    for letter in b'bc': write(Path(sys.argv[1]), bytes([letter]) * 4_000_000)\n"
    )
    for round_ in range(5):
        with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.02 * (round_ + 1))
            process.send_signal(signal.SIGKILL)
        content = path.read_bytes()
        assert len(content) == 4_000_000
        assert len(set(content)) == 1


def test_digests_tell_files_and_folders_apart(tmp_path: Path) -> None:
    write(tmp_path / "a", b"1")
    before = tree_digest(tmp_path)
    assert file_digest(tmp_path / "a") == digest(b"1")
    assert file_digest(tmp_path / "nothing") == ""
    write(tmp_path / "b", b"")
    assert tree_digest(tmp_path) != before


def test_what_editors_and_systems_leave_in_a_folder_is_no_part_of_it(tmp_path: Path) -> None:
    write(tmp_path / "fonts" / "text.ttf", b"1")
    write(tmp_path / "screen.css", b"2")
    before = tree_digest(tmp_path, kinds=KINDS)
    for stray in ("screen.css~", ".DS_Store", ".screen.css.swp", "fonts/._text.ttf", ".backup/screen.css", "README", "fonts/LICENSE.txt"):
        write(tmp_path / stray, b"3")
        assert tree_digest(tmp_path, kinds=KINDS) == before, stray
    write(tmp_path / "fonts" / "text.ttf", b"2")
    assert tree_digest(tmp_path, kinds=KINDS) != before


def test_every_file_of_the_house_style_counts_but_what_is_for_people() -> None:
    files = {path for path in (ROOT / "styles").rglob("*") if path.is_file() and not path.name.startswith(("README", "LICENSE", "."))}
    assert {path.suffix for path in files} <= set(KINDS), "a new kind of file has its place in style.KINDS"


def test_records_are_kept_at_once_and_damage_only_means_work(tmp_path: Path) -> None:
    Records(tmp_path).put("x/fr", Record({"source": "1"}, "2"))
    Records(tmp_path).put("y/fr", Record({"source": "3"}, "4"))
    assert Records(tmp_path).get("x/fr") == Record({"source": "1"}, "2")
    for damage in ('{"ingredients"', "[]", '{"ingredients": {}}', "", '{"ingredients": 3, "result": "2"}'):
        (tmp_path / ".records" / "x" / "fr.json").write_text(damage, "utf-8")
        assert Records(tmp_path).get("x/fr") is None
    assert Records(tmp_path).get("y/fr") == Record({"source": "3"}, "4"), "the damage stays with one"


def test_builds_at_the_same_time_forget_nothing_of_each_other(tmp_path: Path) -> None:
    first, second = Records(tmp_path), Records(tmp_path)
    first.put("pdf", Record({}, "1"))
    second.put("docx", Record({}, "2"))
    first.put("epub", Record({}, "3"))
    assert [one.get(name) for one in (first, second, Records(tmp_path)) for name in ("pdf", "docx", "epub")] == [
        Record({}, "1"), Record({}, "2"), Record({}, "3")
    ] * 3  # fmt: skip

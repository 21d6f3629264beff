"""Files are written whole or not at all, and records survive damage."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plantin import files
from plantin.files import BuildRecord, BuildRecords, digest, file_digest, tree_digest, write
from plantin.findings import UsageError
from plantin.house.layout import KINDS
from tests.kit import power

ROOT = Path(__file__).parents[1]


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "report.txt"
    write(path, b"lamps", tmp_path)
    assert path.read_bytes() == b"lamps"
    assert [item.name for item in path.parent.iterdir()] == ["report.txt"]


def test_a_failed_write_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.txt"
    write(path, b"old", tmp_path)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space") as raised:
        write(path, b"new", tmp_path)
    assert raised.value.filename == str(path), "people know no temporary name"
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["report.txt"]


def test_a_killed_writer_leaves_no_half_file(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    write(path, b"a" * 4_000_000, tmp_path)
    script = (
        "import sys; from pathlib import Path; from plantin.files import write\nprint('go', flush=True)\nwhile True:\n "
        "   for letter in b'bc': write(Path(sys.argv[1]), bytes([letter]) * 4_000_000, Path(sys.argv[1]).parent)\n"
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


def test_what_was_written_outlasts_a_loss_of_power(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, log = tmp_path / "new" / "house", tmp_path / "log"
    tmp_path.joinpath("new").mkdir()
    power.watch(tmp_path / "new", log, monkeypatch.setattr)
    write(root / "build" / "a" / "a.txt", b"one", root)
    write(root / "build" / "a" / "a.txt", b"two", root)
    assert power.lose(tmp_path / "new", log) == []
    assert (root / "build" / "a" / "a.txt").read_bytes() == b"two"


@pytest.mark.parametrize("what", ["sync_names", "fsync"])
def test_a_loss_of_power_takes_what_is_not_synchronized(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.txt", b"old", tmp_path)
    power.watch(tmp_path, tmp_path.with_suffix(".log"), monkeypatch.setattr)
    if what == "fsync":
        synced = os.fsync
        monkeypatch.setattr(os, "fsync", lambda handle: stat.S_ISREG(os.fstat(handle).st_mode) or synced(handle))
    else:
        monkeypatch.setattr(files, "sync_names", lambda _folder: None)
    write(tmp_path / "a.txt", b"new", tmp_path)
    write(tmp_path / "deep" / "b.txt", b"new", tmp_path)
    power.lose(tmp_path, tmp_path.with_suffix(".log"))
    left = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == ({"a.txt": b"old"} if what == "sync_names" else {"a.txt": b"", "b.txt": b""})


def test_a_loss_of_power_takes_what_others_write_and_moves_folders_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, log = tmp_path / "house", tmp_path / "log"
    (root / "old").mkdir(parents=True)
    (root / "old" / "a.txt").write_bytes(b"kept")
    power.watch(root, log, monkeypatch.setattr)
    (root / "old" / "b.txt").write_bytes(b"gone")
    (root / "old").rename(root / "new")
    power.lose(root, log)
    assert [path.relative_to(root).as_posix() for path in root.rglob("*")] == ["old", "old/a.txt"]


@pytest.mark.parametrize("name", ["../victim", "deep/../../victim", "..", ".", "a\0b"])
def test_nothing_is_written_outside_the_root(name: str, tmp_path: Path) -> None:
    root = tmp_path / "house"
    root.mkdir()
    (tmp_path / "victim").write_bytes(b"mine")
    with pytest.raises(UsageError, match="U026"):
        write(root / name, b"theirs", root)
    with pytest.raises(UsageError, match="U026"):
        write(tmp_path / "victim", b"theirs", root)
    assert {path.name for path in tmp_path.rglob("*")} == {"house", "victim"}
    assert (tmp_path / "victim").read_bytes() == b"mine"


def test_digests_tell_files_and_folders_apart(tmp_path: Path) -> None:
    write(tmp_path / "a", b"1", tmp_path)
    before = tree_digest(tmp_path)
    assert file_digest(tmp_path / "a") == digest(b"1")
    assert file_digest(tmp_path / "nothing") == ""
    write(tmp_path / "b", b"", tmp_path)
    assert tree_digest(tmp_path) != before


def test_what_editors_and_systems_leave_in_a_folder_is_no_part_of_it(tmp_path: Path) -> None:
    write(tmp_path / "fonts" / "text.ttf", b"1", tmp_path)
    write(tmp_path / "screen.css", b"2", tmp_path)
    before = tree_digest(tmp_path, kinds=KINDS)
    for stray in (
        "screen.css~",
        ".DS_Store",
        ".screen.css.swp",
        "fonts/._text.ttf",
        ".backup/screen.css",
        "README",
        "fonts/LICENSE.txt",
    ):
        write(tmp_path / stray, b"3", tmp_path)
        assert tree_digest(tmp_path, kinds=KINDS) == before, stray
    write(tmp_path / "fonts" / "text.ttf", b"2", tmp_path)
    assert tree_digest(tmp_path, kinds=KINDS) != before


def test_every_file_of_the_house_style_counts_but_what_is_for_people() -> None:
    files = {
        path
        for path in (ROOT / "styles").rglob("*")
        if path.is_file() and not path.name.startswith(("README", "LICENSE", "."))
    }
    assert {path.suffix for path in files} <= set(KINDS), "a new kind of file has its place in layout.KINDS"


def test_records_are_kept_at_once_and_damage_only_means_work(tmp_path: Path) -> None:
    BuildRecords(tmp_path / "build").put("x/fr", BuildRecord({"source": "1"}, "2"))
    BuildRecords(tmp_path / "build").put("y/fr", BuildRecord({"source": "3"}, "4"))
    assert BuildRecords(tmp_path / "build").get("x/fr") == BuildRecord({"source": "1"}, "2")
    for damage in (
        '{"ingredients"',
        "[]",
        '{"ingredients": {}, "result": "2"}',
        '{"ingredients": {}}',
        "",
        '{"ingredients": 3, "result": "2"}',
    ):
        (tmp_path / "build" / ".records" / "x" / "fr.json").write_text(damage, "utf-8")
        assert BuildRecords(tmp_path / "build").get("x/fr") is None
    assert BuildRecords(tmp_path / "build").get("y/fr") == BuildRecord({"source": "3"}, "4"), (
        "the damage stays with one"
    )


def test_the_record_of_a_report_of_the_longest_is_read_again(tmp_path: Path) -> None:
    passages = " ".join(f"{number:064x}" for number in range(100_000))
    record = BuildRecord({"source": passages}, "2")
    BuildRecords(tmp_path / "build").put("x/fr", record)
    assert BuildRecords(tmp_path / "build").get("x/fr") == record


def test_builds_at_the_same_time_forget_nothing_of_each_other(tmp_path: Path) -> None:
    first, second = BuildRecords(tmp_path / "build"), BuildRecords(tmp_path / "build")
    first.put("pdf", BuildRecord({}, "1"))
    second.put("docx", BuildRecord({}, "2"))
    first.put("epub", BuildRecord({}, "3"))
    assert [one.get(name) for one in (first, second, BuildRecords(tmp_path / "build")) for name in ("pdf", "docx", "epub")] == [
        BuildRecord({}, "1"), BuildRecord({}, "2"), BuildRecord({}, "3")
    ] * 3  # fmt: skip


@pytest.mark.parametrize("link", ["build", "build/A-1-1", "build/A-1-1/a.pdf"])
def test_no_link_is_followed_when_something_is_written(tmp_path: Path, link: str) -> None:
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    for folder in (root, elsewhere, (root / link).parent):
        folder.mkdir(exist_ok=True, parents=True)
    (elsewhere / "kept").write_bytes(b"kept")
    (root / link).symlink_to(elsewhere / "kept" if link.endswith("pdf") else elsewhere)
    with pytest.raises(UsageError) as raised:
        write(root / "build" / "A-1-1" / "a.pdf", b"new", root)
    assert [(one.code, one.place.path) for one in raised.value.findings] == [("U026", link)]
    assert [path.name for path in elsewhere.iterdir()] == ["kept"]
    assert (elsewhere / "kept").read_bytes() == b"kept"


def test_nothing_but_a_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    os.mkfifo(tmp_path / "b.pdf")
    (tmp_path / "c").write_bytes(b"c")
    for name, error in (("a.pdf", UsageError), ("b.pdf", UsageError), ("c/d.pdf", NotADirectoryError)):
        with pytest.raises(error):
            write(tmp_path / name, b"new", tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "b.pdf", "c"]


def test_what_is_no_file_has_no_digest(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "ring").symlink_to(tmp_path / "ring")
    assert [file_digest(tmp_path / name) for name in ("pipe", "ring", ".")] == [""] * 3
    assert file_digest(Path("/dev/zero")) == ""


def test_a_record_that_nobody_wrote_only_means_work(tmp_path: Path) -> None:
    folder = tmp_path / "build" / ".records"
    folder.mkdir(parents=True)
    (folder / "deep.json").write_text("[" * 100_000, "utf-8")
    (folder / "large.json").write_bytes(b" " * 10_000_000)
    os.mkfifo(folder / "pipe.json")
    assert [BuildRecords(tmp_path / "build").get(name) for name in ("deep", "large", "pipe")] == [None] * 3


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_the_umask_decides_who_may_read_a_file(tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        write(tmp_path / "report" / "page.html", b"Lamps", tmp_path)
    finally:
        os.umask(before)
    assert (tmp_path / "report" / "page.html").stat().st_mode & 0o777 == mode

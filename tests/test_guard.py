"""Nothing that the tests do in this process writes or deletes outside their folders; and the watch over that sees what
it must.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from plantin.files import write
from tests.kit.guard import GUARD
from tests.kit.houses import ROOT


@pytest.mark.parametrize(
    "way", ["write", "open", "os.open", "mkdir", "rename", "unlink", "symlink", "below a descriptor"]
)
def test_the_watch_sees_every_way_of_writing_outside(tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The place is one of no file, so that nothing is written when a way is tried."""
    outside = ROOT / "tests" / "nowhere" / "file.txt"
    seen: list[str] = []
    monkeypatch.setattr(GUARD, "outside", seen)
    (tmp_path / "mine").touch()
    handle = os.open(ROOT, os.O_RDONLY | os.O_DIRECTORY)
    ways = {
        "write": lambda: outside.write_text("x", "utf-8"),
        "open": lambda: outside.open("a"),
        "os.open": lambda: os.open(outside, os.O_WRONLY),
        "mkdir": outside.mkdir,
        "rename": lambda: (tmp_path / "mine").rename(outside),
        "unlink": outside.unlink,
        "symlink": lambda: outside.symlink_to(tmp_path),
        "below a descriptor": lambda: os.open("tests/nowhere/file.txt", os.O_WRONLY | os.O_CREAT, dir_fd=handle),
    }
    with pytest.raises(FileNotFoundError):
        ways[way]()
    os.close(handle)
    assert [line.rpartition(": ")[2] for line in seen] == [str(outside)]


def test_the_watch_sees_who_asks_for_validators(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(GUARD, "validators", seen)
    program = ROOT / ".validators" / "nowhere"
    with pytest.raises(FileNotFoundError):
        program.read_bytes()
    with pytest.raises(FileNotFoundError):
        subprocess.run([program, "--version"], check=True)
    assert {line.partition(": ")[0] for line in seen} == {"open", "subprocess.Popen"}
    assert {line.partition(": ")[2] for line in seen} == {str(program)}


def test_what_is_written_below_a_root_is_not_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(GUARD, "outside", seen)
    write(tmp_path / "root" / "build" / "page.html", b"x", tmp_path / "root")
    with tempfile.TemporaryFile() as file:  # which opens the folder itself
        file.write(b"x")
    (ROOT / "README.md").read_bytes()
    assert seen == []

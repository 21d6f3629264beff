"""What the command prints in a terminal of eighty columns: no line is longer, and no word is divided."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import struct
import subprocess
import termios
from itertools import pairwise
from pathlib import Path

import pytest

from plantin.cli.main import _CORE
from plantin.settings import extensions
from tests.kit.command import COMMAND, plantin

pytestmark = pytest.mark.full

COLUMNS = 80
SHORT = "no-such-report-of-this-house"


def printed(cwd: Path, *arguments: str) -> list[str]:
    """The lines that the command sends to a terminal, colours left out."""
    ours, its = os.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
    environment |= {"TERM": "xterm", "PLANTIN_VALIDATORS": str(cwd)}
    process = subprocess.Popen([*COMMAND, *arguments], cwd=cwd, env=environment, stdin=its, stdout=its, stderr=its)
    os.close(its)
    read = b""
    with contextlib.suppress(OSError):  # as a terminal that is closed ends on Linux
        while part := os.read(ours, 65536):
            read += part
    process.wait()
    os.close(ours)
    text = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", read.decode())
    return [line.rpartition("\r")[2] for line in text.split("\r\n")]  # what is left of progress


@pytest.fixture
def house(tmp_path: Path) -> Path:
    assert plantin("new", "house", cwd=tmp_path).returncode == 0
    report = tmp_path / "house" / "sources" / "R-2026-1" / "report.md"
    report.write_text(report.read_text("utf-8") + "\nWords that go on to [](#nowhere-at-all).\n", "utf-8")
    return tmp_path / "house"


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    "arguments", [("help",), ("build",), ("check",), ("build", SHORT), ("explain", "R001")], ids=" ".join
)
def test_lines_are_divided_between_words(arguments: tuple[str, ...], house: Path) -> None:
    lines = printed(house, *arguments)
    ended = plantin(*arguments, cwd=house)
    whole = f"{ended.stdout}\n{ended.stderr}"
    assert max(map(len, lines)) <= COLUMNS
    divided = [pair for pair in pairwise(lines) if _divided(*pair, whole)]
    assert not divided
    if arguments == ("help",):
        assert "                       twenty minutes" in lines, "a description goes on below itself"


def _divided(line: str, after: str, whole: str) -> bool:
    """Whether the last word of a line and the first of the next are one word of what was printed to a file."""
    joined = line.rpartition(" ")[2] + "".join(after.split()[:1])
    return len(line) == COLUMNS and joined in re.split(r"\s", whole)


@pytest.mark.parametrize("name", ["", *_CORE, *extensions.names("commands")])
def test_help_of_each_command_fits(name: str, tmp_path: Path) -> None:
    arguments = (name, "--help") if name else ("--help",)
    ended = plantin(*arguments, cwd=tmp_path, COLUMNS=str(COLUMNS))
    lines = ended.stdout.splitlines()
    assert max(map(len, lines)) <= COLUMNS
    assert not [line for line in lines if re.fullmatch(r" {4}\w+", line)], (
        "the names of commands are beside their words"
    )


def test_the_first_help_is_one_screen_with_twelve_commands_and_names_the_others(tmp_path: Path) -> None:
    lines = plantin("--help", cwd=tmp_path, COLUMNS="80").stdout.splitlines()
    first = [line.split()[0] for line in lines if re.match(r" {4}[a-z]", line)]
    assert len(lines) <= 40
    assert sorted(first) == sorted(
        "build check release verify site serve import new catalogue doctor help explain".split()
    )
    named = {
        name for line in lines if re.match(r"  [A-Z][a-z ]+: ", line) for name in re.findall(r"[a-z-]+(?=,|$)", line)
    }
    assert {*first, *named} == {*_CORE, *extensions.names("commands")}

"""The world around the command: streams that are closed, full or know few letters; odd environments; arguments that act
on a terminal.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from plantin.bounded.limits import current
from plantin.cli import main, show
from plantin.findings import Finding, Place
from plantin.findings.printable import printable, printable_json
from plantin.production import schedule
from tests.kit import houses
from tests.kit.command import COMMAND, Ended, plantin

pytestmark = pytest.mark.full

ACTS = "\x1b]0;owned\x07\x1b[31m\u202elit\u2066\u2028\x9b31m\udcff\r\n"
SAFE = frozenset(map(chr, range(32, 127))) | {"\n"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A house with one small report."""
    return houses.small(tmp_path).root


def shell(script: str, home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command as ``"$@"`` in a shell script."""
    environment = {**os.environ, **variables}
    return subprocess.run(
        ["sh", "-c", script, "sh", *COMMAND, *arguments],
        cwd=home,
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
    )


def harmless(ended: Ended) -> None:
    for text in (ended.stdout, ended.stderr):
        assert printable(text, lines=True) == text
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "arguments",
    [("build", f"S/{ACTS}"), ("explain", ACTS), (ACTS,), ("build", "--format", ACTS), ("build", "--jobs", ACTS), ("check", f"{ACTS}.pdf"),
     ("verify", f"no{ACTS}"), ("show", "--root", f"no{ACTS}"), ("import", f"no{ACTS}.txt"), ("check", "--fast", "--waive", ACTS)],
)  # fmt: skip
def test_no_argument_acts_on_a_terminal(home: Path, arguments: tuple[str, ...]) -> None:
    ended = plantin(*arguments, cwd=home)
    harmless(ended)
    assert ended.returncode in (2, 3), ended.stderr
    assert "\\x1b" in ended.stderr


def test_nothing_that_a_report_says_acts_on_a_terminal(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = Finding("S020", f"says {ACTS}", Place(f"{ACTS}.md", 1, 1, ACTS), f"Mend {ACTS}")
    assert set(str(finding)) <= SAFE
    assert str(finding).count("\n") == 1, "a finding is one line, and its hint another"

    def refused(*_: Any, **_named: Any) -> Any:
        yield schedule.Noticed("A-90-12-Add.1", "en", (finding,))

    monkeypatch.setattr(schedule, "run", refused)
    for arguments in (("build", "-W"), ("build", "--json")):
        ended = plantin(*arguments, cwd=home)
        harmless(ended)
    assert json.loads(ended.stdout)["findings"][0]["message"] == f"says {ACTS}", "JSON says the same in escapes"


def test_a_fault_of_ours_is_shown_whole_and_harmlessly(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: Any) -> int:
        raise KeyError(ACTS + "é")

    monkeypatch.setattr(show.environment, "house", fault)
    ended = plantin("show", cwd=home)
    assert (ended.returncode, "KeyError" in ended.stderr, "\x1b" in ended.stderr) == (70, True, False)


def test_json_with_escapes_means_the_same() -> None:
    text = json.dumps({"title": ACTS}, ensure_ascii=False)
    assert "\u202e" in text
    assert json.loads(printable_json(text)) == {"title": ACTS}


@pytest.mark.parametrize(
    "variables",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_a_terminal_of_few_letters_gets_escapes_for_the_others(home: Path, variables: dict[str, str]) -> None:
    ended = shell('"$@"', home, "build", "S/Öβ", **variables)
    assert ended.returncode == 2
    assert b"there is no report S/" in ended.stderr
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_closed_streams_change_nothing(home: Path, closed: str) -> None:
    assert shell(f'"$@" {closed}', home, "explain", "S999").returncode == 2


def test_a_result_that_nobody_can_read_is_an_error(home: Path) -> None:
    ended = shell('"$@" >/dev/full', home, "explain", "S011")
    assert (ended.returncode, b"V002" in ended.stderr, b"Traceback" in ended.stderr) == (6, True, False)
    assert shell('"$@" | true', home, "explain", "S011").stderr == b"", (
        "a reader that goes away has read what it wanted"
    )


@pytest.mark.parametrize("epoch", ["99999999999999", "9" * 5000, "-1", "1e9", "٣", " 5", "0x10"])
def test_an_absurd_epoch_is_refused(home: Path, epoch: str) -> None:
    ended = plantin("build", "--format", "html", cwd=home, SOURCE_DATE_EPOCH=epoch)
    assert (ended.returncode, "U005" in ended.stderr) == (2, True)
    assert len(ended.stderr) < 500


def test_a_folder_for_temporary_files_that_is_not_there_is_reported(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: Any, **__: Any) -> str:
        raise FileNotFoundError(2, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(tempfile, "mkdtemp", none)
    report = next(home.glob("sources/*/report.md"))
    report.write_text(f"{report.read_text('utf-8')}\nNobody has read this before.\n", "utf-8")
    ended = plantin("show", cwd=home)
    assert (ended.returncode, "V002: No usable temporary directory" in ended.stderr) == (6, True)


def test_a_home_that_is_unset_changes_nothing(home: Path) -> None:
    command = f"import os; os.environ.pop('HOME', None)\n{COMMAND[2]}"
    ended = subprocess.run(
        [sys.executable, "-c", command, "explain", "S011"], cwd=home, capture_output=True, check=False, timeout=60
    )
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.parametrize(
    "content", ["[" * 100_000, "{}", "[]", "null", '{"ingredients": 1, "result": []}', "\0", '{"result": "x"}']
)
def test_damaged_records_only_mean_work_done_again(home: Path, content: str) -> None:
    records = home / "build" / ".records" / "A-90-12-Add.1"
    records.mkdir(parents=True)
    for name in ("en.json", "A-90-12-Add.1-en.html.json"):
        (records / name).write_text(content, "utf-8")
    assert "never made here" in plantin("why", "--format", "html", cwd=home).stdout


def test_the_limits_of_the_house_hold_while_its_work_is_done(home: Path) -> None:
    (home / "plantin.toml").write_text("[limits]\nmemory = 2048\nseconds = 99\n", "utf-8")
    assert plantin("why", "--format", "html", cwd=home).returncode == 0
    assert (current().memory, current().seconds) == (2048, 99)
    for wrong in ("memory = 1", "seconds = 0", "hours = 3", 'output = "much"', "processor = 1e99"):
        (home / "plantin.toml").write_text(f"[limits]\n{wrong}\n", "utf-8")
        ended = plantin("why", cwd=home)
        assert (ended.returncode, "plantin.toml:2" in ended.stderr, "D020" in ended.stderr) == (5, True, True), (
            ended.stderr
        )
    (home / "plantin.toml").unlink()
    plantin("why", "--format", "html", cwd=home)


def test_a_command_that_wants_too_much_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(*_: Any) -> int:
        raise MemoryError

    monkeypatch.setattr(show.environment, "house", greedy)
    ended = plantin("show", cwd=home)
    assert (ended.returncode, "V011: the work used more than 4,096 MiB of memory" in ended.stderr) == (6, True)
    monkeypatch.setattr(show.environment, "house", lambda _: main.run)

    # Python 3.13 counts no calls of a function with ``*arguments``: it would end for want of memory, after minutes.
    def endless(home: Path, symbols: tuple[str, ...]) -> int:
        return endless(home, symbols)

    monkeypatch.setattr(show.layout, "choose", endless)
    ended = plantin("show", cwd=home)
    assert (ended.returncode, "V012: what was given is nested too deeply" in ended.stderr) == (6, True)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("moment", [0.7, 2.0, 5.0])
def test_an_interrupted_build_ends_soon_and_leaves_no_process(
    home: Path, number: signal.Signals, moment: float
) -> None:
    running = subprocess.Popen([*COMMAND, "build"], cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(moment)
    running.send_signal(number)
    begun = time.monotonic()
    errors = running.communicate(timeout=30)[1]
    assert time.monotonic() - begun < 5
    assert running.returncode in (130, 0, -number), errors
    assert b"Traceback" not in errors or moment < 1, "before the command has begun, Python itself ends with one"
    until = time.monotonic() + 10
    while alive(home) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(home)


def alive(home: Path) -> bool:
    """Whether a process works in the folder."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (folder / "cwd").readlink() == home:
                return True
    return False

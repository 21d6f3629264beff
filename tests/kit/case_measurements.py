"""What each case takes and how it ends, written down while the tests run: a plugin of pytest that only bench/hostile.py
loads.

    pytest -p tests.kit.case_measurements --measured FILE ...

A line of JSON for each test that was called: its processor time with that of its children (seconds), the most memory
that the largest of its processes held (MB), what the process of the tests held when it began, the exit codes of the
command, and the codes of findings.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
import subprocess
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from plantin.findings import Finding
from tests.kit import command, limits

_CODE = re.compile(r"\b(?:error|warning) ([A-Z]\d{3})\b|^\('?([A-Z]\d{3})'", re.MULTILINE)


@dataclasses.dataclass
class Case:
    """What is known of the test that runs."""

    codes: set[str] = dataclasses.field(default_factory=set)
    exits: list[int] = dataclasses.field(default_factory=list)
    kilobytes: int = 0

    def say(self, result: object) -> None:
        """Take exit code and codes out of what a call in a process of its own gave."""
        if isinstance(result, command.Ended):
            self.exits.append(result.returncode)
            result = result.stdout + result.stderr
        rows = result if isinstance(result, list) else [result]
        self.codes.update(code for row in rows for found in _CODE.findall(str(row)) for code in found if code)


_NOW = [Case()]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--measured", required=True, type=Path, help="the file to which a line is added for each test")


def pytest_configure() -> None:
    """Listen where findings, results and children of this process come from."""
    _heard(Finding, lambda finding: _NOW[0].codes.add(finding.code))
    _heard(command.Ended, _said)
    _heard(limits.Done, lambda done: _said(done.result))
    os.wait4, os.waitpid = _wait4, _waitpid  # type: ignore[assignment]
    # While it polls, subprocess asks for a child by a name of its own.
    subprocess.Popen.poll = _poll  # type: ignore[method-assign,assignment]


def _said(result: object) -> None:
    _NOW[0].say(result)


_waited, _polled = os.wait4, subprocess.Popen.poll


def _wait4(pid: int, options: int) -> tuple[int, int, Any]:
    found = _waited(pid, options)
    if found[0]:
        _NOW[0].kilobytes = max(_NOW[0].kilobytes, found[2].ru_maxrss)
    return found


def _waitpid(pid: int, options: int) -> tuple[int, int]:
    return _wait4(pid, options)[:2]


def _poll(child: subprocess.Popen[Any]) -> int | None:
    if child.returncode is None:
        try:
            found, status = _waitpid(child.pid, os.WNOHANG)
        except ChildProcessError:
            return _polled(child)
        if found:
            child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode


def _heard(kind: type[Any], hear: Callable[[Any], object]) -> None:
    made = kind.__init__

    def init(self: Any, *values: Any, **named: Any) -> None:
        made(self, *values, **named)
        hear(self)

    kind.__init__ = init


def _held(line: str) -> int:
    """Kilobytes of this process: ``VmRSS``, what it holds, or ``VmHWM``, the most since that was reset (proc(5))."""
    found = re.search(rf"^{line}:\s+(\d+) kB$", Path("/proc/self/status").read_text("ascii"), re.MULTILINE)
    assert found
    return int(found[1])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    case = _NOW[0] = Case()
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    own, before, failed = _held("VmRSS"), os.times(), True
    try:
        result = yield
        failed = False
        return result
    finally:
        row = {
            "case": item.nodeid,
            "failed": failed,
            "exits": sorted(set(case.exits)),
            "codes": sorted(case.codes),
            "seconds": round(sum(os.times()[:4]) - sum(before[:4]), 2),
            "megabytes": round(max(case.kilobytes, _held("VmHWM")) / 1024),
            "own": round(own / 1024),
        }
        with item.config.getoption("--measured").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")

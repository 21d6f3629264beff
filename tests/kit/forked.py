"""Tests in several processes that are copies of the one that has collected them: a plugin of pytest, with the option ``--forks N``.

Each process of pytest-xdist imports and collects all tests by itself; a copy has them. A process takes file after file, so that what the
tests of a file share is made once, and none has a second file to do while another has none.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import selectors
import struct
import traceback
from collections.abc import Iterator
from itertools import chain, groupby, pairwise
from typing import Any, BinaryIO

import pytest

_NUMBER = struct.Struct("<I")
_DONE = ""
"""What a copy tells last."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--forks", type=int, default=0, help="run the tests in so many copies of this process, file by file")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    count = session.config.getoption("--forks")
    if not count or session.config.option.collectonly or session.testsfailed:
        return None
    files = [list(items) for _, items in groupby(session.items, key=lambda item: item.path)]
    # What is left to do, as numbers in a pipe: whoever reads one has it.
    left, filled = os.pipe()
    os.write(filled, b"".join(map(_NUMBER.pack, range(len(files)))))
    os.close(filled)
    copies = {}
    for _ in range(count):
        heard, told = os.pipe()
        if (child := os.fork()) == 0:
            for pipe in (*copies, heard):
                os.close(pipe)  # Or nobody would notice that the process that hears them has ended.
            _work(session.config, files, left, told)
        os.close(told)
        copies[heard] = child
    os.close(left)
    _hear(session, copies)
    return True


def _work(config: pytest.Config, files: list[list[pytest.Item]], left: int, told: int) -> None:
    """What a copy does: it never returns."""
    code = 1
    try:
        # What is printed goes into a file that all copies would share.
        capture: Any = config.pluginmanager.getplugin("capturemanager")
        capture.stop_global_capturing()
        capture.start_global_capturing()
        config.pluginmanager.unregister(name="terminalreporter")
        with os.fdopen(told, "wb") as out:
            teller = _Teller(config, out)
            config.pluginmanager.register(teller)
            try:
                _run(config, _taken(files, left))
                teller.tell(_DONE)
                code = 0
            except BaseException:  # noqa: BLE001 - whatever it is, the process that collected the tests tells it
                teller.tell(traceback.format_exc())
    finally:
        os._exit(code)


def _run(config: pytest.Config, items: Iterator[pytest.Item]) -> None:
    for item, following in pairwise(chain(items, [None])):
        assert item is not None
        config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    # Errors that nobody caught, in what is garbage now, are raised here.
    gc.collect()
    gc.freeze()
    config._ensure_unconfigure()


def _taken(files: list[list[pytest.Item]], left: int) -> Iterator[pytest.Item]:
    """The tests of the files that this process takes."""
    while number := os.read(left, _NUMBER.size):
        yield from files[_NUMBER.unpack(number)[0]]


class _Teller:
    """Tells the process that collected the tests how each went; as text, which is being run and what ended this process."""

    def __init__(self, config: pytest.Config, out: BinaryIO) -> None:
        self._config, self._out = config, out

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.tell(nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.tell(self._config.hook.pytest_report_to_serializable(config=self._config, report=report))

    def tell(self, what: object) -> None:
        content = pickle.dumps(what)
        self._out.write(_NUMBER.pack(len(content)) + content)
        self._out.flush()


def _hear(session: pytest.Session, copies: dict[int, int]) -> None:
    """Report what the copies, by the pipes on which they tell it, have done until all have ended."""
    with selectors.DefaultSelector() as selector, contextlib.ExitStack() as opened:
        for heard, child in copies.items():
            selector.register(opened.enter_context(os.fdopen(heard, "rb", buffering=0)), selectors.EVENT_READ, child)
        now: dict[int, str] = {}
        while selector.get_map():
            for key, _ in selector.select():
                told = _next(key.fileobj)
                if told is None:
                    selector.unregister(key.fileobj)
                    code = os.waitstatus_to_exitcode(os.waitpid(key.data, 0)[1])
                    if code or now.get(key.data) != _DONE:
                        raise RuntimeError(f"a process of the tests ended with {code}: {now.get(key.data) or 'it told nothing'}")
                elif isinstance(told, str):
                    now[key.data] = told
                else:
                    hook = session.config.hook
                    hook.pytest_runtest_logreport(report=hook.pytest_report_from_serializable(config=session.config, data=told))
                    if session.shouldfail:
                        raise session.Failed(session.shouldfail)


def _next(pipe: Any) -> Any:
    """What a copy tells next; nothing where it has ended. No more is read than that, because what is read is not waited for again."""
    head = _whole(pipe, _NUMBER.size)
    return pickle.loads(_whole(pipe, _NUMBER.unpack(head)[0])) if head else None  # noqa: S301 - written by a copy of this process


def _whole(pipe: Any, length: int) -> bytes:
    parts = b""
    while len(parts) < length and (part := pipe.read(length - len(parts))):
        parts += part
    return parts

"""A watch over everything that a run of the tests writes, renames or deletes: nothing may be outside the temporary
folders; and over what is read or started of the validators, which the quick half of the tests must do without.

Python reports each such call in this process to its audit hooks; what a program does that a test starts is not seen.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import Any

from tests.kit.houses import ROOT

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# What Python and the tools of the tests keep in the tree; none of it is the user's.
_CACHES = frozenset(
    {"__pycache__", ".pytest_cache", ".hypothesis", ".mypy_cache", ".ruff_cache", ".import_linter_cache"}
)
_VALIDATORS = str(ROOT / ".validators")
_CACHE_BEGUN = "pytest-cache-files-"
"""Where pytest makes its cache in a tree that has none yet, before it moves it to its place."""
# The paths that an event changes, each with the descriptor that it is below, by the places of both among its arguments.
_EVENTS: dict[str, tuple[tuple[int, int | None], ...]] = {
    "os.rename": ((0, 2), (1, 3)),
    "os.remove": ((0, 1),),
    "os.rmdir": ((0, 1),),
    "os.mkdir": ((0, 2),),
    "os.link": ((1, 3),),
    "os.symlink": ((1, 2),),
    "os.truncate": ((0, None),),
    "os.chmod": ((0, 2),),
    "os.chown": ((0, 3),),
    "os.utime": ((0, 3),),
}


class Guard:
    """The calls seen so far that changed something outside, and those that asked for validators, each in words."""

    def __init__(self) -> None:
        self.outside: list[str] = []
        self.validators: list[str] = []
        self._allowed = tuple(f"{os.path.realpath(path)}/" for path in (tempfile.gettempdir(), "/dev", "/proc"))
        self._below = threading.local()
        self._real: Callable[..., int] = os.open

    def watch(self) -> None:
        """Watch from now on, as long as this process lives."""
        os.open = self._open
        sys.addaudithook(self._hook)

    def _open(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        # The event of a file that is opened does not say below which descriptor.
        self._below.descriptor = dir_fd
        try:
            return self._real(path, flags, mode, dir_fd=dir_fd)
        finally:
            self._below.descriptor = None

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if str(path).startswith(_VALIDATORS):
                self.validators.append(f"{event}: {path}")
            if isinstance(flags, int) and flags & _WRITES and not flags & getattr(os, "O_TMPFILE", 0) & ~os.O_DIRECTORY:
                self._seen(event, path, getattr(self._below, "descriptor", None))
        elif event == "subprocess.Popen":
            words = (arguments[0], *arguments[1]) if isinstance(arguments[1], list | tuple) else arguments[:2]
            self.validators += [f"{event}: {word}" for word in words if str(word).startswith(_VALIDATORS)]
        elif event in _EVENTS:
            for place, below in _EVENTS[event]:
                self._seen(event, arguments[place], None if below is None else arguments[below])

    def _seen(self, event: str, path: Any, descriptor: Any) -> None:
        if isinstance(path, int):
            return  # It was seen when it was opened.
        try:
            written = os.fsdecode(path)
            if not written.startswith("/"):
                below = isinstance(descriptor, int) and descriptor >= 0
                written = f"{_opened(descriptor) if below else os.getcwd()}/{written}"  # noqa: PTH109 - often asked
            folder, name = os.path.split(written)
            found = f"{self._folder(folder).rstrip('/')}/{name}"
        except (OSError, TypeError, ValueError):
            return
        if not self._may(found):
            self.outside.append(f"{event}: {found}")

    def _folder(self, path: str) -> str:
        """Where the folder ``path`` is when each link is followed. The system says so in a tenth of the time of asking
        for each step.
        """
        try:
            handle = self._real(path, os.O_PATH | os.O_DIRECTORY)
        except (OSError, AttributeError):
            return os.path.realpath(path)
        try:
            return _opened(handle)
        finally:
            os.close(handle)

    def _may(self, path: str) -> bool:
        inside = f"{path}/".startswith(self._allowed) and not f"{path}/".startswith(f"{ROOT}/")
        begun = path == str(ROOT) or f"{path}/".startswith(f"{ROOT}/{_CACHE_BEGUN}")
        return inside or begun or not _CACHES.isdisjoint(path.split("/"))


def _opened(descriptor: object) -> str:
    """The path of what was opened."""
    return os.readlink(f"/proc/self/fd/{descriptor}")  # noqa: PTH115 - often asked


GUARD = Guard()
"""The watch of this process."""

"""The temporary folder of a release in progress; remains of a killed run are removed.

Nothing else in ``release/`` is touched: the folder may be a repository of its own.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plantin import files
from plantin.findings import Place, ToolError

_NAME = re.compile(r"\.plantin-(.+)\.[0-9a-f]{8}")
_MARK = "made-by-plantin"


@dataclass(frozen=True, slots=True)
class Releases:
    """The folder of releases while this process alone may work in it; ``handle`` is its descriptor."""

    path: Path
    handle: int


@contextlib.contextmanager
def alone(root: Path) -> Iterator[Releases]:
    """Hold the folder ``release`` of ``root``, and clear away what releases that were killed have left there.

    Raises ToolError (D117) where another release is being made, UsageError (U026) where the folder is a link or a file.
    """
    path = root / "release"
    with files.folder(root, path, make=True) as found:
        handle = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=found)
        try:
            _lock(handle)
            _clear(handle)
            yield Releases(path, handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def folder(releases: Releases, version: str) -> Iterator[Path]:
    """Make a new folder in which the caller fills the folder ``version``; at the end that moves to its place by one
    rename, or, after an error, all of it is removed.
    """
    name = f".plantin-{version}.{secrets.token_hex(4)}"
    os.mkdir(name, 0o700, dir_fd=releases.handle)
    try:
        path = releases.path / name
        os.close(os.open(f"{name}/{_MARK}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, dir_fd=releases.handle))
        os.mkdir(f"{name}/{version}", dir_fd=releases.handle)
        yield path
        finish(path / version, published=True)
        os.rename(f"{name}/{version}", version, src_dir_fd=releases.handle, dst_dir_fd=releases.handle)
        files.sync_names(releases.handle)
    finally:
        shutil.rmtree(name, ignore_errors=True, dir_fd=releases.handle)


def finish(whole: Path, *, published: bool = False) -> None:
    """Write the files and folders of a release or a site to the disk, with their names; what is ``published`` gets the
    modes of that, whatever the umask.
    """
    for _, _, names, handle in os.fwalk(whole, topdown=False):
        for name in names:
            inner = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=handle)
            try:
                if published:
                    os.fchmod(inner, 0o644)
                os.fsync(inner)  # a signature is written by another program
            finally:
                os.close(inner)
        if published:
            os.fchmod(handle, 0o755)
        files.sync_names(handle)


def _lock(handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        hint = "Wait until it has ended."
        raise ToolError.of("D117", "another release is being made", Place("release"), hint) from None


def _clear(handle: int) -> None:
    """Remove the folders that ``folder`` made and that hold what it puts there, and nothing else."""
    for name in os.listdir(handle):
        match = _NAME.fullmatch(name)
        with contextlib.suppress(NotADirectoryError):
            if match and _ours(handle, name, match[1]):
                shutil.rmtree(name, dir_fd=handle)


def _ours(handle: int, name: str, version: str) -> bool:
    inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=handle)
    try:
        contents = {*os.listdir(inner)}  # noqa: PTH208 - of a descriptor
        return contents in (set(), {_MARK}, {_MARK, version})
    finally:
        os.close(inner)

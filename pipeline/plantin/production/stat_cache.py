"""Checks by file status whether anything that a build depends on has changed since a build that left nothing to make.

A build knows its ingredients by their bytes, and must read hundreds of files to find that there is nothing to do. Here
the size, the inode and the times of each file are compared with those that were kept after the last such build, as make
and git do; where one differs, or what is there is not known for certain, nothing is known and the build looks for
itself. The time of change (``st_ctime``), which no program can set, is among them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plantin import __version__
from plantin.bounded.bytes import MIB, read
from plantin.files import BuildRecords, file_digest, json_file, write
from plantin.findings import UsageError
from plantin.house.stock_folders import PACKAGE, STOCK
from plantin.writers import engine

_KEPT = ".records/up-to-date.json"
_LARGEST_BYTES = 64 * MIB  # over a million editions
_MOST_CALLS = 8
"""So many different calls are remembered."""
_TREES = ("sources", "styles", "locales")
_SETTINGS = "plantin.toml"
_COARSE = 2_000_000_000
"""Nanoseconds: file systems may distinguish two changes only if more time is between them."""
_TICK_SECONDS = 0.02
"""Seconds: those that editions are made on may do so, with the clock of the kernel, where this much does."""


@dataclass(frozen=True, slots=True)
class FileState:
    """A digest of the state of all files that a build may read, and the youngest change (nanoseconds)."""

    digest: str
    youngest: int


class _UnknownError(Exception):
    """What is there cannot be seen from the state of files: a folder is a link."""


def state(root: Path) -> FileState | None:
    """Return the state of all that a build in ``root`` reads but the build folder; nothing where it is not known."""
    folders = [root / name for name in _TREES] + [PACKAGE] + [STOCK / name for name in _TREES[1:] if root != STOCK]
    try:
        lines = [_line(path) for folder in dict.fromkeys(folders) for path in sorted(_files(folder))]
        # What is installed changes the folders that modules are loaded from.
        lines += [
            _line(path)
            for path in (root / _SETTINGS, *map(Path, sys.path))
            if path not in (root, PACKAGE.parent) and path.exists()
        ]
    except (OSError, _UnknownError):
        return None
    pandoc = os.environ.get("PYPANDOC_PANDOC", "")
    system = (__version__, sys.version, sys.prefix, pandoc, *engine.versions().values())
    youngest = max((changed for changed, _ in lines), default=0)
    whole = "\0".join((*system, *(line for _, line in lines))).encode("utf-8", "surrogateescape")
    return FileState(hashlib.sha256(whole).hexdigest(), youngest)


def keep(root: Path, build: Path, asked: Sequence[str], before: FileState | None, targets: Iterable[str]) -> None:
    """Keep for ``recall`` that the build which began with the state ``before`` left ``targets`` in ``build`` as
    their records say, and all editions that ``asked`` names. Nothing is kept where that is not certain, or cannot be
    written.
    """
    if before is None or before.youngest > time.time_ns() - _COARSE or before != state(root):
        return
    time.sleep(_TICK_SECONDS)  # a change after the look below is then distinguished from the making of the edition
    records, sizes = BuildRecords(build), {}
    with contextlib.suppress(OSError, UsageError, _UnknownError):
        for target in targets:
            path, record = build / target, records.get(target)
            if record is None or file_digest(path) != record.result:
                return
            sizes[target] = path.stat().st_size
        entry = {"asked": list(asked), "state": before.digest, "build": _beside(build, sizes), "editions": sizes}
        others = [row for row in _read_rows(build) if row.get("asked") != list(asked)]
        calls = [entry, *others][:_MOST_CALLS]
        while len(content := json_file(calls)) > _LARGEST_BYTES:
            calls.pop()
        write(build / _KEPT, content, build.parent)


def recall(now: FileState | None, build: Path, asked: Sequence[str]) -> dict[str, int] | None:
    """Return the targets and sizes of the editions that ``asked`` names, where they lie in ``build`` and nothing that
    they depend on, whose state is ``now``, has changed since they were found to be as they should, nor any other
    edition of their reports; nothing where that is not known.
    """
    entry = next((row for row in _read_rows(build) if row.get("asked") == list(asked)), None)
    if entry is None or now is None or now.digest != entry.get("state"):
        return None
    try:
        editions = {str(target): int(size) for target, size in entry["editions"].items()}
        return editions if _beside(build, entry["editions"]) == entry["build"] else None
    except (OSError, KeyError, TypeError, ValueError, AttributeError, _UnknownError):
        return None


def _beside(build: Path, targets: Iterable[str]) -> str:
    """Return what the file system says of all editions of the reports of ``targets``: they lead to each other."""
    reports = sorted({str(Path(target).parent) for target in targets})
    folders = [folder for report in reports for folder in (build / report, build / ".records" / report)]
    lines = (_line(path)[1] for folder in folders for path in sorted(_files(folder)))
    return hashlib.sha256("\0".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def _read_rows(build: Path) -> list[dict[str, Any]]:
    """Return what is kept in ``build``; nothing where it is damaged."""
    try:
        rows = json.loads(read(build / _KEPT, _LARGEST_BYTES))
    except (OSError, ValueError, RecursionError):
        return []
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below ``folder`` that do not belong to an editor or to Python. Raises _UnknownError, OSError."""
    waiting = [str(folder)] if folder.is_dir() else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name == "__pycache__":
                    continue
                if not entry.is_dir():
                    yield Path(entry.path)
                elif entry.is_symlink():
                    raise _UnknownError(entry.path)
                else:
                    waiting.append(entry.path)


def _line(path: Path) -> tuple[int, str]:
    """Return when a file changed, and what tells it from one that has changed since. Raises OSError."""
    status = path.stat()
    size, changed = status.st_size if stat.S_ISREG(status.st_mode) else 0, status.st_ctime_ns
    return changed, f"{path}\0{status.st_dev}\0{status.st_ino}\0{size}\0{status.st_mtime_ns}\0{changed}"

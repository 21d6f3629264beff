"""A loss of power, simulated: names that were not synchronized are gone, and so is what was written and not
synchronized.

``watch`` notes in a log what this process, and those forked from it, does to names and bytes below a folder; ``lose``
then makes the folder what a file system may have kept of it (fsync(2), rename(2)): a name outlasts only where its
folder was synchronized after it was made, bytes only where their file was. A folder that was moved goes
back to where it was. The order of what is kept is the worst: nothing that need not be kept is.
"""

from __future__ import annotations

import builtins
import io
import json
import os
import secrets
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

LOG, ROOT = "PLANTIN_POWER_LOG", "PLANTIN_POWER_ROOT"
"""The variables of the environment that tell a process what to watch (bench/faults.py)."""
_open, _fsync, _mkdir, _replace, _stream = os.open, os.fsync, os.mkdir, os.replace, open


def watch(root: Path, log: Path, patch: Callable[[Any, str, Any], None] = setattr) -> None:
    """Note from now on in the file ``log`` what is done below ``root``; old files are kept beside the log. ``patch``
    sets a function of ``os``.
    """
    kept = log.with_suffix(".kept")
    kept.mkdir(parents=True, exist_ok=True)
    root = root.resolve()

    def note(**event: object) -> None:
        handle = _open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(handle, json.dumps(event).encode() + b"\n")
        os.close(handle)

    def place(name: Any, folder: int | None) -> tuple[Path, int] | None:
        """The path of a name and the inode of its folder, where it is below the root."""
        base = Path(f"/proc/self/fd/{folder}").readlink() if folder is not None else Path.cwd()
        path = base / os.fsdecode(name)
        return (path, path.parent.stat().st_ino) if path.is_relative_to(root) else None

    def opened(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        handle = _open(path, flags, mode, dir_fd=dir_fd)
        if flags & os.O_CREAT and (found := place(path, dir_fd)):
            note(made=found[1], name=found[0].name)
            note(dirty=os.fstat(handle).st_ino)
        return handle

    def streamed(file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
        stream = _stream(file, mode, *rest, **named)
        if not isinstance(file, int) and set(mode) & set("wax+") and (found := place(file, None)):
            note(made=found[1], name=found[0].name)
            note(dirty=os.fstat(stream.fileno()).st_ino)
        return stream

    def synced(handle: int) -> None:
        _fsync(handle)
        info = os.fstat(handle)
        note(**{"folder" if stat.S_ISDIR(info.st_mode) else "clean": info.st_ino})

    def made(path: Any, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        _mkdir(path, mode, dir_fd=dir_fd)
        if found := place(path, dir_fd):
            note(made=found[1], name=found[0].name)

    def moved(source: Any, target: Any, *, src_dir_fd: int | None = None, dst_dir_fd: int | None = None) -> None:
        found, old = place(target, dst_dir_fd), ""
        before = place(source, src_dir_fd)
        if found and found[0].is_file():
            old = str(kept / secrets.token_hex(8))
            os.link(found[0], old)
        _replace(source, target, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)
        if found and before and found[0].is_dir():
            note(made=found[1], name=found[0].name, back=[before[1], before[0].name])
        elif found:
            note(made=found[1], name=found[0].name, old=old)

    for name, call in (("open", opened), ("fsync", synced), ("mkdir", made), ("replace", moved), ("rename", moved)):
        patch(os, name, call)
    for module in (builtins, io):
        patch(module, "open", streamed)


def lose(root: Path, log: Path) -> list[str]:
    """Make ``root`` what is left after a loss of power at the end of the ``log``, which is empty afterwards; the names
    that were lost or became again what they were.
    """
    pending: list[tuple[int, str, str, list[Any]]] = []
    dirty: set[int] = set()
    for event in map(json.loads, log.read_text("utf-8").splitlines() if log.exists() else ()):
        if "made" in event:
            pending.append((event["made"], event["name"], event.get("old", ""), event.get("back", [])))
        elif "folder" in event:
            pending = [one for one in pending if one[0] != event["folder"]]
        else:
            (dirty.add if "dirty" in event else dirty.discard)(event.get("dirty", event.get("clean")))
    log.unlink(missing_ok=True)
    for path in [path for path in root.rglob("*") if path.is_file() and not path.is_symlink()]:
        if path.stat().st_ino in dirty:
            os.truncate(path, 0)
    folders = _folders(root)
    lost = []
    for inode, name, old, back in reversed(pending):
        path = folders.get(inode, Path(os.devnull)) / name
        if not os.path.lexists(path):
            continue
        lost.append(path.relative_to(root).as_posix())
        if back and back[0] in folders:
            path.rename(folders[back[0]] / back[1])
            folders = _folders(root)
            continue
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        if old:
            shutil.copy(old, path)
    return lost


def _folders(root: Path) -> dict[int, Path]:
    return {path.stat().st_ino: path for path in (root, *root.rglob("*")) if path.is_dir()}


if (log := os.environ.get(LOG)) and (root := os.environ.get(ROOT)):
    watch(Path(root), Path(log))

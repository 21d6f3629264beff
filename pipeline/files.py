"""Files written whole or not at all, and the digests by which we know what was made from what."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path``: into a temporary file beside it first, then by one rename, so that no reader sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise


def json_file(data: object) -> bytes:
    """``data`` as a file of JSON for people too: one value to a line, characters as they are."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def digest(content: bytes) -> str:
    """SHA-256 of ``content`` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of the file's bytes in hexadecimal, or an empty string where there is no file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def tree_digest(folder: Path, pattern: str = "**/*", kinds: Collection[str] = ()) -> str:
    """One digest of the names and bytes of all files in ``folder`` that ``pattern`` matches; of those alone whose names end in one of
    ``kinds`` (``.css``), where it is given. What an editor or a system leaves there (hidden files, ``name~``) is no part of it.
    """
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.glob(pattern) if path.is_file()):
        name = path.relative_to(folder)
        stray = path.name.endswith("~") or any(part.startswith(".") or part == "__pycache__" for part in name.parts)
        if not stray and (not kinds or path.suffix in kinds):
            whole.update(f"{name.as_posix()}\0{file_digest(path)}\n".encode())
    return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Record:
    """What a target was made from (a digest by the name of each ingredient) and the digest of what came out."""

    ingredients: Mapping[str, str]
    result: str


class Records:
    """The records of one build folder, each in a file of its own under ``.records/``; a lost or damaged one only means work done again.

    Each is read anew whenever it is asked for and written whole, so several builds may keep theirs in one folder at the same time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / ".records"

    def get(self, target: str) -> Record | None:
        """The record of ``target``, if there is one."""
        try:
            row = json.loads(self._path(target).read_text("utf-8"))
            return Record({str(name): str(value) for name, value in row["ingredients"].items()}, str(row["result"]))
        except (FileNotFoundError, NotADirectoryError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def put(self, target: str, record: Record) -> None:
        """Keep ``record`` at once, so that work done before an interruption is not done again."""
        row = {"ingredients": dict(record.ingredients), "result": record.result}
        write(self._path(target), (json.dumps(row, indent=1, sort_keys=True) + "\n").encode())

    def _path(self, target: str) -> Path:
        return self._folder / f"{target}.json"

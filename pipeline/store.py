"""Files written whole or not at all, and the digests by which we know what was made from what."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
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


def tree_digest(folder: Path, pattern: str = "**/*") -> str:
    """One digest of the names and bytes of all files in ``folder`` that ``pattern`` matches."""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.glob(pattern) if path.is_file() and "__pycache__" not in path.parts):
        whole.update(f"{path.relative_to(folder).as_posix()}\0{file_digest(path)}\n".encode())
    return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Record:
    """What a target was made from (a digest by the name of each ingredient) and the digest of what came out."""

    ingredients: Mapping[str, str]
    result: str


class Records:
    """The records of one build folder, kept in ``.records.json`` inside it; lost or damaged records only mean work done again."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / ".records.json"
        self._records: dict[str, Record] = {}
        try:
            for target, row in json.loads(self._path.read_text("utf-8")).items():
                self._records[target] = Record(dict(row["ingredients"]), str(row["result"]))
        except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
            self._records = {}

    def get(self, target: str) -> Record | None:
        """The record of ``target``, if there is one."""
        return self._records.get(target)

    def put(self, target: str, record: Record) -> None:
        """Keep ``record`` at once, so that work done before an interruption is not done again."""
        self._records[target] = record
        rows = {name: {"ingredients": dict(row.ingredients), "result": row.result} for name, row in sorted(self._records.items())}
        write(self._path, (json.dumps(rows, indent=1, sort_keys=True) + "\n").encode())

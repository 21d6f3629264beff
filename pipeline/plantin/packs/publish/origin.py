"""Ensures that a release is made from one commit, and from nothing that is not in it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plantin.findings import Finding, Place, PlantinError
from plantin.house import repository
from plantin.house.layout import KINDS
from plantin.house.repository import MADE_OF, Blob, Repository
from plantin.house.stock_folders import PACKAGE
from plantin.source import data_files

_SOURCE_SUFFIXES = {*KINDS, ".md", *data_files.SUFFIXES, ".bib", ".json", ".yaml", ".csl", ".po"}
"""Suffixes of source files."""
_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Origin:
    """A commit: its name, and when it was made, UTC in ISO 8601; the only time that a release names."""

    commit: str
    committed: str


def origin(root: Path) -> Origin:
    """Return the commit that is checked out in the folder ``root``, after every file that a release is made of was
    compared with it, byte by byte: sources, styles, locales, settings, and the press where it is in ``root``. What git
    thinks of the work tree (its index, files that it is asked to ignore) plays no part.

    Raises PlantinError: D101 a file is not as it was committed, D102 there is no commit.
    """
    try:
        repo = repository.around(root)
        commit, seconds = repo.commit()
        names = [(root / name).relative_to(repo.top).as_posix() for name in (*MADE_OF, *_press(root))]
        changed = sorted(_changed_files(repo, repo.blobs(commit, names), names))
    except LookupError as error:
        hint = "A release names the commit it was made from: `git init`, `git add --all`, `git commit`."
        raise PlantinError.of("D102", f"no commit to release from: {error}", Place(str(root)), hint) from None
    if changed:
        hint = "Commit it, or remove it: a release must be made of what others can see."
        places = ((Place(os.path.relpath(repo.top / name, root)), words) for name, words in changed[:_MOST_SHOWN])
        raise PlantinError(*(Finding("D101", words, place, hint) for place, words in places))
    return Origin(commit, dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _press(root: Path) -> tuple[str, ...]:
    """Return the folder of the press's own code below ``root``; nothing where it is elsewhere."""
    return (PACKAGE.relative_to(root).as_posix(),) if PACKAGE.is_relative_to(root) else ()


def _changed_files(repo: Repository, committed: dict[str, Blob], names: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the files that are not as in the commit, each with what is wrong."""
    for name, blob in committed.items():
        try:
            same = repo.has(repo.top / name, blob)
        except FileNotFoundError:
            yield name, "is in the commit, and is missing"
        except OSError as error:
            yield name, f"cannot be compared with the commit: {error.strerror}"
        else:
            if not same:
                yield name, "is not as it was committed"
    for name in names:
        for path in _files(repo.top / name):
            if (file_name := path.relative_to(repo.top).as_posix()) not in committed:
                yield file_name, "is not in the commit"


def _files(path: Path, *, hidden: bool = False) -> Iterator[Path]:
    """Yield the file at ``path``, or those in the folder, without caches, backups and hidden files of no source."""
    if path.is_symlink() or not path.is_dir():
        is_source = path.suffix.lower() in _SOURCE_SUFFIXES and not path.name.startswith((".#", "._"))
        is_backup = path.name.endswith("~")
        if os.path.lexists(path) and (is_source if hidden else not is_backup):
            yield path
        return
    for inner in path.iterdir():
        if inner.name not in {".git", "__pycache__"}:
            yield from _files(inner, hidden=hidden or inner.name.startswith("."))

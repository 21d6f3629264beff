"""Finds the two states that are compared: reports of the house, folders and files of reports, commits, releases."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Literal, cast

from plantin.bounded import bytes as bounded
from plantin.bounded import data
from plantin.bounded.bytes import MIB
from plantin.findings import Place, UsageError
from plantin.house import layout, repository
from plantin.house.layout import House
from plantin.house.repository import MADE_OF
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.symbols import slug as slug_of
from plantin.production.formats import formats
from plantin.wordfile import package
from plantin.wordfile.package import DamagedError, name

_MANIFEST = "manifest.json"
_COMMIT = re.compile(r"[0-9a-f]{40,64}")
_TRACKED = tuple(name(f"w:{tag}") for tag in ("ins", "del", "moveFrom", "moveTo"))
_HINT = "Name a report, its folder, a release, or a commit and a report: main:S/2017/97."


@dataclass(frozen=True, slots=True)
class ReportState:
    """A report as it is at one time: the house that it is in, and the name of its folder."""

    house: House
    slug: str
    name: str
    """How it was named."""

    def languages(self) -> tuple[str, ...]:
        """Return its languages, the original first. Raises SourceError."""
        return self.house.languages(self.slug)

    def style(self) -> Style:
        """Return its style. Raises StyleError."""
        return self.house.style(self.house.style_of(self.slug))

    def edition(self, name: Literal["docx", "pdf"], document: Document, moment: dt.datetime) -> bytes:
        """Return ``document`` as an edition of the format ``name`` in this style. Raises as ``Format.write`` does."""
        return next(row for row in formats() if row.name == name).write(document, self.style(), moment)


@contextmanager
def both(home: House, old: str, new: str) -> Iterator[tuple[ReportState, ReportState]]:
    """Give both states, and remove what was unpacked for them in the end. Where one names no report, a release of
    many, it is that of the other. Raises UsageError: REV003, REV004.
    """
    with TemporaryDirectory() as scratch:
        folder = Path(scratch).resolve()
        first = _state(home, old, folder / "old", "")
        second = _state(home, new, folder / "new", first.slug)
        yield first, second


def _state(home: House, text: str, scratch: Path, other: str) -> ReportState:
    path = Path(text)
    if (path / _MANIFEST).is_file():
        return _of_release(home, text, path, scratch, other)
    if path.suffix.lower() == ".docx" and path.is_file():
        raise _refuse_word(text, path)
    report = path / "report.md" if path.is_dir() else path
    if report.name == "report.md" and report.is_file():
        return _of_file(text, report.resolve())
    if text in home.slugs() or slug_of(text) in home.slugs():
        return ReportState(home, layout.name_of(home, text), text)
    revision, colon, symbol = text.partition(":")
    if colon and revision and symbol:
        return _of_commit(home, text, revision, slug_of(symbol), scratch)
    raise _unknown("it is no report, folder, release or commit", text)


def _unknown(message: str, text: str, hint: str = _HINT) -> UsageError:
    return UsageError.of("REV003", message, Place(text), hint)


def _of_file(text: str, report: Path) -> ReportState:
    """Return the state of a source on the disk: that of a house where it is in one."""
    folder = report.parent
    if folder.parent.name != "sources":
        raise _unknown("it is not in the folder sources of a house", text, "Put it in sources/SYMBOL/report.md.")
    return ReportState(House(folder.parent.parent), folder.name, text)


def _refuse_word(text: str, path: Path) -> UsageError:
    try:
        read = package.open_package(path)
    except DamagedError as error:
        return _unknown(f"{text} cannot be read: {error}", text)
    if next(read.document.iter(*_TRACKED), None) is not None:
        hint = f"Settle them: plantin import {text} --tracked accept."
        return UsageError.of("REV004", "it has tracked changes already", Place(text), hint)
    return _unknown("it is a Word file, not a source", text, f"Import it: plantin import {text}.")


def _of_release(home: House, text: str, folder: Path, scratch: Path, other: str) -> ReportState:
    """Return the state of the source that a release was made from: it names its commit."""
    try:
        manifest = cast(Any, data.json(bounded.read(folder / _MANIFEST, 16 * MIB)))
        commit, reports = str(manifest["commit"]), [str(row["slug"]) for row in manifest["reports"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unknown(f"its manifest cannot be read: {error}", text) from None
    slug = other if other in reports else reports[0] if len(reports) == 1 else ""
    if not slug or not _COMMIT.fullmatch(commit):
        message = "it has several reports" if not slug else "its manifest names no commit"
        raise _unknown(message, text, "Name the commit and the report: COMMIT:S/2017/97.")
    return _of_commit(home, text, commit, slug, scratch)


def _of_commit(home: House, text: str, revision: str, slug: str, scratch: Path) -> ReportState:
    """Return the state of a report in a commit, whose files are put into the folder ``scratch``."""
    try:
        repo = repository.around(home.root)
        prefix = home.root.relative_to(repo.top)
        blobs = repo.blobs(repo.commit(revision)[0], [(prefix / name).as_posix() for name in MADE_OF])
        needed = {
            name: blob
            for path, blob in blobs.items()
            if blob.is_file and _is_needed(name := PurePosixPath(path).relative_to(prefix).as_posix(), slug)
        }
        contents = repo.contents(needed.values())
    except LookupError as error:
        raise _unknown(f"git does not give it: {error}", text) from None
    if f"sources/{slug}/report.md" not in needed:
        raise _unknown(f"{revision} has no report {slug}", text)
    for name, content in zip(needed, contents, strict=True):
        target = scratch / name
        if not target.resolve().is_relative_to(scratch):
            raise _unknown("a file of the commit leads out of it", text)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return ReportState(House(scratch), slug, text)


def _is_needed(path: str, slug: str) -> bool:
    return not path.startswith("sources/") or path.startswith(f"sources/{slug}/")

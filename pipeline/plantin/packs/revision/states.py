"""Finds the two states that are compared: reports of the house, folders and files of reports, commits, releases."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from plantin.bounded import bytes as bounded
from plantin.bounded import process
from plantin.bounded.bytes import MIB
from plantin.bounded.limits import BoundError, Limits
from plantin.findings import Place, UsageError
from plantin.house import layout
from plantin.house.layout import House
from plantin.model.symbols import slug as slug_of
from plantin.wordfile import package
from plantin.wordfile.package import DamagedError, name

_MANIFEST = "manifest.json"
_COMMIT = re.compile(r"[0-9a-f]{40,64}")
_MADE_OF = ("sources", "locales", "styles", "plantin.toml")
_FILE_MODES = ("100644", "100755")
_MOST_FILES, _LARGEST = 20_000, 256 * MIB
_LIMITS = Limits(seconds=60, processor=60, memory=2048)
_SAFE = ("core.fsmonitor=false", "core.hooksPath=/dev/null", "core.pager=cat", "protocol.allow=never")
_VARIABLES = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
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
    raise UsageError.of("REV003", f"{text} is no report, folder, release or commit", Place("plantin diff"), _HINT)


def _of_file(text: str, report: Path) -> ReportState:
    """Return the state of a source on the disk: that of a house where it is in one."""
    folder = report.parent
    if folder.parent.name != "sources":
        message = f"{text} is not in the folder sources of a house"
        raise UsageError.of("REV003", message, Place("plantin diff"), "Put it in sources/SYMBOL/report.md of a folder.")
    return ReportState(House(folder.parent.parent), folder.name, text)


def _refuse_word(text: str, path: Path) -> UsageError:
    try:
        read = package.open_package(path)
    except DamagedError as error:
        return UsageError.of("REV003", f"{text} cannot be read: {error}", Place(text), _HINT)
    if next(read.document.iter(*_TRACKED), None) is not None:
        hint = f"Settle them: plantin import {text} --tracked accept."
        return UsageError.of("REV004", "it has tracked changes already", Place(text), hint)
    return UsageError.of("REV003", "it is a Word file, not a source", Place(text), f"Import it: plantin import {text}.")


def _of_release(home: House, text: str, folder: Path, scratch: Path, other: str) -> ReportState:
    """Return the state of the source that a release was made from: it names its commit."""
    try:
        manifest = json.loads(bounded.read(folder / _MANIFEST, 16 * MIB))
        commit, reports = str(manifest["commit"]), [str(row["report"]) for row in manifest["reports"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError.of("REV003", f"its manifest cannot be read: {error}", Place(text), _HINT) from None
    slug = other if other in reports else reports[0] if len(reports) == 1 else ""
    if not slug or not _COMMIT.fullmatch(commit):
        message = "it has several reports" if not slug else "its manifest names no commit"
        raise UsageError.of("REV003", message, Place(text), "Name the commit and the report: COMMIT:S/2017/97.")
    return _of_commit(home, text, commit, slug, scratch)


def _of_commit(home: House, text: str, revision: str, slug: str, scratch: Path) -> ReportState:
    """Return the state of a report in a commit, whose files are put into the folder ``scratch``."""
    commit = _git(home, text, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    prefix = _git(home, text, "rev-parse", "--show-prefix").decode().strip()
    rows = _git(home, text, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *(prefix + part for part in _MADE_OF))
    blobs = []
    for row in rows.decode("utf-8", "surrogateescape").split("\0"):
        about, _, path = row.partition("\t")
        if path and about.split(" ")[0] in _FILE_MODES and _is_needed(path.removeprefix(prefix), slug):
            blobs.append((about.split(" ")[2], path.removeprefix(prefix)))
    if f"sources/{slug}/report.md" not in {path for _, path in blobs}:
        raise UsageError.of("REV003", f"{revision} has no report {slug}", Place(text), _HINT)
    _write_blobs(home, text, blobs[:_MOST_FILES], scratch)
    return ReportState(House(scratch), slug, text)


def _is_needed(path: str, slug: str) -> bool:
    return not path.startswith("sources/") or path.startswith(f"sources/{slug}/")


def _write_blobs(home: House, text: str, blobs: list[tuple[str, str]], scratch: Path) -> None:
    """Write the files of a commit: their bytes alone, by no filter of the repository."""
    given = "".join(f"{identifier}\n" for identifier, _ in blobs).encode()
    output = _git(home, text, "cat-file", "--batch", given=given)
    at = 0
    for _, path in blobs:
        end = output.index(b"\n", at)
        size = int(output[at:end].rpartition(b" ")[2])
        target = scratch.joinpath(*PurePosixPath(path).parts)
        if not target.resolve().is_relative_to(scratch):
            raise UsageError.of("REV003", "a file of the commit leads out of it", Place(text), _HINT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(output[end + 1 : end + 1 + size])
        at = end + 1 + size + 1


def _git(home: House, text: str, *words: str, given: bytes = b"") -> bytes:
    command = ["git", *(part for setting in _SAFE for part in ("-c", setting)), *words]
    limits = _LIMITS
    try:
        ended = process.run(command, given=given, folder=home.root, variables=_VARIABLES, limits=limits)
    except (BoundError, OSError) as error:
        raise UsageError.of("REV003", f"git does not give it: {error}", Place(text), _HINT) from None
    if ended.code or len(ended.output) > _LARGEST:
        raise UsageError.of("REV003", f"git does not give it: {ended.complaint}", Place(text), _HINT)
    return ended.output

"""Reads the manifest of a release from elsewhere, and validates its shape, size and every name before use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Annotated

from plantin.bounded import data
from plantin.bounded.bytes import MIB, read, why
from plantin.findings import Place, UsageError
from plantin.settings import reader
from plantin.settings.forms import LANGUAGE, ValueForm, matching, within
from plantin.settings.reader import Codes, Settings

MANIFEST = "manifest.json"
_LARGEST = 16 * MIB
_LAST_SECOND = 253402300799  # of the year 9999, the last that dates can name
_CODES = Codes(UsageError, unreadable="U009", wrong="U009", hint="", noun="{}", closed=False)
_Tag = Annotated[str, LANGUAGE]
_Line = Annotated[str, ValueForm("one line of text", str.isprintable)]
_Digest = Annotated[str, matching("[0-9a-f]{64}", "a SHA-256 digest")]


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file and its digest: ``path`` is below the root of the sources or below the release."""

    path: str
    sha256: _Digest


@dataclass(frozen=True, slots=True)
class _Claim:
    standard: str
    verdict: str


@dataclass(frozen=True, slots=True)
class IssuedEdition(ListedFile):
    """An edition of the release."""

    language: _Tag
    format: Annotated[str, matching("[a-z][a-z0-9-]*", "the name of a format")]
    bytes: Annotated[int, within(0, 2**60)] = 0
    conformance: tuple[_Claim, ...] = ()

    def standards(self) -> tuple[str, ...]:
        """Return the standards that it was found to conform to."""
        return tuple(dict.fromkeys(claim.standard for claim in self.conformance if claim.verdict == "passed"))


@dataclass(frozen=True, slots=True)
class Description:
    """What a list of reports says of a report in one language beside its title: its ``date`` in ISO 8601, the ``organ``
    that it is submitted to, or else who publishes it.
    """

    date: Annotated[str, matching(r"(?:\d{4}-\d{2}-\d{2})?", "a date")] = ""
    organ: _Line = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bibliographic(Description):
    """What a list of reports says of a report; releases before 0.2 have its ``title`` alone."""

    title: str = ""


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A report of the release."""

    slug: Annotated[str, matching("[A-Za-z0-9][A-Za-z0-9._~-]*", "the name of a report")]
    source: ListedFile
    catalogues: Mapping[_Tag, ListedFile]
    editions: tuple[IssuedEdition, ...]
    symbol: _Line = ""
    titles: Mapping[_Tag, str] = field(default_factory=dict)
    described: Mapping[_Tag, Description] = field(default_factory=dict)
    added: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """What additions say of it, by their names."""

    def sources(self) -> Iterator[ListedFile]:
        """Yield what it was made from."""
        yield self.source
        yield from self.catalogues.values()

    def languages(self) -> dict[str, Bibliographic]:
        """Return what lists say of it, by the tags of its languages."""
        rows = ((tag, title, self.described.get(tag, Description())) for tag, title in self.titles.items())
        return {tag: Bibliographic(row.date, row.organ, row.keywords, title) for tag, title, row in rows}

    def misplaced_paths(self) -> Iterator[str]:
        """Yield the paths that no release has for such a report."""
        yield from {self.source.path} - {f"sources/{self.slug}/report.md"}
        for language, listed in self.catalogues.items():
            yield from {listed.path} - {f"locales/{language}/{self.slug}.po"}
        for path in (edition.path for edition in self.editions):
            if not (is_inside(path) and path.startswith(f"{self.slug}/{self.slug}-")):
                yield path


@dataclass(frozen=True, slots=True)
class _Order:
    epoch: Annotated[int, within(0, _LAST_SECOND)] | None
    """SOURCE_DATE_EPOCH."""
    certifier: _Line


@dataclass(frozen=True, slots=True)
class _Since:
    version: _Line
    sha256: Annotated[str, matching("(?:[0-9a-f]{64})?", "a SHA-256 digest")] = ""
    """The digest of its SHA256SUMS."""


def _is_moment(text: str) -> bool:
    try:
        return bool(dt.datetime.fromisoformat(text))
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """What a manifest says, as far as verifying needs it."""

    version: _Line
    """The number under which it was released."""
    commit: Annotated[str, matching("[0-9a-f]{40,64}", "a commit")]
    committed: Annotated[str, ValueForm("a date with its time", _is_moment)]
    order: _Order
    reports: tuple[ReportRecord, ...]
    since: _Since | None = None
    """The release that it was compared with; None where it is the first."""

    def editions(self) -> tuple[IssuedEdition, ...]:
        """Return the editions of all its reports."""
        return tuple(edition for report in self.reports for edition in report.editions)


def is_inside(name: str) -> bool:
    """Return whether ``name`` is the path of a file below a folder: relative, no way up, no part left out, nothing that
    terminals act on.

    >>> is_inside("A-1-1/A-1-1-en.pdf"), is_inside("../a"), is_inside("/a"), is_inside("a/./b"), is_inside("")
    (True, False, False, False, False)
    """
    parts = name.split("/")
    return (
        name.isprintable()
        and len(name) <= 4000
        and PurePosixPath(name).as_posix() == name
        and all(part not in ("", ".", "..") and len(part.encode()) <= 255 for part in parts)
    )


def load(folder: Path) -> ReleaseRecord:
    """Return the manifest of the release in ``folder``. Raises UsageError (U009) for none, or one no release writes."""
    try:
        values = data.json(read(folder / MANIFEST, _LARGEST, folder), _LARGEST)
    except FileNotFoundError:
        raise no_release(folder, f"{MANIFEST} is missing") from None
    except OSError as error:
        raise no_release(folder, f"{MANIFEST} {why(error)}") from None
    except data.DataError as error:
        raise no_release(folder, f"{MANIFEST}: {error}") from None
    if not isinstance(values, dict):
        raise no_release(folder, f"{MANIFEST} is not a table")
    release, findings = reader.attempt(ReleaseRecord, Settings(MANIFEST, values, dict), _CODES)
    if release is None:
        raise no_release(folder, f"{MANIFEST}: {findings[0].message}")
    if wrong := [path for report in release.reports for path in report.misplaced_paths()]:
        raise no_release(folder, f"{MANIFEST}: path is {wrong[0][:80]!r}, which no release has there")
    return release


def no_release(folder: Path, what: str) -> UsageError:
    """Return U009 for the folder, for ``what`` is wrong in it."""
    hint = "Give the folder of a release: release/1.0."
    return UsageError.of("U009", f"no release: {what}", Place(str(folder)), hint)

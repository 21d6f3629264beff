"""Reads the manifest of a release from elsewhere, and validates its shape, size and every name before use."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeVar

from plantin.bounded.bytes import MIB, read, why
from plantin.findings import Place, UsageError

MANIFEST = "manifest.json"
T = TypeVar("T")
_LARGEST = 16 * MIB
_LAST_SECOND = 253402300799  # of the year 9999, the last that dates can name
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_FORMAT = re.compile(r"[a-z][a-z0-9-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_COMMIT = re.compile(r"[0-9a-f]{40,64}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file and its digest: ``path`` is below the root of the sources or below the release."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class IssuedEdition(ListedFile):
    """An edition of the release."""

    language: str
    format: str
    size: int
    """In bytes."""
    standards: tuple[str, ...] = ()
    """The standards that it was found to conform to."""


@dataclass(frozen=True, slots=True)
class Bibliographic:
    """What a list of reports says of a report in one language; releases before 0.2 have its title alone."""

    title: str
    date: str = ""
    """In ISO 8601."""
    organ: str = ""
    """The organ that it is submitted to, or else who publishes it."""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A report of the release."""

    slug: str
    sources: tuple[ListedFile, ...]
    """What it was made from."""
    editions: tuple[IssuedEdition, ...]
    symbol: str
    languages: Mapping[str, Bibliographic]
    """By the tags of its languages."""


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """What a manifest says, as far as verifying needs it; ``epoch`` is SOURCE_DATE_EPOCH."""

    commit: str
    epoch: int | None
    certifier: str
    reports: tuple[ReportRecord, ...]
    since: str = ""
    """The release that it was compared with; empty where it is the first."""

    def editions(self) -> tuple[IssuedEdition, ...]:
        """The editions of all its reports."""
        return tuple(edition for report in self.reports for edition in report.editions)


def is_inside(name: str) -> bool:
    """Whether ``name`` is the path of a file below a folder: relative, no way up, no part left out, nothing that
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
    """The manifest of the release in ``folder``. Raises UsageError (U009) where there is none, or it is not what a
    release writes.
    """
    try:
        data = json.loads(read(folder / MANIFEST, _LARGEST, folder))
        order = _part(data, "order", dict)
        return ReleaseRecord(
            _text(data, "commit", _COMMIT.fullmatch),
            _epoch(order),
            _text(order, "certifier", str.isprintable),
            tuple(_report(row) for row in _part(data, "reports", list)),
            _text(data["since"], "version", str.isprintable) if data.get("since") else "",
        )
    except FileNotFoundError:
        raise no_release(folder, f"{MANIFEST} is missing") from None
    except OSError as error:
        raise no_release(folder, f"{MANIFEST} {why(error)}") from None
    except RecursionError:
        raise no_release(folder, f"{MANIFEST} has brackets in brackets without end") from None
    except ValueError as error:
        raise no_release(folder, f"{MANIFEST}: {error}") from None


def no_release(folder: Path, what: str) -> UsageError:
    """U009 for the folder, for ``what`` is wrong in it."""
    return UsageError.of(
        "U009", f"no release: {what}", Place(str(folder)), "Give the folder of a release: release/1.0."
    )


def _report(row: dict[str, object]) -> ReportRecord:
    slug = _text(row, "slug", _SLUG.fullmatch)
    catalogues = _part(row, "catalogues", dict)
    sources = [_listed(_part(row, "source", dict), f"sources/{slug}/report.md")]
    for language, listed in catalogues.items():
        if not _TAG.fullmatch(language):
            raise ValueError(f"no language: {language[:40]!r}")
        sources.append(_listed(listed, f"locales/{language}/{slug}.po"))
    editions = tuple(_edition(one, slug) for one in _part(row, "editions", list))
    titles, described = row.get("titles", {}), row.get("described", {})
    languages = {
        tag: _described(title, described.get(tag, {}) if isinstance(described, dict) else {})
        for tag, title in (titles if isinstance(titles, dict) else {}).items()
        if _TAG.fullmatch(tag)
    }
    return ReportRecord(
        slug, tuple(sources), editions, _text({"symbol": slug, **row}, "symbol", str.isprintable), languages
    )


def _described(title: object, row: object) -> Bibliographic:
    keywords = row.get("keywords", []) if isinstance(row, dict) else []
    known = {
        name: _text(row, name, fits) if isinstance(row, dict) and name in row else ""
        for name, fits in (("date", _DATE.fullmatch), ("organ", str.isprintable))
    }
    if not isinstance(title, str) or not all(isinstance(one, str) for one in keywords):
        raise ValueError("titles are missing, or not what a release has there")
    return Bibliographic(title, known["date"], known["organ"], tuple(keywords))


def _listed(row: object, path: str) -> ListedFile:
    return ListedFile(_text(row, "path", path.__eq__), _text(row, "sha256", _SHA256.fullmatch))


def _edition(row: dict[str, object], slug: str) -> IssuedEdition:
    path = _text(row, "path", lambda value: is_inside(value) and value.startswith(f"{slug}/{slug}-"))
    digest = _text(row, "sha256", _SHA256.fullmatch)
    size = row.get("bytes", 0)
    claims = _part(row, "conformance", list) if "conformance" in row else []
    standards = [one["standard"] for one in claims if isinstance(one, dict) and one.get("verdict") == "passed"]
    return IssuedEdition(
        path,
        digest,
        _text(row, "language", _TAG.fullmatch),
        _text(row, "format", _FORMAT.fullmatch),
        size if type(size) is int and size >= 0 else 0,
        tuple(dict.fromkeys(one for one in standards if isinstance(one, str))),
    )


def _epoch(order: Mapping[str, object]) -> int | None:
    epoch = order.get("epoch", "")
    if epoch is None or (type(epoch) is int and 0 <= epoch <= _LAST_SECOND):
        return epoch
    raise ValueError("epoch is not a number of seconds")


def _part(row: object, name: str, kind: type[T]) -> T:
    found = row.get(name) if isinstance(row, dict) else None
    if not isinstance(found, kind):
        raise ValueError(f"{name} is missing, or not what a release has there")  # noqa: TRY004 - one fault for all of them
    return found


def _text(row: object, name: str, fits: Callable[[str], object]) -> str:
    text = _part(row, name, str)
    if not fits(text):
        raise ValueError(f"{name} is {text[:80]!r}, which no release has there")
    return str(text)

"""Makes an edition again: where the bytes of a format follow from the document, its style, a time and what is known of
related editions, a finished file is one of those that the press makes of these.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from plantin.auditors.fault import finding
from plantin.auditors.parity import lines
from plantin.files import BuildRecord, BuildRecords, digest
from plantin.findings import Finding, Place, StyleError, ToolError
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.related_editions import ALONE, PageStart, PrintedEdition, RelatedEditions
from plantin.production.edition_set import EditionSet, of_build_folder
from plantin.production.formats import Edition, Format, format_named, formats, moment
from plantin.production.ingredients import Ingredients
from plantin.production.related_editions import find_related, sister
from plantin.production.stated_making import StatedMaking, stated_making
from plantin.production.style_files import Version, version

Making = tuple[dt.datetime, RelatedEditions]
"""What an edition is made with beside its document and its style: the only time that it names, and what it knows of
others.
"""


def differences(
    house: House, edition: Edition, document: Document, content: bytes, path: Path, name: str
) -> list[Finding]:
    """Return how the file at ``path`` with these bytes, ``edition`` of ``document``, differs from what the press makes
    (P038); of one that another version made, as its record says, a warning that it was not compared (P041). Nothing for
    a format that is not ``determined``. Raises StyleError or ToolError.
    """
    row = format_named(edition.format)
    if row is None or not row.determined:
        return []
    work = _Comparison(house, edition, row, document, content, path)
    faults = list(lines.differences(work.remake(), content, name))
    if faults and (versions := work.versions()):
        message = f"was made by another version ({versions}): it was compared by its grammar and its words alone"
        return [finding("P041", message, name, severity="warning")]
    if faults and work.record is None:
        hint = "No record says what made it. Build it again."
        return [replace(fault, hint=hint) for fault in faults]
    return faults


@dataclass
class _Comparison:
    """A finished file, and what it may have been made with."""

    house: House
    edition: Edition
    row: Format
    document: Document
    content: bytes
    path: Path

    @cached_property
    def record(self) -> BuildRecord | None:
        """The record of the file, where it is that of the build folder."""
        target = self.house.build / self.edition.target
        return self._records.get(self.edition.target) if self.path.resolve() == target.resolve() else None

    def remake(self) -> Iterator[bytes]:
        """Yield the files that the press makes, the most likely first."""
        style = self.house.style(self.house.style_of(self.edition.slug))
        for time, beside in self._makings(style):
            yield _remake(self.row, self.document, style, tuple(version(style)), time, beside)

    def versions(self) -> str:
        """Return what the file was made with, as its record says, and is another here; empty where nothing is, or where
        the record is that of another file.
        """
        if self.record is None or self.record.result != digest(self.content):
            return ""
        now = self._made_of.edition_digests(self.edition, "")
        then = {name: self.record.ingredients.get(name, now[name]) for name in ("libraries", "press")}
        words = [making["libraries"].split() for making in (then, now)]
        others = set(zip(words[0][::2], words[0][1::2], strict=False)) - {
            *zip(words[1][::2], words[1][1::2], strict=False)
        }
        libraries = ", ".join(" ".join(library) for library in sorted(others))
        return libraries or ("of the press" if then["press"] != now["press"] else "")

    def _makings(self, style: Style) -> Iterator[Making]:
        """Yield what the file may have been made with. Where its record names no other related editions than there are
        now, these; else also those that it says itself, and none.
        """
        stated = stated_making(self.content, self.document)
        now, time = self._now(stated.certifier), stated.time or moment(self.document)
        if self.record is not None:
            epoch = self.record.ingredients.get("epoch", "")
            time = moment(self.document, int(epoch) if epoch.isdecimal() else None)
            for candidate in (now, replace(now, certifier="")):
                if self.record.ingredients.get("related") == candidate.digest():
                    yield time, candidate
                    return
        beside = self._beside(stated, now)
        if stated.paged:
            yield time, self._add_pages(beside, now, style)
        yield from ((time, candidate) for candidate in dict.fromkeys((beside, now, ALONE)))
        if self.row.depends_on and not stated.paged:
            with contextlib.suppress(StyleError):  # a report that cannot be laid out has no pages that it knows
                yield time, self._add_pages(beside, now, style)

    def _now(self, certifier: str) -> RelatedEditions:
        """Return what the edition would know of others if it were made now."""
        others = {replace(self.edition, format=name) for name in self.row.depends_on}
        members = of_build_folder(self.house, (self.edition,)) if self.row.linked else EditionSet(frozenset(others))
        return find_related(self._made_of, self._records, self.edition, self.document.digest(), members, certifier)

    def _beside(self, stated: StatedMaking, now: RelatedEditions) -> RelatedEditions:
        """Return the related editions to which the file leads, of those that it may have; without pages."""
        house, edition = self.house, self.edition
        formats = [
            replace(other, size=stated.files[other.file])
            for name in self.row.depends_on
            for other in sister(self._made_of, replace(edition, format=name), format_named(name))
            if other.file in stated.files
        ]
        languages = [
            other
            for language in house.languages(edition.slug)
            for other in sister(self._made_of, replace(edition, language=language), self.row)
            if other.file in stated.languages
        ]
        return replace(now, pages=(), printed=None, languages=tuple(languages), formats=tuple(formats))

    def _add_pages(self, beside: RelatedEditions, now: RelatedEditions, style: Style) -> RelatedEditions:
        """Return what is known beside the printed edition; where that is not here, it is laid out for its pages."""
        if now.pages:
            return replace(beside, pages=now.pages, printed=now.printed)
        pages = _pages(self.document, style, tuple(version(style)))
        pdf = replace(self.edition, format="pdf").target.rpartition("/")[2]
        return replace(beside, pages=pages, printed=PrintedEdition(pdf, ""))

    @cached_property
    def _made_of(self) -> Ingredients:
        return Ingredients(self.house, None)

    @cached_property
    def _records(self) -> BuildRecords:
        return BuildRecords(self.house.build)


@lru_cache(maxsize=8)
def _remake(
    row: Format, document: Document, style: Style, _files: Version, time: dt.datetime, beside: RelatedEditions
) -> bytes:
    return row.write(document, style, time, beside)


@lru_cache(maxsize=8)
def _pages(document: Document, style: Style, _files: Version) -> tuple[PageStart, ...]:
    """Return where the pages of the PDF begin, which is laid out for that."""
    row = next(row for row in formats() if row.printed)
    return row.write_with_pages(document, style, moment(document)).pages


def remake_sound(
    house: House, edition: Edition, document: Document, content: bytes, name: str
) -> Iterator[bytes | Finding]:
    """Yield the finished file ``content``, an edition of ``document``, with its sound made again, for a format that has
    any; nothing for the file that was made here. Where the voice is not here, a warning that says so of the file called
    ``name``.
    """
    row = format_named(edition.format)
    record = BuildRecords(house.build).get(edition.target)
    if row is None or row.again is None or (record is not None and record.result == digest(content)):
        return
    try:
        yield row.again(content, document)
    except ToolError as error:
        missing = error.findings[0]
        message = f"the sound was not compared with that of the voice: {missing.message}"
        yield Finding(missing.code, message, Place(name), missing.hint, "warning")

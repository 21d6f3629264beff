"""Editions read back, as a check does it: a file is opened once and asked for everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from plantin.auditors.parity import palette, passages, record, sizes, statements, summary
from plantin.auditors.parity.outline import differences
from plantin.auditors.reading import Conforming, Reading
from plantin.auditors.statements import UNKNOWN
from plantin.findings import Finding
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.production.formats import format_named
from plantin.production.known import known
from plantin.writers.epub.cover import cover


class Auditor(Protocol):
    """A module of auditors, or a row of the table of formats."""

    def read(self, content: bytes, name: str, /) -> Reading: ...


def reread(auditor: Auditor, path: Path) -> Reading:
    """The reading of the edition at ``path``, whose findings give the file its own name."""
    return auditor.read(path.read_bytes(), path.name)


def audited(auditor: Auditor, path: Path, document: Document, *, beside: bool = False) -> tuple[Finding, ...]:
    """How the outline of the edition at ``path`` differs from that of ``document``, and its own faults; with
    ``beside``, how its passages in other languages, its links, its pictures and the summary of its accessibility differ
    as well.
    """
    reading = reread(auditor, path)
    found = reading.passages() if beside else None
    stated = reading.record()
    return (
        *differences(outline(document), reading.outline(), path.name),
        *(passages.differences(document, found, path.name) if found else ()),
        *(
            summary.differences(document, found.summary, path.name, paged=bool(reading.pages()), sounded=found.sounded)
            if found
            else ()
        ),
        *record.differences(document, stated, path.name),
        *sizes.differences(document, stated, path.name),
        *passages.unmarked(document, stated, path.name),
        *palette.differences(document, stated, path.name),
        *reading.findings(),
    )


def strictly(format_: str, content: bytes, document: Document, style: Style) -> list[Finding]:
    """What the grammar of a web page or an EPUB finds in an edition in that style."""
    row = format_named(format_)
    assert row is not None
    reading = row.read(content, f"edition{row.suffix}")
    assert isinstance(reading, Conforming)
    house = known(style, format_)
    covers = frozenset((sha256(cover(document, style)).hexdigest(),) if format_ == "epub" else ())
    house = replace(house, terms={**house.terms, "address": frozenset(("",)), "cover": covers})
    conformance = reading.conformance(house)
    return [*conformance.findings, *statements.differences(document, conformance.statements, house, "edition")]


def refused(format_: str, path: Path, document: Document, style: Style) -> list[str]:
    """The codes of everything that a check finds in the edition at ``path``, in their order; where no rule finds
    anything, those of its grammar: of a PDF without what its house has, of web pages and EPUBs in ``style``.
    """
    row = format_named(format_)
    assert row is not None
    found: Iterable[Finding] = audited(row, path, document, beside=True)
    if not found and format_ in {"html", "epub"}:
        found = strictly(format_, path.read_bytes(), document, style)
    elif not found and row.media_type == "application/pdf":
        reading = reread(row, path)
        found = reading.conformance(UNKNOWN).findings if isinstance(reading, Conforming) else ()
    return sorted(finding.code for finding in found)

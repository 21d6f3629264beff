"""Editions read back, as a check does it: a file is opened once and asked for everything."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from plantin.auditors.parity import palette, passages, record, sizes, summary
from plantin.auditors.parity.outline import differences
from plantin.auditors.reading import Reading
from plantin.findings import Finding
from plantin.model.document import Document
from plantin.model.outline import outline


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

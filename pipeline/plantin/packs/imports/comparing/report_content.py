"""The content of a file as far as two files can be compared: own editions read by the auditors, others by the
importers.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from plantin.auditors import UnreadableEdition, guard_reading
from plantin.auditors import docx as word_auditor
from plantin.auditors import pdf as pdf_auditor
from plantin.auditors.markup import epub as epub_auditor
from plantin.auditors.markup import html as page_auditor
from plantin.bounded import bytes as bounded
from plantin.bounded.bytes import MIB
from plantin.findings import Place, SourceError
from plantin.house.layout import House
from plantin.model.outline import Entry, Outline, normal, outline
from plantin.packs.imports import file_kinds, reading
from plantin.packs.imports.comparing import tagged_pdf
from plantin.packs.imports.received import GivenFields
from plantin.production.compose import compose
from plantin.source import front_matter
from plantin.source import text as source_text

_LARGEST = 256 * MIB
_OURS = re.compile(r"(?:annex|section|paragraph|heading)-")
_CALL = re.compile(r"\[\^[^\]]*\]")
_AUDITORS = {"html": page_auditor, "epub": epub_auditor, "word": word_auditor, "pdf": pdf_auditor}
_PASSAGES = ("paragraph", "item", "quotation", "letter", "term", "definition", "listing", "box")


@dataclass(frozen=True, slots=True)
class ReportContent:
    """What one file says. ``headings`` have their level (0: not known), number and words; ``paragraphs`` and
    ``entries`` are the numbers of these; ``notes`` the words of each, None where the file does not say which passages
    are notes, ``calls`` how often notes are called, and ``marks`` the signs that the calls show, empty where the file
    leaves them to who shows it; ``passages`` are paragraphs, entries and the like, each with its number; ``texts`` are
    all words of the text but the numbers of passages, headings and objects, which are ``labels``; ``head`` are the
    lines of the masthead. ``ours`` says that this press made it, ``kind`` what it is.
    """

    name: str
    kind: str
    language: str
    ours: bool
    title: str
    headings: tuple[tuple[int, str, str], ...] = ()
    paragraphs: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    notes: tuple[str, ...] | None = None
    calls: int | None = None
    marks: tuple[str, ...] = ()
    tables: int = 0
    cells: int = 0
    pictures: int = 0
    formulas: int = 0
    passages: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    texts: tuple[str, ...] = field(default=(), repr=False)
    labels: tuple[str, ...] = field(default=(), repr=False)
    head: tuple[str, ...] = ()
    cell_texts: tuple[str, ...] = field(default=(), repr=False)
    """The words of each cell that has any, in the order of the rows."""
    under: tuple[int, ...] = field(default=(), repr=False)
    """How many passages are before the first heading, and under each."""

    @property
    def primary_language(self) -> str:
        """The language without its region."""
        return self.language.replace("_", "-").partition("-")[0].lower()


def read(house: House, path: Path) -> ReportContent:
    """Read what the file at ``path`` says. Raises SourceError: S001 there is none, S048 its kind is not read, it is
    damaged, or it is a PDF without tags; what an import raises, and what refuses the source that it would make.
    """
    try:
        content = bounded.read(path, _LARGEST)
    except FileNotFoundError:
        raise SourceError.of("S001", "there is no such file", Place(str(path)), "Check the name.") from None
    except OSError as error:
        raise SourceError.of(
            "S048", bounded.why(error), Place(str(path)), "Give a regular file that can be read."
        ) from None
    kind = "pdf" if content.startswith(b"%PDF-") else file_kinds.kind(path)
    edition = _read_edition(kind, content, path)
    if edition is not None and edition.masthead and any(_OURS.match(entry.anchor) for entry in edition.body):
        return _of_outline(edition, path, kind, ours=True)
    return _read_tagged_pdf(content, path) if kind == "pdf" else _import_file(house, path, kind)


def _read_edition(kind: str, content: bytes, path: Path) -> Outline | None:
    """Return the outline that the auditor of the format reads; None where there is none, or it can read nothing."""
    auditor = _AUDITORS.get(kind)
    if auditor is None:
        return None
    try:
        with guard_reading(str(path)):
            edition: Outline = auditor.read(content, str(path)).outline()
    except UnreadableEdition:
        return None
    return edition


def _read_tagged_pdf(content: bytes, path: Path) -> ReportContent:
    """Return what a PDF that is not ours says by its tags."""
    try:
        with guard_reading(str(path)):
            content_outline = tagged_pdf.read(content, str(path))
    except UnreadableEdition as error:
        raise SourceError.of(
            "S048", error.findings[0].message, Place(str(path)), "Open it in another program."
        ) from None
    if not content_outline.body:
        hint = "Export it with tags (PDF/UA), or give the Word file or the web page."
        raise SourceError.of(
            "S048", "a PDF without tags: nothing in it says what is a heading or a note", Place(str(path)), hint
        )
    calls = tuple(entry.label for entry in content_outline.indicators)
    return _of_outline(content_outline, path, "pdf", ours=False, calls=calls)


def _of_outline(
    content: Outline, path: Path, kind: str, *, ours: bool, title: str = "", calls: tuple[str, ...] = ()
) -> ReportContent:
    rows = [entry for entry in content.body if entry.kind != "row"]
    cells = [cell for entry in content.body if entry.kind == "row" for cell in entry.text.split(" | ")]
    notes = tuple(entry.text for entry in content.notes)
    says_notes = ours or kind != "pdf" or bool(notes)
    document_title = title or (normal(_CALL.sub("", content.masthead[-1])) if content.masthead else "")
    return ReportContent(
        path.name,
        kind,
        content.language,
        ours,
        document_title,
        tuple((entry.level, entry.label, _bare(entry.text)) for entry in rows if entry.kind == "section"),
        tuple(entry.label for entry in rows if entry.kind == "paragraph" and entry.label),
        tuple(entry.label for entry in rows if entry.kind == "item"),
        tuple(map(_bare, notes)) if says_notes else None,
        sum(entry.label.isalnum() for entry in content.indicators) if says_notes else None,
        tuple(entry.label for entry in content.indicators if entry.label.isalnum()) if ours else calls,
        sum(entry.kind == "table" for entry in rows),
        sum(bool(cell.strip()) for cell in cells),
        sum(entry.kind == "image" for entry in rows),
        sum(entry.kind == "equation" for entry in rows),
        tuple((entry.label, _bare(entry.text)) for entry in rows if entry.kind in _PASSAGES),
        (document_title, *(_bare(entry.text) for entry in (*content.body, *content.notes))),
        tuple(entry.label for entry in rows if entry.label),
        tuple(map(_bare, content.masthead[:-1])),
        tuple(bare for cell in cells if (bare := _bare(cell))),
        tuple(_under(rows)),
    )


def _under(rows: Sequence[Entry]) -> Iterator[int]:
    count = 0
    for entry in rows:
        if entry.kind == "section":
            yield count
            count = 0
        count += entry.kind in _PASSAGES
    yield count


def _bare(text: str) -> str:
    return normal(_CALL.sub("", text))


# Files that are not ours


def _import_file(house: House, path: Path, kind: str) -> ReportContent:
    """Return what the source says that an import would make of the file."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        read_ = reading.read_file(house, path, folder, GivenFields({}), "accept")
        report = source_text.parse(read_.report.text, str(path))
        head = front_matter.read(report)
        words = house.locale(head.original_language, head.style)
        document = compose(house, report, head, words, folder=folder).document
    return _of_outline(outline(document), path, kind, ours=False, title=head.title, calls=read_.calls)

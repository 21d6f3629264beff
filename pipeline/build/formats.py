"""Editions: one report in one language and one format; and the table of formats, the only place that knows them all."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.auditors.parity.marks import Passages, unlike
from pipeline.findings import Finding
from pipeline.house.style import Style
from pipeline.model.document import Document
from pipeline.model.outline import Outline
from pipeline.model.related_editions import ALONE, PageStart, RelatedEditions

Write = Callable[..., bytes]
Read = Callable[[Path], Outline]
Pages = Callable[[Path], tuple[PageStart, ...]]
Rules = Callable[[Path], tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of editions: its name, the end of its file names, its media type, what readers call it, its writer and its auditor
    (modules of this package), and the libraries whose versions its bytes depend on.

    ``after`` are the formats that it knows of, of the same report and language: those are made first, and if the pages of one
    are printed (``printed``), it names them, and marks where each begins if it is ``marked``. ``linked`` says that it leads to the same
    format in the other languages, ``default`` that it is made where nobody names formats.
    """

    name: str
    suffix: str
    media_type: str
    title: str
    writer: str
    auditor: str
    libraries: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    printed: bool = False
    marked: bool = False
    linked: bool = False
    default: bool = True

    # A writer is loaded when it is first used: the engine of one format costs a second that the others need not pay.

    def write(self, document: Document, style: Style, moment: dt.datetime, related: RelatedEditions = ALONE) -> bytes:
        """The finished file of ``document``; ``moment`` is the only time it may name. Raises StyleError or ToolError."""
        module = importlib.import_module(f"pipeline.writers.{self.writer}")
        writer: Write = module.write
        return writer(document, style, moment, related) if self.after else writer(document, style, moment)

    def read(self, path: Path) -> Outline:
        """What the finished file at ``path`` says. Raises PlantinError (V010) where it cannot be read at all."""
        reader: Read = importlib.import_module(f"pipeline.auditors.{self.auditor}").read
        return reader(path)

    def rules(self, path: Path) -> tuple[Finding, ...]:
        """What is wrong with the finished file at ``path`` in itself: links, accessibility, metadata."""
        rules: Rules = importlib.import_module(f"pipeline.auditors.{self.auditor}").rules
        return rules(path)

    def pages(self, path: Path) -> tuple[PageStart, ...]:
        """Where printed pages begin in the finished file at ``path``, as its marks or its sheets say; none in a format without either."""
        reader: Pages | None = getattr(importlib.import_module(f"pipeline.auditors.{self.auditor}"), "pages", None)
        return reader(path) if reader else ()

    def unlike(self, document: Document, path: Path, name: str) -> tuple[Finding, ...]:
        """How the passages in other languages and the links outside of the finished file at ``path`` differ from those of ``document``;
        none in a format whose auditor does not read them. Findings call the file ``name``.
        """
        reader: Callable[[Path], Passages] | None = getattr(importlib.import_module(f"pipeline.auditors.{self.auditor}"), "passages", None)
        return unlike(document, reader(path), name) if reader else ()


# THE TABLE OF FORMATS
_PDF = "application/pdf"
_PRESS = ("weasyprint", "pydyf", "fonttools", "pikepdf", "ziamath")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BOOK = "application/epub+zip"
FORMATS: tuple[Format, ...] = (
    Format("pdf", ".pdf", _PDF, "PDF", "pdf", "pdf", _PRESS, printed=True),
    Format("ua2", ".ua2.pdf", _PDF, "PDF/UA-2", "pdf.ua2", "pdf", _PRESS, default=False),
    Format("large", ".large.pdf", _PDF, "PDF, large print", "pdf.large", "pdf", _PRESS, default=False),
    Format("print", ".print.pdf", _PDF, "PDF/X-4", "pdf.print_edition", "pdf.print_edition", (*_PRESS, "segno"), default=False),
    Format("docx", ".docx", _WORD, "Word", "docx", "docx", ("python-docx", "lxml", "resvg-py", "pillow"), after=("pdf",)),
    Format(
        "epub", ".epub", _BOOK, "EPUB", "epub", "markup.epub", ("EbookLib", "fonttools", "lxml", "pikepdf"), after=("pdf",), marked=True
    ),
    Format(
        "html", ".html", "text/html", "HTML", "html", "markup.html", ("pikepdf",), after=("pdf", "docx", "epub"), marked=True, linked=True
    ),
)


def format_named(name: str) -> Format | None:
    """The format called ``name``."""
    return next((row for row in FORMATS if row.name == name), None)


@dataclass(frozen=True, slots=True)
class Edition:
    """One file to be made: a report (by its slug) in a language and a format."""

    slug: str
    language: str
    format: str

    @property
    def target(self) -> str:
        """Where it lies in the build folder: S-2017-97/S-2017-97-fr.pdf."""
        row = format_named(self.format)
        return f"{self.slug}/{self.slug}-{self.language}{row.suffix if row else ''}"


def moment(document: Document, epoch: int | None = None) -> dt.datetime:
    """The only time an edition may name: ``epoch`` (SOURCE_DATE_EPOCH, seconds), else midnight UTC of the report's date."""
    if epoch is not None:
        return dt.datetime.fromtimestamp(epoch, dt.UTC)
    return dt.datetime.combine(dt.date.fromisoformat(document.masthead.issued), dt.time(), dt.UTC)


def from_path(path: Path) -> tuple[str, str, Format] | None:
    """The slug, language and format that a file's name claims: S-2017-97-fr.pdf is S-2017-97, fr, pdf."""
    for row in sorted(FORMATS, key=lambda row: len(row.suffix), reverse=True):
        if path.name.endswith(row.suffix):
            slug, _, language = path.name.removesuffix(row.suffix).rpartition("-")
            return (slug, language, row) if slug and language else None
    return None

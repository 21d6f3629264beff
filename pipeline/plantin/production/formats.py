"""Editions: one report in one language and one format; and the table of formats, the only place that knows them all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plantin.auditors import Unreadable
from plantin.bounded import bytes as bounded
from plantin.model.related_editions import ALONE, RelatedEditions, Written

if TYPE_CHECKING:
    from plantin.auditors.reading import Reading
    from plantin.house.style import Style
    from plantin.model.document import Document

    Write = Callable[[Document, Style, dt.datetime, RelatedEditions], Written]
    """A writer: the finished file of a document in a style (and where its pages begin, if others mark them), with the
    only time that it may name and what it knows of related editions.
    """
    Read = Callable[[bytes, str], Reading]
    """An auditor: the reading of a file's bytes, whose findings give it this name."""
_LARGEST = 512 * bounded.MIB
"""No edition of a report is larger; one that is has been tampered with, and is not read."""
_LEAST_LARGE = 16
"""So many points the text of large print has at least, whatever the style says."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of editions."""

    name: str
    suffix: str
    """The end of its file names."""
    media_type: str
    title: str
    """What readers call it."""
    module: str
    """The module of its writer."""
    writer: Write
    read: Read
    """Its auditor."""
    libraries: tuple[str, ...] = ()
    """The libraries whose versions its bytes depend on."""
    depends_on: tuple[str, ...] = ()
    """The formats that it knows of, of the same report and language: those are made first."""
    printed: bool = False
    """Whether it has printed pages, which other formats name."""
    marked: bool = False
    """Whether it marks where the pages of a printed format that it depends on begin."""
    linked: bool = False
    """Whether it leads to the same format in the other languages."""
    default: bool = True
    """Whether it is made where nobody names formats."""
    programs: tuple[str, ...] = ()
    """The programs of the system that it is made with."""
    cost: float = 1.0
    """The processor time that it takes, where that of a web page is 1."""
    coloured: bool = True
    """Whether what it has of colours is in those of the house."""

    def write(self, document: Document, style: Style, moment: dt.datetime, related: RelatedEditions = ALONE) -> bytes:
        """The finished file of ``document``; ``moment`` is the only time it may name. Raises StyleError or
        ToolError.
        """
        return self.paged(document, style, moment, related).content

    def paged(self, document: Document, style: Style, moment: dt.datetime, related: RelatedEditions = ALONE) -> Written:
        """The finished file, and where its pages begin if it is ``printed``."""
        return self.writer(document, style, moment, related)

    def open(self, path: Path, name: str) -> Reading:
        """The finished file at ``path``, opened and parsed once; its findings call it ``name``. Raises Unreadable
        (V010).
        """
        return self.read(content_of(path, name), name)


def content_of(path: Path, name: str) -> bytes:
    """The bytes of the edition at ``path``. Raises Unreadable (V010), which calls it ``name``: it is not a regular
    file, or too large.
    """
    try:
        return bounded.read(path, _LARGEST)
    except OSError as error:
        raise Unreadable.at(name, bounded.why(error)) from error


# Writers and auditors are loaded when they are first used: the engine of one format costs a second that the others need
# not pay.


def _write_pdf(document: Document, style: Style, moment: dt.datetime, _: RelatedEditions) -> Written:
    from plantin.writers import pdf

    return pdf.paged(document, style, moment)


def _write_ua2(document: Document, style: Style, moment: dt.datetime, _: RelatedEditions) -> Written:
    from plantin.writers.pdf import ua2

    return Written(ua2.write(document, style, moment))


def _large(size: int, sans: str, dark: str) -> Format:
    """A kind of large print: ``size`` in points (0: that of the style), ``sans`` and ``dark`` where it is that."""

    def write(document: Document, style: Style, moment: dt.datetime, _: RelatedEditions) -> Written:
        from plantin.writers.pdf import large

        return Written(large.write(document, style, moment, size=size, sans=bool(sans), dark=bool(dark)))

    def read(content: bytes, name: str) -> Reading:
        from plantin.auditors import pdf

        return pdf.read(content, name, size=size or _LEAST_LARGE)

    name = "-".join(filter(None, ("large", str(size or ""), sans, dark)))
    words = ", ".join(filter(None, ("PDF, large print", f"{size} points" if size else "", sans and "sans serif", dark)))
    module = "plantin.writers.pdf.large"
    return Format(
        name, f".{name}.pdf", _PDF, words, module, write, read, _PRESS, default=False, cost=25, coloured=not dark
    )


def _write_print(document: Document, style: Style, moment: dt.datetime, _: RelatedEditions) -> Written:
    from plantin.writers.pdf import print_edition

    return Written(print_edition.write(document, style, moment))


def _write_docx(document: Document, style: Style, moment: dt.datetime, related: RelatedEditions) -> Written:
    from plantin.writers import docx

    return Written(docx.write(document, style, moment, related))


def _write_epub(document: Document, style: Style, moment: dt.datetime, related: RelatedEditions) -> Written:
    from plantin.writers import epub

    return Written(epub.write(document, style, moment, related))


def _write_html(document: Document, style: Style, moment: dt.datetime, related: RelatedEditions) -> Written:
    from plantin.writers import html

    return Written(html.write(document, style, moment, related))


def _write_text(document: Document, style: Style, moment: dt.datetime, _: RelatedEditions) -> Written:
    from plantin.writers import text

    return Written(text.write(document, style, moment))


def _write_markdown(document: Document, style: Style, moment: dt.datetime, _: RelatedEditions) -> Written:
    from plantin.writers import markdown

    return Written(markdown.write(document, style, moment))


def _write_brf(document: Document, style: Style, moment: dt.datetime, related: RelatedEditions) -> Written:
    from plantin.writers import braille

    return Written(braille.brf(document, style, moment, related))


def _write_pef(document: Document, style: Style, moment: dt.datetime, related: RelatedEditions) -> Written:
    from plantin.writers import braille

    return Written(braille.pef(document, style, moment, related))


def _write_ebrl(document: Document, style: Style, moment: dt.datetime, related: RelatedEditions) -> Written:
    from plantin.writers.braille import ebraille

    return Written(ebraille.write(document, style, moment, related))


def _write_audio(document: Document, style: Style, moment: dt.datetime, related: RelatedEditions) -> Written:
    from plantin.writers import audio

    return Written(audio.write(document, style, moment, related))


def _read_pdf(content: bytes, name: str) -> Reading:
    from plantin.auditors import pdf

    return pdf.read(content, name)


def _read_print(content: bytes, name: str) -> Reading:
    from plantin.auditors.pdf import print_edition

    return print_edition.read(content, name)


def _read_docx(content: bytes, name: str) -> Reading:
    from plantin.auditors import docx

    return docx.read(content, name)


def _read_epub(content: bytes, name: str) -> Reading:
    from plantin.auditors.markup import epub

    return epub.read(content, name)


def _read_html(content: bytes, name: str) -> Reading:
    from plantin.auditors.markup import html

    return html.read(content, name)


def _read_text(content: bytes, name: str) -> Reading:
    from plantin.auditors import text

    return text.read(content, name)


def _read_markdown(content: bytes, name: str) -> Reading:
    from plantin.auditors import markdown

    return markdown.read(content, name)


def _read_brf(content: bytes, name: str) -> Reading:
    from plantin.auditors import braille

    return braille.read_brf(content, name)


def _read_pef(content: bytes, name: str) -> Reading:
    from plantin.auditors import braille

    return braille.read_pef(content, name)


def _read_ebrl(content: bytes, name: str) -> Reading:
    from plantin.auditors.braille import ebraille

    return ebraille.read(content, name)


def _read_audio(content: bytes, name: str) -> Reading:
    from plantin.auditors.markup import audio

    return audio.read(content, name)


# THE TABLE OF FORMATS
_PDF = "application/pdf"
_PRESS = ("weasyprint", "pydyf", "fonttools", "pikepdf", "ziamath")
_PAPER_PRESS = (*_PRESS, "segno")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WORD_LIBRARIES = ("python-docx", "lxml", "resvg-py", "pillow")
_EPUB = "application/epub+zip"
_EPUB_LIBRARIES = ("EbookLib", "fonttools", "lxml", "pikepdf", "resvg-py")
# fmt: off
_LARGE = tuple(_large(size, sans, dark) for size in (0, 20, 24) for sans in ("", "sans") for dark in ("", "dark"))
FORMATS: tuple[Format, ...] = (
    Format("pdf", ".pdf", _PDF, "PDF", "plantin.writers.pdf", _write_pdf, _read_pdf, _PRESS, printed=True, cost=20),
    Format("ua2", ".ua2.pdf", _PDF, "PDF/UA-2", "plantin.writers.pdf.ua2", _write_ua2, _read_pdf, _PRESS, default=False,
           cost=20),
    *_LARGE,
    Format("print", ".print.pdf", _PDF, "PDF/X-4", "plantin.writers.pdf.print_edition", _write_print,
           _read_print, _PAPER_PRESS, default=False, cost=20, coloured=False),
    Format("docx", ".docx", _WORD, "Word", "plantin.writers.docx", _write_docx, _read_docx, _WORD_LIBRARIES,
    depends_on=("pdf",), cost=3),
    Format("epub", ".epub", _EPUB, "EPUB", "plantin.writers.epub", _write_epub, _read_epub, _EPUB_LIBRARIES,
    depends_on=("pdf",), marked=True,
           cost=3),
    Format("html", ".html", "text/html", "HTML", "plantin.writers.html", _write_html, _read_html, ("pikepdf",),
           depends_on=("pdf", "docx", "epub", *(row.name for row in _LARGE), "txt", "md", "brf", "pef", "audio",
                       "ebrl"),
           marked=True, linked=True),
    Format("txt", ".txt", "text/plain", "Plain text", "plantin.writers.text", _write_text, _read_text, default=False),
    Format("md", ".md", "text/markdown", "Markdown", "plantin.writers.markdown", _write_markdown, _read_markdown,
    default=False),
    Format("brf", ".brf", "application/x-brf", "Braille (BRF)", "plantin.writers.braille", _write_brf, _read_brf,
           depends_on=("pdf",), default=False, programs=("liblouis",)),
    Format("audio", ".audio.epub", _EPUB, "EPUB, spoken", "plantin.writers.audio", _write_audio, _read_audio,
    _EPUB_LIBRARIES,
           depends_on=("pdf",), marked=True, default=False, programs=("espeak-ng", "lame"), cost=200),
    Format("pef", ".pef", "application/x-pef+xml", "Braille (PEF)", "plantin.writers.braille", _write_pef, _read_pef,
           depends_on=("pdf",), default=False, programs=("liblouis",)),
    Format("ebrl", ".ebrl", "application/ebrl+zip", "eBraille", "plantin.writers.braille.ebraille", _write_ebrl,
    _read_ebrl, ("lxml",),
           depends_on=("pdf",), default=False, programs=("liblouis",), coloured=False),
)
# fmt: on


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
    """The only time an edition may name: ``epoch`` (SOURCE_DATE_EPOCH, seconds), else midnight UTC of the report's
    date.
    """
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

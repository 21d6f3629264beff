"""Editions: one report in one language and one format; and the table of formats, the only place that knows them all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from plantin.production.format import Format, Lazy, content_of
from plantin.settings import extensions

if TYPE_CHECKING:
    from plantin.auditors.reading import Reading
    from plantin.model.document import Document
    from plantin.model.related_editions import FinishedFile

__all__ = ["FORMATS", "Edition", "Format", "Lazy", "content_of", "format_named", "from_path", "moment"]


_LEAST_LARGE = 16
"""The least size of the text of large print, in points, whatever the style says."""


# THE TABLE OF FORMATS
_PDF = "application/pdf"
_PRESS = ("weasyprint", "pydyf", "fonttools", "pikepdf", "ziamath")
_PAPER_PRESS = (*_PRESS, "segno")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WORD_LIBRARIES = ("python-docx", "lxml", "resvg-py", "pillow")
_EPUB = "application/epub+zip"
_EPUB_LIBRARIES = ("EbookLib", "fonttools", "lxml", "pikepdf", "resvg-py")


def _writer(path: str, **options: float) -> Lazy[bytes | FinishedFile]:
    return Lazy(f"plantin.writers.{path}", tuple(options.items()))


def _auditor(path: str, **options: float) -> Lazy[Reading]:
    return Lazy(f"plantin.auditors.{path}", tuple(options.items()))


def _large(size: int, sans: str, dark: str) -> Format:
    """A kind of large print: ``size`` in points (0: that of the style), ``sans`` and ``dark`` where it is that."""
    name = "-".join(filter(None, ("large", str(size or ""), sans, dark)))
    words = ", ".join(filter(None, ("PDF, large print", f"{size} points" if size else "", sans and "sans serif", dark)))
    writer = _writer("pdf.large:write", size=size, sans=bool(sans), dark=bool(dark))
    auditor = _auditor("pdf:read", size=size or _LEAST_LARGE)
    suffix = f".{name}.pdf"
    return Format(name, suffix, _PDF, words, writer, auditor, _PRESS, default=False, cost=25, coloured=not dark)


# fmt: off
_LARGE = tuple(_large(size, sans, dark) for size in (0, 20, 24) for sans in ("", "sans") for dark in ("", "dark"))
_BOOKS = ("daisy202", "daisy3")
_LINKED = ("pdf", "docx", "epub", *(row.name for row in _LARGE), "txt", "md", "brf", "pef", "audio", "ebrl", *_BOOKS)
_OWN: tuple[Format, ...] = (
    Format("pdf", ".pdf", _PDF, "PDF", _writer("pdf:paged"), _auditor("pdf:read"), _PRESS, printed=True, cost=20,
           sheet="print.css"),
    Format("ua2", ".ua2.pdf", _PDF, "PDF/UA-2", _writer("pdf.ua2:write"), _auditor("pdf:read", second=True), _PRESS,
           default=False, cost=20),
    *_LARGE,
    Format("print", ".print.pdf", _PDF, "PDF/X-4", _writer("pdf.print_edition:write"),
           _auditor("pdf.print_edition:read"), _PAPER_PRESS, default=False, cost=20, coloured=False),
    Format("docx", ".docx", _WORD, "Word", _writer("docx:write"), _auditor("docx:read"), _WORD_LIBRARIES,
           depends_on=("pdf",), cost=3, coloured=False),
    Format("epub", ".epub", _EPUB, "EPUB", _writer("epub:write"), _auditor("markup.epub:read"), _EPUB_LIBRARIES,
           depends_on=("pdf",), marked=True, cost=3, sheet="epub.css"),
    Format("html", ".html", "text/html", "HTML", _writer("html:write"), _auditor("markup.html:read"), ("pikepdf",),
           depends_on=_LINKED, marked=True, linked=True, sheet="screen.css"),
    Format("txt", ".txt", "text/plain", "Plain text", _writer("text:write"), _auditor("text:read"), default=False,
           determined=True),
    Format("md", ".md", "text/markdown", "Markdown", _writer("markdown:write"), _auditor("markdown:read"),
           default=False, determined=True),
    Format("brf", ".brf", "application/x-brf", "Braille (BRF)", _writer("braille:brf"), _auditor("braille:read_brf"),
           ("rjieba",), depends_on=("pdf",), default=False, programs=("liblouis",), determined=True),
    Format("audio", ".audio.epub", _EPUB, "EPUB, spoken", _writer("audio:write"), _auditor("markup.audio:read"),
           _EPUB_LIBRARIES, depends_on=("pdf",), marked=True, default=False,
           programs=("espeak-ng", "lame", "libebur128"), cost=200, again=Lazy("plantin.writers.audio:again")),
    Format("daisy202", ".daisy202.zip", "application/zip", "DAISY 2.02", _writer("audio.daisy:write"),
           _auditor("markup.daisy:read"), _EPUB_LIBRARIES, depends_on=("pdf",), marked=True,
           default=False, programs=("espeak-ng", "lame", "libebur128"), cost=200, coloured=False),
    Format("daisy3", ".daisy3.zip", "application/zip", "DAISY 3", _writer("audio.daisy3:write"),
           _auditor("markup.daisy3:read"), _EPUB_LIBRARIES, depends_on=("pdf",), marked=True,
           default=False, programs=("espeak-ng", "lame", "libebur128"), cost=200, coloured=False),
    Format("pef", ".pef", "application/x-pef+xml", "Braille (PEF)", _writer("braille:pef"),
           _auditor("braille:read_pef"), ("rjieba",), depends_on=("pdf",), default=False, programs=("liblouis",),
           determined=True),
    Format("ebrl", ".ebrl", "application/ebrl+zip", "eBraille", _writer("braille.ebraille:write"),
           _auditor("braille.ebraille:read"), ("lxml", "rjieba"), depends_on=("pdf",), default=False,
           programs=("liblouis",), coloured=False, determined=True),
)
# fmt: on
FORMATS: tuple[Format, ...] = (
    *_OWN,
    *(
        replace(row, default=False, libraries=tuple(dict.fromkeys((*row.libraries, package))))
        for row, package in extensions.values("formats", Format, {row.name for row in _OWN})
    ),
)
"""All formats: those of the press, and those of installed extensions, which are made where somebody names them."""


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
        """Its path in the build folder: S-2017-97/S-2017-97-fr.pdf."""
        row = format_named(self.format)
        return f"{self.slug}/{self.slug}-{self.language}{row.suffix if row else ''}"


def moment(document: Document, epoch: int | None = None) -> dt.datetime:
    """The only time an edition may name: ``epoch`` (SOURCE_DATE_EPOCH, seconds), else midnight UTC of its date."""
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

"""Editions: one report in one language and one format; and the table of formats, the only place that knows them all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from plantin.auditors import Unreadable
from plantin.bounded import bytes as bounded
from plantin.model.related_editions import ALONE, RelatedEditions, Written

if TYPE_CHECKING:
    from plantin.auditors.reading import Reading
    from plantin.house.style import Style
    from plantin.model.document import Document

T = TypeVar("T")
_LARGEST = 512 * bounded.MIB
"""No edition of a report is larger; one that is has been tampered with, and is not read."""
_LEAST_LARGE = 16
"""The least size of the text of large print, in points, whatever the style says."""


@dataclass(frozen=True, slots=True)
class Lazy(Generic[T]):
    """A function that is imported when it is first called: the engine of one format takes a second to load, which those
    who use another format need not wait for.

    >>> Lazy("operator:add")(1, 2)
    3
    """

    path: str
    """Its module and its name, ``package.module:function``."""
    options: tuple[tuple[str, float], ...] = ()
    """Named arguments of every call."""

    @property
    def module(self) -> str:
        """The module that it is in."""
        return self.path.partition(":")[0]

    def __call__(self, *arguments: object) -> T:
        """What the function returns. Raises what it raises."""
        function: Callable[..., T] = getattr(import_module(self.module), self.path.partition(":")[2])
        return function(*arguments, **dict(self.options))


@dataclass(frozen=True, slots=True)
class Format:
    """A format of editions: a row of the table."""

    name: str
    """What commands call it: ``pdf``."""
    suffix: str
    """The end of its file names: ``.pdf``."""
    media_type: str
    """Its media type (IANA): ``application/pdf``."""
    title: str
    """What readers call it: ``PDF``."""
    writer: Lazy[bytes | Written]
    """Makes the file of a document in a style, with the only time that it may name; where the format depends on others,
    also with what it knows of related editions.
    """
    read: Lazy[Reading]
    """Its auditor: reads the bytes of a file, which its findings call by the name that is given."""
    libraries: tuple[str, ...] = ()
    """Those whose versions its bytes depend on."""
    depends_on: tuple[str, ...] = ()
    """The formats that it knows of, of the same report and language; those are made first."""
    printed: bool = False
    """Whether it has pages, which others name."""
    marked: bool = False
    """Whether it marks where the pages of a printed format begin."""
    linked: bool = False
    """Whether it leads to the same format in the other languages."""
    default: bool = True
    """Whether it is made where nobody names formats."""
    programs: tuple[str, ...] = ()
    """The programs of the system that it is made with."""
    cost: float = 1.0
    """The processor time that it takes; that of a web page is 1."""
    coloured: bool = True
    """Whether what it has of colours is in those of the house."""
    again: Lazy[bytes] | None = None
    """Makes again, of the bytes of a finished file and its document, what in it follows from the rest of it."""
    determined: bool = False
    """Whether its bytes follow from the document, its style and the pages of the PDF, and cost little to make again."""

    @property
    def module(self) -> str:
        """The module of its writer."""
        return self.writer.module

    def write(self, document: Document, style: Style, moment: dt.datetime, related: RelatedEditions = ALONE) -> bytes:
        """The finished file of ``document``; ``moment`` is the only time it may name. Raises StyleError or
        ToolError.
        """
        return self.paged(document, style, moment, related).content

    def paged(self, document: Document, style: Style, moment: dt.datetime, related: RelatedEditions = ALONE) -> Written:
        """The finished file, and where its pages begin if it is ``printed``."""
        made = self.writer(document, style, moment, *((related,) if self.depends_on else ()))
        return made if isinstance(made, Written) else Written(made)

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


# THE TABLE OF FORMATS
_PDF = "application/pdf"
_PRESS = ("weasyprint", "pydyf", "fonttools", "pikepdf", "ziamath")
_PAPER_PRESS = (*_PRESS, "segno")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WORD_LIBRARIES = ("python-docx", "lxml", "resvg-py", "pillow")
_EPUB = "application/epub+zip"
_EPUB_LIBRARIES = ("EbookLib", "fonttools", "lxml", "pikepdf", "resvg-py")


def _writer(path: str, **options: float) -> Lazy[bytes | Written]:
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
_LINKED = ("pdf", "docx", "epub", *(row.name for row in _LARGE), "txt", "md", "brf", "pef", "audio", "ebrl")
FORMATS: tuple[Format, ...] = (
    Format("pdf", ".pdf", _PDF, "PDF", _writer("pdf:paged"), _auditor("pdf:read"), _PRESS, printed=True, cost=20),
    Format("ua2", ".ua2.pdf", _PDF, "PDF/UA-2", _writer("pdf.ua2:write"), _auditor("pdf:read", second=True), _PRESS,
           default=False, cost=20),
    *_LARGE,
    Format("print", ".print.pdf", _PDF, "PDF/X-4", _writer("pdf.print_edition:write"),
           _auditor("pdf.print_edition:read"), _PAPER_PRESS, default=False, cost=20, coloured=False),
    Format("docx", ".docx", _WORD, "Word", _writer("docx:write"), _auditor("docx:read"), _WORD_LIBRARIES,
           depends_on=("pdf",), cost=3, coloured=False),
    Format("epub", ".epub", _EPUB, "EPUB", _writer("epub:write"), _auditor("markup.epub:read"), _EPUB_LIBRARIES,
           depends_on=("pdf",), marked=True, cost=3),
    Format("html", ".html", "text/html", "HTML", _writer("html:write"), _auditor("markup.html:read"), ("pikepdf",),
           depends_on=_LINKED, marked=True, linked=True),
    Format("txt", ".txt", "text/plain", "Plain text", _writer("text:write"), _auditor("text:read"), default=False,
           determined=True),
    Format("md", ".md", "text/markdown", "Markdown", _writer("markdown:write"), _auditor("markdown:read"),
           default=False, determined=True),
    Format("brf", ".brf", "application/x-brf", "Braille (BRF)", _writer("braille:brf"), _auditor("braille:read_brf"),
           ("rjieba",), depends_on=("pdf",), default=False, programs=("liblouis",), determined=True),
    Format("audio", ".audio.epub", _EPUB, "EPUB, spoken", _writer("audio:write"), _auditor("markup.audio:read"),
           (*_EPUB_LIBRARIES, "pyebur128"), depends_on=("pdf",), marked=True, default=False,
           programs=("espeak-ng", "lame"), cost=200, again=Lazy("plantin.writers.audio:again")),
    Format("pef", ".pef", "application/x-pef+xml", "Braille (PEF)", _writer("braille:pef"),
           _auditor("braille:read_pef"), ("rjieba",), depends_on=("pdf",), default=False, programs=("liblouis",),
           determined=True),
    Format("ebrl", ".ebrl", "application/ebrl+zip", "eBraille", _writer("braille.ebraille:write"),
           _auditor("braille.ebraille:read"), ("lxml", "rjieba"), depends_on=("pdf",), default=False,
           programs=("liblouis",), coloured=False, determined=True),
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
        """Its path in the build folder: S-2017-97/S-2017-97-fr.pdf."""
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

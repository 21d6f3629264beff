"""Editions: one report in one language and one format; and the table of formats, the only place that knows them all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

from plantin.findings import Place, ToolError
from plantin.production.format import Format, Lazy, Program, content_of
from plantin.settings import extensions

if TYPE_CHECKING:
    from plantin.auditors.reading import Reading
    from plantin.auditors.statements import HouseContent
    from plantin.charts.frame import Frame
    from plantin.model.document import Document
    from plantin.model.related_editions import FinishedFile

__all__ = ["Edition", "Format", "Lazy", "Program", "content_of", "format_named", "formats", "from_path", "moment"]


_LEAST_LARGE = 16
"""The least size of the text of large print, in points, whatever the style says."""


# THE TABLE OF FORMATS
_PDF = "application/pdf"
_PRESS = ("weasyprint", "pydyf", "fonttools", "pikepdf", "ziamath")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WORD_LIBRARIES = ("python-docx", "lxml", "resvg-py", "pillow")
_EPUB = "application/epub+zip"
_EPUB_LIBRARIES = ("EbookLib", "fonttools", "lxml", "pikepdf", "resvg-py")


def _writer(path: str, **options: float) -> Lazy[bytes | FinishedFile]:
    return Lazy(f"plantin.writers.{path}", tuple(options.items()))


def _auditor(path: str, **options: float) -> Lazy[Reading]:
    return Lazy(f"plantin.auditors.{path}", tuple(options.items()))


def _house_content(path: str, **options: str) -> Lazy[HouseContent]:
    return Lazy(f"plantin.production.house_content_{path}", tuple(options.items()))


def _large(size: int, sans: str, dark: str) -> Format:
    """Return a kind of large print: ``size`` in points (0: that of the style), ``sans`` and ``dark`` where it is so."""
    name = "-".join(filter(None, ("large", str(size or ""), sans, dark)))
    words = ", ".join(filter(None, ("PDF, large print", f"{size} points" if size else "", sans and "sans serif", dark)))
    writer = _writer("pdf.large:write", size=size, sans=bool(sans), dark=bool(dark))
    auditor = _auditor("pdf:read", size=size or _LEAST_LARGE)
    content = _house_content("pdf:known_in_pdf", kind="dark") if dark else _IN_PDF
    frames: Lazy[tuple[Frame, ...]] = Lazy("plantin.writers.pdf.large:frames", writer.options)
    return Format(name, f".{name}.pdf", _PDF, words, writer, auditor, _PRESS, default=False, cost=25,
                  coloured=not dark, known=content, offered=True, order=0, frames=frames)  # fmt: skip


_PAGE: Lazy[tuple[Frame, ...]] = Lazy("plantin.writers.chart_frames:page")
_SCREEN: Lazy[tuple[Frame, ...]] = Lazy("plantin.writers.chart_frames:screen")
_IN_PDF = _house_content("pdf:known_in_pdf")
_IN_BOOK = _house_content("markup:known_in_book")
# fmt: off
_OWN: tuple[Format, ...] = (
    Format("pdf", ".pdf", _PDF, "PDF", _writer("pdf:write_with_pages"), _auditor("pdf:read"), _PRESS, printed=True,
           cost=20, sheet="print.css", known=_IN_PDF, offered=True, order=0, frames=_PAGE),
    Format("ua2", ".ua2.pdf", _PDF, "PDF/UA-2", _writer("pdf.ua2:write"), _auditor("pdf:read", second=True), _PRESS,
           default=False, cost=20, known=_house_content("pdf:known_in_pdf", kind="ua2"), order=0,
           frames=_PAGE),
    Format("docx", ".docx", _WORD, "Word", _writer("docx:write"), _auditor("docx:read"), _WORD_LIBRARIES,
           depends_on=("pdf",), cost=3, coloured=False, determined=True,
           known=_house_content("word:known_in_word"), offered=True, order=0, frames=_PAGE),
    Format("epub", ".epub", _EPUB, "EPUB", _writer("epub:write"), _auditor("markup.epub:read"), _EPUB_LIBRARIES,
           depends_on=("pdf",), marked=True, cost=3, sheet="epub.css", determined=True, known=_IN_BOOK,
           offered=True, order=0, frames=_SCREEN),
    Format("html", ".html", "text/html", "HTML", _writer("html:write"), _auditor("markup.html:read"), ("pikepdf",),
           marked=True, linked=True, sheet="screen.css", determined=True,
           known=_house_content("markup:known_in_page"), order=0, frames=_SCREEN),
    *(_large(size, sans, dark) for size in (0, 20, 24) for sans in ("", "sans") for dark in ("", "dark")),
)
# fmt: on


@cache
def formats() -> tuple[Format, ...]:
    """Return all formats: those of the press, and those of installed extensions that can be loaded, which are made
    where somebody names them. A web page knows of all that it offers.
    """
    rows = list(_OWN)
    for row, package in extensions.values("formats", Format, {row.name for row in _OWN}):
        libraries = row.libraries if package == extensions.OURS else tuple(dict.fromkeys((*row.libraries, package)))
        joined = [*rows, replace(row, default=False, libraries=libraries, package=package)]
        try:
            TopologicalSorter({row.name: row.depends_on for row in _linking(joined)}).prepare()
        except CycleError:
            what = f"the extension {row.name!r} is offered by the format that it depends on"
            place = Place(f"{package}: plantin.formats")
            extensions.pass_over("formats", row.name, ToolError.of("V021", what, place, "Set only one of the two."))
        else:
            rows = joined
    return tuple(sorted(_linking(rows), key=lambda row: row.order))


def _linking(rows: Sequence[Format]) -> list[Format]:
    """Return the rows, those of web pages with what they offer."""
    ordered = sorted(rows, key=lambda row: row.order)
    offered = tuple(row.name for row in ordered if row.offered)
    return [replace(row, depends_on=(*row.depends_on, *offered)) if row.linked else row for row in rows]


def format_named(name: str) -> Format | None:
    """Return the format called ``name``; None where there is none. Raises ToolError (V021): it is that of an extension
    that cannot be loaded.
    """
    row = next((row for row in formats() if row.name == name), None)
    if row is None:
        extensions.require("formats", name)
    return row


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
    """Return the only time an edition may name: ``epoch`` (SOURCE_DATE_EPOCH), else midnight UTC of its date."""
    if epoch is not None:
        return dt.datetime.fromtimestamp(epoch, dt.UTC)
    return dt.datetime.combine(dt.date.fromisoformat(document.masthead.issued), dt.time(), dt.UTC)


def from_path(path: Path) -> tuple[str, str, Format] | None:
    """Return the slug, language and format that a file's name claims: S-2017-97-fr.pdf is S-2017-97, fr, pdf."""
    for row in sorted(formats(), key=lambda row: len(row.suffix), reverse=True):
        if path.name.endswith(row.suffix):
            slug, _, language = path.name.removesuffix(row.suffix).rpartition("-")
            return (slug, language, row) if slug and language else None
    return None

"""Assembles the file of a rendition: markup, pages, tags and metadata, with the engine loaded."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Sequence
from functools import cached_property
from typing import Any
from xml.etree import ElementTree as ET

import pydyf

from plantin.findings import Place
from plantin.house import fallback
from plantin.house.style import Style
from plantin.model.document import Document, Picture
from plantin.model.related_editions import FinishedFile, PageStart
from plantin.writers.pdf import caches, drawn_lines, thumb_index
from plantin.writers.pdf.attachment import attachment, content_of
from plantin.writers.pdf.codes import codes
from plantin.writers.pdf.engine_types import LaidOutDocument, Pdf, Stream
from plantin.writers.pdf.font_tables import say
from plantin.writers.pdf.glyph_coverage import letters, require_drawn_letters, require_faces
from plantin.writers.pdf.layout import blank, lay_out
from plantin.writers.pdf.markup import NARROW, NO_BREAK_SPACE, markup
from plantin.writers.pdf.metadata import describe, packet
from plantin.writers.pdf.pages import starts
from plantin.writers.pdf.pictures import serve
from plantin.writers.pdf.rendition import Rendition, serve_unchanged
from plantin.writers.pdf.replacements import drawing_in_place, layout_in_place
from plantin.writers.pdf.structure import builder
from plantin.writers.pdf.stylesheet import sheets

_PIXELS = 96 / 72
"""Pixels of CSS to the point."""


def assemble(document: Document, style: Style, moment: dt.datetime, rendition: Rendition) -> FinishedFile:
    """Return what ``pdf.render`` gives."""
    standard = rendition.standard
    others = (picture for name in ("print.css", rendition.sheet) if name for picture in style.sheet(name).pictures)
    pictures = (*(figure.picture for figure in document.pictures()), *others)
    root = _root(document, style, rendition)
    # What is attached holds every letter of the document, and is made only where a letter is in no face.
    every = (letter for text in map(content_of, (document,)) for letter in text)
    if (whole := fallback.add_stock_faces(style, letters(root), letters(root, pictures), every)) != style:
        style, root = whole, _root(document, whole, rendition)
    require_drawn_letters(pictures, style)
    pages = _pages(document, style, rendition, root, pictures)
    describe(pages.metadata, document, moment)
    pages.metadata.generate_rdf_metadata = lambda *_: packet(pages.metadata, document, standard)
    tag = builder(root, Place(str(style.folder)), pdf2=standard.pdf2, linked=not rendition.paper)

    begun: list[PageStart] = []

    def add_tags(pdf: Pdf, laid: LaidOutDocument, version: object, streams: list[Stream]) -> None:
        structure = tag(pdf, laid, version, streams)
        # Programs that search find a plain or a no-break space alike, and the narrow one by itself alone.
        say(pdf, NARROW, NO_BREAK_SPACE)
        drawn_lines.draw(laid.pages, streams, style)
        if "Outlines" in pdf.catalog:
            # The bookmarks are open from the start (WTPDF 1.0, 8.8; ISO 32000-1, table 28).
            pdf.catalog["PageMode"] = "/UseOutlines"
        if rendition.paper:
            rendition.paper.finish(pdf, streams)
        elif not rendition.page:
            begun.extend(starts(document, root, structure, len(streams)))

    with drawing_in_place(add_tags), warnings.catch_warnings():
        # The library leaves the file of its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        attachments = [attachment(document, moment)] if standard.pdf2 else []
        options = {"pdf_variant": standard.variant, "pdf_version": standard.version, "output_intent": standard.intent}
        content: bytes = pages.write_pdf(**options, finisher=serialize_once, pdf_tags=True, attachments=attachments)
    require_faces(pages, style)
    return FinishedFile(content, tuple(begun))


def _pages(
    document: Document, style: Style, rendition: Rendition, root: ET.Element, shown: Sequence[Picture]
) -> LaidOutDocument:
    """Return the pages of ``root`` as the engine has them, on paper without links and on whole sheets."""
    leading = style.type.leading * _PIXELS
    stretched = {"expansion": style.type.expansion, "stretch": style.page.stretch, "leading": leading}
    with caches.in_force(), layout_in_place(document.hyphenation, **stretched):
        served = serve(shown, style, rendition.paper.serve if rendition.paper else serve_unchanged)
        pages = lay_out(root, style, served)
        thumb_index.place(document, pages.pages, style)
    if rendition.paper:
        for page in pages.pages:
            page.links.clear()
        pages.pages.extend(blank(style, rendition.paper.sheet) for _ in range(len(pages.pages) % 2))
    return pages


def _root(document: Document, style: Style, rendition: Rendition) -> ET.Element:
    """Return the markup of the pages, with its sheets."""
    # A drawing that was made for paper has its letters and lines on the paper's white.
    white = ":is(.logo, figure) img { background: #fff; border: 2mm solid #fff; box-sizing: border-box }"
    ground = f"@page {{ background: {rendition.ground} }} {white}"
    further = (rendition.paper.sheet,) if rendition.paper else (ground,) if rendition.ground else ()
    foot = (
        codes(document, style, style.colour.text)
        if rendition.paper or (style.page.codes and not rendition.sheet)
        else ""
    )
    fixed = NARROW if NARROW in style.letters(style.font("regular")) else NO_BREAK_SPACE
    used = (*sheets(document, style, rendition.sheet), *further)
    return rendition.page(used) if rendition.page else markup(document, used, foot, style.colour.text, fixed=fixed)


class _Serialized(pydyf.Object):  # type: ignore[misc]
    """An object of a PDF, serialized once: the engine's library does so again, streams compressed anew, for the digest
    that is the identifier of the file (ISO 32000-2, 14.4), and a third time for objects in object streams.
    """

    def __init__(self, item: Any) -> None:
        super().__init__()
        self.number, self.offset, self.generation, self.free = item.number, item.offset, item.generation, item.free
        self.item = item

    @property
    def compressible(self) -> bool:
        """Whether it may be in an object stream."""
        return bool(self.item.compressible)

    @cached_property
    def data(self) -> bytes:
        """The bytes between ``obj`` and ``endobj``."""
        return bytes(self.item.data)


def serialize_once(_document: object, pdf: Pdf) -> None:
    """A ``finisher`` of ``write_pdf``: the objects of ``pdf``, which are not changed any more, are serialized once."""
    pdf.objects[:] = map(_Serialized, pdf.objects)

"""Akoma Ntoso 3.0 (OASIS, 2018) by the conventions of AKN4UN: one file for each language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from lxml import etree

from plantin.house.style import Style
from plantin.model.document import Block, Document, Section
from plantin.model.inlines import IndexMark, Indicator
from plantin.packs.akn.tables import Akn
from plantin.packs.akn.writer import metadata
from plantin.packs.akn.writer.blocks import AknBlocks
from plantin.packs.akn.writer.elements import Element, Run, divide_lines, node
from plantin.packs.akn.writer.identifiers import eid

_LINES = {
    "organization": ("docAuthority", "#publisher"), "organ": ("docAuthority", "#actor"), "symbol": ("docNumber", ""),
    "date": ("docDate", ""), "session": ("session", ""), "notice": ("docStatus", ""), "supplement": ("docType", ""),
    "title": ("docTitle", ""),
}  # fmt: skip
"""The elements of lines of the masthead; others are named (``inline``)."""
_NAMED = {"language": "languageOfExpression", "original": "originalLanguage", "agenda": "agendaItem"}
_COVER = ("organization", "organ", "symbol", "distribution", "date", "language", "original")
"""The lines of the cover page (AKN4UN part 2, Modelling coverPage); the others are in the preface."""


def write(document: Document, style: Style, moment: dt.datetime) -> bytes:
    """Return the edition as Akoma Ntoso in UTF-8. It names no time but the report's own date."""
    del moment
    settings = style.table(Akn)
    cited = metadata.cited_works(document, settings)
    writer = _AknWriter(document, AknBlocks(document, cited), settings)
    root = node(
        "akomaNtoso", (node("doc", writer.parts(metadata.meta(document, settings, "main", cited)), name=settings.name),)
    )
    divide_lines(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="utf-8") + b"\n"


class _AknWriter:
    """Prints the parts of an edition."""

    def __init__(self, document: Document, blocks: AknBlocks, settings: Akn) -> None:
        self._document, self._blocks, self._settings = document, blocks, settings

    def parts(self, meta: Element) -> Iterator[Element]:
        """Yield the metadata, the cover page, the preface, the text and the annexes."""
        tag = self._document.language
        main, annexes = _divide(self._document.blocks)
        yield meta
        yield node("coverPage", (*self._logo(), *self._lines(cover=True)), xml_lang=tag)
        yield node("preface", (*self._lines(cover=False), *self._contents()), xml_lang=tag)
        yield node("mainBody", self._body(main), xml_lang=tag)
        if annexes:
            yield node("attachments", map(self._annex, annexes))

    def _body(self, blocks: tuple[Block, ...]) -> list[Element]:
        return list(self._blocks.hierarchy(blocks)) or [node("foreign")]

    def _annex(self, section: Section) -> Element:
        identifier = eid(section.anchor)
        meta = metadata.meta(self._document, self._settings, identifier.replace("att_", "annex_"), {})
        body = node("mainBody", self._body(section.blocks), xml_lang=self._document.language)
        num: list[Element] = [node("num", (section.label,))] if section.label else []
        heading = node("heading", self._blocks.run(section.heading), xml_lang=self._document.language)
        document = node("doc", (meta, body), name=section.kind)
        return node("attachment", [*num, heading, document], eId=identifier)

    def _logo(self) -> Iterator[Element]:
        if self._document.logo:
            yield node("p", (self._blocks.image(self._document.logo),), class_="logo")

    def _lines(self, *, cover: bool) -> Iterator[Element]:
        head = self._document.masthead
        for name, words, calls in head.rows():
            if (name in _COVER) == cover:
                tag, refers = _LINES.get(name, ("inline", ""))
                attributes = {"name": _NAMED.get(name, name)} if tag == "inline" else {"refersTo": refers}
                attributes |= {"date": head.issued} if tag == "docDate" else {}
                line = node(tag, self._blocks.run(head.line_inlines(words)), **attributes)
                yield node("p", (line, *self._blocks.run(calls)))

    def _contents(self) -> Iterator[Element]:
        rows = []
        for section in self._document.sections():
            heading = tuple(inline for inline in section.heading if not isinstance(inline, Indicator | IndexMark))
            label: Run = (node("inline", (section.label,), name="num"), " ") if section.label else ()
            words = (*label, *self._blocks.run(heading))
            rows.append(node("tocItem", words, href=f"#{eid(section.anchor)}", level=str(section.level)))
        if rows:
            yield node("toc", rows, title=self._document.labels.contents)


def _divide(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], list[Section]]:
    """Return the blocks of the report itself, and the annexes: all from the first of them on are attached."""
    count = len(blocks)
    at = next((n for n, block in enumerate(blocks) if isinstance(block, Section) and block.kind == "annex"), count)
    attached = [block for block in blocks[at:] if isinstance(block, Section)]
    if len(attached) < count - at:  # what is no section keeps its place in the text
        return blocks, []
    return blocks[:at], attached

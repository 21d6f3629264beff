"""Makes the lists of tables, figures, boxes and abbreviations, between the contents and the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plantin.house.locale import Locale
from plantin.model.document import Block, Box, Definition, Definitions, Figure, Paragraph, Passage, Table, inside
from plantin.model.inlines import IndexMark, Inline, Reference, Strong, Text, plain
from plantin.model.publication import Publication
from plantin.resolve.masthead import MastheadLines
from plantin.resolve.typography import Typesetter
from plantin.source.front_matter import FrontMatter

_KINDS: dict[str, type[Table | Figure | Box]] = {"tables": Table, "figures": Figure, "boxes": Box}


def object_lists(blocks: tuple[Block, ...], kinds: tuple[str, ...], locale: Locale) -> Iterator[Block]:
    """Yield for each of ``kinds`` (tables, figures, boxes) a heading and a line for each labelled object."""
    forms = locale.publication
    for kind in kinds:
        objects = [block for block in _whole(blocks) if isinstance(block, _KINDS[kind])]
        rows = [
            _line((Reference(block.anchor, forms.listed.format(label=block.label, title=plain(block.title))),))
            for block in objects
            if isinstance(block, Table | Figure | Box) and block.label
        ]
        if rows:
            yield Passage("object-list", "", locale.direction, (_line((Strong((Text(getattr(forms, kind)),)),)), *rows))


def _whole(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield ``blocks`` and all blocks in them, but for the figures in a figure."""
    for block in blocks:
        if not (isinstance(block, Passage) and block.role == "parts"):
            yield block
            yield from _whole(inside(block))


def abbreviation_list(
    front: FrontMatter, locale: Locale, typesetter: Typesetter, publication: Publication
) -> tuple[tuple[Block, ...], Publication]:
    """Return the list of abbreviations, one passage or nothing, and ``publication`` with them as printed."""
    lines = MastheadLines(front, typesetter)
    rows = front.publication.abbreviations
    if not rows:
        return (), publication
    entries = tuple(
        Definition(
            (IndexMark(f"abbreviation-{count}"), *lines.inlines(name)), (Paragraph("", "", lines.inlines(words)),)
        )
        for count, (name, words) in enumerate(rows, 1)
    )
    heading = _line((Strong((Text(locale.publication.abbreviations),)),))
    passage = Passage("object-list", "", locale.direction, (heading, Definitions(entries)))
    return (passage,), replace(
        publication, abbreviations=tuple((lines.line(name), lines.line(words)) for name, words in rows)
    )


def _line(content: tuple[Inline, ...]) -> Paragraph:
    return Paragraph("", "", content)

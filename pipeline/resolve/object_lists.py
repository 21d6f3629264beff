"""The lists of tables, figures and boxes, which stand between the contents and the text."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.house.locale import Locale
from pipeline.model.document import Block, Box, Figure, Inline, Paragraph, Passage, Reference, Strong, Table, Text, every, plain

_KINDS: dict[str, type[Table | Figure | Box]] = {"tables": Table, "figures": Figure, "boxes": Box}


def object_lists(blocks: tuple[Block, ...], kinds: tuple[str, ...], locale: Locale) -> Iterator[Block]:
    """A passage for each of ``kinds`` (tables, figures, boxes) of which ``blocks`` have any: a heading, and a line for each object with a
    label, which leads there.
    """
    forms = locale.publication
    for kind in kinds:
        found = [
            block for block in every(blocks) if isinstance(block, _KINDS[kind]) and isinstance(block, Table | Figure | Box) and block.label
        ]
        rows = [_line((Reference(block.anchor, forms.listed.format(label=block.label, title=plain(block.title))),)) for block in found]
        if rows:
            yield Passage("object-list", "", locale.direction, (_line((Strong((Text(getattr(forms, kind)),)),)), *rows))


def _line(content: tuple[Inline, ...]) -> Paragraph:
    return Paragraph("", "", content)

"""The text face as web editions carry it: the rules that name the fonts, for the cuts that a document needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.house.style import Style
from pipeline.model.document import (
    Block,
    Box,
    Definitions,
    Document,
    Figure,
    Paragraph,
    Section,
    Table,
    every,
    inside,
)
from pipeline.model.inlines import Emphasis, Foreign, Inline, Link, Strong

_CUTS = {"regular": ("normal", 400), "italic": ("italic", 400), "bold": ("normal", 700), "bold_italic": ("italic", 700)}


def cuts(document: Document) -> tuple[str, ...]:
    """The cuts that ``document`` is printed in: upright and bold always, the italics where it has any."""
    found = {"regular", "bold", *(("italic",) if document.masthead.notice else ())}
    for block in (*document.blocks, *(block for note in document.notes for block in note.blocks)):
        found.update(_in_block(block))
    return tuple(cut for cut in _CUTS if cut in found)


def rules(style: Style, cuts: tuple[str, ...], address: Callable[[str], str]) -> str:
    """The ``@font-face`` rules of ``cuts``, each font at ``address(cut)``, and the rule that sets the text in them."""
    family = style.fonts.family
    faces = [
        f'@font-face {{ font-family: "{family}"; font-style: {slope}; font-weight: {weight}; src: url({address(cut)}) format("woff2"); }}\n'
        for cut, (slope, weight) in _CUTS.items()
        if cut in cuts
    ]
    return "".join(faces) + f'html {{ font-family: "{family}", {style.fonts.generic}; }}\n'


def _in_block(block: Block) -> Iterator[str]:
    for one in (block, *every(inside(block))):
        match one:
            case Section():
                yield from _in_inlines(one.heading, bold=True, italic=False)
            case Paragraph():
                yield from _in_inlines(one.content, bold=False, italic=False)
            case Definitions():
                yield from (cut for entry in one.entries for cut in _in_inlines(entry.term, bold=True, italic=False))
            case Table() | Figure() | Box():
                yield from _in_inlines(one.title, bold=True, italic=False)
                rows = (*one.head, *one.rows) if isinstance(one, Table) else ()
                yield from ("italic",) * bool(rows and isinstance(one, Table) and one.head)
                for cell in (cell for row in rows for cell in row):
                    yield from _in_inlines(cell.content, bold=cell.kind == "group", italic=cell.kind == "column")
            case _:
                pass


def _in_inlines(content: tuple[Inline, ...], *, bold: bool, italic: bool) -> Iterator[str]:
    for node in content:
        match node:
            case Emphasis(within):
                yield "bold_italic" if bold else "italic"
                yield from _in_inlines(within, bold=bold, italic=True)
            case Strong(within):
                yield "bold_italic" if italic else "bold"
                yield from _in_inlines(within, bold=True, italic=italic)
            case Foreign(_, _, within) | Link(_, within):
                yield from _in_inlines(within, bold=bold, italic=italic)
            case _:
                pass

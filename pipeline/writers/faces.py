"""The text face as web editions carry it: the rules that name the fonts, for the cuts that a document needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.document import Block, Document, Emphasis, Foreign, Inline, Link, List, Paragraph, Quotation, Section, Strong
from pipeline.style import Style

_CUTS = {"regular": ("normal", 400), "italic": ("italic", 400), "bold": ("normal", 700), "bold_italic": ("italic", 700)}


def cuts(document: Document) -> tuple[str, ...]:
    """The cuts that ``document`` is printed in: upright and bold always, the italics where it has any."""
    found = {"regular", "bold"}
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
    return "".join(faces) + f'html {{ font-family: "{family}", serif; }}\n'


def _in_block(block: Block) -> Iterator[str]:
    match block:
        case Section(_, _, _, heading, blocks):
            yield from _in_inlines(heading, bold=True, italic=False)
            for inside in blocks:
                yield from _in_block(inside)
        case Paragraph(_, _, content):
            yield from _in_inlines(content, bold=False, italic=False)
        case List(_, _, items):
            for item in items:
                for inside in item.blocks:
                    yield from _in_block(inside)
        case Quotation(blocks):
            for inside in blocks:
                yield from _in_block(inside)


def _in_inlines(content: tuple[Inline, ...], *, bold: bool, italic: bool) -> Iterator[str]:
    for node in content:
        match node:
            case Emphasis(inside):
                yield "bold_italic" if bold else "italic"
                yield from _in_inlines(inside, bold=bold, italic=True)
            case Strong(inside):
                yield "bold_italic" if italic else "bold"
                yield from _in_inlines(inside, bold=True, italic=italic)
            case Foreign(_, _, inside) | Link(_, inside):
                yield from _in_inlines(inside, bold=bold, italic=italic)
            case _:
                pass

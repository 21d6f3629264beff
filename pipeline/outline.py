"""The outline: what a reader finds in an edition, as plain rows. A document has one, and so has every finished file that is read back;
an edition is right when the two are equal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.document import (
    Block,
    Code,
    Document,
    Emphasis,
    Foreign,
    Indicator,
    Inline,
    LineBreak,
    Link,
    List,
    Paragraph,
    Quotation,
    Reference,
    Section,
    Strong,
    Subscript,
    Superscript,
    Text,
)

Kind = Literal["section", "paragraph", "item", "quotation", "note", "indicator", "contents"]

_SPACE = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_MARK = re.compile(r"\[\^([^\]]*)\]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def normal(text: str) -> str:
    """``text`` as outlines compare it: NFC, every run of white space (no-break ones too) one space, none at the ends, and no
    invisible characters (soft hyphens, joiners, direction marks).
    """
    return _SPACE.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def mark(label: str) -> str:
    """How an indicator stands in an outline's text: ``[^7]``, so that its place is compared with the words."""
    return f"[^{label}]"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. ``level`` counts from 1 for sections, contents and items and is 0 for the rest; ``anchor`` and ``label`` are empty
    where there is none; ``text`` is in normal form, with indicators as ``[^7]``.

    ``text`` of an indicator is the anchor of the note that it leads to; ``anchor`` of a row of the contents is where it leads to.
    """

    kind: Kind
    level: int
    anchor: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What an edition says. Each series is in reading order.

    ``masthead`` are its lines, the title last. ``body`` are sections, paragraphs, items and quotations. A note's text is all its
    blocks, joined by one space. Notes and indicators are series of their own, because formats read a note at different moments.
    """

    language: str
    masthead: tuple[str, ...]
    contents: tuple[Entry, ...]
    body: tuple[Entry, ...]
    notes: tuple[Entry, ...]
    indicators: tuple[Entry, ...]

    def counts(self) -> dict[str, int]:
        """How many sections, paragraphs (numbered ones), notes and indicators there are."""
        kinds = [entry.kind for entry in self.body if entry.kind != "paragraph" or entry.label]
        return {
            "sections": kinds.count("section"),
            "paragraphs": kinds.count("paragraph"),
            "notes": len(self.notes),
            "indicators": len(self.indicators),
        }


def aloud(outline: Outline) -> Iterator[tuple[str, str]]:
    """What a screen reader gets, line by line: the role of each piece, and its words with the calls of notes in them."""
    *lines, title = outline.masthead or ("",)
    yield from (("text", line) for line in lines)
    yield "heading 1", title
    yield from ((f"contents {entry.level}", f"{entry.label} {entry.text}".strip()) for entry in outline.contents)
    roles = {"section": "heading", "item": "list item"}
    for entry in (*outline.body, *outline.notes):
        level = {"section": f" {entry.level + 1}", "item": f" {entry.level}"}.get(entry.kind, "")
        words = _MARK.sub(r" (note \1)", entry.text)
        yield f"{roles.get(entry.kind, entry.kind)}{level}", f"{entry.label} {words}".strip()


def outline(document: Document) -> Outline:
    """The outline of a document: what each of its editions must be found to say."""
    return Outline(
        language=document.language,
        masthead=tuple(map(normal, document.masthead.lines())),
        contents=tuple(_contents(document)),
        body=tuple(_body(document.blocks)),
        notes=tuple(Entry("note", 0, note.anchor, note.label, _joined(_body(note.blocks))) for note in document.notes),
        indicators=tuple(_indicators(document)),
    )


def _contents(document: Document) -> Iterator[Entry]:
    for section in document.sections():
        heading = tuple(inline for inline in section.heading if not isinstance(inline, Indicator))
        yield Entry("contents", section.level, section.anchor, section.label, _text(heading))


def _body(blocks: tuple[Block, ...], quoted: bool = False) -> Iterator[Entry]:
    for block in blocks:
        match block:
            case Section(anchor, level, label, heading, inside):
                yield Entry("section", level, anchor, label, _text(heading))
                yield from _body(inside)
            case Paragraph(anchor, label, content):
                yield Entry("quotation" if quoted else "paragraph", 0, anchor, label, _text(content))
            case Quotation(inside):
                yield from _body(inside, quoted=True)
            case List(_, level, items):
                for item in items:
                    first, rest = _first_paragraph(item.blocks)
                    yield Entry("item", level, item.anchor, item.label, first)
                    yield from _body(rest, quoted)


def _first_paragraph(blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    if blocks and isinstance(blocks[0], Paragraph):
        return _text(blocks[0].content), blocks[1:]
    return "", blocks


def _joined(entries: Iterator[Entry]) -> str:
    return normal(" ".join(f"{entry.label} {entry.text}" for entry in entries))


def _text(content: tuple[Inline, ...]) -> str:
    return normal(spoken(content))


def spoken(content: tuple[Inline, ...]) -> str:
    """The characters of ``content`` as they stand, with its indicators as marks: what becomes a row's text by ``normal``."""
    return "".join(map(_inline, content))


def _inline(node: Inline) -> str:
    match node:
        case Text(text) | Code(text) | Reference(_, text):
            return text
        case Indicator(_, _, label):
            return mark(label)
        case LineBreak():
            return " "
        case Emphasis(content) | Strong(content) | Superscript(content) | Subscript(content) | Foreign(_, _, content) | Link(_, content):
            return "".join(map(_inline, content))


def _indicators(document: Document) -> Iterator[Entry]:
    for block in (*document.blocks, *(block for note in document.notes for block in note.blocks)):
        for inline in _all_inlines(block):
            if isinstance(inline, Indicator):
                yield Entry("indicator", 0, inline.anchor, inline.label, inline.note)


def _all_inlines(block: Block) -> Iterator[Inline]:
    match block:
        case Section(_, _, _, heading, blocks):
            yield from _flat(heading)
            for inside in blocks:
                yield from _all_inlines(inside)
        case Paragraph(_, _, content):
            yield from _flat(content)
        case Quotation(blocks):
            for inside in blocks:
                yield from _all_inlines(inside)
        case List(_, _, items):
            for item in items:
                for inside in item.blocks:
                    yield from _all_inlines(inside)


def _flat(content: tuple[Inline, ...]) -> Iterator[Inline]:
    for node in content:
        yield node
        if isinstance(node, Emphasis | Strong | Superscript | Subscript | Foreign | Link):
            yield from _flat(node.content)

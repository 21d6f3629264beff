"""Texts of an outline with marks for what decides their cells beside their words: where passages in another language
begin and end, where something is emphasized, where a block of a note ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from plantin.model.document import Block, Box, Document, Figure, List, Note, Paragraph, Passage, Table
from plantin.model.inlines import Emphasis, Foreign, Inline, Strong, Text
from plantin.model.outline import Entry, Outline, normal, outline, text_with_marks
from plantin.model.rewrite import RewriteRules, inlines, notes, rewrite, rewrite_blocks
from plantin.packs.braille.cells import tables

_OPENED, _NAMED, _CLOSED, _ENDED, _EMPHASIZED = "\ufdd4", "\ufdd5", "\ufdd6", "\ufdd7", "\ufdd8"
_MARKS = re.compile(f"{_OPENED}[^{_NAMED}]*{_NAMED}|[{_CLOSED}{_ENDED}{_EMPHASIZED}]")
_PARTS = re.compile(rf"({_MARKS.pattern}|\[\^[^\]]*\])")
_NO_LANGUAGE = "zxx"


@dataclass(slots=True)
class Stretch:
    """What is in one language, empty that of the edition: texts and, as ``[^7]``, calls of notes."""

    language: str
    parts: list[str] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing but spaces in it."""
        return not "".join(self.parts).strip()


def mark_outline(document: Document) -> Outline:
    """Return the outline of ``document`` with the marks in its texts."""
    marked = replace(
        document,
        blocks=rewrite(rewrite_blocks(document.blocks, _mark_block), _RULES),
        notes=notes(_mark_notes(document.notes), _RULES),
        masthead=replace(document.masthead, notes=notes(_mark_notes(document.masthead.notes), _RULES)),
    )
    head = document.masthead
    lines = ((*inlines(head.line_inlines(words), _RULES), *calls) for _, words, calls in head.rows())
    return replace(outline(marked), masthead=tuple(normal(text_with_marks(line)) for line in lines))


def bare(text: str) -> str:
    """Return ``text`` without marks."""
    return normal(_MARKS.sub("", text))


def bare_outline(marked: Outline) -> Outline:
    """Return an outline without the marks in its texts."""

    def strip(rows: tuple[Entry, ...]) -> tuple[Entry, ...]:
        return tuple(replace(row, text=bare(row.text)) for row in rows)

    return replace(
        marked,
        masthead=tuple(map(bare, marked.masthead)),
        contents=strip(marked.contents),
        body=strip(marked.body),
        notes=strip(marked.notes),
        index=strip(marked.index),
    )


def is_emphasized(text: str) -> bool:
    """Return whether something in ``text`` is in italics or bold."""
    return _EMPHASIZED in text


def part_stretches(text: str, language: str, table: str) -> list[Stretch]:
    """Return the stretches of a marked text in an edition in ``language``, which is written by ``table``. No passage is
    within another: the outer one ends where the inner one begins.
    """
    inside = [""]
    stretches = [Stretch("")]
    for part in filter(None, _PARTS.split(text)):
        if part.startswith(_OPENED):
            inside.append(_enter(part[1:-1], inside[-1], language, table))
            stretches += [Stretch(inside[-1])] if inside[-1] != inside[-2] else []
        elif part == _CLOSED:
            before = inside.pop()
            stretches += [Stretch(inside[-1])] if inside[-1] != before else []
        elif part == _ENDED:
            stretches[-1].parts.append("")
        elif part != _EMPHASIZED:
            parts = stretches[-1].parts
            if parts and parts[-1] and not part.startswith("[^") and not parts[-1].startswith("[^"):
                parts[-1] += part
            else:
                parts.append(part)
    return [stretch for stretch in stretches if stretch.parts]


def _enter(language: str, around: str, main: str, table: str) -> str:
    """Return in which language a passage is: that ``around`` it where braille knows none for it, or writes both by one
    table.
    """
    if language.partition("-")[0] == main.partition("-")[0]:
        return ""
    other = tables(language)[-1]
    same = other == (tables(around)[-1] if around else table)
    return around if language == _NO_LANGUAGE or other.startswith("language:") or same else language


def _mark_inline(inline: Inline) -> Inline | tuple[Inline, ...]:
    match inline:
        case Foreign(language, _, content):
            return (Text(f"{_OPENED}{language}{_NAMED}"), *content, Text(_CLOSED))
        case Emphasis(content) | Strong(content):
            return (Text(_EMPHASIZED), *content)
        case _:
            return inline


def _mark_block(block: Block, around: tuple[Block, ...]) -> Block:
    """Return a passage with each of its runs as a passage of its own, an object with its notes marked."""
    del around
    match block:
        case Passage() if block.language:

            def enclose(run: tuple[Inline, ...]) -> tuple[Inline, ...]:
                return (Foreign(block.language, block.direction, run),) if run else ()

            return replace(block, blocks=rewrite(block.blocks, RewriteRules(lambda one: one, whole=enclose)))
        case Table() | Figure() | Box():
            return replace(block, notes=_mark_notes(block.notes))
        case _:
            return block


def _mark_notes(found: tuple[Note, ...]) -> tuple[Note, ...]:
    """Return notes with the ends of their blocks and labels marked, and with their passages as those of the text."""
    ended = RewriteRules(lambda one: one, whole=lambda run: (*run, Text(_ENDED)))
    blocks = (rewrite_blocks(rewrite(note.blocks, ended), _mark_block) for note in found)
    return tuple(
        replace(note, blocks=rewrite_blocks(marked, _end_label)) for note, marked in zip(found, blocks, strict=True)
    )


def _end_label(block: Block, around: tuple[Block, ...]) -> Block:
    del around
    match block:
        case List():
            items = (replace(item, label=f"{item.label}{_ENDED}" if item.label else "") for item in block.items)
            return replace(block, items=tuple(items))
        case Paragraph() if block.label:
            return replace(block, label=f"{block.label}{_ENDED}")
        case _:
            return block


_RULES = RewriteRules(_mark_inline)

"""Imports changed words in tables, figures, boxes, formulas and listings of an edited Word file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plantin.model.document import Block, Box, Document, Equation, Figure, Listing, Table, every
from plantin.model.document import inside as blocks_in
from plantin.packs.imports.docx import Manuscript, Passage
from plantin.packs.imports.docx.grids import outermost_table
from plantin.packs.imports.docx.story import ReceivedLine
from plantin.packs.imports.paragraph_pieces import Piece, Words, divide
from plantin.packs.imports.received import letters
from plantin.source import scan
from plantin.source.text import Source
from plantin.translation.message import MessagePiece, pieces
from plantin.wordfile.package import children, name, on, val
from plantin.writers.docx.ooxml import bookmark_name

_STARTS = {f"{kind} title": kind for kind in ("table", "figure", "box")} | {
    "figure picture": "figure", "equation": "equation", "listing": "listing",
}  # fmt: skip
_BELOW = ("source", "letter note")
_OBJECT = re.compile(r"\{[^}]*\.(table|figure|chart|box|summary|easy-to-read)(?=[\s}.])")
_PART = re.compile(r"(?:\w+__)?figure_\w+__[a-z]{1,2}")
"""The bookmark of one of several figures in a figure."""
_EQUATION = re.compile(r"(?:[ \t]*(?:[-+*]|\(?\w{1,5}[.)])[ \t]+)?[ \t]*(?:\[\]\{[^}]*\}[ \t]*)?\[?\$\$")
_WORDS = re.compile(r"[^\W_]")
_ID = re.compile(r"#([^\s}.]+)")
_PLAIN = re.compile(r"\|.*\n\|[ \t:]*-[-|: \t]*(?:\n|$)")
_CAPTION = re.compile(r":[ \t]+\S(?:.*\S)?", re.DOTALL)
_ATTRIBUTES = re.compile(r"[ \t]*\{[#.\w][^{}]*\}\s*$")
"""The id and the classes at the end of the title below a plain table."""


# In the Word file


def gather_objects(manuscript: Manuscript, document: Document) -> Manuscript:
    """Return the manuscript with the paragraphs of each object as one passage of the kind ``object``, and in each box
    of ``document`` all objects that it has there.
    """
    boxes = {bookmark_name(block.anchor): _count(block) for block in every(document.blocks) if isinstance(block, Box)}
    out: list[Passage] = []
    parts: list[Passage] = []
    inner, left = 0, 0  # where the last object in the box begins, and how many are to come
    for passage in manuscript.passages:
        starts = passage.named in _STARTS or passage.tabled
        if parts and (_goes_on(parts, passage) or _goes_on(parts[inner:], passage)):
            parts.append(passage)
        elif starts and left:
            inner, left = len(parts), left - 1
            parts.append(passage)
        else:
            out += [_join_parts(parts)] if parts else []
            parts = [passage] if starts else []
            out += [] if parts else [passage]
            inner, left = 0, sum(boxes.get(mark, 0) for mark in {*passage.line.bookmarks})
    out += [_join_parts(parts)] if parts else []
    return replace(manuscript, passages=tuple(out))


def _count(block: Block) -> int:
    """Return how many objects a block holds, those in tables and figures not among them."""
    kinds = (Table, Figure, Equation, Listing)
    return sum(1 if isinstance(child, kinds) else isinstance(child, Box) + _count(child) for child in blocks_in(block))


def _goes_on(parts: list[Passage], passage: Passage) -> bool:
    kind = _STARTS.get(parts[0].named, "table")
    if kind in ("equation", "listing"):
        return False
    if passage.named in _BELOW:
        return True
    if any(earlier.named == "letter note" for earlier in parts) and (kind != "box" or below(passage)):
        return below(passage)
    if kind == "table":
        same = not parts[-1].tabled or outermost_table(parts[-1].line.node) is outermost_table(passage.line.node)
        return (passage.tabled and same) or passage.named == "table headnote"
    if kind == "figure":
        part = passage.named == "figure title" and any(map(_PART.fullmatch, passage.line.bookmarks))
        return part or (passage.named == "figure picture" and parts[-1].named == "figure title")
    return passage.named.startswith("box ") and passage.named != "box title"


def _join_parts(parts: list[Passage]) -> Passage:
    """Return the parts as one passage, which says and calls all that they say and call."""
    pieces: list[Piece] = []
    for part in parts:
        pieces += [*([Words("\n")] if pieces else []), *part.line.pieces]
    first = parts[0].line
    marks = [mark for part in parts for mark in part.line.bookmarks]
    line = ReceivedLine(
        first.node, first.style, pieces, marks, [], [formula for part in parts for formula in part.line.formulas]
    )
    line.pictures = [picture for part in parts for picture in part.line.pictures]
    return Passage("object", 0, "", line, named=_STARTS.get(parts[0].named, "table"), parts=tuple(parts))


def grid(passage: Passage) -> tuple[object, ...]:
    """Return how the cells of a table are arranged: what each row spans, and whether it is one of heads."""
    tables = dict.fromkeys(table for part in passage.parts for table in part.line.node.iterancestors(name("w:tbl")))
    rows = [row for table in tables for row in children(table, "w:tr")]
    spans = (tuple(val(cell, "w:tcPr/w:gridSpan") or "1" for cell in children(row, "w:tc")) for row in rows)
    return tuple((on(row, "w:trPr/w:tblHeader") is True, spanned) for row, spanned in zip(rows, spans, strict=True))


def below(part: Passage) -> bool:
    """Return whether a part of an object is a note under it."""
    return part.named == "letter note" or part.named.startswith("note ") or part.named == "footnote text"


def parts_with_words(passage: Passage) -> list[Passage]:
    """Return the parts of an object that a source has words for: without the labels that the press gives, and without
    the notes under it.
    """
    return [cut for part in passage.parts if not below(part) and _WORDS.search((cut := _drop_label(part)).line.text())]


def pair_messages(parts: Sequence[str], messages: Sequence[MessagePiece]) -> list[MessagePiece | None]:
    """Return the message among ``messages`` of each of the ``parts``, by their words in the source's marks: where the
    source has others too, as the words of a chart, or parts have none, as cells of data, the only one with the same
    words.
    """
    if len(parts) == len(messages):
        return [*messages]
    said, there = [letters(text) for text in parts], [letters(message.message.text) for message in messages]
    return [messages[there.index(text)] if said.count(text) == there.count(text) == 1 else None for text in said]


def _drop_label(part: Passage) -> Passage:
    """Return a title without the label before it, which is a line of its own."""
    if part.named not in ("table title", "figure title", "box title"):
        return part
    found = divide(part.line.pieces, "\n")
    bare = [] if part.named == "box title" else part.line.pieces
    return replace(part, line=replace(part.line, pieces=found[1] if found else bare))


# In the source


@dataclass(frozen=True, slots=True)
class Stretch:
    """The blocks of the source, from ``start`` to ``end``, that are one object, with the id that it has there."""

    kind: str
    start: int
    end: int
    identifier: str


def stretches(source: Source) -> tuple[Stretch, ...]:
    """Return every object of the text in its order; those in notes are the notes' own."""
    return tuple(_stretches(source))


def _stretches(source: Source) -> Iterator[Stretch]:
    opened: tuple[int, int, str, str] | None = None
    began, fenced = 0, False
    read = list(scan.blocks(source.blocks))
    for n, (block, lines) in enumerate(read):
        if opened is None and not lines[0].code and not lines[0].note and _PLAIN.match(block.text):
            title = read[n + 1][0].text if n + 1 < len(read) else ""
            match = _ATTRIBUTES.search(title) if _CAPTION.fullmatch(title) else None
            identifier = _ID.search(match[0]) if match else None
            yield Stretch("table", n, n + bool(_CAPTION.fullmatch(title)), identifier[1] if identifier else "")
            continue
        if opened is None and not lines[0].code and not lines[0].note and _EQUATION.match(block.text):
            identifier = _ID.search(block.text.partition("$$")[0])
            yield Stretch("equation", n, n, identifier[1] if identifier else "")
        if opened is None and not fenced and lines[0].kind == "code" and not lines[0].note:  # indented code
            following = read[n + 1][1][0].kind if n + 1 < len(read) else ""
            began = began if n and read[n - 1][1][0].kind == "code" else n
            if following != "code":
                yield Stretch("listing", began, n, "")
            continue
        for line in lines:
            fenced = line.kind == "code opens" or (fenced and line.kind != "code closes")
            if line.kind == "code opens":
                began = n
            elif line.kind == "code closes" and opened is None and not line.note:
                yield Stretch("listing", began, n, "")
            elif line.kind == "div opens" and opened is None and (match := _OBJECT.match(line.divs[-1])):
                identifier = _ID.search(line.divs[-1])
                kind = match[1].replace("chart", "figure")
                opened = (len(line.divs), n, kind, identifier[1] if identifier else "")
            elif line.kind == "div closes" and opened is not None and len(line.divs) <= opened[0]:
                yield Stretch(opened[2], opened[1], n, opened[3])
                opened = None


def without_attributes(text: str, named: str) -> tuple[str, str]:
    """Return the words of a title, and the id and the classes that the source has after them where the title is below a
    plain table.
    """
    match = _ATTRIBUTES.search(text) if named == "table title" else None
    return (text[: match.start()], match[0]) if match else (text, "")


def pieces_of(source: Source, block: int) -> list[MessagePiece]:
    """Return the messages of the object that begins with ``block``, but for what a picture says."""
    stretch = next((candidate for candidate in stretches(source) if candidate.start == block), None)
    if stretch is None or stretch.kind not in ("table", "figure", "box", "summary", "easy-to-read"):
        return []
    inside = [piece for piece in pieces(source) if stretch.start <= piece.block <= stretch.end]
    if inside and inside[-1].message.kind == "entry" and stretch.kind == "table":
        # The title of a plain table is below it in the source, and above it in every edition.
        inside = [inside[-1], *inside[:-1]]
    return [piece for piece in inside if not piece.message.text.startswith("![")]

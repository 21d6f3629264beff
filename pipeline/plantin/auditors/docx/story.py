"""Reads the paragraphs of a story of a Word file (its text, its notes, a header): text as it is shown, calls of notes,
fields with their results, bookmarks, links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Node

from plantin.model.outline import mark
from plantin.wordfile.package import child, on, val
from plantin.wordfile.styles import Styles
from plantin.wordfile.text import Bookmark, Drawing, Field, FieldBegin, FieldEnd, Formula, NoteReference, Reader, Text
from plantin.wordfile.text import Hyperlink as Link

_NUMBERS = ("NOTEREF", "REF", "PAGEREF", "SEQ", "STYLEREF")
"""The kinds of fields that show a number."""
_LETTER = re.compile(r"(?:.*__)?note_[a-z]+$")


@dataclass(slots=True)
class Run:
    """Text of one look; ``language`` is its own, empty where it inherits it."""

    text: str
    language: str
    style: str
    formula: bool = False
    """Whether it is the words of a formula, which say no language."""


@dataclass(slots=True, eq=False)
class Call:
    """A call of a note."""

    note: str
    """The id of the note, where this is the note's own mark."""
    bookmark: str
    """The mark that a NOTEREF repeats, or, where ``letter``, the note under an object that the call leads to."""
    anchors: tuple[str, ...]
    """The bookmarks around it."""
    own: bool = False
    """Whether the mark is the author's own."""
    letter: bool = False
    mark: str = ""
    field: Field | None = None
    """The field that repeats the mark."""

    @property
    def label(self) -> str:
        """What is stored: the result of the field, or the sign of a mark of the author's own."""
        return self.field.result if self.field else self.mark


@dataclass(slots=True)
class Hyperlink:
    """A link: to a bookmark of the file (``anchor``) or by a relationship (``relation``)."""

    anchor: str
    relation: str
    tooltip: str
    text: str


@dataclass(slots=True)
class WordLine:
    """A paragraph, read."""

    node: Node
    style: str
    pieces: list[Run | Call] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    """The fields in it that show a number."""
    links: list[Hyperlink] = field(default_factory=list)
    drawings: list[Node] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    """The words of its formulas, empty where one has none."""

    @property
    def ends_section(self) -> bool:
        """Whether it is the last paragraph of a section (17.6.18)."""
        return child(self.node, "w:pPr/w:sectPr") is not None

    def text(self, labels: dict[int, str] | None = None) -> str:
        """Return the text, with each call as a mark; ``labels`` are the computed ones, by the identity of the call."""
        computed = labels or {}
        return "".join(
            piece.text if isinstance(piece, Run) else mark(computed.get(id(piece), piece.label))
            for piece in self.pieces
        )

    def calls(self) -> Iterator[Call]:
        """Return the calls of notes in the paragraph, in order."""
        return (piece for piece in self.pieces if isinstance(piece, Call))


def line_of(paragraph: Node, reader: Reader, styles: Styles) -> WordLine:
    """Return the next paragraph of the story that ``reader`` reads."""
    read = WordLine(paragraph, val(paragraph, "w:pPr/w:pStyle"))
    starts: list[int] = []
    for item in reader.read(paragraph):
        match item:
            case Text():
                _text(item, read)
            case NoteReference(identifier, is_endnote=False):
                read.pieces.append(Call(identifier, "", item.bookmarks, item.own_mark, mark=item.mark))
            case FieldBegin(Field() as began):
                if began.kind in _NUMBERS and began.target:
                    read.fields.append(began)
                if began.calls_note:
                    read.pieces.append(Call("", began.target, began.bookmarks, field=began))
            case FieldBegin(Link()):
                starts.append(len(read.pieces))
            case FieldEnd(Link() as link, bookmarks):
                _link(link, bookmarks, starts.pop(), read, styles)
            case Bookmark(name):
                read.bookmarks.append(name)
            case Formula():
                read.formulas.append(item.words())
                read.pieces.append(Run(item.words() or item.letters(), "", "", formula=True))
            case Drawing(node, hidden=False):
                read.drawings.append(node)
            case _:
                pass
    return read


def _text(text: Text, read: WordLine) -> None:
    if text.state != "printed" or any(field.calls_note for field in text.fields):
        return
    # A break that begins the next column at the beginning of a paragraph does not begin a line in it.
    if not read.pieces and val(text.element, attribute="w:type") == "column":
        return
    properties = text.properties
    language = val(properties, "w:lang", "w:bidi" if on(properties, "w:rtl") else "w:val") or val(
        properties, "w:lang", "w:eastAsia"
    )
    read.pieces.append(Run(text.characters, language, val(properties, "w:rStyle")))


def _link(link: Link, bookmarks: tuple[str, ...], start: int, read: WordLine, styles: Styles) -> None:
    runs = [piece for piece in read.pieces[start:] if isinstance(piece, Run)]
    text = "".join(run.text for run in runs)
    read.links.append(Hyperlink(link.anchor, link.relation, val(link.node, attribute="w:tooltip"), text))
    if _LETTER.match(link.anchor) and runs and all(styles.name(run.style) == "footnote reference" for run in runs):
        read.pieces[start:] = [Call("", link.anchor, bookmarks, letter=True, mark=text)]

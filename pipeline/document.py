"""The resolved document: what every edition is printed from.

Each number, label, note, reference and fixed word in it is final. It knows no file format, no parser and no file; a printer of
1950 would know every field. All values are frozen, hashable and picklable.

Anchors are the permanent names of places, the same in every format and language: ``section-IV.B.3``, ``paragraph-12``,
``paragraph-12.a.i`` (a subparagraph), ``note-7``, ``indicator-7`` (its first call; ``indicator-7-2`` is its second).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Literal

Direction = Literal["ltr", "rtl"]
Numerals = Literal["upper-roman", "upper-latin", "decimal", "lower-latin", "lower-roman", "arabic-abjad", "chinese-counting"]
ListKind = Literal["subparagraphs", "bullets"]


@dataclass(frozen=True, slots=True)
class Text:
    """Characters as they are printed; runs of text are merged, so two never stand side by side."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Italic in print."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """Bold in print."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Superscript:
    """Raised characters that are not an indicator (m2, 1er)."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Subscript:
    """Lowered characters (CO2)."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Characters to be typed as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """A passage in another language (BCP 47 tag) than the text around it."""

    language: str
    direction: Direction
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an address outside the document."""

    target: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a place of this document, with its words ready: "para. 6"."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """The mark in the text that calls a note; ``anchor`` is its own, ``note`` the anchor of the note it calls."""

    anchor: str
    note: str
    label: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line break that the author asked for."""


Inline = Text | Emphasis | Strong | Superscript | Subscript | Code | Foreign | Link | Reference | Indicator | LineBreak


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. ``level`` counts from 1; ``label`` is as printed ("II.")."""

    anchor: str
    level: int
    label: str
    heading: tuple[Inline, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. ``label`` is as printed ("17."), empty (and so is ``anchor``) where the report does not number it."""

    anchor: str
    label: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list. ``label`` is as printed ("(a)", "a)", "•"); ``anchor`` is empty for a bullet."""

    anchor: str
    label: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class List:
    """Subparagraphs, numbered by the press, or bullets. ``level`` counts from 1 and grows with nesting."""

    kind: ListKind
    level: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage quoted as a block; nothing in it is numbered by the press."""

    blocks: tuple[Block, ...]


Block = Section | Paragraph | List | Quotation


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, once, however often it is called; ``indicators`` are the anchors of its calls in reading order."""

    anchor: str
    label: str
    blocks: tuple[Block, ...]
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Masthead:
    """The head of the first page, every line as printed in the language of the edition.

    ``issued`` is the date of the report in ISO 8601 ("2017-02-02"), for metadata; ``date`` is the line a reader sees.
    ``job`` is the number of the printer's job with the letter of the language ("16-11706 (E)"), empty where there is none.
    ``notice`` says what kind of translation this is ("Unofficial translation"), and is empty for the original.
    """

    organization: str
    organ: str
    symbol: str
    distribution: str
    date: str
    issued: str
    language: str
    original: str
    title: str
    job: str
    notice: str

    def lines(self) -> tuple[str, ...]:
        """The printed lines in reading order, empty ones left out; the title comes last."""
        lines = (self.organization, self.organ, self.symbol, self.distribution, self.date, self.language, self.original)
        return tuple(line for line in (*lines, self.notice, self.title) if line)


@dataclass(frozen=True, slots=True)
class Scheme:
    """How one level is numbered: its numerals, and the pattern of the label, where ``{}`` stands for the numeral."""

    numerals: Numerals
    pattern: str


@dataclass(frozen=True, slots=True)
class Numbering:
    """The schemes by level, for editions in which the numbers stay alive (an editor's Word file)."""

    sections: tuple[Scheme, ...]
    paragraphs: Scheme
    subparagraphs: tuple[Scheme, ...]
    notes: Scheme


@dataclass(frozen=True, slots=True)
class Labels:
    """The fixed words of an edition, in its language.

    Those with a place for a value are patterns for ``str.format``: ``note``, ``note_call`` and ``back`` take ``{label}``,
    ``page`` takes ``{page}`` and ``{pages}``, ``paragraph_link`` takes ``{label}``, ``file`` takes ``{format}`` and ``{size}``,
    ``copy_link`` takes ``{number}``, ``citation`` takes ``{symbol}`` and ``{number}``, ``address_code`` takes ``{address}``,
    ``job_code`` takes ``{number}``, ``copied`` takes ``{text}``, ``page_start`` takes
    ``{page}``. The sentences ``about_...`` say how an edition can be read.
    """

    contents: str
    notes: str
    note: str
    note_call: str
    back: str
    page: str
    skip: str
    masthead: str
    paragraph_link: str
    summary: str
    address_code: str
    job_code: str
    editions: str
    download: str
    file: str
    copy_link: str
    copy_citation: str
    citation: str
    copied: str
    page_start: str
    pages: str
    about_text: str
    about_numbers: str
    about_navigation: str
    about_notes: str
    about_pages: str


@dataclass(frozen=True, slots=True)
class Hyphenation:
    """Where words may be divided: the dictionary's language, the least word, and the least part before and after."""

    language: str
    word: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Document:
    """A report in one language, finished. ``language`` is a BCP 47 tag; ``original`` that of the language it was written in."""

    language: str
    direction: Direction
    original: str
    masthead: Masthead
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    labels: Labels
    numbering: Numbering
    hyphenation: Hyphenation

    def digest(self) -> str:
        """SHA-256 of the document's value in hexadecimal: equal for equal documents, in every process and on every machine."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

    def sections(self) -> Iterator[Section]:
        """Every section in reading order, at every depth."""
        return _sections(self.blocks)


def _sections(blocks: tuple[Block, ...]) -> Iterator[Section]:
    for block in blocks:
        if isinstance(block, Section):
            yield block
            yield from _sections(block.blocks)


def plain(content: tuple[Inline, ...]) -> str:
    """The characters of ``content`` without its indicators and without its markup, as for a list of contents."""
    return "".join(_plain(node) for node in content)


def _plain(node: Inline) -> str:
    match node:
        case Text(text) | Code(text) | Reference(_, text):
            return text
        case Indicator():
            return ""
        case LineBreak():
            return " "
        case Emphasis(content) | Strong(content) | Superscript(content) | Subscript(content):
            return plain(content)
        case Foreign(_, _, content) | Link(_, content):
            return plain(content)


def names(value: type) -> tuple[str, ...]:
    """The field names of one of the values above."""
    return tuple(field.name for field in fields(value))

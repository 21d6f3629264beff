"""The inline nodes of a resolved document: text, markup, and marks between words.

Each label, number and mark in them is final. ``document`` has the blocks that hold them. All values are frozen,
hashable and picklable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from plantin.model.languages import Direction


@dataclass(frozen=True, slots=True)
class Text:
    """Characters as they are printed; adjacent texts are merged, so that two never follow each other."""

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
    """Characters to be typed exactly as given."""

    text: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """A passage in another language than the text around it."""

    language: str
    """The BCP 47 tag of the passage."""
    direction: Direction
    """The direction of the passage."""
    content: tuple[Inline, ...]
    """What the passage contains."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an address outside the document."""

    target: str
    """The address."""
    content: tuple[Inline, ...]
    """The words of the link."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a place in this document."""

    anchor: str
    """The anchor of the place."""
    text: str
    """The words as printed: "para. 6"."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """The mark in the text that calls a note."""

    anchor: str
    """The anchor of the mark: "indicator-7", or "indicator-7-2" for the second call of the note."""
    note: str
    """The anchor of the note."""
    label: str
    """The number, letter or asterisk as printed."""


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line break that the author asked for."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in a line."""

    tex: str
    """The formula as typed, in TeX."""
    mathml: str
    """The formula in MathML 3, one element ``math``."""
    words: str
    """The text alternative that a listener hears."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The place where a page of the printed edition begins, as an inline or as a block; it has no words. Only
    ``pagination.paginate`` makes it.
    """

    anchor: str
    """``page-5``."""
    label: str
    """The number printed on the page."""


@dataclass(frozen=True, slots=True)
class IndexMark:
    """A place in the text that an index, a glossary or a list of abbreviations leads to; it has no words."""

    anchor: str
    """``index-3`` for an index entry, ``term-2`` for uses of a term, ``abbreviation-1`` for an abbreviation."""


MARKS = ("index-", "term-", "abbreviation-")
"""What the names of such places begin with."""

Inline = (
    Text | Emphasis | Strong | Superscript | Subscript | Code | Foreign | Link | Reference | Indicator
    | LineBreak | Formula | PageBreak | IndexMark
)  # fmt: skip


def merge_texts(content: Iterable[Inline]) -> tuple[Inline, ...]:
    """Return ``content`` with no two runs of text side by side, and none that is empty."""
    out: list[Inline] = []
    for inline in content:
        if isinstance(inline, Text) and out and isinstance(out[-1], Text):
            out[-1] = Text(out[-1].text + inline.text)
        elif inline != Text(""):
            out.append(inline)
    return tuple(out)


def plain(content: tuple[Inline, ...], mark: Callable[[str], str] = lambda _: "") -> str:
    """Return the characters of ``content`` without its markup, as for a list of contents; ``mark`` gives what an
    indicator is by its label, usually nothing.
    """
    return "".join(_plain(node, mark) for node in content)


def _plain(node: Inline, mark: Callable[[str], str]) -> str:
    match node:
        case Text(text) | Code(text) | Reference(_, text) | Formula(_, _, text):
            return text
        case Indicator(_, _, label):
            return mark(label)
        case PageBreak() | IndexMark():
            return ""
        case LineBreak():
            return " "
        case (
            Emphasis(content)
            | Strong(content)
            | Superscript(content)
            | Subscript(content)
            | Foreign(_, _, content)
            | Link(_, content)
        ):
            return plain(content, mark)

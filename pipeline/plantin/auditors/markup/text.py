"""The text of an element as a reader sees it: label, words, note numbers, page marks. Hidden text is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from plantin.auditors.markup.dom import (
    UNREAD,
    fragment,
    has_class,
    is_a,
    is_back_link,
    is_concealed,
    is_note_call,
    wordless,
)
from plantin.model.outline import mark, normal

_TURN = "\ue000"
"""Precedes the number of a page where that page begins, while a line is read; never in what has been read."""
_MOST_TURNS = 200
"""In a line where more printed pages begin, which no line has, the rest of them count as at its end."""
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line read: the label that it begins with, the rest of it in the normal form of outlines, with its indicators,
    and the printed pages that begin in it: the number of each, and how many characters of the rest come before it.
    """

    label: str
    text: str
    turns: tuple[tuple[str, int], ...]


def line(run: list[etree._Element | str], call: Callable[[etree._Element], str]) -> TextLine:
    """Return what a run of text and inline elements says; ``call`` gives the text of an indicator."""
    read: list[tuple[bool, str]] = []
    for piece in run:
        read.extend([(False, piece)] if isinstance(piece, str) else _text(piece, call, turn=_turn))
    parts = [part for part in read if not part[1].startswith(_TURN)]
    seen = [(is_label, text) for is_label, text in parts if normal(text)]
    count = next((n for n, (is_label, _) in enumerate(seen) if not is_label), len(seen))
    start = (parts.index(seen[count]) if count < len(seen) else len(parts)) if count else 0
    label, text = (normal("".join(text for _, text in some)) for some in (parts[:start], parts[start:]))
    turns: list[tuple[str, int]] = []
    for n, (_, turned) in enumerate(read):
        if turned.startswith(_TURN) and len(turns) >= _MOST_TURNS:
            turns.append((turned[1:], len(text)))
        elif turned.startswith(_TURN):
            rest = normal("".join(words for _, words in read[n:] if not words.startswith(_TURN)))
            turns.append((turned[1:], max(len(text) - len(rest), 0)))
    return TextLine(label, text, tuple(turns))


def visible(element: etree._Element) -> str:
    """Return the seen text of ``element`` in normal form; an indicator in it as ``[^7]``, itself as plain text."""
    texts = (text for _, text in _text(element, lambda link: mark(visible(link)), outermost=True))
    return normal("".join(texts))


def words_of(link: etree._Element) -> str:
    """Return the text of a link as ``visible`` gives it; of a link inside another, which no grammar has, nothing."""
    return "" if next(link.iterancestors("a"), None) is not None else visible(link)


def page_label(element: etree._Element) -> str:
    """Return the number of the printed page that begins at a mark: the end of its anchor."""
    return element.get("id", "").removeprefix("page-")


def _turn(element: etree._Element) -> str:
    return _TURN + page_label(element)


def _without_mark(_: etree._Element) -> str:
    return ""


def _text(
    element: etree._Element,
    call: Callable[[etree._Element], str],
    *,
    turn: Callable[[etree._Element], str] = _without_mark,
    outermost: bool = False,
    plain: bool = False,
) -> Iterator[tuple[bool, str]]:
    """Yield the seen text of an element in pieces, each with whether it is part of a printed label; ``turn`` gives the
    text of the mark of a printed page. With ``plain``, and inside a link, indicators and ways back are text like any
    other.
    """
    left: list[tuple[etree._Element | str, bool, bool]] = [(element, False, plain)]
    while left:
        piece, label, linked = left.pop()
        if isinstance(piece, str):
            yield label, piece
        elif not isinstance(piece.tag, str) or piece.tag in UNREAD or is_concealed(piece):
            continue
        elif is_a(piece, "pagebreak"):
            yield label, turn(piece)
        elif not (linked or (outermost and piece is element)) and is_note_call(piece):
            yield label, call(piece)
        elif not (linked or (outermost and piece is element)) and _leads_back(piece):
            continue
        elif piece.tag == "math":
            yield label, piece.get("alttext", "")
        else:
            label = label or has_class(piece, "label")
            if piece.tag in {"br", "wbr"}:
                yield label, " " if piece.tag == "br" else ""
            yield label, piece.text or ""
            linked = linked or piece.tag == "a"
            for child in reversed(piece):
                left += [(child.tail or "", label, linked), (child, label, linked)]


def _leads_back(element: etree._Element) -> bool:
    """Return whether ``element`` is a sign or count that leads from a note to its call, or a sign that is a place's own
    link. Words are read.
    """
    if element.tag != "a":
        return False
    text = normal("".join(words for _, words in _text(element, _without_mark, plain=True)))
    if is_back_link(element):
        return not _LETTER.search(text)
    return wordless(text) and fragment(element) in {around.get("id", "") for around in element.iterancestors()} - {""}

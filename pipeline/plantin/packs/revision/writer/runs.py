"""Divides the content of a Word paragraph into pieces that can be kept, inserted or deleted one by one, and joins them
again as tracked changes (ECMA-376 part 1, 17.13.5).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import groupby
from math import inf

from lxml import etree

from plantin.packs.revision.wording import divide, is_weak, stretches
from plantin.writers.docx.ooxml import Element, Elements, clark, element, words

_RUN, _TEXT, _LINK, _LOOK = clark("w:r"), clark("w:t"), clark("w:hyperlink"), clark("w:rPr")
BOOKMARKS = {clark("w:bookmarkStart"), clark("w:bookmarkEnd")}
_FIELD_PLACE = re.compile(r"^( *(?:REF|NOTEREF|PAGEREF) )(\w)")
_DELETED_NAMES = {_TEXT: clark("w:delText"), clark("w:instrText"): clark("w:delInstrText")}


@dataclass(frozen=True, slots=True)
class Piece:
    """What is kept or changed as one: a word of a run, or a whole field, note call, picture or formula."""

    key: Hashable
    """What makes two pieces the same."""
    nodes: tuple[Element, ...]
    """The elements of a piece that is no word."""
    text: str = ""
    """The word."""
    look: Element | None = field(default=None, compare=False)
    """The properties of its run."""
    look_key: str = ""
    """The same as they are compared."""
    link: Element | None = field(default=None, compare=False)
    """The link that it is in, without content."""
    link_key: str = ""
    """The same as it is compared."""

    @property
    def weak(self) -> bool:
        """Whether it says nothing by itself: a space, a comma."""
        return not self.nodes and is_weak(self.text)


@dataclass(frozen=True, slots=True)
class ParagraphPieces:
    """The pieces of a paragraph, and its bookmark signs, each with the number of pieces before it."""

    pieces: tuple[Piece, ...]
    bookmarks: tuple[tuple[int, Element], ...]


def canonical(node: Element | None) -> str:
    """Return the markup of ``node`` as it is compared, without the identifiers that a writer counts."""
    if node is None:
        return ""
    bare = deepcopy(node)
    bare.tail = None
    for inner in bare.iter():
        if str(inner.tag).endswith("}docPr"):
            for key in ("id", "name"):
                inner.attrib.pop(key, "")
        elif inner.tag in BOOKMARKS:
            inner.attrib.pop(clark("w:id"), "")
    return etree.tostring(bare, method="c14n").decode()


def pieces_of(paragraph: Element, note_key: Callable[[str], Hashable]) -> ParagraphPieces:
    """Return the pieces of ``paragraph``; ``note_key`` gives what makes the note of an id the same in both states."""
    pieces: list[Piece] = []
    bookmarks: list[tuple[int, Element]] = []

    def walk(holder: Element, link: Element | None) -> None:
        kids, link_key = iter(holder), canonical(link)

        def add(nodes: Sequence[Element], *key: Hashable) -> None:
            pieces.append(Piece((key[0], link_key, *key[1:]), tuple(nodes), link=link, link_key=link_key))

        for kid in kids:
            if kid.tag == _LINK:
                empty = deepcopy(kid)
                empty[:] = []
                walk(kid, empty)
            elif kid.tag in BOOKMARKS:
                bookmarks.append((len(pieces), kid))
            elif kid.tag == _RUN and (depth := field_depth(kid)) > 0:
                nodes = [kid]
                while depth > 0 and (following := next(kids, None)) is not None:
                    nodes += [] if following.tag in BOOKMARKS else [following]
                    depth += field_depth(following)
                add(nodes, "field", *map(canonical, nodes))
            elif (call := kid.find(clark("w:footnoteReference"))) is not None:
                add([kid], "note", note_key(str(call.get(clark("w:id")))), canonical(kid.find(_LOOK)))
            elif kid.tag == _RUN:
                pieces.extend(_of_run(kid, link, link_key))
            elif kid.tag != clark("w:pPr"):
                add([kid], "node", canonical(kid))

    walk(paragraph, None)
    return ParagraphPieces(tuple(pieces), tuple(bookmarks))


def name_former_place(link: Element) -> None:
    """Let a link of the earlier state lead to the place that had the name then."""
    if anchor := link.get(clark("w:anchor")):
        link.set(clark("w:anchor"), FORMER + str(anchor))


def field_depth(node: Element) -> int:
    """Return how many more fields are open after ``node`` than before it."""
    kinds = [str(sign.get(clark("w:fldCharType"))) for sign in node.iter(clark("w:fldChar"))]
    return kinds.count("begin") - kinds.count("end")


def _of_run(run: Element, link: Element | None, link_key: str) -> Iterator[Piece]:
    look = run.find(_LOOK)
    look_key = canonical(look)
    for kid in run:
        if kid.tag == _TEXT:
            for word in divide(kid.text or ""):
                yield Piece((word, look_key, link_key), (), word, look, look_key, link, link_key)
        elif kid.tag != _LOOK:
            around = element("r", *([deepcopy(look)] if look is not None else []), deepcopy(kid))
            yield Piece(("node", link_key, canonical(around)), (around,), link=link, link_key=link_key)


@dataclass(frozen=True, slots=True)
class Tracking:
    """Who changed the text and when, and the identifiers of changes, which are counted through the file."""

    author: str
    moment: dt.datetime
    minutes: int = 0
    """How much later its changes are dated. LibreOffice takes neighbours of one author and one minute for one change,
    even where the end of a paragraph between them stays.
    """
    _count: list[int] = field(default_factory=lambda: [1000])

    def mark(self, tag: str, *inside: Element, **attributes: str) -> Element:
        """Return a tracked change of this author: ``ins``, ``del``, ``moveFrom``, ``moveTo`` or a sign of a range."""
        self._count[0] += 1
        date = (self.moment + dt.timedelta(minutes=self.minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")
        return element(tag, *inside, id=self._count[0], author=self.author, date=date, **attributes)

    def later(self, minutes: int) -> Tracking:
        """Return the same, dated ``minutes`` after the moment."""
        return replace(self, minutes=minutes)

    def close(self, tag: str, opened: Element) -> Element:
        """Return the end of the range that ``opened`` begins."""
        return element(tag, id=str(opened.get(clark("w:id"))))


Change = str
"""The tag of a tracked change, or nothing for what is kept."""
GONE = ("del", "moveFrom")
FORMER = "o_"
"""What the bookmarks of the earlier state begin with: two states name other places by the same number."""


def merge(
    before: ParagraphPieces, now: ParagraphPieces, tracking: Tracking, kept: Callable[[Piece, Piece], None]
) -> Elements:
    """Return the content of a paragraph that says ``now`` where its changes are accepted, ``before`` where they are
    rejected. ``kept`` is called with each pair of pieces that is in both.
    """
    keys = [piece.key for piece in before.pieces], [piece.key for piece in now.pieces]
    weak = {piece.key for piece in (*before.pieces, *now.pieces) if piece.weak}
    rows: list[tuple[Change, Piece | Element]] = []
    old_marks, new_marks = _Marks(before.bookmarks), _Marks(now.bookmarks)
    for tag, a, b, c, d in stretches(keys[0], keys[1], weak.__contains__):
        if tag == "equal":
            for old, new in zip(range(a, b), range(c, d), strict=True):
                rows += [*old_marks.until(old), *new_marks.until(new), ("", now.pieces[new])]
                kept(before.pieces[old], now.pieces[new])
        else:
            for old in range(a, b):
                rows += [*old_marks.until(old), ("del", before.pieces[old])]
            for new in range(c, d):
                rows += [*new_marks.until(new), ("ins", now.pieces[new])]
    rows += [*old_marks.until(), *new_marks.until()]
    return list(_join(rows, tracking))


def whole(content: ParagraphPieces, change: Change, tracking: Tracking) -> Elements:
    """Return the content of a paragraph of which every piece has the same ``change``."""
    marks = _Marks(content.bookmarks)
    rows: list[tuple[Change, Piece | Element]] = []
    for at, piece in enumerate(content.pieces):
        rows += [*marks.until(at), (change, piece)]
    return list(_join([*rows, *marks.until()], tracking))


class _Marks:
    """The bookmark signs of one state, in order."""

    def __init__(self, signs: Sequence[tuple[int, Element]]) -> None:
        self._signs = list(signs)

    def until(self, at: float = inf) -> Iterator[tuple[Change, Element]]:
        """Yield the signs before the piece ``at``; those that are left where none is named."""
        while self._signs and self._signs[0][0] <= at:
            yield "", self._signs.pop(0)[1]


def _join(rows: Sequence[tuple[Change, Piece | Element]], tracking: Tracking) -> Iterator[Element]:
    """Yield the elements of ``rows``: one for each link, in it one for each change, a run for words of one look."""
    for key, rows_of_key in groupby(rows, lambda row: row[1].link_key if isinstance(row[1], Piece) else row[1]):
        group = [(change, piece) for change, piece in rows_of_key if isinstance(piece, Piece)]
        if not isinstance(key, str):
            yield deepcopy(key)
        elif (empty := group[0][1].link) is None:
            yield from _changes(group, tracking)
        else:
            link = deepcopy(empty)
            if all(change in GONE for change, _ in group):
                name_former_place(link)
            link.extend(_changes(group, tracking))
            yield link


def _changes(rows: Sequence[tuple[Change, Piece]], tracking: Tracking) -> Iterator[Element]:
    for change, group in groupby(rows, lambda row: row[0]):
        runs = list(_runs([piece for _, piece in group]))
        if change in GONE:
            for node in (inner for run in runs for inner in run.iter(*_DELETED_NAMES)):
                if node.tag != _TEXT:
                    node.text = _FIELD_PLACE.sub(rf"\g<1>{FORMER}\g<2>", node.text or "")
                node.tag = _DELETED_NAMES[str(node.tag)]
        yield from [tracking.mark(change, *runs)] if change else runs


def _runs(pieces: Sequence[Piece]) -> Iterator[Element]:
    text, look = "", None
    for n, piece in enumerate(pieces):
        if piece.nodes:
            yield from map(deepcopy, piece.nodes)
            continue
        text, look = text + piece.text, piece.look
        following = pieces[n + 1] if n + 1 < len(pieces) else None
        if following is None or following.nodes or following.look_key != piece.look_key:
            run = words(text)
            if look is not None:
                run.insert(0, deepcopy(look))
            yield run
            text = ""

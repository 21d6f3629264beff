"""Reads the outline of an Akoma Ntoso edition: its hierarchy of sections, their blocks, notes at their calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from plantin.model.outline import Entry, Kind, build, join_entries, normal, shape
from plantin.packs.akn.auditor.identifiers import anchor
from plantin.packs.akn.auditor.words import CALLS, Element, classes, name, text

_SECTIONS = frozenset(("section", "part", "chapter", "attachment"))
_TITLES = frozenset(("num", "heading"))
_OBJECTS: dict[str, Kind] = {"table": "table", "figure": "figure", "box": "box"}
_HEADS = ("column", "row", "group")
_MOST_FIGURES = 6
"""No number of an edition has so many figures."""


@dataclass(slots=True)
class AknRows:
    """What has been read: the rows of the text, the calls of notes in it, the places that the index leads to; and the
    notes, each as an element, in the order of their calls.
    """

    rows: list[Entry] = field(default_factory=list)
    calls: list[Entry] = field(default_factory=list)
    marks: list[Entry] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    _letters: dict[str, list[Element]] = field(default_factory=dict)

    # The hierarchy of sections

    def read(self, elements: Iterable[Element], level: int = 1) -> None:
        """Read these elements of the text, whose sections are of this ``level``."""
        for element in elements:
            kind = name(element)
            if kind in _SECTIONS:
                self._section(element, level)
            elif kind in ("doc", "mainBody"):
                self.read(element, level)
            elif kind == "paragraph":
                self._paragraph(element)
            elif kind == "hcontainer":
                inside = list(element)
                if inside and name(inside[0]) == "content":
                    self.blocks(inside[0])
                else:
                    self.read(inside, level)
            elif kind not in ("meta", *_TITLES):
                self.blocks([element])

    def _section(self, element: Element, level: int) -> None:
        heading = _child(element, "heading")
        self._row("section", level, _anchor(element), _label(element), heading)
        self.read(element, level + 1)

    def _paragraph(self, element: Element) -> None:
        content = _child(element, "content")
        first, *rest = list(content) if content is not None and len(content) else [None]
        self._row("paragraph", 0, _anchor(element), _label(element), first)
        self.blocks(rest)

    # Blocks

    def blocks(self, elements: Iterable[Element | None], *, quoted: bool = False) -> None:
        """Read these blocks."""
        for element in elements:
            if element is None:
                continue
            kind = name(element)
            if kind == "p":
                self._paragraph_or_picture(element, quoted=quoted)
            elif kind == "tblock":
                self._titled(element, quoted=quoted)
            elif kind == "blockList":
                self._list(element, quoted=quoted)
            elif kind == "blockContainer":
                self.blocks(element, quoted=quoted or "quotation" in classes(element))
            elif kind == "block":
                self.rows.append(Entry("listing", 0, "", "", normal("".join(map(str, element.itertext())))))
            elif kind == "table":
                self.rows.extend(map(self._table_row, element))

    def _paragraph_or_picture(self, element: Element, *, quoted: bool) -> None:
        pictures = [child for child in element if name(child) == "img"]
        for picture in pictures:
            self.rows.append(Entry("image", 0, "", "", normal(picture.get("alt", ""))))
        if not pictures or text(element):
            self._row("quotation" if quoted else "paragraph", 0, "", "", element)

    def _titled(self, element: Element, *, quoted: bool) -> None:
        kind = (classes(element) or [""])[0]
        inside = [child for child in element if name(child) not in _TITLES]
        if kind == "equation":
            words = (formula.get("alttext", "") for formula in element.iter() if name(formula) == ":math")
            self.rows.append(Entry("equation", 0, _anchor(element), _label(element), normal(" ".join(words))))
        elif kind in _OBJECTS:
            heading, label = _child(element, "heading"), _label(element)
            if kind == "box" or heading is not None or label:
                self._row(_OBJECTS[kind], 0, _anchor(element), label, heading)
            self.blocks(inside)
            for letter in self._letters.pop(element.get("eId", ""), ()):
                self.rows.append(self.note(letter, "letter"))
        else:
            first = inside[0] if inside else None
            self._row("quotation" if quoted else "paragraph", 0, _anchor(element), _label(element), first)
            self.blocks(inside[1:], quoted=quoted)

    def _list(self, element: Element, *, quoted: bool) -> None:
        defined = "definitions" in classes(element)
        level = next((_number(word[6:]) for word in classes(element) if word.startswith("level-")), 0)
        for item in element:
            inside = [child for child in item if name(child) not in _TITLES]
            first = inside.pop(0) if inside and name(inside[0]) == "p" and not _holds_picture(inside[0]) else None
            if defined:
                self._row("term", 0, "", "", _child(item, "heading"))
                self._row("definition", 0, "", "", first)
            else:
                self._row("item", level, _anchor(item), _label(item), first)
            self.blocks(inside, quoted=quoted)

    def _table_row(self, row: Element) -> Entry:
        readings = [self._cell(cell) for cell in row]
        return Entry(
            "row", 0, "", " ".join(sign for sign, _ in readings), " | ".join(normal(words) for _, words in readings)
        )

    def _cell(self, cell: Element) -> tuple[str, str]:
        """Return the shape of a cell with how it is built of blocks, and its words."""
        kind = next((word for word in classes(cell) if word in _HEADS), "data") if name(cell) == "th" else "data"
        sign = shape(kind, _span(cell, "colspan"), _span(cell, "rowspan"))
        inside = self.apart(cell)
        return sign + build(inside), join_entries(inside)

    def apart(self, elements: Iterable[Element]) -> list[Entry]:
        """Return the rows of blocks that are one row of the text; their calls and marks are kept."""
        rows, self.rows = self.rows, []
        self.blocks(elements)
        rows, self.rows = self.rows, rows
        return rows

    def note(self, element: Element, kind: Kind) -> Entry:
        """Return a note as a row, all its blocks joined."""
        words = join_entries(self.apart(element))
        return Entry(kind, 0, _anchor(element), element.get("marker", ""), words)

    # Lines

    def _row(self, kind: Kind, level: int, place: str, label: str, line: Element | None) -> None:
        """Keep a row whose words are those of one element, with the calls and the marks in it."""
        words = "" if line is None else text(line)
        self.rows.append(Entry(kind, level, place, label, words))
        if line is not None:
            self.line(line, words)

    def line(self, line: Element, words: str = "") -> None:
        """Keep the calls of notes in a line, the notes that are in them, and the places that the index leads to."""
        for element in _outside_notes(line):
            kind = name(element)
            if kind in CALLS:
                note = element.get("eId", "") if kind == "authorialNote" else element.get("href", "").removeprefix("#")
                around = element.getparent()
                place = "" if around is None else _anchor(around)
                self.calls.append(Entry("indicator", 0, place, element.get("marker", ""), anchor(note)))
                base = element.get("placementBase", "").removeprefix("#")
                if kind == "authorialNote" and base:
                    self._letters.setdefault(base, []).append(element)
                elif kind == "authorialNote":
                    self.notes.append(element)
            elif kind == "marker":
                self.marks.append(Entry("mark", 0, _anchor(element), "", words))


def masthead(parts: Iterable[Element | None], rows: AknRows) -> Iterator[str]:
    """Yield the lines of the masthead, from the cover page and the preface; ``rows`` takes the calls in them."""
    for line in (element for part in parts if part is not None for element in part if name(element) == "p"):
        if words := text(line):
            rows.line(line)
            yield words


def contents(preface: Element | None) -> Iterator[Entry]:
    """Yield the rows of the list of contents."""
    for item in () if preface is None else preface.iter("{*}tocItem"):
        num = item[0] if len(item) and item[0].get("name") == "num" else None
        label = "" if num is None else text(num)
        words = text(item)
        place = anchor(item.get("href", "").removeprefix("#"))
        yield Entry("contents", _number(item.get("level", "")), place, label, words.removeprefix(label).strip())


def _outside_notes(line: Element) -> Iterator[Element]:
    """Yield the elements of a line in reading order, without those in notes."""
    for child in line:
        yield child
        if name(child) not in CALLS:
            yield from _outside_notes(child)


def _child(element: Element, tag: str) -> Element | None:
    return next((child for child in element if name(child) == tag), None)


def _label(element: Element) -> str:
    num = _child(element, "num")
    return "" if num is None else text(num)


def _anchor(element: Element) -> str:
    return anchor(element.get("eId", ""))


def _holds_picture(element: Element) -> bool:
    return any(name(child) == "img" for child in element)


def _span(cell: Element, attribute: str) -> int:
    return _number(cell.get(attribute, "")) or 1


def _number(value: str) -> int:
    """Return the number that an attribute gives, of a few figures; 0 where it gives none."""
    return int(value) if value.isdecimal() and len(value) < _MOST_FIGURES else 0

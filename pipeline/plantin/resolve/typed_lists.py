"""Divides lists whose numbers are kept as typed: each part has numerals of one kind that follow each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from plantin.model.numerals import numeral

if TYPE_CHECKING:
    from plantin.model.labels import Numerals
    from plantin.source.nodes import Node

STYLES: dict[str, Numerals] = {
    "Decimal": "decimal",
    "LowerAlpha": "lower-latin",
    "LowerRoman": "lower-roman",
    "UpperAlpha": "upper-latin",
    "UpperRoman": "upper-roman",
}
"""The numerals of pandoc's styles of lists."""
_LARGEST = 400


def separate_lists(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield ``nodes``, the ordered lists among them by what is typed: pandoc reads "II. A." as one list, and "i." after
    it as a letter. One in which every number is typed alike counts on from the first.

    >>> from plantin.source.nodes import Node
    >>> from plantin.findings import Place
    >>> def ordered_list(*marks):
    ...     return Node("OrderedList", Place("a"), tuple(Node("Item", Place("a"), text=mark) for mark in marks))
    >>> lists = [ordered_list(*marks.split()) for marks in ("4. 5. 9.", "I. II. A.", "B.", "i.", "ii.")]
    >>> [(part.style, part.number, len(part.children)) for part in separate_lists(lists)]
    [('Decimal', 4, 2), ('Decimal', 9, 1), ('UpperRoman', 1, 2), ('UpperAlpha', 1, 2), ('LowerRoman', 1, 2)]
    """
    entries: list[Node] = []
    for node in nodes:
        alike = len(node.children) > 1 and len({item.text for item in node.children}) == 1
        if node.kind == "OrderedList" and not alike:
            entries += (replace(node, children=(item,)) for item in node.children)
            continue
        yield from _join_entries(entries)
        entries.clear()
        yield node
    yield from _join_entries(entries)


def _join_entries(entries: Iterable[Node]) -> Iterator[Node]:
    """Yield lists of one entry each as lists of those that follow each other."""
    part: list[Node] = []
    shape, due = "", dict[str, int]()
    for entry in entries:
        item = entry.children[0]
        mark = item.text.strip("().")
        readings = _readings(mark) or {style: number + 1 for style, number in due.items()} or {"Decimal": 1}
        going = {style: number for style, number in readings.items() if due.get(style) == number - 1}
        if part and (not going or item.text.replace(mark, "1") != shape):
            yield _list(part, due)
            part, going = [], {}
        shape, due = item.text.replace(mark, "1"), going or dict(readings)
        part.append(entry)
    if part:
        yield _list(part, due)


def _list(entries: list[Node], last: Mapping[str, int]) -> Node:
    """Return one list of ``entries``; ``last`` are the readings of its last number, of which the lowest holds."""
    style = min(last, key=lambda style: last[style])
    items = tuple(entry.children[0] for entry in entries)
    return replace(entries[0], children=items, style=style, number=last[style] - len(items) + 1, place=items[0].place)


def _readings(mark: str) -> dict[str, int]:
    """Return what a numeral counts, by the styles of which it can be."""
    if mark.isdecimal():
        return {"Decimal": int(mark)}
    return {style: _values(kind)[mark] for style, kind in STYLES.items() if mark in _values(kind)}


@cache
def _values(kind: Numerals) -> dict[str, int]:
    return {numeral(n, kind): n for n in range(1, _LARGEST)}

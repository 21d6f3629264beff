"""Divides a list whose numbers are kept as typed where they do not follow each other: each part begins with its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from plantin.model.numerals import numeral

if TYPE_CHECKING:
    from plantin.model.labels import Numerals
    from plantin.source.nodes import Node

_LARGEST = 400


def runs(node: Node, kind: Numerals) -> Iterator[Node]:
    """The list ``node``, whose numerals are of ``kind``, in parts whose numbers follow each other. One in which every
    number is typed alike counts on from the first.

    >>> from plantin.source.nodes import Node
    >>> from plantin.findings import Place
    >>> items = tuple(Node("Item", Place("a"), text=mark) for mark in ("4.", "5.", "9."))
    >>> node = Node("OrderedList", Place("a"), number=4, children=items)
    >>> [(part.number, len(part.children)) for part in runs(node, "decimal")]
    [(4, 2), (9, 1)]
    """
    marks = [item.text.strip("().") for item in node.children]
    if len(set(marks)) <= 1:
        yield node
        return
    begin, number = 0, node.number
    for n, mark in enumerate(marks):
        found = _value(mark, kind)
        due = number + n - begin
        if found is not None and found != due and n:
            yield replace(node, children=node.children[begin:n], number=number)
            begin, number = n, found
    yield replace(node, children=node.children[begin:], number=number)


def _value(mark: str, kind: Numerals) -> int | None:
    """What a numeral counts; None where it is not one of its kind."""
    if kind == "decimal":
        return int(mark) if mark.isdecimal() else None
    return next((n for n in range(1, _LARGEST) if numeral(n, kind) == mark), None)

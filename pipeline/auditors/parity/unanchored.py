"""Editions in formats without anchors (plain text, braille): what they say is compared with the document by labels and words, and each row
then stands for the place of the row that it is found to be.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace

from pipeline.model.outline import Entry, Outline

_DIGITS = "0123456789+-=()n"
_FOLDED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ" + "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎" + "−", _DIGITS + _DIGITS[:-1] + "-")
"""Raised and lowered signs as the plain ones that the document has in a raised or lowered place."""


def visible(expected: Outline) -> Outline:
    """What an edition without pictures has of ``expected``: all but ornaments, which say nothing."""
    return replace(expected, body=tuple(row for row in expected.body if row.kind != "image" or row.text))


def lent(expected: Outline, found: Outline) -> Outline:
    """``found`` with the anchors of ``expected``, and what else no such edition can give: the shapes of cells, the targets of calls, the
    language. A row is that of the same label and words, else of the same label, else of the same words, each taken once, in order (of
    tables, else one of as many cells); a row like none of them has no anchor.
    """
    return Outline(
        expected.language,
        found.masthead,
        _lent(expected.contents, found.contents),
        _lent(expected.body, found.body),
        _lent(expected.notes, found.notes),
        _lent(expected.indicators, found.indicators),
    )


def _lent(expected: tuple[Entry, ...], found: tuple[Entry, ...]) -> tuple[Entry, ...]:
    left, owners = set(range(len(expected))), dict[int, int]()
    for key in (_whole, _label, _words, _cells):
        places = _places(expected, left, key)
        for n, row in enumerate(found):
            if n not in owners and (same := places.get(key(row))):
                owners[n] = same.popleft()
                left.discard(owners[n])
    return tuple(_owned(row, expected[owners[n]]) if n in owners else row for n, row in enumerate(found))


def _owned(row: Entry, owner: Entry) -> Entry:
    same = row.kind == "indicator" or row.text.translate(_FOLDED) == owner.text.translate(_FOLDED)
    label = owner.label if row.kind == "row" else row.label
    return replace(row, anchor=owner.anchor, label=label, text=owner.text if same else row.text)


def _places(rows: Iterable[Entry], left: set[int], key: Callable[[Entry], Hashable]) -> dict[Hashable, deque[int]]:
    places: dict[Hashable, deque[int]] = defaultdict(deque)
    for n, row in enumerate(rows):
        if n in left and key(row) is not None:
            places[key(row)].append(n)
    return places


def _whole(row: Entry) -> Hashable:
    if row.kind == "indicator":
        return row.kind, row.label
    return row.kind, row.level, "" if row.kind == "row" else row.label, row.text.translate(_FOLDED)


def _label(row: Entry) -> Hashable:
    return (row.kind, row.label) if row.label and row.kind != "row" and any(map(str.isalnum, row.label)) else None


def _words(row: Entry) -> Hashable:
    return row.text.translate(_FOLDED) or None


def _cells(row: Entry) -> Hashable:
    return ("row", row.text.count(" | ")) if row.kind == "row" else None

"""Comparison of formats that cannot express all of an outline (plain text has no anchors, Markdown no row headers):
rows are matched by labels and words, and what the format lacks is filled in from the matching row.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace

from plantin.model.outline import Entry, Lack, Outline


def visible(expected: Outline, lacks: frozenset[Lack]) -> Outline:
    """Return what an edition that ``lacks`` something has of ``expected``: without pictures, no logo and ornaments."""
    if "ornaments" not in lacks:
        return expected
    return replace(expected, logo="", body=tuple(row for row in expected.body if row.kind != "image" or row.text))


def fill_missing(expected: Outline, found: Outline) -> Outline:
    """Return ``found`` with what its format lacks taken from ``expected``. A row is that of the same label and words,
    else of the same label, else of the same words, each taken once, in order (of tables, else one of as many cells); a
    row that matches none of them is left as it is.
    """

    def series(rows: tuple[Entry, ...], others: tuple[Entry, ...]) -> tuple[Entry, ...]:
        owners = _matches(rows, others)
        return tuple(
            _fill_row(row, rows[owners[n]], found.lacks) if n in owners else row for n, row in enumerate(others)
        )

    return Outline(
        expected.language if "language" in found.lacks else found.language,
        found.masthead,
        series(expected.contents, found.contents),
        series(expected.body, found.body),
        series(expected.notes, found.notes),
        series(expected.indicators, found.indicators),
    )


def _matches(expected: tuple[Entry, ...], found: tuple[Entry, ...]) -> dict[int, int]:
    """Return which row of ``found`` is which of ``expected``."""
    left, owners = set(range(len(expected))), dict[int, int]()
    for key in (_whole, _label, _words, _cells):
        places = _places(expected, left, key)
        for n, row in enumerate(found):
            if n not in owners and (same := places.get(key(row))):
                owners[n] = same.popleft()
                left.discard(owners[n])
    return owners


def _fill_row(row: Entry, owner: Entry, lacks: frozenset[Lack]) -> Entry:
    shaped = row.kind == "row" and not row.label and "shapes" in lacks
    bullet = "bullets" in lacks and _is_bullet(row) and _is_bullet(owner)
    label = owner.label if shaped or bullet else row.label
    if "anchors" not in lacks:
        return replace(row, label=label)
    return replace(row, anchor=owner.anchor, label=label, text=owner.text if row.kind == "indicator" else row.text)


def _is_bullet(row: Entry) -> bool:
    return row.kind == "item" and not any(map(str.isalnum, row.label))


def _places(rows: Iterable[Entry], left: set[int], key: Callable[[Entry], Hashable]) -> dict[Hashable, deque[int]]:
    places: dict[Hashable, deque[int]] = defaultdict(deque)
    for n, row in enumerate(rows):
        if n in left and key(row) is not None:
            places[key(row)].append(n)
    return places


def _whole(row: Entry) -> Hashable:
    if row.kind == "indicator":
        return row.kind, row.label
    return row.kind, row.level, "" if row.kind == "row" or _is_bullet(row) else row.label, row.text


def _label(row: Entry) -> Hashable:
    return (row.kind, row.label) if row.label and row.kind != "row" and any(map(str.isalnum, row.label)) else None


def _words(row: Entry) -> Hashable:
    return row.text or None


def _cells(row: Entry) -> Hashable:
    return ("row", row.text.count(" | ")) if row.kind == "row" else None

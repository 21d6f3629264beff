"""Compares the index of an edition; in print, its page numbers are compared with where the index marks are found."""

from __future__ import annotations

import re
from dataclasses import replace

from plantin.model.outline import Entry, Outline

_PLACE = re.compile(r"\[(index-\d+)\]")
_SENT = re.compile(r" \[entry-\d+\]")
_LEAST, _TO = 3, "–"
"""So many pages that follow each other are given as the first and the last of them, with this between them."""
_PAGES = r"\w{1,6}(?:\W{1,3}\w{1,6})*?"
"""Numbers of pages, with what parts them."""


def comparable(expected: Outline, found: Outline) -> tuple[Outline, Outline]:
    """Both outlines, so that they can be compared as far as the index goes: ``expected`` with the pages of the marks
    that ``found`` has, where the format of that gives pages, and without marks where it has none.
    """
    if "rows of marks" in found.lacks:
        expected, found = _with_pages(expected, found)
    if "marks" in found.lacks:
        expected, found = replace(expected, marks=()), replace(found, marks=())
    lacks = found.lacks - {"rows of marks", "marks", "links"}
    if not found.index and "print" not in found.lacks:  # its links are read with those of the text
        expected = replace(expected, index=())
    return expected, replace(found, lacks=lacks)


def _with_pages(expected: Outline, found: Outline) -> tuple[Outline, Outline]:
    pages = {row.anchor: row.label for row in found.marks}
    rows = tuple(replace(row, level=0, text=_merge_places(row.text, pages)) for row in expected.index)
    marks = tuple(replace(row, text="") for row in expected.marks)
    found = replace(found, marks=tuple(replace(row, label="") for row in found.marks))
    if "links" in found.lacks and rows:
        last = tuple(_match_numbers(row, other) for row, other in zip(rows, found.body[-len(rows) :], strict=False))
        found = replace(found, body=(*found.body[: -len(rows)], *last) if len(found.body) >= len(rows) else found.body)
    body = (*expected.body[: -len(rows)], *rows) if rows else expected.body
    return replace(expected, body=body, marks=_sort_marks(marks)), replace(found, marks=_sort_marks(found.marks))


def _sort_marks(marks: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """By their names: destinations have no order of their own."""
    return tuple(sorted(marks, key=lambda row: row.anchor))


def _merge_places(text: str, pages: dict[str, str]) -> str:
    """Return an entry without the places that are on the page of the one before them, with the first and the last alone
    of three or more on pages that follow each other, and with the words alone of entries that it sends to.
    """
    runs: list[list[tuple[str, str]]] = []
    before, end = "", 0
    pieces: list[str] = []
    for match in _PLACE.finditer(text := _SENT.sub("", text)):
        between, page = text[end : match.start()], pages.get(match[1], match[1])
        end, beside = (
            match.end(),
            len(text[end : match.start()].strip()) == 1 and not text[end : match.start()].strip().isalnum(),
        )
        if page == before and beside:
            continue
        if runs and beside and page.isdecimal() and before.isdecimal() and int(page) == int(before) + 1:
            runs[-1].append((between, match[0]))
        else:
            runs.append([(between, match[0])])
        before = page
    for run in runs:
        pieces += [*run[0], _TO, run[-1][1]] if len(run) >= _LEAST else [piece for pair in run for piece in pair]
    return "".join(pieces) + text[end:]


def _match_numbers(row: Entry, other: Entry) -> Entry:
    texts = re.split(r"\[index-\d+\](?:\W{1,3}\[index-\d+\])*", row.text)
    return row if re.fullmatch(_PAGES.join(map(re.escape, texts)), other.text) else other

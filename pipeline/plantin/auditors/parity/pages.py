"""Checks whether an edition marks the page breaks of the printed edition where they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plantin.auditors.fault import finding
from plantin.findings import Finding
from plantin.model.outline import Outline
from plantin.model.related_editions import PageStart

_SHOWN = 40


def differences(
    expected: Sequence[PageStart], found: Sequence[PageStart], outline: Outline, path: str
) -> tuple[Finding, ...]:
    """Return every difference between the pages of the printed edition and those that the edition at ``path`` marks, as
    findings P012.

    ``outline`` is what both say.
    """
    if not found and expected:
        return (finding("P012", f"none of the {len(expected)} printed pages is marked", path),)
    return tuple(
        finding("P012", message, path, anchor=_anchor(start, outline))
        for message, start in _differences(expected, found, outline)
    )


def _differences(
    expected: Sequence[PageStart], found: Sequence[PageStart], outline: Outline
) -> Iterator[tuple[str, PageStart]]:
    marked = {start.label: start for start in found}
    for start in expected:
        mark = marked.get(start.label)
        if mark is None:
            yield f"page {start.label} is not marked; it begins with {_words(start, outline)}", start
        elif mark != start:
            yield (
                f"page {start.label} is marked at {_words(mark, outline)}; it begins with {_words(start, outline)}",
                start,
            )
    labels = {start.label for start in expected}
    for start in found:
        if start.label not in labels:
            yield f"a page {start.label} is marked that is not printed", start
    if len(marked) < len(found):
        yield "a page is marked twice", found[-1]


def _words(start: PageStart, outline: Outline) -> str:
    rows = {"contents": outline.contents, "body": outline.body}.get(start.series, ())
    row = rows[start.row] if start.row < len(rows) else None
    if row is None:
        return "the masthead" if start.series == "masthead" else "nothing"
    return f"“{(row.text[start.offset :] if start.offset else f'{row.label} {row.text}'.strip())[:_SHOWN]}”"


def _anchor(start: PageStart, outline: Outline) -> str:
    """Return the anchor of the row in which a page begins, or the last before it."""
    rows = outline.body[: start.row + 1] if start.series == "body" else ()
    return next((row.anchor for row in reversed(rows) if row.anchor), "")

"""The page numbers that contents and lists give: what the engine knows of them, put back where a page is made again.

Each make of a page shows the engine on which page its headings are, and the rows that name them are worded anew. A
page that is made on trial may hold a heading that the page in its last form hands on. Where the next page then begins
as it did in the round before, it is not made again and does not tell its headings: the number of the trial would stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from weasyprint.formatting_structure.boxes import LineBox

from plantin.writers.pdf.engine_types import Asked, Box, Context

_TARGET = ("page_maker_index", "cached_page_counter_values")
_ROW = ("page_maker_index", "pending", "cached_page_counter_values")
_KEPT = "named_by_rows"
"""The attribute of the layout's context by which the rows are kept."""
_COUNTED = "pages_counted"
"""The attribute by which the number of all pages is kept."""
_of_target, _of_row = attrgetter(*_TARGET), attrgetter(*_ROW)


class TargetPages:
    """What is known when page ``number`` (from 1) is begun: the page of each target, the words of each row, and which
    pages up to this one must be made in another round. Those after it may have to be made again for other reasons, the
    notes that they are handed among them.
    """

    def __init__(self, context: Context, number: int) -> None:
        named = _Named.of(context)
        # The words of a row are the children of its only line, or its own: the engine gives it new ones.
        several = ((box, box.children) for box in named.boxes)
        holders = [inside[0] if len(inside) == 1 and isinstance(inside[0], LineBox) else box for box, inside in several]
        # The engine replaces these values, and does not change them. There is a row for each heading, and this is done
        # for each page.
        self._kept: list[tuple[Sequence[object], tuple[str, ...], list[Asked]]] = [
            (named.targets, _TARGET, list(map(_of_target, named.targets))),
            (named.rows, _ROW, list(map(_of_row, named.rows))),
            (holders, ("children",), [(holder.children,) for holder in holders]),
        ]
        self._rounds = [
            (remake, remake["content_changed"], remake["pages_wanted"]) for *_, remake in context.page_maker[:number]
        ]

    def put_back(self) -> None:
        """As if the page had not been made."""
        for several, names, before in self._kept:
            for holder, values in zip(several, before, strict=True):
                vars(holder).update(zip(names, values, strict=True))
        for remake, changed, wanted in self._rounds:
            remake.update(content_changed=changed, pages_wanted=wanted)


@dataclass(frozen=True, slots=True)
class _Named:
    """The targets that rows name, the rows and their boxes; ``counted`` is how many of both the engine had then."""

    counted: tuple[int, int]
    targets: Sequence[object]
    rows: Sequence[object]
    boxes: Sequence[Box]

    @classmethod
    def of(cls, context: Context) -> _Named:
        """Return those of the document that is laid out: the same for all pages, unless the engine has met more."""
        targets, used = context.target_collector.target_lookup_items, context.target_collector.counter_lookup_items
        counted = len(targets), len(used)
        lookups: _Named | None = vars(context).get(_KEPT)
        if lookups is None or lookups.counted != counted:
            rows = {box: row for (box, use), row in used.items() if use == "content"}
            named = dict.fromkeys(
                targets[name] for row in rows.values() for name in row.missing_target_counters if name in targets
            )
            lookups = vars(context)[_KEPT] = cls(counted, tuple(named), tuple(rows.values()), tuple(rows))
        return lookups


def name_targets(context: Context) -> None:
    """Say which target each row names: where an attribute does (``target-counter(attr(href), page)``), the engine does
    not know it, takes the counters of the target for those of the row, and the number of an earlier round stays.
    """
    for (box, _), row in context.target_collector.counter_lookup_items.items():
        for name, counters in [*row.missing_target_counters.items()]:
            if row.missing_counters is counters:
                row.missing_counters = []
            if name is None:
                anchor = box.element.get("href", "").removeprefix("#")
                row.missing_target_counters[anchor] = row.missing_target_counters.pop(None)


def count_pages(context: Context, pages: Sequence[int]) -> None:
    """Say in what is known of each target how many ``pages`` there are: else each row is worded anew, and its page made
    again, when that number is known, which no row asks for.
    """
    if vars(context).get(_COUNTED) == pages:
        return
    vars(context)[_COUNTED] = pages
    rows = context.target_collector.counter_lookup_items.values()
    if any("pages" in counters for row in rows for counters in row.missing_target_counters.values()):
        return
    for target in context.target_collector.target_lookup_items.values():
        if target.cached_page_counter_values:
            target.cached_page_counter_values = {**target.cached_page_counter_values, "pages": list(pages)}

"""The page numbers that contents and lists give: what the engine knows of them, put back where a page is made again.

Each make of a page tells the engine on which page its headings stand, and the rows that name them are worded anew. A page that is made
on trial may hold a heading that the page in its last form hands on. Where the next page then begins as it did in the round before, it is
not made again and does not tell its headings: the number of the trial would stay.
"""

from __future__ import annotations

from typing import Any


class TargetPages:
    """What is known when page ``number`` (from 1) is begun: the page of each target, the words of each row, and which pages up to this one
    must be made in another round. Those after it may have to be made again for other reasons, the notes that they are handed among them.
    """

    def __init__(self, context: Any, number: int) -> None:
        targets = context.target_collector.target_lookup_items
        rows = {box: row for (box, use), row in context.target_collector.counter_lookup_items.items() if use == "content"}
        named = {targets[name]: None for row in rows.values() for name in row.missing_target_counters if name in targets}
        self._kept = [
            *(_kept(target, "page_maker_index", "cached_page_counter_values") for target in named),
            *(_kept(row, "page_maker_index", "pending", "cached_page_counter_values") for row in rows.values()),
            *(_kept(_holder(box), "children") for box in rows),
        ]
        self._rounds = [(remake, remake["content_changed"], remake["pages_wanted"]) for *_, remake in context.page_maker[:number]]

    def put_back(self) -> None:
        """As if the page had not been made."""
        for known, attributes in self._kept:
            vars(known).update(attributes)
        for remake, changed, wanted in self._rounds:
            remake.update(content_changed=changed, pages_wanted=wanted)


def _kept(known: Any, *names: str) -> tuple[Any, dict[str, Any]]:
    """``known``, with the values of some of its attributes, which the engine replaces and does not change."""
    return known, {name: getattr(known, name) for name in names}


def _holder(box: Any) -> Any:
    """The box whose children are the words of a row: the one that the engine gives new ones."""
    from weasyprint.formatting_structure.boxes import LineBox

    children = box.children
    return children[0] if len(children) == 1 and isinstance(children[0], LineBox) else box

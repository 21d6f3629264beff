"""The page numbers of the index: known when the pages are set, so that they are set again with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from plantin.writers.pdf.engine_types import Page
from plantin.writers.pdf.roles import name

LOCATOR = "locator"
"""The class of a link whose text is the page that it leads to."""


_TO = "–"
"""What separates the first and the last of consecutive pages."""
_LEAST_PAGES_OF_RANGE = 3
"""So many pages that follow each other are given as the first and the last of them."""


def number_links(root: ET.Element, pages: Sequence[Page]) -> bool:
    """Give each link of the index in ``root`` the number of the page, one of ``pages``, that it leads to, leave out one
    that follows another to the same page, and of three or more to pages that follow each other those between the first
    and the last ("12–14"); whether anything changed, so that ``root`` must be laid out again.
    """
    entries = dict.fromkeys(
        entry for listed in root.iter("ul") if name(listed) == "index" for entry in listed.iter("p")
    )
    if not entries:
        return False
    where = {anchor: number for number, page in reversed(list(enumerate(pages, 1))) for anchor in page.anchors}
    changed = [_entry(entry, where) for entry in entries]
    return any(changed)


def _entry(entry: ET.Element, where: Mapping[str, int]) -> bool:
    changed = False
    runs: list[list[ET.Element]] = []
    for link in [link for link in entry.iter("a") if LOCATOR in link.get("class", "").split()]:
        page, before = where[link.get("href", "").removeprefix("#")], runs[-1][-1] if runs else None
        if before is not None and before.text == str(page) and joins(before.tail or ""):
            before.tail = link.tail
            entry.remove(link)
            changed = True
            continue
        changed = changed or link.text != str(page)
        link.text = str(page)
        if before is not None and int(before.text or 0) + 1 == page and beside(before.tail or ""):
            runs[-1].append(link)
        else:
            runs.append([link])
    for first, *between, _ in (run for run in runs if len(run) >= _LEAST_PAGES_OF_RANGE):
        first.tail = _TO
        for link in between:
            entry.remove(link)
        changed = True
    return changed


def beside(between: str) -> bool:
    """Return whether two pages with ``between`` them are of one entry: signs of enumeration, no other entry's name."""
    return len(between.strip()) == 1 and not between.strip().isalnum() and between.strip() != _TO


def joins(between: str) -> bool:
    """Return the same, or the sign between the first and the last of several pages."""
    return beside(between) or between == _TO

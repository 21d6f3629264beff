"""The page numbers of the index: known when the pages are set, so that they are set again with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from pipeline.writers.pdf.roles import name

LOCATOR = "locator"
"""The class of a link whose text is the page that it leads to."""


def numbered(root: ET.Element, pages: Sequence[Any]) -> bool:
    """Give each link of the index in ``root`` the number of the page, one of ``pages``, that it leads to, and leave out one that follows
    another to the same page; whether anything changed, so that ``root`` must be laid out again.
    """
    entries = [entry for listed in root.iter("ul") if name(listed) == "index" for entry in listed.iter("p")]
    if not entries:
        return False
    where = {anchor: str(number) for number, page in reversed(list(enumerate(pages, 1))) for anchor in page.anchors}
    changed = [_entry(entry, where) for entry in entries]
    return any(changed)


def _entry(entry: ET.Element, where: dict[str, str]) -> bool:
    changed = False
    before: ET.Element | None = None
    for link in list(_locators(entry)):
        page = where[link.get("href", "").removeprefix("#")]
        if before is not None and before.text == page and beside(before.tail or ""):
            before.tail = link.tail
            entry.remove(link)
            changed = True
            continue
        changed = changed or link.text != page
        link.text = page
        before = link
    return changed


def _locators(entry: ET.Element) -> Iterator[ET.Element]:
    return (link for link in entry.iter("a") if LOCATOR in link.get("class", "").split())


def beside(between: str) -> bool:
    """Whether two pages with the text ``between`` are those of one entry: a sign of enumeration, and no name of another entry."""
    return len(between.strip()) == 1 and not between.strip().isalnum()

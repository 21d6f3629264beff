"""Finds the ids of an edition at or before a place that a validator names, to locate it in the report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pikepdf
from lxml import etree

_ID = re.compile(r"""\sid\s*=\s*["']([^"']+)["']""")
_OBJECT = re.compile(r"\((\d+) (\d+) obj ")
_MARK = re.compile(r"\{mcid:(\d+)\}")
_PAGE = re.compile(r"/pages\[(\d+)\]")
_MOST_IDS = 24
"""How many ids are given: pages and indicators, which are no places in a source, may come between two places."""


def by_line(text: str, line: int, column: int) -> tuple[str, ...]:
    """The ids in ``text``, marked up, at or before a line and a column from 1 (0: the whole line), nearest first."""
    lines = text.split("\n")
    before = [*lines[: line - 1], lines[line - 1][: column or None]] if 0 < line <= len(lines) else []
    return _first(reversed(_ID.findall("\n".join(before))))


def by_steps(content: bytes, steps: str) -> tuple[str, ...]:
    """Return the ids in a page of an EPUB at or before the element that the steps of a canonical fragment identifier
    lead to (``/4/2/10``: the fifth element in the first in the second; odd steps are text), the nearest first.
    """
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError:
        return ()
    element = root
    for step in re.findall(r"/(\d+)", steps):
        inside = [child for child in element if isinstance(child.tag, str)]
        if int(step) % 2 or not 0 < int(step) // 2 <= len(inside):
            break
        element = inside[int(step) // 2 - 1]
    passed = []
    for node in root.iter(etree.Element):
        passed.append(node.get("id", ""))
        if node is element:
            break
    return _first(reversed(passed))


def in_pdf(opened: pikepdf.Pdf, where: str) -> tuple[int, tuple[str, ...]]:
    """Return the page (from 1; 0: none) that veraPDF's path ``where`` leads to, and the ids of the structure elements
    that its end is in, the innermost first.
    """
    objects = [opened.get_object(int(number), int(generation)) for number, generation in _OBJECT.findall(where)]
    objects = [entry for entry in reversed(objects) if isinstance(entry, pikepdf.Dictionary)]
    match = _PAGE.search(where)
    page = int(match[1]) + 1 if match else 0
    element = next((entry for entry in objects if "/S" in entry and "/P" in entry), None) or _element(
        opened, objects, where
    )
    if not page and element is not None:
        page = _page(opened, element)
    names: list[str] = []
    while isinstance(element, pikepdf.Dictionary) and len(names) < _MOST_IDS:
        names.append(str(element.get("/ID", "")))
        element = element.get("/P")
    return page, _first(names)


def _element(opened: pikepdf.Pdf, objects: list[pikepdf.Object], where: str) -> pikepdf.Object | None:
    """Return the structure element of an annotation, or of marked content on a page, by the ParentTree."""
    tree = opened.Root.get("/StructTreeRoot", pikepdf.Dictionary()).get("/ParentTree")
    if tree is None:
        return None
    index = pikepdf.NumberTree(tree)
    marked = _MARK.search(where)
    for entry in objects:
        if "/StructParent" in entry:
            return index.get(int(entry.StructParent))
        if marked and "/StructParents" in entry:
            row = index.get(int(entry.StructParents))
            return row[int(marked[1])] if row is not None and int(marked[1]) < len(row) else None
    return None


def _page(opened: pikepdf.Pdf, element: pikepdf.Object) -> int:
    """Return the page that a structure element, or the first in it that says so, begins on; 0 where none does."""
    if "/Pg" in element:
        return next((number for number, page in enumerate(opened.pages, 1) if page.objgen == element.Pg.objgen), 0)
    inside = element.get("/K", pikepdf.Array())
    for child in inside if isinstance(inside, pikepdf.Array) else [inside]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child and (page := _page(opened, child)):
            return page
    return 0


def text_of(path: Path) -> str:
    """Return the text of a page, whatever is wrong with it."""
    return path.read_text("utf-8", errors="replace")


def _first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))[:_MOST_IDS]

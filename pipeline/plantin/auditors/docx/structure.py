"""What a grammar of elements cannot say of a Word file: fields and bookmarks that end, cells as wide as their columns,
pictures of one size, lists that begin again once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from lxml.etree import _Element as Node

from plantin.auditors.fault import SHOWN
from plantin.auditors.grammar import Breach
from plantin.model.outline import normal
from plantin.wordfile.package import child, children, name, val, whole

_STORIES = ("word/document.xml", "word/footnotes.xml", "word/header", "word/footer")
_MANY = (("w:bookmarkStart", "w:id"), ("w:bookmarkStart", "w:name"), ("w:footnote", "w:id"))
"""Elements of which each has an attribute of its own."""


_ALL_LEVELS = 'TOC \\o "1-9"'


def find_misplaced(parts: Mapping[str, Node]) -> Iterator[tuple[str, Breach]]:
    """Yield what is not where it has to be, each with the part that it is in."""
    for part, root in parts.items():
        if part.startswith(_STORIES):
            for breach in (*_fields(root), *_bookmarks(root), *_tables(root), *_pictures(root), *_titles(root)):
                yield part, breach
        if part == "word/numbering.xml":
            yield from ((part, breach) for breach in _lists(root))
        if part == "word/footnotes.xml":
            numbers = [whole(val(note, attribute="w:id")) for note in children(root, "w:footnote")]
            yield from [(part, Breach("the notes do not come in the order of their ids", root))] * (
                numbers != sorted(numbers)
            )
    stories = [root for part, root in parts.items() if part.startswith(_STORIES)]
    for tag, attribute in _MANY:
        yield from (
            (tag, breach) for breach in _again([node for root in stories for node in root.iter(name(tag))], attribute)
        )


def _again(found: list[Node], attribute: str) -> Iterator[Breach]:
    """Yield the elements that are named as one before them."""
    counts: Counter[str] = Counter()
    for element in found:
        key = val(element, attribute=attribute)
        counts[key] += 1
        if counts[key] == 2:
            yield Breach(f"there is a second {key}", element)


def _fields(root: Node) -> Iterator[Breach]:
    """17.16.18: a field has its beginning, one code, the sign before its result, its end; one in it is in that."""
    opened: list[str] = []
    for node in root.iter(name("w:fldChar"), name("w:instrText"), name("w:t")):
        was = opened[-1] if opened else ""
        kind = val(node, attribute="w:fldCharType") if node.tag == name("w:fldChar") else ""
        if kind == "begin" and was in ("", "separate"):
            opened.append("begin")
        elif node.tag == name("w:instrText") and was == "begin":
            opened[-1] = "code"
        elif kind == "separate" and was == "code":
            opened[-1] = "separate"
        elif kind == "end" and was == "separate":
            opened.pop()
        elif kind or node.tag == name("w:instrText") or was not in ("", "separate"):
            yield Breach("a field does not have its beginning, its code, its result and its end in this order", node)
            return
    if opened:
        yield Breach("a field has no end", root)


def _bookmarks(root: Node) -> Iterator[Breach]:
    """17.13.6: each bookmark ends once, after it begins, in the paragraph where it begins."""
    for paragraph in root.iter(name("w:p")):
        opened: set[str] = set()
        for mark in paragraph.iter(name("w:bookmarkStart"), name("w:bookmarkEnd")):
            key = val(mark, attribute="w:id")
            if (mark.tag == name("w:bookmarkStart")) == (key in opened):
                yield Breach(f"bookmark {key} does not begin and end once", mark)
            opened ^= {key}
        if opened:
            yield Breach(f"bookmark {min(opened)} has no end", paragraph)


def _tables(root: Node) -> Iterator[Breach]:
    """17.4.71: each cell is as wide as the columns that it spans, and each row as wide as the table."""
    for table in root.iter(name("w:tbl")):
        widths = [whole(val(column, attribute="w:w")) for column in children(table, "w:tblGrid/w:gridCol")]
        for row in children(table, "w:tr"):
            at = 0
            for cell in children(row, "w:tc"):
                end = at + whole(val(cell, "w:tcPr/w:gridSpan"), 1)
                if whole(val(cell, "w:tcPr/w:tcW", "w:w")) != sum(widths[at:end]):
                    yield Breach("a cell is not as wide as its columns", cell)
                at = end
            if at != len(widths):
                yield Breach("a row does not have the columns of its table", row)


def _pictures(root: Node) -> Iterator[Breach]:
    """20.4.2.7: the room of a picture is the size of the picture, and both have one name."""
    for inline in root.iter(name("wp:inline")):
        room, size = child(inline, "wp:extent"), next(inline.iter(name("a:xfrm")), None)
        sizes = {tuple(sorted(node.attrib.items())) for node in (room, child(size, "a:ext")) if node is not None}
        names = {
            (node.get("name"), node.get("id"))
            for node in inline.iter()
            if isinstance(node.tag, str) and node.get("name")
        }
        if len(sizes) != 1 or len(names) != 1:
            yield Breach("a picture does not have the room that it is given, or has two names", inline)


def _titles(root: Node) -> Iterator[Breach]:
    """Check that the title of a box without a number is a heading, where the contents leave it a level (17.16.5.68)."""
    if _ALL_LEVELS in "".join(node.text or "" for node in root.iter(name("w:instrText"))):
        return
    for paragraph in root.iter(name("w:p")):
        if val(paragraph, "w:pPr/w:pStyle") != "BoxTitle" or next(paragraph.iter(name("w:br")), None) is not None:
            continue
        if words := normal("".join(node.text or "" for node in paragraph.iter(name("w:t")))):
            yield Breach(f"“{words[:SHOWN]}”, over a box without a number, is no heading", paragraph)


def _lists(root: Node) -> Iterator[Breach]:
    """17.9.27: an instance of a list begins one level again, and those under it at one; each has its own number."""
    yield from _again(children(root, "w:num"), "w:numId")
    yield from _again(children(root, "w:abstractNum"), "w:abstractNumId")
    abstract_lists = {val(node, attribute="w:abstractNumId") for node in children(root, "w:abstractNum")}
    for instance in children(root, "w:num"):
        overrides = children(instance, "w:lvlOverride")
        levels = [whole(val(override, attribute="w:ilvl")) for override in overrides]
        starts = [val(override, "w:startOverride") for override in overrides]
        misnumbered = [
            level
            for level, override in zip(levels, overrides, strict=True)
            for inner in children(override, "w:lvl")
            if whole(val(inner, attribute="w:ilvl")) != level
        ]
        if levels != list(range(levels[0], levels[0] + len(levels)) if levels else ()) or misnumbered:
            yield Breach("an instance of a list does not begin again level by level", instance)
        if any(start != "1" for start in starts[1:]):
            yield Breach("a lower level of a list does not begin at one", instance)
        if val(instance, "w:abstractNumId") not in abstract_lists:
            yield Breach("an instance is of a list that is not there", instance)

"""What is in a file beside words: notes, tables, cells, pictures and links, counted in the file and in the source, each by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from lxml.etree import _Element as Element

from pipeline.wordfile.package import Package

_OPEN = {
    "notes": ("note",), "tables": ("table",), "cells": ("table-cell",), "pictures": ("image",), "links": ("a",),
}  # fmt: skip
_MARKED_UP = {
    "notes": ("footnote", "fn"), "tables": ("table", "informaltable", "table-wrap"), "cells": ("entry", "td", "th"),
    "pictures": ("imagedata", "graphic", "inline-graphic"), "links": ("link", "ulink", "ext-link"),
}  # fmt: skip
_WORD = {
    "notes": ("footnoteReference", "endnoteReference"),
    "tables": ("tbl",),
    "cells": ("tc",),
    "pictures": ("blip", "imagedata"),
    "links": ("hyperlink",),
}
_PAGE = {"notes": (), "tables": ("table",), "cells": ("td", "th"), "pictures": ("img",), "links": ("a",)}
_WHOLE = re.compile(r"(?:https?://|mailto:)\S+")


@dataclass(frozen=True, slots=True)
class Inventory:
    """How many there are of each; a note that is called twice counts once, cells are those that have words."""

    notes: int = 0
    tables: int = 0
    cells: int = 0
    pictures: int = 0
    links: int = 0

    def rows(self) -> Iterator[tuple[str, int]]:
        """The kinds with their numbers."""
        yield from ((one.name, getattr(self, one.name)) for one in fields(self))


def word(package: Package) -> Inventory:
    """That of a Word file: its text and its notes."""
    roots = [package.body(), *package.notes(), *package.end_notes()]
    found = [_counted(root, _WORD) for root in roots]
    called = {
        (node.tag, value) for root in roots for node in root.iter("{*}footnoteReference", "{*}endnoteReference") for value in node.values()
    }
    links = {key for root in roots for node in root.iter("{*}hyperlink") for name, key in node.items() if str(name).endswith("}id")}
    tables, cells, pictures = (sum(getattr(one, name) for one in found) for name in ("tables", "cells", "pictures"))
    return Inventory(len(called), tables, cells, pictures, len(links))


def page(root: Element, notes: int) -> Inventory:
    """That of a page of HTML without what leads about the site; its ``notes`` are those that lead back to their calls."""
    found = _counted(root, _PAGE)
    links = sum(
        bool(_WHOLE.fullmatch(str(node.get("href", "")).strip())) and bool("".join(map(str, node.itertext())).strip())
        for node in root.iter("a")
    )
    return Inventory(notes, found.tables, found.cells, found.pictures, links)


def open_document(root: Element) -> Inventory:
    """That of an OpenDocument text, from its content.xml."""
    return _counted(root, _OPEN)


def marked_up(root: Element) -> Inventory:
    """That of a file of DocBook or JATS."""
    return _counted(root, _MARKED_UP)


_CODE = re.compile(r"^([ >]*)(`{3,}|~{3,})[^\n]*\n.*?^\1\2[`~]*[ \t]*$|(?<!`)(`+)(?!`).+?(?<!`)\3(?!`)", re.MULTILINE | re.DOTALL)
_RULE = re.compile(r"^[ >]*\|?[ \t]*:?-{1,}:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_LINK = re.compile(
    r"(?<![!\\])\[(?:[^\[\]\\]|\\.|\[[^\]]*\])*\]\((?:https?://|mailto:)[^\s)]+\)|<(?:https?://|mailto:)[^>\s]+>"
    r"|(?<![\w(<\[/])(?:https?://|www\.)[\w.-]+\w(?:/[^\s<>()\[\]]*)?"
)


def markdown(text: str) -> Inventory:
    """That of a text in Markdown, without what is given in HTML in it; of a canonical source likewise."""
    bare = _CODE.sub("`x`", text)
    notes = {*re.findall(r"^ {0,3}\[\^([^\]\s]+)\]:", bare, re.MULTILINE)}
    tables, cells = _listed(bare)
    before = ""
    inside = False
    for line in bare.split("\n"):
        if "|" not in line:
            inside = False
        elif not inside and _RULE.fullmatch(line) and "|" in before:
            inside, tables = True, tables + 1
            cells += _cells(before)
        elif inside:
            cells += _cells(line)
        before = line
    pictures = len(re.findall(r"(?<!\\)!\[(?:[^\[\]\\]|\\.)*\]\(", bare))
    return Inventory(len(notes), tables, cells, pictures, len(_LINK.findall(bare)))


_LISTED = re.compile(r"^(:{3,})[ \t]*\{[^}\n]*\.list\b[^}\n]*\}.*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_IN_LIST = re.compile(r"^(?:- - |  - )[ \t]*(?![<^][ \t]*$)(?=\S)", re.MULTILINE)


def _listed(text: str) -> tuple[int, int]:
    """How many tables are lists of lists, and how many cells with words these have."""
    found = _LISTED.findall(text)
    return len(found), sum(len(_IN_LIST.findall(match[0])) for match in _LISTED.finditer(text))


def _cells(row: str) -> int:
    parts = re.split(r"(?<!\\)\|", row.strip().strip("|"))
    return sum(part.strip() not in ("", "<", "^") for part in parts)


def _counted(root: Element, names: Mapping[str, tuple[str, ...]]) -> Inventory:
    """How many elements of each name there are; of tables in each other the outer one, of drawings that have a substitute the drawing."""
    counts = dict.fromkeys(names, 0)
    kinds = {name: kind for kind, local in names.items() for name in local}
    for node in root.iter():
        kind = kinds.get(node.tag.rpartition("}")[2]) if isinstance(node.tag, str) else None
        if kind is None or (kind in ("tables", "cells") and _inner(node, names)) or _substitute(node):
            continue
        if kind in ("cells", "tables") and not _said(node).strip():
            continue
        counts[kind] += 1
    return Inventory(**counts)


def _inner(node: Element, names: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a table or a cell is in another table's cell."""
    around = [one.tag.rpartition("}")[2] for one in node.iterancestors() if isinstance(one.tag, str)]
    return sum(name in names["cells"] for name in around) > 0 or (
        node.tag.rpartition("}")[2] in names["tables"] and any(name in names["tables"] for name in around)
    )


def _said(node: Element) -> str:
    return "".join(map(str, node.itertext()))


def _substitute(node: Element) -> bool:
    return any(isinstance(one.tag, str) and one.tag.endswith("}Fallback") for one in node.iterancestors())

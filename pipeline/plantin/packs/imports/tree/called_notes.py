"""Tells notes with the same words apart, and counts what pandoc's tree of a text with marks holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from plantin.packs.imports.inventory import CODE, WHOLE_ADDRESS, Inventory
from plantin.packs.imports.tree import grid, inlines
from plantin.source.nodes import Json

_CALLS = {
    "jats": re.compile(r"<xref\b(?=[^>]*\bref-type=[\"']fn\b)[^>]*\brid=[\"'](?P<name>[^\"']+)"),
    "markdown": re.compile(r"^ {0,3}\[\^[^\]\s]+\]:|(?<!\\)\[\^(?P<name>[^\]\s]+)\]|\^\[", re.MULTILINE),
    "asciidoc": re.compile(r"footnote(?:ref)?:(?P<name>[\w-]*)\["),
    "rst": re.compile(r"^\.\. \[[^\]]+\]|\[#?(?P<name>[\w-]*)\*?\]_", re.MULTILINE),
    "org": re.compile(r"^\[fn:[^\]:]+\]|\[fn:(?P<name>[^\]:]*)", re.MULTILINE),
}


def label_notes(items: Json, text: str, kind: str) -> None:
    """Write into each note of the tree which definition of ``text`` it calls, for the tree has the words alone. Nothing
    is written where the calls in the text are others than those of the tree.
    """
    notes = [node for node in inlines.nodes(items) if node["t"] == "Note"]
    names = list(_names(text, kind))
    words = dict(zip(names, map(_words, notes), strict=False))
    if len(names) == len(notes) and all(words[name] == _words(note) for name, note in zip(names, notes, strict=True)):
        for name, note in zip(names, notes, strict=True):
            note[inlines.LABEL] = name


def _names(text: str, kind: str) -> Iterator[str]:
    """Yield the name in each call, in their order; of one that is its own definition, its place."""
    if pattern := _CALLS.get(kind):
        for match in pattern.finditer(CODE.sub("", text) if kind == "markdown" else text):
            if match["name"] is not None or match[0] == "^[":
                yield (match["name"] or f" {match.start()}").casefold()


def _words(note: Json) -> str:
    return json.dumps(note["c"], sort_keys=True)


def count_objects(items: Json) -> Inventory:
    """Return what a tree holds beside words; tables in cells are the words of these."""
    nodes = list(inlines.nodes(items))
    tables = [node for node in nodes if node["t"] == "Table" and inlines.stringify([node]).strip()]
    inner = {id(node) for table in tables for node in inlines.nodes(table["c"]) if node["t"] == "Table"}
    outer = [table for table in tables if id(table) not in inner]
    links = [node["c"] for node in nodes if node["t"] == "Link"]
    return Inventory(
        notes=len({_words(node) + node.get(inlines.LABEL, "") for node in nodes if node["t"] == "Note"}),
        tables=len(outer),
        cells=sum(bool(inlines.stringify(cell).strip()) for table in outer for cell in grid.cells(table["c"])),
        pictures=sum(node["t"] == "Image" for node in nodes),
        links=sum(
            bool(WHOLE_ADDRESS.fullmatch(target)) and bool(inlines.stringify(w).strip()) for _, w, (target, _) in links
        ),
        formulas=sum(node["t"] == "Math" for node in nodes),
    )

"""The nodes of pandoc's tree, each with its place in the source, read from its JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from plantin.findings import Finding, Place
from plantin.source import bounds

Json = Any
"""Pandoc's tree as its JSON has it: what it prints is of its own making, and read as it is."""
_BARE = frozenset("Para Plain Emph Strong Superscript Subscript BlockQuote Note Strikeout SmallCaps".split())
"""The kinds of what holds nodes and nothing else."""
_POSITION = {"wrapper", "data-pos"}
_BEGINNING = re.compile(r"(?:[^@;]*@)?(\d+):(\d+)-")


@dataclass(frozen=True, slots=True)
class Node:
    """A node of pandoc's tree. ``kind`` is pandoc's own word (Para, Header, Note...), with some of ours: Item, an entry
    of a list; Text, a run of Str, Space and SoftBreak; Term and Definition, in a DefinitionList; Head, Row and Cell, in
    a Table. ``number`` is a heading's level or a list's first number; ``style`` a list's numerals, a Math's InlineMath
    or DisplayMath, a Cell's alignment; ``text`` of an Item is its mark as typed, that of a Link its title; ``target``
    of a Math is its MathML, empty where pandoc cannot read it.
    """

    kind: str
    place: Place
    children: tuple[Node, ...] = ()
    text: str = ""
    target: str = ""
    number: int = 0
    style: str = ""
    identifier: str = ""
    classes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()

    def within(self, closed: str = "") -> Iterator[Node]:
        """Yield all nodes in it, each before those in it; what is in one of the kind ``closed`` is left out."""
        for child in self.children:
            yield child
            if child.kind != closed:
                yield from child.within(closed)

    def words(self) -> str:
        """Return its text, or that of the nodes in it."""
        return self.text or "".join(child.words() for child in self.children)


class NodeReader:
    """Turns pandoc's JSON into nodes: wrappers that only carry positions are opened, runs of words joined."""

    def __init__(self, path: str, body: str) -> None:
        self._path = path
        self._lines = body.split("\n")
        self.formulas: set[str] = set()
        self.refused: list[Finding] = []

    def nodes(self, items: list[Json], place: Place) -> tuple[Node, ...]:
        """Return the nodes of ``items``, blocks or inlines; ``place`` is that of what is around them."""
        out: list[Node] = []
        words: list[str] = []
        where = place
        for item in items:
            if word := _word(item):
                if not words:
                    where = self._at(word[1], place) if word[1] else place
                words.append(word[0])
                continue
            node = self._node(item, place)
            if node.kind == "Text":
                where = where if words else node.place
                words.append(node.text)
                continue
            if words:
                out.append(Node("Text", where, text="".join(words)))
                words = []
            out.append(node)
        if words:
            out.append(Node("Text", where, text="".join(words)))
        return tuple(out)

    def _node(self, item: Json, place: Place) -> Node:
        kind, content = item["t"], item.get("c")
        match kind:
            case "Str":
                return Node("Text", place, text=content)
            case "Space" | "SoftBreak":
                return Node("Text", place, text=" ")
            case "Div" | "Span":
                return self._container(kind, content, place)
            case "Header":
                level, attributes, children = content
                inner = self.nodes(children, self._at(attributes, place))
                return self._node_with_attributes(kind, attributes, inner, place, number=level)
            case "Link" | "Image":
                attributes, children, (target, title) = content
                inner = self.nodes(children, self._at(attributes, place))
                return self._node_with_attributes(kind, attributes, inner, place, target=target, text=title)
            case "Code" | "CodeBlock":
                return self._node_with_attributes(kind, content[0], (), place, text=content[1])
            case "OrderedList":
                (start, style, _delimiter), entries = content
                return Node(kind, place, self._entries(entries, place), number=start, style=style["t"])
            case "BulletList":
                return Node(kind, place, self._entries(content, place))
            case _ if kind in _BARE:
                children = self.nodes(content, place)
                return Node(kind, children[0].place if kind in ("Para", "Plain") and children else place, children)
            case "RawInline" | "RawBlock":
                return Node(kind, place, text=content[1])
            case "Math":
                return self._formula(content[1], content[0]["t"], place)
            case "DefinitionList":
                terms = (node for term, texts in content for node in self._definition(term, texts, place))
                return Node(kind, place, tuple(terms))
            case "Table":
                return self._table(content, place)
            case "Figure":
                return self._node_with_attributes(kind, content[0], (), place)
            case _:
                return Node(kind, place)

    def _formula(self, tex: str, style: str, place: Place) -> Node:
        """Return a formula, whose MathML is made for all together; one too large for pandoc is refused."""
        if fault := bounds.formula(tex):
            self.refused.append(Finding("S084", fault, place, "Divide it, or show it as a figure."))
        self.formulas.add(tex)
        if len(self.formulas) == bounds.FORMULAS + 1:
            hint = "Divide the report, as into addenda."
            self.refused.append(Finding("S084", f"more than {bounds.FORMULAS:,} formulas", place, hint))
        return Node("Math", place, text=tex, style=style)

    def _container(self, kind: str, content: Json, place: Place) -> Node:
        attributes, children = content
        inner = self.nodes(children, self._at(attributes, place))
        identifier, classes, pairs = attributes
        keys = {key for key, _ in pairs}
        if "wrapper" in keys <= _POSITION and not identifier and not classes and len(inner) == 1:
            return inner[0]
        return self._node_with_attributes(kind, attributes, inner, place)

    def _entries(self, entries: list[list[Json]], place: Place) -> tuple[Node, ...]:
        items = []
        for entry in entries:
            children = self.nodes(entry, place)
            where = children[0].place if children else place
            items.append(Node("Item", where, children, text=self._mark_before(where)))
        return tuple(items)

    def _definition(self, term: list[Json], texts: list[list[Json]], place: Place) -> Iterator[Node]:
        for kind, items in (("Term", term), *(("Definition", text) for text in texts)):
            children = self.nodes(items, place)
            yield Node(kind, children[0].place if children else place, children)

    def _table(self, content: Json, place: Place) -> Node:
        attributes, _caption, columns, (_, heads), bodies, (_, feet) = content
        where = self._at(attributes, place)
        aligns = [align["t"] for align, _width in columns]
        rows = [("Head", row) for row in heads]
        for _, _, above, below in bodies:
            rows += [*(("Head", row) for row in above), *(("Row", row) for row in below)]
        rows += [("Row", row) for row in feet]
        read = tuple(self._row(kind, row, aligns, where) for kind, row in rows)
        return self._node_with_attributes("Table", attributes, read, place)

    def _row(self, kind: str, row: Json, aligns: list[str], place: Place) -> Node:
        cells = []
        for align, (_, alignment, _rows, _columns, blocks) in zip(aligns, row[1], strict=False):
            children = tuple(node for block in self.nodes(blocks, place) for node in block.children)
            style = align if alignment["t"] == "AlignDefault" else alignment["t"]
            cells.append(Node("Cell", children[0].place if children else place, children, style=style))
        where = next((cell.place for cell in cells if cell.children), place)
        return Node(kind, where, tuple(cells))

    def _mark_before(self, place: Place) -> str:
        """Return the mark before ``place`` on its line: "(c)" or "-"; empty without the source's lines."""
        if not 0 < place.line <= len(self._lines):
            return ""
        return (self._lines[place.line - 1][: place.column - 1].split() or [""])[-1]

    def _node_with_attributes(
        self,
        kind: str,
        attributes: Json,
        children: tuple[Node, ...],
        place: Place,
        *,
        text: str = "",
        target: str = "",
        number: int = 0,
    ) -> Node:
        identifier, classes, pairs = attributes
        kept = tuple((key, value) for key, value in pairs if key not in ("data-pos", "wrapper"))
        where = self._at(attributes, place)
        return Node(kind, where, children, text, target, number, "", identifier, tuple(classes), kept)

    def _at(self, attributes: Json, otherwise: Place) -> Place:
        """Return the place that pandoc wrote as ``data-pos="7:10-7:18"``."""
        for key, value in attributes[2]:
            # A passage on several lines has several ranges, a line end between them none.
            if key == "data-pos" and (match := _BEGINNING.match(value)):
                return Place(self._path, int(match[1]), int(match[2]))
        return otherwise


def _word(item: Json) -> tuple[str, Json | None] | None:
    """Return the text of a word or a space and the attributes that hold its place, None where it has none; None for
    anything else.

    Nearly all of a report is words, each in a wrapper of its own.
    """
    attributes = None
    if item["t"] == "Span":
        attributes, children = item["c"]
        identifier, classes, pairs = attributes
        if identifier or classes or len(children) != 1 or len(pairs) != 2 or {pairs[0][0], pairs[1][0]} != _POSITION:
            return None
        item = children[0]
    if item["t"] == "Str":
        return item["c"], attributes
    return (" ", attributes) if item["t"] in ("Space", "SoftBreak") else None

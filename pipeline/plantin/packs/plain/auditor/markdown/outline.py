"""Reads the outline of a Markdown edition from its CommonMark tree (docs/formats.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from plantin.model.inlines import MARKS
from plantin.model.outline import Entry, Kind, build, mark, normal, shape
from plantin.model.outline import join_entries as joined_rows
from plantin.packs.plain.auditor.markdown.page import LITERAL

_SECTION_HEADING_RANK = 2
_BULLET = "•"
"""The sign of an entry without a number, which Markdown leaves to whoever shows it."""
_CALL = re.compile(r"\[\^([^\]\s]+)\]")
_HEADING = re.compile("h[1-6]")
_BLOCKS = frozenset({"p", "ul", "ol", "pre", "blockquote", "div", "table", "hr", "h1", "h2", "h3", "h4", "h5", "h6"})
_SCOPES = {"col": "column", "colgroup": "column", "row": "row", "rowgroup": "group"}


@dataclass(slots=True)
class MarkdownRows:
    """What has been read: the rows, and the indicators in their order; ``notes`` are the anchors of the footnotes by
    label, ``counts`` how often each note has been called so far.
    """

    notes: dict[str, str]
    counts: dict[str, int] = field(default_factory=dict)
    rows: list[Entry] = field(default_factory=list)
    indicators: list[Entry] = field(default_factory=list)

    def read_children(self, parent: etree._Element, *, quoted: bool = False, level: int = 1) -> None:
        """Read the blocks in ``parent``."""
        self.read_blocks(list(parent), quoted=quoted, level=level)

    def read_blocks(self, elements: Sequence[etree._Element], *, quoted: bool = False, level: int = 1) -> None:
        """Read these blocks."""
        for element in elements:
            name = str(element.tag)
            if _HEADING.fullmatch(name):
                self._row("section", element, int(name[1]) - _SECTION_HEADING_RANK + 1)
            elif name == "p":
                self._row("quotation" if quoted else "paragraph", element)
            elif name in {"ul", "ol"}:
                self._list(element, quoted=quoted, level=level)
            elif name == "pre":
                self.rows.append(Entry("listing", 0, "", "", normal("".join(map(str, element.itertext())))))
            elif name == "blockquote":
                self.read_children(element, quoted=True, level=level)
            elif name == "div":
                self._object(element, quoted=quoted, level=level)
            elif name == "table":
                self.rows.extend(self._table_row(row) for row in element.iter("tr"))

    def _row(self, kind: Kind, element: etree._Element, level: int = 0, anchor: str = "") -> None:
        name, label, text = self.line(element)
        self.rows.append(Entry(kind, level, name or anchor, label, text))

    def _list(self, block: etree._Element, *, quoted: bool, level: int) -> None:
        for item in block.iterchildren("li"):
            first, rest = _first(item)
            name, label, text = ("", "", "") if first is None else self.line(first)
            self.rows.append(Entry("item", level, name, label or _BULLET, text))
            self.read_blocks(rest, quoted=quoted, level=level + 1)

    def _object(self, element: etree._Element, *, quoted: bool, level: int) -> None:
        kind, anchor = element.get("class", ""), element.get("id", "")
        if kind == "definitions":
            for item in (entry for block in element.iterchildren("ul") for entry in block.iterchildren("li")):
                term, blocks = _first(item)
                if term is not None:
                    self._row("term", term)
                first = blocks[0] if blocks and blocks[0].tag == "p" else None
                self.rows.append(Entry("definition", 0, "", "", "" if first is None else self.line(first)[2]))
                self.read_blocks(blocks if first is None else blocks[1:], quoted=quoted, level=level)
        elif kind == "note":
            self.rows.append(self.note(element, "letter"))
        elif element.get("role") == "math":
            label = next((self.line(paragraph)[2] for paragraph in element.iterchildren("p")), "")
            self.rows.append(Entry("equation", 0, anchor, label, normal(element.get("aria-label", ""))))
        elif kind in {"table", "figure", "box"}:
            self._read_titled_object(kind, anchor, list(element))
        elif kind != "contents":  # which `contents` reads
            self.read_children(element, quoted=quoted, level=level)

    def _read_titled_object(self, kind: str, anchor: str, children: list[etree._Element]) -> None:
        alone = kind == "figure" and _is_alternative(children[:1]) and not _is_alternative(children[1:2])
        if children and children[0].tag == "p" and not alone:
            title = children.pop(0)
            self._row("table" if kind == "table" else "figure" if kind == "figure" else "box", title, 0, anchor)
        if kind == "figure" and children and children[0].tag == "p":
            alternative = _words(children.pop(0)).removeprefix(LITERAL).removesuffix("]")
            self.rows.append(Entry("image", 0, "", "", normal(alternative.replace(LITERAL, "["))))
        self.read_blocks(children)

    def _table_row(self, row: etree._Element) -> Entry:
        cells = [cell for cell in row if cell.tag in {"td", "th"}]
        readings = [self._read_cell(cell) for cell in cells]
        cell_shapes = ""
        if any(
            cell.get("scope") or cell.get("colspan") or cell.get("rowspan") for cell in row.iter("td", "th")
        ) or "scope" in _cell_attributes(row):
            cell_shapes = " ".join(
                shape(
                    _SCOPES.get(cell.get("scope", ""), "data"),
                    int(cell.get("colspan") or 1),
                    int(cell.get("rowspan") or 1),
                )
                + structure
                for cell, (structure, _) in zip(cells, readings, strict=True)
            )
        return Entry("row", 0, "", cell_shapes, " | ".join(words for _, words in readings))

    def _read_cell(self, cell: etree._Element) -> tuple[str, str]:
        """Read a cell: how it is built of blocks, and its words."""
        if not any(child.tag in _BLOCKS for child in cell):
            return "", normal(" ".join(filter(None, self.line(cell)[1:])))
        inside = MarkdownRows(self.notes, self.counts)
        inside.read_children(cell)
        self.indicators += inside.indicators
        return build(inside.rows), joined_rows(inside.rows)

    def note(self, element: etree._Element, kind: Kind, label: str = "", anchor: str = "") -> Entry:
        """Return a note as a row, all its blocks joined."""
        inside = MarkdownRows(self.notes, self.counts)
        inside.read_children(element)
        self.indicators += inside.indicators
        if not inside.rows:
            return Entry(kind, 0, anchor or element.get("id", ""), label, "")
        first = inside.rows[0]
        text = joined_rows([replace(first, label=""), *inside.rows[1:]])
        return Entry(kind, 0, anchor or element.get("id", ""), label or first.label, text)

    def line(self, element: etree._Element) -> tuple[str, str, str]:
        """Return the anchor, the label and the words of a line; its calls are kept."""
        ids = (
            child.get("id", "")
            for child in element
            if child.tag == "a" and child.get("id") and not (element.text or "").strip()
        )
        # A place that is linked from elsewhere is not part of its line.
        anchor = next((identifier for identifier in ids if not identifier.startswith(MARKS)), "")
        text = "".join(self._pieces(element))
        # Two spaces follow a label: Markdown shows them as one, and no text has them.
        label, gap, words = text.strip(" \n").partition("  ")
        if not gap:
            label, words = "", text
        return anchor, normal(label.replace(LITERAL, "[")), normal(words.replace(LITERAL, "["))

    def _pieces(self, element: etree._Element) -> Iterator[str]:
        yield self._mark_calls(element.text or "")
        for child in element:
            name = str(child.tag)
            if name == "br":
                yield " "
            elif child.get("role") == "math":
                yield child.get("aria-label", "")
            elif name == "code":
                yield " ".join("".join(map(str, child.itertext())).split())
            elif name == "a" and element.tag == "sup" and "note-" in child.get("href", ""):
                yield self._call(_words(child).replace(LITERAL, "["), child.get("href", "").removeprefix("#"))
            elif name not in _BLOCKS:
                yield from self._pieces(child)
            yield self._mark_calls(child.tail or "")

    def _mark_calls(self, text: str) -> str:
        return _CALL.sub(lambda match: self._call(match[1], self.notes.get(match[1], "")), text)

    def _call(self, label: str, note: str) -> str:
        """Return the call of ``note``, whose anchor follows from that of the note (docs/architecture.md, law 5)."""
        self.counts[note] = count = self.counts.get(note, 0) + 1
        before, _, after = note.rpartition("note-")
        self.indicators.append(
            Entry("indicator", 0, f"{before}indicator-{after}{f'-{count}' if count > 1 else ''}", label, note)
        )
        return mark(label)


def masthead(body: etree._Element, rows: MarkdownRows) -> tuple[list[str], list[etree._Element]]:
    """Return the lines above the title and the title, and the blocks that follow it."""
    children = list(body)
    title = next((n for n, child in enumerate(children) if child.tag == "h1"), -1)
    lines = [words for child in children[: title + 1] for words in _lines(child, rows)]
    return lines, children[title + 1 :]


def contents(element: etree._Element) -> Iterator[Entry]:
    """Yield the rows of the list of contents."""
    for item in element.iter("li"):
        link = next(item.iter("a"), None)
        if link is not None:
            level = sum(around.tag in {"ul", "ol"} for around in item.iterancestors())
            _, label, text = MarkdownRows({}).line(link)
            yield Entry("contents", level, link.get("href", "").removeprefix("#"), label, text)


def _lines(element: etree._Element, rows: MarkdownRows) -> Iterator[str]:
    """Yield the lines of an element, separated by its breaks."""
    text = "".join("\n" if piece == " " else piece for piece in rows._pieces(element))  # noqa: SLF001
    yield from (normal(line.replace(LITERAL, "[")) for line in text.split("\n") if line.strip())


def _first(item: etree._Element) -> tuple[etree._Element | None, list[etree._Element]]:
    """Return the line that an entry begins with, and the blocks after it."""
    children = list(item)
    if children and children[0].tag == "p":
        return children[0], children[1:]
    return (
        (item, [child for child in children if child.tag in _BLOCKS])
        if (item.text or "").strip() or (children and children[0].tag not in _BLOCKS)
        else (None, children)
    )


def _cell_attributes(row: etree._Element) -> str:
    """Return the attributes of all cells of the table around ``row``, as one text."""
    table = next(row.iterancestors("table"), None)
    return "" if table is None else " ".join(str(name) for cell in table.iter("th", "td") for name in cell.attrib)


def _is_alternative(blocks: list[etree._Element]) -> bool:
    """Return whether the first of ``blocks`` is what a picture says, between brackets."""
    words = _words(blocks[0]) if blocks and blocks[0].tag == "p" else ""
    return words.startswith(LITERAL) and words.endswith("]")


def _words(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))

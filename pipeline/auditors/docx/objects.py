"""What stands apart from the text of a Word file: tables by their rows, captions that count themselves, boxes, notes under objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from lxml.etree import _Element as Node

from pipeline.auditors.docx.story import FEED, Field, Line
from pipeline.model.outline import Entry, Kind, joined, normal, shape
from pipeline.wordfile.numbering import figure
from pipeline.wordfile.package import child, children, name, on, val, whole

if TYPE_CHECKING:
    from pipeline.auditors.docx.reading import Reading

CAPTIONS: dict[str, Kind] = {"table title": "table", "figure title": "figure", "box title": "box"}
"""The styles of titles that a number of their own may stand before."""
_SIMPLE: dict[str, Kind] = {"definition text": "definition", "definition term": "term", "listing": "listing"}
_NOTE = "letter note"
_FORMS = {
    "arabic": "decimal",
    "ROMAN": "upperRoman",
    "roman": "lowerRoman",
    "ALPHABETIC": "upperLetter",
    "alphabetic": "lowerLetter",
    "ARABICABJAD": "arabicAbjad",
    "CHINESENUM3": "chineseCountingThousand",
}
_FIRST_COLUMN = 0x0080


def description(drawing: Node) -> str:
    """What a picture says to who cannot see it."""
    properties = next(drawing.iter(name("wp:docPr")), None)
    return str(properties.get("descr", "")) if properties is not None else ""


def counts(lines: Iterable[Line]) -> tuple[dict[int, str], dict[str, str]]:
    """What Word prints for each field SEQ (17.16.5.56), by the identity of the field, and by the bookmarks that it stands in."""
    reached: dict[str, int] = {}
    computed: dict[int, str] = {}
    marked: dict[str, str] = {}
    for field in (field for line in lines for field in line.fields if field.kind == "SEQ"):
        words = field.switches.split()
        count = reached.get(field.bookmark, 0) + ("\\c" not in words)
        if "\\r" in words[:-1]:
            count = whole(words[words.index("\\r") + 1], count)
        reached[field.bookmark] = count
        form = next((_FORMS[word] for word in words if word in _FORMS), "decimal")
        computed[id(field)] = figure(count, form)
        marked |= dict.fromkeys(field.inside, computed[id(field)])
    return computed, marked


class Body:
    """Reads the paragraphs of a story as the rows of an outline."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._shapes: dict[Node, str] = {}

    def entries(self, lines: list[Line]) -> Iterator[Entry]:
        """The rows of ``lines``."""
        at = 0
        while at < len(lines):
            row = _row(lines[at].node)
            if row is not None:
                held = _in_row(lines[at:], row)
                yield self._cells(row, held)
            elif self._name(lines[at]) == _NOTE:
                held = [lines[at], *takewhile(self._goes_on, lines[at + 1 :])]
                yield self._letter(held)
            else:
                held = lines[at : at + 1]
                yield from self._line(lines[at])
                if self._name(lines[at]) == "definition term" and (at + 1 == len(lines) or self._name(lines[at + 1]) != "definition text"):
                    yield Entry("definition", 0, "", "", "")
            at += len(held)

    def _name(self, line: Line) -> str:
        return self._reading.styles.name(line.style)

    def _goes_on(self, line: Line) -> bool:
        return self._name(line) != _NOTE and "footnote text" in self._reading.styles.names(line.style)

    def _line(self, line: Line) -> Iterator[Entry]:
        style = self._name(line)
        text = line.text(self._reading.labels)
        place = self._reading.place(line)
        if style in CAPTIONS:
            label, feed, title = text.partition(FEED)
            label, title = (label, title) if feed else ("", label)
            yield Entry(CAPTIONS[style], 0, place, self._computed(line, label), normal(title))
        elif style in _SIMPLE:
            yield Entry(_SIMPLE[style], 0, "", "", normal(text))
        elif style == "equation":
            said, _, label = text.rpartition("\t") if self._sequence(line) else (text, "", "")
            yield Entry("equation", 0, place, self._computed(line, label), normal(said))
        elif "typed entry" in style:
            label, _, said = text.partition("\t")
            yield Entry("item", whole(style.rpartition(" ")[2], 1), "", normal(label), normal(said))
        else:
            yield from self._reading.passage(line)

    def _sequence(self, line: Line) -> Field | None:
        return next((field for field in line.fields if field.kind == "SEQ"), None)

    def _computed(self, line: Line, label: str) -> str:
        """A label with the number that Word will print in it."""
        field = self._sequence(line)
        if field is None or not field.result:
            return normal(label)
        return normal(label.replace(field.result, self._reading.sequences.get(id(field), field.result), 1))

    def _letter(self, held: list[Line]) -> Entry:
        """A note under an object: its letter, a tab, and its words."""
        first, *rest = held
        label, _, words = first.text(self._reading.labels).partition("\t")
        text = normal(f"{words} {joined(self._reading.body(rest))}")
        return Entry("letter", 0, self._reading.place(first), normal(label), text)

    # Tables

    def _cells(self, row: Node, held: list[Line]) -> Entry:
        table = next(row.iterancestors(name("w:tbl")))
        if row not in self._shapes:
            self._shapes |= _shapes(table)
        words: dict[Node, list[str]] = {}
        for line in held:
            cell = next(line.node.iterancestors(name("w:tc")))
            words.setdefault(cell, []).append(line.text(self._reading.labels))
        shown = [normal(" ".join(said)) for cell, said in words.items() if not _goes_on(cell)]
        return Entry("row", 0, "", self._shapes[row], " | ".join(shown))


def _row(node: Node) -> Node | None:
    return next(node.iterancestors(name("w:tr")), None)


def _in_row(lines: list[Line], row: Node) -> list[Line]:
    return list(takewhile(lambda line: _row(line.node) is row, lines))


def _goes_on(cell: Node) -> bool:
    """Whether a cell only continues one above (17.4.84)."""
    merge = child(cell, "w:tcPr/w:vMerge")
    return merge is not None and val(merge) in {"", "continue"}


def _shapes(table: Node) -> dict[Node, str]:
    """The shapes of the cells of each row, those left out that continue one above."""
    columns = len(children(table, "w:tblGrid/w:gridCol"))
    look = child(table, "w:tblPr/w:tblLook")
    mask = val(look)
    named = bool(int(mask, 16) & _FIRST_COLUMN) if mask and all(sign in "0123456789abcdefABCDEF" for sign in mask) else False
    heads = val(look, attribute="w:firstColumn") in {"1", "true", "on"} or (not val(look, attribute="w:firstColumn") and named)
    rows = [row for row in table if row.tag == name("w:tr")]
    grid = [_grid(row) for row in rows]
    found = {}
    for n, row in enumerate(rows):
        head = on(row, "w:trPr/w:tblHeader") is True
        shapes = []
        for at, (cell, span) in grid[n].items():
            if _goes_on(cell):
                continue
            deep = 1
            if child(cell, "w:tcPr/w:vMerge") is not None:
                deep += sum(1 for _ in takewhile(lambda below: at in below and _goes_on(below[at][0]), grid[n + 1 :]))  # noqa: B023
            shapes.append(shape(_kind(cell, at, span, columns, head=head, heads=heads), span, deep))
        found[row] = " ".join(shapes)
    return found


def _grid(row: Node) -> dict[int, tuple[Node, int]]:
    """The cells of a row by the column in which they begin, each with the columns it spans."""
    found, at = {}, whole(val(row, "w:trPr/w:gridBefore"))
    for cell in children(row, "w:tc"):
        span = whole(val(cell, "w:tcPr/w:gridSpan"), 1)
        found[at] = (cell, span)
        at += span
    return found


def _kind(cell: Node, at: int, span: int, columns: int, *, head: bool, heads: bool) -> str:
    """What a cell is the head of: its row is marked as one of heads, it spans the table, or the first column has heads of rows."""
    if not any((text.text or "").strip() for text in cell.iter(name("w:t"), name("m:t"))):
        return "data"
    if head:
        return "column"
    if span == columns > 1:
        return "group"
    return "row" if at == 0 and heads else "data"

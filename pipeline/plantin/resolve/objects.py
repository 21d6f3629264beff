"""Resolves tables, figures and boxes, each with its label and notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from plantin.files import digest
from plantin.findings import SourceError
from plantin.findings.suggestion import suggest
from plantin.model.document import Align, Block, Box, Cell, CellKind, Figure, Note, Passage, Picture, Table
from plantin.model.inlines import Inline, Text
from plantin.model.numerals import numeral
from plantin.model.publication import Companion
from plantin.resolve import data_tables, described, list_tables
from plantin.resolve.chart_blocks import ChartReader, sparkline, split_words
from plantin.resolve.context import Position
from plantin.resolve.references import Target
from plantin.resolve.unprinted import OBJECTS
from plantin.source import drawings
from plantin.source.data_files import SUFFIXES

if TYPE_CHECKING:
    from plantin.findings import Place
    from plantin.house.locale_tables import ReferenceKind
    from plantin.resolve.context import Context
    from plantin.resolve.inlines import InlineResolver
    from plantin.resolve.notes import Notes
    from plantin.source.nodes import Node

_ALIGNS: dict[str, Align] = {"AlignRight": "end", "AlignCenter": "centre"}
_LEVEL = re.compile("[ABC][12]")
_LEFT, _UP = "<", "^"
_EMPTY = [["", ""], ["", ""]]
_TABLE = 'Put a table alone between ":::" lines, after its title.'
_FIGURE = 'A figure is one picture, ![what it shows](media/map.png), between ":::" lines, after its title.'


_SEVERAL = (
    "Write its title, then two to twelve boxes ::: {.figure}, each with a title and a picture of its own; then its"
    " source."
)
_FEWEST, _MOST = 2, 12
ALONE = (("decorative",), ("unnumbered",))
"""The classes of a picture without title and number."""
_WHOLE = 100
_CLASSES = ("table", "wide", "no-row-heads", "list", "unnumbered", *(suffix[1:] for suffix in SUFFIXES))
_NONE = Picture("", "", 0, 0, moving=False, digest="", content=b"")


@dataclass(frozen=True, slots=True)
class _Subfigure:
    """What one of several figures is called: its anchor, its label "(a)", its number in references "3 (a)"."""

    anchor: str
    label: str
    number: str


Reading = Callable[["tuple[Node, ...]", Position], tuple[Block, ...]]


class ObjectReader:
    """Reads the objects of a report; ``blocks`` reads what is in them, ``in_cell`` a cell of several blocks."""

    def __init__(
        self, context: Context, inlines: InlineResolver, notes: Notes, blocks: Reading, in_cell: Reading
    ) -> None:
        self._context = context
        self._inlines = inlines
        self._notes = notes
        self._blocks = blocks
        self._in_cell = in_cell
        self._counts: dict[str, int] = {}

    def read(self, node: Node, around: Position) -> Block | None:
        """Return the object that a div is, by its class; nothing where it is faulty, and the findings are kept."""
        kind = next(name for name in node.classes if name in OBJECTS)
        around = Position(around.anchor, numbered=False, number=around.number)
        match kind:
            case "table":
                return self._table(node, around)
            case "figure":
                return self._figure(node, around)
            case "chart":
                return ChartReader(self._context, self._blocks, self._title, self._letters, self._count).read(
                    node, around
                )
            case _:
                return self._box(node, around, kind)

    @contextmanager
    def _letters(self, kind: str, anchor: str) -> Iterator[list[Note]]:
        """While it lasts, notes are letters under an object if the rules say so; afterwards the list holds them."""
        if kind not in self._context.rules.letters:
            yield []
            return
        with self._notes.under(anchor) as kept:
            yield kept

    def _refuse(self, kind: ReferenceKind, node: Node, message: str, hint: str) -> None:
        """Report S077 for an object that cannot be read. References to it are in order: they are not reported too."""
        self._context.find("S077", message, node.place, hint)
        if node.identifier:
            self._context.target(node.identifier, Target(kind, "", ""), node.place)

    def _attributes(self, node: Node, classes: tuple[str, ...], names: tuple[str, ...] = ()) -> None:
        unknown = [*(f".{name}" for name in node.classes if name not in classes)]
        unknown += [key for key, _ in node.attributes if key not in names]
        if unknown:
            choices = ", ".join([*(f".{name}" for name in classes), *names])
            hint = f"Known: {choices}."
            meant = suggest(unknown[0], names, hint) if len(unknown) == 1 else hint
            self._context.find("S014", f"{classes[0]} with {', '.join(unknown)}", node.place, meant)

    def _count(self, kind: ReferenceKind, node: Node) -> tuple[str, str, str]:
        """Return the anchor, the number and the label of an object: the next number, the one typed, or none."""
        typed = dict(node.attributes).get("number", "")
        return self._context.count(kind, node.identifier, node.place, typed, bare="unnumbered" in node.classes)

    # Tables

    def _table(self, node: Node, around: Position) -> Block | None:
        names = ("number", "head", "widths", "file", "hidden", "align", *data_tables.OPTIONS)
        self._attributes(node, _CLASSES, names)
        node = self._with_list(self._with_data(node))
        at = [n for n, child in enumerate(node.children) if child.kind == "Table"]
        bare = "unnumbered" in node.classes
        if len(at) != 1 or not (at[0] or bare):
            self._refuse("table", node, "a table without a title, or not one table" if at else "no table here", _TABLE)
            return None
        anchor, _, label = self._count("table", node)
        before, grid, after = node.children[: at[0]], node.children[at[0]], node.children[at[0] + 1 :]
        with self._letters("table", anchor) as notes:
            title = self._title(before[0]) if before else ()
            headnote = self._blocks(before[1:], around)
            heads = self._heads(node, grid)
            rows = self._rows(grid, heads, "no-row-heads" not in node.classes, around)
            source = self._blocks(after, around)
        columns, wide = len(grid.children[0].children), "wide" in node.classes
        widths = self._widths(node, columns)
        return Table(
            anchor, label, title, headnote, columns, rows[:heads], rows[heads:], source, tuple(notes), wide, widths
        )

    def _with_data(self, node: Node) -> Node:
        """Return ``node`` with the grid of its data file below its title, if it has one; with an empty one, where the
        file cannot be read. S077 for a file without its ending as a class, S155 for data that are not as it asks.
        """
        attributes = dict(node.attributes)
        name, asked = attributes.get("file", ""), [option for option in data_tables.OPTIONS if option in attributes]
        kinds = [class_name for class_name in node.classes if f".{class_name}" in SUFFIXES]
        if (kinds != [name.rpartition(".")[2]]) if name else kinds or asked:
            hint = "Give both: ::: {.table .csv file=data/lamps.csv}."
            message = "a table of a data file without its name, or a name without its ending as a class"
            self._context.find("S077", message, node.place, hint)
            if all(child.kind != "Table" for child in node.children):  # else no table is found missing as well
                grid = data_tables.grid(_EMPTY, node.place, self._context.locale)
                return replace(node, children=(*node.children[:1], grid, *node.children[1:]))
        elif name:
            words, rest = split_words(node.children[1:])
            return replace(node, children=(*node.children[:1], self._grid(node.place, attributes, words), *rest))
        return node

    def _grid(self, place: Place, attributes: Mapping[str, str], words: Mapping[str, str]) -> Node:
        """Return the grid of the data file that the attributes ``given`` name, arranged as they ask."""
        locale, asked = self._context.locale, words or any(option in attributes for option in data_tables.OPTIONS)
        try:
            rows = self._context.data(
                attributes["file"], place, original=bool(asked), hidden=attributes.get("hidden", "")
            )
            if fault := data_tables.comma_fault(rows, attributes.get("columns", ""), locale):
                hint = 'Write 1371.5: each language gets its own signs. Text that is meant: columns="..., NAME:text".'
                self._context.warn("S181", f"{fault}: printed as typed", place, hint)
            if asked:
                return data_tables.arrange(rows, attributes, words, place, locale)
            return data_tables.grid(rows, place, locale)
        except SourceError as error:
            self._context.findings += error.findings
        except data_tables.ColumnsError as error:
            self._context.find("S155", str(error), place, error.hint)
        return data_tables.grid(_EMPTY, place, locale)

    def _with_list(self, node: Node) -> Node:
        """Return ``node`` with the grid that its list of lists is, if it has one."""
        align = dict(node.attributes).get("align", "")
        first = 0 if "unnumbered" in node.classes else 1
        at = next((n for n, child in enumerate(node.children) if n >= first and child.kind == "BulletList"), -1)
        if "list" not in node.classes or at < 0:
            if align or "list" in node.classes:
                hint = "Give a list of lists after its title: ::: {.table .list}."
                self._context.find(
                    "S077", "a table of the class .list without a list, or align= in another", node.place, hint
                )
            return node
        grid, findings = list_tables.grid(node.children[at], align)
        self._context.findings += findings
        return replace(node, children=(*node.children[:at], grid, *node.children[at + 1 :]))

    def _widths(self, node: Node, columns: int) -> tuple[int, ...]:
        """Return the widths of the columns in hundredths: the author's numbers as parts of their sum."""
        widths = dict(node.attributes).get("widths", "")
        numbers = re.findall(r"[0-9]+", widths)
        if not widths:
            return ()
        good = re.fullmatch(r"[0-9]{1,4}(?:[ ,]+[0-9]{1,4})*", widths) and all(map(int, numbers))
        if not good or len(numbers) != columns:
            hint = f'Give a number for each of its {columns} columns, as widths="{" ".join(["1"] * columns)}".'
            self._context.find("S075", f"widths={widths[:40]!r}, of a table with {columns} columns", node.place, hint)
            return ()
        parts = [int(number) * 100 / sum(map(int, numbers)) for number in numbers]
        ends = [round(sum(parts[: n + 1])) for n in range(columns)]
        return tuple(end - start for start, end in zip([0, *ends], ends, strict=False))

    def _title(self, node: Node) -> tuple[Inline, ...]:
        if node.kind not in ("Para", "Plain"):
            hint = "Begin with its title, in one paragraph."
            self._context.find("S077", "an object whose title is no plain paragraph", node.place, hint)
            return ()
        return self._inlines.read(node.children)

    def _heads(self, node: Node, grid: Node) -> int:
        """Return how many rows are the head: as pandoc has it, or as the author counts them."""
        head_rows = dict(node.attributes).get("head", "")
        if head_rows and (not re.fullmatch("[0-9]{1,4}", head_rows) or not 0 < int(head_rows) < len(grid.children)):
            hint = "Give the number of rows that are the head."
            self._context.find("S075", f"head={head_rows[:20]}, of {len(grid.children)} rows", node.place, hint)
            return 1
        return int(head_rows or 1)

    def _rows(self, grid: Node, heads: int, row_heads: bool, around: Position) -> tuple[tuple[Cell, ...], ...]:
        """Return the rows with their spans: a cell < belongs to the one before it, a cell ^ to the one above."""
        signs = [[_sign(cell) for cell in row.children] for row in grid.children]
        spans = {
            (r, c): (
                1 + _run(row[c + 1 :], _LEFT),
                1 + _run([signs[n][c] for n in range(r + 1, heads if r < heads else len(signs))], _UP),
            )
            for r, row in enumerate(signs)
            for c, sign in enumerate(row)
            if not sign
        }
        self._require_rectangles(grid, signs, spans)
        out = []
        for r, row in enumerate(grid.children):
            kinds = {
                c: _kind(r < heads, c, spans[r, c][0], len(row.children), row_heads)
                for c in range(len(row.children))
                if (r, c) in spans
            }
            out.append(tuple(self._cell(row.children[c], kind, spans[r, c], around) for c, kind in kinds.items()))
        return tuple(out)

    def _cell(self, node: Node, kind: CellKind, spans: tuple[int, int], around: Position) -> Cell:
        align = _ALIGNS.get(node.style, "start")
        if data_tables.SPARKLINE in node.classes and (forms := self._context.locale.charts):
            return Cell("data", (), *spans, align, (sparkline(node.attributes, forms, self._context),))
        if list_tables.BLOCKS in node.classes:
            return Cell(kind, (), *spans, align, self._in_cell(node.children, around))
        content = self._inlines.read(node.children)
        return Cell(kind if content else "data", content, *spans, align)

    def _require_rectangles(
        self, grid: Node, signs: list[list[str]], spans: dict[tuple[int, int], tuple[int, int]]
    ) -> None:
        """Report S075 for a sign that continues nothing, spans that are no rectangles, a row that begins no cell."""
        covered: set[tuple[int, int]] = set()
        for (r, c), (columns, rows) in spans.items():
            rest = {(i, j) for i in range(r, r + rows) for j in range(c, c + columns)} - {(r, c)}
            if any(not signs[i][j] for i, j in rest) or rest & covered:
                place = grid.children[r].children[c].place
                hint = "Mark every cell of its rows and columns with < or ^."
                self._context.find("S075", "a cell that spans no rectangle", place, hint)
            covered |= rest
        for r, row in enumerate(grid.children):
            for c, cell in enumerate(row.children):
                if signs[r][c] and (r, c) not in covered:
                    hint = "Give it words, or leave it empty."
                    self._context.find(
                        "S075", f"a cell that says {signs[r][c]} and continues nothing", cell.place, hint
                    )
            if all(signs[r]):
                hint = "Remove it: each of its cells continues the one above."
                self._context.find("S075", "a row that begins no cell", row.place, hint)

    # Figures

    def _figure(self, node: Node, around: Position, part: _Subfigure | None = None) -> Figure | None:
        """Return a figure; ``part`` is what it is called as one of several in a figure."""
        self._attributes(node, ("figure", "unnumbered"), ("number", "data", "hidden"))
        if any(_is_figure(child) for child in node.children):
            return self._several(node, around, part)
        at = [
            n
            for n, child in enumerate(node.children)
            if child.kind == "Para" and [inline.kind for inline in child.children] == ["Image"]
        ]
        if len(at) != 1:
            self._refuse("figure", node, "a figure without a picture, or with several", _FIGURE)
            return None
        image = node.children[at[0]].children[0]
        decorative = image.classes == ("decorative",)
        alone = image.classes in ALONE
        sizes = dict(image.attributes)
        width = self._width(sizes.pop("width", ""), image)
        if (image.classes and not alone) or sizes or image.identifier or image.text:
            hint = "Known: .unnumbered, .decorative, width=60%."
            self._context.find("S014", "a picture with a title or attributes", image.place, hint)
        alternative = " ".join("".join(child.words() for child in image.children).split())
        self._require_description(image, alternative, decorative)
        picture = self._picture(image)
        if decorative:
            self._require_wordless(picture, image)
        if alone:
            if at[0] or node.identifier or part:
                hint = f"Remove them, or remove {{.{image.classes[0]}}} and describe what it shows."
                self._refuse("figure", node, f"a picture that is {image.classes[0]}, with a title or an id", hint)
            return Figure("", "", (), picture, alternative, self._blocks(node.children[at[0] + 1 :], around), (), width)
        if not at[0]:
            self._refuse("figure", node, "a figure without a title", _FIGURE)
            return None
        if part:
            anchor, label = self._name_part(part, node)
        else:
            anchor, _, label = self._count("figure", node)
        with self._letters("" if part else "figure", anchor) as notes:
            title = self._title(node.children[0])
            further, rest = described.split_descriptions((*node.children[1 : at[0]], *node.children[at[0] + 1 :]))
            words, rest = split_words(rest)
            picture = self._replace_words(picture, words, image)
            source = self._blocks(rest, around)
            long = self._blocks(further, around)
        link = () if part else described.kept_description(self._context, node, anchor, label, title, long)
        if (part or not label) and (long or dict(node.attributes)):
            what = "one of several figures" if part else "a figure without a number"
            self._refuse("figure", node, f"a description or data of {what}", _FIGURE)
        return Figure(anchor, label, title, picture, alternative, (*link, *source), tuple(notes), width)

    def _name_part(self, part: _Subfigure, node: Node) -> tuple[str, str]:
        """Return the anchor and the label of one of several figures."""
        self._context.place(part.anchor, node.place)
        if node.identifier:
            self._context.target(node.identifier, Target("figure", part.anchor, part.number), node.place)
        return part.anchor, part.label

    def _several(self, node: Node, around: Position, part: _Subfigure | None) -> Figure | None:
        """Return a figure of several, (a), (b)..., beside each other if there is room; their notes are the whole's."""
        inner = [n for n, child in enumerate(node.children) if _is_figure(child)]
        if part or len(inner) < _FEWEST or len(inner) > _MOST or inner != list(range(1, len(inner) + 1)):
            self._refuse(
                "figure", node, "figures in a figure that are not two to twelve, right after its title", _SEVERAL
            )
            return None
        anchor, number, whole = self._count("figure", node)
        letters = self._context.numbering.subparagraphs[0]
        with self._letters("figure", anchor) as notes:
            title = self._title(node.children[0])
            figures = []
            for n, child in enumerate(node.children[1 : len(inner) + 1], 1):
                label = letters.pattern.format(numeral(n, letters.numerals))
                subfigure = _Subfigure(f"{anchor}.{numeral(n, 'lower-latin')}", label, f"{number} {label}")
                figures.append(self._figure(child, around, subfigure))
            rest = self._blocks(node.children[len(inner) + 1 :], around)
        parts = Passage("parts", "", self._context.locale.direction, tuple(figure for figure in figures if figure))
        return Figure(anchor, whole, title, _NONE, "", (parts, *rest), tuple(notes))

    def _width(self, given: str, image: Node) -> int:
        """Return the width of a picture in hundredths of the text's; 0 where the author gives none."""
        match = re.fullmatch(r"([0-9]{1,3})%", given)
        if given and not (match and 0 < int(match[1]) <= _WHOLE):
            hint = "Give a part of the width of the text, width=60%; editions differ in how wide that is."
            self._context.find("S077", f"a picture with width={given[:20]!r}", image.place, hint)
            return 0
        return int(match[1]) if match else 0

    def alone(self, node: Node, around: Position) -> Block | None:
        """Return the figure of a paragraph that is a picture without title and number, and nothing else."""
        return self._figure(replace(node, kind="Div", classes=("figure",), children=(node,)), around)

    def _require_wordless(self, picture: Picture, image: Node) -> None:
        """Report S102 for lettering that would be drawn and read out to nobody (WCAG 2.2, 1.1.1)."""
        words = drawings.words(picture.content) if picture.media_type == "image/svg+xml" else ""
        if words:
            hint = "Say in the brackets what it shows, or take the words out of the drawing."
            self._context.find("S102", f"a decorative picture with words in it: {words[:80]!r}", image.place, hint)

    def _picture(self, image: Node) -> Picture:
        """Return the picture, or nothing in its place where it is faulty: what is around it is read all the same."""
        try:
            return self._context.pictures(image.target, image.place)
        except SourceError as error:
            self._context.findings += error.findings
            return _NONE

    def _replace_words(self, picture: Picture, words: dict[str, str], image: Node) -> Picture:
        """Return a drawing with ``words`` instead of its own: those of a translation."""
        if not words or not picture.name:
            return picture
        if picture.media_type != "image/svg+xml":
            hint = "Draw it as SVG, with text as text."
            self._context.find("S077", "words for a picture that is not a drawing", image.place, hint)
            return picture
        content, strange = drawings.replace_words(picture.content, words)
        for word in sorted(strange):
            hint = "Name what one element of text in the SVG file says."
            self._context.find("S077", f"a word of {word[:60]!r}, which the drawing does not have", image.place, hint)
        fingerprint = digest(content)
        name = f"{picture.name.removesuffix('.svg')}-{fingerprint[:8]}.svg"
        return replace(picture, name=name, digest=fingerprint, content=content)

    def _require_description(self, image: Node, alternative: str, decorative: bool) -> None:
        """Report S070 for a picture that says nothing to who cannot see it (WCAG 2.2, 1.1.1), or its file's name."""
        file = image.target.rpartition("/")[2]
        if decorative and alternative:
            self._context.find(
                "S070", "a decorative picture with a description", image.place, "Take one of the two away."
            )
        elif not decorative and (
            not alternative or alternative.lower() in (file.lower(), file.rpartition(".")[0].lower())
        ):
            hint = (
                "Say in the brackets what it shows, ![Three lamps on a coast](...), or declare it decorative,"
                " ![](...){.decorative}."
            )
            self._context.find("S070", f"the picture {file} has no description", image.place, hint)

    # Boxes

    def _box(self, node: Node, around: Position, kind: str) -> Block | None:
        self._attributes(node, (kind,), ("level",) if kind == "easy-to-read" else ())
        children = node.children
        if not children or (kind == "box" and len(children) < 2):
            hint = "Begin a box with its title, in one paragraph."
            self._refuse("box", node, "a box without a title or without text", hint)
            return None
        title: tuple[Inline, ...] = (Text(self._context.locale.labels.summary),)
        if kind == "summary":
            anchor, label = self._only(node, kind, "summary"), ""
        elif kind == "easy-to-read":
            anchor, label = self._only(node, kind, "easy-to-read summary"), ""
            title = (Text(self._easy_to_read(node, anchor)),)
        else:
            anchor, _, label = self._context.count("box", node.identifier, node.place)
        with self._letters("box", anchor) as notes:
            if kind == "box":
                title, children = self._title(children[0]), children[1:]
            blocks = self._blocks(children, replace(around, anchor=anchor, number=label))
        return Box(anchor, label, title, blocks, tuple(notes))

    def _only(self, node: Node, kind: str, noun: str) -> str:
        """Return the anchor of a box of which a report has one; S077 for a second."""
        self._counts[kind] = self._counts.get(kind, 0) + 1
        if self._counts[kind] > 1:
            self._context.find("S077", f"a second {noun}", node.place, "A report has one: make this a box.")
        self._context.place(kind, node.place)
        return kind

    def _easy_to_read(self, node: Node, anchor: str) -> str:
        """Return the title of an easy-to-read summary, which gives the level of its language; S077 for none."""
        level = dict(node.attributes).get("level", "")
        if not _LEVEL.fullmatch(level):
            hint = "Give it, from A1 to C2 (Common European Framework): ::: {.easy-to-read level=A2}."
            self._context.find("S077", "an easy-to-read summary without the level of its language", node.place, hint)
        forms = self._context.locale.publication
        title = forms.easy_to_read.format(level=level)
        self._context.companions.append(Companion("easy-to-read", title, anchor, level, forms.about_easy_to_read))
        return title


def _is_figure(node: Node) -> bool:
    return node.kind == "Div" and "figure" in node.classes


def _sign(cell: Node) -> str:
    words = cell.children[0].text.strip() if len(cell.children) == 1 and cell.children[0].kind == "Text" else ""
    return words if words in (_LEFT, _UP) else ""


def _run(signs: list[str], sign: str) -> int:
    """Return how many of ``signs`` are ``sign`` before the first that is not."""
    return next((n for n, other in enumerate(signs) if other != sign), len(signs))


def _kind(head: bool, column: int, columns: int, all_columns: int, row_heads: bool) -> CellKind:
    if head:
        return "column"
    if columns == all_columns > 1:
        return "group"
    return "row" if column == 0 and row_heads else "data"

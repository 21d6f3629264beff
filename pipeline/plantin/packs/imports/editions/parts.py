"""The parts of an edition in any format, and the source written from them: ids, names of notes, references."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from plantin.model.numerals import TYPED_NUMBER, numeral
from plantin.model.outline import normal
from plantin.packs.imports import cells, markup
from plantin.packs.imports.editions.wording import Wording
from plantin.packs.imports.generated_names import GeneratedNames
from plantin.packs.imports.markup import Marks
from plantin.packs.imports.paragraph_pieces import Call, Piece, Pointer, Words, merge_pieces, text_of, trim

Kind = Literal[
    "section",
    "paragraph",
    "list",
    "entry",
    "quotation",
    "passage",
    "table",
    "figure",
    "box",
    "term",
    "definition",
    "equation",
    "listing",
]
MOST_ROWS, MOST_COLUMNS = 2_000, 64
"""What one cell may span: as much as a table of a source has at most."""
_BARE = re.compile(r"[A-Za-z0-9]{1,8}")
EASY = "easy-to-read"
"""The anchor and the class of the easy-to-read summary."""
_LEVEL = re.compile(r"\b[ABC][12]\b")
_NUMBER = re.compile(f"{TYPED_NUMBER}$")
_SUFFIX = re.compile(r"paragraph-\d+-([a-z]+)$")


def easy_level(title: str) -> str:
    """Return the attribute of an easy-to-read summary with this title, which tells the level of its language."""
    match = _LEVEL.search(title)
    return f"level={match[0]}" if match else ""


@dataclass(slots=True)
class EditionCell:
    """A cell: its words, what it is the header of (empty: nothing), how many columns and rows it has, how it is
    aligned; one of several blocks has them as ``parts``, and no words of its own.
    """

    pieces: list[Piece]
    head: Literal["", "column", "row", "group"] = ""
    columns: int = 1
    rows: int = 1
    align: Literal["", "centre", "end"] = ""
    parts: list[EditionPart] = field(default_factory=list)


@dataclass(slots=True)
class EditionPart:
    """A block of an edition: its anchor, its label as printed, its words, what it holds; ``role`` says which kind of
    section, list, box or passage it is, ``level`` that of a section or a list; ``rows`` are those of a table,
    ``heads`` of them its head; ``picture`` is the name of a figure's file in the report's folder, ``alternative`` what
    it says to who cannot see it; ``above`` are the headnotes of a table; ``data`` are the attributes of a figure that
    name its data, and say how a chart is drawn, whose words are its ``text``.
    """

    kind: Kind
    anchor: str = ""
    label: str = ""
    pieces: list[Piece] = field(default_factory=list)
    parts: list[EditionPart] = field(default_factory=list)
    role: str = ""
    level: int = 0
    rows: list[list[EditionCell]] = field(default_factory=list)
    heads: int = 0
    picture: str = ""
    alternative: str = ""
    text: str = ""
    above: list[EditionPart] = field(default_factory=list)
    attributes: str = ""
    data: str = ""


@dataclass(slots=True)
class ReadEdition:
    """An edition, read: the lines of its masthead by their names, each with the notes that its asterisks call; its
    language, the day of issue (ISO 8601, empty where only the masthead says it), its text, its notes by their anchors,
    what the press makes itself.
    """

    lines: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    language: str = ""
    issued: str = ""
    parts: list[EditionPart] = field(default_factory=list)
    notes: dict[str, list[EditionPart]] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)


def every(parts: Iterable[EditionPart]) -> Iterator[EditionPart]:
    """Yield the parts and all in them, in reading order."""
    for part in parts:
        yield part
        yield from every(part.above)
        yield from every(inner for row in part.rows for cell in row for inner in cell.parts)
        yield from every(part.parts)


def source(
    edition: ReadEdition, rules: Mapping[str, str], plain: Callable[[str, str], str], wording: Wording
) -> tuple[str, str]:
    """Return the body of the source, blocks and then the definitions of the notes, and the same with the words of its
    references in their places. ``plain`` gives words as an author types them.
    """
    for part in every([*edition.parts, *(inner for note in edition.notes.values() for inner in note)]):
        part.pieces, between = _together(part.pieces, wording)
        edition.taken += between
    first = _SourceWriter(edition, rules, plain, wording, {})
    in_words = first.body()
    names = GeneratedNames(first.names.values())
    ids = {anchor: names.new(words, "place") for anchor, words in first.places.items() if anchor in first.wanted}
    return _SourceWriter(edition, rules, plain, wording, ids).body(), in_words


class _SourceWriter:
    """Writes the blocks of one edition; ``ids`` are the names of places referred to: without, references are words."""

    def __init__(
        self,
        edition: ReadEdition,
        rules: Mapping[str, str],
        plain: Callable[[str, str], str],
        wording: Wording,
        ids: Mapping[str, str],
    ) -> None:
        self._edition, self._ids, self._wording = edition, ids, wording
        self._numbered = rules.get("paragraphs") != "none"
        self._sections = rules.get("sections") != "none"
        self._typed = rules.get("subparagraphs") == "as-typed"
        self.names: dict[str, str] = {}
        self.wanted: set[str] = set()
        self.places: dict[str, str] = {}
        self._counts: Counter[str] = Counter()
        names = GeneratedNames()
        for anchor, parts in edition.notes.items():
            self.names[anchor] = names.new(" ".join(normal(text_of(part.pieces)) for part in every(parts)))
        self._marks = Marks(self._call, self._pointer, plain)

    def body(self) -> str:
        blocks = self._blocks(self._edition.parts, numbered=self._numbered)
        return "\n\n".join([*blocks, *(self._definition(anchor) for anchor in self._edition.notes)]) + "\n"

    # Words

    def _call(self, call: Call) -> str:
        name = self.names.get(call.note)
        return f"[^{name}]" if name else ""

    def _pointer(self, pointer: Pointer) -> str:
        targets = pointer.target.split(",")
        self.wanted.update(targets)
        names = [self.names.get(target) or self._ids.get(target, "") for target in targets]
        case = self._wording.case(pointer.shown)
        if not self._ids or not all(names):
            return markup.escape(pointer.shown)
        return f"[](#{','.join(names)})" + (f"{{.{case}}}" if case else "")

    def _text(self, pieces: list[Piece]) -> str:
        return markup.inline(trim(merge_pieces(pieces)), self._marks)

    def _on_a_line(self, pieces: list[Piece]) -> str:
        return " ".join(self._text(pieces).replace("\\\n", "<br>").split())

    def _id(self, part: EditionPart) -> str:
        """Return the id of a place that something refers to, empty where nothing does."""
        if part.anchor:
            self.places.setdefault(part.anchor, normal(text_of(part.pieces)))
        return self._ids.get(part.anchor, "")

    def _with_id(self, part: EditionPart, text: str) -> str:
        """Return a paragraph or an entry with its id, and with the word of a number that was put in later."""
        suffix = _SUFFIX.search(part.anchor) if part.label else None
        names = " ".join(
            filter(None, (f"#{self._id(part)}" if self._id(part) else "", f".{suffix[1]}" if suffix else ""))
        )
        return f"[]{{{names}}} {text}" if names else text

    # Blocks

    def _blocks(self, parts: Sequence[EditionPart], *, numbered: bool) -> list[str]:
        """Return the blocks of ``parts``; where paragraphs are ``numbered``, those without a number are put in a box of
        their own.
        """
        out: list[str] = []
        bare: list[str] = []
        for part in parts:
            lone = numbered and _is_bare(part) and (part.kind == "paragraph" or bool(bare))
            if bare and not lone:
                out.append("::: {.unnumbered}\n" + "\n\n".join(bare) + "\n:::")
                bare = []
            (bare if lone else out).extend(self._block(part, numbered=numbered and not lone))
        if bare:
            out.append("::: {.unnumbered}\n" + "\n\n".join(bare) + "\n:::")
        return out

    def _block(self, part: EditionPart, *, numbered: bool) -> Iterator[str]:
        match part.kind:
            case "section":
                yield self._heading(part)
                yield from self._blocks(part.parts, numbered=self._numbered)
            case "paragraph":
                yield self._with_id(part, self._text(part.pieces))
            case "list":
                yield "\n\n".join(self._entry(entry, part.role) for entry in part.parts)
            case "quotation":
                yield _prefix_lines("\n\n".join(self._blocks(part.parts, numbered=False)), "> ", "> ")
            case "passage":
                yield self._write_div(
                    part.attributes or f".{part.role}",
                    self._blocks(part.parts, numbered=numbered and part.role == "preamble"),
                )
            case "table":
                yield self._table(part)
            case "figure":
                yield self._figure(part)
            case "box":
                yield self._box(part)
            case "term":
                yield self._definitions(part)
            case "equation":
                yield self._with_id(part, part.text)
            case "listing":
                yield markup.code_block(part.text)
            case _:
                yield from self._blocks(part.parts, numbered=numbered)

    def _heading(self, part: EditionPart) -> str:
        attributes = [f"#{self._id(part)}"] if self._id(part) else []
        attributes += [f".{part.role}"] if part.role in ("annex", "appendix") else []
        attributes += [".unnumbered"] if self._sections and not part.label and not part.role else []
        words = self._text(part.pieces).replace("\\\n", " ")
        return f"{'#' * part.level} {words}" + (f" {{{' '.join(attributes)}}}" if attributes else "")

    def _entry(self, entry: EditionPart, role: str) -> str:
        last = entry.anchor.rpartition(".")[2]
        counted = not self._typed and entry.anchor and _BARE.fullmatch(last)
        begin = "- " if role == "bullets" else f"({last}) " if counted else f"{entry.label} "
        blocks = self._blocks(entry.parts, numbered=False)
        first = [self._with_id(entry, self._text(entry.pieces))] if entry.pieces else blocks[:1]
        return _prefix_lines("\n\n".join([*first, *(blocks if entry.pieces else blocks[1:])]), begin, " " * len(begin))

    def _write_div(self, attributes: str, blocks: Sequence[str]) -> str:
        return f"::: {{{attributes}}}\n" + "\n\n".join(blocks) + "\n:::"

    def _attributes(self, part: EditionPart, *more: str) -> str:
        return " ".join(
            filter(None, (f"#{self._id(part)}" if self._id(part) else "", f".{part.role or part.kind}", *more))
        )

    def _table(self, part: EditionPart) -> str:
        listed = any(cell.parts for row in part.rows for cell in row)
        laid = [[(cells.escape_sign(self._within(cell)), cell.rows, cell.columns) for cell in row] for row in part.rows]
        aligns = [_ALIGNS.get(align, ":--") for align in _last_row(part.rows)]
        rows, aligned = cells.lines(cells.spread(laid), aligns, listed=listed)
        more = [".list"] if listed else []
        more += self._number(part)
        more += [".wide"] if part.attributes == "wide" else []
        below = part.rows[part.heads :]
        more += [".no-row-heads"] if not any(cell.head == "row" for row in below for cell in row) else []
        more += [f"head={part.heads}"] if part.heads != 1 else []
        more += [f'widths="{part.text}"'] if part.text else []
        more += [aligned] if aligned else []
        title = [self._on_a_line(part.pieces)] if part.pieces else []
        blocks = [*title, *self._blocks(part.above, numbered=False), "\n".join(rows)]
        return self._write_div(self._attributes(part, *more), [*blocks, *self._blocks(part.parts, numbered=False)])

    def _within(self, cell: EditionCell) -> str:
        """Return what is in a cell, in a table that is a list or in one of pipes."""
        if cell.parts:
            return "\n\n".join(self._blocks(cell.parts, numbered=False))
        return re.sub(r"(?<!\\)\|", r"\|", self._on_a_line(cell.pieces))

    def _number(self, part: EditionPart) -> list[str]:
        """Return the attribute of a table or figure that the press does not count: one without a number, or with one of
        its own, as its anchor says.
        """
        own = part.anchor.partition("-")[2]
        if not part.label or not own:
            return [] if part.label else [".unnumbered"]
        count = self._counts[part.kind] + 1
        if "." in own or own in (str(count), numeral(count, "upper-roman")):
            self._counts[part.kind] = count
            return []
        number = _NUMBER.search(part.label)
        return [f"number={number[0]}"] if number else []

    def _figure(self, part: EditionPart) -> str:
        alone = "" if part.label or part.pieces else ".unnumbered" if part.alternative else ".decorative"
        width = f"width={part.attributes}" if part.attributes else ""
        picture = markup.picture(markup.escape(part.alternative), part.picture, alone, width)
        if alone:
            return self._write_div(".figure", [picture])
        inside = [picture] if part.picture else [part.text] if part.text else []
        return self._write_div(
            self._attributes(part, *self._number(part), part.data),
            [self._on_a_line(part.pieces), *inside, *self._blocks(part.parts, numbered=False)],
        )

    def _box(self, part: EditionPart) -> str:
        title = [] if part.role in ("summary", EASY) else [self._on_a_line(part.pieces)]
        more = [part.attributes] if part.role == EASY and part.attributes else []
        return self._write_div(self._attributes(part, *more), [*title, *self._blocks(part.parts, numbered=False)])

    def _definitions(self, part: EditionPart) -> str:
        lines = [self._on_a_line(part.pieces)]
        for definition in part.parts:
            text = "\n\n".join(self._blocks(definition.parts, numbered=False)) or "—"
            lines.append(_prefix_lines(text, ":   ", "    ") + "\n")
        return "\n".join(lines).rstrip()

    def _definition(self, anchor: str) -> str:
        text = "\n\n".join(self._blocks(self._edition.notes[anchor], numbered=False))
        return f"[^{self.names[anchor]}]: " + _prefix_lines(text, "", "    ")


_ALIGNS = {"centre": ":-:", "end": "--:"}
_BETWEEN = re.compile(r"\W*\w{0,4}\W*")
"""What is between two references of one group."""


def _together(pieces: Sequence[Piece], wording: Wording) -> tuple[list[Piece], list[str]]:
    """Return the pieces with references of one group as one, and the words that were between these."""
    out: list[Piece] = []
    taken: list[str] = []
    for piece in pieces:
        match (*out[-2:], piece):
            case (Pointer(first, begun), Words(between), Pointer(target, shown)) if _BETWEEN.fullmatch(
                between
            ) and not wording.begins(shown):
                taken.append(between)
                out[-2:] = [Pointer(f"{first},{target}", f"{begun}{between}{shown}")]
            case _:
                out.append(piece)
    return out, taken


def _is_bare(part: EditionPart) -> bool:
    """Return whether a part is a paragraph without a number, or a list that is under none with one."""
    if part.kind == "list":
        return not any("paragraph-" in entry.anchor for entry in part.parts)
    return part.kind == "paragraph" and not part.label


def _last_row(rows: Sequence[Sequence[EditionCell]]) -> list[str]:
    """Return the alignment of each column, by the row that has the most cells, the last of them."""
    most = max((row for row in rows), key=lambda row: (sum(cell.columns == 1 for cell in row), 0), default=())
    return [cell.align for cell in most for _ in range(cell.columns)]


def _prefix_lines(text: str, first: str, rest: str) -> str:
    """Return ``text`` with ``first`` before its first line and ``rest`` before the others; before a blank one the mark
    of a quotation alone.
    """
    lines = text.split("\n")
    return "\n".join(
        [f"{first}{lines[0]}", *(f"{rest}{line}".rstrip() if line or rest.strip() else "" for line in lines[1:])]
    )

"""Reads Word files made by Plantin as parts, by the names of their styles, lists and bookmarks."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from lxml.etree import _Element as Node

from plantin.bounded import xml
from plantin.house.locale import Locale
from plantin.model.outline import normal
from plantin.packs.imports.docx import Footnote, Manuscript, Passage, charts
from plantin.packs.imports.docx.grids import outermost_table, paragraph_alignment
from plantin.packs.imports.docx.pictures import Pictures
from plantin.packs.imports.editions.parts import EASY, MOST_COLUMNS, EditionCell, EditionPart, ReadEdition, easy_level
from plantin.packs.imports.editions.wording import with_leads
from plantin.packs.imports.markup import escape
from plantin.packs.imports.paragraph_pieces import Call, Piece, Pointer, SourceMarkup, Words, divide, text_of
from plantin.wordfile.package import child, children, name, on, val, whole

_PLACE = re.compile(
    r"(?!.*(?:indicator_|__number$))(?:(?:annex|appendix|box|equation|figure|heading|note|paragraph|section|table)_|summary(?:$|__)|easy_to_read(?:$|__)|list_)"
)
_LISTED, _ENTERED = ("item", "bullet", "continued"), ("item", "bullet")
_BETWEEN = ("equation", "listing")
_DEFINED = ("definition text", "definition continue")
_PASSAGES = {"preamble": "preamble", "letter text": "letter", "signature text": "signature"}
_ENTRIES = ("index 1", "index 2")
"""The styles of entries of the index, and of those under them."""
_OF_INDEX = "left out, a line of the index"
_UNDER_TITLE = ("subtitle", "author", "affiliation", "imprint", "table of figures")
_ALIGNS = {"center": "centre", "end": "end"}
_BELOW = ("source", "letter note")
_IN_NOTE = re.compile(r"note |footnote text")


def is_edition(manuscript: Manuscript) -> bool:
    """Return whether a Word file has the styles and the bookmarks of an edition of this press."""
    marked = any(_PLACE.match(mark) for passage in manuscript.passages for mark in passage.line.bookmarks)
    return marked and any(passage.named.startswith("masthead ") for passage in manuscript.passages)


def read(manuscript: Manuscript, locale: Locale, pictures: Pictures) -> ReadEdition:
    """Return the edition that the Word file ``manuscript`` is, in the language of ``locale``; ``pictures`` are those of
    the file, and the data of its charts.
    """
    return _WordEditionReader(manuscript, locale, pictures).edition()


def anchor(bookmark: str) -> str:
    """Return the anchor that a bookmark stands for: paragraph_12__a is paragraph-12.a."""
    return bookmark.replace("__", ".").replace("_", "-")


@dataclass
class _WordEditionReader:
    manuscript: Manuscript
    locale: Locale
    pictures: Pictures
    out: ReadEdition = field(default_factory=ReadEdition)

    def edition(self) -> ReadEdition:
        manuscript, out = self.manuscript, self.out
        # Other programs save a note without its bookmark: it is known by its place in the order of the calls.
        order = (note.identifier for note in manuscript.notes if not anchor(note.bookmark).startswith("masthead."))
        counted = {identifier: f"note-{number}" for number, identifier in enumerate(order, 1)}
        self._notes = {note.identifier: anchor(note.bookmark) or counted[note.identifier] for note in manuscript.notes}
        self._asterisks = iter(manuscript.asterisks)
        out.language = (manuscript.language or manuscript.right_to_left).partition("-")[0]
        body: list[Passage] = []
        for passage in manuscript.passages:
            if passage.boxed:
                continue
            if passage.kind in ("head", "title"):
                self._line(passage)
            elif passage.named in _UNDER_TITLE:
                out.left_out.append(("left out, what the edition says of itself under its title", passage.line.text()))
            elif passage.named in _ENTRIES:
                if body and body[-1].kind == "heading":
                    # The press makes both of marks in the text.
                    out.left_out.append((_OF_INDEX, body.pop().line.text()))
                out.left_out.append((_OF_INDEX, passage.line.text()))
            else:
                body.append(passage)
        out.taken += [words for _, words in manuscript.set_aside]
        out.taken += [dropped for passage in manuscript.passages for _, dropped in passage.line.dropped]
        out.parts = self._sections(body)
        for note in manuscript.notes:
            self._note(note)
        return out

    def _line(self, passage: Passage) -> None:
        count = sum(isinstance(piece, Call) and piece.own for piece in passage.line.pieces)
        text = normal(passage.line.text())
        named = "title" if passage.kind == "title" else passage.named.removeprefix("masthead ")
        self.out.lines.append((named, text, tuple(next(self._asterisks, "") for _ in range(count))))
        self.out.taken += [text, *self.out.lines[-1][2]]

    def _note(self, note: Footnote) -> None:
        place = self._notes[note.identifier]
        parts = list(self._blocks(note.passages))
        if parts:
            parts[0] = replace(parts[0], anchor="", label=place.removeprefix("note-"))
        self.out.notes[place] = parts

    # Sections

    def _sections(self, passages: Sequence[Passage]) -> list[EditionPart]:
        root = EditionPart("section")
        around = [root]
        pending: list[Passage] = []

        def settle() -> None:
            around[-1].parts += self._blocks(pending)
            pending.clear()

        for passage in passages:
            if passage.kind != "heading":
                pending.append(passage)
                continue
            settle()
            section = self._section(passage)
            while len(around) > 1 and around[-1].level >= section.level:
                around.pop()
            around[-1].parts.append(section)
            around.append(section)
        settle()
        return root.parts

    def _section(self, passage: Passage) -> EditionPart:
        role = {"annex heading": "annex", "appendix heading": "appendix"}.get(passage.named, "")
        names = self.locale.numbering
        for division, pattern in (("part", names.part), ("chapter", names.chapter), ("part", names.part_worded)):
            before, _, after = pattern.partition("{}")
            named = passage.label.startswith(before) and passage.label.endswith(after)
            if named and not role and any(map(str.isalpha, before + after)):
                role = division
        return EditionPart("section", _anchor(passage), passage.label, self._pieces(passage), [], role, passage.level)

    # Blocks

    def _blocks(self, passages: Iterable[Passage]) -> Iterator[EditionPart]:
        left = deque(passages)
        while left:
            yield from self._next(left)

    def _next(self, left: deque[Passage]) -> list[EditionPart]:
        """Return what the first passages are, which are taken off those that are ``left``."""
        first = left[0]
        if first.named in ("table title", "figure title", "box title", "figure picture") or first.tabled:
            return [self._object(left)]
        if first.kind in _LISTED:
            return self._lists(_take_list(left), 1)
        if _is_quoted(first):
            return [EditionPart("quotation", parts=self._quotation(_take(left, _is_quoted)))]
        if first.named in _PASSAGES:
            parts = [self._paragraph(passage) for passage in _take(left, lambda passage: passage.named == first.named)]
            return [EditionPart("passage", role=_PASSAGES[first.named], parts=parts)]
        left.popleft()
        if first.named == "definition term":
            texts = _take(left, lambda passage: passage.named in _DEFINED or passage.kind in _LISTED)
            return [EditionPart("term", pieces=self._pieces(first), parts=self._definitions(texts))]
        if first.named == "equation":
            return [self._equation(first)]
        if first.named == "listing":
            return [EditionPart("listing", text=first.line.text())]
        return [self._paragraph(first)] if first.line.pieces else []

    def _definitions(self, passages: Sequence[Passage]) -> list[EditionPart]:
        starts = [n for n, text in enumerate(passages) if text.named == "definition text"]
        texts = [replace(text, named="body text") if text.named.startswith("definition") else text for text in passages]
        return [
            EditionPart("definition", parts=list(self._blocks(texts[begin:end])))
            for begin, end in zip(starts, [*starts[1:], len(passages)], strict=True)
        ]

    def _paragraph(self, passage: Passage) -> EditionPart:
        return EditionPart(
            "paragraph", _anchor(passage), passage.label if passage.kind == "numbered" else "", self._pieces(passage)
        )

    def _equation(self, passage: Passage) -> EditionPart:
        pieces = self._pieces(passage)
        formula = next((piece for piece in pieces if isinstance(piece, SourceMarkup)), SourceMarkup("", ""))
        text = re.sub(r"^(\[?)\$(.*)\$", r"\1$$\2$$", formula.marks, count=1, flags=re.DOTALL)
        label = normal(text_of([piece for piece in pieces if not isinstance(piece, SourceMarkup)]))
        self.out.taken.append(label)
        return EditionPart("equation", _anchor(passage), label, [formula], text=text)

    # Lists

    def _lists(self, passages: Iterable[Passage], level: int) -> list[EditionPart]:
        """Return entries with what is under them; a list ends where its kind does."""
        out: list[EditionPart] = []
        left = deque(passages)
        while left:
            first = left.popleft()
            under = _take(left, lambda passage: passage.kind not in _ENTERED or passage.level > level)
            if first.kind in _ENTERED and first.level <= level:
                role = "bullets" if first.kind == "bullet" else "subparagraphs"
                if not out or out[-1].role != role or (first.kind == "item" and _is_first(first) and out[-1].parts):
                    out.append(EditionPart("list", role=role, level=level))
                inside = self._inside(under, level)
                out[-1].parts.append(EditionPart("entry", _anchor(first), first.label, self._pieces(first), inside))
            else:
                (out[-1].parts[-1].parts if out and out[-1].parts else out).extend(self._inside([first, *under], level))
        return out

    def _inside(self, passages: Iterable[Passage], level: int) -> list[EditionPart]:
        """Return what is under an entry at ``level``."""
        out: list[EditionPart] = []
        left = deque(passages)
        while left:
            if left[0].kind in _ENTERED:
                run = _take(left, lambda row: row.kind in _ENTERED or (row.kind == "continued" and row.level > level))
                out += self._lists(run, level + 1)
            elif left[0].named in _BETWEEN:
                out += self._next(deque([left.popleft()]))
            else:
                out.append(self._paragraph(replace(left.popleft(), kind="plain")))
        return out

    def _quotation(self, passages: Sequence[Passage]) -> list[EditionPart]:
        out: list[EditionPart] = []
        for passage in passages:
            if "typed entry" not in passage.named:
                out.append(self._paragraph(passage))
                continue
            level = whole(passage.named.rpartition(" ")[2], 1)
            self.out.taken.append(passage.label)
            parts, depth = out, 1
            while depth < level and parts and parts[-1].kind == "list":
                parts, depth = parts[-1].parts[-1].parts, depth + 1
            if not parts or parts[-1].kind != "list":
                parts.append(EditionPart("list", role="typed", level=depth))
            parts[-1].parts.append(EditionPart("entry", "", passage.label, self._pieces(passage)))
        return out

    # Objects

    def _object(self, left: deque[Passage], within: str = "") -> EditionPart:
        """Return a table, figure or box; ``within``: the anchor of the figure that it is one of several in."""
        first = last = left[0]
        kind = "table" if first.tabled else first.named.partition(" ")[0]
        part = EditionPart(kind, _anchor(first))  # type: ignore[arg-type]
        if not first.tabled and first.named != "figure picture":
            part.label, part.pieces = self._split_title(left.popleft())
        if kind == "table":
            part.above += map(self._paragraph, _take(left, lambda text: text.named == "table headnote"))
            self._table(part, left)
        elif kind == "figure":
            if left and left[0].named == "figure picture":
                last = left.popleft()
                self._figure(part, last)
            several = bool(part.anchor) and not within
            while several and left and _anchor(left[0]).startswith(f"{part.anchor}."):
                part.parts.append(self._object(left, part.anchor))
        else:
            inside = _take(left, lambda text: text.named.startswith("box ") and text.named != "box title")
            names = (text.named.removeprefix("box ").replace("text", "body text", 1) for text in inside)
            part.parts += self._blocks(replace(text, named=style) for text, style in zip(inside, names, strict=True))
            if part.anchor in ("summary", EASY):
                part.role = part.anchor
                part.attributes = easy_level(first.line.text()) if part.anchor == EASY else ""
                self.out.taken.append(first.line.text())
        # The last of several figures ends with its columns: what comes after is of them all.
        while left and left[0].named in _BELOW and not (within and _ends_columns(last)):
            if left[0].named == "source":
                last = left.popleft()
                part.parts.append(self._paragraph(last))
            else:
                last = self._letter(left)
        return part

    def _split_title(self, passage: Passage) -> tuple[str, list[Piece]]:
        """Return the label, which is a line of its own, and the title."""
        pieces = self._pieces(passage)
        halves = divide(pieces, "\n")
        if halves is None:
            return "", pieces
        label = normal(text_of(halves[0]))
        self.out.taken.append(label)
        return label, halves[1]

    def _table(self, part: EditionPart, left: deque[Passage]) -> None:
        table = outermost_table(left[0].line.node) if left and left[0].tabled else None
        if table is None:
            return
        by_cell: dict[Node, list[Passage]] = {}
        for passage in _take(left, lambda passage: passage.tabled and outermost_table(passage.line.node) is table):
            for holder in islice(passage.line.node.iterancestors(name("w:tc")), 1):
                by_cell.setdefault(holder, []).append(passage)
        rows = list(children(table, "w:tr"))
        part.heads = sum(on(row, "w:trPr/w:tblHeader") is True for row in rows)
        first = val(table, "w:tblPr/w:tblLook", "w:firstColumn") in ("1", "true", "on")
        cells = [[(cell, self._cell(cell, by_cell.get(cell, []))) for cell in children(row, "w:tc")] for row in rows]
        for r, row in enumerate(cells):
            for n, (node, cell) in enumerate(row):
                cell.rows = _depth(cells, r, n) if val(child(node, "w:tcPr"), "w:vMerge") == "restart" else 1
                grouped = r >= part.heads and bool(by_cell.get(node)) and by_cell[node][0].named == "table group"
                cell.head = "column" if r < part.heads else "group" if grouped else "row" if first and n == 0 else ""
        part.rows = [[cell for node, cell in row if not _goes_on(node)] for row in cells]

    def _cell(self, node: Node, passages: Sequence[Passage]) -> EditionCell:
        columns = min(whole(val(node, "w:tcPr/w:gridSpan"), 1), MOST_COLUMNS)
        align = _ALIGNS.get(paragraph_alignment(next(iter(children(node, "w:p")), None)), "")
        several = len(passages) > 1 or any(text.kind == "bullet" or "typed entry" in text.named for text in passages)
        pieces = [] if several or not passages else self._pieces(passages[0])
        # A sparkline is its words: the data that it was drawn from are not in the file.
        pieces = pieces or [Words(image.alternative) for text in passages[:1] for image in text.line.images]
        cell = EditionCell(pieces, columns=columns)
        cell.parts = list(self._blocks([self._in_cell(text) for text in passages])) if several else []
        cell.align = align  # type: ignore[assignment]
        return cell

    def _in_cell(self, passage: Passage) -> Passage:
        """Return a passage of a cell as one of the text: an entry keeps the number that it has."""
        if "typed entry" not in passage.named:
            return replace(passage, tabled=False, named="")
        self.out.taken.append(passage.label)
        level = whole(passage.named.rpartition(" ")[2], 1)
        return replace(passage, tabled=False, named="", kind="item", level=level)

    def _figure(self, part: EditionPart, passage: Passage) -> None:
        for image in passage.line.images:
            part.picture, part.alternative = self.pictures.name(image.part), image.alternative
            self.out.taken.append(image.alternative)
        for _, place, words in passage.line.drawn:
            chart = charts.read_chart(xml.parse(self.pictures.read(place)))
            plot = charts.house_chart(chart, self.locale, escape) if chart else None
            part.alternative = words
            self.out.taken.append(words)
            if plot:
                part.role, part.text = "chart", plot.words
                part.data = f"data={self.pictures.data(plot.data)} {plot.attributes}"
            elif chart:
                part.kind, part.heads = "table", 1
                part.rows = [[EditionCell([Words(cell)]) for cell in row] for row in chart.rows]

    def _letter(self, left: deque[Passage]) -> Passage:
        """Keep the note under an object that comes first; gives its last passage."""
        first = left.popleft()
        rest = _take(left, lambda passage: bool(_IN_NOTE.match(passage.named)))
        label, _, _ = first.line.text().partition("\t")
        self.out.taken.append(label)
        pieces = self._pieces(first)
        halves = divide(pieces, "\t")
        paragraph = EditionPart("paragraph", "", label, halves[1] if halves else pieces)
        self.out.notes[_anchor(first)] = [paragraph, *self._blocks(rest)]
        return (first, *rest)[-1]

    # Words

    def _pieces(self, passage: Passage) -> list[Piece]:
        """Return the pieces of a passage, places by their anchors."""
        out: list[Piece] = []
        for piece in passage.line.pieces:
            if isinstance(piece, Call):
                note = piece.note or self.manuscript.marks.get(piece.target, "")
                out.append(Call(note=self._notes.get(note, "") if note else anchor(piece.target)))
                self.out.taken.append(piece.shown)
            elif isinstance(piece, Pointer):
                mark = self.manuscript.marks.get(piece.target, "") if "indicator_" in piece.target else ""
                out.append(Pointer(self._notes.get(mark, "") if mark else anchor(piece.target), piece.shown))
                self.out.taken.append(piece.shown)
            else:
                out.append(piece)
        return with_leads(out, self.locale)


def _anchor(passage: Passage) -> str:
    return next((anchor(mark) for mark in passage.line.bookmarks if _PLACE.match(mark)), "")


def _ends_columns(passage: Passage) -> bool:
    return child(passage.line.node, "w:pPr/w:sectPr/w:cols") is not None


def _take(left: deque[Passage], holds: Callable[[Passage], bool]) -> list[Passage]:
    """Return the first passages for which ``holds``, taken off those that are ``left``."""
    out = []
    while left and holds(left[0]):
        out.append(left.popleft())
    return out


def _take_list(left: deque[Passage]) -> list[Passage]:
    """Return the passages of one list, with the formulas and the listings between its entries, taken off ``left``."""
    out = _take(left, lambda passage: passage.kind in _LISTED)
    while left and left[0].named in _BETWEEN:
        more = next((n for n, passage in enumerate(left) if passage.named not in _BETWEEN), len(left))
        after = left[more] if more < len(left) else None
        if after is None or after.kind not in _LISTED or (after.kind == "item" and _is_first(after)):
            break
        out += [left.popleft() for _ in range(more)] + _take(left, lambda passage: passage.kind in _LISTED)
    return out


def _is_quoted(passage: Passage) -> bool:
    return "quotation" in passage.named or "typed entry" in passage.named


def _is_first(passage: Passage) -> bool:
    """Return whether an entry is the first of its list, by its anchor or its number."""
    last = _anchor(passage).rpartition(".")[2] or passage.label.strip("().")
    return last in ("a", "i", "1", "A", "I")


def _goes_on(cell: Node) -> bool:
    merge = child(cell, "w:tcPr/w:vMerge")
    return merge is not None and val(merge) in ("", "continue")


def _depth(cells: Sequence[Sequence[tuple[Node, EditionCell]]], row: int, n: int) -> int:
    """Return how many rows the cell goes on into."""
    column = sum(cell.columns for _, cell in cells[row][:n])
    depth = 1
    for below in cells[row + 1 :]:
        at = 0
        for node, cell in below:
            if at == column:
                if not _goes_on(node):
                    return depth
                depth += 1
                break
            at += cell.columns
        else:
            return depth
    return depth

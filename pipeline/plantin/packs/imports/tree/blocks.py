"""Converts blocks of pandoc's tree to source blocks: headings, paragraphs, lists, quotations, code, objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from plantin.model.labels import Numerals
from plantin.model.numerals import numeral
from plantin.model.outline import normal
from plantin.packs.imports import cells, cross_references, markup
from plantin.packs.imports.cells import Cell
from plantin.packs.imports.docx import headings
from plantin.packs.imports.docx.headings import Draft
from plantin.packs.imports.markup import Marks, Row
from plantin.packs.imports.paragraph_pieces import Image, Look, Piece, Words, is_blank, text_of, trim
from plantin.packs.imports.received import Omission, PrintedNumber
from plantin.packs.imports.tree import grid, inlines
from plantin.packs.imports.tree.inlines import TreeLedger
from plantin.packs.imports.typed_numbers import label
from plantin.source.nodes import Json

NOTE = "plantin-note"
"""The attribute of a box that is the note of this name (``pages`` writes it)."""
BOX = "plantin-box"
"""The attribute of a box of the text, whose first block is its title (``pages`` writes it)."""
OPENED = "tables of one row or column, opened"
DEEPEST = 5
"""So deep may lists and quotations be in each other."""
_NUMERALS: dict[str, Numerals] = {
    "LowerAlpha": "lower-latin", "LowerRoman": "lower-roman", "UpperAlpha": "upper-latin", "UpperRoman": "upper-roman",
}  # fmt: skip
_DELIMITERS = {"Period": "{}.", "OneParen": "{})", "TwoParens": "({})"}


class Blocks:
    """Reads the blocks of one file. ``table`` and ``picture`` make the object of a table and of a picture; ``numerals``
    are those of the levels of lists.
    """

    def __init__(
        self,
        kept: TreeLedger,
        marks: Marks,
        numerals: tuple[Numerals, ...],
        table: Callable[[Json, str], Iterator[Draft]],
        picture: Callable[[Image, str], Iterator[Draft]],
    ) -> None:
        self._kept, self._marks, self.numerals = kept, marks, numerals
        self._table, self._picture = table, picture

    def drafts(self, items: Iterable[Json], level: int = 0, look: Look | None = None) -> Iterator[Draft]:
        """Yield the blocks, those of a list at ``level`` as entries or what goes on under them."""
        for item in items:
            yield from self._block(item, level, look or Look())

    def rows(self, items: Iterable[Json], look: Look | None = None) -> list[Row]:
        """Return blocks of a note, a quotation or a definition: nothing has a number, and headings are bold lines."""
        out = []
        for draft in self.drafts(items, 0, look):
            row = draft.row
            typed = draft.printed.label if draft.printed and row.kind in ("heading", "numbered") else ""
            number = f"{typed} " if typed else ""
            if row.kind == "heading":
                row = Row("numbered", 0, f"**{markup.escape(number)}{row.text}**")
            elif row.kind in ("plain", "numbered"):
                row = replace(row, kind="numbered", text=markup.escape_beginning(number + row.text))
            out.append(row)
        return out

    def text(self, items: Iterable[Json], look: Look | None = None) -> str:
        """Return the same blocks as the text of a source."""
        return "\n\n".join(markup.blocks(self.rows(items, look), self.numerals))

    def line(self, items: Iterable[Json]) -> str:
        """Return blocks on one line, as a cell or a title has them; entries have their marks before them."""
        rows = ((row.label or "•" * (row.kind == "bullet"), row.text) for row in self._in_cell(items, 1))
        texts = (f"{sign} {text}" if sign else text for sign, text in rows)
        return " ".join(filter(None, (" ".join(text.replace("\\\n", " ").split()) for text in texts)))

    def cell(self, items: Iterable[Json]) -> Cell:
        """Return blocks as a cell has them: paragraphs and entries of lists; what else there is on a line."""
        return cells.make_cell(list(self._in_cell(items, 0)))

    def _in_cell(self, items: Iterable[Json], level: int) -> Iterator[Row]:
        kind = "continued" if level else "plain"
        for item in items:
            content = item.get("c")
            match item["t"]:
                case "Para" | "Plain":
                    pieces = inlines.pieces(content, self._kept)
                    sign, number, typed = cells.read_sign(text_of(pieces)) if not level else ("", "", "")
                    rest = without(pieces, typed) if sign else None
                    self._kept.taken += [typed.strip()] if rest is not None else []
                    yield (
                        Row(kind, level, self.inline(pieces))
                        if rest is None
                        else Row(sign, 1, self.inline(rest), label=number)
                    )
                case "LineBlock":
                    yield Row(kind, level, self.inline(inlines.pieces(_as_one(content), self._kept)))
                case "Header":
                    self._kept.changed["headings in cells, as bold words"] += 1
                    yield Row(kind, level, self.inline(inlines.pieces(content[2], self._kept, Look(strong=True))))
                case "CodeBlock":
                    code: list[Piece] = [Words(" ".join(content[1].split()), Look(code=True))]
                    yield Row(kind, level, self.inline(code) if content[1].strip() else "")
                case "BulletList":
                    for entry in content:
                        yield from self._entry(entry, level + 1, "bullet", "")
                case "OrderedList":
                    for n, entry in enumerate(content[1]):
                        yield from self._entry(entry, level + 1, "item", _format_number(content[0], n))
                case "DefinitionList":
                    for term, texts in content:
                        words = self.inline(inlines.pieces(term, self._kept))
                        yield Row(kind, level, f"{words}: {' '.join(map(self.line, texts))}")
                case "Table":
                    self._kept.changed["tables in cells, their rows on one line"] += 1
                    head, body = grid.rows(content)
                    for row in (*head, *body):
                        yield Row(kind, level, ", ".join(filter(None, (self.line(cell[4]) for cell in row))))
                case "Div" | "Figure" | "BlockQuote":
                    yield from self._in_cell(content if item["t"] == "BlockQuote" else content[-1], level)
                case "RawBlock":
                    self._raw(content)
                case _:
                    pass

    def _entry(self, blocks: list[Json], level: int, kind: str, number: str) -> Iterator[Row]:
        """Yield an entry of a list in a cell: its first paragraph bears its sign."""
        rows = list(self._in_cell(blocks, level))
        first = (
            rows[0] if rows and rows[0].kind == "continued" and rows[0].level == level else Row("continued", level, "")
        )
        yield replace(first, kind=kind, label=number)
        yield from rows[1:] if rows and rows[0] == first else rows

    def inline(self, pieces: list[Piece]) -> str:
        """Return the pieces of a paragraph in the source's marks."""
        return markup.inline(pieces, self._marks)

    # One block

    def _block(self, item: Json, level: int, look: Look) -> Iterator[Draft]:
        content = item.get("c")
        match item["t"]:
            case "Para" | "Plain":
                yield from self._paragraph(content, level, look)
            case "LineBlock":
                yield from self._paragraph(_as_one(content), level, look)
            case "Header":
                yield from self._heading(content, level, look)
            case "BulletList":
                yield from self._list(content, None, level, look)
            case "OrderedList":
                yield from self._list(content[1], content[0], level, look)
            case "DefinitionList":
                yield self._object(self._definitions(content, look), level)
            case "BlockQuote":
                yield from self._quotation(content, level, look)
            case "CodeBlock":
                yield self._object(markup.code_block(content[1].strip("\n")), level, content[1])
            case "RawBlock":
                self._raw(content)
            case "HorizontalRule":
                self._kept.changed["rules across the page"] += 1
            case "Table":
                yield from self._of_table(content, level, look)
            case "Figure":
                yield from self._of_figure(content, level, look)
            case "Div":
                yield from self._of_div(content, level, look)
            case _:
                pass

    def _paragraph(self, items: list[Json], level: int, look: Look) -> Iterator[Draft]:
        before = len(self._kept.images)
        self._kept.places.clear()
        pieces = inlines.pieces(items, self._kept, look)
        images, self._kept.images[before:] = self._kept.images[before:], []
        if len(items) == 1 and items[0]["t"] == "Math" and pieces and (tex := text_of(pieces)) in self._kept.formulas:
            yield self._object(f"$${' '.join(tex.split())}$$", level, tex)
        elif not is_blank(pieces):
            yield from self._draft_paragraph(pieces, level)
        for image in images:
            yield from self._picture(image, "")

    def _draft_paragraph(self, pieces: list[Piece], level: int) -> Iterator[Draft]:
        """Yield a paragraph of words; a number that is typed before it is removed, and kept to be compared."""
        words = normal(text_of(pieces))
        typed_number = label(words) if not level else None
        if (
            typed_number
            and typed_number.readings
            and typed_number.readings[0][0] == "decimal"
            and (rest := without(pieces, typed_number.typed)) is not None
        ):
            words = normal(text_of(rest))
            row = Row("numbered", 0, self.inline(rest), self._identifier(words))
            yield Draft(row, PrintedNumber("paragraph", typed_number.typed, cross_references.words(rest), 0), words)
            return
        yield Draft(
            Row("continued" if level else "plain", level, self.inline(pieces), self._identifier(words)), None, words
        )

    def _identifier(self, words: str) -> str:
        """Return the id of the passage that begins with ``words``, where something leads to it."""
        return self._kept.references.identifier(self._kept.places, words) if self._kept.references else ""

    def _heading(self, content: Json, level: int, look: Look) -> Iterator[Draft]:
        rank, (place, *_), items = content
        before = len(self._kept.images)
        self._kept.places[:] = [place] if place else []
        pieces = headings.plain(inlines.pieces(items, self._kept, look))
        images, self._kept.images[before:] = self._kept.images[before:], []
        words = normal(text_of(pieces))
        if level and words:
            self._kept.changed["headings in lists, as bold lines"] += 1
            yield Draft(Row("continued", level, f"**{self.inline(pieces)}**"), None, words)
        elif words:
            typed_number = label(words)
            rest = without(pieces, typed_number.typed) if typed_number else None
            typed = typed_number.typed if typed_number and rest is not None else ""
            kept = pieces if rest is None else rest
            row = Row("heading", rank, self.inline(kept), self._identifier(normal(text_of(kept))))
            yield Draft(row, PrintedNumber("section", typed, cross_references.words(kept), 0), words)
        for image in images:
            yield from self._picture(image, "")

    # Lists

    def _list(self, entries: list[Json], numbered: Json | None, level: int, look: Look) -> Iterator[Draft]:
        at = min(level + 1, DEEPEST)
        for n, entry in enumerate(entries):
            number = _format_number(numbered, n) if numbered else ""
            first = True
            has_words = any(block["t"] in ("Para", "Plain", "LineBlock") for block in _unwrap(entry)[:1])
            for draft in self.drafts(_unwrap(entry), at, look):
                if not first or draft.row.kind not in ("continued", "object") or draft.row.level != at:
                    yield draft
                elif numbered:
                    # An entry that begins with code or a formula has no words of its own.
                    words = draft.words if has_words else ""
                    yield Draft(
                        replace(draft.row, kind="item", level=at), PrintedNumber("item", number, words, 0), draft.words
                    )
                else:
                    yield Draft(replace(draft.row, kind="bullet", level=at), None, draft.words)
                first = False

    def _quotation(self, content: list[Json], level: int, look: Look) -> Iterator[Draft]:
        text = self.text(content, look)
        if not text:
            return
        if level:
            yield self._object("\n".join(f"> {line}".rstrip() for line in text.split("\n")), level)
        else:
            yield Draft(Row("quotation", 0, text), None, "")

    def _definitions(self, content: Json, look: Look) -> str:
        out = []
        for term, texts in content:
            pieces = [
                (replace(piece, text=piece.text.replace("\n", " ")) if isinstance(piece, Words) else piece)
                for piece in inlines.pieces(term, self._kept, look)
            ]
            lines = [self.inline(pieces) or "—"]
            for blocks in texts or [[]]:
                text = self.text(blocks, look) or "—"
                indented = "\n".join(f"    {line}" if line else "" for line in text.split("\n")).lstrip()
                lines.append(f":   {indented}\n")
            out.append("\n".join(lines).rstrip())
        return "\n\n".join(out)

    # Objects

    def _object(self, text: str, level: int, words: str = "") -> Draft:
        return Draft(Row("continued" if level else "object", level, text), None, words)

    def _of_table(self, content: Json, level: int, look: Look) -> Iterator[Draft]:
        caption = self.line(content[1][1])
        if not grid.lays_out(content):
            yield from self._table(content, caption)
            return
        self._kept.changed[OPENED] += 1
        self._kept.cells += sum(any(block.get("c") for block in blocks) for blocks in grid.cells(content))
        if caption:
            yield Draft(Row("continued" if level else "plain", level, caption), None, caption)
        for blocks in grid.cells(content):
            yield from self.drafts(blocks, level, look)

    def _of_figure(self, content: Json, level: int, look: Look) -> Iterator[Draft]:
        _, (_, caption), blocks = content
        title = self.line(caption)
        images = [node["c"] for node in inlines.nodes(blocks) if node["t"] == "Image"]
        if len(images) == len(blocks) == 1 and blocks[0]["t"] in ("Para", "Plain", "Div", "Figure"):
            _, words, (target, _) = images[0]
            alternative = " ".join(inlines.stringify(words).split())
            yield from self._picture(Image(alternative if alternative != title else "", target), title)
            return
        if len(blocks) == 1 and blocks[0]["t"] == "Table" and not blocks[0]["c"][1][1]:
            yield from self._table(blocks[0]["c"], title)
            return
        yield from self.drafts(blocks, level, look)
        if title:
            yield Draft(Row("continued" if level else "plain", level, title), None, title)

    def _of_div(self, content: Json, level: int, look: Look) -> Iterator[Draft]:
        (_, _, pairs), blocks = content
        attributes = dict(pairs)
        if name := attributes.get(NOTE, ""):
            self._kept.notes.setdefault(name, blocks)
            return
        language = inlines.primary_language(attributes.get("lang", ""), self._kept.language)
        if BOX in attributes and blocks and blocks[0]["t"] == "Header" and not level:
            title = self.inline(headings.plain(inlines.pieces(blocks[0]["c"][2], self._kept)))
            text = self.text(blocks[1:], replace(look, language=language) if language else look)
            yield self._object(f"::: {{.box}}\n{title}\n\n{text}\n:::", level)
            return
        yield from self.drafts(blocks, level, replace(look, language=language) if language else look)

    def _raw(self, content: Json) -> None:
        kind, text = content
        words = re.sub(r"<!--.*?-->|<[^>]*>", " ", text, flags=re.DOTALL) if kind.startswith("html") else text
        if words.strip():
            self._kept.left_out.append(Omission(f"left out: a passage in {kind}", words))


def _unwrap(entry: list[Json]) -> list[Json]:
    """Return the blocks of an entry; a box around all of them says nothing."""
    while len(entry) == 1 and entry[0]["t"] == "Div" and not any(key == NOTE for key, _ in entry[0]["c"][0][2]):
        entry = entry[0]["c"][1]
    return entry


def _as_one(lines: list[list[Json]]) -> list[Json]:
    """Return the lines of a block of lines as one paragraph."""
    return [node for line in lines for node in ({"t": "LineBreak"}, *line)][1:]


def _format_number(numbered: Json, n: int) -> str:
    """Return the number before an entry of a list, as the file prints it."""
    start, style, delimiter = numbered
    kind = _NUMERALS.get(style["t"], "decimal")
    return _DELIMITERS.get(delimiter["t"], "{}.").format(numeral(start + n, kind) if start + n > 0 else str(start + n))


def without(pieces: list[Piece], typed: str) -> list[Piece] | None:
    """Return the pieces without the number that is ``typed`` before them; None where it is not in their first words."""
    first = pieces[0] if pieces else None
    if not isinstance(first, Words) or not first.text.startswith(typed):
        return None
    return trim([replace(first, text=first.text[len(typed) :]), *pieces[1:]])

"""Makes the blocks of a source of the passages of a Word file: its tables, boxes and pictures as objects."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from lxml.etree import _Element as Element

from plantin.bounded import xml
from plantin.bounded.archive import ArchiveError
from plantin.bounded.xml import XmlError
from plantin.model.outline import normal
from plantin.packs.imports import assembly, captions, markup
from plantin.packs.imports.assembly import ImportContext
from plantin.packs.imports.captions import Caption, Captions
from plantin.packs.imports.cells import ReceivedTable
from plantin.packs.imports.docx import Passage, charts, grids, headings, recognition
from plantin.packs.imports.docx.headings import Draft
from plantin.packs.imports.docx.passages import HINT, Writer
from plantin.packs.imports.docx.pictures import Pictures
from plantin.packs.imports.markup import Row
from plantin.packs.imports.paragraph_pieces import is_blank
from plantin.packs.imports.received import Ledger

_LONGEST_BOX_TITLE = 120


@dataclass(frozen=True, slots=True)
class _Titled:
    """A table at the position ``at`` of the blocks, which may still get what follows it: a ``caption``, where it has
    none, and lines ``below`` it. ``mark`` stands for its attributes.
    """

    at: int
    grid: ReceivedTable
    caption: Caption | None
    mark: str
    words: str
    below: tuple[str, ...] = ()

    def draft(self) -> Draft:
        text = self.grid.text(self.caption.title if self.caption else "", self.mark)
        text = text.removesuffix(":::") + "".join(f"\n{line}\n" for line in self.below) + ":::"
        return Draft(Row("object", 0, text), None, self.words)


def _follows_tables(groups: Sequence[Sequence[tuple[int, Passage]]]) -> bool:
    """Return whether a caption between two tables is that of the first one: so it is where more captions of the file
    follow a table, and text follows them, than are between text and a table.
    """
    texts = [[recognition.is_caption(passage) for _, passage in group] for group in groups if not group[0][1].tabled]
    texts += [[*texts.pop(), False]] if groups and not groups[-1][0][1].tabled else []
    return sum(text[0] for text in texts if len(text) > 1) > sum(text[-1] for text in texts if len(text) > 1)


class Objects:
    """Makes the blocks of a report of its passages: its tables and pictures as objects."""

    def __init__(
        self, context: ImportContext, ledger: Ledger, writer: Writer, places: Captions, pictures: Pictures
    ) -> None:
        self._forms, self._ledger, self._writer = context.locale.numbering, ledger, writer
        self._locale = context.locale
        self._places, self._pictures = places, pictures
        self._heads: set[str] = set()

    def drafts(self, passages: Sequence[Passage], used: Container[int]) -> list[Draft]:
        """Return the blocks, without the passages at the positions ``used``, which are the masthead."""
        out: list[Draft] = []
        waiting: _Titled | None = None
        groups = groupby(
            enumerate(passages), key=lambda row: grids.outermost_table(row[1].line.node) if row[1].tabled else None
        )
        rows = [(table, list(group)) for table, group in groups]
        follows = _follows_tables([members for _, members in rows])
        for table, members in rows:
            if table is not None:
                inside = [passage for _, passage in members]
                # Whether a table is the masthead: at least half of its words are, and not just a row
                # of a date.
                sizes = [(n in used, len(passage.line.text())) for n, passage in members]
                serving = sum(size for is_used, size in sizes if is_used)
                waiting = self._table(
                    table, inside, out, taken=serving > 0 and 2 * serving >= sum(size for _, size in sizes)
                )
                out += [draft for passage in inside for draft in self._images(passage)]
            else:
                for n, passage in members:
                    blocks = [] if n in used else list(self._writer.drafts(passage))
                    is_between = (n, passage) == members[-1] and members is not rows[-1][1]
                    belongs = follows or not (is_between and recognition.is_caption(passage))
                    if waiting and blocks and belongs and (done := self._complete_table(waiting, blocks[0])):
                        out[done.at], waiting, blocks = done.draft(), done, blocks[1:]
                    elif blocks or passage.line.images:
                        waiting = None
                    out += blocks
                    out += self._images(passage)
        return self._figures(out)

    def _complete_table(self, table: _Titled, draft: Draft) -> _Titled | None:
        """Return ``table`` with what belongs to it of what follows it, in ``draft``: its caption, where it has none,
        and what says below it where it is from; None for anything else.
        """
        if draft.row.kind == "caption" and not table.caption:
            caption = captions.read_caption(draft.row.text, self._forms.table, certain=True)
            return replace(table, caption=caption, mark=self._places.mark("table", caption))
        return replace(table, below=(*table.below, draft.row.text)) if assembly.is_below_table(draft) else None

    def _table(self, node: Element, passages: list[Passage], out: list[Draft], *, taken: bool) -> _Titled | None:
        """Add a table to ``out``, under the caption that ends it; of one that only lays out, its passages. One that is
        the masthead (``taken``) or too large is left out, and reported with all its words.
        """
        words = " | ".join(normal(passage.line.text()) for passage in passages if passage.line.pieces)
        if not taken and (box := self._box(node, passages)):
            out.append(box)
            return None
        if not taken and grids.lays_out(node):
            self._ledger.changed["tables"] += 1
            self._ledger.changed["cells"] += grids.count_filled_cells(node, passages)
            message = f"a table of one row or column is opened: “{words[:60]}”"
            self._ledger.notice("S165", message, "Nothing, if its passages read well in order.")
            for passage in passages:
                out += self._writer.drafts(replace(passage, tabled=False))
            return None
        for passage in passages:
            self._writer.report_losses(passage)
        grid = None if taken else grids.grid(node, passages, self._writer.cell)
        if grid is None:
            self._ledger.lose("a table", words, HINT)
            return None
        before = out[-1].row if out else Row("plain", 0, "")
        # Below a picture, what does not say that it is of a table is of the picture.
        certain = before.kind == "caption" and [draft.row.kind for draft in out[-2:-1]] != ["figure"]
        caption = captions.read_caption(before.text, self._forms.table, certain=certain)
        if caption:
            out.pop()
        title = caption.title if caption else ""
        assembly.remark_table(grid, title, self._ledger)
        if grids.nests(node):
            message = f"a table in a cell becomes paragraphs of the cell: “{title[:60]}”"
            self._ledger.notice("S165", message, "Nothing, if it reads well so.")
        table = _Titled(len(out), grid, caption, self._places.mark("table", caption), words)
        out.append(table.draft())
        return table

    def _box(self, node: Element, passages: list[Passage]) -> Draft | None:
        """Return a table of one cell with a title and paragraphs or bullets under it as a box; None for any other."""
        if (
            grids.count_filled_cells(node, passages) != 1
            or grids.nests(node)
            or any(passage.line.images or passage.line.drawn for passage in passages)
        ):
            return None
        worded = [passage for passage in passages if not is_blank(passage.line.pieces)]
        first, rest = worded[0], worded[1:]
        title = normal(first.line.text())
        if not rest or not 0 < len(title) <= _LONGEST_BOX_TITLE or title.endswith((".", ":", ";")):
            return None
        rows = [self._writer.cell(passage) for passage in rest]
        if any(row.kind not in ("plain", "bullet") for row in rows):
            return None
        for passage in passages:
            self._writer.report_losses(passage)
        head = self._writer.inline(headings.plain(list(first.line.pieces)), in_cell=True)
        inside = markup.blocks((replace(row, kind="numbered") if row.kind == "plain" else row for row in rows), ())
        text = "\n\n".join((head, *inside))
        self._ledger.changed["tables"] += 1
        self._ledger.changed["cells"] += 1
        self._ledger.notice("S165", f"a table of one cell becomes a box: “{title[:60]}”", "Nothing, if it is one.")
        return Draft(Row("object", 0, f"::: {{.box}}\n{text}\n:::"), None, title)

    def _images(self, passage: Passage) -> Iterator[Draft]:
        """Yield the pictures of a passage, below it, and its charts and diagrams."""
        for kind, part, description in passage.line.drawn:
            try:
                blocks = self._convert_drawing(kind, self._pictures.read(part), description)
            except (OSError, ArchiveError, XmlError):
                blocks = []
            if not blocks:
                self._ledger.lose(f"a {kind} that holds no data", description, HINT)
            yield from blocks
        for image in passage.line.images:
            name = self._pictures.name(image.part)
            if not name:
                what = f"a picture: {self._pictures.fault(image.part)}"
                self._ledger.lose(what, image.alternative, "Put it into the report's folder yourself.")
            elif image.decorative:
                yield Draft(Row("object", 0, f"::: {{.figure}}\n![]({name}){{.decorative}}\n:::"), None, "")
            else:
                yield Draft(Row("figure", image.width, name), None, image.alternative)

    def _convert_drawing(self, kind: str, content: bytes, description: str) -> list[Draft]:
        """Return a chart as one of the house or a table of its data, a diagram as its words. Raises XmlError."""
        chart = None if kind == "diagram" else charts.read_chart(xml.parse(content))
        plot = charts.house_chart(chart, self._locale, self._writer.words) if chart else None
        if chart and plot:
            data = self._pictures.data(plot.data)
            text = f"data={data} {plot.attributes}"
            blocks = [
                Draft(
                    Row("figure", 0, text, label=plot.words), None, charts.title(chart, description, self._writer.words)
                )
            ]
            became, hint = f"chart of the house, drawn from {data}", "Look whether it shows the same."
        elif chart:
            blocks = [charts.data_table(chart, description, self._writer.words)]
            became, hint = "table of its data", "Put a picture of it there, if it says more."
        else:
            blocks = charts.diagram_entries(content, self._writer.words) if kind == "diagram" else []
            became, hint = "list of its words", "Put a picture of it there, if it says more."
        if blocks:
            self._ledger.notice("S165", f"a {kind} becomes a {became}: “{blocks[0].words[:60]}”", hint)
        return blocks

    def _figures(self, drafts: list[Draft]) -> list[Draft]:
        """Return the blocks with each picture as a figure under its title: the caption below it or above it. Meanwhile
        its row has the name of the file as text, the width as level, the mark of its attributes as id and the title as
        suffix.
        """
        under = [False, *(draft.row.kind == "figure" for draft in drafts)]
        rows = zip((draft.row for draft in drafts), under, strict=False)
        headed = [row.text for row, is_under in rows if row.kind == "heading" and not is_under]
        self._heads = {captions.parts(text)[0].partition(" ")[0] for text in headed}
        out: list[Draft] = []
        waiting = False
        for draft in drafts:
            legend = self._legend(draft.row) if waiting else None
            if legend:
                out[-1] = self._under(out[-1], legend)
            else:
                out.append(draft)
            waiting = out[-1].row.kind == "figure" and not out[-1].row.suffix
            above = self._legend(out[-2].row) if waiting and len(out) > 1 and out[-2].row.kind != "heading" else None
            if above:
                out[-2:] = [self._under(draft, above)]
                waiting = False
        drawn = (self._figure(draft) if draft.row.kind == "figure" else draft for draft in out)
        return [
            replace(draft, row=replace(draft.row, kind="plain")) if draft.row.kind == "caption" else draft
            for draft in drawn
        ]

    def _under(self, draft: Draft, caption: Caption) -> Draft:
        mark = self._places.mark("figure", caption)
        return replace(draft, row=replace(draft.row, suffix=caption.title, identifier=mark))

    def _legend(self, row: Row) -> Caption | None:
        """Return the caption of a figure that the paragraph ``row`` is; None for any other. A heading that is numbered
        like a caption is one, below a picture.
        """
        certain = row.kind == "caption"
        if row.kind == "heading":
            # "Photo 1. The harbour"; not "Chapter 1", as other headings begin.
            word = captions.parts(row.text)[0].partition(" ")[0]
            certain = bool(word) and word not in self._heads
        is_line = row.kind in ("plain", "caption", "heading")
        return captions.read_caption(row.text, self._forms.figure, certain=certain) if is_line else None

    def _figure(self, draft: Draft) -> Draft:
        row = draft.row
        if row.label:
            mark = row.identifier or self._places.mark("figure", None)
            description = f"\n\n{draft.words}" if row.suffix and normal(row.suffix) != normal(draft.words) else ""
            text = f"::: {{{mark}.chart {row.text}}}\n{row.suffix or draft.words}\n\n{row.label}{description}\n:::"
            return replace(draft, row=Row("object", 0, text))
        text = assembly.figure(row.text, row.suffix, draft.words, row.level, self._ledger, row.identifier)
        return replace(draft, row=Row("object", 0, text))

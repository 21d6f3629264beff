"""A report received as a file that pandoc reads: its blocks become a source in one way, whatever the kind of file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import unquote

from plantin.model.outline import normal
from plantin.packs.imports import assembly, captions, markup, masthead
from plantin.packs.imports.assembly import LONGEST_TITLE, Definition, ImportContext
from plantin.packs.imports.captions import Captions
from plantin.packs.imports.cross_references import CrossReferences
from plantin.packs.imports.docx.headings import Draft
from plantin.packs.imports.docx.pictures import Pictures
from plantin.packs.imports.generated_names import GeneratedNames
from plantin.packs.imports.markup import Marks, Row
from plantin.packs.imports.masthead import MastheadLine, RecognizedMasthead
from plantin.packs.imports.paragraph_pieces import Call, Image, Words
from plantin.packs.imports.read_back import Written
from plantin.packs.imports.received import ImportedReport
from plantin.packs.imports.tree import grid, inlines
from plantin.packs.imports.tree.blocks import NOTE, OPENED, Blocks
from plantin.packs.imports.tree.files import OpenedFile
from plantin.packs.imports.tree.inlines import UNSET, TreeLedger
from plantin.source import pandoc
from plantin.source.front_matter import NumberingRules
from plantin.source.nodes import Json

_COUNTING = (".tex", ".latex", ".adoc", ".asciidoc", ".asc", ".dbk", ".docbook", ".org")
"""Files whose programs give the captions of tables and figures their numbers."""


def import_report(opened: OpenedFile, context: ImportContext) -> ImportedReport:
    """Return the canonical source of the report in ``opened``.

    Raises UsageError (S045) where a given symbol is invalid; ToolError (V001, V011) from pandoc.
    """
    path, spoken = str(context.path), context.passages
    formulas = frozenset(pandoc.mathml(inlines.settable(opened.blocks), path))
    kept = TreeLedger(path, formulas=formulas, language=spoken.whole or spoken.around)
    kept.left_out += opened.left_out
    kept.notices += opened.notices
    kept.taken += opened.taken
    notes = _Notes(kept)
    marks = Marks(notes.call, lambda pointer: markup.escape(pointer.shown), context.plain, spoken.tag_words)
    wanted = (target.removeprefix("#") for target in inlines.targets(opened.blocks))
    titles = dict(inlines.titles(opened.blocks))
    references = kept.references = CrossReferences(
        context.locale,
        notes.new_names,
        wanted,
        titles,
        lambda words: markup.inline([Words(words)], replace(marks, written=Written())),
    )
    objects = _Objects(opened, context, kept, notes, marks)
    _collect(opened.blocks, kept)
    drafts, title = _take_title(
        opened, list(assembly.with_lines_below(objects.blocks.drafts(_attach_captions(opened.blocks)))), kept
    )
    head, used = _masthead(drafts, title, context, kept)
    imported = assembly.assemble(
        head,
        [draft for n, draft in enumerate(drafts) if n not in used],
        references,
        objects.blocks.numerals,
        lambda: notes.definitions(objects.blocks),
        objects.captions,
        kept,
        marks.written,
    )
    kept.changed["links inside the file"] += len(references.remaining_words())
    _report_changes(opened, context, kept)
    kept.notices += objects.pictures.findings()
    links = sum(count for what, count in kept.changed.items() if what.startswith("links"))
    changed = {
        "tables": kept.changed[OPENED],
        "cells": kept.cells,
        "links": links,
        "formulas": kept.changed[UNSET],
        "languages": int(bool(spoken.declared)),
    }
    return assembly.add_ledger(imported, kept, changed)


def _attach_captions(items: Iterable[Json]) -> Iterator[Json]:
    """Yield the blocks, with a paragraph before a table that is its caption by the label, "Table 3. Lamps", as its
    caption: OpenDocument has no other form for it.
    """
    caption: Json = None
    for item in items:
        if caption and item["t"] == "Table" and not item["c"][1][1]:
            attributes, (short, _), *rest = item["c"]
            yield item | {"c": [attributes, [short, [caption]], *rest]}
            caption = None
            continue
        if caption:
            yield caption
        is_caption = item["t"] == "Para" and captions.is_of_table(normal(inlines.stringify(item["c"])))
        caption = item if is_caption else None
        if not is_caption:
            yield item
    if caption:
        yield caption


# The title and the masthead


def _take_title(opened: OpenedFile, drafts: list[Draft], kept: TreeLedger) -> tuple[list[Draft], str]:
    """Return the blocks without the heading that is the title, and the title: that heading or the file's own."""
    headings = [(n, draft) for n, draft in enumerate(drafts) if draft.row.kind == "heading"]
    file_title = " ".join(opened.title.split())
    kept.taken.append(file_title)
    if not headings:
        return drafts, file_title
    n, first = headings[0]
    rest = [draft.row.level for _, draft in headings[1:]]
    alone = not rest or min(rest) > first.row.level
    same = normal(first.words).casefold() == file_title.casefold()
    is_title = same or (alone and (opened.weak or not file_title))
    if is_title and "[^" not in first.row.text and all(draft.row.kind == "plain" for draft in drafts[:n]):
        kept.taken += [first.words, first.printed.label if first.printed else ""]
        return [*drafts[:n], *drafts[n + 1 :]], first.words[:300]
    return drafts, file_title


def _masthead(
    drafts: list[Draft], title: str, context: ImportContext, kept: TreeLedger
) -> tuple[RecognizedMasthead, set[int]]:
    """Read the masthead in the paragraphs before the first heading or number, and the positions of those it says."""
    end = next((n for n, draft in enumerate(drafts) if draft.row.kind != "plain"), len(drafts))
    words = (context.plain(draft.words, " ").strip() for draft in drafts[: min(end, 100)])
    lines = [MastheadLine(0, line, place=n) for n, line in enumerate(words)]
    before = [MastheadLine(0, title, "title")] if title else []
    # A title that is known is before all else, and the lines after it are read for a symbol alone.
    at = masthead.symbol_in(line.text for line in lines)
    rows = before if at is None else [*lines[: at + 1], *before, *lines[at + 1 :]]
    if not rows and lines and 0 < len(lines[0].text) < LONGEST_TITLE:
        rows = lines[:1]  # no line is taken for a title that does not look like one
    heading = next((draft.words for draft in drafts if draft.row.kind == "heading"), "")
    first = heading or next((draft.words for draft in drafts if draft.words), "")
    head = masthead.read(rows, context.given, context.locale, replace(context.fallbacks, heading=first), kept.path)
    kept.taken += [rows[n].text for n in head.used]
    return head, {rows[n].place for n in (*head.used, *head.left_out)} - {-1}


def _report_changes(opened: OpenedFile, context: ImportContext, kept: TreeLedger) -> None:
    kept.notices += context.passages.report_languages(kept.path)
    for what, count in kept.changed.items():
        if count and "link" in what:
            kept.notice("S065", f"{count} {what} become words", "Write https://... where a link is wanted.")
        elif count:
            kept.notice("S165", f"{count} {what}", "Nothing, if the text is right so.")
    if opened.marked:
        kept.taken += kept.links
    for words in dict.fromkeys(opened.warned):
        kept.notice("S166", f"pandoc: {words[:200]}", "Compare the source with the file there.")


# Notes


class _Notes:
    """Writes the calls of notes and their definitions; ``inside`` says whether a table or a note is being written."""

    def __init__(self, kept: TreeLedger) -> None:
        self._kept = kept
        self.new_names = GeneratedNames()
        self._named: dict[str, str] = {}
        self._called: dict[str, None] = {}
        self._lettered: dict[str, str] = {}
        self.inside = ""

    def call(self, call: Call) -> str:
        """Return the mark of a call; empty for a note without words, and in a note."""
        if call.note not in self._named:
            words = normal(inlines.stringify(self._kept.notes.get(call.note, [])))
            name = self.new_names.new(words)
            self._named[call.note] = name if words else ""
        name = self._named[call.note]
        if not name:
            return ""
        if self.inside == "note":
            self._kept.changed["calls of notes in notes"] += 1
            return ""
        if self.inside == "table":
            self._lettered.setdefault(call.note, f"{name}-table")
            return f"[^{self._lettered[call.note]}]"
        self._called.setdefault(call.note)
        return f"[^{name}]"

    def definitions(self, blocks: Blocks) -> Iterator[Definition]:
        """Yield the notes, in the order of their calls, then those of tables; those that nothing calls are left out."""
        rows = [*((key, self._named[key]) for key in self._called), *self._lettered.items()]
        self.inside = "note"
        for key, name in rows:
            note_rows = blocks.rows(self._kept.notes[key])
            if note_rows and note_rows[0].kind == "numbered":
                note_rows[0] = replace(note_rows[0], kind="plain")
            yield Definition(markup.note(name, note_rows, blocks.numerals))
        self.inside = ""
        if self._lettered:
            message = f"{len(self._lettered)} notes of tables get letters under their tables"
            self._kept.notice("S123", message, "Nothing, if that is right.")
        for key, content in self._kept.notes.items():
            if key not in self._called and key not in self._lettered:
                self._kept.lose("a note that nothing in the source calls", inlines.stringify(content))


# Tables and pictures


class _Objects:
    """Reads the blocks of a file, with its tables and pictures as objects."""

    def __init__(
        self, opened: OpenedFile, context: ImportContext, kept: TreeLedger, notes: _Notes, marks: Marks
    ) -> None:
        self._forms, self._kept, self._notes = context.locale.numbering, kept, notes
        counting = context.path.suffix.lower() in _COUNTING
        self.captions = Captions({"table": self._forms.table, "figure": self._forms.figure}, counting=counting)
        self._is_open_document = context.path.suffix.lower() == ".odt"
        self.pictures = Pictures(context.path, context.folder, opened.picture)
        self.blocks = Blocks(kept, marks, NumberingRules().subparagraphs, self._table, self._picture)

    def _table(self, table: Json, caption: str) -> Iterator[Draft]:
        before = len(self._kept.images)
        outer, self._notes.inside = self._notes.inside, "table" if self._notes.inside != "note" else "note"
        received_table = grid.grid(table, self.blocks.cell)
        self._notes.inside = outer
        words = " | ".join(map(inlines.stringify, grid.cells(table)))
        if received_table is None:
            self._kept.lose("a table larger than a report can have", words)
            return
        if self._is_open_document:
            received_table = grid.with_numbers_right(received_table)
        legend = captions.read_caption(caption, self._forms.table, certain=True) if caption else None
        title = legend.title if legend else ""
        assembly.remark_table(received_table, title, self._kept)
        if received_table.uneven:
            self._kept.changed["rows of tables with fewer cells than others, filled up"] += received_table.uneven
        yield Draft(Row("object", 0, received_table.text(title, self.captions.mark("table", legend))), None, words)
        images, self._kept.images[before:] = self._kept.images[before:], []
        for image in images:
            yield from self._picture(image, "")

    def _picture(self, image: Image, title: str) -> Iterator[Draft]:
        """Yield a picture as a figure, under its title if it has one."""
        target = image.part
        if not target.startswith("data:"):
            target = unquote(target.partition("?")[0])
            self._kept.taken.append(target)
        self._kept.taken += [image.alternative] if image.alternative else []
        name = self.pictures.name(target)
        if not name:
            what = f"a picture ({image.part[:80]}): {self.pictures.fault(target)}"
            hint = "Put it into the report's folder yourself."
            self._kept.lose(what, f"{title} {image.alternative}".strip(), hint)
            return
        legend = captions.read_caption(title or image.alternative, self._forms.figure, certain=bool(title))
        mark = self.captions.mark("figure", legend) if legend else ""
        shown = legend.title if legend else ""
        text = assembly.figure(name, shown, image.alternative, image.width, self._kept, mark)
        yield Draft(Row("object", 0, text), None, title or image.alternative)


def _collect(items: list[Json], kept: TreeLedger) -> None:
    """Keep the notes that are boxes of their own, wherever they are, before their calls are read."""
    for item in items:
        if item["t"] == "Div":
            (_, _, pairs), blocks = item["c"]
            name = dict(pairs).get(NOTE, "")
            if name:
                kept.notes.setdefault(name, blocks)
            else:
                _collect(blocks, kept)

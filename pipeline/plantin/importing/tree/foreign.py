"""A report received as a file that pandoc reads: its blocks become a source in one way, whatever kind of file they come
from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from plantin.bounded.archive import ArchiveError
from plantin.findings import Finding, Place
from plantin.house.locale import Locale
from plantin.importing import captions, cells, markup, masthead, numbering
from plantin.importing.cross_references import CrossReferences
from plantin.importing.docx import headings
from plantin.importing.docx.headings import Draft
from plantin.importing.docx.pictures import Pictures
from plantin.importing.generated_names import Names
from plantin.importing.language_detection import Passages
from plantin.importing.markup import Names as Marks
from plantin.importing.markup import Row
from plantin.importing.masthead import Head, MastheadLine
from plantin.importing.paragraph_pieces import Call, Words
from plantin.importing.received import Fallbacks, Given, LeftOut, Received
from plantin.importing.tree import files, grid, inlines
from plantin.importing.tree.blocks import NOTE, OPENED, Blocks
from plantin.importing.tree.files import Opened
from plantin.importing.tree.inlines import UNSET, Image, Kept
from plantin.model.outline import normal
from plantin.source import pandoc
from plantin.source.front_matter import NumberingRules

_LONGEST = 200
Json = Any


def received(
    opened: Opened,
    path: Path,
    folder: Path,
    plain: Callable[[str, str], str],
    given: Given,
    locale: Locale,
    fallbacks: Fallbacks,
    passages: Passages,
) -> Received:
    """The canonical source of the report in ``opened``, the file at ``path``; its pictures are put into ``folder``.
    ``passages`` finds those in other languages.

    Raises UsageError (S045) where a symbol that was given is none; ToolError (V001, V011) from pandoc.
    """
    return _Foreign(opened, path, folder, plain, locale, passages).received(
        given, replace(fallbacks, title_language=passages.of_title)
    )


class _Foreign:
    def __init__(
        self,
        opened: Opened,
        path: Path,
        folder: Path,
        plain: Callable[[str, str], str],
        locale: Locale,
        passages: Passages,
    ) -> None:
        self._opened, self._path, self._locale = opened, str(path), locale
        self._passages = passages
        formulas = inlines.settable(opened.blocks)
        self._kept = Kept(frozenset(pandoc.mathml(formulas, str(path))), passages.whole or passages.around)
        self._kept.left_out += opened.left_out
        self._kept.taken += opened.taken
        self._held: dict[str, bytes] = {}
        self._pictures = Pictures(path, folder, self._bytes)
        self._notices: list[Finding] = []
        self._names = Names()
        self._named: dict[str, str] = {}
        self._called: dict[str, None] = {}
        self._lettered: dict[str, str] = {}
        self._inside = ""
        wanted = (target.removeprefix("#") for target in inlines.targets(opened.blocks))
        titles = dict(inlines.titles(opened.blocks))
        self._references = CrossReferences(
            locale, self._names, wanted, titles, lambda words: markup.inline([Words(words)], marks)
        )
        self._kept.references = self._references
        marks = Marks(self._call, lambda pointer: markup.escaped(pointer.shown), plain, passages.spoken)
        self._blocks = Blocks(self._kept, marks, NumberingRules().subparagraphs, self._table, self._picture)
        self._plain = plain

    def received(self, given: Given, fallbacks: Fallbacks) -> Received:
        _collect(self._opened.blocks, self._kept)
        drafts, title = self._titled(list(self._blocks.drafts(self._opened.blocks)))
        head, used = self._masthead(drafts, title, given, fallbacks)
        settled = headings.settled([draft for n, draft in enumerate(drafts) if n not in used], self._path)
        fitted = numbering.fitted(settled.drafts, self._path)
        self._notices += (*settled.findings, *fitted.findings)
        self._references.placed(fitted.drafts, fitted.rules)
        made = markup.blocks((draft.row for draft in fitted.drafts), self._blocks.numerals)
        made += self._definitions()
        self._lose_rest()
        source = self._references.settled(
            numbering.with_rules(head.front, fitted.rules) + "\n" + "\n\n".join(made) + "\n"
        )
        found = [draft.printed for draft in fitted.drafts if draft.printed]
        printed = [replace(one, words=self._references.printed(one.words)) for one in found]
        self._kept.taken += (*(one.label for one in printed), *self._references.taken())
        self._kept.changed["links inside the file"] += len(self._references.reported())
        self._report_changes()
        self._notices += self._pictures.findings()
        left_out, notices = (*head.left_out.values(), *self._kept.left_out), (*head.findings, *self._notices)
        return Received(
            source, head.symbol, tuple(printed), left_out, tuple(self._kept.taken), notices, self._changed()
        )

    def _changed(self) -> dict[str, int]:
        """How many tables, links and formulas became something else, and languages that the file says are none of it;
        pictures and notes are left out one by one.
        """
        changed = self._kept.changed
        links = sum(count for what, count in changed.items() if what.startswith("links"))
        return {
            "tables": changed[OPENED],
            "cells": self._kept.cells,
            "links": links,
            "formulas": changed[UNSET],
            "languages": int(bool(self._passages.said)),
        }

    # The title and the masthead

    def _titled(self, drafts: list[Draft]) -> tuple[list[Draft], str]:
        """The blocks without the heading that is the title, and the title: that heading, or what the file gives as
        one.
        """
        found = [(n, draft) for n, draft in enumerate(drafts) if draft.row.kind == "heading"]
        given = " ".join(self._opened.title.split())
        if found:
            n, first = found[0]
            rest = [draft.row.level for _, draft in found[1:]]
            alone = not rest or min(rest) > first.row.level
            same = normal(first.words).casefold() == given.casefold()
            if (
                (same or (alone and (self._opened.weak or not given)))
                and "[^" not in first.row.text
                and not any(draft.row.kind != "plain" for draft in drafts[:n])
            ):
                self._kept.taken += [given, first.words, first.printed.label if first.printed else ""]
                return [*drafts[:n], *drafts[n + 1 :]], first.words[:300]
        self._kept.taken.append(given)
        return drafts, given

    def _masthead(self, drafts: list[Draft], title: str, given: Given, fallbacks: Fallbacks) -> tuple[Head, set[int]]:
        """The masthead that the paragraphs before the first heading or number give, and the positions of those that it
        says.
        """
        end = next((n for n, draft in enumerate(drafts) if draft.row.kind != "plain"), len(drafts))
        lines = [MastheadLine(0, self._plain(draft.words, " ").strip()) for draft in drafts[: min(end, 100)]]
        before = [MastheadLine(0, title, "title")] if title else []
        # A title that is known is before all else, and the lines after it are read for a symbol alone.
        at = masthead.symbol_in(line.text for line in lines)
        begin = 0 if at is None else at + 1
        rows = [*lines[:begin], *before, *lines[begin:]] if before else lines
        places = [*range(begin), *([-1] if before else []), *range(begin, len(lines))]
        if before and at is None:
            rows, places = before, [-1]
        if not rows or (not before and at is None):
            # No line is taken for a title that does not look like one.
            rows, places = (rows[:1], places[:1]) if rows and 0 < len(rows[0].text) < _LONGEST else ([], [])
        head = masthead.read(rows, given, self._locale, fallbacks, self._path)
        used = {places[n] for n in (*head.used, *head.left_out)} - {-1}
        self._kept.taken += [rows[n].text for n in head.used]
        return head, used

    # Notes

    def _call(self, call: Call) -> str:
        name = self._named.get(call.note)
        blocks = self._kept.notes.get(call.note)
        if name is None:
            words = normal(inlines.stringify([one for block in blocks or [] for one in _flat(block)]))
            name = self._named[call.note] = self._names.new(words)
            if not words:
                self._named[call.note] = name = ""
        if not name:
            return ""
        if self._inside == "note":
            self._kept.changed["calls of notes in notes"] += 1
            return ""
        if self._inside == "table":
            self._lettered.setdefault(call.note, f"{name}-table")
            return f"[^{self._lettered[call.note]}]"
        self._called.setdefault(call.note)
        return f"[^{name}]"

    def _definitions(self) -> Iterator[str]:
        """The notes, in the order of their calls, then those of tables."""
        rows = [*((key, self._named[key]) for key in self._called), *self._lettered.items()]
        self._inside = "note"
        for key, name in rows:
            found = self._blocks.rows(self._kept.notes[key])
            if found and found[0].kind == "numbered":
                found[0] = replace(found[0], kind="plain")
            yield markup.note(name, found, self._blocks.numerals)
        self._inside = ""
        if self._lettered:
            self._notice(
                "S123",
                f"{len(self._lettered)} notes of tables get letters under their tables",
                "Nothing, if that is right.",
            )

    def _lose_rest(self) -> None:
        """Notes that nothing in the source calls stay, as paragraphs."""
        for key, blocks in self._kept.notes.items():
            if key not in self._called and key not in self._lettered:
                words = inlines.stringify([one for block in blocks for one in _flat(block)])
                self._kept.left_out.append(
                    LeftOut("not carried over: a note that nothing in the source calls", words, code="S058")
                )

    # Tables and pictures

    def _table(self, table: Json, caption: str) -> Iterator[Draft]:
        before = len(self._kept.images)
        outer, self._inside = self._inside, "table" if self._inside != "note" else "note"
        found = grid.grid(table, self._blocks.cell)
        self._inside = outer
        words = " | ".join(
            inlines.stringify([one for block in blocks for one in _flat(block)]) for blocks in grid.cells(table)
        )
        if found is None:
            self._kept.left_out.append(
                LeftOut("not carried over: a table larger than a report can have", words, code="S058")
            )
            return
        title = caption
        if match := captions.pattern(self._locale.numbering.table).fullmatch(caption):
            title = match[2].strip()
            self._kept.taken.append(match[1])
        if not title:
            title = _cut(cells.heads_in_words(found.rows[0])) or "…"
            self._notice(
                "S120", f"a table without a title gets the words of its head: “{title[:60]}”", "Give it a title."
            )
        if not found.marked:
            self._notice(
                "S121", f"the first row of a table is taken for its head: “{title[:60]}”", "Say head=2 if two rows are."
            )
        if several := cells.several(found.rows):
            message = (
                f"{several} cells have several paragraphs or a list, so the table is a list of lists: “{title[:60]}”"
            )
            self._notice("S122", message, "Nothing, if they are read well.")
        if found.uneven:
            self._kept.changed["rows of tables with fewer cells than others, filled up"] += found.uneven
        yield Draft(Row("object", 0, found.text(title)), None, words)
        images, self._kept.images[before:] = self._kept.images[before:], []
        for image in images:
            yield from self._picture(image, title, "")

    def _picture(self, image: Image, before: str, title: str) -> Iterator[Draft]:
        """A picture as a figure: under its title, else under what it says, else under the words before it."""
        target = image.target
        if target.startswith("data:"):
            try:
                ending, content = files.held(target)
            except ArchiveError as error:
                ending, content = str(error), b""
            target = f"picture-{len(self._held) + 1}.{ending}"
            self._held[target] = content
        self._kept.taken += [target, *([image.alternative] if image.alternative else [])]
        name = self._pictures.name(target)
        if not name:
            words = f"not carried over: a picture ({image.target[:80]}): {self._pictures.fault(target)}"
            hint = "Put it into the report's folder yourself."
            self._kept.left_out.append(LeftOut(words, f"{title} {image.alternative}".strip(), code="S058", hint=hint))
            return
        alternative = markup.escaped(image.alternative)
        named = self._blocks.inline([Words(image.alternative)]) if image.alternative else ""
        if match := captions.pattern(self._locale.numbering.figure).fullmatch(title):
            self._kept.taken.append(match[1])
            title = match[2].strip()
        if not title:
            title = named or self._blocks.inline([Words(f"… {before[:60].strip()} ({name.partition('/')[2]})")])
            self._notice("S124", f"a picture without a title gets one: “{title[:60]}”", "Give it a title.")
        if not alternative:
            alternative = re.sub(r"\[\^[^\]]+\]", "", _unspoken(title))
            self._notice(
                "S125",
                f"{name} says nothing to who cannot see it",
                f"Write what it shows into the brackets before ({name}).",
            )
        yield Draft(Row("object", 0, f"::: {{.figure}}\n{title}\n\n![{alternative}]({name})\n:::"), None, title)

    def _bytes(self, target: str) -> bytes:
        return self._held[target] if target in self._held else self._opened.picture(target)

    # What was changed

    def _report_changes(self) -> None:
        kept = self._kept
        self._notices += self._passages.reported(self._path)
        for what, count in kept.changed.items():
            if count and "link" in what:
                self._notice("S065", f"{count} {what} become words", "Write https://... where a link is wanted.")
            elif count:
                self._notice("S165", f"{count} {what}", "Nothing, if the text is right so.")
        if self._opened.marked:
            kept.taken += kept.links
        for words in dict.fromkeys(self._opened.warned):
            self._notice("S166", f"pandoc: {words[:200]}", "Compare the source with the file there.")

    def _notice(self, code: str, message: str, hint: str) -> None:
        self._notices.append(Finding(code, message, Place(self._path), hint, "warning"))


def _unspoken(words: str) -> str:
    """A title in marks without those of languages, which the words for who cannot see a picture cannot have."""
    return re.sub(r"(?<!\\)\[((?:[^\[\]\\]|\\.)*)\]\{lang=[\w-]+\}", r"\1", words)


def _cut(words: str) -> str:
    """The beginning of a title, cut before a word; a mark that was opened is not cut off."""
    if len(words) <= _LONGEST:
        return words
    return markup.escaped(re.sub(r"[\\*`~^\[\]]|\{[^}]*\}|\([^)]*\)", "", words)[:_LONGEST].rpartition(" ")[0] + " …")


def _collect(items: list[Json], kept: Kept) -> None:
    """Keep the notes that are boxes of their own, wherever they stand, before their calls are read."""
    for item in items:
        if item["t"] == "Div":
            (_, _, pairs), blocks = item["c"]
            name = dict(pairs).get(NOTE, "")
            if name:
                kept.notes.setdefault(name, blocks)
            else:
                _collect(blocks, kept)


def _flat(block: Json) -> list[Json]:
    """The runs of words in a block, with a space after each passage."""
    content = block.get("c")
    match str(block["t"]):
        case "Para" | "Plain":
            return [*content, {"t": "Space"}]
        case "CodeBlock":
            return [{"t": "Str", "c": f"{content[1]} "}]
        case "Header":
            return [*content[2], {"t": "Space"}]
        case "Div" | "BlockQuote":
            return [one for inner in (content[1] if block["t"] == "Div" else content) for one in _flat(inner)]
        case "BulletList" | "OrderedList":
            return [
                one
                for entry in (content if block["t"] == "BulletList" else content[1])
                for inner in entry
                for one in _flat(inner)
            ]
        case "LineBlock":
            return [one for line in content for one in (*line, {"t": "Space"})]
        case "Table":
            return [one for blocks in grid.cells(content) for inner in blocks for one in _flat(inner)]
        case "Figure":
            return [one for inner in content[2] for one in _flat(inner)]
        case _:
            return []

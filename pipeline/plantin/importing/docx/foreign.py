"""A report received as a Word file of others: styles by name, outline levels, automatic and typed numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby
from pathlib import Path

from lxml.etree import _Element as Element

from plantin.bounded.archive import ArchiveError
from plantin.bounded.xml import XmlError
from plantin.findings import Finding, Place
from plantin.house.locale import Locale
from plantin.importing import captions, cells, cross_references, markup, masthead, numbering
from plantin.importing.cross_references import CrossReferences
from plantin.importing.docx import Footnote, Manuscript, Passage, charts, grids, headings, recognition
from plantin.importing.docx.caption_references import CaptionReferences
from plantin.importing.docx.headings import Draft
from plantin.importing.docx.pictures import Pictures
from plantin.importing.docx.story import BARE_LINK, END
from plantin.importing.generated_names import Names
from plantin.importing.language_detection import Passages
from plantin.importing.markup import Names as Marks
from plantin.importing.markup import Row
from plantin.importing.masthead import Head, LineKind, MastheadLine
from plantin.importing.paragraph_pieces import Call, Marked, Piece, Pointer, Words, is_blank, worded
from plantin.importing.received import Fallbacks, Given, LeftOut, Printed, Received
from plantin.model.outline import normal
from plantin.source.front_matter import NumberingRules

_ADDRESS = re.compile(r"(?:https?|mailto):")
_LONGEST_HEADING = 200
_HINT = "Write it in the canonical source's own marks."


def received(
    manuscript: Manuscript,
    path: Path,
    folder: Path,
    plain: Callable[[str, str], str],
    given: Given,
    locale: Locale,
    fallbacks: Fallbacks,
    passages: Passages,
) -> Received:
    """The canonical source of the report in ``manuscript``, with the numbers that Word shows. ``passages`` finds those
    in other languages.

    ``plain`` gives words as an author types them, from the words and the character before them; the pictures of the
    file at ``path`` are put into ``folder``.

    Raises UsageError (S045) where a symbol that was given is none.
    """
    reader = _Foreign(manuscript, str(path), plain, locale, Pictures(path, folder), passages)
    return reader.received(given, replace(fallbacks, title_language=passages.of_title))


class _Foreign:
    def __init__(
        self,
        manuscript: Manuscript,
        path: str,
        plain: Callable[[str, str], str],
        locale: Locale,
        pictures: Pictures,
        passages: Passages,
    ) -> None:
        self._pictures, self._spoken = pictures, passages
        self._manuscript, self._path = manuscript, path
        self._left_out = [
            LeftOut(f"not carried over: {what}", words, code="S058") for what, words in manuscript.set_aside
        ]
        self._notices: list[Finding] = list(manuscript.findings)
        self._taken: list[str] = []
        self._names: dict[str, str] = {}
        self._called: dict[str, None] = {}
        self._lettered: dict[str, str] = {}
        self._inside = False
        self._opened = self._opened_cells = self._headings_in_cells = self._bare_links = 0
        self._unlinked: list[str] = []
        self._places = CaptionReferences({"table": locale.numbering.table, "figure": locale.numbering.figure})
        self._called_empty: set[str] = set()
        self._in_text = {
            self._note_of(piece) for one in manuscript.passages if not one.tabled for piece in one.line.pieces
        }
        names = Names()
        self._empty = {
            note.identifier for note in manuscript.notes if not any(one.line.pieces for one in note.passages)
        }
        for note in manuscript.notes:
            self._names[note.identifier] = names.new(" ".join(passage.line.text() for passage in note.passages))
        lines = [
            one.line for story in (manuscript.passages, *(note.passages for note in manuscript.notes)) for one in story
        ]
        targets = (piece.target for line in lines for piece in line.pieces if isinstance(piece, Pointer))
        self._references = CrossReferences(
            locale, names, targets, write=lambda words: markup.inline([Words(words)], self._marks)
        )
        for line in lines:
            line.pieces = [self._marked(piece) if isinstance(piece, Pointer) else piece for piece in line.pieces]
        self._plain, self._locale = plain, locale
        self._caption, self._legend = (
            captions.pattern(locale.numbering.table),
            captions.pattern(locale.numbering.figure),
        )
        self._marks = Marks(self._call, self._pointer, plain, passages.spoken)

    def received(self, given: Given, fallbacks: Fallbacks) -> Received:
        passages = self._manuscript.passages
        head, used = self._masthead(given, fallbacks)
        drafts: list[Draft] = []
        for table, group in groupby(
            enumerate(passages), key=lambda row: grids.outermost(row[1].line.node) if row[1].tabled else None
        ):
            held = list(group)
            if table is not None:
                self._table(table, [passage for _, passage in held], drafts, taken=_serves_masthead(held, used))
                for _, passage in held:
                    drafts += self._images(passage)
            else:
                for n, passage in held:
                    drafts += () if n in used else self._drafts(passage)
                    drafts += self._images(passage)
        settled = headings.settled(self._figures(drafts), self._path)
        fitted = numbering.fitted(settled.drafts, self._path)
        self._notices += (*settled.findings, *fitted.findings)
        self._references.placed(fitted.drafts, fitted.rules)
        made = markup.blocks((draft.row for draft in fitted.drafts), NumberingRules().subparagraphs)
        received_ = [draft.printed for draft in fitted.drafts if draft.printed]
        made += self._noted(received_)
        self._notice_cells()
        self._lose_rest()
        source = self._references.settled(
            numbering.with_rules(head.front, fitted.rules) + "\n" + "\n\n".join(made) + "\n"
        )
        source = self._places.settled(source)
        printed = [replace(one, words=self._references.printed(one.words)) for one in received_]
        self._taken += [one.label for one in printed if one.kind != "note"]
        self._taken += (*self._places.words(), *self._references.taken())
        self._report_pointers()
        self._notices += self._pictures.findings()
        self._notices += self._spoken.reported(self._path)
        left_out, notices = (*head.left_out.values(), *self._left_out), (*head.findings, *self._notices)
        links = sum(one.code == "S065" for one in self._notices) + max(len(self._unlinked) - 1, 0) + self._bare_links
        changed = {
            "links": links,
            "tables": self._opened,
            "cells": self._opened_cells,
            "notes": len(self._manuscript.asterisks) + len(self._called_empty),
            "languages": int(bool(self._spoken.said)),
        }
        return Received(source, head.symbol, tuple(printed), left_out, tuple(self._taken), notices, changed)

    def _noted(self, received_: list[Printed]) -> Iterator[str]:
        """The definitions of the notes that are called, in the order of their calls; each is added to ``received_``."""
        called = [note for note in self._manuscript.notes if note.identifier in self._called]
        for number, note in enumerate(called, 1):
            words = " ".join(
                f"{passage.label} {cross_references.words(passage.line.pieces)}" for passage in note.passages
            )
            # End notes have a series of their own in Word.
            received_.append(Printed("note", "" if note.identifier.startswith(END) else str(number), words, 0))
            yield self._definition(note, self._names[note.identifier])
        if ends := sum(note.identifier.startswith(END) for note in called):
            hint = "Nothing, if they may stand at the foot of pages."
            self._notice("S066", f"{ends} end notes become notes like the others", hint)
        if empty := len(self._called_empty):
            self._notice("S165", f"{empty} notes without words are left out", "Write what they are to say.")
        if lettered := [note for note in self._manuscript.notes if note.identifier in self._lettered]:
            message = f"{len(lettered)} notes of tables get letters under their tables"
            self._notice("S123", message, "Nothing, if that is right.")
            yield from (self._definition(note, self._lettered[note.identifier]) for note in lettered)

    def _notice_cells(self) -> None:
        if self._headings_in_cells:
            message = f"{self._headings_in_cells} headings in cells of tables become bold lines"
            self._notice("S165", message, "Nothing, if they are read well.")
        if shown := self._manuscript.controls:
            message = f"form fields and content controls come in as the words that they show: {shown}"
            self._notice("S165", message, "Look whether each is filled in.")

    def _definition(self, note: Footnote, name: str) -> str:
        rows = [Row(passage.kind, passage.level, self._text(passage)) for passage in note.passages]
        return markup.note(name, rows, NumberingRules().subparagraphs)

    def _note_of(self, piece: Piece) -> str:
        """The note that a piece calls; empty for any other piece."""
        return piece.note or self._manuscript.marks.get(piece.target, "") if isinstance(piece, Call) else ""

    def _masthead(self, given: Given, fallbacks: Fallbacks) -> tuple[Head, set[int]]:
        """The masthead that the passages before the first heading or number give, and the positions of those that it
        says.
        """
        passages = self._manuscript.passages
        title = recognition.title_by_level(passages)
        end = next(
            (n for n, passage in enumerate(passages) if n != title and recognition.begins(passage)), len(passages)
        )
        at, lines = [], []
        for n, passage in enumerate(passages[:end]):
            titled = passage.kind == "title" or n == title
            kind: LineKind = "title" if titled else "masthead" if passage.kind == "head" else "line"
            for part in re.split(r"[\t\n]", passage.line.text()):
                if part.strip() and not passage.boxed:
                    at.append(n)
                    lines.append(MastheadLine(0, self._plain(part, " ").strip(), "cell" if passage.tabled else kind))
        running = (
            part.strip() for words in self._manuscript.running for part in re.split(r"\s{2,}|\s(?=[A-Z]+/)", words)
        )
        fallbacks = replace(fallbacks, symbol=next((part for part in running if masthead.is_symbol(part)), ""))
        head = masthead.read(lines, given, self._locale, fallbacks, self._path)
        used = {at[n] for n in head.used} | {at[n] for n in head.left_out}
        self._taken += [lines[n].text for n in head.used]
        for n, line in enumerate(lines):
            if at[n] in used and n not in head.used and n not in head.left_out and line.kind != "cell":
                self._left_out.append(LeftOut("left out, beside the masthead", line.text))
        return head, used

    def _table(self, node: Element, passages: list[Passage], drafts: list[Draft], *, taken: bool) -> None:
        """A table of plain cells, under the caption before it; one of another kind is left out, and reported with all
        its words.
        """
        words = " | ".join(normal(passage.line.text()) for passage in passages if passage.line.pieces)
        for passage in passages:
            self._lost(passage)
        if not taken and grids.lays_out(node):
            self._opened += 1
            self._opened_cells += grids.filled(node, passages)
            self._notice(
                "S165",
                f"a table of one row or column is opened: “{words[:60]}”",
                "Nothing, if its passages read well in order.",
            )
            for passage in passages:
                drafts += self._drafts(replace(passage, tabled=False))
            return
        found = None if taken else grids.grid(node, passages, self._in_cell)
        if found is None:
            # Calls of notes in it are none of the source.
            self._left_out.append(LeftOut("not carried over: a table", words, code="S058", hint=_HINT))
            return
        title = label_ = ""
        if drafts and (match := self._caption.fullmatch(drafts[-1].row.text.strip("*"))):
            title, label_ = match[2].strip(), match[1]
            self._taken.append(label_)
            drafts.pop()
        if not title:
            title = found.heads_in_words()[:_LONGEST_HEADING] or "…"
            self._notice(
                "S120", f"a table without a title gets the words of its head: “{title[:60]}”", "Give it a title."
            )
        if not found.marked:
            self._notice(
                "S121", f"the first row of a table is taken for its head: “{title[:60]}”", "Say head=2 if two rows are."
            )
        if grids.nests(node):
            self._notice(
                "S165",
                f"a table in a cell becomes paragraphs of the cell: “{title[:60]}”",
                "Nothing, if it reads well so.",
            )
        if several := cells.several(found.rows):
            message = (
                f"{several} cells have several paragraphs or a list, so the table is a list of lists: “{title[:60]}”"
            )
            self._notice("S122", message, "Nothing, if they are read well.")
        drafts.append(Draft(Row("object", 0, found.text(title, self._places.defined("table", label_))), None, words))

    def _figures(self, drafts: list[Draft]) -> list[Draft]:
        """The blocks with each picture as a figure under its title: the caption below it or above it, else what it
        says.
        """
        out: list[Draft] = []
        waiting = False
        for draft in drafts:
            match = (
                self._legend.fullmatch(draft.row.text.strip("*")) if draft.row.kind in ("plain", "heading") else None
            )
            if match and waiting:
                self._taken.append(match[1])
                out[-1] = replace(out[-1], row=replace(out[-1].row, suffix=match[2].strip(), identifier=match[1]))
            else:
                out.append(draft)
            waiting = out[-1].row.kind == "figure" and not out[-1].row.suffix
            if (
                waiting
                and len(out) > 1
                and (above := self._legend.fullmatch(out[-2].row.text.strip("*")))
                and out[-2].row.kind == "plain"
            ):
                self._taken.append(above[1])
                out[-2:] = [replace(draft, row=replace(draft.row, suffix=above[2].strip(), identifier=above[1]))]
                waiting = False
        texts = accumulate(
            out, lambda before, draft: before if draft.row.kind in ("figure", "object") else draft.words, initial=""
        )
        return [
            self._figure(draft, before) if draft.row.kind == "figure" else draft
            for draft, before in zip(out, texts, strict=False)
        ]

    def _figure(self, draft: Draft, before: str) -> Draft:
        """A picture as a figure; what it lacks is reported, and the words ``before`` it replace a title. Its row has
        the name of the file as text, and the title as suffix.
        """
        name, title, alternative = draft.row.text, draft.row.suffix, markup.escaped(draft.words)
        if not title:
            title = markup.inline([Words(draft.words)], self._marks) or markup.escaped(
                f"… {before[:60].strip()} ({name.partition('/')[2]})"
            )
            self._notice("S124", f"a picture without a title gets one: “{title[:60]}”", "Give it a title.")
        if not alternative:
            alternative = title
            self._notice(
                "S125",
                f"{name} says nothing to who cannot see it",
                f"Write what it shows into the brackets before ({name}).",
            )
        place = self._places.defined("figure", draft.row.identifier)
        named = f"#{place} " if place else ""
        return replace(draft, row=Row("object", 0, f"::: {{{named}.figure}}\n{title}\n\n![{alternative}]({name})\n:::"))

    def _images(self, passage: Passage) -> Iterator[Draft]:
        """The pictures of a passage, below it; charts as tables of their data, diagrams as lists of their words."""
        for kind, part, said in passage.line.drawn:
            try:
                made = charts.drafts(kind, self._pictures.read(part), said)
            except (OSError, ArchiveError, XmlError):
                made = []
            if made:
                became = "table of its data" if kind == "chart" else "list of its words"
                self._notice(
                    "S165",
                    f"a {kind} becomes a {became}: “{made[0].words[:60]}”",
                    "Put a picture of it there, if it says more.",
                )
            else:
                self._left_out.append(
                    LeftOut(f"not carried over: a {kind} that holds no data", said, code="S058", hint=_HINT)
                )
            yield from made
        for image in passage.line.images:
            name = self._pictures.name(image.part)
            if not name:
                words = f"not carried over: a picture: {self._pictures.fault(image.part)}"
                self._left_out.append(
                    LeftOut(words, image.alternative, code="S058", hint="Put it into the report's folder yourself.")
                )
            elif image.decorative:
                yield Draft(Row("object", 0, f"::: {{.figure}}\n![]({name}){{.decorative}}\n:::"), None, "")
            else:
                yield Draft(Row("figure", 0, name), None, image.alternative)

    def _lose_rest(self) -> None:
        """What is in notes that only words left out call, and in documents inside the file."""
        for note in self._manuscript.notes:
            if not any(note.identifier in known for known in (self._called, self._lettered, self._called_empty)):
                words = " ".join(passage.line.text() for passage in note.passages)
                self._left_out.append(
                    LeftOut("not carried over: a note that nothing in the source calls", words, code="S058", hint=_HINT)
                )
        if self._manuscript.held:
            what = (
                f"not carried over: {self._manuscript.held} documents inside the file, which only Word puts together"
                " (altChunk)"
            )
            hint = "Open the file in Word, save it again and import that."
            self._left_out.append(LeftOut(what, code="S058", severity="error", hint=hint))

    def _lost(self, passage: Passage) -> None:
        """Tell what of a passage a source has no room for."""
        self._bare_links += passage.line.losses.count(BARE_LINK)
        for words in dict.fromkeys(loss for loss in passage.line.losses if loss != "a picture"):
            self._report(f"{words}: {passage.place()}")
        for what, words in passage.line.dropped:
            self._left_out.append(LeftOut(f"not carried over: {what}", words, code="S058"))
        for words in passage.line.formulas:
            self._left_out.append(LeftOut("not carried over: a formula", words, code="S058", hint=_HINT))

    def _drafts(self, passage: Passage) -> Iterator[Draft]:
        """A passage as a block; a number typed before it is taken away, and kept to be compared."""
        self._lost(passage)
        if passage.boxed and passage.line.pieces:
            self._notice(
                "S069",
                f"a text box comes in as text: {passage.place()}",
                "Put it into a box of the source, if it is one.",
            )
        if recognition.is_code(passage) and not is_blank(passage.line.pieces):
            text = passage.line.text()
            yield Draft(Row("object", 0, markup.code_block(text)), None, text)
            return
        kind, level, number = recognition.recognized(passage)
        if kind == "item" and number:
            kind, level, number = "plain", 0, ""  # whether it is an entry, those around it say
        pieces = (
            recognition.without_start(list(passage.line.pieces), len(number)) if number else list(passage.line.pieces)
        )
        if is_blank(pieces):
            return
        shown = number.strip() or passage.label
        words = normal(worded(pieces))
        series = {"heading": "section", "numbered": "paragraph", "item": "item"}.get(kind, "")
        text = self._inline(headings.plain(pieces) if kind == "heading" else pieces)
        name = self._references.identifier(passage.line.bookmarks, words) if series or kind == "plain" else ""
        yield Draft(
            Row(kind, level, text, name),
            Printed(series, shown, cross_references.words(pieces), 0) if series else None,
            words,
        )

    def _text(self, passage: Passage) -> str:
        return self._inline(passage.line.pieces)

    def _inline(self, pieces: Sequence[Piece]) -> str:
        """The words in canonical marks; those of a link that leads to a file beside this one without the link."""
        out: list[Piece] = []
        for piece in map(self._spoken.unmarked, pieces):
            if isinstance(piece, Words) and piece.look.link and not _ADDRESS.match(piece.look.link):
                self._unlinked.append(piece.look.link)
                out.append(replace(piece, look=replace(piece.look, link="")))
            elif isinstance(piece, Words) and markup.names_another(piece.text, piece.look.link):
                message = (
                    f"the words {piece.text[:80]!r} name an address, and their link leads to {piece.look.link[:80]!r}:"
                    " they become code"
                )
                self._notice("S065", message, "Correct one of the two.")
                out.append(replace(piece, look=replace(piece.look, link="", code=True)))
            else:
                out.append(piece)
        return markup.inline(out, self._marks)

    def _in_cell(self, passage: Passage) -> Row:
        """A passage of a cell: an entry with the number that it has, a bullet, or a paragraph; a heading is a bold
        line.
        """
        kind, level, number = recognition.recognized(passage)
        pieces = list(passage.line.pieces)
        if kind == "bullet" and number:
            pieces = recognition.without_start(pieces, len(number))
        elif kind in ("item", "numbered") and number and not passage.label:
            pieces, kind = recognition.without_start(pieces, len(number)), "item"
        self._inside = True
        text = self._inline(headings.plain(pieces) if kind == "heading" else pieces)
        self._inside = False
        shown = number.strip() or passage.label
        self._taken += [number.strip()] if kind in ("item", "bullet") and number else []
        if kind == "heading":
            self._headings_in_cells += 1
            return Row("plain", 0, f"**{f'{markup.escaped(shown)} {text}'.strip()}**" if text else "")
        if kind == "numbered":
            kind = "item" if shown else "plain"
        return Row(kind, max(level, 1) if kind in markup.LISTED else 0, text, label=shown if kind == "item" else "")

    def _call(self, call: Call) -> str:
        identifier = self._note_of(call)
        name = self._names.get(identifier, "")
        self._taken.append(call.shown)
        if identifier in self._empty:
            self._called_empty.add(identifier)
            return ""
        if not name:
            self._report("a call of a note that the file does not have")
            return ""
        if not self._inside:
            self._called.setdefault(identifier)
            return f"[^{name}]"
        # A note of a table is a letter under it, and cannot be a number of the text as well.
        self._lettered.setdefault(identifier, f"{name}-table" if identifier in self._in_text else name)
        return f"[^{self._lettered[identifier]}]"

    def _pointer(self, pointer: Pointer) -> str:
        return self._marked(pointer).marks

    def _marked(self, pointer: Pointer) -> Marked:
        reference = self._places.reference(pointer.shown)
        return Marked(reference or self._references.mark(pointer.target, pointer.shown), pointer.shown)

    def _report_pointers(self) -> None:
        """How many references and links to places in the file, and links to other files, are words now."""
        if links := len(self._unlinked):
            named = ", ".join(repr(link[:80]) for link in dict.fromkeys(self._unlinked))
            what = f"{links} links to {named[:160]}, which are no whole addresses, become words"
            what = what if links > 1 else f"a link to {named}, which is no whole address, becomes words"
            self._notice("S065", what, "Write https://...")
        shown_as_words = self._references.reported()
        several = len(shown_as_words)
        shown = ", ".join(dict.fromkeys(f"“{words[:40]}”" for words in shown_as_words if words))
        if several == 1:
            self._report(f"the reference “{shown_as_words[0]}” becomes mere text")
        elif several:
            self._report(
                f"{several} references to places in the file become mere text: {shown[:160]}{'…' * (len(shown) > 160)}"
            )

    def _report(self, message: str) -> None:
        self._notice("S058", f"not carried over: {message}", _HINT)

    def _notice(self, code: str, message: str, hint: str) -> None:
        self._notices.append(Finding(code, message, Place(self._path), hint, "warning"))


def _serves_masthead(held: Sequence[tuple[int, Passage]], used: Container[int]) -> bool:
    """Whether a table is the masthead: at least half of its words are. One with a row of a date among others is not."""
    sizes = [(n in used, len(passage.line.text())) for n, passage in held]
    serving = sum(size for is_used, size in sizes if is_used)
    return serving > 0 and 2 * serving >= sum(size for _, size in sizes)

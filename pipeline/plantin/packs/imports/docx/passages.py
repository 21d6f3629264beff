"""Writes the passages of a Word file of others in the marks of a source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from plantin.model.outline import normal
from plantin.packs.imports import cross_references, markup
from plantin.packs.imports.assembly import ImportContext
from plantin.packs.imports.cross_references import CrossReferences
from plantin.packs.imports.docx import Footnote, Passage, headings, recognition
from plantin.packs.imports.docx.headings import Draft
from plantin.packs.imports.docx.story import BARE_LINK, LOOKS
from plantin.packs.imports.markup import Marks, Row
from plantin.packs.imports.paragraph_pieces import Piece, Words, is_blank, text_of
from plantin.packs.imports.received import Ledger, PrintedNumber
from plantin.source.front_matter import NumberingRules

HINT = "Write it in the canonical source's own marks."
_ADDRESS = re.compile(r"(?:https?|mailto):")
_SERIES = {"heading": "section", "numbered": "paragraph", "item": "item"}


class Writer:
    """Writes passages in the source's marks, ``text`` for those of the text, ``cell`` for those in tables."""

    def __init__(
        self, context: ImportContext, ledger: Ledger, references: CrossReferences, text: Marks, cell: Marks
    ) -> None:
        self._passages, self._ledger, self._references = context.passages, ledger, references
        self._marks, self._cell_marks = text, cell
        self.unlinked: list[str] = []

    def drafts(self, passage: Passage) -> Iterator[Draft]:
        """Yield a passage as a block; a number typed before it is removed, and kept to be compared."""
        kind, level, number = recognition.recognize(passage)
        self.report_losses(passage, looks=kind != "heading")
        if passage.boxed and passage.line.pieces:
            message = f"a text box comes in as text: {passage.place()}"
            self._ledger.notice("S069", message, "Put it into a box of the source, if it is one.")
        if is_blank(passage.line.pieces):
            return
        if recognition.is_code(passage):
            text = passage.line.text()
            yield Draft(Row("object", 0, markup.code_block(text)), None, text)
            return
        if recognition.is_formula(passage):
            marks = str(getattr(passage.line.pieces[0], "marks", ""))
            yield Draft(Row("object", 0, f"${marks}$" if marks.startswith("$") else marks), None, passage.line.text())
            return
        if recognition.is_caption(passage):
            kind, level, number = "plain", 0, ""
        if kind == "item" and number:
            kind, level, number = "plain", 0, ""  # whether it is an entry, those around it say
        pieces = recognition.without_start(list(passage.line.pieces), len(number))
        if is_blank(pieces):
            return
        words, series = normal(text_of(pieces)), _SERIES.get(kind, "")
        text = self.inline(headings.plain(pieces) if kind == "heading" else pieces)
        name = self._references.identifier(passage.line.bookmarks, words) if series or kind == "plain" else ""
        label = number.strip() or passage.label
        printed = PrintedNumber(series, label, cross_references.words(pieces), 0) if series else None
        yield Draft(Row("caption" if recognition.is_caption(passage) else kind, level, text, name), printed, words)

    def report_losses(self, passage: Passage, *, looks: bool = True) -> None:
        """Report what of a passage a source has no room for; without ``looks``, not how its words look, for the press
        gives them another look.
        """
        self._ledger.changed[BARE_LINK] += passage.line.losses.count(BARE_LINK)
        silent = ("a picture",) if looks else ("a picture", *LOOKS)
        for words in dict.fromkeys(loss for loss in passage.line.losses if loss not in silent):
            report(f"{words}: {passage.place()}", self._ledger)
        for what, words in passage.line.dropped:
            self._ledger.lose(what, words)
        for words in passage.line.formulas:
            self._ledger.lose("a formula", words, HINT)

    def note(self, note: Footnote, name: str) -> str:
        """Return the definition of a note."""
        rows = [Row(passage.kind, passage.level, self.inline(passage.line.pieces)) for passage in note.passages]
        return markup.note(name, rows, NumberingRules().subparagraphs)

    def inline(self, pieces: Sequence[Piece], *, in_cell: bool = False) -> str:
        """Return the words in the source's marks, without the links that lead to files beside this one."""
        mended_pieces = [self._mend_link(piece) for piece in map(self._passages.drop_file_language, pieces)]
        return markup.inline(mended_pieces, self._cell_marks if in_cell else self._marks)

    def words(self, text: str) -> str:
        """Return words without a look in the source's marks."""
        return self.inline([Words(text)])

    def _mend_link(self, piece: Piece) -> Piece:
        if not isinstance(piece, Words) or not piece.look.link:
            return piece
        link = piece.look.link
        if not _ADDRESS.match(link):
            self.unlinked.append(link)
            return replace(piece, look=replace(piece.look, link=""))
        if markup.names_another(piece.text, link):
            message = f"the words {piece.text[:80]!r} name an address, and their link leads to {link[:80]!r}"
            self._ledger.notice("S065", f"{message}: they become code", "Correct one of the two.")
            return replace(piece, look=replace(piece.look, link="", code=True))
        return piece

    def cell(self, passage: Passage) -> Row:
        """Return a passage of a cell: an entry with its number, a bullet, or a paragraph; a heading is a bold line."""
        kind, level, number = recognition.recognize(passage)
        pieces = list(passage.line.pieces)
        if kind == "bullet" and number:
            pieces = recognition.without_start(pieces, len(number))
        elif kind in ("item", "numbered") and number and not passage.label:
            pieces, kind = recognition.without_start(pieces, len(number)), "item"
        text = self.inline(headings.plain(pieces) if kind == "heading" else pieces, in_cell=True)
        label = number.strip() or passage.label
        self._ledger.taken += [number.strip()] if kind in ("item", "bullet") and number else []
        if kind == "heading":
            self._ledger.changed["headings in cells"] += 1
            return Row("plain", 0, f"**{f'{markup.escape(label)} {text}'.strip()}**" if text else "")
        if kind == "numbered":
            kind = "item" if label else "plain"
        return Row(kind, max(level, 1) if kind in markup.LISTED else 0, text, label=label if kind == "item" else "")


def report(message: str, ledger: Ledger) -> None:
    """Add what is not carried over."""
    ledger.notice("S058", f"not carried over: {message}", HINT)

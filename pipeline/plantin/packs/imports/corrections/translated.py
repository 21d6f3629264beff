"""Imports an edited Word edition of a translation: a message whose words were changed in it changes in the catalogue,
and nothing else does. A translation has the passages of its original: others are reported.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from plantin import translation as catalogues
from plantin.findings import Finding, Place, SourceError, TranslationError
from plantin.house.layout import House
from plantin.house.locale import Locale
from plantin.model.outline import outline
from plantin.packs.imports import docx
from plantin.packs.imports.corrections import CorrectionResult
from plantin.packs.imports.corrections.comparison import Comparison
from plantin.packs.imports.corrections.recasting import changed_texts
from plantin.packs.imports.corrections.wording import keep_source_marks
from plantin.packs.imports.editions.word import is_edition
from plantin.source.front_matter import FrontMatter
from plantin.source.text import Source
from plantin.translation import Translation, po
from plantin.translation.marks import IDENTIFIER, hang_together
from plantin.translation.message import fill, pieces
from plantin.translation.po import Catalogue, PoEntry
from plantin.wordfile.tracked import Tracked

_IN_ORIGINAL = r"\[((?:\\.|[^\[\]]|\[[^\]]*\])*)\]\{{lang={}\}}"
_SHOWN = 60


def is_corrected(house: House, path: Path, slug: str, language: str) -> bool:
    """Return whether the file at ``path`` is a Word edition of this press and the report has a translation into
    ``language`` that it can be compared with.
    """
    file = house.catalogue_file(language, slug)
    if path.suffix.lower() != ".docx" or not file.is_file():
        return False
    try:
        translated = any(entry.translation for entry in po.read_catalogue(file, house.name(file)).entries)
        return translated and is_edition(docx.read(path, "accept"))
    except SourceError:
        return False


def merge_translation(
    house: House, path: Path, slug: str, language: str, tracked: Tracked, *, dry: bool = False
) -> CorrectionResult:
    """Bring what an editor changed in the Word edition at ``path`` into the catalogue of the report ``slug`` in
    ``language``; with ``dry`` write nothing.

    A review holds unless the text of its message changed. Raises SourceError as ``merge_edits`` does; TranslationError
    as ``translate`` does, and for what is wrong with the translation that would come out: nothing is written then.
    """
    report, head = catalogues.report_of(house, slug)
    words = house.locale(language, head.style)
    file = house.catalogue_file(language, slug)
    text = catalogues.translate(report, head, file, words, house.name(file))
    try:
        compared = Comparison.of(house, path, tracked, text.source, text.head, words, text.notice)
        changed = _Changed(text, words, compared, str(path))
        document, losses = compared.prove(*changed.fresh())
    except SourceError as error:
        raise TranslationError(*map(text.move_to_catalogue, error.findings)) from None
    differs = changed.catalogue != text.catalogue
    if differs and not dry:
        po.write_catalogue(file, changed.catalogue, house.root)
    changes = tuple(finding for finding in compared.changes if finding.code not in ("S055", "S056"))
    return CorrectionResult(
        (house.name(file),),
        differs and not dry,
        differs,
        {**outline(document).counts(), "changed messages": len(changed.taken)},
        changes,
        (*changed.refused, *losses, *(value.lost(str(path)) for value in compared.reconciled.values)),
    )


class _Changed:
    """The messages that change in a translation."""

    def __init__(self, text: Translation, words: Locale, compared: Comparison, path: str) -> None:
        self._text, self._words, self._original = text, words, text.head.original_language
        self.taken: dict[int, PoEntry] = {}
        """The entries that change, by their place in the catalogue."""
        self._filled: dict[str, str] = {}
        self.refused: list[Finding] = []
        """T052 for each message that has other notes or references in the file than in the original."""
        reconciled = compared.reconciled
        self._title = reconciled.title
        source_pieces = pieces(text.source)
        front = len(text.messages) - len(source_pieces)
        changed = changed_texts(text.source, reconciled.standing, reconciled.definitions, reconciled.texts)
        for n, piece in enumerate(source_pieces):
            if (new := changed.get(piece.message.context)) is None:
                continue
            entry = text.catalogue.entries[front + n]
            changed_entry = self._entry(entry, piece.message.text, new)
            if hang_together(entry.original, changed_entry.translation):
                self.taken[front + n] = changed_entry
                self._filled[piece.message.context] = new
            else:
                message = (
                    f"“{entry.original[:_SHOWN]}” has other notes, references or ids in the file:"
                    f" “{changed_entry.translation[:_SHOWN]}”"
                )
                hint = "Translate it in the catalogue, with the marks of the original."
                self.refused.append(Finding("T052", message, Place(path), hint))
        if self._title != text.head.title and text.messages[0].kind == "title":
            entry = text.catalogue.entries[0]
            self.taken[0] = self._entry(entry, text.head.title, self._title)

    def _entry(self, entry: PoEntry, printed: str, new: str) -> PoEntry:
        """Return ``entry`` with the words of ``new``, which the source has where it had ``printed``. It stays stale
        while the text is still marked so.
        """
        draft = {"missing": self._words.draft.untranslated, "stale": self._words.draft.outdated}.get(entry.state, "")
        bare, before = (_without_draft_mark(text, draft) if draft else text for text in (new, printed))
        marked = bare != new
        if entry.state == "missing":
            # A draft has the original there, in its own language.
            bare = before = re.sub(_IN_ORIGINAL.format(self._original), r"\1", bare)
        text = keep_source_marks(bare, before, entry.translation or bare)
        # The press sets either apostrophe as its own; a translation keeps to the one that it has.
        apostrophe = self._words.typography.apostrophe
        if apostrophe in entry.translation and "'" not in entry.translation:
            text = text.replace("'", apostrophe)
        if marked and entry.state == "stale":
            return replace(entry, translation=text, review="")
        return replace(entry, translation=text, stale=False, previous="", review="")

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue with the messages that change."""
        entries = self._text.catalogue.entries
        return replace(
            self._text.catalogue, entries=tuple(self.taken.get(n, entry).pin() for n, entry in enumerate(entries))
        )

    def fresh(self) -> tuple[Source, FrontMatter]:
        """Return the translated source with the messages that change, and its front matter."""
        texts = {piece.message.context: piece.message.text for piece in pieces(self._text.source)}
        fresh = fill(self._text.source, texts | self._filled)
        return fresh.with_title(self._title), replace(self._text.head, title=self._title)


def _without_draft_mark(text: str, mark: str) -> str:
    """Return ``text`` without what a draft says of it before its words."""
    identifier = IDENTIFIER.match(text)
    start = identifier.end() if identifier else 0
    sign = "".join(f"\\{letter}" if letter in "[]*_" else letter for letter in mark)
    for before in (f"**{sign}** ", f"**{mark}** ", f"{mark} "):
        words = text[start:].lstrip()
        if words.startswith(before):
            return f"{text[:start]}{' ' * bool(start)}{words.removeprefix(before)}"
    return text

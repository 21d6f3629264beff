"""The translators' desk: one report and language at work, message by message, for a program that shows it.

Nothing is kept but what saves time: each answer is that of the files as they are.
"""

from __future__ import annotations

import difflib
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from plantin.files import digest, file_digest
from plantin.findings import Finding, PlantinError
from plantin.house.layout import House
from plantin.lint.translation import lint_catalogue, terms_of
from plantin.packs.desk.desk import saving
from plantin.packs.desk.desk.opened_catalogue import OpenedCatalogue, open_catalogue
from plantin.packs.desk.desk.saving import Edit, SaveResult
from plantin.source.front_matter import FrontMatter
from plantin.translation import Catalogue, memory, reuse
from plantin.translation.memory import Memory, MemoryMatch
from plantin.translation.terms import Term
from plantin.translation.translate import unlike

__all__ = ["Desk", "Edit", "MessageAid", "OpenedCatalogue", "SaveResult", "Segment"]

Segment = tuple[Literal["same", "gone", "new"], str]
"""A stretch of text: in both versions, in the old one alone, in the new one alone."""
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_MARKS = ("T020", "T021", "T022")
"""What the gate calls a note, a reference or an id that is missing."""
_HERE = "this report"
_EQUAL, _MOST = 100, 5
"""The score of equal originals; so many matches are shown."""


@dataclass(frozen=True, slots=True)
class MessageAid:
    """What helps with one message."""

    matches: tuple[MemoryMatch, ...]
    """What the memory of the house has for it, the best first."""
    terms: tuple[Term, ...]
    """The terms of the glossary in its original."""
    changes: tuple[Segment, ...]
    """What changed in the original since a stale translation was made; empty where that is not known."""


def changes(old: str, new: str) -> tuple[Segment, ...]:
    """Return what differs between two texts, word by word, what is gone before what came instead.

    >>> changes("Two lamps burn.", "Three lamps burn.")
    (('gone', 'Two'), ('new', 'Three'), ('same', ' lamps burn.'))
    """
    words = _WORD.findall(old), _WORD.findall(new)
    segments: list[Segment] = []
    for kind, begin, end, start, stop in difflib.SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        if kind == "equal":
            segments.append(("same", "".join(words[0][begin:end])))
            continue
        if begin < end:
            segments.append(("gone", "".join(words[0][begin:end])))
        if start < stop:
            segments.append(("new", "".join(words[1][start:stop])))
    return tuple(segments)


class Desk:
    """The translation of the report ``slug`` into ``language``. Calls may come from several threads."""

    def __init__(self, house: House, slug: str, language: str) -> None:
        self._house, self._slug, self._language = house, slug, language
        self._lock = threading.Lock()
        self._saving = threading.Lock()
        self._opened: tuple[tuple[str, ...], OpenedCatalogue] | None = None
        self._others: tuple[str, Memory] | None = None
        self._own: tuple[OpenedCatalogue, Memory] | None = None

    def open_catalogue(self) -> OpenedCatalogue:
        """Return the catalogue, brought up to the report; no file is touched. Raises SourceError, TranslationError
        (T014, T015, T070 to T072).
        """
        house = self._house
        catalogue, sources = house.catalogue_file(self._language, self._slug), house.report(self._slug).parent
        state = tuple(map(file_digest, (catalogue, *sorted(sources.glob("*.md")))))
        with self._lock:
            if self._opened is None or self._opened[0] != state:
                self._opened = state, open_catalogue(house, self._slug, self._language)
            return self._opened[1]

    def findings(self) -> dict[str, tuple[Finding, ...]]:
        """Return what the gate finds, by the contexts of messages; "" for what is about none of them."""
        now = self.open_catalogue()
        findings: dict[str, tuple[Finding, ...]] = {}
        contexts = {entry.context for entry in now.catalogue.entries}
        for finding in self._findings(now.catalogue, now.head):
            context = finding.place.anchor if finding.place.anchor in contexts else ""
            findings[context] = (*findings.get(context, ()), finding)
        return findings

    def check(self, context: str, translation: str, comments: Sequence[str] = ()) -> tuple[Finding, ...]:
        """Return what the gate would find in ``translation`` of the message, which is not saved. Raises KeyError where
        there is no such message.
        """
        now = self.open_catalogue()
        entry = replace(now.entry(context), translation=translation, stale=False, previous="", comments=tuple(comments))
        alone = replace(now.catalogue, entries=(entry,), obsolete=())
        try:
            saving.require_sound(alone)
        except PlantinError as error:
            return error.findings
        return self._findings(alone, now.head)

    def _findings(self, catalogue: Catalogue, head: FrontMatter) -> tuple[Finding, ...]:
        """Return what the gate finds; a mark that is missing is one finding, the gate's where it has one."""
        found = lint_catalogue(self._house, catalogue, head)
        said = {finding.place.anchor for finding in found if finding.code in _MARKS}
        return (*(finding for finding in unlike(catalogue) if finding.place.anchor not in said), *found)

    def aid(self, context: str) -> MessageAid:
        """Return what helps with a message. Raises KeyError where there is none, TranslationError for the glossary and
        the files of the languages.
        """
        now = self.open_catalogue()
        entry = now.entry(context)
        matches = (match for source in self._memories(now) for match in source.matches(entry.original))
        best: dict[str, MemoryMatch] = {}
        for match in sorted(matches, key=lambda match: -match.score):
            if match.score < _EQUAL or match.pair.translation != entry.translation:
                best.setdefault(match.pair.translation, match)
        terms = terms_of(self._house, entry.original, now.head, self._language)
        since = changes(entry.previous, entry.original) if entry.previous else ()
        return MessageAid(tuple(best.values()), terms, since)

    def save(self, edit: Edit) -> SaveResult:
        """Save one message, as ``saving.save`` does."""
        with self._saving:
            return saving.save(
                self._house, self._house.catalogue_file(self._language, self._slug), edit, self.open_catalogue
            )

    def _memories(self, now: OpenedCatalogue) -> tuple[Memory, Memory]:
        """Return what other reports have, read anew when one of their catalogues changed, and what this one has."""
        house = self._house
        files = [house.catalogue_file(self._language, slug) for slug in house.slugs() if slug != self._slug]
        state = digest("\n".join(map(file_digest, files)).encode())
        with self._lock:
            if self._others is None or self._others[0] != state:
                pairs = reuse.house_pairs(house, now.head.original_language, self._language, self._slug)
                self._others = state, Memory(pairs)
            if self._own is None or self._own[0] is not now:
                self._own = now, Memory(memory.pairs_of(now.catalogue, _HERE))
            return self._others[1], self._own[1]

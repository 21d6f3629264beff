"""The catalogue of a report and a language as a translator finds it: updated from the report, with its messages."""

from __future__ import annotations

from dataclasses import dataclass, field

from plantin import translation
from plantin.house.layout import House
from plantin.source.front_matter import FrontMatter
from plantin.source.text import Source
from plantin.translation import Catalogue, Message, PoEntry


@dataclass(frozen=True, slots=True)
class OpenedCatalogue:
    """A catalogue and the report that it translates."""

    report: Source
    head: FrontMatter
    messages: tuple[Message, ...]
    catalogue: Catalogue
    """Its entries are those of ``messages``, one to one."""
    _indices: dict[str, int] = field(default_factory=dict, compare=False)

    def entry(self, context: str) -> PoEntry:
        """Return the entry of a message. Raises KeyError where there is none."""
        return self.catalogue.entries[self.index(context)]

    def index(self, context: str) -> int:
        """Return the index of a message in the report. Raises KeyError where it has none."""
        if not self._indices:
            self._indices.update({entry.context: n for n, entry in enumerate(self.catalogue.entries)})
        return self._indices[context]


def open_catalogue(house: House, slug: str, language: str) -> OpenedCatalogue:
    """Return the catalogue as an update would leave it, an empty one where there is no file; nothing is written. Raises
    SourceError, TranslationError (T014, T015, T070 to T072).
    """
    report, head = translation.report_of(house, slug)
    messages = translation.messages(report, head)
    catalogue, _ = translation.update_from_house(house, slug, language, head, messages)
    return OpenedCatalogue(report, head, messages, catalogue)

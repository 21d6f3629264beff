"""Imports editions made by Plantin as sources: web pages, EPUBs and Word files with its masthead, anchors and
styles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from plantin.house.locale import Locale
from plantin.packs.imports.editions.front import front
from plantin.packs.imports.editions.parts import ReadEdition, every, source
from plantin.packs.imports.editions.rules import rules
from plantin.packs.imports.editions.wording import Wording
from plantin.packs.imports.paragraph_pieces import text_of
from plantin.packs.imports.received import Fallbacks, GivenFields, ImportedReport, Omission, PrintedNumber


def recover_report(
    edition: ReadEdition,
    path: Path,
    plain: Callable[[str, str], str],
    given: GivenFields,
    locale: Locale,
    fallbacks: Fallbacks,
) -> ImportedReport:
    """Return the canonical source that ``edition``, the file at ``path``, was made of, as far as an edition says it.
    ``plain`` gives words as an author types them.

    Raises UsageError (S045) where a given symbol is invalid.
    """
    edition_rules = rules(edition)
    head, symbol, notices = front(edition, edition_rules, locale, given, fallbacks, str(path))
    body, in_words = source(edition, edition_rules, plain, Wording(locale.references))
    left_out = tuple(Omission(what, words) for what, words in edition.left_out if words)
    return ImportedReport(
        f"{head}\n{body}",
        symbol,
        tuple(_printed_numbers(edition)),
        left_out,
        tuple(edition.taken),
        tuple(notices),
        in_words=in_words,
    )


def _printed_numbers(edition: ReadEdition) -> Iterator[PrintedNumber]:
    """Yield the numbers that the edition prints; entries in cells of tables keep those that they have."""
    celled = {
        id(inner) for part in every(edition.parts) for row in part.rows for cell in row for inner in every(cell.parts)
    }
    kinds = {"section": "section", "paragraph": "paragraph", "entry": "item"}
    for part in every(edition.parts):
        kind = kinds.get(part.kind, "") if id(part) not in celled else ""
        if kind and (part.label or kind == "section") and (kind != "item" or any(map(str.isalnum, part.label))):
            yield PrintedNumber(kind, part.label, text_of(part.pieces), 0)
    noted = (words for _, _, calls in edition.lines for words in calls)
    yield from (PrintedNumber("note", "*" * n, words, 0) for n, words in enumerate(noted, 1))
    for anchor, parts in edition.notes.items():
        if re.fullmatch(r"note-\d+", anchor):
            label = next((part.label for part in parts), "")
            words = " ".join(f"{part.label if n else ''} {text_of(part.pieces)}" for n, part in enumerate(every(parts)))
            yield PrintedNumber("note", label, words, 0)

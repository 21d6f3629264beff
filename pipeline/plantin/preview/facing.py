"""A report beside its translation, for those who compare the two: both documents, and what is found, place by place."""

from __future__ import annotations

import bisect
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from plantin import translation as catalogue
from plantin.files import file_digest
from plantin.files import write as write_file
from plantin.findings import Finding, Place, UsageError
from plantin.house.layout import House
from plantin.lint import translation
from plantin.lint.translation import Expectations, Known
from plantin.model.document import Document
from plantin.production import steps
from plantin.production.ingredients import Ingredients
from plantin.production.steps import Composed
from plantin.source import front_matter, rereading
from plantin.source import text as source_text
from plantin.source.front_matter import Front
from plantin.source.text import Source
from plantin.writers import facing

Kind = Literal["html", "docx"]
KINDS: tuple[Kind, ...] = ("html", "docx")
_TITLE = "title"
_JUDGED = 20_000
"""So many translations at most are known to a standard."""


@dataclass(frozen=True, slots=True)
class Abreast:
    """A report in one language or two, the original first; ``names`` are the languages' own. ``findings`` are by the
    anchor of the place that they are about, "title" where they are about none.
    """

    documents: tuple[Document, ...]
    names: tuple[str, ...]
    findings: Mapping[str, tuple[Finding, ...]]

    def remarks(self) -> dict[str, tuple[str, ...]]:
        """The findings as they are shown at their places: the code and what is wrong."""
        return {anchor: tuple(f"{one.code} {one.message}" for one in found) for anchor, found in self.findings.items()}


def read(house: House, slug: str, language: str) -> Abreast:
    """The report ``slug`` and its translation into ``language``, with what the gate finds; the report alone, with what
    its lint finds, where that is its own language.

    Raises SourceError or TranslationError as the editions do.
    """
    # Who looks at a report looks again when a paragraph has changed.
    rereading.keep(_MOST)
    path = house.report(slug)
    report = source_text.read(path, house.name(path))
    head = front_matter.read(report)
    original = _composed(house, slug, head.original_language)
    name = house.locale(head.original_language, head.style).name
    if language == head.original_language:
        places = [(report.line(finding.place), finding) for finding in original.findings]
        return Abreast((original.document,), (name,), _by_anchor(original, places))
    translated = _composed(house, slug, language)
    places = list(_gate(house, report, head, language))
    documents = (original.document, translated.document)
    return Abreast(documents, (name, house.locale(language, head.style).name), _by_anchor(original, places))


def _composed(house: House, slug: str, language: str) -> Composed:
    """The report in a language, composed once for each state of what it is made of: of two languages shown again, one
    has changed.
    """
    key = (house, slug, language, tuple(sorted(Ingredients(house, None).document(slug, language).items())))
    return _kept(_KEPT, key, lambda: steps.compose(house, slug, language))


def _kept(kept: OrderedDict[K, V], key: K, make: Callable[[], V]) -> V:
    """What is kept under ``key``, made now if it is not there; the ``_MOST`` that were asked for last stay."""
    if key not in kept:
        kept[key] = make()
    kept.move_to_end(key)
    while len(kept) > _MOST:
        kept.popitem(last=False)
    return kept[key]


K = TypeVar("K")
V = TypeVar("V")
_KEPT: OrderedDict[tuple[House, str, str, tuple[tuple[str, str], ...]], Composed] = OrderedDict()
_STANDARDS: OrderedDict[tuple[House, str, str, tuple[str, ...]], tuple[Expectations, Known]] = OrderedDict()
_MOST = 6
"""So many composed reports are kept, and so many standards of translations with what was found by them."""


def write(house: House, slug: str, language: str, kind: Kind = "html", epoch: int | None = None) -> Path:
    """Write the facing edition of a report and a language beside its other editions, and say where it is.

    Raises SourceError, TranslationError or StyleError as the editions do; UsageError (U015) for the report's own
    language.
    """
    found = read(house, slug, language)
    if len(found.documents) == 1:
        hint = "Name a language that it is translated into."
        raise UsageError(
            Finding("U015", f"{slug} is written in {language}: nothing to show beside it", Place("--language"), hint)
        )
    original, translated = found.documents
    target = house.build / slug / f"{slug}-{original.language}-{language}.{kind}"
    style = house.style(house.style_of(slug))
    if kind == "docx":
        moment = steps.moment(original, epoch)
        content = facing.write_word(
            (original, translated), (found.names[0], found.names[1]), found.remarks(), style, moment
        )
    else:
        content = facing.write(original, translated, found.remarks(), style)
    write_file(target, content, house.root)
    return target


def _gate(house: House, report: Source, head: Front, language: str) -> Iterator[tuple[int, Finding]]:
    """The findings of the gate, each with the line of the report whose message it is about."""
    file = house.catalogue_file(language, head.slug)
    translated, messages = catalogue.current(report, head, file, house.name(file))
    lines = {message.context: message.place.line for message in messages[1:]}
    standard, known = _standard(house, head, language)
    if len(known) > _JUDGED:
        known.clear()
    for finding in translation.check(translated, standard, house.name(file), known):
        yield lines.get(finding.place.anchor, 0), finding


def _standard(house: House, head: Front, language: str) -> tuple[Expectations, Known]:
    """What a translation is held against, and what was found by it: both are kept until a file that they come from
    changes.
    """
    files = [
        house.parity_file(head.original_language),
        house.parity_file(language),
        house.root / "locales" / "glossary.csv",
    ]
    files += [*house.locale_files(language, head.style), house.documents_file(head.style)]
    key = (house, head.original_language, language, tuple(map(file_digest, files)))
    return _kept(
        _STANDARDS, key, lambda: (translation.standard(house, head.original_language, language, head.style), {})
    )


def _by_anchor(original: Composed, findings: Sequence[tuple[int, Finding]]) -> dict[str, tuple[Finding, ...]]:
    """The findings by the anchor of the nearest place that begins at their line or before it."""
    places = sorted((place.line, anchor) for anchor, place in original.places)
    found: dict[str, tuple[Finding, ...]] = {}
    for line, finding in findings:
        at = bisect.bisect_right(places, (line, "\uffff")) - 1
        anchor = places[at][1] if at >= 0 else _TITLE
        found[anchor] = (*found.get(anchor, ()), finding)
    return found

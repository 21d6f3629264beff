"""Prepares a report and its translation for comparison: both documents, with findings place by place."""

from __future__ import annotations

import bisect
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from plantin import translation as catalogue
from plantin.files import file_digest
from plantin.files import write as write_file
from plantin.findings import Finding, Place, UsageError
from plantin.house.layout import House
from plantin.lint.translation import expectation_files
from plantin.model.document import Document
from plantin.packs.exchange import word_rows, word_table
from plantin.packs.exchange import writer as edition
from plantin.production import steps
from plantin.production.ingredients import Ingredients
from plantin.production.steps import ComposedReport
from plantin.source import rereading
from plantin.source.front_matter import FrontMatter

Kind = Literal["html", "docx"]
KINDS: tuple[Kind, ...] = ("html", "docx")
_TITLE = "title"


@dataclass(frozen=True, slots=True)
class FacingReport:
    """A report in one language or two, the original first; ``names`` are the languages' own. ``findings`` are by the
    anchor of the place that they are about, "title" where they are about none.
    """

    documents: tuple[Document, ...]
    names: tuple[str, ...]
    findings: Mapping[str, tuple[Finding, ...]]

    def remarks(self) -> dict[str, tuple[str, ...]]:
        """Return the findings as they are shown at their places: the code and what is wrong."""
        return {
            anchor: tuple(f"{finding.code} {finding.message}" for finding in findings)
            for anchor, findings in self.findings.items()
        }


def read(house: House, slug: str, language: str) -> FacingReport:
    """Return the report ``slug`` and its translation into ``language``, with all findings about the translation; the
    report alone, with those about it, where that is its own language.

    Raises SourceError or TranslationError as the editions do.
    """
    # Who looks at a report looks again when a paragraph has changed.
    rereading.keep(_MOST)
    report, head = catalogue.report_of(house, slug)
    original = _compose_report(house, head, head.original_language)
    name = house.locale(head.original_language, head.style).name
    if language == head.original_language:
        places = [(report.line(finding.place), finding) for finding in original.findings]
        return FacingReport((original.document,), (name,), _by_anchor(original, places))
    translated = _compose_report(house, head, language)
    lines = {message.context: message.place.line for message in catalogue.messages(report, head)[1:]}
    places = [(lines.get(finding.place.anchor, 0), finding) for finding in translated.findings]
    documents = (original.document, translated.document)
    return FacingReport(documents, (name, house.locale(language, head.style).name), _by_anchor(original, places))


def _compose_report(house: House, head: FrontMatter, language: str) -> ComposedReport:
    """Return the report in a language, composed once for each state of what it is made of and held against: of two
    languages shown again, one has changed. The ``_MOST`` that were asked for last are kept.
    """
    made_of = Ingredients(house, None).document_digests(head.slug, language)
    key = (house, head.slug, language, *made_of.items(), *map(file_digest, expectation_files(house, head, language)))
    if key not in _KEPT:
        _KEPT[key] = steps.compose(house, head.slug, language)
    _KEPT.move_to_end(key)
    while len(_KEPT) > _MOST:
        _KEPT.popitem(last=False)
    return _KEPT[key]


_KEPT: OrderedDict[tuple[object, ...], ComposedReport] = OrderedDict()
_MOST = 6


def write(house: House, slug: str, language: str, kind: Kind = "html", epoch: int | None = None) -> Path:
    """Write the facing edition of a report and a language beside its other editions, and say where it is.

    Raises SourceError, TranslationError or StyleError as the editions do; UsageError (U015) for the report's own
    language.
    """
    facing = read(house, slug, language)
    if len(facing.documents) == 1:
        hint = "Name a language that it is translated into."
        raise UsageError.of(
            "U015", f"{slug} is written in {language}: nothing to show beside it", Place("--language"), hint
        )
    original, translated = facing.documents
    target = house.build / slug / f"{slug}-{original.version}-{language}.{kind}"
    if kind == "docx":
        content = word(house, slug, language, epoch)
    else:
        content = edition.write(original, translated, facing.remarks(), house.style(house.style_of(slug)))
    write_file(target, content, house.root)
    return target


def word(house: House, slug: str, language: str, epoch: int | None = None) -> bytes:
    """Return the facing edition of a report and a translation as a Word file, which ``translation.import_file`` reads
    back. Raises as ``read`` does.
    """
    facing = read(house, slug, language)
    original, translated = facing.documents
    report, head = catalogue.report_of(house, slug)
    contexts = [message.context for message in catalogue.messages(report, head)]
    rows = word_rows.messages(house, slug, language, _compose_report(house, head, head.original_language))
    findings = _compose_report(house, head, language).findings
    return edition.write_word(
        (original, translated),
        (facing.names[0], facing.names[1]),
        word_rows.attach_findings(rows, contexts, findings),
        word_table.keyword(slug, language),
        house.style(house.style_of(slug)),
        steps.moment(original, epoch),
    )


def _by_anchor(original: ComposedReport, findings: Sequence[tuple[int, Finding]]) -> dict[str, tuple[Finding, ...]]:
    """Return the findings by the anchor of the nearest place that begins at their line or before it."""
    places = sorted((place.line, anchor) for anchor, place in original.places)
    by_anchor: dict[str, tuple[Finding, ...]] = {}
    for line, finding in findings:
        at = bisect.bisect_right(places, (line, "\uffff")) - 1
        anchor = places[at][1] if at >= 0 else _TITLE
        by_anchor[anchor] = (*by_anchor.get(anchor, ()), finding)
    return by_anchor

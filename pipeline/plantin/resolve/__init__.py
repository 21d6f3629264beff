"""Resolves a report in one language into a document: every number, label, note, reference and fixed word."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from plantin.findings import Finding, Place, SourceError
from plantin.house.locale import Locale
from plantin.house.locale_tables import NumberForms
from plantin.model.document import Block, Box, Citation, Document, Note, every
from plantin.model.inlines import plain
from plantin.model.labels import Numbering, Numerals, Scheme
from plantin.model.publication import Companion, Publication
from plantin.resolve import described, glossary, typography
from plantin.resolve import index as entries
from plantin.resolve.blocks import BlockResolver
from plantin.resolve.citations import link_citations
from plantin.resolve.context import Context, FindData, FindPicture
from plantin.resolve.elsewhere import FindReport
from plantin.resolve.masthead import masthead
from plantin.resolve.notes import NoteDefinition, definition_faults
from plantin.resolve.object_lists import abbreviation_list, object_lists
from plantin.resolve.references import Target, settle
from plantin.resolve.sections import SectionResolver
from plantin.resolve.title_block import add_credits, title_block
from plantin.source.data_files import DataFiles
from plantin.source.front_matter import FrontMatter, NumberingRules
from plantin.source.images import PictureFolder
from plantin.source.nodes import Node

_NOWHERE = Path(os.devnull, "sources")
"""The folder of a report without files."""


@dataclass(frozen=True, slots=True)
class ResolvedReport:
    """What comes of a report."""

    document: Document
    """The finished document."""
    places: tuple[tuple[str, Place], ...]
    """Where in the source each of its anchors comes from."""
    targets: tuple[tuple[str, Target], ...]
    """The ids that its author gave, each with what it means."""
    warnings: tuple[Finding, ...] = ()
    """What did not stop the build (R008, S150)."""


def resolve(
    front: FrontMatter,
    nodes: tuple[Node, ...],
    definitions: tuple[NoteDefinition, ...],
    locale: Locale,
    *,
    pictures: FindPicture | None = None,
    others: FindReport = lambda _: None,
    data: FindData | None = None,
    draft: str = "",
    fills: tuple[str, ...] = (),
) -> ResolvedReport:
    """Return the finished document of the report whose body pandoc read as ``nodes``.

    ``definitions`` are the notes that the source defines, with their places, so that one never called is found;
    ``pictures`` reads a picture of the report, ``data`` a data file of it (where they are not given, it has none),
    ``others`` gives another report of the house by its slug; ``draft`` is what the masthead says of an unfinished
    translation, ``fills`` are those of the series of charts. Raises SourceError with every finding: S010-S018,
    S070-S077, S155, S170 to S172 about the blocks, N001-N003 and N006 about notes, R001-R006 about references.
    """
    numbering = _numbering(front.rules, locale.numbering)
    pictures, data = pictures or PictureFolder(_NOWHERE), data or DataFiles(_NOWHERE, locale.language)
    context = Context(numbering, front.rules, locale, pictures, others, data, fills)
    reader = BlockResolver(context)
    blocks = SectionResolver(context, reader).read(nodes)
    blocks = (*blocks, *described.section(context))
    reader.notes.name(definitions)
    notes = reader.notes.all_notes()
    findings: list[Finding] = [*context.all_findings(), *definition_faults(definitions, reader.notes.places())]
    blocks, unknown = settle(blocks, context.targets, locale)
    findings += [*unknown, *entries.faults(context.index, locale), *glossary.unknown_terms(context.uses, context.terms)]
    settled = [(note, *settle(note.blocks, context.targets, locale, noted=True)) for note in notes]
    findings += [finding for _, _, unknown in settled for finding in unknown]
    context.warnings += [finding for finding in findings if finding.severity == "warning"]
    if faults := [finding for finding in findings if finding.severity == "error"]:
        raise SourceError(*sorted(faults, key=lambda finding: finding.place))
    marks = typography.typesetter(locale.typography, locale.direction)
    texts = tuple(row[:2] for row in settled)
    blocks, notes, citations, publication = _finish(front, locale, marks, context, blocks, texts)
    head, is_translation = masthead(front, locale, marks, draft), locale.language != front.original_language
    document = Document(
        language=locale.tag,
        version=locale.language,
        direction=locale.direction,
        original=front.original_language,
        masthead=head,
        blocks=blocks,
        notes=notes,
        labels=locale.labels,
        numbering=numbering,
        hyphenation=locale.hyphenation,
        citations=citations,
        publication=add_credits(publication, head, locale.masthead, is_translation=is_translation),
        transcription=locale.braille,
        display=locale.display,
        regional=locale.regional,
        tables=locale.tables,
    )
    places, targets = tuple(context.places.items()), tuple(context.targets.items())
    return ResolvedReport(document, places, targets, tuple(context.warnings))


def _finish(
    front: FrontMatter,
    locale: Locale,
    marks: typography.Typesetter,
    context: Context,
    blocks: tuple[Block, ...],
    texts: tuple[tuple[Note, tuple[Block, ...]], ...],
) -> tuple[tuple[Block, ...], tuple[Note, ...], tuple[Citation, ...], Publication]:
    """Return ``blocks`` and the ``texts`` of notes as printed, with what comes before the blocks and the index after
    them; the other documents that they cite; the bibliographic record.
    """
    typeset = tuple(
        replace(note, blocks=marks.blocks(glossary.settle_terms(content, context.terms))) for note, content in texts
    )
    index = entries.index(context.index, locale, context.places)
    blocks = marks.blocks((*glossary.settle_terms(blocks, context.terms), *index))
    ahead, publication = _front_blocks(front, locale, marks, blocks, context.companions)
    blocks = glossary.first_uses(blocks, (name for name, _ in publication.abbreviations))
    return (*link_citations((*ahead, *blocks), typeset, front.symbol.removesuffix("*"), locale), publication)


def _front_blocks(
    front: FrontMatter,
    locale: Locale,
    marks: typography.Typesetter,
    blocks: tuple[Block, ...],
    companions: Iterable[Companion],
) -> tuple[tuple[Block, ...], Publication]:
    """Return what comes before ``blocks``: the title block, lists of objects and abbreviations; and what they say as
    values, with the ``companions`` in the text, named as their titles are printed.
    """
    block, publication = title_block(front, locale, marks)
    short, publication = abbreviation_list(front, locale, marks, publication)
    titles = {block.anchor: plain(block.title) for block in every(blocks) if isinstance(block, Box)}
    inside = (replace(companion, name=titles.get(companion.target, companion.name)) for companion in companions)
    publication = replace(publication, companions=(*inside, *publication.companions))
    return (*block, *object_lists(blocks, front.rules.lists, locale), *short), publication


def _numbering(rules: NumberingRules, forms: NumberForms) -> Numbering:
    def scheme(numerals: Numerals, pattern: str, kind: str = "") -> Scheme:
        return Scheme(forms.numerals_for(numerals), pattern, kind in rules.by_chapter)

    return Numbering(
        sections=tuple(_sections(rules, forms)),
        paragraphs=Scheme("decimal", forms.paragraphs),
        subparagraphs=tuple(map(scheme, rules.subparagraphs, forms.subparagraphs)),
        notes=Scheme("decimal", "{}"),
        letters=scheme("lower-latin", "{}"),
        annexes=scheme(rules.annex_numerals, forms.annex),
        appendices=scheme(rules.annex_numerals, forms.appendix),
        tables=scheme(rules.tables, forms.table, "table"),
        figures=scheme(rules.figures, forms.figure, "figure"),
        boxes=scheme(rules.boxes, forms.box, "box"),
        equations=scheme("decimal", forms.equation, "equation"),
    )


def _sections(rules: NumberingRules, forms: NumberForms) -> Iterator[Scheme]:
    """Yield the schemes of the heading levels. One that others are numbered after, or that is numbered after another,
    has the decimal pattern, without a full stop (ISO 2145).
    """
    patterns = [*(getattr(forms, name) for name in rules.divisions), *forms.sections]
    for level, numerals in enumerate(rules.sections, 1):
        nested = level in rules.nested
        decimal = nested or (level + 1 in rules.nested and level > len(rules.divisions))
        kind = forms.numerals_for(numerals) if level <= len(rules.divisions) else forms.of_heading(numerals)
        yield Scheme(kind, forms.decimal if decimal else patterns[min(level, len(patterns)) - 1], nested)

"""Composes a report: resolves it into a document with the pictures and other reports of the house."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from plantin import translation
from plantin.findings import Finding, PlantinError
from plantin.house import brand, configuration
from plantin.house.layout import House
from plantin.house.locale import Locale
from plantin.model.document import Document
from plantin.production import other_documents
from plantin.production.composed import ComposedReport
from plantin.production.filters import Filter, apply_filter, load_filters
from plantin.production.formats import Edition
from plantin.resolve import ResolvedReport, resolve
from plantin.resolve.elsewhere import FindReport, OtherPlace, OtherReport, words
from plantin.resolve.notes import definitions
from plantin.resolve.references import Target, pinpoint
from plantin.source import citations, front_matter, images
from plantin.source.data_files import DataFiles
from plantin.source.front_matter import FrontMatter
from plantin.source.text import Source


def compose(
    house: House,
    report: Source,
    head: FrontMatter,
    locale: Locale,
    *,
    draft: str = "",
    trusting: bool = False,
    folder: Path | None = None,
) -> ComposedReport:
    """Return the finished document of ``report``, an original or a translation, whose front matter is ``head``, in the
    language of ``locale``.

    Its pictures are read from its folder in the house, or from ``folder``; the anchors that it names in other reports
    are looked for there or, with ``trusting``, taken to exist, so that a fault of another report is not one of this
    report. ``draft`` is what the masthead says of an unfinished translation. The findings of the result are pandoc's
    warnings and those of ``resolve``. Raises SourceError: N004, N005, S017 for what pandoc cannot be given; what pandoc
    refuses; what ``resolve`` finds; and, unless ``trusting``, whatever is wrong with another report that it refers to;
    StyleError as ``brand.logo`` does.
    """
    # A report refers to another many times over, which is read once.
    others = cache(partial(other, house, locale, trusting=trusting))
    filters = load_filters(house.root)
    palette = brand.palette(house.style_folder(head.style))
    around = _Around(folder or house.report(head.slug).parent, house.citations(head.style), filters, palette.series)
    resolved, warnings = _resolve_report(report, head, locale, around, others, draft)
    result = ComposedReport(resolved.document, resolved.places, (*warnings, *resolved.warnings))
    for chosen in filters:
        if work := chosen.document:
            result = replace(result, document=apply_filter(chosen, partial(work, result.document), Document))
    mark = brand.logo(house.style_folder(head.style), locale.masthead.logo or locale.masthead.organization)
    return replace(result, document=replace(result.document, logo=mark, palette=palette))


@dataclass(frozen=True, slots=True)
class _Around:
    """The report's ``folder``, the CSL style of the house's citations, nothing where it has none, its filters, and the
    fills of its charts.
    """

    folder: Path
    citations: Path | None
    filters: tuple[Filter, ...] = ()
    fills: tuple[str, ...] = ()


def _resolve_report(
    report: Source, head: FrontMatter, locale: Locale, around: _Around, others: FindReport, draft: str = ""
) -> tuple[ResolvedReport, tuple[Finding, ...]]:
    """Return the report, and pandoc's warnings."""
    # Before pandoc: it loses some notes in silence, and would never finish with others.
    defined = definitions(report)
    words = citations.CitationWords(locale.publication.references, locale.language)
    nodes, warnings = citations.parse(report, head, around.folder, words, around.citations)
    for chosen in around.filters:
        if work := chosen.nodes:
            nodes = apply_filter(chosen, partial(work, nodes, head), tuple)
    pictures, data = images.PictureFolder(around.folder), DataFiles(around.folder, locale.language)
    return resolve(
        head, nodes, defined, locale, pictures=pictures, others=others, data=data, draft=draft, fills=around.fills
    ), warnings


def read_targets(house: House, report: Source) -> dict[str, Target]:
    """Return what the ids in ``report``, an original, mean, whatever it refers to. Raises SourceError (``compose``)."""
    head = front_matter.read(report)
    return dict(_read(house, report, head, head.original_language).targets)


def places(house: House, slug: str) -> dict[str, Target]:
    """Return what the ids that the author of a report gave mean, for inventories. Raises SourceError as ``compose``."""
    return read_targets(house, house.source(slug))


def other(house: House, locale: Locale, slug: str, *, trusting: bool) -> OtherReport | None:
    """Another report of the house, or a document that an inventory has, for an edition in the language of ``locale``;
    nothing where there is none. Raises SourceError for what is wrong with it, unless ``trusting``: then every place is
    taken to exist in it.
    """
    if not slug[0].isupper() or ":" in slug:
        return other_documents.look_up(house, slug, locale)
    if not house.report(slug).is_file():
        return None
    report = house.source(slug)
    head = front_matter.read(report)
    folder = house.publication_address(slug)
    tag = locale.language if locale.language in head.languages else head.original_language
    site = configuration.read(house.root).site
    stable = site is not None and site.folder == "site"  # there an author's id is an address
    page = f"{folder}{f'{tag}/' if stable else Edition(slug, tag, 'html').target.rpartition('/')[2]}" if folder else ""
    other = OtherReport(head.symbol.removesuffix("*"), {}, page, trusting)
    try:
        resolved = _read(house, report, head, tag)
    except PlantinError:
        if trusting:
            return other
        raise

    def at(anchor: str) -> str:
        return f"{page}#{anchor}" if page else ""

    anchors = {anchor: OtherPlace(pinpoint(anchor, locale), at(anchor)) for anchor, _ in resolved.places}
    targets = dict(resolved.targets)
    named = {
        name: OtherPlace(words(target, locale), at(name if stable else target.anchor))
        for name, target in targets.items()
        if target.number
    }
    return replace(other, places=anchors | named, known=targets)


def _read(house: House, report: Source, head: FrontMatter, language: str) -> ResolvedReport:
    """Return a report in ``language``, or in that of its original where its translation cannot be read. Its own
    references into other documents make no anchors.
    """
    around = _Around(house.report(head.slug).parent, house.citations(head.style), load_filters(house.root))
    trusted = partial(OtherReport, places={}, trusted=True)
    if language != head.original_language:
        file = house.catalogue_file(language, head.slug)
        try:
            locale = house.locale(language, head.style)
            text = translation.translate(report, head, file, locale, house.name(file))
            return _resolve_report(text.source, text.head, locale, around, trusted)[0]
        except PlantinError:
            pass
    return _resolve_report(report, head, house.locale(head.original_language, head.style), around, trusted)[0]

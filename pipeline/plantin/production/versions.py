"""Reads a report in one of its languages, original or translation, with every finding on what people wrote.

``compose`` is the one verdict on a source and its translation: ``check``, ``catalogue status``, ``serve`` and
``release`` all use it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from plantin import translation
from plantin.bounded.limits import BoundError
from plantin.bounded.workers import WorkError, limit_process
from plantin.findings import Finding, PlantinError, SourceError, TranslationError
from plantin.findings.suggestion import suggest
from plantin.house import inheritance
from plantin.house import locale as locales
from plantin.house.layout import House
from plantin.house.locale import Locale
from plantin.house.stock_folders import STOCK
from plantin.house.style import Style
from plantin.lint.source import lint, lint_translation
from plantin.lint.source.added_checks import added_slips
from plantin.model.document import Document
from plantin.model.languages import is_pseudo
from plantin.production import borrowed_words
from plantin.production import compose as composing
from plantin.production.composed import ComposedReport
from plantin.source import front_matter
from plantin.source.front_matter import FrontMatter
from plantin.source.text import Source
from plantin.translation.translate import Translation


def compose(
    house: House, slug: str, language: str, report: Source | None = None, *, compares: bool = True
) -> ComposedReport:
    """Return the report ``slug`` in ``language``, resolved, with all findings: those of the lint of its source where
    that is its original language, else those of the lint of its translation, which is not compared with the original
    message by message unless ``compares``. ``report`` is its source where that was read before. A finding of severity
    "error" means that the editions can be made, and are wrong.

    Raises SourceError or TranslationError with every finding where they cannot be made.
    """
    report = report or house.source(slug)
    try:
        result = _compose(house, slug, language, report, compares=compares)
    except PlantinError as error:
        raise type(error)(*map(report.relocate, error.findings)) from None
    return replace(result, findings=tuple(map(report.relocate, result.findings)))


def _compose(house: House, slug: str, language: str, report: Source, *, compares: bool) -> ComposedReport:
    """Return the report ``slug``, whose source is ``report``, in ``language``; places are lines of that text, whichever
    files they come from.
    """
    head = front_matter.read(report)
    if head.slug != slug:
        hint = f"Name the folder {head.slug}, or correct the symbol."
        raise SourceError.of("S019", f"the symbol {head.symbol} in the folder {slug}", head.place("symbol"), hint)
    if head.style and not (house.style_folder(head.style) / "style.toml").is_file():
        styles = inheritance.available(house.root)
        hint = suggest(head.style, styles, f"Known: {', '.join(styles)}.")
        raise SourceError.of("S007", f"field 'style': there is no style {head.style!r}", head.place("style"), hint)
    try:
        locale = house.locale(language, head.style)
    except PlantinError as error:
        raise type(error)(*error.findings, *_under_stock_words(house, report, head, language)) from None
    borrowed_words.require_letters(house, locale, head.style)
    if language == head.original_language:
        composed = composing.compose(house, report, head, locale)
        slips = lint(report, head, locale, _style(house, head.style), added_slips(house, report, head))
        drafted = borrowed_words.findings(
            house, locale, head, partial(_document, house, report, head), composed.document
        )
        return replace(composed, findings=(*slips, *composed.findings, *drafted))
    file = house.catalogue_file(language, slug)
    text = translation.translate(report, head, file, locale, house.name(file))
    try:
        composed = composing.compose(house, text.source, text.head, locale, draft=text.notice)
    except SourceError as error:
        # A fault of the report itself is its author's and is raised here; what is left is the translator's.
        composing.compose(house, report, head, house.locale(head.original_language, head.style))
        raise TranslationError(*map(text.move_to_catalogue, error.findings), *_compare(house, text, head)) from None
    style = _style(house, head.style)
    findings = (*composed.findings, *(lint_translation(text.source, head, report, style) if style else ()))
    drafted = borrowed_words.findings(house, locale, head, partial(_document, house, report, head), composed.document)
    wrong = _compare(house, text, head) if compares else ()
    return replace(composed, findings=(*map(text.move_to_catalogue, findings), *wrong, *drafted))


def _document(house: House, report: Source, head: FrontMatter, locale: Locale) -> Document:
    """Return ``report`` in the language of ``locale`` and in its words. Raises as ``compose`` does."""
    if locale.language == head.original_language:
        return composing.compose(house, report, head, locale).document
    file = house.catalogue_file(locale.language, head.slug)
    text = translation.translate(report, head, file, locale, house.name(file))
    return composing.compose(house, text.source, text.head, locale, draft=text.notice).document


def _compare(house: House, text: Translation, head: FrontMatter) -> tuple[Finding, ...]:
    """Return the findings of a translation beside its original; none of a pseudo language."""
    # Loaded here: a build compares nothing.
    from plantin.production import comparing

    return () if is_pseudo(text.catalogue.language) else comparing.compare(house, text.catalogue, head)


_BY_THE_TEXT_ALONE = ("N", "R0", "S07", "S102", "S103")
"""Codes, by their beginnings, of what is wrong whatever the rules of a report are."""


def wrong_text(house: House, slug: str) -> Iterator[Finding]:
    """Yield what is wrong with the text of a report whose front matter is wrong too: all is reported at once. What may
    follow from fields that are wrong is left out.
    """
    try:
        report = house.source(slug)
    except SourceError:
        return
    head, left = front_matter.salvage(report)
    try:
        first = report.text().count("\n", 0, len(report.opening) + len(report.head)) + 2
        language = head.original_language
        with limit_process():
            try:
                words = house.locale(language, head.style)
            except PlantinError:
                words = locales.read(STOCK / "locales" / language / "locale.toml")
            composing.compose(house, report, head, words)
    except SourceError as error:
        sure = not left & {"rules", "bibliography", "citation-style", "waivers", "languages"}
        below = (
            finding for finding in error.findings if finding.place.path != report.path or finding.place.line >= first
        )
        yield from (
            report.relocate(finding) for finding in below if sure or finding.code.startswith(_BY_THE_TEXT_ALONE)
        )
    except (PlantinError, BoundError, WorkError, OSError):
        return


def _under_stock_words(house: House, report: Source, head: FrontMatter, language: str) -> Iterator[Finding]:
    """Yield what is wrong with the text of ``report`` where its language's words are wrong too: all at once."""
    stock = STOCK / "locales" / language / "locale.toml"
    if language != head.original_language or not stock.is_file():
        return
    try:
        composing.compose(house, report, head, locales.read(stock))
    except SourceError as error:
        yield from error.findings
    except PlantinError:
        return


def _style(house: House, name: str) -> Style | None:
    """Return the house style of that name; nothing where it cannot be read, reported where it is used."""
    try:
        return house.style(name)
    except PlantinError:
        return None

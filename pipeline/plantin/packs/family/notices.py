"""The notices of a site: what replaces, corrects or adds to a report, and where each passage of it is found now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plantin.auditors.markup import html as edition_reader
from plantin.findings import Place, PlantinError
from plantin.house.layout import House
from plantin.house.locale import Locale
from plantin.model.added_tables import table_of
from plantin.model.outline import Entry
from plantin.packs.family.relations import Family, Relation
from plantin.packs.family.tables import KINDS, FamilyWords
from plantin.production.publications import Content, Lead, Notice, PublishedPage, PublishedReport
from plantin.resolve.references import pinpoint
from plantin.translation.alignment import origins
from plantin.translation.message import Message
from plantin.translation.po import PoEntry

_FIRST_SIGN = 0xF0000
"""Of the private characters that stand for kinds of passages: no words, so that they are equal or not, never alike."""
_CALL = re.compile(r"\[\^[^\]]*\]")


def notify(house: House, reports: Sequence[PublishedReport], content: Content) -> Iterator[Notice]:
    """Yield the notices of a site of these reports."""
    by_symbol = {report.symbol.removesuffix("*"): report for report in reports}
    rows = (
        Relation(symbol, kind, other)
        for symbol, report in by_symbol.items()
        for kind in KINDS
        for other in report.said.get(kind, ())
    )
    site = _Site(house, by_symbol, content, Family(tuple(rows), {}, {}))
    for report in reports:
        for page in report.pages:
            yield from site.notices(report, page)


@dataclass(frozen=True, slots=True)
class _Site:
    house: House
    reports: dict[str, PublishedReport]
    content: Content
    family: Family

    def notices(self, report: PublishedReport, page: PublishedPage) -> Iterator[Notice]:
        """Yield the notices of a report in one language: on its own page, and where it is read."""
        symbol, family = report.symbol.removesuffix("*"), self.family
        locale = self._locale(page.language)
        words = table_of(locale.tables, FamilyWords)
        if (newest := family.newest(symbol)) != symbol:
            yield from self._both(page, newest, words.replaced, locale, leads=True)
        for row in family.relations_to(symbol):
            if row.kind != "revises":
                text = words.corrected if row.kind == "corrects" else words.extended
                yield from self._both(page, row.symbol, text, locale)
        for row in family.relations_from(symbol):
            forms = {"revises": words.replaces, "corrects": words.corrects, "adds-to": words.extends}
            if row.other in self.reports:
                yield from self._both(page, row.other, forms[row.kind], locale)

    def _both(
        self, page: PublishedPage, symbol: str, text: str, locale: Locale, *, leads: bool = False
    ) -> Iterator[Notice]:
        other = self.reports[symbol]
        there = _newest_page(other, page.language)
        languages = [row.language for row in other.pages if row.version == there.version]
        # Beside a masthead that stays in another language are that language's names ("Original: English").
        forms = (self._locale(locale.language, "plain") if locale.masthead.issue_language else locale).masthead
        names = [forms.languages.get(tag, self._locale(tag).name) for tag in languages]
        between = [*locale.list_separators(len(names)), ""]
        line = text.format(symbol=symbol, languages="".join(map("".join, zip(names, between, strict=False))))
        yield Notice(page.page, line, there.page, there.language)
        if page.reading:
            rows = tuple(self._leads(page, there, symbol, locale)) if leads else ()
            summary = table_of(locale.tables, FamilyWords).leads.format(symbol=symbol)
            yield Notice(page.reading, line, there.reading or there.page, there.language, summary if rows else "", rows)

    def _locale(self, language: str, style: str = "") -> Locale:
        """Return a language of the house, or English where it is not one any more."""
        try:
            return self.house.locale(language, style)
        except PlantinError:
            return self.house.locale("en", style)

    def _leads(self, page: PublishedPage, there: PublishedPage, symbol: str, locale: Locale) -> Iterator[Lead]:
        """Yield where each place of a report that can be referred to is found in another; nothing without both."""
        if not there.reading or there.language != page.language:
            return
        words = table_of(locale.tables, FamilyWords)
        olds, news = (self._entries(row.edition) for row in (page, there))
        pairs = dict(_pairs(olds, news))
        for at, entry in enumerate(olds):
            place = pinpoint(entry.anchor, locale)
            if not place:
                continue
            target = news[pairs[at]].anchor if at in pairs else ""
            if now := pinpoint(target, locale):
                said = words.lead.format(symbol=symbol, place=now)
                yield Lead(entry.anchor, place, said, f"{there.reading}#{target}")
            else:
                yield Lead(entry.anchor, place, words.gone.format(symbol=symbol))

    def _entries(self, edition: str) -> list[Entry]:
        outline = edition_reader.read(self.content(edition), edition).outline()
        return [*outline.body, *outline.notes]


def _newest_page(report: PublishedReport, language: str) -> PublishedPage:
    """Return a report's newest page in a language, or in that of the original where it is not in that one."""
    newest = [page for page in report.pages if page.version == report.pages[0].version]
    return next((page for page in newest if page.language == language), newest[0])


def _pairs(olds: Sequence[Entry], news: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """Yield which passage each one has become, by the aligner that translations are carried over with."""
    kinds = dict.fromkeys(f"{entry.kind}{entry.level}" for entry in (*olds, *news))
    signs = {kind: chr(_FIRST_SIGN + n) for n, kind in enumerate(kinds)}

    def text(entry: Entry) -> str:
        return signs[f"{entry.kind}{entry.level}"] + _CALL.sub("[^]", entry.text)

    entries = [PoEntry("", text(entry)) for entry in olds]
    messages = [Message("", text(entry), "paragraph", Place("")) for entry in news]
    for new, origin in origins(entries, len(entries), messages).items():
        old = origin.entries[0]
        if not origin.shared and (olds[old].kind, olds[old].level) == (news[new].kind, news[new].level):
            yield old, new

"""Makes the source of a corrigendum from two states of a report, with its translations."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from plantin.findings import Finding, Place, PlantinError, UsageError
from plantin.house.layout import House
from plantin.house.locale import Locale
from plantin.lint.translation import lint_catalogue
from plantin.model.added_tables import table_of
from plantin.model.outline import Entry, Outline, outline
from plantin.model.symbols import slug as slug_of
from plantin.packs.revision import changes
from plantin.packs.revision.auditor import corrections as auditor
from plantin.packs.revision.changes import ChangedLine
from plantin.packs.revision.exchanges import Exchange, exchanges
from plantin.packs.revision.printed_lines import PrintedLines
from plantin.packs.revision.redline import Comparison
from plantin.packs.revision.states import ReportState
from plantin.packs.revision.tables import RevisionWords
from plantin.production import steps
from plantin.resolve.references import pinpoint
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.source.front_matter import FrontMatter
from plantin.translation import Catalogue, PoEntry, catalogue_of, messages, po, report_of

_COMMAND = Place("plantin corrigendum")
_HINT = "Words that are exchanged make a corrigendum; issue the report again for this, as a revision (Rev.1)."
_RUN = ("paragraph", "item", "note")
"""Kinds of lines that are printed as a run of text, whose lines are counted."""
_HEADERS = {"c", "h"}


@dataclass(frozen=True, slots=True)
class LanguageCorrections:
    """All corrections in one language."""

    language: str
    corrections: tuple[str, ...]
    """Paragraphs in the words of the language: a place, and under it what is to be read there."""
    lines: tuple[tuple[str, int], ...]
    """The series and the row of what each corrects, by which languages are compared."""


def make(comparison: Comparison, languages: Sequence[str], number: int, date: str) -> dict[Path, bytes]:
    """Return the files of corrigenda of ``date`` (ISO 8601), by their paths in the house of the present state: the
    first has this ``number``. Languages that are corrected in the same lines share one, its source in the first of
    them, a catalogue in each other; a language with other corrections has a corrigendum of its own. Each exchange was
    tried by a second reader: the earlier state with all of them made says what the present one says.

    Raises UsageError: REV006 no corrigendum can say what changed, REV007 both states are the same; PlantinError
    (REV005); and as ``compose`` does.
    """
    corrected = [rows for language in languages if (rows := _of_language(comparison, language)).corrections]
    if not corrected:
        message = f"{comparison.old.name} and {comparison.new.name} say the same in {', '.join(languages)}"
        raise UsageError.of("REV007", message, _COMMAND, "Name the report before its corrections.")
    groups: dict[tuple[tuple[str, int], ...], list[LanguageCorrections]] = {}
    for rows in corrected:
        groups.setdefault(rows.lines, []).append(rows)
    files: dict[Path, bytes] = {}
    for n, group in enumerate(groups.values(), number):
        files |= _files(comparison.new, group, n, date)
    return files


def _of_language(comparison: Comparison, language: str) -> LanguageCorrections:
    old, new = comparison.documents(language)
    if lacking := comparison.untranslated.get(language):
        message = f"in {language} passages that were corrected are missing or stale: {len(lacking)}"
        raise UsageError.of("REV006", message, _COMMAND, "See plantin catalogue status, or name others: --language.")
    changed = list(comparison.compare(old, new).changed())
    if findings := list(_unsayable(changed, language)):
        raise UsageError(*findings)
    if not changed:
        return LanguageCorrections(language, (), ())
    pages = comparison.old.edition("pdf", old, steps.moment(old, comparison.epoch))
    printed = PrintedLines(pages, f"{comparison.old.slug}.pdf")
    words = table_of(new.tables, RevisionWords)
    locale = comparison.new.house.locale(language)
    forms = replace(locale.references, paragraph=words.paragraph, running={})
    said = _Wording(outline(old), printed, replace(locale, references=forms), words)
    rows = [(line, exchange) for line in changed for cell in line.cells for exchange in exchanges(cell)]
    corrected = ((line.series, line.before or 0, each.former, each.present) for line, each in rows)
    if findings := list(auditor.unlike(corrected, outline(old), outline(new))):
        raise PlantinError(*findings)
    corrections = tuple(said.correction(line, each) for line, each in rows)
    return LanguageCorrections(language, corrections, tuple((line.series, line.before or 0) for line, _ in rows))


def _unsayable(changed: Sequence[ChangedLine], language: str) -> Iterator[Finding]:
    """Yield REV006 for each line that is new, gone, moved or renumbered, and for notes that are called elsewhere."""
    for line in changed:
        what = "notes are called elsewhere" if line.sort == "changed" else f"this is {line.sort.replace('-', ' ')}"
        if line.sort != "changed" or not any(map(exchanges, line.cells)):
            message = f"in {language} {what}: {line.entry.label} {changes.plain(line.entry.text)[:60]}"
            yield Finding("REV006", " ".join(message.split()), _COMMAND, _HINT)


@dataclass(frozen=True, slots=True)
class _Wording:
    """Says where and what is corrected, in one language."""

    former: Outline
    printed: PrintedLines
    locale: Locale
    words: RevisionWords

    def place(self, line: ChangedLine, exchange: Exchange) -> str:
        """Return where the words are: a paragraph and its line, a table and its row, a page and what is near."""
        row = line.before or 0
        if line.series == "masthead":
            return self.words.masthead
        entries = getattr(self.former, line.series)
        entry = entries[row]
        near = next((words for at in range(row, -1, -1) if (words := self._place_words(entries, at))), "")
        if entry.kind == "row":
            return self.words.correction_row.format(place=near, row=_row_number(entries, row))
        is_note = line.series == "notes"
        page, number = self.printed.place(row, entry.text, exchange.before, note=is_note)
        if entry.kind in _RUN and number and self._place_words(entries, row):
            return self.words.correction_line.format(place=near, line=self.locale.number(str(number)))
        return self.words.correction_page.format(page=page, place=near) if near else page

    def correction(self, line: ChangedLine, exchange: Exchange) -> str:
        """Return the paragraph that says where, and what is to be read for what."""
        place = self.place(line, exchange)
        sentence = self.words.for_read.format(former=exchange.former, present=exchange.present)
        return f"**{place[:1].upper()}{place[1:]}**\\\n{sentence}"

    def _place_words(self, entries: Sequence[Entry], at: int) -> str:
        """Return the words for a place that can be referred to; empty for another one."""
        entry = entries[at]
        if entry.kind == "item" and "." in entry.anchor:
            above = next((n for n in range(at - 1, -1, -1) if entries[n].level < entry.level), 0)
            outer = self._place_words(entries, above)
            return f"{outer} {entry.label}" if outer else ""
        return pinpoint(entry.anchor, self.locale)


def _row_number(entries: Sequence[Entry], at: int) -> int:
    """Return the number of a row among those of its table that are no headers."""
    first = next(n for n in range(at, -1, -1) if entries[n].kind in ("table", "section", "paragraph") or n == 0)
    rows = [entry for entry in entries[first : at + 1] if entry.kind == "row"]
    return sum(not {shape[0] for shape in row.label.split()} <= _HEADERS for row in rows)


def _files(
    new: ReportState, rows: Sequence[LanguageCorrections], number: int, date: str
) -> Iterator[tuple[Path, bytes]]:
    """Yield the source and its catalogues, with their paths."""
    house = new.house
    _, head = report_of(house, new.slug)
    marks = (getattr(table, "corrects", "") for table in new.style().tables)  # of the pack family, where it is there
    symbol = f"{head.symbol.removesuffix('*')}{next(filter(None, marks), '/Corr.')}{number}"
    slug = slug_of(symbol)
    masthead = {each.language: _masthead(new, head, each.language) for each in rows}
    first = rows[0]
    title, session, *items = masthead[first.language]
    fields = {
        "symbol": symbol,
        "organ": head.organ,
        "title": title,
        "distribution": head.distribution,
        "original-language": first.language,
        "languages": list(masthead),
        "session": session,
        "agenda-items": dict(zip(dict(head.agenda_items), items, strict=True)),
        "style": head.style,
        "rules": {"sections": "none", "paragraphs": "none"},
    }
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items() if value)
    text = "\n".join(("---", f"date: {date}", *lines, "---\n")) + "\n" + "\n\n".join(first.corrections) + "\n"
    path = house.report(slug)
    yield path, text.encode()
    source = source_text.parse(text, house.name(path))
    front = front_matter.read(source)
    wanted = messages(source, front)
    for each in rows[1:]:
        originals = (*masthead[first.language], *first.corrections)
        translations = dict(zip(originals, (*masthead[each.language], *each.corrections), strict=True))
        entries = (PoEntry(row.context, row.text, translations.get(row.text, ""), note=row.note) for row in wanted)
        file = house.catalogue_file(each.language, slug)
        header = (("Project-Id-Version", symbol),)
        catalogue = Catalogue(house.name(file), each.language, tuple(entries), header=header)
        yield file, po.text(_waive(house, catalogue, front)).encode()


def _waive(house: House, catalogue: Catalogue, front: FrontMatter) -> Catalogue:
    """Return the catalogue with what the lint finds waived: each language has its own lines, and the words as they are
    in the report.
    """
    comments: dict[str, tuple[str, ...]] = {}
    for finding in lint_catalogue(house, catalogue, front):
        words = finding.message.partition('"')[0].strip()
        comments[finding.place.anchor] = (
            *comments.get(finding.place.anchor, ()),
            f'waive {finding.code} "{words}": a corrigendum has the lines and the words of each language',
        )
    entries = (replace(entry, comments=comments.get(entry.context, ())) for entry in catalogue.entries)
    return replace(catalogue, entries=tuple(entries))


def _masthead(state: ReportState, head: FrontMatter, language: str) -> tuple[str, ...]:
    """Return the title, the session and the titles of the agenda items of a report in a language, as its source or its
    catalogue has them.
    """
    texts = (head.title, head.session, *dict(head.agenda_items).values())
    if language == head.original_language:
        return texts
    entries = catalogue_of(state.house, state.slug, language, head).entries
    known = {entry.original: entry.translation for entry in entries}
    return tuple(known.get(text) or text for text in texts)

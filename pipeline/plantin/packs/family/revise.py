"""Makes the sources of a revision, an addendum or a reissue of a report, with the translations that there are."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from plantin.bounded.bytes import MIB, read, why
from plantin.findings import Place, UsageError
from plantin.house.layout import House
from plantin.model.added_tables import table_of
from plantin.model.symbols import slug as slug_of
from plantin.packs.family import relations
from plantin.packs.family.tables import FamilyWords
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.translation import Catalogue, PoEntry, messages, po, report_of

_LARGEST = 64 * MIB


def revision(house: House, slug: str, date: dt.date) -> dict[Path, bytes]:
    """Return the files of the next revision of a report: all of its folder and all its translations under the new
    symbol. Raises UsageError: FAM030 it is there, FAM031 the report was replaced; SourceError, TranslationError.
    """
    _, head = report_of(house, slug)
    symbol = head.symbol.removesuffix("*")
    if (newest := relations.of_house(house).newest(symbol)) != symbol:
        message = f"{symbol} was replaced by {newest}"
        raise UsageError.of("FAM031", message, Place(house.name(house.report(slug))), f"plantin revise {newest}")
    marks = relations.marks_of(house, head.style)
    said = marks.read(symbol)
    base, number = (said[2], said[3] + 1) if said and said[0] == "revises" else (symbol, 1)
    new = f"{base}{marks.revises}{number}"
    fields: dict[str, str | None] = {"symbol": new, "date": date.isoformat(), "job-numbers": None, "family": None}
    if head.symbol.endswith("*"):
        notes = {line: text for line, text in head.masthead_notes if line != "symbol"}
        fields["masthead-notes"] = json.dumps(notes, ensure_ascii=False) if notes else None
    folder, target = house.report(slug).parent, house.report(slug_of(new)).parent
    files = {
        target / path.relative_to(folder): read(path, _LARGEST, folder)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
    files[target / "report.md"] = _change(files[target / "report.md"].decode(), fields).encode()
    for language, catalogue in _catalogues(house, slug, head.languages):
        files[house.catalogue_file(language, slug_of(new))] = _under(catalogue, new)
    return _require_new(house, files)


def addendum(house: House, slug: str, date: dt.date, text: Path) -> dict[Path, bytes]:
    """Return the files of the next addendum to a report, whose text is in the file ``text``: its masthead and that in
    its translations are the report's. Raises UsageError: FAM033 the text cannot be read; SourceError, TranslationError.
    """
    _, head = report_of(house, slug)
    marks = relations.marks_of(house, head.style)
    series = f"{head.symbol.removesuffix('*')}{marks.adds_to}"
    taken = [name for name in relations.of_house(house).dates if name.startswith(series)]
    new = f"{series}{len(taken) + 1}"
    hint = "Name a file of Markdown without front matter, in UTF-8."
    try:
        body = read(text, _LARGEST).decode()
    except OSError as error:
        raise UsageError.of("FAM033", f"the text of the addendum {why(error)}", Place(str(text)), hint) from None
    except UnicodeDecodeError:
        raise UsageError.of("FAM033", "the text of the addendum is not UTF-8", Place(str(text)), hint) from None
    if body.startswith("---") or not body.strip():
        raise UsageError.of("FAM033", "the addendum has front matter or no text", Place(str(text)), hint)
    opening, matter, _ = _divided(read(house.report(slug), _LARGEST).decode())
    fields: dict[str, str | None] = {"symbol": new, "date": date.isoformat()}
    fields |= dict.fromkeys(("job-numbers", "family", "waivers", "masthead-notes", "abstract", "bibliography"))
    source = _change(f"{opening}{matter}---\n\n{body.strip()}\n", fields)
    path = house.report(slug_of(new))
    parsed = source_text.parse(source, house.name(path))
    wanted = messages(parsed, front_matter.read(parsed))
    files = {path: source.encode()}
    for language, catalogue in _catalogues(house, slug, head.languages):
        texts = {entry.original: entry for entry in catalogue.entries if not entry.stale}
        entries = (
            replace(texts.get(row.text, PoEntry("", row.text)), context=row.context, note=row.note, line=0)
            for row in wanted
        )
        kept = replace(catalogue, entries=tuple(entries), obsolete=())
        files[house.catalogue_file(language, slug_of(new))] = _under(kept, new)
    return _require_new(house, files)


def reissue(house: House, slug: str, date: dt.date) -> dict[Path, bytes]:
    """Return the changed files of a report that is issued again without any change of its words: an asterisk and its
    note, in each language. Raises UsageError (FAM032): it was reissued before; SourceError, TranslationError.
    """
    _, head = report_of(house, slug)
    place, path = Place(house.name(house.report(slug))), house.report(slug)
    if head.symbol.endswith("*"):
        raise UsageError.of("FAM032", f"{head.symbol} was reissued already", place, "Change its note by hand.")
    said = {tag: _reissued(house, tag, head.style, date) for tag in head.languages}
    notes = {"symbol": said[head.original_language], **dict(head.masthead_notes)}
    fields = {"symbol": json.dumps(f"{head.symbol}*"), "masthead-notes": json.dumps(notes, ensure_ascii=False)}
    source = _change(read(path, _LARGEST).decode(), fields)
    files = {path: source.encode()}
    parsed = source_text.parse(source, house.name(path))
    note = next(row for row in messages(parsed, front_matter.read(parsed)) if row.text == notes["symbol"])
    for language, catalogue in _catalogues(house, slug, head.languages):
        entry = PoEntry(note.context, note.text, said[language], note=note.note)
        first, *others = catalogue.entries
        changed = replace(catalogue, entries=(first, entry, *others))
        files[house.catalogue_file(language, slug)] = po.text(changed).encode()
    return files


def _reissued(house: House, language: str, style: str, date: dt.date) -> str:
    locale = house.locale(language, style)
    return table_of(locale.tables, FamilyWords).reissued.format(date=locale.date(date.isoformat()))


def _catalogues(house: House, slug: str, languages: tuple[str, ...]) -> Iterator[tuple[str, Catalogue]]:
    """Yield the translations of a report that there are, by language."""
    for language in languages:
        path = house.catalogue_file(language, slug)
        if path.is_file():
            yield language, po.read_catalogue(path, house.name(path), house.root)


def _under(catalogue: Catalogue, symbol: str) -> bytes:
    """Return the file of a translation, which names a report by its symbol."""
    header = {**dict(catalogue.header), "Project-Id-Version": symbol}
    return po.text(replace(catalogue, header=tuple(header.items()))).encode()


def _require_new(house: House, files: dict[Path, bytes]) -> dict[Path, bytes]:
    if there := next((path for path in files if path.exists()), None):
        hint = "Revise the newest one, or move what is there away."
        raise UsageError.of("FAM030", "is there already; nothing was written", Place(house.name(there)), hint)
    return files


def _divided(source: str) -> tuple[str, str, str]:
    """Return the opening of a source, its front matter, and what follows."""
    match = re.fullmatch(r"(\ufeff?---[ \t]*\r?\n)(.*?\n)((?:---|\.\.\.)[ \t]*(?:\r?\n.*)?)", source, re.DOTALL)
    return (match[1], match[2], match[3]) if match else ("---\n", "", source)


def _change(source: str, fields: Mapping[str, str | None]) -> str:
    """Return a source with other values of ``fields`` in its front matter, or without those that are None; all else
    stays as it was typed.
    """
    opening, matter, rest = _divided(source)
    for name, value in fields.items():
        line = "" if value is None else f"{name}: {value}\n"
        block = re.compile(rf"^{re.escape(name)}:.*\n(?:(?:[ \t]|-[ \t]).*\n|[ \t]*\n(?=[ \t]))*", re.MULTILINE)
        place = block.search(matter)
        before, after = (matter[: place.start()], matter[place.end() :]) if place else (matter, "")
        matter = f"{before}{line}{after}"
    return f"{opening}{matter}{rest}"

"""Makes the sources of a revision, an addendum or a reissue of a report, with the translations that there are."""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

from plantin.bounded.bytes import MIB, read, why
from plantin.findings import Place, UsageError
from plantin.house.layout import House
from plantin.model.added_tables import table_of
from plantin.model.symbols import slug as slug_of
from plantin.packs.family import relations
from plantin.packs.family.tables import FamilyMarks, FamilyWords
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.source.front_matter import FrontMatter
from plantin.translation import Catalogue, PoEntry, messages, po, report_of

_LARGEST = 64 * MIB
_OF_ONE_DOCUMENT = ("job-numbers", "family", "doi", "isbn", "version")
"""Fields that are true of one document alone."""
_OF_THE_TEXT = ("waivers", "masthead-notes", "abstract", "bibliography", "sign-language")
"""Fields that an addendum, which has another text, does not share."""


def revision(house: House, slug: str, date: dt.date) -> dict[Path, bytes]:
    """Return the files of the next revision of a report: all of its folder and all its translations under the new
    symbol. Raises UsageError: FAM030 it is there, FAM031 the report was replaced, FAM033 a file cannot be read, FAM034
    the house has no mark for it; SourceError, TranslationError.
    """
    _, head = report_of(house, slug)
    symbol = head.symbol.removesuffix("*")
    if (newest := relations.of_house(house).newest(symbol)) != symbol:
        message = f"{symbol} was replaced by {newest}"
        hint = f"plantin revise {shlex.quote(newest)} --date {date}"
        raise UsageError.of("FAM031", message, Place(house.name(house.report(slug))), hint)
    marks = _require_mark(house, head, "revises")
    said = marks.read(symbol)
    base, number = (said[2], said[3] + 1) if said and said[0] == "revises" else (symbol, 1)
    new = f"{base}{marks.revises}{number}"
    fields: dict[str, str | None] = {"symbol": new, "date": date.isoformat(), **dict.fromkeys(_OF_ONE_DOCUMENT)}
    if head.symbol.endswith("*"):
        notes = {line: text for line, text in head.masthead_notes if line != "symbol"}
        fields["masthead-notes"] = json.dumps(notes, ensure_ascii=False) if notes else None
    folder, target = house.report(slug).parent, house.report(slug_of(new)).parent
    files = {
        target / path.relative_to(folder): _read(path, "Put a file in its place, or delete it.", folder)
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or not path.is_dir()
    }
    files[target / "report.md"] = _change(files[target / "report.md"].decode(), fields).encode()
    for language, catalogue in _catalogues(house, slug, head.languages):
        files[house.catalogue_file(language, slug_of(new))] = _rename(catalogue, new)
    return _require_new(house, files)


def addendum(house: House, slug: str, date: dt.date, text: Path) -> dict[Path, bytes]:
    """Return the files of the next addendum to a report, whose text is in the file ``text``: its masthead and that in
    its translations are the report's. Raises UsageError: FAM030 it is there, FAM033 the text cannot be read, FAM034 the
    house has no mark for it; SourceError, TranslationError.
    """
    _, head = report_of(house, slug)
    marks, symbol = _require_mark(house, head, "adds_to"), head.symbol.removesuffix("*")
    readings = filter(None, map(marks.read, relations.of_house(house).dates))
    numbers = [number for kind, other, _, number in readings if (kind, other) == ("adds-to", symbol)]
    new = f"{symbol}{marks.adds_to}{max(numbers, default=0) + 1}"
    hint = "Name a file of Markdown without front matter, in UTF-8."
    try:
        body = _read(text, hint).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError.of("FAM033", "it is not UTF-8", Place(str(text)), hint) from None
    if body.startswith("---") or not body.strip():
        raise UsageError.of("FAM033", "the addendum has front matter or no text", Place(str(text)), hint)
    opening, matter, _ = _divide(read(house.report(slug), _LARGEST).decode())
    fields: dict[str, str | None] = {"symbol": new, "date": date.isoformat()}
    fields |= dict.fromkeys((*_OF_ONE_DOCUMENT, *_OF_THE_TEXT))
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
        files[house.catalogue_file(language, slug_of(new))] = _rename(kept, new)
    return _require_new(house, files)


def reissue(house: House, slug: str, date: dt.date) -> dict[Path, bytes]:
    """Return the changed files of a report that is issued again without any change of its words: an asterisk and its
    note, in each language. Raises UsageError (FAM032): it was reissued before; SourceError, TranslationError.
    """
    _, head = report_of(house, slug)
    place, path = Place(house.name(house.report(slug))), house.report(slug)
    if head.symbol.endswith("*"):
        raise UsageError.of("FAM032", f"{head.symbol} was reissued already", place, "Change its note by hand.")
    said = {tag: _reissue_note(house, tag, head.style, date) for tag in head.languages}
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


def left_out(house: House, slug: str, files: Mapping[Path, bytes]) -> tuple[str, ...]:
    """Return the fields of the report's front matter that its new source among ``files`` has not."""
    present = next(content for path, content in files.items() if path.name == "report.md")
    sources = (_divide(content.decode())[1] for content in (read(house.report(slug), _LARGEST), present))
    former, kept = (re.findall(r"^([\w-]+):", matter, re.MULTILINE) for matter in sources)
    return tuple(name for name in former if name not in kept)


def _require_mark(house: House, head: FrontMatter, name: Literal["revises", "adds_to"]) -> FamilyMarks:
    """Return the marks of a report's style, which has one of that ``name``. Raises UsageError (FAM034)."""
    marks = relations.marks_of(house, head.style)
    if not getattr(marks, name):
        hint = f'Put one under [family] of style.toml, {name} = "{getattr(FamilyMarks(), name)}"; or type the symbol.'
        raise UsageError.of("FAM034", f"the style has no mark {name!r}", head.place("symbol"), hint)
    return marks


def _read(path: Path, hint: str, within: Path | None = None) -> bytes:
    try:
        return read(path, _LARGEST, within)
    except OSError as error:
        raise UsageError.of("FAM033", f"it {why(error)}", Place(str(path)), hint) from None


def _reissue_note(house: House, language: str, style: str, date: dt.date) -> str:
    locale = house.locale(language, style)
    return table_of(locale.tables, FamilyWords).reissued.format(date=locale.date(date.isoformat()))


def _catalogues(house: House, slug: str, languages: tuple[str, ...]) -> Iterator[tuple[str, Catalogue]]:
    """Yield the translations of a report that there are, by language."""
    for language in languages:
        path = house.catalogue_file(language, slug)
        if path.is_file():
            yield language, po.read_catalogue(path, house.name(path), house.root)


def _rename(catalogue: Catalogue, symbol: str) -> bytes:
    """Return the file of a translation, which names a report by its symbol."""
    header = {**dict(catalogue.header), "Project-Id-Version": symbol}
    return po.text(replace(catalogue, header=tuple(header.items()))).encode()


def _require_new(house: House, files: dict[Path, bytes]) -> dict[Path, bytes]:
    if there := next((path for path in files if path.exists()), None):
        hint = "Correct it, or delete it."
        raise UsageError.of("FAM030", "is there already; nothing was written", Place(house.name(there)), hint)
    return files


def _divide(source: str) -> tuple[str, str, str]:
    """Return the opening of a source, its front matter, and what follows."""
    match = re.fullmatch(r"(\ufeff?---[ \t]*\r?\n)(.*?\n)((?:---|\.\.\.)[ \t]*(?:\r?\n.*)?)", source, re.DOTALL)
    return (match[1], match[2], match[3]) if match else ("---\n", "", source)


def _change(source: str, fields: Mapping[str, str | None]) -> str:
    """Return a source with other values of ``fields`` in its front matter, or without those that are None; all else
    stays as it was typed.
    """
    opening, matter, rest = _divide(source)
    for name, value in fields.items():
        line = "" if value is None else f"{name}: {value}\n"
        block = re.compile(rf"^{re.escape(name)}:.*\n(?:(?:[ \t]|-[ \t]).*\n|[ \t]*\n(?=[ \t]))*", re.MULTILINE)
        place = block.search(matter)
        before, after = (matter[: place.start()], matter[place.end() :]) if place else (matter, "")
        matter = f"{before}{line}{after}"
    return f"{opening}{matter}{rest}"

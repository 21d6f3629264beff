"""A received file read, whatever kind it is: the report in it, and what was counted in the file itself."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from plantin.findings import Finding, Place
from plantin.house.layout import House
from plantin.house.locale import Locale
from plantin.importing import docx, editions, file_kinds, importers, plaintext
from plantin.importing.assembly import ImportContext
from plantin.importing.docx import Manuscript, foreign
from plantin.importing.docx.pictures import Pictures
from plantin.importing.editions import pages as edition_pages
from plantin.importing.editions import word as edition_word
from plantin.importing.inventory import Inventory
from plantin.importing.language_detection import Passages
from plantin.importing.language_detection import language as language_of
from plantin.importing.received import CONTROLS, Fallbacks, GivenFields, ImportedReport
from plantin.importing.tree import files, folders
from plantin.importing.tree import foreign as tree
from plantin.model.languages import script
from plantin.resolve.typography import lowered, plainer
from plantin.wordfile.tracked import Tracked


@dataclass(frozen=True, slots=True)
class ReadingResult:
    """What was read of a received file."""

    report: ImportedReport
    """The report in it."""
    manuscript: Manuscript | None
    """The Word file, where it is one of others."""
    texts: tuple[str, ...]
    """The texts of the file, counted in the file itself."""
    notices: tuple[Finding, ...] = field(default=())
    """Findings about the file as a whole."""
    marked: bool = False
    """Whether its texts have marks of their own, as those of markup have."""
    kind: str = "text"
    """The kind of the file."""
    inventory: Inventory | None = None
    """What the file holds beside words."""
    calls: tuple[str, ...] = ()
    """The signs that the calls of its notes show; empty where the file does not say them."""


def received(
    house: House,
    path: Path,
    folder: Path,
    given: GivenFields,
    tracked: Tracked,
    from_: str = "",
    *,
    printed: bool = False,
) -> ReadingResult:
    """The file at ``path`` read as what it is, or as the kind ``from_``; its pictures are put into ``folder``.
    Quotation marks and spaces are as an author types them, or, where ``printed``, as they are in the file.

    Raises SourceError where it cannot be read, or has tracked changes that ``tracked`` refuses; UsageError (S045);
    ToolError from pandoc.
    """
    if one := importers.importer(path, from_):
        with importers.converted(one, path) as made:
            taken = received(house, made, folder, given, tracked, one.into, printed=printed)
        report = dataclasses.replace(taken.report, notices=importers.renamed(taken.report.notices, made, path))
        return dataclasses.replace(taken, report=report, notices=importers.renamed(taken.notices, made, path))
    kind = file_kinds.kind(path, from_)
    if kind in ("html", "epub") and (read := _page_of_ours(house, path, folder, given, kind, printed=printed)):
        return read
    if kind != "word" and kind != "text":
        return _of_tree(house, path, folder, given, kind, printed=printed)
    if kind == "text":
        text = file_kinds.text(path)
        printable = CONTROLS.sub("", text)
        notices = [_stripped(path, len(text) - len(printable))] if printable != text else []
        words = _language_of(house, given.fields.get("original-language", ""), printable)
        typed = plaintext.read(printable, str(path), given, words, Fallbacks(_stem(path), _saved(path)))
        return ReadingResult(typed, None, tuple(printable.split("\n")), tuple(notices))
    manuscript = docx.read(path, tracked, as_="foreign")
    if edition_word.is_edition(manuscript):
        return _word_of_ours(house, path, folder, given, tracked, printed=printed)
    declared = manuscript.language
    language = _spoken(manuscript.texts, declared)
    found = declared if declared.startswith(language) else language
    context = _context(house, path, folder, given, (language, found, declared), (manuscript.title, ""), printed=printed)
    report = _typed(foreign.received(manuscript, context), context, printed=printed)
    calls = tuple(one.label for one in report.printed if one.kind == "note")
    return ReadingResult(
        report,
        manuscript,
        manuscript.texts,
        kind="word",
        inventory=manuscript.inventory,
        calls=calls if all(calls) else (),
    )


def _page_of_ours(
    house: House, path: Path, folder: Path, given: GivenFields, kind: files.Kind, *, printed: bool
) -> ReadingResult | None:
    """A page or a book that this press made; None for any other."""
    found = files.page(path, kind)
    if not edition_pages.is_edition(found.root):
        return None
    held: dict[str, bytes] = {}
    pictures = Pictures(path, folder, lambda target: held[target] if target in held else found.picture(target))
    edition = edition_pages.read(found.root, editions.named(pictures, held), book=kind == "epub")
    edition.language, edition.issued = edition.language or found.language, edition.issued or found.date
    words = _locale(house, given, edition.language)
    fallbacks = Fallbacks(path.stem, _saved(path))
    report = editions.received(edition, path, _plain(words, printed=printed), given, words, fallbacks)
    report = dataclasses.replace(report, text=_lowered(words, printed=printed)(report.text))
    return ReadingResult(report, None, found.texts, kind=kind)


def _word_of_ours(
    house: House, path: Path, folder: Path, given: GivenFields, tracked: Tracked, *, printed: bool
) -> ReadingResult:
    """A Word file that this press made."""
    manuscript = docx.read(path, tracked, as_="edition")
    language = (manuscript.language or manuscript.right_to_left).partition("-")[0]
    words = _locale(house, given, language)
    edition = edition_word.read(manuscript, words, Pictures(path, folder).name)
    report = editions.received(
        edition, path, _plain(words, printed=printed), given, words, Fallbacks(path.stem, _saved(path))
    )
    report = dataclasses.replace(
        report, text=_lowered(words, printed=printed)(report.text), notices=(*manuscript.findings, *report.notices)
    )
    return ReadingResult(report, None, manuscript.texts, kind="word")


def _plain(words: Locale, *, printed: bool) -> Callable[[str, str], str]:
    """What gives words as an author types them, from the words and the character before them."""
    return (lambda text, _: text) if printed else plainer(words.typography)


def _lowered(words: Locale, *, printed: bool) -> Callable[[str], str]:
    return (lambda text: text) if printed else lowered(words.typography)


def _locale(house: House, given: GivenFields, language: str) -> Locale:
    """The locale of the language given, else of that of the file, where the house has it; else of English."""
    spoken = given.fields.get("original-language", language.replace("_", "-").partition("-")[0].lower())
    return house.locale(spoken) if spoken and house.has_language(spoken) else house.locale("en")


def _of_tree(
    house: House, path: Path, folder: Path, given: GivenFields, kind: files.Kind, *, printed: bool
) -> ReadingResult:
    """A file of a kind that pandoc reads."""
    opened = folders.read(path, given.pictures) if kind == "folder" else files.read(path, kind, given.pictures)
    given = dataclasses.replace(given, fields={**opened.fields, **given.fields})
    language = _spoken(opened.texts, opened.language)
    head = (opened.title, opened.date)
    context = _context(house, path, folder, given, (language, language, opened.language), head, printed=printed)
    report = _typed(tree.received(opened, context), context, printed=printed)
    return ReadingResult(
        report, None, opened.texts, marked=opened.marked, kind=kind, inventory=opened.inventory, calls=opened.calls
    )


def _context(
    house: House,
    path: Path,
    folder: Path,
    given: GivenFields,
    languages: tuple[str, str, str],
    head: tuple[str, str],
    *,
    printed: bool,
) -> ImportContext:
    """What a file of others is made a source with. ``languages`` are that of its words, the same with the region that
    the file says, and what the file says; ``head`` is the title and the date that it has.
    """
    language, found, declared = languages
    title, day = head
    spoken = given.fields.get("original-language", language if house.has_language(language) else "")
    words = house.locale(spoken) if spoken and house.has_language(spoken) else house.locale("en")
    passages = _passages(house, given, words, found, declared)
    date = day if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else _saved(path)
    fallbacks = Fallbacks(_stem(path), date, title, language=spoken, title_language=passages.of_title)
    return ImportContext(path, folder, _plain(words, printed=printed), given, words, fallbacks, passages)


def _typed(report: ImportedReport, context: ImportContext, *, printed: bool) -> ImportedReport:
    """The report with its words as an author types them, or, where ``printed``, as they are in the file."""
    return dataclasses.replace(report, text=_lowered(context.locale, printed=printed)(report.text))


def _passages(house: House, given: GivenFields, words: Locale, found: str, declared: str) -> Passages:
    """What finds passages in other languages in a file that is in the language ``found`` and says that it is in
    ``declared``; ``words`` is the locale of its source.
    """
    # "C", which pandoc gives where its system names no language, is not one.
    tag, declared = (one.replace("_", "-").partition("-")[0].lower() for one in (found, declared))
    tag, declared = (one if script(one) else "" for one in (tag, declared))
    strange = tag and tag != words.language and not house.has_language(tag) and "original-language" not in given.fields
    return Passages(words.language, tag if strange else "", declared if declared != words.language else "")


def _spoken(texts: Iterable[str], declared: str) -> str:
    """The language of a file without its region."""
    return language_of(texts, declared.replace("_", "-")).partition("-")[0].lower()


def _language_of(house: House, given: str, text: str) -> Locale:
    """The locale given, or the one whose masthead the first lines have, or of the words; else English."""
    english = house.locale("en")
    if given and house.has_language(given):
        return house.locale(given)
    first = {" ".join(line.split()).casefold() for line in text.split("\n", 100)[:100]}
    for language in english.masthead.languages:
        words = house.locale(language) if house.has_language(language) else english
        if (name := words.masthead.organization.casefold()) and name in first:
            return words
    spoken = _spoken(text.split("\n"), "")
    return house.locale(spoken) if spoken and house.has_language(spoken) else english


_ANY_NAME = ("index", "readme", "report", "document", "main", "text", "content", "untitled", "src", "docs", "doc")


def _stem(path: Path) -> str:
    """The name of a file without its ending; that of its folder, where many files are named alike."""
    folder = path.absolute().parent.name
    return folder if path.stem.casefold() in _ANY_NAME and folder else path.stem


def _saved(path: Path) -> str:
    """The day when the file was saved, in UTC."""
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).date().isoformat()


def _stripped(path: Path, count: int) -> Finding:
    message = f"{count} control characters and marks of direction are not taken over"
    return Finding("S049", message, Place(str(path)), "Nothing, if the text is right without them.", "warning")

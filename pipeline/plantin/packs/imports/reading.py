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
from plantin.model.languages import script
from plantin.packs.imports import docx, editions, file_kinds, importers, plaintext
from plantin.packs.imports.assembly import ImportContext
from plantin.packs.imports.docx import Manuscript, foreign
from plantin.packs.imports.docx.pictures import Pictures
from plantin.packs.imports.editions import pages as edition_pages
from plantin.packs.imports.editions import word as edition_word
from plantin.packs.imports.editions.descriptions import put_back
from plantin.packs.imports.editions.parts import ReadEdition
from plantin.packs.imports.inventory import Inventory
from plantin.packs.imports.language_detection import Passages
from plantin.packs.imports.language_detection import language as language_of
from plantin.packs.imports.received import CONTROLS, Fallbacks, GivenFields, ImportedReport
from plantin.packs.imports.tree import files, folders
from plantin.packs.imports.tree import foreign as tree
from plantin.packs.imports.tree.books import HtmlPage
from plantin.resolve.typography import lowerer, plainer
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


def read_file(
    house: House,
    path: Path,
    folder: Path,
    given: GivenFields,
    tracked: Tracked,
    from_: str = "",
    *,
    printed: bool = False,
) -> ReadingResult:
    """Return the file at ``path`` read as what it is, or as the kind ``from_``; its pictures are put into ``folder``.
    Quotation marks and spaces are as an author types them, or, where ``printed``, as they are in the file.

    Raises SourceError where it cannot be read, or has tracked changes that ``tracked`` refuses; UsageError (S045);
    ToolError from pandoc.
    """
    if importer := importers.importer(path, from_):
        with importers.convert_file(importer, path) as file:
            result = read_file(house, file, folder, given, tracked, importer.into, printed=printed)
        report = dataclasses.replace(result.report, notices=importers.move_findings(result.report.notices, file, path))
        return dataclasses.replace(result, report=report, notices=importers.move_findings(result.notices, file, path))
    return _FileReader(house, path, folder, given, tracked, printed=printed).read(file_kinds.kind(path, from_))


@dataclass(frozen=True, slots=True)
class _FileReader:
    house: House
    path: Path
    folder: Path
    given: GivenFields
    tracked: Tracked
    printed: bool

    def read(self, kind: file_kinds.Kind) -> ReadingResult:
        if kind in ("html", "epub"):
            page = files.page(self.path, kind)
            return self._page_of_ours(page, kind) if edition_pages.is_edition(page.root) else self._of_tree(kind)
        if kind == "text":
            return self._text()
        return self._word() if kind == "word" else self._of_tree(kind)

    # Editions of this press

    def _page_of_ours(self, page: HtmlPage, kind: files.Kind) -> ReadingResult:
        pictures = Pictures(self.path, self.folder, page.picture)
        edition = edition_pages.read(page.root, pictures.name, book=kind == "epub")
        edition.language, edition.issued = edition.language or page.language, edition.issued or page.date
        put_back(edition, pictures)
        return self._edition(edition, self._locale(self._language(edition.language)), page.texts, kind)

    def _word_of_ours(self) -> ReadingResult:
        manuscript = docx.read(self.path, self.tracked, as_="edition")
        words = self._locale(self._language(manuscript.language or manuscript.right_to_left))
        pictures = Pictures(self.path, self.folder)
        edition = edition_word.read(manuscript, words, pictures)
        put_back(edition, pictures)
        return self._edition(edition, words, manuscript.texts, "word", manuscript.findings)

    def _edition(
        self, edition: ReadEdition, words: Locale, texts: tuple[str, ...], kind: str, notices: tuple[Finding, ...] = ()
    ) -> ReadingResult:
        fallbacks = Fallbacks(self.path.stem, _save_date(self.path))
        report = editions.recover_report(edition, self.path, self._plain(words), self.given, words, fallbacks)
        report = dataclasses.replace(self._write_as_typed(report, words), notices=(*notices, *report.notices))
        return ReadingResult(report, None, texts, kind=kind)

    # Files of others

    def _text(self) -> ReadingResult:
        text = file_kinds.text(self.path)
        printable = CONTROLS.sub("", text)
        notices: tuple[Finding, ...] = ()
        if count := len(text) - len(printable):
            message = f"{count} control characters and marks of direction are not taken over"
            hint = "Nothing, if the text is right without them."
            notices = (Finding("S049", message, Place(str(self.path)), hint, "warning"),)
        words = self._locale_of_text(printable)
        fallbacks = Fallbacks(_stem(self.path), _save_date(self.path))
        typed = plaintext.read(printable, str(self.path), self.given, words, fallbacks)
        return ReadingResult(typed, None, tuple(printable.split("\n")), notices)

    def _word(self) -> ReadingResult:
        manuscript = docx.read(self.path, self.tracked, as_="foreign")
        if edition_word.is_edition(manuscript):
            return self._word_of_ours()
        declared = manuscript.language
        language = _detect_language(manuscript.texts, declared)
        full_language = declared if declared.startswith(language) else language
        context = self._context((language, full_language, declared), manuscript.title, "")
        report = self._write_as_typed(foreign.import_report(manuscript, context), context.locale)
        calls = tuple(number.label for number in report.printed if number.kind == "note")
        return ReadingResult(
            report,
            manuscript,
            manuscript.texts,
            kind="word",
            inventory=manuscript.inventory,
            calls=calls if all(calls) else (),
        )

    def _of_tree(self, kind: files.Kind) -> ReadingResult:
        """Return a file of a kind that pandoc reads."""
        pictures = self.given.pictures
        opened = folders.read(self.path, pictures) if kind == "folder" else files.read(self.path, kind, pictures)
        fields = dataclasses.replace(self.given, fields={**opened.fields, **self.given.fields})
        language = _detect_language(opened.texts, opened.language)
        spoken = (language, language, opened.language)
        context = dataclasses.replace(self._context(spoken, opened.title, opened.date), given=fields)
        report = self._write_as_typed(tree.import_report(opened, context), context.locale)
        return ReadingResult(
            report, None, opened.texts, marked=opened.marked, kind=kind, inventory=opened.inventory, calls=opened.calls
        )

    def _context(self, languages: tuple[str, str, str], title: str, day: str) -> ImportContext:
        """Return what a file of others is made a source with. ``languages`` are that of its words, the same with the
        region that the file says, and what the file says; ``title`` and ``day`` are what it has.
        """
        language, full_language, declared = languages
        spoken = self._language(language if self.house.has_language(language) else "")
        words = self._locale(spoken)
        passages = self._passages(words, full_language, declared)
        date = day if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else _save_date(self.path)
        fallbacks = Fallbacks(_stem(self.path), date, title, language=spoken, title_language=passages.of_title)
        return ImportContext(self.path, self.folder, self._plain(words), self.given, words, fallbacks, passages)

    def _passages(self, words: Locale, full_language: str, declared: str) -> Passages:
        """Return what finds passages in other languages in a file that is in ``full_language`` and says that it is in
        ``declared``; ``words`` is the locale of its source.
        """
        # "C", which pandoc gives where its system names no language, is not one.
        tag, declared = (name if script(name) else "" for name in map(_primary, (full_language, declared)))
        is_given = "original-language" in self.given.fields
        strange = tag and tag != words.language and not self.house.has_language(tag) and not is_given
        return Passages(words.language, tag if strange else "", declared if declared != words.language else "")

    # How words are written

    def _plain(self, words: Locale) -> Callable[[str, str], str]:
        """Return what gives words as an author types them, from the words and the character before them."""
        return (lambda text, _: text) if self.printed else plainer(words.typography)

    def _write_as_typed(self, report: ImportedReport, words: Locale) -> ImportedReport:
        """Return the report with its words as an author types them, or, where ``printed``, as they are in the file."""
        return report if self.printed else dataclasses.replace(report, text=lowerer(words.typography)(report.text))

    def _language(self, found: str) -> str:
        """Return the language that the user gives, else the one ``found``."""
        return self.given.fields.get("original-language", _primary(found))

    def _locale(self, spoken: str) -> Locale:
        """Return the locale of a language, where the house has it; else of English."""
        return self.house.locale(spoken if spoken and self.house.has_language(spoken) else "en")

    def _locale_of_text(self, text: str) -> Locale:
        """Return the locale given, or the one whose masthead the first lines have, or of the words; else English."""
        language = self.given.fields.get("original-language", "")
        if language and self.house.has_language(language):
            return self.house.locale(language)
        first = {" ".join(line.split()).casefold() for line in text.split("\n", 100)[:100]}
        for words in map(self._locale, self.house.locale("en").masthead.languages):
            if (name := words.masthead.organization.casefold()) and name in first:
                return words
        return self._locale(_detect_language(text.split("\n"), ""))


def _primary(language: str) -> str:
    """Return a language without its region."""
    return language.replace("_", "-").partition("-")[0].lower()


def _detect_language(texts: Iterable[str], declared: str) -> str:
    """Return the language of a file without its region."""
    return _primary(language_of(texts, declared.replace("_", "-")))


_ANY_NAME = ("index", "readme", "report", "document", "main", "text", "content", "untitled", "src", "docs", "doc")


def _stem(path: Path) -> str:
    """Return the name of a file without its ending; that of its folder, where many files are named alike."""
    folder = path.absolute().parent.name
    return folder if path.stem.casefold() in _ANY_NAME and folder else path.stem


def _save_date(path: Path) -> str:
    """Return the day when the file was saved, in UTC."""
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).date().isoformat()

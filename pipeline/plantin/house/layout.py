"""The folders of a house, from its root: sources, styles, locales and the build folder."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from plantin.bounded.bytes import open_regular, why
from plantin.findings import Finding, Place, PlantinError, SourceError, StyleError, UsageError
from plantin.findings.suggestion import suggest
from plantin.house import cldr_layers, configuration, document_citations, inheritance, locale
from plantin.house.configuration import Configuration
from plantin.house.locale import Locale
from plantin.house.root import build_folder
from plantin.house.root import find as find_root
from plantin.house.stock_folders import DRAFTS, STOCK
from plantin.model import languages
from plantin.model.symbols import slug as slug_of
from plantin.source import bibliography, front_matter
from plantin.source import text as source_text
from plantin.source.text import Source

if TYPE_CHECKING:
    from plantin.house.style import Style

KINDS = (".toml", ".css", ".js", ".ttf", ".otf", ".woff2", ".icc", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
"""What the files of a style are called that editions are made from; others (a README, a licence) are for people."""

_WORDS = "locale.toml"
_STANDARD = "plain"
"""The stock style of a house that does not name a style and does not have one."""


@dataclass(frozen=True, slots=True)
class House:
    """One root folder and what is in it; ``output`` is where editions are written, where that is not ``build`` in the
    root: then nothing is written below the root.
    """

    root: Path
    output: Path | None = None

    @property
    def settings(self) -> Configuration:
        """What plantin.toml says. Raises StyleError (D020)."""
        return configuration.read(self.root)

    @property
    def sources(self) -> Path:
        """One folder per report, each with its report.md."""
        return self.root / "sources"

    @property
    def build(self) -> Path:
        """Where editions land."""
        return build_folder(self.root, self.output)

    @property
    def writing_folder(self) -> Path:
        """The folder below which the build writes: the root, or that of the editions where they land outside it."""
        return self.output if self.output and not self.output.is_relative_to(self.root) else self.root

    def report(self, slug: str) -> Path:
        """Return the file of the source of a report."""
        return self.sources / slug / "report.md"

    def source(self, slug: str) -> Source:
        """Return the source of a report. Raises SourceError."""
        path = self.report(slug)
        return source_text.read(path, self.name(path))

    def name(self, path: Path) -> str:
        """Return ``path`` as findings give it: from the root where it is below it."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def name_of_given(self, path: Path) -> str:
        """Return a typed ``path`` as findings give it: from the root where it is below it, else as typed."""
        absolute, root = (Path(os.path.normpath(typed.absolute())) for typed in (path, self.root))
        return absolute.relative_to(root).as_posix() if absolute.is_relative_to(root) else str(path)

    def locale_files(self, language: str, style: str = "") -> tuple[Path, ...]:
        """Return the files that a language's words are laid together from, the last of which holds: that of the stock,
        those of the house style ``style`` (empty: the root's) and of the styles that it goes on from, the root's own. A
        style's own name is in its style.toml. Raises StyleError as ``style_folder`` does.

        A root with ``styles/press`` is a checkout of the press: its words are those of its stock, under those of its
        styles, whichever press works in it. A variety of a language (fr-CA) has what the language has, under its own.
        A language that is a draft has the words of English under all.
        """
        files, general = self._words_of(language, style), language.partition("-")[0]
        if general != language:
            files = tuple(dict.fromkeys((*self._words_of(general, style), *files)))
        return (STOCK / "locales" / "en" / _WORDS, *files) if is_draft(language) else files

    def _words_of(self, language: str, style: str) -> tuple[Path, ...]:
        name = f"locales/{language}/{_WORDS}"
        stock = [self.root / name] if (self.root / "styles" / inheritance.PRESS.name).is_dir() else []
        styles = reversed(inheritance.chain(self.style_folder(style)))
        files = [
            STOCK / name,
            DRAFTS / language / _WORDS,
            *stock,
            *(path for folder in styles for path in (folder / "style.toml", folder / name)),
            self.root / name,
        ]
        there = [path for path in files if path.exists() or path.is_symlink()]
        # In a checkout the stock is the root's own.
        first: dict[Path, Path] = {}
        for path in there:
            first.setdefault(path.resolve(), path)
        return tuple(first.values())

    def has_language(self, language: str) -> bool:
        """Return whether the house has words of a language's own. Raises StyleError."""
        return any(path.name == _WORDS and path.is_file() for path in self._words_of(language, ""))

    def parity_files(self, language: str) -> tuple[Path, ...]:
        """Return how a language writes numbers and dates, the last of which holds: the root's own file, else that of
        the stock; before that of a variety, that of its language. A draft may have none.
        """
        tags = dict.fromkeys((language.partition("-")[0], language))
        folders = (self.root / "locales", STOCK / "locales", DRAFTS)
        files = [[folder / tag / "parity.toml" for folder in folders] for tag in tags]
        chosen = [next((path for path in both if path.exists()), None) for both in files]
        return tuple(path for path in chosen if path) or (() if is_draft(language) else (files[-1][0],))

    @property
    def glossary_file(self) -> Path:
        """The terms of the house in each of its languages."""
        return self.root / "locales" / "glossary.csv"

    def words_file(self, language: str) -> Path:
        """Return the words of the house that no dictionary of the language has, one to a line; for a variety without a
        list of its own, those of its language.
        """
        tags = dict.fromkeys((language, language.partition("-")[0]))
        files = [self.root / "locales" / tag / "words.txt" for tag in tags]
        return next((path for path in files if path.exists()), files[0])

    def documents_file(self, style: str = "") -> Path:
        """Return how documents are named in running text: the root's own file, else that of the nearest style that has
        one. Raises StyleError.
        """
        folders = (self.root, *inheritance.chain(self.style_folder(style)))
        files = [folder / "locales" / document_citations.NAME for folder in folders]
        return next((path for path in files if path.exists() or path.is_symlink()), files[0])

    def citations(self, style: str = "") -> Path | None:
        """Return the CSL style of the nearest style that has one, nothing where none has. Raises StyleError: as
        ``style_folder``, and D021 it is no file that can be read, whether a report cites anything or not.
        """
        files = (folder / bibliography.HOUSE for folder in inheritance.chain(self.style_folder(style)))
        path = next((path for path in files if path.exists() or path.is_symlink()), None)
        if path is None:
            return None
        try:
            open_regular(path, path.parent).close()
        except OSError as error:
            hint = "Put a file in the Citation Style Language there, or remove it."
            raise StyleError.of("D021", f"{path.name} {why(error)}", inheritance.place_of(path), hint) from None
        return path

    def catalogue_file(self, language: str, slug: str) -> Path:
        """Return the translation of a report into a language."""
        return self.root / "locales" / language / f"{slug}.po"

    def style_folder(self, style: str = "") -> Path:
        """Return the folder of the house style ``style``, or, where that is empty, of the root's: that which ``style``
        in plantin.toml names, else the first of the root's own, else that of the stock that is called plain. Raises
        StyleError (D020).
        """
        chosen = "" if style else self.settings.style or ""
        name = style or chosen or next(inheritance.styles(self.root), _STANDARD)
        in_root = self.root / "styles" / name
        stock = STOCK / "styles" / name
        if chosen and not in_root.exists() and not in_root.is_symlink() and not stock.exists():
            names = inheritance.available(self.root)
            hint = suggest(name, names, f"Known: {', '.join(names)}.")
            place = configuration.place(self.root, "style")
            raise StyleError.of("D020", f"there is no style {name!r}", place, hint)
        return stock if stock.exists() and not in_root.exists() else in_root

    def publication_address(self, slug: str) -> str:
        """Return the address of the folder in which the editions of a report will be found, with a slash at its end;
        empty where the root gives none. Raises StyleError (D020), SourceError.
        """
        site = self.settings.site
        if site is None:
            return ""
        symbol = front_matter.read(self.source(slug)).symbol if site.folder == "site" else ""
        return site.editions(slug, symbol)

    def locale(self, language: str, style: str = "", *, marked: bool = False) -> Locale:
        """Return a language of the house, as the house style ``style`` has it (empty: the root's); ``marked`` says that
        each word that it borrows begins with its mark. Raises TranslationError, StyleError. A pseudo language (en-XA)
        has the words of the language that it stands for.
        """
        files, own = self.locale_files(language, style), self.root / "locales" / language / _WORDS
        draft, cldr = language if is_draft(language) else "", cldr_layers.locale_of(language)
        if cldr is None and not self.has_language(language):
            files = (own,)
        beside = self.documents_file(style)
        if languages.is_pseudo(language):
            return replace(self.locale(language.partition("-")[0], style), language=language)
        named = tuple((path, self.name(path)) for path in files)
        words = locale.merge_layers(named, (beside, self.name(beside)), draft, marked=marked)
        if cldr is not None and words.language != language:  # a variety without a file has a name of its own
            names = cldr_layers.identity(cldr, language)
            words = replace(words, language=language, name=names["name"], cldr=names["cldr"])
        return replace(words, masthead=replace(words.masthead, translator=self.settings.translator))

    def style(self, style: str = "") -> Style:
        """Return the house style ``style``, or the root's where that is empty. Raises StyleError."""
        # Loaded here: a build that makes nothing needs no style, and reading one brings parsers of fonts and sheets
        # along.
        from plantin.house import style as styles

        return styles.read(self.style_folder(style))

    def style_of(self, slug: str) -> str:
        """Return the name of the style that a report asks for; empty where it asks for none, or cannot be read."""
        try:
            return front_matter.read(self.source(slug)).style
        except SourceError:
            return ""

    def slugs(self) -> tuple[str, ...]:
        """Return every report of the house, by the name of its folder."""
        return tuple(sorted(path.parent.name for path in self.sources.glob("*/report.md")))

    def languages(self, slug: str) -> tuple[str, ...]:
        """Return the languages a report is issued in, from its front matter, the original first. Raises SourceError."""
        head = front_matter.read(self.source(slug))
        return (head.original_language, *(tag for tag in head.languages if tag != head.original_language))


def is_draft(language: str) -> bool:
    """Return whether the press has no words of a language that somebody has read: what it lacks is borrowed."""
    return not (STOCK / "locales" / language.partition("-")[0] / _WORDS).is_file()


def find(named: str | None) -> House:
    """Return the house at the root ``named``, or at the nearest one upward from here. Raises UsageError (U001) as
    ``root.find`` does.
    """
    return House(find_root(named))


def name_of(house: House, symbol: str) -> str:
    """Return the name of the folder of the report that ``symbol`` names: its symbol, or that name itself."""
    return symbol if symbol in house.slugs() else slug_of(symbol)


def choose(house: House, symbols: tuple[str, ...]) -> tuple[str, ...]:
    """Return the reports that ``symbols`` name (S/2017/97 or S-2017-97); each once; all of them where none is named.

    Raises UsageError (U002) naming each that is not there.
    """
    reports = house.slugs()
    slugs = tuple(name_of(house, symbol) for symbol in symbols)
    hint = f"Known: {', '.join(reports) or 'none'}."
    wrong = [
        Finding("U002", f"there is no report {symbol}", Place(house.name(house.sources)), suggest(name, reports, hint))
        for symbol, name in zip(symbols, slugs, strict=True)
        if name not in reports
    ]
    if wrong:
        raise UsageError(*wrong)
    if not reports:
        hint = "Make one with `plantin import FILE`, or write sources/<symbol>/report.md."
        raise PlantinError.of("U002", "there is no report yet", Place(house.name(house.sources)), hint)
    return tuple(dict.fromkeys(slugs)) or reports

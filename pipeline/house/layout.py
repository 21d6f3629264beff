"""Where the press finds what it prints with and from: sources, styles, locales and the build folder, from one root."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.bounded.limits import Limits
from pipeline.findings import Finding, Place, PlantinError, UsageError
from pipeline.house import configuration, locale
from pipeline.house.locale import Locale
from pipeline.source import front_matter
from pipeline.source import text as source_text

if TYPE_CHECKING:
    from pipeline.house.style import Style

KINDS = (".toml", ".css", ".js", ".ttf", ".otf", ".woff2", ".icc", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
"""What the files of a style are called that editions are made from; others (a README, a licence) are for people."""

# The copies of styles/ and locales/ that an installed package carries, or those of the checkout, for a root that has none of its own.
_PACKAGE = Path(__file__).parents[1]
STOCK = _PACKAGE / "stock" if (_PACKAGE / "stock").is_dir() else _PACKAGE.parent


@dataclass(frozen=True, slots=True)
class House:
    """One root folder and what lies in it."""

    root: Path

    @property
    def sources(self) -> Path:
        """One folder per report, each with its report.md."""
        return self.root / "sources"

    @property
    def build(self) -> Path:
        """Where editions land."""
        return self.root / "build"

    def report(self, slug: str) -> Path:
        """The source of a report."""
        return self.sources / slug / "report.md"

    def name(self, path: Path) -> str:
        """``path`` as findings give it: from the root where it lies below it."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def name_of_given(self, path: Path) -> str:
        """``path`` as findings give it where the user has typed it: from the root where it lies below it, else as typed."""
        absolute, root = (Path(os.path.normpath(one.absolute())) for one in (path, self.root))
        return absolute.relative_to(root).as_posix() if absolute.is_relative_to(root) else str(path)

    def locale_file(self, language: str) -> Path:
        """The file of a language's words: the root's own, else that of the package."""
        own = self.root / "locales" / language / "locale.toml"
        stock = STOCK / "locales" / language / "locale.toml"
        return stock if stock.exists() and not own.exists() else own

    def catalogue_file(self, language: str, slug: str) -> Path:
        """The translation of a report into a language."""
        return self.root / "locales" / language / f"{slug}.po"

    def style_folder(self) -> Path:
        """The folder of the house style: that which ``style`` in plantin.toml names, else the first of the root's own, else of the package.
        Raises StyleError (D020).
        """
        name = configuration.read(self.root).style or next(self._styles(), "")
        own = self.root / "styles" / name
        stock = STOCK / "styles" / name
        return stock if stock.exists() and not own.exists() else own

    def _styles(self) -> Iterator[str]:
        for folder in (self.root / "styles", STOCK / "styles"):
            yield from sorted(path.parent.name for path in folder.glob("*/style.toml"))

    def address(self) -> str:
        """Where the build folder will be found by readers, with a slash at its end: ``base`` under ``[site]`` in the root's plantin.toml;
        empty where there is none. Raises StyleError (D020).
        """
        return configuration.read(self.root).address

    def limits(self) -> Limits:
        """How much work may take: ``[limits]`` in the root's plantin.toml. Raises StyleError (D020)."""
        return configuration.read(self.root).limits

    def released(self) -> tuple[str, ...]:
        """The names of formats that a release has besides the usual: ``[release]`` in the root's plantin.toml. Raises StyleError (D020)."""
        return configuration.read(self.root).release.formats

    def locale(self, language: str) -> Locale:
        """A language of the house. Raises TranslationError."""
        path = self.locale_file(language)
        return locale.read(path, self.name(path))

    def style(self) -> Style:
        """The house style. Raises StyleError."""
        # Loaded here: a build that makes nothing needs no style, and reading one brings parsers of fonts and sheets along.
        from pipeline.house import style

        return style.read(self.style_folder())

    def slugs(self) -> tuple[str, ...]:
        """Every report of the house, by the name of its folder."""
        return tuple(sorted(path.parent.name for path in self.sources.glob("*/report.md")))

    def languages(self, slug: str) -> tuple[str, ...]:
        """The languages a report is issued in, from its front matter, the original first. Raises SourceError."""
        path = self.report(slug)
        head = front_matter.read(source_text.read(path, self.name(path)))
        return (head.original_language, *(tag for tag in head.languages if tag != head.original_language))


def find(root: str | None) -> House:
    """The house at ``root``, or the nearest folder upward from here that has ``sources/``.

    Raises UsageError (U001) where there is none.
    """
    if root is not None:
        folder = Path(root).resolve()
        if folder.is_dir():
            return House(folder)
        raise UsageError(Finding("U001", "there is no such folder", Place(root), "Give --root a folder with sources/ in it."))
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "sources").is_dir():
            return House(folder)
    hint = "Go to a folder with sources/ in it, or give --root."
    raise UsageError(Finding("U001", "no folder sources/ here or above", Place(str(here)), hint))


def chosen(house: House, symbols: tuple[str, ...]) -> tuple[str, ...]:
    """The reports that ``symbols`` name (S/2017/97 or S-2017-97); all of them where none is named.

    Raises UsageError (U002) naming each that is not there.
    """
    known = house.slugs()
    slugs = tuple(front_matter.slug(symbol) for symbol in symbols)
    hint = f"Known: {', '.join(known) or 'none'}."
    wrong = [Finding("U002", f"there is no report {symbol}", Place(house.name(house.sources)), hint)
             for symbol, name in zip(symbols, slugs, strict=True) if name not in known]  # fmt: skip
    if wrong:
        raise UsageError(*wrong)
    if not known:
        hint = "Make one with `plantin import FILE`, or write sources/<symbol>/report.md."
        raise PlantinError(Finding("U002", "there is no report yet", Place(house.name(house.sources)), hint))
    return slugs or known

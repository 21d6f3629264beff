"""The reports of a site, and what all its pages have from the house: names, addresses, the ways from one to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol

from plantin.findings import TranslationError
from plantin.house import screens
from plantin.house.layout import House
from plantin.house.locale import Locale
from plantin.house.locale_tables import SiteWords
from plantin.house.style import Style
from plantin.model.document import Figure
from plantin.packs.publish import page_template
from plantin.packs.publish.record import Bibliographic, IssuedEdition
from plantin.packs.publish.verification import ReleasedFile
from plantin.production.publications import Notice, Said
from plantin.proof.proved import Proved
from plantin.resolve import elsewhere

SHEET = "site.css"
"""The style sheet of all pages, at the root of the site."""
SEARCH = "search"
"""The stem of the page that searches."""
_STEMS = {"reports": "index"}


class EditionFolder(Protocol):
    """Where editions are that the gate let pass: a release, or what is built."""

    def content(self, name: str) -> bytes:
        """Return the bytes of a file. Raises PlantinError where it was changed since."""

    def edition(self, name: str) -> Proved | ReleasedFile:
        """Return a file of it."""

    def copy(self, name: str, target: Path) -> None:
        """Copy a file to ``target``. Raises PlantinError where it was changed since."""


@dataclass(frozen=True, slots=True)
class SiteVersion:
    """A release of a report."""

    version: str
    """Empty for what was not released."""
    release: EditionFolder
    editions: tuple[IssuedEdition, ...]
    changes: tuple[str, ...] = ()
    """The pages of what changed since the release ``since``, by their paths in the release."""
    since: str = ""

    def web(self, language: str) -> str:
        """Return the path in it of the web edition in a language; empty where it has none."""
        editions = (edition for edition in self.editions if edition.format == "html")
        return next((edition.path for edition in editions if edition.language == language), "")


@dataclass(frozen=True, slots=True)
class SiteReport:
    """A report of the site."""

    slug: str
    symbol: str
    address: PurePosixPath
    """Its folder in the site."""
    languages: Mapping[str, Bibliographic]
    """What lists say of it, by language, that of the original first."""
    versions: tuple[SiteVersion, ...]
    """The newest first."""
    places: elsewhere.InventoryRow | None = None
    """What the inventory of its newest release says of it."""
    ids: Mapping[str, str] = field(default_factory=dict)
    """The ids of its author, each with the anchor that it means in the newest release."""
    added: Mapping[str, Said] = field(default_factory=dict)
    """What additions say of it in its newest release."""

    @property
    def date(self) -> str:
        """In ISO 8601; empty where no release says."""
        return next(iter(self.languages.values())).date if self.languages else ""

    def place(self, version: SiteVersion) -> PurePosixPath:
        """Return the folder of a release of it in the site."""
        return self.address if version is self.versions[0] else self.address / version.version

    def page(self, language: str, version: SiteVersion | None = None) -> str:
        """Return the address of its page in a language, and in that of the original where it is not in that one."""
        place = self.place(version or self.versions[0])
        return f"{place}/{page_template.name('index', language, self.languages)}"

    def file(self, path: str, version: SiteVersion) -> str:
        """Return where the site has the file ``path`` of a release of it."""
        return f"{self.place(version)}/{PurePosixPath(path).name}"

    def reading(self, language: str, version: SiteVersion | None = None) -> str:
        """Return the page on which it is read in a language; its own page where it has no web edition in that."""
        version = version or self.versions[0]
        at = f"{self.place(version)}/{language}/index.html"
        return at if version.web(language) else self.page(language, version)

    def source_path(self, language: str) -> str:
        """Return the path of its source, or of its translation into a language, in the house."""
        original = language == next(iter(self.languages), language)
        return f"sources/{self.slug}/report.md" if original else f"locales/{language}/{self.slug}.po"

    def details(self, language: str) -> tuple[str, Bibliographic]:
        """Return what lists say of it in a language, or else in that of the original, and in which that is."""
        tag = language if language in self.languages else next(iter(self.languages))
        return tag, self.languages[tag]


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What all pages have from the house."""

    house: House
    reports: Sequence[SiteReport]
    locales: Mapping[str, Locale]
    """Of the languages in which the site has pages, that of most reports first."""
    style: Style
    mark: Figure | None
    base: str
    """Where the site will be found, with a slash at its end; empty where the house does not say."""
    searchable: bool
    draft: bool
    """Whether it is of what is built, before any release."""
    notices: Mapping[str, tuple[Notice, ...]] = field(default_factory=dict)
    """By page."""

    @property
    def logo(self) -> str:
        """The file of the logo in the site; empty where the house has none."""
        return f"logo.{self.mark.picture.media_type.rpartition('/')[2].partition('+')[0]}" if self.mark else ""

    def page(self, stem: str, language: str) -> str:
        """Return the name of a page in a language."""
        return page_template.name(stem, language, self.locales)

    def name(self, language: str) -> str:
        """Return the name of a language, or its tag where the house does not have it."""
        return self.locales[language].name if language in self.locales else language

    def locale(self, language: str) -> Locale:
        """Return a language, or the first of the site where the house does not have words of it for a site."""
        return self.locales.get(language) or next(iter(self.locales.values()))

    def publisher(self, locale: Locale | None) -> str:
        """Return the name of the house, or of the organization in a language."""
        return self.style.brand.name or (locale.masthead.organization if locale else "")

    def values(
        self,
        locale: Locale,
        title: str,
        up: str,
        here: str,
        languages: Sequence[tuple[str, str, str]] = (),
        *,
        sheet: str = "",
    ) -> dict[str, object]:
        """Return what the templates need around a page called ``title``, from which ``up`` leads to the root of the
        site; ``here`` is what it is of the pages of the site, ``languages`` are its other languages: tag, address,
        name; ``sheet`` is that of a page which carries its own.
        """
        words, tag, site = words_of(locale), locale.language, self.house.settings.site
        name = self.publisher(locale) or words.heading
        ways = [(label, up + self.page(_STEMS.get(stem, stem), tag), stem == here) for label, stem in self._ways(tag)]
        screen = screens.Screen(
            title=title,
            house=name,
            home=up + self.page("index", tag),
            logo=up + self.logo if self.logo else "",
            sheet_address="" if sheet else up + SHEET,
            sheet=sheet,
            ways=ways,
            ways_name=name,
            skip=locale.labels.skip,
            language=locale.tag,
            direction=locale.direction,
        )
        return {
            "screen": screen,
            "words": words,
            "release": locale.release,
            "up": up,
            "icon": f"{up}icon.svg",
            "search": up + self.page(SEARCH, tag) if self.searchable else "",
            "languages": languages,
            "language": self.name(tag),
            "regional": locale.regional.replace("-", "_"),
            "draft": words.draft if self.draft else "",
            "accessibility": up + self.page("accessibility", tag),
            "contact": site.contact if site else "",
            "picture": self.house.settings.picture,
            "feed": up + self.page("feed", tag).replace(".html", ".xml") if self.base else "",
            "base": self.base,
        }

    def _ways(self, language: str) -> list[tuple[str, str]]:
        words, rows = words_of(self.locale(language)), [report.details(language)[1] for report in self.reports]
        return [
            (words.by_date, "reports"),
            *[(words.by_body, "bodies")] * any(details.organ for details in rows),
            *[(words.by_subject, "subjects")] * any(details.keywords for details in rows),
        ]


def words_of(locale: Locale) -> SiteWords:
    """Return the words of a language for a site."""
    if locale.site is None:
        raise ValueError(f"the locale {locale.language} has no words for a site")
    return locale.site


def settings(house: House, reports: Sequence[SiteReport], *, searchable: bool, draft: bool) -> SiteSettings:
    """Return what all pages of the site of ``reports`` have. Raises StyleError, TranslationError (T002)."""
    from plantin.house import brand

    tags = [tag for report in reports for tag in report.languages]
    locales: dict[str, Locale] = {}
    for tag in sorted(dict.fromkeys(tags), key=lambda tag: (-tags.count(tag), tags.index(tag))):
        try:
            locale = house.locale(tag)
        except TranslationError:
            continue  # the language was released, and is no longer one of the house
        if locale.site:
            locales[tag] = locale
    if not locales:
        locales["en"] = house.locale("en")
    first = next(iter(locales.values()))
    mark = brand.logo(house.style_folder(), first.masthead.logo or first.masthead.organization)
    shown = tuple(report for report in reports if report.languages)
    return SiteSettings(house, shown, locales, house.style(), mark, house.settings.address, searchable, draft)

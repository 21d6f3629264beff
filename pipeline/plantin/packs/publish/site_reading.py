"""The pages on which the reports of a site are read: each web edition within the ways of the site, proved to be it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from plantin.files import write
from plantin.findings import Finding, PlantinError
from plantin.findings.progress import each
from plantin.house import screens, web_pages
from plantin.packs.publish import site_faces
from plantin.packs.publish.auditor import edition_facts
from plantin.packs.publish.auditor import reading_page as auditor
from plantin.packs.publish.auditor.edition_facts import EditionFacts
from plantin.packs.publish.auditor.reading_page import SiteBeside
from plantin.packs.publish.site_pages import neighbours, older_note
from plantin.packs.publish.site_reports import SiteReport, SiteSettings, SiteVersion
from plantin.packs.publish.writer import reading_page as writer
from plantin.packs.publish.writer.reading_page import Addresses, Surroundings
from plantin.writers.font_faces import OtherFace

SHEET = "around.css"
"""The style sheet of what is around an edition, at the root of the site."""
_AROUND = ".site-above, .site-below"


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """A page on which a web edition is read."""

    report: SiteReport
    version: SiteVersion
    language: str

    @property
    def name(self) -> str:
        """Its path in the site."""
        return self.report.reading(self.language, self.version)

    @property
    def edition(self) -> str:
        """The path of the edition in the site."""
        return self.report.file(self.version.web(self.language), self.version)


def of_site(site: SiteSettings) -> tuple[ReadingPage, ...]:
    """Return all such pages of a site, those of the newest releases first for each report."""
    return tuple(
        ReadingPage(report, version, edition.language)
        for report in site.reports
        for version in report.versions
        for edition in version.editions
        if edition.format == "html" and edition.language in report.languages
    )


@dataclass(slots=True)
class _Maker:
    site: SiteSettings
    folder: Path
    addresses: Addresses
    facts: dict[str, EditionFacts] = field(default_factory=dict)

    def make(self, page: ReadingPage) -> bytes:
        """Return a page, and keep what its edition says of itself."""
        edition = (self.folder / page.edition).read_bytes()
        self.facts[page.name] = edition_facts.read(edition)
        around = self._around(page)
        return writer.surround(
            edition, page.edition, page.name, around, self.addresses, partial(_add_face, self.folder)
        )

    def _around(self, page: ReadingPage) -> Surroundings:
        site, report, version, language = self.site, page.report, page.version, page.language
        locale = site.locale(language)
        up = "../" * page.name.count("/")
        configured = site.house.settings.site
        path = report.source_path(language)
        values = site.values(locale, report.symbol, up, "") | {
            **neighbours(site, report, language, up, reading=True),
            "symbol": report.symbol,
            "report": up + report.page(language, version),
            "older": older_note(report, version, locale),
            "newest": up + report.reading(language),
            "notices": site.notices.get(page.name, ()),
            "version": version.version,
            "versions": [
                (other.version, up + report.reading(language, other), other is version) for other in report.versions
            ],
            "edit": configured.edit.replace("{path}", path) if configured and configured.edit else "",
            "licence": self.facts[page.name].licence,
            "ids": dict(sorted(report.ids.items())),
        }
        fill = (
            web_pages.fill_template("plantin.packs.publish", f"site_{name}.html", **values)
            for name in ("head", "above", "below")
        )
        head, above, below = (text.lstrip() for text in fill)
        return Surroundings(f'<link rel="stylesheet" href="{up}{SHEET}">\n', head, above, below)


def add_pages(site: SiteSettings, folder: Path) -> dict[str, EditionFacts]:
    """Add the pages to the site that is being made in ``folder``; return what their editions say of themselves, by the
    names of the pages.
    """
    pages = of_site(site)
    named: Mapping[str, str] = {name: page.name for page in pages for name in _names(page)}
    newest = {page.name: page.report.ids for page in pages if page.version is page.report.versions[0]}
    maker = _Maker(site, folder, Addresses(site.base, named, newest))
    for page in each("write", pages, lambda page: page.name):
        write(folder / page.name, maker.make(page), folder)
    return maker.facts


def sheets(site: SiteSettings, folder: Path, faces: Sequence[OtherFace]) -> Iterator[tuple[str, bytes]]:
    """Yield the style sheets of the site, which carries ``faces``."""
    beside = site_faces.beside(faces)
    address = {cut: _add_face(folder, site.style.web_font(cut)) for cut in screens.FACES}
    own, placing = ((Path(__file__).parent / "templates" / name).read_text("utf-8") for name in ("site.css", SHEET))
    yield "site.css", f"{screens.sheet(site.style, address.__getitem__, beside)}{own}".encode()
    around = screens.sheet(site.style, None, beside, within=_AROUND)
    yield SHEET, f"{around}@scope ({_AROUND}) {{\n{own}}}\n{placing}".encode()


def _add_face(folder: Path, content: bytes) -> str:
    """Take a face into the site in ``folder``; return its name there."""
    name = f"{site_faces.FOLDER}/{hashlib.sha256(content).hexdigest()[:16]}.woff2"
    if not (folder / name).exists():
        write(folder / name, content, folder)
    return name


def prove(site: SiteSettings, folder: Path) -> None:
    """Refuse a site in ``folder`` with a page that is not the edition read on it. Raises PlantinError (L108)."""
    pages = of_site(site)

    def content(name: str) -> bytes:
        return (folder / name).read_bytes()

    beside = SiteBeside(
        site.base,
        {name: _identity(page) for page in pages for name in _names(page)},
        {page.name: _identity(page) for page in pages},
        {page.report.slug: page.report.ids for page in pages},
        content,
    )
    findings: list[Finding] = [*auditor.sheet_findings(content(SHEET).decode(), SHEET)]
    for page in each("read", pages, lambda page: page.name):
        findings += auditor.findings(content(page.edition), page.edition, content(page.name), page.name, beside)
    if findings:
        raise PlantinError(*findings)


def _identity(page: ReadingPage) -> tuple[str, str, str]:
    return page.report.slug, page.language, page.version.version


def _names(page: ReadingPage) -> Iterator[str]:
    """Yield the names by which editions call the one that is read on a page: where it is, in a site and, of the newest
    release, in a build folder; the page itself.
    """
    yield page.edition
    if page.version is page.report.versions[0]:
        yield f"{page.report.slug}/{page.edition.rpartition('/')[2]}"
        yield f"{page.report.address}/{page.language}/"

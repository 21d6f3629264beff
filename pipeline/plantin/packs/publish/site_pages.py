"""The pages of a site: lists of reports by date, body and subject, a page for each report and language, the search, the
page for addresses that do not exist, feeds, the site map. They need no script but for the search.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from operator import attrgetter
from pathlib import PurePosixPath

from plantin.files import json_file
from plantin.findings import TranslationError
from plantin.findings.progress import each
from plantin.house import brand, web_pages
from plantin.house.layout import House
from plantin.house.locale import Locale
from plantin.house.locale_tables import SiteWords
from plantin.house.style import Style
from plantin.model.document import Figure
from plantin.packs.publish import oembed, page_template, site_faces, site_search
from plantin.packs.publish.page_template import Frame, fill_template
from plantin.packs.publish.record import Bibliographic, IssuedEdition
from plantin.packs.publish.verification import VerifiedRelease
from plantin.production.formats import format_named
from plantin.resolve import elsewhere

Page = tuple[str, bytes]
"""A file of the site: its name in it, and its content."""


@dataclass(frozen=True, slots=True)
class SiteVersion:
    """A release of a report."""

    version: str
    release: VerifiedRelease
    editions: tuple[IssuedEdition, ...]
    changes: tuple[str, ...]
    """The pages of what changed since the release ``since``, by their paths in the release."""
    since: str = ""


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

    @property
    def date(self) -> str:
        """In ISO 8601; empty where no release says."""
        return next(iter(self.languages.values())).date if self.languages else ""

    def place(self, version: SiteVersion) -> PurePosixPath:
        """Return the folder of a release of it in the site."""
        return self.address if version is self.versions[0] else self.address / version.version

    def page(self, language: str) -> str:
        """Return the address of its page in a language, and in that of the original where it is not in that one."""
        return f"{self.address}/{page_template.name('index', language, self.languages)}"

    def web(self, language: str) -> str:
        """Return the path in its newest release of its web edition in a language; empty where it has none."""
        editions = (edition for edition in self.versions[0].editions if edition.format == "html")
        return next((edition.path for edition in editions if edition.language == language), "")


@dataclass(frozen=True, slots=True)
class _Around:
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
    faced: bool
    """Whether it carries faces."""

    def sheet(self, root: str = "") -> str:
        """Return the address of the sheet of its faces, where its root is at ``root``; empty where it has none."""
        return root + site_faces.SHEET if self.faced else ""

    def page(self, stem: str, language: str) -> str:
        """Return the name of a page in a language."""
        return page_template.name(stem, language, self.locales)

    def name(self, language: str) -> str:
        """Return the name of a language, or its tag where the house does not have it."""
        return self.locales[language].name if language in self.locales else language

    def publisher(self, locale: Locale | None) -> str:
        """Return the name of the house, or of the organization in a language."""
        return self.style.brand.name or (locale.masthead.organization if locale else "")

    def frame(self, language: str, title: str, stem: str) -> Frame:
        """Return the frame of the page ``stem``, which is at the root of the site."""
        name = self.publisher(self.locales[language])
        pages = [(tag, self.page(stem, tag), locale.name) for tag, locale in self.locales.items()]
        description = f"{name}: {title}" if name else title
        return Frame(self.locales[language], self.style, self.mark, name, title, description, pages, self.sheet())

    def links(self, language: str, up: str = "") -> list[tuple[str, str, str]]:
        """Return the pages of the site in a language, from a page from which ``up`` leads to its root: the name of
        each, its address, and which it is.
        """
        words, rows = _words(self.locales[language]), _reports_in(self.reports, language)
        stems = [("reports", words.by_date)]
        stems += [("bodies", words.by_body)] * any(details.organ for _, details in rows)
        stems += [("subjects", words.by_subject)] * any(details.keywords for _, details in rows)
        stems += [("search", words.search)] * self.searchable
        return [(name, up + self.page(_STEMS.get(stem, stem), language), stem) for stem, name in stems]


_STEMS = {"reports": "index"}


def pages(house: House, reports: Sequence[SiteReport], *, searchable: bool, faced: bool) -> Iterator[Page]:
    """Yield the pages of the site of ``reports``; ``faced``: with faces. Raises StyleError, TranslationError (T002)."""
    around = _around(house, reports, searchable=searchable, faced=faced)
    for language in around.locales:
        yield from _lists(around, language)
        yield from _feed(around, language)
    for report in each("write", reports, attrgetter("symbol")):
        yield from _report_pages(around, report)
        yield from _ways(report)
        if around.base:
            yield from _oembed_pages(around, report)
    yield from _missing(around)
    if searchable:
        yield from site_search.scripts()
    listed = {report.slug: asdict(report.places) for report in reports if report.places}
    yield elsewhere.INVENTORY, json_file(elsewhere.inventory(around.base, listed))
    if around.base:
        yield "sitemap.xml", _site_map(around)


def _around(house: House, reports: Sequence[SiteReport], *, searchable: bool, faced: bool) -> _Around:
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
    words = first.masthead.logo or first.masthead.organization
    folder = house.style_folder()
    mark = brand.logo(folder, words)
    return _Around(house, reports, locales, house.style(), mark, house.settings.address, searchable, faced)


def _words(locale: Locale) -> SiteWords:
    if locale.site is None:
        raise ValueError(f"the locale {locale.language} has no words for a site")
    return locale.site


def _reports_in(reports: Sequence[SiteReport], language: str) -> list[tuple[SiteReport, Bibliographic]]:
    """Return the reports that are there in a language, or else in that of the original."""
    return [
        (report, report.languages.get(language) or next(iter(report.languages.values())))
        for report in reports
        if report.languages
    ]


def _lists(around: _Around, language: str) -> Iterator[Page]:
    locale, rows = around.locales[language], _reports_in(around.reports, language)
    words = _words(locale)
    years: dict[str, list[dict[str, object]]] = {}
    bodies: dict[str, list[dict[str, object]]] = {}
    subjects: dict[str, list[dict[str, object]]] = {}
    for report, details in rows:
        row = _row(around, report, details, language)
        years.setdefault(report.date[:4], []).append(row)
        if details.organ:
            bodies.setdefault(details.organ, []).append(row)
        for keyword in details.keywords:
            subjects.setdefault(keyword, []).append(row)
    for stem, title, groups in (
        ("index", words.heading, years),
        ("bodies", words.by_body, dict(sorted(bodies.items()))),
        ("subjects", words.by_subject, dict(sorted(subjects.items()))),
    ):
        if groups:
            frame = around.frame(language, title, stem)
            values = {"heading": words.heading, "groups": groups, "here": around.page(stem, language)}
            feed = around.base and around.page("feed", language).replace(".html", ".xml")
            yield (
                around.page(stem, language),
                fill_template(
                    "site_list", frame, **values, links=around.links(language), feed=feed, feed_name=words.feed
                ),
            )
    if around.searchable:
        frame = around.frame(language, words.search, "search")
        here, links = around.page("search", language), around.links(language)
        yield here, fill_template("site_search", frame, heading=words.heading, here=here, words=words, links=links)


def _row(around: _Around, report: SiteReport, details: Bibliographic, language: str) -> dict[str, object]:
    """Return what a list says of a report."""
    page_language = language if language in report.languages else next(iter(report.languages))
    return {
        "address": report.page(page_language),
        "folder": report.address,
        "symbol": report.symbol,
        "title": details.title,
        "language": page_language,
        "issued": report.date,
        "date": report.date and around.locales[language].date(report.date),
        "organ": details.organ,
        "languages": [(tag, report.page(tag), around.name(tag)) for tag in report.languages if tag != page_language],
    }


def _report_pages(around: _Around, report: SiteReport) -> Iterator[Page]:
    """Yield a page for each release and language of a report."""
    for version in report.versions:
        place = report.place(version)
        up = "../" * len(place.parts)
        for language, details in report.languages.items():
            locale = around.locales.get(language) or next(iter(around.locales.values()))
            words, newest = _words(locale), report.versions[0]
            pages = [(tag, PurePosixPath(report.page(tag)).name, around.name(tag)) for tag in report.languages]
            page, title = PurePosixPath(report.page(language)).name, f"{report.symbol} – {details.title}"
            name, sheet = around.publisher(locale), around.sheet(up)
            frame = Frame(locale, around.style, around.mark, name, title, details.title, pages, sheet)
            older = "" if version is newest else words.older.format(version=version.version, newer=newest.version)
            date = report.date and locale.date(report.date)
            embedded = around.base and version is newest and report.web(language)
            yield (
                f"{place}/{page}",
                fill_template(
                    "site_report",
                    frame,
                    words=words,
                    release=locale.release,
                    symbol=report.symbol,
                    title=details.title,
                    line=[part for part in (details.organ, report.symbol, date) if part],
                    editions=[_edition(each, locale) for each in version.editions if each.language == language],
                    versions=[
                        (each.version, f"{up}{report.place(each)}/{page}", each is version) for each in report.versions
                    ],
                    changes_heading=locale.release.changes.heading.format(version=version.since),
                    changes=_changes(version, language, report),
                    older=older,
                    newest=up + report.page(language),
                    links=around.links(locale.language, up),
                    oembed=f"{around.base}{report.address}/{language}/oembed.json" if embedded else "",
                ),
            )


def _changes(version: SiteVersion, language: str, report: SiteReport) -> str:
    """Return the name of the page of changes in ``language``, empty where there is none: that of the original has no
    tag.
    """
    tags = {language} | ({""} if language == next(iter(report.languages)) else set())
    names = (PurePosixPath(name) for name in version.changes)
    return next((path.name for path in names if path.stem.partition("-")[2] in tags), "")


def _edition(edition: IssuedEdition, locale: Locale) -> dict[str, object]:
    row = format_named(edition.format)
    return {
        "title": locale.edition_name(edition.format) or (row.title if row else edition.format),
        "file": PurePosixPath(edition.path).name,
        "media_type": row.media_type if row else "",
        "size": locale.size(edition.bytes) if edition.bytes else "",
        "standards": edition.standards(),
        "web": edition.format == "html",
        "sha256": edition.sha256,
    }


def _ways(report: SiteReport) -> Iterator[Page]:
    """Yield for each language the page ``fr/``, which leads to the web edition and, where scripts run, to the place in
    it that the address names.
    """
    for edition in report.versions[0].editions:
        if edition.format == "html":
            target = f"../{PurePosixPath(edition.path).name}"
            title = report.languages[edition.language].title if edition.language in report.languages else report.symbol
            page = _way(edition.language, title, target, report.ids)
            yield f"{report.address}/{edition.language}/index.html", page


def _oembed_pages(around: _Around, report: SiteReport) -> Iterator[Page]:
    """Yield what content systems embed: an answer for the report, and for each table and figure to which its author
    gave an id an address of its own, ``fr/costs/``, with its answer.
    """
    kinds = {name: place.kind for name, place in report.places.places.items()} if report.places else {}
    for language, details in report.languages.items():
        path = report.web(language)
        if not path:
            continue
        file, edition = PurePosixPath(path).name, report.versions[0].release.edition(path)
        at = f"{report.address}/{language}"
        name = around.publisher(around.locales.get(language))
        about = {
            "title": details.title,
            "author_name": details.organ,
            "provider_name": name,
            "provider_url": around.base,
        }
        address = around.base + report.page(language)
        yield f"{at}/oembed.json", oembed.of_report(address, f"{around.base}{report.address}/{file}", about)
        for key, anchor in report.ids.items():
            if kinds.get(key) in ("table", "figure"):
                object_address = f"{around.base}{at}/{key}/"
                answer = oembed.of_object(object_address, edition, anchor, f"{report.slug}-{key}", about)
                yield f"{at}/{key}/oembed.json", answer
                target = f"../../{file}#{anchor}"
                yield (
                    f"{at}/{key}/index.html",
                    _way(language, details.title, target, {}, f"{object_address}oembed.json"),
                )


def _way(language: str, title: str, target: str, ids: Mapping[str, str], answer: str = "") -> bytes:
    """Return a page that leads on to ``target``, to the place in it that the address names by an anchor or an author's
    id; ``answer`` is the address of what content systems embed for it.
    """
    named = dict(sorted(ids.items()))
    return web_pages.fill_template(
        "plantin.packs.publish",
        "site_way.html",
        language=language,
        title=title,
        target=target,
        ids=named,
        oembed=answer,
    ).encode()


def _missing(around: _Around) -> Iterator[Page]:
    """Yield the page for addresses that do not exist: hosts show it at any depth, so its links are from the root."""
    language, locale = next(iter(around.locales.items()))
    words = _words(locale)
    frame = around.frame(language, words.missing, "index")
    root = around.base or "/"
    pages = [(tag, root + page, name) for tag, page, name in frame.languages]
    yield (
        "404.html",
        fill_template(
            "site_missing",
            replace(frame, languages=pages, faces=around.sheet(root)),
            words=words,
            links=around.links(language, root),
        ),
    )


def _feed(around: _Around, language: str) -> Iterator[Page]:
    """Yield the reports as an Atom feed (RFC 4287), which has addresses, so that of the site must be known."""
    if around.base:
        name = around.page("feed", language).replace(".html", ".xml")
        frame = around.frame(language, _words(around.locales[language]).heading, "index")
        rows = [_row(around, report, details, language) for report, details in _reports_in(around.reports, language)]
        latest = max((report.date for report in around.reports), default="")
        values = {"base": around.base, "name": name, "frame": frame, "language": language, "rows": rows}
        yield name, web_pages.fill_template("plantin.packs.publish", "site_feed.xml", latest=latest, **values).encode()


def _site_map(around: _Around) -> bytes:
    """Return the addresses of all reports, each with those of its other languages (sitemaps.org; hreflang)."""
    reports = [[(tag, around.base + report.page(tag)) for tag in report.languages] for report in around.reports]
    return web_pages.fill_template("plantin.packs.publish", "site_map.xml", reports=reports).encode()

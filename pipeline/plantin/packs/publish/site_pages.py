"""The pages of a site: lists of reports by date, body and subject, a page for each report and language, the search, the
page for addresses that do not exist, feeds, the site map. They need no script but for the search.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from operator import attrgetter
from pathlib import PurePosixPath

from plantin.files import json_file
from plantin.findings.progress import each
from plantin.house import screens, web_pages
from plantin.house.locale import Locale
from plantin.packs.publish import oembed, site_search
from plantin.packs.publish.auditor.edition_facts import EditionFacts
from plantin.packs.publish.record import Bibliographic, IssuedEdition
from plantin.packs.publish.site_reports import SEARCH, SiteReport, SiteSettings, SiteVersion, words_of
from plantin.production.formats import format_named
from plantin.resolve import elsewhere

Page = tuple[str, bytes]
"""A file of the site: its name in it, and its content."""
_FIRST = ("html", "pdf", "docx", "epub")
"""The formats that a report's page offers before the others, as buttons."""
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="{ground}"/>'
    '<text x="16" y="23" font-family="sans-serif" font-weight="700" font-size="20" text-anchor="middle" fill="#fff">'
    "{letter}</text></svg>\n"
)


def pages(site: SiteSettings, facts: Mapping[str, EditionFacts]) -> Iterator[Page]:
    """Yield the pages of the site; ``facts`` has what web editions say of themselves, by the pages on which they are
    read.
    """
    for language in site.locales:
        yield from _lists(site, language, facts)
        yield _accessibility(site, language)
        yield from _feed(site, language)
    for report in each("write", site.reports, attrgetter("symbol")):
        yield from _report_pages(site, report, facts)
        if site.base:
            yield from _oembed_pages(site, report)
    yield _missing(site)
    if site.searchable:
        yield from site_search.scripts()
    listed = {report.slug: asdict(report.places) for report in site.reports if report.places}
    yield elsewhere.INVENTORY, json_file(elsewhere.inventory(site.base, listed))
    yield "icon.svg", _icon(site)
    if site.mark:
        yield site.logo, site.mark.picture.content
    if site.base:
        yield "sitemap.xml", _site_map(site)


def fill(template: str, values: Mapping[str, object], **further: object) -> bytes:
    """Return the page that ``template`` makes of the values that all pages have, and of ``further`` ones."""
    common = {"kind": "website", "address": "", "alternates": (), "licence": None, "description": ""}
    filled = web_pages.fill_template("plantin.packs.publish", f"{template}.html", **(common | {**values} | further))
    return filled.lstrip().encode()


def neighbours(
    site: SiteSettings, report: SiteReport, language: str, up: str, *, reading: bool
) -> dict[str, dict[str, str] | None]:
    """Return the reports before and after one by date, as its pages lead to them."""
    at = site.reports.index(report)
    rows: dict[str, dict[str, str] | None] = {"earlier": None, "later": None}
    for name, place in (("earlier", at + 1), ("later", at - 1)):
        if 0 <= place < len(site.reports):
            other = site.reports[place]
            tag, details = other.details(language)
            address = other.reading(tag) if reading else other.page(tag)
            rows[name] = {"address": up + address, "language": tag, "title": details.title}
    return rows


def _icon(site: SiteSettings) -> bytes:
    letter = next((sign for sign in site.publisher(next(iter(site.locales.values()))) if sign.isalpha()), "R")
    return _ICON.format(ground=site.style.colour.heading or site.style.colour.link, letter=letter.upper()).encode()


def _page(site: SiteSettings, stem: str, language: str, title: str, here: str = "") -> dict[str, object]:
    """Return the values of the page ``stem``, which is at the root of the site."""
    locale = site.locales[language]
    languages = [(tag, site.page(stem, tag), other.name) for tag, other in site.locales.items()]
    name = site.publisher(locale)
    heading = f"{title} – {name}" if name else title
    return site.values(locale, heading, "", here or stem, languages) | {
        "description": f"{name}: {title}" if name else title,
        "address": site.base and f"{site.base}{site.page(stem, language).removesuffix('index.html')}",
        "alternates": [(tag, site.base + href) for tag, href, _ in languages]
        if site.base and len(languages) > 1
        else (),
        "heading": title,
    }


def _lists(site: SiteSettings, language: str, facts: Mapping[str, EditionFacts]) -> Iterator[Page]:
    words = words_of(site.locales[language])
    years: dict[str, list[dict[str, object]]] = {}
    bodies: dict[str, list[dict[str, object]]] = {}
    subjects: dict[str, list[dict[str, object]]] = {}
    for report in site.reports:
        _, details = report.details(language)
        row = _row(site, report, language, facts)
        years.setdefault(report.date[:4], []).append(row)
        if details.organ:
            bodies.setdefault(details.organ, []).append(row)
        for keyword in details.keywords:
            subjects.setdefault(keyword, []).append(row)
    for stem, here, title, groups in (
        ("index", "reports", words.heading, years),
        ("bodies", "", words.by_body, dict(sorted(bodies.items()))),
        ("subjects", "", words.by_subject, dict(sorted(subjects.items()))),
    ):
        if groups:
            yield site.page(stem, language), fill("site_list", _page(site, stem, language, title, here), groups=groups)
    if site.searchable:
        values = _page(site, SEARCH, language, words.search) | {"search": ""}
        yield site.page(SEARCH, language), fill("site_search", values)


def _row(site: SiteSettings, report: SiteReport, language: str, facts: Mapping[str, EditionFacts]) -> dict[str, object]:
    """Return what a list in ``language`` says of a report."""
    tag, details = report.details(language)
    summary = " ".join(facts[report.reading(tag)].summary) if report.reading(tag) in facts else ""
    return {
        "address": report.page(tag),
        "folder": report.address,
        "symbol": report.symbol,
        "title": details.title,
        "summary": summary,
        "language": tag,
        "issued": report.date,
        "date": report.date and site.locales[language].date(report.date),
        "organ": details.organ,
        "languages": [(other, report.page(other), site.name(other)) for other in report.languages if other != tag],
    }


def _accessibility(site: SiteSettings, language: str) -> Page:
    """Return the statement of accessibility: how readers report a barrier, and which standards editions conform to."""
    locale = site.locales[language]
    claims: dict[str, dict[str, None]] = {}
    for edition in (edition for report in site.reports for edition in report.versions[0].editions):
        claims.setdefault(_title(edition, locale), {}).update(dict.fromkeys(edition.standards()))
    rows = [(title, _join_list(list(standards), locale)) for title, standards in claims.items() if standards]
    values = _page(site, "accessibility", language, words_of(locale).accessibility)
    return site.page("accessibility", language), fill("site_accessibility", values, claims=rows)


def _join_list(parts: Sequence[str], locale: Locale) -> str:
    between = [*locale.list_separators(len(parts)), ""]
    return "".join(f"{part}{separator}" for part, separator in zip(parts, between, strict=False))


def _report_pages(site: SiteSettings, report: SiteReport, facts: Mapping[str, EditionFacts]) -> Iterator[Page]:
    """Yield a page for each release and language of a report."""
    for version in report.versions:
        for language, details in report.languages.items():
            page = report.page(language, version)
            yield page, fill("site_report", _report_values(site, report, version, language, details, facts))


def _report_values(
    site: SiteSettings,
    report: SiteReport,
    version: SiteVersion,
    language: str,
    details: Bibliographic,
    facts: Mapping[str, EditionFacts],
) -> dict[str, object]:
    locale, newest = site.locale(language), report.versions[0]
    up = "../" * len(report.place(version).parts)
    file = PurePosixPath(report.page(language)).name
    tongues = [(tag, PurePosixPath(report.page(tag)).name, site.name(tag)) for tag in report.languages]
    read = facts.get(report.reading(language, version), EditionFacts())
    editions = [_edition(edition, locale) for edition in version.editions if edition.language == language]
    first = [row for name in _FIRST for row in editions if row["format"] == name]
    embedded = site.base and version is newest and version.web(language)
    values = site.values(locale, f"{report.symbol} – {details.title}", up, "", tongues)
    return {
        **values,
        **neighbours(site, report, language, up, reading=False),
        "kind": "article",
        "language": site.name(language),
        "description": " ".join(read.summary)[:300] or details.title,
        "address": site.base and f"{site.base}{report.page(language).removesuffix('index.html')}",
        "alternates": [(tag, site.base + report.page(tag)) for tag in report.languages if site.base],
        "licence": read.licence,
        "linked": read.linked,
        "symbol": report.symbol,
        "title": details.title,
        "tag": language,
        "line": [part for part in (report.symbol, report.date and locale.date(report.date), details.organ) if part],
        "summary": read.summary,
        "editions": editions,
        "first": first,
        "others": [row for row in editions if row["web"] or row not in first],
        "tongues": tongues if len(tongues) > 1 else (),
        "versions": [
            (each.version, f"{up}{report.place(each)}/{file}", each is version)
            for each in report.versions
            if each.version
        ],
        "changes_heading": locale.release.changes.heading.format(version=version.since),
        "changes": _changes(version, language, report),
        "older": older_note(report, version, locale),
        "newest": up + report.page(language),
        "notices": site.notices.get(report.page(language, version), ()),
        "frame_separators": locale.list_separators,
        "oembed": f"{site.base}{report.address}/{language}/oembed.json" if embedded else "",
    }


def older_note(report: SiteReport, version: SiteVersion, locale: Locale) -> str:
    """Return what pages of an earlier release say of the newest one; empty on those of that."""
    newest = report.versions[0]
    words = words_of(locale).older
    return "" if version is newest else words.format(version=version.version, newer=newest.version)


def _changes(version: SiteVersion, language: str, report: SiteReport) -> str:
    """Return the name of the page of changes in ``language``, empty where there is none: that of the original has no
    tag.
    """
    tags = {language} | ({""} if language == next(iter(report.languages)) else set())
    names = (PurePosixPath(name) for name in version.changes)
    return next((path.name for path in names if path.stem.partition("-")[2] in tags), "")


def _title(edition: IssuedEdition, locale: Locale) -> str:
    row = format_named(edition.format)
    return locale.edition_name(edition.format) or (row.title if row else edition.format)


def _edition(edition: IssuedEdition, locale: Locale) -> dict[str, object]:
    row, title = format_named(edition.format), _title(edition, locale)
    return {
        "format": edition.format,
        "title": title,
        "short": row.title if row else edition.format,
        "file": PurePosixPath(edition.path).name,
        "reading": f"{edition.language}/index.html",
        "media_type": row.media_type if row else "",
        "size": locale.size(edition.bytes) if edition.bytes else "",
        "standards": edition.standards(),
        "web": edition.format == "html",
        "sha256": edition.sha256,
    }


def _oembed_pages(site: SiteSettings, report: SiteReport) -> Iterator[Page]:
    """Yield what content systems embed: an answer for the report, and for each table and figure to which its author
    gave an id an address of its own, ``fr/costs/``, with its answer.
    """
    kinds = {name: place.kind for name, place in report.places.places.items()} if report.places else {}
    newest = report.versions[0]
    for language, details in report.languages.items():
        path = newest.web(language)
        if not path:
            continue
        edition, at = newest.release.edition(path), f"{report.address}/{language}"
        about = {
            "title": details.title,
            "author_name": details.organ,
            "provider_name": site.publisher(site.locales.get(language)),
            "provider_url": site.base,
        }
        answer = oembed.of_report(site.base + report.page(language), site.base + report.file(path, newest), about)
        yield f"{at}/oembed.json", answer
        for key, anchor in report.ids.items():
            if kinds.get(key) in ("table", "figure"):
                address = f"{site.base}{at}/{key}/"
                answer = oembed.of_object(address, edition, anchor, f"{report.slug}-{key}", about)
                yield f"{at}/{key}/oembed.json", answer
                values = {"language": language, "title": details.title, "target": f"../index.html#{anchor}"}
                values["oembed"] = f"{address}oembed.json"
                page = web_pages.fill_template("plantin.packs.publish", "site_way.html", **values)
                yield f"{at}/{key}/index.html", page.encode()


def _missing(site: SiteSettings) -> Page:
    """Return the page for addresses that do not exist: hosts show it at any depth, so its links are from the root. It
    carries its sheet, for a copy elsewhere has nothing there.
    """
    locale = next(iter(site.locales.values()))
    root = site.base or "/"
    languages = [(tag, root + site.page("index", tag), other.name) for tag, other in site.locales.items()]
    values = site.values(locale, words_of(locale).missing, root, "", languages, sheet=screens.sheet(site.style))
    return "404.html", fill("site_missing", values)


def _feed(site: SiteSettings, language: str) -> Iterator[Page]:
    """Yield the reports as an Atom feed (RFC 4287), which has addresses, so that of the site must be known."""
    if site.base:
        name, locale = site.page("feed", language).replace(".html", ".xml"), site.locales[language]
        organization, heading = site.publisher(locale), words_of(locale).heading
        rows = [_row(site, report, language, {}) for report in site.reports]
        values = {
            "base": site.base,
            "name": name,
            "title": f"{organization}: {heading}" if organization else heading,
            "organization": organization,
            "language": language,
            "rows": rows,
            "latest": max((report.date for report in site.reports), default=""),
        }
        yield name, web_pages.fill_template("plantin.packs.publish", "site_feed.xml", **values).encode()


def _site_map(site: SiteSettings) -> bytes:
    """Return the addresses of all reports, each with those of its other languages (sitemaps.org; hreflang)."""
    reports = [
        [(tag, site.base + at(tag).removesuffix("index.html")) for tag in report.languages]
        for report in site.reports
        for at in (report.page, report.reading)
    ]
    unique = list({tuple(rows): rows for rows in reports}.values())
    return web_pages.fill_template("plantin.packs.publish", "site_map.xml", reports=unique).encode()

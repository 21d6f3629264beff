"""The notices on the pages of a site that packs and extensions add, each proved by the reader of its addition."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plantin.findings import Finding, PlantinError
from plantin.packs.publish.site_reports import SiteReport, SiteSettings
from plantin.production import publications
from plantin.production.publications import Addition, Notice, PublishedPage, PublishedReport


def collect(site: SiteSettings, folder: Path) -> dict[str, tuple[Notice, ...]]:
    """Return the notices of the site whose editions are in ``folder``, by page. Raises ToolError (V022)."""
    notices: dict[str, tuple[Notice, ...]] = {}
    for addition, package in publications.additions():
        for notice in publications.of_addition(addition, package, lambda: tuple(_notify(site, folder, addition))):  # noqa: B023 - called at once
            notices[notice.page] = (*notices.get(notice.page, ()), notice)
    return notices


def _notify(site: SiteSettings, folder: Path, addition: Addition) -> Iterator[Notice]:
    reports = _published_reports(site, addition.name)
    return iter(addition.notify(site.house, reports, lambda path: (folder / path).read_bytes()))


def prove(site: SiteSettings, folder: Path) -> None:
    """Refuse a site in ``folder`` in whose notices something is wrong. Raises PlantinError; ToolError (V022)."""
    findings: list[Finding] = []
    for addition, package in publications.additions():
        reports = _published_reports(site, addition.name)
        findings += publications.of_addition(
            addition,
            package,
            lambda: tuple(addition.read_site(reports, lambda path: (folder / path).read_bytes())),  # noqa: B023
        )
    if findings:
        raise PlantinError(*findings)


def _published_reports(site: SiteSettings, name: str) -> tuple[PublishedReport, ...]:
    return tuple(
        PublishedReport(report.slug, report.symbol, report.added.get(name, {}), tuple(_pages(report)))
        for report in site.reports
    )


def _pages(report: SiteReport) -> Iterator[PublishedPage]:
    for version in report.versions:
        for language in report.languages:
            web = version.web(language)
            places = (report.reading(language, version), report.file(web, version)) if web else ()
            yield PublishedPage(language, version.version, report.page(language, version), *places)

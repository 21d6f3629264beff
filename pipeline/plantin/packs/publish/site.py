"""Makes a site: the released editions of all reports of a house, with pages that list them, in a folder that any host
of files can publish. Editions are in it byte for byte as they were released, or built.

The address of a report is its symbol, ``S/2017/97/``, where the editions of its newest release are; those of earlier
ones are in ``S/2017/97/1.0/``. At ``S/2017/97/fr/#paragraph-12`` that paragraph is read, within the site.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path, PurePosixPath

from plantin import files
from plantin.auditors.markup import addresses
from plantin.findings import Finding, Place, PlantinError, UsageError
from plantin.findings.progress import Steps, each
from plantin.house.configuration import folder_of
from plantin.house.layout import House
from plantin.packs.publish import (
    previous,
    scratch,
    site_draft,
    site_faces,
    site_notices,
    site_pages,
    site_reading,
    site_reports,
    site_search,
)
from plantin.packs.publish.changes_page import STEM as CHANGES
from plantin.packs.publish.record import ReportRecord
from plantin.packs.publish.site_reports import SiteReport, SiteVersion
from plantin.packs.publish.verification import VerifiedRelease
from plantin.proof import links
from plantin.resolve import elsewhere

MARK = ".plantin-site"
"""The file that a folder has which this module made."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site that was made."""

    folder: Path
    reports: tuple[SiteReport, ...]
    searchable: bool
    """Whether it has a search: Pagefind is installed."""
    findings: tuple[Finding, ...] = ()
    """Links to places of the site at which it has nothing: reports that were not released."""


def make(house: House, folder: Path, key: str = "") -> Site:
    """Make the site of all releases of ``house`` in ``folder``, in place of an earlier one there. With ``key``, a
    public key of minisign, all of them must be signed.

    Raises UsageError: U028 what is there is no site, U035 there is no release; PlantinError (D115) where a release is
    not as it was made; StyleError; TranslationError (T002); ToolError where the search cannot be made.
    """
    _require_site(folder)
    return _make(house, folder, collect_reports(house, key), draft=False)


def make_draft(house: House, folder: Path, executor: Executor) -> Site:
    """Make the site of what is built and proved in ``house``, marked as a draft on each page; its findings name what is
    left out (V026). Raises as ``make`` does, and as the gate.
    """
    _require_site(folder)
    reports, left_out = site_draft.collect_reports(house, executor)
    site = _make(house, folder, in_order(reports), draft=True)
    return replace(site, findings=(*left_out, *site.findings))


def _require_site(folder: Path) -> None:
    if os.path.lexists(folder) and not (folder / MARK).is_file():
        hint = "Name another folder with --into, or move what is there away."
        raise UsageError.of("U028", "is there already, and is not a site", Place(str(folder)), hint)


def _make(house: House, folder: Path, reports: tuple[SiteReport, ...], *, draft: bool) -> Site:
    with _scratch(folder) as making:
        files.write(making / MARK, b"", making)
        _copy_editions(reports, making)
        editions = tuple(_web_editions(reports))
        Steps("index", len(editions)).at("words")
        searchable = site_search.index(making, editions)
        site = site_reports.settings(house, reports, searchable=searchable, draft=draft)
        site = replace(site, notices=site_notices.collect(site, making))
        facts = site_reading.add_pages(site, making)
        faces = site_faces.choose_faces(site.style, (making / edition for edition, _, _ in editions))
        pages = tuple(site_pages.pages(site, facts))
        written = (*pages, *((name, (making / name).read_bytes()) for name in facts))
        contents = (
            *pages,
            *site_reading.sheets(site, making, faces),
            *site_faces.files(site.style, faces, making, written),
        )
        for name, content in contents:
            files.write(making / name, content, making, lasting=False)
        site_reading.prove(site, making)
        site_notices.prove(site, making)
        remarks = _dead_links(house, making, reports)
        scratch.finish(making)
        if folder.exists():
            # Put the new site in the place of that in folder, which is held meanwhile: what no process
            # holds is put back by the next run.
            before, handle = folder.with_name(f"{making.name}.old"), _lock(folder)
            try:
                folder.rename(before)
                making.rename(folder)
                _sync_names(folder.parent)
                shutil.rmtree(before, ignore_errors=True)
            finally:
                if handle is not None:
                    os.close(handle)
        else:
            making.rename(folder)
            _sync_names(folder.parent)
    return Site(folder, reports, searchable, remarks)


def _sync_names(folder: Path) -> None:
    with files.folder(folder, folder) as handle:
        files.sync_names(handle)


_OTHER_FOLDER = (
    'If this site is what is published at `base`, set `folder = "site"` beside it, and release again: the editions '
    "name their addresses in the build folder."
)


def _dead_links(house: House, making: Path, reports: Sequence[SiteReport]) -> tuple[Finding, ...]:
    """Return the links of a site to what it does not have, as far as they are warnings. Raises PlantinError (L107)."""
    paths = (path for path in making.rglob("*") if path.is_file() and site_search.FOLDER not in path.parts)
    names = sorted(path.relative_to(making).as_posix() for path in paths)
    known = {
        name: replace(read, ids=read.ids | set(report.ids))
        for report in reports
        for language in report.languages
        if (name := report.reading(language)) in names
        for read in (addresses.read((making / name).read_bytes(), name),)
    }  # the pages lead from the ids of an author to what they mean
    dead = links.dead(making, names, base=house.settings.address, known=known)
    if any(finding.severity == "error" for finding in dead):
        raise PlantinError(*dead)
    published = house.settings.site
    if published and published.folder == "build":
        return tuple(replace(finding, hint=_OTHER_FOLDER) for finding in dead)
    return dead


@contextlib.contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """Make a new folder beside ``folder``, held by this process and removed at the end; what runs that were killed left
    there is removed first, or put back where it was the site.
    """
    making = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    making.parent.mkdir(parents=True, exist_ok=True)
    left = re.compile(rf"\.{re.escape(folder.name)}\.[0-9a-f]{{8}}(?:\.old)?")
    for path in making.parent.iterdir():
        if left.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
            _clear(path, folder)
    making.mkdir()
    handle = _lock(making)
    try:
        yield making
    finally:
        shutil.rmtree(making, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def _clear(path: Path, folder: Path) -> None:
    """Remove the folder of a run that was killed: it is empty or a site, and no process holds it. A site that was to be
    replaced goes back to ``folder`` where no other took its place.
    """
    if not (path / MARK).is_file() and any(path.iterdir()):
        return
    if (handle := _lock(path)) is not None:
        if path.suffix == ".old" and not os.path.lexists(folder):
            path.rename(folder)
        else:
            shutil.rmtree(path, ignore_errors=True)
        os.close(handle)


def _lock(path: Path) -> int | None:
    """Return a descriptor of the folder ``path``, which this process holds while that is open; None where another
    does.
    """
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def collect_reports(house: House, key: str = "") -> tuple[SiteReport, ...]:
    """Return the reports of all releases of ``house``, the newest first. Raises UsageError (U035) where there is no
    release, and PlantinError (D115) where one is not as it was made, or not signed with ``key``.
    """
    releases = house.root / "release"
    versions = previous.versions(releases)
    if not versions:
        hint = "Make one: plantin release 1.0"
        raise UsageError.of("U035", "there is no release to publish", Place(house.name(releases)), hint)
    hint = "Fetch it again, or remove it."
    verified = [previous.require_unchanged(releases, version, hint, key) for version in each("verify", versions)]
    previous.require_chain(releases, verified, hint)
    rows: dict[str, list[tuple[SiteVersion, ReportRecord, VerifiedRelease]]] = {}
    for release in verified:
        since = release.record.since.version if release.record.since else ""
        for report in release.record.reports:
            pages = (name for name in release.digests if PurePosixPath(name).match(f"{report.slug}/{CHANGES}*.html"))
            version = SiteVersion(release.record.version, release, report.editions, tuple(sorted(pages)), since)
            rows.setdefault(report.slug, []).append((version, report, release))
    return in_order(
        _report(slug, [version for version, *_ in entries], *entries[0][1:]) for slug, entries in rows.items()
    )


def in_order(reports: Iterable[SiteReport]) -> tuple[SiteReport, ...]:
    """Return reports as a site lists them: the newest first, those of a day by their symbols."""
    by_symbol = sorted(reports, key=lambda report: report.symbol)
    return tuple(sorted(by_symbol, key=lambda report: report.date, reverse=True))


def _report(slug: str, versions: Sequence[SiteVersion], newest: ReportRecord, release: VerifiedRelease) -> SiteReport:
    """Return a report of the site, with the places that the inventory of its newest release lists (none before 1.4)."""
    has_inventory = elsewhere.INVENTORY in release.digests
    listed = elsewhere.rows(release.content(elsewhere.INVENTORY)) if has_inventory else {}
    row = listed.get(slug)
    ids = {name: place.anchor for name, place in row.places.items()} if row else {}
    symbol = newest.symbol or slug
    return SiteReport(slug, symbol, folder_of(symbol), newest.languages(), tuple(versions), row, ids, newest.added)


def _copy_editions(reports: Sequence[SiteReport], folder: Path) -> None:
    """Copy the editions and the pages of changes to their addresses."""
    for report in each("copy", reports, attrgetter("symbol")):
        for version in report.versions:
            target = folder / report.place(version)
            target.mkdir(parents=True, exist_ok=True)
            for name in (*(edition.path for edition in version.editions), *version.changes):
                version.release.copy(name, target / PurePosixPath(name).name)


def _web_editions(reports: Sequence[SiteReport]) -> Iterator[tuple[str, str, str]]:
    """Yield the web editions of the newest releases: the name of each in the site, that of the page on which it is
    read, and what the search calls it.
    """
    for report in reports:
        for edition in report.versions[0].editions:
            if edition.format == "html":
                details = report.languages.get(edition.language)
                title = f"{report.symbol} – {details.title}" if details else report.symbol
                newest = report.versions[0]
                yield report.file(edition.path, newest), report.reading(edition.language, newest), title

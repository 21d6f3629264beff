"""Answers a request: the list of reports, a report beside its translation, a file of the build folder, or an error."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

from plantin.bounded.bytes import open_regular, why
from plantin.files import digest, file_digest
from plantin.findings import PlantinError
from plantin.house import configuration, inheritance
from plantin.house.brand import data_url
from plantin.house.layout import House
from plantin.house.screens import Screen
from plantin.model.outline import outline
from plantin.packs.desk.server import draft_site, fixes, listing, pages
from plantin.packs.desk.server.answers import EVENTS, JSON, SCRIPTED, TEXT, HttpAnswer, media_type
from plantin.packs.desk.server.changes import Changes
from plantin.packs.desk.server.desk import DeskPages
from plantin.packs.desk.server.draft_site import DraftSite
from plantin.packs.desk.server.fixes import OfferedFixes
from plantin.packs.desk.server.listing import Report
from plantin.packs.desk.server.look import HouseLook
from plantin.packs.desk.server.reception import Reception
from plantin.packs.exchange import facing
from plantin.production import steps
from plantin.production.formats import formats
from plantin.production.results import result_of

_SHEET = re.compile(r"facing-[0-9a-f]+\.css")
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*")


_PATIENCE = 5
"""So many seconds a reader waits for a page; after that a page says that it is being made."""
_GLIMPSE = 0.8
"""So many seconds the first page waits for what takes counting; a card that is not there yet comes by itself."""
_KEPT = 32
"""So many pages are kept,"""
_PRINTS = 4
"""and so many printed editions."""
_STREAMS = 24
"""The number of readers who can wait for changes at once: they hold their connections, and leave some to others."""
BEAT = 15.0
"""After so many seconds without a change, a reader is informed that there is none."""
_GLANCE = 0.5
"""The seconds between two looks whether a reader has left, and whether the settings changed."""


class Site:
    """The pages of one house. A page is made by ``executor``, and again when a file that it is made of has changed;
    until it is there, a page says so. A report that takes long keeps no other waiting: it is made once at a time.
    ``typing`` shows what is being typed in a desk: one process, which knows the report already.
    """

    def __init__(self, house: House, executor: Executor, typing: Executor | None = None) -> None:
        self._house = house
        self._look = HouseLook(house)
        self.desks = DeskPages(house, typing or executor, self._look)
        self.reception = Reception(house, executor)
        self.draft = DraftSite(house)
        self._executor = executor
        self._made: dict[tuple[str, str], tuple[str, str]] = {}
        self._making: dict[tuple[str, str], tuple[str, Future[str]]] = {}
        self._prints: dict[tuple[str, str], tuple[str, Future[PrintedPages]]] = {}
        self._counted: dict[str, tuple[str, Future[Report]]] = {}
        self._streams = 0
        self._lock = threading.Lock()
        self.changes = Changes([house.sources, house.root / "locales", house.root / "styles"])

    def answer(self, address: str) -> HttpAnswer:
        """Return what is answered to the path of an address; 400 for an invalid one."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return HttpAnswer.of(HTTPStatus.BAD_REQUEST)
        if parts.scheme or not address.startswith("/"):
            return HttpAnswer.of(HTTPStatus.BAD_REQUEST)
        if self.draft.is_address(address):
            return self.draft.file([unquote(name) for name in parts.path.split("/")[3:]])
        match unquote(parts.path).strip("/").split("/"):
            case [""]:
                screen = self._look.screen("Reports", "/")
                return HttpAnswer.page(pages.index(self._house, screen, self._count_reports()))
            case ["site"] if draft_site.is_installed():
                return HttpAnswer.page(pages.draft(self._look.screen("Site", "/site"), self.draft))
            case ["favicon.ico"]:
                return HttpAnswer(HTTPStatus.NO_CONTENT, "image/x-icon", b"")
            case ["live.js"]:
                return HttpAnswer(HTTPStatus.OK, "text/javascript; charset=utf-8", pages.SCRIPT.encode())
            case [name] if answer := self.desks.file(name) or self._look.answer(name):
                return answer
            case [slug, "import"] if slug in self._house.slugs():
                return self.reception.account(slug)
            case [slug, "picture", *name] if slug in self._house.slugs():
                return self.reception.picture(slug, "/".join(name))
            case [slug, "progress"] if slug in self._house.slugs():
                return self.desks.progress(slug)
            case ["build", slug, name]:
                return self._file(slug, name)
            case [slug, language] if self._is_known(slug, language):
                return HttpAnswer.page(self._page(slug, language))
            case [slug, language, name] if _SHEET.fullmatch(name) and self._is_known(slug, language):
                try:
                    content = facing_sheet(self._house, slug)
                except PlantinError:
                    return HttpAnswer.of(HTTPStatus.NOT_FOUND)
                return HttpAnswer(HTTPStatus.OK, "text/css; charset=utf-8", content.encode())
            case [slug, language, "desk"] if self._is_translated(slug, language):
                return self.desks.page(slug, language)
            case [slug, language, "revision"] if self._is_translated(slug, language):
                return self.desks.revision(slug, language)
            case [slug, language, "events"] if self._is_known(slug, language):
                return self._waiting(slug, language)
            case [slug, language, "desk", "events"] if self._is_translated(slug, language):
                return self._waiting(slug, language, made=False)
            case [slug, language, "preview.pdf"] if self._is_known(slug, language):
                return self._print_preview(slug, language)
            case _:
                return HttpAnswer.of(HTTPStatus.NOT_FOUND)

    def answer_sent(self, address: str, kind: str, name: str, body: bytes) -> HttpAnswer:
        """Return what is answered to a page of this server that sends something of the media type ``kind``: a file with
        its name, or what a button or a desk asks for.
        """
        match [unquote(part) for part in urlsplit(address).path.strip("/").split("/")]:
            case ["reception", "file" | "import" | "describe" | "make" as what] if (what == "file") == (kind != JSON):
                return self.reception.answer(what, name, body)
            case ["site", "make"] if kind == JSON and draft_site.is_installed():
                return self.draft.make()
            case [slug, "fix"] if kind == JSON and slug in self._house.slugs():
                return fixes.make(self._house, slug, body)
            case [slug, language, "desk", what] if kind == JSON and self._is_translated(slug, language):
                return self.desks.answer(slug, language, what, body)
            case _:
                return HttpAnswer.of(HTTPStatus.NOT_FOUND)

    def state(self, slug: str, language: str) -> str:
        """Return one digest of the files that a page is made of. Where settings, a style or a locale cannot be read, as
        while they are being saved, it is one of all files that may be wrong.
        """
        house = self._house
        files = [house.report(slug), house.catalogue_file(language, slug), house.root / "locales" / "glossary.csv"]
        files.append(house.root / configuration.NAME)
        try:
            style, wrong = house.style_of(slug), ""
            for tag in (language, *self._languages(slug)[0][:1]):
                files += [*house.locale_files(tag, style), *house.parity_files(tag)]
            for folder in inheritance.chain(house.style_folder(style)):
                files += [folder / "style.toml", folder / "facing.css"]
        except (PlantinError, OSError) as error:
            wrong = str(error)
            files += sorted(house.root.glob("styles/*/*.*")) + sorted(house.root.glob("locales/*/*.toml"))
        return digest("\n".join((wrong, *map(_state_of, files))).encode())

    def _is_known(self, slug: str, language: str) -> bool:
        # A report whose front matter is broken has no languages, and its page says why.
        if slug not in self._house.slugs():
            return False
        languages, faults = self._languages(slug)
        return language in languages or (bool(faults) and _TAG.fullmatch(language) is not None)

    def _is_translated(self, slug: str, language: str) -> bool:
        """Return whether the report is translated into the language."""
        return slug in self._house.slugs() and language in self._languages(slug)[0][1:]

    def _languages(self, slug: str) -> tuple[tuple[str, ...], str]:
        return listing.languages_of(self._house, slug)

    def _count_reports(self) -> list[Report]:
        """Return all reports, counted as their files are now; those that take long as they were, or uncounted."""
        house, until = self._house, time.monotonic() + _GLIMPSE
        slugs, before = house.slugs(), dict(self._counted)
        for slug in slugs:
            made = [*(house.build / slug).glob("*"), *(house.build / ".records" / slug).glob("*")]
            times = [f"{path.name} {listing.moment(path)}" for path in sorted(made)]
            files = [house.report(slug), *sorted(house.root.glob(f"locales/*/{slug}.po"))]
            state = digest("\n".join((*times, *map(_state_of, files))).encode())
            with self._lock:
                if slug not in self._counted or self._counted[slug][0] != state:
                    self._counted[slug] = state, self._executor.submit(listing.count_report, house, slug)
        reports = []
        for slug in slugs:
            work = self._counted[slug][1]
            try:
                work.exception(max(0.0, until - time.monotonic()))
                reports.append(result_of(work, f"sources/{slug}/report.md"))
            except NotYet:
                report = listing.read_report(house, slug)
                old = before[slug][1] if slug in before else None
                ready = old is not None and old.done() and not old.exception()
                reports.append(replace(old.result(), is_counted=False) if ready and old else report)
            except PlantinError as error:
                reports.append(replace(listing.read_report(house, slug), faults=str(error), is_counted=True))
        return reports

    def _screen(self, slug: str) -> tuple[Report, Screen]:
        report = listing.read_report(self._house, slug)
        return report, self._look.screen(report.title)

    def _page(self, slug: str, language: str) -> str:
        """Return the page of the files as they are now; where another is still being made, it is waited for first."""
        version, state = (slug, language), self.state(slug, language)
        until = time.monotonic() + _PATIENCE
        while True:
            begun = self._begin_page(version, state)
            if isinstance(begun, str):
                return begun
            made_of, making = begun
            try:
                page = self._finish_page(making, version, made_of, until - time.monotonic())
            except NotYet:
                return pages.waiting(*self._screen(slug), language)
            with self._lock:
                if self._making.get(version, ("", None))[0] == made_of:
                    del self._making[version]
                self._made[version] = (made_of, page)
                while len(self._made) > _KEPT:
                    self._made.pop(next(iter(self._made)))
            if made_of == state:
                return page

    def _begin_page(self, version: tuple[str, str], state: str) -> str | tuple[str, Future[str]]:
        """Return the page of ``state``; where it is not there, the page that is being made, and of which state."""
        with self._lock:
            before = self._made.get(version)
            if before is not None and before[0] == state:
                return before[1]
            making = self._making.get(version)
            if making is None or (making[0] != state and making[1].done()):
                report, screen = self._screen(version[0])
                making = state, self._executor.submit(facing_page, self._house, report, screen, version[1], state)
                self._making[version] = making
            return making

    def _waiting(self, slug: str, language: str, *, made: bool = True) -> HttpAnswer:
        """Return the changes of a page, reported as they come; 503 where too many readers wait for changes already.
        With ``made``, the page is begun at each change.
        """
        with self._lock:
            if self._streams >= _STREAMS:
                return HttpAnswer.of(HTTPStatus.SERVICE_UNAVAILABLE)
            self._streams += 1
        return HttpAnswer(HTTPStatus.OK, EVENTS, stream=self._events(slug, language, made=made), ended=self._leave)

    def _events(self, slug: str, language: str, *, made: bool) -> Iterator[bytes]:
        """Yield the state of a page now and whenever it changes, as server-sent events (HTML, 9.2); in between a
        remark. An empty piece is a moment to see whether the reader is still there.
        """
        settings = self._house.root / configuration.NAME  # which the system does not watch
        count, sent, looked, beat = -1, "", "", 0.0
        while not self.changes.over:
            now, seen = self.changes.after(count, 0), _state_of(settings)
            # The system takes a moment until it watches: what changes before is found by looking once more.
            if (now, seen) != (count, looked) or time.monotonic() > beat:
                state = self.state(slug, language)
                if made and sent and state != sent:
                    self._begin_page((slug, language), state)  # the reader asks for it when notified
                yield f"data: {state}\n\n".encode() if state != sent else b":\n\n"
                beat = time.monotonic() + (BEAT if sent else min(1.0, BEAT))
                sent, count, looked = state, now, seen
            yield b""
            self.changes.after(count, min(_GLANCE, BEAT))

    def _leave(self) -> None:
        with self._lock:
            self._streams -= 1

    def _print_preview(self, slug: str, language: str) -> HttpAnswer:
        """Return the report as a PDF without a file, made once for each state of its files; or what is wrong with
        it.
        """
        version, state = (slug, language), self.state(slug, language)
        with self._lock:
            if version not in self._prints or self._prints[version][0] != state:
                self._prints.pop(version, None)
                self._prints[version] = state, self._executor.submit(print_pages, self._house, slug, language)
                while len(self._prints) > _PRINTS:
                    self._prints.pop(next(iter(self._prints)))
            making = self._prints[version][1]
        try:
            pdf = result_of(making, f"sources/{slug}/report.md")
        except PlantinError as error:
            return HttpAnswer(HTTPStatus.CONFLICT, TEXT, f"{error.findings[0]}\n".encode())
        fields = (("Plantin-Pages", json.dumps(pdf.starts)), ("X-Frame-Options", "SAMEORIGIN"))
        return HttpAnswer(HTTPStatus.OK, "application/pdf", pdf.content, fields=fields)

    def _finish_page(self, making: Future[str], version: tuple[str, str], state: str, seconds: float) -> str:
        """Return the page, or what ended the work on it. Raises concurrent.futures.TimeoutError after so many
        seconds.
        """
        making.exception(max(seconds, 0))
        try:
            return result_of(making, f"sources/{version[0]}/report.md")
        except PlantinError as error:
            return pages.failure(*self._screen(version[0]), version[1], state, error.findings)

    def _file(self, slug: str, name: str) -> HttpAnswer:
        """Return a file in the build folder of a report, and nowhere else."""
        folder = self._house.build.resolve() / slug
        names = {path.name for path in folder.iterdir()} if folder.is_dir() and slug in self._house.slugs() else ()
        if name.startswith(".") or name not in names:
            return HttpAnswer.of(HTTPStatus.NOT_FOUND)
        try:
            file = open_regular(folder / name, self._house.build)
            return HttpAnswer(HTTPStatus.OK, media_type(name), policy=SCRIPTED, file=file)
        except OSError:
            return HttpAnswer.of(HTTPStatus.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """A PDF that is in no file, and the anchor of the first place that begins on each page, or none."""

    content: bytes
    starts: tuple[str, ...]


def print_pages(house: House, slug: str, language: str) -> PrintedPages:
    """Return the report ``slug`` in ``language`` as it is now. Raises as a build does."""
    document = steps.compose(house, slug, language, purpose="build").document
    row = next(row for row in formats() if row.printed)
    pdf = row.write_with_pages(document, house.style(house.style_of(slug)), steps.moment(document))
    rows = outline(document).body
    starts = (0 if start.series != "body" else start.row for start in pdf.pages)
    anchors = (next((entry.anchor for entry in rows[start:] if entry.anchor), "") for start in starts)
    return PrintedPages(pdf.content, tuple(anchors))


def facing_sheet(house: House, slug: str) -> str:
    """Return the sheet of the facing edition, as it is for what is compared alone. Raises StyleError."""
    return f".pairs {{\n{house.style(house.style_of(slug)).sheet('facing.css').text(data_url)}\n}}\n"


def facing_page(house: House, report: Report, screen: Screen, language: str, state: str) -> str:
    """Return the page of a report beside its translation into ``language``, or of what is wrong with it; any fault of a
    file is shown on it.
    """
    offered = OfferedFixes(house, report.slug)
    try:
        facing_report = facing.read(house, report.slug, language)
        sheet_digest = digest(facing_sheet(house, report.slug).encode())[:16]
        return pages.facing(report, screen, language, state, facing_report, sheet_digest, offered)
    except PlantinError as error:
        return pages.failure(report, screen, language, state, error.findings, offered)
    except OSError as error:
        return pages.failure(report, screen, language, state, (f"{error.filename or 'a file'} {why(error)}",))
    except (ValueError, RecursionError) as error:
        words = "is nested too deeply" if isinstance(error, RecursionError) else f"cannot be read: {error}"
        return pages.failure(report, screen, language, state, (f"sources/{report.slug}/report.md {words}",))


def _state_of(path: Path) -> str:
    """Return the digest of a file; of one that cannot be read, why."""
    try:
        return file_digest(path)
    except OSError as error:
        return why(error)

"""What the server's pages say of a report: title, languages by their own names, editions, how far it is, and what is to
be done next.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plantin import translation
from plantin.bounded import data
from plantin.bounded.bytes import MIB, read, why
from plantin.findings import PlantinError
from plantin.house.layout import House
from plantin.model import languages as tags
from plantin.model.languages import Direction
from plantin.production.formats import Edition, formats
from plantin.production.ingredients import Ingredients
from plantin.proof.leftovers import is_older
from plantin.source import front_matter
from plantin.translation import Status

_LARGEST_LEDGER = 64 * MIB


@dataclass(frozen=True, slots=True)
class ListedEdition:
    """An edition in the build folder: name of its format, address, whether its source is newer."""

    title: str
    address: str
    older: bool


@dataclass(frozen=True, slots=True)
class ReportLanguage:
    """A language of a report."""

    tag: str
    name: str
    """In the language itself; the tag where the house cannot be read."""
    direction: Direction
    editions: tuple[ListedEdition, ...] = ()
    status: Status | None = None
    """How far the translation is; nothing for the original, and where it was not counted."""

    @property
    def open_messages(self) -> int:
        """How many messages are untranslated or fuzzy."""
        return self.status.missing + self.status.stale if self.status else 0

    @property
    def per_cent(self) -> int:
        """The share of the words that are translated; a hundred is all of them."""
        status = self.status
        return status.words_translated * 100 // status.words if status and status.words else 100


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """What the last check of all editions of a report found, and when, in words."""

    when: str
    differences: int
    outdated: bool
    """Whether an edition was made since."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do next: at an ``address``, by a ``command``, or, without either, by a button."""

    words: str
    address: str = ""
    command: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report of the house; ``faults`` say why it cannot be read, and are empty where it can."""

    slug: str
    symbol: str
    title: str
    languages: tuple[ReportLanguage, ...]
    """The original first."""
    faults: str = ""
    checked: CheckRecord | None = None
    is_counted: bool = False
    """Whether editions, translations and the last check were looked at."""

    @property
    def original(self) -> ReportLanguage:
        """The language that it is written in; of a report that cannot be read, English."""
        return self.languages[0] if self.languages else ReportLanguage("en", "English", "ltr")

    def language(self, tag: str) -> ReportLanguage:
        """Return the language of that tag; one without editions where the report does not have it."""
        unnamed = ReportLanguage(tag, tag, tags.direction(tag))
        return next((each for each in self.languages if each.tag == tag), unnamed)

    def editions(self) -> tuple[ListedEdition, ...]:
        """Return all editions that were made."""
        return tuple(edition for language in self.languages for edition in language.editions)

    def next_step(self) -> NextStep:
        """Return what brings the report on: what stops everything else comes first."""
        address, editions = f"/{self.slug}/", self.editions()
        furthest = max(self.languages[1:], key=lambda each: each.open_messages, default=None)
        if self.faults:
            return NextStep("See what is wrong", f"{address}{self.original.tag}")
        if furthest and furthest.open_messages:
            words = f"Translate {_count(furthest.open_messages, 'message')} into {furthest.name}"
            return NextStep(words, f"{address}{furthest.tag}/desk")
        if not editions or any(edition.older for edition in editions):
            return NextStep("Make the editions again" if editions else "Make the editions")
        if self.checked is None or self.checked.outdated or self.checked.differences:
            words = "See the differences" if self.checked and not self.checked.outdated else "Check the editions"
            return NextStep(words, command=f"plantin check {self.slug}")
        for each in self.languages[1:]:
            if each.status and (unread := each.status.translated - each.status.reviewed):
                return NextStep(f"Revise {_count(unread, 'message')} in {each.name}", f"{address}{each.tag}/desk")
        return NextStep("Release it", command="plantin release VERSION")


def languages_of(house: House, slug: str) -> tuple[tuple[str, ...], str]:
    """Return the languages of a report, the original first; and why there are none: unreadable front matter."""
    try:
        return house.languages(slug), ""
    except PlantinError as error:
        return (), str(error)
    except OSError as error:
        return (), f"sources/{slug}/report.md {why(error)}"


def read_report(house: House, slug: str) -> Report:
    """Return what the front matter says of a report, with its editions."""
    languages, faults = languages_of(house, slug)
    try:
        head = front_matter.read(house.source(slug))
        symbol, title = head.symbol, head.title
    except (PlantinError, OSError):
        symbol, title = slug, slug
    made_of = Ingredients(house, None)
    rows = (
        ReportLanguage(tag, language_name(house, tag), tags.direction(tag), _list_editions(made_of, slug, tag))
        for tag in languages
    )
    return Report(slug, symbol, title, tuple(rows), faults)


def count_report(house: House, slug: str) -> Report:
    """Return the same with how far its translations are, and what its last check found."""
    report = read_report(house, slug)
    try:
        states = translation.status_rows(house, slug, tuple(each.tag for each in report.languages[1:]))
    except PlantinError as error:
        return replace(report, faults=report.faults or str(error), is_counted=True)
    by_tag = {status.language: status for status in states}
    rows = tuple(replace(each, status=by_tag.get(each.tag)) for each in report.languages)
    return replace(report, languages=rows, checked=_read_ledger(house, slug), is_counted=True)


def language_name(house: House, tag: str) -> str:
    """Return what a language calls itself; its tag where the words of the house cannot be read."""
    try:
        return house.locale(tag).name
    except PlantinError:
        return tag


def _list_editions(made_of: Ingredients, slug: str, language: str) -> tuple[ListedEdition, ...]:
    """Return the editions that are in the build folder, and whether their source has changed since."""
    editions = []
    for row in formats():
        edition = Edition(slug, language, row.name)
        path = made_of.house.build / edition.target
        if path.is_file():
            try:
                older = is_older(made_of, edition)
            except PlantinError:  # the page of the report says what is wrong
                older = False
            editions.append(ListedEdition(row.title, f"/build/{slug}/{path.name}", older=older))
    return tuple(editions)


def _read_ledger(house: House, slug: str) -> CheckRecord | None:
    """Return what the ledger of a check says; nothing where there is none, or it cannot be read."""
    folder = house.build / slug
    try:
        content: Any = data.json(read(folder / "ledger.json", _LARGEST_LEDGER, house.build))
        differences = len(content["across"]) + sum(
            len(each["differences"]) + len(each["findings"]) for each in content["editions"]
        )
        made = moment(folder / "ledger.json")
        since = any(moment(path) > made for path in folder.iterdir())
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return CheckRecord(moment_words(made), differences, since)


def moment(path: Path) -> int:
    """Return when a file was written, in nanoseconds; 0 where it is not there."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def moment_words(moment: int) -> str:
    """Return a moment as pages say it, at the time of this machine."""
    when = dt.datetime.fromtimestamp(moment // 10**9, dt.UTC).astimezone()
    return f"{when.day} {when:%B %Y, %H:%M}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' if number != 1 else ''}"

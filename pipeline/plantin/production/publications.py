"""What packs and extensions add to releases and sites by entry points of the group ``plantin.publications``: statements
about reports, in the manifest and as linked data, and notices on their pages; each with a reader that proves it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from plantin.findings import Finding, PlantinError
from plantin.house.layout import House
from plantin.settings import extensions

T = TypeVar("T")
Said = Mapping[str, tuple[str, ...]]
"""What is stated of a report: values by their names."""
Content = Callable[[str], bytes]
"""Gives the bytes of a file of a release or a site, by its path there."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is stated of a report of a release."""

    said: Said
    """What the manifest has under the name of the addition."""
    linked: Mapping[str, object]
    """Further terms of the work in ``catalogue.jsonld``."""


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """The pages of a report in one language on a site, as paths there."""

    language: str
    version: str
    """The release that it is of; empty in a draft."""
    page: str
    """Its own page."""
    reading: str = ""
    """The page on which its web edition is read; empty where it has none."""
    edition: str = ""
    """That web edition."""


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """A report of a site."""

    slug: str
    """The name of its folder."""
    symbol: str
    """Its symbol, with the asterisk of a reissue."""
    said: Said
    """What its newest release says of it under the name of the addition."""
    pages: tuple[PublishedPage, ...]
    """Those of the newest release first, in each that of the original first."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a place of a report is found elsewhere."""

    anchor: str
    place: str
    """The words for the place."""
    words: str
    """The words for where it is found, or that it is not."""
    target: str = ""
    """The path in the site, with an anchor; empty where it is nowhere."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice above a report on its own page, or on the page on which it is read, which also has the leads."""

    page: str
    """The path of the page in the site."""
    text: str
    """What it says."""
    target: str
    """The path in the site of the page to which it leads."""
    language: str
    """The language of that page."""
    summary: str = ""
    """What the list of leads is called."""
    leads: tuple[Lead, ...] = ()


@dataclass(frozen=True, slots=True)
class Addition:
    """What an entry point of the group ``plantin.publications`` leads to."""

    name: str
    """That of the entry point."""
    state: Callable[[House, Sequence[str]], Mapping[str, Statement]]
    """Gives what is stated of reports of the house that are published together, by the names of their folders."""
    notify: Callable[[House, Sequence[PublishedReport], Content], Iterable[Notice]]
    """Gives the notices of a site."""
    read_release: Callable[[Content], Iterable[Finding]]
    """Reads back what a release says, and gives what is wrong with it."""
    read_site: Callable[[Sequence[PublishedReport], Content], Iterable[Finding]]
    """Reads back the notices of a site, and gives what is wrong with them."""


def additions() -> Iterator[tuple[Addition, str]]:
    """Yield each addition that is installed, and its package."""
    return extensions.values("publications", Addition)


def of_addition(addition: Addition, package: str, work: Callable[[], T]) -> T:
    """Return what a function of an addition gives. Raises ToolError (V022) where it fails; its own findings pass."""
    try:
        return work()
    except PlantinError:
        raise
    except Exception as error:
        raise extensions.failure(package, f"the addition {addition.name!r}", error) from error


def statements(house: House, slugs: Sequence[str]) -> dict[str, dict[str, Statement]]:
    """Return what additions say of reports, by report and addition. Raises ToolError (V022), and what they refuse."""
    rows: dict[str, dict[str, Statement]] = {slug: {} for slug in slugs}
    for addition, package in additions():
        said = of_addition(addition, package, lambda: addition.state(house, slugs))  # noqa: B023 - called at once
        for slug in slugs:
            if slug in said:
                rows[slug][addition.name] = said[slug]
    return rows


def release_findings(content: Content) -> tuple[Finding, ...]:
    """Return what additions find in a release. Raises ToolError (V022)."""
    rows = (
        of_addition(addition, package, lambda: tuple(addition.read_release(content)))  # noqa: B023 - called at once
        for addition, package in additions()
    )
    return tuple(finding for findings in rows for finding in findings)

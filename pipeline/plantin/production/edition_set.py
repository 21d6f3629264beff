"""The editions that are published together: what a release, or a build folder, has when it is finished."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plantin.files import BuildRecords, file_digest
from plantin.findings import PlantinError
from plantin.house.layout import House
from plantin.production.formats import Edition, formats


@dataclass(frozen=True, slots=True)
class EditionSet:
    """The editions that are published together. An edition leads to others of its set and to no more, whatever
    other files are in the folder where it is made.
    """

    editions: frozenset[Edition]
    """All of them, whether they are made by this run or were made before it."""
    refused: frozenset[tuple[str, str]] = frozenset()
    """The reports, each in a language, that cannot be made."""

    def __contains__(self, edition: Edition) -> bool:
        return edition in self.editions and (edition.slug, edition.language) not in self.refused

    def without(self, slug: str, language: str) -> EditionSet:
        """Return the set without the editions of a report in a language, which cannot be made."""
        return EditionSet(self.editions, self.refused | {(slug, language)})


def of_plan(wanted: Iterable[Edition]) -> EditionSet:
    """Return the set of a release: what is planned, and nothing besides."""
    return EditionSet(frozenset(wanted))


def of_build_folder(house: House, wanted: Iterable[Edition]) -> EditionSet:
    """Return the set of the build folder after ``wanted`` is made: these, and the other editions of the same reports
    that are finished there, as their records say.
    """
    planned = frozenset(wanted)
    records = BuildRecords(house.build)
    finished = {
        edition
        for slug in {edition.slug for edition in planned}
        for edition in _possible(house, slug)
        if edition not in planned
        and (record := records.get(edition.target))
        and record.result == file_digest(house.build / edition.target)
    }
    return EditionSet(planned | finished)


def _possible(house: House, slug: str) -> list[Edition]:
    """Return the editions that the report ``slug`` may have; none where its languages cannot be read."""
    try:
        languages = house.languages(slug)
    except PlantinError:
        return []
    return [Edition(slug, language, row.name) for language in languages for row in formats()]

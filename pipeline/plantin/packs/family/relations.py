"""The families of a house: which report follows which other one, by front matter and by symbols."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache

from plantin.findings import PlantinError
from plantin.house.layout import House
from plantin.model.added_tables import table_of
from plantin.packs.family.tables import FamilyFields, FamilyMarks, Kind
from plantin.source import front_matter
from plantin.source.front_matter import FrontMatter

_States = tuple[tuple[str, int, int], ...]
"""The sources of a house, each with its time and its size."""


@dataclass(frozen=True, slots=True)
class Relation:
    """How one report follows another: by their symbols without asterisk."""

    symbol: str
    """The later report, which says it."""
    kind: Kind
    """How it follows the other."""
    other: str
    """The earlier report."""


@dataclass(frozen=True)
class Family:
    """The relations among reports, and what else is asked of reports, by their symbols without asterisk."""

    relations: tuple[Relation, ...]
    """What all reports say of others."""
    dates: Mapping[str, str]
    """The day of issue of each (ISO 8601)."""
    languages: Mapping[str, tuple[str, ...]]
    """The languages of each."""

    @cached_property
    def replacements(self) -> Mapping[str, str]:
        """The report that revises another one, by the one that it revises: the first that says so."""
        return {row.other: row.symbol for row in reversed(self.relations) if row.kind == "revises"}

    def relations_from(self, symbol: str) -> tuple[Relation, ...]:
        """Return what a report says of others."""
        return tuple(row for row in self.relations if row.symbol == symbol)

    def relations_to(self, symbol: str) -> tuple[Relation, ...]:
        """Return what others say of it."""
        return tuple(row for row in self.relations if row.other == symbol)

    def newest(self, symbol: str) -> str:
        """Return the report that replaces one in the end; itself where none does, or they replace one another."""
        chain = [symbol]
        while (later := self.replacements.get(chain[-1])) and later not in chain:
            chain.append(later)
        return symbol if later else chain[-1]

    def ancestors(self, symbol: str) -> tuple[str, ...]:
        """Return all that a report follows, nearest first; where they go round, itself is the last."""
        waiting, passed = [row.other for row in self.relations_from(symbol)], list[str]()
        while waiting:
            other = waiting.pop(0)
            if other not in passed:
                passed.append(other)
                waiting += [row.other for row in self.relations_from(other)]
        return tuple(passed)


def relations_of(head: FrontMatter, marks: FamilyMarks) -> tuple[Relation, ...]:
    """Return what a report says of others, in its front matter, or else by its symbol."""
    symbol, said = head.symbol.removesuffix("*"), marks.read(head.symbol)
    rows = table_of(head.tables, FamilyFields).stated() or ([said[:2]] if said else ())
    return tuple(Relation(symbol, kind, other) for kind, other in rows)


def marks_of(house: House, style: str) -> FamilyMarks:
    """Return how symbols of the house style ``style`` say it: as is usual where the style cannot be read."""
    try:
        return table_of(house.style(style).tables, FamilyMarks)
    except PlantinError:
        return FamilyMarks()


def of_house(house: House) -> Family:
    """Return the relations of the reports of a house; one that cannot be read is left out, and reported elsewhere."""
    states = []
    for slug in house.slugs():
        state = house.report(slug).stat()
        states.append((slug, state.st_mtime_ns, state.st_size))
    styles = sorted({head.style for head in _heads(house, tuple(states))})
    return _family(house, tuple(states), tuple((style, marks_of(house, style)) for style in styles))


def with_report(family: Family, head: FrontMatter, rows: tuple[Relation, ...]) -> Family:
    """Return the family in which one report says ``rows``, and has the date and the languages of this front matter."""
    symbol = head.symbol.removesuffix("*")
    others = (row for row in family.relations if row.symbol != symbol)
    return Family((*others, *rows), {**family.dates, symbol: head.date}, {**family.languages, symbol: head.languages})


@lru_cache(maxsize=4)
def _family(house: House, states: _States, marks: tuple[tuple[str, FamilyMarks], ...]) -> Family:
    heads, marks_by_style = _heads(house, states), dict(marks)
    return Family(
        tuple(row for head in heads for row in relations_of(head, marks_by_style[head.style])),
        {head.symbol.removesuffix("*"): head.date for head in heads},
        {head.symbol.removesuffix("*"): head.languages for head in heads},
    )


@lru_cache(maxsize=4)
def _heads(house: House, states: _States) -> tuple[FrontMatter, ...]:
    heads = []
    for slug, *_ in states:
        with suppress(PlantinError):
            heads.append(front_matter.read(house.source(slug)))
    return tuple(heads)

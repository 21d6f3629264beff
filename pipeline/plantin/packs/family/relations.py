"""The families of a house: which report follows which other one, by front matter and by symbols."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from plantin.findings import PlantinError
from plantin.house.layout import House
from plantin.model.added_tables import table_of
from plantin.packs.family.tables import FamilyFields, FamilyMarks, Kind
from plantin.source import front_matter
from plantin.source.front_matter import FrontMatter


@dataclass(frozen=True, slots=True)
class Relation:
    """How one report follows another: by their symbols without asterisk."""

    symbol: str
    kind: Kind
    other: str


@dataclass(frozen=True, slots=True)
class Family:
    """The relations among reports, and the dates of reports (ISO 8601) by their symbols."""

    relations: tuple[Relation, ...]
    dates: Mapping[str, str]
    languages: Mapping[str, tuple[str, ...]]

    def followed(self, symbol: str) -> tuple[Relation, ...]:
        """Return what a report says of others."""
        return tuple(row for row in self.relations if row.symbol == symbol)

    def following(self, symbol: str, kind: Kind | None = None) -> tuple[Relation, ...]:
        """Return what others say of it: of one ``kind``, or all."""
        return tuple(row for row in self.relations if row.other == symbol and kind in (None, row.kind))

    def newest(self, symbol: str) -> str:
        """Return the report that replaces one in the end; itself where none does, or they replace one another."""
        chain = [symbol]
        while (rows := self.following(chain[-1], "revises")) and rows[0].symbol not in chain:
            chain.append(rows[0].symbol)
        return symbol if self.following(chain[-1], "revises") else chain[-1]

    def ancestors(self, symbol: str) -> tuple[str, ...]:
        """Return all that a report follows, nearest first; where they go round, itself is the last."""
        waiting, passed = [row.other for row in self.followed(symbol)], list[str]()
        while waiting:
            other = waiting.pop(0)
            if other not in passed:
                passed.append(other)
                waiting += [row.other for row in self.followed(other)]
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
    return _read(house, tuple(states))


@lru_cache(maxsize=4)
def _read(house: House, states: tuple[tuple[str, int, int], ...]) -> Family:
    heads = tuple(_heads(house, [slug for slug, *_ in states]))
    marks = {style: marks_of(house, style) for style in {head.style for head in heads}}
    return Family(
        tuple(row for head in heads for row in relations_of(head, marks[head.style])),
        {head.symbol.removesuffix("*"): head.date for head in heads},
        {head.symbol.removesuffix("*"): head.languages for head in heads},
    )


def _heads(house: House, slugs: Sequence[str]) -> Iterator[FrontMatter]:
    for slug in slugs:
        try:
            yield front_matter.read(house.source(slug))
        except PlantinError:
            continue

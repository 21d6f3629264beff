"""Gives what a house has translated before, and fills in what needs no translator."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from plantin.findings import PlantinError
from plantin.house.layout import House
from plantin.source import front_matter
from plantin.translation import memory, po
from plantin.translation.memory import MemoryPair


def house_pairs(house: House, original: str, language: str, but: str = "") -> Iterator[MemoryPair]:
    """Yield what the reports of the house have translated from ``original`` into ``language``, but for the report
    ``but``. What cannot be read is left out: it is reported where it is made.
    """
    for slug in house.slugs():
        file = house.catalogue_file(language, slug)
        if slug == but or not file.is_file():
            continue
        try:
            if front_matter.read(house.source(slug)).original_language == original:
                yield from memory.pairs_of(po.read_catalogue(file, house.name(file), file.parent.parent), slug)
        except PlantinError:
            continue


def fill_numbers(house: House, slug: str, language: str, number: Callable[[str], str]) -> int:
    """Write the messages of a catalogue that are numbers by ``number``; how many were missing."""
    file = house.catalogue_file(language, slug)
    catalogue = po.read_catalogue(file, house.name(file))
    result = memory.with_numbers(catalogue, number)
    po.write_catalogue(file, result, house.root)
    return sum(entry != was for entry, was in zip(result.entries, catalogue.entries, strict=True))

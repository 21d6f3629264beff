"""Gives what a house has translated before, one store by text: its other reports, what reports no longer have, files
whose report is gone or has another symbol now, and, for a variety of a language, that language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from plantin.findings import PlantinError
from plantin.house.layout import House
from plantin.source import front_matter
from plantin.translation import memory, po
from plantin.translation.memory import MemoryPair
from plantin.translation.message import Message, messages
from plantin.translation.po import Catalogue


def house_pairs(house: House, original: str, language: str, but: str = "") -> Iterator[MemoryPair]:
    """Yield what the house has translated from ``original`` into ``language`` or the language of which that is a
    variety, but for what the report ``but`` has now. What cannot be read is left out: it is reported where it is made.
    """
    for slug, catalogue in _catalogues(house, language):
        head = _front_matter(house, slug)
        if head is None or head.original_language == original:
            live = () if (slug, catalogue.language) == (but, language) else catalogue.entries
            for entries in (catalogue.obsolete, live):
                yield from memory.pairs_of(replace(catalogue, entries=entries), slug)


def catalogues_elsewhere(house: House, slug: str, language: str) -> tuple[Catalogue, ...]:
    """Return what other catalogues have for texts that their reports no longer have: a section that was moved to the
    report ``slug`` finds its translation there, with its reviews. Of the language of which ``language`` is a variety it
    is all that is finished, without reviews.
    """
    rows = []
    for name, catalogue in _catalogues(house, language):
        if catalogue.language != language:
            finished = [entry for entry in catalogue.entries if entry.translation and not entry.stale]
            rows.append(
                (name != slug, [replace(entry, review="", translated="", approved="") for entry in finished], catalogue)
            )
        elif name != slug:
            head = _front_matter(house, name)
            texts = {message.text for message in messages(house.source(name), head)} if head else ()
            gone = [entry for entry in catalogue.entries if entry.translation and entry.original not in texts]
            rows.append((True, [*gone, *catalogue.obsolete], catalogue))
    rows.sort(key=lambda row: row[0])
    return tuple(replace(catalogue, entries=tuple(entries), obsolete=()) for _, entries, catalogue in rows)


def renamed_catalogue(house: House, slug: str, language: str, report: Sequence[Message]) -> Catalogue | None:
    """Return the catalogue of a report that is no longer there and had at least half of its texts in ``report``: that
    of the same report under its former symbol.
    """
    texts, slugs = {message.text for message in report}, house.slugs()
    rows = [
        (sum(entry.original in texts for entry in catalogue.entries), name, catalogue)
        for name, catalogue in _catalogues(house, language)
        if name not in slugs and name != slug and catalogue.language == language
    ]
    count, _, catalogue = max(rows, key=lambda row: row[:2], default=(0, "", None))
    return catalogue if catalogue and 2 * count >= len(catalogue.entries) > 0 else None


def _catalogues(house: House, language: str) -> Iterator[tuple[str, Catalogue]]:
    """Yield the name of the report and the catalogue of each file of a language, and of that of a variety."""
    for tag in dict.fromkeys((language.partition("-")[0], language)):
        for file in sorted(house.catalogue_file(tag, "-").parent.glob("*.po")):
            try:
                yield file.stem, replace(po.read_catalogue(file, house.name(file), file.parent.parent), language=tag)
            except PlantinError:
                continue


def _front_matter(house: House, slug: str) -> front_matter.FrontMatter | None:
    """Return the front matter of a report; nothing where there is none that can be read."""
    try:
        return front_matter.read(house.source(slug)) if slug in house.slugs() else None
    except PlantinError:
        return None


def fill_numbers(house: House, slug: str, language: str, number: Callable[[str], str]) -> int:
    """Write the messages of a catalogue that are numbers by ``number``; how many were missing."""
    file = house.catalogue_file(language, slug)
    catalogue = po.read_catalogue(file, house.name(file))
    result = memory.with_numbers(catalogue, number)
    po.write_catalogue(file, result, house.root)
    return sum(entry != was for entry, was in zip(result.entries, catalogue.entries, strict=True))

"""Gives what a house has translated before, one store by text: its other reports, what reports no longer have, files
whose report is gone or has another symbol now, and, for a variety of a language, that language.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from plantin.findings import PlantinError
from plantin.house.layout import House
from plantin.source import front_matter
from plantin.translation import doubts, memory, po
from plantin.translation.memory import MemoryPair
from plantin.translation.message import Message, messages
from plantin.translation.po import Catalogue, PoEntry
from plantin.translation.renamed_marks import normal_form

_MOST_KEPT = 8192
"""What so many catalogues left behind is kept."""
_LEFT_BEHIND: dict[tuple[object, ...], tuple[PoEntry, ...]] = {}


def house_pairs(house: House, original: str, language: str, but: str = "") -> Iterator[MemoryPair]:
    """Yield what the house has translated from ``original`` into ``language`` or the language of which that is a
    variety, but for what the report ``but`` has now. What cannot be read is left out: it is reported where it is made.
    """
    for tag, slug, file in _files(house, language):
        head = _front_matter(house, slug)
        if (head is None or head.original_language == original) and (catalogue := _read(house, tag, file)):
            live = () if (slug, tag) == (but, language) else catalogue.entries
            for entries in (catalogue.obsolete, live):
                yield from memory.pairs_of(replace(catalogue, entries=entries), slug)


def catalogues_elsewhere(
    house: House, slug: str, language: str, texts: Iterable[str] | None = None
) -> tuple[Catalogue, ...]:
    """Return what other catalogues have for texts that their reports no longer have: a section that was moved to the
    report ``slug`` finds its translation there, with its reviews. Of the language of which ``language`` is a variety it
    is all that is finished, without reviews, and after what the variety has itself. Catalogues without one of
    ``texts``, where they are given, are left out.
    """
    open_texts = None if texts is None else set(map(normal_form, texts))
    rows = []
    for tag, name, file in sorted(_files(house, language), key=lambda row: (row[0] != language, row[1] != slug)):
        if open_texts == set():
            break
        if tag != language:
            catalogue = _read(house, tag, file)
            finished = (entry for entry in catalogue.entries if entry.translation) if catalogue else ()
            entries = [replace(entry, review="", translated="", approved="") for entry in finished if not entry.stale]
        elif name != slug:
            entries = [*_left_behind_in(house, tag, name)]
        else:
            continue
        found = {normal_form(entry.original) for entry in entries}
        if open_texts is None or open_texts & found:
            rows.append(Catalogue(house.name(file), tag, (*entries,)))
        if open_texts and tag != language:
            open_texts -= found
    return (*rows,)


def _left_behind_in(house: House, tag: str, name: str) -> tuple[PoEntry, ...]:
    """Return what a catalogue has for texts that its report no longer has; kept for the present versions of both, but
    where the report includes files, whose versions are not known.
    """
    file = house.catalogue_file(tag, name)
    key = (house, tag, name, _version(file), _version(house.report(name)))
    if key not in _LEFT_BEHIND:
        catalogue, head = _read(house, tag, file), _front_matter(house, name)
        report = house.source(name) if head else None
        texts = {message.text for message in messages(report, head)} if report and head else set()
        entries = tuple(left_behind(catalogue, texts)) if catalogue else ()
        if report and report.spans:
            return entries
        if len(_LEFT_BEHIND) >= _MOST_KEPT:
            _LEFT_BEHIND.clear()
        _LEFT_BEHIND[key] = entries
    return _LEFT_BEHIND[key]


def _version(path: Path) -> tuple[int, ...]:
    """Return what changes wherever a file does; nothing where there is none."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def left_behind(catalogue: Catalogue, texts: Container[str]) -> list[PoEntry]:
    """Return what a catalogue has for texts that its report, whose ``texts`` are these, no longer has: of a text that
    was changed as it was before, of one in doubt as it was at its place.
    """
    rows = []
    for entry in filter(lambda entry: entry.translation, catalogue.entries):
        if entry.stale and entry.previous:
            rows.append(replace(entry, original=entry.previous, stale=False, previous=""))
        elif entry.original not in texts or doubts.place_of(entry):
            rows.append(entry)
    return [*rows, *catalogue.obsolete]


def renamed_catalogue(house: House, slug: str, language: str, report: Sequence[Message]) -> Catalogue | None:
    """Return the catalogue of a report that is no longer there and had at least half of its texts in ``report``: that
    of the same report under its former symbol.
    """
    texts, slugs = {message.text for message in report}, house.slugs()
    orphans = ((name, file) for tag, name, file in _files(house, language) if tag == language and name not in slugs)
    catalogues = ((name, _read(house, language, file)) for name, file in orphans if name != slug)
    rows = [
        (sum(entry.original in texts for entry in catalogue.entries), name, catalogue)
        for name, catalogue in catalogues
        if catalogue
    ]
    count, _, catalogue = max(rows, key=lambda row: row[:2], default=(0, "", None))
    return catalogue if catalogue and 2 * count >= len(catalogue.entries) > 0 else None


def _files(house: House, language: str) -> Iterator[tuple[str, str, Path]]:
    """Yield the language, the report and the file of each catalogue of a language, and of that of a variety."""
    for tag in dict.fromkeys((language.partition("-")[0], language)):
        for file in sorted(house.catalogue_file(tag, "-").parent.glob("*.po")):
            yield tag, file.stem, file


def _read(house: House, tag: str, file: Path) -> Catalogue | None:
    try:
        return replace(po.read_catalogue(file, house.name(file), file.parent.parent), language=tag)
    except PlantinError:
        return None


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

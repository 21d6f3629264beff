"""Fills the catalogues of a house from what was translated before: its other reports, memories (TMX), and programs that
translate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from lxml import etree

from plantin.bounded import bytes as bounded_bytes
from plantin.bounded import process, xml
from plantin.bounded.xml import XmlError
from plantin.findings import Place, ToolError
from plantin.house.layout import House
from plantin.packs.exchange import analysis, memory_fill, tmx, xliff, xliff_files, xml_files
from plantin.translation import memory, po, report_of, reuse, update_and_read
from plantin.translation import messages as messages_of
from plantin.translation.exchange import not_read
from plantin.translation.marks import hang_together
from plantin.translation.memory import Memory, MemoryPair

_HINT = "It reads XLIFF 1.2 from its standard input and writes the same file, with targets, to its standard output."


def file_pairs(house: House, path: Path, original: str, language: str) -> tuple[MemoryPair, ...]:
    """Return the pairs of a TMX file. Raises TranslationError (T057) for another file."""
    name = house.name_of_given(path)
    hint = "Save it as TMX 1.4."
    try:
        root = xml_files.root_of(path, doctype=True)
    except (OSError, XmlError) as error:
        raise not_read(f"not TMX: {bounded_bytes.why(error)}", name, hint) from None
    if etree.QName(root).localname != "tmx":
        raise not_read(f"not TMX: its root element is {etree.QName(root).localname}", name, hint)
    return tuple(tmx.read(root, original, language, path.stem))


def memory_for(house: House, slug: str, language: str, files: Sequence[Path]) -> Memory:
    """Return the memory for a report: other reports, then ``files`` (TMX). Raises SourceError, TranslationError
    (T057).
    """
    original = report_of(house, slug)[1].original_language
    pairs = (pair for path in files for pair in file_pairs(house, path, original, language))
    return Memory((*pairs, *reuse.house_pairs(house, original, language, slug)))


def analyse_report(house: House, slug: str, language: str, files: Sequence[Path]) -> analysis.Analysis:
    """Return how much of a report is new in a language. Raises as ``memory_for`` does."""
    return analysis.analyse(messages_of(*report_of(house, slug)), memory_for(house, slug, language, files))


def fill_file(
    house: House, slug: str, language: str, files: Sequence[Path], number: Callable[[str], str], least: int
) -> memory_fill.MemoryFill:
    """Bring the catalogue of a report and a language up to date and fill it, as ``memory_fill.fill`` does. Raises as
    ``update_file`` and ``memory_for`` do.
    """
    catalogue = update_and_read(house, slug, language)
    fill = memory_fill.fill(catalogue, memory_for(house, slug, language, files), number, slug, least)
    po.write_catalogue(house.catalogue_file(language, slug), fill.catalogue, house.root)
    return fill


def pretranslate(house: House, slug: str, language: str, command: Sequence[str]) -> tuple[int, list[str]]:
    """Fill what is missing in a catalogue by the program ``command``, which reads XLIFF 1.2 and writes it with targets;
    how many messages it translated, and the contexts of those whose marks it lost: these stay missing.

    What it made is stale, whatever it says, and labelled with the program's name. Raises as ``update_file`` does;
    ToolError (T084) where it fails or writes something else.
    """
    catalogue = update_and_read(house, slug, language)
    original = report_of(house, slug)[1].original_language
    missing = replace(catalogue, entries=tuple(entry for entry in catalogue.entries if not entry.translation))
    name = Path(command[0]).name
    try:
        ended = process.run(command, given=xliff.write(missing, slug, original))
    except OSError as error:
        raise _program_error(name, str(error.strerror or error)) from None
    if ended.code:
        raise _program_error(name, ended.complaint)
    try:
        received = xliff_files.units_of(xml.parse(ended.output))
    except XmlError as error:
        raise _program_error(name, f"what it wrote is not XLIFF: {error}") from None
    translations = {unit.context: unit.translation for unit in received.units if unit.translation.strip()}
    entries, lost = list(catalogue.entries), list[str]()
    for n, entry in enumerate(entries):
        text = translations.get(entry.context, "") if not entry.translation else ""
        if not text or text == entry.original:
            continue
        if hang_together(entry.original, text):
            entries[n] = memory.of_machine(entry, text, name)
        else:
            lost.append(entry.context)
    done = sum(entry != was for entry, was in zip(entries, catalogue.entries, strict=True))
    po.write_catalogue(house.catalogue_file(language, slug), replace(catalogue, entries=tuple(entries)), house.root)
    return done, lost


def _program_error(name: str, why: str) -> ToolError:
    return ToolError.of("T084", f"{name} did not translate: {why}", Place(name), _HINT)


def export_memory(house: House, original: str, language: str) -> bytes:
    """Return everything that the house has translated from ``original`` into ``language``, as TMX."""
    return tmx.write_memory(reuse.house_pairs(house, original, language), original, language)

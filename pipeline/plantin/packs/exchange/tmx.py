"""TMX 1.4b (LISA, 2005): translations as memories exchange them, marks as inline elements with their text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from plantin import __version__
from plantin.packs.exchange.xml_files import LANGUAGE, append, serialize, words
from plantin.translation import inline
from plantin.translation.inline import Part
from plantin.translation.memory import MemoryPair
from plantin.translation.po import Catalogue
from plantin.translation.terms import Term

_ORIGIN, _CONTEXT = "x-origin", "x-context"
_BEFORE, _AFTER = "x-before", "x-after"


def write(catalogue: Catalogue, report: str, original: str, _terms: Sequence[Term] = ()) -> bytes:
    """Return the finished translations of ``catalogue`` from the language ``original`` as TMX 1.4b, with their
    contexts.
    """
    rows = (
        ({_ORIGIN: report, _CONTEXT: entry.context}, entry.original, entry.translation)
        for entry in catalogue.entries
        if entry.state in ("translated", "reviewed")
    )
    return _write_rows(rows, original, catalogue.language)


def write_memory(pairs: Iterable[MemoryPair], original: str, language: str) -> bytes:
    """Return the pairs of a memory as TMX 1.4b, with their origins and the originals around them."""
    rows = (
        ({_ORIGIN: pair.origin, _BEFORE: pair.before, _AFTER: pair.after}, pair.original, pair.translation)
        for pair in pairs
    )
    return _write_rows(rows, original, language)


def _write_rows(rows: Iterable[tuple[dict[str, str], str, str]], original: str, language: str) -> bytes:
    root = etree.Element("tmx", {"version": "1.4"})
    header = {
        "creationtool": "Plantin",
        "creationtoolversion": __version__,
        "segtype": "paragraph",
        "o-tmf": "PO",
        "adminlang": "en",
        "srclang": original,
        "datatype": "plaintext",
    }
    etree.SubElement(root, "header", header)
    body = etree.SubElement(root, "body")
    for properties, source, target in rows:
        unit = etree.SubElement(body, "tu")
        for kind, value in properties.items():
            if value:
                etree.SubElement(unit, "prop", {"type": kind}).text = value
        numbers = inline.number_marks(inline.divide(source), inline.divide(target))
        for tag, text, side_numbers in ((original, source, numbers[0]), (language, target, numbers[1])):
            side = etree.SubElement(unit, "tuv", {LANGUAGE: tag})
            _fill(etree.SubElement(side, "seg"), inline.divide(text), iter(side_numbers))
    return serialize(root)


def _fill(element: etree._Element, parts: Sequence[Part], numbers: Iterator[int]) -> None:
    """Put words and marks into a segment. ``x`` pairs equal marks of two languages, ``i`` the ends of one."""
    for part in parts:
        if isinstance(part, str):
            append(element, part)
            continue
        number = str(next(numbers))
        if not part.is_pair:
            etree.SubElement(element, "ph", {"x": number, "type": part.kind}).text = part.opening
            continue
        etree.SubElement(element, "bpt", {"i": number, "x": number, "type": part.kind}).text = part.opening
        _fill(element, part.content, numbers)
        etree.SubElement(element, "ept", {"i": number}).text = part.closing


def read(root: etree._Element, original: str, language: str, name: str) -> Iterator[MemoryPair]:
    """Yield the pairs of a memory from ``original`` into ``language``, by its root element; ``name`` is the origin of
    those that do not give one. Where it has the languages of other countries alone (en-GB), these count.
    """
    for unit in root.iter("tu"):
        sides: dict[str, str] = {}
        for side in unit.findall("tuv"):
            tag = side.get(LANGUAGE) or side.get("lang") or ""
            text = words(side.find("seg"))
            sides[tag.lower()] = text
            sides.setdefault(_primary(tag), text)
        properties = {str(prop.get("type")): words(prop) for prop in unit.findall("prop")}
        source = sides.get(original.lower()) or sides.get(_primary(original))
        target = sides.get(language.lower()) or sides.get(_primary(language))
        if source and target:
            yield MemoryPair(
                source, target, properties.get(_ORIGIN, name), properties.get(_BEFORE, ""), properties.get(_AFTER, "")
            )


def _primary(tag: str) -> str:
    return tag.partition("-")[0].partition("_")[0].lower()

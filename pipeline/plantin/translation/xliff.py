"""XLIFF 1.2 (OASIS, 2008) and TMX 1.4b (LISA, 2005): catalogues as translators' tools and memories read them, and the
units of a file that comes back.

Each unit carries what it had when it was exported, so that what comes back can be compared with both sides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from plantin import __version__
from plantin.bounded import bytes as bounded
from plantin.bounded import xml
from plantin.bounded.xml import XmlError
from plantin.findings import Finding, Place, TranslationError
from plantin.translation import po
from plantin.translation.po import Catalogue, PoEntry, State

SUFFIXES = {"xliff": ".xlf", "tmx": ".tmx"}
"""The kinds of file that catalogues are exported as, and the ends of their names."""

_SUFFIXES = (".xlf", ".xliff")
_KINDS = "Send an .xlf or a .po file; a memory (.tmx) or a table (.csv) cannot be imported into a catalogue."
_XLIFF = "urn:oasis:names:tc:xliff:document:1.2"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_TOOL = "plantin"
_CONTEXT, _BASE = "x-plantin-context", "x-plantin-base"
_APPROVED = "approved"
_STATES: dict[State, str] = {
    "missing": "new",
    "stale": "needs-adaptation",
    "translated": "translated",
    "reviewed": "final",
}
_UNFINISHED = ("new", "needs-")
_REVIEWED = ("final", "signed-off")
_LARGEST = 64 * bounded.MIB


@dataclass(frozen=True, slots=True)
class ReceivedUnit:
    """One unit of a file that a translator sends."""

    original: str
    translation: str
    context: str = ""
    """The context of the message when it was exported; empty where the file does not say it."""
    base: str = ""
    """``digest`` of the text that the target had when it was exported; empty where the file does not say it."""
    unfinished: bool = False
    """Whether the translator's tool says that the target is no finished translation."""
    reviewed: bool = False
    """Whether it was approved since the export."""
    notes: tuple[str, ...] = ()
    """What the translator wrote beside it."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Received:
    """A file that a translator sends."""

    language: str
    """The language of its targets; empty where the file does not say it."""
    report: str
    """The name of the report that it was exported from; empty where the file does not say it."""
    units: tuple[ReceivedUnit, ...]


def digest(text: str) -> str:
    """What the export of ``text`` is recognized by."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def exported(entry: PoEntry) -> str:
    """The target of ``entry``: its translation, or its original where it has none, because OmegaT and others translate
    targets.
    """
    return entry.translation or entry.original


def xliff(catalogue: Catalogue, report: str, original: str) -> bytes:
    """``catalogue`` of the report ``report`` as XLIFF 1.2, translated from the language ``original``."""
    root = etree.fromstring(f'<xliff xmlns="{_XLIFF}" version="1.2"/>')
    attributes = {
        "original": report,
        "source-language": original,
        "target-language": catalogue.language,
        "datatype": "plaintext",
    }
    file = _child(root, "file", attributes)
    header = _child(file, "header")
    _child(header, "tool", {"tool-id": _TOOL, "tool-name": "Plantin", "tool-version": __version__})
    body = _child(file, "body")
    for entry in catalogue.entries:
        _unit(body, entry)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _unit(body: etree._Element, entry: PoEntry) -> None:
    reviewed = entry.state == "reviewed"
    approved = {"approved": "yes"} if reviewed else {}
    unit = _child(body, "trans-unit", {"id": entry.context, "resname": entry.context, **approved})
    unit.set(f"{_XML}space", "preserve")
    _child(unit, "source").text = entry.original
    _child(unit, "target", {"state": _STATES[entry.state]}).text = exported(entry)
    base = digest(exported(entry)) + (f" {_APPROVED}" if reviewed else "")
    group = _child(unit, "context-group", {"name": _TOOL, "purpose": "match"})
    _child(group, "context", {"context-type": _CONTEXT}).text = entry.context
    _child(group, "context", {"context-type": _BASE}).text = base
    for author, words in ((_TOOL, entry.note), *(("translator", line) for line in entry.comments)):
        if words:
            _child(unit, "note", {"from": author}).text = words
    if entry.state == "stale" and entry.previous:
        before = _child(unit, "alt-trans", {"alttranstype": "previous-version"})
        _child(before, "source").text = entry.previous
        _child(before, "target").text = entry.translation


def _child(parent: etree._Element, name: str, attributes: dict[str, str] | None = None) -> etree._Element:
    return etree.SubElement(parent, f"{{{_XLIFF}}}{name}", attributes or {})


def tmx(catalogue: Catalogue, original: str) -> bytes:
    """The finished translations of ``catalogue`` from the language ``original`` as TMX 1.4b, with their contexts."""
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
    for entry in catalogue.entries:
        if entry.state in ("translated", "reviewed"):
            pair = etree.SubElement(body, "tu")
            etree.SubElement(pair, "prop", {"type": "x-context"}).text = entry.context
            for language, text in ((original, entry.original), (catalogue.language, entry.translation)):
                side = etree.SubElement(pair, "tuv", {f"{_XML}lang": language})
                etree.SubElement(side, "seg").text = text
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def received(path: Path, name: str) -> Received:
    """The file ``path`` (.xlf, .xliff or .po), which findings call ``name``. Raises TranslationError: T014 no PO file,
    T057 no XLIFF, or a version of it that is not read.
    """
    if path.suffix == ".po":
        return _of_po(po.read_catalogue(path, name))
    try:
        root = xml.parse(bounded.read(path, _LARGEST))
    except (OSError, XmlError) as error:
        words = bounded.why(error) if isinstance(error, OSError) else str(error)
        hint = "Export it again, and send that file." if path.suffix.lower() in _SUFFIXES else _KINDS
        raise _not_xliff(f"not XLIFF: {words}", name, hint) from None
    if etree.QName(root).localname != "xliff":
        raise _not_xliff(f"not XLIFF: its root element is {etree.QName(root).localname}", name, _KINDS)
    if not (root.get("version") or "1").startswith("1"):
        hint = "Save it as XLIFF 1.2, or send the file that was exported, with its targets filled in."
        raise _not_xliff(f"XLIFF {root.get('version')} is not supported", name, hint)
    file = root.find("{*}file")
    language, report = ("", "") if file is None else (file.get("target-language") or "", file.get("original") or "")
    return Received(language, Path(report).stem, tuple(_units(root)))


def _not_xliff(message: str, name: str, hint: str) -> TranslationError:
    return TranslationError(Finding("T057", message, Place(name), hint))


def _units(root: etree._Element) -> Iterator[ReceivedUnit]:
    for unit in root.iter("{*}trans-unit"):
        source, target = unit.find("{*}source"), unit.find("{*}target")
        if source is None or unit.get("restype") == "x-gettext-domain-header":
            continue
        told = {str(one.get("context-type")): _text(one) for one in unit.iter("{*}context")}
        base, _, before = told.get(_BASE, "").partition(" ")
        state = "" if target is None else target.get("state") or ""
        yield ReceivedUnit(
            _text(source),
            "" if target is None else _text(target),
            told.get(_CONTEXT, ""),
            base,
            state.startswith(_UNFINISHED),
            not before and (unit.get("approved") == "yes" or state in _REVIEWED),
            tuple(text for note in unit.findall("{*}note") if note.get("from") != _TOOL and (text := _text(note))),
            unit.sourceline if isinstance(unit.sourceline, int) else 0,
        )


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _of_po(catalogue: Catalogue) -> Received:
    """The entries of a PO file. A review that was written before the text was changed gives the text it was made of."""
    report = dict(catalogue.header).get("Project-Id-Version", "")
    units = (
        ReceivedUnit(
            entry.original,
            entry.translation,
            entry.context,
            unfinished=entry.stale,
            reviewed=entry.state == "reviewed",
            notes=entry.comments,
            line=entry.line,
        )
        for entry in catalogue.entries
    )
    return Received(catalogue.language, report.replace("/", "-"), tuple(units))

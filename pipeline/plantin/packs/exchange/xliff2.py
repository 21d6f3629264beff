"""XLIFF 2.1 (OASIS, 2018): a catalogue as translators' tools read it, and the units of a file that comes back.

Marks are ``ph`` and ``pc``; what a message has for them is in the unit's ``originalData``. What a translation must have
may not be deleted or copied.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from plantin.packs.exchange.xml_files import SPACE, append, line_of, serialize, words
from plantin.translation import inline
from plantin.translation.exchange import TOOL, ReceivedUnit, TranslatorFile, export_mark, signatures_since, target_text
from plantin.translation.inline import Mark, Part
from plantin.translation.po import STAGES, Catalogue, PoEntry, Stage, State
from plantin.translation.terms import Term, divide_by_terms

_XLIFF = "urn:oasis:names:tc:xliff:document:2.0"
_MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
_STATES: dict[State, dict[str, str]] = {
    "missing": {"state": "initial"},
    "stale": {"state": "initial", "subState": f"{TOOL}:needs-adaptation"},
}
_STAGES: dict[Stage, str] = {"translated": "translated", "revised": "reviewed", "approved": "final"}
_SUBSTATES: dict[str, Stage] = {
    **dict.fromkeys(("reviewed", "revised"), "revised"),
    **dict.fromkeys(("final", "signed-off", "approved"), "approved"),
}
"""What other tools say in a ``subState`` after their prefix: the words of XLIFF 1.2, mostly."""
_SUBTYPES = {"emphasis": "xlf:i", "strong": "xlf:b", "break": "xlf:lb"}
_TYPES = {
    **dict.fromkeys(("strong", "emphasis", "superscript", "subscript", "deleted", "break"), "fmt"),
    **dict.fromkeys(("link", "reference", "note", "address"), "link"),
    "picture": "image",
}
"""The types of marks (4.3.1.35, ``type``); others are "other"."""


def write(catalogue: Catalogue, report: str, original: str, terms: Sequence[Term] = ()) -> bytes:
    """Return ``catalogue`` of the report ``report`` as XLIFF 2.1, translated from the language ``original``, with
    ``terms`` marked in the sources.
    """
    namespaces = {None: _XLIFF, "mtc": _MATCHES, "mda": _METADATA}
    attributes = {"version": "2.1", "srcLang": original, "trgLang": catalogue.language}
    root = etree.Element(f"{{{_XLIFF}}}xliff", attributes, nsmap=namespaces)  # type: ignore[arg-type]
    file = _child(root, "file", {"id": "report", "original": report, "canResegment": "no"})
    for entry in catalogue.entries:
        _unit(file, entry, terms)
    return serialize(root)


def identifier(context: str) -> str:
    """Return a context as an id (XML Schema, NMTOKEN).

    >>> identifier("#oil")
    '_23_oil'
    """
    return re.sub(r"[^\w.:-]", lambda sign: f"_{ord(sign[0]):x}_", context)


def _unit(file: etree._Element, entry: PoEntry, terms: Sequence[Term]) -> None:
    unit = _child(file, "unit", {"id": identifier(entry.context), "name": entry.context, SPACE: "preserve"})
    target = target_text(entry)
    if entry.state == "stale" and entry.previous:
        matches = etree.SubElement(unit, f"{{{_MATCHES}}}matches")
        match = etree.SubElement(
            matches, f"{{{_MATCHES}}}match", {"ref": "#s1", "type": "other", "subType": f"{TOOL}:previous"}
        )
        _texts(match, entry.previous, entry.translation)
    metadata = etree.SubElement(unit, f"{{{_METADATA}}}metadata")
    group = etree.SubElement(metadata, f"{{{_METADATA}}}metaGroup", {"category": TOOL})
    etree.SubElement(group, f"{{{_METADATA}}}meta", {"type": "base"}).text = export_mark(entry)
    if lines := [(TOOL, entry.note)] * bool(entry.note) + [("translator", line) for line in entry.comments]:
        notes = _child(unit, "notes")
        for category, text in lines:
            _child(notes, "note", {"category": category}).text = text
    state = _STATES.get(entry.state) or {"state": _STAGES[entry.stage]}
    segment = etree.Element(f"{{{_XLIFF}}}segment", {"id": "s1", **state})
    data = _texts(segment, entry.original, target, terms)
    if data:
        _data(unit, data)
    unit.append(segment)


def _data(unit: etree._Element, data: dict[str, str]) -> etree._Element:
    """Write what the messages of a unit have for their marks, by the id of each."""
    original_data = _child(unit, "originalData")
    for text, name in data.items():
        _child(original_data, "data", {"id": name, SPACE: "preserve"}).text = text
    return original_data


def _texts(parent: etree._Element, original: str, translation: str, terms: Sequence[Term] = ()) -> dict[str, str]:
    """Write the source and the target of a segment or a match, equal marks of the two with the same id; return what
    they have for their marks, with the id of each.
    """
    source, target = inline.divide(original), inline.divide(translation)
    numbers = inline.number_marks(source, target)
    ids: dict[str, str] = {}
    _Filler(iter(numbers[0]), ids, terms).fill(_child(parent, "source"), source)
    _Filler(iter(numbers[1]), ids).fill(_child(parent, "target"), target)
    if ids and etree.QName(parent).localname == "match":
        parent.insert(0, _data(parent, ids))  # the data of a match is its own (5.1.3.2)
    return ids


@dataclass(slots=True)
class _Filler:
    """Fills a source or a target."""

    numbers: Iterator[int]
    ids: dict[str, str]
    """The id of each text that stands for a mark."""
    terms: Sequence[Term] = ()
    """The terms that are marked."""
    marked: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    """The numbers of the terms."""

    def fill(self, element: etree._Element, parts: Sequence[Part]) -> None:
        for part in parts:
            if isinstance(part, str):
                self._words(element, part)
            else:
                self._mark(element, part)

    def _words(self, element: etree._Element, text: str) -> None:
        for words_, term in divide_by_terms(text, self.terms):
            if term:
                attributes = {"id": f"t{next(self.marked)}", "type": "term", "value": " / ".join(term.forms)}
                _child(element, "mrk", attributes).text = words_
            else:
                append(element, words_)

    def _mark(self, element: etree._Element, mark: Mark) -> None:
        kind = {"type": _TYPES.get(mark.kind, "other"), "subType": _SUBTYPES.get(mark.kind, f"{TOOL}:{mark.kind}")}
        kept = {"canCopy": "no", "canDelete": "no"} if mark.is_required else {}
        common = {"id": str(next(self.numbers)), **kind, **kept}
        if not mark.is_pair:
            display = {"equiv": mark.words, "disp": mark.words, "dataRef": self._data(mark.opening)}
            _child(element, "ph", common | display)
            return
        display = {"dispStart": mark.words, "dispEnd": f"end of {mark.words}"}
        data = {"dataRefStart": self._data(mark.opening), "dataRefEnd": self._data(mark.closing)}
        self.fill(_child(element, "pc", common | display | data), mark.content)

    def _data(self, text: str) -> str:
        return self.ids.setdefault(text, f"d{len(self.ids) + 1}")


def _child(parent: etree._Element, name: str, attributes: dict[str, str] | None = None) -> etree._Element:
    return etree.SubElement(parent, f"{{{_XLIFF}}}{name}", attributes or {})


def read(root: etree._Element) -> TranslatorFile:
    """Return the units of a file of XLIFF 2.0 or 2.1."""
    file = root.find("{*}file")
    report = "" if file is None else file.get("original") or ""
    return TranslatorFile(root.get("trgLang") or "", Path(report).stem, tuple(_units(root)))


def _units(root: etree._Element) -> Iterator[ReceivedUnit]:
    for unit in root.iter(f"{{{_XLIFF}}}unit"):
        segments = unit.findall("{*}segment")
        pieces = [child for child in unit if etree.QName(child).localname in ("segment", "ignorable")]
        data = {str(element.get("id")): words(element) for element in unit.findall("{*}originalData/{*}data")}
        original = "".join(_message(piece.find("{*}source"), data, {}) for piece in pieces)
        codes = {str(n): mark for n, mark in enumerate(inline.every(inline.divide(original)), 1)}
        filled = all(segment.find("{*}target") is not None for segment in segments)
        parts = [(piece, piece.find("{*}target")) for piece in pieces]
        base = next((words(meta) for meta in unit.iter(f"{{{_METADATA}}}meta") if meta.get("type") == "base"), "")
        base, _, before = base.partition(" ")
        stages = [_stage(segment) for segment in segments]
        yield ReceivedUnit(
            original,
            "".join(
                _message(piece.find("{*}source") if target is None else target, data, codes) for piece, target in parts
            )
            if filled
            else "",
            unit.get("name") or "",
            base,
            "draft" in stages,
            signatures_since(min(stages, key=STAGES.index, default="draft"), before),
            tuple(text for note in unit.iter("{*}note") if note.get("category") != TOOL and (text := words(note))),
            line_of(unit),
        )


def _stage(segment: etree._Element) -> Stage:
    """Return how far a segment is, by its state or, where that says less, its ``subState``."""
    state, sub = segment.get("state") or "initial", (segment.get("subState") or "").rpartition(":")[2]
    # A tool that sets the state may leave the substate that it was sent.
    if state == "initial" or (sub.startswith("needs-") and segment.get("subState") != _STATES["stale"]["subState"]):
        return "draft"
    by_state: Stage = next((stage for stage, value in _STAGES.items() if value == state), "translated")
    by_sub = _SUBSTATES.get(sub, by_state)
    return by_sub if STAGES.index(by_sub) > STAGES.index(by_state) else by_state


def _message(element: etree._Element | None, data: dict[str, str], codes: dict[str, Mark]) -> str:
    """Return the message that a source or a target is, its marks from the unit's data, else from the original."""
    if element is None:
        return ""
    out = element.text or ""
    for child in element:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        inside = _message(child, data, codes) if name else ""
        mark = codes.get(child.get("id") or child.get("startRef") or "")
        if name == "cp":
            inside = chr(int(child.get("hex") or "0", 16))
        elif name in ("ph", "sc", "ec"):
            native = mark.closing if name == "ec" and mark else mark.opening if mark else ""
            inside = data.get(child.get("dataRef") or "", native)
        elif name == "pc":
            start = data.get(child.get("dataRefStart") or "", mark.opening if mark else "")
            inside = f"{start}{inside}{data.get(child.get('dataRefEnd') or '', mark.closing if mark else '')}"
        out += inside + (child.tail or "")
    return out

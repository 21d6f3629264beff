"""XLIFF 1.2 (OASIS, 2008): a catalogue as translators' tools read it, and the units of a file that comes back.

Marks are ``ph``, ``bpt`` and ``ept``, which have the mark itself as their text: a tool that shows no inline elements
shows it, and what it saves is still the message. Each unit carries what it had when it was exported, so that what comes
back can be compared with both sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from plantin import __version__
from plantin.packs.exchange.xml_files import SPACE, append, line_of, serialize, words
from plantin.translation import inline
from plantin.translation.exchange import TOOL, ReceivedUnit, TranslatorFile, export_mark, signatures_since, target_text
from plantin.translation.inline import Mark, MarkKind, Part
from plantin.translation.po import Catalogue, PoEntry, Stage, State
from plantin.translation.terms import Term, divide_by_terms

_XLIFF = "urn:oasis:names:tc:xliff:document:1.2"
_CONTEXT, _BASE = "x-plantin-context", "x-plantin-base"
_STATES: dict[State, str] = {"missing": "new", "stale": "needs-adaptation"}
_STAGES: dict[Stage, dict[str, str]] = {
    "translated": {"state": "translated"},
    "revised": {"state": "translated", "state-qualifier": "x-revised"},
    "approved": {"state": "final"},
}
"""The standard has no state for what was revised and has yet to be approved."""
_UNFINISHED = ("new", "needs-")
_APPROVED = ("final", "signed-off")
_TYPES: dict[MarkKind, str] = {"emphasis": "italic", "strong": "bold", "link": "link", "break": "lb"}
"""The types of marks that the standard names (2.3, ``ctype``)."""
_CODES = ("ph", "bpt", "ept", "it", "x", "g", "bx", "ex")


def write(catalogue: Catalogue, report: str, original: str, terms: Sequence[Term] = ()) -> bytes:
    """Return ``catalogue`` of the report ``report`` as XLIFF 1.2, translated from the language ``original``, with
    ``terms`` marked in the sources.
    """
    root = etree.fromstring(f'<xliff xmlns="{_XLIFF}" version="1.2"/>')
    attributes = {
        "original": report,
        "source-language": original,
        "target-language": catalogue.language,
        "datatype": "plaintext",
    }
    file = _child(root, "file", attributes)
    header = _child(file, "header")
    _child(header, "tool", {"tool-id": TOOL, "tool-name": "Plantin", "tool-version": __version__})
    body = _child(file, "body")
    for entry in catalogue.entries:
        _unit(body, entry, terms)
    return serialize(root)


def _unit(body: etree._Element, entry: PoEntry, terms: Sequence[Term]) -> None:
    approved = {"approved": "yes"} if entry.stage == "approved" else {}
    unit = _child(body, "trans-unit", {"id": entry.context, "resname": entry.context, **approved})
    unit.set(SPACE, "preserve")
    _texts(unit, entry.original, target_text(entry), _STAGES.get(entry.stage) or {"state": _STATES[entry.state]}, terms)
    group = _child(unit, "context-group", {"purpose": "match"})
    _child(group, "context", {"context-type": _CONTEXT}).text = entry.context
    _child(group, "context", {"context-type": _BASE}).text = export_mark(entry)
    for author, text in ((TOOL, entry.note), *(("translator", line) for line in entry.comments)):
        if text:
            _child(unit, "note", {"from": author}).text = text
    if entry.state == "stale" and entry.previous:
        before = _child(unit, "alt-trans", {"alttranstype": "previous-version"})
        _texts(before, entry.previous, entry.translation, {})


def _texts(
    unit: etree._Element, original: str, translation: str, attributes: dict[str, str], terms: Sequence[Term] = ()
) -> None:
    """Write the source and the target of a unit, equal marks of the two with the same number."""
    source, target = inline.divide(original), inline.divide(translation)
    numbers = inline.number_marks(source, target)
    _fill(_child(unit, "source"), source, iter(numbers[0]), terms)
    _fill(_child(unit, "target", attributes), target, iter(numbers[1]))


def _fill(element: etree._Element, parts: Sequence[Part], numbers: Iterator[int], terms: Sequence[Term] = ()) -> None:
    for part in parts:
        if isinstance(part, str):
            for words_, term in divide_by_terms(part, terms):
                if term:
                    attributes = {"mtype": "term", "comment": " / ".join(term.forms)}
                    _child(element, "mrk", attributes).text = words_
                else:
                    append(element, words_)
            continue
        number = str(next(numbers))
        kind = {"ctype": _TYPES.get(part.kind, f"x-{part.kind}"), "equiv-text": part.words}
        if not part.is_pair:
            _child(element, "ph", {"id": number, **kind}).text = part.opening
            continue
        _child(element, "bpt", {"id": number, "rid": number, **kind}).text = part.opening
        _fill(element, part.content, numbers, terms)
        _child(element, "ept", {"id": number, "rid": number, "equiv-text": f"end of {part.words}"}).text = part.closing


def _child(parent: etree._Element, name: str, attributes: dict[str, str] | None = None) -> etree._Element:
    return etree.SubElement(parent, f"{{{_XLIFF}}}{name}", attributes or {})


def read(root: etree._Element) -> TranslatorFile:
    """Return the units of a file of XLIFF 1.0 to 1.2."""
    file = root.find("{*}file")
    language, report = ("", "") if file is None else (file.get("target-language") or "", file.get("original") or "")
    return TranslatorFile(language, Path(report).stem, tuple(_units(root)))


def _units(root: etree._Element) -> Iterator[ReceivedUnit]:
    for unit in root.iter("{*}trans-unit"):
        source, target = unit.find("{*}source"), unit.find("{*}target")
        if source is None or unit.get("restype") == "x-gettext-domain-header":
            continue
        contexts = {str(context.get("context-type")): words(context) for context in unit.iter("{*}context")}
        base, _, before = contexts.get(_BASE, "").partition(" ")
        state = "" if target is None else target.get("state") or ""
        unfinished, original = state.startswith(_UNFINISHED), _message(source, {})
        yield ReceivedUnit(
            original,
            ""
            if target is None
            else _message(target, {str(n): mark for n, mark in enumerate(inline.every(inline.divide(original)), 1)}),
            contexts.get(_CONTEXT, ""),
            base,
            unfinished,
            {} if unfinished else signatures_since(_stage(unit, target), before),
            tuple(text for note in unit.findall("{*}note") if note.get("from") != TOOL and (text := words(note))),
            line_of(unit),
        )


def _stage(unit: etree._Element, target: etree._Element | None) -> Stage:
    """Return how far a finished unit is; Weblate and others say ``approved`` and leave the state as it was."""
    state, qualifier = ("", "") if target is None else (target.get("state"), target.get("state-qualifier"))
    if unit.get("approved") == "yes" or state in _APPROVED:
        return "approved"
    return "revised" if qualifier == _STAGES["revised"]["state-qualifier"] else "translated"


def _message(element: etree._Element, codes: dict[str, Mark]) -> str:
    """Return the message that a source or a target is. An inline element that a tool has left empty is the mark of the
    original with its number.
    """
    out = element.text or ""
    for child in element:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        inside = _message(child, codes) if name else ""
        mark = codes.get(child.get("rid") or child.get("id") or "") if name in _CODES else None
        if mark is not None and name == "g":
            inside = f"{mark.opening}{inside}{mark.closing}"
        elif mark is not None and not inside:
            inside = mark.closing if name in ("ept", "ex") else mark.opening
        out += inside + (child.tail or "")
    return out

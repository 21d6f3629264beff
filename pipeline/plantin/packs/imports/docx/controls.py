"""Reads form fields and content controls of a Word file (ECMA-376 part 1, 17.16 and 17.5.2), and counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from lxml.etree import _Element as Node

from plantin.wordfile.package import child, children, name, on, val, whole

CHECKED, UNCHECKED = "\u2612", "\u2610"
_FIELDS = {"w:checkBox": "check box", "w:ddList": "list to choose from", "w:textInput": "field of text"}
_CONTROLS = {
    "checkbox": "check box", "comboBox": "list to choose from", "dropDownList": "list to choose from", "date": "date",
    "picture": "picture",
    "repeatingSection": "passage to repeat", "text": "field of text", "richText": "field of text",
}  # fmt: skip
_NONE = ("docPartObj", "docPartList", "equation", "citation", "bibliography", "group", "repeatingSectionItem")


def form_field_text(field: Node | None) -> str | None:
    """Return what a form field shows whose first sign is ``field``: a box with or without a cross, the entry that was
    chosen; None where it shows what is between its signs.
    """
    data = child(field, "w:ffData")
    box, choices = child(data, "w:checkBox"), child(data, "w:ddList")
    if box is not None:
        crossed = on(box, "w:checked")
        return CHECKED if (on(box, "w:default") if crossed is None else crossed) else UNCHECKED
    if choices is not None:
        entries = [val(entry) for entry in children(choices, "w:listEntry")]
        chosen = whole(val(choices, "w:result") or val(choices, "w:default"))
        return entries[chosen] if 0 <= chosen < len(entries) else ""
    return None


def describe_controls(roots: Iterable[Node]) -> str:
    """Return how many there are of each kind below ``roots``, and how many of them nobody has filled in, in words for a
    finding; empty for nothing.
    """
    counts: Counter[str] = Counter()
    empty = 0
    for root in roots:
        for data in root.iter(name("w:ffData")):
            counts[next((kind for tag, kind in _FIELDS.items() if child(data, tag) is not None), "field of text")] += 1
        for properties in root.iter(name("w:sdtPr")):
            tags = {str(kid.tag).rpartition("}")[2] for kid in properties if isinstance(kid.tag, str)}
            if tags.isdisjoint(_NONE):
                counts[next((kind for tag, kind in _CONTROLS.items() if tag in tags), "field of text")] += 1
                empty += bool(on(properties, "w:showingPlcHdr"))
    kinds = ", ".join(f"{kind} ({count})" for kind, count in sorted(counts.items()))
    return kinds + (f"; {empty} of them not filled in, which show what they ask for" if empty else "")

"""Akoma Ntoso editions changed by construction."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from lxml import etree

from plantin.auditors.grammar import rows
from tests.spoilt.mutants import markup
from tests.spoilt.mutants.family import Family, Mutant, counted

Element = Any  # lxml's stubs do not say what XPath gives
Change = Callable[[Element, random.Random], str]
"""A change of a tree at a place of a seed; what was done, in words, or nothing where there is no such place."""

_SPACE = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
_ELEMENTS = (
    "article clause ins del omissis remark u abbr span div ul ol p b i term def noteRef note placeholder mod"
    " fillIn eop crossHeading subheading wrapUp interstitial img table tr quotedText"
).split()
_ATTRIBUTES = {
    "status": "removed", "period": "#t1", "wId": "para_9", "GUID": "x9", "style": "display: none", "title": "not so",
    "alternativeTo": "#para_1", "refersTo": "#actor", "class": "hidden", "onclick": "go()",
    "{http://www.w3.org/XML/1998/namespace}lang": "de", "{http://www.w3.org/XML/1998/namespace}space": "preserve",
    "{http://www.w3.org/1999/xlink}href": "https://example.org/",
}  # fmt: skip
_TRIES = 60
"""So often a change is tried; where an edition has no place for it, markup is put in."""
_PUT = ("<!-- a remark -->", "<?go?>", "<x:p xmlns:x='urn:x'>9</x:p>", "<![CDATA[9]]>", "<p>9</p>", "9", "<omissis/>")


def _made(changes: tuple[Change | None, ...], content: bytes, seed: int, count: int) -> Iterator[Mutant]:
    """``count`` mutants by ``changes`` in turn; None puts markup between two bytes."""
    rng = random.Random(seed)  # noqa: S311 - a seed for tests
    for number in range(count):
        change, name = changes[number % len(changes)], ""
        for _ in range(_TRIES if change else 0):
            root = etree.fromstring(content)
            if name := change(root, rng) if change else "":
                yield name, b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="utf-8") + b"\n"
                break
        if not name:
            yield _of_bytes(content, rng)


def _of_bytes(content: bytes, rng: random.Random) -> Mutant:
    text = content.decode()
    at = rng.choice([match.end() for match in re.finditer(r"</\w+>", text)][:-1])
    put = rng.choice(_PUT)
    return f"{put} at {at}", f"{text[:at]}{put}{text[at:]}".encode()


def _place(element: Element) -> str:
    return re.sub(r"\{[^}]*\}|\*", "", element.getroottree().getelementpath(element) or "")


def _insert(root: Element, rng: random.Random) -> str:
    """An element that is not in the grammar there, around the words of another or without any."""
    parent = rng.choice([*root.iter(f"{_SPACE}*")])
    made = etree.SubElement(parent, f"{_SPACE}{rng.choice(_ELEMENTS)}")
    if rng.random() < 0.5 and parent.text and parent.text.strip():
        made.text, parent.text = parent.text, None
        parent.insert(0, made)
    return f"{made.tag} in {_place(parent)}"


def _attribute(root: Element, rng: random.Random) -> str:
    one, name = rng.choice([*root.iter(f"{_SPACE}*")]), rng.choice([*_ATTRIBUTES])
    if one.get(name) is not None:
        return ""
    one.set(name, _ATTRIBUTES[name])
    return f"{name} on {_place(one)}"


def _moved(root: Element, rng: random.Random) -> str:
    """An element after the next of its kind."""
    one = rng.choice(
        [*root.iter(*(f"{_SPACE}{tag}" for tag in ("paragraph", "item", "td", "th", "tr", "section", "p")))]
    )
    other = one.getnext()
    if other is None or etree.tostring(one) == etree.tostring(other):
        return ""
    place = _place(one)
    other.addnext(one)
    return f"{place} after the next"


def _renamed(root: Element, rng: random.Random) -> str:
    """Another eId, and what leads there with it."""
    one = rng.choice([one for one in root.iter(f"{_SPACE}*") if one.get("eId")])
    was, now = one.get("eId"), f"{one.get('eId')}9"
    one.set("eId", now)
    for link in root.iter(f"{_SPACE}*"):
        for name in ("href", "placementBase", "refersTo"):
            if link.get(name) == f"#{was}":
                link.set(name, f"#{now}")
    return f"{was} is {now}"


def _led(root: Element, rng: random.Random) -> str:
    """A reference to another place that is there."""
    link = rng.choice(
        [one for one in root.iter(f"{_SPACE}ref", f"{_SPACE}tocItem", f"{_SPACE}noteRef") if one.get("href")]
    )
    other = rng.choice([one.get("eId") for one in root.iter(f"{_SPACE}*") if one.get("eId")])
    if link.get("href") == f"#{other}":
        return ""
    link.set("href", f"#{other}")
    return f"{_place(link)} leads to {other}"


def _note(root: Element, rng: random.Random) -> str:
    """Another marker, or a note called from elsewhere."""
    call = rng.choice([*root.iter(f"{_SPACE}authorialNote", f"{_SPACE}noteRef")])
    if rng.random() < 0.5:
        call.set("marker", f"{call.get('marker')}9")
        return f"marker {call.get('marker')}"
    around = call.getparent()
    line = rng.choice([one for one in root.iter(f"{_SPACE}p") if one is not around.getparent()])
    if around in line.iterancestors() or call in line.iterancestors():
        return ""
    around.tail, tail = None, around.tail
    before = around.getprevious()
    parent = around.getparent()
    if before is not None:
        before.tail = (before.tail or "") + (tail or "")
    else:
        parent.text = (parent.text or "") + (tail or "")
    line.append(around)
    return f"the call of note {call.get('marker')} in {_place(line)}"


def _span(root: Element, rng: random.Random) -> str:
    """A cell of another shape."""
    cell = rng.choice([*root.iter(f"{_SPACE}td", f"{_SPACE}th")] or [None])
    if cell is None:
        return ""
    cell.set(rng.choice(("colspan", "rowspan")), str(rng.randrange(2, 9)))
    return f"the shape of {_place(cell)}"


# Text


def _texts(root: Element) -> list[tuple[Element, str]]:
    """Every piece of text that readers see, as an element and "text" or "tail"."""
    found = []
    for one in root.iter(f"{_SPACE}*"):
        names = [etree.QName(part).localname for part in (*one.iterancestors(), one)]
        if "meta" in names or "foreign" in names:
            continue
        found += [(one, "text")] * bool(one.text and one.text.strip())
        found += [(one, "tail")] * bool(one.tail and one.tail.strip())
    return found


def _changed(pattern: str, change: Callable[[str], str], root: Element, rng: random.Random) -> str:
    one, part = rng.choice(_texts(root))
    was = getattr(one, part)
    found = [match for match in re.finditer(pattern, was) if change(match[0]) != match[0]]
    if not found:
        return ""
    match = rng.choice(found)
    setattr(one, part, f"{was[: match.start()]}{change(match[0])}{was[match.end() :]}")
    return f"{match[0]!r} is {change(match[0])!r} in {_place(one)}"


def _mark(root: Element, rng: random.Random) -> str:
    """A word raised, lowered, stressed or strong; or one that no longer is."""
    marked = [one for one in root.iter(*(f"{_SPACE}{tag}" for tag in ("i", "b", "sup", "sub"))) if not one.get("eId")]
    if marked and rng.random() < 0.5:
        one = rng.choice(marked)
        place, was = _place(one), one.tag
        one.tag = f"{_SPACE}{rng.choice([tag for tag in ('i', 'b', 'sup', 'sub') if not was.endswith(f'}}{tag}')])}"
        return f"{place} is {one.tag}"
    one, part = rng.choice(_texts(root))
    was = getattr(one, part)
    match = re.search(r"\w+", was)
    if part != "text" or match is None or etree.QName(one).localname in ("inline", "num", "block", "ref"):
        return ""
    made = etree.Element(f"{_SPACE}{rng.choice(('i', 'b', 'sup', 'sub'))}")
    made.text, made.tail, one.text = match[0], was[match.end() :], was[: match.start()]
    one.insert(0, made)
    return f"{match[0]!r} in {made.tag} in {_place(one)}"


def _swapped(word: str) -> str:
    return f"{word[1:]}{word[0]}" if word[0].lower() != word[1].lower() else f"{word}s"


_SIGNS = {",": ".", ".": ",", "(": "[", ")": "]", ";": ":", "“": '"', "”": '"'}
TEXT: tuple[Change, ...] = (
    partial(_changed, r"\d", lambda one: str((int(one) + 1) % 10)),
    partial(_changed, r"[^\W\d_]{3,}", _swapped),
    partial(_changed, r"[.,;()“”]", lambda one: _SIGNS[one]),
    partial(_changed, r"[^\W\d_]+ [^\W\d_]+", lambda one: " ".join(reversed(one.split(" ")))),
    partial(_changed, r"[^.]{12,}\.", lambda _: ""),
    partial(_changed, r"\d\d", lambda one: f"{one[0]}\u200b{one[1]}"),
    _note, _moved, _renamed, _led, _mark, _span,
)  # fmt: skip
GRAMMAR: tuple[Change | None, ...] = (_insert, _attribute, markup.value, markup.dropped, None)

FAMILIES = {
    "akn": Family(
        partial(_made, GRAMMAR), partial(_made, TEXT), lambda: counted(rows("plantin.packs.akn.auditor", "akn"))
    )
}

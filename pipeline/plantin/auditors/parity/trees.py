"""Compares two documents of markup element by element, and names each difference at its place."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from lxml import etree

from plantin.bounded import html, xml
from plantin.bounded.html import HtmlError
from plantin.bounded.xml import XmlError

_SHOWN = 60
_BEFORE = 20
"""So many characters before a difference are shown with it."""
_MOST_ALIGNED = 1_000
"""Of so many elements in one it is looked for which of them are the same; more are taken in their order."""


Difference = tuple[int, str]
"""The line of an element, and what is different there, in words that begin with the path to it."""


def parse_markup(content: bytes) -> etree._Element | None:
    """Return the root of a document of markup; nothing where it is not markup, or cannot be read."""
    try:
        if content[:15].lower() == b"<!doctype html>":
            return html.parse(content)
        if content.startswith((b"<?xml", b"<")):
            return xml.parse(content, doctype=True, comments=True)
    except (HtmlError, XmlError):
        return None
    return None


def differences(made: etree._Element, found: etree._Element) -> Iterator[Difference]:
    """Yield where the tree ``found`` differs from the tree ``made``, in reading order: what is at a place, and what
    the press makes there.
    """
    if made.tag != found.tag:
        yield _at(found, f"is in the place of {_name(made)}")
        return
    yield from _attributes(made, found)
    yield from _texts(made, found)
    yield from _children(made, found)


def _at(element: etree._Element, message: str) -> Difference:
    """The difference at ``element``, named by the path from the nearest element with an id: "p#paragraph-3 > a[2]"."""
    steps: list[str] = []
    around: etree._Element | None = element
    while around is not None:
        anchor = around.get("id") or ""
        parent = around.getparent()
        same = [around] if anchor or parent is None else [sibling for sibling in parent if sibling.tag == around.tag]
        place = f"[{same.index(around) + 1}]" if len(same) > 1 else ""
        steps.append(f"{_name(around)}{f'#{anchor}' if anchor else place}")
        around = None if anchor else parent
    line = element.sourceline if isinstance(element.sourceline, int) else 0
    return line, f"{' > '.join(reversed(steps))} {message}"


def _attributes(made: etree._Element, found: etree._Element) -> Iterator[Difference]:
    """Yield each attribute that is added, left out or changed."""
    for key in dict.fromkeys((*map(str, found.attrib), *map(str, made.attrib))):
        has, wanted = found.get(key), made.get(key)
        if has == wanted:
            continue
        name = _local(key)
        if wanted is None:
            yield _at(found, f"has the attribute {name}={_quote(has or '')}, which the press does not make")
        elif has is None:
            yield _at(found, f"does not have the attribute {name}={_quote(wanted)}")
        else:
            has, wanted = stretch(has, wanted)
            yield _at(found, f"has the attribute {name}={has}, where the press makes {wanted}")


def _texts(made: etree._Element, found: etree._Element) -> Iterator[Difference]:
    """Yield the first place where the text directly in an element differs, piece by piece in elements alike."""
    mine, theirs = ([node.text or "", *(child.tail or "" for child in node)] for node in (found, made))
    if [child.tag for child in found] != [child.tag for child in made]:
        mine, theirs = ["".join(mine)], ["".join(theirs)]
    for has, wanted in zip(mine, theirs, strict=True):
        if has != wanted:
            ours, other = stretch(has, wanted)
            yield _at(found, f"has the text {ours}, where the press makes {other}")
            return


def _children(made: etree._Element, found: etree._Element) -> Iterator[Difference]:
    """Yield the differences within the elements of one; of those that are added or left out, that they are."""
    ours, theirs = list(made), list(found)
    keys, others = (
        [etree.tostring(ours_element, with_tail=False).decode() for ours_element in side] for side in (ours, theirs)
    )
    runs = [("replace", 0, len(ours), 0, len(theirs))]
    if len(ours) != len(theirs) and max(len(ours), len(theirs)) < _MOST_ALIGNED:
        runs = list(SequenceMatcher(None, keys, others, autojunk=False).get_opcodes())
    for kind, begin, end, at, until in runs if keys != others else ():
        if kind == "equal":
            continue
        for element, other in zip(ours[begin:end], theirs[at:until], strict=False):
            yield from differences(element, other)
        for element in theirs[at:until][end - begin :]:
            yield _at(element, f"is not made by the press: {_quote(_words(element))}")
        for element in ours[begin:end][until - at :]:
            yield _at(found, f"does not have the {_name(element)} {_quote(_words(element))}")


def stretch(has: str, wanted: str) -> tuple[str, str]:
    r"""Return the stretches of two texts from shortly before the first character that differs, quoted; characters
    that nobody sees are written as numbers.

    >>> stretch("it is 4\u00ad127", "it is 4127")
    ("'it is 4\\xad127'", '“it is 4127”')
    """
    at = next((n for n, (letter, other) in enumerate(zip(has, wanted, strict=False)) if letter != other), None)
    begin = max(0, (min(len(has), len(wanted)) if at is None else at) - _BEFORE)
    return _quote(has, begin), _quote(wanted, begin)


def _quote(text: str, begin: int = 0) -> str:
    words = text[begin : begin + _SHOWN]
    excerpt = f"{'…' * (begin > 0)}{words}{'…' * (len(text) > begin + _SHOWN)}"
    return f"“{excerpt}”" if words.isprintable() else ascii(excerpt)


def _words(element: etree._Element) -> str:
    """Return what ``element`` says, or its markup where it says nothing."""
    text = "" if callable(element.tag) else "".join(map(str, element.itertext()))
    return " ".join((text if text.strip() else etree.tostring(element, encoding=str, with_tail=False)).split())


def _name(element: etree._Element) -> str:
    return "comment" if callable(element.tag) else _local(str(element.tag))


def _local(name: str) -> str:
    """Return the name without its namespace."""
    return name.rpartition("}")[2]

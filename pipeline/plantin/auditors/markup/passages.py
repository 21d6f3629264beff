"""What a page of markup contains besides words: passages in another language, links, pictures, formulas, listings."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from html import escape
from urllib.parse import unquote_to_bytes

from lxml import etree

from plantin.auditors.markup.dom import (
    UNREAD,
    MarkupPage,
    ancestors,
    direction,
    elements,
    fragment,
    has_class,
    is_back_link,
    is_concealed,
    is_inline,
    language,
    note_elements,
    pictures,
)
from plantin.auditors.markup.links import is_internal
from plantin.auditors.markup.outline import OutlineReader, letters, note
from plantin.auditors.markup.text import visible
from plantin.auditors.mathml import formula_elements
from plantin.auditors.passages import ForeignPassage, ShownObject
from plantin.model.outline import normal

_NAMING = frozenset(("xmlns", "role", "aria-label", "aria-details"))
"""The attributes that a drawing has as a part of a page."""
_CODE = {("pre", "ltr"), ("code", "ltr")}  # code is from left to right everywhere
_SPELT = {"viewbox": "viewBox"}
"""Names of attributes that the parser of HTML writes small."""


def passages(page: MarkupPage, part: etree._Element) -> Iterator[ForeignPassage]:
    """Yield the passages and links in a part of a page that a reader sees."""
    for element in elements(part):
        says_way = element.get("dir") is not None and (element.tag, element.get("dir")) not in _CODE
        if element.tag != "a" and not language(element) and not says_way:
            continue
        if any(around.tag in UNREAD or is_concealed(around) for around in ancestors(element)):
            continue
        way, around = direction(element), element.getparent()
        turned = says_way and around is not None and way != direction(around)
        if language(element) or turned:
            tag = next((language(ancestor) for ancestor in ancestors(element) if language(ancestor)), "")
            yield ForeignPassage(visible(element) if is_inline(element) else "", tag, way)
        address = element.get("href", "")
        if element.tag == "a" and not is_internal(page, address):
            yield ForeignPassage(visible(element), target=address)
        elif element.tag == "a" and has_class(element, "reference"):
            yield ForeignPassage(visible(element), target=f"#{fragment(element)}")


def ways_back(pages: Iterable[MarkupPage]) -> Iterator[ForeignPassage]:
    """Yield each link from a note to a call of it, its words those of the note's label."""
    for element in (note_element for page in pages for note_element in (*note_elements(page), *letters(page))):
        label = note(element, OutlineReader(1)).label
        for link in elements(element, "a"):
            if is_back_link(link):
                yield ForeignPassage(label, target=f"#{fragment(link)}")


def shown_objects(page: MarkupPage, digest: Callable[[MarkupPage, str], str]) -> Iterator[ShownObject]:
    """Yield what a page shows; ``digest`` gives the SHA-256 of a picture by its address."""
    for picture, words in pictures(page.body(), narrow=True):
        checksum = (
            digest(page, picture.get("src", ""))
            if picture.tag == "img"
            else sha256(
                _serialize(picture).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1).encode()
            ).hexdigest()
        )
        yield ShownObject("picture", normal(words), checksum)
    for element in elements(page.body(), "math", "pre"):
        if any(around.tag in UNREAD or is_concealed(around) for around in ancestors(element)):
            continue
        if element.tag == "math":
            yield ShownObject("formula", normal(element.get("alttext", "")), formula_elements(element))
        else:
            yield ShownObject("listing", visible(element)[:40], "".join(map(str, element.itertext())).strip("\n"))


def _serialize(element: etree._Element) -> str:
    name = etree.QName(element).localname
    pairs = ((_SPELT.get(str(name), str(name)), str(value)) for name, value in element.attrib.items())
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in pairs if name not in _NAMING)
    inside = escape(element.text or "", quote=False)
    inside += "".join(_serialize(child) + escape(child.tail or "", quote=False) for child in element)
    return f"<{name}{attributes}/>" if name in ("rect", "path") else f"<{name}{attributes}>{inside}</{name}>"


def data_url_content(address: str) -> bytes:
    """Return the content that an address carries in itself (RFC 2397); nothing where it carries none."""
    head, comma, rest = address.partition(",")
    if not (comma and head.lower().startswith("data:")):
        return b""
    try:
        return base64.b64decode(rest, validate=True) if head.lower().endswith(";base64") else unquote_to_bytes(rest)
    except (binascii.Error, ValueError):
        return b""

"""What a page of markup contains besides its words: passages in another language, links, pictures, formulas and
listings.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator
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
)
from plantin.auditors.markup.links import is_internal
from plantin.auditors.markup.outline import OutlineReader, letters, note
from plantin.auditors.markup.text import visible
from plantin.auditors.mathml import formula_elements
from plantin.auditors.passages import ForeignPassage, ShownObject
from plantin.model.outline import normal


def passages(page: MarkupPage, part: etree._Element) -> Iterator[ForeignPassage]:
    """The passages and links in a part of a page that a reader sees."""
    for element in elements(part):
        if element.tag != "a" and not language(element) and element.get("dir") is None:
            continue
        if any(around.tag in UNREAD or is_concealed(around) for around in ancestors(element)):
            continue
        way, around = direction(element), element.getparent()
        turned = element.get("dir") is not None and around is not None and way != direction(around)
        if language(element) or turned:
            tag = next((language(one) for one in ancestors(element) if language(one)), "")
            yield ForeignPassage(visible(element) if is_inline(element) else "", tag, way)
        address = element.get("href", "")
        if element.tag == "a" and not is_internal(page, address):
            yield ForeignPassage(visible(element), target=address)
        elif element.tag == "a" and has_class(element, "reference"):
            yield ForeignPassage(visible(element), target=f"#{fragment(element)}")


def ways_back(pages: Iterable[MarkupPage]) -> Iterator[ForeignPassage]:
    """Each link from a note to a call of it, its words those of the note's label."""
    for element in (one for page in pages for one in (*note_elements(page), *letters(page))):
        label = note(element, OutlineReader(1)).label
        for link in elements(element, "a"):
            if is_back_link(link):
                yield ForeignPassage(label, target=f"#{fragment(link)}")


def shown(page: MarkupPage, digest: Callable[[MarkupPage, str], str]) -> Iterator[ShownObject]:
    """What a page shows; ``digest`` gives the SHA-256 of a picture by its address."""
    for element in elements(page.body(), "img", "math", "pre"):
        if any(around.tag in UNREAD or is_concealed(around) for around in ancestors(element)):
            continue
        if element.tag == "img":
            yield ShownObject("picture", normal(element.get("alt", "")), digest(page, element.get("src", "")))
        elif element.tag == "math":
            yield ShownObject("formula", normal(element.get("alttext", "")), formula_elements(element))
        else:
            yield ShownObject("listing", visible(element)[:40], "".join(map(str, element.itertext())).strip("\n"))


def data_url_content(address: str) -> bytes:
    """The content that an address carries in itself (RFC 2397); nothing where it carries none."""
    head, comma, rest = address.partition(",")
    if not (comma and head.lower().startswith("data:")):
        return b""
    try:
        return base64.b64decode(rest, validate=True) if head.lower().endswith(";base64") else unquote_to_bytes(rest)
    except (binascii.Error, ValueError):
        return b""

"""What an edition has besides words: passages in another language, links, pictures, formulas and listings."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from hashlib import sha256

from plantin.auditors.mathml import formula_elements
from plantin.auditors.passages import EditionPassages, ForeignPassage, ShownObject
from plantin.model.outline import normal
from plantin.packs.akn.auditor.identifiers import anchor
from plantin.packs.akn.auditor.words import Element, classes, language, name, raw, text

_BLOCKS = ("hcontainer", "blockContainer")


def passages(root: Element) -> EditionPassages:
    """Return the passages, links and shown objects under ``root``."""
    cited = {f"#{row.get('eId')}": row.get("href", "") for row in root.iter("{*}TLCReference")}
    contents = [passage for toc in root.iter("{*}toc") for passage in _passages(toc, cited)]
    everything = list(_passages(root, cited))
    for passage in contents:
        everything.remove(passage)
    return EditionPassages(tuple(contents), tuple(everything), tuple(_shown(root)))


def _passages(root: Element, cited: Mapping[str, str]) -> Iterator[ForeignPassage]:
    for element in root.iter("{*}a", "{*}ref", "{*}span", *(f"{{*}}{tag}" for tag in _BLOCKS)):
        kind = name(element)
        if kind == "a":
            yield ForeignPassage(text(element), target=element.get("href", ""))
        elif kind == "ref":
            address = element.get("href", "")
            inside = address.startswith("#")
            target = f"#{anchor(address[1:])}" if inside else cited.get(element.get("refersTo", ""), address)
            yield ForeignPassage(text(element), target=target)
        elif tag := language(element):
            direction = next((word for word in classes(element) if word in ("ltr", "rtl")), "")
            yield ForeignPassage("" if kind in _BLOCKS else text(element), tag, direction)


def _shown(root: Element) -> Iterator[ShownObject]:
    for picture in root.iter("{*}img"):
        content = sha256(_content(picture.get("src", ""))).hexdigest()
        yield ShownObject("picture", normal(picture.get("alt", "")), content)
    for element in root.iter("{*}math", "{*}block"):
        if name(element) == ":math":
            yield ShownObject("formula", normal(element.get("alttext", "")), formula_elements(element))
        else:
            yield ShownObject("listing", text(element)[:40], raw(element).strip("\n"))


def _content(address: str) -> bytes:
    """Return the content that an address carries in itself (RFC 2397); nothing where it carries none."""
    _, _, rest = address.partition(";base64,")
    try:
        return base64.b64decode(rest, validate=True)
    except (binascii.Error, ValueError):
        return b""

"""What an edition shows that its words alone do not tell: the dots of a picture, the signs of a formula, the spaces of a listing.

An outline has the words that stand for them, so these are compared with the document itself, beside those words.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote_to_bytes

from lxml import etree

from pipeline.auditors.markup.dom import UNREAD, Page, ancestors, elements, is_concealed
from pipeline.auditors.markup.text import visible
from pipeline.findings import Finding, Place
from pipeline.model.document import Document, Figure, Formula, Listing, every
from pipeline.model.outline import inlines, normal

_HINT = "Build again; if it stays, those who see the edition are shown something else than those who hear it are told."


@dataclass(frozen=True, slots=True)
class Shown:
    """Something shown: its kind, the ``words`` that stand for it, and its ``content``, as a digest or a text that has all of it."""

    kind: Literal["picture", "formula", "listing"]
    words: str
    content: str


def expected(document: Document) -> Iterator[Shown]:
    """What every edition of ``document`` must show."""
    blocks = (*document.blocks, *(block for note in document.notes for block in note.blocks))
    for block in every(blocks):
        if isinstance(block, Figure):
            yield Shown("picture", normal(block.alternative), block.picture.digest)
        elif isinstance(block, Listing):
            yield Shown("listing", normal(block.text)[:40], block.text.strip("\n"))
    yield from (_formula(one) for one in formulas(document))


def formulas(document: Document) -> Iterator[Formula]:
    """Every formula of ``document``, those of its notes last."""
    blocks = (*document.blocks, *(block for note in document.notes for block in note.blocks))
    return (inline for block in blocks for inline in inlines(block) if isinstance(inline, Formula))


def _formula(formula: Formula) -> Shown:
    return Shown("formula", normal(formula.words), _skeleton(etree.fromstring(formula.mathml)))


def _skeleton(element: etree._Element) -> str:
    """The elements of a formula and its signs, without attributes, annotations and spaces."""
    inside = "".join(_skeleton(child) for child in element if isinstance(child.tag, str))
    name = etree.QName(element).localname
    if name in {"annotation", "annotation-xml"}:
        return ""
    return inside if name in {"semantics", "mrow"} else f"{name}({normal(element.text or '')}{inside})"


def found(page: Page, content: Callable[[Page, str], bytes]) -> Iterator[Shown]:
    """What a page shows; ``content`` gives the bytes of a picture by its address."""
    for element in elements(page.body(), "img", "math", "pre"):
        if any(around.tag in UNREAD or is_concealed(around) for around in ancestors(element)):
            continue
        if element.tag == "img":
            digest = hashlib.sha256(content(page, element.get("src", ""))).hexdigest()
            yield Shown("picture", normal(element.get("alt", "")), digest)
        elif element.tag == "math":
            yield Shown("formula", normal(element.get("alttext", "")), _skeleton(element))
        else:
            yield Shown("listing", visible(element)[:40], "".join(map(str, element.itertext())).strip("\n"))


def carried(address: str) -> bytes:
    """The content that an address carries in itself (RFC 2397); nothing where it carries none."""
    head, comma, rest = address.partition(",")
    if not (comma and head.lower().startswith("data:")):
        return b""
    try:
        return base64.b64decode(rest, validate=True) if head.lower().endswith(";base64") else unquote_to_bytes(rest)
    except (binascii.Error, ValueError):
        return b""


def unlike(document: Document, edition: tuple[Shown, ...], path: str) -> Iterator[Finding]:
    """P015: what the edition at ``path`` shows otherwise than ``document``. Where the words for it have changed, the outline tells."""
    wanted, seen = Counter(expected(document)), Counter(edition)
    more = list((seen - wanted).elements())
    for one in (wanted - seen).elements():
        other = next((two for two in more if (two.kind, two.words) == (one.kind, one.words)), None)
        if other is not None:
            more.remove(other)
            yield Finding("P015", f"the {one.kind} “{one.words[:60]}” is not the one of the document", Place(path), _HINT)

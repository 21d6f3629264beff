"""Compares what an edition shows besides words: the pixels of a picture, the symbols of a formula, the spaces of a
listing.

An outline has the words that represent them, so these are compared with the document itself, beside those words.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from functools import cache

from lxml import etree

from plantin.auditors.fault import finding
from plantin.auditors.mathml import formula_elements
from plantin.auditors.passages import ShownObject
from plantin.findings import Finding
from plantin.model.document import Document, Figure, Listing, every
from plantin.model.inlines import Formula
from plantin.model.outline import inlines, normal


def expected_objects(document: Document) -> Iterator[ShownObject]:
    """Yield what every edition of ``document`` must show."""
    blocks = document.text()
    for block in (*((document.logo,) if document.logo else ()), *every(blocks)):
        if isinstance(block, Figure) and block.picture.name:
            for picture in filter(None, (block.narrow, block.picture)):
                yield ShownObject("picture", normal(block.alternative), picture.digest)
        elif isinstance(block, Listing):
            yield ShownObject("listing", normal(block.text)[:40], block.text.strip("\n"))
    yield from (
        ShownObject("formula", normal(formula.words), formula_elements(etree.fromstring(formula.mathml)))
        for formula in formulas(document)
    )


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """Return the names of the fields of a class, the last first; none where it is not of the model."""
    return tuple(field.name for field in reversed(dataclasses.fields(kind))) if dataclasses.is_dataclass(kind) else ()


def parts(value: object) -> Iterator[object]:
    """Everything that a document, or a part of it, holds, texts too, in reading order: fields are in it as read."""
    left = [value]
    while left:
        part = left.pop()
        if isinstance(part, tuple):
            left += reversed(part)
        else:
            yield part
            kind: object = type(part)
            left += [getattr(part, name) for name in _fields(kind)]


def formulas(document: Document) -> Iterator[Formula]:
    """Return every formula of ``document``, those of its notes last."""
    blocks = document.text()
    return (inline for block in blocks for inline in inlines(block) if isinstance(inline, Formula))


def differences(
    document: Document, edition: tuple[ShownObject, ...], path: str, worded: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    """P015: what the edition at ``path`` shows otherwise than ``document``. Where the words for it have changed, the
    outline reports it; so it does for pictures and formulas that are given in words alone, ``worded``.
    """
    wanted, seen = (
        Counter(item for item in objects if item.kind == "listing" or item.words not in worded)
        for objects in (expected_objects(document), edition)
    )
    more = list((seen - wanted).elements())
    for missing in (wanted - seen).elements():
        other = next((two for two in more if (two.kind, two.words) == (missing.kind, missing.words)), None)
        if other is not None:
            more.remove(other)
            yield finding("P015", f"the {missing.kind} “{missing.words[:60]}” is not the one of the document", path)

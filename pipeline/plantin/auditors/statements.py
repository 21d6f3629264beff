"""What an edition says beside its text (metadata, names of controls, tooltips) and what it carries (sheets, scripts,
faces), as plain values: the grammar of its format finds them, and each has to be what the document or the house says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plantin.auditors.faces import Part
from plantin.findings import Finding

MARKED = "marked"
"""The term by which an edition says that its statements have all that is raised, lowered, stressed or strong in it:
each on its own, or, by the value ``merged``, all that is next to each other and set alike together.
"""

ENTRY = "anchor of an entry"
"""The term of the anchor of an entry of a list: other editions may lead to each that the document has."""
LINK = "address of a link"
"""The term of the address of a link."""
CHARACTER = "character"
"""The term of a character of a text edition."""
ZERO_WIDTH = "word with a character of no width"
"""The term of a word inside which is a character that nobody sees."""
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_WITH_ZERO_WIDTH = re.compile(rf"\w+(?:{_UNSEEN.pattern}+\w+)+")


def with_zero_width(text: str) -> Iterator[str]:
    r"""The words of ``text`` inside which is a character of no width.

    >>> [ascii(word) for word in with_zero_width("nothing, no\u200bthing")]
    ["'no\\u200bthing'"]
    """
    return (match[0] for match in _WITH_ZERO_WIDTH.finditer(text)) if _UNSEEN.search(text) else iter(())


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: the ``term`` that the grammar has for it ("title", "note call"), its ``value``, and ``where`` it
    is, in words for a finding.
    """

    term: str
    value: str
    where: str


Pieces = tuple[str, ...]
"""A style sheet as it is written; where it shows pictures by addresses of their own, the pieces between these."""


@dataclass(frozen=True, slots=True)
class HouseContent:
    """What a house puts into its editions: its style ``sheets``, the first of them in every edition, the others where
    they are needed; its ``scripts``; the values that it has for ``terms`` (colours, families, SHA-256 of faces and
    covers); the files of its ``faces`` by name; its ``web_faces``, which are carried in part, by family and weight
    ("X-Regular 700"); and the ``parts`` of a Word file that are the house's.
    """

    sheets: tuple[Pieces, ...] = ()
    scripts: tuple[str, ...] = ()
    terms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    faces: Mapping[str, Path] = field(default_factory=dict)
    web_faces: Mapping[str, Part] = field(default_factory=dict)
    parts: Mapping[str, bytes] = field(default_factory=dict)


UNKNOWN = HouseContent()
"""What is known where no house is."""


@dataclass(frozen=True, slots=True)
class Conformance:
    """How an edition conforms to the grammar of its format: ``findings`` are what it has that the grammar, or the
    house, does not have; ``statements`` are what it says beside its text.
    """

    findings: tuple[Finding, ...] = ()
    statements: tuple[Statement, ...] = ()

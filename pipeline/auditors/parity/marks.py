"""What stands in the text of an edition beside its characters: the language and direction of passages in another language, and where
links outside lead. No outline has these, so they are compared with the document itself.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.auditors.markup.dom import (
    UNREAD,
    Page,
    ancestors,
    direction,
    elements,
    fragment,
    has_class,
    is_concealed,
    is_inline,
    language,
)
from pipeline.auditors.markup.links import is_internal
from pipeline.auditors.markup.text import visible
from pipeline.auditors.parity.content import Shown
from pipeline.auditors.parity.content import unlike as shown_otherwise
from pipeline.findings import Finding, Place
from pipeline.model.document import Document, Foreign, Indicator, Link, Reference
from pipeline.model.outline import normal, spoken

_HINT = "Build again; if it stays, screen readers say the passage, or lead, otherwise than the report does."


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the text with more to it than its words: a passage with its ``language`` and ``direction``, a link with its ``target``.
    ``words`` are empty for whole paragraphs.
    """

    words: str
    language: str = ""
    direction: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Passages:
    """The passages and links of an edition: those of its list of contents, and those of its text and notes; and what it shows."""

    contents: tuple[Passage, ...]
    text: tuple[Passage, ...]
    shown: tuple[Shown, ...] = ()


def expected(document: Document) -> Passages:
    """The passages and links that every edition of ``document`` must have."""
    head = document.masthead
    headings = [section.heading for section in document.sections()]
    titles = tuple(tuple(inline for inline in heading if not isinstance(inline, Indicator)) for heading in headings)
    return Passages(tuple(_told(titles)), tuple(_told((head.foreign, head.notes, document.blocks, document.notes))))


def _told(value: object) -> Iterator[Passage]:
    """The passages in anything that a document holds, in reading order: fields stand in it as they are read."""
    if isinstance(value, Foreign):
        yield Passage(normal(spoken(value.content)), value.language, value.direction)
    elif isinstance(value, Link):
        yield Passage(normal(spoken(value.content)), target=value.target)
    elif isinstance(value, Reference):
        yield Passage(normal(value.text), target=f"#{value.anchor}")
    elif (tag := getattr(value, "language", "")) and (way := getattr(value, "direction", "")):
        yield Passage("", tag, way)  # blocks in another language
    if isinstance(value, tuple):
        for part in value:
            yield from _told(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _told(getattr(value, field.name))


def found(page: Page, part: etree._Element) -> Iterator[Passage]:
    """The passages and links in a part of a page that a reader sees."""
    for element in elements(part):
        if any(around.tag in UNREAD or is_concealed(around) for around in ancestors(element)):
            continue
        way, around = direction(element), element.getparent()
        turned = element.get("dir") is not None and around is not None and way != direction(around)
        if language(element) or turned:
            tag = next((language(one) for one in ancestors(element) if language(one)), "")
            yield Passage(visible(element) if is_inline(element) else "", tag, way)
        address = element.get("href", "")
        if element.tag == "a" and not is_internal(page, address):
            yield Passage(visible(element), target=address)
        elif element.tag == "a" and has_class(element, "reference"):
            yield Passage(visible(element), target=f"#{fragment(element)}")


def unlike(document: Document, edition: Passages, path: str) -> tuple[Finding, ...]:
    """What the edition at ``path`` has otherwise than ``document``: P013 (passages), P014 (links), P015 (what is shown). Passages are
    known by their words; where those have changed too, or the order has, the outline tells.
    """
    wanted = expected(document)
    return (
        *_between(wanted.contents, edition.contents, path),
        *_between(wanted.text, edition.text, path),
        *shown_otherwise(document, edition.shown, path),
    )


def _between(wanted: Iterable[Passage], seen: Iterable[Passage], path: str) -> Iterator[Finding]:
    wanted, seen = list(wanted), list(seen)
    missing, more = list((Counter(wanted) - Counter(seen)).elements()), list((Counter(seen) - Counter(wanted)).elements())
    for passage in missing:
        other = next((one for one in more if one.words == passage.words and bool(one.target) == bool(passage.target)), None)
        if other is None:
            other = next((one for one in more if dataclasses.replace(one, words=passage.words) == passage), None)
            if other is None:
                yield _finding(passage, f"{_name(passage)} is not marked as one", path)
            else:
                more.remove(other)
            continue
        more.remove(other)
        yield _finding(passage, f"{_name(passage)} is given as {_said(other)}, not {_said(passage)}", path)
    for other in more:
        yield _finding(other, f"{_name(other)} is given as {_said(other)}, which the document does not say", path)


def _finding(passage: Passage, message: str, path: str) -> Finding:
    return Finding("P014" if passage.target else "P013", message, Place(path), _HINT)


def _name(passage: Passage) -> str:
    kind = "the link" if passage.target else "the passage"
    return f"{kind} “{passage.words[:60]}”" if passage.words else f"{kind} of whole paragraphs"


def _said(passage: Passage) -> str:
    return passage.target or f"{passage.language or 'no language'} ({passage.direction})"

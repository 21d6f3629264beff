"""What stands in the text of an edition beside its characters: the language and direction of passages in another language, and where
links outside lead. No outline has these, so they are compared with the document itself.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.auditors.parity import content
from pipeline.auditors.passages import Passage, Passages
from pipeline.findings import Finding, Place
from pipeline.model.document import Document, Foreign, Indicator, Link, Reference
from pipeline.model.outline import normal, spoken

_HINT = "Build again; if it stays, screen readers say the passage, or lead, otherwise than the report does."


def expected(document: Document) -> Passages:
    """The passages and links that every edition of ``document`` must have."""
    head = document.masthead
    headings = [section.heading for section in document.sections()]
    titles = tuple(tuple(inline for inline in heading if not isinstance(inline, Indicator)) for heading in headings)
    return Passages(tuple(_stated(titles)), tuple(_stated((head.foreign, head.notes, document.blocks, document.notes))))


def _stated(value: object) -> Iterator[Passage]:
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
            yield from _stated(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _stated(getattr(value, field.name))


def differences(document: Document, edition: Passages, path: str) -> tuple[Finding, ...]:
    """How the edition at ``path`` differs from ``document``: P013 (passages), P014 (links), P015 (what is shown). Passages are
    identified by their words; where those have changed too, or the order has, the outline shows it.
    """
    wanted = expected(document)
    return (
        *_between(wanted.contents, edition.contents, path),
        *_between(wanted.text, edition.text, path),
        *content.differences(document, edition.shown, path),
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

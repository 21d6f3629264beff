"""Compares the language and direction of passages and the targets of links with those of the document."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import groupby

from plantin.auditors.fault import finding
from plantin.auditors.parity import charts, content
from plantin.auditors.parity.statements import notes
from plantin.auditors.passages import EditionPassages, ForeignPassage
from plantin.findings import Finding
from plantin.model import languages
from plantin.model.document import Document
from plantin.model.inlines import (
    Emphasis,
    Foreign,
    Formula,
    Indicator,
    Inline,
    Link,
    Reference,
    Strong,
    Subscript,
    Superscript,
)
from plantin.model.outline import normal, text_with_marks


def expected_passages(document: Document) -> EditionPassages:
    """Return the passages and links that every edition of ``document`` must have, each tag with its default region."""
    head = document.masthead
    headings = [section.heading for section in document.sections()]
    titles = tuple(tuple(inline for inline in heading if not isinstance(inline, Indicator)) for heading in headings)
    return EditionPassages(
        _passages_in(titles), _passages_in((head.foreign, head.notes, document.blocks, document.notes))
    )


def _passages_in(value: object) -> tuple[ForeignPassage, ...]:
    """Return the passages in anything that a document holds, in reading order."""
    return tuple(passage for part in content.parts(value) for passage in _passage_of(part))


def foreign_runs(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the language, with its default region, and the words of each passage in another one; a passage inside it
    divides its words.
    """
    for part in content.parts((document.masthead.foreign, document.masthead.notes, document.blocks, document.notes)):
        if not isinstance(part, Foreign):
            continue
        for _, leaves in groupby(_leaves(part.content), bool):
            run = tuple(leaf for leaf in leaves if leaf)
            if any(not isinstance(leaf, Formula) for leaf in run) and (words := normal(text_with_marks(run))):
                yield languages.regional(part.language), words


def _leaves(inlines: Iterable[Inline]) -> Iterator[Inline | None]:
    """Return the inlines that hold no others, in reading order, and None for a passage of words in another language."""
    for inline in inlines:
        if isinstance(inline, Foreign) and not all(isinstance(part, Formula) for part in inline.content):
            yield None
        elif isinstance(inline, Emphasis | Strong | Superscript | Subscript | Link | Foreign):
            yield from _leaves(inline.content)
        else:
            yield inline


def _passage_of(part: object) -> Iterator[ForeignPassage]:
    """Yield the passage that a part of a document is itself."""
    if isinstance(part, Foreign):
        yield ForeignPassage(normal(text_with_marks(part.content)), languages.regional(part.language), part.direction)
    elif isinstance(part, Link):
        yield ForeignPassage(normal(text_with_marks(part.content)), target=part.target)
    elif isinstance(part, Reference):
        yield ForeignPassage(normal(part.text), target=f"#{part.anchor}")
    elif (tag := getattr(part, "language", "")) and (way := getattr(part, "direction", "")):
        yield ForeignPassage("", languages.regional(tag), way)  # blocks in another language


def differences(document: Document, edition: EditionPassages, path: str) -> tuple[Finding, ...]:
    """Return how the edition at ``path`` differs from ``document``: P013 (passages), P014 (links), P015 (what is
    shown). Passages are identified by their words; links are passages with a target.
    """
    wanted = expected_passages(document)
    kept = _without_index if edition.paged else list
    return (
        *_compare(wanted.contents, edition.contents, path),
        *_compare(kept(wanted.text), kept(edition.text), path),
        *_compare(_ways_back(document), _ways_back(document) if edition.backs is None else edition.backs, path),
        *content.differences(document, edition.shown, path, edition.worded),
        *charts.differences(document, edition, path),
    )


def _ways_back(document: Document) -> list[ForeignPassage]:
    return [ForeignPassage(note.label, target=f"#{call}") for note in notes(document) for call in note.indicators]


def _without_index(passages: Iterable[ForeignPassage]) -> list[ForeignPassage]:
    """Return those that are not of the index."""
    return [passage for passage in passages if not passage.target.startswith("#index-")]


def _compare(wanted: Iterable[ForeignPassage], seen: Iterable[ForeignPassage], path: str) -> Iterator[Finding]:
    wanted = list(wanted)
    seen = [dataclasses.replace(passage, language=languages.regional(passage.language)) for passage in seen]
    missing, unexpected = Counter(wanted) - Counter(seen), Counter(seen) - Counter(wanted)
    by_words, by_rest = _groups(unexpected, _words), _groups(unexpected, _rest)
    for passage in missing.elements():
        other = _first(by_words[_words(passage)], unexpected)
        if other is not None:
            unexpected[other] -= 1
            yield _finding(passage, f"{_name(passage)} is given as {_describe(other)}, not {_describe(passage)}", path)
        elif (other := _first(by_rest[_rest(passage)], unexpected)) is not None:
            # Only the words differ: the outline reports it.
            unexpected[other] -= 1
        else:
            yield _finding(passage, f"{_name(passage)} is not marked as one", path)
    for other in unexpected.elements():
        yield _finding(other, f"{_name(other)} is given as {_describe(other)}, which the document does not say", path)


def _words(passage: ForeignPassage) -> Hashable:
    return passage.words, bool(passage.target)


def _rest(passage: ForeignPassage) -> Hashable:
    """Return a passage without its words."""
    return dataclasses.replace(passage, words="")


def _groups(
    passages: Iterable[ForeignPassage], kind: Callable[[ForeignPassage], Hashable]
) -> dict[Hashable, deque[ForeignPassage]]:
    groups: dict[Hashable, deque[ForeignPassage]] = defaultdict(deque)
    for passage in passages:
        groups[kind(passage)].append(passage)
    return groups


def _first(group: deque[ForeignPassage], left: Counter[ForeignPassage]) -> ForeignPassage | None:
    """Return the first passage of a group that is left; those that are not are taken out of it."""
    while group and not left[group[0]]:
        group.popleft()
    return group[0] if group else None


def _finding(passage: ForeignPassage, message: str, path: str) -> Finding:
    return finding("P014" if passage.target else "P013", message, path)


def _name(passage: ForeignPassage) -> str:
    kind = "the link" if passage.target else "the passage"
    return f"{kind} “{passage.words[:60]}”" if passage.words else f"{kind} of whole paragraphs"


def _describe(passage: ForeignPassage) -> str:
    return passage.target or f"{passage.language or 'no language'} ({passage.direction})"

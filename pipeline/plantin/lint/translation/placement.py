"""Compares the marks of a message with those of its translation: each is closed, the same, and at the same words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plantin.lint.translation.comparison import TranslationFault
from plantin.translation import inline
from plantin.translation.inline import Mark, Part

_ESCAPE = re.compile(r"\\.")
_HTML = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
_TARGET = re.compile(r"\]\(#([^)]*)\)")
_SENTENCE = re.compile(r"(?<=[^\W\d_]{2}|\w[\"”»’)\]]|\s»)[.!?…]+[\"”»)\]]*(?=\s|$)|[。！？؟]")
_LATIN_END = re.compile(r"[\s.,;:!?…»”\"')\]。，；：]*")
_FAR = 0.4
"""How far apart, as a part of the sentence, a mark may be in the two languages: the order of words differs."""
_LONG = 40
"""The letters of a sentence in which that is a measure."""
_SIGNS = ("*", "`")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a mark is."""

    sentence: int
    """The sentence, from 0."""
    share: float
    """How much of the sentence is before it, from 0 to 1."""
    last: bool
    """Whether only signs follow it in the sentence."""
    long: bool
    """Whether the sentence is long enough for a measure."""


@dataclass(slots=True)
class _Side:
    """A text with its marks."""

    marks: list[tuple[Mark, int]]
    """The marks, and how many letters of the words are before each."""
    words: str
    """The text without marks."""

    @classmethod
    def of(cls, text: str) -> _Side:
        side = cls([], "")
        side.add(inline.divide(text))
        return side

    def add(self, parts: Sequence[Part]) -> None:
        """Read further parts of the text."""
        for part in parts:
            if isinstance(part, str):
                self.words += part
            else:
                self.marks.append((part, len(self.words)))
                self.add(part.content)

    def all(self, *kinds: str) -> list[Mark]:
        """Return the marks of some kinds, in their order."""
        return [mark for mark, _ in self.marks if mark.kind in kinds]

    def places(self, kind: str) -> list[tuple[Mark, _Place]]:
        """Return the marks of a kind with their places."""
        placed = [(mark, at) for mark, at in self.marks if mark.kind == kind]
        ends = [match.end() for match in _SENTENCE.finditer(self.words)] if placed else []
        mark_places = []
        for mark, at in placed:
            # A note is after the full stop in some languages.
            before = self.words[:at].rstrip(".,;:!?…»”\"')]。，；： ")
            n = sum(end < len(before) + 1 for end in ends)
            start = ends[n - 1] if n else 0
            end = ends[n] if n < len(ends) else len(self.words)
            length = max(end - start, 1)
            rest = _LATIN_END.match(self.words, at)
            share = min((at - start) / length, 1.0)
            mark_places.append((mark, _Place(n, share, rest is not None and rest.end() >= end, length >= _LONG)))
        return mark_places

    @property
    def sentences(self) -> int:
        """How many sentences it has."""
        return len(_SENTENCE.findall(self.words))


def check(original: str, translation: str) -> Iterator[TranslationFault]:
    """Yield what is wrong with the marks of ``translation``: T021 words in a reference, T044 a mark that is not closed,
    a lost line break, another picture, HTML; T049 references in another order, a mark at other words (warnings).
    """
    old, new = _Side.of(original), _Side.of(translation)
    yield from _references_with_words(old, new)
    yield from _pictures(old, new)
    yield from _not_marks(old, new)
    if (count := len(new.all("break"))) != (due := len(old.all("break"))):
        yield TranslationFault("T044", f"{count} line breaks, {due} in the original", "warning")
    orders = [[_target(mark) for mark in side.all("reference", "link") if _target(mark)] for side in (old, new)]
    if orders[0] != orders[1] and sorted(orders[0]) == sorted(orders[1]):
        yield TranslationFault("T049", f"the references are in another order: {', '.join(orders[1])}", "warning")
    for kind in ("note", "emphasis", "strong", "span"):
        yield from _find_moves(old, new, kind)


def _target(mark: Mark) -> str:
    """Return the id that a mark refers to; empty where it refers to none."""
    match = _TARGET.search(mark.closing or mark.opening)
    return match[1] if match else ""


def _references_with_words(old: _Side, new: _Side) -> Iterator[TranslationFault]:
    """Yield T021 for references whose words the press writes, and that have words in the translation."""
    due = Counter(_target(mark) for mark in old.all("link"))
    for mark in new.all("link"):
        if (target := _target(mark)) and not due[target]:
            words = inline.join_parts(mark.content)
            yield TranslationFault("T021", f"words in the reference to {target}, which the press writes: {words!r}")
        due[target] -= 1


def _pictures(old: _Side, new: _Side) -> Iterator[TranslationFault]:
    for before, after in zip(old.all("picture"), new.all("picture"), strict=False):
        if before.closing != after.closing:
            yield TranslationFault("T044", f"the picture is {after.closing[1:]}, in the original {before.closing[1:]}")
    if len(old.all("picture")) != len(new.all("picture")):
        yield TranslationFault("T044", f"{len(new.all('picture'))} pictures, {len(old.all('picture'))} in the original")


def _not_marks(old: _Side, new: _Side) -> Iterator[TranslationFault]:
    """Yield what looks like a mark, and is not closed or is HTML."""
    words = [_ESCAPE.sub("", side.words) for side in (old, new)]
    for sign in _SIGNS:
        if words[1].count(sign) > words[0].count(sign):
            at = words[1].index(sign)
            yield TranslationFault("T044", f"a mark that is not closed: {words[1][at : at + 20]!r}")
    if len({text.count("[") - text.count("]") for text in words}) > 1:
        yield TranslationFault("T044", "a bracket that is not closed")
    extra_tags = Counter(_HTML.findall(words[1])) - Counter(_HTML.findall(words[0]))
    for tag in sorted(extra_tags):
        yield TranslationFault("T044", f"HTML in the translation: {tag}")


def _find_moves(old: _Side, new: _Side, kind: str) -> Iterator[TranslationFault]:
    """Yield T049 for marks at other words than in the original, as far as their places in their sentences show it."""
    rows, others = old.places(kind), new.places(kind)
    if len(rows) != len(others):
        return  # reported as missing or not in the original
    same = bool(rows) and old.sentences == new.sentences
    free = list(others)
    for mark, place in rows:
        alike = next((n for n, (other, _) in enumerate(free) if other.code == mark.code), None)
        if alike is None:
            continue
        other, now = free.pop(alike)
        if kind == "span" and _text(mark) == _text(other):
            continue
        words = f" around {_text(other)[:30]!r}" if other.is_pair else ""
        if same and place.sentence != now.sentence:
            yield TranslationFault("T049", f"{other.words}{words} is in another sentence", "warning")
        elif place.long and now.long and abs(place.share - now.share) > _FAR:
            yield TranslationFault("T049", f"{other.words}{words} is at another place in its sentence", "warning")
        elif kind == "note" and place.last != now.last and place.long and now.long:
            yield TranslationFault("T049", f"{other.words} is at another place in its sentence", "warning")


def _text(mark: Mark) -> str:
    return "".join(part if isinstance(part, str) else _text(part) for part in mark.content)

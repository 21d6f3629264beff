"""Divides a message into words and marks, as a translator's tool shows it: calls of notes, references, pictures and
formulas are placeholders, emphasis, links and passages in another language are pairs around words.

What is put together again is the message, letter for letter, whatever the marks in it are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from plantin.translation.marks import CITATION, INDICATOR

MarkKind = Literal[
    "note", "reference", "place", "citation", "code", "formula", "address", "break",
    "picture", "link", "span", "strong", "emphasis", "superscript", "subscript", "deleted",
]  # fmt: skip

_FORMATTING = frozenset(("strong", "emphasis", "superscript", "subscript", "deleted"))
"""Marks that a language may do without."""
_ALONE: tuple[tuple[MarkKind, re.Pattern[str]], ...] = (
    ("break", re.compile(r"\\\n|<br\s*/?>")),
    ("code", re.compile(r"(`+)(?:(?!\1).)+\1(?:\{[^{}]*\})?")),
    ("formula", re.compile(r"\$\$(?:(?!\$\$).)+\$\$|\$(?=\S)(?:\\.|[^$\\])+(?<=\S)\$(?!\d)", re.DOTALL)),
    ("note", INDICATOR),
    ("place", re.compile(r"\[\]\{[^{}]*\}")),
    ("reference", re.compile(r"\[\]\([^()\s]*\)(?:\{[^{}]*\})?")),
    ("address", re.compile(r"<(?:https?://|mailto:)[^<>\s]+>")),
    ("citation", CITATION),
)
_PLAIN = re.compile(r"[^\\`$\[\]<@!*^~_]+")
"""Characters with which no mark begins."""
_ESCAPED = re.compile(r"\\.")
_OPENS = re.compile(r"!?\[")
_CLOSES = re.compile(r"\](?:\([^()]*\)(?:\{[^{}]*\})?|\{[^{}]*\})?")
_DELIMITER = re.compile(r"\*\*|\*|\^|~~|~|__|_")
_DELIMITED: dict[str, MarkKind] = {
    "*": "emphasis", "_": "emphasis", "**": "strong", "__": "strong",
    "^": "superscript", "~": "subscript", "~~": "deleted",
}  # fmt: skip
_LANGUAGE = re.compile(r"\{lang=([\w-]+)\}")
_WORDS: dict[MarkKind, str] = {
    "code": "code",
    "formula": "formula",
    "break": "line break",
    "strong": "bold",
    "emphasis": "italics",
    "superscript": "raised",
    "subscript": "lowered",
    "deleted": "struck through",
}
_TARGET = re.compile(r"^[\[\]({<@#^]+|(?<=\))\{.*|[])}>]+$|\)\{.*")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in a message: a placeholder, or a pair around words."""

    kind: MarkKind
    opening: str
    """What the message has for it, or before the words."""
    closing: str = ""
    """What it has after the words; empty for a placeholder."""
    content: tuple[Mark | str, ...] = ()
    """The words and marks between."""

    @property
    def is_pair(self) -> bool:
        """Whether it is around words."""
        return bool(self.closing)

    @property
    def is_required(self) -> bool:
        """Whether a translation must have it."""
        return self.kind not in _FORMATTING

    @property
    def code(self) -> tuple[str, str]:
        """What distinguishes it from others."""
        return self.opening, self.closing

    @property
    def words(self) -> str:
        """What it is, in words for a translator.

        >>> divide("See [^log].")[1].words
        'note log'
        """
        if self.kind in _WORDS:
            return _WORDS[self.kind]
        if self.kind == "span" and (match := _LANGUAGE.search(self.closing)):
            return f"in {match[1]}"
        kind = "reference" if self.kind == "link" and self.closing.startswith("](#") else self.kind
        target = _TARGET.sub("", self.closing or self.opening)
        return f"{kind}{' to' * (kind in ('reference', 'link'))} {target}"[:_SHOWN]


Part = Mark | str


def divide(text: str) -> tuple[Part, ...]:
    """Return the words and marks of ``text``.

    >>> [part if isinstance(part, str) else part.kind for part in divide("*Two* lamps[^log], see [](#oil).")]
    ['emphasis', ' lamps', 'note', ', see ', 'reference', '.']
    """
    return _Division(text).parts()


def join_parts(parts: Sequence[Part], changed: Callable[[str], str] = str) -> str:
    """Return the message that the parts are, their words ``changed``."""
    return "".join(
        changed(part) if isinstance(part, str) else f"{part.opening}{join_parts(part.content, changed)}{part.closing}"
        for part in parts
    )


def prose(parts: Sequence[Part]) -> Iterator[str]:
    """Yield the words of the parts, those in pairs too."""
    for part in parts:
        yield from (part,) if isinstance(part, str) else prose(part.content)


def every(parts: Sequence[Part]) -> Iterator[Mark]:
    """Yield every mark in the parts, each before those in it."""
    for part in parts:
        if isinstance(part, Mark):
            yield part
            yield from every(part.content)


@dataclass(slots=True)
class _Open:
    """A pair of which the end has not been found yet."""

    sign: str
    content: list[Part]


class _Division:
    """One walk over a message. What is opened and never closed is words."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open = [_Open("", [])]

    def parts(self) -> tuple[Part, ...]:
        at = 0
        while at < len(self._text):
            at = self._step(at)
        while len(self._open) > 1:
            self._give_up()
        return tuple(_merge_words(self._open[0].content))

    def _step(self, at: int) -> int:
        text = self._text
        if match := _PLAIN.match(text, at):
            self._put(match[0])
            return match.end()
        if (match := _ESCAPED.match(text, at)) and not text.startswith("\\\n", at):
            self._put(match[0])
            return match.end()
        for kind, pattern in _ALONE:
            if match := pattern.match(text, at):
                self._put(Mark(kind, match[0]))
                return match.end()
        if match := _OPENS.match(text, at):
            self._open.append(_Open(match[0], []))
            return match.end()
        if match := _CLOSES.match(text, at):
            return self._bracket(match)
        if match := _DELIMITER.match(text, at):
            self._delimiter(match)
            return match.end()
        self._put(text[at])
        return at + 1

    def _put(self, part: Part) -> None:
        self._open[-1].content.append(part)

    def _give_up(self) -> None:
        """Take the sign that was opened last for words."""
        last = self._open.pop()
        self._open[-1].content += [last.sign, *last.content]

    def _bracket(self, match: re.Match[str]) -> int:
        """Return the end of a link, a picture or a span; of none where nothing tells what the brackets are."""
        opened = [n for n, pair in enumerate(self._open) if pair.sign.endswith("[")]
        if not opened:
            self._put("]")
            return match.start() + 1
        while len(self._open) - 1 > opened[-1]:
            self._give_up()
        if match[0] == "]":
            self._give_up()
            self._put("]")
            return match.end()
        last = self._open.pop()
        kind: MarkKind = "picture" if last.sign == "![" else "link" if match[0].startswith("](") else "span"
        self._put(Mark(kind, last.sign, match[0], tuple(_merge_words(last.content))))
        return match.end()

    def _delimiter(self, match: re.Match[str]) -> None:
        sign, text = match[0], self._text
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        within_word = sign.startswith("_") and before.isalnum() and after.isalnum()
        since = next((n for n in range(len(self._open) - 1, -1, -1) if self._open[n].sign.endswith("[")), 0)
        opened = [n for n in range(since, len(self._open)) if self._open[n].sign == sign]
        if opened and before.strip() and not within_word:
            while len(self._open) - 1 > opened[-1]:
                self._give_up()
            last = self._open.pop()
            content = tuple(_merge_words(last.content))
            spaced = sign in "^~" and any(isinstance(part, str) and " " in part for part in content)
            if content and not spaced:
                self._put(Mark(_DELIMITED[sign], sign, sign, content))
            else:
                self._open[-1].content += [sign, *content, sign]
        elif after.strip() and not within_word:
            self._open.append(_Open(sign, []))
        else:
            self._put(sign)


def _merge_words(parts: Sequence[Part]) -> Iterator[Part]:
    """Yield the parts, words beside words as one."""
    words = ""
    for part in parts:
        if isinstance(part, str):
            words += part
            continue
        if words:
            yield words
        yield part
        words = ""
    if words:
        yield words


def number_marks(source: Sequence[Part], target: Sequence[Part]) -> tuple[list[int], list[int]]:
    """Return the numbers of the marks of an original and of its translation, in the order of ``every``: a mark that
    both have has the same number, one that the translation alone has a number of its own.
    """
    first = list(every(source))
    free: dict[tuple[str, str], list[int]] = {}
    for n, mark in enumerate(first, 1):
        free.setdefault(mark.code, []).append(n)
    numbers, following = [], len(first) + 1
    for mark in every(target):
        if same := free.get(mark.code):
            numbers.append(same.pop(0))
        else:
            numbers.append(following)
            following += 1
    return list(range(1, len(first) + 1)), numbers

"""Says which term of the glossary each use in a translation means, whatever words either has: terms are those of the
original, by their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from plantin.translation.inline import Mark, Part, divide, every, join_parts, prose
from plantin.translation.message import Message

_CLASS = re.compile(r"\]\{(?=[^{}]*\.term(?![\w-]))[^{}]*\}")
_ENTRY = re.compile(r"""\bentry=(?:"([^"]*)"|'([^']*)'|([^\s}]*))""")


def number_terms(messages: Sequence[Message], texts: Mapping[str, str], shown: Mapping[str, str]) -> dict[str, str]:
    """Return ``shown``, what is printed for each message by its context, with each term of the glossary named by its
    number, ``[Lampe]{of="#1"}``, and each use of one by the number of the term that it means, ``[lampes]{.term
    entry="#1"}``; ``texts`` are the translations without marks of a draft.

    A use means the term that it names, in the words of the translation or of the original, else the one that the
    original uses at its place among those left. What can be neither stays as it is.
    """
    terms = [message for message in messages if message.term]
    numbers = {_key(message.text): f"#{n}" for n, message in enumerate(terms, 1)}
    by_words: dict[str, list[str]] = {}
    for message in terms:
        for words in (texts[message.context], message.text):
            by_words.setdefault(_key(words), []).append(numbers[_key(message.text)])
    result = dict(shown)
    for message in messages if numbers else ():
        if message.term:
            result[message.context] = f'[{shown[message.context]}]{{of="{numbers[_key(message.text)]}"}}'
        elif any(_is_use(mark) for mark in every(divide(message.text))):
            due = [numbers[name] for name in _uses(message.text) if name in numbers]
            result[message.context] = _number_uses(shown[message.context], by_words, due)
    return result


def _key(text: str) -> str:
    return " ".join("".join(prose(divide(text))).split()).casefold()


def _is_use(mark: Mark) -> bool:
    return mark.kind == "span" and bool(_CLASS.fullmatch(mark.closing))


def _uses(text: str) -> Iterator[str]:
    """Yield what each use of a term in ``text`` names."""
    for mark in every(divide(text)):
        if _is_use(mark):
            entry = _ENTRY.search(mark.closing)
            yield _key(next(filter(None, entry.groups()), "") if entry else "".join(prose(mark.content)))


def _number_uses(text: str, known: Mapping[str, Sequence[str]], due: list[str]) -> str:
    """Return ``text`` with each use of a term by its number; ``due`` are the numbers of the original, in order."""
    numbers = []
    for name in _uses(text):
        meant = known.get(name, ())
        numbers.append(next((number for number in due if number in meant), meant[0] if meant else ""))
        if numbers[-1] in due:
            due.remove(numbers[-1])
    left = iter(due)
    uses = iter([number or next(left, "") for number in numbers])
    return join_parts([_number_part(part, uses) for part in divide(text)])


def _number_part(part: Part, numbers: Iterator[str]) -> Part:
    if isinstance(part, str):
        return part
    number = next(numbers) if _is_use(part) else ""
    closing = f']{{.term entry="{number}"}}' if number else part.closing
    return replace(part, closing=closing, content=tuple(_number_part(child, numbers) for child in part.content))

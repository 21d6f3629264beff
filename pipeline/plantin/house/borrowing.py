"""What a language borrows: words of English where its own files have none, each known by its path. A mark at the
beginning of each says which of them a report prints.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from plantin.settings.reader import Settings

Path = tuple[str, ...]
"""The names of the tables around a value and its own."""

_TABLES = tuple(
    "masthead labels display numbering references draft publication dates index charts formulas site release".split()
)
"""The tables of the English locale that are words; others belong to its spelling and its type."""
_OF_ANY_LANGUAGE = {
    ("typography", "units"), ("typography", "signs"), ("dates", "forms"), ("publication", "isbn"),
    ("publication", "issn"), ("release", "digest"),
}  # fmt: skip
"""What it has that is right in others too."""
_ENGLISH_ALONE = {("masthead", "languages"), ("masthead", "date"), ("masthead", "date_cldr"), ("labels", "endings")}
"""What only English has in these tables."""
_FIRST_MARK = 0xF0000
"""The code point of the first mark: Unicode's private use, which no text has."""
_LETTER = re.compile(r"[^\W\d_]")
_PLACE = re.compile(r"\{\w*(?::\w+)?\}")


def loan(english: Settings, own: Iterable[Settings], *, marked: bool) -> tuple[Settings, dict[Path, object]]:
    """Return the words of ``english`` as the lowest layer of another language, and those borrowed, by their paths: with
    letters, and none in the language's ``own`` layers. Where they are ``marked``, each of these has its mark before it.
    """
    decided = {path for layer in own for path, _ in leaves(layer.values)}
    rows = [
        (path, value)
        for path, value in leaves(english.values)
        if path[:2] in _OF_ANY_LANGUAGE or (path[0] in _TABLES and path[:2] not in _ENGLISH_ALONE)
    ]
    borrowed = {
        path: value
        for path, value in rows
        if path[:2] not in _OF_ANY_LANGUAGE and path not in decided and has_words(value)
    }
    signs = {path: chr(_FIRST_MARK + n) for n, path in enumerate(borrowed)} if marked else {}
    table: dict[str, Any] = {}
    for path, value in rows:
        inside = table
        for name in path[:-1]:
            inside = inside.setdefault(name, {})
        inside[path[-1]] = _with_sign(value, signs[path]) if path in signs else value
    return replace(english, values=table), borrowed


def leaves(table: Mapping[str, Any], around: Path = ()) -> Iterator[tuple[Path, object]]:
    """Yield the paths of the values of a table and of those in it, with the values."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, (*around, name))
        else:
            yield (*around, name), value


def has_words(value: object) -> bool:
    """Return whether a value has letters beside what is filled in.

    >>> has_words("{name}: {value}."), has_words(["({})", "part {}"]), has_words(4)
    (False, True, False)
    """
    texts = value if isinstance(value, list) else [value]
    return any(isinstance(text, str) and _LETTER.search(_PLACE.sub("", text)) for text in texts)


def _with_sign(value: object, sign: str) -> object:
    return [f"{sign}{text}" for text in value] if isinstance(value, list) else f"{sign}{value}"


def find_marks(text: str, borrowed: Sequence[Path]) -> Counter[Path]:
    """Return how often each of the words ``borrowed`` is in ``text``, by its mark."""
    numbers = (ord(sign) - _FIRST_MARK for sign in text if ord(sign) >= _FIRST_MARK)
    return Counter(borrowed[number] for number in numbers if number < len(borrowed))

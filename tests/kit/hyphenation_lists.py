"""The lists of words with the places at which they may and may not be divided (``tests/writers/pdf/divisions``)."""

from __future__ import annotations

from tests.kit.houses import ROOT

_LISTS = ROOT / "tests" / "writers" / "pdf" / "divisions"
_SIDE = 3
"""How many letters there are at least on each side of a place that counts."""


def divisions(language: str) -> list[tuple[str, set[int], set[int]]]:
    """The words of the list of ``language``, each with the places at which it may and may not be divided."""
    return [
        _marked(line)
        for line in (_LISTS / f"{language}.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]


def _marked(line: str) -> tuple[str, set[int], set[int]]:
    word, places = "", {"-": set[int](), "*": set[int]()}
    for sign in line:
        if sign in places:
            places[sign].add(len(word))
        else:
            word += sign
    inside = set(range(_SIDE, len(word) - _SIDE + 1))
    return word, places["-"] & inside, places["*"] & inside

"""Reads the words of a braille edition without liblouis: the cells of a row must spell its words, by letters, signs and
contractions in their order.

Where a contraction may be used is not asked. So words that are contracted otherwise than the code wants pass, words of
other letters do not.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from plantin.auditors.fault import finding
from plantin.findings import Finding
from plantin.model.outline import Entry, Outline
from plantin.packs.braille import repertoire
from plantin.packs.braille.auditor.paper_outline import TURN
from plantin.packs.braille.cells import BLANK, NEMETH, RAISED

_FILE = Path(__file__).with_name("contractions.toml")
_UNLABELLED = frozenset(("note", "letter", "row"))
_SOFT = "\ufdd1"
"""A blank at the end of a line, perhaps of a text that has no space there."""
_OTHERWISE = re.compile(f"(⠐⠐⠷.*?⠐⠐⠾|{NEMETH[0]}.*?{NEMETH[1]})")
"""A passage in another language or code."""
_CALL = re.compile(r"\[\^([^\]]*)\]")
_LETTERS = re.compile(r"[^\W\d_]+")
_CELLS = re.compile(r" ?\| ?")


@dataclass(frozen=True, slots=True)
class Spelling:
    """The letters, signs and contractions of a language; the length of the longest."""

    parts: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    accents: Mapping[str, frozenset[str]]
    free: re.Pattern[str]
    capital: str
    number: str
    longest: Mapping[str, int]
    """How many letters have those that begin with these two."""


@cache
def spelling_of(language: str) -> Spelling | None:
    """Return how ``language`` is spelt; None where that is not known."""
    section = tomllib.loads(_FILE.read_text("utf-8")).get(language)
    if section is None:
        return None
    parts, words, accents = (_pairs(section[name]) for name in ("parts", "words", "accents"))
    longest: dict[str, int] = defaultdict(lambda: 1)
    for name in chain(parts, words):
        longest[name[:2]] = max(len(name), longest[name[:2]])
    return Spelling(parts, words, accents, re.compile(section["free"]), section["capital"], section["number"], longest)


def _pairs(text: str) -> dict[str, frozenset[str]]:
    series: dict[str, set[str]] = defaultdict(set)
    items = text.split()
    for name, cells in zip(items[::2], items[1::2], strict=True):
        series[name.replace("_", " ") if len(name) > 1 else name].add(cells)
    return {name: frozenset(found) for name, found in series.items()}


def unlike_words(expected: Outline, found: Outline, table: str, path: str) -> Iterator[Finding]:
    """Yield P042 for each row of ``expected`` whose words no row of the cells ``found`` spells. Not compared are lines
    of code, words with signs that are not known, and passages in another language or code.
    """
    spelling = spelling_of(expected.language.partition("-")[0])
    if spelling is None:
        return
    rows = [(row, _cells_of(row)) for row in _rows(found)]
    left = dict(enumerate(rows))
    at = 0
    for row in _rows(expected):
        reading = _Reading(_prepared(row, table), spelling)
        parted_otherwise = row.kind == "row" and len(reading.texts) != len(row.label.split())
        if parted_otherwise or not any(reading.texts):
            continue  # a cell that has the sign between cells; a row of pictures
        nearest = (number for number in (at, *left) if number in left)
        number = next((number for number in nearest if _is_read(reading, row, *left[number])), None)
        if number is None:
            yield finding("P042", f"no row has the words of “{row.text[:60]}”", path)
            continue
        at = number + 1
        if not reading.is_loose:
            del left[number]


def _rows(outline: Outline) -> list[Entry]:
    heads = (Entry("paragraph", 0, "", "", line) for line in outline.masthead)
    return [row for row in (*heads, *outline.contents, *outline.body, *outline.notes) if row.kind != "listing"]


def _prepared(row: Entry, table: str) -> list[str]:
    """Return the words of a row with its label, each cell of a table by itself, in characters that ``table`` has."""
    label = "" if row.kind in _UNLABELLED else row.label
    texts = _CELLS.split(row.text) if row.kind == "row" else [f"{label} {row.text}"]
    # Calls of notes are taken out in turn: they are cells of their own.
    return [
        "".join(
            part if _CALL.fullmatch(part) else _spaced(part, table) for part in re.split(r"(\[\^[^\]]*\])", text)
        ).strip()
        for text in texts
    ]


def _spaced(text: str, table: str) -> str:
    """Return a prepared text with the spaces at its ends."""
    words = repertoire.prepare(repertoire.plain(text), table, bool)
    return f"{' ' * text[:1].isspace()}{words}{' ' * (text[-1:].isspace() and bool(words))}"


def _cells_of(row: Entry) -> list[str]:
    label = "" if row.kind in _UNLABELLED else row.label
    texts = _CELLS.split(row.text) if row.kind == "row" else [f"{label}{BLANK}{row.text}"]
    return [text.replace(BLANK + TURN, _SOFT).replace(TURN, "").strip(BLANK) for text in texts]


def _is_read(reading: _Reading, row: Entry, other: Entry, cells: Sequence[str]) -> bool:
    """Return whether cells spell a row; each cell of a table after others perhaps that go down into its row, and after
    the name of its column.
    """
    reading.is_loose = False
    if row.kind != "row" or other.kind != "row":
        return (row.kind == "row") == (other.kind == "row") and reading.spells(0, cells[0])
    rest = iter(cells)
    numbers = (number for number, text in enumerate(reading.texts) if text)
    return all(any(reading.spells(number, cell, named=True) for cell in rest) for number in numbers)


class _Reading:
    """Compares the texts of a row with cells from left to right: each place in the text with all places in the cells to
    which they may come.
    """

    def __init__(self, texts: list[str], spelling: Spelling) -> None:
        self.texts, self._spelling = texts, spelling
        self._ends = [self._unknown(text) for text in texts]
        self.is_loose = False
        """Whether words that are not known were passed over."""

    def spells(self, number: int, cells: str, *, named: bool = False) -> bool:
        """Return whether ``cells`` spell the text of this number, after a column's name where they are ``named``."""
        self._text, self._cells = self.texts[number], cells
        ends = self._ends[number]
        begins = (match.end() for match in re.finditer(f"[{BLANK}{_SOFT}]", cells)) if named else ()
        places: dict[int, set[int]] = {0: {0, *begins}}
        for at in range(len(self._text)):
            if not places:
                return False
            for place in self._freed(at, places.pop(at, set())):
                for to, end in self._steps(at, place, ends):
                    places.setdefault(to, set()).add(end)
        return len(cells) in self._freed(len(self._text), places.get(len(self._text), set()))

    def _unknown(self, text: str) -> dict[int, int]:
        """Return where the words end that have signs that are not known, by each place in them."""
        ends = {}
        for word in re.finditer(r"[^ ]+?(?=\[\^| |$)", text):
            if not word[0].startswith("[^") and not all(
                "⠀" <= sign <= "⣿" or bool(self._series(sign.lower())) for sign in word[0]
            ):
                ends.update(dict.fromkeys(range(*word.span()), word.end()))
        return ends

    def _series(self, text: str) -> frozenset[str]:
        """Return the cells of a letter, with or without its mark, or of a contraction."""
        spelling = self._spelling
        found = spelling.parts.get(text)
        if found or len(text) > 2 or (len(text) == 2 and text[1] not in spelling.accents):
            return found or frozenset()
        decomposed = unicodedata.normalize("NFD", text)
        letter = unicodedata.normalize("NFC", decomposed[:-1])
        accents = spelling.accents.get(decomposed[-1], ())
        return frozenset(accent + cells for accent in accents for cells in spelling.parts.get(letter, ()))

    def _freed(self, at: int, here: set[int]) -> set[int]:
        """Return these places and those after what may be there without a text."""
        inside = 0 < at < len(self._text) and self._text[at - 1].islower() and self._text[at].islower()
        left = list(here)
        while left and not inside:
            place = left.pop()
            match = self._spelling.free.match(self._cells, place)
            ends = {match.end()} if match else set()
            if self._cells.startswith(_SOFT, place):
                ends.add(place + 1)
            left += ends - here
            here |= ends
        return here

    def _steps(self, at: int, place: int, ends: Mapping[int, int]) -> Iterator[tuple[int, int]]:
        """Yield where a step leads from a place in the text and one in the cells."""
        text, cells = self._text, self._cells
        if passage := _OTHERWISE.match(cells, place):
            self.is_loose = True
            yield from ((to, passage.end()) for to in range(at + 1, len(text) + 1))
        elif at in ends:
            self.is_loose = True
            yield from ((ends[at], to) for to in range(place, len(cells) + 1))
        elif text[at] == " ":
            if cells.startswith((BLANK, _SOFT), place):
                yield at + 1, place + 1
        elif other := _CALL.match(cells, place):
            if call := _CALL.match(text, at):
                yield call.end(), other.end()
            # A raised figure looks like a call.
            yield from (
                (at + len(cells), other.end()) for cells in (other[1], RAISED + other[1]) if text.startswith(cells, at)
            )
        elif "⠀" <= text[at] <= "⣿":
            if cells.startswith(text[at], place):
                yield at + 1, place + 1
        else:
            yield from self._spell(at, place)

    def _spell(self, at: int, place: int) -> Iterator[tuple[int, int]]:
        text, cells, capital = self._text, self._cells, self._spelling.capital
        if text[at].isupper():
            begin = place
            while cells.startswith(capital, place):
                place += len(capital)
            run = _LETTERS.match(text, at)
            is_run = run is not None and len(run[0]) > 1 and run[0].isupper()
            needed = 1 + (is_run and not cells.startswith(capital, place + 1))
            is_within = text[at - 1 : at].isupper() or 2 * capital in cells[cells.rfind(BLANK, 0, begin) + 1 : begin]
            if is_within or 3 * capital in cells:
                needed = 0
            if place - begin < needed * len(capital):
                return
        if text[at].isdigit() and cells.startswith(self._spelling.number, place):
            place += len(self._spelling.number)
        begun = text[at - 1 : at].isalpha()
        longest = max(2, self._spelling.longest.get(text[at : at + 2].lower(), 0))
        for end in range(at + 1, min(at + longest, len(text)) + 1):
            word = text[at:end]
            if word[1:] != word[1:].lower() and not word.isupper():
                break
            whole = not begun and not text[end : end + 1].isalpha()
            words = self._spelling.words.get(word.lower(), ())
            # A word of several cells may be within a longer one.
            for series in (*self._series(word.lower()), *(one for one in words if whole or len(one) > 1)):
                if cells.startswith(series, place):
                    yield end, place + len(series)

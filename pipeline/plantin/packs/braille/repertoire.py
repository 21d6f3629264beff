"""The repertoire of braille: which characters the table of a language has, and what is written for others."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from plantin.model.labels import TranscriptionWords
from plantin.model.levels import LEVEL, MINUS, bare, is_raised

_FILE = Path(__file__).with_name("signs.toml")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")
_ARABIC = re.compile("[٠-٩۰-۹]+(?:[٬٫][٠-٩۰-۹]+)*٪?|٪")
"""A number in Arabic figures with its separators and per cent sign."""
_TECHNICAL = re.compile(f"(?:(?<![0-9.,A-Za-z])[A-Za-z0-9]+)?(?:(?:{LEVEL})[A-Za-z0-9]*)+")
"""What has raised or lowered parts, with the letters and figures beside them: no contractions in it."""
_PARTS = re.compile(f"({LEVEL})|([0-9]+)|([A-Za-z]+)|(.)")
_AFTER_FIGURE = re.compile("(?<=[0-9])(?=[a-j])")
_STOP = re.compile(r"(?<=[A-Za-z])\.(?=[0-9])")
"""A stop between a letter and a figure, which is no decimal point."""
_LETTERS = "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵"
_STOPS = ",.;:!?)]»”…"


@dataclass(frozen=True, slots=True)
class Repertoire:
    """What the code of a language has, a section of ``signs.toml``."""

    has: frozenset[str]
    """The characters that the table itself has."""
    blocks: tuple[str, ...]
    """The first and the last of series of characters that it has."""
    written: dict[str, str]
    """What is written for other signs."""
    raised: str
    lowered: str
    grouped: tuple[str, str]
    """The cells around what is raised or lowered and is more than a number or a letter."""
    minus: str
    plus: str
    equals: str
    capital: str
    """The cell before a capital letter; two of it are before several."""
    small: str
    """The cell before a small letter that could be read as a figure, or as one of another alphabet."""
    marked: int
    """Up to how many Latin letters always have that cell, or the one of capitals, before them."""
    unmarked: str
    """The cell before a small letter that would be read as a figure, where the table writes none."""
    stop: str
    """The cell of a stop, where the table takes one before a figure for a decimal point."""
    figures: str
    """The cell of numbers, then those of 1 to 9 and 0."""
    exchanged: tuple[str, ...]
    """Signs that have the same cells, where nothing says that the code itself writes them so."""

    def holds(self, character: str) -> bool:
        """Return whether the table has ``character``."""
        return character in self.has or any(block[0] <= character <= block[-1] for block in self.blocks)


def plain(text: str) -> str:
    """Return ``text`` composed (NFC), with one space for each series and without characters that are not seen."""
    return _SPACES.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFC", text))).strip()


def prepare(text: str, table: str, has: Callable[[str], bool]) -> str:
    """Return plain ``text`` with what is written for the signs that ``table`` does not have, ``has`` says which it has
    where the repertoire has no section for it. Characters without a row stay.

    >>> prepare("x ≠ ٢٢٫٨٪", "es-g1.ctb", bool)
    'x distinto de 22.8%'
    """
    code = _repertoires().get(table)
    text = _ARABIC.sub(_western, text)
    if code:
        text = _TECHNICAL.sub(lambda match: _technical(match[0], code), text)
        text = _AFTER_FIGURE.sub(code.unmarked, _STOP.sub(code.stop, text) if code.stop else text)
    holds = code.holds if code else has
    written = _sign_patterns().get(table)
    if code and written:
        text = written.sub(lambda match: _words(match, code.written), text)
    variants = _variants()
    return _SPACES.sub(
        " ",
        "".join(character if _is_ready(character, holds) else variants.get(character, character) for character in text),
    ).strip()


def lacking(text: str, table: str, has: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the characters of ``text``, each once, that have neither cells in ``table`` nor a row.

    >>> lacking("a ☃ ♞ ☃", "en-ueb-g2.ctb", bool)
    ('☃', '♞')
    """
    code = _repertoires().get(table)
    holds = code.holds if code else has
    return tuple(
        dict.fromkeys(character for character in prepare(plain(text), table, has) if not _is_ready(character, holds))
    )


def is_listed(table: str) -> bool:
    """Return whether the repertoire has a section for ``table``."""
    return table in _repertoires()


def why_draft(table: str) -> str:
    """Return why what is written by ``table`` is no more than a draft; empty where its repertoire is whole.

    >>> why_draft("en-ueb-g2.ctb"), why_draft("cs-g1.ctb")
    ('', 'the table cs-g1.ctb has no repertoire')
    """
    code = _repertoires().get(table)
    if code is None:
        return f"the table {table} has no repertoire"
    return f"{table} writes these signs alike: {' '.join(code.exchanged)}" if code.exchanged else ""


def draft_line(table: str, words: TranscriptionWords) -> str:
    """Return the line that what is written by ``table`` begins with where it is no more than a draft, else nothing."""
    if not is_listed(table):
        return words.unlisted
    return words.draft if why_draft(table) else ""


def _is_ready(character: str, holds: Callable[[str], bool]) -> bool:
    return character == " " or "\u2800" <= character <= "\u28ff" or holds(character)


def _words(found: re.Match[str], written: dict[str, str]) -> str:
    """Return what is written for a sign, with no space before a stop that follows it."""
    words = written[found[0]]
    return words.rstrip() if found.string[found.end() : found.end() + 1] in tuple(_STOPS) else words


def _western(match: re.Match[str]) -> str:
    """A number in Arabic figures in those that every table has: the point parts its decimals, nothing its thousands."""
    figures = "".join(str(unicodedata.decimal(figure)) if figure.isdecimal() else figure for figure in match[0])
    return figures.replace("٬", "").replace("٫", ".").replace("٪", "%")


def _technical(word: str, code: Repertoire) -> str:
    """Return a word with raised or lowered parts in cells; a character that is neither letter nor figure stays."""
    cells, after_number, begun = "", False, False
    for match in _PARTS.finditer(word):
        if match[1]:
            cells += _level(match[1], code)
            after_number, begun = bare(match[1])[-1:].isdecimal(), True
        elif match[2]:
            cells += _number(match[2], code)
            after_number = True
        else:
            cells += _letters(match[0], code, after_number=after_number, begun=begun)
            after_number, begun = False, True
    return cells


def _level(level: str, code: Repertoire) -> str:
    """Return in cells what is raised or lowered; as it is where the code has no cells for a sign in it."""
    words, raised = bare(level), is_raised(level)
    sign = code.raised if raised else code.lowered
    # After some signs of level the sign of numbers is not repeated.
    numeric = sign[0] == code.figures[0] or code.figures[0] == "⠠"
    signs = {"+": code.plus, MINUS: code.minus, "-": code.minus, "=": code.equals}
    if any(not signs.get(character, character) for character in words):
        return level
    cells = "".join(
        _number(part, code)
        if part.isascii() and part.isdecimal()
        else signs.get(part) or _letters(part, code, after_number=sign[0] == code.figures[0], begun=True)
        for part in re.findall("[0-9]+|[A-Za-z]+|.", words)
    )
    if numeric and not words[0].isalpha():
        cells = cells.replace(code.figures[0], "", 1)
    is_figures = words.isascii() and words.isdecimal()
    opened, closed = code.grouped if len(words) > 1 and not is_figures else ("", "")
    return f"{sign}{opened}{cells}{closed}"


def _number(figures: str, code: Repertoire) -> str:
    return code.figures[0] + "".join(code.figures[int(figure) or 10] for figure in figures)


def _letters(letters: str, code: Repertoire, *, after_number: bool, begun: bool) -> str:
    """Return Latin letters in cells, with the signs of capitals and, where they need it, of small letters; any other
    character as it is.
    """
    if not (letters.isascii() and letters.isalpha()):
        return letters
    cells = [_LETTERS[ord(letter) - ord("a")] for letter in letters.lower()]
    if letters.isupper():
        return code.capital * min(2, len(letters)) + "".join(cells)
    unclear = after_number and cells[0] in _LETTERS[:10]  # they would be figures of it
    sign = code.small if unclear or (not begun and len(letters) <= code.marked) else ""
    marked = (f"{code.capital if letter.isupper() else ''}{cell}" for letter, cell in zip(letters, cells, strict=True))
    return f"{'' if letters[0].isupper() else sign}{''.join(marked)}"


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _variants() -> dict[str, str]:
    return dict(_data()["variants"])


@cache
def _repertoires() -> dict[str, Repertoire]:
    """Return the repertoire of each table that has one."""
    sections = [section for name, section in _data().items() if name != "variants"]
    return {table: _section(section) for section in sections for table in section["tables"]}


def _section(section: dict[str, Any]) -> Repertoire:
    return Repertoire(
        frozenset("".join(section["has"])),
        tuple(section.get("blocks", ())),
        dict(section["written"]),
        section["raised"],
        section["lowered"],
        (section["grouped"][0], section["grouped"][1]),
        section["minus"],
        section["plus"],
        section["equals"],
        section["capital"],
        section["small"],
        section.get("marked", 0),
        section.get("unmarked", ""),
        section.get("stop", ""),
        section["figures"],
        tuple(section.get("exchanged", ())),
    )


@cache
def _sign_patterns() -> dict[str, re.Pattern[str]]:
    """Return what finds the signs of each table for which something else is written, the longest first."""
    return {
        table: re.compile("|".join(map(re.escape, sorted(code.written, key=len, reverse=True))))
        for table, code in _repertoires().items()
        if code.written
    }

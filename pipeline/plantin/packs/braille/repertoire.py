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

_FILE = Path(__file__).with_name("signs.toml")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")
_ARABIC = re.compile("[٠-٩۰-۹]+(?:[٬٫][٠-٩۰-۹]+)*٪?|٪")
"""A number in Arabic figures with its separators and per cent sign."""
_LEVELS = re.compile("([⁺⁻]?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)|([₊₋]?)([₀₁₂₃₄₅₆₇₈₉]+)")
_STOPS = ",.;:!?)]»”…"
_MINUSES = "⁻₋"


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
    """The cells around a raised or lowered number with its sign."""
    minus: str
    plus: str
    figures: str
    """The cell of numbers, then those of 1 to 9 and 0."""

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
        text = _LEVELS.sub(lambda match: _level(match, code), text)
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


def _level(match: re.Match[str], code: Repertoire) -> str:
    """Return a superscript or subscript number in cells; as it is where the code has no cells for its sign."""
    sign = match[1] or match[3] or ""
    cells = code.minus if sign in _MINUSES else code.plus
    if sign and not cells:
        return match[0]
    numeric, figures = code.figures[0], code.figures[1:]
    number = "".join(figures[unicodedata.digit(figure) - 1] for figure in match[2] or match[4])
    # After some signs of level the sign of numbers is not repeated.
    begun = "" if code.raised.startswith(numeric) or numeric == "⠠" else numeric
    opened, closed = code.grouped if sign else ("", "")
    return f"{code.raised if match[2] else code.lowered}{opened}{cells if sign else ''}{begun}{number}{closed}"


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
        section["figures"],
    )


@cache
def _sign_patterns() -> dict[str, re.Pattern[str]]:
    """Return what finds the signs of each table for which something else is written, the longest first."""
    return {
        table: re.compile("|".join(map(re.escape, sorted(code.written, key=len, reverse=True))))
        for table, code in _repertoires().items()
        if code.written
    }

"""Parts the words of Chinese for braille, with a blank between them (Common Chinese Braille Scheme, GF 0019-2018)."""

from __future__ import annotations

import re
from itertools import pairwise

TABLES = frozenset({"zhcn-cbs.ctb", "zhcn-g1.ctb", "zhcn-g2.ctb"})
"""The tables of liblouis that want a space between words."""
_WIDE = str.maketrans("()", "（）")
"""The brackets of Latin text, of which the table writes only the first as a Chinese one."""
_NUMBER = re.compile(r"(?<=\d)(?=[^\d\sA-Z+=:;,.'/×–~<\]-])")
"""Where a number ends before a sign that makes the table lower its last figure, as if it had no number sign."""
_OPENED = re.compile("⠀?⠰⠄⠀?")
_CLOSED = re.compile("⠀?⠠⠆(?=[^⠀⠐⠰⠠⠈])")
_STOPS = re.compile("⠀(?=⠠⠆|⠼⠚⠴|(?:⠐⠆|⠐|⠈|⠰|⠠⠄|⠐⠄|⠰⠂)(?:⠀|$))")
"""Signs that have no blank before them: a closing bracket, per cent, a stop."""


def part_words(text: str) -> str:
    """Return ``text`` with a space between its words, and after each number.

    >>> part_words("安全理事会第2253(2015)号决议")
    '安全 理事会 第 2253 （2015 ） 号 决议'
    """
    import rjieba

    words = [word for part in _NUMBER.sub(" ", text.translate(_WIDE)).split(" ") for word in (*rjieba.cut(part), " ")]
    parts = words[:1]
    for before, after in pairwise(words):
        parts.append(f" {after}" if _apart(before, after) else after)
    return "".join(parts).strip()


def join_words(cells: str) -> str:
    """Return ``cells`` of a parted text, with blanks outside brackets and none before stops."""
    outside = _CLOSED.sub("⠠⠆⠀", _OPENED.sub("⠀⠰⠄", cells))
    return re.sub("⠀+", "⠀", _STOPS.sub("", outside)).strip("⠀")


def _apart(before: str, after: str) -> bool:
    """Return whether a space comes between two words of which at least one is not Latin."""
    if before[-1:].isascii() and after[:1].isascii():
        return False
    return (before[-1:].isalnum() and after[:1].isalnum()) or before[-1:] == "）"

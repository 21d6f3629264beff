"""Limits the style sheets of a finished edition before they are parsed: the parser and its callers recurse at each
bracket.

A browser reads a sheet whatever is wrong in it, and so does the auditor: only what costs too much is refused.
"""

from __future__ import annotations

import re

from plantin.bounded.bytes import MIB
from plantin.bounded.css import DEEPEST, CssError

LARGEST = 2 * MIB
"""So many characters may a sheet have, what it carries in itself (fonts, pictures) left out."""

_CARRIED = re.compile(r"url\(\s*+[\"']?data:", re.IGNORECASE)
_TOKEN = re.compile(r"""/\*|\\.|"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?|[(){}\[\]]""", re.DOTALL)
_DIGITS = re.compile(r"(?<![0-9])[0-9]{101}")
_CLOSED = {")": "(", "]": "[", "}": "{"}


def bounded(sheet: str) -> str:
    """The sheet with ``none`` in place of all that it carries in itself (``url(data:...)``), safe to be parsed. Raises
    CssError:

    >>> bounded("a { background: url(data:image/png;base64,iVBO) }")
    'a { background: none }'
    >>> bounded("a {" * 100)
    Traceback (most recent call last):
    plantin.bounded.css.CssError: a style sheet has more than 24 brackets and blocks inside one another
    """
    text = _without_carried(sheet)
    if len(text) > LARGEST:
        raise CssError(f"a style sheet has {len(text):,} characters; {LARGEST:,} are the most")
    if match := _DIGITS.search(text):
        raise CssError("a style sheet has a number of more than 100 digits", text.count("\n", 0, match.start()) + 1)
    _require_depth(text)
    return text


def _without_carried(sheet: str) -> str:
    """Fonts and pictures are long, and no rule is in them."""
    parts, at = [], 0
    for match in _CARRIED.finditer(sheet):
        if match.start() < at:
            continue
        end = sheet.find(")", match.end())
        if end < 0:
            break
        parts += [sheet[at : match.start()], "none"]
        at = end + 1
    return "".join([*parts, sheet[at:]])


def _require_depth(sheet: str) -> None:
    """Brackets in comments and strings do not count, and one that closes nothing is ignored (CSS Syntax 3, 5.4.9)."""
    opened: list[str] = []
    at = 0
    while match := _TOKEN.search(sheet, at):
        sign, at = match[0], match.end()
        if sign == "/*":
            end = sheet.find("*/", at)
            if end < 0:
                return
            at = end + 2
        elif sign in "([{":
            opened.append(sign)
            if len(opened) > DEEPEST:
                line = sheet.count("\n", 0, match.start()) + 1
                raise CssError(f"a style sheet has more than {DEEPEST} brackets and blocks inside one another", line)
        elif opened and _CLOSED.get(sign) == opened[-1]:
            opened.pop()

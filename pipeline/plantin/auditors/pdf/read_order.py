"""Puts a line whose glyphs are painted from left to right into the order in which it is read."""

from __future__ import annotations

import re
import unicodedata

_BACKWARDS = frozenset({"R", "AL"})
_FORWARDS = frozenset({"L", "EN", "AN"})
_AROUND = frozenset({")(", "][", "}{"})


def read_order(painted: str) -> str:
    """Return ``painted`` as it is read, where a letter of it runs from right to left: words and numbers from left to
    right in it keep their order (Unicode Standard Annex 9, for a line of one level and numbers in it). Brackets are the
    letters that they are read as, not those that they look like; around nothing but a word or number they run with it.

    >>> [hex(ord(letter)) for letter in read_order("12 " + chr(0x5D2) + chr(0x5D1))]
    ['0x5d1', '0x5d2', '0x20', '0x31', '0x32']
    >>> read_order("S/2035/8")
    'S/2035/8'
    """
    kinds = [unicodedata.bidirectional(letter) for letter in painted]
    if _BACKWARDS.isdisjoint(kinds):
        return painted
    turned = painted[::-1]
    marked = "".join("<" if kind in _BACKWARDS else ">" if kind in _FORWARDS else "-" for kind in reversed(kinds))
    pieces, end = [], 0
    for run in re.finditer(r">(?:[^<]*>)?", marked):
        around = turned[run.start() - 1 : run.start()] + turned[run.end() : run.end() + 1]
        begin, stop = (run.start() - 1, run.end() + 1) if around in _AROUND else run.span()
        pieces += [turned[end:begin], turned[begin:stop][::-1]]
        end = stop
    return "".join((*pieces, turned[end:]))

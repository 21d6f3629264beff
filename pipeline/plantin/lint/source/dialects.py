"""Finds markup of other dialects, which is printed as typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plantin.lint.source.passage import Passage, Slip

_NOTE = "Write a note as [^name], and its text below: [^name]: ..."
_LINK = "Write [words](https://...) or, for a place of this report, [](#id)."
_LIST = "Begin the list with (a), or with - for a bullet."
_TEX = "Write a formula between dollars, $...$ or $$...$$; TeX is read nowhere else."
_NONE = "Remove it: the source does not have this markup."
_KEYS = re.compile(r"\[-?@\w[^\[\]\n]*\]|(?<=\s)@[A-Za-z]\w*")
_MARKS = (
    (re.compile(r"(?<!\\)\^\[[^\[\]\n]*\]"), "a note in the line", _NOTE),
    (_KEYS, "a citation key", "Name the file of the works in the front matter, bibliography: refs.bib; or write \\@."),
    (re.compile(r"\[\[[^\[\]\n]+\]\]"), "a link of a wiki", _LINK),
    (re.compile(r"(?<![\\\]!])\[(?!\^)[^\[\]\n]+\]\[[^\[\]\n]*\]"), "a link by name", _LINK),
    (re.compile(r"==\w[^=\n]*=="), "marked text", _NONE),
    (re.compile(r":[a-z_]{3,}:(?=[\s.,;)]|$)"), "an emoji by name", _NONE),
    (
        re.compile(r"^\*\[\w+\]: ", re.MULTILINE),
        "an abbreviation",
        "Give it in the front matter, abbreviations: {WHO: World Health Organization}.",
    ),
    (
        re.compile(r"\\[a-zA-Z]+\{|\\[(\[](?=[^\\\n]*(?:[\^_]|\\[^()\[\]]))(?:[^\\\n]|\\[^()\[\]\n])*\\[)\]]"),
        "TeX in the text",
        _TEX,
    ),
    (re.compile(r"^\((?:@[\w-]*)\)|^#\. ", re.MULTILINE), "an automatic number", _LIST),
    (re.compile(r"\{\{[^{}\n]*\}\}|^!include\b.*$", re.MULTILINE), "a sign for another program", _NONE),
    (re.compile(r"^% .*$", re.MULTILINE), "a title block", "Put the title in the front matter."),
    (
        re.compile(r"(?<!\\)\\ (?=\S)"),
        "a space by a backslash",
        "Remove the backslash: no-break spaces are set automatically.",
    ),
    (re.compile(r"&[A-Za-z]\w*;"), "an entity by name", "Type the character itself."),
)
_ENTITIES = frozenset(("&amp;", "&lt;", "&gt;", "&quot;", "&nbsp;", "&shy;", "&lrm;", "&rlm;", "&zwnj;", "&zwj;"))


def slips(read: tuple[Passage, ...], *, cites: bool = False) -> Iterator[Slip]:
    """Yield S085 for each such mark; where the report ``cites`` works, keys are ours."""
    for passage in read:
        seen = bytearray(len(passage.prose))
        for pattern, what, hint in _MARKS:
            if cites and pattern is _KEYS:
                continue
            for match in pattern.finditer(passage.prose):
                if match[0] in _ENTITIES or seen[match.start()]:
                    continue
                seen[match.start() : match.end()] = b"\1" * len(match[0])
                yield passage.slip("S085", f"{what}, {match[0].strip()[:40]!r}, printed as typed", match.start(), hint)

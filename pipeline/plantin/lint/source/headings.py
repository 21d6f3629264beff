"""Finds subheadings that are the only ones at their level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plantin.lint.source.passage import Passage, Slip
from plantin.source.front_matter import FrontMatter

_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
_CLASSED = re.compile(r"\{[^}]*\.(annex|appendix|unnumbered)\b[^}]*\}[ \t]*$")


@dataclass
class _OpenHeading:
    """A heading that may have others under it: how many with numbers do, and the first of them. ``bare`` are those
    under which none has a number, ``free`` those under which one may be alone.
    """

    bare: bool = False
    free: bool = False
    count: int = 0
    first: Slip | None = None


def slips(read: tuple[Passage, ...], front: FrontMatter) -> Iterator[Slip]:
    """Yield S011 for a subheading alone at its level: where there is an A there must be a B. Annexes, the sections
    right under one, and headings without numbers may be alone.
    """
    open_ = [_OpenHeading(free=True)]
    for passage, offset, text in _headings(read) if front.rules.sections else ():
        match = _HEADING.match(text)
        depth = len(match[1]) if match else 1
        while len(open_) > depth:
            yield from _alone(open_.pop())
        open_ += [_OpenHeading(free=True) for _ in range(depth - len(open_))]
        above, classed = open_[-1], _CLASSED.search(text)
        if not (classed or above.bare):
            above.count += 1
            hint = (
                "Where there is an A there must be a B: add one, remove the heading, or waive this (Editorial"
                " Manual, Headings)."
            )
            slip = passage.slip("S011", "a subheading alone at its level", offset, hint)
            above.first = above.first or Slip(slip.finding, text)
        bare = above.bare or (classed is not None and classed[1] == "unnumbered")
        open_.append(_OpenHeading(bare, free=classed is not None))
    for level in reversed(open_):
        yield from _alone(level)


def _headings(read: tuple[Passage, ...]) -> Iterator[tuple[Passage, int, str]]:
    """Yield the lines of headings, each with its passage and where it begins there."""
    for passage in read:
        offset = 0
        for line in passage.lines:
            if not (line.code or line.note or line.divs) and _HEADING.match(line.text):
                yield passage, offset, line.text
            offset += len(line.text) + 1


def _alone(level: _OpenHeading) -> Iterator[Slip]:
    if level.count == 1 and not level.free and level.first:
        yield level.first

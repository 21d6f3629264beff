"""Nested objects of plain text and braille, which are opened and closed by lines of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class NestedPart(Protocol):
    """A part of an edition as it is read: ``open`` and ``close`` are the kinds of the lines around an object."""

    @property
    def kind(self) -> str:
        """What it is."""
        ...


def find_closing(parts: Sequence[NestedPart], at: int) -> int:
    """Return where in ``parts`` the object is closed that was opened before ``at``; the end where nothing closes it."""
    depth = 1
    for n in range(at, len(parts)):
        depth += {"open": 1, "close": -1}.get(parts[n].kind, 0)
        if not depth:
            return n
    return len(parts)

"""Finds unit squares among the paths of a page: the modules of a QR code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Squares = frozenset[tuple[int, int]]
"""The dark modules of a code, by column and row from its upper left corner."""

_CORNERS = 4


class Drawn:
    """The path that is being drawn: a point to begin at (m), lines from there (l), and its end at the beginning (h)."""

    def __init__(self) -> None:
        self._places: list[tuple[float, float]] | None = None

    def draw(self, operator: str, operands: Sequence[Any]) -> tuple[int, int] | None:
        """Go on with the path. Where this ends it as a square of whole numbers, drawn from its upper left corner along
        its row: that corner.
        """
        if operator == "m":
            self._places = []
        if self._places is None:
            return None
        if operator != "h":
            self._places.append((float(operands[0]), float(operands[1])))
            return None
        places, self._places = self._places, None
        x, y = places[0]
        if len(places) != _CORNERS or places != [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]:
            return None
        return (int(x), int(y)) if x >= 0 and y >= 0 and x.is_integer() and y.is_integer() else None

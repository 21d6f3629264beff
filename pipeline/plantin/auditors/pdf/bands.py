"""Finds what was painted near a place of a page, so that each string is not compared with all others of its page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import isfinite
from typing import Generic, Protocol, TypeVar

Box = tuple[float, float, float, float]
"""Left, lower, right, upper, in points."""

_HEIGHT = 12.0
"""How high a band is, in points."""
_MOST = 64
"""In how many bands something is at most; what is higher is near everything."""


class _Placed(Protocol):
    @property
    def box(self) -> Box:
        """Return where it is."""


Painted = TypeVar("Painted", bound=_Placed)


class Bands(Generic[Painted]):
    """What was painted on a page, by the bands across the page that it is in."""

    def __init__(self) -> None:
        self._bands: defaultdict[int, list[int]] = defaultdict(list)
        self._high: list[int] = []
        self._painted: list[Painted] = []

    def __len__(self) -> int:
        """Return how much was painted."""
        return len(self._painted)

    def __iter__(self) -> Iterator[Painted]:
        """Yield all that was painted, in its order."""
        return iter(self._painted)

    def append(self, painted: Painted) -> None:
        """Add what is painted over the rest."""
        bands = _bands(painted.box)
        for places in map(self._bands.__getitem__, bands) if bands else (self._high,):
            places.append(len(self._painted))
        self._painted.append(painted)

    def near(self, box: Box) -> list[Painted]:
        """Return what is in a band of ``box``, in the order in which it was painted."""
        bands = _bands(box)
        if not bands:
            return list(self._painted)
        places = {place for band in bands for place in self._bands.get(band, ())}
        return [self._painted[place] for place in sorted(places.union(self._high))]


def _bands(box: Box) -> range:
    """Return the bands of a box; none where it is in more than are counted."""
    lower, upper = box[1] / _HEIGHT, box[3] / _HEIGHT
    return (
        range(int(lower // 1), int(upper // 1) + 1) if isfinite(upper - lower) and upper - lower < _MOST else range(0)
    )

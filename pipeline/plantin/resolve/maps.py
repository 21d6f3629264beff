"""Reads the areas of a map from GeoJSON (RFC 7946) as outlines in CSS pixels, by plain arithmetic: equirectangular,
true to scale at the middle of its latitudes, or Mercator.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from plantin.model.charts import Area, Ring
from plantin.resolve.data_tables import ColumnsError

PROJECTIONS = ("equirectangular", "mercator")
"""The projections of maps."""
_TALLEST, _STEP, _MARGIN = 380.0, 0.6, 2.0
"""A map is at most so high; points nearer than a step to the one before are left out; room for the width of lines."""
_MOST_AREAS, _MOST_POINTS = 2_000, 20_000
_SPECK = 1.5
_POLE = 85.0
_CORNERS = 3
_HINT = "Give a FeatureCollection of polygons in degrees of longitude and latitude (RFC 7946)."
_Polygon = tuple[str, tuple[Ring, ...]]
"""The name of an area, and its rings: the first is its edge, the others are holes."""


def areas(value: object, names: Sequence[str], head: str, projection: str, width: float) -> tuple[Area, ...]:
    """The areas of the map ``value``, as wide as ``width`` at most, larger ones first. Each has the number of its name
    among ``names``, or none; the name of a feature is its property ``head`` or ``name``, or its identity. Raises
    ColumnsError.
    """
    if projection not in PROJECTIONS:
        raise ColumnsError(f"projection={projection[:40]!r}", f"Known: {', '.join(PROJECTIONS)}.")
    found = list(_polygons(value, head))
    known = dict.fromkeys(name for name, _ in found)
    if (missing := next((one for one in names if one not in known), None)) is not None:
        raise ColumnsError(f"the map has no area {missing[:40]!r}", f"Its areas: {', '.join(known)[:300]}.")
    made = list(_fitted(_projected(found, projection), width))
    if sum(len(ring) for _, rings in made for ring in rings) > _MOST_POINTS:
        raise ColumnsError(f"a map of more than {_MOST_POINTS:,} points", "Simplify its outlines.")
    numbers = {name: n for n, name in enumerate(names)}
    largest = sorted(made, key=lambda one: -abs(_size(one[1][0])))
    return tuple(Area(numbers.get(name, -1), rings) for name, rings in largest)


def _polygons(value: object, head: str) -> Iterator[_Polygon]:
    features = value.get("features") if isinstance(value, dict) else None
    if not isinstance(features, list) or not 0 < len(features) <= _MOST_AREAS:
        raise ColumnsError("a map without areas, or with too many", _HINT)
    for one in features:
        feature = one if isinstance(one, dict) else {}
        geometry, own = feature.get("geometry"), feature.get("properties")
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        given = geometry.get("coordinates") if isinstance(geometry, dict) else None
        if kind not in ("Polygon", "MultiPolygon") or not isinstance(given, list):
            raise ColumnsError(f"a feature of the map is {str(kind)[:40]!r}, not a polygon", _HINT)
        name = _name(feature, own if isinstance(own, dict) else {}, head)
        for rings in [given] if kind == "Polygon" else given:
            if not isinstance(rings, list) or not rings:
                raise ColumnsError("a polygon of the map has no rings", _HINT)
            yield name, tuple(map(_ring, rings))


def _name(feature: Mapping[str, object], own: Mapping[str, object], head: str) -> str:
    named = next((own[one] for one in (head, "name") if one in own), feature.get("id", ""))
    return " ".join(str(named).split())


def _ring(value: object) -> Ring:
    points = value if isinstance(value, list) else []
    found = [tuple(one[:2]) for one in points if isinstance(one, list)]
    numbers = [n for one in found for n in one]
    if len(found) != len(points) or len(found) <= _CORNERS or len(numbers) != 2 * len(found):
        raise ColumnsError("a ring of the map has fewer than four points", _HINT)
    if not all(isinstance(n, int | float) and not isinstance(n, bool) and math.isfinite(n) for n in numbers):
        raise ColumnsError("a point of the map is not of two numbers", _HINT)
    if any(abs(x) > 180 or abs(y) > 90 for x, y in found):
        raise ColumnsError("a point of the map is not in degrees", _HINT)
    return tuple((float(x), float(y)) for x, y in found[:-1])


def _projected(polygons: Sequence[_Polygon], projection: str) -> Iterator[_Polygon]:
    """The polygons on a plane, north above."""
    south, north = _ends([y for _, rings in polygons for ring in rings for _, y in ring])
    narrow = math.cos(math.radians((south + north) / 2))
    if projection == "mercator" and max(-south, north) > _POLE:
        raise ColumnsError("a map in the projection of Mercator up to a pole", "Take projection=equirectangular.")

    def placed(x: float, y: float) -> tuple[float, float]:
        if projection == "mercator":
            return math.radians(x), -math.asinh(math.tan(math.radians(y)))
        return math.radians(x) * narrow, -math.radians(y)

    for name, rings in polygons:
        yield name, tuple(tuple(placed(*point) for point in ring) for ring in rings)


def _fitted(polygons: Iterator[_Polygon], width: float) -> Iterator[_Polygon]:
    """The polygons in the middle of ``width``, with points that can be seen."""
    known = list(polygons)
    left, right = _ends([x for _, rings in known for ring in rings for x, _ in ring])
    top, bottom = _ends([y for _, rings in known for ring in rings for _, y in ring])
    room = width - 2 * _MARGIN
    scale = min(room / ((right - left) or 1e-9), _TALLEST / ((bottom - top) or 1e-9))
    begin = (width - scale * (right - left)) / 2
    for name, rings in known:
        made = [_seen([(begin + scale * (x - left), _MARGIN + scale * (y - top)) for x, y in ring]) for ring in rings]
        yield name, (made[0], *(one for one in made[1:] if abs(_size(one)) > _SPECK**2))


def _seen(points: Sequence[tuple[float, float]]) -> Ring:
    made = [points[0]]
    for one in points[1:]:
        if math.dist(one, made[-1]) >= _STEP:
            made.append(one)
    if len(made) < _CORNERS:
        (x, y), r = made[0], _SPECK
        made = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
    return tuple((round(x, 2), round(y, 2)) for x, y in made)


def _size(ring: Ring) -> float:
    """The area within ``ring`` (the shoelace formula)."""
    return sum(x * v - u * y for (x, y), (u, v) in zip(ring, (*ring[1:], ring[0]), strict=True)) / 2


def _ends(numbers: Sequence[float]) -> tuple[float, float]:
    return min(numbers), max(numbers)

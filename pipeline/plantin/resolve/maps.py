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
    """Return the areas of the map ``value``, as wide as ``width`` at most, larger ones first. Each has the number of
    its name among ``names``, or none; the name of a feature is its property ``head`` or ``name``, or its identity.
    Raises ColumnsError.
    """
    if projection not in PROJECTIONS:
        raise ColumnsError(f"projection={projection[:40]!r}", f"Known: {', '.join(PROJECTIONS)}.")
    polygons = list(_polygons(value, head))
    area_names = dict.fromkeys(name for name, _ in polygons)
    if (missing := next((name for name in names if name not in area_names), None)) is not None:
        raise ColumnsError(f"the map has no area {missing[:40]!r}", f"Its areas: {', '.join(area_names)[:300]}.")
    outlines = list(_fit(_project(polygons, projection), width))
    if sum(len(ring) for _, rings in outlines for ring in rings) > _MOST_POINTS:
        raise ColumnsError(f"a map of more than {_MOST_POINTS:,} points", "Simplify its outlines.")
    numbers = {name: n for n, name in enumerate(names)}
    largest = sorted(outlines, key=lambda polygon: -abs(_size(polygon[1][0])))
    return tuple(Area(numbers.get(name, -1), rings) for name, rings in largest)


def _polygons(value: object, head: str) -> Iterator[_Polygon]:
    features = value.get("features") if isinstance(value, dict) else None
    if not isinstance(features, list) or not 0 < len(features) <= _MOST_AREAS:
        raise ColumnsError("a map without areas, or with too many", _HINT)
    for item in features:
        feature = item if isinstance(item, dict) else {}
        geometry, properties = feature.get("geometry"), feature.get("properties")
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
        if kind not in ("Polygon", "MultiPolygon") or not isinstance(coordinates, list):
            raise ColumnsError(f"a feature of the map is {str(kind)[:40]!r}, not a polygon", _HINT)
        name = _name(feature, properties if isinstance(properties, dict) else {}, head)
        for rings in [coordinates] if kind == "Polygon" else coordinates:
            if not isinstance(rings, list) or not rings:
                raise ColumnsError("a polygon of the map has no rings", _HINT)
            yield name, tuple(map(_ring, rings))


def _name(feature: Mapping[str, object], properties: Mapping[str, object], head: str) -> str:
    named = next((properties[key] for key in (head, "name") if key in properties), feature.get("id", ""))
    return " ".join(str(named).split())


def _ring(value: object) -> Ring:
    points = value if isinstance(value, list) else []
    pairs = [tuple(point[:2]) for point in points if isinstance(point, list)]
    numbers = [n for pair in pairs for n in pair]
    if len(pairs) != len(points) or len(pairs) <= _CORNERS or len(numbers) != 2 * len(pairs):
        raise ColumnsError("a ring of the map has fewer than four points", _HINT)
    if not all(isinstance(n, int | float) and not isinstance(n, bool) and math.isfinite(n) for n in numbers):
        raise ColumnsError("a point of the map is not of two numbers", _HINT)
    if any(abs(x) > 180 or abs(y) > 90 for x, y in pairs):
        raise ColumnsError("a point of the map is not in degrees", _HINT)
    return tuple((float(x), float(y)) for x, y in pairs[:-1])


def _project(polygons: Sequence[_Polygon], projection: str) -> Iterator[_Polygon]:
    """Yield the polygons on a plane, north above."""
    south, north = _ends([y for _, rings in polygons for ring in rings for _, y in ring])
    narrow = math.cos(math.radians((south + north) / 2))
    if projection == "mercator" and max(-south, north) > _POLE:
        raise ColumnsError("a map in the projection of Mercator up to a pole", "Take projection=equirectangular.")

    def project_point(x: float, y: float) -> tuple[float, float]:
        if projection == "mercator":
            return math.radians(x), -math.asinh(math.tan(math.radians(y)))
        return math.radians(x) * narrow, -math.radians(y)

    for name, rings in polygons:
        yield name, tuple(tuple(project_point(*point) for point in ring) for ring in rings)


def _fit(polygons: Iterator[_Polygon], width: float) -> Iterator[_Polygon]:
    """Yield the polygons in the middle of ``width``, with points that can be seen."""
    polygon_list = list(polygons)
    left, right = _ends([x for _, rings in polygon_list for ring in rings for x, _ in ring])
    top, bottom = _ends([y for _, rings in polygon_list for ring in rings for _, y in ring])
    room = width - 2 * _MARGIN
    scale = min(room / ((right - left) or 1e-9), _TALLEST / ((bottom - top) or 1e-9))
    begin = (width - scale * (right - left)) / 2
    for name, rings in polygon_list:
        fitted = [[(begin + scale * (x - left), _MARGIN + scale * (y - top)) for x, y in ring] for ring in rings]
        first, *others = map(_visible_ring, fitted)
        yield name, (first, *(ring for ring in others if abs(_size(ring)) > _SPECK**2))


def _visible_ring(points: Sequence[tuple[float, float]]) -> Ring:
    corners = [points[0]]
    for point in points[1:]:
        if math.dist(point, corners[-1]) >= _STEP:
            corners.append(point)
    if len(corners) < _CORNERS:
        (x, y), r = corners[0], _SPECK
        corners = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
    return tuple((round(x, 2), round(y, 2)) for x, y in corners)


def _size(ring: Ring) -> float:
    """Return the area within ``ring`` (the shoelace formula)."""
    return sum(x * v - u * y for (x, y), (u, v) in zip(ring, (*ring[1:], ring[0]), strict=True)) / 2


def _ends(numbers: Sequence[float]) -> tuple[float, float]:
    return min(numbers), max(numbers)

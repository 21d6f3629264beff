"""Reads what is black on tactile sheets, from a PDF or from SVG: lines with their widths and dashes, and dots."""

from __future__ import annotations

import io
import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pikepdf

from plantin.bounded import archive, xml

Point = tuple[float, float]
_MM = 25.4 / 72
_STEP = re.compile(r"[MLCZ]|-?[0-9.]+")
_TAKES = {"m": 2, "l": 2, "c": 6, "h": 0}
_ROUND = 0.02


class SheetError(ValueError):
    """What of a sheet is neither a line nor a round dot."""


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line: its points, in millimetres from the upper left corner of its sheet, its width and its dashes."""

    points: tuple[Point, ...]
    width: float
    closed: bool = False
    dash: tuple[float, ...] = ()

    @property
    def path(self) -> tuple[Point, ...]:
        """Its points, with the first again at the end where it is closed."""
        return (*self.points, self.points[0]) if self.closed else self.points


@dataclass(frozen=True, slots=True)
class DrawnDots:
    """Dots that are painted together: their middles, and the size of each."""

    centres: tuple[Point, ...]
    sizes: tuple[float, ...]


@dataclass(slots=True)
class DrawnSheet:
    """A sheet, its size, and what it is about in words."""

    width: float
    height: float
    about: str
    lines: list[DrawnLine] = field(default_factory=list)
    dots: list[DrawnDots] = field(default_factory=list)


def pdf_sheets(content: bytes) -> tuple[str, list[DrawnSheet]]:
    """Return the language of a PDF and its sheets. Raises SheetError, or what the library raises."""
    with pikepdf.open(io.BytesIO(content)) as file:
        alternatives = [str(figure.get("/Alt", "")) for figure in file.Root.StructTreeRoot.K.K]
        if len(alternatives) != len(file.pages):
            raise SheetError("not every page is tagged as a figure")
        return str(file.Root.get("/Lang", "")), [
            _page(page, about) for page, about in zip(file.pages, alternatives, strict=True)
        ]


def _page(page: pikepdf.Page, about: str) -> DrawnSheet:
    left, low, right, high = (float(edge) for edge in page.mediabox)
    sheet = DrawnSheet((right - left) * _MM, (high - low) * _MM, about)
    if "/Annots" in page.obj or len(page.obj.get("/Resources", {})):
        raise SheetError("a page has more than lines and dots")
    matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    painter = _Painter(sheet)
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        values = list(instruction.operands)
        if name == "cm":
            matrix = [float(value) for value in values]
            painter.matrix = (matrix[0] * _MM, matrix[3] * _MM, matrix[4] * _MM, (high - matrix[5]) * _MM)
            if matrix[1] or matrix[2] or matrix[0] != -matrix[3]:
                raise SheetError("a page is turned or stretched")
        elif name == "w":
            painter.width = float(values[0])
        elif name == "d":
            painter.dash = tuple(float(value) for value in values[0])
        elif name in _TAKES:
            painter.step(name, [float(value) for value in values])
        elif name in ("S", "f"):
            painter.paint(filled=name == "f")
        elif name not in ("q", "Q", "J", "j", "BDC", "EMC"):
            raise SheetError(f"a page has the operator {name}")
    return sheet


def svg_sheets(content: bytes) -> tuple[str, list[DrawnSheet]]:
    """Return the sheets of an archive of drawings, in the order of their names, with no language. Raises
    SheetError, ArchiveError or XmlError.
    """
    files = archive.open_archive(content)
    return "", [_svg(files.read(name)) for name in sorted(files)]


def _svg(content: bytes) -> DrawnSheet:
    root = xml.parse(content)
    width, height = (float(root.get(name, "0mm").removesuffix("mm")) for name in ("width", "height"))
    if (
        root.get("viewBox", "").split() != [f"{width:g}", f"{height:g}"]
        and root.get("viewBox") != f"0 0 {width:g} {height:g}"
    ):
        raise SheetError("a drawing is not of its real size")
    sheet = DrawnSheet(width, height, root.findtext("{*}title") or "")
    for path in root:
        if path.tag.rpartition("}")[2] == "title":
            continue
        ink = (path.get("fill", ""), path.get("stroke", ""))
        if path.tag.rpartition("}")[2] != "path" or "#000" not in ink or path.get("transform"):
            raise SheetError(f"a drawing has {path.tag.rpartition('}')[2]}")
        painter = _Painter(sheet, matrix=(1.0, -1.0, 0.0, 0.0))
        painter.width = float(path.get("stroke-width", "0"))
        painter.dash = tuple(map(float, path.get("stroke-dasharray", "").split()))
        name, values = "", list[float]()
        for part in (*_STEP.findall(path.get("d", "")), "Z"):
            if part.isalpha():
                if name:
                    painter.step(name, values)
                name, values = {"Z": "h"}.get(part, part.lower()), []
            else:
                values.append(float(part))
        painter.paint(filled=ink[0] == "#000")
    return sheet


@dataclass(slots=True)
class _Painter:
    """What is drawn so far; ``matrix`` are the scales across and down, and the left and upper edge in millimetres."""

    sheet: DrawnSheet
    matrix: tuple[float, float, float, float] = (_MM, _MM, 0.0, 0.0)
    width: float = 0.0
    dash: tuple[float, ...] = ()
    parts: list[tuple[list[Point], str]] = field(default_factory=list)

    def step(self, name: str, values: Sequence[float]) -> None:
        """Go on with the path."""
        if len(values) != _TAKES[name]:
            raise SheetError("a path is damaged")
        across, down, left, top = self.matrix
        points = [(left + across * x, top - down * y) for x, y in zip(values[::2], values[1::2], strict=True)]
        if name == "m":
            self.parts.append((points, ""))
        else:
            done, names = self.parts[-1]
            self.parts[-1] = ([*done, *points[-1:]], names + name)

    def paint(self, *, filled: bool) -> None:
        """Take up the path as dots or as lines."""
        parts, self.parts = self.parts, []
        scale = abs(self.matrix[0]) if self.matrix[0] != 1 else 1.0
        if filled:
            dots = [_dot(points, names) for points, names in parts]
            self.sheet.dots.append(DrawnDots(tuple(at for at, _ in dots), tuple(size for _, size in dots)))
            return
        for points, names in parts:
            if "c" in names or not names:
                raise SheetError("a line is bent")
            dash = tuple(part * scale for part in self.dash)
            self.sheet.lines.append(DrawnLine(tuple(points), self.width * scale, names.endswith("h"), dash))


def _dot(points: Sequence[Point], names: str) -> tuple[Point, float]:
    """Return the middle and the size of a round dot."""
    xs, ys = zip(*points, strict=True)
    centre = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    reach = [math.dist(centre, point) for point in points]
    if names != "cccch" or max(reach) - min(reach) > _ROUND:
        raise SheetError("something is filled that is no round dot")
    return centre, 2 * max(reach)


def inside(point: Point, ring: Sequence[Point]) -> bool:
    """Return whether a point is within an outline."""
    x, y = point
    cuts = [
        a + (y - b) * (c - a) / (d - b)
        for (a, b), (c, d) in zip(ring, (*ring[1:], ring[0]), strict=True)
        if (b > y) != (d > y)
    ]
    return sum(cut > x for cut in cuts) % 2 == 1


def segments(line: DrawnLine) -> Iterator[tuple[Point, Point]]:
    """Yield the straight parts of a line."""
    path = line.path
    return itertools.pairwise(path)

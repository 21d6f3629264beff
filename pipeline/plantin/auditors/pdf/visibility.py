"""Computes which text of a page is visible: colour, size, transparency, clipping, and what is painted over it (ISO
32000-1, 8.4, 8.5, 8.6 and 9.3.6).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from math import hypot, inf
from typing import Any

import pikepdf

from plantin.auditors.pdf.bands import Bands, Box
from plantin.auditors.pdf.bounds import ReadingBudget
from plantin.auditors.pdf.colour import BLACK, WHITE, Colour, alike, components, contrast_seen, mix_colour

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
Glyph = tuple[str, float]
"""What a glyph means, and how far the pen goes on after it, as a part of the size; what moves the pen means nothing."""

BESIDE, CLIPPED, COVERED = "it is off the page", "it is cut off", "something is painted over it"
MODE, OPACITY, SMALL = "it is set to be invisible", "it is transparent", "it is smaller than a point"
SAME = "it has the colour of what is behind it"
EDGE = "it is at the edge of the page, where a printer or a binding cuts"
LAYER, CROSSED = "it is in a layer that is not shown", "other words are painted over it"
STRUCK = "it is struck through"

_OVER = frozenset({"Mn", "Me", "Zs", "Cf"})
INVISIBLE = 3
"""The text rendering mode that neither fills nor strokes nor clips."""
_UNPAINTED = frozenset({INVISIBLE, 7})
_STROKED = frozenset({1, 5})
_CLEAR = 0.1
_SOLID = 0.9
_SMALLEST = 1.0
_CONTRAST, _LARGE_CONTRAST, _LARGE = 4.5, 3.0, 18.0
"""The least contrast of words with what is behind them, that of large ones, and their size (WCAG 2.2, 1.4.3)."""
_MARGIN = 14.0
"""How far words are from the sides of the page at least, in points: 5 mm, which desktop printers leave empty."""
_CORE = 0.5
"""How high over the base line letters without strokes reach, as a part of the size."""
_CROSSING = 0.3
"""The part of the smaller of two lines that overlaps the other when neither can be read any more."""
_THIN = 3.0
"""How high a rule is at most, in points, that strikes words through."""
_LEAST_STRUCK = 2.0
"""How long the part of a rule is at least that does."""
_FOOT, _HEAD = -0.2, 0.7
"""How high over the base line the lowest strokes and the highest are, as parts of the size."""
_HEIGHTS = (0.1, 0.5)
"""Those of the points that represent a glyph: a line struck through words hides not a single one."""
_SPACES = {"g": 1, "rg": 3, "k": 4, "sc": 0, "scn": 0}
"""The operators that set a colour, with the number of its components; 0: that of the space which has been set."""
_OPAQUE = ("/Normal", "/Compatible")
_STEPS = (0.25, 0.5, 0.75, 1.0)

Path = tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True)
class Surface:
    """What is inside of ``path``, and of all of ``clips``. ``even``: by the even-odd rule; ``colour`` is None where it
    is not one.
    """

    path: Path
    even: bool
    colour: Colour | None
    clips: tuple[Surface, ...]
    box: Box
    size: int
    """How many points its path and its clips have together."""

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point is in it (ISO 32000-1, 8.5.3.3)."""
        left, lower, right, upper = self.box
        if not (left <= x <= right and lower <= y <= upper):
            return False
        turns = crossings = 0
        for points in self.path:
            for (ax, ay), (bx, by) in zip(points, (*points[1:], points[0]), strict=True):
                if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                    turns += 1 if by > ay else -1
                    crossings += 1
        inside = crossings % 2 == 1 if self.even else turns != 0
        return inside and all(clip.holds(x, y) for clip in self.clips)


def _surface(path: Path, even: bool, colour: Colour | None, clips: tuple[Surface, ...]) -> Surface:
    points = [point for points in path for point in points]
    return Surface(path, even, colour, clips, _box(points), len(points) + sum(clip.size for clip in clips))


def _box(points: Sequence[Point]) -> Box:
    xs, ys = zip(*points, strict=True) if points else ((0.0,), (0.0,))
    return min(xs), min(ys), max(xs), max(ys)


def _meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _intersect(one: Box, other: Box) -> Box:
    """Return the part that is in both; turned inside out where nothing is."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _at(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


@dataclass(slots=True)
class _PaintedString:
    """A string as it is painted. ``matrix`` leads from its own space to the page's; of a glyph that cannot be seen any
    more, no text is left.
    """

    glyphs: list[Glyph]
    matrix: Matrix
    size: float
    corners: tuple[Point, ...]
    box: Box

    def points(self) -> Iterator[tuple[int, list[Point]]]:
        """Yield the glyphs that mean something, each by its place and with the points that represent it."""
        pen = 0.0
        for place, (text, advance) in enumerate(self.glyphs):
            if text and not text.isspace():
                middle = (pen + advance / 2) * self.size
                yield place, [_at(self.matrix, middle, height * self.size) for height in _HEIGHTS]
            pen += advance

    def core(self) -> Box | None:
        """Return the box of its letters without strokes; None where only marks over letters show or it is turned."""
        places = [(pen, pen + advance) for pen, advance, text in self._pens() if _takes_room(text)]
        if not places or abs(self.matrix[1]) > abs(self.matrix[0]) / 10:
            return None
        return _box(
            [
                _at(self.matrix, x * self.size, y * self.size)
                for x in (places[0][0], places[-1][1])
                for y in (0.0, _CORE)
            ]
        )

    def _pens(self) -> Iterator[tuple[float, float, str]]:
        pen = 0.0
        for text, advance in self.glyphs:
            yield pen, advance, text
            pen += advance


def _takes_room(text: str) -> bool:
    """Return whether ``text`` is more than white space and marks over letters."""
    return (
        bool(text)
        and not text.isspace()
        and (text.isascii() or any(unicodedata.category(letter) not in _OVER for letter in text))
    )


def _overlap_too_much(one: Box | None, other: Box | None) -> bool:
    """Return whether two lines overlap so much that neither can be read."""
    if one is None or other is None:
        return False
    across, up = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    least = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return across > 0 and up > 0 and across * up > _CROSSING * least


@dataclass(frozen=True, slots=True)
class _Ink:
    """What q saves and Q restores. The spaces are numbers of components, None where these are not colours."""

    fill: Colour | None = BLACK
    stroke: Colour | None = BLACK
    fill_space: int | None = 1
    stroke_space: int | None = 1
    opacity: float = 1.0
    stroke_opacity: float = 1.0
    plain: bool = True
    clips: tuple[Surface, ...] = ()
    window: Box = (-inf, -inf, inf, inf)
    """What the boxes of all clips leave of the page."""


class Canvas:
    """One page as it is painted. ``box`` is the part of it that is shown; ``hidden`` are the texts that cannot be seen,
    each with the reason; ``faint`` is whether the last one has too little contrast.
    """

    def __init__(self, box: Box, budget: ReadingBudget) -> None:
        self.box = box
        self._budget = budget
        self.hidden: list[tuple[str, str]] = []
        self._ink = _Ink()
        self._saved: list[_Ink] = []
        self._path: list[list[Point]] = []
        self._clip: bool | None = None
        self._runs: Bands[_PaintedString] = Bands()
        self.faint = False
        self._surfaces: list[Surface] = []
        self._width = 1.0
        self.painted: Box | None = None
        """What the last path or picture was painted in."""
        self.rules: list[Box] = []
        """Where there are lines and surfaces that are no part of the text."""
        self.operators: dict[str, Callable[[Sequence[Any], Matrix, Any], None]] = {
            "m": lambda operands, matrix, _: self._path.append([_at(matrix, *map(float, operands))]),
            "l": self._line,
            "c": self._curve,
            "v": lambda operands, matrix, _: self._curve([None, None, *operands], matrix, _),
            "y": lambda operands, matrix, _: self._curve([*operands, *operands[2:]], matrix, _),
            "re": self._rectangle,
            "W": lambda *_: setattr(self, "_clip", False),
            "W*": lambda *_: setattr(self, "_clip", True),
            "w": lambda operands, matrix, _: setattr(self, "_width", float(operands[0]) * abs(matrix[3])),
            "gs": self._graphics_state,
            **dict.fromkeys(("f", "F", "B", "b"), self._fill),
            **dict.fromkeys(("f*", "B*", "b*"), self._fill_even),
            **dict.fromkeys(("S", "s"), lambda *_: self._stroke()),
            "n": lambda *_: self._end(),
            **{operator: partial(self._colour, "fill", space) for operator, space in _SPACES.items()},
            **{operator.upper(): partial(self._colour, "stroke", space) for operator, space in _SPACES.items()},
            "cs": lambda operands, _, resources: self._set(fill_space=components(operands[0], resources), fill=BLACK),
            "CS": lambda operands, _, resources: self._set(
                stroke_space=components(operands[0], resources), stroke=BLACK
            ),
            "sh": lambda *_: self._shade(),
        }

    @property
    def path(self) -> list[list[Point]]:
        """The path at hand, which is painted next: its parts, in the coordinates of the page."""
        return self._path

    def save(self) -> None:
        """As q does."""
        self._saved.append(self._ink)

    def restore(self) -> None:
        """As Q does."""
        if self._saved:
            self._ink = self._saved.pop()

    def enter(self, box: Sequence[Any] | None, matrix: Matrix) -> tuple[_Ink, list[_Ink]]:
        """Begin a form that is cut off by ``box``; what is returned is given back to ``leave``."""
        kept = self._ink, self._saved
        self._saved = []
        if box is not None:
            left, lower, right, upper = map(float, box)
            self._rectangle((left, lower, right - left, upper - lower), matrix, None)
            self._clip = False
            self._end()
        return kept

    def leave(self, kept: tuple[_Ink, list[_Ink]]) -> None:
        """End a form."""
        self._ink, self._saved = kept

    def colours(self, operator: str) -> tuple[Colour | None, ...]:
        """Return what an operator paints with: the colours to fill, to stroke with, or both (ISO 32000-1, 8.5.3)."""
        fills, strokes = operator[0] in "fFBb", operator[0] in "SsBb"
        return (*([self._ink.fill] * fills), *([self._ink.stroke] * strokes))

    def letters(self, mode: int) -> Colour | None:
        """Return the colour of letters in a text rendering mode."""
        return self._ink.stroke if mode in _STROKED else self._ink.fill

    def image(self, image: Any, matrix: Matrix) -> None:
        """Paint an image over what is there; one that lets some of it through is not reported."""
        if self._solid() and image is not None and not any(name in image for name in ("/SMask", "/Mask", "/ImageMask")):
            self._cover(
                _surface(
                    (tuple(_at(matrix, x, y) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))),),
                    False,
                    None,
                    self._ink.clips,
                )
            )

    # Text

    def show(
        self, glyphs: list[Glyph], width: float, matrix: Matrix, size: float, mode: int, *, backwards: bool = False
    ) -> str:
        """Paint ``glyphs``, ``width`` wide, and say what is seen of them, ``backwards`` from the last to the first."""
        corners = tuple(_at(matrix, x, height * size) for x in (0, width) for height in (_FOOT, _HEAD))
        run = _PaintedString(glyphs, matrix, size, corners, _box(corners))
        self.faint = False
        near = self._runs.near(run.box)
        self._budget.spend(len(near))
        reasons = self._reasons(run, mode)
        read = [text for place, (text, _) in enumerate(glyphs) if place not in reasons]
        seen = "".join(reversed(read) if backwards else read)
        self._hide(run, reasons)
        if sum(map(str.isalnum, seen)) > 1 and any(
            _overlap_too_much(run.core(), other.core()) for other in near if _meet(other.box, run.box)
        ):
            self.hidden.append((seen, CROSSED))
        self._runs.append(run)
        return "" if seen.isspace() and reasons else seen

    def _reasons(self, run: _PaintedString, mode: int) -> dict[int, str]:
        """Return why glyphs cannot be seen, by their places."""
        ink = self._ink
        colour, opacity = (ink.stroke, ink.stroke_opacity) if mode in _STROKED else (ink.fill, ink.opacity)
        whole = MODE if mode in _UNPAINTED else OPACITY if opacity < _CLEAR else ""
        height, breadth = (abs(run.size) * hypot(*run.matrix[place : place + 2]) for place in (2, 0))
        if not whole and min(height, breadth) < _SMALLEST:
            whole = SMALL
        if whole:
            return {place: whole for place, _ in run.points()}
        self._budget.spend(len(self._surfaces) + len(ink.clips))
        behind = [surface for surface in self._surfaces if _meet(surface.box, run.box)]
        self._budget.spend(len(run.glyphs) * sum(surface.size for surface in (*behind, *ink.clips)))
        cut = [clip for clip in ink.clips if not all(clip.holds(*corner) for corner in run.corners)]
        least = _LARGE_CONTRAST if height >= _LARGE else _CONTRAST
        if not behind and not cut and self._is_on_page(run) and not alike(colour, WHITE):
            self.faint = contrast_seen(colour, WHITE, opacity) < least
            return {}
        for _, points in run.points():
            ground = next((surface.colour for surface in reversed(behind) if surface.holds(*points[0])), WHITE)
            self.faint = self.faint or (not alike(colour, ground) and contrast_seen(colour, ground, opacity) < least)
        reasons = ((place, self._reason(points, colour, cut, behind)) for place, points in run.points())
        return {place: reason for place, reason in reasons if reason}

    def _is_on_page(self, run: _PaintedString) -> bool:
        return all(self._is_shown(corner) for corner in run.corners)

    def _is_shown(self, point: Point) -> bool:
        left, lower, right, upper = self.box
        return left <= point[0] <= right and lower <= point[1] <= upper

    def _reason(self, points: list[Point], colour: Colour | None, cut: list[Surface], behind: list[Surface]) -> str:
        """Return why a glyph cannot be seen at any of its points; empty where it can."""
        visible = list(filter(self._is_shown, points))
        left = [point for point in visible if all(clip.holds(*point) for clip in cut)]
        if not left:
            return CLIPPED if visible else BESIDE
        if not any(self.box[0] + _MARGIN <= x <= self.box[2] - _MARGIN for x, _ in left):
            return EDGE
        grounds = (
            next((surface.colour for surface in reversed(behind) if surface.holds(*point)), WHITE) for point in left
        )
        return SAME if any(alike(colour, ground) for ground in grounds) else ""

    def _hide(self, run: _PaintedString, reasons: dict[int, str]) -> None:
        for reason, places in groupby(sorted(reasons), key=lambda place: reasons[place]):
            taken = list(places)
            # Spaces between hidden glyphs are reported with them.
            self.hidden.append(("".join(text for text, _ in run.glyphs[taken[0] : taken[-1] + 1]), reason))
            for place in taken:
                run.glyphs[place] = "", run.glyphs[place][1]

    def struck(self) -> Iterator[tuple[str, str]]:
        """Yield the words that a rule goes through, with the reason why they cannot be read."""
        thin = [box for box in self.rules if box[3] - box[1] <= _THIN]
        self._budget.spend(len(thin) * len(self._runs))
        for run in self._runs if thin else ():
            near = [box for box in thin if _meet(run.box, box)]
            core = run.core() if near else None
            if core is None:
                continue
            inner = (core[0], core[1] + (core[3] - core[1]) / 4, core[2], core[3])
            if any(_meet(inner, box) and min(inner[2], box[2]) - max(inner[0], box[0]) > _LEAST_STRUCK for box in near):
                yield "".join(text for text, _ in run.glyphs), STRUCK

    # Surfaces

    def _solid(self) -> bool:
        return self._ink.plain and self._ink.opacity >= _SOLID

    def _cover(self, surface: Surface) -> None:
        near = self._runs.near(surface.box)
        self._budget.spend(len(near))
        for run in near:
            if _meet(run.box, surface.box):
                self._budget.spend(len(run.glyphs) * surface.size)
                self._hide(
                    run,
                    {
                        place: COVERED
                        for place, points in run.points()
                        if any(surface.holds(*point) for point in points)
                    },
                )
        self._surfaces.append(surface)

    def _fill(self, *_: object, even: bool = False) -> None:
        if self._solid() and self._path:
            self._cover(_surface(tuple(map(tuple, self._path)), even, self._ink.fill, self._ink.clips))
        self._end()

    def _stroke(self) -> None:
        self._end(self._width / 2)

    def _fill_even(self, *_: object) -> None:
        self._fill(even=True)

    def _shade(self) -> None:
        left, lower, right, upper = self.box
        whole = ((left, lower), (right, lower), (right, upper), (left, upper))
        if self._solid():
            self._cover(_surface((whole,), False, None, self._ink.clips))

    def _end(self, around: float = 0.0) -> None:
        """The end of a path, painted by so much ``around`` it, which may become a clip."""
        left, low, right, high = _box([point for points in self._path for point in points])
        box = _intersect((left - around, low - around, right + around, high + around), self._ink.window)
        self.painted = box if box[0] <= box[2] and box[1] <= box[3] else None
        if self._clip is not None:
            self._budget.spend(len(self._ink.clips))
            clip = _surface(tuple(map(tuple, self._path)), self._clip, None, ())
            self._set(clips=(*self._ink.clips, clip), window=_intersect(self._ink.window, clip.box))
        self._path, self._clip = [], None

    def _line(self, operands: Sequence[Any], matrix: Matrix, _: Any) -> None:
        if self._path:
            self._path[-1].append(_at(matrix, *map(float, operands)))

    def _curve(self, operands: Sequence[Any], matrix: Matrix, _: Any) -> None:
        """A curve, as a few lines."""
        if not self._path:
            return
        begin = self._path[-1][-1]
        pairs = zip(operands[::2], operands[1::2], strict=True)
        first, second, end = (begin if x is None else _at(matrix, float(x), float(y)) for x, y in pairs)
        for t in _STEPS:
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
            x, y = (a * begin[axis] + b * first[axis] + c * second[axis] + d * end[axis] for axis in (0, 1))
            self._path[-1].append((x, y))

    def _rectangle(self, operands: Sequence[Any], matrix: Matrix, _: Any) -> None:
        x, y, width, height = map(float, operands)
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self._path.append([_at(matrix, *corner) for corner in corners])

    # Colours and transparency

    def _set(self, **values: Any) -> None:
        self._ink = replace(self._ink, **values)

    def _colour(self, which: str, space: int, operands: Sequence[Any], *_: Any) -> None:
        """Another colour to fill or to stroke with; ``space`` is 0 where it is the one that has been set."""
        current = space or getattr(self._ink, f"{which}_space")
        self._set(**{which: mix_colour(operands, current), f"{which}_space": current})

    def _graphics_state(self, operands: Sequence[Any], _: Matrix, resources: Any) -> None:
        state = resources.get("/ExtGState", pikepdf.Dictionary()).get(str(operands[0]), pikepdf.Dictionary())
        values: dict[str, Any] = {}
        if "/ca" in state:
            values["opacity"] = float(state["/ca"])
        if "/CA" in state:
            values["stroke_opacity"] = float(state["/CA"])
        if "/BM" in state or "/SMask" in state:
            values["plain"] = (
                str(state.get("/BM", "/Normal")) in _OPAQUE and str(state.get("/SMask", "/None")) == "/None"
            )
        self._set(**values)

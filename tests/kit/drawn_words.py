"""Words of charts as they are rendered: where the ink of each is, whether it touches another, a mark or the edge.

A page is measured by PyMuPDF, a drawing in a web page by Chromium. Neither shares code with the press.
"""

from __future__ import annotations

import io
import itertools
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pymupdf
from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Page

Box = tuple[float, float, float, float]
Point = tuple[float, float]
_ASCENT, _DESCENT = 0.72, 0.2
"""The height above its line and the depth below it that the ink of a letter has at most, as parts of its size."""
_GAP = 0.15
"""So much of its size is between two letters, at least, where other words are between them."""
_SAME_WAY = 0.01
_TOUCH = 0.4
"""So far, in points or pixels, ink may be within other ink: edges are blurred."""


@dataclass(frozen=True, slots=True)
class InkOfWords:
    """A piece of text: its words, the box of its ink, and its type size."""

    words: str
    box: Box
    size: float
    turned: tuple[Point, Box] | None = None
    """The way of words that are turned, and the box of their ink along it and across it."""


@dataclass(frozen=True, slots=True)
class RenderedDrawing:
    """A rendered drawing: its edge, its words, and its marks: outlines, filled or not."""

    name: str
    edge: Box
    words: tuple[InkOfWords, ...]
    marks: tuple[tuple[bool, tuple[Point, ...]], ...]

    def faults(self, least: float) -> Iterator[str]:
        """Yield the overlaps, the cuts and the words smaller than ``least``, in words."""
        for one, other in itertools.combinations(self.words, 2):
            if _touch(*_comparable(one, other)):
                yield f"overlap: {self.name}: {one.words!r} and {other.words!r}"
        is_map = self.name.startswith("map")
        for text in self.words:
            left, top, right, bottom = text.box
            if (
                left < self.edge[0] - _TOUCH
                or right > self.edge[2] + _TOUCH
                or top < self.edge[1] - _TOUCH
                or bottom > self.edge[3] + _TOUCH
            ):
                yield f"cut: {self.name}: {text.words!r} {text.box} {self.edge}"
            if text.size < least - 0.05:
                yield f"small: {self.name}: {text.words!r} has {text.size:.2f}"
            # The names of a map are in its areas.
            if any(_is_on(text.box, filled and not is_map, points) for filled, points in self.marks):
                yield f"over a mark: {self.name}: {text.words!r}"


def _comparable(one: InkOfWords, other: InkOfWords) -> tuple[Box, Box]:
    """Return the boxes of words: along their way, where both are turned the same way."""
    if one.turned and other.turned and math.dist(one.turned[0], other.turned[0]) < _SAME_WAY:
        return one.turned[1], other.turned[1]
    return one.box, other.box


def _touch(one: Box, other: Box) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > _TOUCH and high > _TOUCH


def _is_on(box: Box, filled: bool, points: Sequence[Point]) -> bool:
    """Return whether the outline of a mark crosses a box, or what it fills holds the middle of the box."""
    inner = (box[0] + _TOUCH, box[1] + _TOUCH, box[2] - _TOUCH, box[3] - _TOUCH)
    if any(_crosses(inner, begin, end) for begin, end in itertools.pairwise(points)):
        return True
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    return filled and _holds(points, middle)


def _crosses(box: Box, begin: Point, end: Point) -> bool:
    """Return whether a segment crosses a box (Liang and Barsky, 1984)."""
    low, high = 0.0, 1.0
    for start, step, least, most in (
        (begin[0], end[0] - begin[0], box[0], box[2]),
        (begin[1], end[1] - begin[1], box[1], box[3]),
    ):
        if abs(step) < 1e-9:
            if not least < start < most:
                return False
            continue
        first, last = sorted(((least - start) / step, (most - start) / step))
        low, high = max(low, first), min(high, last)
    return low < high


def _holds(points: Sequence[Point], middle: Point) -> bool:
    x, y = middle
    inside = False
    for (a, b), (c, d) in zip(points, (*points[1:], points[0]), strict=True):
        if (b > y) != (d > y) and x < a + (y - b) * (c - a) / (d - b):
            inside = not inside
    return inside


def in_pdf(content: bytes, names: Sequence[str]) -> list[RenderedDrawing]:
    """Return the drawings of a PDF in the order of its pages: each is within a clip of its own. ``names`` are what they
    are called.
    """
    drawings: list[RenderedDrawing] = []
    with pymupdf.open("pdf", content) as file:
        for page in file:
            paths = page.get_drawings(extended=True)
            edges = list(dict.fromkeys(_outer(paths)))
            spans = list(_spans(page))
            for edge in sorted(edges, key=lambda box: box[1]):
                inside = [span for span in spans if _is_within(span.box, edge)]
                marks = tuple(
                    mark
                    for path in paths
                    if path["type"] != "clip"
                    for mark in _outlines(path)
                    if _is_in(mark[1], edge)
                )
                drawings.append(RenderedDrawing("", edge, tuple(inside), marks))
    assert len(drawings) == len(names), f"{len(drawings)} drawings, not {len(names)}"
    return [RenderedDrawing(name, one.edge, one.words, one.marks) for name, one in zip(names, drawings, strict=True)]


def under_titles(content: bytes, names: Sequence[str]) -> list[RenderedDrawing]:
    """Return the drawings of a PDF that LibreOffice has made of a Word file, without their marks: the words between the
    title of each, which is one of ``names``, and the next figure or the foot of the page. Their edge is that of the text.
    """
    drawings: dict[str, RenderedDrawing] = {}
    with pymupdf.open("pdf", content) as file:
        for page in file:
            spans = sorted(_spans(page), key=lambda span: span.box[1])
            titles = [span for span in spans if span.words.strip() in names and span.words.strip() not in drawings]
            body = [span for span in spans if 60 < span.box[1] < page.rect.height - 60]
            ends = [span.box[1] - 2 * span.size for span in titles[1:]] + [page.rect.height - 60]
            for title, end in zip(titles, ends, strict=True):
                inside = tuple(span for span in body if title.box[3] < span.box[1] and span.box[3] < end)
                edge = (0.0, title.box[3] - 1, page.rect.width, end)
                drawings[title.words.strip()] = RenderedDrawing(title.words.strip(), edge, inside, ())
    assert drawings.keys() == set(names), f"without a title: {set(names) - drawings.keys()}"
    return [drawings[name] for name in names]


def _outer(paths: Sequence[dict[str, Any]]) -> Iterator[Box]:
    clips = [path for path in paths if path["type"] == "clip"]
    for path in clips:
        if path["level"] == min(clip["level"] for clip in clips):
            box = tuple(path["scissor"])
            if box[2] - box[0] > 40 and box[3] - box[1] > 10:
                yield box


def _spans(page: pymupdf.Page) -> Iterator[InkOfWords]:
    """Yield the pieces of text of a page: what one operator shows without a gap, in which words of another face may be."""
    for span in page.get_texttrace():
        size, (across, down) = span["size"], span["dir"]
        tall = (span["ascender"] - span["descender"]) * size
        letters = sorted(_along(char, (across, down), tall) for char in span["chars"])
        begin, reach = 0, -math.inf
        for number, (start, end, _, _) in enumerate(letters):
            if start > reach + _GAP * size:
                yield from _piece(span, letters[begin:number])
                begin = number
            reach = max(reach, end)
        yield from _piece(span, letters[begin:])


def _along(char: tuple[Any, ...], way: Point, tall: float) -> tuple[float, float, float, tuple[Any, ...]]:
    """Return where a letter begins and ends along the ``way`` of its words, and where their line is across it."""
    _, _, (x, y), (left, top, right, bottom) = char
    across, down = abs(way[0]), abs(way[1])
    wide = (right - left - tall * down) / across if across >= down else (bottom - top - tall * across) / down
    start = x * way[0] + y * way[1]
    return start, start + max(wide, 0.0), y * way[0] - x * way[1], char


def _piece(
    span: dict[str, Any], letters: Sequence[tuple[float, float, float, tuple[Any, ...]]]
) -> Iterator[InkOfWords]:
    """Yield the words of some letters of a span; none where they are spaces."""
    inked = [letter for letter in letters if not chr(letter[3][0]).isspace()]
    if not inked:
        return
    size, line, way = span["size"], inked[0][2], span["dir"]
    box = (inked[0][0], line - _ASCENT * size, max(letter[1] for letter in inked), line + _DESCENT * size)
    shown = {letter[3] for letter in letters}
    words = "".join(chr(char[0]) for char in span["chars"] if char in shown)
    if not way[1]:
        yield InkOfWords(words, box, size)
        return
    boxes = [letter[3][3] for letter in inked]
    around = (
        min(one[0] for one in boxes),
        min(one[1] for one in boxes),
        max(one[2] for one in boxes),
        max(one[3] for one in boxes),
    )
    yield InkOfWords(words, around, size, (way, box))


def _is_within(box: Box, edge: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return edge[0] - 60 < x < edge[2] + 60 and edge[1] - 3 < y < edge[3] + 3


def _is_in(points: Sequence[Point], edge: Box) -> bool:
    return all(edge[0] - 2 <= x <= edge[2] + 2 and edge[1] - 2 <= y <= edge[3] + 2 for x, y in points)


def _outlines(path: dict[str, Any]) -> Iterator[tuple[bool, tuple[Point, ...]]]:
    """Yield the outlines of a path of a page."""
    filled, run = path.get("fill") is not None, list[Point]()
    for kind, *points in path.get("items", ()):
        if kind == "re":
            box = points[0]
            yield filled, ((box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1), (box.x0, box.y0))
        elif kind == "qu":
            quad = points[0]
            yield filled, tuple((point.x, point.y) for point in (quad.ul, quad.ur, quad.lr, quad.ll, quad.ul))
        else:
            begin, end = (points[0].x, points[0].y), (points[-1].x, points[-1].y)
            if not run or run[-1] != begin:
                if run:
                    yield filled, tuple(run)
                run = [begin]
            run.append(end)
    if run:
        yield filled, tuple(run)


_IN_PAGE = """
() => {
  const context = document.createElement("canvas").getContext("2d");
  const numbers = text => (text.match(/-?[0-9]+(?:\\.[0-9]+)?/g) || []).map(Number);
  return [...document.querySelectorAll("svg.chart")].filter(svg => svg.getBoundingClientRect().width > 0).map(svg => {
    const matrix = svg.getScreenCTM(), scale = matrix.a;
    const at = (x, y) => [matrix.e + scale * x, matrix.f + scale * y];
    const edge = svg.getBoundingClientRect();
    const words = [...svg.querySelectorAll("text")].map(text => {
      const style = getComputedStyle(text), anchor = text.getAttribute("text-anchor");
      context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      context.direction = "ltr";
      const ink = context.measureText(text.textContent), box = text.getBBox();
      // The canvas gives the ink above and below the line; the drawing itself gives how wide the words are.
      const y = Number(text.getAttribute("y"));
      const [left, top] = at(box.x, y - ink.actualBoundingBoxAscent);
      const [right, bottom] = at(box.x + box.width, y + ink.actualBoundingBoxDescent);
      return {words: text.textContent, box: [left, top, right, bottom], size: parseFloat(style.fontSize) * scale};
    });
    const marks = [];
    for (const shape of svg.querySelectorAll("rect, path")) {
      const filled = (shape.getAttribute("fill") || "") !== "none" && !(shape.getAttribute("class") || "").match(/grid|mark|leader/);
      if (shape.tagName === "rect") {
        const [x, y, w, h] = ["x", "y", "width", "height"].map(name => Number(shape.getAttribute(name)));
        marks.push([filled, [at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h), at(x, y)]]);
      } else for (const part of shape.getAttribute("d").split("M").slice(1)) {
        const flat = numbers(part), points = [];
        for (let k = 0; k < flat.length; k += 2) points.push(at(flat[k], flat[k + 1]));
        if (part.includes("Z")) points.push(points[0]);
        marks.push([filled, points]);
      }
    }
    return {name: svg.dataset.name || svg.getAttribute("aria-label") || "", edge: [edge.left, edge.top, edge.right, edge.bottom], words, marks};
  });
}
"""


def in_page(page: Page) -> list[RenderedDrawing]:
    """Return the drawings that a web page shows."""
    page.evaluate("document.fonts.ready.then(() => true)")
    drawings = json.loads(page.evaluate(f"JSON.stringify(({_IN_PAGE})())"))
    return [
        RenderedDrawing(
            one["name"],
            tuple(one["edge"]),
            tuple(InkOfWords(text["words"], tuple(text["box"]), text["size"]) for text in one["words"]),
            tuple((filled, tuple(map(tuple, points))) for filled, points in one["marks"]),
        )
        for one in drawings
    ]


def pale(page: Page, drawings: Sequence[RenderedDrawing], least: float = 4.5) -> Iterator[str]:
    """Yield the words of the drawings of a web page whose letters and ground, as they are painted, have less contrast
    than ``least`` (WCAG 2.2, 1.4.3).
    """
    charts = [chart for chart in page.query_selector_all("svg.chart") if chart.is_visible()]
    for chart, drawing in zip(charts, drawings, strict=True):
        left, top, right, _ = drawing.edge
        with Image.open(io.BytesIO(chart.screenshot())) as opened:
            painted = opened.convert("RGB")
        scale = painted.width / (right - left)
        for text in drawing.words:
            x, y, u, v = (at * scale for at in (*_from(text.box[:2], left, top), *_from(text.box[2:], left, top)))
            colours = painted.crop((math.floor(x), math.floor(y), math.ceil(u), math.ceil(v))).getcolors(1 << 20) or []
            lights = [_light(colour) for _, colour in colours if isinstance(colour, tuple)]
            ratio = (max(lights) + 0.05) / (min(lights) + 0.05)
            if ratio < least:
                yield f"pale: {drawing.name}: {text.words!r} has {ratio:.1f}"


def _from(point: tuple[float, ...], left: float, top: float) -> Point:
    return point[0] - left, point[1] - top


def _light(colour: tuple[int, ...]) -> float:
    """The relative luminance of a colour of sRGB (WCAG 2.2)."""
    parts = (part / 255 for part in colour)
    amounts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * amount for weight, amount in zip((0.2126, 0.7152, 0.0722), amounts, strict=True))

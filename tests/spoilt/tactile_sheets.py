"""Spoils tactile sheets, as SVG: each function changes one thing on the sheets of a figure, and returns whether it could."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from plantin.writers.archives import zip_files

_PATH = re.compile(
    r'<path fill="#000" d="([^"]*)"/>|<path stroke="#000" stroke-width="([^"]*)"(?: stroke-dasharray="([^"]*)")? d="([^"]*)"/>'
)
_STEP = re.compile(r"([MLCZ])([^MLCZ]*)")
Step = tuple[str, list[float]]


@dataclass
class Path:
    """A path: its steps; its width, 0 where it is filled; its dashes."""

    steps: list[Step]
    width: str = "0"
    dash: str = ""

    @property
    def xs(self) -> list[float]:
        return [n for _, numbers in self.steps for n in numbers[::2]]

    @property
    def ys(self) -> list[float]:
        return [n for _, numbers in self.steps for n in numbers[1::2]]

    @property
    def is_closed(self) -> bool:
        return self.steps[-1][0] == "Z"

    def is_dots(self, least: float, most: float) -> bool:
        """Whether it is filled, with dots of such sizes."""
        if self.width != "0":
            return False
        first = self.dots()[0]
        ys = [n for _, numbers in first for n in numbers[1::2]]
        return least <= max(ys) - min(ys) <= most

    def dots(self) -> list[list[Step]]:
        return [self.steps[n : n + 6] for n in range(0, len(self.steps), 6)]

    def move(self, dx: float, dy: float) -> None:
        for _, numbers in self.steps:
            numbers[::2] = [n + dx for n in numbers[::2]]
            numbers[1::2] = [n + dy for n in numbers[1::2]]

    def written(self) -> str:
        d = " ".join(" ".join((name, *(f"{n:.3f}" for n in numbers))) for name, numbers in self.steps)
        if self.width == "0":
            return f'<path fill="#000" d="{d}"/>'
        dash = f' stroke-dasharray="{self.dash}"' if self.dash else ""
        return f'<path stroke="#000" stroke-width="{self.width}"{dash} d="{d}"/>'

    def copy(self) -> Path:
        return Path([(name, [*numbers]) for name, numbers in self.steps], self.width, self.dash)


@dataclass
class SvgSheet:
    head: str
    paths: list[Path]

    def braille(self) -> list[Path]:
        return [path for path in self.paths if path.is_dots(1.4, 1.7)]

    def of(self, width: str, *, closed: bool) -> list[Path]:
        return [path for path in self.paths if path.width == width and path.is_closed == closed]


Sheets = list[SvgSheet]


def read(content: bytes) -> Sheets:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [_sheet(archive.read(name).decode()) for name in sorted(archive.namelist())]


def _sheet(text: str) -> SvgSheet:
    paths = []
    for match in _PATH.finditer(text):
        steps = [(name, [float(n) for n in rest.split()]) for name, rest in _STEP.findall(match[1] or match[4])]
        paths.append(Path(steps, match[2] or "0", match[3] or ""))
    return SvgSheet(text[: text.index("<path")], paths)


def write(sheets: Sheets) -> bytes:
    texts = [sheet.head + "\n".join(path.written() for path in sheet.paths) + "\n</svg>\n" for sheet in sheets]
    return zip_files({f"sheet-{n:03}.svg": text.encode() for n, text in enumerate(texts, 1)})


def drawing(sheets: Sheets) -> SvgSheet:
    """The last sheet, which has a drawing."""
    return sheets[-1]


def in_plane(sheet: SvgSheet, path: Path) -> bool:
    """Whether a path is right of the upright axis, and not above it."""
    axes = [one for one in sheet.of("1.5", closed=False) if max(one.xs) - min(one.xs) < 0.01]
    return bool(axes) and min(path.xs) > axes[0].xs[0] + 1 and min(path.ys) > min(axes[0].ys) - 3


def bars(sheet: SvgSheet) -> list[Path]:
    return [path for path in sheet.of("0.8", closed=True) if len(path.steps) == 5 and in_plane(sheet, path)]


def series_lines(sheet: SvgSheet) -> list[Path]:
    return [
        path
        for path in (*sheet.of("2", closed=False), *sheet.of("1.2", closed=False))
        if in_plane(sheet, path) and len(path.steps) > 2
    ]


def points(sheet: SvgSheet) -> list[Path]:
    return [path for path in sheet.paths if path.is_dots(3, 5)]


def outlines(sheet: SvgSheet) -> list[Path]:
    """The parts of a pie, or the areas of a map."""
    axes = sheet.of("1.5", closed=False)
    closed = [path for path in sheet.of("0.8", closed=True) if max(path.xs) - min(path.xs) > 18.5]
    return [] if axes else closed


def letters(sheet: SvgSheet) -> list[Path]:
    """The letters of a pie or a map: two cells that are below all other words."""
    if sheet.of("1.5", closed=False):
        return []
    top = min((min(path.ys) for path in outlines(sheet)), default=1e9) - 20
    return [path for path in sheet.braille() if max(path.xs) - min(path.xs) < 11 and min(path.ys) > top]


def tick_labels(sheet: SvgSheet) -> list[Path]:
    axes = [one for one in sheet.of("1.5", closed=False) if max(one.xs) - min(one.xs) < 0.01]
    if not axes:
        return []
    top, low = min(axes[0].ys), max(axes[0].ys)
    return [path for path in sheet.braille() if max(path.xs) < axes[0].xs[0] and top - 4 < min(path.ys) < low]


def category_labels(sheet: SvgSheet) -> list[Path]:
    axes = [one for one in sheet.of("1.5", closed=False) if max(one.xs) - min(one.xs) < 0.01]
    if not axes:
        return []
    low = max(axes[0].ys)
    return [path for path in sheet.braille() if low < min(path.ys) < low + 13 and max(path.xs) > axes[0].xs[0]]


def _swap(one: Path, other: Path) -> None:
    """Exchange the places of two pieces of braille."""
    dx, dy = min(other.xs) - min(one.xs), min(other.ys) - min(one.ys)
    one.move(dx, dy)
    other.move(-dx, -dy)


def _title(sheets: Sheets) -> Path:
    """The last whole row of words above the drawing that all sheets have: the title, or its end."""
    return sheets[-1].braille()[1 if len(sheets[-1].braille()) > 3 else 0]


# What is spoilt


def dot_dropped(sheets: Sheets) -> bool:
    path = _title(sheets)
    path.steps = path.steps[6:]
    return True


def dot_of_key_dropped(sheets: Sheets) -> bool:
    labels = category_labels(sheets[-1])
    if not labels:
        return False
    labels[0].steps = labels[0].steps[:-6]
    return True


def dot_added(sheets: Sheets) -> bool:
    path = _title(sheets)
    extra = Path([(name, [*numbers]) for name, numbers in path.dots()[-1]])
    extra.move(6.1 + 2.5, 0)
    path.steps += extra.steps
    return True


def cell_exchanged(sheets: Sheets) -> bool:
    """The first cell is turned over: its dots are in the other column."""
    path = _title(sheets)
    left = min(path.xs)
    first = [dot for dot in path.dots() if min(n for _, numbers in dot for n in numbers[::2]) < left + 2.6]
    for dot in first:
        Path(dot).move(2.5 if min(n for _, numbers in dot for n in numbers[::2]) < left + 1 else -2.5, 0)
    return True


def dot_too_large(sheets: Sheets) -> bool:
    return _scale_dot(_title(sheets), 1.15)


def dot_too_small(sheets: Sheets) -> bool:
    return _scale_dot(_title(sheets), 0.85)


def _scale_dot(path: Path, factor: float) -> bool:
    steps = path.steps[:6]
    xs = [n for _, numbers in steps for n in numbers[::2]]
    ys = [n for _, numbers in steps for n in numbers[1::2]]
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    for _, numbers in steps:
        numbers[::2] = [x + (n - x) * factor for n in numbers[::2]]
        numbers[1::2] = [y + (n - y) * factor for n in numbers[1::2]]
    return True


def dot_beside_its_grid(sheets: Sheets) -> bool:
    for _, numbers in _title(sheets).steps[:6]:
        numbers[::2] = [n + 0.4 for n in numbers[::2]]
    return True


def cells_too_near(sheets: Sheets) -> bool:
    path = _title(sheets)
    left = min(path.xs)
    for _, numbers in path.steps:
        numbers[::2] = [left + (n - left) * 0.97 for n in numbers[::2]]
    return True


def label_near_a_line(sheets: Sheets) -> bool:
    labels = tick_labels(sheets[-1])
    if labels:
        labels[0].move(2.4, 0)
    return bool(labels)


def label_dropped(sheets: Sheets) -> bool:
    labels = category_labels(sheets[-1]) or letters(sheets[-1])
    if labels:
        sheets[-1].paths.remove(labels[0])
    return bool(labels)


def labels_swapped(sheets: Sheets) -> bool:
    labels = category_labels(sheets[-1])
    if len(labels) < 2:
        return False
    _swap(labels[0], labels[1])
    return True


def label_beside_its_place(sheets: Sheets) -> bool:
    labels = category_labels(sheets[-1])
    if labels:
        labels[-1].move(-4, 0)
    return bool(labels)


def numbers_swapped(sheets: Sheets) -> bool:
    labels = tick_labels(sheets[-1])
    if len(labels) < 2:
        return False
    _swap(labels[0], labels[-1])
    return True


def number_dropped(sheets: Sheets) -> bool:
    labels = tick_labels(sheets[-1])
    if len(labels) < 3:
        return False
    sheets[-1].paths.remove(labels[1])
    return True


def words_dropped(sheets: Sheets) -> bool:
    sheets[-1].paths.remove(_title(sheets))
    return True


def rows_swapped(sheets: Sheets) -> bool:
    first, second = sheets[-1].braille()[:2]
    if abs(min(first.xs) - min(second.xs)) > 4:
        return False
    _swap(first, second)
    return True


def sheet_missing(sheets: Sheets) -> bool:
    del sheets[-1]
    return True


def first_sheet_missing(sheets: Sheets) -> bool:
    del sheets[0]
    return True


def sheet_twice(sheets: Sheets) -> bool:
    sheets.append(sheets[-1])
    return True


def sheets_swapped(sheets: Sheets) -> bool:
    sheets[-1], sheets[-2] = sheets[-2], sheets[-1]
    return True


def number_of_a_sheet_changed(sheets: Sheets) -> bool:
    number = sheets[-1].braille()[-1]
    number.steps = number.steps[:-6]
    return True


def bar_higher(sheets: Sheets) -> bool:
    found = bars(drawing(sheets))
    if not found:
        return False
    bar = found[0]
    top, low = min(bar.ys), max(bar.ys)
    for _, numbers in bar.steps:
        numbers[1::2] = [n - (low - top) * 0.1 if n == top else n for n in numbers[1::2]]
    return True


def bar_dropped(sheets: Sheets) -> bool:
    found = bars(drawing(sheets))
    if found:
        drawing(sheets).paths.remove(found[-1])
    return bool(found)


def bar_added(sheets: Sheets) -> bool:
    found = bars(drawing(sheets))
    if found:
        extra = found[0].copy()
        extra.move(-3.5, 0)
        drawing(sheets).paths.append(extra)
    return bool(found)


def bar_elsewhere(sheets: Sheets) -> bool:
    found = bars(drawing(sheets))
    if found:
        found[0].move(3, 0)
    return bool(found)


def pattern_dropped(sheets: Sheets) -> bool:
    sheet = drawing(sheets)
    for area in (*bars(sheet), *outlines(sheet), *sheet.of("0.8", closed=True)):
        inner = [
            path
            for path in sheet.paths
            if (path.width in ("0.6", "1") or path.is_dots(0.9, 1.1))
            and min(area.xs) - 0.1 <= min(path.xs)
            and max(path.xs) <= max(area.xs) + 0.1
            and min(area.ys) - 0.1 <= min(path.ys)
            and max(path.ys) <= max(area.ys) + 0.1
        ]
        if inner and max(area.xs) - min(area.xs) != 18:
            sheet.paths = [path for path in sheet.paths if path not in inner]
            return True
    return False


def patterns_alike(sheets: Sheets) -> bool:
    """All dots of patterns are left out: those areas are blank like others."""
    changed = False
    for sheet in sheets:
        kept = [path for path in sheet.paths if not path.is_dots(0.9, 1.1)]
        changed = changed or len(kept) < len(sheet.paths)
        sheet.paths = kept
    return changed


def lines_alike(sheets: Sheets) -> bool:
    """All lines are without dashes."""
    changed = False
    for path in (path for sheet in sheets for path in sheet.paths):
        changed = changed or bool(path.dash)
        path.dash = ""
    return changed


def line_higher(sheets: Sheets) -> bool:
    found = series_lines(drawing(sheets))
    if found:
        found[0].steps[1][1][1] -= 2
    return bool(found)


def line_dropped(sheets: Sheets) -> bool:
    found = series_lines(drawing(sheets))
    if found:
        drawing(sheets).paths.remove(found[0])
    return bool(found)


def line_thinner(sheets: Sheets) -> bool:
    found = [path for path in series_lines(drawing(sheets)) if path.width == "2"]
    if found:
        found[0].width = "1.4"
    return bool(found)


def line_shorter(sheets: Sheets) -> bool:
    found = series_lines(drawing(sheets))
    if found:
        found[0].steps.pop()
    return bool(found)


def point_dropped(sheets: Sheets) -> bool:
    found = points(drawing(sheets))
    if found:
        drawing(sheets).paths.remove(found[0])
    return bool(found)


def point_moved(sheets: Sheets) -> bool:
    found = points(drawing(sheets))
    if found:
        found[0].move(0, 2)
    return bool(found)


def point_added(sheets: Sheets) -> bool:
    found = points(drawing(sheets))
    if found:
        extra = found[0].copy()
        extra.move(0, -20)
        drawing(sheets).paths.append(extra)
    return bool(found)


def outline_moved(sheets: Sheets) -> bool:
    found = outlines(drawing(sheets))
    if found:
        found[0].steps[2][1][1] += 2
    return bool(found)


def outline_dropped(sheets: Sheets) -> bool:
    found = outlines(drawing(sheets))
    if found:
        drawing(sheets).paths.remove(found[0])
    return bool(found)


def letters_swapped(sheets: Sheets) -> bool:
    found = letters(drawing(sheets))
    if len(found) < 2:
        return False
    _swap(found[0], found[1])
    return True


def tick_moved(sheets: Sheets) -> bool:
    found = drawing(sheets).of("0.9", closed=False)
    if found:
        found[0].move(0, 2)
    return bool(found)


def tick_dropped(sheets: Sheets) -> bool:
    found = drawing(sheets).of("0.9", closed=False)
    if found:
        drawing(sheets).paths.remove(found[0])
    return bool(found)


def samples_swapped(sheets: Sheets) -> bool:
    for sheet in sheets:
        lines = [path for path in (*sheet.of("2", closed=False), *sheet.of("1.2", closed=False)) if max(path.xs) < 40]
        lines = [path for path in lines if len(path.steps) == 2]
        if len(lines) > 1:
            _swap(lines[0], lines[1])
            return True
        boxes = [
            path for path in sheet.of("0.8", closed=True) if 17 < max(path.xs) - min(path.xs) < 19 and min(path.xs) < 16
        ]
        if len(boxes) > 1:
            way = min(boxes[1].ys) - min(boxes[0].ys)
            for path in sheet.paths:
                if max(path.xs) < 34 and path.width in ("0.6", "1", "0") and not path.is_dots(1.4, 1.7):
                    near = [
                        n
                        for n in (0, 1)
                        if min(boxes[n].ys) - 0.1 <= min(path.ys) and max(path.ys) <= max(boxes[n].ys) + 0.1
                    ]
                    if near:
                        path.move(0, way if near == [0] else -way)
            return True
    return False


def sample_dropped(sheets: Sheets) -> bool:
    for sheet in sheets:
        boxes = [
            path for path in sheet.of("0.8", closed=True) if 17 < max(path.xs) - min(path.xs) < 19 and min(path.xs) < 16
        ]
        if boxes:
            sheet.paths.remove(boxes[0])
            return True
    return False


def median_moved(sheets: Sheets) -> bool:
    sheet = drawing(sheets)
    found = [
        path for path in sheet.of("2", closed=False) if len(path.steps) == 2 and in_plane(sheet, path) and bars(sheet)
    ]
    if found:
        found[0].move(0, 2)
    return bool(found)


def whisker_shorter(sheets: Sheets) -> bool:
    found = drawing(sheets).of("0.8", closed=False)
    if found:
        found[0].steps[0][1][1] -= 3
    return bool(found)


def sheet_shrunk(sheets: Sheets) -> bool:
    for sheet in sheets:
        sheet.head = sheet.head.replace('width="210mm" height="297mm"', 'width="189mm" height="267.3mm"')
    return True


def line_across(sheets: Sheets) -> bool:
    drawing(sheets).paths.append(Path([("M", [20.0, 60.0]), ("L", [190.0, 240.0])], "0.8"))
    return True


def pattern_outside(sheets: Sheets) -> bool:
    found = [path for path in drawing(sheets).paths if path.width == "0.6"]
    if found:
        found[0].move(0, -60)
    return bool(found)


def at_the_edge(sheets: Sheets) -> bool:
    drawing(sheets).paths.append(Path([("M", [5.0, 100.0]), ("L", [5.0, 120.0])], "0.8"))
    return True


def block_filled(sheets: Sheets) -> bool:
    drawing(sheets).paths.append(Path([("M", [150.0, 30.0]), ("L", [160.0, 30.0]), ("L", [160.0, 40.0]), ("Z", [])]))
    return True


def words_of_another_figure(sheets: Sheets) -> bool:
    """The words for screen readers."""
    sheets[-1].head = re.sub("<title>.*</title>", "<title>Figure 99. Lamps</title>", sheets[-1].head)
    return True


def list_row_dropped(sheets: Sheets) -> bool:
    sheets[0].paths.remove(sheets[0].braille()[-2])
    return True


KINDS: tuple[Callable[[Sheets], bool], ...] = (
    dot_dropped, dot_of_key_dropped, dot_added, cell_exchanged, dot_too_large, dot_too_small, dot_beside_its_grid, cells_too_near,
    label_near_a_line, label_dropped, labels_swapped, label_beside_its_place, numbers_swapped, number_dropped, words_dropped,
    rows_swapped, sheet_missing, first_sheet_missing, sheet_twice, sheets_swapped, number_of_a_sheet_changed, bar_higher,
    bar_dropped, bar_added, bar_elsewhere, pattern_dropped, patterns_alike, lines_alike, line_higher, line_dropped, line_thinner,
    line_shorter, point_dropped, point_moved, point_added, outline_moved, outline_dropped, letters_swapped, tick_moved,
    tick_dropped, samples_swapped, sample_dropped, median_moved, whisker_shorter, sheet_shrunk, line_across, pattern_outside, at_the_edge,
    block_filled, words_of_another_figure, list_row_dropped,
)  # fmt: skip

"""The lines of finished PDFs, read with poppler: how many end in a divided word, how wide the spaces are, and where
pages have holes.

    .venv/bin/python bench/lines.py build/S-2017-97/S-2017-97-*.pdf
    .venv/bin/python bench/lines.py --before FOLDER build/S-2017-97/S-2017-97-*.pdf    # a table, with the files of FOLDER beside them

A justified line is one that reaches the right edge of the text. A gap is the space between two words of one; a stub is
what is alone on a side of a hyphen with two letters; a hole is white over 24 points, or over two lines, above the notes
of a page.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from lxml import etree

_HYPHENS = "-\u2010\u00ad"
_EDGE = 1.0
_LOOSE = (5.0, 7.0, 8.0)
_HOLE = 24.0
_RULE = 18.0
"""What the rule over the notes and the white around it take, in points."""
_SMALLER = 0.975
"""How high lines of notes are at most, as a part of those of the text."""
_STUB = 2
"""How many letters of a divided word are a stub."""
_CONTENTS = 2
"""The pages on which the contents may be."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words with their left and right edges, and its top and bottom, in points."""

    page: int
    words: tuple[tuple[str, float, float], ...]
    top: float
    bottom: float

    @property
    def right(self) -> float:
        return self.words[-1][2]

    @property
    def height(self) -> float:
        return round(self.bottom - self.top, 1)

    def gaps(self) -> list[float]:
        """The spaces between the words, indents and numbers at the left left out."""
        return [after[1] - before[2] for before, after in zip(self.words, self.words[1:], strict=False)][1:]


def lines(path: Path) -> list[Line]:
    """The lines of a PDF in the order in which they are painted. Words that touch (raised figures) are one line
    still.
    """
    found = subprocess.run(["pdftotext", "-bbox-layout", path, "-"], capture_output=True, check=True).stdout
    root = etree.fromstring(re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", found), etree.XMLParser(huge_tree=True))
    made = []
    for number, page in enumerate(root.iter("{*}page"), 1):
        for line in page.iter("{*}line"):
            words = tuple(
                (word.text or "", float(word.get("xMin", 0)), float(word.get("xMax", 0)))
                for word in line.iter("{*}word")
            )
            if words:
                made.append(Line(number, words, float(line.get("yMin", 0)), float(line.get("yMax", 0))))
    return made


HEADS = (
    "pages",
    "lines",
    "divided",
    "run",
    "stubs",
    *(f"over {one:g} pt" for one in _LOOSE),
    "widest",
    "holes",
    "over 2 lines",
    "highest",
    "last page",
)


def counted(path: Path) -> tuple[str, ...]:
    """What ``HEADS`` name: pages, justified lines, divided, longest run of divided lines, stubs, loose gaps, widest
    gap, holes above notes, how much of its text area the last page fills.
    """
    found = lines(path)
    edge = Counter(round(line.right) for line in found).most_common(1)[0][0]
    full = [line for line in found if abs(line.right - edge) <= _EDGE and len(line.words) > 1]
    ends = [_divided(line, after) for line, after in zip(found, [*found[1:], None], strict=True)]
    run = longest = stubs = divided = 0
    for line, end in zip(found, ends, strict=True):
        if abs(line.right - edge) > _EDGE:
            run = 0
            continue
        run = run + 1 if end else 0
        longest = max(longest, run)
        divided += end is not None
        stubs += end is not None and min(len(end[0]), len(end[1])) <= _STUB
    widest = [max(line.gaps(), default=0.0) for line in full]
    holes, two = _holes(found), 2 * _leading(found)
    counts = [max(line.page for line in found), len(full), f"{100 * divided / len(full):.1f} %", longest, stubs]
    counts += [sum(gap > least for gap in widest) for least in _LOOSE]
    counts += [
        f"{max(widest):.1f}",
        sum(hole > _HOLE for hole in holes),
        sum(hole > two for hole in holes),
        f"{max(holes, default=0):.1f}",
    ]
    return (*map(str, counts), f"{100 * _last(found):.0f} %")


def _last(found: list[Line]) -> float:
    """How much of the height between the first and the last line of the fullest page the last page takes up."""
    bodies = _bodies(found)
    top = min(body[0].top for body in bodies.values() if body)
    bottom = max(body[-1].bottom for body in bodies.values() if body)
    last = bodies[max(bodies)]
    return (last[-1].bottom - top) / (bottom - top) if last else 0.0


def _bodies(found: list[Line]) -> dict[int, list[Line]]:
    """The lines of each page from top to bottom without its head and its foot, which are the highest and the lowest."""
    pages: dict[int, list[Line]] = {}
    for line in found:
        pages.setdefault(line.page, []).append(line)
    return {page: sorted(inside, key=lambda line: line.bottom)[1:-1] for page, inside in pages.items()}


def _divided(line: Line, after: Line | None) -> tuple[str, str] | None:
    """The two parts of the word that is divided at the end of ``line``."""
    word = line.words[-1][0]
    if after is None or word[-1] not in _HYPHENS or not word[:-1]:
        return None
    before = re.split(rf"[{_HYPHENS}]", word[:-1])[-1]
    rest = re.split(rf"[{_HYPHENS}\W]", after.words[0][0])[0]
    return (before, rest) if before.isalpha() and rest.isalpha() else None


def _holes(found: list[Line]) -> list[float]:
    """The white between the text and the notes at its foot, page by page, without the rule. Lines of text are those of
    the commonest height, and what is higher; notes have the commonest of the heights that are clearly smaller, the
    contents on the first pages apart.
    """
    text = Counter(line.height for line in found).most_common(1)[0][0] * _SMALLER
    bodies = _bodies(found)
    inside = [line for page, lines in bodies.items() if page > _CONTENTS for line in lines]
    smaller = Counter(line.height for line in inside if line.height < text).most_common(1)
    holes = []
    for page in range(1, max(bodies)):  # the last ends where the text does
        body = [line.bottom for line in bodies[page] if line.height >= text]
        notes = [line.top for line in bodies[page] if smaller and line.height == smaller[0][0]]
        below = [top for top in notes if body and top > max(body)]
        if below:
            holes.append(min(below) - max(body) - _RULE)
    return holes


def _leading(found: list[Line]) -> float:
    """The commonest distance of two lines."""
    steps = (after.bottom - before.bottom for before, after in pairwise(found) if before.page == after.page)
    return Counter(round(step, 1) for step in steps if step > 0).most_common(1)[0][0]


def main() -> None:
    names = sys.argv[1:]
    before = Path(names[1]) if names[:1] == ["--before"] else None
    print(f"| edition | {' | '.join(HEADS)} |\n|{'---|' * (len(HEADS) + 1)}")
    for path in map(Path, names[2:] if before else names):
        if before:
            print(f"| {path.stem}, before | {' | '.join(counted(before / path.name))} |")
        print(f"| {path.stem}{', after' if before else ''} | {' | '.join(counted(path))} |")


if __name__ == "__main__":
    main()

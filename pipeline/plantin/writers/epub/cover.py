"""The cover of an EPUB: the masthead as a PNG, in the fonts and colours and with the logo of the house."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import escape
from pathlib import Path

from plantin.bounded import fonts
from plantin.house.brand import data_url
from plantin.house.style import Style
from plantin.model.document import Document, Picture
from plantin.writers.rasters import rasterize

_WIDTH, _HEIGHT, _MARGIN = 1200, 1800, 110
_BAND = 190
"""The height of the band that contains the logo."""


def cover(document: Document, style: Style) -> bytes:
    """Return the cover as PNG, 1,200 by 1,800 pixels."""
    faces = [style.font("regular"), style.font("bold")]
    letters = style.letters(faces[0]) & style.letters(faces[1])
    if any(sign not in letters for line in document.masthead.lines() for sign in line):
        faces += style.others()
    return _raster(drawing(document, style), tuple((str(face), face.stat().st_mtime_ns) for face in faces))


@lru_cache(maxsize=8)
def _raster(svg: str, faces: tuple[tuple[str, int], ...]) -> bytes:
    """Return a drawing as PNG in faces, by path and time of change; drawn once for editions with the same cover."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=[path for path, _ in faces]))


def drawing(document: Document, style: Style) -> str:
    """Return the lines of the masthead as SVG."""
    head = document.masthead
    regular, bold = _CoverFace(style, "regular"), _CoverFace(style, "bold")
    right = _WIDTH - _MARGIN
    room = right - _MARGIN - regular.width(head.symbol, 46) - 60
    size = min(46, 46 * room / regular.width(head.organization or " ", 46))
    rows = [
        *_colour_group(regular.line(head.organization, size, _MARGIN, 190), style.colour.heading),
        *regular.line(head.symbol, 46, right, 190, end=True),
        *_colour_group([f'<path d="M{_MARGIN} 223.5H{right}v3H{_MARGIN}z"/>'], style.colour.accent),
    ]
    half = (_WIDTH - 2 * _MARGIN) * 0.56
    for count, words in enumerate(bold.break_lines(head.organ, 64, half)):
        rows += bold.line(words, 64, _MARGIN, 305 + count * 74)
    issue = [line for line in (head.distribution, head.date, head.language, head.original) if line]
    begin = right - max((regular.width(line, 36) for line in issue), default=0)
    for count, words in enumerate(issue):
        rows += regular.line(words, 36, begin, 290 + count * 50)
    rows += _colour_group([f'<path d="M{_MARGIN} 555.5H{right}v9H{_MARGIN}z"/>'], style.colour.accent)
    y = 640.0
    for lines in ((head.session, *head.agenda), (head.notice,)):
        y += 24 if y > 640 and any(lines) else 0
        for words in (words for line in lines if line for words in regular.break_lines(line, 36, _WIDTH - 2 * _MARGIN)):
            rows += regular.line(words, 36, _MARGIN, y)
            y += 48
    y += 70 if y > 640 else 20
    if head.supplement:
        rows += _colour_group(bold.line(head.supplement, 52, _MARGIN, y), style.colour.heading)
        y += 100
    down = _BAND if document.logo else 0
    fitted, title = _fit(bold, head.title, _WIDTH - 2 * _MARGIN, _HEIGHT - _MARGIN - y - down)
    for count, words in enumerate(title):
        rows += _colour_group(bold.line(words, fitted, _MARGIN, y + count * fitted * 1.25), style.colour.heading)
    inside = "".join(rows)
    if document.logo:
        inside = f'{_logo(document.logo.picture, style)}<g transform="translate(0 {down})">{inside}</g>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
        f' xml:lang="{escape(document.language)}" font-family="{escape(style.fonts.family)}">\n'
        f'<path d="M0 0H{_WIDTH}V{_HEIGHT}H0z" fill="#fff"/>\n'
        f'<g fill="{style.colour.text}">\n{inside}</g></svg>\n'
    )


def _colour_group(drawn: list[str], colour: str) -> list[str]:
    """Return what is drawn, in ``colour`` where the style gives one."""
    return [f'<g fill="{colour}">{"".join(drawn)}</g>\n'] if colour and drawn else drawn


def _logo(picture: Picture, style: Style) -> str:
    """Return the logo in its band as large as that allows. Raises SourceError (S072, S073) where it cannot be drawn."""
    if picture.media_type == "image/svg+xml":
        picture = replace(picture, media_type="image/png", content=rasterize(picture, style))
    place = f'x="{_MARGIN}" y="{_MARGIN}" width="{_WIDTH - 2 * _MARGIN}" height="{_BAND - 20}"'
    return f'<image {place} preserveAspectRatio="xMinYMid meet" href="{data_url(picture)}"/>\n'


def _fit(face: _CoverFace, words: str, width: float, height: float) -> tuple[int, list[str]]:
    """Return the largest size in which ``words`` fill no more than the space, and their lines in it."""
    size, rows = 84, face.break_lines(words, 84, width)
    while len(rows) * size * 1.25 > height and size > 30:
        size -= 4
        rows = face.break_lines(words, size, width)
    return size, rows


@dataclass
class _CoverFace:
    """A cut of the house's face: the widths of words, and words set in it; what it lacks, in the other faces."""

    style: Style
    cut: str
    widths: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        others = sorted(self.style.other_files(), key=lambda path: path.stem.endswith("-Bold") != (self.cut == "bold"))
        self.files = (self.style.font(self.cut), *others)

    def width(self, words: str, size: float) -> float:
        """Return how wide ``words`` are in ``size``."""
        return sum(map(self._advance, words)) * size

    def break_lines(self, words: str, size: float, width: float) -> list[str]:
        """Return ``words`` in lines no wider than ``width``, where its words allow."""
        rows: list[str] = []
        for word in words.split(" "):
            if rows and self.width(f"{rows[-1]} {word}", size) <= width:
                rows[-1] += f" {word}"
            else:
                rows.append(word)
        return rows

    def line(self, words: str, size: float, x: float, y: float, *, end: bool = False) -> list[str]:
        """Return ``words`` on the line ``y``, beginning at ``x`` or ending there; nothing where there are none."""
        look = (' font-weight="bold"' if self.cut == "bold" else "") + (' text-anchor="end"' if end else "")
        return [f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}"{look}>{escape(words)}</text>\n'] if words else []

    def _advance(self, sign: str) -> float:
        """Return the width of a character in ems."""
        if sign not in self.widths:
            faces = (_advances(self.style, path) for path in self.files)
            self.widths[sign] = next((face[sign] for face in faces if sign in face), 0.5)
        return self.widths[sign]


@lru_cache(maxsize=16)
def _advances(style: Style, path: Path) -> dict[str, float]:
    """Return the widths in ems of the characters of the face at ``path``."""
    return fonts.advances(style.face(path))

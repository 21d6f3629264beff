"""The cover: the masthead as a drawing, its letters as outlines, so that it looks the same wherever it is shown."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from html import escape

from pipeline.house.style import Style
from pipeline.model.document import Document

_WIDTH, _HEIGHT, _MARGIN = 1200, 1800, 110


def cover(document: Document, style: Style) -> str:
    """The cover as SVG, with the lines of the masthead as its name for those who do not see it."""
    head = document.masthead
    regular, bold = _Face(style, "regular"), _Face(style, "bold")
    right = _WIDTH - _MARGIN
    room = right - _MARGIN - regular.width(head.symbol, 46) - 60
    drawn = [
        *regular.line(head.organization, min(46, 46 * room / regular.width(head.organization or " ", 46)), _MARGIN, 190),
        *regular.line(head.symbol, 46, right, 190, end=True),
        f'<path d="M{_MARGIN} 225H{right}" stroke-width="3"/>',
    ]
    half = (_WIDTH - 2 * _MARGIN) * 0.56
    for count, words in enumerate(bold.broken(head.organ, 64, half)):
        drawn += bold.line(words, 64, _MARGIN, 305 + count * 74)
    issue = [line for line in (head.distribution, head.date, head.language, head.original) if line]
    begin = right - max((regular.width(line, 36) for line in issue), default=0)
    for count, words in enumerate(issue):
        drawn += regular.line(words, 36, begin, 290 + count * 50)
    drawn.append(f'<path d="M{_MARGIN} 560H{right}" stroke-width="9"/>')
    y = 640.0
    for lines in ((head.session, *head.agenda), (head.notice,)):
        y += 24 if y > 640 and any(lines) else 0
        for words in (words for line in lines if line for words in regular.broken(line, 36, _WIDTH - 2 * _MARGIN)):
            drawn += regular.line(words, 36, _MARGIN, y)
            y += 48
    y += 70 if y > 640 else 20
    if head.supplement:
        drawn += bold.line(head.supplement, 52, _MARGIN, y)
        y += 100
    size, rows = _fitted(bold, head.title, _WIDTH - 2 * _MARGIN, _HEIGHT - _MARGIN - y)
    for count, words in enumerate(rows):
        drawn += bold.line(words, size, _MARGIN, y + count * size * 1.25)
    name = escape(", ".join(head.lines()), quote=False)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img"'
        f' aria-labelledby="name" xml:lang="{escape(document.language)}"><title id="name">{name}</title>\n'
        f'<path d="M0 0H{_WIDTH}V{_HEIGHT}H0z" fill="#fff"/>\n'
        f'<g fill="{style.colour.text}" stroke="{style.colour.text}" stroke-width="0">\n{"".join(drawn)}</g></svg>\n'
    )


def _fitted(face: _Face, words: str, width: float, height: float) -> tuple[int, list[str]]:
    """The largest size in which ``words`` fill no more than the space, and their lines in it."""
    size, rows = 84, face.broken(words, 84, width)
    while len(rows) * size * 1.25 > height and size > 30:
        size -= 4
        rows = face.broken(words, size, width)
    return size, rows


@dataclass
class _Face:
    """A cut of the house's face, as outlines."""

    style: Style
    cut: str
    shapes: dict[str, tuple[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from fontTools.ttLib import TTFont

        font = TTFont(io.BytesIO(self.style.font(self.cut).read_bytes()), lazy=True)
        self.map: dict[int, str] = font.getBestCmap()
        self.glyphs = font.getGlyphSet()
        self.em: int = font["head"].unitsPerEm

    def width(self, words: str, size: float) -> float:
        """How wide ``words`` are in ``size``."""
        return sum(self.glyph(sign)[1] for sign in words) * size / self.em

    def broken(self, words: str, size: float, width: float) -> list[str]:
        """``words`` in lines no wider than ``width``, where its words allow."""
        rows: list[str] = []
        for word in words.split(" "):
            if rows and self.width(f"{rows[-1]} {word}", size) <= width:
                rows[-1] += f" {word}"
            else:
                rows.append(word)
        return rows

    def line(self, words: str, size: float, x: float, y: float, *, end: bool = False) -> list[str]:
        """The outlines of ``words`` on the line ``y``, beginning at ``x`` or ending there; text, where the face lacks a character."""
        if not words:
            return []
        if not all(ord(sign) in self.map for sign in words):
            anchor = "end" if end else "start"
            shown = f'<text x="{x}" y="{y:.1f}" font-family="serif" font-size="{size:.1f}" text-anchor="{anchor}">{escape(words)}</text>\n'
            return [shown]
        scale = size / self.em
        begin = x - self.width(words, size) if end else x
        drawn, at = [], 0
        for sign in words:
            shape, advance = self.glyph(sign)
            drawn.append(f'<path transform="translate({at})" d="{shape}"/>' if shape else "")
            at += advance
        return [f'<g transform="translate({begin:.1f} {y:.1f}) scale({scale:.5f} {-scale:.5f})">{"".join(drawn)}</g>\n']

    def glyph(self, sign: str) -> tuple[str, int]:
        """The outline of a character in the font's own units, and its width."""
        from fontTools.pens.svgPathPen import SVGPathPen

        if sign not in self.shapes:
            glyph, pen = self.glyphs[self.map.get(ord(sign), ".notdef")], SVGPathPen(self.glyphs)
            glyph.draw(pen)
            self.shapes[sign] = (pen.getCommands(), glyph.width)
        return self.shapes[sign]

"""Text whose extent on a line is known before it is set: shaped once, where the engine would search for the end of the line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_INT = 4
"""Bytes of a C int."""


def shaped(text: str, style: Any, context: Any, spacing: float, *, located: bool = False) -> tuple[Any, int, None, float, float, float]:
    """What WeasyPrint's ``split_first_line`` gives for ``text`` that fits on the line. ``located``: its layout then has ``starts``, where
    each character begins, in pixels from the left side of the text.
    """
    from weasyprint.text.line_break import create_layout, first_line_metrics

    layout = create_layout(text, style, context, None, spacing)
    line, _ = layout.get_first_line()
    if located:
        layout.starts = _starts(line, text)
    made: tuple[Any, int, None, float, float, float] = first_line_metrics(line, text, layout, None, True, style)
    return made


def ended(text: str, words: str, hyphen: str, style: Any, context: Any, spacing: float) -> tuple[Any, int, int, float, float, float]:
    """The same for ``text`` of which only ``words``, its beginning, stand on the line, with ``hyphen`` (empty: none) after them; the next
    line begins after the spaces that follow.
    """
    layout, length, _, *measures = shaped(words + hyphen, style, context, spacing)
    rest = text[len(words) :]
    resume = len(words.encode()) + len(rest) - len(rest.lstrip(" "))
    width, height, baseline = measures
    return layout, length - len(hyphen.encode()), resume, width, height, baseline


def runs(line: Any) -> Iterator[Any]:
    """The runs of a line (``PangoGlyphItem``), from left to right: glyphs of one face and direction."""
    run = line.runs
    while run:
        yield run.data
        run = run.next


def columns(run: Any) -> tuple[list[int], list[int], list[int], list[int]]:
    """The numbers of the glyphs of a run in their font, and their widths, offsets to the right and rises, in units of Pango."""
    from weasyprint.text.ffi import ffi

    words = ffi.sizeof("PangoGlyphInfo") // _INT
    # A glyph is a row of whole numbers: they are taken all at once.
    numbers = ffi.unpack(ffi.cast("int *", run.glyphs.glyphs), run.glyphs.num_glyphs * words)
    return numbers[::words], numbers[1::words], numbers[2::words], numbers[3::words]


def _starts(line: Any, text: str) -> list[float]:
    """Where the characters of ``text``, set as ``line``, begin."""
    from weasyprint.text.ffi import FROM_UNITS, ffi

    offsets: dict[int, float] = {}
    width = 0
    for run in runs(line):
        _, widths, _, _ = columns(run)
        for cluster, advance in zip(ffi.unpack(run.glyphs.log_clusters, run.glyphs.num_glyphs), widths, strict=True):
            offsets.setdefault(run.item.offset + cluster, width * FROM_UNITS)
            width += advance
    starts, place, byte = [], 0.0, 0
    for character in text:
        place = offsets.get(byte, place)
        starts.append(place)
        byte += 1 if character.isascii() else len(character.encode())
    return starts

"""Text whose extent on a line is known before it is set: shaped once, without a search for the end of the line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from operator import lt

from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import create_layout, first_line_metrics, get_log_attrs

from plantin.writers.pdf.engine_types import Context, Css, Pango
from plantin.writers.pdf.shaped_text import Face, LocatedText, Made, decompose, next_line_start

_INT = 4
"""Bytes of a C int."""
_BYTE = 256
"""The engine takes a level for a whole number; it is the first of its bytes (Pango, "PangoAnalysis")."""


def is_blank(text: str) -> bool:
    """Return whether nothing is painted for ``text``: spaces that may end a line. A no-break space is painted."""
    return not text.strip(" \t\r\n\f")


def shape(text: str, style: Css, context: Context, spacing: float) -> Made:
    """Return what WeasyPrint's ``split_first_line`` gives for ``text`` that fits on the line."""
    layout = create_layout(text, style, context, None, spacing)
    line, _ = layout.get_first_line()
    metrics: Made = first_line_metrics(line, text, layout, None, True, style)
    return metrics


def shape_with_starts(text: str, style: Css, context: Context, spacing: float, faces: dict[int, Face]) -> Made:
    """Return the same; its layout has ``starts``, where each character begins and the last one ends, in pixels from the
    left side of the text. It is a ``LocatedText`` where that can be: then its glyphs are numbered in ``faces``, by the
    addresses of Pango's fonts.
    """
    layout = create_layout(text, style, context, None, spacing)
    line, _ = layout.get_first_line()
    kept = _located_text(layout, line, text, style, spacing, faces)
    starts = _starts(line, text) if kept is None else ()
    _, length, _, width, height, baseline = first_line_metrics(line, text, layout, None, True, style)
    if kept is None:
        layout.starts = starts
        return layout, length, None, width, height, baseline
    kept.width, kept.height, kept.baseline = width, height, baseline
    return kept, length, None, width, height, baseline


def shape_line_end(text: str, words: str, hyphen: str, style: Css, context: Context, spacing: float) -> Made:
    """Return what ``shape`` gives for ``text`` of which only ``words``, its beginning, are on the line, with ``hyphen``
    (empty: none) after them; the next line begins after the spaces that follow.
    """
    layout, length, _, *measures = shape(words + hyphen, style, context, spacing)
    width, height, baseline = measures
    return layout, length - len(hyphen.encode()), next_line_start(text, words), width, height, baseline


def runs(line: Pango) -> Iterator[Pango]:
    """Yield the runs of a line (``PangoGlyphItem``), from left to right: glyphs of one face and direction."""
    run = line.runs
    while run:
        yield run.data
        run = run.next


def columns(run: Pango) -> tuple[list[int], list[int], list[int], list[int]]:
    """Return the glyphs of a run: numbers in the font, widths, offsets to the right and rises, in units of Pango."""
    words = ffi.sizeof("PangoGlyphInfo") // _INT
    # A glyph is a row of whole numbers: they are taken all at once.
    numbers = ffi.unpack(ffi.cast("int *", run.glyphs.glyphs), run.glyphs.num_glyphs * words)
    return numbers[::words], numbers[1::words], numbers[2::words], numbers[3::words]


def attributes(text: str) -> list[int]:
    """Return what Pango has of each character of ``text`` and of its end, as the bits of a number."""
    owner = get_log_attrs(text, None)
    # They are taken all at once, as the glyphs of a run are.
    bits: list[int] = ffi.unpack(ffi.cast("unsigned int *", owner), len(owner))
    return bits


def _located_text(
    layout: Pango, line: Pango, text: str, style: Css, spacing: float, faces: dict[int, Face]
) -> LocatedText | None:
    """Return ``line``, that of ``layout``, as text whose glyphs are kept; None where the engine is to draw it: it is
    not from left to right in one face, is decorated or spaced out, or has raised glyphs or letters of no face.
    """
    plain = (
        style["letter_spacing"] == "normal" and not style["word_spacing"] and style["text_decoration_line"] == "none"
    )
    if not plain or "\t" in text or line.length != len(encoded := text.encode()):
        return None
    font, codes, widths, offsets, clusters = None, list[int](), list[int](), list[int](), list[int]()
    for run in runs(line):
        item = run.item
        if item.analysis.level % _BYTE or font not in {None, item.analysis.font}:
            return None
        font = item.analysis.font
        *added, rises = columns(run)
        if any(rises):
            return None
        for column, more in zip((codes, widths, offsets), added, strict=True):
            column.extend(more)
        within = ffi.unpack(run.glyphs.log_clusters, run.glyphs.num_glyphs)
        clusters += [item.offset + cluster for cluster in within] if item.offset else within
    if font is None or max(codes) >= pango.PANGO_GLYPH_EMPTY:
        return None
    letters, places = _letters(text, encoded, clusters)
    face = faces.setdefault(int(ffi.cast("intptr_t", font)), Face(font, layout.layout))
    glyphs = face.numbers(zip(codes, widths, offsets, letters, strict=True))
    if glyphs is None:
        return None
    at = [width * FROM_UNITS for width in accumulate(widths, initial=0)]
    starts = [at[place] for place in accumulate(places, max)]
    return LocatedText(text, face, glyphs, at[-1], 0.0, 0.0, spacing, starts, places)


def _letters(text: str, encoded: bytes, clusters: list[int]) -> tuple[Sequence[str], Sequence[int]]:
    """Return the letters that each glyph stands for, given where their ``clusters`` begin in the bytes of ``text``; and
    which glyph each character begins with (-1: none), and how many there are.
    """
    if len(clusters) == len(text) and all(map(lt, clusters, clusters[1:])):
        # Each begins with a character, so that all of them are there.
        return text, range(len(text) + 1)
    begins = [*accumulate((len(character.encode()) for character in text), initial=0)][:-1]
    letters = [encoded[begin:end].decode() for begin, end in pairwise([*clusters, len(encoded)])]
    first = {cluster: place for place, cluster in reversed([*enumerate(clusters)])}
    if len(first) < len(clusters):
        for begin, count in Counter(clusters).items():
            several = slice(first[begin], first[begin] + count)
            if count > 1:
                letters[several] = decompose("".join(letters[several]), count) or letters[several]
    return letters, [*(first.get(begin, -1) for begin in begins), len(clusters)]


def _starts(line: Pango, text: str) -> list[float]:
    """Return where the characters of ``text``, set as ``line``, begin."""
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

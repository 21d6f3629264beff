"""Checks what in a Word file can be seen: low contrast, hidden words and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plantin.auditors.contrast import Colour, contrast
from plantin.auditors.docx.reading import WordText
from plantin.auditors.docx.story import Run, WordLine
from plantin.auditors.fault import SHOWN, Fault
from plantin.model.outline import normal
from plantin.wordfile.package import val

_LEAST = 4.5
_DARKER = "Choose a darker colour: at least 4.5 to 1."
_SIX = "Write it as six hexadecimal digits, red, green and blue."
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00",
    "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
"""The colours of w:highlight (17.18.40) that are not white."""


def contrasts(reading: WordText) -> Iterator[Fault]:
    """A210, WCAG 1.4.3: letters stand out from their ground by 4.5 to 1, in styles, in runs with a colour of their own,
    in numbers.
    """
    for identifier in reading.styles:
        if reading.styles.kind(identifier) not in {"paragraph", "character"}:
            continue
        ink, ground = reading.styles.colours(identifier)
        yield from _judged(f"the style {reading.styles.name(identifier)} has", ink, ground)
    for line in reading.all_lines():
        ground = _ground(reading, line)
        for run in line.pieces:
            if isinstance(run, Run) and run.text.strip() and _COLOUR.fullmatch(run.ink):
                own = _HIGHLIGHTS.get(run.ground, run.ground)
                behind = (
                    own if _COLOUR.fullmatch(own) else reading.styles.colours(run.style)[1] if run.style else ground
                )
                yield from _judged(f"“{normal(run.text)[:SHOWN]}” has", run.ink, behind)
        number = reading.numbers.get(id(line))
        if number and _COLOUR.fullmatch(number.colour):
            yield from _judged(f"the number of “{normal(line.text())[:SHOWN]}” has", number.colour, ground)


def _ground(reading: WordText, line: WordLine) -> str:
    own = val(line.node, "w:pPr/w:shd", "w:fill")
    return own if _COLOUR.fullmatch(own) else reading.styles.colours(line.style or reading.styles.default)[1]


def _judged(what: str, ink: str, ground: str) -> Iterator[Fault]:
    ratio = contrast(_colour(ink), _colour(ground))
    if ratio < _LEAST:
        yield "A210", f"{what} #{ink} on #{ground}: {ratio:.1f} to 1", _DARKER


def unknown_colours(reading: WordText) -> Iterator[Fault]:
    """A216: an invalid colour (17.18.38 and 17.18.40), which programs interpret in different ways."""
    for identifier in reading.styles:
        for colour in reading.styles.colours(identifier):
            if not _is_colour(colour):
                yield "A216", f"the style {reading.styles.name(identifier)} has the colour “{colour[:SHOWN]}”", _SIX
    for line in reading.all_lines():
        number = reading.numbers.get(id(line))
        given = [number.colour if number else "", val(line.node, "w:pPr/w:shd", "w:fill")]
        given += [colour for run in line.pieces if isinstance(run, Run) for colour in (run.ink, run.ground)]
        for colour in dict.fromkeys(given):
            if not _is_colour(colour):
                yield "A216", f"“{normal(line.text())[:SHOWN]}” has the colour “{colour[:SHOWN]}”", _SIX


def _is_colour(given: str) -> bool:
    """Whether an attribute gives a colour, or says that there is none of its own."""
    return given in {"", "auto", "none", "white", *_HIGHLIGHTS} or _COLOUR.fullmatch(given) is not None


def hidden(reading: WordText) -> Iterator[Fault]:
    """A211: words or a number that are in the file and are never shown (17.3.2.41), by a run, a style or a level of a
    list.
    """
    for line in reading.all_lines():
        if line.hidden:
            yield (
                "A211",
                f"“{normal(''.join(line.hidden))[:SHOWN]}” is hidden",
                "Show it, or delete it: others will find it in the file.",
            )
        number = reading.numbers.get(id(line))
        if number and number.hidden:
            yield (
                "A211",
                f"the number of “{normal(line.text())[:SHOWN]}” is hidden",
                "Show the numbers of its level in the list.",
            )


def _colour(written: str) -> Colour:
    """A colour as a file writes it (RRGGBB); an invalid one is black."""
    if not _COLOUR.fullmatch(written):
        return 0.0, 0.0, 0.0
    return int(written[:2], 16) / 255, int(written[2:4], 16) / 255, int(written[4:], 16) / 255

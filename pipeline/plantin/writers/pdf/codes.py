"""The foot of the first page, on paper and where a style wants it on screens: a QR code that leads to the report, the
job number and its bar code, each with its words (ISO/IEC 18004; ISO/IEC 16388, Code 39).
"""

from __future__ import annotations

import re
import textwrap
from html import escape

from plantin.house.style import Style
from plantin.model import symbols
from plantin.model.document import Document

# Nine elements a character, bars and spaces in turn, 1 for a wide one (ISO/IEC 16388, table 1).
_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. *$/+%"
_WIDE = textwrap.wrap(
    "000110100100100001001100001101100000000110001100110000001110000000100101100100100001100100100001001001001001101001000000011001"
    "100011000001011000000001101100001100001001100000011100100000011001000011101000010000010011100010010001010010000000111100000110"
    "001000110000010110110000001011000001111000000010010001110010000011010000010000101110000100011000100010010100010101000010100010"
    "010001010000101010",
    9,
)
_RATIO = 2.5
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"'
    ' style="width:{across:g}mm;height:{high:g}mm">{inside}</svg>'
)


def codes(document: Document, style: Style, ink: str) -> str:
    """Return the codes as markup in the colour ``ink``: figures with their words in ``aria-label``; the QR code only
    where the style has an address for it, the bar code only where the report has a job number.
    """
    head, labels = document.masthead, document.labels
    address = symbols.address(style.paper.address, head.symbol, document.version)
    figures = []
    if address:
        words = f'<p dir="ltr"><a href="{escape(address)}">{escape(address)}</a></p>'
        figures.append(_figure("qr", labels.address_code.format(address=address), _qr(address, ink) + words))
    if head.job:
        digits = re.sub(r"[^0-9A-Z]", "", head.job.partition("(")[0])
        words = labels.job_code.format(number=head.job)
        caption = f'<p dir="ltr">{escape(head.job)}</p>'
        figures.append(_figure("bars", words, _bars(digits, ink) + caption))
    return f'<div class="codes">{"".join(figures)}</div>' if figures else ""


def _figure(name: str, words: str, inside: str) -> str:
    return f'<figure class="{name}" aria-label="{escape(words)}">{inside}</figure>'


def _qr(text: str, ink: str) -> str:
    """Return a QR code, error correction M, 14 millimetres across without its quiet zone."""
    import segno

    rows = segno.make_qr(text, error="m").matrix
    squares = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    size = len(rows)
    return _SVG.format(width=size, height=size, across=14, high=14, inside=f'<path fill="{ink}" d="{squares}"/>')


def _bars(text: str, ink: str) -> str:
    """Return ``text`` in Code 39 between its start and stop signs, a narrow bar a quarter of a millimetre wide."""
    x, bars = 0.0, []
    for sign in f"*{text}*":
        for place, wide in enumerate(_WIDE[_SIGNS.index(sign)]):
            width = _RATIO if wide == "1" else 1.0
            if not place % 2:
                bars.append(f"M{x:g} 0h{width:g}v1h-{width:g}z")
            x += width
        x += 1
    x -= 1
    inside = f'<path fill="{ink}" d="{"".join(bars)}" transform="scale(1 24)"/>'
    return _SVG.format(width=x, height=24, across=x / 4, high=6, inside=inside)

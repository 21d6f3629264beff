"""Maps the characters of symbol fonts to Unicode (ECMA-376 part 1, 17.3.3.30)."""

from __future__ import annotations

_SYMBOL = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
"""The font Symbol from 0x20 to 0x7E (Adobe, Symbol encoding)."""
_SYMBOL_HIGH = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
"""The same from 0xA0 to 0xEF."""
_SYMBOL_END = "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
"""The same from 0xF1 to 0xFE."""
_WINGDINGS = {
    0x20: " ", 0x21: "✏", 0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x3F: "✍", 0x46: "☞", 0x4A: "☺", 0x4C: "☹", 0x6C: "●",
    0x6D: "❍", 0x6E: "■",
    0x6F: "□", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•",
    0xA0: "▪", 0xA1: "○",
    0xA7: "▪", 0xA8: "◻", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇦",
    0xF0: "⇨", 0xF1: "⇧",
    0xF2: "⇩", 0xF3: "⬄", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
"""The signs of Wingdings that documents use (Unicode 7.0, proposal L2/11-196)."""


def unicode(font: str, code: int) -> str:
    """Return the character that a symbol font shows for ``code`` (0x20 to 0xFF, or the same from 0xF000 on); empty
    where it is not known.

    >>> unicode("Symbol", 0xF061), unicode("Wingdings", 0xFC), unicode("Wingdings", 0x30), unicode("Times", 0x61)
    ('α', '✓', '', '')
    """
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    if font.lower() == "symbol":
        rows = ((0x20, _SYMBOL), (0xA0, _SYMBOL_HIGH), (0xF1, _SYMBOL_END))
        return next((signs[low - first] for first, signs in rows if first <= low < first + len(signs)), "")
    return _WINGDINGS.get(low, "") if font.lower() == "wingdings" else ""


def is_symbol_font(font: str) -> bool:
    """Return whether the letters of ``font`` are signs."""
    return font.lower() in {"symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings"}

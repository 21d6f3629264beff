"""A paragraph on one unbroken line, which shows where each of its characters is, and so where its lines may end."""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

import pyphen  # type: ignore[import-untyped]
from weasyprint.formatting_structure.boxes import InlineBox, TextBox
from weasyprint.text.line_break import _font_style_cache_key, split_first_line

from plantin.writers.pdf.engine_types import Box, Context, Patterns
from plantin.writers.pdf.hyphenation import Rules
from plantin.writers.pdf.line_breaking import BreakOpportunity, unwanted_starts, within_addresses
from plantin.writers.pdf.shaped_text import LocatedText, ShapedText
from plantin.writers.pdf.shaping import attributes

HYPHEN = "\u2010"
OBJECT = "\ufffc"
"""What stands for an object in a line, such as the number of a paragraph."""
_SPACES = " \u00a0"
_LINE_BREAK = 1
"""The first of the bits that Pango has of a character: a line may end before it (Pango, "PangoLogAttr")."""
_COMPOUND = re.compile(r"([^\W\d_]+)-(?=([^\W\d_]+))")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Divided:
    """How words in a type are divided: their least letters, the dictionary, and the width of the hyphen in pixels."""

    least: int
    dictionary: Patterns
    hyphen: float


@dataclass(slots=True)
class UnbrokenLine:
    """A paragraph on one unbroken line: its characters, where each begins and ends, and the box of each if a line may
    end after it. ``texts`` are those whose glyphs are kept, each with the place of its first character.
    """

    context: Context
    begin: float
    hyphens: dict[str, float]
    text: str = ""
    starts: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    boxes: list[Box | None] = field(default_factory=list)
    texts: list[tuple[int, LocatedText]] = field(default_factory=list)
    breaks: dict[int, tuple[float, float]] | None = None
    """Where the next line may begin without a division, once that is known: no hyphen, and the price."""

    @classmethod
    def of(cls, context: Context, line: Box, hyphens: dict[str, float]) -> UnbrokenLine:
        """Return the paragraph that is set as ``line``; ``hyphens`` are the widths of hyphens of the faces so far."""
        unbroken = cls(context, line.position_x, hyphens)
        for box in pieces(line):
            text = piece(box)
            unbroken.text += text
            if text == OBJECT:
                unbroken.starts.append(box.position_x)
                unbroken.ends.append(box.position_x + box.margin_width())
                unbroken.boxes.append(None)
            else:
                if isinstance(box.pango_layout, LocatedText):
                    unbroken.texts.append((len(unbroken.starts), box.pango_layout))
                starts = [box.position_x + place for place in box.pango_layout.starts[: len(text)]]
                unbroken.starts += starts
                unbroken.ends += [*starts[1:], box.position_x + box.width]
                unbroken.boxes += [box if box.style["white_space"] == "normal" else None] * len(text)
        return unbroken

    def parts(self, begin: int, end: int) -> dict[int, ShapedText]:
        """Return the glyphs of the texts from character ``begin`` up to ``end``, by how many of these characters come
        before each of them; without those that are to be shaped apart.
        """
        parts = {}
        for start, text in self.texts:
            first, last = max(begin, start), min(end, start + len(text.text))
            if first < last and (part := text.part(first - start, last - start)) is not None:
                parts[first - begin] = part
        return parts

    def places(self) -> tuple[object, ...]:
        """Return what distinguishes this line in the document: the elements and places of its letters, as a digest."""
        hasher = hashlib.blake2b(self.text.encode(), digest_size=16)
        hasher.update(array("d", (self.begin, *self.starts, *self.ends)))
        return (*dict.fromkeys(box.element if box is not None else None for box in self.boxes), hasher.digest())

    def stops(self, rules: Rules, *, whole: bool = False) -> list[BreakOpportunity]:
        """Return the beginning, every place where a line may end, and the end; ``whole``: those that divide no word."""
        spaces = list(accumulate((character in _SPACES for character in self.text), initial=0))
        stops = [BreakOpportunity(0, 0, self.begin, self.begin, 0, 0)]
        length = len(self.text.rstrip())
        if self.breaks is None:
            kept = unwanted_starts(self.text)
            self.breaks = {place: (0.0, kept.get(place, 0.0)) for place in self._breaks(rules) if place < length}
        places = self.breaks if whole else self.breaks | self._divisions(rules)
        for place in sorted(places):
            at = place
            while at and self.text[at - 1] == " ":
                at -= 1
            if at:
                hyphen, price = places[place]
                dash = self.text[at - 1] == "-"
                stops.append(
                    BreakOpportunity(
                        at, place, self.ends[at - 1], self.starts[place], spaces[at], spaces[place], hyphen, price, dash
                    )
                )
        return [*stops, BreakOpportunity(length, length, self.ends[length - 1], 0, spaces[length], 0)]

    def _breaks(self, rules: Rules) -> Iterator[int]:
        """Yield where the next line may begin without a division."""
        kept = {match.start(2) for match in _COMPOUND.finditer(self.text) if rules.keeps(match[1], match[2])}
        allowed = {place for place, bits in enumerate(attributes(self.text)) if bits & _LINE_BREAK}
        for place in sorted((allowed | within_addresses(self.text)) - kept):
            if (
                0 < place < len(self.text)
                and self.boxes[place - 1] is not None
                and (self.boxes[place] is not None or self.text[place - 1] == " ")
            ):
                yield place

    def _divisions(self, rules: Rules) -> dict[int, tuple[float, float]]:
        """Return where words may be divided: the width of the hyphen, the price of dividing what is better whole."""
        divisions: dict[int, tuple[float, float]] = {}
        asked, divided = None, None
        for match in _WORD.finditer(self.text):
            start, end = match.span()
            box = self.boxes[start]
            if box is not asked:
                asked, divided = box, self._type(box)
            if divided is None or end - start < divided.least:
                continue
            joined = "-" in {self.text[start - 1 : start], self.text[end : end + 1]}
            places, price = rules.divisions(match[0], divided.dictionary, joined=joined)
            divisions |= {start + place: (divided.hyphen, price) for place in places}
        return divisions

    def _type(self, box: Box | None) -> _Divided | None:
        """Return how the words of ``box`` are divided; nothing where they are not."""
        if box is None or box.style["hyphens"] != "auto":
            return None
        style = box.style
        lang = style["lang"] and pyphen.language_fallback(style["lang"])
        if not lang:
            return None
        least, left, right = style["hyphenate_limit_chars"]
        # The width of the hyphen in a face and size.
        face = f"{_font_style_cache_key(style, include_size=True)} {style['letter_spacing']}"
        if face not in self.hyphens:
            self.hyphens[face] = float(split_first_line(HYPHEN, style, self.context, None, 0)[3])
        return _Divided(least, self.context.dictionaries[lang, left, right, least], self.hyphens[face])


def pieces(line: Box) -> Iterator[Box]:
    """Yield the boxes of a line in their order: texts, and objects among them, each like one character."""
    for child in line.children:
        if isinstance(child, TextBox):
            yield child
        elif isinstance(child, InlineBox):
            yield from pieces(child)
        elif child.is_in_normal_flow():
            yield child


def piece(box: Box) -> str:
    """Return the characters of a box of a line."""
    return str(box.text) if isinstance(box, TextBox) else OBJECT

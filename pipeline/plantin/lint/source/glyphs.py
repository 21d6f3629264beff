"""Finds characters that no font of the style has: the PDF takes them from another font, or cannot be made."""

from __future__ import annotations

from collections.abc import Iterator

from plantin.findings import Finding, Place
from plantin.house import fallback
from plantin.house.style import Style
from plantin.lint.source.passage import Passage, Slip
from plantin.source.text import Source

_MOST_SHOWN = 20
_ADD = "Write another character, or add a face that has it to fonts.others in the style's style.toml."


def slips(source: Source, read: tuple[Passage, ...], style: Style, besides: str = "") -> Iterator[Slip]:
    """Yield S103 where a character in no face of ``style``, nor in ``besides``, first occurs. Raises StyleError."""
    written = frozenset(source.head).union(*(passage.block.text for passage in read)).difference(besides)
    absent = fallback.missing(written, style)
    faces = {letter: path.stem for path, here in fallback.standing_in(absent).items() for letter in here}
    for letter in sorted(absent)[:_MOST_SHOWN]:
        at = source.head.find(letter)
        passage = next((prose for prose in read if letter in prose.block.text), None)
        face = faces.get(letter, "")
        consequence = (
            f"in the PDF it is set in {face}"
            if face
            else "in the PDF it is a box with its code point: no stock face has it either"
        )
        message = f"no face of the style has {letter} (U+{ord(letter):04X}); {consequence}"
        if at >= 0 or passage is None:
            yield Slip(
                Finding("S103", message, Place(source.path, 2 + source.head.count("\n", 0, at)), _ADD, "warning"),
                source.head,
            )
        else:
            yield passage.slip("S103", message, passage.block.text.index(letter), _ADD)

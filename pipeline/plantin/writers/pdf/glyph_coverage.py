"""The proof that every character of a page has its letter in the faces of the house style: no machine's own fonts fill
in, and no character is printed as an empty box (ISO 14289-1, 7.21.8).
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from plantin.findings import Finding, Place, SourceError, StyleError
from plantin.house.fallback import missing
from plantin.house.style import Style
from plantin.model.document import Picture
from plantin.source import drawings
from plantin.writers.pdf.engine_types import LaidOutDocument
from plantin.writers.pdf.stylesheet import EMOJI, families

_HINT = "Add a face that has them to fonts.others in style.toml."


def letters(root: ET.Element, pictures: Iterable[Picture] = ()) -> frozenset[str]:
    """Return the characters of the body of ``root``, and those that drawings among ``pictures`` show."""
    drawn = (drawings.words(picture.content) for picture in pictures if picture.media_type == "image/svg+xml")
    written = (text for element in root.iterfind("body") for text in element.itertext())
    return frozenset[str]().union(*written, *drawn)


def require_letters(root: ET.Element, style: Style) -> None:
    """Every character of the body is in a face of ``style``; else StyleError (D014)."""
    if absent := missing(letters(root), style):
        faces = "neither the faces of the style (fonts.regular, fonts.others) nor the stock faces"
        message = f"{faces} have {_list_characters(absent)}"
        raise StyleError(Finding("D014", message, style.place("fonts.others"), _HINT))


def require_drawn_letters(pictures: Iterable[Picture], style: Style) -> None:
    """Every character that drawings show is in a face of ``style``; else SourceError (S101) for each drawing."""
    drawn = {
        picture.name: drawings.words(picture.content) for picture in pictures if picture.media_type == "image/svg+xml"
    }
    lacking = {name: absent for name, words in drawn.items() if (absent := missing(words, style))}
    hint = "Write other characters in the drawing, draw them as outlines, or add a face that has them to the style."
    if lacking:
        raise SourceError(
            *(
                Finding("S101", f"the drawing shows {_list_characters(absent)}, which no face has", Place(name), hint)
                for name, absent in lacking.items()
            )
        )


def _list_characters(absent: frozenset[str]) -> str:
    return ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in sorted(absent)[:12])


def require_faces(document: LaidOutDocument, style: Style) -> None:
    """The pages are set in the faces of ``style`` alone; else StyleError (D014), naming what is from elsewhere."""
    house_families = (*families(style), EMOJI) if style.spare else families(style)
    strange = [font for font in document.fonts.values() if font.family not in house_families]
    if strange:
        raise StyleError(
            *(
                Finding("D014", f"set in another face: {letters!r} in {family}", style.naming(family), _HINT)
                for family, letters in sorted(
                    (font.family, "".join(sorted(set(font.to_unicode.values())))) for font in strange
                )
            )
        )

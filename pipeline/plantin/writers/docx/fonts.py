"""The font table of a Word file, with the fonts of the house embedded (ECMA-376 part 1, 17.8)."""

from __future__ import annotations

import hashlib
import uuid

from docx.document import Document as Package
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from plantin.bounded.bytes import read
from plantin.bounded.fonts import LARGEST
from plantin.house.style import Style
from plantin.writers.docx.ooxml import Element, element, value

FALLBACK = "Times New Roman"
"""The face for scripts that the house's does not have, and where a program ignores embedded fonts."""
EAST_ASIAN = {"Hans": "SimSun", "Hant": "PMingLiU", "Jpan": "MS Mincho", "Kore": "Batang"}
"""The faces that every Word has for text in Chinese, Japanese and Korean characters, by the script of the language."""

FIXED = "Courier New"

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_CUTS = (
    ("regular", "embedRegular"),
    ("bold", "embedBold"),
    ("italic", "embedItalic"),
    ("bold_italic", "embedBoldItalic"),
)


def put(package: Package, style: Style) -> None:
    """Put the font table of the house in the place of the template's, which python-docx keeps as bytes."""
    table = package.part.part_related_by(f"{_RELATION}fontTable")
    other, family = ("Arial", "swiss") if style.fonts.generic == "sans-serif" else (FALLBACK, "roman")
    house = _font(style.fonts.family, other, family, "variable")
    for number, (cut, tag) in enumerate(_CUTS, 1):
        data = read(style.font(cut), LARGEST)
        key = uuid.UUID(bytes=hashlib.sha256(data).digest()[:16], version=5)
        part = Part(PackURI(f"/word/fonts/font{number}.odttf"), _TYPE, _obfuscate(data, key), package.part.package)
        house.append(element(tag, r_id=table.relate_to(part, f"{_RELATION}font"), fontKey=f"{{{str(key).upper()}}}"))
    others = (
        _font(FALLBACK, "Liberation Serif", "roman", "variable"),
        _font(FIXED, "Liberation Mono", "modern", "fixed"),
    )
    root = element("fonts", house, *others)
    table._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001


def _font(name: str, other: str, family: str, pitch: str) -> Element:
    return element(
        "font",
        value("altName", other),
        value("charset", "00"),
        value("family", family),
        value("pitch", pitch),
        name=name,
    )


def _obfuscate(data: bytes, key: uuid.UUID) -> bytes:
    """Return the font with its first 32 bytes mixed with its key, read backwards (17.8.1)."""
    mask = key.bytes[::-1] * 2
    return bytes(byte ^ other for byte, other in zip(data[:32], mask, strict=True)) + data[32:]

"""The font table of a Word file, with the fonts of the house embedded (ECMA-376 part 1, 17.8)."""

from __future__ import annotations

import hashlib
import uuid
from copy import copy
from dataclasses import astuple, replace

from docx.document import Document as Package
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from plantin.bounded.bytes import read
from plantin.bounded.fonts import LARGEST
from plantin.house import fallback
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.languages import script
from plantin.writers import font_faces
from plantin.writers.docx.ooxml import Element, element, value

FALLBACK = "Times New Roman"
"""The face of every Word for scripts that the house has no face for, and where a program ignores embedded fonts."""
EAST_ASIAN = {"Hans": "SimSun", "Hant": "PMingLiU", "Jpan": "MS Mincho", "Kore": "Batang"}
"""The same for text in Chinese, Japanese and Korean characters, by the script of the language."""

FIXED = "Courier New"

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_CUTS = (
    ("regular", "embedRegular"),
    ("bold", "embedBold"),
    ("italic", "embedItalic"),
    ("bold_italic", "embedBoldItalic"),
)


def other_family(document: Document, style: Style) -> str:
    """Return the family of the other face of the house that has more than half of the letters of the language of
    ``document`` that its text face lacks, of those in the words of the press; empty where there is none. Raises
    StyleError: D003 a face is missing, D024 one is no whole font.
    """
    said = "".join(filter(str.isalpha, "".join(map(str, astuple(copy(document.labels))))))
    lettered = replace(style, spare=tuple(fallback.standing_in(fallback.missing(said, style))))
    lacking = frozenset(said) - style.letters(style.font("regular"))
    faces = font_faces.others(lettered, said, said)
    return next((lettered.family(face.path) for face in faces if 2 * len(face.letters) > len(lacking)), "")


def faces(style: Style, *documents: Document) -> Element:
    """Return the faces of text in the languages of ``documents`` (17.3.2.26): that of the house, and those that have
    the letters that it lacks. Raises StyleError as ``other_family``.
    """
    house = style.fonts.family
    names = {"ascii": house, "hAnsi": house, "eastAsia": house, "cs": FALLBACK}
    for document in documents:
        other, usual = other_family(document, style), EAST_ASIAN.get(script(document.language))
        if usual:
            names["eastAsia"] = other or usual
        elif other:
            names |= {"cs": other, "hAnsi": other if document.direction == "ltr" else names["hAnsi"]}
    return element("rFonts", **names)


def put(package: Package, style: Style, *documents: Document) -> None:
    """Put the font table of the house in the place of the template's, which python-docx keeps as bytes. The faces for
    the scripts of ``documents`` are not embedded: the table says which one of Word's is like them.
    """
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
    likenesses = {other_family(one, style): EAST_ASIAN.get(script(one.language), FALLBACK) for one in documents}
    scripts = (_font(name, usual, "roman", "variable") for name, usual in likenesses.items() if name)
    root = element("fonts", house, *scripts, *others)
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

"""What a house puts into its editions for a printer, as values: inks, the profile and its condition, spot colours."""

from __future__ import annotations

import re
from functools import lru_cache

from plantin.auditors.statements import HouseContent
from plantin.house.brand import data_url
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.packs.print_shop.auditor import SPOTS, TOTAL_INK
from plantin.packs.print_shop.writer import colours
from plantin.packs.print_shop.writer.inks import PressPictures, press, spots
from plantin.packs.print_shop.writer.standard import X4
from plantin.production import house_content_pdf
from plantin.production.style_files import Version, version

_CMYK = re.compile(r"device-cmyk\(([^)]*)\)")
_INK = re.compile(r"\d*\.?\d+")
_BARE = "0 0 0 0"
_SHEETS = ("print.css", "paper.css")


def known_in_print(document: Document, style: Style) -> HouseContent:
    """Return what an edition of ``document`` for a printer has from ``style``, and what it carries of the document.
    Raises StyleError if the style cannot be read.
    """
    content = _known_of_style(style, tuple(version(style)))
    terms = house_content_pdf.document_terms(document, style, X4, _SHEETS, PressPictures(press(style)))
    return house_content_pdf.add_terms(content, terms, document, style)


@lru_cache(maxsize=16)
def _known_of_style(style: Style, _files: Version) -> HouseContent:
    return HouseContent(terms=style_terms(style), faces={path.stem: path for path in house_content_pdf.faces(style)})


def style_terms(style: Style) -> dict[str, frozenset[str]]:
    """Return the families, the inks of letters, surfaces and rules, and what the house has of the press."""
    inked, spot_inks = colours(style), spots(style)
    plates = {" ".join(f"{ink:g}" for ink in spot.inks): spot.key for spot in spot_inks}
    on_sheet = _CMYK.findall(style.sheet("paper.css").text(data_url))
    letters, grounds = (
        [_bare_inks(value, plates) for value in map(str, values) if value]
        for values in (
            (inked.text, inked.link, inked.heading, inked.call),
            (inked.rule, inked.tint, inked.accent, *on_sheet, _BARE),
        )
    )
    terms = house_content_pdf.style_terms(style, letters, grounds, style.profile().read_bytes())
    return terms | {
        "condition": frozenset((style.paper.condition,)),
        SPOTS: frozenset(map(str, spot_inks)),
        TOTAL_INK: frozenset((str(style.paper.total_ink),)),
    }


def _bare_inks(colour: str, plates: dict[str, str]) -> str:
    """Return the inks of ``colour`` by their numbers, or the key of the spot colour that is printed instead."""
    inks = " ".join(f"{float(ink):g}" for ink in _INK.findall(colour))
    return plates.get(inks, inks)

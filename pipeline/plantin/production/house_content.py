"""What a house puts into its editions, as values: by these an auditor, which knows no house, knows what it finds in a
finished file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote

from plantin.auditors.statements import HouseContent
from plantin.house.colours import DARK_GROUND, dim, on_dark
from plantin.house.layout import House
from plantin.house.style import CUTS, Style
from plantin.model.document import Document
from plantin.production.format import Format
from plantin.production.formats import Edition, format_named, formats
from plantin.writers.html.display import ranges


def known_to(house: House, edition: Edition, document: Document) -> HouseContent:
    """Return what ``edition``, of ``document``, has from ``house``: from its style, its cover, and the addresses under
    which it will be found. Raises StyleError, where the style cannot be read.
    """
    row = format_named(edition.format) or formats()[0]
    content = content_from_style(document, house.style(house.style_of(edition.slug)), row)
    folder = house.publication_address(edition.slug)
    sisters = {
        other.name: [
            Edition(edition.slug, language, other.name).target.rpartition("/")[2]
            for language in house.languages(edition.slug)
        ]
        for other in formats()
    }
    file = edition.target.rpartition("/")[2]
    terms: dict[str, Iterable[str]] = {
        "address": [f"{folder}{file}" if folder else ""],
        "alternate": [f"{folder}{quote(name)}" for name in sisters.get(edition.format, ())],
        "name of an edition": [quote(name) for names in sisters.values() for name in names],
        "sister": [f"{folder}{quote(name)}" for names in sisters.values() for name in names],
        "house picture": [house.settings.picture],
    }
    return replace(content, terms={**content.terms, **{term: frozenset(values) for term, values in terms.items()}})


def content_from_style(document: Document, style: Style, row: Format) -> HouseContent:
    """Return what an edition of ``document`` in the format ``row`` has from ``style``. Raises StyleError if it cannot
    be read; ToolError (V022) where an extension fails.
    """
    with row.blame("`known`"):
        content = row.known(document, style) if row.known else HouseContent()
        return replace(content, terms={**_terms(style), **content.terms})


def _terms(style: Style) -> dict[str, frozenset[str]]:
    """Return colours and families of faces."""
    colour = style.colour
    accents = {name: value for name in ("heading", "accent", "call") if (value := getattr(colour, name))}
    families = [
        style.fonts.family,
        *([style.legible.family] if style.legible else ()),
        *(path.stem for path in style.other_files()),
    ]
    terms = {
        "text": [colour.text],
        "link": [colour.link],
        "rule": [colour.rule],
        "tint": [colour.tint],
        "heading": accents.values(),
        "accent": accents.values(),
        "call": accents.values(),
        "night": [*(on_dark(value, DARK_GROUND) for value in accents.values()), dim(colour.tint)],
        "family": families,
        "range": [ranges(letters) for cut in CUTS for letters, _ in style.legible_files(cut)],
    }
    return {term: frozenset(values) for term, values in terms.items()}

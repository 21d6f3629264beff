"""What a house puts into its editions, as values: by these an auditor, which knows no house, knows what it finds in a
finished file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import quote

from plantin.auditors.statements import HouseContent, Pieces
from plantin.house.colours import DARK_GROUND, dim, on_dark
from plantin.house.inheritance import PRESS
from plantin.house.layout import House
from plantin.house.style import CUTS, Style
from plantin.model.document import Document
from plantin.production import house_content_pdf
from plantin.production.formats import FORMATS, Edition
from plantin.production.house_content_word import known_in_word
from plantin.writers import parts
from plantin.writers.braille.flowing import SHEET
from plantin.writers.epub.cover import cover
from plantin.writers.html.display import ranges
from plantin.writers.objects import embedded

_SHEETS = {"html": "screen.css", "epub": "epub.css", "audio": "epub.css"}
"""The sheet of the formats that have one."""
Version = tuple[tuple[str, int, int], ...]
"""Files by name, time and size."""


def known_to(house: House, edition: Edition, document: Document) -> HouseContent:
    """What ``edition``, of ``document``, has from ``house``: from its style, its cover, and the addresses under which
    it will be found. Raises StyleError, where the style cannot be read.
    """
    style = house.style(house.style_of(edition.slug))
    made = known(style, edition.format)
    folder = house.published(edition.slug)
    sisters = {
        row.name: [
            Edition(edition.slug, language, row.name).target.rpartition("/")[2]
            for language in house.languages(edition.slug)
        ]
        for row in FORMATS
    }
    own = edition.target.rpartition("/")[2]
    terms: dict[str, Iterable[str]] = {
        "address": [f"{folder}{own}" if folder else ""],
        "alternate": [f"{folder}{quote(name)}" for name in sisters.get(edition.format, ())],
        "sister": [f"{folder}{quote(name)}" for names in sisters.values() for name in names],
        "house picture": [house.settings.picture],
    }
    if house_content_pdf.is_pdf(edition.format):
        terms |= house_content_pdf.carried(document, style, edition.format)
        boxes = house_content_pdf.boxes(document, style)
        terms["family"] = made.terms["family"].union(boxes)
        made = replace(made, faces={**made.faces, **boxes})
    if edition.format in {"epub", "audio"}:
        terms["cover"] = [hashlib.sha256(cover(document, style)).hexdigest()]
    if edition.format == "docx":
        made = known_in_word(made, document, style)
    return replace(made, terms={**made.terms, **{term: frozenset(values) for term, values in terms.items()}})


def known(style: Style, format_: str) -> HouseContent:
    """What editions of the format ``name`` have from ``style``. Raises StyleError if it cannot be read."""
    return _known(style, format_, tuple(version(style)))


def version(style: Style) -> Iterator[tuple[str, int, int]]:
    """The files of a style by name, time and size: what is kept of them holds while these are the same."""
    for folder in dict.fromkeys((style.folder, *style.parents, PRESS)):
        for pattern in ("*.css", "*.js", f"fonts/{style.fonts.web}/*"):
            for path in sorted(folder.glob(pattern)):
                stat = path.stat()
                yield str(path), stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=16)
def _known(style: Style, format_: str, _files: Version) -> HouseContent:
    if format_ == "ebrl":
        return HouseContent(((SHEET,),), (), _terms(style))
    name = _SHEETS.get(format_)
    if house_content_pdf.is_pdf(format_):
        faces = {one.stem: one for one in house_content_pdf.faces(style)}
        return HouseContent(terms={**_terms(style), **house_content_pdf.painted(style, format_)}, faces=faces)
    if name is None:
        return HouseContent(terms=_terms(style))
    on_web, known_sheets = format_ == "html", [style.sheet(one) for one in (name, *parts.SHEETS)]
    sheets: tuple[Pieces, ...] = tuple((one.text(embedded),) if on_web else one.parts for one in known_sheets)
    scripts = (style.script("screen.js"),) if on_web else ()
    shown = (picture.digest for one in known_sheets for picture in one.pictures)
    faces_ = _web_faces(style) if on_web else (style.book_font(cut) for cut in CUTS)
    digests = frozenset(hashlib.sha256(one).hexdigest() for one in faces_)
    others = {name: partial(style.web_part if on_web else style.book_part, path) for name, path in _others(style)}
    return HouseContent(
        sheets, scripts, {**_terms(style), "face": digests, "picture of a sheet": frozenset(shown)}, web_faces=others
    )


def _others(style: Style) -> Iterator[tuple[str, Path]]:
    """The faces for other scripts by family and weight; a bold, X-Bold, is of the family of its regular, X-Regular."""
    stems = {path.stem for path in style.other_files()}
    for path in style.other_files():
        regular = f"{path.stem.removesuffix('-Bold')}-Regular"
        bold = path.stem.endswith("-Bold") and regular in stems
        yield (f"{regular} 700" if bold else f"{path.stem} 400"), path


def _terms(style: Style) -> dict[str, frozenset[str]]:
    """Colours and families of faces."""
    colour = style.colour
    own = {name: value for name in ("heading", "accent", "call") if (value := getattr(colour, name))}
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
        "heading": own.values(),
        "accent": own.values(),
        "call": own.values(),
        "night": [*(on_dark(value, DARK_GROUND) for value in own.values()), dim(colour.tint)],
        "family": families,
        "range": [ranges(letters) for cut in CUTS for letters, _ in style.legible_files(cut)],
    }
    sizes = {"cells of a line": style.braille.columns, "lines of a page": style.braille.rows}
    found = {term: frozenset(values) for term, values in terms.items()}
    return {**found, **{term: frozenset((str(value),)) for term, value in sizes.items()}}


def _web_faces(style: Style) -> Iterator[bytes]:
    """The text face of web pages, and the one that readers may choose."""
    for cut in CUTS:
        yield style.web_font(cut)
        yield from (content for _, content in style.legible_files(cut))

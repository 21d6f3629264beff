"""What a house puts into web pages and EPUBs, as values: sheets, scripts, faces, pictures and the cover."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

from plantin.auditors.statements import HouseContent, Pieces
from plantin.house.brand import data_url
from plantin.house.style import CUTS, Style
from plantin.model.document import Document
from plantin.production.style_files import Version, version
from plantin.writers import parts
from plantin.writers.epub.cover import cover


def known_in_page(document: Document, style: Style) -> HouseContent:
    """Return what a web page has from ``style``. Raises StyleError if it cannot be read."""
    del document
    return _page(style, tuple(version(style)))


def known_in_book(document: Document, style: Style) -> HouseContent:
    """Return what an EPUB of ``document`` has from ``style``. Raises StyleError if it cannot be read."""
    content = _book(style, tuple(version(style)))
    digest = hashlib.sha256(cover(document, style)).hexdigest()
    return replace(content, terms={**content.terms, "cover": frozenset((digest,))})


@lru_cache(maxsize=8)
def _page(style: Style, _files: Version) -> HouseContent:
    sheets = [style.sheet(name) for name in ("screen.css", *parts.SHEETS)]
    pieces: tuple[Pieces, ...] = tuple((sheet.text(data_url),) for sheet in sheets)
    faces = {name: partial(style.web_part, path) for name, path in _others(style)}
    pictures = frozenset(picture.digest for sheet in sheets for picture in sheet.pictures)
    terms = {"face": _digests(_web_faces(style)), "picture of a sheet": pictures}
    return HouseContent(pieces, (style.script("screen.js"),), terms, web_faces=faces)


@lru_cache(maxsize=8)
def _book(style: Style, _files: Version) -> HouseContent:
    sheets = [style.sheet(name) for name in ("epub.css", *parts.SHEETS)]
    faces = {name: partial(style.book_part, path) for name, path in _others(style)}
    pictures = frozenset(picture.digest for sheet in sheets for picture in sheet.pictures)
    terms = {"face": _digests(style.book_font(cut) for cut in CUTS), "picture of a sheet": pictures}
    return HouseContent(tuple(sheet.parts for sheet in sheets), (), terms, web_faces=faces)


def _digests(contents: Iterator[bytes]) -> frozenset[str]:
    return frozenset(hashlib.sha256(content).hexdigest() for content in contents)


def _others(style: Style) -> Iterator[tuple[str, Path]]:
    """Yield the faces for other scripts by family and weight; X-Bold is of the family of X-Regular."""
    stems = {path.stem for path in style.other_files()}
    for path in style.other_files():
        regular = f"{path.stem.removesuffix('-Bold')}-Regular"
        bold = path.stem.endswith("-Bold") and regular in stems
        yield (f"{regular} 700" if bold else f"{path.stem} 400"), path


def _web_faces(style: Style) -> Iterator[bytes]:
    """Yield the text face of web pages, and the one that readers may choose."""
    for cut in CUTS:
        yield style.web_font(cut)
        yield from (content for _, content in style.legible_files(cut))

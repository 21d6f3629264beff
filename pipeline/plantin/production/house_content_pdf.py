"""What a house puts into its PDFs, as values: faces, colours, the colour profile, and what is carried of a document."""

from __future__ import annotations

import hashlib
import io
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from plantin.auditors.statements import HouseContent
from plantin.house import fallback
from plantin.house.brand import data_url
from plantin.house.style import CUTS, Style
from plantin.model import symbols
from plantin.model.document import Document, Picture
from plantin.model.outline import normal
from plantin.production.style_files import Version, version
from plantin.writers.pdf.attachment import content_of, figure_data
from plantin.writers.pdf.metadata import UA1, UA2, Standard
from plantin.writers.pdf.pictures import dots
from plantin.writers.pdf.rendition import Served, serve_unchanged
from plantin.writers.pdf.stylesheet import EMOJI

PdfKind = Literal["ua1", "ua2", "dark"]
"""A PDF for reading: PDF/UA-1, PDF/UA-2, or in large print on a dark ground."""
_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")
_WHITE = "#ffffff"


def known_in_pdf(document: Document, style: Style, *, kind: PdfKind = "ua1") -> HouseContent:
    """Return what a PDF of ``document`` has from ``style``: faces, colours, its profile, and what it carries of the
    document. Raises StyleError if it cannot be read.
    """
    content = _known_of_style(style, kind, tuple(version(style)))
    terms = document_terms(document, style, UA2 if kind == "ua2" else UA1, ("print.css", "large.css"))
    return add_terms(content, terms, document, style)


def add_terms(
    content: HouseContent, terms: Mapping[str, Iterable[str]], document: Document, style: Style
) -> HouseContent:
    """Return what is known of a style with the ``terms`` of a document, and the faces of its boxes."""
    box_faces = _boxes(document, style)
    of_document = {term: frozenset(values) for term, values in terms.items()}
    families = content.terms["family"].union(box_faces)
    return replace(
        content, terms={**content.terms, **of_document, "family": families}, faces={**content.faces, **box_faces}
    )


@lru_cache(maxsize=16)
def _known_of_style(style: Style, kind: PdfKind, _files: Version) -> HouseContent:
    return HouseContent(
        terms=style_terms(style, *_colours(style, kind)), faces={path.stem: path for path in faces(style)}
    )


def _colours(style: Style, kind: PdfKind) -> tuple[list[str], list[str]]:
    """Return the colours of letters, and those of surfaces and rules."""
    night = style.dark if kind == "dark" else None
    day = style.colour
    letters = [night.text, night.link] if night else [day.text, day.link, day.heading, day.call]
    grounds = [night.rule, night.tint, night.ground] if night else [day.rule, day.tint, day.accent]
    letters += _HEX.findall("".join(style.sheet(name).text(data_url) for name in ("print.css", "large.css")))
    return [value.lower() for value in letters if value], [value.lower() for value in (*grounds, _WHITE) if value]


def faces(style: Style) -> Iterator[Path]:
    """Yield the files of all faces that a PDF may have letters of."""
    yield from (style.font(cut) for cut in CUTS)
    yield from (sans.font(cut) for cut in CUTS if (sans := style.in_sans()))
    yield from (*style.other_files(), *fallback.stock())


@lru_cache(maxsize=8)
def _boxes(document: Document, style: Style) -> dict[str, Path]:
    """Return the face of boxes, by its name, for what ``document`` has in no face at all."""
    return {face.stem: face for face in fallback.last(style, content_of(document))}


def style_terms(
    style: Style, letters: Iterable[str], grounds: Iterable[str], profile: bytes = b""
) -> dict[str, frozenset[str]]:
    """Return the families, the colours of letters, surfaces and rules, and the colour profiles: that of the screen, and
    the ``profile`` of another condition.
    """
    letters = frozenset(letters)
    families = {
        style.fonts.family,
        *([style.sans.family] if style.sans else ()),
        *(path.stem for path in (*style.other_files(), *fallback.stock())),
        EMOJI,
    }
    return {
        "family": frozenset(families),
        "colour of ink": letters,
        **dict.fromkeys(("colour of surface", "colour of border"), letters.union(grounds)),
        "digest of a profile": frozenset(
            hashlib.sha256(content).hexdigest() for content in (profile, _srgb()) if content
        ),
    }


def document_terms(
    document: Document,
    style: Style,
    standard: Standard,
    sheets: Iterable[str],
    serve_dots: Callable[[Picture], Served] = serve_unchanged,
) -> dict[str, Iterable[str]]:
    """Return what a PDF of ``document`` by ``standard`` has: the identifier of its state, the pictures of the document
    and the ``sheets`` of the style as ``serve_dots`` gives them, and the document as data.
    """
    report = uuid.uuid5(uuid.NAMESPACE_URL, f"{document.masthead.symbol} {document.version}")
    pictures = [figure.picture for figure in (*document.pictures(), *filter(None, (document.logo,)))]
    pictures += [picture for name in sheets for picture in style.sheet(name).pictures]
    pixels = frozenset(
        digest for picture in pictures for image in dots(picture) for digest in _pixels(image, serve_dots)
    )
    data = hashlib.sha256(content_of(document).encode()).hexdigest() if standard.pdf2 else ""
    head, labels = document.masthead, document.labels
    address = symbols.address(style.paper.address, head.symbol, document.version)
    words = [figure.alternative for figure in (*document.pictures(), *filter(None, (document.logo,)))]
    return {
        # Figures, and the codes at the foot of the first page.
        "alternative text": map(
            normal, (*words, labels.address_code.format(address=address), labels.job_code.format(number=head.job))
        ),
        "instance id": [f"uuid:{uuid.uuid5(report, f'{standard.claims} {document.digest()}')}"],
        "digest of a picture": pixels,
        "digest of a mask": pixels,
        "digest of a document": [data],
        "digest of a data": [hashlib.sha256(rows.encode()).hexdigest() for _, rows in figure_data(document).values()],
    }


@lru_cache(maxsize=64)
def _pixels(picture: Picture, serve_dots: Callable[[Picture], Served]) -> tuple[str, ...]:
    """Return the digests that a picture of dots may have in a PDF: of its file, its colours and its transparency."""
    from PIL import Image

    content, _ = serve_dots(picture)
    with Image.open(io.BytesIO(content)) as image:
        layers = [image.tobytes(), image.convert("RGB").tobytes(), image.convert("RGBA").getchannel("A").tobytes()]
    return tuple(hashlib.sha256(layer).hexdigest() for layer in (content, *layers))


@cache
def _srgb() -> bytes:
    """Return the colour profile of the screen, which the layout engine brings."""
    spec = find_spec("weasyprint")
    folders = spec.submodule_search_locations if spec else None
    return Path((folders or [""])[0], "pdf", "sRGB2014.icc").read_bytes()

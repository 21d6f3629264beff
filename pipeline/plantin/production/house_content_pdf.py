"""What a house puts into its PDFs, as values: faces, colours, the colour profile, and what is carried of a document."""

from __future__ import annotations

import hashlib
import io
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from plantin.auditors.statements import HouseContent
from plantin.house import fallback
from plantin.house.style import CUTS, Style
from plantin.model import symbols
from plantin.model.document import Document, Picture
from plantin.model.outline import normal
from plantin.production.style_files import Version, version
from plantin.writers.objects import data_url
from plantin.writers.pdf.attachment import content_of, figure_data
from plantin.writers.pdf.inks import Press, press, spots
from plantin.writers.pdf.metadata import UA1, UA2, X4
from plantin.writers.pdf.pictures import dots, served_picture
from plantin.writers.pdf.print_edition import colours
from plantin.writers.pdf.stylesheet import EMOJI

PdfKind = Literal["ua1", "ua2", "dark", "paper"]
"""A PDF for reading (PDF/UA-1, PDF/UA-2, or in large print on a dark ground), or for a printer (PDF/X-4)."""
_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")
_WHITE = "#ffffff"
_CMYK = re.compile(r"device-cmyk\(([^)]*)\)")
_INK = re.compile(r"\d*\.?\d+")
_BARE = "0 0 0 0"


def known_in_pdf(document: Document, style: Style, *, kind: PdfKind = "ua1") -> HouseContent:
    """Return what a PDF of ``document`` has from ``style``: faces, colours, its profile, and what it carries of the
    document. Raises StyleError if it cannot be read.
    """
    content, last = _known_of_style(style, kind, tuple(version(style))), boxes(document, style)
    of_document = {term: frozenset(values) for term, values in document_terms(document, style, kind).items()}
    families = content.terms["family"].union(last)
    return replace(content, terms={**content.terms, **of_document, "family": families}, faces={**content.faces, **last})


@lru_cache(maxsize=16)
def _known_of_style(style: Style, kind: PdfKind, _files: Version) -> HouseContent:
    return HouseContent(terms=style_terms(style, kind), faces={path.stem: path for path in faces(style)})


def faces(style: Style) -> Iterator[Path]:
    """Yield the files of all faces that a PDF may have letters of."""
    yield from (style.font(cut) for cut in CUTS)
    sans = style.sans
    yield from (
        replace(style, fonts=replace(style.fonts, **{cut: getattr(sans, cut)})).font(cut) for cut in CUTS if sans
    )
    yield from (*style.other_files(), *fallback.stock())


@lru_cache(maxsize=8)
def boxes(document: Document, style: Style) -> dict[str, Path]:
    """Return the face of boxes, by its name, for what ``document`` has in no face at all."""
    return {face.stem: face for face in fallback.last(style, content_of(document))}


def style_terms(style: Style, kind: PdfKind = "ua1") -> dict[str, frozenset[str]]:
    """Return the families, the colours of letters, surfaces and rules, and the colour profile."""
    paper = style.paper
    plates = spots(style) if kind == "paper" else ()
    if kind == "paper":
        plate_colours = colours(style)
        letters = [*map(str, (plate_colours.text, plate_colours.link, plate_colours.heading, plate_colours.call))]
        painted_ = _CMYK.findall(style.sheet("paper.css").text(data_url))
        grounds = [*map(str, (plate_colours.rule, plate_colours.tint, plate_colours.accent)), *painted_, _BARE]
        letters, grounds = (
            [" ".join(f"{float(ink):g}" for ink in _INK.findall(value)) for value in group if value]
            for group in (letters, grounds)
        )
        for plate in plates:
            alternate = " ".join(f"{ink:g}" for ink in plate.inks)
            letters, grounds = (
                [plate.key if colour == alternate else colour for colour in group] for group in (letters, grounds)
            )
        profile, condition = style.profile().read_bytes(), [paper.condition]
    else:
        night = style.dark if kind == "dark" else None
        day = style.colour
        letters = [night.text, night.link] if night else [day.text, day.link, day.heading, day.call]
        grounds = [night.rule, night.tint, night.ground] if night else [day.rule, day.tint, day.accent]
        grounds += [_WHITE]
        letters += _HEX.findall("".join(style.sheet(name).text(data_url) for name in ("print.css", "large.css")))
        letters, grounds = ([value.lower() for value in group if value] for group in (letters, grounds))
        profile, condition = _srgb(), []
    families = {
        style.fonts.family,
        *([style.sans.family] if style.sans else ()),
        *(path.stem for path in (*style.other_files(), *fallback.stock())),
        EMOJI,
    }
    return {
        "family": frozenset(families),
        "condition": frozenset(condition),
        "spot colours": frozenset(map(str, plates)),
        "total ink": frozenset([str(paper.total_ink)] if kind == "paper" else []),
        "colour of ink": frozenset(letters),
        **dict.fromkeys(("colour of surface", "colour of border"), frozenset((*letters, *grounds))),
        "digest of a profile": frozenset(hashlib.sha256(content).hexdigest() for content in (profile, _srgb())),
    }


def document_terms(document: Document, style: Style, kind: PdfKind = "ua1") -> dict[str, Iterable[str]]:
    """Return what a PDF of ``document`` has: the identifier of its state, the pictures, and the document as data."""
    report = uuid.uuid5(uuid.NAMESPACE_URL, f"{document.masthead.symbol} {document.version}")
    standard = {"ua2": UA2, "paper": X4}.get(kind, UA1)
    pictures = [figure.picture for figure in (*document.pictures(), *filter(None, (document.logo,)))]
    pictures += [picture for name in ("print.css", "large.css", "paper.css") for picture in style.sheet(name).pictures]
    printed = kind == "paper"
    condition = press(style) if printed else None
    pixels = frozenset(
        digest for picture in pictures for image in dots(picture) for digest in _pixels(image, condition, grey=printed)
    )
    data = hashlib.sha256(content_of(document).encode()).hexdigest() if kind == "ua2" else ""
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
def _pixels(picture: Picture, condition: Press | None, *, grey: bool) -> tuple[str, ...]:
    """Return the digests that a picture of dots may have in a PDF: of its file, its colours and its transparency."""
    from PIL import Image

    content, _ = served_picture(picture, condition, grey=grey)
    with Image.open(io.BytesIO(content)) as image:
        layers = [image.tobytes(), image.convert("RGB").tobytes(), image.convert("RGBA").getchannel("A").tobytes()]
    return tuple(hashlib.sha256(layer).hexdigest() for layer in (content, *layers))


@cache
def _srgb() -> bytes:
    """Return the colour profile of the screen, which the layout engine brings."""
    spec = find_spec("weasyprint")
    folders = spec.submodule_search_locations if spec else None
    return Path((folders or [""])[0], "pdf", "sRGB2014.icc").read_bytes()

"""The pictures of a report for the page: served by name from the document."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from lxml import etree

from plantin.house.style import Style
from plantin.model.document import Picture
from plantin.source import drawings
from plantin.writers.pdf.painted_drawings import paint_with_words
from plantin.writers.pdf.rendition import Served
from plantin.writers.pdf.stylesheet import address, families

_DRAWING = "image/svg+xml"
_HREF = ("href", "{http://www.w3.org/1999/xlink}href")
_FAMILY = re.compile(r"font-family\s*:[^;}\"]*;?|font\s*:[^;}\"]*;?")


def serve(pictures: Iterable[Picture], style: Style, serve_dots: Callable[[Picture], Served]) -> dict[str, Served]:
    """Return ``pictures`` by address: drawings with their words in the faces of ``style``, and dots as
    ``serve_dots`` gives them.
    """
    files: dict[str, Served] = {}
    for picture in pictures:
        if picture.media_type == _DRAWING:
            paint = paint_with_words(picture)
            files[address(picture)] = _in_own_faces(paint[0] if paint else picture.content, style), _DRAWING
        files |= {address(image): serve_dots(image) for image in dots(picture)}
    return files


def dots(picture: Picture) -> Iterator[Picture]:
    """Yield the pictures of dots that a page has of ``picture``: itself, or those that are in a drawing."""
    if picture.media_type != _DRAWING:
        yield picture
        return
    if paint := paint_with_words(picture):
        yield paint[1]
        return
    for media_type, content in drawings.embedded_pictures(picture.content):
        digest = hashlib.sha256(content).hexdigest()
        yield replace(picture, media_type=media_type, digest=digest, content=content)


def _in_own_faces(content: bytes, style: Style) -> bytes:
    """Return a drawing that names the faces of the style alone, and the pictures embedded in it by their addresses."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    names = ", ".join(families(style))
    for element in root.iter(etree.Element):
        if "font-family" in element.attrib:
            del element.attrib["font-family"]
        if "style" in element.attrib:
            element.set("style", _FAMILY.sub("", str(element.get("style"))))
        tag = etree.QName(element).localname
        if tag == "style":
            element.text = _FAMILY.sub("", element.text or "")
        for key in _HREF if tag == "image" else ():
            if (written := str(element.get(key, ""))).startswith("data:"):
                data = base64.b64decode(written.partition(",")[2])
                element.set(key, f"picture:{hashlib.sha256(data).hexdigest()}")
        if tag in {"text", "tspan", "textPath"}:
            element.set("font-family", names)
    return etree.tostring(root)

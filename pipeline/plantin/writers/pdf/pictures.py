"""The pictures of a report as the page takes them: served by name from the document itself, and for a printer in black
ink alone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

from lxml import etree

from plantin.house.style import Style
from plantin.model.document import Picture
from plantin.writers.pdf.stylesheet import address, families

Served = tuple[bytes, str]
"""The bytes of a picture and their media type."""

_FAMILY = re.compile(r"font-family\s*:[^;}\"]*;?|font\s*:[^;}\"]*;?")


def served(pictures: Iterable[Picture], style: Style, *, grey: bool) -> dict[str, Served]:
    """``pictures`` by their addresses: a drawing with its words in the faces of ``style``; ``grey``: without
    colours.
    """
    return {address(picture): _served(picture, style, grey=grey) for picture in pictures}


def _served(picture: Picture, style: Style, *, grey: bool) -> Served:
    if picture.media_type == "image/svg+xml":
        return _in_own_faces(picture.content, style), picture.media_type
    return served_picture(picture, grey=grey)


def served_picture(picture: Picture, *, grey: bool) -> Served:
    """A picture of dots as the page takes it, ``grey`` or in its colours."""
    return (_grey(picture.content), "image/png") if grey else (picture.content, picture.media_type)


def _grey(content: bytes) -> bytes:
    """A picture of dots in greys, on white where it lets through what is behind it."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as image:
        whole = image.convert("RGBA")
    white = Image.new("RGBA", whole.size, "white")
    buffer = io.BytesIO()
    Image.alpha_composite(white, whole).convert("L").save(buffer, "PNG")
    return buffer.getvalue()


def _in_own_faces(content: bytes, style: Style) -> bytes:
    """A drawing that names no face but those of the style: what else it may name is on no other machine."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    names = ", ".join(families(style))
    for element in _elements(root):
        if "font-family" in element.attrib:
            del element.attrib["font-family"]
        if "style" in element.attrib:
            element.set("style", _FAMILY.sub("", str(element.get("style"))))
        tag = etree.QName(element).localname
        if tag == "style":
            element.text = _FAMILY.sub("", element.text or "")
        if tag in {"text", "tspan", "textPath"}:
            element.set("font-family", names)
    return etree.tostring(root)


def _elements(root: etree._Element) -> Iterator[etree._Element]:
    return (element for element in root.iter() if isinstance(element.tag, str))

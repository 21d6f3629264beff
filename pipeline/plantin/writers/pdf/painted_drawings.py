"""Paints what the layout engine draws wrongly of a drawing (filters, gradients in the units of the drawing, words along
a path) as a picture of dots, under its other words, which stay words.
"""

from __future__ import annotations

import hashlib
import re
from copy import deepcopy
from functools import lru_cache

from lxml import etree

from plantin.model.document import Picture
from plantin.writers import rasters

_SVG = "{http://www.w3.org/2000/svg}"
_WRONG = re.compile(
    rb"<(?:filter|textPath)[\s>]|gradientUnits=[\"']userSpaceOnUse|gradientTransform=|<linearGradient(?![^>]*\sx2=)"
)
_SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "image", "use"}
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_EFFECTS = ("filter", "mask", "clip-path")
_LEAST_WIDTH_PX = 750
"""As wide at least, in CSS pixels, is it painted: small drawings are set larger."""


@lru_cache(maxsize=32)
def paint_with_words(picture: Picture) -> tuple[bytes, Picture] | None:
    """Return the drawing ``picture`` as its words over an image with the address of the picture that is given beside
    it; None where the engine draws it rightly. Raises SourceError (S072, S073) where it cannot be painted.
    """
    if not _WRONG.search(picture.content):
        return None
    root = etree.fromstring(picture.content, etree.XMLParser(resolve_entities=False, no_network=True))
    under, over = deepcopy(root), root
    box = [float(number) for number in _NUMBER.findall(root.get("viewBox", ""))]
    left, top, width, height = (
        (box[0], box[1], box[2], box[3]) if len(box) == 4 else (0.0, 0.0, float(picture.width), float(picture.height))
    )
    under.attrib.update(
        {"width": f"{width:.10g}", "height": f"{height:.10g}", "viewBox": f"{left} {top} {width} {height}"}
    )
    for layer in (under, over):
        for text in list(layer.iter(f"{_SVG}text")):
            along = next(text.iter(f"{_SVG}textPath"), None) is not None
            if along == (layer is over):
                _without(text)
    wide = max(picture.width, _LEAST_WIDTH_PX)
    size = (wide, max(1, round(wide * height / width)))
    shapes = Picture(picture.name, picture.media_type, *size, False, "", etree.tostring(under))
    content = rasters.rasterize(shapes, None)
    digest = hashlib.sha256(content).hexdigest()
    for element in list(over.iter()):
        if isinstance(element.tag, str) and etree.QName(element).localname in _SHAPES:
            _without(element)
        for key in _EFFECTS:
            element.attrib.pop(key, None)
        if "style" in element.attrib:
            element.set("style", re.sub(r"(?:filter|mask|clip-path)\s*:[^;]*;?", "", element.get("style", "")))
    place = {"x": left, "y": top, "width": width, "height": height}
    image = etree.Element(f"{_SVG}image", {key: f"{value:.10g}" for key, value in place.items()})
    image.set("preserveAspectRatio", "none")
    image.set("href", f"picture:{digest}")
    over.insert(0, image)
    return etree.tostring(over), Picture(f"{picture.name}.png", "image/png", *size, False, digest, content)


def _without(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)

"""The pictures of a report: read from its folder, and refused where an edition could not carry them or should not."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.findings import Finding, Place, SourceError
from pipeline.model.document import Picture

if TYPE_CHECKING:
    from PIL import Image

_LARGEST = 20_000_000
_PIXELS = 50_000_000
_RASTER = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
_MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
_KINDS = "Give a PNG, JPEG, GIF, WebP or SVG file of 8 bits a channel, in grey or RGB."
_SVG = "http://www.w3.org/2000/svg"
# What can run, load or show something else: SVG 2, chapters 15 (scripting), 12.5 (foreignObject), 16 (linking), 20 (animation).
_ACTIVE = {"script", "foreignObject", "iframe", "audio", "video", "a", "animate", "animateMotion", "animateTransform", "set", "handler"}
# A backslash could write any of these words otherwise (CSS Syntax 3, 4.3.7).
_URL = re.compile(r"url\(\s*['\"]?(?!#)|@import|image-set\(|src\(|\\", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9.]+)(px|pt|mm|cm|in)?\s*")
_COMMENT = etree.Comment("")
_UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "mm": 96 / 25.4, "cm": 960 / 25.4, "in": 96.0}


def picture(folder: Path, name: str, place: Place) -> Picture:
    """The picture ``name`` (a path below the report's ``folder``, with slashes) that the source names at ``place``.

    Raises SourceError: S071 no such file, or outside the folder; S072 a kind of picture that not every edition can carry; S073 too
    large; S074 a drawing that runs or loads something.
    """
    path = _inside(folder, name, place)
    size = path.stat().st_size
    if size > _LARGEST:
        raise _refused("S073", f"{name} has {size:,} bytes, {_LARGEST:,} are the most", place, "Save it smaller.")
    content = path.read_bytes()
    if path.suffix.lower() == ".svg":
        return _drawing(name, content, place)
    return _raster(name, content, place)


def _refused(code: str, message: str, place: Place, hint: str) -> SourceError:
    return SourceError(Finding(code, message, place, hint))


def _inside(folder: Path, name: str, place: Place) -> Path:
    """The file, which really lies below the folder: no way up, no link out of it, no address."""
    parts = PurePosixPath(name).parts
    hint = "Put the picture into the report's folder, as media/map.png."
    if not name or ":" in name or "\\" in name or PurePosixPath(name).is_absolute() or ".." in parts:
        raise _refused("S071", f"{name!r} is no path inside the report's folder", place, hint)
    path = folder.joinpath(*parts)
    if not path.resolve().is_relative_to(folder.resolve()):
        raise _refused("S071", f"{name!r} leads out of the report's folder", place, hint)
    if not path.is_file():
        raise _refused("S071", f"there is no picture {name!r}", place, hint)
    return path


def _raster(name: str, content: bytes, place: Place) -> Picture:
    from PIL import Image, UnidentifiedImageError

    try:
        # Pillow warns of many pixels before it tells their number; the bound below is ours.
        with warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning), Image.open(io.BytesIO(content)) as image:
            kind, mode, (width, height) = image.format or "", image.mode, image.size
            moving = getattr(image, "n_frames", 1) > 1
            if width * height > _PIXELS:
                raise _refused("S073", f"{name} has {width} x {height} pixels, {_PIXELS:,} are the most", place, "Save it smaller.")
            if kind not in _RASTER:
                raise _refused("S072", f"{name} is a {kind or 'file of unknown kind'}", place, _KINDS)
            if mode not in _MODES or _deep(kind, content):
                raise _refused("S072", f"{name} has colours of the kind {mode}", place, _KINDS)
            _load(image)
    except Image.DecompressionBombError:
        raise _refused("S073", f"{name} has more than {_PIXELS:,} pixels", place, "Save it smaller.") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _refused("S072", f"{name} cannot be read as a picture: {error}", place, _KINDS) from None
    return Picture(name, _RASTER[kind], width, height, moving, hashlib.sha256(content).hexdigest(), content)


def _load(image: Image.Image) -> None:
    """Read all of a picture. Libraries that draw pages ask Pillow to fill up what is missing of a file; here it is a fault."""
    from PIL import ImageFile

    patient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        image.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = patient


def _deep(kind: str, content: bytes) -> bool:
    """Whether a PNG has 16 bits a channel, which Pillow does not tell of colour pictures (PNG, third edition, 11.2.1: byte 24)."""
    return kind == "PNG" and content[24:25] == b"\x10"


def _drawing(name: str, content: bytes, place: Place) -> Picture:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _refused("S072", f"{name} is no SVG: {error}", place, _KINDS) from None
    if etree.QName(root).namespace != _SVG or etree.QName(root).localname != "svg":
        raise _refused("S072", f"{name} is no SVG", place, _KINDS)
    if fault := _fault(root) or ("a document type" if b"<!DOCTYPE" in content else ""):
        message = f"{name} has {fault}"
        raise _refused("S074", message, place, "Save it as plain SVG: shapes and text, without programs, links and other files.")
    width, height = _size(root)
    return Picture(name, "image/svg+xml", width, height, False, hashlib.sha256(content).hexdigest(), content)


def _fault(root: etree._Element) -> str:
    for element in (*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter()):
        if not isinstance(element.tag, str):
            if isinstance(element, type(_COMMENT)):
                continue
            return "a processing instruction"
        tag = etree.QName(element)
        if tag.namespace != _SVG or tag.localname in _ACTIVE:
            return f"an element {tag.localname}"
        if tag.localname == "style" and _URL.search(element.text or ""):
            return "a style that loads another file"
        for key, value in ((str(key), str(value)) for key, value in element.attrib.items()):
            attribute = etree.QName(key).localname
            if attribute.lower().startswith("on"):
                return f"an attribute {attribute}"
            if attribute in ("href", "src") and not value.startswith("#"):
                return f"a link to {value[:40]!r}"
            if _URL.search(value):
                return f"an attribute {attribute} that loads another file"
    return ""


def _size(root: etree._Element) -> tuple[int, int]:
    """Width and height in CSS pixels, from the attributes, else from the viewBox, else 300 x 150 (CSS Images 3, 4.1)."""
    box = [float(number) for number in re.findall(r"-?[0-9.]+", root.get("viewBox", ""))]
    sizes = []
    for n, (key, default) in enumerate((("width", 300.0), ("height", 150.0))):
        match = _LENGTH.fullmatch(root.get(key, ""))
        own = float(match[1]) * _UNITS[match[2] or ""] if match else 0.0
        sizes.append(round(own or (box[n + 2] if len(box) == 4 else default)))
    return max(1, sizes[0]), max(1, sizes[1])

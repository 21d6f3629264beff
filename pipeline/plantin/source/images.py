"""Reads the pictures of a report from its folder, and rejects those that an edition cannot or should not carry."""

from __future__ import annotations

import errno
import hashlib
import io
import warnings
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from plantin.bounded import bytes as bounded_bytes
from plantin.findings import Finding, Place, SourceError
from plantin.findings.suggestion import suggest_file
from plantin.model.document import Picture
from plantin.source import drawings, page_pictures, raster_images
from plantin.source.raster_images import PictureError

LARGEST = 20_000_000
"""So many bytes may a picture have."""

_PIXELS = 50_000_000
_ALL_BYTES, _ALL_PIXELS = 300_000_000, 1_000_000_000
_SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg"}
"""How the name ends of a picture that was turned."""
_KINDS = "Give a PNG, JPEG, GIF, WebP, TIFF, SVG or PDF file."
_HINTS = {
    "S072": (
        "Give a PNG, JPEG, GIF, WebP or TIFF file, one page of PDF, or an SVG file in UTF-8 with a width and a height."
    ),
    "S073": "Save it smaller or simpler, or as PNG.",
    "S140": "Save it so that it stops within five seconds, without a loop, or as one still frame (WCAG 2.2, 2.2.2).",
    "S074": "Save it as plain SVG: shapes and text, without programs, links and other files.",
}
_SHOW = "Show it in the program that made the picture, and save it again, where it is to be printed."
PUT_IT_THERE = "Put the picture into the report's folder, as media/map.png."
"""The hint for a picture that is not in the folder of the report."""


@dataclass
class PictureFolder:
    """The pictures of the report in ``folder``, each read once, and all of them within one bound."""

    folder: Path
    remarks: list[Finding] = field(default_factory=list)
    """Collected: what was left out of the pictures."""
    _read: dict[str, Picture] = field(default_factory=dict)
    _bytes: int = 0
    _pixels: int = 0

    def __call__(self, name: str, place: Place) -> Picture:
        """As ``picture``; S073 also where all pictures together are too large: those after it are not read any more."""
        if name not in self._read:
            if self._bytes > _ALL_BYTES or self._pixels > _ALL_PIXELS:
                message = f"before {name} there are pictures of {self._bytes:,} bytes and {self._pixels:,} pixels"
                most = f"{_ALL_BYTES:,} and {_ALL_PIXELS:,} are the most of a report"
                raise SourceError.of("S073", f"{message}; {most}", place, "Save them smaller.")
            image, hidden = _picture(self.folder, name, place)
            self._read[name] = image
            if hidden:
                self.remarks.append(Finding("S178", f"{name}: left out: {hidden}", place, _SHOW, "warning"))
            self._bytes += len(image.content)
            self._pixels += image.width * image.height if image.media_type in raster_images.RASTER.values() else 0
        return self._read[name]


def picture(folder: Path, name: str, place: Place) -> Picture:
    """Return the picture ``name``, a path below the report's ``folder``, which the source names at ``place``.

    Raises SourceError: S071 no such file, or outside the folder; S072 a kind of picture that not every edition can
    carry; S073 too large; S074 a drawing that runs or loads something; S140 one that moves for more than five seconds.
    """
    return _picture(folder, name, place)[0]


def _picture(folder: Path, name: str, place: Place) -> tuple[Picture, str]:
    """Return what ``picture`` does, and what of it is hidden and was left out, in words."""
    path = _inside(folder, name, place)
    try:
        content = bounded_bytes.read(path, LARGEST, folder)
    except (FileNotFoundError, NotADirectoryError):
        raise SourceError.of(
            "S071", f"there is no picture {name!r}", place, suggest_file(folder, name, PUT_IT_THERE)
        ) from None
    except OSError as error:
        code, hint = ("S073", "Save it smaller.") if error.errno == errno.EFBIG else ("S071", PUT_IT_THERE)
        raise SourceError.of(code, f"{name} {bounded_bytes.why(error)}", place, hint) from None
    suffix = path.suffix.lower()
    if suffix == ".svg":
        return _drawing(name, content, place)
    if suffix in page_pictures.SUFFIXES:
        return _page(name, content, suffix, place), ""
    return _raster(name, content, place), ""


def appearance(content: bytes) -> str:
    """Return a digest of what a picture shows, the same for two files of the same pixels; that of its bytes where it
    cannot be unpacked in bounds.

    Word processors save a picture again in another way, and two of the same pixels as one.
    """
    from PIL import Image

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(content)) as image:
            still = image.format in raster_images.RASTER and not getattr(image, "is_animated", False)
            if still and image.width * image.height <= _PIXELS:
                rgba = image.convert("RGBA")
                content = f"{rgba.size}".encode() + rgba.tobytes()
    except Exception:  # noqa: BLE001, S110 - the library raises whatever a damaged file leads to
        pass
    return hashlib.sha256(content).hexdigest()


def _inside(folder: Path, name: str, place: Place) -> Path:
    """Return the path of the file below the folder: no way up, no address."""
    path = bounded_bytes.below(name)
    if path is None:
        raise SourceError.of("S071", f"{name!r} is no path inside the report's folder", place, PUT_IT_THERE)
    return folder.joinpath(*path.parts)


def _raster(name: str, content: bytes, place: Place) -> Picture:
    try:
        raster = raster_images.read(content)
    except PictureError as error:
        hints = {"S073": "Save it smaller.", "S140": _HINTS["S140"]}
        raise SourceError.of(error.code, f"{name} {error}", place, hints.get(error.code, _KINDS)) from None
    digest = hashlib.sha256(raster.content).hexdigest()
    if raster.content is not content:
        name = str(PurePosixPath(name).with_suffix(_SUFFIXES[raster.media_type]))
    return Picture(name, raster.media_type, raster.width, raster.height, raster.moving, digest, raster.content)


def _page(name: str, content: bytes, suffix: str, place: Place) -> Picture:
    try:
        return _raster(str(PurePosixPath(name).with_suffix(".png")), page_pictures.rasterize(content, suffix), place)
    except PictureError as error:
        hint = "Give a PNG or SVG file, or one page of PDF."
        raise SourceError.of(error.code, f"{name} {error}", place, hint) from None


def _drawing(name: str, content: bytes, place: Place) -> tuple[Picture, str]:
    try:
        drawing = drawings.read(content)
    except PictureError as error:
        raise SourceError.of(error.code, f"{name} {error}", place, _HINTS[error.code]) from None
    digest = hashlib.sha256(drawing.content).hexdigest()
    return Picture(name, "image/svg+xml", drawing.width, drawing.height, False, digest, drawing.content), drawing.hidden

"""Reads the pictures of a report from its folder, and rejects those that an edition cannot or should not carry."""

from __future__ import annotations

import errno
import hashlib
import io
import warnings
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from plantin.bounded import bytes as bounded_bytes
from plantin.findings import Finding, Place, SourceError
from plantin.findings.suggestion import nearest
from plantin.model.document import Picture
from plantin.source import drawings

if TYPE_CHECKING:
    from PIL import Image

LARGEST = 20_000_000
"""So many bytes may a picture have."""

_PIXELS = 50_000_000
_ALL_BYTES, _ALL_PIXELS = 300_000_000, 1_000_000_000
_LONGEST, _TENTH = 5.0, 100.0
_RASTER = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
_MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
_KINDS = "Give a PNG, JPEG, GIF, WebP or SVG file of 8 bits a channel, in grey or RGB."
_HINTS = {
    "S072": (
        "Give a PNG, JPEG, GIF or WebP file of 8 bits a channel, in grey or RGB, or an SVG file in UTF-8 with a width"
        " and a height."
    ),
    "S073": "Save it smaller or simpler, or as PNG.",
    "S140": "Save it so that it stops within five seconds, without a loop, or as one still frame (WCAG 2.2, 2.2.2).",
    "S074": "Save it as plain SVG: shapes and text, without programs, links and other files.",
}
_LOOKED_AT = 1_000
"""So many files at most are looked at for one of nearly the same name."""
PUT_IT_THERE = "Put the picture into the report's folder, as media/map.png."
"""The hint for a picture that is not in the folder of the report."""


@dataclass
class PictureFolder:
    """The pictures of the report in ``folder``, each read once, and all of them within one bound."""

    folder: Path
    _read: dict[str, Picture] = field(default_factory=dict)
    _bytes: int = 0
    _pixels: int = 0

    def __call__(self, name: str, place: Place) -> Picture:
        """As ``picture``; S073 also where all pictures together are too large: those after it are not read any more."""
        if name not in self._read:
            if self._bytes > _ALL_BYTES or self._pixels > _ALL_PIXELS:
                message = f"before {name} there are pictures of {self._bytes:,} bytes and {self._pixels:,} pixels"
                most = f"{_ALL_BYTES:,} and {_ALL_PIXELS:,} are the most of a report"
                raise _refused("S073", f"{message}; {most}", place, "Save them smaller.")
            self._read[name] = made = picture(self.folder, name, place)
            self._bytes += len(made.content)
            self._pixels += made.width * made.height if made.media_type in _RASTER.values() else 0
        return self._read[name]


def picture(folder: Path, name: str, place: Place) -> Picture:
    """The picture ``name`` (a path below the report's ``folder``, with slashes) that the source names at ``place``.

    Raises SourceError: S071 no such file, or outside the folder; S072 a kind of picture that not every edition can
    carry; S073 too large; S074 a drawing that runs or loads something; S140 one that moves for more than five seconds.
    """
    path = _inside(folder, name, place)
    try:
        content = bounded_bytes.read(path, LARGEST, folder)
    except (FileNotFoundError, NotADirectoryError):
        raise _refused("S071", f"there is no picture {name!r}", place, _like(folder, name)) from None
    except OSError as error:
        code = "S073" if error.errno == errno.EFBIG else "S071"
        raise _refused(
            code, f"{name} {bounded_bytes.why(error)}", place, "Save it smaller." if code == "S073" else PUT_IT_THERE
        ) from None
    if path.suffix.lower() == ".svg":
        return _drawing(name, content, place)
    return _raster(name, content, place)


def appearance(content: bytes) -> str:
    """A digest of what a picture shows, the same for two files of the same pixels; that of its bytes where it cannot be
    unpacked in bounds.

    Word processors save a picture again in another way, and two of the same pixels as one.
    """
    from PIL import Image

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(content)) as image:
            if (
                image.format in _RASTER
                and not getattr(image, "is_animated", False)
                and image.width * image.height <= _PIXELS
            ):
                shown = image.convert("RGBA")
                content = f"{shown.size}".encode() + shown.tobytes()
    except Exception:  # noqa: BLE001 - the library raises whatever a damaged file leads to
        return hashlib.sha256(content).hexdigest()
    return hashlib.sha256(content).hexdigest()


def _refused(code: str, message: str, place: Place, hint: str) -> SourceError:
    return SourceError(Finding(code, message, place, hint))


def _like(folder: Path, name: str) -> str:
    """The hint for a picture that is not there: one in the report's folder of nearly that name."""
    beside = (path.relative_to(folder).as_posix() for path in islice(folder.rglob("*"), _LOOKED_AT) if path.is_file())
    found = nearest(name, beside)
    if found.lower() == name.lower():
        return f"The file is called {found!r}: write its name in the same capitals and small letters."
    return f"Did you mean {found!r}?" if found else PUT_IT_THERE


def _inside(folder: Path, name: str, place: Place) -> Path:
    """The path of the file below the folder: no way up, no address."""
    parts = PurePosixPath(name).parts
    if not name or ":" in name or "\\" in name or PurePosixPath(name).is_absolute() or ".." in parts:
        raise _refused("S071", f"{name!r} is no path inside the report's folder", place, PUT_IT_THERE)
    return folder.joinpath(*parts)


def _raster(name: str, content: bytes, place: Place) -> Picture:
    from PIL import Image, UnidentifiedImageError

    kind, size, moving = "", (0, 0), False
    try:
        # Pillow warns of many pixels before it gives their number; the bound is ours.
        with (
            warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning),
            Image.open(io.BytesIO(content)) as image,
        ):
            kind, size, moving = image.format or "", image.size, bool(getattr(image, "is_animated", False))
            code, fault = _unusable(image, content)
            if not fault:
                _load(image)
                code, fault = ("S140", "moves for more than five seconds") if _is_restless(image) else ("", "")
        if kind == "PNG" and not fault:
            with Image.open(io.BytesIO(content)) as image:
                image.verify()  # the checksums of its parts (PNG, third edition, 5.3), which loading passes over
    except UnidentifiedImageError:
        code, fault = "S072", "is no picture that can be read"
    except Image.DecompressionBombError:
        code, fault = "S073", f"has more than {_PIXELS:,} pixels"
    except Exception as error:  # noqa: BLE001 - the library raises whatever a damaged file leads to
        code, fault = "S072", f"cannot be read as a picture: {str(error)[:200]}"
    if fault:
        hints = {"S073": "Save it smaller.", "S140": _HINTS["S140"]}
        raise _refused(code, f"{name} {fault}", place, hints.get(code, _KINDS))
    return Picture(name, _RASTER[kind], *size, moving, hashlib.sha256(content).hexdigest(), content)


def _unusable(image: Image.Image, content: bytes) -> tuple[str, str]:
    """The code of the finding and what is wrong with a picture, before it is unpacked; empty where nothing is."""
    kind, (width, height) = image.format or "", image.size
    if width * height > _PIXELS:
        return "S073", f"has {width} x {height} pixels, {_PIXELS:,} are the most"
    if kind not in _RASTER:
        return "S072", f"is a {kind or 'file of unknown kind'}"
    if image.mode not in _MODES or _deep(kind, content):
        return "S072", f"has colours of the kind {image.mode}"
    return "", ""


def _load(image: Image.Image) -> None:
    """Read all of a picture. Libraries that draw pages ask Pillow to fill up what is missing of a file; here it is a
    fault.
    """
    from PIL import ImageFile

    patient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        image.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = patient


def _is_restless(image: Image.Image) -> bool:
    """Whether a picture goes on to move for more than five seconds: no reader could stop it (WCAG 2.2, 2.2.2)."""
    frames = int(getattr(image, "n_frames", 1))
    if frames == 1:
        return False
    loop = image.info.get("loop")
    if loop == 0:
        return True
    times = 1 if loop is None else loop + (image.format == "GIF")  # GIF counts the times after the first
    seconds = 0.0
    for frame in range(frames):
        image.seek(frame)
        # Browsers show a frame that gives no time for a tenth of a second.
        seconds += (image.info.get("duration") or _TENTH) / 1000
        if seconds * times > _LONGEST:
            return True
    return False


def _deep(kind: str, content: bytes) -> bool:
    """Whether a PNG has 16 bits a channel, which Pillow does not report for colour pictures (PNG, third edition,
    11.2.1: byte 24).
    """
    return kind == "PNG" and content[24:25] == b"\x10"


def _drawing(name: str, content: bytes, place: Place) -> Picture:
    try:
        made = drawings.read(content)
    except drawings.DrawingError as error:
        raise _refused(error.code, f"{name} {error}", place, _HINTS[error.code]) from None
    digest = hashlib.sha256(made.content).hexdigest()
    return Picture(name, "image/svg+xml", made.width, made.height, False, digest, made.content)

"""Reads pictures of dots; turns those that not every edition can carry (CMYK, 16 bits, TIFF, BMP) into PNG or JPEG."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

_PIXELS = 50_000_000
_LONGEST, _TENTH = 5.0, 100.0
RASTER = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
"""The kinds that editions carry, by Pillow's names, with their media types."""
_TURNED = {"TIFF", "BMP", "DIB", "MPO", "JPEG2000", "PPM", "TGA", "AVIF"}
"""The kinds that become PNG; MPO, several JPEG files in one as cameras write them, becomes JPEG."""
_MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
_DEEP = ("I;16", "I;16L", "I;16B", "I;16N")
_QUALITY = 95


class PictureError(ValueError):
    """A picture that no edition can carry, with the ``code`` of its finding: S072, S073, S074, S140."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture of dots, as editions have it."""

    media_type: str
    width: int
    """The width in pixels."""
    height: int
    """The height in pixels."""
    moving: bool
    """Whether it is animated."""
    content: bytes


def read(content: bytes) -> Raster:
    """Return the picture with these bytes: as it is, or turned into one that every edition can carry. Raises
    PictureError: S072 a kind that is not read, or damaged; S073 too many pixels; S140 it moves for more than five
    seconds.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        # Pillow warns of many pixels before it gives their number; the bound is ours.
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(content)) as image:
            _require_usable(image)
            kind, size, moving = image.format or "", image.size, bool(getattr(image, "is_animated", False))
            # Read all of a picture. Libraries that draw pages ask Pillow to fill up a cut file; here it
            # is a fault.
            from PIL import ImageFile

            patient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
            try:
                image.load()
            finally:
                ImageFile.LOAD_TRUNCATED_IMAGES = patient
            if kind not in RASTER or image.mode not in _MODES or (kind == "PNG" and content[24:25] == b"\x10"):
                content, kind = _convert(image, kind)
                moving = False
            else:
                _require_rest(image)
        if kind == "PNG":
            with Image.open(io.BytesIO(content)) as image:
                image.verify()  # the checksums of its parts (PNG, third edition, 5.3), which loading passes over
    except PictureError:
        raise
    except UnidentifiedImageError:
        raise PictureError("S072", "is no picture that can be read") from None
    except Image.DecompressionBombError:
        raise PictureError("S073", f"has more than {_PIXELS:,} pixels") from None
    except Exception as error:  # noqa: BLE001 - the library raises whatever a damaged file leads to
        raise PictureError("S072", f"cannot be read as a picture: {str(error)[:200]}") from None
    return Raster(RASTER[kind], *size, moving, content)


def _require_usable(image: Image.Image) -> None:
    """Raise PictureError for a picture that is not to be unpacked."""
    kind, (width, height) = image.format or "", image.size
    if width * height > _PIXELS:
        raise PictureError("S073", f"has {width} x {height} pixels, {_PIXELS:,} are the most")
    if kind not in RASTER and kind not in _TURNED:
        raise PictureError("S072", f"is a file of {f'the kind {kind}' if kind else 'unknown kind'}")
    if kind == "TIFF" and (pages := int(getattr(image, "n_frames", 1))) > 1:
        raise PictureError("S072", f"has {pages} pictures in it, where one is read")


def _convert(image: Image.Image, kind: str) -> tuple[bytes, str]:
    """Return the picture with 8 bits a channel in grey or RGB, and its kind: JPEG if it was one, else PNG."""
    image = _in_screen_colours(image)
    out, output_kind = io.BytesIO(), "JPEG" if kind in {"JPEG", "MPO"} else "PNG"
    if output_kind == "JPEG":
        image.save(out, output_kind, quality=_QUALITY, subsampling=0)
    else:
        image.info.clear()
        image.save(out, output_kind, optimize=False)
    return out.getvalue(), output_kind


def _in_screen_colours(image: Image.Image) -> Image.Image:
    """Return the picture in grey or RGB; colours with a profile by that profile (LittleCMS)."""
    from PIL import ImageCms

    if image.mode in _DEEP:
        return image.convert("I").point(lambda value: value * (1 / 257) + 0.5).convert("L")
    if image.mode in {"I", "F"}:
        raise PictureError("S072", f"has measurements in place of colours (the kind {image.mode})")
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"CMYK", "RGB", "LAB"}:
        try:
            converted = ImageCms.profileToProfile(
                image,
                io.BytesIO(profile),
                ImageCms.createProfile("sRGB"),
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                outputMode="RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
        except ImageCms.PyCMSError:
            converted = None  # a profile that is damaged, or of other colours: they are taken as they are
        if converted is not None:
            return converted
    return image if image.mode in _MODES else image.convert("RGB")


def _require_rest(image: Image.Image) -> None:
    if _is_restless(image):
        raise PictureError("S140", "moves for more than five seconds")


def _is_restless(image: Image.Image) -> bool:
    """Return whether a picture moves for more than five seconds: no reader could stop it (WCAG 2.2, 2.2.2)."""
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

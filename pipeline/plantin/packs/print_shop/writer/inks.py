"""Colours of the screen in the four inks of a press, by the ICC profile of the house (LittleCMS): greys in black alone,
and never more ink than the paper takes.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from plantin.house.style import Style
from plantin.model.document import Picture
from plantin.writers.pdf.rendition import Served

if TYPE_CHECKING:
    from PIL import Image, ImageFilter

_GRID = 33
"""Steps of each channel in the table by which photographs are converted."""
_QUALITY = 95
_FULL = 255

Inks = tuple[float, float, float, float]
"""Cyan, magenta, yellow, black, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Press:
    """A printing condition: the bytes of its ICC profile, and the most ink on one place (300: three full inks)."""

    profile: bytes
    limit: int


def press(style: Style) -> Press | None:
    """Return the condition of print for ``style``; None where it is in black alone. Raises StyleError (D004, D025)."""
    paper = style.paper
    return Press(style.profile().read_bytes(), paper.total_ink) if paper.inks == "process" else None


@dataclass(frozen=True, slots=True)
class Spot:
    """An ink of its own: its name in the file and for the printer, the colour ``#rrggbb`` that it prints, and the four
    inks that are shown in its place where it is not known.
    """

    key: str
    name: str
    colour: str
    inks: Inks

    def __str__(self) -> str:
        return f"{self.name}: {' '.join(f'{ink:g}' for ink in self.inks)}"


def spots(style: Style) -> tuple[Spot, ...]:
    """Return the spot colours of ``style``. Raises StyleError (D004, D025)."""
    rows = [spot.rsplit(": ", 1) for spot in style.paper.spots]
    if not rows:
        return ()
    condition = Press(style.profile().read_bytes(), style.paper.total_ink)
    return tuple(
        Spot(f"spot{n}", name, colour.lower(), inks(*_channels(colour), condition))
        for n, (name, colour) in enumerate(rows, 1)
    )


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / _FULL for at in (1, 3, 5))
    return red, green, blue


def inks(red: float, green: float, blue: float, condition: Press) -> Inks:
    """Return the inks of a colour (channels 0 to 1): a grey in black alone, so that text and lines are on one plate."""
    level = tuple(round(_FULL * min(max(channel, 0.0), 1.0)) for channel in (red, green, blue))
    if max(level) - min(level) <= 1:
        return 0.0, 0.0, 0.0, round(1 - level[0] / _FULL, 2)
    return _solid((level[0], level[1], level[2]), condition)


def css(colour: str, condition: Press) -> str:
    """Return the inks of ``#rrggbb`` as a style sheet has them."""
    return ink_notation(inks(*_channels(colour), condition))


def ink_notation(found: Inks) -> str:
    """Inks as a style sheet has them."""
    return f"device-cmyk({' '.join(f'{ink:g}' for ink in found)})"


def photograph(content: bytes, condition: Press) -> bytes:
    """Return a picture of dots as a JPEG file in four inks."""
    converted = _on_white(content).convert("RGB").filter(_table(condition))
    out = io.BytesIO()
    converted.save(out, "JPEG", quality=_QUALITY, subsampling=0)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class PressPictures:
    """Gives pictures of dots as they are printed: in the four inks of ``condition``, in greys where there is none."""

    condition: Press | None
    """The condition of print; None for black alone."""

    def __call__(self, picture: Picture) -> Served:
        """Return the bytes of ``picture`` and their media type."""
        if self.condition:
            return photograph(picture.content, self.condition), "image/jpeg"
        # A picture of dots in greys.
        out = io.BytesIO()
        _on_white(picture.content).convert("L").save(out, "PNG")
        return out.getvalue(), "image/png"


def _on_white(content: bytes) -> Image.Image:
    """Return a picture of dots on white, where it lets through what is behind it."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as image:
        whole = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", whole.size, "white"), whole)


@cache
def _solid(level: tuple[int, int, int], condition: Press) -> Inks:
    from PIL import Image

    (dot,) = _limit_inks(_convert(Image.new("RGB", (1, 1), level), condition), condition.limit)
    return round(dot[0], 2), round(dot[1], 2), round(dot[2], 2), round(dot[3], 2)


@cache
def _table(condition: Press) -> ImageFilter.Color3DLUT:
    """Return the conversion as a table of colours. Between its steps no more ink is laid than on them."""
    from PIL import Image, ImageFilter

    steps = [round(n * _FULL / (_GRID - 1)) for n in range(_GRID)]
    grid = bytes(channel for blue in steps for green in steps for red in steps for channel in (red, green, blue))
    image = Image.frombytes("RGB", (_GRID * _GRID, _GRID), grid)
    rows = _limit_inks(_convert(image, condition), condition.limit)
    return ImageFilter.Color3DLUT(_GRID, rows, channels=4, target_mode="CMYK")


def _convert(image: Image.Image, condition: Press) -> Image.Image:
    from PIL import ImageCms

    converted = ImageCms.profileToProfile(
        image,
        ImageCms.createProfile("sRGB"),
        io.BytesIO(condition.profile),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="CMYK",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if converted is None:
        raise ValueError("the conversion was to be in place")
    return converted


def _limit_inks(image: Image.Image, limit: int) -> list[Inks]:
    """Return the inks of each dot; where they are more than ``limit`` hundredths, less colour under the same black."""
    data, most = image.tobytes(), limit / 100
    dots: list[Inks] = []
    for at in range(0, len(data), 4):
        cyan, magenta, yellow, black = (channel / _FULL for channel in data[at : at + 4])
        coloured = cyan + magenta + yellow
        share = min(1.0, (most - black) / coloured) if coloured else 1.0
        dots.append((cyan * share, magenta * share, yellow * share, black))
    return dots

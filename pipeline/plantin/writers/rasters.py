"""Renders drawings to pixels for programs that do not show SVG: with resvg in a process of its own, within limits,
without system fonts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from plantin.bounded import process
from plantin.bounded.process import BoundError, Limits
from plantin.findings import Finding, Place, SourceError
from plantin.house import fallback
from plantin.house.style import Style
from plantin.model.document import Picture
from plantin.source import drawings

_DOTS_PER_PX = 2
"""Dots of the PNG for each CSS pixel of a drawing."""
_WIDEST_PX = 3000
_LIMITS = Limits(seconds=60, processor=30, memory=1024, output=64)
_PROGRAM = "import json, sys, resvg_py; sys.stdout.buffer.write(bytes(resvg_py.svg_to_bytes(**json.load(sys.stdin))))"


def rasterize(picture: Picture, style: Style | None) -> bytes:
    """Return a drawing as PNG, its words in the faces of the house alone: those of the machine would make other bytes
    elsewhere. ``style`` may be None where it has no words.

    Raises SourceError: S072 the library cannot draw it, S073 it takes too long or too much memory.
    """
    family = style.fonts.family if style else ""
    tall = picture.height > picture.width and picture.height * _DOTS_PER_PX > _WIDEST_PX
    size = {"height": _WIDEST_PX} if tall else {"width": min(picture.width * _DOTS_PER_PX, _WIDEST_PX)}
    options = {
        "svg_string": picture.content.decode("utf-8"),
        **size,
        "skip_system_fonts": True,
        "font_files": list(map(str, _faces(picture, style) if style else ())),
        "font_family": family,
        "serif_family": family,
        "sans_serif_family": family,
        "monospace_family": family,
    }
    try:
        ended = process.run(
            [sys.executable, "-I", "-c", _PROGRAM], given=json.dumps(options).encode(), name="resvg", limits=_LIMITS
        )
    except BoundError as error:
        raise _error("S073", picture, str(error), "Draw it simpler: fewer patterns, masks and filters.") from None
    if ended.code:
        raise _error(
            "S072", picture, ended.complaint, "Save it as plain SVG: shapes and text, with a width and a height."
        )
    return ended.output


def _faces(picture: Picture, style: Style) -> Iterator[Path]:
    """Yield the cuts of the text face, and the other faces where the drawing has letters that it lacks."""
    yield from map(style.font, ("regular", "bold", "italic", "bold_italic"))
    wanted = frozenset(drawings.words(picture.content))
    if not wanted <= style.letters(style.font("regular")):
        yield from fallback.add_stock_faces(style, wanted).others()


def _error(code: str, picture: Picture, why: str, hint: str) -> SourceError:
    return SourceError(Finding(code, f"{picture.name} cannot be drawn: {why}", Place(picture.name), hint))

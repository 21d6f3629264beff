"""Draws a page of PDF or an EPS file within limits: PDF by PDFium in a process of its own, EPS by Ghostscript."""

from __future__ import annotations

import shutil
import sys

from plantin.bounded import process
from plantin.bounded.process import BoundError, Limits
from plantin.source.raster_images import PictureError

SUFFIXES = (".pdf", ".eps")
"""How the names of such files end."""
_DOTS = 300
"""Dots to the inch."""
_WIDEST = 4000
_LIMITS = Limits(seconds=60, processor=30, memory=1024, output=64)
_REFUSED = 3
_PROGRAM = f"""
import sys, pypdfium2
def refuse(why):
    print(why, file=sys.stderr)
    sys.exit({_REFUSED})
try:
    pdf = pypdfium2.PdfDocument(sys.stdin.buffer.read())
except pypdfium2.PdfiumError:
    refuse("is damaged, locked by a password, or not a PDF")
with pdf:
    if len(pdf) != 1:
        refuse(f"has {{len(pdf)}} pages, where one is read")
    page = pdf[0]
    scale = min({_DOTS} / 72, {_WIDEST} / max(page.get_size()))
    page.render(scale=scale).to_pil().convert("RGB").save(sys.stdout.buffer, "PNG")
"""
_GHOSTSCRIPT = (
    "-q -dSAFER -dBATCH -dNOPAUSE -dNOPROMPT -dEPSCrop -sDEVICE=png16m"
    f" -r{_DOTS} -dTextAlphaBits=4 -dGraphicsAlphaBits=4 -sOutputFile=- -"
).split()


def rasterize(content: bytes, suffix: str) -> bytes:
    """Return the page of the file with these bytes (``suffix``: .pdf or .eps) as PNG, 300 dots to the inch, on white.
    Raises PictureError: S072 it has several pages, is damaged, or nothing here draws it; S073 it takes too long or too
    much.
    """
    command: list[str] = [sys.executable, "-I", "-c", _PROGRAM]
    if suffix == ".eps":
        program = shutil.which("gs")
        if program is None:
            raise PictureError("S072", "is an EPS file, which needs Ghostscript (gs), and it is not installed")
        command = [program, *_GHOSTSCRIPT]
    name = "Ghostscript" if suffix == ".eps" else "PDFium"
    try:
        ended = process.run(command, given=content, name=name, limits=_LIMITS)
    except (BoundError, OSError) as error:
        raise PictureError("S073", f"cannot be drawn: {error}") from None
    if ended.code or not ended.output:
        raise PictureError("S072", ended.complaint if ended.code == _REFUSED else f"cannot be drawn: {ended.complaint}")
    return ended.output

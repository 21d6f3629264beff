"""Converts pictures that no edition can carry: TIFF and BMP here, Windows metafiles (EMF, WMF) with LibreOffice if it
is installed.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import warnings
from pathlib import Path

from plantin.bounded import bytes as bounded
from plantin.bounded import process
from plantin.bounded.bytes import MIB
from plantin.bounded.limits import Limits

KINDS = (".emf", ".wmf", ".tif", ".tiff", ".bmp", ".dib")
DRAWINGS = (".emf", ".wmf")
_PIXELS = 40_000_000
_LARGEST = 64 * MIB
_LIMITS = Limits(seconds=120, processor=60, memory=2048)


def turned(content: bytes, suffix: str) -> tuple[str, bytes]:
    """The ending of the name of a picture that says the same, and its bytes. Raises OSError or ValueError with the
    reason, BoundError where LibreOffice exceeds its limits.
    """
    return (".png", _drawn(content, suffix) if suffix in DRAWINGS else _painted(content))


def _painted(content: bytes) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(io.BytesIO(content), formats=("TIFF", "BMP", "DIB")) as image,
        ):
            if image.width * image.height > _PIXELS:
                raise ValueError(f"it has more than {_PIXELS:,} pixels")
            kept = image.mode if image.mode in ("1", "L", "P", "RGB", "RGBA") else "RGB"
            image.convert(kept).save(out, "PNG", optimize=False)
    except (SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise ValueError(f"it is damaged: {error}") from None
    return out.getvalue()


def _drawn(content: bytes, suffix: str) -> bytes:
    office = shutil.which("soffice")
    if office is None:
        raise OSError("LibreOffice, which turns it, is not installed")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        given = folder / f"drawing{suffix}"
        given.write_bytes(content)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "png", "--outdir", str(folder), str(given)]
        ended = process.run(command, name="soffice", limits=_LIMITS, folder=folder)
        made = given.with_suffix(".png")
        if not made.is_file():
            raise ValueError(f"soffice: {ended.complaint}")
        return bounded.read(made, _LARGEST)


def placeholder(suffix: str) -> tuple[str, bytes]:
    """What stands for a picture that is not turned: the ending of its name, and a crossed frame with the kind of the
    picture in it.
    """
    kind = suffix.removeprefix(".").upper()
    return (
        ".svg",
        (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180" width="320" height="180"><rect x="1" y="1"'
            ' width="318" height="178" fill="#ffffff" stroke="#595959" stroke-width="2"/><path d="M1 1 L319 179 M319 1'
            ' L1 179" stroke="#595959" stroke-width="1"/><rect x="110" y="72" width="100" height="36"'
            ' fill="#ffffff"/><text x="160" y="97" font-family="sans-serif" font-size="20" text-anchor="middle"'
            f' fill="#000000">{kind}</text></svg>\n'
        ).encode(),
    )

"""Copies the pictures of a received file into the folder of the new report. Of kinds that no edition can carry, TIFF
and BMP are converted here, Windows metafiles (EMF, WMF) with LibreOffice if it is installed.
"""

from __future__ import annotations

import base64
import io
import re
import shutil
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from urllib.parse import unquote_to_bytes

from plantin.bounded import archive as archives
from plantin.bounded import bytes as bounded
from plantin.bounded import process
from plantin.bounded.archive import Archive, ArchiveError
from plantin.bounded.bytes import MIB
from plantin.bounded.limits import BoundError, Limits
from plantin.findings import Finding, Place, SourceError
from plantin.source import images

_KINDS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
_DRAWINGS = (".emf", ".wmf")
_TURNED = (*_DRAWINGS, ".tif", ".tiff", ".bmp", ".dib")
_ENDINGS = {"jpeg": "jpg", "svg+xml": "svg"}
_BEGIN = 16
_BEGINS = {
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".gif": re.compile(rb"GIF8[79]a"),
    ".webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    ".tiff": re.compile(rb"II\*\0|MM\0\*"),
}
"""What a picture begins with, whatever its name is."""
_LARGEST = 512 * MIB
_LARGEST_TURNED = 64 * MIB
_MOST = 500
_MOST_DRAWINGS = 40
"""So many drawings does LibreOffice turn of one file, at some seconds each."""
_PIXELS = 40_000_000
_LIMITS = Limits(seconds=120, processor=60, memory=2048)


class Pictures:
    """The pictures of the file at ``path``, put below ``folder`` as they are asked for, as ``media/image1.png``."""

    def __init__(self, path: Path, folder: Path, read: Callable[[str], bytes] | None = None) -> None:
        """``read`` gives the bytes of a picture by its name, where the file at ``path`` is no archive that has them. It
        raises OSError or ArchiveError.
        """
        self._path, self._folder, self._read_part = path, folder, read
        self._archive: Archive | None = None
        self._embedded: dict[str, bytes] = {}
        self._names: dict[str, str] = {}
        self._faults: dict[str, str] = {}
        self._turned: list[str] = []
        self._drawings = self._charts = 0

    def name(self, part: str) -> str:
        """Return the name in the report's folder of the picture in the part ``part``, or of the one that an address
        with the scheme ``data`` holds; empty where it cannot be kept, see ``fault``.
        """
        if part not in self._names:
            self._names[part], self._faults[part] = self._keep(part)
        return self._names[part]

    def data(self, content: str) -> str:
        """Write the data of a chart into a new file of the report's folder, and return its name."""
        self._charts += 1
        return self._put(f"data/chart{self._charts}.csv", content.encode())

    def fault(self, part: str) -> str:
        """Return why the picture in ``part`` is not kept, in words for a finding."""
        return self._faults.get(part, "")

    def findings(self) -> list[Finding]:
        """Return what was turned into another kind (S165), and what only a frame stands for (S058)."""
        place = Place(str(self._path))
        findings = []
        for part in self._turned:
            if why := self._faults[part]:
                message = f"not carried over: a picture, in whose place {self._names[part]} is an empty frame: {why}"
                findings.append(Finding("S058", message, place, "Put a picture in its place.", "warning"))
        if well := [self._names[part] for part in self._turned if not self._faults[part]]:
            message = (
                f"{len(well)} pictures of kinds that no edition can carry are turned into others: {', '.join(well[:5])}"
            )
            findings.append(Finding("S165", message, place, "Look whether they show the same.", "warning"))
        return findings

    def read(self, part: str) -> bytes:
        """Read the bytes of a part of the file. Raises OSError or ArchiveError."""
        if part in self._embedded:
            return self._embedded[part]
        if self._read_part:
            return self._read_part(part)
        if self._archive is None:
            self._archive = archives.open_archive(bounded.read(self._path, _LARGEST))
        return self._archive.read(part)

    def _keep(self, part: str) -> tuple[str, str]:
        """Put a picture into the report's folder; return its name there, and what is wrong with it."""
        file_name = part
        if part.startswith("data:"):
            try:
                ending, self._embedded[part] = _in_address(part)
            except ValueError:
                return "", "its address holds no picture"
            file_name = f"picture-{len(self._embedded)}.{ending}"
        suffix = PurePosixPath(file_name).suffix.lower()
        if file_name and "://" not in file_name and suffix not in (*_KINDS, *_TURNED):
            suffix = self._ending(part)
            file_name = f"{PurePosixPath(file_name).stem}{suffix}"
        if not file_name or "://" in file_name:
            return "", "it is not in the file"
        if suffix not in (*_KINDS, *_TURNED):
            return "", f"it is of the kind {suffix or 'of no name'}, which no edition can carry"
        if len(self._names) >= _MOST:
            return "", f"there are more than {_MOST} pictures"
        if suffix in _TURNED:
            self._turned.append(part)
            ending, content, fault = self._turn(part, suffix)
            return self._put(self._free(f"{PurePosixPath(file_name).with_suffix(ending).name}"), content), fault
        name = self._free(PurePosixPath(file_name).name)
        try:
            images.picture(self._folder, self._put(name, self.read(part)), Place(name))
        except (OSError, ArchiveError) as error:
            return "", str(error)
        except SourceError as error:
            (self._folder / name).unlink()
            return "", error.findings[0].message
        return name, ""

    def _ending(self, part: str) -> str:
        """Return the ending that a picture has by its first bytes (a PNG called image1.tmp), else that of its name."""
        try:
            content = self.read(part)[:_BEGIN]
        except (OSError, ArchiveError):
            content = b""
        detected_ending = next((ending for ending, begin in _BEGINS.items() if begin.match(content)), "")
        return detected_ending or PurePosixPath(part).suffix.lower()

    def _turn(self, part: str, suffix: str) -> tuple[str, bytes, str]:
        """Return the ending of the name of what takes the place of a picture of a kind that no edition can carry, its
        bytes, and why it is but a frame, where it is one.
        """
        try:
            if suffix in _DRAWINGS:
                self._require_office()
            return ".png", convert_to_png(self.read(part), suffix), ""
        except (OSError, ArchiveError, BoundError, ValueError) as error:
            self._drawings = _MOST_DRAWINGS if isinstance(error, BoundError) else self._drawings
            fault = f"it is of the kind {suffix}, which no edition can carry, and is not turned into another: {error}"
            return ".svg", _frame(suffix), fault

    def _require_office(self) -> None:
        """Raise ValueError where LibreOffice is asked no more: after many drawings, or one that it did not finish."""
        self._drawings += 1
        if self._drawings > _MOST_DRAWINGS:
            raise ValueError(f"there are more than {_MOST_DRAWINGS} of such drawings, or one took too long")

    def _free(self, file_name: str) -> str:
        """Return a name below media/ that no other picture has."""
        path = PurePosixPath(re.sub(r"[^\w.-]+", "-", file_name.lower()))
        name, n = f"media/{path}", 1
        while name in self._names.values():
            n += 1
            name = f"media/{path.stem}-{n}{path.suffix}"
        return name

    def _put(self, name: str, content: bytes) -> str:
        (self._folder / name).parent.mkdir(exist_ok=True)
        (self._folder / name).write_bytes(content)
        return name


def _in_address(address: str) -> tuple[str, bytes]:
    """Return the picture that an address with the scheme ``data`` holds (RFC 2397): the ending of a name for it, its
    bytes. Raises ValueError.
    """
    kind, _, data = address.removeprefix("data:").partition(",")
    subtype = kind.partition(";")[0].rpartition("/")[2]
    content = base64.b64decode(data, validate=False) if kind.endswith(";base64") else unquote_to_bytes(data)
    return _ENDINGS.get(subtype, subtype), content


def convert_to_png(content: bytes, suffix: str) -> bytes:
    """Return a picture of a kind that no edition can carry as PNG. Raises OSError or ValueError with the reason,
    BoundError where LibreOffice exceeds its limits.
    """
    return _convert_drawing(content, suffix) if suffix in _DRAWINGS else _convert_image(content)


def _convert_image(content: bytes) -> bytes:
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


def _convert_drawing(content: bytes, suffix: str) -> bytes:
    office = shutil.which("soffice")
    if office is None:
        raise OSError("LibreOffice, which turns it, is not installed")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        drawing = folder / f"drawing{suffix}"
        drawing.write_bytes(content)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "png", "--outdir", str(folder), str(drawing)]
        ended = process.run(command, name="soffice", limits=_LIMITS, folder=folder)
        picture = drawing.with_suffix(".png")
        if not picture.is_file():
            raise ValueError(f"soffice: {ended.complaint}")
        return bounded.read(picture, _LARGEST_TURNED)


def _frame(suffix: str) -> bytes:
    """Return what takes the place of a picture that is not turned: a crossed frame with the picture's kind in it."""
    kind = suffix.removeprefix(".").upper()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180" width="320" height="180"><rect x="1" y="1"'
        ' width="318" height="178" fill="#ffffff" stroke="#595959" stroke-width="2"/><path d="M1 1 L319 179 M319 1'
        ' L1 179" stroke="#595959" stroke-width="1"/><rect x="110" y="72" width="100" height="36"'
        ' fill="#ffffff"/><text x="160" y="97" font-family="sans-serif" font-size="20" text-anchor="middle"'
        f' fill="#000000">{kind}</text></svg>\n'
    ).encode()

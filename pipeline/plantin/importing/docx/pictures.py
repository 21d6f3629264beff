"""Copies the pictures of a Word file that every edition can carry into the folder of the new report."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from plantin.bounded import archive as archives
from plantin.bounded import bytes as bounded
from plantin.bounded.archive import Archive, ArchiveError
from plantin.bounded.bytes import MIB
from plantin.bounded.limits import BoundError
from plantin.findings import Finding, Place, SourceError
from plantin.importing.docx import picture_conversion
from plantin.source import images

_KINDS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
_LARGEST = 512 * MIB
_MOST = 500
_MOST_DRAWINGS = 40
"""So many drawings does LibreOffice turn of one file, at some seconds each."""


class Pictures:
    """The pictures of the file at ``path``, put below ``folder`` as they are asked for, as ``media/image1.png``."""

    def __init__(self, path: Path, folder: Path, read: Callable[[str], bytes] | None = None) -> None:
        """``read`` gives the bytes of a picture by its name, where the file at ``path`` is no archive that has them. It
        raises OSError or ArchiveError.
        """
        self._path, self._folder, self._given = path, folder, read
        self._archive: Archive | None = None
        self._names: dict[str, str] = {}
        self._faults: dict[str, str] = {}
        self._drawings = self._charts = 0

    def name(self, part: str) -> str:
        """The name in the report's folder of the picture in the part ``part``; empty where it cannot be kept, see
        ``fault``.
        """
        if part not in self._names:
            self._names[part], self._faults[part] = self._kept(part)
        return self._names[part]

    def data(self, content: str) -> str:
        """The name in the report's folder of a new file with the data of a chart."""
        self._charts += 1
        name = f"data/chart{self._charts}.csv"
        (self._folder / name).parent.mkdir(exist_ok=True)
        (self._folder / name).write_text(content, "utf-8")
        return name

    def fault(self, part: str) -> str:
        """Why the picture in ``part`` is not kept, in words for a finding."""
        return self._faults.get(part, "")

    def findings(self) -> list[Finding]:
        """What was turned into another kind (S165), and what only a frame stands for (S058)."""
        turned = [
            (part, name)
            for part, name in self._names.items()
            if name and PurePosixPath(part).suffix.lower() in picture_conversion.KINDS
        ]
        place = Place(str(self._path))
        hint = "Put a picture in its place."
        found = [
            Finding(
                "S058",
                f"not carried over: a picture, in whose place {name} is an empty frame: {why}",
                place,
                hint,
                "warning",
            )
            for part, name in turned
            if (why := self._faults[part])
        ]
        if well := [name for part, name in turned if not self._faults[part]]:
            message = (
                f"{len(well)} pictures of kinds that no edition can carry are turned into others: {', '.join(well[:5])}"
            )
            found.append(Finding("S165", message, place, "Look whether they show the same.", "warning"))
        return found

    def _kept(self, part: str) -> tuple[str, str]:
        name = self._free(PurePosixPath(part).name.lower())
        suffix = PurePosixPath(name).suffix
        if not part or "://" in part:
            return "", "it is not in the file"
        if suffix in picture_conversion.KINDS:
            return self._turned(part, suffix)
        if suffix not in _KINDS:
            return "", f"it is of the kind {suffix or 'of no name'}, which no edition can carry"
        if len(self._names) >= _MOST:
            return "", f"there are more than {_MOST} pictures"
        try:
            content = self.read(part)
            target = self._folder / name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(content)
            images.picture(self._folder, name, Place(name))
        except (OSError, ArchiveError) as error:
            return "", str(error)
        except SourceError as error:
            (self._folder / name).unlink()
            return "", error.findings[0].message
        return name, ""

    def _turned(self, part: str, suffix: str) -> tuple[str, str]:
        """A picture of a kind that no edition can carry, turned into one that each can; where that fails, what is
        for it, and why.
        """
        if len(self._names) >= _MOST:
            return "", f"there are more than {_MOST} pictures"
        try:
            if suffix in picture_conversion.DRAWINGS:
                self._require_office()
            ending, content = picture_conversion.turned(self.read(part), suffix)
            fault = ""
        except (OSError, ArchiveError, BoundError, ValueError) as error:
            self._drawings = _MOST_DRAWINGS if isinstance(error, BoundError) else self._drawings
            ending, content = picture_conversion.placeholder(suffix)
            fault = f"it is of the kind {suffix}, which no edition can carry, and is not turned into another: {error}"
        name = self._free(PurePosixPath(part).with_suffix(ending).name.lower())
        (self._folder / name).parent.mkdir(exist_ok=True)
        (self._folder / name).write_bytes(content)
        return name, fault

    def _require_office(self) -> None:
        """Raise ValueError where LibreOffice is asked no more: it takes seconds for a drawing, and one that it never
        finishes is enough.
        """
        self._drawings += 1
        if self._drawings > _MOST_DRAWINGS:
            raise ValueError(f"there are more than {_MOST_DRAWINGS} of such drawings, or one took too long")

    def _free(self, given: str) -> str:
        """A name below media/ that no other picture has."""
        path = PurePosixPath(re.sub(r"[^\w.-]+", "-", given))
        name, n = f"media/{path}", 1
        while name in self._names.values():
            n += 1
            name = f"media/{path.stem}-{n}{path.suffix}"
        return name

    def read(self, part: str) -> bytes:
        """The bytes of a part of the file. Raises OSError or ArchiveError."""
        if self._given:
            return self._given(part)
        if self._archive is None:
            self._archive = archives.opened(bounded.read(self._path, _LARGEST))
        return self._archive.read(part)

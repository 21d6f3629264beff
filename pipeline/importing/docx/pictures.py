"""Pictures of a Word file taken into the folder of the new report: those that every edition can carry."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from pipeline.bounded import archive as archives
from pipeline.bounded import bytes as bounded
from pipeline.bounded.archive import Archive, ArchiveError
from pipeline.bounded.bytes import MIB
from pipeline.findings import Place, SourceError
from pipeline.source import images

_KINDS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
_LARGEST = 512 * MIB
_MOST = 500


class Pictures:
    """The pictures of the file at ``path``, put below ``folder`` as they are asked for, as ``media/image1.png``."""

    def __init__(self, path: Path, folder: Path) -> None:
        self._path, self._folder = path, folder
        self._archive: Archive | None = None
        self._names: dict[str, str] = {}
        self._faults: dict[str, str] = {}

    def name(self, part: str) -> str:
        """The name in the report's folder of the picture in the part ``part``; empty where it cannot be kept, see ``fault``."""
        if part not in self._names:
            self._names[part], self._faults[part] = self._kept(part)
        return self._names[part]

    def fault(self, part: str) -> str:
        """Why the picture in ``part`` is not kept, in words for a finding."""
        return self._faults.get(part, "")

    def _kept(self, part: str) -> tuple[str, str]:
        name = f"media/{PurePosixPath(part).name.lower()}"
        suffix = PurePosixPath(name).suffix
        if not part or "://" in part:
            return "", "it is not in the file"
        if suffix not in _KINDS:
            return "", f"it is of the kind {suffix or 'of no name'}, which no edition can carry"
        if len(self._names) >= _MOST or name in self._names.values():
            return "", f"there are more than {_MOST} pictures, or two of one name"
        try:
            if self._archive is None:
                self._archive = archives.opened(bounded.read(self._path, _LARGEST))
            target = self._folder / name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(self._archive.read(part))
            images.picture(self._folder, name, Place(name))
        except (OSError, ArchiveError) as error:
            return "", str(error)
        except SourceError as error:
            (self._folder / name).unlink()
            return "", error.findings[0].message
        return name, ""

"""Finds the pictures that a received text or page names: beside it, in the folders of its site, or in one that the user
gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from plantin.bounded import bytes as bounded
from plantin.bounded.bytes import MIB

_LARGEST = 64 * MIB
_HIGHEST = 3
"""So many folders above that of the file a path may lead to, or a site may begin."""


def pictures(path: Path, given: Path | None = None, base: str = "") -> Callable[[str], bytes]:
    """A reader of the pictures that the file at ``path`` names: by a path from its folder, or from ``base`` in it; from
    the root of its site (``/media/x.png``), which is one of the folders above; or in the folder ``given``, by the path
    or the name alone. It raises OSError where there is none; nothing is read through a link that leads out of these.
    """

    def picture(target: str) -> bytes:
        name = unquote(target.partition("?")[0].partition("#")[0])
        fault: OSError = FileNotFoundError(f"{name} is not there; give its folder with --pictures")
        for root, within in _places(path.absolute().parent, name, base, given):
            try:
                return bounded.read(root / within, _LARGEST, root)
            except FileNotFoundError:
                continue
            except OSError as error:
                fault = error
        raise fault

    return picture


def _places(folder: Path, name: str, base: str, given: Path | None) -> Iterator[tuple[Path, str]]:
    """Folders, each with the path in it at which the picture ``name`` may be."""
    parts = [part for part in PurePosixPath(name).parts if part not in ("/", ".")]
    up = next((n for n, part in enumerate(parts) if part != ".."), len(parts))
    inner = "/".join(parts[up:])
    if not inner or ".." in parts[up:]:
        return
    above = [one for one in (folder, *folder.parents)[: _HIGHEST + 1] if one != Path.home() and one != one.parent]
    if name.startswith("/"):
        yield from ((root, inner) for root in above)
    elif up < len(above):
        if base and not base.startswith(("/", "..", "http")) and not up:
            yield folder, f"{base.strip('/')}/{inner}"
        yield above[up], inner
    if given is not None:
        yield given.absolute(), inner
        yield given.absolute(), parts[-1]

"""Finds the root of a house, the folder with its sources, and its build folder."""

from __future__ import annotations

from pathlib import Path

from plantin.findings import Place, UsageError


def build_folder(root: Path, output: Path | None) -> Path:
    """Return where the editions of the house at ``root`` land: in ``output``, where it is given."""
    return output or root / "build"


def find(named: str | None) -> Path:
    """Return the folder ``named``, or the nearest one upward from here that has ``sources/``. Raises UsageError (U001)
    where there is none.
    """
    if named is not None:
        folder = Path(named).resolve()
        if folder.is_dir():
            return folder
        raise UsageError.of(
            "U001", "there is no such folder", Place(named), "Give --root a folder with sources/ in it."
        )
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "sources").is_dir():
            return folder
    hint = "Go to a folder with sources/ in it, or give --root; `plantin new DIR` begins one."
    raise UsageError.of("U001", "no folder sources/ here or above", Place(str(here)), hint)

"""A house to be measured: a copy of this one, or of an example, that may be built in and changed."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def copied(folder: Path, origin: Path = ROOT) -> Path:
    """``folder`` with the files of the house at ``origin``, its settings among them (they name the style), and nothing
    that was built.
    """
    for part in ("sources", "styles", "locales"):
        if (origin / part).is_dir():
            shutil.copytree(origin / part, folder / part)
    shutil.copy(origin / "plantin.toml", folder)
    return folder

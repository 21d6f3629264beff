"""A house made of the test reports, with the locales and styles of the press: `python tests/reports/houses.py FOLDER`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from pipeline.house.layout import House
from pipeline.source import front_matter
from pipeline.source import text as source_text

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
NAMES = tuple(sorted(path.parent.name for path in HERE.glob("*/report.md")))


def slug(name: str) -> str:
    """The name that the report in ``tests/reports/<name>`` has in a house."""
    return front_matter.read(source_text.read(HERE / name / "report.md")).slug


def make(folder: Path, names: tuple[str, ...] = NAMES) -> House:
    """The reports ``names`` as a house at ``folder``, which must be new or empty."""
    for name in names:
        shutil.copytree(HERE / name, folder / "sources" / slug(name), ignore=shutil.ignore_patterns("*.txt"))
    for part in ("locales", "styles"):
        shutil.copytree(ROOT / part, folder / part)
    return House(folder)


if __name__ == "__main__":
    make(Path(sys.argv[1]))

"""Lays out a house of its own for the manual, docs/source.md, which is a report like any other: `python setup/manual.py
FOLDER`.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILES = {
    "plantin.toml": 'style = "manual"\n',
    "styles/manual/style.toml": 'inherits = "plain"\n\n[brand]\nname = "Plantin"\n',
    "locales/en/locale.toml": '[masthead.organs]\n"Plantin" = "Manual"\n',
}


def lay_out(folder: Path) -> None:
    """The manual as the one report of the house at ``folder``, issued by this project."""
    report = folder / "sources" / "PLANTIN-2026-1" / "report.md"
    report.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "docs" / "source.md", report)
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    lay_out(Path(sys.argv[1]))

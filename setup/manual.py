"""Lays out a house of its own for the manual, docs/source.md, which is a report like any other: `python setup/manual.py FOLDER`."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def lay_out(folder: Path) -> None:
    """The manual as the one report of the house at ``folder``, issued by this project and not by the United Nations."""
    report = folder / "sources" / "PLANTIN-2026-1" / "report.md"
    report.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "docs" / "source.md", report)
    words = (ROOT / "locales" / "en" / "locale.toml").read_text("utf-8")
    words = re.sub(r'(?m)^organization = "[^"]*"', 'organization = "Plantin"', words)
    words = re.sub(r"(?m)^\[masthead\.organs\].*$", '[masthead.organs]\n"Plantin" = "Manual"', words)
    locale = folder / "locales" / "en" / "locale.toml"
    locale.parent.mkdir(parents=True, exist_ok=True)
    locale.write_text(words, "utf-8")
    shutil.copyfile(ROOT / "locales" / "en" / "parity.toml", locale.with_name("parity.toml"))
    shutil.copytree(ROOT / "styles", folder / "styles", dirs_exist_ok=True)


if __name__ == "__main__":
    lay_out(Path(sys.argv[1]))

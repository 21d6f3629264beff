"""Houses for tests: all test reports together (`python -m tests.kit.houses FOLDER`), or one small report."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from plantin.house.layout import House
from plantin.house.locale import Locale
from plantin.source import front_matter
from plantin.source import text as source_text

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "tests" / "reports"
REPORT = ROOT / "sources" / "S-2017-97" / "report.md"
HARBOUR = REPORTS / "harbour-lights" / "report.md"
HARBOUR_SLUG = "A-90-12-Add.1"
NAMES = tuple(sorted(path.parent.name for path in REPORTS.glob("*/report.md")))
PARTS = ("styles", "locales")
STYLE = 'style = "un"\n'


def slug(name: str) -> str:
    """The name that the report in ``tests/reports/<name>`` has in a house."""
    return front_matter.read(source_text.read(REPORTS / name / "report.md")).slug


def make(folder: Path, names: tuple[str, ...] = NAMES) -> House:
    """The reports ``names`` as a house at ``folder``, which must be new or empty, with styles and a glossary of its
    own.
    """
    for name in names:
        shutil.copytree(REPORTS / name, folder / "sources" / slug(name), ignore=shutil.ignore_patterns("*.txt"))
    shutil.copytree(ROOT / "styles", folder / "styles")
    (folder / "locales").mkdir()
    shutil.copy(ROOT / "locales" / "glossary.csv", folder / "locales")
    return in_un(folder)


def without_reports(folder: Path) -> House:
    """A house at ``folder``, which is there, that has the styles and the words of the project, by links, and no
    report.
    """
    for name in PARTS:
        (folder / name).symlink_to(ROOT / name)
    (folder / "sources").mkdir()
    return House(folder)


def in_un(folder: Path) -> House:
    """The house at ``folder``, whose style is that of the United Nations."""
    (folder / "plantin.toml").write_text(STYLE, "utf-8")
    return House(folder)


def un(language: str) -> Locale:
    """A language as the United Nations has it."""
    return House(ROOT).locale(language)


def flat_style(folder: Path) -> Path:
    """A copy at ``folder`` of the style of the United Nations that inherits from nothing, to be spoilt."""
    shutil.copytree(ROOT / "styles" / "press", folder)
    shutil.copytree(ROOT / "styles" / "un", folder, dirs_exist_ok=True)
    path = folder / "style.toml"
    path.write_text(path.read_text("utf-8").replace('inherits = "press"\n', ""), "utf-8")
    return folder


def small(folder: Path) -> House:
    """A house of the harbour report alone; styles and locales are links to those of the project."""
    source = without_reports(folder).sources / HARBOUR_SLUG
    source.mkdir()
    shutil.copy(HARBOUR, source)
    return in_un(folder)


def linked(folder: Path, slug: str, text: str) -> House:
    """A house of the report ``text`` alone; styles and locales are links to those of the project."""
    folder.mkdir(exist_ok=True)
    house = without_reports(folder)
    house.report(slug).parent.mkdir()
    house.report(slug).write_text(text, "utf-8")
    return in_un(folder)


def own(folder: Path, slug: str, text: str, *parts: str) -> House:
    """A house of the report ``text`` with copies of ``parts`` of the project (``styles/un``, ``locales/en``), which a
    test may change.
    """
    for part in parts:
        shutil.copytree(ROOT / part, folder / part)
    house = House(folder) if (folder / "plantin.toml").exists() else in_un(folder)
    house.report(slug).parent.mkdir(parents=True)
    house.report(slug).write_text(text, "utf-8")
    return house


if __name__ == "__main__":
    make(Path(sys.argv[1]))

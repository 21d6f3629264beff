"""The wheel carries the press and the copies of styles and locales that it prints with outside a checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from plantin.model.document import Document
from tests.kit.editions import Editions
from tests.kit.report_content import UNITED_NATIONS, report_content

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[1]


def unpacked(tmp_path: Path) -> set[str]:
    """The names of the files of the wheel, which is unpacked into ``site``."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("plantin-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
        return set(archive.namelist())


def twice(folder: Path) -> list[list[str]]:
    """The files with content that the wheel has more than once (check-wheel-contents, W002)."""
    same: dict[bytes, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size:
            same.setdefault(path.read_bytes(), []).append(path.relative_to(folder).as_posix())
    return [names for names in same.values() if len(names) > 1]


def linked(names: set[str], page: str, text: str) -> list[str]:
    """The files to which a page of the documentation leads and which are not among ``names``; its pictures are left out
    of the wheel.
    """
    targets = re.findall(r"(?<!!)\[[^\]]*\]\(([^)#:]+\.md)(?:#[^)]*)?\)", text)
    return [
        target
        for target in targets
        if os.path.normpath(Path(page).parent / target) not in names and "pictures/" not in target
    ]


@pytest.mark.slow
def test_a_house_begins_with_the_wheel_alone(tmp_path: Path, report: Document, store: Editions) -> None:
    """In an empty folder, without a network where one can be cut off: a house, eight editions in two languages, each
    proved, and none of them with a word of the United Nations. `bench/newcomer.py` does the same with an environment
    into which pip installs the wheel.
    """
    unpacked(tmp_path)
    program = "import sys; sys.path.insert(0, sys.argv.pop(1)); from plantin.cli.main import main; main()"
    cut = ["unshare", "--map-root-user", "--net"]
    cut = cut if subprocess.run([*cut, "true"], capture_output=True, check=False).returncode == 0 else []

    def plantin(*arguments: str, at: Path = tmp_path) -> str:
        command = [*cut, sys.executable, "-I", "-c", program, str(tmp_path / "site"), *arguments]
        done = subprocess.run(
            command, cwd=at, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr.strip()) == (0, ""), done.stdout + done.stderr
        return done.stdout

    plantin("new", "city-water", "--languages", "en,fr")
    house = tmp_path / "city-water"
    plantin("build", "--strict", at=house)
    assert "8 editions, 0 differences, 0 findings" in plantin("check", "--strict", at=house)
    files = [path for path in house.rglob("*") if path.is_file()]
    assert [(path.name, word) for path in files for word in UNITED_NATIONS if word in report_content(path)] == []
    for name in ("pdf", "docx", "epub", "html"):
        text = report_content(store.path(report, name))
        assert [word for word in ("United Nations", "undocs.org", "Distr.") if word not in text] == [], name
    assert plantin("help", "houses", at=house).startswith("# Setting up a house")
    assert str(tmp_path / "site") in plantin("help", at=house)


def test_the_wheel_prints_outside_a_checkout(tmp_path: Path) -> None:
    names = unpacked(tmp_path)
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"plantin"}
    carried = (
        "styles/un/style.toml",
        "styles/un/fonts/LICENSE.txt",
        "styles/press/print.css",
        "docs/houses.md",
        "locales/en/locale.toml",
        "locales/ru/locale.toml",
    )
    for name in carried:
        assert f"plantin/stock/{name}" in names
    stock = {name.removeprefix("plantin/stock/") for name in names}
    pages = [name for name in stock if name.endswith(".md") and name.partition("/")[0] == "docs"]
    assert [
        (page, linked(stock, page, (tmp_path / "site/plantin/stock" / page).read_text("utf-8"))) for page in pages
    ] == [(page, []) for page in pages]
    assert linked(stock, "docs/houses.md", "[a](../README.md) [b](languages.md#x)") == ["../README.md"]
    assert not [name for name in names if name.endswith(".po")], "translations belong to reports"
    assert twice(tmp_path / "site") == []
    (tmp_path / "site/plantin/stock/styles/un/fonts/copy.txt").write_bytes(
        (tmp_path / "site/plantin/stock/styles/un/fonts/LICENSE.txt").read_bytes()
    )
    assert twice(tmp_path / "site") == [
        ["plantin/stock/styles/un/fonts/LICENSE.txt", "plantin/stock/styles/un/fonts/copy.txt"]
    ]
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\nfrom pathlib import Path; from plantin.house import"
        " layout\nassert layout.__file__.startswith(sys.argv[1]), layout.__file__\nhome ="
        " layout.House(Path(sys.argv[2])); print(home.style().fonts.family, home.style('un').fonts.family,"
        " home.locale('fr').name)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", script, str(tmp_path / "site"), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "Noto Sans STIX Two Text Français", done.stderr
    # A package of others called `pipeline`, installed beside, is neither replaced nor imported.
    (tmp_path / "site" / "pipeline").mkdir()
    (tmp_path / "site" / "pipeline" / "__init__.py").write_text("raise ImportError('the package of others')", "utf-8")
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import plantin; from plantin.cli import main;"
        " print(plantin.__version__)"
    )
    beside = subprocess.run(
        [sys.executable, "-I", "-c", program, str(tmp_path / "site")], capture_output=True, text=True, check=False
    )
    assert beside.returncode == 0, beside.stderr

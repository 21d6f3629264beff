"""What an edition depends on of the press itself: the code that makes it, found by its imports, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from plantin.house.layout import House
from plantin.production import code_closure, versions
from plantin.production.code_closure import code_digest, code_files
from plantin.production.composed import ComposedReport
from plantin.production.formats import Edition, Format, formats
from plantin.production.ingredients import Ingredients
from plantin.source.text import Source
from tests.kit.command import plantin
from tests.kit.houses import REPORT, ROOT, in_un
from tests.kit.opened_files import opened

pytestmark = pytest.mark.full

PRESS = Path(code_closure.__file__).parents[1]


def named(*modules: str) -> set[str]:
    return {path.relative_to(PRESS).as_posix() for path in code_files(modules)}


@pytest.mark.parametrize("row", formats(), ids=lambda row: row.name)
def test_an_edition_depends_on_its_own_writer_and_on_no_auditor(row: Format) -> None:
    found = named(row.module)
    assert {"model/document.py", "writers/__init__.py"} <= found
    assert not [path for path in found if path.startswith(("auditors/", "check/", "cli/", "findings/", "lint/"))]


def test_a_writer_that_is_not_used_does_not_count() -> None:
    html = named("plantin.writers.html")
    assert "writers/xhtml.py" in html
    assert not [path for path in html if path.startswith(("writers/docx/", "writers/pdf/", "writers/epub/"))]
    assert "house/faces/NotoSerifThai-Regular.ttf" in html, "fallback faces are data of the house"


@pytest.fixture
def press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A press of three modules: ``a`` imports ``b`` where it is used."""
    folder = tmp_path / "plantin"
    folder.mkdir()
    (folder / "__init__.py").write_text("", "utf-8")
    (folder / "a.py").write_text("def f():\n    from plantin import (\n        b,\n    )\n    return b\n", "utf-8")
    (folder / "b.py").write_text("B = 1\n", "utf-8")
    (folder / "c.py").write_text("C = 1\n", "utf-8")
    monkeypatch.setattr(code_closure, "_ROOT", tmp_path)
    forget()
    yield folder
    forget()


def forget() -> None:
    """Read the code anew, as another run does."""
    for cached in (code_closure.code_digest, code_closure._direct_files, code_closure._files, code_closure._content):
        cached.cache_clear()


def test_code_that_is_imported_where_it_is_used_counts(press: Path) -> None:
    before = code_digest(("plantin.a",))
    (press / "c.py").write_text("C = 2\n", "utf-8")
    forget()
    assert code_digest(("plantin.a",)) == before
    (press / "b.py").write_text("B = 2\n", "utf-8")
    forget()
    assert code_digest(("plantin.a",)) != before


def test_a_build_loads_no_engine_before_there_is_something_to_make() -> None:
    code = "import sys; from plantin.cli import main, build; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {
        "weasyprint",
        "docx",
        "pikepdf",
        "PIL",
        "lxml",
        "plantin.production.steps",
        "plantin.house.style",
        "plantin.packs.publish",
    }
    assert not heavy & set(loaded)


def test_a_command_that_gives_its_work_away_loads_nothing_that_does_it() -> None:
    shown = "steps.ComposedReport.__module__, steps.IssuedFile.__module__, *sys.modules"
    code = f"import sys; from plantin.production import schedule, steps; print({shown})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    rooms = {
        "plantin.resolve",
        "plantin.translation",
        "plantin.lint",
        "plantin.auditors.parity",
        "plantin.writers.writer",
    }
    assert not (rooms | {"plantin.production.compose", "plantin.house.style", "fontTools"}) & set(loaded)


def test_a_worker_that_makes_editions_loads_nothing_that_reads_them_back() -> None:
    code = (
        "import sys; from plantin.production import formats, versions; from plantin.writers import docx, epub, html;"
        " print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    read = {name for name in loaded if name.startswith("plantin.auditors.") or name == "plantin.production.checking"}
    assert read <= {"plantin.auditors.fault"}, "only what words the finding of an unreadable file"


def test_a_source_is_read_once_in_a_build_whatever_its_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("styles", "locales"):
        (tmp_path / name).symlink_to(ROOT / name)
    in_un(tmp_path)
    (tmp_path / "sources" / "S-2017-97").mkdir(parents=True)
    shutil.copy(REPORT, tmp_path / "sources" / "S-2017-97")

    compose = versions.compose

    def given(
        house: House, slug: str, language: str, report: Source | None = None, *, compares: bool = True
    ) -> ComposedReport:
        assert report is not None, "a worker reads the source again"
        assert not compares, "a build compares no translation"
        return compose(house, slug, language, report, compares=compares)

    monkeypatch.setattr(versions, "compose", given)
    with opened(tmp_path) as counts:
        made = plantin("build", "--format", "html", "--language", "en,fr", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert counts["sources/S-2017-97/report.md"] == 1


def test_a_copy_of_the_style_of_the_stock_makes_the_same_editions(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "styles", tmp_path / "styles")
    edition = Edition("S-2017-97", "en", "html")
    ours, copied = (Ingredients(house, None).edition_digests(edition, "") for house in (House(ROOT), in_un(tmp_path)))
    assert copied == ours
    path = tmp_path / "styles" / "press" / "print.css"
    path.write_text(f"{path.read_text('utf-8')}\n# changed\n", "utf-8")
    assert Ingredients(House(tmp_path), None).edition_digests(edition, "")["style"] != ours["style"]


@pytest.mark.parametrize(
    ("name", "made"), [("print.css", "pdf"), ("epub.css", "epub"), ("word.toml", "docx"), ("screen.css", "html")]
)
def test_a_pipe_in_a_style_is_a_finding_though_all_was_made(name: str, made: str, tmp_path: Path) -> None:
    assert plantin("new", str(tmp_path / "house"), cwd=tmp_path).returncode == 0
    call = ("build", "--language", "en", "--format", made)
    assert plantin(*call, cwd=tmp_path / "house").returncode == 0
    os.mkfifo(tmp_path / "house" / "styles" / "house" / name)
    ended = plantin(*call, cwd=tmp_path / "house")
    assert ended.returncode == 5, ended.stdout
    assert "is a pipe, not a regular file" in ended.stderr


@pytest.mark.parametrize("kind", ["pipe", "folder", "link to nothing"])
def test_no_pipe_or_folder_is_the_style_of_citations_of_a_report_that_cites_nothing(tmp_path: Path, kind: str) -> None:
    assert plantin("new", "house", cwd=tmp_path).returncode == 0
    path = tmp_path / "house" / "styles" / "house" / "citations.csl"
    {"pipe": lambda: os.mkfifo(path), "folder": path.mkdir, "link to nothing": lambda: path.symlink_to("x")}[kind]()
    ended = plantin("build", "--format", "txt", cwd=tmp_path / "house")
    assert ended.returncode == 5, ended.stdout
    assert "styles/house/citations.csl: error D021: citations.csl" in ended.stderr
    assert not list((tmp_path / "house" / "build").glob("*/*.txt"))

"""Another version of the layout engine: without a name that pages need it is refused before a page is laid out; without
one that only saves time the pages are the same.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from plantin.findings import ToolError
from plantin.writers import engine
from plantin.writers.engine import apply_replacements
from plantin.writers.pdf import caches
from tests.kit import houses
from tests.kit.command import Ended, process

pytestmark = pytest.mark.full

NEEDED = (
    "LayoutContext",
    "make_page",
    "_linebox_layout",
    "split_first_line",
    "avoid_page_break",
    "draw_first_line",
    "add_tags",
    "unlayout_footnote",
    "TextBox",
)
CACHED = (
    "css.CSS",
    "css.ComputedStyle",
    "layout.inline.inline_block_box_layout",
    "layout.background.layout_box_backgrounds",
    "text.line_break.Layout.setup",
    "layout.inline.strut",
)
"""What only caches ask for: the page itself calls the functions that the other three wrap."""


WITHOUT = """
import dataclasses, json, os, sys
from pathlib import Path
from plantin.cli import main
from plantin.writers import engine
from tests.kit.command import plantin
engine.load()
home, folder, *names = sys.argv[1:]
modules = [vars(module) for name, module in sys.modules.items() if name.startswith("weasyprint")]
classes = {one for names_of in modules for one in names_of.values() if isinstance(one, type)}
for name in names:
    child = os.fork()
    if not child:
        for names_of in modules:
            names_of.pop(name, None)
        for one in classes:
            if name in vars(one):
                delattr(one, name)
        ended = plantin("build", "--format", "pdf", "--output", f"{folder}/{name}", cwd=Path(home))
        Path(folder, f"{name}.json").write_text(json.dumps(dataclasses.asdict(ended)), "utf-8")
        os._exit(0)
    os.waitpid(child, 0)
"""
"""Builds of the PDF by the loaded engine, from which one of the names is deleted for each. What works with the engine
is loaded after that.
"""


def other_engine(folder: Path, *names: str) -> str:
    """Copy the engine into ``folder``, with ``names`` renamed; the folder, for the path of Python."""
    spec = find_spec("weasyprint")
    assert spec
    assert spec.origin
    installed = Path(spec.origin).parent
    copied = shutil.copytree(installed, folder / "weasyprint")
    for about in installed.parent.glob("weasyprint-*.dist-info"):  # which says the version
        shutil.copytree(about, folder / about.name)
    for file in copied.rglob("*.py"):
        text = file.read_text("utf-8")
        renamed = re.sub(rf"(?<![-'\"])\b({'|'.join(names)})\b(?![-'\"])", r"\1_of_another_name", text)
        if renamed != text:  # the others are compiled already
            file.write_text(renamed, "utf-8")
    return str(folder)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house with one small report, whose PDF is made."""
    root = houses.small(tmp_path_factory.mktemp("house")).root
    made = process("build", "--format", "pdf", cwd=root)
    assert made.returncode == 0, made.stderr
    return root


def test_an_engine_without_a_name_that_pages_need_is_refused(home: Path, tmp_path: Path) -> None:
    built = process(
        *("build", "--format", "pdf", "--output", str(tmp_path / "build")),
        cwd=home,
        PYTHONPATH=other_engine(tmp_path, NEEDED[0]),
    )
    is_refused(built, NEEDED[0], tmp_path / "build")


@pytest.mark.proof
def test_each_name_that_pages_need_is_asked_for_before_pages_are_laid_out(home: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, str(home), str(tmp_path), *NEEDED],
        cwd=houses.ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for name in NEEDED:
        is_refused(Ended(**json.loads((tmp_path / f"{name}.json").read_text("utf-8"))), name, tmp_path / name)


def is_refused(built: Ended, name: str, folder: Path) -> None:
    """Whether a build into ``folder`` ended because the engine has no ``name``."""
    assert built.returncode == ToolError.exit_code, built.stderr
    assert built.stderr.count("error D012") == 1, built.stderr
    assert re.search(
        rf"WeasyPrint {re.escape(engine.version())} has no weasyprint\.[\w.]*\b{name}, which", built.stderr
    )
    assert "Traceback" not in built.stderr
    assert "fault of plantin" not in built.stderr
    assert not [*folder.rglob("*.pdf")]


@pytest.mark.skipif(not engine.is_known(), reason="on other engines nothing is kept")
def test_an_engine_without_what_saves_time_sets_the_same_pages_with_a_remark(home: Path, tmp_path: Path) -> None:
    names = {name.rpartition(".")[2] for name in CACHED}
    built = process(
        *("build", "--format", "pdf", "--output", str(tmp_path / "build")),
        cwd=home,
        PYTHONPATH=other_engine(tmp_path, *names),
    )
    assert built.returncode == 0, built.stderr
    assert built.stderr.count("warning D012") == 1, built.stderr
    assert "error" not in built.stderr
    assert [name for name in CACHED if f"weasyprint.{name}" not in built.stderr] == []
    (usual,), (made,) = ([*folder.rglob("*.pdf")] for folder in (home / "build", tmp_path / "build"))
    assert made.read_bytes() == usual.read_bytes()


def test_every_cache_that_the_engine_has_no_place_for_is_left_out() -> None:
    import string

    def never(_: object) -> object:
        pytest.fail("there is none")

    def without_its_library(_: object) -> object:
        raise ImportError

    wanted: tuple[tuple[str, str, Callable[[object], object]], ...] = (
        ("string", "capwords", lambda _: 2),
        ("string", "gone", never),
        ("string:Template", "gone", never),
        ("string.gone", "x", never),
        ("string", "digits", without_its_library),
    )
    rows = [row for cache in wanted for row in caches.present(*cache)]
    before = string.capwords
    with apply_replacements(rows):
        assert vars(string)["capwords"] == 2
    assert string.capwords is before
    assert [name for _, name, _ in rows] == ["capwords"]


def test_an_error_that_is_not_about_the_engine_is_no_finding_of_it() -> None:
    def of_ours() -> None:
        from plantin.writers import nothing_of_this_name  # type: ignore[attr-defined]  # noqa: F401

    def of_a_value() -> None:
        getattr(find_spec("plantin"), "gone")  # noqa: B009

    calls: tuple[Callable[[], None], ...] = (of_ours, of_a_value)
    for call in calls:
        with pytest.raises((ImportError, AttributeError)), engine.report_missing():
            call()


def test_what_makes_no_page_does_without_the_engine() -> None:
    modules = ("pdf", "pdf.large", "pdf.ua2", "pdf.caches")
    imports = "; ".join(f"import plantin.writers.{module}" for module in modules)
    script = f"{imports}; import sys; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0

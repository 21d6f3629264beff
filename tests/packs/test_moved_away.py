"""A pack moved away leaves everything else as it was: the core's commands, the bytes of a web page, and no difference in
a check; what needs the pack says so in one finding.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.houses import ROOT

PACKAGE = ROOT / "pipeline" / "plantin"
PACKS = tuple(sorted(path.name for path in (PACKAGE / "packs").iterdir() if (path / "__init__.py").is_file()))
POINTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]
PAGE = (("build", "--format", "html"), ("check", "--format", "html"))
CORE = (
    ("--version",),
    ("help",),
    ("help", "source"),
    ("doctor",),
    ("explain", "V021"),
    ("build", "--help"),
    ("schema",),
)
IN_TURN = """import contextlib, io, json, sys
from plantin.cli.main import run
ended = []
for words in json.loads(sys.argv[1]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(tuple(words))
    ended.append((words, code, out.getvalue(), err.getvalue()))
print(json.dumps(ended))
"""
"""Runs commands one after another in a process, which imports the press once for all of them."""
REPORT = "---\nsymbol: R/2026/1\ntitle: Lamps\ndate: 2026-01-05\n---\n\n# Oil\n\nThe lamps burn oil.\n"


def house(folder: Path) -> Path:
    path = folder / "sources" / "R-2026-1" / "report.md"
    path.parent.mkdir(parents=True)
    path.write_text(REPORT, "utf-8")
    (folder / "plantin.toml").write_text('style = "plain"\n', "utf-8")
    return folder


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package as it is installed, compiled, whose packs are moved away by turns."""
    folder = tmp_path_factory.mktemp("installed")
    half_written = shutil.ignore_patterns("*.pyc.*")
    shutil.copytree(PACKAGE, folder / "plantin", ignore=half_written)
    for name in ("styles", "locales", "docs"):
        (folder / "plantin" / "stock").mkdir(exist_ok=True)
        (folder / "plantin" / "stock" / name).symlink_to(ROOT / name)
    return folder


@pytest.fixture(params=PACKS)
def without(request: pytest.FixtureRequest, installed: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The name of a pack, and the folder of the package without it and without its entry points."""
    pack: str = request.param
    points = [
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in rows.items() if not is_of(pack, value))
        for group, rows in POINTS.items()
    ]
    about = installed / "plantin-0.1.0.dist-info"
    about.mkdir(exist_ok=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: plantin\nVersion: 0.1.0\n")
    (about / "entry_points.txt").write_text("\n".join(points))
    home = installed / "plantin" / "packs" / pack
    home.rename(tmp_path / pack)
    yield pack, installed
    (tmp_path / pack).rename(home)


def is_of(pack: str, value: str) -> bool:
    return value.startswith(f"plantin.packs.{pack}.")


def plantin(package: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return python(package, folder, "from plantin.cli.main import main; main()", *words)


def python(package: Path, folder: Path, code: str, *words: str) -> subprocess.CompletedProcess[str]:
    variables = {**os.environ, "PYTHONPATH": str(package)}
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)


def digest(folder: Path) -> str:
    return hashlib.sha256((folder / "build/R-2026-1/R-2026-1-en.html").read_bytes()).hexdigest()


def lost(pack: str) -> tuple[str, ...]:
    """Words of a command that needs the pack."""
    formats = [name for name, value in POINTS["plantin.formats"].items() if is_of(pack, value)]
    commands = [name for name, value in POINTS["plantin.commands"].items() if is_of(pack, value)]
    return ("build", "--format", formats[0]) if formats else (commands[0],) if commands else ()


@pytest.fixture(scope="module")
def whole(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of the web page that the whole package makes."""
    folder = house(tmp_path_factory.mktemp("whole"))
    assert plantin(ROOT / "pipeline", folder, "build", "--format", "html").returncode == 0
    return digest(folder)


@pytest.mark.full
@pytest.mark.sample(2)
def test_the_rest_works_without_a_pack(whole: str, without: tuple[str, Path], tmp_path: Path) -> None:
    pack, package = without
    folder = house(tmp_path / "house")
    needing = [words] if (words := lost(pack)) else []
    done = python(package, folder, IN_TURN, json.dumps([*PAGE, *CORE, *needing]))
    assert done.returncode == 0, done.stderr
    ended = {tuple(words): (code, output, errors) for words, code, output, errors in json.loads(done.stdout)}
    assert [*ended] == [*PAGE, *CORE, *needing]
    made, checked = (ended[words] for words in PAGE)
    assert (made[0], made[2], checked[0], checked[2]) == (0, "", 0, "")
    assert digest(folder) == whole
    assert re.search(r"\b0 differences", checked[1]), checked[1]
    for words in CORE:
        code, output, errors = ended[words]
        assert (code, "Traceback" in errors, bool(output)) == (0, False, True), (words, errors)
    for words in needing:
        code, _, errors = ended[words]
        assert (code, len(re.findall(r"error [A-Z]\d{3}", errors))) == (2, 1), errors


def test_every_pack_is_joined_by_entry_points_and_tells_what_it_is() -> None:
    for pack in PACKS:
        assert any(is_of(pack, value) for rows in POINTS.values() for value in rows.values()), pack
        page = (PACKAGE / "packs" / pack / "README.md").read_text("utf-8")
        assert page.startswith((f"# {pack.replace('_', ' ')}\n", f"# {pack}\n")), pack
        assert len(page.split()) < 400, f"the page of {pack} is longer than one page"

"""An edition leads to those that are published with it and to no more, whatever else lies in the build folder: releases
of subsets drawn at random, over build folders that hold other editions.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html

from plantin.files import file_digest
from plantin.validators import tools
from tests.kit.command import Ended, plantin
from tests.kit.houses import ROOT, STYLE
from tests.packs.publish.test_release import REPORT, clone, git, translate

pytestmark = pytest.mark.full

CHEAP = ("html", "txt", "md", "docx")
ALL = (*CHEAP, "pdf", "epub", "large", "brf", "ebrl")
SLUGS = ("A-90-1", "A-90-2")
LANGUAGES = ("en", "fr")
WAIVED = tuple(word for tool in tools() for word in ("--waive", f"{tool.name}=not what is tested"))


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house under git with two small reports in two languages, the translations reviewed."""
    home = tmp_path_factory.mktemp("origin")
    (home / "styles").symlink_to(ROOT / "styles")
    (home / "plantin.toml").write_text(f'{STYLE}[site]\nbase = "https://reports.example.org/"\n', "utf-8")
    for slug in SLUGS:
        (home / "sources" / slug).mkdir(parents=True)
        text = REPORT.replace("A/90/1", slug.replace("-", "/"))
        (home / "sources" / slug / "report.md").write_text(text, "utf-8")
    (home / ".gitignore").write_text("/build/\n/release/\n", "utf-8")
    ended = plantin("catalogue", "update", cwd=home)
    assert ended.returncode == 0, ended.stderr
    for slug in SLUGS:
        translate(home / "locales" / "fr" / f"{slug}.po")
    git(home, "init", "--quiet")
    git(home, "add", "--all")
    git(home, "commit", "--quiet", "--message", "Two reports")
    return home


def release(home: Path, *arguments: str) -> Ended:
    nothing = str(home / "no-validators")
    return plantin("release", "1.0", *WAIVED, *arguments, cwd=home, PLANTIN_VALIDATORS=nothing)


def subset(drawn: random.Random, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(drawn.sample(names, drawn.randint(1, len(names))))


def dead(folder: Path) -> Iterator[str]:
    """The links of pages below ``folder`` to files that are not there, found without the press."""
    for page in sorted(folder.rglob("*.html")):
        for _, _, link, _ in html.parse(str(page)).getroot().iterlinks():
            address = str(link).partition("#")[0]
            if address and ":" not in address and not (page.parent / unquote(address)).is_file():
                yield f"{page.relative_to(folder)} -> {address}"


def contents(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and ".records" not in path.parts)
    return {path.relative_to(folder).as_posix(): file_digest(path) for path in files}


def a_release_of_a_subset_stands_alone(origin: Path, folder: Path, seed: int, pool: tuple[str, ...]) -> None:
    drawn = random.Random(seed)  # noqa: S311 - a draw for a test
    home = clone(origin, folder / "clone")
    for _ in range(drawn.randint(1, 2)):
        built = ("--format", ",".join(subset(drawn, pool)), "--language", ",".join(subset(drawn, LANGUAGES)))
        assert plantin("build", *built, cwd=home).returncode == 0
    (home / "build" / SLUGS[0]).mkdir(exist_ok=True)
    (home / "build" / SLUGS[0] / f"{SLUGS[0]}-en.pef").write_bytes(b"a stray file")
    assert list(dead(home / "build")) == []
    before = contents(home / "build")
    formats, languages, slugs = subset(drawn, pool), subset(drawn, LANGUAGES), subset(drawn, SLUGS)
    ended = release(home, *slugs, "--format", ",".join(formats), "--language", ",".join(languages))
    assert ended.returncode == 0, ended.stderr
    assert list(dead(home / "release" / "1.0")) == []
    assert contents(home / "build") == before, "a release leaves the build folder as it is"
    shutil.rmtree(home / "build")
    ended = plantin("verify", "release/1.0", "--rebuild", cwd=home)
    assert (ended.returncode, "byte for byte" in ended.stdout) == (0, True), ended.stderr


@pytest.mark.proof
@pytest.mark.parametrize("seed", [0, 1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_release_of_a_few_formats_stands_alone(origin: Path, tmp_path: Path, seed: int) -> None:
    a_release_of_a_subset_stands_alone(origin, tmp_path, seed, CHEAP)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 160))
def test_a_release_of_any_formats_stands_alone(origin: Path, tmp_path: Path, seed: int) -> None:
    a_release_of_a_subset_stands_alone(origin, tmp_path, seed, ALL)


def test_builds_of_one_format_after_another_leave_no_dead_link(origin: Path, tmp_path: Path) -> None:
    home = clone(origin, tmp_path / "clone")
    for order in ("html", "txt", "html", "docx,md", "html"):
        assert plantin("build", "--format", order, cwd=home).returncode == 0
        assert list(dead(home / "build")) == []
    page = home / "build" / SLUGS[0] / f"{SLUGS[0]}-fr.html"
    linked = page.read_text("utf-8")
    assert all(f'href="{SLUGS[0]}-fr.{suffix}"' in linked for suffix in ("txt", "docx", "md"))
    (home / "build" / SLUGS[0] / f"{SLUGS[0]}-fr.md").unlink()
    assert plantin("build", "--format", "html", cwd=home).returncode == 0
    assert list(dead(home / "build")) == []
    assert f'href="{SLUGS[0]}-fr.md"' not in page.read_text("utf-8")
    assert plantin("build", "--format", "html,txt,docx,md", cwd=home).returncode == 0
    assert page.read_text("utf-8") == linked, "the editions of a build folder are the same again"

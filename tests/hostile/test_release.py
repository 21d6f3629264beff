"""A release into a folder that is not what it seems: nothing that the press did not make is changed or deleted, and no
link is followed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from plantin import validators
from plantin.files import digest
from plantin.packs.publish.verification import SUMS, sums
from tests.kit.command import Ended, plantin
from tests.kit.houses import ROOT, in_un

pytestmark = pytest.mark.full

SLUG = "A-90-1"
REPORT = """---
symbol: A/90/1
organ: "General Assembly"
title: "Report on lamps"
date: 2035-06-02
distribution: general
original-language: en
languages: [en]
---

# Lamps

The lamps are lit.
"""
WAIVED = tuple(f"--waive={tool.name}=not the subject here" for tool in validators.tools())


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Keeper", "-c", "user.email=keeper@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A house of one report, committed, beside a folder of the user that does not belong to it."""
    root = tmp_path / "house"
    (root / "sources" / SLUG).mkdir(parents=True)
    (root / "sources" / SLUG / "report.md").write_text(REPORT, "utf-8")
    for part in ("styles", "locales"):
        (root / part).symlink_to(ROOT / part)
    in_un(root)
    (root / ".gitignore").write_text("/build\n/release\n", "utf-8")
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "One report")
    mine = tmp_path / "outside"
    for name in (".ssh/id", ".git/HEAD", "letters/one.txt"):
        (mine / name).parent.mkdir(parents=True)
        (mine / name).write_text("mine", "utf-8")
    return root


def release(home: Path, version: str = "1.0", *more: str) -> Ended:
    return plantin(
        "release", version, "--format", "html", *WAIVED, *more, cwd=home, PLANTIN_VALIDATORS=str(home / "none")
    )


def tree(folder: Path) -> dict[str, str]:
    """All that is in a folder: files by their digests, links by where they lead."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        found[name] = (
            str(path.readlink()) if path.is_symlink() else digest(path.read_bytes()) if path.is_file() else "folder"
        )
    return found


def test_a_release_adds_its_folder_and_touches_nothing_else(home: Path, tmp_path: Path) -> None:
    folder = home / "release"
    for name in (
        ".git/HEAD",
        ".github/workflows/ci.yml",
        ".well-known/security.txt",
        "index.html",
        "draft-0.9/a.txt",
        ".1.0.abc/mine",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("mine", "utf-8")
    before, outside, own = tree(folder), tree(tmp_path / "outside"), tree(home / ".git")
    ended = release(home)
    assert ended.returncode == 0, ended.stderr
    after = tree(folder)
    assert {name: value for name, value in after.items() if name != "1.0" and not name.startswith("1.0/")} == before
    assert (tree(tmp_path / "outside"), tree(home / ".git")) == (outside, own)
    released = tree(folder / "1.0")
    again = release(home)
    assert (again.returncode, "U008" in again.stderr, tree(folder / "1.0")) == (2, True, released)
    _since_a_doctored_release(home)


def _since_a_doctored_release(home: Path) -> None:
    """A release with metadata that no release has is reported, and nothing is made."""
    folder = home / "release" / "1.0"
    kept = folder / SLUG / "passages.json"
    for content in ("[" * 100_000, '{"schema": 1, "languages": {"en": [{"kind": 1}]}}'):
        kept.write_text(content, "utf-8")
        ended = release(home, "1.1")
        assert (ended.returncode, "D115" in ended.stderr) == (1, True), "its digests are not those of SHA256SUMS"
        (folder / SUMS).write_bytes(sums(folder))
        ended = release(home, "1.1")
        assert (ended.returncode, "D116" in ended.stderr) == (1, True), "its digests are, and it is no release for that"
    assert not (home / "release" / "1.1").exists()


LINKS: dict[str, Callable[[Path], object]] = {
    "release leads to a home": lambda root: (root / "release").symlink_to(root.parent / "outside"),
    "release leads to the root": lambda root: (root / "release").symlink_to("."),
    "release leads nowhere": lambda root: (root / "release").symlink_to("nowhere"),
    "release is a file": lambda root: (root / "release").write_text("mine", "utf-8"),
    "build leads outside": lambda root: (root / "build").symlink_to(root.parent / "outside"),
    "the records lead outside": lambda root: (
        (root / "build").mkdir(),
        (root / "build" / ".records").symlink_to(root.parent / "outside"),
    ),
    "the workshop leads outside": lambda root: (
        (root / "build").mkdir(),
        (root / "build" / ".release").symlink_to(root.parent / "outside"),
    ),
    "the report's folder leads outside": lambda root: (
        (root / "build").mkdir(),
        (root / "build" / SLUG).symlink_to(root.parent / "outside"),
    ),
}


@pytest.mark.parametrize("kind", LINKS)
def test_no_link_is_followed_by_a_release(home: Path, tmp_path: Path, kind: str) -> None:
    LINKS[kind](home)
    outside, own = tree(tmp_path / "outside"), tree(home / ".git")
    ended = release(home)
    if kind.startswith("the r"):  # it makes its editions elsewhere, and takes over nothing that is not below the root
        assert ended.returncode == 0, ended.stderr
    else:
        refused = "U026" in ended.stderr or "V002" in ended.stderr
        assert (ended.returncode in (2, 6), refused) == (True, True), ended.stderr
    assert (tree(tmp_path / "outside"), tree(home / ".git")) == (outside, own)
    assert not (tmp_path / "outside" / "1.0").exists()


@pytest.mark.parametrize("kind", [kind for kind in LINKS if kind.startswith(("build", "the r"))])
def test_no_link_is_followed_by_a_build(home: Path, tmp_path: Path, kind: str) -> None:
    LINKS[kind](home)
    outside = tree(tmp_path / "outside")
    ended = plantin("build", "--format", "html", cwd=home)
    assert (ended.returncode, "U026" in ended.stderr) == (2, True), ended.stderr
    assert tree(tmp_path / "outside") == outside


@pytest.mark.parametrize("kind", ["a file", "a folder", "a link outside", "a broken link"])
def test_a_version_that_is_there_is_never_replaced(home: Path, tmp_path: Path, kind: str) -> None:
    folder = home / "release"
    folder.mkdir()
    if kind == "a file":
        (folder / "1.0").write_text("mine", "utf-8")
    elif kind == "a folder":
        (folder / "1.0").mkdir()
    else:
        (folder / "1.0").symlink_to(tmp_path / "outside" if kind == "a link outside" else "nowhere")
    before = tree(tmp_path)
    ended = release(home)
    assert (ended.returncode, "U008" in ended.stderr) == (2, True)
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    "version", ["..", "../..", "1.0/../../outside", "/x/y", ".git", "", "1.0\x1b[2J", "1\n2", "١.٠", "9" * 5000]
)
def test_a_version_that_is_a_path_is_invalid(home: Path, tmp_path: Path, version: str) -> None:
    before = tree(tmp_path)
    ended = release(home, version)
    assert (ended.returncode, "U008" in ended.stderr) == (2, True)
    assert tree(tmp_path) == before


@pytest.mark.slow
def test_a_rebuild_leaves_its_scratch_folder_by_no_way(home: Path, tmp_path: Path) -> None:
    """The manifest of a sound release, doctored and signed off again, in every way that once led out."""
    ended = release(home)
    assert ended.returncode == 0, ended.stderr
    folder = home / "release" / "1.0"
    record = json.loads((folder / "manifest.json").read_text("utf-8"))
    outside = tree(tmp_path / "outside")
    for part, value in (
        ("language", "../../../outside/en"),
        ("format", "../html"),
        ("path", f"{SLUG}/../../outside/x.html"),
        ("path", ["a"]),
    ):
        doctored = json.loads(json.dumps(record))
        doctored["reports"][0]["editions"][0][part] = value
        (folder / "manifest.json").write_text(json.dumps(doctored), "utf-8")
        (folder / SUMS).write_bytes(sums(folder))
        ended = plantin("verify", "release/1.0", "--rebuild", cwd=home)
        assert (ended.returncode, "U009" in ended.stderr) == (2, True), ended.stderr
    record["reports"][0]["source"]["sha256"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(record), "utf-8")
    (folder / SUMS).write_bytes(sums(folder))
    shutil.rmtree(home / "sources")
    (home / "sources").mkdir()
    ended = plantin("verify", "release/1.0", "--rebuild", cwd=home)
    assert (ended.returncode, "D108" in ended.stderr) == (1, True), "a report that is not here is not what was released"
    assert tree(tmp_path / "outside") == outside

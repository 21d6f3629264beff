"""A release is of what its commit has, whatever the repository makes git believe, and starts no program that the
repository names.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from plantin.findings import PlantinError
from plantin.packs.publish.origin import origin

pytestmark = pytest.mark.full

REPORT, STYLE = "sources/A-1/report.md", "styles/house/style.toml"
WHO = ("-c", "user.name=Keeper", "-c", "user.email=keeper@example.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *arguments: str, **variables: str) -> str:
    environment = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull} | variables
    ended = subprocess.run(
        ["git", "-C", str(folder), *WHO, *arguments], check=True, capture_output=True, text=True, env=environment
    )
    return ended.stdout.strip()


def commit(folder: Path) -> None:
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--message", "Lamps")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    root = tmp_path / "house"
    for name in (REPORT, STYLE, "locales/fr/A-1.po", "plantin.toml"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"{name}\n", "utf-8")
    git(tmp_path, "init", "--quiet", str(root))
    commit(root)
    return root


def found(root: Path) -> list[str]:
    """What is wrong with the files of a house: the code and the place of each finding."""
    try:
        origin(root)
    except PlantinError as error:
        return [f"{finding.code} {finding.place}" for finding in error.findings]
    return []


def test_a_house_as_it_was_committed_has_its_commit(house: Path) -> None:
    made = origin(house)
    assert made.commit == git(house, "rev-parse", "HEAD")
    assert made.committed == git(house, "log", "-1", "--format=%cd", "--date=format-local:%Y-%m-%dT%H:%M:%SZ", TZ="UTC")


def assumed(root: Path) -> None:
    git(root, "update-index", "--assume-unchanged", REPORT)


def skipped(root: Path) -> None:
    git(root, "update-index", "--skip-worktree", REPORT)


def no_index(root: Path) -> None:
    (root / ".git" / "index").write_bytes(b"junk")


def monitored(root: Path) -> None:
    """A monitor that says that nothing has changed."""
    git(root, "config", "core.fsmonitor", "true")


def nothing(_root: Path) -> None:
    pass


@pytest.mark.parametrize("trick", [nothing, assumed, skipped, no_index, monitored])
@pytest.mark.parametrize("name", [REPORT, STYLE, "locales/fr/A-1.po", "plantin.toml"])
def test_a_changed_file_is_found_whatever_git_believes(trick: Callable[[Path], None], name: str, house: Path) -> None:
    trick(house)
    (house / name).write_text("Other words.\n", "utf-8")
    if trick is not no_index:
        git(house, "status")
    assert found(house) == [f"D101 {name}"]


def excluded(root: Path) -> None:
    (root / ".git" / "info" / "exclude").write_text("*.csv\n", "utf-8")


def ignored(root: Path) -> None:
    (root / ".gitignore").write_text("*.csv\n", "utf-8")


def unshown(root: Path) -> None:
    git(root, "config", "status.showUntrackedFiles", "no")


@pytest.mark.parametrize("trick", [nothing, excluded, ignored, unshown])
def test_a_file_that_is_not_committed_is_found_whatever_git_ignores(trick: Callable[[Path], None], house: Path) -> None:
    trick(house)
    (house / "sources" / "A-1" / "lamps.csv").write_text("a,b\n", "utf-8")
    assert found(house) == ["D101 sources/A-1/lamps.csv"]


@pytest.mark.parametrize("name", [".lamp.png", ".parts/wells.md", "parts/.wells.csv"])
def test_a_hidden_file_that_a_report_can_name_is_found(name: str, house: Path) -> None:
    path = house / "sources" / "A-1" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x", "utf-8")
    assert found(house) == [f"D101 sources/A-1/{name}"]


def test_what_a_release_is_not_made_of_need_not_be_committed(house: Path) -> None:
    for name in ("release/1.0/SHA256SUMS", "build/a.pdf", "notes.txt", "sources/A-1/.report.md.swp", "styles/a.css~"):
        (house / name).parent.mkdir(parents=True, exist_ok=True)
        (house / name).write_text("x", "utf-8")
    assert found(house) == []


def test_a_missing_file_a_link_and_a_pipe_in_its_place_are_found(house: Path) -> None:
    (house / REPORT).unlink()
    (house / STYLE).unlink()
    (house / STYLE).symlink_to(house / "plantin.toml")
    (house / "plantin.toml").unlink()
    os.mkfifo(house / "plantin.toml")
    assert found(house) == ["D101 plantin.toml", f"D101 {REPORT}", f"D101 {STYLE}"]


def test_another_commit_in_the_place_of_the_one_that_is_named_is_found(house: Path) -> None:
    (house / REPORT).write_text("Other words.\n", "utf-8")
    git(house, "stash", "--quiet")
    git(house, "replace", "HEAD", "stash@{0}")
    git(house, "checkout", "--quiet", "stash@{0}", "--", REPORT)
    assert found(house) == [f"D101 {REPORT}"]


@pytest.mark.parametrize(
    "settings",
    [
        {"core.fsmonitor": "PROGRAM"},
        {"core.fsmonitor": "PROGRAM", "core.fsmonitorHookVersion": "2"},
        {"log.showSignature": "true", "gpg.program": "PROGRAM"},
        {"filter.a.clean": "PROGRAM", "filter.a.smudge": "PROGRAM", "filter.a.required": "true"},
        {"core.pager": "PROGRAM", "pager.log": "PROGRAM", "pager.ls-tree": "PROGRAM", "pager.cat-file": "PROGRAM"},
        {"core.hooksPath": "hooks"},
        {"diff.external": "PROGRAM", "core.sshCommand": "PROGRAM", "core.alternateRefsCommand": "PROGRAM"},
        {"alias.ls-tree": "!PROGRAM", "alias.cat-file": "!PROGRAM", "alias.rev-parse": "!PROGRAM"},
    ],
    ids=str,
)
def test_no_program_that_the_repository_names_is_started(settings: dict[str, str], house: Path, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\ncat\n", "utf-8")
    program.chmod(0o755)
    (house / ".gitattributes").write_text("* filter=a diff=a\n", "utf-8")
    git(house, "add", "--all")
    git(house, "commit", "--quiet", "--message", "Attributes")
    hooks = house / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "fsmonitor-watchman", "reference-transaction"):
        (hooks / name).symlink_to(program)
    for name, value in settings.items():
        git(house, "config", name, value.replace("PROGRAM", str(program)))
    (tmp_path / "ran").unlink(missing_ok=True)
    (house / REPORT).touch()
    assert found(house) == []
    (house / REPORT).write_text("Other words.\n", "utf-8")
    assert found(house) == [f"D101 {REPORT}"]
    assert not (tmp_path / "ran").exists()


def test_a_missing_object_is_not_fetched(house: Path, tmp_path: Path) -> None:
    git(house, "config", "extensions.partialClone", "origin")
    git(house, "config", "remote.origin.url", str(tmp_path / "other"))
    git(house, "config", "remote.origin.uploadpack", f"touch {tmp_path}/ran; false")
    git(house, "config", "remote.origin.promisor", "true")
    tree = git(house, "rev-parse", "HEAD:sources")
    (house / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    assert [one.split()[0] for one in found(house)] == ["D102"]
    assert not (tmp_path / "ran").exists()


def test_a_root_that_looks_like_a_bare_repository_is_not_one(house: Path, tmp_path: Path) -> None:
    for path in (house / ".git").iterdir():
        path.rename(house / path.name)
    (house / ".git").rmdir()
    git(house, "config", "core.bare", "false")
    git(house, "config", "core.worktree", str(house))
    git(house, "config", "core.fsmonitor", f"touch {tmp_path}/ran; false")
    assert found(house) == [f"D102 {house}"]
    assert not (tmp_path / "ran").exists()


def test_a_house_in_a_folder_of_a_repository(house: Path) -> None:
    inner = house / "reports"
    inner.mkdir()
    for name in ("sources", "styles", "locales", "plantin.toml"):
        (house / name).rename(inner / name)
    commit(house)
    assert found(inner) == []
    (inner / REPORT).write_text("Other words.\n", "utf-8")
    assert found(inner) == [f"D101 {REPORT}"]


def test_a_style_that_is_a_submodule_is_compared_too(house: Path, tmp_path: Path) -> None:
    style = tmp_path / "style"
    style.mkdir()
    (style / "style.toml").write_text("a\n", "utf-8")
    git(style, "init", "--quiet")
    commit(style)
    git(house, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(style), "styles/shared")
    commit(house)
    assert found(house) == []
    (house / "styles" / "shared" / "style.toml").write_text("b\n", "utf-8")
    assert found(house) == ["D101 styles/shared/style.toml"]


def test_a_picture_kept_by_git_lfs_is_what_its_pointer_names(house: Path) -> None:
    picture, content = house / "sources" / "A-1" / "lamp.png", b"a picture" * 1000
    name = hashlib.sha256(content).hexdigest()
    picture.write_text(f"version https://git-lfs.github.com/spec/v1\noid sha256:{name}\nsize {len(content)}\n", "utf-8")
    commit(house)
    picture.write_bytes(content)
    assert found(house) == []
    picture.write_bytes(content + b"!")
    assert found(house) == ["D101 sources/A-1/lamp.png"]


def test_a_repository_with_sha_256_and_a_link(tmp_path: Path) -> None:
    root = tmp_path / "house"
    (root / "sources" / "A-1").mkdir(parents=True)
    (root / REPORT).write_text("Lamps\n", "utf-8")
    (root / "sources" / "A-2").symlink_to("A-1")
    git(tmp_path, "init", "--quiet", "--object-format=sha256", str(root))
    commit(root)
    assert found(root) == []
    assert len(origin(root).commit) == 64
    (root / "sources" / "A-2").unlink()
    (root / "sources" / "A-2").symlink_to("A-3")
    assert found(root) == ["D101 sources/A-2"]


def test_the_press_is_compared_where_it_is_in_the_house(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = house / "pipeline" / "plantin"
    code.mkdir(parents=True)
    (code / "press.py").write_text("a = 1\n", "utf-8")
    commit(house)
    monkeypatch.setattr(sys.modules[origin.__module__], "PACKAGE", code)
    assert found(house) == []
    (code / "press.py").write_text("a = 2\n", "utf-8")
    assert found(house) == ["D101 pipeline/plantin/press.py"]


def test_without_a_repository_or_a_commit_there_is_no_release(tmp_path: Path) -> None:
    assert found(tmp_path) == [f"D102 {tmp_path}"]
    git(tmp_path, "init", "--quiet")
    assert found(tmp_path) == [f"D102 {tmp_path}"]

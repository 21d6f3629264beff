"""A release that came from elsewhere: nothing outside it is read, and nothing in it is believed before it is
checked.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from plantin.files import digest
from plantin.findings import PlantinError
from plantin.packs.publish import previous, signing, verify
from plantin.packs.publish.verification import SUMS, sums
from tests.kit.command import plantin

SLUG = "A-1-1"
PDF, PAGE = f"{SLUG}/{SLUG}-en.pdf", f"{SLUG}/index.html"
HIDDEN = "outside/secret.txt"
MOMENT = "2026-11-30T10:00:00+00:00"


def manifest(**changes: Any) -> dict[str, Any]:
    source = "1f1f5fbd3c5d30f0c5f3c8ae9a6d8c2b9d0c9f9bb5ef6e7ba9b1eae0a6f3c1aa"
    report = {
        "slug": SLUG,
        "source": {"path": f"sources/{SLUG}/report.md", "sha256": source},
        "catalogues": {"fr": {"path": f"locales/fr/{SLUG}.po", "sha256": source}},
        "editions": [{"path": PDF, "language": "en", "format": "pdf", "sha256": digest(b"edition")}],
    }
    order = {"epoch": None, "certifier": ""}
    for name, value in changes.items():
        for part in (report, order):
            if name in part:
                part[name] = value
    whole = {"version": "1.0", "commit": "0" * 40, "committed": MOMENT, "order": order, "reports": [report]}
    return whole | {name: value for name, value in changes.items() if name in whole}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small release, beside a secret that does not belong to it."""
    found = tmp_path / "release" / "1.0"
    (found / SLUG).mkdir(parents=True)
    (found / PDF).write_bytes(b"edition")
    (found / PAGE).write_bytes(b"page")
    (tmp_path / "outside").mkdir()
    (tmp_path / HIDDEN).write_bytes(b"edition")
    put(found, manifest())
    return found


def put(folder: Path, record: object) -> None:
    text = record if isinstance(record, str) else json.dumps(record)
    (folder / "manifest.json").write_text(text, "utf-8")
    (folder / SUMS).write_bytes(sums(folder))


@contextlib.contextmanager
def opened() -> Iterator[set[str]]:
    """The paths of all files that are opened meanwhile."""
    seen: set[str] = set()
    watching = True

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event == "open" and isinstance(arguments[0], str | os.PathLike):
            seen.add(os.fspath(arguments[0]))

    sys.addaudithook(hook)
    yield seen
    watching = False


def codes(folder: Path) -> list[tuple[str, str]]:
    try:
        found = verify(folder)
    except PlantinError as error:
        found = error.findings
    return [(one.code, one.place.path) for one in found]


def spoil(path: Path, target: str = "") -> None:
    """Remove a file, and put a link to ``target`` there, or a pipe."""
    path.unlink() if path.is_file() else shutil.rmtree(path)
    path.symlink_to(target) if target else os.mkfifo(path)


def test_a_sound_release_is_verified(folder: Path) -> None:
    assert codes(folder) == []


ADDED: dict[str, Callable[[Path], object]] = {
    "broken link": lambda path: path.symlink_to("nothing"),
    "link to a folder outside": lambda path: path.symlink_to("../../../outside"),
    "link to a file outside": lambda path: path.symlink_to(f"../../../{HIDDEN}"),
    "link to itself": lambda path: path.symlink_to(path.name),
    "link to a device": lambda path: path.symlink_to("/dev/zero"),
    "pipe": os.mkfifo,
}


@pytest.mark.parametrize("kind", ADDED)
def test_what_was_added_and_is_no_file_is_found(folder: Path, kind: str) -> None:
    ADDED[kind](folder / SLUG / "more")
    assert codes(folder) == [("D118", f"{SLUG}/more")]


def test_files_and_folders_that_nobody_released_are_found(folder: Path) -> None:
    deep = folder / "deep"
    for _ in range(200):
        deep /= "er"
    with contextlib.suppress(OSError):
        deep.mkdir(parents=True)
    (folder / SLUG / "more.txt").touch()
    (folder / SLUG / "empty").mkdir()
    assert codes(folder) == [("D106", "deep"), ("D106", f"{SLUG}/empty"), ("D106", f"{SLUG}/more.txt")]


@pytest.mark.parametrize("target", ["", "/dev/zero", "../../../outside/secret.txt", "index.html"])
def test_an_edition_that_is_a_pipe_or_a_link_is_found_and_not_read(folder: Path, target: str) -> None:
    spoil(folder / PDF, target)
    with opened() as seen:
        assert codes(folder) == [("D118", PDF)]
    assert not [path for path in seen if path.endswith(("secret.txt", ".pdf", "zero"))]


def test_an_edition_that_is_a_folder_is_found(folder: Path) -> None:
    (folder / PDF).unlink()
    (folder / PDF).mkdir()
    assert codes(folder) == [("D118", PDF)]


def test_a_folder_that_is_a_link_is_not_entered(folder: Path) -> None:
    shutil.move(folder / SLUG, folder.parent.parent / "outside" / SLUG)
    (folder / SLUG).symlink_to(folder.parent.parent / "outside" / SLUG)
    with opened() as seen:
        assert codes(folder) == [("D104", PDF), ("D104", PAGE), ("D118", SLUG)]
    assert not [path for path in seen if path.endswith((".pdf", "index.html"))]


@pytest.mark.parametrize("name", ["manifest.json", SUMS])
@pytest.mark.parametrize("target", ["", "/dev/zero", "../../outside/secret.txt", "manifest.json"])
def test_a_manifest_or_sums_that_are_no_file_are_no_release(folder: Path, name: str, target: str) -> None:
    spoil(folder / name, target)
    assert {code for code, _ in codes(folder)} <= {"U009", "D118"}
    assert codes(folder)


LINES = {
    "/etc/passwd": "D120",
    "/dev/zero": "D120",
    "../../outside/pipe": "D120",
    f"../../{HIDDEN}": "D120",
    f"{SLUG}/../../../{HIDDEN}": "D120",
    ".": "D120",
    "a/./b": "D120",
    "a//b": "D120",
    "nul\0": "D120",
    "esc\x1b[2J": "D120",
    "over\u202eride": "D120",
    "n" * 300: "D120",
    PDF: "D119",
}


@pytest.mark.parametrize("name", LINES, ids=range(len(LINES)))
def test_names_that_no_release_has_are_found_and_not_opened(folder: Path, name: str) -> None:
    os.mkfifo(folder.parent.parent / "outside" / "pipe")
    with (folder / SUMS).open("a", encoding="utf-8") as file:
        file.write(f"{digest(b'edition')}  {name}\n")
    with opened() as seen:
        assert codes(folder) == [(LINES[name], SUMS)]
    assert not [path for path in seen if path.endswith(("secret.txt", "passwd", "zero", "pipe"))]


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        "",
        "null",
        "[]",
        "{}",
        '{"reports": [[]]}',
        "1" * 100_000,
        "\ud800".encode("utf-8", "surrogatepass"),
    ],
    ids=range(9),
)
def test_an_invalid_manifest_is_not_a_release(folder: Path, content: str | bytes) -> None:
    (folder / "manifest.json").write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / SUMS).write_bytes(sums(folder))
    assert [code for code, _ in codes(folder)] == ["U009"]


def test_sums_and_manifests_that_are_huge_are_not_read(folder: Path) -> None:
    for name in ("manifest.json", SUMS):
        with (folder / name).open("r+b") as file:
            file.truncate(500 * 2**20)
        assert [code for code, _ in codes(folder)] == ["U009"]


EDITION = {"path": PDF, "language": "en", "format": "pdf", "sha256": "0" * 64}
DOCTORED: dict[str, dict[str, Any]] = {
    "slug no word": {"slug": ["A"]},
    "slug up and out": {"slug": "../../../outside"},
    "slug of dots": {"slug": ".."},
    "slug into the sources": {"slug": f"../sources/{SLUG}"},
    "source elsewhere": {"source": {"path": "/dev/zero", "sha256": "0" * 64}},
    "source without digest": {"source": {"path": f"sources/{SLUG}/report.md"}},
    "no source": {"source": None},
    "catalogues a list": {"catalogues": []},
    "catalogue up and out": {"catalogues": {"../..": {"path": "locales/../../A-1-1.po", "sha256": "0" * 64}}},
    "editions words": {"editions": ["a"]},
    "editions none": {"editions": {}},
    "edition without path": {"editions": [{"language": "en", "format": "pdf", "sha256": "0" * 64}]},
    "edition path a list": {"editions": [EDITION | {"path": ["a"]}]},
    "edition elsewhere": {"editions": [EDITION | {"path": f"../{SLUG}/{SLUG}-en.pdf"}]},
    "language up and out": {"editions": [EDITION | {"language": "../../en"}]},
    "epoch of words": {"epoch": "now"},
    "order without an epoch": {"order": {"certifier": ""}},
    "no order": {"order": None},
    "epoch of truth": {"epoch": True},
    "epoch beyond time": {"epoch": 10**18},
    "epoch before time": {"epoch": -1},
    "certifier a list": {"certifier": []},
    "certifier of controls": {"certifier": "\x1b[2J"},
    "commit no commit": {"commit": "--help"},
    "version of controls": {"version": "\x1b[2J"},
    "no version": {"version": None},
}


@pytest.mark.parametrize("kind", DOCTORED)
def test_a_doctored_manifest_is_neither_verified_nor_rebuilt(folder: Path, kind: str) -> None:
    put(folder, manifest(**DOCTORED[kind]))
    before = sorted(folder.parent.parent.rglob("*"))
    assert [code for code, _ in codes(folder)] == ["U009"]
    (folder.parent.parent / "sources").mkdir()
    ended = plantin("verify", str(folder), "--rebuild", "--root", str(folder.parent.parent), cwd=folder.parent)
    assert (ended.returncode, "U009" in ended.stderr) == (2, True)
    assert sorted(folder.parent.parent.rglob("*")) == sorted([*before, folder.parent.parent / "sources"])


def test_an_unknown_format_is_not_rebuilt(folder: Path) -> None:
    edition = EDITION | {"format": "stone", "sha256": digest(b"edition")}
    put(folder, manifest(editions=[edition]))
    assert codes(folder) == []
    (folder.parent.parent / "sources").mkdir()
    ended = plantin("verify", str(folder), "--rebuild", "--root", str(folder.parent.parent), cwd=folder.parent)
    assert (ended.returncode, "U009" in ended.stderr) == (2, True)


def test_a_source_that_is_a_device_is_not_what_was_released(folder: Path) -> None:
    root = folder.parent.parent
    (root / "sources" / SLUG).mkdir(parents=True)
    (root / "sources" / SLUG / "report.md").symlink_to("/dev/zero")
    ended = plantin("verify", str(folder), "--rebuild", "--root", str(root), cwd=root)
    assert (ended.returncode, f"sources/{SLUG}/report.md: error D108" in ended.stderr) == (1, True)


def test_an_edition_that_the_manifest_does_not_have_or_has_twice_is_found(folder: Path) -> None:
    (folder / SLUG / f"{SLUG}-fr.pdf").write_bytes(b"more")
    edition = EDITION | {"sha256": digest(b"edition")}
    put(folder, manifest(editions=[edition, edition]))
    assert codes(folder) == [("D107", PDF), ("D107", f"{SLUG}/{SLUG}-fr.pdf")]


def test_so_many_findings_are_counted(folder: Path) -> None:
    for number in range(1000):
        (folder / SLUG / f"{number}.txt").touch()
    assert len(codes(folder)) == 201
    assert "and 800 more" in verify(folder)[-1].message


KEYS = ["/dev/zero", "pipe", "large", "folder", "nothing"]


@pytest.mark.parametrize("key", KEYS)
def test_keys_are_bounded(folder: Path, tmp_path: Path, key: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "large").open("wb") as file:
        file.truncate(500 * 2**20)
    (tmp_path / "folder").mkdir()
    with pytest.raises(PlantinError, match="U021"):
        signing.is_locked(tmp_path / key)
    with pytest.raises(PlantinError, match="U021"):
        signing.check(folder, str(tmp_path / key))


@pytest.mark.parametrize("kind", ["large", "/dev/zero", "pipe"])
def test_signatures_are_bounded(folder: Path, kind: str) -> None:
    path = folder / signing.SIGNATURE
    if kind == "large":
        with path.open("wb") as file:
            file.truncate(500 * 2**20)
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(kind)
    key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"
    assert [one.code for one in signing.check(folder, key)] == ["D114"]


@pytest.mark.parametrize("name", ["[/1.0]", "[bold red]", "[link=file:/etc/passwd]"])
def test_a_folder_whose_name_is_markup_of_the_terminal_is_named_as_it_is(folder: Path, name: str) -> None:
    moved = folder.parent / name / "1.0"
    moved.parent.mkdir(parents=True)
    folder.rename(moved)
    ended = plantin("verify", f"{name}/1.0", cwd=folder.parent)
    assert (ended.returncode, name in ended.stdout.replace("\n", "")) == (0, True), ended
    (moved / PDF).write_bytes(b"doctored")
    ended = plantin("verify", f"{name}/1.0", cwd=folder.parent)
    assert (ended.returncode, "D105" in ended.stderr) == (1, True), ended


def test_a_version_of_endless_figures_is_invalid() -> None:
    assert not previous.is_version("9" * 5000)
    assert not previous.is_version("١")
    assert previous.is_version("1.0-rc.1")

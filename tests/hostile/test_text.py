"""Texts made to do harm, or to be taken for something else: each ends as findings, soon, and nothing outside the root
is written.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kit.command import plantin
from tests.kit.houses import ROOT, in_un

pytestmark = pytest.mark.full

HEAD = (
    "United Nations\n\nSecurity Council\n\nS/2035/7\n\nDistr.: General\n\n2 June 2035\n\nOriginal: English\n\n"
    "Report on lamps\n\nI. Lamps\n\n"
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    (root / "sources").mkdir(parents=True)
    for name in ("styles", "locales"):
        (root / name).symlink_to(ROOT / name)
    return in_un(root).root


@pytest.mark.parametrize(
    ("text", "exit_code", "words"),
    [
        ("MMMMMMMMMMMMMMMMMMMMMMMMMMMM. Lamps\n\n1. Lit.\n", 0, "1 paragraph"),
        ("IIII. Lamps\n\nCMD. Lamps\n", 0, "0 paragraphs"),
        ("2017. It was a good year.\n", 0, "0 paragraphs"),
        ("٣. Lamps\n\n１. Lamps\n", 0, "0 paragraphs"),
        ("9" * 1_900 + ". Lit.\n", 0, "0 paragraphs"),
        ("9" * 5_000 + ". Lit.\n", 3, "S047"),
        ("1. Lit. |" + "9" * 1_900 + "|\n", 0, "1 paragraph, 0 notes"),
        ("1. Lit. |99999|\n", 1, "S042"),
        ("1. Lit. |" + "9" * 5_000 + "|\n", 3, "S047"),
        ("1. Lit.\n\nNotes:\n\n" + "9" * 1_900 + ". Note.\n", 0, "0 notes"),
        (lambda: "word " * 100_000 + "\n", 3, "S047"),
        (lambda: "w" * 100_000 + "\n", 3, "S047"),
        (lambda: "1. Lit.\n" * 200_000, 3, "S047"),
        (lambda: "1. x |1|\n\nNotes:\n\n" + "".join(f"{n}. Note.\n" for n in range(1, 1_000_000)), 3, "S04"),
        ("1. Lit \x1b[31mred\x1b[0m \u202eback.\n", 0, "S049"),
        ("1. Lit.\x00\x07\n", 0, "S049"),
        ("::: {.table}\n\n1. <script>alert(1)</script> &#27; [x](y) `x` $y$ {=html}.\n", 0, "1 paragraph"),
        ("...\n\n---\n\nsymbol: X/1\n\n---\n", 0, "0 paragraphs"),
    ],
)  # fmt: skip
def test_a_text_of_any_content_ends_soon(text: str | Callable[[], str], exit_code: int, words: str, home: Path) -> None:
    (home / "received.txt").write_text(HEAD + (text if isinstance(text, str) else text()), "utf-8")
    ended = plantin("import", "received.txt", cwd=home)
    assert (ended.returncode, words in ended.stdout + ended.stderr) == (exit_code, True), (
        ended.stdout + ended.stderr[-2000:]
    )
    assert "\x1b" not in ended.stdout + ended.stderr
    assert all(len(line) < 1000 for line in ended.stderr.split("\n"))


def test_a_file_that_is_invalid_is_refused_at_once(home: Path) -> None:
    (home / "device.txt").symlink_to("/dev/zero")
    os.mkfifo(home / "pipe.txt")
    (home / "folder.txt").mkdir()
    (home / "ring.txt").symlink_to("ring.txt")
    with (home / "large.txt").open("wb") as file:
        file.truncate(300_000_000)
    for name, words in (
        ("device.txt", "is a device"),
        ("pipe.txt", "is a pipe"),
        ("folder.txt", "holds no file of Markdown"),
        ("ring.txt", "is a link to itself"),
        ("large.txt", "300,000,000 bytes"),
    ):
        ended = plantin("import", name, cwd=home)
        assert (
            ended.returncode,
            f"S048: {words}" in ended.stderr or ("S048" in ended.stderr and words in ended.stderr),
        ) == (3, True)


def test_bytes_that_are_no_text_are_reported_at_their_line(home: Path) -> None:
    (home / "received.txt").write_bytes(HEAD.encode() + b"1. caf\xe9\n")
    ended = plantin("import", "received.txt", cwd=home)
    assert (ended.returncode, f"received.txt:{HEAD.count(chr(10)) + 1}: error S002" in ended.stderr) == (3, True)


@pytest.mark.parametrize(
    "symbol", ["..", "../x", "S/../../x", "/etc/x", "S/2035/7\n", "S/2035/\u202e7", "", "S" * 300 + "/1"]
)
def test_a_symbol_leads_nowhere_else(symbol: str, home: Path) -> None:
    (home / "received.txt").write_text(HEAD + "1. Lit.\n", "utf-8")
    before = sorted(home.parent.rglob("*"))
    ended = plantin("import", "received.txt", "--symbol", symbol, cwd=home)
    assert ended.returncode == 2
    assert sorted(home.parent.rglob("*")) == before


def test_a_folder_of_sources_that_leads_out_is_not_followed(home: Path) -> None:
    (home / "received.txt").write_text(HEAD + "1. Lit.\n", "utf-8")
    outside = home.parent / "outside"
    outside.mkdir()
    (home / "sources").rmdir()
    (home / "sources").symlink_to(outside)
    ended = plantin("import", "received.txt", cwd=home)
    assert (ended.returncode, "U026" in ended.stderr) == (2, True)
    assert list(outside.iterdir()) == []

"""A folder of Markdown, AsciiDoc or HTML files is one report in the order of its index."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from plantin.findings import SourceError
from plantin.house.layout import House
from plantin.packs.imports import receive
from plantin.packs.imports.receive import ImportResult
from tests.kit import pictures

MDBOOK = {
    "book.toml": '[book]\ntitle = "All about lamps"\n',
    "src/SUMMARY.md": "# Summary\n\n[Foreword](intro.md)\n\n- [Lamps](lamps.md)\n    - [Oil](part/oil.md)\n- [Towers](towers.md)\n",
    "src/intro.md": "# Foreword\n\nIt begins, see [the wicks](lamps.md#wicks).[^1]\n\n[^1]: Note of the foreword.\n",
    "src/lamps.md": "# Lamps\n\nLamps are lit.[^1]\n\n## Wicks\n\nWicks are long.\n\n[^1]: Note of the lamps.\n",
    "src/part/oil.md": "Oil is in barrels.\n\n![A plan of barrels](plan.png)\n\n## Barrels\n\nThey are of wood.\n",
    "src/towers.md": "# Towers\n\nTowers are high.\n",
    "src/zeal.md": "# Forgotten\n\nNo index names this one.\n",
}
MKDOCS = {
    "mkdocs.yml": "site_name: Manual of wells\nx: !!python/name:material.y\nnav:\n  - Home: index.md\n  - Guide:\n    - Digging: dig.md\n    - fill.md\n",
    "docs/index.md": "# Wells\n\nWelcome.\n",
    "docs/dig.md": "Dig down.\n",
    "docs/fill.md": "---\ntitle: Filling\n---\n\nFill up, after [digging](dig.md).\n",
}
SITE = {
    "index.html": '<html lang="en"><head><title>Lamps | Site</title></head><body><h1>Handbook of lamps</h1><p>In two pages.</p><ul>'
    '<li><a href="p/b.html">B</a></li><li><a href="p/a.html#x">A</a></li></ul></body></html>',
    "p/a.html": '<html lang="en"><body><h1>Letter A</h1><p id="x">Alpha.<sup><a href="#n1" id="r1">1</a></sup></p><section class="footnotes">'
    '<ol><li id="n1">Note of A. <a href="#r1">↩</a></li></ol></section></body></html>',
    "p/b.html": '<html lang="en"><body><h1>Letter B</h1><p>Beta.<sup><a href="#n1" id="r1">1</a></sup></p><section class="footnotes"><ol>'
    '<li id="n1">Note of B. <a href="#r1">↩</a></li></ol></section></body></html>',
}


def folder(home: House, files: Mapping[str, str], name: str = "lamps") -> Path:
    for path, text in files.items():
        (home.root / name / path).parent.mkdir(parents=True, exist_ok=True)
        (home.root / name / path).write_text(text, "utf-8")
    return home.root / name


def received(home: House, path: Path) -> tuple[ImportResult, str]:
    done = receive.import_file(home, path)
    assert done.refused is None
    assert [one.unexplained for one in done.accounts] == [0] * len(done.accounts)
    return done, (home.root / done.path).read_text("utf-8")


def headings(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.startswith("#")]


def test_the_summary_of_a_book_gives_its_order_and_levels(home: House) -> None:
    path = folder(home, MDBOOK)
    pictures.coast((60, 40), 1).save(path / "src" / "part" / "plan.png")
    done, text = received(home, path)
    assert done.exit_code() == 0
    assert 'title: "All about lamps"' in text
    assert headings(text) == [
        "# Foreword", "# Lamps", "## Wicks", "## Oil", "### Barrels", "# Towers", "# Forgotten",
    ]  # fmt: skip
    assert text.count("[^note-lamps]") == text.count("[^note-foreword]") == len(("call", "note"))
    assert (home.root / done.path).with_name("media").joinpath("plan.png").is_file()
    assert any("zeal.md" in finding.message for finding in done.findings() if finding.code == "S046")


def test_the_navigation_of_a_site_of_markdown_gives_its_order(home: House) -> None:
    _, text = received(home, folder(home, MKDOCS))
    assert 'title: "Manual of wells"' in text
    assert headings(text) == ["# Wells", "## Digging", "## Filling"]


def test_pages_come_in_the_order_of_their_index_with_their_own_notes(home: House) -> None:
    done, text = received(home, folder(home, SITE))
    assert 'title: "Handbook of lamps"' in text
    assert headings(text) == ["# Letter B", "# Letter A"]
    assert [line.partition(": ")[2] for line in text.split("\n") if line.startswith("[^")] == [
        "Note of B.",
        "Note of A.",
    ]
    assert "In two pages." in text
    assert any("contents of the folder" in one.message for one in done.left_out)


def test_without_an_index_files_come_by_their_names_and_that_is_reported(home: House) -> None:
    files = {f"part-{n}.md": f"# Part {n}\n\nText of part {n}.\n" for n in (2, 10, 1)}
    done, text = received(home, folder(home, files))
    assert headings(text) == ["# Part 1", "# Part 2", "# Part 10"]
    assert any("no index" in finding.message for finding in done.findings())


def test_a_folder_is_checked_against_its_source_later(home: House) -> None:
    path = folder(home, SITE)
    done, text = received(home, path)
    assert receive.check_import(home, path).exit_code() == 0
    (home.root / done.path).write_text(text.replace("Note of A.", "It is gone."), "utf-8")
    assert receive.check_import(home, path).exit_code() == 1


@pytest.mark.parametrize(
    "files",
    [
        {"x.bin": "no text"},
        {"mkdocs.yml": "nav: [", "docs/a.md": "# A\n"},
        {"mkdocs.yml": "site_name: \a\n", "docs/a.md": "# A\n"},
    ],
)
def test_a_folder_that_cannot_be_read_is_refused(home: House, files: dict[str, str]) -> None:
    with pytest.raises(SourceError) as caught:
        receive.import_file(home, folder(home, files))
    assert [finding.code for finding in caught.value.findings] == ["S048"]


def test_a_file_that_leads_out_of_the_folder_is_refused(home: House) -> None:
    path = folder(home, {"a.md": "# A\n\nText.\n"})
    (home.root / "secret.md").write_text("# Secret\n", "utf-8")
    (path / "b.md").symlink_to(home.root / "secret.md")
    with pytest.raises(SourceError, match="leads out"):
        receive.import_file(home, path)

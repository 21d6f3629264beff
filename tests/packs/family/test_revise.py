"""`plantin revise`: a revision, an addendum, a reissue, with the translations that there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.house.layout import House
from plantin.translation import po
from tests.kit.command import plantin

pytestmark = pytest.mark.full

SOURCE = """---
symbol: R/2026/1{asterisk}
organ: Harbour Board
title: Lamps
date: 2026-01-05
languages: [en, fr]
job-numbers:
  en: 26-00001 (E)
  fr: 26-00002 (F)
{more}---

# Oil

The lamps burn oil.[^whales]

[^whales]: Of whales.
"""
FRENCH = {
    "Lamps": "Lampes",
    "Oil": "Huile",
    "The lamps burn oil.[^whales]": "Les lampes brûlent de l’huile[^whales].",
    "Of whales.": "De baleine.",
}


def house(root: Path, asterisk: str = "", more: str = "") -> Path:
    path = root / "sources/R-2026-1/report.md"
    path.parent.mkdir(parents=True)
    path.write_text(SOURCE.format(asterisk=asterisk, more=more), "utf-8")
    (path.parent / "data.csv").write_text("a,b\n1,2\n", "utf-8")
    (root / "plantin.toml").write_text('style = "plain"\n', "utf-8")
    assert plantin("catalogue", "update", cwd=root).returncode == 0
    translate(root, "R-2026-1", FRENCH)
    return root


def translate(root: Path, slug: str, texts: dict[str, str]) -> None:
    path = root / f"locales/fr/{slug}.po"
    text = path.read_text("utf-8")
    for original, translation in texts.items():
        text = text.replace(f'msgid "{original}"\nmsgstr ""', f'msgid "{original}"\nmsgstr "{translation}"')
    path.write_text(text, "utf-8")


def translations(root: Path, slug: str) -> dict[str, str]:
    return {row.original: row.translation for row in po.read_catalogue(House(root).catalogue_file("fr", slug)).entries}


def test_a_revision_has_all_that_the_report_has(tmp_path: Path) -> None:
    root = house(tmp_path)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    ended = plantin("revise", "R/2026/1", "--date", "2026-03-01", cwd=root)
    assert ended.returncode == 0, ended.stderr
    assert {path: path.read_bytes() for path in before} == before
    source = (root / "sources/R-2026-1-Rev.1/report.md").read_text("utf-8")
    former = before[root / "sources/R-2026-1/report.md"].decode()
    expected = former.replace("symbol: R/2026/1\n", "symbol: R/2026/1/Rev.1\n").replace("2026-01-05", "2026-03-01")
    assert source == expected.replace("job-numbers:\n  en: 26-00001 (E)\n  fr: 26-00002 (F)\n", "")
    assert (root / "sources/R-2026-1-Rev.1/data.csv").read_bytes() == b"a,b\n1,2\n"
    assert translations(root, "R-2026-1-Rev.1") == translations(root, "R-2026-1")
    ended = plantin("revise", "R/2026/1/Rev.1", "--date", "2026-04-01", cwd=root)
    assert ended.returncode == 0, ended.stderr
    assert "symbol: R/2026/1/Rev.2\n" in (root / "sources/R-2026-1-Rev.2/report.md").read_text("utf-8")
    ended = plantin("revise", "R/2026/1", "--date", "2026-04-01", cwd=root)
    assert (ended.returncode, "error FAM031" in ended.stderr) == (2, True), ended.stderr
    assert "plantin revise R/2026/1/Rev.2 --date 2026-04-01" in ended.stderr


@pytest.mark.parametrize("add", [False, True])
def test_what_belongs_to_one_document_alone_is_left_out_and_named(tmp_path: Path, add: bool) -> None:
    fields = {
        "doi": "10.5555/lamps",
        "isbn": "978-92-1-100000-9",
        "version": "'2'",
        "sign-language": "{ise: 'https://example.org/lamps'}",
    }
    root = house(tmp_path, more="".join(f"{name}: {value}\n" for name, value in fields.items()))
    (root / "more.md").write_text("# Wicks\n\nOf wool.\n", "utf-8")
    options = ("--add", str(root / "more.md")) if add else ()
    ended = plantin("revise", "R/2026/1", "--date", "2026-03-01", *options, cwd=root)
    assert ended.returncode == 0, ended.stderr
    kept = [] if add else ["sign-language"]
    source = (root / f"sources/R-2026-1-{'Add' if add else 'Rev'}.1/report.md").read_text("utf-8")
    assert [name for name in fields if f"\n{name}:" in source] == kept
    named = [name for name in ("job-numbers", *fields) if name not in kept]
    assert f"Left out: {', '.join(named)}" in ended.stdout


def test_files_that_are_links_come_along_and_may_not_lead_out(tmp_path: Path) -> None:
    root = house(tmp_path / "house")
    folder = root / "sources/R-2026-1"
    (folder / "same.csv").symlink_to("data.csv")
    assert plantin("revise", "R/2026/1", "--date", "2026-03-01", cwd=root).returncode == 0
    assert (root / "sources/R-2026-1-Rev.1/same.csv").read_bytes() == b"a,b\n1,2\n"
    (root.parent / "secret.csv").write_text("c\n", "utf-8")
    (root / "sources/R-2026-1-Rev.1/same.csv").unlink()
    (root / "sources/R-2026-1-Rev.1/same.csv").symlink_to(root.parent / "secret.csv")
    ended = plantin("revise", "R/2026/1/Rev.1", "--date", "2026-04-01", cwd=root)
    assert (ended.returncode, "error FAM033" in ended.stderr) == (2, True), ended.stderr
    assert not (root / "sources/R-2026-1-Rev.2").exists()


@pytest.mark.sample(3)
@pytest.mark.parametrize(
    ("there", "number"),
    [((), 1), (("Add.1", "Add.1/Corr.1"), 2), (("Add.1", "Add.3"), 4), (("Add.1", "Add.2*"), 3), (("Add.x",), 1)],
)
def test_an_addendum_has_the_number_after_the_largest(tmp_path: Path, there: tuple[str, ...], number: int) -> None:
    root = house(tmp_path)
    (root / "more.md").write_text("# Wicks\n\nOf wool.\n", "utf-8")
    for end in there:
        path = root / f"sources/R-2026-1-{end.strip('*').replace('/', '-')}/report.md"
        path.parent.mkdir()
        path.write_text(f"---\nsymbol: R/2026/1/{end}\ntitle: More\ndate: 2026-02-01\n---\n\nOil.\n", "utf-8")
    ended = plantin("revise", "R/2026/1", "--date", "2026-03-01", "--add", str(root / "more.md"), cwd=root)
    assert ended.returncode == 0, ended.stderr
    assert f"symbol: R/2026/1/Add.{number}\n" in (root / f"sources/R-2026-1-Add.{number}/report.md").read_text("utf-8")


@pytest.mark.parametrize("options", [(), ("--add", "more.md")])
def test_a_house_whose_symbols_say_nothing_is_no_place_for_it(tmp_path: Path, options: tuple[str, ...]) -> None:
    root = house(tmp_path)
    (root / "more.md").write_text("# Wicks\n\nOf wool.\n", "utf-8")
    (root / "styles/house").mkdir(parents=True)
    marks = 'inherits = "plain"\n\n[family]\nrevises = ""\nadds_to = ""\n'
    (root / "styles/house/style.toml").write_text(marks, "utf-8")
    (root / "plantin.toml").write_text('style = "house"\n', "utf-8")
    ended = plantin("revise", "R/2026/1", "--date", "2026-03-01", *options, cwd=root)
    assert (ended.returncode, "error FAM034" in ended.stderr) == (2, True), ended.stderr
    assert [path.name for path in (root / "sources").iterdir()] == ["R-2026-1"]


def test_a_revision_of_a_reissue_has_no_asterisk(tmp_path: Path) -> None:
    root = house(tmp_path, "*", "masthead-notes: {symbol: Again, title: On lamps}\n")
    assert plantin("revise", "R/2026/1", "--date", "2026-03-01", cwd=root).returncode == 0
    source = (root / "sources/R-2026-1-Rev.1/report.md").read_text("utf-8")
    assert "symbol: R/2026/1/Rev.1\n" in source
    assert 'masthead-notes: {"title": "On lamps"}\n' in source
    ended = plantin("revise", "R/2026/1", "--date", "2026-03-01", "--reissue", cwd=root)
    assert (ended.returncode, "error FAM032" in ended.stderr) == (2, True), ended.stderr


def test_an_addendum_has_the_masthead_and_its_own_text(tmp_path: Path) -> None:
    root = house(tmp_path)
    (root / "more.md").write_text("# Wicks\n\nOf wool.\n", "utf-8")
    for number in (1, 2):
        ended = plantin("revise", "R/2026/1", "--date", "2026-03-01", "--add", str(root / "more.md"), cwd=root)
        assert ended.returncode == 0, ended.stderr
        slug = f"R-2026-1-Add.{number}"
        assert translations(root, slug) == {"Lamps": "Lampes", "Wicks": "", "Of wool.": ""}
        translate(root, slug, {"Wicks": "Mèches", "Of wool.": "De laine."})
    ended = plantin("build", "R-2026-1-Add.1", "--format", "html,txt", cwd=root)
    assert ended.returncode == 0, ended.stderr
    ended = plantin("check", "R-2026-1-Add.1", "--format", "html,txt", cwd=root)
    assert "4 editions, 0 differences, 0 findings" in ended.stdout, ended
    for language, word in (("en", "Addendum"), ("fr", "Additif")):
        assert word in (root / f"build/R-2026-1-Add.1/R-2026-1-Add.1-{language}.txt").read_text("utf-8")


@pytest.mark.parametrize(
    "content", [b"", b"---\nsymbol: A/1\n---\n\nText.\n", b"\xef\xbb\xbf---\na: 1\n---\n\nText.\n", b"\xff\xfe", None]
)
def test_an_addendum_without_a_text_is_refused(tmp_path: Path, content: bytes | None) -> None:
    root, text = house(tmp_path), tmp_path / "more.md"
    if content is not None:
        text.write_bytes(content)
    ended = plantin("revise", "R/2026/1", "--date", "2026-03-01", "--add", str(text), cwd=root)
    assert (ended.returncode, "error FAM033" in ended.stderr) == (2, True), ended.stderr
    assert [path.name for path in (root / "sources").iterdir()] == ["R-2026-1"]


def test_a_reissue_has_its_note_in_each_language(tmp_path: Path) -> None:
    root = house(tmp_path)
    ended = plantin("revise", "R/2026/1", "--date", "2026-03-01", "--reissue", cwd=root)
    assert ended.returncode == 0, ended.stderr
    ended = plantin("build", "--format", "html,txt", cwd=root)
    assert ended.returncode == 0, ended.stderr
    ended = plantin("check", "--format", "html,txt", cwd=root)
    assert "4 editions, 0 differences, 0 findings" in ended.stdout, ended
    notes = {
        "en": "[*]  Reissued for technical reasons on 1 March 2026.",
        "fr": "[*]  Nouveau tirage pour raisons techniques (1er mars 2026).",
    }
    for language, note in notes.items():
        text = (root / f"build/R-2026-1/R-2026-1-{language}.txt").read_text("utf-8")
        assert note in text, text[:800]
        assert "R/2026/1[*]\n" in text


def test_what_is_there_already_is_left(tmp_path: Path) -> None:
    root = house(tmp_path)
    assert plantin("revise", "R/2026/1", "--date", "2026-03-01", cwd=root).returncode == 0
    (root / "sources/R-2026-1-Rev.1/report.md").unlink()
    ended = plantin("revise", "R/2026/1", "--date", "2026-03-01", cwd=root)
    assert (ended.returncode, "error FAM030" in ended.stderr) == (2, True), ended.stderr

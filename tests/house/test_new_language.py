"""A language has what its files lack from CLDR and from English, counted; a variety goes over its language; a report
in Portuguese, German and Japanese is built and checked.
"""

from __future__ import annotations

import html
import io
import re
import shutil
import tomllib
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from plantin import translation
from plantin.cli import main
from plantin.findings import StyleError, TranslationError, UsageError
from plantin.house import new_language
from plantin.house.borrowing import find_marks
from plantin.house.layout import House
from plantin.house.stock_folders import DRAFTS
from plantin.lint import translation as lint_translation
from plantin.lint.translation import number_writer
from plantin.production import borrowed_words, steps, versions
from plantin.production.formats import formats, moment
from plantin.source import front_matter
from plantin.translation import po
from tests.kit.command import plantin

pytestmark = pytest.mark.full

SLUG = "S-2035-8"
REPORT = """---
symbol: S/2035/8
organ: Security Council
title: On lamps
date: 2035-06-02
languages: [en, {}]
---

There are 1,250.5 lamps.

| Lamps |
|---|
| 1,250.5 |

: Lamps {{#lamps}}
"""

LANGUAGES = Path(__file__).parent / "languages"
WHOLE = """---
symbol: S/2035/8
organ: Security Council
title: The lamps of the harbour
date: 2035-06-02
languages: [en, {}]
---

# Lamps

[]{{#oil}} On 1 June 2035 the harbour had 1,250.5 litres of oil, 12.5 per cent more than before.[^log]

The three lamps are described in [](#use).

# Use {{#use}}

The lamps burn by night (see [](#oil), [](#use) and [](#table)). The keeper calls them “old friends”.

| Lamp | Litres |
|---|--:|
| North | 1,250.5 |

: Oil {{#table}}

[^log]: The log of the harbour.
"""


def home_of(folder: Path, language: str) -> House:
    (folder / "sources" / SLUG).mkdir(parents=True)
    (folder / "sources" / SLUG / "report.md").write_text(REPORT.format(language), "utf-8")
    (folder / "plantin.toml").write_text('style = "report"\n', "utf-8")
    (folder / "styles").mkdir()
    (folder / "styles" / "report").mkdir()
    (folder / "styles" / "report" / "style.toml").write_text('inherits = "plain"\n', "utf-8")
    return House(folder)


@pytest.mark.parametrize(
    ("language", "name", "number"),
    [("sw", "Kiswahili", "1,250.5"), ("de", "Deutsch", "1.250,5"), ("uk", "Українська", "1\u00a0250,5")],
)
def test_a_language_without_a_file_is_that_of_cldr_with_words_of_english(
    tmp_path: Path, language: str, name: str, number: str
) -> None:
    house = home_of(tmp_path, language)
    words = house.locale(language)
    assert (words.name, words.number("1250.5"), words.stage) == (name, number, "draft")
    assert main.run(["catalogue", "update", "--language", language, "--root", str(tmp_path)]) == 0
    cells = [
        row for row in po.read_catalogue(house.catalogue_file(language, SLUG)).entries if row.original == "1,250.5"
    ]
    assert [cell.translation for cell in cells] == [number]


def counted(house: House, language: str) -> tuple[str, list[str]]:
    """The severity of T087, and the keys that `plantin locale new` would ask; the finding has their number."""
    (finding,) = [one for one in steps.compose(house, SLUG, language).findings if one.code == "T087"]
    words, head = house.locale(language), front_matter.read(house.source(SLUG))
    keys = borrowed_words.printed(house, words, "", partial(versions._document, house, house.source(SLUG), head))
    named = re.search(r"; (\d+) that this report prints are English", finding.message)
    assert (int(named[1]) if named else 0) == len(keys)
    return finding.severity, [".".join(key) for key in keys]


def test_a_word_that_is_written_is_no_longer_counted(tmp_path: Path) -> None:
    house = home_of(tmp_path, "sw")
    assert main.run(["locale", "new", "sw", "--root", str(tmp_path)]) == 0
    file = tmp_path / "locales" / "sw" / "locale.toml"
    begun = file.read_text("utf-8")
    asked = re.findall(r"(?m)^# ([\w.]+) = ", begun)
    main.run(["catalogue", "update", "--language", "sw", "--root", str(tmp_path)])
    severity, before = counted(house, "sw")
    assert (severity, set(before) <= set(asked)) == ("warning", True)
    assert {"labels.contents", "numbering.table", "draft.notice"} <= set(before)
    assert not any(key.startswith(("charts", "formulas", "labels.page.", "numbering.bullet")) for key in asked)
    # To remove a line settles nothing; a word that is written, even one that is as in English, is.
    file.write_text(begun.replace('# numbering.table = "Table {}"\n', ""), "utf-8")
    assert counted(house, "sw")[1] == before
    file.write_text(begun.replace('# numbering.table = "Table {}"', 'numbering.table = "Table {}"'), "utf-8")
    assert set(before) - set(counted(house, "sw")[1]) == {"numbering.table"}
    written = re.sub(r"(?m)^# (?=[\w.]+ = )", "", begun)
    file.write_text(written, "utf-8")
    assert counted(house, "sw") == ("warning", [])
    # A language that somebody has read has no finding.
    file.write_text(written.replace('stage = "draft"', 'stage = "reviewed"'), "utf-8")
    assert not [one for one in steps.compose(house, SLUG, "sw").findings if one.code == "T087"]


def test_what_is_counted_is_what_the_files_have(tmp_path: Path) -> None:
    """Each word borrowed has its mark: those in the finished files are those counted."""
    house = home_of(tmp_path, "sw")
    house.report(SLUG).write_text(WHOLE.format("sw"), "utf-8")
    main.run(["catalogue", "update", "--language", "sw", "--root", str(tmp_path)])
    report = house.source(SLUG)
    marked = versions._document(house, report, front_matter.read(report), house.locale("sw", marked=True))
    paths = tuple(house.locale("sw").borrowed)
    seen: set[tuple[str, ...]] = set()
    for row in formats():
        if row.default and row.determined:
            content = row.write(marked, house.style(), moment(marked), borrowed_words._RELATED)
            seen |= set(find_marks("".join(texts(content)), paths))
    # Lists of Word that nothing is in are not printed; where pages end, only pages know.
    unprinted = {("numbering", "annex"), ("numbering", "appendix")}
    assert seen - unprinted == {tuple(key.split(".")) for key in counted(house, "sw")[1]} - {
        ("labels", "contents_continued")
    }


def texts(content: bytes) -> Iterator[str]:
    """The text of a file, or of those in it."""
    if not content.startswith(b"PK"):
        yield html.unescape(content.decode())
        return
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        yield from (
            html.unescape(packed.read(name).decode()) for name in packed.namelist() if name.endswith(("ml", "opf"))
        )


@pytest.mark.parametrize("language", ["xx-unknown", "pt"])
def test_what_cannot_be_begun_is_refused(tmp_path: Path, language: str) -> None:
    house = home_of(tmp_path, "pt")
    new_language.begin(house, "pt", {})
    with pytest.raises(UsageError, match="U036"):
        new_language.begin(house, language, {})


@pytest.mark.parametrize("language", sorted(path.name for path in DRAFTS.iterdir()))
def test_a_draft_of_the_press_has_all_that_a_report_of_text_and_tables_prints(tmp_path: Path, language: str) -> None:
    house = home_of(tmp_path, language)
    house.report(SLUG).write_text(WHOLE.format(language), "utf-8")
    main.run(["catalogue", "update", "--language", language, "--root", str(tmp_path)])
    report = house.source(SLUG)
    compose = partial(versions._document, house, report, front_matter.read(report))
    assert not borrowed_words.printed(house, house.locale(language), "", compose)
    file = DRAFTS / language / "locale.toml"
    assert 'stage = "draft"' in file.read_text("utf-8")
    assert lint_translation._forms(house, language).number_words


def test_a_variety_has_what_its_language_has(tmp_path: Path) -> None:
    house = home_of(tmp_path, "fr-CA")
    assert not house.has_language("fr-CA")
    assert main.run(["locale", "new", "fr-CA", "--root", str(tmp_path)]) == 0
    path = tmp_path / "locales" / "fr-CA" / "locale.toml"
    assert [one.name for one in path.parent.iterdir()] == ["locale.toml"]
    path.write_text(path.read_text("utf-8") + '[labels]\nnotes = "Notes de bas de page"\n', "utf-8")
    words, french = house.locale("fr-CA"), house.locale("fr")
    assert (words.language, words.name) == ("fr-CA", "Français (Canada)")
    assert words.labels.contents == french.labels.contents
    assert words.labels.notes == "Notes de bas de page"
    assert words.references.running["section"] == "section {}"
    assert number_writer(house, SLUG, "fr-CA")("1,250.5") == "1\u00a0250,5"


def test_the_numbers_of_a_variety_are_its_own_and_all_else_that_of_its_language(tmp_path: Path) -> None:
    house = home_of(tmp_path, "es-MX")
    new_language.begin(house, "es-MX", {})
    assert (tmp_path / "locales" / "es-MX" / "parity.toml").read_text("utf-8").count(" = ") == 3
    assert number_writer(house, SLUG, "es-MX")("12,250.5") == "12,250.5"
    assert number_writer(house, SLUG, "es")("12,250.5") == "12.250,5"
    assert [house.locale(tag).number("12250.5") for tag in ("es-MX", "es")] == ["12,250.5", "12.250,5"]


def test_a_draft_whose_letters_no_face_has_is_refused_once(tmp_path: Path) -> None:
    house = home_of(tmp_path, "ja")
    main.run(["catalogue", "update", "--language", "ja", "--root", str(tmp_path)])
    with pytest.raises(StyleError) as refused:
        steps.compose(house, SLUG, "ja")
    assert [finding.code for finding in refused.value.findings] == ["D014"]
    advice = refused.value.findings[0].hint
    assert "Japanese" in advice
    assert refused.value.findings[0].place.path == "styles/report/style.toml"
    fonts = tmp_path / "styles" / "report" / "fonts"
    fonts.mkdir()
    for cut in ("Regular", "Bold"):
        shutil.copy(LANGUAGES / "ja" / f"NotoSerifCJKjp-{cut}.otf", fonts / f"NAME-{cut}.otf")
    with (fonts.parent / "style.toml").open("a", encoding="utf-8") as style:
        style.write("[fonts]\n" + advice[advice.index("others = ") :].removesuffix("."))
    assert steps.compose(House(tmp_path), SLUG, "ja").document.language == "ja"


def test_numbers_and_dates_of_a_new_language_are_those_of_cldr(tmp_path: Path) -> None:
    words = home_of(tmp_path, "uk").locale("uk")
    assert (words.number("3000.5"), words.percentage("5"), words.date("2016-05-03")) == (
        "3\u00a0000,5", "5%", "3 травня 2016\u202fр."
    )  # fmt: skip


def test_a_language_that_cldr_does_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TranslationError, match="T001"):
        home_of(tmp_path, "xx").locale("xx")


@pytest.mark.sample(1)
@pytest.mark.parametrize("language", ["pt", "de", "ja"])
def test_a_report_in_a_new_language_is_built_in_four_formats_and_checked(tmp_path: Path, language: str) -> None:
    house, folder, files = home_of(tmp_path, language), tmp_path / "locales" / language, LANGUAGES / language
    house.report(SLUG).write_text(WHOLE.format(language), "utf-8")
    if fonts := list(files.glob("*.otf")):
        (tmp_path / "styles" / "report" / "fonts").mkdir()
        for font in fonts:
            shutil.copy(font, tmp_path / "styles" / "report" / "fonts")
        with (tmp_path / "styles" / "report" / "style.toml").open("a", encoding="utf-8") as style:
            style.write(f"[fonts]\nothers = {[font.name for font in fonts]}\n")
    folder.mkdir(parents=True)
    for name in ("locale.toml", "parity.toml"):
        shutil.copy(files / name, folder)
    assert main.run(["catalogue", "update", "--language", language, "--root", str(tmp_path)]) == 0
    file = house.catalogue_file(language, SLUG)
    catalogue = translation.read_catalogue(file)
    texts = tomllib.loads((files / "report.toml").read_text("utf-8"))
    given = {one.context: texts[one.original] for one in catalogue.entries if not one.translation}
    translation.write_catalogue(file, translation.adopt(catalogue, given), tmp_path)
    formats = ("--language", language, "--format", "pdf,docx,epub,html")
    for command in ("build", "check"):
        ended = plantin(command, *formats, cwd=tmp_path)
        assert ended.returncode == 0, ended.stderr
    assert "1 finding (0 errors)" in ended.stdout
    assert "T087" in ended.stderr
    page = re.sub("<[^>]+>", "", (house.build / SLUG / f"{SLUG}-{language}.html").read_text("utf-8"))
    for words in texts["words of the press"]:
        assert words in page

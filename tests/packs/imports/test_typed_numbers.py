"""Typed numbers of all kinds: taken off where the press prints the same under some rule, else kept as words and
reported.
"""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from plantin.house.layout import House
from plantin.model.outline import outline
from plantin.packs.imports import receive, typed_numbers
from plantin.packs.imports.received import GivenFields
from plantin.production import steps
from tests.kit.houses import in_un, without_reports
from tests.kit.word_files import FIELDS

pytestmark = pytest.mark.full

TAKEN = {
    "roman": ("1 I. Oil|0 1. It is dear.|1 II. Wicks|0 2. They are not.", ""),
    "letters": ("1 A. Oil|0 It is dear.|1 B. Wicks|0 They are not.", "sections: [A]"),
    "letters and figures": ("1 A. Oil|2 1. Price|0 Dear.|2 2. Weight|0 Light.|1 B. Wicks|0 None.", "sections: [A, 1]"),
    "decimal": (
        "1 1. Oil|2 1.1 Price|3 1.1.1 Here|0 It is.|3 1.1.2 There|0 So.|2 1.2 Weight|0 No.|1 2. Wicks|0 So.",
        "sections: decimal",
    ),
    "entries": (
        "1 I. Oil|0 1. The keepers:|0 (a) count;|0 (i) lamps;|0 (ii) wicks;|0 (b) light.|1 II. End|0 2. So.",
        "",
    ),
    "capitals and figures": (
        "1 I. Oil|0 1. The keepers:|0 (A) count;|0 (1) lamps;|0 (2) wicks;|0 (B) light.|1 II. End|0 2. So.",
        "subparagraphs: as-typed",
    ),
    "recitals": ("1 Oil|0 Whereas:|0 (1) oil is dear;|0 (2) wicks are not.|1 Wicks|0 So.", "subparagraphs: as-typed"),
    "later": ("1 I. Oil|0 1. One is here.|0 1 bis. One more is here.|0 2. Two is here.|1 II. Wicks|0 3. So.", ""),
}
KEPT = {
    "article": ("1 Article 1|0 It is dear.|1 Article 2|0 So.", "headings stay words, as “Article 1”"),
    "annex": ("1 Oil|0 Dear.|1 Annex I|0 Lists.|1 Annex II. Lamps|0 So.", "headings stay words, as “Annex I”"),
    "part": ("1 Часть I. Масло|0 Оно дорого.|1 Часть II. Лампы|0 Их нет.", "headings stay words, as “Часть I”"),
    "section sign": ("1 § 1 Oil|0 It is dear.|1 § 2 Wicks|0 So.", "headings stay words, as “§ 1”"),
    "chapter of Chinese": ("1 第一章 灯油|0 灯油很贵。|1 第二章 灯芯|0 完。", "headings stay words, as “第一章”"),
    "article of Chinese": (
        "1 灯油|0 第一条 灯油很贵。|0 第二条 灯芯不贵。|1 灯芯|0 完。",
        "paragraphs stay words, as “第一条”",
    ),
}
LANGUAGES = {"part": "ru", "chapter of Chinese": "zh", "article of Chinese": "zh"}


@pytest.fixture
def home(tmp_path: Path) -> House:
    return in_un(without_reports(tmp_path).root)


def written(home: House, rows: list[str], kind: str) -> Path:
    """A file with these rows, the level of a heading before each (0: a paragraph)."""
    path = home.root / f"lamps.{kind}"
    split = [(int(row[0]), row[2:]) for row in rows]
    if kind == "html":
        tags = ["p", "h2", "h3", "h4"]
        inside = "".join(f"<{tags[level]}>{words}</{tags[level]}>" for level, words in split)
        path.write_text(f"<html><body><main><h1>On lamps</h1>{inside}</main></body></html>", "utf-8")
        return path
    package = docx.Document()
    package.add_paragraph("On lamps", style="Title")
    for level, words in split:
        package.add_paragraph(words, style=f"Heading {level}" if level else None)
    package.save(str(path))
    return path


def come(home: House, rows: list[str], kind: str, language: str) -> tuple[list[str], str, str]:
    """The rows of the report that comes of the file, with the numbers that the press prints; its source; what was
    reported.
    """
    arrived = receive.import_file(
        home, written(home, rows, kind), GivenFields(FIELDS | {"original-language": language})
    )
    assert arrived.exit_code() == 0, "\n".join(map(str, arrived.findings()))
    slug = Path(arrived.path).parent.name
    body = outline(steps.compose(home, slug, language).document).body
    shown = [f"{row.level if row.kind == 'section' else 0} {row.label} {row.text}".replace("  ", " ") for row in body]
    text = (home.root / arrived.path).read_text("utf-8")
    return shown, text, "\n".join(map(str, arrived.findings()))


@pytest.mark.parametrize("kind", ["docx", "html"])
@pytest.mark.parametrize("name", TAKEN)
def test_a_typed_number_that_the_press_prints_is_taken_off(name: str, kind: str, home: House) -> None:
    given, rule = TAKEN[name]
    rows = given.split("|")
    shown, text, told = come(home, rows, kind, "en")
    assert [row.replace(". ", " ") for row in shown] == [row.replace(". ", " ") for row in rows]
    assert rule in text
    assert "S167" not in told
    body = text.split("---\n", 2)[2]
    for row in rows:
        number = row[2:].partition(" ")[0]
        assert "as-typed" in text or not number.endswith(".") or f"\n{number} " not in body


@pytest.mark.parametrize("kind", ["docx", "html"])
@pytest.mark.parametrize("name", KEPT)
def test_a_number_with_a_word_stays_and_is_reported(name: str, kind: str, home: House) -> None:
    given, words = KEPT[name]
    rows = given.split("|")
    shown, _, told = come(home, rows, kind, LANGUAGES.get(name, "en"))
    assert [row.strip() for row in shown] == rows
    assert f"S167: the numbers of 2 {words}" in told


def test_thousands_of_typed_numbers_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    list(typed_numbers.readings("a"))
    monkeypatch.setattr(typed_numbers, "numeral", None)
    assert list(typed_numbers.readings("cd")) == [("lower-roman", 400)]
    assert list(typed_numbers.readings("I")) == [("upper-roman", 1), ("upper-latin", 9)]
    assert list(typed_numbers.readings("Ii")) == []

"""The conventions of each language, read from finished editions: the table of the languages' usage, cell by cell."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from plantin.auditors.markup import html as auditor
from plantin.auditors.parity.outline import differences
from plantin.house import style
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.model.outline import Outline, outline
from plantin.model.related_editions import ALONE
from plantin.production.formats import format_named
from plantin.resolve import resolve
from plantin.resolve.notes import definitions
from plantin.source import front_matter, pandoc
from plantin.source import text as source_text
from tests.kit import houses
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.kit.read_back import reread

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[2]
HOUSE = House(ROOT)
OFFICIAL = ("ar", "en", "es", "fr", "ru", "zh")
TRANSLATED = ("en", "es", "fr", "ru")
NB = "\u00a0"

SMALL = """---
symbol: A/1/1
organ: Security Council
title: "Lamps"
date: {date}
original-language: en
languages: [en, {language}]
---

# One {{#one}}

[]{{#oil}} 10 of "them" 'burn':

(a) []{{#a}} by day;

    (i) []{{#a-i}} at noon;

## Two {{#two}}

### Three

[]{{#glass}} See [](#oil), [](#oil,glass), [](#oil,glass,last), [](#a-i), [](#two), [](#one,two), [](#n).[^n]

### Four

[]{{#last}} End.

## Five

End.

[^n]: Note.
"""


@cache
def small(language: str, date: str = "2017-01-01") -> Document:
    """A report in which each form of the language occurs; what the press words itself is in the language, the rest in
    English.
    """
    text = source_text.parse(SMALL.format(date=date, language=language), "small.md")
    nodes, _ = pandoc.parse(text.body(), text.path)
    return resolve(front_matter.read(text), nodes, definitions(text), houses.un(language)).document


@cache
def page(language: str) -> tuple[str, Outline]:
    """The small report as a finished web page, and what the auditor reads in it."""
    return finished(small(language))


Issued = Callable[[str], tuple[str, Outline]]


@pytest.fixture(scope="module")
def issued(store: Editions) -> Issued:
    """S/2017/97 in a language as a finished web page, and what the auditor reads in it."""

    @cache
    def read(language: str) -> tuple[str, Outline]:
        path = store.path(store.document(HOUSE, "S-2017-97", language), "html")
        return path.read_text("utf-8"), reread(auditor, path).outline()

    return read


def finished(document: Document) -> tuple[str, Outline]:
    import tempfile

    row = format_named("html")
    assert row is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.html")
        path.write_bytes(
            row.write(document, style.read(ROOT / "styles" / "un"), dt.datetime(2017, 2, 2, tzinfo=dt.UTC), ALONE)
        )
        return path.read_text("utf-8"), reread(auditor, path).outline()


MASTHEADS = {
    "en": ["United Nations", "Security Council", "Distr.: General", "1 January 2017", "Original: English"],
    "fr": [
        "Nations Unies",
        "Conseil de sécurité",
        "Distr. générale",
        "1er janvier 2017",
        "Français",
        f"Original{NB}: anglais",
    ],
    "es": [
        "Naciones Unidas",
        "Consejo de Seguridad",
        "Distr. general",
        "1 de enero de 2017",
        "Español",
        "Original: inglés",
    ],
    "ru": [
        "Организация Объединенных Наций",
        "Совет Безопасности",
        "Distr.: General",
        "1 January 2017",
        "Russian",
        "Original: English",
    ],
    "ar": ["الأمم المتحدة", "مجلس الأمن", "Distr.: General", "1 January 2017", "Arabic", "Original: English"],
    "zh": ["联合国", "安全理事会", "Distr.: General", "1 January 2017", "Chinese", "Original: English"],
}


@pytest.mark.parametrize("language", OFFICIAL)
def test_masthead(language: str) -> None:
    lines = [line.replace("\u200e", "").replace(NB, " ") for line in page(language)[1].masthead]
    assert [line for line in lines if line != "A/1/1"][: len(MASTHEADS[language])] == [
        line.replace(NB, " ") for line in MASTHEADS[language]
    ]


def test_no_break_spaces_of_the_masthead_are_in_the_page() -> None:
    assert f"Original{NB}: anglais" in page("fr")[0]


LABELS = {  # a main section, a section, a third level; a subparagraph, the next level; a paragraph
    "en": ("I.", "A.", "1.", "(a)", "(i)", "1."),
    "fr": ("I.", "A.", "1.", "a)", "i)", "1."),
    "es": ("I.", "A.", "1.", "a)", "i)", "1."),
    "ru": ("I.", "A.", "1.", "a)", "i)", "1."),
    "ar": ("أولا -", "ألف -", "1 -", "(أ)", "‘1’", "1 -"),
    "zh": ("一.", "A.", "1.", "(a)", "(一)", "1."),
}


@pytest.mark.parametrize("language", OFFICIAL)
def test_labels_and_their_anchors(language: str) -> None:
    rows = {row.anchor: row.label for row in page(language)[1].body}
    anchors = ("section-I", "section-I.A", "section-I.A.1", "paragraph-1.a", "paragraph-1.a.i", "paragraph-1")
    assert tuple(rows[anchor] for anchor in anchors) == LABELS[language]


@pytest.mark.sample(8)
@pytest.mark.parametrize("language", OFFICIAL)
@pytest.mark.parametrize("name", ["docx", "pdf", "epub"])
def test_labels_are_the_same_in_the_other_formats(language: str, name: str, tmp_path: Path) -> None:
    row = format_named(name)
    assert row is not None
    path = tmp_path / f"x{row.suffix}"
    path.write_bytes(
        row.write(small(language), style.read(ROOT / "styles" / "un"), dt.datetime(2017, 2, 2, tzinfo=dt.UTC), ALONE)
    )
    expected, found = page(language)[1], reread(row, path).outline()
    assert [(entry.anchor, entry.label, entry.text) for entry in found.body] == [
        (e.anchor, e.label, e.text) for e in expected.body
    ]


def test_word_prints_the_words_of_arabic_headings_by_lists_and_fills_lines_as_arabic_does() -> None:
    row = format_named("docx")
    assert row is not None
    made = row.write(small("ar"), style.read(ROOT / "styles" / "un"), dt.datetime(2017, 2, 2, tzinfo=dt.UTC), ALONE)
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        lists, styles = (file.read(f"word/{part}.xml").decode() for part in ("numbering", "styles"))
    assert all(f'w:lvlText w:val="{label}"' in lists for label in LABELS["ar"][:2])
    assert 'w:jc w:val="lowKashida"' in styles
    assert 'w:jc w:val="both"' not in styles


REFERENCES = {
    "en": "paragraph 1, paragraphs 1 and 2, paragraphs 1, 2 and 3, paragraph 1 (a) (i), section I.A, sections I and I.A, note 1",
    "fr": "paragraphe 1, paragraphes 1 et 2, paragraphes 1, 2 et 3, paragraphe 1 a) i), section I.A, sections I et I.A, note 1",
    "es": "párrafo 1, párrafos 1 y 2, párrafos 1, 2 y 3, párrafo 1 a) i), sección I.A, secciones I y I.A, nota 1",
    "ru": "пункт 1, пункты 1 и 2, пункты 1, 2 и 3, пункт 1 a) i), раздел I.A, разделы I и I.A, примечание 1",
    "ar": (
        "الفقرة 1, الفقرتان 1 و2, الفقرات 1 و2 و3, الفقرة 1 (أ) ‘1’, الفرع أولا-ألف, الفرعان أولا وأولا-ألف, الحاشية 1"
    ),
    "zh": "第1段, 第1和2段, 第1、2和3段, 第1 (a) (一)段, 第一.A节, 第一和一.A节, 注1",
}


@pytest.mark.parametrize("language", OFFICIAL)
def test_references(language: str) -> None:
    text = next(row.text for row in page(language)[1].body if row.anchor == "paragraph-2")
    assert text.replace(NB, " ").partition(" ")[2] == REFERENCES[language] + ".[^1]"


def test_a_reference_takes_the_case_that_a_sentence_asks_for() -> None:
    words = houses.un("ru")
    assert words.references.form("paragraph", 1, "prepositional") == "пункте {}"
    assert words.references.form("section", 2, "genitive") == "разделов {}"
    assert words.references.form("note", 2) == "примечания {}"


QUOTATIONS = {
    "en": ("“them”", "‘burn’"),
    "fr": (f"«{NB}them{NB}»", "“burn”"),
    "es": ("“them”", "‘burn’"),
    "ru": ("«them»", "„burn“"),
    "ar": ("”them“", "’burn‘"),
    "zh": ("“them”", "‘burn’"),
}


@pytest.mark.parametrize("language", OFFICIAL)
def test_quotation_marks(language: str) -> None:
    for words in QUOTATIONS[language]:
        assert words in page(language)[0]


@pytest.mark.parametrize("language", OFFICIAL)
def test_direction_and_language_of_the_page(language: str) -> None:
    direction = "rtl" if language == "ar" else "ltr"
    tag = "zh-Hans" if language == "zh" else language
    assert re.search(rf'<html[^>]* lang="{tag}"[^>]* dir="{direction}"', page(language)[0])


def test_an_edition_that_does_not_give_the_script_of_chinese_is_found() -> None:
    document = composed("# 导言\n\n灯。", language="zh")
    assert (document.language, document.version) == ("zh-Hans", "zh")
    _, found = finished(replace(document, language="zh"))
    assert [one.code for one in differences(outline(document), found, "page.html")] == ["P011"]


PHRASES = {  # body date; several paragraphs cited; see; resolution; thousands; percentage; money
    "en": (
        "19 December 2016",
        "paras. 4 and 5",
        "see S/2016/92",
        "resolution 2253 (2015)",
        "3,000",
        "80 per cent",
        "14,338",
        "22.8 per cent",
        "$260 million",
    ),
    "fr": (
        "19 décembre 2016",
        "par. 4 et 5",
        "voir S/2016/92",
        "résolution 2253 (2015)",
        "3 000",
        "80 %",
        "14 338",
        "22,8 %",
        "260 millions de dollars",
    ),
    "es": (
        "19 de diciembre de 2016",
        "párrs. 4 y 5",
        "véanse S/2016/92",
        "resolución 2253 (2015)",
        "3000",
        "80%",
        "14.338",
        "22,8%",
        "260 millones de dólares",
    ),
    "ru": (
        "19 декабря 2016 года",
        "пункты 4 и 5",
        "см. S/2016/92",
        "резолюцию 2253 (2015)",
        "3000",
        "80 процентов",
        "14 338",
        "22,8 процента",
        "260 млн. долл. США",
    ),
}


@pytest.mark.sample(3)
@pytest.mark.parametrize("language", TRANSLATED)
def test_dates_numbers_and_citations_in_the_report(language: str, issued: Issued) -> None:
    _, outline = issued(language)
    text = " ".join(row.text for row in (*outline.body, *outline.notes)).replace(NB, " ")
    assert [phrase for phrase in PHRASES[language] if phrase not in text] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_indicators_are_on_the_side_of_the_language(language: str, issued: Issued) -> None:
    _, outline = issued(language)
    text = " ".join(row.text for row in outline.body)
    wrong = r"\[\^\d+\][.,;]" if language == "en" else r"[.,;]\[\^\d+\]"
    assert re.findall(wrong, text) == []
    assert re.search(r"[.,;]\[\^\d+\]" if language == "en" else r"\[\^\d+\][.,;]", text)


UNBROKEN = {
    "en": ["resolution 2253", "2253 (2015)", "260 million"],
    "fr": ["résolution 2253", "2253 (2015)", "80 %", "3 000"],
    "es": ["resolución 2253", "2253 (2015)", "260 millones"],
    "ru": ["2253 (2015)", "80 процентов", "260 млн."],
}


@pytest.mark.parametrize("language", TRANSLATED)
def test_lines_do_not_break_inside_numbers_and_citations(language: str, issued: Issued) -> None:
    markup = re.sub(r"<[^>]*>", "", issued(language)[0]).replace("&nbsp;", NB)
    assert [words for words in UNBROKEN[language] if words.replace(" ", NB) not in markup] == []


def test_symbols_are_set_apart_in_arabic() -> None:
    text = source_text.read(ROOT / "tests" / "reports" / "public-gardens" / "report.md")
    nodes, _ = pandoc.parse(text.body(), text.path)
    document = resolve(front_matter.read(text), nodes, definitions(text), houses.un("ar")).document
    markup, _ = finished(document)
    for symbol in ("A/90/22", "A/90/23/Add.1", "S/2035/118"):
        assert f'<span lang="zxx" dir="ltr"><a href="https://undocs.org/ar/{symbol}">{symbol}</a></span>' in markup

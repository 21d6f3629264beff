"""The rows of the table of conventions that are words of the text itself: read from finished editions, and known to the
gate.

What the press words (labels, references, mastheads, marks) is in test_languages.py; docs/languages.md has the whole
table.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from plantin import validators
from plantin.house import locale as locales
from plantin.house import style
from plantin.house.layout import House
from plantin.lint.translation import Expectations, expectations_of, faults
from plantin.model.document import Document
from plantin.model.related_editions import ALONE
from plantin.production.formats import format_named
from plantin.resolve import resolve
from plantin.resolve.notes import definitions
from plantin.source import front_matter, pandoc
from plantin.source import text as source_text
from tests.kit import houses
from tests.kit.editions import Editions
from tests.kit.read_back import reread

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[2]
HOUSE = House(ROOT)
NB = "\u00a0"
OWN = {"ar": "public-gardens", "zh": "river-bridges"}
DAYS = ("2016-03-01", "2016-05-03")
MOMENT = dt.datetime(2036, 10, 5, tzinfo=dt.UTC)


@cache
def document(language: str) -> Document:
    """The test report of Arabic or Chinese."""
    text = source_text.read(ROOT / "tests" / "reports" / OWN[language] / "report.md")
    nodes, _ = pandoc.parse(text.body(), text.path)
    return resolve(front_matter.read(text), nodes, definitions(text), houses.un(language)).document


Said = Callable[[str, str], str]


@pytest.fixture(scope="module")
def said(store: Editions) -> Said:
    """The words of text and notes, read back from the edition in a language and a format: of S/2017/97 where it is
    issued in it.
    """

    @cache
    def words(language: str, name: str) -> str:
        row = format_named(name)
        assert row is not None
        made = document(language) if language in OWN else store.document(HOUSE, "S-2017-97", language)
        outline = reread(row, store.path(made, name)).outline()
        return " ".join(entry.text for entry in (*outline.body, *outline.notes)).replace(NB, " ")

    return words


# Row of the table, language: what a reader finds in the edition.
WORDS: dict[tuple[str, str], str] = {
    ("ordinal", "en"): "in its eighteenth report",
    ("ordinal", "fr"): "dans son dix-huitième rapport",
    ("ordinal", "es"): "en su 18º informe",
    ("ordinal", "ru"): "в своем восемнадцатом докладе",
    ("ordinal", "ar"): "تقريرها الأول",
    ("ordinal", "zh"): "第一次报告",
    ("small number", "en"): "only three European States",
    ("small number", "fr"): "trois États européens",
    ("small number", "es"): "solo tres Estados europeos",
    ("small number", "ru"): "лишь три европейских государства",
    ("small number", "ar"): "في ثلاثة مواضع",
    ("small number", "zh"): "木桥9座",
    ("date in the text", "en"): "On 1 December",
    ("date in the text", "fr"): "Le 1er décembre",
    ("date in the text", "es"): "El 1 de diciembre",
    ("date in the text", "ru"): "1 декабря",
    ("date in the text", "ar"): "5 تشرين الأول/أكتوبر 2035",
    ("date in the text", "zh"): "2035年10月5日",
    ("see", "ar"): "انظر المسح السنوي",
    ("see", "zh"): "见桥梁年度调查",
    ("resolution", "ar"): "بالقرار 2253 (2035)",
    ("resolution", "zh"): "第2253(2035)号决议",
    ("thousands", "ar"): "14 338",
    ("thousands", "zh"): "14 338",
    ("decimal", "ar"): "22.8",
    ("decimal", "zh"): "22.8",
    ("percentage", "ar"): "22.8 في المائة",
    ("percentage", "zh"): "22.8%",
    ("money", "ar"): "260 مليون",
    ("money", "zh"): "2.6亿元",
    ("indicator", "ar"): "وسطها[^1].",
    ("indicator", "zh"): "22.8%[^1]。",
}


@pytest.mark.sample(24)
@pytest.mark.parametrize("name", ["html", "docx", "epub"])
@pytest.mark.parametrize(("row", "language"), WORDS)
def test_a_convention_is_read_from_the_finished_edition(row: str, language: str, name: str, said: Said) -> None:
    assert WORDS[row, language] in said(language, name)


JOBS = {"en": "E", "fr": "F", "es": "S", "ru": "R", "ar": "A", "zh": "C"}


@pytest.mark.parametrize(("language", "letter"), JOBS.items())
def test_the_job_number_has_the_letter_of_the_language(language: str, letter: str, tmp_path: Path) -> None:
    head = f'---\nsymbol: A/1/1\norgan: General Assembly\ntitle: "1"\ndate: 2035-06-01\noriginal-language: {language}\n'
    text = source_text.parse(f'{head}job-numbers: {{{language}: "35-00012 ({letter})"}}\n---\n\n1\n', "report.md")
    nodes, _ = pandoc.parse(text.body(), text.path)
    made = resolve(front_matter.read(text), nodes, definitions(text), houses.un(language)).document
    row = format_named("print")
    assert row is not None
    (tmp_path / "x.pdf").write_bytes(row.write(made, style.read(ROOT / "styles" / "un"), MOMENT, ALONE))
    assert shutil.which("pdftotext"), "not run: pdftotext is missing; `make tools` installs it"
    shown = subprocess.run(["pdftotext", tmp_path / "x.pdf", "-"], check=True, capture_output=True, text=True).stdout
    assert f"35-00012 ({letter})" in re.sub("[\u200e\u200f\u202a-\u202e]", "", shown)


@cache
def held_against(language: str) -> Expectations:
    return expectations_of(HOUSE, "en", language)


def codes(original: str, translation: str, language: str) -> list[str]:
    return sorted({fault.code for fault in faults(original, translation, held_against(language))})


EIGHTEENTH = "The eighteenth meeting was held."
TENTH = "The tenth meeting was held."
THREE = "Three reports and 12 annexes were issued."
FIGURES = "On 1 January 2017, 14,338 people paid $260 million, or 22.8 per cent."

# Original, language, right translation, what is spoilt in it and how, what the gate must then find.
KNOWN = [
    (EIGHTEENTH, "fr", "La dix-huitième réunion a eu lieu.", ("huit", "neuv"), "T043"),
    (EIGHTEENTH, "es", "Se celebró la 18ª reunión.", ("18", "19"), "T029"),
    (EIGHTEENTH, "es", "Se celebró la decimoctava reunión.", ("octava", "novena"), "T043"),
    (EIGHTEENTH, "ru", "Состоялось восемнадцатое заседание.", ("восем", "девят"), "T043"),
    (EIGHTEENTH, "ar", "عُقد الاجتماع الثامن عشر.", ("الثامن", "التاسع"), "T043"),
    (EIGHTEENTH, "zh", "举行了第十八次会议。", ("八", "九"), "T043"),
    (TENTH, "fr", "La dixième réunion a eu lieu.", ("dix", "neuv"), "T043"),
    (TENTH, "ru", "Состоялось десятое заседание.", ("десят", "девят"), "T043"),
    (TENTH, "ar", "عُقد الاجتماع العاشر.", ("العاشر", "التاسع"), "T043"),
    (TENTH, "zh", "举行了第十次会议。", ("十", "九"), "T043"),
    (THREE, "fr", f"Trois rapports et 12{NB}annexes ont été publiés.", ("Trois", "Quatre"), "T043"),
    (THREE, "es", "Se publicaron tres informes y 12 anexos.", ("tres", "cuatro"), "T043"),
    (THREE, "ru", "Было издано три доклада и 12 приложений.", ("три", "четыре"), "T043"),
    (THREE, "ar", "صدرت ثلاثة تقارير و12 مرفقا.", ("ثلاثة", "أربعة"), "T043"),
    (THREE, "zh", "印发了3份报告和12个附件。", ("3", "4"), "T029"),
    (
        FIGURES,
        "fr",
        f"Le 1er{NB}janvier 2017, 14{NB}338 personnes ont versé 260{NB}millions de dollars, soit 22,8{NB}%.",
        ("1er", "2"),
        "T027",
    ),
    (
        FIGURES,
        "es",
        f"El 1 de enero de 2017, 14.338 personas pagaron 260{NB}millones de dólares, o sea, el 22,8%.",
        ("14.3", "14,3"),
        "T029",
    ),
    (
        FIGURES,
        "ru",
        f"1{NB}января 2017{NB}года 14{NB}338 человек заплатили 260{NB}млн. долл. США, или 22,8{NB}процента.",
        ("2,8", "2.8"),
        "T029",
    ),
    (
        FIGURES,
        "ar",
        f"في 1 كانون الثاني/يناير 2017، دفع 14{NB}338 شخصا 260 مليون دولار، أي 22.8 في المائة.",
        ("مليون", "مليار"),
        "T029",
    ),
    (FIGURES, "zh", f"2017年1月1日，14{NB}338人支付了2.6亿美元，即22.8%。", ("亿", "万"), "T029"),
    ("It rose by 22.8 per cent.", "fr", f"Cela a augmenté de 22,8{NB}%.", (f"{NB}%", "%"), "T035"),
    ("It rose by 22.8 per cent.", "es", "Aumentó un 22,8%.", ("%", f"{NB}%"), "T035"),
    ("It rose by 22.8 per cent.", "ru", f"Показатель вырос на 22,8{NB}процента.", ("процента", "%"), "T035"),
    ("In all, 3,000 people came.", "es", "En total llegaron 3000 personas.", ("3000", "3.000"), "T035"),
    ("In all, 3,000 people came.", "fr", f"Au total, 3{NB}000 personnes sont venues.", (f"3{NB}0", "3.0"), "T035"),
    ("In all, 14,338 people came.", "es", "En total llegaron 14.338 personas.", (".338", f"{NB}338"), "T035"),
    ("In all, 14,338 people came.", "es", "En total llegaron 14.338 personas.", (".338", " 338"), "T035"),
    ("In all, 14,338 people came.", "fr", f"Au total, 14{NB}338 personnes sont venues.", (f"{NB}338", " 338"), "T035"),
    ("In all, 14,338 people came.", "ru", f"Всего пришли 14{NB}338 человек.", (f"{NB}338", " 338"), "T035"),
    ("In all, 14,338 people came.", "ar", f"حضر 14{NB}338 شخصا.", (f"{NB}338", ",338"), "T035"),
    ("In all, 14,338 people came.", "zh", f"共有14{NB}338人。", (f"{NB}338", ",338"), "T035"),
    ("It burns.[^a]", "ar", "إنها تشتعل[^a].", ("[^a].", ".[^a]"), "T036"),
    ("It burns.[^a]", "zh", "它在燃烧[^a]。", ("[^a]。", "。[^a]"), "T036"),
    ("It burns, always.", "ar", "إنها تشتعل، دائما.", ("،", ","), "T035"),
    ("It burns, always.", "zh", "它一直，在燃烧。", ("，", ","), "T035"),
]


@pytest.mark.sample(18)
@pytest.mark.parametrize(("original", "language", "right", "spoilt", "code"), KNOWN)
def test_the_gate_knows_the_convention(
    original: str, language: str, right: str, spoilt: tuple[str, str], code: str
) -> None:
    assert codes(original, right, language) == []
    assert right.replace(*spoilt) != right
    assert code in codes(original, right.replace(*spoilt), language)


def test_english_divides_thousands_by_a_comma() -> None:
    house = expectations_of(HOUSE, "fr", "en")
    for right, wrong in (("14,338", "14 338"), ("14,338", f"14{NB}338"), ("14,338", "14.338")):
        original = f"En tout, 14{NB}338 personnes sont venues."
        assert list(faults(original, f"In all, {right} people came.", house)) == []
        assert {fault.code for fault in faults(original, f"In all, {wrong} people came.", house)} & {"T029", "T035"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "En 2016 300 personas llegaron, 2 000 más."),
        ("fr", "De 2015 à 2016 300 personnes sont venues."),
        ("fr", "Voir S/2016/92, par. 5, 14 338,5 et 0,125."),
        ("es", "Costó 1.234.567,89 en 2016 (véase S/2016/92)."),
    ],
)
def test_adjacent_figures_are_not_thousands(language: str, text: str) -> None:
    right = text.replace("2 000", "2000").replace("14 338", f"14{NB}338")
    told = [fault.message for fault in faults("Lamps.", right, held_against(language)) if "thousands" in fault.message]
    assert told == []


def test_the_number_of_a_chapter_is_no_ordinal_of_its_own() -> None:
    assert codes("He acted under Chapter VII of the Charter.", "他根据《宪章》第七章采取行动。", "zh") == []


# The face for Chinese


@pytest.mark.proof
def test_verapdf_passes_the_arabic_and_the_chinese_report(store: Editions) -> None:
    wanted = [("ar", "pdf"), ("ar", "ua2"), ("zh", "pdf"), ("zh", "large")]
    paths = [store.path(document(language), name, moment=MOMENT) for language, name in wanted]
    tool = validators.tool_named("verapdf")
    assert tool
    found = tool.run(validators.find(ROOT), paths).faults
    assert {path.name: list(map(str, found[path])) for path in paths} == {path.name: [] for path in paths}


def test_every_letter_of_the_chinese_house_is_in_the_face_of_the_style() -> None:
    from fontTools.ttLib import TTFont

    known: set[int] = set()
    for path in (ROOT / "styles").glob("*/fonts/*.[ot]tf"):
        with TTFont(path, lazy=True) as font:
            known |= set(font.getBestCmap())
    words = "".join(
        path.read_text("utf-8")
        for path in (*HOUSE.locale_files("zh"), ROOT / "tests" / "reports" / OWN["zh"] / "report.md")
    )
    # Signs of braille are in no page.
    letters = {letter for letter in words if not letter.isspace() and not "\u2800" <= letter <= "\u28ff"}
    assert {letter for letter in letters if ord(letter) not in known} == set()


def test_the_page_names_every_cell_and_tests_that_are_there() -> None:
    page = (ROOT / "docs" / "languages.md").read_text("utf-8")
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", page))
    assert named
    assert [name for name in named if f"def {name}(" not in tests] == []
    for (_, language), words in WORDS.items():
        row = next(
            (line for line in page.split("\n") if line.startswith("|") and words.replace("[^1]", "¹") in line), ""
        )
        assert row, f"{language}: {words}"


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "zh"])
def test_data_are_written_with_the_signs_that_texts_are_read_with(language: str) -> None:
    forms, locale = held_against(language).forms, HOUSE.locale(language)
    assert locale.number("1234567.5") == f"1{forms.group}234{forms.group}567{forms.decimal}5"
    assert forms.percents.match(locale.percentage("5").removeprefix("5").replace("\u00a0", " "))
    if language != "zh":  # whose characters the gate reads apart
        months = [locale.date(f"2016-{month:02}-04").replace("2016", "") for month in range(1, 13)]
        assert [n for n, month in enumerate(months) if not forms.date_pattern.search(month)] == []
    # The sign is that of tables; in Russian texts a word is in its place.
    wrong = [pattern for pattern in forms.marks if pattern != "%"]
    shown = f"{locale.number('14338')} {locale.number('3000')} {locale.percentage('22.8')}"
    assert [pattern for pattern in wrong if re.search(pattern, shown)] == []
    assert locale.display
    assert locale.display.percent.format(percent="150") == locale.percentage("150")
    own = locales.read(ROOT / "locales" / language / "locale.toml")
    assert [own.masthead_date(day) for day in DAYS] == [own.date(day) for day in DAYS]

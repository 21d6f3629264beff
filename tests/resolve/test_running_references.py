"""A reference has full words in running text, and short ones in brackets and notes, where a language wants that."""

from __future__ import annotations

import pytest

from plantin.findings import Place
from plantin.house.locale_tables import ReferenceForms, Typography
from plantin.model.document import Paragraph
from plantin.model.inlines import Text, plain
from plantin.model.outline import outline
from plantin.resolve import resolve
from plantin.resolve.notes import definitions
from plantin.resolve.references import Target, settle, unsettled_reference
from plantin.source import front_matter, pandoc, tables
from plantin.source import text as source_text
from tests.kit import houses

HEAD = 'symbol: A/90/1\norgan: General Assembly\ntitle: "Lamps"\ndate: 2035-06-01\nlanguages: [en, fr, es]\n'
BODY = "# Oil {#oil}\n\n[]{#count}In [](#oil) (see [](#oil); [](#count)) and [](#count).[^n]\n\n[^n]: See [](#count).\n"


@pytest.mark.parametrize(
    ("language", "running", "noted"),
    [
        ("en", "In section I (see section I; para. 1) and paragraph 1.", "See para. 1."),
        ("fr", "In section I (see sect. I; par. 1) and paragraphe 1.", "See par. 1."),
        ("es", "In sección I (see secc. I; párr. 1) and párrafo 1.", "See párr. 1."),
    ],
)
def test_words_of_a_reference(language: str, running: str, noted: str) -> None:
    report = source_text.parse(f"---\n{HEAD}---\n\n{BODY}", "report.md")
    nodes, _ = pandoc.parse(tables.prepare(report), report.path)
    made = resolve(front_matter.read(report), nodes, definitions(report), houses.un(language)).document
    read = outline(made)
    body = next(entry.text for entry in read.body if entry.anchor == "paragraph-1").replace("\u00a0", " ")
    assert body.replace("[^1]", "") == running
    assert read.notes[0].text.replace("\u00a0", " ") == noted


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("[](#count) says it.", "Paragraphe 1 says it."),
        (
            "[](#oil){.definite} is *burning.* [](#oil){.definite} says it.",
            "La section I is burning. La section I says it.",
        ),
        ("It burns.[^n] [](#oil){.definite} says it.", "It burns.[^1] La section I says it."),
        ("It burns, cf. [](#oil); p. ex. [](#oil).", "It burns, cf. section I; p. ex. section I."),
        ("It is in [](#count). [](#oil) says so.", "It is in paragraphe 1. Section I says so."),
        ("Lamps go. [](#oil) says so.", "Lamps go. Section I says so."),
        ("« Lamps! » [](#oil) says so.", "« Lamps! » Section I says so."),
        ("Lamps. $x$ [](#oil).", "Lamps. x section I."),
        ("Lamps.\\\n[](#oil) says so.", "Lamps. Section I says so."),
        ("It burns (i.e. burns. [](#oil)).", "It burns (i.e. burns. sect. I)."),
    ],
)
def test_a_reference_that_begins_a_sentence_has_a_capital(words: str, printed: str) -> None:
    body = f"# Oil {{#oil}}\n\n[]{{#count}}Oil burns.[^n]\n\n{words}\n\n[^n]: Lit.\n"
    report = source_text.parse(f"---\n{HEAD}---\n\n{body}", "report.md")
    nodes, _ = pandoc.parse(tables.prepare(report), report.path)
    made = resolve(front_matter.read(report), nodes, definitions(report), houses.un("fr")).document
    assert outline(made).body[-1].text.replace("\u00a0", " ").replace("*", "") == printed


@pytest.mark.parametrize(
    ("language", "sentences", "printed"),
    [
        ("en", "approx.|incl.|resp.|chap.|i.e.|See para.", "section I"), ("en", "It can be.|Annex C.|Section V.", "Section I"),
        ("fr", "chap.|c.-à-d.|p. ex.|Env.", "section I"), ("fr", "Il y va.", "Section I"),
        ("es", "párr.|incl.|aprox.|P. ej.", "sección I"), ("es", "Es un mal.", "Sección I"),
        ("ru", "прил.|разд.|т. е.|Напр.", "раздел I"), ("ru", "Это дом.|Ест рис.", "Раздел I"),
        ("it", "cfr.|p. es.|Ca.", "sezione I"), ("it", "Tutto va.", "Sezione I"),
    ],
)  # fmt: skip
def test_a_full_stop_ends_a_sentence_but_after_an_abbreviation(language: str, sentences: str, printed: str) -> None:
    place, targets = Place("report.md", 1, 1), {"oil": Target("section", "section-I", "I")}
    for words in sentences.split("|"):
        run = (Text(f"Oil, {words} "), unsettled_reference("#oil", place))
        ((paragraph,), _) = settle((Paragraph("", "", run),), targets, houses.un(language))
        assert isinstance(paragraph, Paragraph)
        assert plain(paragraph.content).replace("\u00a0", " ") == f"Oil, {words} {printed}"


def test_a_long_paragraph_is_not_read_from_its_start_at_each_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    case_after, ends_sentence = ReferenceForms.case_after, Typography.ends_sentence

    def count(text: str) -> str:
        read.append(len(text))
        return text

    monkeypatch.setattr(ReferenceForms, "case_after", lambda forms, text: case_after(forms, count(text)))
    monkeypatch.setattr(Typography, "ends_sentence", lambda marks, text: ends_sentence(marks, count(text)))
    place = Place("report.md", 1, 1)
    run = tuple(part for _ in range(4000) for part in (Text("See "), unsettled_reference("#oil", place)))
    ((paragraph,), _) = settle((Paragraph("", "", run),), {"oil": Target("section", "section-I", "I")}, houses.un("en"))
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.content).count("section I") == len(read) / 2 == 4000
    assert max(read) <= 80


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("see section [](#oil)", ["'section'"]),
        ("see para. [](#count)", ["'para.'"]),
        ("see paragraph [](#count)", ["'paragraph'"]),
        ("see paragraphs [](#count) and [](#oil)", ["'paragraphs'"]),
        ("(see paragraph [](#count))", ["'paragraph'"]),
        ("it takes paras [](#count)", []),
        ("see note [](#n)[^n]", ["'note'"]),
        ("we note [](#oil)", []),
        ("see section I and [](#count)", []),
    ],
)
def test_a_word_that_a_reference_prints_itself_is_reported(words: str, said: list[str]) -> None:
    body = f"# Oil {{#oil}}\n\n[]{{#count}}Oil burns.[^n]\n\nIt burns: {words}.\n\n[^n]: Lit.\n"
    report = source_text.parse(f"---\n{HEAD}---\n\n{body}", "report.md")
    nodes, _ = pandoc.parse(tables.prepare(report), report.path)
    found = resolve(front_matter.read(report), nodes, definitions(report), houses.un("en")).warnings
    assert [one.message.split()[2].rstrip(",") for one in found if one.code == "S030"] == said


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("см. ", "таблицу 1"), ("(см. также ", "таблицу 1"), ("Согласно ", "таблице 1"), ("данные из ", "таблицы 1"),
        ("В связи с ", "таблицей 1"), ("включая ", "таблицу 1"), ("на основании ", "таблицы 1"), ("при ", "таблице 1"),
        ("(с учетом ", "таблицы 1"), ("рост с ", "таблица 1"), ("знак ", "таблица 1"), ("рассм.", "таблица 1"), ("низ ", "таблица 1"),
    ],
)  # fmt: skip
def test_a_word_that_asks_for_one_case_has_it(before: str, words: str) -> None:
    body = f"# Oil\n\n::: {{#rows .table}}\nRows\n\n| a | b |\n|---|---|\n| c | 1 |\n:::\n\n{before}[](#rows), да.\n"
    report = source_text.parse(f"---\n{HEAD}---\n\n{body}", "report.md")
    nodes, _ = pandoc.parse(tables.prepare(report), report.path)
    read = outline(resolve(front_matter.read(report), nodes, definitions(report), houses.un("ru")).document)
    assert f"{before}{words}, да." in [entry.text.replace("\u00a0", " ") for entry in read.body]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("es", "véase [](#rows)", "véase el cuadro 1"), ("es", "(véanse [](#rows,more))", "(véanse los cuadros 1 y 2)"),
        ("es", "cuadro [](#rows)", "cuadro cuadro 1"), ("fr", "dans [](#deep)", "dans l’annexe, section I"),
        ("fr", "(voir [](#deep))", "(voir annexe, sect. I)"), ("fr", "le début [](#deep){.of}", "le début de l’annexe, section I"),
        ("es", "llega [](#deep){.to}", "llega al anexo, sección I"), ("ru", "из [](#deep)", "из приложения, раздела I"),
        ("ar", "انظر [](#rows,more)", "انظر الجدولين 1 و2"), ("ar", "يضم [](#rows,more)", "يضم الجدولان 1 و2"),
        ("ar", "انظر كذلك [](#rows,more)", "انظر كذلك الجدولين 1 و2"), ("ar", "وبين [](#rows,more)", "وبين الجدولين 1 و2"),
        ("fr", "après [](#rows)", "après le tableau 1"), ("es", "entre [](#rows,more)", "entre los cuadros 1 y 2"),
    ],
)  # fmt: skip
def test_an_article_is_before_the_first_place_alone(language: str, text: str, words: str) -> None:
    table = "::: {{#{0} .table}}\nRows\n\n| a | b |\n|---|---|\n| c | 1 |\n:::\n\n"
    body = f"# Oil\n\n{table.format('rows')}{table.format('more')}{text}, x.\n\n# Lamps {{.annex}}\n\n## Wicks {{#deep}}\n\nOil.\n"
    report = source_text.parse(f"---\n{HEAD}---\n\n{body}", "report.md")
    nodes, _ = pandoc.parse(tables.prepare(report), report.path)
    read = outline(resolve(front_matter.read(report), nodes, definitions(report), houses.un(language)).document)
    assert f"{words}, x." in [entry.text.replace("\u00a0", " ") for entry in read.body]


def test_the_case_that_an_author_names_holds() -> None:
    report = source_text.parse(f"---\n{HEAD}---\n\n# Oil {{#oil}}\n\nИз [](#oil){{.dative}}.\n", "report.md")
    nodes, _ = pandoc.parse(tables.prepare(report), report.path)
    read = outline(resolve(front_matter.read(report), nodes, definitions(report), houses.un("ru")).document)
    assert "Из разделу I." in [entry.text.replace("\u00a0", " ") for entry in read.body]

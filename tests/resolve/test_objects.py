"""Tables, figures, boxes, annexes, passages and formulas get their numbers, letters and words once, when a report is
resolved.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from plantin.findings import Place, SourceError
from plantin.model.document import Figure, List, Passage, Table, every
from plantin.model.outline import Outline, outline
from plantin.resolve import resolve
from plantin.resolve.notes import NoteDefinition
from plantin.source import front_matter, images, pandoc, tables
from plantin.source import text as source_text
from plantin.source.nodes import Node
from tests.kit import houses
from tests.kit.compose import HEAD, codes, composed, said

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[2]
TABLE = "::: {{{} .table}}\nLamps{}\n\n| a | b |\n|---|---|\n| red | 1{} |\n:::\n\n"


def texts(found: Outline, kind: str) -> list[str]:
    return [f"{entry.label} {entry.text}".strip() for entry in (*found.body, *found.notes) if entry.kind == kind]


NOTES = "[^one]: One.\n\n[^two]: Two.\n\n[^three]: Three.\n"


def test_letters_of_tables_do_not_disturb_the_numbers_of_the_text() -> None:
    found = said(f"Before.[^one]\n\n{TABLE.format('#t', '[^two]', '[^two]')}After.[^three]\n\n{NOTES}")
    assert texts(found, "note") == ["1 One.", "2 Three."]
    assert texts(found, "letter") == ["a Two."]
    assert [(entry.anchor, entry.text) for entry in found.indicators] == [
        ("indicator-1", "note-1"),
        ("table-1.indicator-a", "table-1.note-a"),
        ("table-1.indicator-a-2", "table-1.note-a"),
        ("indicator-2", "note-2"),
    ]


def test_letters_begin_again_under_each_table() -> None:
    found = said(TABLE.format("#t", "[^one]", "[^two]") + TABLE.format("#u", "", "[^three]") + NOTES)
    assert texts(found, "letter") == ["a One.", "b Two.", "a Three."]


def test_by_rule_notes_of_tables_are_numbers() -> None:
    body = f"Before.[^one]\n\n{TABLE.format('#t', '[^two]', '')}After.[^three]\n\n{NOTES}"
    assert texts(said(body, "rules: {letters: []}\n"), "note") == ["1 One.", "2 Two.", "3 Three."]


def test_references_follow_when_a_paragraph_and_a_table_are_inserted_above() -> None:
    body = TABLE.format("#t", "", "") + "[]{#oil} Oil.\n\nSee [](#oil), [](#t) and [](#one).[^one]\n\n[^one]: One.\n"
    assert texts(said(body), "paragraph") == ["1. Oil.", "2. See paragraph 1, table 1 and note 1.[^1]"]
    more = "New.[^new]\n\n" + TABLE.format("#new-t", "", "") + body + "\n[^new]: New.\n"
    assert texts(said(more), "paragraph") == ["1. New.[^1]", "2. Oil.", "3. See paragraph 2, table 2 and note 2.[^2]"]


def test_paragraphs_of_annexes_and_appendices_begin_again() -> None:
    body = "Text.\n\n# A {.annex}\n\nOne.\n\nTwo.\n\n## B {.appendix}\n\nOne.\n\n# C {.annex}\n\nOne."
    assert texts(said(body), "paragraph") == ["1. Text.", "1. One.", "2. Two.", "1. One.", "1. One."]
    assert texts(said(body, "rules: {annexes: continue}\n"), "paragraph") == [
        "1. Text.",
        "2. One.",
        "3. Two.",
        "4. One.",
        "5. One.",
    ]
    assert texts(said(body), "section") == ["Annex I A", "Appendix B", "Annex II C"]


ANNEXED = (
    "See [](#x), [](#y), [](#z) and [](#app).\n\n# A {.annex}\n\n[]{#x} X, see [](#x), [](#y) and [](#z).\n\n## B {#app"
    " .appendix}\n\n[]{#y} Y, see [](#x), [](#y) and [](#z).\n\n## C {.appendix}\n\nC, see [](#y).\n\n# D"
    " {.annex}\n\n[]{#z} Z, see [](#x) and [](#y).\n"
)


def test_a_reference_names_the_annex_and_the_appendix_that_it_leads_to_from_outside() -> None:
    assert texts(said(ANNEXED), "paragraph") == [
        "1. See annex I, paragraph 1, annex I, appendix I, paragraph 1, annex II, paragraph 1 and annex I, appendix I.",
        "1. X, see paragraph 1, appendix I, paragraph 1 and annex II, paragraph 1.",
        "1. Y, see annex I, paragraph 1, paragraph 1 and annex II, paragraph 1.",
        "1. C, see appendix I, paragraph 1.",
        "1. Z, see annex I, paragraph 1 and annex I, appendix I, paragraph 1.",
    ]


OUTWARD = (
    "# a {#sec}\n\n[]{#m} M, see [](#x) and [](#s).\n\n[]{#n} N, see [](#m).\n\n(a) []{#i} i.\n\n"
    "# A {.annex}\n\n[]{#x} X, see [](#m), [](#m,n), [](#i) and [](#sec).[^one]\n\n## b {#s}\n\nS, see [](#s).\n\n"
    "## B {.appendix}\n\nY, see [](#m).\n\n# C {.annex}\n\nLast.\n\n[^one]: Note, see [](#n).\n"
)


def test_a_reference_from_an_annex_tells_the_main_text_from_the_annex() -> None:
    assert texts(said(OUTWARD), "paragraph") == [
        "1. M, see annex I, paragraph 1 and annex I, section I.",
        "2. N, see paragraph 1.",
        (
            "1. X, see paragraph 1 of the report, paragraphs 1 and 2 of the report, paragraph 2 (a) of the report and section I of"
            " the report.[^1]"
        ),
        "2. S, see section I.",
        "1. Y, see paragraph 1 of the report.",
        "1. Last.",
    ]
    assert texts(said(OUTWARD), "note") == ["1 Note, see para. 2 of the report."]


def test_where_paragraphs_run_on_in_an_annex_their_numbers_say_enough() -> None:
    assert (
        texts(said(OUTWARD, "rules: {annexes: continue}\n"), "paragraph")[2]
        == "3. X, see paragraph 1, paragraphs 1 and 2, paragraph 2 (a) and section I of the report.[^1]"
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "paragraphe 1 du rapport, paragraphes 1 et 2 du rapport"),
        ("es", "párrafo 1 del informe, párrafos 1 y 2 del informe"),
        ("ru", "пункт 1 доклада, пункты 1 и 2 доклада"),
        ("ar", "الفقرة 1 من التقرير, الفقرتان 1 و2 من التقرير"),
        ("zh", "报告第1段, 报告第1和2段"),
    ],
)
def test_each_language_has_words_for_the_main_text(language: str, words: str) -> None:
    assert words in texts(said(OUTWARD, language=language), "paragraph")[2].replace("\u200e", "")


PARTED = (
    "# a {#first}\n\n## b {#ch}\n\n### c {#sec}\n\nText, see [](#first,second), [](#ch), [](#sec) and"
    " [](#other).\n\n### d\n\n## e\n\n# f {#second}\n\n## g\n\n## h {#other}\n\nText.\n\n# A {.annex}\n\nSee [](#ch)"
    " and [](#second).\n\n## i\n\n## j {#own}\n\n[](#own)\n"
)
IN_WORDS = "rules: {sections: [part, chapter, A], parts: words}\n"


def test_parts_in_words() -> None:
    found = said(PARTED, IN_WORDS)
    labels = [
        "Part one a",
        "Chapter I b",
        "A. c",
        "B. d",
        "Chapter II e",
        "Part two f",
        "Chapter I g",
        "Chapter II h",
        "Annex A",
    ]
    assert texts(found, "section")[:9] == labels
    assert [entry.anchor for entry in found.body if entry.kind == "section"][:3] == [
        "section-I",
        "section-I.I",
        "section-I.I.A",
    ]
    assert [entry.label for entry in found.contents][:2] == ["Part one", "Chapter I"]
    assert (
        texts(found, "paragraph")[0]
        == "1. Text, see part one and part two, part one, chapter I, part one, section I.A and part two, chapter II."
    )
    assert texts(found, "paragraph")[2] == "1. See part one, chapter I and part two."


def test_parts_in_numerals_stay_as_they_are() -> None:
    found = said(PARTED, "rules: {sections: [part, chapter, A]}\n")
    assert texts(found, "section")[:3] == ["Part I a", "Chapter I b", "A. c"]
    assert texts(found, "paragraph")[0] == "1. Text, see parts I and II, chapter I.I, section I.I.A and chapter II.II."


@pytest.mark.parametrize(
    ("language", "first", "last", "reference"),
    [
        ("en", "Part one", "Part twelve", "part twelve"),
        ("fr", "Première partie", "Douzième partie", "douzième partie"),
        ("es", "Primera parte", "Duodécima parte", "duodécima parte"),
        ("ru", "Часть первая", "Часть двенадцатая", "часть двенадцатая"),
        ("ar", "الجزء الأول", "الجزء الثاني عشر", "الجزء الثاني عشر"),
        ("zh", "第一部分", "第十二部分", "第十二部分"),
    ],
)
def test_each_language_counts_twelve_parts_in_words(language: str, first: str, last: str, reference: str) -> None:
    body = "".join(f"# Lamp {n} {{#p{n}}}\n\nText.\n\n" for n in range(1, 13)) + "= [](#p12)\n"
    found = said(body, IN_WORDS, language)
    labels = [entry.label for entry in found.body if entry.kind == "section"]
    assert (len(set(labels)), labels[0], labels[-1]) == (12, first, last)
    assert found.body[-1].text == f"= {reference}"


def test_a_thirteenth_part_has_no_word() -> None:
    with pytest.raises(SourceError) as caught:
        composed("".join(f"# Lamp {n}\n\nText.\n\n" for n in range(13)), IN_WORDS)
    assert [finding.code for finding in caught.value.findings] == ["S007"]
    with pytest.raises(SourceError, match="parts"):
        composed("Text.", "rules: {parts: A}\n")


@pytest.mark.parametrize(
    ("passage", "code"),
    [
        ("::: {#x .figure}\nMap[^n]\n\n![Lamps](no.png)\n:::", "S071"),
        ("::: {#x .figure}\n![](no.png){.decorative}\n:::", "S071 S077"),
        ("::: {#x .figure}\n![Lamps](no.png){.unnumbered}\n:::", "S071 S077"),
        ("::: {#x .figure}\nMap\n:::", "S077"),
        ("::: {#x .table}\nLamps\n:::", "S077"),
        ("::: {#x .box}\nLamps\n:::", "S077"),
        ("::: {.unnumbered}\n[]{#x} Lamps.\n:::", "R002"),
    ],
)
def test_a_reference_to_what_is_refused_is_no_fault_of_its_own(passage: str, code: str) -> None:
    note = "[^n]: From above.\n" if "[^n]" in passage else ""
    assert codes(f"See [](#x).\n\n{passage}\n\n{note}") == set(code.split())


def test_bis_and_ter() -> None:
    found = said("One.\n\n[]{#b .bis} Two.\n\n[]{.ter} Three.\n\nFour, see [](#b).")
    assert texts(found, "paragraph") == ["1. One.", "1 bis. Two.", "1 ter. Three.", "2. Four, see paragraph 1 bis."]
    assert codes("[]{.bis} First.") == {"S012"}
    assert codes("One.\n\n[]{.bis} Two.\n\n[]{.bis} Three.") == {"S012"}


def test_spans_and_heads_of_a_table() -> None:
    body = (
        "::: {.table head=2}\nT\n\n| a | b | < |\n|:--|--:|:-:|\n| ^ | c | d |\n| e | < | < |\n| f | 1 | 2 |\n| ^ | 3 |"
        " |\n:::\n"
    )
    (table,) = (block for block in every(composed(body).blocks) if isinstance(block, Table))
    shapes = [[(cell.kind, cell.columns, cell.rows) for cell in row] for row in (*table.head, *table.rows)]
    assert shapes == [
        [("column", 1, 2), ("column", 2, 1)],
        [("column", 1, 1), ("column", 1, 1)],
        [("group", 3, 1)],
        [("row", 1, 2), ("data", 1, 1), ("data", 1, 1)],
        [("data", 1, 1), ("data", 1, 1)],
    ]
    assert [cell.align for cell in table.head[1]] == ["end", "centre"]


@pytest.mark.parametrize("rows", ["| < | 1 |", "| 1 | 2 |\n| ^ | < |", "| ^ | 1 |"])
def test_spans_that_continue_nothing(rows: str) -> None:
    assert codes(f"::: {{.table}}\nT\n\n| a | b |\n|---|---|\n{rows}\n:::\n") == {"S075"}


@pytest.mark.parametrize("head", ["0", "2", "x"])
def test_more_head_rows_than_rows(head: str) -> None:
    assert codes(f"::: {{.table head={head}}}\nT\n\n| a | b |\n|---|---|\n| 1 | 2 |\n:::\n") == {"S075"}


def test_passages_keep_their_part_and_their_language() -> None:
    body = (
        "::: {.letter}\nText.\n\n::: {.signature}\nKeeper\n:::\n:::\n\n::: {lang=he}\nמנורה\n:::\n\n:::"
        " {lang=fr}\nLampe\n:::"
    )
    passages = [block for block in every(composed(body).blocks) if isinstance(block, Passage)]
    assert [(one.role, one.language, one.direction) for one in passages] == [
        ("letter", "", "ltr"),
        ("signature", "", "ltr"),
        ("foreign", "he", "rtl"),
        ("foreign", "fr", "ltr"),
    ]


def test_numbers_of_a_quotation_stay_as_they_are_typed() -> None:
    (typed,) = (block for block in every(composed("> 3. Light;\n>\n> 7. Oil.").blocks) if isinstance(block, List))
    assert (typed.kind, [item.label for item in typed.items]) == ("typed", ["3.", "7."])


def test_formulas_have_numbers_where_they_have_ids_and_words_where_they_are_given() -> None:
    found = said('[]{#e} [$$x^2$$]{alt="x squared"}\n\nSee [](#e) and $y$.\n\n$$z$$')
    assert texts(found, "equation") == ["(1) x squared", "z"]
    assert texts(found, "paragraph") == ["1. See equation (1) and y."]


@pytest.mark.parametrize(
    ("inner", "deepest"), [("> ", 5), ("- ", 5)], ids=["quotations", "lists"]
)  # fmt: skip
def test_what_is_too_deep(inner: str, deepest: int) -> None:
    assert composed("Text.\n\n" + inner * deepest + "Lamp")
    assert codes("Text.\n\n" + inner * (deepest + 1) + "Lamp") == {"S010"}


def test_boxes_and_marks_that_are_too_deep() -> None:
    def boxed(depth: int) -> str:
        return (
            "".join(":" * (20 - n) + " {.unnumbered}\n" for n in range(depth))
            + "Lamp\n"
            + "".join(":" * (20 - n) + "\n" for n in reversed(range(depth)))
        )

    assert composed(boxed(5))
    assert codes(boxed(6)) == {"S010"}

    def marked(depth: int) -> str:
        return "[" * depth + "Lamp" + "]{lang=fr}" * depth

    assert composed(marked(20))
    assert codes(marked(21)) == {"S010"}


def test_more_than_ten_thousand_notes_keep_their_numbers() -> None:
    """Without pandoc, which would take most of the time: its nodes are made here."""
    count = 10_001
    places = [Place("report.md", 10 + n, 1) for n in range(3 * count)]

    def note(n: int) -> Node:
        text = Node("Text", places[count + n], text=f"Note {n}.")
        return Node("Note", places[n], (Node("Para", places[count + n], (text,)),))

    nodes = tuple(Node("Para", places[n], (Node("Text", places[n], text="Lamp."), note(n))) for n in range(count))
    again = Node("Para", places[-1], (Node("Text", places[-1], text="The last lamp again."), note(count - 1)))
    defined = tuple(NoteDefinition(f"n{n}", places[2 * count + n], places[count + n]) for n in range(count))
    report = source_text.parse(f"---\n{HEAD}---\n\nLamp.\n", "report.md")
    words = houses.un("en")
    begin = time.process_time()
    found = outline(resolve(front_matter.read(report), (*nodes, again), defined, words).document)
    assert time.process_time() - begin < 20
    assert [(entry.anchor, entry.label, entry.text) for entry in found.notes] == [
        (f"note-{n + 1}", str(n + 1), f"Note {n}.") for n in range(count)
    ]
    assert [entry.anchor for entry in found.indicators[-2:]] == ["indicator-10001", "indicator-10001-2"]
    assert found.body[-1].text == "The last lamp again.[^10001]"


def test_a_picture_without_title_and_number_may_be_alone_in_a_paragraph(tmp_path: Path) -> None:
    (tmp_path / "rule.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="8"><rect width="40" height="2"/></svg>'
    )
    report = source_text.parse(
        f"---\n{HEAD}---\n\n![](rule.svg){{.decorative}}\n\n![A bar](rule.svg){{.unnumbered}}\n", "report.md"
    )
    nodes, _ = pandoc.parse(tables.prepare(report), "report.md")
    words = houses.un("en")
    made = resolve(front_matter.read(report), nodes, {}, words, pictures=images.PictureFolder(tmp_path)).document
    assert [type(block).__name__ for block in made.blocks] == ["Figure", "Figure"]
    assert [(one.label, one.alternative) for one in made.pictures()] == [("", ""), ("", "A bar")]
    assert [(row.kind, row.text) for row in outline(made).body] == [("image", ""), ("image", "A bar")]


def test_words_of_a_drawing_are_those_of_the_report(tmp_path: Path) -> None:
    drawn = '<text x="1" y="9">{}</text><text x="1" y="20"><tspan>{}</tspan></text>'
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30">{}</svg>'
    (tmp_path / "sea.svg").write_text(svg.format(drawn.format("Port", "Sea")), "utf-8")
    body = "::: {.figure}\nCoast\n\n![A coast](sea.svg)\n\n- [Hafen & Co]{of=NAME}\n\nSource.\n:::\n"

    def figure(name: str) -> Figure:
        report = source_text.parse(f"---\n{HEAD}---\n\n{body.replace('NAME', name)}", "report.md")
        nodes, _ = pandoc.parse(tables.prepare(report), "report.md")
        pictures = images.PictureFolder(tmp_path)
        made = resolve(front_matter.read(report), nodes, {}, houses.un("en"), pictures=pictures).document
        return next(one for one in every(made.blocks) if isinstance(one, Figure))

    made = figure("Port")
    assert made.picture.content.decode() == svg.format(drawn.format("Hafen &amp; Co", "Sea"))
    assert len(made.source) == 1
    with pytest.raises(SourceError) as refused:
        figure("Ship")
    assert [one.code for one in refused.value.findings] == ["S077"]

"""Decimal headings, headings without numbers, lists as their authors type them, objects and annexes by chapter."""

from __future__ import annotations

import pytest

from plantin.findings import Finding
from plantin.lint.source import lint
from plantin.model.outline import Outline
from plantin.source import front_matter
from plantin.source import text as source_text
from tests.kit import houses
from tests.kit.compose import HEAD, codes, said

DECIMAL = "rules: {sections: decimal}\n"


def labels(found: Outline, kind: str = "section") -> list[str]:
    return [f"{entry.label} {entry.text}".strip() for entry in found.body if entry.kind == kind]


def anchors(found: Outline, kind: str = "section") -> list[str]:
    return [entry.anchor for entry in found.body if entry.kind == kind]


def paragraph(found: Outline, n: int = -1) -> str:
    return [entry.text for entry in found.body if entry.kind == "paragraph"][n]


def test_decimal_sections_are_numbered_after_those_around_them() -> None:
    found = said("# a\n\n## b\n\n### c\n\n### d\n\n## e\n\n# f\n\nSee [](#g).\n\n## g {#g}\n\n## h\n", DECIMAL)
    assert labels(found) == ["1 a", "1.1 b", "1.1.1 c", "1.1.2 d", "1.2 e", "2 f", "2.1 g", "2.2 h"]
    assert anchors(found)[3] == "section-1.1.2"
    assert paragraph(found) == "See section 2.1."


def test_levels_may_be_nested_under_other_numerals() -> None:
    assert labels(said("# a\n\n## b\n\n## c\n", 'rules: {sections: [I, "1.1"]}\n')) == ["I a", "I.1 b", "I.2 c"]


@pytest.mark.parametrize("rule", ['["1.1"]', "[I, part]", "roman", "[]", '["1.2"]'])
def test_a_rule_that_numbers_nothing_is_refused(rule: str) -> None:
    assert codes("# a\n", f"rules: {{sections: {rule}}}\n") == (set() if rule == "[]" else {"S007"})


def test_headings_without_numbers_are_not_counted() -> None:
    found = said(
        "# a {#a .unnumbered}\n\n## b\n\n# c\n\nSee [](#a) and [](#d).\n\n## d {#d .unnumbered}\n\n## e\n\n## f\n"
    )
    assert labels(found) == ["a", "b", "I. c", "d", "A. e", "B. f"]
    assert anchors(found) == ["heading-1", "heading-2", "section-I", "heading-3", "section-I.A", "section-I.B"]
    assert paragraph(found) == "See “a” and “d”."


def test_no_heading_is_numbered_where_the_rules_say_so_but_annexes_are() -> None:
    found = said("# a\n\n## b\n\n# c {.annex}\n\n## d\n\n# e {.annex}\n", "rules: {sections: none}\n")
    assert labels(found) == ["a", "b", "Annex I c", "d", "Annex II e"]
    assert anchors(found) == ["heading-1", "heading-2", "annex-I", "annex-I.heading-3", "annex-II"]
    assert codes("# a\n\nText.\n", "rules: {sections: none, paragraphs: by-section}\n") == {"S007"}


def test_paragraphs_by_section_are_not_numbered_under_a_heading_without_a_number() -> None:
    found = said("# a {.unnumbered}\n\nx\n\n## b\n\ny\n\n# c\n\nz\n", "rules: {paragraphs: by-section}\n")
    assert labels(found, "paragraph") == ["x", "y", "1. z"]


def test_an_annex_has_a_number_of_its_own() -> None:
    assert codes("# a {.annex .unnumbered}\n") == {"S014"}


def test_sections_of_an_annex_have_its_number_where_they_are_decimal() -> None:
    found = said("# a\n\nSee [](#d).\n\n# b {.annex}\n\n## c\n\n## d {#d}\n\nSee [](#d).\n", DECIMAL)
    assert labels(found) == ["1 a", "Annex A b", "A.1 c", "A.2 d"]
    assert anchors(found) == ["section-1", "annex-A", "annex-A.section-1", "annex-A.section-2"]
    assert paragraph(found, 0) == paragraph(found) == "See section A.2."


def test_appendices_may_stand_by_themselves() -> None:
    found = said("# a\n\nSee [](#c).\n\n# b {.appendix}\n\n# c {#c .appendix}\n", DECIMAL)
    assert labels(found) == ["1 a", "Appendix A b", "Appendix B c"]
    assert paragraph(found) == "See appendix B."
    assert codes("# a\n\n## b {.annex}\n\n## c {.annex}\n") == {"S010"}


def test_annexes_have_the_numerals_of_the_rules() -> None:
    assert labels(said("# a {.annex}\n\n# b {.annex}\n", 'rules: {annex-numerals: "1"}\n')) == [
        "Annex 1 a",
        "Annex 2 b",
    ]


TYPED = "rules: {paragraphs: none, subparagraphs: as-typed}\n"


def test_lists_keep_what_their_author_typed() -> None:
    found = said(
        "# a\n\nText.\n\n1. one\n\n    a) two\n\n    b) three\n\n2. four\n\nText.\n\n3) five\n4) six\n\n(i) seven\n",
        TYPED,
    )
    assert labels(found, "item") == ["1. one", "a) two", "b) three", "2. four", "3) five", "4) six", "(i) seven"]
    assert anchors(found, "item")[:2] == ["section-I.list.1", "section-I.list.1.a"]


def test_an_entry_is_referred_to_by_its_section_or_its_paragraph() -> None:
    body = "# a\n\nText.\n\n1. one\n2. []{#b} two\n\nSee [](#b).\n\n# c\n\nSee [](#b).\n"
    assert paragraph(said(body, TYPED)) == "See section I, item 2."
    assert paragraph(said(body, "rules: {subparagraphs: as-typed}\n")) == "See paragraph 1 (2)."


def test_lazy_numbers_count_and_others_are_kept_as_typed() -> None:
    assert labels(said("# a\n\n1. one\n1. two\n", TYPED), "item") == ["1. one", "2. two"]
    found = said("# a\n\n1. one\n3. two\n4. three\n2. four\n", TYPED)
    assert labels(found, "item") == ["1. one", "3. two", "4. three", "2. four"]
    assert len(set(anchors(found, "item"))) == 4
    assert labels(said("# a\n\n(b) one\n(d) two\n", TYPED), "item") == ["(b) one", "(d) two"]
    assert codes("# a\n\n1. one\n2. two\n") == {"S012"}, "other houses have the numerals of their rules"


TABLE = "::: {{#{0} .table}}\n{0}\n\n| a | b |\n|:--|:--|\n| c | d |\n:::\n\n"
CHAPTERS = 'rules: {sections: decimal, tables: "1.1", annex-numerals: A}\n'


def test_tables_are_numbered_by_chapter() -> None:
    body = TABLE.format("o") + "# a\n\n" + TABLE.format("p") + TABLE.format("q") + "# b\n\n## c\n\n" + TABLE.format("r")
    body += (
        "See [](#q) and [](#s).\n\n# d {.unnumbered}\n\n" + TABLE.format("t") + "# e {.annex}\n\n" + TABLE.format("s")
    )
    found = said(body, CHAPTERS)
    assert labels(found, "table") == [
        "Table 1 o",
        "Table 1.1 p",
        "Table 1.2 q",
        "Table 2.1 r",
        "Table 2 t",
        "Table A.1 s",
    ]
    assert anchors(found, "table")[1:3] == ["table-1.1", "table-1.2"]
    assert "See table 1.2 and table A.1." in labels(found, "paragraph")[0]


def test_two_tables_never_have_one_number() -> None:
    body = "# a\n\n" + TABLE.format("p") + "# b {.annex}\n\n" + TABLE.format("q")
    assert codes(body, 'rules: {tables: "1.1"}\n') == {"S007"}
    assert codes(body, CHAPTERS) == set()


def linted(body: str, fields: str = "") -> list[Finding]:
    source = source_text.parse(f"---\n{HEAD}{fields}---\n\n{body}\n", "report.md")
    found = lint(source, front_matter.read(source), houses.un("en"))
    return [finding for finding in found if finding.code in {"S011", "S039"}]


ALONE = "# a\n\n## b\n\nText.\n\n# c\n\nText.\n"
WAIVER = "waivers:\n  - {code: S011, words: b, reason: As received.}\n"


def test_a_subheading_alone_is_a_warning_that_can_be_waived() -> None:
    assert codes(ALONE) == set()
    (found,) = linted(ALONE)
    assert (found.code, found.severity, found.place.line, found.place.column) == ("S011", "warning", 10, 1)
    assert linted(ALONE, WAIVER) == []
    assert [finding.code for finding in linted("# a\n\n## b\n\n## c\n", WAIVER)] == ["S039"]


@pytest.mark.parametrize(
    "body",
    [
        "# a\n\nText.\n",
        "# a {.annex}\n\n## b\n\nText.\n",
        "# a\n\n## b {.unnumbered}\n\nText.\n",
        "# a {.unnumbered}\n\n## b\n\n### c\n\nText.\n",
        "# a\n\n```\n## b\n```\n",
    ],
)
def test_what_may_be_alone(body: str) -> None:
    assert linted(body) == []


def test_each_level_is_looked_at() -> None:
    assert [finding.place.line for finding in linted("# a\n\n## b\n\n### c\n\n## d\n\n# e\n\n## f\n")] == [12, 18]

"""Numbers, notes, references and words are settled once, when a report is resolved."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from plantin.findings import SourceError
from plantin.model.document import Document, Paragraph, Passage, Section, every
from plantin.model.inlines import Foreign, Indicator, Reference
from plantin.model.numerals import numeral
from plantin.model.outline import Outline, inlines, outline
from plantin.resolve.references import pinpoint
from plantin.resolve.typography import Typesetter
from tests.kit import houses
from tests.kit.compose import composed, said

ROOT = Path(__file__).parents[2]


def labels(found: Outline) -> list[str]:
    return [f"{entry.label} {entry.text}" for entry in found.body]


def test_the_report_has_its_32_headings_80_paragraphs_and_34_notes(report: Document) -> None:
    found = outline(report)
    assert found.counts() == {
        "sections": 32,
        "paragraphs": 80,
        "notes": 34,
        "indicators": 34,
        "tables": 0,
        "figures": 0,
    }
    assert [entry.label for entry in found.body if entry.kind == "paragraph"] == [f"{n}." for n in range(1, 81)]
    assert [entry.label for entry in found.notes] == [str(n) for n in range(1, 35)]
    anchors = [entry.anchor for entry in found.body if entry.kind == "section"]
    assert anchors[-6:] == [
        "section-IV.C.4",
        "section-IV.C.5",
        "section-IV.C.6",
        "section-IV.C.7",
        "section-IV.C.8",
        "section-V",
    ]


def test_the_words_of_the_report_are_in_their_places(report: Document) -> None:
    by_anchor = {entry.anchor: entry for entry in (*outline(report).body, *outline(report).notes)}
    assert by_anchor["paragraph-17"].text.startswith("In Libya, the military offensive has dislodged ISIL")
    assert by_anchor["section-III"].text == "Evolving threat posed by ISIL"
    assert "several conflict zones,[^3] however" in by_anchor["paragraph-3"].text
    assert by_anchor["note-5"].text.endswith("fined between $30 and $50.")


def test_sections_are_numbered_by_level() -> None:
    found = said("# a\n\n## b\n\n### c\n\n### d\n\n## e\n\n# f\n\nText.\n")
    assert labels(found) == ["I. a", "A. b", "1. c", "2. d", "B. e", "II. f", "1. Text."]


def test_rules_of_the_front_matter_change_the_numerals() -> None:
    found = said("# a\n\nOne.\n\n# b\n\nTwo.\n", 'rules: {sections: ["1", A], paragraphs: none}\n')
    assert labels(found) == ["1. a", " One.", "2. b", " Two."]


def test_paragraphs_can_restart_in_each_section() -> None:
    found = said("# a\n\nOne.\n\nTwo.\n\n# b\n\nThree.\n", "rules: {paragraphs: by-section}\n")
    assert [(entry.anchor, entry.label) for entry in found.body if entry.kind == "paragraph"] == [
        ("paragraph-I.1", "1."),
        ("paragraph-I.2", "2."),
        ("paragraph-II.1", "1."),
    ]


@pytest.mark.parametrize(
    ("language", "expected"), [("en", ["(a)", "(i)", "(b)"]), ("fr", ["a)", "i)", "b)"]), ("ru", ["a)", "i)", "b)"])]
)
def test_subparagraphs_take_the_form_of_the_language_and_keep_their_anchors(language: str, expected: list[str]) -> None:
    found = said("# x\n\nThe:\n\n(a) one\n\n    (i) two\n\n(b) three\n", language=language)
    items = [entry for entry in found.body if entry.kind == "item"]
    assert [entry.label for entry in items] == expected
    assert [entry.anchor for entry in items] == ["paragraph-1.a", "paragraph-1.a.i", "paragraph-1.b"]


def test_subparagraphs_restart_under_each_paragraph() -> None:
    found = said("# x\n\nThe:\n\n(a) one\n\nThose:\n\n(a) two\n")
    assert [entry.anchor for entry in found.body if entry.kind == "item"] == ["paragraph-1.a", "paragraph-2.a"]


def test_a_second_list_under_a_paragraph_has_anchors_of_its_own() -> None:
    found = said("# x\n\nThe:\n\n(a) one\n\n::: {.unnumbered}\nAnd:\n:::\n\n(a) two\n")
    assert [entry.anchor for entry in found.body if entry.kind == "item"] == ["paragraph-1.a", "paragraph-1-2.a"]


def test_a_list_in_a_quotation_keeps_its_own_numbers() -> None:
    found = said("# x\n\nThe:\n\n(a) one\n\n> Said:\n>\n> 3. three\n> 7. seven\n")
    assert [(entry.anchor, entry.label) for entry in found.body if entry.kind == "item"] == [
        ("paragraph-1.a", "(a)"),
        ("", "3."),
        ("", "7."),
    ]


def test_wrapped_lines_are_one_passage_everywhere() -> None:
    found = said("# x\n\nOne\ntwo:[^a]\n\n(a) three\n    four;\n\n> five\n> six\n\n[^a]: seven\n    eight.\n")
    assert [entry.text for entry in found.body] == ["x", "One two:[^1]", "three four;", "five six"]
    assert found.notes[0].text == "seven eight."


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("One.[^a]\n\n[^a]: Itself.[^a]", "N004"),
        ("One.[^a]\n\n[^a]: Itself.[^a]: again", "N004"),
        ("One.\n\n   [^a]: Indented.", "N005"),
        ("- item\n\n    [^a]: In a list.", "N005"),
        ("One, **two**{.big}.", "S014"),
        ("One. {#foo}", "S014"),
        ('[x](https://example.org "title")', "S014"),
        ("Text:\n\n(a) one\n\n(c) three", "S012"),
        ("::: {.unnumbered lang=fr}\nUn.\n:::", "S014"),
        ("::: {.unnumbered}\n:::", "S014"),
        ("# H {lang=fr}\n\nOne.", "S014"),
        ("# See [](#a) {#a}\n\nOne.", "S014"),
        ("> > > > > > deep", "S010"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "S014"),
        (r"$\nothing{x}$", "S076"),
        ("![picture](x.png)", "S014"),
        ("``` {.toml .numbered}\ncode\n```", "S014"),
        ("---", "S014"),
        ("~~gone~~", "S014"),
        ("[go](javascript:alert)", "R004"),
        ("<script>x</script>", "S016"),
    ],
)
def test_what_cannot_be_printed_is_never_lost_in_silence(body: str, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        said(f"# x\n\n{body}\n")
    assert code in {finding.code for finding in caught.value.findings}
    assert all(finding.place.line > 0 for finding in caught.value.findings)


def test_a_note_called_twice_is_one_note_with_two_indicators() -> None:
    document = composed("# x\n\nOne[^a] and two.[^b]\n\nAgain.[^a]\n\n[^b]: Beta.\n\n[^a]: Alpha.\n")
    assert [(note.label, note.indicators) for note in document.notes] == [
        ("1", ("indicator-1", "indicator-1-2")),
        ("2", ("indicator-2",)),
    ]
    assert labels(outline(document))[-1] == "2. Again.[^1]"


def test_notes_with_the_same_words_stay_two_notes() -> None:
    document = composed("# x\n\nOne[^a] two.[^b]\n\n[^a]: Same.\n\n[^b]: Same.\n")
    assert [note.label for note in document.notes] == ["1", "2"]


def test_a_note_called_from_a_heading_comes_first() -> None:
    found = said("# Head[^h]\n\nText.[^t]\n\n[^t]: Text note.\n\n[^h]: Head note.\n")
    assert [entry.text for entry in found.notes] == ["Head note.", "Text note."]
    assert found.contents[0].text == "Head", "the list of contents repeats no indicator"


def test_references_follow_when_a_paragraph_is_inserted() -> None:
    body = "# x\n\nSee [](#oil) and [](#x-b).\n\n{}[]{{#oil}} Oil.\n\n# y {{#x-b}}\n\nEnd.\n"
    assert labels(said(body.format("")))[1] == "1. See paragraph 2 and section II."
    assert labels(said(body.format("New.\n\n")))[1] == "1. See paragraph 3 and section II."


@pytest.mark.parametrize(
    ("language", "words"), [("en", "paragraph 2"), ("fr", "paragraphe 2"), ("es", "párrafo 2"), ("ru", "пункт 2")]
)
def test_references_take_the_words_of_the_language(language: str, words: str) -> None:
    document = composed("# x\n\nSee [](#oil).\n\n[]{#oil} Oil.\n", language=language)
    section = document.blocks[0]
    assert isinstance(section, Section)
    paragraph = section.blocks[0]
    assert isinstance(paragraph, Paragraph)
    (reference,) = (inline for inline in paragraph.content if isinstance(inline, Reference))
    assert reference == Reference("paragraph-2", words.replace(" ", "\u00a0"))


def test_a_foreign_passage_knows_its_direction(harbour: Document) -> None:
    texts = repr(harbour.blocks)
    assert repr(Foreign("ar", "rtl", ())).removesuffix("())") in texts
    assert repr(Foreign("ru", "ltr", ())).removesuffix("())") in texts


@pytest.mark.parametrize(
    ("language", "typed", "printed"),
    [
        ("en", 'the "crisis" budget', "the “crisis” budget"),
        ("en", "Da'esh", "Da’esh"),
        ("en", "para. 17", "para.\u00a017"),
        ("en", "resolution 2253 (2015)", "resolution\u00a02253\u00a0(2015)"),
        ("en", 'see "S/2016/92"', "see “S/2016/92”"),
        ("fr", 'le "budget"', "le «\u00a0budget\u00a0»"),
        ("fr", "1er décembre", "1er\u00a0décembre"),
        ("ru", 'бюджет "кризиса"', "бюджет «кризиса»"),
        ("en", "https://example.org/it's", "https://example.org/it's"),
    ],
)
def test_typography_is_that_of_the_language(language: str, typed: str, printed: str) -> None:
    words = houses.un(language)
    assert Typesetter(words.typography).text(typed) == printed


def test_quotation_marks_are_right_after_an_inline() -> None:
    found = said('# x\n\nThe "*book*" and "the [log]{lang=fr}".\n')
    assert labels(found)[1] == "1. The “book” and “the log”."


@pytest.mark.parametrize(("language", "foreign"), [("fr", []), ("es", ["fr"])])
def test_paragraphs_in_the_language_of_the_edition_are_no_foreign_passage(language: str, foreign: list[str]) -> None:
    document = composed("::: {lang=fr}\nLe phare.\n:::\n", f"original-language: {language}\n", language)
    assert [block.language for block in every(document.blocks) if isinstance(block, Passage)] == foreign
    assert [entry.text for entry in outline(document).body] == ["Le phare."]


@pytest.mark.parametrize(("language", "foreign"), [("fr", ["en", "fr"]), ("es", ["fr", "en", "fr"])])
def test_words_in_the_language_of_the_edition_are_no_foreign_passage(language: str, foreign: list[str]) -> None:
    text = "[Le phare]{lang=fr} et [the lamp of [le port]{lang=fr}]{lang=en}."
    document = composed(text, f"original-language: {language}\n", language)
    (paragraph,) = (block for block in every(document.blocks) if isinstance(block, Paragraph))
    assert [inline.language for inline in inlines(paragraph) if isinstance(inline, Foreign)] == foreign
    assert outline(document).body[0].text == "Le phare et the lamp of le port."


@pytest.mark.parametrize(
    ("number", "kind", "sign"),
    [
        (1, "upper-roman", "I"),
        (49, "upper-roman", "XLIX"),
        (27, "lower-latin", "aa"),
        (26, "upper-latin", "Z"),
        (14, "lower-roman", "xiv"),
    ],
)
def test_numerals(number: int, kind: str, sign: str) -> None:
    assert numeral(number, kind) == sign  # type: ignore[arg-type]


def test_equal_documents_have_equal_digests_and_blank_lines_change_none() -> None:
    one, other = composed("# x\n\nText.\n"), composed("# x\n\n\n\nText.\n\n")
    assert one.digest() == other.digest() == pickle.loads(pickle.dumps(one)).digest()  # noqa: S301
    assert one.digest() != composed("# x\n\nTexts.\n").digest()


def test_every_indicator_leads_to_its_note(harbour: Document) -> None:
    calls = {anchor: note.anchor for note in harbour.notes for anchor in note.indicators}
    found = {entry.anchor: entry.text for entry in outline(harbour).indicators}
    assert calls == found
    assert Indicator("indicator-1-2", "note-1", "1") in _inlines(harbour)


def _inlines(document: Document) -> list[object]:
    section = document.blocks[1]
    assert isinstance(section, Section)
    paragraph = section.blocks[0]
    assert isinstance(paragraph, Paragraph)
    return list(paragraph.content)


BY_SECTION = """# A

[]{#a1} One, see [](#a2).

[]{#a2} Two.

# B

[]{#b1} One, see [](#a1), [](#b2) and [](#a1,a2).[^n]

[]{#b2} Two: see [](#item).

(a) []{#item} Lamps.

# Lamps {.annex}

[]{#x1} See [](#b1) and [](#x1).

[^n]: See [](#a2).
"""


def test_a_reference_names_the_section_where_each_counts_its_paragraphs() -> None:
    found = said(BY_SECTION, "rules: {paragraphs: by-section}\n")
    assert [entry.text for entry in (*found.body, *found.notes) if entry.kind in ("paragraph", "note")] == [
        "One, see paragraph 2.",
        "Two.",
        "One, see section I, paragraph 1, paragraph 2 and section I, paragraphs 1 and 2.[^1]",
        "Two: see paragraph 2 (a).",
        "See section II, paragraph 1 of the report and paragraph 1.",
        "See section I, para. 2.",
    ]
    words = [entry.text for entry in said(BY_SECTION, "rules: {paragraphs: by-section}\n", "zh").body]
    assert "One, see 第一节，第1段, 第2段 and 第一节，第1和2段.[^1]" in words


def test_a_pinpoint_into_a_report_that_counts_by_section_names_the_section() -> None:
    words = houses.un("en")
    assert pinpoint("paragraph-II.3", words) == "section II, para. 3"
    assert pinpoint("annex-I.paragraph-3.a", words) == "annex I, para. 3.a"
    assert pinpoint("section-IV.B.3", words) == "section IV.B.3"

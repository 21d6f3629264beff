"""The index: marks in the text, entries in the order of the language, and the places that they lead to."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.findings import PlantinError
from plantin.model.document import Document, Passage, Section, every
from plantin.model.inlines import IndexMark, Reference, plain
from plantin.model.outline import Entry, inlines, outline
from plantin.production import steps
from plantin.resolve.collation import sort_key
from tests.kit import houses

_HEAD = '---\nsymbol: A/90/78\norgan: General Assembly\ntitle: "Lamps"\ndate: 2035-08-16\n{}---\n\n# Lamps\n\n'


def composed(folder: Path, body: str, rules: str = "") -> Document:
    text = _HEAD.format(rules) + body
    return steps.compose(houses.linked(folder, "A-90-78", text), "A-90-78", "en").document


def refused(folder: Path, body: str) -> set[str]:
    with pytest.raises(PlantinError) as caught:
        composed(folder, body)
    return {finding.code for finding in caught.value.findings}


def rows(document: Document) -> list[str]:
    return (
        [row.text for row in outline(document).body[-len(outline(document).index) :]] if outline(document).index else []
    )


def test_entries_are_in_order_and_lead_to_their_marks(tmp_path: Path) -> None:
    document = composed(
        tmp_path,
        'The [lamps]{.index} burn [oil]{.index entry="lamps!oil"}.\n\nTheir [glass]{.index entry="lamps!glass"} is'
        ' [clear]{.index entry="Éclair"}.\n\n[]{.index entry="keepers"} The keepers have [lamps]{.index}, old'
        ' [lamps]{.index}.[]{.index entry="guards" see="keepers"}\n',
    )
    assert rows(document) == [
        "Éclair, para. 2",
        "guards, see keepers",
        "keepers, para. 3",
        "lamps, para. 1, para. 3",
        "glass, para. 2",
        "oil, para. 1",
    ]
    section = document.blocks[-1]
    assert isinstance(section, Section)
    assert (section.label, plain(section.heading), section.anchor) == ("", "Index", "heading-1")
    marks = [one.anchor for block in document.blocks for one in inlines(block) if isinstance(one, IndexMark)]
    led = {one.anchor for one in inlines(section) if isinstance(one, Reference)}
    assert marks == [f"index-{n}" for n in range(1, 8)]
    assert led == {*marks, "entry-1"} - {"index-7"}, "a numbered paragraph is named once"


def test_places_without_numbers_are_those_of_their_section_and_counted(tmp_path: Path) -> None:
    body = (
        "The [lamps]{.index} burn.\n\nAll [lamps]{.index} do.\n\n# Oil {.unnumbered}\n\nThe [lamps]{.index} need it.\n"
    )
    document = composed(tmp_path, body, "rules: {paragraphs: none}\n")
    assert rows(document) == ["lamps, section I, section I (2), “Oil”"]
    assert outline(document).index[0].text == "lamps, [index-1], [index-2], [index-3]"


def test_a_place_in_an_annex_is_named_with_it(tmp_path: Path) -> None:
    body = "A lamp.\n\n# Terms {.annex}\n\nA [lamp]{.index}.\n\n# More {.annex}\n\nAnother [lamp]{.index}.\n"
    assert rows(composed(tmp_path, body)) == ["lamp, annex I, para. 1, annex II, para. 1"]


def test_a_mark_is_nothing_to_see(tmp_path: Path) -> None:
    body = (
        'The lamps []{.index entry="lamps"} burn.[]{.index entry="fire"}\n\n[]{.index entry="oil"} *[Oil]{.index}*'
        " burns.\n"
    )
    document = composed(tmp_path, body)
    texts = [row.text for row in outline(document).body if row.label in ("1.", "2.")]
    assert texts == ["The lamps burn.", "Oil burns."]
    paragraphs = [
        plain(block.content)
        for block in every(document.blocks)
        if hasattr(block, "content") and getattr(block, "label", "")
    ]
    assert paragraphs == ["The lamps burn.", "Oil burns."]


def test_what_an_entry_is_sorted_by(tmp_path: Path) -> None:
    body = (
        'The [Łódź]{.index} and [zero]{.index} and the [10th]{.index entry="10th lamp" sort="tenth lamp"} and'
        " [sand]{.index}.\n"
    )
    assert [row.partition(",")[0] for row in rows(composed(tmp_path, body))] == ["Łódź", "sand", "10th lamp", "zero"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", ["nube", "ñandú", "oca"]),
        ("ru", ["ёлка", "ель", "ива", "йод", "яблоко"]),
        ("fr", ["cote", "coté", "côte", "côté", "coter"]),
    ],
)
def test_words_are_in_the_order_of_their_language(language: str, words: list[str]) -> None:
    after = houses.un(language).index.after
    assert sorted(sorted(words), key=lambda word: sort_key(word, after)) == words


def test_no_marks_no_index(tmp_path: Path) -> None:
    document = composed(tmp_path, "The lamps burn.\n")
    assert not any(isinstance(block, Passage) for block in every(document.blocks))


@pytest.mark.parametrize(
    "body",
    [
        "A lamp.[]{.index}\n",
        'A lamp.[]{.index entry="a!b!c"}\n',
        'A lamp.[]{.index entry="a!"}\n',
        'A lamp.[]{.index entry="a" page="3"}\n',
        'A lamp.[]{#id .index entry="a"}\n',
        "A lamp.[^a]\n\n[^a]: Of [oil]{.index}.\n",
        "## Of [oil]{.index} lamps\n\nA lamp.\n\n## More\n\nMore.\n",
        'A lamp.\n\n[]{.index entry="lamps"}\n',
        f'A lamp.[]{{.index entry="{"a" * 201}"}}\n',
    ],
)
def test_marks_that_have_another_form(tmp_path: Path, body: str) -> None:
    assert refused(tmp_path, body) == {"S170"}


def test_a_mark_before_any_place_that_has_a_name(tmp_path: Path) -> None:
    text = _HEAD.format("rules: {paragraphs: none}\n").replace("# Lamps", "A [lamp]{.index}.\n\n# Lamps") + "Words.\n"
    with pytest.raises(PlantinError) as caught:
        steps.compose(houses.linked(tmp_path, "A-90-78", text), "A-90-78", "en")
    assert [finding.code for finding in caught.value.findings] == ["S170"]


def test_an_entry_sends_to_another_by_a_link(tmp_path: Path) -> None:
    body = (
        'A [lamp]{.index} of [oil]{.index entry="lamp!oil"}.[]{.index entry="light" see="lamp"}[]{.index'
        ' entry="lamp!oil" see="wells"}\n\nThe [wells]{.index}.[]{.index entry="light" see="lamp!oil"}\n'
    )
    document = composed(tmp_path, body)
    assert outline(document).index == (
        Entry("paragraph", 1, "entry-1", "", "lamp, [index-1]"),
        Entry("paragraph", 2, "entry-2", "", "oil, [index-2], see also wells [entry-3]"),
        Entry("paragraph", 1, "", "", "light, see lamp [entry-1], see lamp: oil [entry-2]"),
        Entry("paragraph", 1, "entry-3", "", "wells, [index-5]"),
    )


def test_see_names_an_entry(tmp_path: Path) -> None:
    assert refused(tmp_path, 'A [lamp]{.index}.[]{.index entry="light" see="lantern"}\n') == {"S171"}
    document = composed(tmp_path / "sound", 'A lamp.[]{.index entry="lamp!oil"}[]{.index entry="oil" see="lamp!oil"}\n')
    assert rows(document) == ["lamp", "oil, para. 1", "oil, see lamp: oil"]

"""What changed between two releases: found by the words, each passage with its numbers then and now."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from plantin.house.style import Style
from plantin.model.document import Document
from plantin.packs.publish.changes import compare
from plantin.packs.publish.changes_page import _runs, page, summary
from plantin.packs.publish.passages import KeptPassage, passages, read, to_json
from plantin.packs.publish.previous import PreviousRelease, find, rank, rows
from plantin.resolve import resolve
from plantin.resolve.notes import definitions
from plantin.source import front_matter, pandoc
from plantin.source import text as source_text
from tests.kit import houses

ROOT = Path(__file__).parents[3]
HEAD = """---
symbol: A/90/1
organ: General Assembly
title: Report on lamps
date: 2035-06-02
distribution: general
original-language: en
languages: [en]
---

"""
PARAGRAPHS = (
    "The lamps of the harbour are lit at dusk by two keepers.",
    "The oil comes by boat once in a month, in casks of oak.[^oil]",
    "A keeper who is ill is replaced by the next on the list.",
    "The log has a line for each night, and is read by the council.[^log]",
    "No ship has been lost since the new lamps were bought.",
)
NOTES = {"oil": "See the bills of the port.", "log": "Kept in the tower."}


def body(paragraphs: tuple[str, ...], notes: dict[str, str], heading: str = "Lamps") -> str:
    used = {name: text for name, text in notes.items() if any(f"[^{name}]" in one for one in paragraphs)}
    return "\n\n".join([f"# {heading}", *paragraphs, *(f"[^{name}]: {text}" for name, text in used.items())]) + "\n"


def document(text: str, language: str = "en") -> Document:
    report = source_text.parse(HEAD + text, "report.md")
    nodes, _ = pandoc.parse(report.body(), report.path)
    words = houses.un(language)
    return resolve(front_matter.read(report), nodes, definitions(report), words).document


def told(before: tuple[str, ...], now: tuple[str, ...], **notes: str) -> list[tuple[str, str, str, str]]:
    """The changes as sort, kind, number before, number now."""
    return changes(body(before, NOTES), body(now, {**NOTES, **notes}))


def changes(before: str, now: str) -> list[tuple[str, str, str, str]]:
    found = compare(passages(document(before)), passages(document(now)))
    return [
        (one.sort, (one.now or one.before or KeptPassage("", "", "", "", "")).kind, one.before.number if one.before else "",
         one.now.number if one.now else "")
        for one in found
    ]  # fmt: skip


def put(at: int, text: str) -> tuple[str, ...]:
    return (*PARAGRAPHS[:at], text, *PARAGRAPHS[at:])


def without(at: int) -> tuple[str, ...]:
    return (*PARAGRAPHS[:at], *PARAGRAPHS[at + 1 :])


def test_the_same_report_has_no_changes(report: Document, harbour: Document) -> None:
    for one in (report, harbour):
        assert compare(passages(one), passages(one)) == ()


def test_an_added_paragraph_moves_the_numbers_of_others_and_changes_nothing_else() -> None:
    assert told(PARAGRAPHS, put(2, "The council visits the tower every spring.")) == [
        ("added", "paragraph", "", "3."),
        ("renumbered", "paragraph", "3.", "4."),
        ("renumbered", "paragraph", "4.", "5."),
        ("renumbered", "paragraph", "5.", "6."),
    ]


def test_a_removed_paragraph_takes_its_note_along() -> None:
    assert told(PARAGRAPHS, without(1)) == [
        ("removed", "paragraph", "2.", ""),
        ("removed", "note", "1", ""),
        ("renumbered", "paragraph", "3.", "2."),
        ("renumbered", "paragraph", "4.", "3."),
        ("renumbered", "paragraph", "5.", "4."),
        ("renumbered", "note", "2", "1"),
    ]


def test_a_moved_paragraph_is_moved_with_its_note_and_the_others_are_not() -> None:
    found = told(PARAGRAPHS, (PARAGRAPHS[0], *PARAGRAPHS[2:], PARAGRAPHS[1]))
    assert ("moved", "paragraph", "2.", "5.") in found
    assert [row for row in found if row[0] in ("added", "removed", "reworded")] == []
    assert {row[1] for row in found if row[0] == "moved"} == {"paragraph", "note"}


def test_reworded_passages_are_reported_with_both_numbers() -> None:
    now = ("Two keepers light the lamps.", *without(0), "A paragraph that is new and unlike.")
    now = (now[0], now[1].replace("casks of oak", "casks of steel"), *now[2:])
    found = told(PARAGRAPHS, now, log="Kept in the tower, under lock.")
    assert ("reworded", "paragraph", "2.", "2.") in found
    assert ("reworded", "note", "2", "2") in found
    assert ("added", "paragraph", "", "6.") in found


def test_moved_and_reworded_is_both() -> None:
    moved = PARAGRAPHS[0].replace("two keepers", "three keepers")
    found = told(PARAGRAPHS, (*without(0), moved))
    assert ("moved", "paragraph", "1.", "5.") in found
    assert ("reworded", "paragraph", "1.", "5.") in found


def test_a_number_that_follows_its_paragraph_is_no_change_and_one_that_was_altered_is() -> None:
    reference = "As said in [](#cask), 17 casks are kept."
    before = (PARAGRAPHS[0], "[]{#cask} " + PARAGRAPHS[1], reference)
    extra = (PARAGRAPHS[4], *before)
    assert [row for row in told(before, extra) if row[0] in ("reworded", "moved", "removed")] == []
    altered = (*before[:2], reference.replace("17", "71"))
    assert told(before, altered) == [("reworded", "paragraph", "3.", "3.")]
    elsewhere = ("As said in [](#other), 17 casks are kept.",)
    before, now = (
        ("[]{#other} " + PARAGRAPHS[0], "[]{#cask} " + PARAGRAPHS[1], last) for last in (reference, *elsewhere)
    )
    assert told(before, now) == [("reworded", "paragraph", "3.", "3.")]


def test_a_heading_reworded_is_reported() -> None:
    found = changes(body(PARAGRAPHS, NOTES), body(PARAGRAPHS, NOTES, "Lamps and oil"))
    assert found == [("reworded", "section", "I.", "I.")]


def test_repeated_words_are_matched_by_their_neighbours() -> None:
    same = "Ibid. is said here once more, with nothing else."
    before = (PARAGRAPHS[0], same, PARAGRAPHS[2], same, PARAGRAPHS[4], same)
    found = told(before, (*before[:3], *before[4:]))
    assert ("removed", "paragraph", "4.", "") in found
    assert [row for row in found if row[0] in ("added", "moved", "reworded")] == []


@pytest.mark.parametrize("seed", range(6))
def test_what_a_chance_edit_did_is_what_is_reported(seed: int) -> None:
    """Paragraphs of words drawn by lot, some taken out, some put in: exactly those are reported, whatever the numbers
    are.
    """
    lot = random.Random(seed)  # noqa: S311 - the same edits for the same seed

    def drawn(number: int) -> str:
        return f"P{number} " + " ".join("".join(lot.choices("abcdefghij", k=7)) for _ in range(12)) + "."

    before = [drawn(number) for number in range(30)]
    gone = sorted(lot.sample(range(30), 4))
    now = [text for at, text in enumerate(before) if at not in gone]
    fresh = [drawn(number) for number in range(100, 103)]
    for text in fresh:
        now.insert(lot.randrange(len(now)), text)
    found = compare(passages(document(body(tuple(before), {}))), passages(document(body(tuple(now), {}))))
    assert [one.before.text for one in found if one.sort == "removed" and one.before] == [before[at] for at in gone]
    assert sorted(one.now.text for one in found if one.sort == "added" and one.now) == sorted(fresh)
    assert {one.sort for one in found} <= {"added", "removed", "renumbered"}


def test_chinese_is_compared_by_characters() -> None:
    before, now = (
        KeptPassage("paragraph", "p", "1.", text, text) for text in ("灯塔的灯在黄昏点亮。", "灯塔的灯在黎明点亮。")
    )
    assert [one.sort for one in compare((before,), (now,))] == ["reworded"]


def test_what_is_kept_is_read_again(tmp_path: Path, harbour: Document) -> None:
    import json

    path = tmp_path / "passages.json"
    path.write_text(json.dumps(to_json({"en": harbour})), "utf-8")
    assert read(path) == {"en": passages(harbour)}


def test_versions_stand_in_their_order() -> None:
    versions = ["0.9", "1.0-rc.1", "1.0-rc.2", "1.0-rc.10", "1.0", "1.2", "1.10", "2"]
    assert sorted(set(versions), key=rank) == versions


def test_without_an_earlier_release_there_is_nothing_to_compare(tmp_path: Path) -> None:
    (tmp_path / ".1.0.half").mkdir()
    (tmp_path / "2.0").mkdir()
    assert find(tmp_path, "1.0", "") is None


@pytest.fixture(scope="module")
def former() -> tuple[PreviousRelease, dict[str, Document]]:
    before, now = document(body(PARAGRAPHS, NOTES)), document(body(put(1, "Lamps & more than ten are bought."), NOTES))
    return PreviousRelease("1.0", "0" * 64, {"A-90-1": {"en": passages(before)}}), {"en": now}


def test_the_page_says_it_in_words_and_marks(former: tuple[PreviousRelease, dict[str, Document]], house: Style) -> None:
    before, documents = former
    words = {"en": houses.un("en")}
    found = before.changes("A-90-1", documents)["en"]
    made = page("en", documents, words, before, found, "1.1", "index.html", house).decode()
    assert "What has changed since release 1.0" in made
    assert "<h2>Added: 1</h2>" in made
    assert "<h3>Paragraph 2</h3>" in made
    assert "<li>Paragraphs 3–6 (previously: 2–5)</li>" in made
    assert "<p>Lamps &amp; more than ten are bought.</p>" in made
    summed = summary("en", documents, words["en"], before, found)
    assert (summed["file"], summed["heading"]) == ("changes.html", "What has changed since release 1.0")
    assert summed["lines"] == ["Added: 1", "Only the number has changed: 4"]
    assert rows(before, {"en": found})["since"] == "1.0"


def test_a_page_without_changes_says_so(former: tuple[PreviousRelease, dict[str, Document]], house: Style) -> None:
    before, documents = former
    words = {"en": houses.un("en")}
    assert "No passage of this language version has changed." in page(
        "en", documents, words, before, (), "1.1", "index.html", house
    ).decode()  # fmt: skip


def test_reworded_words_are_marked_on_both_sides(house: Style) -> None:
    old, new = (
        document(body(PARAGRAPHS, NOTES)),
        document(body((PARAGRAPHS[0].replace("two", "three"), *PARAGRAPHS[1:]), NOTES)),
    )
    before = PreviousRelease("1.0", "0" * 64, {"A-90-1": {"en": passages(old)}})
    words = {"en": houses.un("en")}
    found = before.changes("A-90-1", {"en": new})["en"]
    made = page("en", {"en": new}, words, before, found, "1.1", "index.html", house).decode()
    assert "by <del>two</del> keepers" in made
    assert "by <ins>three</ins> keepers" in made
    assert _runs((), words["en"]) == []

"""Parity: each difference is one finding, whatever is around it."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantin.auditors.parity.outline import differences
from plantin.model.document import Document
from plantin.model.outline import Entry, Outline, outline

Rows = tuple[Entry, ...]


def codes(expected: Outline, found: Outline) -> list[str]:
    return [finding.code for finding in differences(expected, found, "some.html")]


def change(rows: Rows, index: int, **values: object) -> Rows:
    return (*rows[:index], dataclasses.replace(rows[index], **values), *rows[index + 1 :])  # type: ignore[arg-type]


def at(rows: Rows, anchor: str) -> int:
    return next(index for index, row in enumerate(rows) if row.anchor == anchor)


def drop(rows: Rows, index: int) -> Rows:
    return (*rows[:index], *rows[index + 1 :])


def swap(rows: Rows, i: int, j: int) -> Rows:
    changed = list(rows)
    changed[i], changed[j] = changed[j], changed[i]
    return tuple(changed)


def test_an_outline_equals_itself(report: Document) -> None:
    assert differences(outline(report), outline(report), "some.html") == ()


def body(spoil: Callable[[Rows], Rows]) -> Callable[[Outline], Outline]:
    return lambda whole: dataclasses.replace(whole, body=spoil(whole.body))


def series(name: str, spoil: Callable[[Rows], Rows]) -> Callable[[Outline], Outline]:
    return lambda whole: dataclasses.replace(whole, **{name: spoil(getattr(whole, name))})  # type: ignore[arg-type]


def marked(whole: Outline, old: str, new: str) -> Outline:
    """The outline in which the text of the first row that has ``old`` has ``new``."""
    index = next(index for index, row in enumerate(whole.body) if old in row.text)
    return dataclasses.replace(whole, body=change(whole.body, index, text=whole.body[index].text.replace(old, new)))


SPOILT: dict[str, tuple[Callable[[Outline], Outline], list[str]]] = {
    "paragraph dropped": (body(lambda rows: drop(rows, at(rows, "paragraph-1"))), ["P001"]),
    "unnumbered paragraph dropped": (body(lambda rows: drop(rows, 0)), ["P001"]),
    "one of two equal entries dropped": (
        body(lambda rows: drop(rows, [row.label for row in rows].index("•"))),
        ["P001"],
    ),
    "paragraph printed twice": (body(lambda rows: (*rows[:3], rows[2], *rows[3:])), ["P002"]),
    "paragraph added": (body(lambda rows: (*rows, Entry("paragraph", 0, "", "", "More."))), ["P002"]),
    "paragraph renumbered": (body(lambda rows: change(rows, at(rows, "paragraph-4"), label="5.")), ["P003"]),
    "all renumbered": (
        body(lambda rows: tuple(dataclasses.replace(row, label=f"x{row.label}") for row in rows)),
        ["P003"] * 25,
    ),
    "word changed": (lambda whole: marked(whole, "dusk", "dawn"), ["P004"]),
    "words of an unnumbered paragraph changed": (lambda whole: marked(whole, "an invented", "a real"), ["P004"]),
    "spaces lost": (lambda whole: marked(whole, " CO2", "CO2"), ["P004"]),
    "number of an indicator": (lambda whole: marked(whole, "dusk.[^1]", "dusk.[^2]"), ["P005"]),
    "indicator lost": (lambda whole: marked(whole, "[^3]", ""), ["P005"]),
    "indicator moved": (lambda whole: marked(marked(whole, "[^3]", ""), "there is no", "there is no[^3]"), ["P005"]),
    "space before an indicator": (lambda whole: marked(whole, "[^3]", " [^3]"), ["P005"]),
    "indicator leads elsewhere": (series("indicators", lambda rows: change(rows, 0, text="note-2")), ["P005"]),
    "call without an anchor": (series("indicators", lambda rows: change(rows, 3, anchor="")), ["P008"]),
    "two paragraphs exchanged": (
        body(lambda rows: swap(rows, at(rows, "paragraph-1"), at(rows, "paragraph-2"))),
        ["P006"],
    ),
    "a chapter moved": (body(lambda rows: rows[-2:] + rows[:-2]), ["P006"]),
    "level of a section": (body(lambda rows: change(rows, at(rows, "section-II.A"), level=3)), ["P007"]),
    "paragraph set as a heading": (body(lambda rows: change(rows, at(rows, "paragraph-7"), kind="section")), ["P007"]),
    "anchor renamed": (body(lambda rows: change(rows, at(rows, "paragraph-4"), anchor="p4")), ["P008"]),
    "anchor of another paragraph given": (
        body(lambda rows: change(rows, at(rows, "paragraph-4"), anchor="paragraph-5")),
        ["P008"],
    ),
    "masthead line changed": (lambda whole: dataclasses.replace(whole, masthead=("UN", *whole.masthead[1:])), ["P009"]),
    "masthead line dropped": (lambda whole: dataclasses.replace(whole, masthead=whole.masthead[1:]), ["P009"]),
    "masthead lines exchanged": (
        lambda whole: dataclasses.replace(whole, masthead=(whole.masthead[1], whole.masthead[0], *whole.masthead[2:])),
        ["P009", "P009"],
    ),
    "row of the contents dropped": (series("contents", lambda rows: drop(rows, 1)), ["P010"]),
    "row of the contents leads elsewhere": (
        series("contents", lambda rows: change(rows, 1, anchor="section-III")),
        ["P010"],
    ),
    "language": (lambda whole: dataclasses.replace(whole, language="fr"), ["P011"]),
    "note renumbered": (series("notes", lambda rows: change(rows, 1, label="3")), ["P003"]),
    "note dropped": (series("notes", lambda rows: drop(rows, 1)), ["P001"]),
    "notes exchanged": (series("notes", lambda rows: swap(rows, 0, 1)), ["P006"]),
    "texts of notes exchanged": (
        series("notes", lambda rows: change(change(rows, 0, text=rows[2].text), 2, text=rows[0].text)),
        ["P004", "P004"],
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_each_difference_is_one_finding(harbour: Document, name: str) -> None:
    spoil, expected = SPOILT[name]
    whole = outline(harbour)
    assert codes(whole, spoil(whole)) == expected


def test_an_indicator_is_reported_once(report: Document) -> None:
    whole = outline(report)
    index = next(index for index, row in enumerate(whole.body) if "[^7]" in row.text)
    text = whole.body[index].text.replace("[^7]", "[^70]")
    calls = change(whole.indicators, at(whole.indicators, "indicator-7"), label="70")
    spoilt = dataclasses.replace(whole, body=change(whole.body, index, text=text), indicators=calls)
    (finding,) = differences(whole, spoilt, "some.pdf")
    assert finding.code == "P005"
    assert finding.place.anchor == whole.body[index].anchor
    assert "indicator" in finding.message
    assert "70" in finding.message


def test_findings_say_where_and_what(report: Document) -> None:
    whole = outline(report)
    index = at(whole.body, "paragraph-17")
    spoilt = dataclasses.replace(
        whole, body=change(whole.body, index, text=whole.body[index].text.replace("Libya", "Lybia", 1))
    )
    (finding,) = differences(whole, spoilt, "some.docx")
    assert str(finding.place) == "some.docx (paragraph-17)"
    assert "17." in finding.message
    assert "“In Lybia" in finding.message
    assert "“In Libya" in finding.message


ROW = st.builds(
    Entry,
    st.sampled_from(["paragraph", "item", "section"]),
    st.integers(0, 2),
    st.sampled_from(["", "", "a", "b", "c"]),
    st.sampled_from(["", "1.", "2."]),
    st.sampled_from(["one", "two three", "four[^1] five", "four five[^1]", "four  [^2]"]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(ROW, max_size=8), st.lists(ROW, max_size=8))
def test_no_finding_means_equal(one: list[Entry], other: list[Entry]) -> None:
    first, second = (Outline("en", (), (), tuple(rows), (), ()) for rows in (one, other))
    assert (differences(first, second, "x") == ()) == (first == second)


def large(count: int, word: str = "words") -> Outline:
    rows = tuple(
        Entry("paragraph", 0, f"paragraph-{n}" if n % 3 else "", f"{n}.", f"The {word} of paragraph {n}.[^{n}]")
        for n in range(count)
    )
    notes = tuple(Entry("note", 0, f"note-{n}", str(n), f"Note {n}.") for n in range(count))
    calls = tuple(Entry("indicator", 0, f"indicator-{n}", str(n), f"note-{n}") for n in range(count))
    return Outline("en", (), (), rows, notes, calls)


def test_ten_thousand_rows_are_compared_in_no_time() -> None:
    whole = large(10_000)
    found = {
        "equal": large(10_000),
        "one dropped": dataclasses.replace(large(10_000), body=drop(whole.body, 50)),
        "backwards": dataclasses.replace(large(10_000), body=whole.body[::-1]),
        "all changed": large(10_000, "phrases"),
    }
    start = time.process_time()
    counts = {name: len(differences(whole, other, "x")) for name, other in found.items()}
    assert (
        time.process_time() - start < 10
    )  # seconds; about 1 where it was written, hours if the work grew with the square
    assert counts == {"equal": 0, "one dropped": 1, "backwards": 9_999, "all changed": 10_000}

"""Figures of several pictures: their letters, references to them, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.house.layout import House
from plantin.model.outline import outline
from plantin.production import steps
from tests.kit.compose import codes
from tests.spoilt import report_with_objects

PART = "::: {{#{0} .figure}}\nTitle {0}[^note-{0}]\n\n![What {0} shows](media/map.png)\n:::\n\n"
HEAD = (
    "---\nsymbol: A/90/77\norgan: General Assembly\ntitle: Wells\ndate: 2035-08-16\nlanguages: [en, fr]\n{}---\n\n#"
    " Wells\n\n"
)


def source(parts: str, fields: str = "", after: str = "") -> str:
    body = (
        f"See [](#all), [](#a), [](#b) and [](#last).\n\n::: {{#all .figure}}\nThe wells\n\n{parts}Source:"
        " Office.\n:::\n\n"
    )
    last = "::: {#last .figure}\nLast\n\n![A map](media/map.png)\n:::\n"
    return f"{HEAD.format(fields)}{body}{last}{after}\n[^note-a]: Of a.\n\n[^note-b]: Of b.\n"


TWO = PART.format("a") + PART.format("b")


def rows(folder: Path, text: str) -> list[str]:
    made = report_with_objects.make(folder, text)
    return [f"{entry.kind} {entry.anchor} {entry.label} {entry.text}" for entry in outline(made).body]


def test_several_pictures_are_one_figure(tmp_path: Path) -> None:
    assert rows(tmp_path, source(TWO)) == [
        "section section-I I. Wells",
        "paragraph paragraph-1 1. See figure I, figure I (a), figure I (b) and figure II.",
        "figure figure-I Figure I The wells",
        "figure figure-I.a (a) Title a[^a]",
        "image   What a shows",
        "figure figure-I.b (b) Title b[^b]",
        "image   What b shows",
        "paragraph   Source: Office.",
        "letter figure-I.note-a a Of a.",
        "letter figure-I.note-b b Of b.",
        "figure figure-II Figure II Last",
        "image   A map",
    ]


def test_each_language_has_its_letters(tmp_path: Path) -> None:
    report_with_objects.make(tmp_path, source(TWO))
    path = tmp_path / "sources" / report_with_objects.SLUG / "report.md"
    path.write_text(source(TWO, "original-language: fr\n"), "utf-8")
    made = steps.compose(House(tmp_path), report_with_objects.SLUG, "fr").document
    found = [f"{entry.kind} {entry.anchor} {entry.label} {entry.text}" for entry in outline(made).body]
    assert [row for row in found if row.startswith("figure figure-I.")] == [
        "figure figure-I.a a) Title a[^a]",
        "figure figure-I.b b) Title b[^b]",
    ]


def test_lists_of_figures_have_the_whole_alone(tmp_path: Path) -> None:
    found = rows(tmp_path, source(TWO, "rules: {lists: [figures]}\n"))
    assert [row.strip() for row in found[:3]] == [
        "paragraph   Figures",
        "paragraph   Figure I. The wells",
        "paragraph   Figure II. Last",
    ]


@pytest.mark.parametrize(
    "body",
    [
        "The wells\n\n::: {.figure}\nOne\n\n![One](media/map.png)\n:::\n",
        "::: {.figure}\nOne\n\n![One](media/map.png)\n:::\n\n::: {.figure}\nTwo\n\n![Two](media/map.png)\n:::\n",
        (
            "The wells\n\n::: {.figure}\nOne\n\n![One](media/map.png)\n:::\n\nWords.\n\n:::"
            " {.figure}\nTwo\n\n![Two](media/map.png)\n:::\n"
        ),
        "The wells\n\n" + "::: {.figure}\nOne\n\n![One](media/map.png)\n:::\n\n" * 13,
    ],
)
def test_what_is_no_figure_of_several_is_reported(body: str) -> None:
    assert codes(f"# a\n\n:::: {{.figure}}\n{body}::::\n") == {"S077"}

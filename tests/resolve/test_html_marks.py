"""Everyday marks of other programs: printed as what they mean, or refused with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.findings import SourceError
from plantin.house.layout import House
from plantin.model.inlines import Code, Emphasis, Inline, Strong, Subscript, Superscript, Text
from plantin.production import steps
from tests.kit.command import plantin
from tests.kit.houses import ROOT

HEAD = '---\nsymbol: R/2026/1\ntitle: "Lamps"\ndate: 2026-01-05\n---\n\n# Oil\n\n'


TABLE = (ROOT / "docs" / "source.md").read_text("utf-8").partition("#elsewhere .table")[2].partition("\n:::\n")[0]


def house(folder: Path, text: str) -> House:
    path = folder / "sources" / "R-2026-1" / "report.md"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + text, "utf-8")
    (folder / "plantin.toml").write_text('style = "plain"\n', "utf-8")
    return House(folder)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("CO<sub>2</sub>", (Text("CO"), Subscript((Text("2"),)))),
        ("m<sup>2</sup>", (Text("m"), Superscript((Text("2"),)))),
        ("<b>all <i>lamps</i></b>", (Strong((Text("all "), Emphasis((Text("lamps"),)))),)),
        ("Press <kbd>Ctrl C</kbd>", (Text("Press "), Code("Ctrl C"))),
        ("x<sub>**n**</sub>", (Text("x"), Subscript((Strong((Text("n"),)),)))),
    ],
)
def test_elements_of_html_are_read_as_marks(written: str, printed: tuple[Inline, ...], tmp_path: Path) -> None:
    document = steps.compose(house(tmp_path, f"{written}\n"), "R-2026-1", "en").document
    (paragraph,) = document.blocks[0].blocks  # type: ignore[union-attr]
    assert paragraph.content == printed  # type: ignore[union-attr]


REFUSED = [
    # As docs/source.md has it, an example, the code, and words of the hint.
    ("other HTML, attributes", "<sub>2", "S016", "<sub>, <sup>"),
    ("other HTML, attributes", '<span class="a">2</span>', "S016", "<sub>, <sup>"),
    ("other HTML, attributes", "<u>2</u>", "S016", "<sub>, <sup>"),
    ("`~~struck out~~`", "~~Old~~ words.", "S014", "Delete the words"),
    ("`---`, a rule", "Lamps.\n\n---\n\nMore.", "S014", "a heading, also {.unnumbered}"),
    (
        "`::: {.note}`",
        "::: {.note}\nLamps.\n:::",
        "S014",
        "::: {.box}, with a title that says what it is, such as Note",
    ),
    ("`{.tip}`", "::: {.tip}\nLamps.\n:::", "S014", "such as Tip"),
    ("`{.callout-note}`", "::: {.callout-warning}\nLamps.\n:::", "S014", "such as Warning"),
    ("a picture in a line", "A map ![map](m.png) here.", "S014", "into a figure: ::: {.figure}, its title"),
    ("a figure or table without title", "::: {#m .figure}\n![A map](m.png)\n:::", "S077", "after its title"),
    ("a figure or table without title", "::: {#t .table}\n| a |\n|--|\n| 1 |\n:::", "S077", "after its title"),
    ("`- [ ] task`", "- [ ] Count lamps\n", "S014", "say in words what is open"),
    ("lines that begin with a bar", "| The sea\n| the pier", "S014", "End a line with a backslash"),
]


@pytest.mark.parametrize(("row", "written", "code", "hint"), REFUSED)
def test_what_is_refused_says_what_to_write(row: str, written: str, code: str, hint: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as raised:
        steps.compose(house(tmp_path, f"{written}\n"), "R-2026-1", "en")
    assert [one.hint for one in raised.value.findings if one.code == code and hint in one.hint], raised.value.findings
    assert row in TABLE


def test_each_row_of_the_table_is_tried() -> None:
    refused = [line for line in TABLE.splitlines() if "| refused" in line]
    assert len(refused) == 7
    assert [line for line in refused if not any(row in line for row, *_ in REFUSED)] == []


@pytest.mark.slow
def test_they_are_in_every_edition(tmp_path: Path) -> None:
    home = house(tmp_path, "Each needs CO<sub>2</sub> on 3 m<sup>2</sup>; <b>press</b> <kbd>Enter</kbd>.\n")
    formats = "pdf,docx,epub,html,txt,md"
    for command in ("build", "check"):
        ended = plantin(command, "--format", formats, cwd=home.root)
        assert ended.returncode == 0, ended.stdout + ended.stderr

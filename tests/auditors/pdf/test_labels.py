"""Small reports of all kinds of numbering are read back as they were written: their anchors, the numbers of their
paragraphs, their repetitions; and reading grows with the report, not with its square.
"""

from __future__ import annotations

import cProfile
import datetime as dt
import pstats
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from plantin.auditors import pdf
from plantin.auditors.parity.outline import differences
from plantin.house import locale
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.resolve import resolve
from plantin.resolve.notes import definitions
from plantin.source import front_matter, pandoc
from plantin.source import text as source_text
from plantin.writers import pdf as press
from plantin.writers.pdf import ua2 as second_press
from tests.kit.read_back import Auditor, audited, reread

pytestmark = pytest.mark.full

LOCALE = Path(__file__).parents[3] / "locales" / "en" / "locale.toml"
HEAD = "---\nsymbol: A/90/12\norgan: General Assembly\ntitle: Lamps\ndate: 2035-06-01\nlanguages: [en]\n{}---\n\n"
BODY = """# One

A paragraph of the first section.[^lamps]

{0}an entry, which has

    {2}one under it; and

    {3}another.

{1}a second entry.

::: {{.unnumbered}}
Between two lists.
:::

{0}an entry of a second list;

{1}the last of it.

## First

{0}an entry right under a heading;

{1}and its neighbour.

## Second

Words.

# Two

{0}an entry right under a main heading;

{1}and its neighbour.

A paragraph of the second section.

[^lamps]: A note of two parts:

    {0}the first;

    {1}the second.
"""
LATIN = ("(a) ", "(b) ", "(i) ", "(ii) ")
DECIMAL = ("(1) ", "(2) ", "(a) ", "(b) ")
RULES = {
    "as usual": ("", LATIN),
    "other sections": ('  sections: [I, "1", a]\n', LATIN),
    "sections like paragraphs": ('  sections: ["1", "1", a]\n', LATIN),
    "entries like paragraphs": ('  subparagraphs: ["1", a, i]\n', DECIMAL),
    "all the same": ('  sections: ["1", a, i]\n  subparagraphs: ["1", a, i]\n', DECIMAL),
}


def composed(folder: Path, body: str, rules: str = "") -> Document:
    path = folder / "report.md"
    path.write_text(HEAD.format(rules) + body, encoding="utf-8")
    report = source_text.read(path)
    nodes, _ = pandoc.parse(report.body(), report.path)
    return resolve(front_matter.read(report), nodes, definitions(report), locale.read(LOCALE)).document


def found(document: Document, path: Path, auditor: Auditor = pdf) -> list[str]:
    return [str(finding) for finding in audited(auditor, path, document)]


@pytest.mark.sample(5)
@pytest.mark.parametrize("paragraphs", ["continuous", "by-section", "none"])
@pytest.mark.parametrize("name", RULES)
def test_anchors_of_all_rules_are_read_back(
    paragraphs: str, name: str, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    further, marks = RULES[name]
    document = composed(tmp_path, BODY.format(*marks), f"rules:\n  paragraphs: {paragraphs}\n{further}")
    path = tmp_path / "edition.pdf"
    path.write_bytes(press.write(document, house, moment))
    assert found(document, path) == []


def test_anchors_are_read_back_by_the_other_press(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    document = composed(tmp_path, BODY.format(*LATIN), "rules:\n  paragraphs: by-section\n")
    path = tmp_path / "edition.pdf"
    path.write_bytes(second_press.write(document, house, moment))
    assert found(document, path) == []


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("anchor", "rules"),
    [("paragraph-II.1", "by-section"), ("section-I.A.a", "none"), ("paragraph-I.1.b", "by-section")],
)
def test_anchor_dropped_is_found(anchor: str, rules: str, house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    document = composed(tmp_path, BODY.format(*LATIN), f"rules:\n  paragraphs: {rules}\n")
    path = tmp_path / "edition.pdf"
    path.write_bytes(press.write(document, house, moment))
    with pikepdf.open(path, allow_overwriting_input=True) as opened:
        names = list(opened.Root.Names.Dests.Names)
        place = next(place for place, name in enumerate(names) if str(name) == anchor)
        opened.Root.Names.Dests.Names = pikepdf.Array(names[:place] + names[place + 2 :])
        opened.save(path)
    assert [finding.code for finding in differences(outline(document), reread(pdf, path).outline(), str(path))] == [
        "P008"
    ]


WORDS = """::: {.unnumbered}
Yes.

No. It cannot be done.

2017\\. was a year of storms.

*17.* is the number of a lamp.

Mix. I am the fourth.
:::

# One

Yes.

2017\\. was a year of storms.
"""


def test_words_that_look_like_numbers_are_words(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    document = composed(tmp_path, WORDS)
    path = tmp_path / "edition.pdf"
    path.write_bytes(press.write(document, house, moment))
    labels = [(row.label, row.text.split()[0]) for row in reread(pdf, path).outline().body]
    assert labels == [
        *[("", "Yes."), ("", "No."), ("", "2017."), ("", "17."), ("", "Mix.")],
        *[("I.", "One"), ("1.", "Yes."), ("2.", "2017.")],
    ]
    assert found(document, path) == []


@pytest.mark.parametrize("numbered", [True, False])
def test_alike_paragraphs_are_no_running_heads(
    numbered: bool, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    alike = "\n\n".join(f"Lamp {number} burns." for number in range(150))
    document = composed(tmp_path, alike if numbered else f"::: {{.unnumbered}}\n{alike}\n:::")
    path = tmp_path / "edition.pdf"
    path.write_bytes(press.write(document, house, moment))
    assert found(document, path) == []


def longer(times: int) -> str:
    part = (
        "# A heading[^{0}-b]\n\nLamp {0} burns.[^{0}]\n\n(a) so;\n\n(b) no.\n\nAnd so on.[^{0}]\n\n[^{0}]: A"
        " note.\n\n[^{0}-b]: Another.\n"
    )
    return "\n".join(part.format(f"n{count}") for count in range(times))


def calls(path: Path, auditor: Auditor) -> int:
    """How many functions are called to read a file and to hold it against the rules: a measure that no other work
    disturbs.
    """
    profile = cProfile.Profile()
    profile.enable()
    reading = reread(auditor, path)
    reading.outline(), reading.findings(), reading.pages()
    profile.disable()
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.mark.proof
@pytest.mark.parametrize("name", ["screen", "second"])
def test_reading_grows_with_the_report(name: str, house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    write = {"screen": press.write, "second": second_press.write}[name]
    counts = calls_as_it_grows(write, pdf, house, moment, tmp_path)
    assert counts[1] < 4.8 * counts[0]


def calls_as_it_grows(
    write: Callable[..., bytes], auditor: Auditor, house: Style, moment: dt.datetime, folder: Path
) -> list[int]:
    """The calls that reading takes for a report, and for one four times as long."""
    counts = []
    for times in (4, 16):
        path = folder / f"{times}.pdf"
        path.write_bytes(write(composed(folder, longer(times)), house, moment))
        counts.append(calls(path, auditor))
    return counts

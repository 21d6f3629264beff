"""Editions of this press come back to a source from which the press makes the same report."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from plantin.house.layout import House
from plantin.model.document import Document
from plantin.model.outline import Outline, outline
from plantin.packs.imports import receive
from plantin.packs.imports.editions.wording import with_leads
from plantin.packs.imports.paragraph_pieces import Pointer, Words, text_of
from plantin.packs.imports.receive import ImportResult
from plantin.packs.imports.received import GivenFields
from plantin.production import steps
from tests.kit import houses
from tests.kit.editions import Editions
from tests.spoilt import report_with_cells, report_with_citations, report_with_decimals, report_with_objects
from tests.spoilt.rewriting import packed, unpacked

pytestmark = pytest.mark.full

SLUGS = [houses.slug(name) for name in houses.NAMES]


def home(folder: Path) -> House:
    """An empty house in the style of the United Nations."""
    (folder / "sources").mkdir()
    for part in houses.PARTS:
        (folder / part).symlink_to(houses.ROOT / part)
    return houses.in_un(folder)


def come(folder: Path, kind: str, content: bytes) -> tuple[ImportResult, Outline]:
    """The edition imported, and the outline of the report that its source makes."""
    house = home(folder)
    path = folder / f"edition.{kind}"
    path.write_bytes(content)
    arrived = receive.import_file(house, path, GivenFields({}))
    assert arrived.refused is None, arrived.refused
    slug = Path(arrived.path).parent.name
    return arrived, outline(steps.compose(house, slug, house.languages(slug)[0]).document)


def codes(arrived: ImportResult) -> Counter[str]:
    return Counter(finding.code for finding in arrived.findings() if not finding.code.startswith(("S03", "S08")))


@pytest.mark.sample(6)
@pytest.mark.parametrize(
    ("slug", "kind"), [(slug, kind) for n, slug in enumerate(SLUGS) for kind in ("docx", ("html", "epub")[n % 2])]
)
def test_a_report_comes_back_from_its_edition(
    slug: str, kind: str, examples: House, store: Editions, tmp_path: Path
) -> None:
    document = store.document(examples, slug)
    arrived, found = come(tmp_path, kind, store.content(document, kind))
    assert found == outline(document)
    assert not codes(arrived)


@pytest.mark.sample(2)
@pytest.mark.parametrize("kind", ["html", "epub", "docx"])
def test_a_whole_report_comes_back(kind: str, report: Document, store: Editions, tmp_path: Path) -> None:
    arrived, found = come(tmp_path, kind, store.content(report, kind))
    assert found == outline(report)
    assert not codes(arrived)


def test_a_word_edition_comes_back_whose_notes_have_lost_their_bookmarks(
    report: Document, store: Editions, tmp_path: Path
) -> None:
    # LibreOffice saves the bookmark of the first note, and no other.
    files = unpacked(store.content(report, "docx"))
    notes = files["word/footnotes.xml"].decode()
    assert notes.count('w:name="note_') > 30
    files["word/footnotes.xml"] = re.sub(r'<w:bookmarkStart [^>]*w:name="note_(?!1")\d+"[^>]*/>', "", notes).encode()
    arrived, found = come(tmp_path, "docx", packed(files))
    assert found == outline(report)
    assert not codes(arrived)


@pytest.mark.parametrize("kind", ["html", "epub", "docx"])
def test_cells_come_back_with_their_paragraphs_and_lists(kind: str, store: Editions, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    document = report_with_objects.make(tmp_path / "made", report_with_cells.SOURCE)
    (tmp_path / "back").mkdir()
    arrived, found = come(tmp_path / "back", kind, store.content(document, kind))
    assert found == outline(document)
    assert not codes(arrived)


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_what_an_edition_says_of_itself_under_its_title_is_reported(kind: str, store: Editions, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    report_with_objects.make(tmp_path / "made", report_with_decimals.SOURCE)
    document = steps.compose(House(tmp_path / "made"), report_with_objects.SLUG, "en").document
    (tmp_path / "back").mkdir()
    arrived, found = come(tmp_path / "back", kind, store.content(document, kind))
    assert any("What the wells gave" in finding.message for finding in arrived.findings())
    assert "::: {.easy-to-read level=A2}" in (tmp_path / "back" / arrived.path).read_text("utf-8")
    wanted = [
        row for row in outline(document).body if row.kind in ("section", "item", "row", "table", "figure", "equation")
    ]
    assert [
        row for row in found.body if row.kind in ("section", "item", "row", "table", "figure", "equation")
    ] == wanted


@pytest.mark.parametrize("kind", ["html", "epub", "docx"])
def test_figures_side_by_side_and_a_list_of_references_come_back(kind: str, store: Editions, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    report_with_objects.make(tmp_path / "made", report_with_citations.SOURCE)
    document = steps.compose(House(tmp_path / "made"), report_with_objects.SLUG, "en").document
    (tmp_path / "back").mkdir()
    _, found = come(tmp_path / "back", kind, store.content(document, kind))
    # What was cited was in a file of its own: the works come back as words.
    assert [(row.kind, row.label, row.text) for row in found.body] == [
        (row.kind, row.label, row.text) for row in outline(document).body
    ]
    figures = [(row.anchor, row.label) for row in found.body if row.kind == "figure"]
    assert ("figure-1.a", "(a)") in figures or ("figure-I.a", "(a)") in figures


@pytest.mark.parametrize("kind", ["html", "epub", "docx"])
def test_a_sparkline_comes_back_in_words(kind: str, store: Editions, tmp_path: Path) -> None:
    head = '---\nsymbol: A/90/79\norgan: General Assembly\ntitle: "Water"\ndate: 2035-08-16\n---\n\n# Wells\n\n'
    asked = 'file=use.csv columns=place sparkline="2015, 2016"'
    body = f"::: {{.table .csv {asked}}}\nUse\n\n- [Course]{{of=sparkline}}\n:::\n"
    (tmp_path / "made").mkdir()
    house = houses.linked(tmp_path / "made", "A-90-79", head + body)
    house.report("A-90-79").with_name("use.csv").write_text("place,2015,2016\nNorth,12,9\nSouth,,\n", "utf-8")
    document = steps.compose(house, "A-90-79", "en").document
    (tmp_path / "back").mkdir()
    arrived, found = come(tmp_path / "back", kind, store.content(document, kind))
    rows = [row.text for row in found.body if row.kind == "row"]
    assert rows[1:] == ["North | Down from 12 (2015) to 9 (2016).", "South | "]
    assert not codes(arrived)


CHARTS = """# Wells

See [](#wells).

::: {#wells .chart data=use.csv kind=bar x=place y=2015}
Wells

- [Place]{of=place}

::: {.description}
The pump was broken.
:::

Source: Office.
:::

::: {.chart data=use.csv kind=line x=place y="2015,2016"}
Both years

::: {.alternative}
Two lines.
:::
:::

::: {.chart data=use.csv kind=box y="2015,2016"}
Boxes
:::

::: {.box}
How it is counted

Each day.
:::
"""


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_a_reference_that_begins_a_sentence_comes_back(kind: str, store: Editions, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    head = '---\nsymbol: A/90/78\norgan: General Assembly\ntitle: "Lamps"\ndate: 2035-08-16\n---\n\n'
    table = "::: {#lamps .table}\nLamps\n\n| Lamp | Oil |\n|:--|--:|\n| North | 2 |\n:::\n"
    body = f"# Oil {{#oil}}\n\n[](#lamps) counts them. [](#oil) says why: see [](#lamps).\n\n{table}"
    house = houses.own(tmp_path / "made", "A-90-78", head + body, "styles", "locales")
    document = steps.compose(house, "A-90-78", "en").document
    (tmp_path / "back").mkdir()
    arrived, found = come(tmp_path / "back", kind, store.content(document, kind))
    assert found == outline(document)
    assert (tmp_path / "back" / arrived.path).read_text("utf-8").count("[](#") == 3


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        ("Table ", ["Table 3"]), ("Oil is red. Table ", ["Table 3"]), ("(a)\tTable ", ["Table 3"]), ("as table ", ["table 3"]),
        ("As Table ", []), ("Oil, approx. Table ", []),
    ],
)  # fmt: skip
def test_a_capital_within_a_sentence_is_not_the_word_of_a_reference(before: str, shown: list[str]) -> None:
    pieces = with_leads([Words(before), Pointer("table-3", "3"), Words(" shows it.")], houses.un("en"))
    assert text_of(pieces) == f"{before}3 shows it."
    assert [piece.shown for piece in pieces if isinstance(piece, Pointer)] == shown


@pytest.mark.parametrize("kind", ["html", "epub", "docx"])
def test_charts_come_back_with_their_data_and_descriptions(kind: str, store: Editions, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    head = '---\nsymbol: A/90/79\norgan: General Assembly\ntitle: "Water"\ndate: 2035-08-16\n---\n\n'
    house = houses.own(tmp_path / "made", "A-90-79", head + CHARTS, "styles", "locales")
    house.report("A-90-79").with_name("use.csv").write_text("place,2015,2016\nNorth,-12,9\nSouth,3,4\n", "utf-8")
    document = steps.compose(house, "A-90-79", "en").document
    (tmp_path / "back").mkdir()
    arrived, found = come(tmp_path / "back", kind, store.content(document, kind))
    assert [(row.kind, row.label, row.text) for row in found.body] == [
        (row.kind, row.label, row.text) for row in outline(document).body
    ]
    assert not codes(arrived)
    source = (tmp_path / "back" / arrived.path).read_text("utf-8")
    assert source.count(".chart data=data/") == (2 if kind == "docx" else 0)
    assert source.count("data=data/chart") == 3
    assert "::: {.description}\nThe pump was broken.\n:::" in source or kind != "docx"

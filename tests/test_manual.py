"""The manual is printed by the press: docs/source.md is a report, and all of its editions say the same."""

from __future__ import annotations

import datetime as dt
import runpy
from pathlib import Path

import pytest

from plantin.auditors.parity.outline import differences
from plantin.findings import SourceError
from plantin.house.layout import House
from plantin.model.document import Listing, Table, every
from plantin.model.outline import outline
from plantin.model.related_editions import ALONE
from plantin.production import steps
from plantin.production.composed import ComposedReport
from plantin.production.formats import Edition, format_named
from plantin.resolve import resolve
from plantin.resolve.notes import definitions
from plantin.source import front_matter, pandoc, tables
from plantin.source import text as source_text
from tests.kit import houses
from tests.kit.editions import Editions
from tests.kit.read_back import audited, reread
from tests.spoilt import report_with_cells, report_with_objects

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[1]
SLUG = "PLANTIN-2026-1"


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("manual")
    runpy.run_path(str(ROOT / "setup" / "manual.py"))["lay_out"](folder)
    return House(folder)


@pytest.fixture(scope="module")
def composed(manual: House) -> ComposedReport:
    return steps.compose(manual, SLUG, "en")


def test_the_manual_is_a_report_without_slips(composed: ComposedReport) -> None:
    assert [str(finding) for finding in composed.findings] == []
    assert composed.document.masthead.organization == "Plantin", "it is no document of the United Nations"
    kinds = [type(block) for block in every(composed.document.blocks)]
    assert kinds.count(Table) > 5
    assert kinds.count(Listing) > 10


@pytest.mark.full
@pytest.mark.sample(2)
@pytest.mark.parametrize("name", ["html", "epub", "docx", "pdf", "ua2"])
def test_every_edition_of_the_manual_says_the_same(
    name: str, manual: House, composed: ComposedReport, tmp_path: Path
) -> None:
    row = format_named(name)
    assert row is not None
    document = composed.document
    path = tmp_path / f"manual{row.suffix}"
    path.write_bytes(row.write(document, manual.style(), dt.datetime(2026, 3, 2, tzinfo=dt.UTC), ALONE))
    reading = reread(row, path)
    assert [str(finding) for finding in differences(outline(document), reading.outline(), path.name)] == []
    assert [str(finding) for finding in reading.findings()] == []


def test_every_example_of_the_manual_is_a_report(composed: ComposedReport) -> None:
    """Each example in Markdown is a source, together with what it refers to."""
    examples = [
        block.text
        for block in every(composed.document.blocks)
        if isinstance(block, Listing) and block.language == "markdown"
    ]
    # What an example leaves out: the places and notes that it names, and the files.
    left_out = {"R001", "N001", "S071", "S155"}
    for text in examples:
        assert wrong(text) <= left_out, text


def wrong(example: str) -> set[str]:
    head = '---\nsymbol: A/1/1\norgan: General Assembly\ntitle: "An example"\ndate: 2026-03-02\n---\n\n'
    report = source_text.parse(f"{head}{example}\n", "example.md")
    words = houses.un("en")
    try:
        resolve(
            front_matter.read(report), pandoc.parse(tables.prepare(report), report.path)[0], definitions(report), words
        )
    except SourceError as error:
        return {finding.code for finding in error.findings}
    return set()


@pytest.mark.parametrize("name", ["md", "txt"])
def test_what_is_made_on_request_says_the_same(manual: House, composed: ComposedReport, name: str) -> None:
    document, edition = composed.document, Edition(SLUG, "en", name)
    steps.issue(manual, document, edition, None)
    verdict = steps.check(manual.build / edition.target, edition.target, edition, document)
    assert [str(one) for one in (*verdict.findings, *verdict.differences)] == []


def test_cells_and_listings_are_in_the_attached_document(store: Editions, tmp_path: Path) -> None:
    # Cells with paragraphs; listings with the signs of notes.
    listing = "```markdown\nThe lamps burn.[^oil]\n\n[^oil]: All *night*.\n```\n"
    document = report_with_objects.make(tmp_path, f"{report_with_cells.SOURCE}\n# Examples\n\n{listing}")
    row = format_named("ua2")
    assert row is not None
    assert audited(row, store.path(document, "ua2"), document, beside=True) == ()

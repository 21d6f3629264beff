"""Each finding about a source has a folder here with a spoilt report that raises exactly it."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.findings import Finding, PlantinError
from plantin.house import style
from plantin.lint.source import lint
from plantin.resolve import resolve
from plantin.resolve.notes import definitions
from plantin.source import citations, front_matter, images
from plantin.source import text as source_text
from tests.kit import houses

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[2]
HERE = ROOT / "tests" / "spoilt" / "source"
CODES = sorted(folder.name for folder in HERE.iterdir() if (folder / "report.md").is_file())


def found(path: Path) -> tuple[Finding, ...]:
    """Everything that is found wrong with the source at ``path``."""
    words = houses.un("en")
    try:
        report = source_text.read(path, "report.md")
        head = front_matter.read(report)
        slips = lint(report, head, words, style.read(ROOT / "styles" / "un"))
        defined = definitions(report)
        nodes, warnings = citations.parse(
            report, head, path.parent, citations.CitationWords(words.publication.references, "en")
        )
        resolve(head, nodes, defined, words, pictures=images.PictureFolder(path.parent))
    except PlantinError as error:
        return error.findings
    return (*slips, *warnings)


@pytest.mark.parametrize("code", CODES)
def test_a_spoilt_source_gets_exactly_its_finding(code: str) -> None:
    findings = found(HERE / code / "report.md")
    assert [finding.code for finding in findings] == [code]
    (finding,) = findings
    assert finding.place.path in ("report.md", "refs.bib")
    assert finding.place.line > 0, "a finding says the line"
    assert finding.hint, "a finding says how to fix it"


def test_there_is_no_finding_in_a_sound_report() -> None:
    assert found(ROOT / "tests" / "reports" / "harbour-lights" / "report.md") == ()


def test_a_source_that_is_not_there() -> None:
    assert [finding.code for finding in found(HERE / "no-such-report.md")] == ["S001"]


def test_all_findings_come_at_once(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    text = (HERE / "N001" / "report.md").read_text("utf-8")
    path.write_text(text + "\nAnd see [](#nothing).\n\n[^never]: Never called.\n", "utf-8")
    assert [finding.code for finding in found(path)] == ["N001", "R001", "N002"]


def test_the_slips_of_the_report_as_received() -> None:
    findings = found(ROOT / "sources" / "S-2017-97" / "report.md")
    words = "\n".join(finding.message for finding in findings)
    slips = (
        "1526 (2014)",
        "Syrian Arabic Republic",
        "terrorism -financing",
        "of the of the",
        "1 -week",
        "Al -Naba",
        "communique",
    )
    for slip in (*slips, "Cote d'Ivoire"):
        assert slip in words
    assert {finding.severity for finding in findings} == {"warning"}

"""The result of a check as JUnit XML: a test for each edition, failed where there is an error."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from plantin.findings import Finding, Place, SourceError
from plantin.proof import junit
from plantin.proof.audit import Audit
from plantin.proof.gate import Gate
from tests.kit import houses
from tests.kit.command import plantin


def read(content: bytes) -> dict[str, list[tuple[str, str]]]:
    """By the name of each test: its failures, with their type and text, and what it printed."""
    root = etree.fromstring(content)
    found = {}
    for case in root.iter("testcase"):
        found[str(case.get("name"))] = [(str(row.get("type", row.tag)), str(row.text)) for row in case]
    assert root.get("tests") == str(len(found))
    assert root.get("failures") == str(sum(row.tag == "failure" for row in root.iter()))
    return found


def test_findings_are_at_their_files_and_only_errors_fail() -> None:
    wrong = (
        Finding("S011", "a subheading alone", Place("sources/A-1/report.md", 3), "Add another."),
        Finding("T044", "a < number \x07 is missing", Place("locales/fr/A-1.po", 12), severity="warning"),
    )
    found = read(junit.suites(Gate((Audit("A-1", (), (), (), (SourceError(*wrong),)),), ())))
    assert found == {
        "sources/A-1/report.md": [
            ("S011", "sources/A-1/report.md:3: error S011: a subheading alone\n    Add another.")
        ],
        "locales/fr/A-1.po": [("system-out", str(wrong[1]))],
    }


def test_the_command_writes_it_and_overwrites_nothing_else(tmp_path: Path) -> None:
    houses.make(tmp_path / "house")
    home = tmp_path / "house"
    slug = min(path.name for path in (home / "sources").iterdir())
    assert plantin("build", slug, "--format", "txt", cwd=home).returncode == 0
    check = ("check", slug, "--format", "txt", "--junit")
    ended = plantin(*check, "check.xml", cwd=home)
    found = read((home / "check.xml").read_bytes())
    assert any(name.endswith(".txt") for name in found)
    assert ended.returncode == (1 if any(kind != "system-out" for rows in found.values() for kind, _ in rows) else 0)
    assert plantin(*check, "check.xml", cwd=home).returncode == ended.returncode
    refused = plantin(*check, f"sources/{slug}/report.md", cwd=home)
    assert (refused.returncode, "U033" in refused.stderr) == (2, True)

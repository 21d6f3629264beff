"""The result of a check as SARIF 2.1.0: every finding with its rule and its place, files named from the root of the
house.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from plantin.findings import Finding, Place, SourceError
from plantin.findings.registry import codes
from plantin.proof import sarif
from plantin.proof.audit import Audit
from plantin.proof.gate import Gate
from plantin.validators import Judgement
from tests.kit import houses
from tests.kit.command import plantin
from tests.kit.editions import Editions

LEVELS = {"none", "note", "warning", "error"}
KINDS = [
    Finding("S011", "a subheading alone", Place("sources/A-1/report.md", 3, 7), "Add another."),
    Finding("T044", "a number is missing", Place("locales/fr/A-1.po", 12, 0, "paragraph:one"), severity="warning"),
    Finding(
        "A005", "the id “x” is given 2 times", Place("build/A-1/A-1-en.html", anchor="paragraph-7"), "Give it once."
    ),
    Finding("P001", "a paragraph is missing", Place("build/A-1/Été 2.pdf")),
    Finding("V010", "cannot be read", Place("/elsewhere/A-1-en: 2.epub")),
    Finding("U004", "waives nothing", Place("--waive")),
    Finding("V100", "a tool is missing", Place("")),
]


def gate(*findings: Finding) -> Gate:
    judgement = Judgement(
        "nu", "1.0", "build/A-1/A-1-en.html", "failed", findings=(Finding("V105", "stray end tag", KINDS[2].place),)
    )
    return Gate((Audit("A-1", (), (), (), (SourceError(*findings),)),), (judgement,))


def require(log: dict[str, Any]) -> list[dict[str, Any]]:
    """Hold a log to what SARIF 2.1.0 demands of the objects in it; its results."""
    assert log["version"] == "2.1.0"  # 3.13.2
    assert urlsplit(log["$schema"]).scheme == "https"
    assert isinstance(log["runs"], list)  # 3.13.4
    for run in log["runs"]:
        driver = run["tool"]["driver"]  # 3.14.6, 3.18.2
        assert driver["name"]  # 3.19.8
        assert run["columnKind"] in {"unicodeCodePoints", "utf16CodeUnits"}  # 3.14.17
        for rule in driver["rules"]:
            assert rule["id"]  # 3.49.3
            for name in ("shortDescription", "help"):
                assert name not in rule or rule[name]["text"]  # 3.12.3
            assert "helpUri" not in rule or urlsplit(rule["helpUri"]).scheme  # 3.49.12: absolute
        assert len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"])
        for result in run["results"]:
            require_result(result, driver["rules"])
    return [result for run in log["runs"] for result in run["results"]]


def require_result(result: dict[str, Any], rules: list[dict[str, Any]]) -> None:
    assert result["message"]["text"]  # 3.27.11, 3.11.8
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]  # 3.27.6
    assert result["level"] in LEVELS  # 3.27.10
    for location in result["locations"]:
        artifact = location["physicalLocation"]["artifactLocation"]  # 3.29.2: or an address
        assert re.fullmatch(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?#-]|%[0-9A-F]{2})+", artifact["uri"])  # RFC 3986
        parts = urlsplit(artifact["uri"])
        assert parts.scheme == "file" or (not parts.path.startswith("/") and artifact["uriBaseId"])  # 3.4.4
        region = location["physicalLocation"].get("region")
        if region is not None:
            assert region["startLine"] >= 1  # 3.30.5
            assert region.get("startColumn", 1) >= 1
        for logical in location.get("logicalLocations", []):
            assert logical["name"]  # 3.33.4
            assert logical["fullyQualifiedName"].endswith(logical["name"])


def test_findings_of_every_kind_are_as_sarif_demands() -> None:
    results = require(json.loads(json.dumps(sarif.log(gate(*KINDS)))))
    assert [result["ruleId"] for result in results] == [*(finding.code for finding in KINDS), "V105"]
    places = [result["locations"][0] if result["locations"] else None for result in results]
    assert places[0] == {
        "physicalLocation": {
            "artifactLocation": {"uri": "sources/A-1/report.md", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 3, "startColumn": 7},
        }
    }
    assert places[2] == {
        "physicalLocation": {"artifactLocation": {"uri": "build/A-1/A-1-en.html", "uriBaseId": "%SRCROOT%"}},
        "logicalLocations": [
            {"name": "paragraph-7", "fullyQualifiedName": "build/A-1/A-1-en.html#paragraph-7", "kind": "element"}
        ],
    }
    assert unquote(places[3]["physicalLocation"]["artifactLocation"]["uri"]) == KINDS[3].place.path
    assert places[4]["physicalLocation"]["artifactLocation"] == {"uri": "file:///elsewhere/A-1-en%3A%202.epub"}
    assert places[5] is places[6] is None


def test_every_code_of_the_table_has_words_for_its_rule() -> None:
    log = sarif.log(gate(*(Finding(code, "x", Place("a")) for code in codes())))
    require(log)
    assert all("shortDescription" in rule and "help" in rule for rule in log["runs"][0]["tool"]["driver"]["rules"])  # type: ignore[index]


@pytest.fixture
def spoilt(tmp_path: Path, store: Editions) -> Path:
    """A house with one edition, in which nothing is declared to be in a language."""
    (tmp_path / "house").mkdir()
    house = houses.small(tmp_path / "house")
    document = store.document(house, houses.HARBOUR_SLUG)
    page = house.build / houses.HARBOUR_SLUG / f"{houses.HARBOUR_SLUG}-en.html"
    page.parent.mkdir(parents=True)
    text = store.content(document, "html").decode()
    page.write_text(text.replace(' lang="ru"', "").replace('href="#paragraph-3"', 'href="#nowhere"', 1), "utf-8")
    return page


def test_findings_name_files_from_the_root_however_the_edition_was_named(spoilt: Path, tmp_path: Path) -> None:
    root = tmp_path / "house"
    for given, cwd in (
        (str(spoilt), tmp_path),
        (str(spoilt.relative_to(root)), root),
        (f"house/{spoilt.relative_to(root)}", tmp_path),
    ):
        ended = plantin("check", given, "--root", str(root), "--sarif", str(tmp_path / "log.sarif"), cwd=cwd)
        assert ended.returncode == 1
        results = require(json.loads((tmp_path / "log.sarif").read_text("utf-8")))
        assert {"A008", "L001"} <= {result["ruleId"] for result in results}
        addresses = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results}
        assert addresses == {spoilt.relative_to(root).as_posix()}
        assert any("logicalLocations" in result["locations"][0] for result in results)

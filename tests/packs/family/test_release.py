"""What a release says of reports that follow one another, and a second reader that catches what is said otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from plantin.house.layout import House
from plantin.packs.family import auditor, statements
from tests.packs.family.houses import write

SYMBOLS = ("R/2026/1", "R/2026/1/Rev.1", "R/2026/1/Corr.1", "R/2026/1/Add.1", "R/2026/4")
ELI, FRBR = "http://data.europa.eu/eli/ontology#", "http://purl.org/vocab/frbr/core#"
Files = dict[str, Any]


def node(symbol: str) -> dict[str, str]:
    return {"@id": f"#{symbol.replace('/', '-')}"}


SAID = {
    "R/2026/1/Rev.1": {"revises": ["R/2026/1"]},
    "R/2026/1/Corr.1": {"corrects": ["R/2026/1"]},
    "R/2026/1/Add.1": {"adds-to": ["R/2026/1"]},
    "R/2026/4": {"revises": ["R/2020/4"]},
}
ELSEWHERE = {"@type": "Report", "reportNumber": "R/2020/4"}
LINKED: dict[str, dict[str, list[dict[str, str]]]] = {
    "R/2026/1": {
        "dct:isReplacedBy": [node("R/2026/1/Rev.1")],
        f"{ELI}corrected_by": [node("R/2026/1/Corr.1")],
        f"{FRBR}supplement": [node("R/2026/1/Add.1")],
    },
    "R/2026/1/Rev.1": {"dct:replaces": [node("R/2026/1")], "isBasedOn": [node("R/2026/1")]},
    "R/2026/1/Corr.1": {f"{ELI}corrects": [node("R/2026/1")], "isBasedOn": [node("R/2026/1")]},
    "R/2026/1/Add.1": {f"{FRBR}supplementOf": [node("R/2026/1")], "isBasedOn": [node("R/2026/1")]},
    "R/2026/4": {"dct:replaces": [ELSEWHERE], "isBasedOn": [ELSEWHERE]},
}


def files() -> Files:
    """The two files of a release, as far as they are about this."""
    rows = [
        {"slug": symbol.replace("/", "-"), "symbol": symbol, "added": {"family": SAID.get(symbol, {})}}
        for symbol in SYMBOLS
    ]
    context = {"@vocab": "https://schema.org/", "dct": "http://purl.org/dc/terms/", "url": {"@type": "@id"}}
    graph = [{"@id": "#catalogue"}, *({**node(symbol), "name": "Lamps", **LINKED[symbol]} for symbol in SYMBOLS)]
    return deepcopy({"manifest.json": {"reports": rows}, "catalogue.jsonld": {"@context": context, "@graph": graph}})


def found(release: Files) -> list[str]:
    findings = tuple(auditor.read_release(lambda name: json.dumps(release[name]).encode()))
    assert {finding.code for finding in findings} <= {"FAM020"}
    return [finding.message for finding in findings]


def test_reports_of_a_release_say_it_both_ways(tmp_path: Path) -> None:
    for symbol in SYMBOLS[:4]:
        write(tmp_path, symbol, "2026-03-01", "Oil.")
    write(tmp_path, "R/2026/4", "2026-03-01", "Oil.")
    path = tmp_path / "sources/R-2026-4/report.md"
    path.write_text(path.read_text().replace("date:", "family: {revises: R/2020/4}\ndate:"), "utf-8")
    (tmp_path / "plantin.toml").write_text('style = "plain"\n', "utf-8")
    said = statements.state(House(tmp_path), [symbol.replace("/", "-") for symbol in SYMBOLS])
    for symbol in SYMBOLS:
        row = said[symbol.replace("/", "-")]
        assert {kind: list(others) for kind, others in row.said.items()} == SAID.get(symbol, {})
        assert row.linked == LINKED[symbol]
    alone = statements.state(House(tmp_path), ["R-2026-1", "R-2026-1-Add.1"])
    assert set(alone["R-2026-1"].linked) == {f"{FRBR}supplement"}, "it says nothing of what is not in it"


def test_the_release_is_right() -> None:
    assert found(files()) == []


@pytest.mark.parametrize("described", [True, False])
def test_a_release_of_an_earlier_version_is_not_blamed(described: bool) -> None:
    release = files()
    for row in release["manifest.json"]["reports"]:
        del row["added"]
    for node in release["catalogue.jsonld"]["@graph"]:
        for term in set().union(*LINKED.values()):
            node.pop(term, None)
    if not described:
        del release["catalogue.jsonld"]
    assert found(release) == []


def test_linked_data_nested_too_deep_is_a_finding() -> None:
    release = {"manifest.json": json.dumps(files()["manifest.json"]), "catalogue.jsonld": "[" * 100_000}
    assert [row.code for row in auditor.read_release(lambda name: release[name].encode())] == ["FAM020"]


def work(release: Files, symbol: str) -> dict[str, Any]:
    return next(row for row in release["catalogue.jsonld"]["@graph"] if row["@id"] == node(symbol)["@id"])  # type: ignore[no-any-return]


def said(release: Files, symbol: str) -> dict[str, Any]:
    return next(row for row in release["manifest.json"]["reports"] if row["symbol"] == symbol)["added"]  # type: ignore[no-any-return]


SPOILT: dict[str, Callable[[Files], object]] = {
    "no relation in the manifest": lambda r: said(r, "R/2026/1/Rev.1").clear(),
    "another relation in the manifest": lambda r: said(r, "R/2026/1/Rev.1").update(family={"adds-to": ["R/2026/1"]}),
    "another report in the manifest": lambda r: said(r, "R/2026/1/Rev.1").update(family={"revises": ["R/2026/4"]}),
    "one more in the manifest": lambda r: said(r, "R/2026/1").update(family={"corrects": ["R/2026/4"]}),
    "a relation that is none": lambda r: said(r, "R/2026/1/Rev.1").update(family={"repeals": ["R/2026/1"]}),
    "none in the linked data": lambda r: work(r, "R/2026/1/Rev.1").pop("dct:replaces"),
    "another in the linked data": lambda r: work(r, "R/2026/1/Rev.1").update({"dct:replaces": [node("R/2026/4")]}),
    "the other term": lambda r: work(r, "R/2026/1/Rev.1").update(
        {f"{ELI}corrects": work(r, "R/2026/1/Rev.1").pop("dct:replaces")}
    ),
    "no way back": lambda r: work(r, "R/2026/1").pop("dct:isReplacedBy"),
    "no way back from the corrigendum": lambda r: work(r, "R/2026/1").pop(f"{ELI}corrected_by"),
    "a way back to another": lambda r: work(r, "R/2026/1").update({"dct:isReplacedBy": [node("R/2026/4")]}),
    "a way back of a report that says nothing": lambda r: work(r, "R/2026/4").update(
        {"dct:isReplacedBy": [node("R/2026/1")]}
    ),
    "not based on it": lambda r: work(r, "R/2026/1/Add.1").pop("isBasedOn"),
    "based on another": lambda r: work(r, "R/2026/1/Add.1").update(isBasedOn=[node("R/2026/4")]),
    "based on one that it does not follow": lambda r: work(r, "R/2026/1").update(isBasedOn=[node("R/2026/4")]),
    "the symbol of another": lambda r: work(r, "R/2026/4")["dct:replaces"][0].update(reportNumber="R/2020/5"),
    "a prefix that means something else": lambda r: r["catalogue.jsonld"]["@context"].update(dct="http://example.org/"),
    "a node without a name": lambda r: work(r, "R/2026/4").update({"dct:replaces": ["R/2020/4"]}),
    "no linked data": lambda r: r.pop("catalogue.jsonld"),
    "linked data without a graph": lambda r: r["catalogue.jsonld"].pop("@graph"),
    "a report without a symbol": lambda r: r["manifest.json"]["reports"][4].pop("symbol"),
    "a report without a slug": lambda r: r["manifest.json"]["reports"][4].pop("slug"),
    "a node without a number": lambda r: work(r, "R/2026/4")["dct:replaces"][0].pop("reportNumber"),
    "no graph": lambda r: r["catalogue.jsonld"].update({"@graph": 3}),
    "no reports": lambda r: r["manifest.json"].update(reports=3),
}


def follow(release: Files, symbol: str, other: str) -> None:
    """Let one report revise another, everywhere."""
    said(release, symbol).update(family={"revises": [other]})
    work(release, symbol).update({"dct:replaces": [node(other)], "isBasedOn": [node(other)]})
    work(release, other).setdefault("dct:isReplacedBy", []).append(node(symbol))


SPOILT |= {
    "itself, everywhere": lambda r: follow(r, "R/2026/1", "R/2026/1"),
    "each other, everywhere": lambda r: follow(r, "R/2026/1", "R/2026/1/Rev.1"),
    "two revisions of one, everywhere": lambda r: follow(r, "R/2026/4", "R/2026/1"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_a_spoilt_release_is_caught(what: str) -> None:
    release = files()
    SPOILT[what](release)
    assert found(release) != []

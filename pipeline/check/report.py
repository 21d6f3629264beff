"""The result of a gate written down: plain rows for JSON, SARIF for machines, a web page for people."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import quote

from pipeline import __version__
from pipeline.build.steps import Verdict
from pipeline.check.gate import Gate
from pipeline.findings import Place, registry
from pipeline.house import web_pages
from pipeline.validators import Judgement

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_COUNTS = ("sections", "paragraphs", "notes", "indicators")


def rows(gate: Gate) -> dict[str, object]:
    """The whole result as plain data, the same for the same editions and tools."""
    return {
        "passed": gate.passed(),
        "editions": [_edition(verdict) for one in gate.audits for verdict in one.verdicts],
        "validators": [_judgement(judgement) for judgement in gate.judgements],
        "findings": [finding.row() for finding in gate.findings()],
    }


def _edition(verdict: Verdict) -> dict[str, object]:
    return {
        "path": verdict.path,
        "sha256": verdict.digest,
        "counts": verdict.outline.counts() if verdict.outline else None,
        "differences": len(verdict.differences),
        "findings": len(verdict.findings),
    }


def _judgement(judgement: Judgement) -> dict[str, object]:
    return {
        "tool": judgement.tool,
        "version": judgement.version,
        "path": judgement.path,
        "status": judgement.status,
        "reason": judgement.reason,
        "findings": len(judgement.findings),
    }


def sarif(gate: Gate) -> dict[str, object]:
    """The findings as one SARIF 2.1.0 log; files are named from the root of the house."""
    codes = sorted({finding.code for finding in gate.findings()})
    results = [
        {
            "ruleId": finding.code,
            "ruleIndex": codes.index(finding.code),
            "level": finding.severity,
            "message": {"text": f"{finding.message}. {finding.hint}" if finding.hint else finding.message},
            "locations": _locations(finding.place),
        }
        for finding in gate.findings()
    ]
    driver = {"name": "plantin", "version": __version__, "rules": [_rule(code) for code in codes]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str) -> dict[str, object]:
    """The rule of a code (SARIF 2.1.0, 3.49): what is wrong, how to mend it."""
    row = registry.codes().get(code)
    if row is None:
        return {"id": code}
    words = f"To mend it: {row.help}." + (f" Rule: {row.clause}." if row.clause else "")
    return {"id": code, "shortDescription": {"text": row.title}, "help": {"text": words}}


def _locations(place: Place) -> list[dict[str, object]]:
    """Where a finding is (SARIF 2.1.0, 3.28): the file, with line and column where they are known, and the anchor as a logical location
    (3.33). A finding about the call itself is nowhere.
    """
    if not place.path or place.path.startswith("-"):
        return []
    physical: dict[str, object] = {"artifactLocation": _artifact(place.path)}
    if place.line:
        physical["region"] = {"startLine": place.line, **({"startColumn": place.column} if place.column else {})}
    location: dict[str, object] = {"physicalLocation": physical}
    if place.anchor:
        location["logicalLocations"] = [{"name": place.anchor, "fullyQualifiedName": f"{place.path}#{place.anchor}", "kind": "element"}]
    return [location]


def _artifact(path: str) -> dict[str, str]:
    """A file as an address: relative to the root of the house (3.14.14), or absolute where it lies elsewhere."""
    if PurePosixPath(path).is_absolute():
        return {"uri": PurePosixPath(path).as_uri()}
    return {"uri": quote(path), "uriBaseId": "%SRCROOT%"}


def tools(judgements: Iterable[Judgement]) -> dict[str, str]:
    """The version of each tool that gave a result, in the order in which they ran."""
    return {judgement.tool: judgement.version for judgement in judgements if judgement.version}


def page(gate: Gate, title: str) -> str:
    """The result as a self-contained web page in English."""
    verdicts = [verdict for one in gate.audits for verdict in one.verdicts]
    audited = [[verdict.path, *_numbers(verdict), str(len(verdict.differences)), str(len(verdict.findings))] for verdict in verdicts]
    judged = [[one.tool, one.version, one.path, one.status, one.reason] for one in gate.judgements]
    found = [[finding.code, finding.severity, str(finding.place), finding.message] for finding in gate.findings()]
    tables = [
        ("Editions read back", ["edition", *_COUNTS, "differences", "findings"], audited),
        ("Validators", ["tool", "version", "file", "verdict", "reason"], judged),
        ("Findings", ["code", "severity", "place", "what is wrong"], found),
    ]
    outcome = "Passed" if gate.passed() else "Not passed"
    return web_pages.filled("pipeline.check", "report.html", title=title, outcome=outcome, tables=tables)


def _numbers(verdict: Verdict) -> list[str]:
    counts = verdict.outline.counts() if verdict.outline else {}
    return [str(counts.get(name, "-")) for name in _COUNTS]

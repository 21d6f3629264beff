"""Writes the findings of a gate as SARIF 2.1.0, which code review tools show beside the lines concerned."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import quote

from plantin import __version__
from plantin.findings import Place, registry
from plantin.proof.gate import Gate

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def log(gate: Gate) -> dict[str, object]:
    """Return the findings as one SARIF 2.1.0 log; files are named from the root of the house."""
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
    counted = {"passed": gate.has_passed(), "asked": gate.asked_count(), "read": gate.read()}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results, "properties": counted}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def is_log(content: bytes) -> bool:
    """Return whether ``content`` is a log as ``log`` makes it."""
    return content.lstrip().startswith(b"{") and _SCHEMA.encode() in content[:200]


def _rule(code: str) -> dict[str, object]:
    """Return the rule of a code (SARIF 2.1.0, 3.49): what is wrong, how to fix it."""
    row = registry.codes().get(code)
    if row is None:
        return {"id": code}
    words = f"To fix it: {row.help}." + (f" Rule: {row.clause}." if row.clause else "")
    return {"id": code, "shortDescription": {"text": row.title}, "help": {"text": words}}


def _locations(place: Place) -> list[dict[str, object]]:
    """Return where a finding is (SARIF 2.1.0, 3.28): the file, with line and column where they are known, and the
    anchor as a logical location (3.33). A finding about the call itself is nowhere.
    """
    if place.path in {"", "plantin"} or place.path.startswith("-"):
        return []
    physical: dict[str, object] = {"artifactLocation": _artifact(place.path)}
    if place.line:
        physical["region"] = {"startLine": place.line, **({"startColumn": place.column} if place.column else {})}
    location: dict[str, object] = {"physicalLocation": physical}
    if place.anchor:
        location["logicalLocations"] = [
            {"name": place.anchor, "fullyQualifiedName": f"{place.path}#{place.anchor}", "kind": "element"}
        ]
    return [location]


def _artifact(path: str) -> dict[str, str]:
    """Return a file as an address: relative to the root of the house (3.14.14), or absolute where it is elsewhere."""
    if PurePosixPath(path).is_absolute():
        return {"uri": PurePosixPath(path).as_uri()}
    return {"uri": quote(path), "uriBaseId": "%SRCROOT%"}

"""Writes the results of a gate as JUnit XML, which services that run tests show beside them: a test for each edition
that was read, and one for each source or translation that findings are about.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from plantin.findings import Finding
from plantin.findings.printable import printable
from plantin.proof.gate import Gate

_MARK = "plantin check"


def suites(gate: Gate) -> bytes:
    """Return the results as a document of JUnit XML. A warning fails no test; its words are in ``system-out``."""
    cases: dict[str, list[Finding]] = {verdict.path: [] for audit in gate.audits for verdict in audit.verdicts}
    seconds = {verdict.path: verdict.seconds for audit in gate.audits for verdict in audit.verdicts}
    for finding in dict.fromkeys(gate.findings()):
        cases.setdefault(finding.place.path or _MARK, []).append(finding)
    failed = sum(any(row.severity == "error" for row in rows) for rows in cases.values())
    root = etree.Element("testsuites", name=_MARK, tests=str(len(cases)), failures=str(failed))
    suite = etree.SubElement(root, "testsuite", name=_MARK, tests=str(len(cases)), failures=str(failed))
    for path, rows in cases.items():
        case = etree.SubElement(suite, "testcase", classname=_MARK, name=path, time=f"{seconds.get(path, 0.0):.3f}")
        if errors := [row for row in rows if row.severity == "error"]:
            words = f"{len(errors)} findings" if len(errors) > 1 else errors[0].message
            etree.SubElement(case, "failure", message=printable(words), type=errors[0].code).text = _text(errors)
        if warnings := [row for row in rows if row.severity != "error"]:
            etree.SubElement(case, "system-out").text = _text(warnings)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _text(findings: Iterable[Finding]) -> str:
    return "\n".join(map(str, findings))


def is_suites(content: bytes) -> bool:
    """Return whether ``content`` is a document as ``suites`` makes it."""
    return f'<testsuites name="{_MARK}"'.encode() in content[:200]

"""Writes the result of a gate: plain rows for JSON, a web page for people; ``sarif`` is for code review tools."""

from __future__ import annotations

from collections.abc import Iterable

from plantin.house import screens, web_pages
from plantin.production.checking import Verdict
from plantin.proof.gate import Gate
from plantin.validators import Judgement

_BADGES = {"passed": "good", "failed": "bad", "error": "bad", "warning": "warn", "waived": "warn", "not run": "warn"}
_COUNTS = ("sections", "paragraphs", "notes", "indicators")


def rows(gate: Gate) -> dict[str, object]:
    """Return the whole result as plain data, the same for the same editions and tools."""
    return {
        "passed": gate.has_passed(),
        "asked": gate.asked_count(),
        "read": gate.read(),
        "editions": [_edition(verdict) for audit in gate.audits for verdict in audit.verdicts],
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


def tools(judgements: Iterable[Judgement]) -> dict[str, str]:
    """Return the version of each tool that gave a result, in the order in which they ran."""
    return {judgement.tool: judgement.version for judgement in judgements if judgement.version}


def page(gate: Gate, title: str) -> str:
    """Return the result as a self-contained web page in English."""
    verdicts = [verdict for audit in gate.audits for verdict in audit.verdicts]
    audited = [
        [verdict.path, *_numbers(verdict), str(len(verdict.differences)), str(len(verdict.findings))]
        for verdict in verdicts
    ]
    judged = [
        [judgement.tool, judgement.version, judgement.path, judgement.status, judgement.reason]
        for judgement in gate.judgements
    ]
    problems = [[finding.code, finding.severity, str(finding.place), finding.message] for finding in gate.findings()]
    tables = [
        ("Editions read back", ["edition", *_COUNTS, "differences", "findings"], audited),
        ("Validators", ["tool", "version", "file", "verdict", "reason"], judged),
        ("Findings", ["code", "severity", "place", "what is wrong"], problems),
    ]
    screen = screens.Screen(title=title, house="", sheet=screens.sheet(None))
    values = {"screen": screen, "tables": tables, "states": _BADGES, "passed": gate.has_passed()}
    return web_pages.fill_template("plantin.proof", "report.html", **values)


def _numbers(verdict: Verdict) -> list[str]:
    counts = verdict.outline.counts() if verdict.outline else {}
    return [str(counts.get(name, "-")) for name in _COUNTS]

"""Writes the result of a gate: plain rows for JSON, a web page for people; ``sarif`` is for code review tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from plantin.bounded import bytes as bounded
from plantin.house import screens, web_pages
from plantin.house.finding_groups import LocatedFinding, group_findings, passage_at
from plantin.house.layout import House
from plantin.production.checking import Verdict
from plantin.proof.gate import Gate
from plantin.validators import Judgement

_BADGES = {"passed": "good", "failed": "bad", "error": "bad", "warning": "warn", "waived": "warn", "not run": "warn"}
_COUNTS = ("sections", "paragraphs", "notes", "indicators")
_MOST_SHOWN = 200
_LARGEST = 16 * bounded.MIB


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


def page(gate: Gate, title: str, house: House) -> str:
    """Return the result as a self-contained web page in English, in the look of ``house``. It is beside the folders of
    the editions, and leads to them.
    """
    verdicts = [verdict for audit in gate.audits for verdict in audit.verdicts]
    reports = {audit.slug: [_row(verdict) for verdict in audit.verdicts] for audit in gate.audits}
    values = {
        "screen": screens.standing_alone(house, title),
        "badges": _BADGES,
        "passed": gate.has_passed(),
        "groups": group_findings(_locate(gate, house)),
        "most": _MOST_SHOWN,
        "columns": _COUNTS,
        "reports": {slug: rows for slug, rows in reports.items() if rows},
        "editions": len(verdicts),
        "tools": _count_judgements(gate.judgements),
    }
    return web_pages.fill_template("plantin.proof", "report.html", **values)


def _row(verdict: Verdict) -> tuple[str, list[str]]:
    """Return the address of an edition, and what was counted in it."""
    counts = verdict.outline.counts() if verdict.outline else {}
    found = (len(verdict.differences), len(verdict.findings))
    return verdict.edition.target, [*(str(counts.get(name, "–")) for name in _COUNTS), *map(str, found)]


def _count_judgements(judgements: Iterable[Judgement]) -> list[tuple[Judgement, int]]:
    """Return one judgement of each tool and status with its reason, and of how many files it is."""
    alike: dict[tuple[str, ...], list[Judgement]] = {}
    for judgement in judgements:
        key = (judgement.tool, judgement.version, judgement.status, judgement.reason)
        alike.setdefault(key, []).append(judgement)
    return [(rows[0], len(rows)) for rows in alike.values()]


def _locate(gate: Gate, house: House) -> Iterator[LocatedFinding]:
    """Yield the findings with the words of their line in the source, those of a web edition with the way there."""
    targets = {verdict.path: verdict.edition.target for audit in gate.audits for verdict in audit.verdicts}
    texts: dict[str, Sequence[str]] = {}
    for finding in gate.findings():
        place = finding.place
        if place.line and place.path not in texts:
            texts[place.path] = _lines(house, place.path)
        target = targets.get(place.path, "")
        anchor = f"#{quote(place.anchor)}" if place.anchor and target.endswith(".html") else ""
        passage = passage_at(texts[place.path], place) if place.line else ""
        yield LocatedFinding(finding, f"{quote(target)}{anchor}", passage)


def _lines(house: House, name: str) -> Sequence[str]:
    """Return the lines of a file of the house; none where it cannot be read."""
    try:
        return bounded.read(house.root / name, _LARGEST, house.root).decode("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return ()

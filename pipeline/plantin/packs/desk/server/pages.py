"""The server's own pages, in English like the findings; the reports in them are in their languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

from plantin.findings import Finding, registry
from plantin.house.layout import House
from plantin.house.screens import Screen
from plantin.house.web_pages import fill_template
from plantin.packs.desk.server import reception
from plantin.packs.desk.server.draft_site import DraftSite
from plantin.packs.desk.server.fixes import OfferedFixes
from plantin.packs.desk.server.listing import Report
from plantin.packs.exchange import writer as edition
from plantin.packs.exchange.facing import FacingReport

PACKAGE = "plantin.packs.desk.server"
"""Whose templates are filled."""
SCRIPT = (Path(__file__).parent / "live.js").read_text("utf-8")
"""What makes a page come anew when its files change, and shows the printed page beside it."""
_LISTED = "T090"
"""The code of words that no dictionary has: of many passages, one line says them all."""
_BADGES = {"error": "bad", "warning": "warn"}


def index(house: House, screen: Screen, reports: Sequence[Report]) -> str:
    """Return the reports of ``house`` as cards, and where others are brought."""
    return fill_template(PACKAGE, "index.html", screen=screen, reports=reports, **reception.section(house))


def draft(screen: Screen, site: DraftSite) -> str:
    """Return the page from which the draft of the site is made and opened."""
    return fill_template(PACKAGE, "draft.html", screen=screen, draft=site)


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one code and severity."""

    code: str
    title: str
    """As markup."""
    severity: str
    hint: str
    """How all of them are fixed, as markup; empty where that differs."""
    rows: tuple[tuple[str, str, str], ...]
    """The anchor of each passage, what is wrong, and as markup the hint, where that is its own."""
    summary: str = ""
    """All of them in one line, in place of ``rows``."""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.rows)


def group_findings(findings: Mapping[str, Sequence[Finding]]) -> list[FindingGroup]:
    """Return the findings of a report, which are by the anchors of its passages, by kind: errors first, then those that
    are fewest.
    """
    kinds: dict[tuple[str, str], list[tuple[str, Finding]]] = {}
    for anchor, here in findings.items():
        for finding in here:
            kinds.setdefault((finding.severity, finding.code), []).append((anchor, finding))
    ranked = sorted(kinds.items(), key=lambda kind: (kind[0][0], len(kind[1]), kind[0][1]))
    return [_group(code, severity, rows) for (severity, code), rows in ranked]


def _group(code: str, severity: str, rows: Sequence[tuple[str, Finding]]) -> FindingGroup:
    row = registry.codes().get(code)
    title = row.title.removesuffix(" (warning)") if row else code
    hints = {finding.hint for _, finding in rows}
    hint = hints.pop() if len(hints) == 1 else ""
    summary = ""
    if code == _LISTED:
        names = dict.fromkeys(finding.message.split("'")[1] if "'" in finding.message else "" for _, finding in rows)
        summary = ", ".join(filter(None, names))
    said = Counter(finding.message for _, finding in rows)
    places = tuple(
        (anchor, _tell_apart(finding, said[finding.message]), "" if hint else _prose(finding.hint))
        for anchor, finding in rows
    )
    return FindingGroup(code, _prose(title), severity, _prose(hint), places, summary)


def _tell_apart(finding: Finding, alike: int) -> str:
    """Return what is wrong; of several that say the same, with the message that it is about, or its line."""
    place = finding.place
    where = place.anchor.rpartition(".")[0] or place.anchor or (f"line {place.line}" if place.line else "")
    return f"{finding.message} ({where})" if alike > 1 and where else finding.message


def facing(
    report: Report,
    screen: Screen,
    language: str,
    state: str,
    facing_report: FacingReport,
    sheet_digest: str,
    offered: OfferedFixes,
) -> str:
    """Return a report beside its translation, or alone in its own language; the digest is of the sheet of the facing
    edition.
    """
    alone = len(facing_report.documents) == 1
    desk = "" if alone else f"/{report.slug}/{language}/desk"
    remarks = {anchor: _remarks(findings, desk, offered) for anchor, findings in facing_report.findings.items()}
    return fill_template(
        PACKAGE,
        "facing.html",
        report=report,
        screen=screen,
        language=language,
        state=state,
        sheet_digest=sheet_digest,
        groups=group_findings(facing_report.findings),
        pairs=edition.pairs(facing_report.documents, remarks),
        alone=alone,
    )


def failure(
    report: Report,
    screen: Screen,
    language: str,
    state: str,
    findings: Iterable[Finding | str],
    offered: OfferedFixes | None = None,
) -> str:
    """Return what is wrong, where a report cannot be shown."""
    rows = [(row, offered.markup(row) if offered and isinstance(row, Finding) else "") for row in findings]
    values = {"report": report, "screen": screen, "language": language, "state": state}
    return fill_template(PACKAGE, "broken.html", **values, findings=rows)


def waiting(report: Report, screen: Screen, language: str) -> str:
    """Return a page for who waits for another, which takes long; it asks again by itself."""
    return fill_template(PACKAGE, "waiting.html", report=report, screen=screen, language=language, state="")


def _remarks(findings: Sequence[Finding], desk: str, offered: OfferedFixes) -> str:
    """Return the findings of a passage as they are shown beside it, those of a kind with one hint together, with the
    edits that are ``offered``; each leads to its message at the ``desk``, where there is one.
    """
    kinds: dict[tuple[str, str, str, str], list[Finding]] = {}
    for finding in findings:
        at_desk = f"{desk}#{quote(finding.place.anchor, safe='')}" if desk and finding.place.anchor else ""
        place = f'<a href="{escape(at_desk)}">Open at the desk</a>' if at_desk else _prose(str(finding.place))
        kinds.setdefault((finding.severity, finding.code, finding.hint, place), []).append(finding)
    return "".join(
        f'<div class="finding note {_BADGES[severity]}">'
        f'<p><span class="badge {_BADGES[severity]}">{severity} {code}</span>'
        f" {_prose('; '.join(row.message for row in rows))}. {_prose(hint)} <small>{place}</small></p>"
        f"{''.join(map(offered.markup, rows))}</div>"
        for (severity, code, hint, place), rows in sorted(kinds.items())
    )


def _prose(words: str) -> str:
    """Return the markup of words of a finding, with what is in grave accents as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(words, quote=False))

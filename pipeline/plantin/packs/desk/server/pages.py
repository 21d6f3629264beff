"""The server's own pages, in English like the findings; the reports in them are in their languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from plantin.findings import Finding
from plantin.house.finding_groups import BADGES, LocatedFinding, group_findings, markup
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


def index(house: House, screen: Screen, reports: Sequence[Report]) -> str:
    """Return the reports of ``house`` as cards, and where others are brought."""
    return fill_template(PACKAGE, "index.html", screen=screen, reports=reports, **reception.section(house))


def draft(screen: Screen, site: DraftSite) -> str:
    """Return the page from which the draft of the site is made and opened."""
    return fill_template(PACKAGE, "draft.html", screen=screen, draft=site)


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
        groups=group_findings(
            LocatedFinding(one, f"#{anchor}") for anchor, here in facing_report.findings.items() for one in here
        ),
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
        place = f'<a href="{escape(at_desk)}">Open at the desk</a>' if at_desk else markup(str(finding.place))
        kinds.setdefault((finding.severity, finding.code, finding.hint, place), []).append(finding)
    return "".join(
        f'<div class="finding note {BADGES[severity]}">'
        f'<p><span class="badge {BADGES[severity]}">{severity} {code}</span>'
        f" {markup('; '.join(row.message for row in rows))}. {markup(hint)} <small>{place}</small></p>"
        f"{''.join(map(offered.markup, rows))}</div>"
        for (severity, code, hint, place), rows in sorted(kinds.items())
    )

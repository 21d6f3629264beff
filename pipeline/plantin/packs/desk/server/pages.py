"""The server's own pages, in English like the findings; the reports in them are in their languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from plantin.findings import Finding
from plantin.house.layout import House
from plantin.house.web_pages import fill_template
from plantin.packs.desk.server import reception
from plantin.packs.exchange import writer as edition
from plantin.packs.exchange.facing import FacingReport

PACKAGE = "plantin.packs.desk.server"
"""Whose templates are filled."""


@dataclass(frozen=True, slots=True)
class ListedEdition:
    """An edition in the build folder: language, name of its format, address, whether its source is newer."""

    language: str
    title: str
    address: str
    older: bool


@dataclass(frozen=True, slots=True)
class Report:
    """A report of the house; ``faults`` say why its front matter cannot be read, and are empty where it can."""

    slug: str
    languages: tuple[str, ...]
    editions: tuple[ListedEdition, ...]
    faults: str = ""


SCRIPT = (Path(__file__).parent / "live.js").read_text("utf-8")
"""What makes a page come anew when its files change, and shows the printed page beside it."""


def index(house: House, reports: Sequence[Report], token: str) -> str:
    """Return the list of the reports of ``house``, and where others are brought, with the ``token`` of the server."""
    return fill_template(PACKAGE, "index.html", state="", reports=reports, token=token, **reception.section(house))


def facing(report: Report, language: str, state: str, facing_report: FacingReport, sheet: str) -> str:
    """Return a report beside its translation, or alone in its own language; ``sheet`` is that of the facing edition."""
    remarks = {anchor: tuple(map(_sentence, findings)) for anchor, findings in facing_report.findings.items()}
    alone = ".pair { grid-template-columns: 1fr; }\n" if len(facing_report.documents) == 1 else ""
    return fill_template(
        PACKAGE,
        "facing.html",
        report=report,
        language=language,
        state=state,
        sheet=sheet + alone,
        findings=[
            (anchor, finding.code) for anchor, findings in facing_report.findings.items() for finding in findings
        ],
        pairs=edition.pairs(facing_report.documents, remarks),
    )


def failure(report: Report, language: str, state: str, findings: Iterable[Finding | str]) -> str:
    """Return what is wrong, where a report cannot be shown."""
    return fill_template(PACKAGE, "broken.html", report=report, language=language, state=state, findings=findings)


def waiting(report: Report, language: str) -> str:
    """Return a page for who waits for another, which takes long; it asks again by itself."""
    return fill_template(PACKAGE, "waiting.html", report=report, language=language, state="")


def _sentence(finding: Finding) -> str:
    hint = f" {finding.hint}" if finding.hint else ""
    return f"{finding.severity} {finding.code}: {finding.message} [{finding.place}].{hint}"

"""The loss report of an import: counts in the file and in the source, what was left out, what needs a decision.

It is beside the source: a page for people (``report.import.html``), the same for programs (``report.import.json``).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from plantin.findings import Finding
from plantin.house import screens
from plantin.house.finding_groups import LocatedFinding, group_findings, passage_at
from plantin.house.layout import House
from plantin.house.web_pages import fill_template
from plantin.packs.imports.inventory import Inventory
from plantin.packs.imports.received import ImportedReport, Omission

PAGE, DATA = "report.import.html", "report.import.json"
_MOST_SHOWN = 500
_OF_FINDING = ("code", "severity", "message", "place", "hint")


@dataclass(frozen=True, slots=True)
class Account:
    """How many of a kind are in the file (``received``), and how many of these are in the source (``kept``), are there
    in another form, as a number that the press prints (``changed``), or are reported as left out.
    """

    kind: str
    received: int
    kept: int
    changed: int = 0
    left_out: int = 0

    @property
    def unexplained(self) -> int:
        """How many are not accounted for."""
        return max(0, self.received - self.kept - self.changed - self.left_out)

    def line(self) -> str:
        """Return the account in words, for a terminal."""
        return (
            f"{self.kind}: {self.received:,} in the file, {self.kept:,} kept, {self.changed:,} changed, "
            f"{self.left_out:,} left out, {self.unexplained:,} unexplained"
        )


def write_report(
    house: House,
    head: Mapping[str, str | bool],
    accounts: Sequence[Account],
    report: ImportedReport,
    findings: Sequence[Finding],
) -> dict[str, bytes]:
    """Return the report as a page, in the look of ``house``, and as JSON, by the names of their files. ``head`` says
    what was imported: the file and the kind that it was read as, its digest (sha256), the new source, and whether this
    can be composed.
    """
    left_out, lines = report.left_out, report.text.split("\n")
    values = {
        "screen": screens.standing_alone(house, f"Import of {head['file']}"),
        "loss": head,
        "accounts": accounts,
        "groups": group_findings(_locate(findings, left_out, str(head["source"]), lines)),
        "errors": sum(finding.severity == "error" for finding in findings),
        "most": _MOST_SHOWN,
        "data": DATA,
    }
    page = fill_template("plantin.packs.imports", "loss.html", **values)
    value = {
        **head,
        "accounts": {account.kind: asdict(account) | {"unexplained": account.unexplained} for account in accounts},
        "left out": [{name: getattr(item, name) for name in ("what", "words", "line", "code")} for item in left_out],
        "findings": [{name: getattr(finding, name) for name in _OF_FINDING} for finding in findings],
    }
    data = json.dumps(value, ensure_ascii=False, indent=1, default=str)
    return {PAGE: page.encode(), DATA: f"{data}\n".encode()}


def _locate(
    findings: Sequence[Finding], left_out: Sequence[Omission], source: str, lines: Sequence[str]
) -> Iterator[LocatedFinding]:
    """Yield the findings, each with all the words that were left out, or with its line of the source."""
    omissions: dict[tuple[int, str], list[Omission]] = {}
    for omission in left_out:
        omissions.setdefault((omission.line, omission.finding("").message), []).append(omission)
    for finding in findings:
        place = finding.place
        if alike := omissions.get((place.line, finding.message)):
            omission = alike.pop(0)
            yield LocatedFinding(finding, "", " ".join(omission.words.split()), omission.what)
        else:
            yield LocatedFinding(finding, "", passage_at(lines, place) if place.path == source else "")


def words(received: Counter[str], source: Counter[str], taken: Counter[str], left_out: Counter[str]) -> Account:
    """Return the account of words: those of the file, of the source, that became something else, left out."""
    absent = received - source
    rest = absent - taken
    total = received.total()
    return Account("words", total, total - absent.total(), absent.total() - rest.total(), (rest & left_out).total())


def objects(
    received: Inventory, kept: Inventory, left_out: Sequence[Omission], changed: Counter[str]
) -> Iterator[Account]:
    """Yield the accounts of notes, tables, cells, pictures, links, formulas and languages; ``changed`` says how many of
    each were changed into something else.
    """
    there = dict(kept.rows())
    for kind, count in received.rows():
        absent = max(0, count - there[kind])
        reported = sum(omission.what.startswith(f"not carried over: a {kind[:-1]}") for omission in left_out)
        left = min(reported, absent)
        yield Account(kind, count, count - absent, min(changed[kind], absent - left), left)
    if received.languages:
        lost = len(received.languages - kept.languages)
        count = len(received.languages)
        yield Account("languages", count, count - lost, min(lost, changed["languages"]))

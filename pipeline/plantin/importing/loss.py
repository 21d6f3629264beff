"""The loss report of an import: counts in the file and in the source, what was left out, what needs a decision.

It is beside the source: a page for people (``report.import.html``), the same for programs (``report.import.json``).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from plantin.findings import Finding
from plantin.house.web_pages import filled
from plantin.importing.inventory import Inventory
from plantin.importing.received import Omission

PAGE, DATA = "report.import.html", "report.import.json"
_MOST_SHOWN = 500


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
        """The account in words, for a terminal."""
        return (
            f"{self.kind}: {self.received:,} in the file, {self.kept:,} kept, {self.changed:,} changed, "
            f"{self.left_out:,} left out, {self.unexplained:,} unexplained"
        )


@dataclass(frozen=True, slots=True)
class LossReport:
    """The report: the file and what it was read as, its digest, the new source; the accounts; what was left out; all
    findings.
    """

    file: str
    kind: str
    digest: str
    source: str
    accounts: tuple[Account, ...]
    left_out: tuple[Omission, ...]
    findings: tuple[Finding, ...]
    composed: bool

    def page(self) -> str:
        """The report as a page of HTML."""
        passages = [one for one in self.left_out if one.words.strip()]
        return filled("plantin.importing", "loss.html", loss=self, passages=passages, most=_MOST_SHOWN, data=DATA)

    def data(self) -> str:
        """The report as JSON."""
        rows = {one.kind: asdict(one) | {"unexplained": one.unexplained} for one in self.accounts}
        value = {
            "file": self.file,
            "kind": self.kind,
            "sha256": self.digest,
            "source": self.source,
            "composed": self.composed,
            "accounts": rows,
            "left out": [
                {"what": one.what, "words": one.words, "line": one.line, "code": one.code} for one in self.left_out
            ],
            "findings": [
                {
                    "code": one.code,
                    "severity": one.severity,
                    "message": one.message,
                    "place": str(one.place),
                    "hint": one.hint,
                }
                for one in self.findings
            ],
        }
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def words(received: Counter[str], source: Counter[str], taken: Counter[str], left_out: Counter[str]) -> Account:
    """The account of words: those of the file, of the source, those that became something else, those left out."""
    absent = received - source
    rest = absent - taken
    total = received.total()
    return Account("words", total, total - absent.total(), absent.total() - rest.total(), (rest & left_out).total())


def objects(
    received: Inventory, kept: Inventory, left_out: Sequence[Omission], changed: Counter[str]
) -> Iterator[Account]:
    """The accounts of notes, tables, cells, pictures, links, formulas and languages; ``changed`` says how many of each
    were changed into something else.
    """
    reported = Counter(
        {
            kind: sum(one.what.startswith(f"not carried over: a {kind[:-1]}") for one in left_out)
            for kind, _ in received.rows()
        }
    )
    there = dict(kept.rows())
    for kind, count in received.rows():
        absent = max(0, count - there[kind])
        left = min(reported[kind], absent)
        yield Account(kind, count, count - absent, min(changed[kind], absent - left), left)
    if received.languages:
        lost = len(received.languages - kept.languages)
        count = len(received.languages)
        yield Account("languages", count, count - lost, min(lost, changed["languages"]))

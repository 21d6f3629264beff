"""The loss report of an import: counts in the file and in the source, what was left out, what needs a decision.

It is beside the source: a page for people (``report.import.html``), the same for programs (``report.import.json``).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from html import escape

from plantin.findings import Finding
from plantin.importing.inventory import Inventory
from plantin.importing.received import Omission

PAGE, DATA = "report.import.html", "report.import.json"
_MOST_SHOWN = 500
_CSS = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;"
    "background:#fff;overflow-wrap:anywhere}"
    ".wide{overflow-x:auto}.wide :is(th,td){overflow-wrap:normal}"
    "table{border-collapse:collapse;margin:1rem 0}"
    "th,td{border:1px solid #767676;padding:.3rem .7rem;text-align:start;vertical-align:top}"
    "td.n{text-align:end;font-variant-numeric:tabular-nums}code{font-family:ui-monospace,monospace}"
    ".bad{font-weight:bold;color:#a40000}"
    "blockquote{margin:.5rem 0;padding:.2rem 1rem;border-inline-start:4px solid #767676;white-space:pre-wrap}"
    "h1,h2{line-height:1.25}li{margin:.4rem 0}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#141414}.bad{color:#ff8a80}}"
)


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
        return "\n".join(_page(self)) + "\n"

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


def _page(loss: LossReport) -> Iterator[str]:
    title = f"Import of {loss.file}"
    yield f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>'
    yield f'<meta name="viewport" content="width=device-width">\n<style>{_CSS}</style>\n</head>\n<body>\n<main>'
    yield f"<h1>{escape(title)}</h1>"
    state = "can be composed" if loss.composed else "cannot be composed yet"
    made = f"<code>{escape(loss.source)}</code>, which {state}"
    yield f"<p>Read as {escape(loss.kind)} (SHA-256 <code>{loss.digest[:16]}</code>…) into {made}.</p>"
    yield (
        '<h2 id="in">What came in</h2>\n<div class="wide" role="region" tabindex="0" aria-labelledby="in">\n'
        "<table>\n<thead><tr>" + "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS) + "</tr></thead>\n<tbody>"
    )
    for one in loss.accounts:
        lost = f'<td class="n{" bad" if one.unexplained else ""}">{one.unexplained:,}</td>'
        numbers = "".join(
            f'<td class="n">{number:,}</td>' for number in (one.received, one.kept, one.changed, one.left_out)
        )
        yield f'<tr><th scope="row">{one.kind}</th>{numbers}{lost}</tr>'
    yield "</tbody>\n</table>\n</div>"
    yield "<h2>What wants a decision</h2>"
    yield from _decisions(loss.findings)
    passages = [one for one in loss.left_out if one.words.strip()]
    yield "<h2>What was left out, whole</h2>"
    if not passages:
        yield "<p>Nothing.</p>"
    for passage in passages[:_MOST_SHOWN]:
        words = escape(" ".join(passage.words.split()))
        yield f'<h3>{escape(passage.what)}</h3>\n<blockquote dir="auto">{words}</blockquote>'
    if len(passages) > _MOST_SHOWN:
        yield f"<p>{len(passages) - _MOST_SHOWN:,} more are in <code>{DATA}</code>.</p>"
    yield "</main>\n</body>\n</html>"


_COLUMNS = ("Of the file", "in the file", "kept", "changed", "left out", "unexplained")


def _decisions(findings: Sequence[Finding]) -> Iterator[str]:
    """Each finding with the line or the command that settles it; those that differ in their words alone are
    together.
    """
    if not findings:
        yield "<p>Nothing.</p>"
        return
    yield "<ol>"
    for one in findings[:_MOST_SHOWN]:
        bad = ' class="bad"' if one.severity == "error" else ""
        place = f" <code>{escape(str(one.place))}</code>" if one.place.line else ""
        code = f"<span{bad}>{one.severity} {one.code}</span>{place}"
        yield f"<li>{code}: {escape(one.message)}<br>{escape(one.hint)}</li>"
    yield "</ol>"
    if len(findings) > _MOST_SHOWN:
        yield f"<p>{len(findings) - _MOST_SHOWN:,} more are in <code>{DATA}</code>.</p>"

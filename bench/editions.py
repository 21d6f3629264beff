"""What each step costs, in CPU seconds and as a ratio to pandoc's reading of the same report, all in one run.

Machines are noisy: compare ratios of one run, never seconds of two. The report is also taken ten times over, to see
growth.
"""

from __future__ import annotations

import datetime as dt
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from plantin.house import locale, style
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.production.formats import Format, formats
from plantin.resolve import resolve
from plantin.resolve.notes import definitions
from plantin.source import front_matter, pandoc
from plantin.source import text as source_text

ROOT = Path(__file__).parent.parent


def cost(work: Callable[[], object]) -> float:
    """CPU seconds of this process and its children, the least of three."""

    def spent() -> float:
        own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime

    best = float("inf")
    for _ in range(3):
        start = spent()
        work()
        best = min(best, spent() - start)
    return best


def times(report: source_text.Source, count: int) -> source_text.Source:
    """The report's body ``count`` times over, its notes under other names each time."""
    body = report.text().split("---\n", 2)[2]
    bodies = [re.sub(r"\[\^([\w-]+)\]", rf"[^\1-{n}]", body) for n in range(count)]
    return source_text.parse(f"{report.opening}{report.head}---\n" + "\n".join(bodies), report.path)


def audit(row: Format, path: Path) -> None:
    """Read one edition back and judge it, as a check does."""
    reading = row.open(path, path.name)
    reading.outline(), reading.findings()


def main() -> None:
    """Measure and print a table."""
    report = source_text.read(ROOT / "sources" / "S-2017-97" / "report.md")
    words, house = House(ROOT).locale("en"), style.read(ROOT / "styles" / "un")
    moment = dt.datetime(2017, 2, 2, tzinfo=dt.UTC)
    for count in (1, 10):
        measure(times(report, count), words, house, moment, f"The report {count} times over")


def measure(
    report: source_text.Source, words: locale.Locale, house: style.Style, moment: dt.datetime, title: str
) -> None:
    """Measure one report and print its table."""
    nodes, _ = pandoc.parse(report.body(), report.path)
    head, defined = front_matter.read(report), definitions(report)
    document: Document = resolve(head, nodes, defined, words).document
    unit = cost(lambda: pandoc.parse(report.body(), report.path))
    rows = {
        "read (pandoc)": unit,
        "resolve": cost(lambda: resolve(head, nodes, defined, words)),
        "outline": cost(lambda: outline(document)),
    }
    with tempfile.TemporaryDirectory() as folder:
        for row in formats():
            path = Path(folder) / f"report{row.suffix}"
            rows[f"write {row.name}"] = cost(
                partial(lambda row, path: path.write_bytes(row.write(document, house, moment)), row, path)
            )
            rows[f"check {row.name}"] = cost(partial(audit, row, path))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{title} ({sys.platform}, {time.strftime('%Y-%m-%d')}); peak {peak:.0f} MB")
    for name, seconds in rows.items():
        print(f"{name:<16} {seconds:8.2f} s {seconds / unit:8.2f} x pandoc")


if __name__ == "__main__":
    main()

"""What the press adds to WeasyPrint, in one run: setting and writing the pages by the library alone with its own tags,
and by the press with lines chosen by paragraph and the report's structure. CPU seconds, peak memory and their ratios,
for the report once, ten and fifty times over.

Each measurement is a process of its own. Machines are noisy: compare ratios of one run, never seconds of two.
"""

from __future__ import annotations

import datetime as dt
import re
import resource
import subprocess
import sys
import time
import warnings
from pathlib import Path
from unittest.mock import patch

from plantin.house import style
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.resolve import resolve
from plantin.resolve.notes import definitions
from plantin.source import front_matter, pandoc
from plantin.source import text as source_text
from plantin.writers import pdf
from plantin.writers.pdf import paragraph_layout
from plantin.writers.pdf.layout import lay_out
from plantin.writers.pdf.markup import markup
from plantin.writers.pdf.replacements import layout_in_place
from plantin.writers.pdf.stylesheet import sheets

ROOT = Path(__file__).parent.parent
HOUSE = style.read(ROOT / "styles" / "un")
MOMENT = dt.datetime(2017, 2, 2, tzinfo=dt.UTC)


def document(count: int) -> Document:
    """The report with its body ``count`` times over, its notes and ids under other names each time."""
    report = source_text.read(ROOT / "sources" / "S-2017-97" / "report.md")
    body = report.text().split("---\n", 2)[2]
    bodies = [re.sub(r"\[\^([\w-]+)\]", rf"[^\1-{number}]", body) for number in range(count)]
    longer = source_text.parse(f"{report.opening}{report.head}---\n" + "\n".join(bodies), report.path)
    nodes, _ = pandoc.parse(longer.body(), longer.path)
    words = House(ROOT).locale("en")
    return resolve(front_matter.read(longer), nodes, definitions(longer), words).document


def by_library(report: Document) -> bytes:
    """WeasyPrint's own tags, and its own ends of lines (its notes set as ours are, or it would lose some)."""
    free = patch.object(paragraph_layout, "_can_be_planned", lambda *_: False)
    with free, layout_in_place(report.hyphenation), warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        made: bytes = lay_out(markup(report, sheets(report, HOUSE)), HOUSE).write_pdf(pdf_variant="pdf/ua-1")
    return made


def one(name: str, count: int) -> None:
    """Measure one way once and print seconds, megabytes and kilobytes."""
    report = document(count)
    before = time.process_time()
    data = by_library(report) if name == "library" else pdf.write(report, HOUSE, MOMENT)
    print(time.process_time() - before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(data) / 1024)


def main() -> None:
    """Measure both ways and print a table."""
    columns = ("report", "library s", "press s", "ratio", "library MB", "press MB", "ratio", "library KB", "press KB")
    print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    for count in map(int, sys.argv[1:] or ("1", "10", "50")):
        rows = []
        for name in ("library", "press"):
            call = [sys.executable, __file__, name, str(count)]
            rows.append(
                [
                    float(part)
                    for part in subprocess.run(call, capture_output=True, text=True, check=True).stdout.split()
                ]
            )
        (s, m, k), (own_s, own_m, own_k) = rows
        print(
            f"| {count}x | {s:.1f} | {own_s:.1f} | {own_s / s:.2f} | {m:.0f} | {own_m:.0f} | {own_m / m:.2f} | {k:.0f}"
            f" | {own_k:.0f} |"
        )


if __name__ == "__main__":
    if sys.argv[1:2] in (["library"], ["press"]):
        one(sys.argv[1], int(sys.argv[2]))
    else:
        main()

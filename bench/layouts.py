"""The report set in twenty-four layouts and read back from each: A4, Letter and A5; 9, 10.5, 12 and 18 points; filled
and ragged lines.

    python bench/layouts.py [LANGUAGE ...]        en fr es ru where none is named

A row for each layout: pages, paragraphs and notes as the auditor reads them from the tags, and how much of what it read
is not the document's word for word (differences) or breaks a rule (findings: marks that are in no tag or in two, a note
away from its call, ...). A note that is lost or not on the page of its call stops the press itself (D010). It ends with
1 if anything differs anywhere.
"""

from __future__ import annotations

import datetime as dt
import itertools
import multiprocessing
import sys
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf

from plantin.auditors.parity import outline as parity
from plantin.auditors.pdf import read, rules
from plantin.house import style
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.production import steps
from plantin.writers.pdf import render
from plantin.writers.pdf.metadata import UA1
from plantin.writers.pdf.rendition import Rendition

ROOT = Path(__file__).parent.parent
MOMENT = dt.datetime(2017, 2, 2, tzinfo=dt.UTC)
SHEETS = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4), "A5": (148.0, 210.0)}
POINTS = (9.0, 10.5, 12.0, 18.0)
LINES = {"filled": "", "ragged": "large.css"}


@cache
def document(language: str) -> Document:
    """The report in ``language``."""
    return steps.compose(House(ROOT), "S-2017-97", language).document


def laid(row: tuple[str, str, float, str]) -> tuple[int, int, int, int, int]:
    """Set one layout and read it back: pages, paragraphs, notes, differences, findings."""
    language, sheet, points, lines = row
    width, height = SHEETS[sheet]
    house = style.read(ROOT / "styles" / "un")
    page = replace(house.page, width=width, height=height, inner=width / 8, outer=width / 8)
    type_ = replace(house.type, text=points, leading=points * 1.4, note=points * 0.8)
    made = render(document(language), replace(house, page=page, type=type_), MOMENT, Rendition(UA1, sheet=LINES[lines]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{language}.pdf"
        path.write_bytes(made)
        found = read(path)
        counts = found.counts()
        differences = parity.differences(outline(document(language)), found, path.name)
        with pikepdf.open(path) as opened:
            pages = len(opened.pages)
        return pages, counts["paragraphs"], counts["notes"], len(differences), len(rules(path))


def main() -> None:
    """Print the table; exit with 1 if a layout says something else than the document."""
    rows = list(itertools.product(sys.argv[1:] or ("en", "fr", "es", "ru"), SHEETS, POINTS, LINES))
    print(
        "| language | sheet | points | lines | pages | paragraphs | notes | differences | findings"
        " |\n|---|---|---|---|---|---|---|---|---|"
    )
    wrong = 0
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        for row, told in zip(rows, pool.imap(laid, rows), strict=True):
            print(f"| {' | '.join(map(str, (*row, *told)))} |", flush=True)
            wrong += told[3] + told[4]
    print(f"\n{len(rows)} layouts, {wrong} differences and findings")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()

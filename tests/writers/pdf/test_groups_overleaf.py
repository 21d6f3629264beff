"""A group of rows that goes on overleaf does so under its own head, which is read once."""

from __future__ import annotations

import datetime as dt

import pymupdf

from plantin.auditors import pdf as auditor
from plantin.house.style import Style
from plantin.model.outline import outline
from plantin.writers import pdf
from tests.kit.compose import composed


def made_of(head: str, house: Style, moment: dt.datetime) -> tuple[list[list[str]], bool, set[str]]:
    """The lines below the heads of the table on each page, whether it reads as its document, and what is wrong."""
    rows = "\n".join(f"| Well {n} | {n} |" for n in range(90))
    note = "\n\n[^a]: A note.\n" if "[^a]" in head else "\n"
    document = composed(
        f"# Wells\n\nThey are.\n\n::: {{#wells .table}}\nWells\n\n| Well | Depth |\n|---|--:|\n| {head} | < |\n{rows}\n:::{note}"
    )
    content = pdf.write(document, house, moment)
    with pymupdf.open(stream=content) as file:
        pages = [[line.strip() for line in page.get_text().split("\n") if line.strip()] for page in file]
    below = [page[page.index("Depth") + 1 :] for page in pages if "Depth" in page]
    read = auditor.read(content, "edition.pdf")
    return below, read.outline() == outline(document), {finding.code for finding in read.findings()}


def test_the_head_of_a_group_is_repeated_overleaf(house: Style, moment: dt.datetime) -> None:
    below, same, codes = made_of("Northern wells", house, moment)
    assert [page[0] for page in below] == ["Northern wells"] * 3
    assert (same, codes) == (True, set())


def test_a_head_that_calls_a_note_is_not_repeated(house: Style, moment: dt.datetime) -> None:
    below, same, codes = made_of("Northern wells[^a]", house, moment)
    assert [page[0].startswith("Northern wells") for page in below] == [True, False, False]
    assert (same, codes) == (True, set())

"""PDF editions of the harbour report whose QR code, or its description, is spoilt in one way each."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import segno
from pikepdf import String

from tests.spoilt.pdf import edit, elements, instruction, marks
from tests.spoilt.registry import Faults
from tests.spoilt.rewriting import objects

Pdf = Any
FILES = Faults("pdf", objects)


def code(opened: Pdf) -> Any:
    """The QR code on the first page."""
    return next(node for node in elements(opened, "Figure") if "://" in str(node.Alt))


@FILES.spoils("A168")
def words_of_the_code_lead_elsewhere(opened: Pdf) -> None:
    figure = code(opened)
    figure.Alt = String(f"{figure.Alt}0")


@FILES.spoils("A168")
def address_below_the_code_leads_elsewhere(opened: Pdf) -> None:
    for page in opened.pages:
        for link in page.obj.get("/Annots", []):
            if (address := str(link.get("/A", {}).get("/URI", ""))) and address in str(code(opened).Alt):
                link.A.URI = String(f"{address}0")


@FILES.spoils("A168")
def code_has_no_words(opened: Pdf) -> None:
    code(opened).Alt = String("QR code")


@FILES.spoils("A168")
def the_code_is_that_of_another_report(opened: Pdf) -> None:
    address = re.search(r"https?://\S+", str(code(opened).Alt))
    assert address is not None
    rows = segno.make_qr(f"{address[0]}0", error="m").matrix
    paint(opened, lambda _: {(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark})


@FILES.spoils("A168")
def half_of_the_code_is_lost(opened: Pdf) -> None:
    """More than can be corrected, but nothing of the corners by which readers find it."""
    paint(opened, lambda squares: {(x, y) for x, y in squares if x < 9 or (x > 14 and y < 9)})


def paint(opened: Pdf, change: Callable[[set[tuple[int, int]]], set[tuple[int, int]]]) -> None:
    """Let the dark squares of the code be what ``change`` makes of them."""
    page, number = marks(code(opened))[0]

    def other(instructions: list[Any]) -> list[Any]:
        operators = [str(one.operator) for one in instructions]
        begin, end = operators.index("m"), operators.index("f")
        squares = {tuple(map(int, one.operands)) for one in instructions[begin:end] if str(one.operator) == "m"}
        path = [instruction("re", x, y, 1, 1) for x, y in sorted(change(squares))]
        return [*instructions[:begin], *path, *instructions[end:]]

    edit(opened, page, number, other)

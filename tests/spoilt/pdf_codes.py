"""PDF editions of the harbour report whose QR code, or its description, is spoilt in one way each."""

from __future__ import annotations

from typing import Any

from pikepdf import String

from tests.spoilt.pdf import edit, elements, marks
from tests.spoilt.registry import Faults
from tests.spoilt.ways import objects

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
def code_has_no_words(opened: Pdf) -> None:
    code(opened).Alt = String("QR code")


@FILES.spoils("A168")
def a_square_of_the_code_is_lost(opened: Pdf) -> None:
    """That of the first codeword that says what the next ones are."""
    page, number = marks(code(opened))[0]

    def without(instructions: list[Any]) -> list[Any]:
        starts = [n for n, one in enumerate(instructions) if str(one.operator) == "m"]
        places = {tuple(int(value) for value in instructions[n].operands): n for n in starts}
        size = max(place[1] for place in places)
        at = next(
            places[place]
            for place in ((size, size), (size - 1, size), (size, size - 1), (size - 1, size - 1))
            if place in places
        )
        del instructions[at : at + 5]
        return instructions

    edit(opened, page, number, without)

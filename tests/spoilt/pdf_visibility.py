"""PDF editions of the harbour report in which words are put out of sight, or have another title, in one way each."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Operator, String

from plantin.auditors.pdf.bounds import ReadingBudget
from plantin.auditors.pdf.content import MarkedContent, sheets
from tests.spoilt.registry import Change, Faults
from tests.spoilt.rewriting import objects

Pdf = Any
WORDS = "Nothing follows"
"""How a line in the text of the harbour report begins."""


def line(opened: Pdf) -> tuple[Any, MarkedContent]:
    """The page and the mark of the line that begins with WORDS."""
    for page, sheet in zip(opened.pages, sheets(opened, ReadingBudget(0)), strict=True):
        for mark in sheet.marks.values():
            if mark.text.startswith(WORDS):
                return page, mark
    raise AssertionError(f"no line begins with {WORDS!r}")


def one(operator: str, *operands: Any) -> pikepdf.ContentStreamInstruction:
    return pikepdf.ContentStreamInstruction(list(operands), Operator(operator))


def wrapped(opened: Pdf, before: list[Any], after: list[Any]) -> None:
    """Put instructions before and after the text of the line, inside of its mark."""
    page, mark = line(opened)
    made: list[Any] = []
    inside = False
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator == "BDC" and isinstance(instruction.operands[1], Dictionary):
            inside = instruction.operands[1].get("/MCID") == mark.key[2]
        if inside and operator == "BT":
            made += before
        made.append(instruction)
        if inside and operator == "ET":
            made += after
    page.obj.Contents = opened.make_stream(pikepdf.unparse_content_stream(made))


def painted_after(opened: Pdf, *drawn: Any) -> None:
    """Paint an artifact at the end of the line's page, in points from its lower left corner."""
    page, _ = line(opened)
    upright = one("cm", 1, 0, 0, -1, 0, float(page.mediabox[3]))
    added = [one("BMC", Name.Artifact), one("q"), upright, *drawn, one("Q"), one("EMC")]
    page.obj.Contents = opened.make_stream(
        pikepdf.unparse_content_stream([*pikepdf.parse_content_stream(page), *added])
    )


def box(opened: Pdf, lower: float = -4, height: float = 14) -> pikepdf.ContentStreamInstruction:
    """The path of a box over the line."""
    _, mark = line(opened)
    return one("re", mark.x - 5, mark.y + lower, 500, height)


def behind(opened: Pdf) -> pikepdf.ContentStreamInstruction:
    """The path of a box around the line, in the units of the line's own instructions (pixels from the upper left
    corner).
    """
    page, mark = line(opened)
    return one("re", mark.x / 0.75 - 5, (float(page.mediabox[3]) - mark.y) / 0.75 - 15, 700, 22)


def state(opened: Pdf, **values: Any) -> pikepdf.ContentStreamInstruction:
    """The instruction that brings a graphics state into force on the line's page."""
    page, _ = line(opened)
    page.obj.Resources.ExtGState["/own"] = Dictionary(**values)
    return one("gs", Name("/own"))


FILES = Faults("pdf", objects)


def hides(*expected: str) -> Callable[[Change[Pdf]], Change[Pdf]]:
    return FILES.spoils("A113", *expected)


@hides("P004")
def white_on_white(opened: Pdf) -> None:
    wrapped(opened, [one("q"), one("rg", 1, 1, 1)], [one("Q")])


@hides("P004")
def white_ink_of_no_amount(opened: Pdf) -> None:
    wrapped(opened, [one("q"), one("k", 0, 0, 0, 0.02)], [one("Q")])


@hides("A118", "P004")
def black_on_a_black_box(opened: Pdf) -> None:
    wrapped(opened, [behind(opened), one("f")], [])


@hides("P004")
def set_invisible(opened: Pdf) -> None:
    wrapped(opened, [one("q"), one("Tr", 3)], [one("Q")])


@hides("P004")
def transparent(opened: Pdf) -> None:
    wrapped(opened, [one("q"), state(opened, ca=0)], [one("Q")])


@hides("P004")
def smaller_than_a_point(opened: Pdf) -> None:
    wrapped(opened, [one("q"), one("cm", 0.05, 0, 0, 0.05, 100, 100)], [one("Q")])


@hides("P004")
def cut_off(opened: Pdf) -> None:
    wrapped(opened, [one("q"), one("re", 0, 0, 20, 20), one("W"), one("n")], [one("Q")])


@hides("P004")
def at_the_edge_of_the_page(opened: Pdf) -> None:
    wrapped(opened, [one("q"), one("Tz", 2), one("cm", 1, 0, 0, 1, -105, 0)], [one("Q")])


@hides("P004")
def beside_the_page(opened: Pdf) -> None:
    wrapped(opened, [one("q"), one("cm", 1, 0, 0, 1, 2000, 0)], [one("Q")])


@hides()
def covered_by_a_white_box(opened: Pdf) -> None:
    painted_after(opened, one("rg", 1, 1, 1), box(opened), one("f"))


@hides()
def struck_through(opened: Pdf) -> None:
    painted_after(opened, box(opened, 2.5, 0.6), one("f"))


@hides()
def covered_by_an_image(opened: Pdf) -> None:
    page, mark = line(opened)
    image = opened.make_stream(
        b"\xff", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, ColorSpace=Name.DeviceGray
    )
    image.BitsPerComponent = 8
    page.obj.Resources["/XObject"] = Dictionary(own=image)
    painted_after(opened, one("cm", 500, 0, 0, 20, mark.x - 5, mark.y - 5), one("Do", Name.own))


@hides()
def part_of_a_line_covered(opened: Pdf) -> None:
    _, mark = line(opened)
    painted_after(opened, one("rg", 0, 0, 0), one("re", mark.x + 20, mark.y - 4, 30, 14), one("f"))


@hides()
def lower_half_of_a_line_covered(opened: Pdf) -> None:
    painted_after(opened, one("rg", 0, 0, 0), box(opened, -4, 7), one("f"))


@hides("A118", "P004")
def lower_half_of_a_line_on_its_own_colour(opened: Pdf) -> None:
    page, mark = line(opened)
    y = (float(page.mediabox[3]) - mark.y) / 0.75
    wrapped(opened, [one("re", mark.x / 0.75 - 5, y - 4, 700, 12), one("f")], [])


@hides()
def hidden_in_a_form(opened: Pdf) -> None:
    page, _ = line(opened)
    font = next(iter(page.obj.Resources.Font.keys()))
    glyphs = next(i for i in pikepdf.parse_content_stream(page) if str(i.operator) == "TJ")
    drawn = [one("BT"), one("Tf", Name(font), 9), one("Tr", 3), one("Tm", 1, 0, 0, 1, 100, 100), glyphs, one("ET")]
    form = opened.make_stream(pikepdf.unparse_content_stream(drawn), Type=Name.XObject, Subtype=Name.Form)
    form.BBox, form.Resources = pikepdf.Array([0, 0, 600, 900]), page.obj.Resources
    page.obj.Resources["/XObject"] = Dictionary(own=opened.make_indirect(form))
    painted_after(opened, one("Do", Name.own))


# Titles


@FILES.spoils("P037")
def another_title_in_the_information(opened: Pdf) -> None:
    opened.docinfo["/Title"] = String("Minutes of another meeting")


@FILES.spoils("P037")
def another_title_in_the_packet(opened: Pdf) -> None:
    text = opened.Root.Metadata.read_bytes().decode()
    spoilt = re.sub("(<dc:title>.*?<rdf:li[^>]*>)[^<]*", r"\1Minutes of another meeting", text, flags=re.DOTALL)
    assert spoilt != text
    opened.Root.Metadata.write(spoilt.encode())

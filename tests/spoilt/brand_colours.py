"""Editions of a small report in a style with colours, that have lost one of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pikepdf

from plantin.house import brand
from tests.spoilt.documents import CIVIC, COLOURED
from tests.spoilt.docx import w, word
from tests.spoilt.pdf import edit, elements, marks
from tests.spoilt.registry import Faults, Spoilt
from tests.spoilt.rewriting import Files, book, objects

HEADING, ACCENT = brand.palette(CIVIC).heading, brand.palette(CIVIC).accent
TEXT = "#333333"

FILES = Faults("docx", word, report=COLOURED)
OBJECTS = Faults("pdf", objects, report=COLOURED)
BOOKS = Faults("epub", book, report=COLOURED)


def parts(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))


def repainted(instructions: list[Any], colour: str) -> list[Any]:
    """The instructions, with the colour of ``TEXT`` in place of ``colour``."""

    def is_it(one: Any) -> bool:
        return str(one.operator) in {"rg", "RG"} and all(
            abs(float(a) - b) < 0.004 for a, b in zip(one.operands, parts(colour), strict=True)
        )

    other = [round(part, 4) for part in parts(TEXT)]
    return [pikepdf.ContentStreamInstruction(other, one.operator) if is_it(one) else one for one in instructions]


def everywhere(opened: Any, colour: str) -> None:
    for page in opened.pages:
        made = repainted(list(pikepdf.parse_content_stream(page)), colour)
        page.Contents = opened.make_stream(pikepdf.unparse_content_stream(made))


@OBJECTS.spoils("P035")
def headings_in_the_colour_of_the_text(opened: Any) -> None:
    everywhere(opened, HEADING)


@OBJECTS.spoils("P035")
def rules_in_the_colour_of_the_text(opened: Any) -> None:
    everywhere(opened, ACCENT)


@OBJECTS.spoils("P035")
def one_heading_in_the_colour_of_the_text(opened: Any) -> None:
    heading = next(iter(elements(opened, "H3")))
    for page, number in marks(heading):
        edit(opened, page, number, lambda inside: repainted(inside, HEADING))


def styles(file: Any, name: str, tag: str) -> list[Any]:
    found = (
        one
        for one in file.tree("word/styles.xml").iter(w("style"))
        if one.find(w("name")).get(w("val")).startswith(name)
    )
    return [node for one in found for node in one.iter(w(tag))]


@BOOKS.spoils("P037")
def sheet_without_the_colour_of_headings(files: Files) -> None:
    repaint(files, HEADING)


@BOOKS.spoils("P037")
def sheet_without_the_colour_of_rules(files: Files) -> None:
    repaint(files, ACCENT)


def repaint(files: Files, colour: str) -> None:
    sheet = files["EPUB/style.css"].decode()
    assert colour in sheet
    files["EPUB/style.css"] = sheet.replace(colour, TEXT).encode()


def sheet(pattern: str, other: str) -> Callable[[bytes], bytes]:
    """A web page in which the first thing that ``pattern`` finds is changed, or every colour that it finds."""

    def spoil(content: bytes) -> bytes:
        changed, count = re.subn(pattern, other, content.decode(), count=0 if pattern.startswith("color") else 1)
        assert count, pattern
        return changed.encode()

    return spoil


PAGES = {
    "colour of headings is that of the text": ("P037", rf"--heading: {HEADING}", f"--heading: {TEXT}"),
    "colour of rules is that of the text": ("P037", rf"--accent: {ACCENT}", f"--accent: {TEXT}"),
    "colour given to no heading": ("A020", r"color: var\(--heading\)", "color: inherit"),
    "one heading in another colour": ("A019", r"<h3\b", f'<h3 style="color: {TEXT}"'),
}

EDITIONS: tuple[Spoilt, ...] = (
    *FILES,
    *OBJECTS,
    *BOOKS,
    *(Spoilt(fault, "html", sheet(*change), (code,), report=COLOURED) for fault, (code, *change) in PAGES.items()),
)

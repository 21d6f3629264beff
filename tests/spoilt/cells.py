"""Editions of a small report that has cells of several paragraphs and with lists, spoilt in one way each."""

from __future__ import annotations

from typing import Any

from pikepdf import Name

from tests.spoilt.documents import CELLS
from tests.spoilt.docx import drop, w, word
from tests.spoilt.markup_objects import markup
from tests.spoilt.pdf import elements
from tests.spoilt.registry import Faults, Spoilt
from tests.spoilt.rewriting import objects, text

FILES = Faults("docx", word, report=CELLS)
OBJECTS = Faults("pdf", objects, report=CELLS)
word_spoils, pdf_spoils = FILES.spoils, OBJECTS.spoils


def _paragraph(file: Any, words: str) -> Any:
    return next(node for node in file.body.iter(w("p")) if words in "".join(node.itertext()))


def _style(node: Any, style: str) -> None:
    node.find(w("pPr")).find(w("pStyle")).set(w("val"), style)


@word_spoils("P003", "P004")
def entry_in_a_cell_left_out(file: Any) -> None:
    drop(_paragraph(file, "empties"))


@word_spoils("P003", "P004")
def entry_in_a_cell_as_a_paragraph(file: Any) -> None:
    _style(_paragraph(file, "empties"), "TableParagraph")


@word_spoils("P003")
def entry_in_a_cell_raised(file: Any) -> None:
    _style(_paragraph(file, "each month"), "TableBullet")


@word_spoils("P004")
def typed_number_in_a_cell_changed(file: Any) -> None:
    label = next(node for node in _paragraph(file, "Then").iter(w("t")))
    label.text = "3."


@word_spoils("P003")
def paragraphs_of_a_cell_in_one(file: Any) -> None:
    first, second = _paragraph(file, "Oil"), _paragraph(file, "of whales")
    space = first[-1].makeelement(w("r"))
    space.append(first[-1].makeelement(w("br")))
    first.extend([space, *second[1:]])
    drop(second)


@pdf_spoils("P003", "P004")
def list_in_a_cell_is_none(opened: Any) -> None:
    for entry in elements(opened, "L"):
        if entry.P.S == Name.TD:
            entry.S = Name.Div
            for item in entry.K:
                item.S = Name.P
            return


MARKUP = {
    "entry in a cell left out": (r"<li><p>(?:(?!</li>).)*empties.*?</li>\n", "", ("P003", "P004")),
    "label in a cell changed": (
        r'<span class="label">2\.</span> Then',
        '<span class="label">3.</span> Then',
        ("P004",),
    ),
    "paragraphs of a cell in one": (r"<p>Oil</p>\n<p>", "<p>Oil ", ("P003",)),
}
"""Faults of web pages and books: what is found, what replaces it, and the codes."""
EDITIONS: tuple[Spoilt, ...] = (
    *FILES,
    *OBJECTS,
    *(
        Spoilt(fault, name, markup(name, old, new), tuple(sorted(codes)), report=CELLS)
        for name in ("html", "epub")
        for fault, (old, new, codes) in MARKUP.items()
    ),
    Spoilt("entry in a cell left out", "txt", text("      • empties the casks.\n", ""), ("P004",), report=CELLS),
    Spoilt(
        "entry in a cell left out",
        "md",
        text("<li><p>empties the casks.</p>\n</li>\n", ""),
        ("P003", "P004"),
        report=CELLS,
    ),
    Spoilt(
        "entry in a cell raised",
        "md",
        text("<ul><li><p>each month; and</p>\n", "<li><p>each month; and</p>\n<ul>"),
        ("P003", "P004"),
        report=CELLS,
    ),
)

"""A small report of the tests that is numbered by decimals and chapters, and editions of it, spoilt in one way each."""

from __future__ import annotations

from typing import Any

from pikepdf import Dictionary, Name

from tests.spoilt.documents import WATER
from tests.spoilt.docx import w, word
from tests.spoilt.docx_objects import field
from tests.spoilt.markup_objects import markup
from tests.spoilt.pdf import elements, kids
from tests.spoilt.registry import Faults, Spoilt
from tests.spoilt.ways import objects

FILES = Faults("docx", word, report=WATER)
OBJECTS = Faults("pdf", objects, report=WATER)
word_spoils, pdf_spoils = FILES.spoils, OBJECTS.spoils


@word_spoils("P003")
def number_of_the_section_above_left_out(file: Any) -> None:
    text = next(level for level in file.tree("word/numbering.xml").iter(w("lvlText")) if level.get(w("val")) == "%1.%2")
    text.set(w("val"), "%2")


@word_spoils("L201", "P003")
def style_of_another_chapter_named(file: Any) -> None:
    code = field(file, "STYLEREF 1")
    code.text = code.text.replace("STYLEREF 1", "STYLEREF 2")


@word_spoils("L201")
def result_of_a_chapter_is_stale(file: Any) -> None:
    begun = field(file, "STYLEREF 1").getparent()
    shown = next(run for run in begun.itersiblings() if run.find(w("t")) is not None)
    shown.find(w("t")).text = "7"


@word_spoils("L201", "P003")
def count_of_tables_goes_on_into_the_next_chapter(file: Any) -> None:
    codes = [node for node in file.body.iter(w("instrText")) if "SEQ Table" in (node.text or "")]
    codes[2].text = codes[2].text.partition(" \\r")[0]


@word_spoils("L201", "L205", "P003")
def heading_without_a_number_numbered(file: Any) -> None:
    heading = next(node for node in file.body.iter(w("p")) if _says(node, "Foreword"))
    number = heading.find(f"{w('pPr')}/{w('numPr')}")
    number.getparent().remove(number)


@word_spoils("P003")
def list_begun_at_another_number(file: Any) -> None:
    overrides = [node for node in file.tree("word/numbering.xml").iter(w("startOverride")) if node.get(w("val")) == "4"]
    overrides[0].set(w("val"), "1")


def _says(node: Any, words: str) -> bool:
    style = node.find(f"{w('pPr')}/{w('pStyle')}")
    return style is not None and style.get(w("val")) == "Heading1" and "".join(node.itertext()).strip() == words


@pdf_spoils("P003", "P004", "P010")
def number_of_a_heading_is_no_label(opened: Any) -> None:
    label = next(
        kid for heading in elements(opened, "H3") for kid in kids(heading) if isinstance(kid, Dictionary) and kid.get("/S") == Name.Lbl
    )
    label.S = Name.Span


PAGES = {
    "number of a subsection is another": (r'<span class="label">1\.1\.2</span> Age</h', '<span class="label">1.1.3</span> Age</h', "P003"),
    "number of a table is another": (r'<span class="label">Table 2\.1</span>', '<span class="label">Table 1.3</span>', "L006 P003"),
    "number of an entry is another": (r'<span class="label">4\)</span>', '<span class="label">1)</span>', "P003"),
}
"""Faults of web pages and books: what is found, what stands there instead, and the codes."""

EDITIONS: tuple[Spoilt, ...] = (
    *FILES,
    *OBJECTS,
    *(
        Spoilt(fault, format_, markup(format_, pattern, other), tuple(codes.split()), counted=True, report=WATER)
        for format_ in ("html", "epub")
        for fault, (pattern, other, codes) in PAGES.items()
    ),
)

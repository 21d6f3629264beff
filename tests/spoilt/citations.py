"""Editions of a small report that cites works, spoilt in one way each."""

from __future__ import annotations

from typing import Any

from pikepdf import Dictionary, Name

from tests.spoilt.documents import WORKS
from tests.spoilt.docx import drop, w, word
from tests.spoilt.markup_objects import markup
from tests.spoilt.pdf import elements, kids
from tests.spoilt.registry import Faults, Spoilt
from tests.spoilt.rewriting import objects, text

FILES = Faults("docx", word, report=WORKS)
OBJECTS = Faults("pdf", objects, report=WORKS)
word_spoils, pdf_spoils = FILES.spoils, OBJECTS.spoils


def _says(node: Any, words: str) -> bool:
    return words in "".join(node.itertext())


@word_spoils("P001")
def entry_of_a_work_left_out(file: Any) -> None:
    drop(next(node for node in file.body.iter(w("p")) if _says(node, "Li, Wei. 2012.")))


@word_spoils("P008")
def bookmark_of_a_work_renamed(file: Any) -> None:
    for node in file.body.iter(w("bookmarkStart")):
        if node.get(w("name")) == "reference_li2012":
            node.set(w("name"), "reference_li2013")


@pdf_spoils("P007")
def work_is_no_entry_of_the_bibliography(opened: Any) -> None:
    next(iter(elements(opened, "BibEntry"))).S = Name.Span


@word_spoils("L201", "P003")
def letters_of_figures_begin_elsewhere(file: Any) -> None:
    code = next(node for node in file.body.iter(w("instrText")) if "SEQ Subfigure" in (node.text or ""))
    code.text = code.text.replace("\\r 1", "\\r 3")


@pdf_spoils("P001", "P002")
def label_of_several_figures_is_none(opened: Any) -> None:
    title = next(
        one for one in elements(opened, "P") if str(one.P.S) == "/Div" and "/ID" in one and str(one.ID) == "figure-I"
    )
    next(kid for kid in kids(title) if isinstance(kid, Dictionary) and kid.get("/S") == Name.Lbl).S = Name.Span


_CALL = r'href="([^"]*)#reference-li2012">Li 2012, 5'


MARKUP = {
    "entry of a work left out": (r'<li id="reference-li2012">.*?</li>', "", ("L001", "P001")),
    "citation leads to another work": (_CALL, r'href="\1#reference-gomez2014">Li 2012, 5', ("P014",)),
    "citation leads to no work": (_CALL, r'href="\1#reference-li2013">Li 2012, 5', ("L001", "P014")),
    "letter of a figure is another": (
        r'<span class="label">\(b\)</span> After',
        '<span class="label">(c)</span> After',
        ("P003",),
    ),
    "title of several figures left out": (
        r'<figcaption id="figure-I-title">.*?</figcaption>',
        "",
        ("L001", "P001"),
    ),
    "one of several figures left out": (r'<figure id="figure-I.b".*?</figure>', "", ("L001", "P001")),
    "list of works is not marked as one": (r' role="doc-bibliography"', "", ("P007",)),
}
"""Faults of web pages and books: what is found, what replaces it, and the codes."""
EDITIONS: tuple[Spoilt, ...] = (
    *FILES,
    *OBJECTS,
    *(
        Spoilt(fault, name, markup(name, old, new), tuple(sorted(codes)), report=WORKS)
        for name in ("html", "epub")
        for fault, (old, new, codes) in MARKUP.items()
    ),
    Spoilt("one of several figures left out", "txt", text("[A bright well]\n", ""), ("P001",), report=WORKS),
    Spoilt(
        "entry of a work left out",
        "txt",
        text("Li, Wei. 2012. Wells of the Town. Town Press.\n", ""),
        ("P001",),
        report=WORKS,
    ),
)

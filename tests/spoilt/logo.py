"""Editions of a small report with the logo of its house, spoilt in one way each."""

from __future__ import annotations

from typing import Any

from pikepdf import String

from tests.spoilt.documents import BRANDED
from tests.spoilt.docx import drop, w, word
from tests.spoilt.docx_objects import SPACES
from tests.spoilt.markup_objects import markup
from tests.spoilt.pdf import elements
from tests.spoilt.registry import Faults, Spoilt
from tests.spoilt.rewriting import objects

FILES = Faults("docx", word, report=BRANDED)
OBJECTS = Faults("pdf", objects, report=BRANDED)


def logo(file: Any) -> Any:
    return next(
        node
        for node in file.body.iter(w("p"))
        if any(style.get(w("val")) == "MastheadLogo" for style in node.iter(w("pStyle")))
    )


@FILES.spoils("P018")
def logo_dropped(file: Any) -> None:
    drop(logo(file))


@FILES.spoils("P018")
def words_of_the_logo_are_others(file: Any) -> None:
    next(logo(file).iter(f"{{{SPACES['wp']}}}docPr")).set("descr", "Town Gas")


@FILES.spoils("P002", "P018")
def logo_set_into_the_text(file: Any) -> None:
    picture = logo(file)
    next(picture.iter(w("pStyle"))).set(w("val"), "BodyText")


@OBJECTS.spoils("P018")
def words_of_the_logo_are_those_of_another(opened: Any) -> None:
    next(iter(elements(opened, "Figure"))).Alt = String("Town Gas")


PAGES = {
    "logo dropped": (r'<div class="masthead-logo">.*?</div>', "", "P018"),
    "logo kept from readers": (r'<div class="masthead-logo">', '<div class="masthead-logo" hidden="hidden">', "P018"),
    "words of the logo are others": (r'(class="masthead-logo"><img [^>]*)alt="[^"]*"', r'\1alt="Town Gas"', "P018"),
}

EDITIONS: tuple[Spoilt, ...] = (
    *FILES,
    *OBJECTS,
    *(
        Spoilt(fault, format_, markup(format_, pattern, other), tuple(codes.split()), report=BRANDED)
        for format_ in ("html", "epub")
        for fault, (pattern, other, codes) in PAGES.items()
    ),
)

"""PDFs that say, show or do something else than their document, by the classes of what others tried: each is refused, by
a code with the place.
"""

from __future__ import annotations

import io
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, String

from plantin.house.layout import House
from tests.auditors.pdf.test_conformance import found_in, other_addresses, seven_read_as_four
from tests.kit.editions import Editions
from tests.spoilt import pdf, pdf_pages, pdf_visibility
from tests.spoilt.documents import Documents
from tests.spoilt.mutants import pages
from tests.spoilt.pdf_visibility import one, wrapped
from tests.spoilt.registry import Change

pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def documents(examples: House, store: Editions) -> Documents:
    return Documents(examples, store)


def around(*before: Any) -> Change[Any]:
    """Instructions before the last line, which they alter."""
    return lambda opened: wrapped(opened, [one("q"), *before], [one("Q")])


def catalog(key: str, value: Any) -> Change[Any]:
    return lambda opened: opened.Root.__setitem__(key, value)


def info(key: str, value: str) -> Change[Any]:
    return lambda opened: opened.docinfo.__setitem__(key, String(value))


def packet(pattern: str, words: str) -> Change[Any]:
    return lambda opened: pdf.rewrite_metadata(opened, pattern, words)


def outlines_changed(opened: Any) -> None:
    """A face that draws its letters otherwise."""
    font = opened.pages[0].obj.Resources.Font.IYFPWR.DescendantFonts[0].FontDescriptor
    program = font["/FontFile2" if "/FontFile2" in font else "/FontFile3"]
    content = bytearray(program.read_bytes())
    glyphs = TTFont(io.BytesIO(content), lazy=True).reader.tables["glyf"]
    content[glyphs.offset + glyphs.length // 2] ^= 0x40
    program.write(bytes(content))


def attachment(opened: Any) -> None:
    opened.attachments["a.exe"] = b"go"


def form(opened: Any) -> None:
    opened.Root.AcroForm = Dictionary(Fields=Array([]))


def family_turned_round(opened: Any) -> None:
    """A mark of direction after the name of a face."""
    descriptor = opened.pages[0].obj.Resources.Font.IYFPWR.DescendantFonts[0].FontDescriptor
    descriptor.FontFamily = String(f"{descriptor.FontFamily}\u202e")


def other_words_of_a_link(opened: Any) -> None:
    pdf.links_to(opened, "note-3")[0].Contents = String("Not so")


CLASSES: dict[str, dict[str, tuple[Change[Any], str]]] = {
    "said of the words": {
        "struck": (pdf_visibility.struck_through, "A113"),
        "raised": (around(one("Ts", 4)), "A171"),
        "read as something else": (pdf.read_as_something_else, "A111"),
        "a figure read as another": (seven_read_as_four, "A172"),
        "a face that draws other glyphs": (outlines_changed, "A172"),
        "in another language": (pdf.language_of_a_passage_dropped, "A107"),
        "a link with other words": (other_words_of_a_link, "A108"),
        "another number at the foot": (pdf_pages.wrong_number_at_the_foot, "P037"),
    },
    "hidden or altered by style": {
        "invisible": (pdf_visibility.set_invisible, "A113"),
        "white": (pdf_visibility.white_on_white, "A113"),
        "covered": (pdf_visibility.covered_by_a_white_box, "A113"),
        "mirrored": (around(one("cm", -1, 0, 0, 1, 700, 0)), "A171"),
        "one percent wide": (pdf_pages.words_squeezed_to_nothing, "A113"),
        "in a layer": (pdf_pages.words_in_a_layer_that_is_off, "A113"),
    },
    "runs or loads": {
        "a script on opening": (pdf_pages.script_on_opening, "A171"),
        "a program started by a link": (pdf_pages.link_that_starts_a_program, "A171"),
        "a file attached": (attachment, "A171"),
        "a form": (form, "A171"),
        "other addresses for all links": (other_addresses, "A171"),
        "an action of a page": (pdf_pages.page_that_acts, "A171"),
    },
    "metadata": {
        "title": (pdf_visibility.another_title_in_the_information, "P037"),
        "author": (info("/Author", "Nobody"), "P037"),
        "a term that nobody gives": (info("/Manager", "Nobody"), "A171"),
        "a mark of direction in the name of a face": (family_turned_round, "A171"),
        "publisher": (packet("<dc:publisher>.*?</dc:publisher>", ""), "P016"),
        "date": (packet(r"(<xmp:CreateDate>)\d{4}", r"\g<1>2001"), "A171"),
        "language": (pdf_pages.packet_names_another_language, "P037"),
    },
}  # fmt: skip
CASES = [(kind, name) for kind, cases in CLASSES.items() for name in cases]


@pytest.mark.sample(12)
@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_class_of_lies_is_refused(kind: str, name: str, documents: Documents, store: Editions) -> None:
    change, code = CLASSES[kind][name]
    content = pages.changed(documents.path("harbour", "pdf").read_bytes(), change)
    found = list(found_in(content, "pdf", documents.document("harbour"), store.style))
    assert any(finding.code == code and finding.place.path for finding in found), [str(finding) for finding in found]

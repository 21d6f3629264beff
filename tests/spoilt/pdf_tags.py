"""What a faulty tool or a careless hand does to the tags, the links and the notes of a finished PDF, in one way
each.
"""

from __future__ import annotations

import re
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.spoilt.pdf import (
    begins,
    bookmarks,
    cut,
    edit,
    elements,
    inside,
    instruction,
    kids,
    links_to,
    marks,
    painted,
    show,
    swap,
)
from tests.spoilt.registry import Faults
from tests.spoilt.rewriting import objects

_SOFTENED = re.compile(rb"(/[A-Z]+)soft( \S+ Tf)\s+(\[[^\]]*\]\s*TJ)")
Pdf = Any

FILES = Faults("pdf", objects)
spoils = FILES.spoils

# Languages and words that are read


@spoils("A107", "P013")
def language_on_the_wrong_passage(opened: Pdf) -> None:
    one, other = (node for node in elements(opened, "Span") if str(node.get("/Lang", "")) in {"ru", "fr"})
    one.Lang, other.Lang = other.Lang, one.Lang


@spoils("P013")
def french_given_out_as_spanish(opened: Pdf) -> None:
    next(node for node in elements(opened, "Span") if str(node.get("/Lang", "")) == "fr").Lang = String("es")


@spoils("P013")
def paragraph_given_out_as_german(opened: Pdf) -> None:
    begins(opened, "P", "7. ").Lang = String("de")


@spoils("P013")
def words_of_a_paragraph_given_out_as_german(opened: Pdf) -> None:
    def speak(part: list[Any]) -> list[Any]:
        return [part[0], instruction("BDC", Name.Span, Dictionary(Lang=String("de"))), *part[1:], instruction("EMC")]

    edit(opened, *marks(begins(opened, "P", "7. "))[-1], speak)


@spoils("A111", "P004")
def element_is_read_as_something_else(opened: Pdf) -> None:
    begins(opened, "P", "7. ").ActualText = String("7. Nothing follows from section II but darkness.")


@spoils("A111")
def element_is_read_rightly_and_shows_another_number(opened: Pdf) -> None:
    node = begins(opened, "P", "7. ")
    node.ActualText = String(painted(opened, node))
    # The glyphs of the folio in place of the number: "7." becomes what another paragraph begins with.
    show(opened, node, begins(opened, "P", "6. "))


@spoils("A111")
def paragraph_with_an_alternative(opened: Pdf) -> None:
    begins(opened, "P", "7. ").Alt = String("The lamps are out.")


@spoils("A111")
def word_with_another_expansion(opened: Pdf) -> None:
    begins(opened, "P", "7. ").E = String("The lamps are out.")


@spoils("A111")
def alternative_among_the_glyphs(opened: Pdf) -> None:
    def lie(part: list[Any]) -> list[Any]:
        properties = Dictionary(part[0].operands[1])
        properties.Alt = String("The lamps are out.")
        return [instruction("BDC", part[0].operands[0], properties), *part[1:]]

    edit(opened, *marks(begins(opened, "P", "7. "))[-1], lie)


# The tree


@spoils("A117", "P002", "P004")
def paragraph_split_in_two(opened: Pdf) -> None:
    node = begins(opened, "P", "1. ")
    held = kids(node)
    second = opened.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=node.P, Pg=node.Pg, K=Array(held[-1:])))
    node.K = Array(held[:-1])
    row = kids(node.P)
    place = next(place for place, kid in enumerate(row) if kid.objgen == node.objgen)
    node.P.K = Array([*row[: place + 1], second, *row[place + 1 :]])


@spoils("A117", "P001", "P004")
def two_paragraphs_merged(opened: Pdf) -> None:
    one, other = begins(opened, "P", "5. "), begins(opened, "P", "6. ")
    one.K = Array([*kids(one), *(Dictionary(Type=Name.MCR, Pg=page, MCID=number) for page, number in marks(other))])
    cut(other)


@spoils("A117", "P004")
def words_moved_under_another_paragraph(opened: Pdf) -> None:
    one, other = begins(opened, "P", "6. "), begins(opened, "P", "7. ")
    page, number = marks(other)[-1]
    other.K = Array([kid for kid in kids(other) if kid != number])
    one.K = Array([*kids(one), Dictionary(Type=Name.MCR, Pg=page, MCID=number)])


@spoils("A117")
def parents_of_two_paragraphs_exchanged(opened: Pdf) -> None:
    row = opened.Root.StructTreeRoot.ParentTree.Nums[1]
    places = [place for place, node in enumerate(row) if isinstance(node, Dictionary) and str(node.S) == "/P"]
    row[places[0]], row[places[-1]] = row[places[-1]], row[places[0]]


@spoils("A117")
def parents_of_two_links_exchanged(opened: Pdf) -> None:
    one, other = list(opened.pages[0].obj.Annots)[:2]
    one.StructParent, other.StructParent = other.StructParent, one.StructParent


@spoils("A117")
def page_without_parents(opened: Pdf) -> None:
    del opened.pages[0].obj["/StructParents"]


@spoils("L104", "P007")
def headings_mapped_to_another_rank(opened: Pdf) -> None:
    opened.Root.StructTreeRoot.RoleMap["/H3"] = Name.H4


@spoils("A105", of="ferry")
def head_of_a_table_not_in_the_index(opened: Pdf) -> None:
    names = list(opened.Root.StructTreeRoot.IDTree.Names)
    place = next(place for place, name in enumerate(names) if str(name) == "head-2")
    names[place + 1] = names[place + 3]
    opened.Root.StructTreeRoot.IDTree.Names = Array(names)


@spoils("A120", "P006")
def note_read_at_the_end(opened: Pdf) -> None:
    note = elements(opened, "Note")[0]
    holder = elements(opened, "Document")[0]
    cut(note)
    note.P = holder
    holder.K = Array([*kids(holder), note])


# Tables and figures


@spoils("A115", of="ferry")
def cell_led_to_the_head_of_another_column(opened: Pdf) -> None:
    table = elements(opened, "Table")[0]
    cell = next(node for node in elements(opened, "TD") if inside(node, table))
    cell.A = Dictionary(O=Name.Table, Headers=Array([String("head-3")]))


@spoils("P003", of="ferry")
def head_of_a_column_given_out_as_one_of_a_row(opened: Pdf) -> None:
    elements(opened, "TH")[1].A.Scope = Name.Row


@spoils("P004", of="ferry")
def cells_exchanged(opened: Pdf) -> None:
    row = next(node for node in elements(opened, "TR") if len([1 for kid in kids(node) if str(kid.S) == "/TD"]) == 2)
    swap(row, 1, 2)


def _captioned(figure: Any) -> bool:
    """Whether a figure is one of the text, not a code or a logo of the masthead."""
    return any(isinstance(kid, pikepdf.Dictionary) and kid.get("/S") == "/Caption" for kid in kids(figure.P))


@spoils("P006", of="weather")
def alternatives_of_two_figures_exchanged(opened: Pdf) -> None:
    one, other = [figure for figure in elements(opened, "Figure") if _captioned(figure)][:2]
    one.Alt, other.Alt = other.Alt, one.Alt


@spoils("P004", of="weather")
def formulas_read_as_each_other(opened: Pdf) -> None:
    one, other = elements(opened, "Formula")[:2]
    one.Alt, other.Alt = other.Alt, one.Alt


# Links


def _address(opened: Pdf) -> Any:
    """The link of words with an address; the first one of a file is that of its code."""
    return [note for page in opened.pages for note in page.obj.Annots if "/A" in note][-1]


@spoils("P014")
def address_changed_under_its_words(opened: Pdf) -> None:
    _address(opened).A.URI = String("https://example.org/elsewhere")


@spoils("P014")
def address_is_a_program(opened: Pdf) -> None:
    _address(opened).A.URI = String("file:///c:/lamps.exe")


@spoils("P014")
def reference_leads_to_another_paragraph(opened: Pdf) -> None:
    links_to(opened, "paragraph-3")[0].Dest = String("paragraph-4")


@spoils("P014")
def reference_leads_nowhere_any_more(opened: Pdf) -> None:
    gone = links_to(opened, "paragraph-3")[0].objgen
    for page in opened.pages:
        page.obj.Annots = Array([one for one in page.obj.Annots if one.objgen != gone])


@spoils("A171")
def call_leads_to_another_file(opened: Pdf) -> None:
    link = links_to(opened, "note-3")[0]
    del link["/Dest"]
    link.A = Dictionary(S=Name.GoToR, F=String("other.pdf"), D=String("note-3"))


@spoils("A108")
def tooltip_of_another_language(opened: Pdf) -> None:
    links_to(opened, "note-3")[0].Contents = String("Fußnote 3")


@spoils("A108")
def tooltip_names_another_note(opened: Pdf) -> None:
    links_to(opened, "note-3")[0].Contents = links_to(opened, "note-2")[0].Contents


@spoils("A108")
def tooltip_says_another_address(opened: Pdf) -> None:
    next(note for page in opened.pages for note in page.obj.Annots if "/A" in note).Contents = String(
        "https://example.org/elsewhere"
    )


@spoils("A108")
def link_lies_beside_its_words(opened: Pdf) -> None:
    link = links_to(opened, "note-3")[0]
    left, low, right, high = map(float, link.Rect)
    link.Rect = Array([left, low - 90, right, high - 90])


@spoils("A108", "A161")
def link_of_no_size(opened: Pdf) -> None:
    link = links_to(opened, "note-3")[0]
    link.Rect = Array([link.Rect[0], link.Rect[1], link.Rect[0], link.Rect[1]])


@spoils("A108")
def link_that_nobody_sees(opened: Pdf) -> None:
    links_to(opened, "note-3")[0].F = 2


@spoils("L105", "P010")
def row_of_the_contents_leads_to_another_heading(opened: Pdf) -> None:
    links_to(opened, "section-I")[0].Dest = String("section-III")


@spoils("L104")
def bookmarks_exchanged(opened: Pdf) -> None:
    one, other = bookmarks(opened)[:2]
    one.Title, other.Title = other.Title, one.Title


@spoils("L103")
def names_of_destinations_out_of_order(opened: Pdf) -> None:
    names = list(opened.Root.Names.Dests.Names)
    opened.Root.Names.Dests.Names = Array([*names[2:], *names[:2]])


# The newest standards


@spoils("A122", as_="ua2")
def note_does_not_name_its_call(opened: Pdf) -> None:
    del elements(opened, "FENote")[0]["/Ref"]


@spoils("A122", as_="ua2")
def note_names_the_call_of_another(opened: Pdf) -> None:
    one, other = elements(opened, "FENote")[:2]
    one.Ref = other.Ref


@spoils("A122", as_="ua2")
def link_without_a_destination_in_the_structure(opened: Pdf) -> None:
    link = next(note for page in opened.pages for note in page.obj.Annots if note.get("/A", {}).get("/S") == "/GoTo")
    del link.A["/SD"]


@spoils("P013", of="gardens")
def line_of_the_masthead_without_its_language(opened: Pdf) -> None:
    del next(node for node in elements(opened, "Span") if painted(opened, node).startswith("Distr."))["/Lang"]


@spoils("A164")
def number_of_a_paragraph_as_plain_words(opened: Pdf) -> None:
    node = begins(opened, "P", "7. ")
    next(kid for kid in kids(node) if isinstance(kid, Dictionary) and kid.get("/S") == Name.Lbl).S = Name.Span


@spoils("A164")
def contents_without_a_title(opened: Pdf) -> None:
    title = next(node for node in elements(opened, "Caption") if node.P.S == Name.TOC)
    contents = title.P
    holder = contents.P
    place = next(place for place, kid in enumerate(holder.K) if kid.objgen == contents.objgen)
    title.S, title.P = Name.P, holder
    contents.K = Array([kid for kid in contents.K if kid.objgen != title.objgen])
    holder.K.insert(place, title)


@spoils("A165", "P004", of="libraries")
def lowered_figure_as_plain_words(opened: Pdf) -> None:
    del next(node for node in elements(opened, "Span") if "/A" in node and "/BaselineShift" in node.A)["/A"]


def _raised(opened: Pdf) -> Any:
    return next(node for node in elements(opened, "Span") if "/ActualText" in node)


@spoils("A165", of="libraries")
def raised_number_read_as_plain_figures(opened: Pdf) -> None:
    del _raised(opened)["/ActualText"]


@spoils("A165", of="libraries")
def raised_number_read_as_a_lowered_one(opened: Pdf) -> None:
    node = _raised(opened)
    node.ActualText = String("²" if str(node.ActualText) == "₂" else "₂")


@spoils("A165", of="libraries")
def raised_number_copied_as_plain_figures(opened: Pdf) -> None:
    def bare(part: list[Any]) -> list[Any]:
        properties = Dictionary(MCID=part[0].operands[1].MCID)
        return [instruction("BDC", part[0].operands[0], properties), *part[1:]]

    edit(opened, *marks(_raised(opened))[-1], bare)


@spoils("A111", "A165", "P004", of="libraries")
def raised_number_read_as_another(opened: Pdf) -> None:
    _raised(opened).ActualText = String("³")


@spoils("P001", of="weather")
def caption_in_its_picture(opened: Pdf) -> None:
    caption = next(node for node in elements(opened, "Caption") if str(node.get("/ID", "")).startswith("figure"))
    around = caption.P
    picture = next(node for node in kids(around) if isinstance(node, Dictionary) and str(node.S) == "/Figure")
    around.K = Array([kid for kid in kids(around) if not isinstance(kid, Dictionary) or kid.objgen != caption.objgen])
    picture.K, caption.P = Array([caption, *kids(picture)]), picture


@spoils("P013", of="trains")
def note_in_the_language_of_the_passage_that_calls_it(opened: Pdf) -> None:
    del next(node for node in elements(opened, "Note") if "/Lang" in node)["/Lang"]


@spoils("P004", of="weather")
def formula_read_out_as_tex(opened: Pdf) -> None:
    elements(opened, "Formula")[0].Alt = String(r"\bar{r}")


@spoils("A163", of="weather")
def formula_without_mathml(opened: Pdf) -> None:
    del elements(opened, "Formula")[0]["/AF"]


def _over_drawings(opened: Pdf, pattern: bytes, instead: bytes) -> None:
    for page in opened.pages:
        page.Contents = opened.make_stream(re.sub(pattern, instead, page.Contents.read_bytes()))


@spoils("A167", of="weather")
def formulas_are_outlines_alone(opened: Pdf) -> None:
    _over_drawings(opened, rb"(?s)q\s+BT\s+3 Tr.*?ET\s+Q", b"")


@spoils("A167", of="weather")
def formula_is_found_as_another(opened: Pdf) -> None:
    _over_drawings(opened, rb"(?s)(3 Tr.*?Tm <)....(> Tj)", rb"\g<1>0002\2")


@spoils("A113", "A122", of="weather", as_="ua2")
def words_lie_invisibly_over_a_picture(opened: Pdf) -> None:
    node = elements(opened, "Formula")[0]
    node.S = Name.Figure


@spoils("A122", as_="ua2")
def element_without_its_namespace(opened: Pdf) -> None:
    del elements(opened, "FENote")[0]["/NS"]


@spoils("A122", of="weather", as_="ua2")
def formula_without_its_mathml(opened: Pdf) -> None:
    del elements(opened, "Formula")[0]["/AF"]


@spoils("A122", of="weather", as_="ua2")
def tags_of_a_formula_with_another_sign(opened: Pdf) -> None:
    elements(opened, "mn")[0].ActualText = String("7")


@spoils("A122", of="weather", as_="ua2")
def formula_without_its_tags(opened: Pdf) -> None:
    formula = elements(opened, "Formula")[0]
    formula.K = Array([kid for kid in kids(formula) if not isinstance(kid, Dictionary)])


@spoils("A122", "A167", of="weather", as_="ua2")
def formula_with_the_mathml_of_another(opened: Pdf) -> None:
    one, other = elements(opened, "Formula")[:2]
    one.AF, other.AF = other.AF, one.AF


@spoils("A171", of="lamps")
def summary_under_no_heading(opened: Pdf) -> None:
    kids(next(node for node in elements(opened, "Art") if str(node.ID) == "summary"))[0].S = Name.P


@spoils("A171", as_="ua2")
def document_not_attached(opened: Pdf) -> None:
    del opened.Root["/AF"]
    del opened.Root.Names["/EmbeddedFiles"]


@spoils("A166", of="ranged")
def divided_words_by_replacement_text_alone(opened: Pdf) -> None:
    replaced = 0
    for page in opened.pages:
        stream = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page))
        spoilt, count = _SOFTENED.subn(rb"/Span <</ActualText <feff00ad>>> BDC \1\2 \3 EMC", stream)
        page.Contents = opened.make_stream(spoilt)
        replaced += count
    assert replaced


@spoils("A169", as_="large")
def paragraph_of_large_print_in_small_letters(opened: Pdf) -> None:
    def shrink(part: list[Any]) -> list[Any]:
        return [
            instruction("Tf", one.operands[0], float(one.operands[1]) * 0.6) if str(one.operator) == "Tf" else one
            for one in part
        ]

    for page, number in marks(begins(opened, "P", "7. ")):
        edit(opened, page, number, shrink)


@spoils("A171", of="weather")
def note_of_a_figure_tagged_as_a_heading(opened: Pdf) -> None:
    next(node for node in elements(opened, "P") if str(node.P.get("/ID", "")) == "figure-I.note-a").S = Name.H2


@spoils("P004", of="gardens")
def figures_of_an_arabic_line_in_another_order(opened: Pdf) -> None:
    swap(begins(opened, "P", " 410"), 1, 2)


@spoils("A170", of="gardens")
def vowel_sign_raised_apart_from_its_letter(opened: Pdf) -> None:
    for page in opened.pages:
        stream = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page))
        page.Contents = opened.make_stream(re.sub(rb"(/marks \S+ Tf\s+)(\[[^\]]*\]\s*TJ)", rb"\1.5 Ts \2 0 Ts", stream))

"""PDF editions of the harbour report, spoilt in one way each; and how to find in a PDF what is to be spoilt."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, String

from tests.spoilt.registry import Faults
from tests.spoilt.rewriting import objects

Pdf = Any


# Finding what is to be spoilt


def elements(opened: Pdf, *tags: str) -> list[Any]:
    def walk(node: Any) -> Iterator[Any]:
        if str(node.get("/S", ""))[1:] in tags:
            yield node
        for kid in kids(node):
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield from walk(kid)

    return list(walk(opened.Root.StructTreeRoot))


def kids(node: Any) -> list[Any]:
    held = node.get("/K")
    return list(held) if isinstance(held, Array) else [] if held is None else [held]


def marks(node: Any, page: Any = None) -> list[tuple[Any, int]]:
    page = node.get("/Pg", page)
    found: list[tuple[Any, int]] = []
    for kid in kids(node):
        if not isinstance(kid, Dictionary):
            found.append((page, int(kid)))
        elif "/MCID" in kid:
            found.append((kid.get("/Pg", page), int(kid.MCID)))
        elif "/S" in kid:
            found += marks(kid, page)
    return found


def begins(opened: Pdf, tag: str, text: str) -> Any:
    """The element whose painted text begins with ``text``."""
    return next(node for node in elements(opened, tag) if painted(opened, node).startswith(text))


def painted(opened: Pdf, node: Any) -> str:
    """What the element ``node`` paints."""
    read = _texts(opened)
    return "".join(read.get((*page.objgen, number), "") for page, number in marks(node))


def painted_by(opened: Pdf, page: Any, number: int) -> str:
    """What the marked content ``number`` of ``page`` says."""
    return _texts(opened)[*page.obj.objgen, number]


_READ: dict[bytes, dict[tuple[int, int, int], str]] = {}
"""What the pages say, by the digest of all that is drawn on them: most editions are spoilt from the same sound one."""


def _texts(opened: Pdf) -> dict[tuple[int, int, int], str]:
    """What each marked content says, by its page and number."""
    from plantin.auditors.pdf.bounds import ReadingBudget
    from plantin.auditors.pdf.content import sheets

    drawn = hashlib.sha256()
    for page in opened.pages:
        page.contents_coalesce()
        drawn.update(repr((page.obj.objgen, page.Contents.read_raw_bytes())).encode())
    key = drawn.digest()
    if key not in _READ:
        _READ.clear()
        _READ[key] = {key: mark.text for sheet in sheets(opened, ReadingBudget(0)) for key, mark in sheet.marks.items()}
    return _READ[key]


def inside(node: Any, holder: Any) -> bool:
    while "/P" in node:
        node = node.P
        if node.objgen == holder.objgen:
            return True
    return False


def edit(opened: Pdf, page: Any, number: int, change: Callable[[list[Any]], list[Any]]) -> None:
    """Change the instructions of one marked-content sequence, its BDC and EMC included."""
    instructions = list(pikepdf.parse_content_stream(page))
    begin = next(
        place
        for place, one in enumerate(instructions)
        if str(one.operator) == "BDC"
        and isinstance(one.operands[1], Dictionary)
        and one.operands[1].get("/MCID") == number
    )
    depth, end = 0, begin
    while True:
        depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(instructions[end].operator), 0)
        if not depth:
            break
        end += 1
    instructions[begin : end + 1] = change(instructions[begin : end + 1])
    page.Contents = opened.make_stream(pikepdf.unparse_content_stream(instructions))


def instruction(operator: str, *operands: Any) -> pikepdf.ContentStreamInstruction:
    return pikepdf.ContentStreamInstruction(list(operands), Operator(operator))


def links_to(opened: Pdf, target: str) -> list[Any]:
    return [
        note for page in opened.pages for note in page.obj.get("/Annots", []) if str(note.get("/Dest", "")) == target
    ]


def destinations(opened: Pdf) -> Any:
    return opened.Root.Names.Dests.Names


def bookmarks(opened: Pdf) -> list[Any]:
    """Those of the main headings, below that of the title."""
    found, item = [], opened.Root.Outlines.First.First
    while item is not None:
        found.append(item)
        item = item.get("/Next")
    return found


def rewrite_metadata(opened: Pdf, pattern: str, words: str = "") -> None:
    text = opened.Root.Metadata.read_bytes().decode()
    changed = re.sub(pattern, words, text, flags=re.DOTALL)
    assert changed != text
    opened.Root.Metadata.write(changed.encode())


def swap(holder: Any, one: int, other: int) -> None:
    held = kids(holder)
    held[one], held[other] = held[other], held[one]
    holder.K = Array(held)


def cut(node: Any) -> None:
    """Take an element out of its parent."""
    node.P.K = Array([kid for kid in kids(node.P) if not (isinstance(kid, Dictionary) and kid.objgen == node.objgen)])


def show(opened: Pdf, node: Any, codes_of: Any) -> None:
    """Paint the glyphs of another element's first words under the first mark of ``node``."""
    shown: list[Any] = []

    def keep(part: list[Any]) -> list[Any]:
        shown.extend(one for one in part if str(one.operator) in {"TJ", "Tj"})
        return part

    edit(opened, *marks(codes_of)[0], keep)
    edit(opened, *marks(node)[0], lambda part: [shown[0] if str(one.operator) in {"TJ", "Tj"} else one for one in part])


def without_text(part: list[Any]) -> list[Any]:
    return [one for one in part if str(one.operator) not in {"TJ", "Tj"}]


# The spoilt editions: what is done, and the codes that must be found, and no others

FILES = Faults("pdf", objects)
spoils = FILES.spoils


@spoils("L104", "P007")
def heading_rank_changed(opened: Pdf) -> None:
    elements(opened, "H3")[0].S = Name.H4


@spoils("A120", "A125", "L101", "L102", "L104", "P006")
def sections_swapped_in_the_tree(opened: Pdf) -> None:
    holder = begins(opened, "H2", "I. ").P.P
    places = [place for place, kid in enumerate(kids(holder)) if str(kid.S) == "/Sect"]
    swap(holder, places[0], places[2])


@spoils("A120", "P006")
def paragraphs_swapped_in_the_tree(opened: Pdf) -> None:
    holder = begins(opened, "P", "1. ").P
    places = [place for place, kid in enumerate(kids(holder)) if str(kid.S) == "/P"]
    swap(holder, places[0], places[1])


@spoils("A102", "P001")
def paragraph_out_of_the_tree(opened: Pdf) -> None:
    cut(begins(opened, "P", "6. "))


@spoils("A102", "P001")
def paragraph_made_an_artifact(opened: Pdf) -> None:
    for place in marks(begins(opened, "P", "7. ")):
        edit(opened, *place, lambda part: [instruction("BMC", Name.Artifact), *part[1:]])


@spoils("A108", "A120", "P005")
def indicator_shows_another_number(opened: Pdf) -> None:
    calls = [node for node in elements(opened, "Reference") if painted(opened, node).strip() in {"1", "2", "3"}]
    other = next(node for node in calls if painted(opened, node).strip() == "2")
    show(opened, calls[-1] if painted(opened, calls[-1]).strip() != "2" else calls[0], other)


@spoils("L102", "P005")
def indicator_leads_to_another_note(opened: Pdf) -> None:
    links_to(opened, "note-1")[0].Dest = String("note-3")


@spoils("L102")
def note_leads_back_to_another_call(opened: Pdf) -> None:
    links_to(opened, "indicator-3")[0].Dest = String("indicator-2")


@spoils("L102")
def note_leads_back_to_its_second_call(opened: Pdf) -> None:
    links_to(opened, "indicator-1")[0].Dest = String("indicator-1-2")


@spoils("L102")
def link_back_removed(opened: Pdf) -> None:
    gone = links_to(opened, "indicator-3")[0].objgen
    page = opened.pages[0].obj
    page.Annots = Array([one for one in page.Annots if one.objgen != gone])


@spoils("P008")
def destination_removed(opened: Pdf) -> None:
    names = list(destinations(opened))
    place = next(place for place, name in enumerate(names) if str(name) == "paragraph-3")
    opened.Root.Names.Dests.Names = Array(names[:place] + names[place + 2 :])


@spoils("P008")
def destination_on_no_page(opened: Pdf) -> None:
    names = list(destinations(opened))
    place = next(place for place, name in enumerate(names) if str(name) == "paragraph-4")
    names[place + 1] = Array([None, Name.XYZ, 0, 0, 0])
    opened.Root.Names.Dests.Names = Array(names)


@spoils("P003", "P004", "P006")
def destinations_exchanged(opened: Pdf) -> None:
    names = list(destinations(opened))
    one, other = (
        next(place for place, name in enumerate(names) if str(name) == f"paragraph-{number}") for number in (6, 7)
    )
    names[one + 1], names[other + 1] = names[other + 1], names[one + 1]
    opened.Root.Names.Dests.Names = Array(names)


@spoils("A107", "P013")
def language_of_a_passage_dropped(opened: Pdf) -> None:
    node = next(node for node in elements(opened, "Span") if str(node.get("/Lang", "")) == "ru")
    del node["/Lang"]


@spoils("P011")
def language_dropped(opened: Pdf) -> None:
    del opened.Root["/Lang"]


@spoils("A111", "A162", of="gardens")
def line_of_arabic_given_as_replacement_text(opened: Pdf) -> None:
    for page in opened.pages:
        instructions = list(pikepdf.parse_content_stream(page))
        for place, one in enumerate(instructions):
            if str(one.operator) == "BMC" and str(one.operands[0]) == "/ReversedChars":
                number = instructions[place - 1].operands[1].MCID
                words = painted_by(opened, page, number)
                if len(words) > 8:
                    instructions[place - 1].operands[1].ActualText = String(words)
                    page.Contents = opened.make_stream(pikepdf.unparse_content_stream(instructions))
                    return


@spoils("A162", "P009", of="gardens")
def two_words_in_one_reversed_string(opened: Pdf) -> None:
    page = opened.pages[0]
    instructions = list(pikepdf.parse_content_stream(page))
    font, spaces, reversed_ = "", dict[str, bytes](), False
    for one in instructions:
        if str(one.operator) == "Tf":
            font = str(one.operands[0])
        elif str(one.operator) in {"BMC", "EMC"}:
            reversed_ = str(one.operator) == "BMC"
        elif str(one.operator) == "TJ":
            shown = one.operands[0]
            strings = [place for place, part in enumerate(shown) if isinstance(part, pikepdf.String)]
            first = bytes(shown[strings[0]])
            if not reversed_ and len(strings) == 1 and len(first) == 2:
                spaces.setdefault(font, first)
            elif reversed_ and font in spaces and len(first) > 4:
                shown[strings[0]] = pikepdf.String(first[:2] + spaces[font] + first[2:])
                page.Contents = opened.make_stream(pikepdf.unparse_content_stream(instructions))
                return


@spoils("L104", "P001", "P002", "P003", "P004", "P010", of="gardens")
def arabic_painted_backwards_without_a_word(opened: Pdf) -> None:
    page = opened.pages[1]
    stream = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page))
    page.Contents = opened.make_stream(stream.replace(b"/ReversedChars BMC", b"/Span BMC"))


@spoils("A171")
def title_dropped(opened: Pdf) -> None:
    del opened.docinfo["/Title"]
    rewrite_metadata(opened, "<dc:title>.*?</dc:title>")


@spoils("A171")
def bookmarks_closed(opened: Pdf) -> None:
    del opened.Root.PageMode


@spoils("A161")
def link_too_small_to_press(opened: Pdf) -> None:
    rectangle = opened.pages[0].Annots[0].Rect
    rectangle[2] = float(rectangle[0]) + 4


@spoils("A161")
def corners_of_a_link_exchanged(opened: Pdf) -> None:
    rectangle = opened.pages[0].Annots[0].Rect
    rectangle[1], rectangle[3] = rectangle[3], rectangle[1]


@spoils("A171")
def title_not_displayed(opened: Pdf) -> None:
    opened.Root.ViewerPreferences.DisplayDocTitle = False


@spoils("A171")
def not_said_to_be_tagged(opened: Pdf) -> None:
    del opened.Root["/MarkInfo"]


@spoils("A105")
def note_without_identifier(opened: Pdf) -> None:
    del elements(opened, "Note")[0]["/ID"]


@spoils("A105")
def two_notes_of_one_identifier(opened: Pdf) -> None:
    one, other = elements(opened, "Note")[:2]
    other.ID = one.ID


@spoils("A171")
def label_of_a_note_after_its_words(opened: Pdf) -> None:
    note = elements(opened, "Note")[0]
    note.K = Array([*list(note.K)[1:], note.K[0]])


@spoils("A108", "P003")
def note_shows_the_number_of_another(opened: Pdf) -> None:
    one, other = (
        next(node for node in elements(opened, "Lbl") if inside(node, note)) for note in elements(opened, "Note")[:2]
    )
    show(opened, one, other)


@spoils("L104")
def title_not_among_the_bookmarks(opened: Pdf) -> None:
    outlines = opened.Root.Outlines
    outlines.First, outlines.Last = outlines.First.First, outlines.First.Last
    for item in (outlines.First, outlines.Last):
        item.Parent = outlines


@spoils("L104")
def bookmark_says_something_else(opened: Pdf) -> None:
    bookmarks(opened)[1].Title = String("II. State of the ships")


@spoils("L104")
def bookmark_leads_elsewhere(opened: Pdf) -> None:
    one, other = bookmarks(opened)[:2]
    one.Dest = other.Dest


@spoils("P004")
def words_of_a_paragraph_not_painted(opened: Pdf) -> None:
    edit(opened, *marks(begins(opened, "P", "7. "))[-1], without_text)


@spoils("A113", "P004")
def words_painted_invisibly(opened: Pdf) -> None:
    hidden, shown = instruction("Tr", 3), instruction("Tr", 0)
    edit(opened, *marks(begins(opened, "P", "7. "))[-1], lambda part: [part[0], hidden, *part[1:-1], shown, part[-1]])


@spoils("A113", "P004")
def words_painted_beside_the_page(opened: Pdf) -> None:
    def away(part: list[Any]) -> list[Any]:
        return [
            instruction("Tm", 10, 0, 0, 10, 9000, 9000) if str(one.operator) in {"Tm", "Td"} else one for one in part
        ]

    edit(opened, *marks(begins(opened, "P", "7. "))[-1], away)


@spoils("A111", "P004")
def read_as_something_else(opened: Pdf) -> None:
    def lie(part: list[Any]) -> list[Any]:
        properties = Dictionary(part[0].operands[1])
        properties.ActualText = String("and darkness")
        return [instruction("BDC", part[0].operands[0], properties), *part[1:]]

    edit(opened, *marks(begins(opened, "P", "7. "))[-1], lie)


@spoils("A103")
def line_painted_under_no_mark(opened: Pdf) -> None:
    page = opened.pages[-1].obj
    font = next(iter(page.Resources.Font.keys()))
    # Away from the edge of the page, where text is a fault for itself.
    shown = [instruction("Td", 100, 100), instruction("Tj", String(b"\x00\x04\x00\x05"))]
    extra = [instruction("BT"), instruction("Tf", Name(font), 9), *shown, instruction("ET")]
    page.Contents = opened.make_stream(pikepdf.unparse_content_stream([*pikepdf.parse_content_stream(page), *extra]))


@spoils("A103")
def rule_drawn_under_no_mark(opened: Pdf) -> None:
    page = opened.pages[-1].obj
    extra = [instruction("re", 100, 20, 50, 1), instruction("f")]
    page.Contents = opened.make_stream(pikepdf.unparse_content_stream([*pikepdf.parse_content_stream(page), *extra]))


@spoils("A102", "P004")
def tagged_twice(opened: Pdf) -> None:
    node = begins(opened, "P", "7. ")
    node.K = Array([*kids(node), kids(node)[-1]])


@spoils("A117", "P002")
def folio_in_the_text(opened: Pdf) -> None:
    page = opened.pages[-1].obj
    instructions = list(pikepdf.parse_content_stream(page))
    places = [
        place
        for place, one in enumerate(instructions)
        if str(one.operator) == "BDC" and "/Footer" in str(one.operands[1])
    ]
    instructions[places[0]] = instruction("BDC", Name.P, Dictionary(MCID=900))
    page.Contents = opened.make_stream(pikepdf.unparse_content_stream(instructions))
    last = begins(opened, "P", "7. ")
    holder = last.P
    added = opened.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=holder, Pg=page, K=Array([900])))
    holder.K = Array([*kids(holder), added])


@spoils("A108")
def link_without_words(opened: Pdf) -> None:
    del links_to(opened, "note-3")[0]["/Contents"]


@spoils("A111")
def link_read_as_another(opened: Pdf) -> None:
    next(iter(elements(opened, "Link"))).Alt = String("Nowhere")


@spoils("A108", "P005")
def link_in_no_element(opened: Pdf) -> None:
    target = links_to(opened, "note-3")[0]
    for node in elements(opened, "Link"):
        node.K = Array(
            [
                kid
                for kid in kids(node)
                if not (isinstance(kid, Dictionary) and "/Obj" in kid and kid.Obj.objgen == target.objgen)
            ]
        )


@spoils("A171")
def one_claim_dropped(opened: Pdf) -> None:
    rewrite_metadata(opened, "<pdfuaid:part>.*?</pdfuaid:part>")


@spoils("P001")
def tag_renamed(opened: Pdf) -> None:
    begins(opened, "P", "7. ").S = Name("/Prose")


@spoils("A106", "P001", "P014")
def figure_without_words(opened: Pdf) -> None:
    begins(opened, "P", "7. ").S = Name.Figure


@spoils("L105")
def contents_give_another_page(opened: Pdf) -> None:
    rows = elements(opened, "TOCI")
    pages = [
        next(node for node in elements(opened, "Span") if marks(node)[:1] == [marks(row)[-1]])
        for row in (rows[0], rows[-1])
    ]
    show(opened, pages[0], pages[1])


@spoils("A102", "A108", "P010")
def row_of_the_contents_dropped(opened: Pdf) -> None:
    cut(elements(opened, "TOCI")[-1])


@spoils("P009")
def lines_of_the_masthead_exchanged(opened: Pdf) -> None:
    swap(elements(opened, "Div")[0], 0, 1)


@spoils("P007")
def quotation_made_plain(opened: Pdf) -> None:
    elements(opened, "BlockQuote")[0].S = Name.Div


@spoils("P004")
def font_means_other_letters(opened: Pdf) -> None:
    for font in {font.objgen: font for page in opened.pages for font in page.obj.Resources.Font.values()}.values():
        text = font.ToUnicode.read_bytes()
        font.ToUnicode.write(text.replace(b"<006a>", b"<0071>").replace(b"<006A>", b"<0071>"))

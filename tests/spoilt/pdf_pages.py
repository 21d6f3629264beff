"""What a faulty tool does to the pages of a finished PDF: to what is painted, to their order, to the file around
them.
"""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.spoilt.pdf import edit, elements, instruction, kids, marks
from tests.spoilt.pdf_visibility import line, one, painted_after, wrapped
from tests.spoilt.registry import Faults
from tests.spoilt.rewriting import objects

FILES = Faults("pdf", objects)
spoils = FILES.spoils
Pdf = Any
_UP = 150


def words(opened: Pdf) -> list[Any]:
    """Instructions that paint the first words of the line's page again, in an empty place of it, upright as it is
    read.
    """
    page, _ = line(opened)
    font = None
    for i in pikepdf.parse_content_stream(page):
        if str(i.operator) == "Tf":
            font = i.operands[0]
        elif str(i.operator) == "TJ":
            return [one("BT"), one("Tf", font, 9), one("Tm", 1, 0, 0, 1, 100, 40), i, one("ET")]
    raise AssertionError("the page has no words")


def layer(opened: Pdf, *, shown: bool) -> Any:
    group = opened.make_indirect(Dictionary(Type=Name.OCG, Name=String("Draft")))
    config = Dictionary(Name=String("As printed"), Order=Array([group]))
    config["/ON" if shown else "/OFF"] = Array([group])
    opened.Root.OCProperties = Dictionary(OCGs=Array([group]), D=config)
    page, _ = line(opened)
    page.obj.Resources["/Properties"] = Dictionary(own=group)
    return group


# What is painted


@spoils("A113", "P004")
def words_in_a_layer_that_is_off(opened: Pdf) -> None:
    layer(opened, shown=False)
    wrapped(opened, [one("BDC", Name.OC, Name.own)], [one("EMC")])


@spoils("A113", "P004")
def words_squeezed_to_nothing(opened: Pdf) -> None:
    wrapped(opened, [one("q"), one("Tz", 1)], [one("Q")])


@spoils("A113", "P004")
def words_raised_off_the_page(opened: Pdf) -> None:
    wrapped(opened, [one("q"), one("Ts", 3000)], [one("Q")])


@spoils("A113", "P004")
def words_spaced_off_the_page(opened: Pdf) -> None:
    wrapped(opened, [one("q"), one("Tc", 900)], [one("Q")])


@spoils("A118")
def words_too_pale(opened: Pdf) -> None:
    wrapped(opened, [one("q"), one("rg", 0.75, 0.75, 0.75)], [one("Q")])


@spoils("A171", "P037")
def sentence_that_is_an_artifact(opened: Pdf) -> None:
    painted_after(opened, *words(opened))


@spoils("A171", "P037")
def wrong_number_at_the_foot(opened: Pdf) -> None:
    feet = []
    for page in opened.pages:
        instructions = list(pikepdf.parse_content_stream(page))
        at = next(
            place
            for place, i in enumerate(instructions)
            if str(i.operator) == "BDC" and "/Footer" in str(i.operands[1])
        )
        shown = next(place for place in range(at, len(instructions)) if str(instructions[place].operator) == "TJ")
        feet.append((page, instructions, shown))
    (_, first, a), (_, second, b) = feet[:2]
    first[a], second[b] = second[b], first[a]
    for page, instructions, _ in feet[:2]:
        page.obj.Contents = opened.make_stream(pikepdf.unparse_content_stream(instructions))


@spoils("A103")
def words_in_a_form_under_no_mark(opened: Pdf) -> None:
    page, _ = line(opened)
    form = opened.make_stream(pikepdf.unparse_content_stream(words(opened)), Type=Name.XObject, Subtype=Name.Form)
    form.BBox, form.Resources = Array([0, 0, 600, 900]), page.obj.Resources
    page.obj.Resources["/XObject"] = Dictionary(own=opened.make_indirect(form))
    page.obj.Contents = opened.make_stream(
        pikepdf.unparse_content_stream([*pikepdf.parse_content_stream(page), one("Do", Name.own)])
    )


@spoils("A113")
def lines_painted_over_each_other(opened: Pdf) -> None:
    page, mark = line(opened)
    above = next(one for one in sheet_of(opened, page).marks.values() if one.text.startswith("Observations"))
    # Lengths in the line's own instructions are pixels from the upper left corner.
    wrapped(opened, [one("q"), one("cm", 1, 0, 0, 1, 0, (mark.y - above.y) / 0.75)], [one("Q")])


def sheet_of(opened: Pdf, page: Any) -> Any:
    from plantin.auditors.pdf.bounds import ReadingBudget
    from plantin.auditors.pdf.content import sheets

    return sheets(opened, ReadingBudget(0))[page.index]


# Pages


@spoils("A125", "L105", of="ferry")
def pages_exchanged(opened: Pdf) -> None:
    page = opened.pages[2]
    del opened.pages[2]
    opened.pages.insert(1, page)


@spoils("A102", "A108", of="ferry")
def page_twice(opened: Pdf) -> None:
    opened.pages.append(opened.pages[2])


@spoils("A102", "A111", "L104", "L105", "P001", "P002", "P014")
def page_removed(opened: Pdf) -> None:
    del opened.pages[1]


@spoils("L105")
def labels_of_the_pages_shifted(opened: Pdf) -> None:
    opened.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=4)]))


@spoils("A171")
def page_turned(opened: Pdf) -> None:
    opened.pages[1].obj.Rotate = 180


@spoils("A111", "A113", "P001", "P002", "P014")
def page_cropped(opened: Pdf) -> None:
    page = opened.pages[1].obj
    left, low, right, high = map(float, page.MediaBox)
    page.CropBox = Array([left, low, right, high - 200])


@spoils("A111", "A113", "L104", "P001", "P002", "P014")
def page_shrunk_to_a_stamp(opened: Pdf) -> None:
    page = opened.pages[1].obj
    made = [one("q"), one("cm", 0.02, 0, 0, 0.02, 0, 0), *pikepdf.parse_content_stream(page), one("Q")]
    page.Contents = opened.make_stream(pikepdf.unparse_content_stream(made))


@spoils("A108", "A117", "L101")
def note_painted_on_another_page(opened: Pdf) -> None:
    """The note of the first page is drawn on the second, tags and links with it."""
    note = elements(opened, "Note")[0]
    first, second = opened.pages[0].obj, opened.pages[1].obj
    second_marks = max(number for page, number in _all(opened) if page.objgen == second.objgen) + 1
    moved: list[Any] = []
    for page, number in marks(note):
        assert page.objgen == first.objgen

        def take(part: list[Any], number: int = number) -> list[Any]:
            properties = Dictionary(part[0].operands[1])
            properties.MCID = second_marks + number
            moved.extend([instruction("BDC", part[0].operands[0], properties), *part[1:]])
            return []

        edit(opened, first, number, take)
    raised = [one("q"), one("cm", 0.75, 0, 0, 0.75, 0, -_UP), *moved, one("Q")]
    second.Contents = opened.make_stream(
        pikepdf.unparse_content_stream([*pikepdf.parse_content_stream(second), *raised])
    )
    for name, font in first.Resources.Font.items():
        second.Resources.Font[name] = font
    _move(note, first, second, second_marks)
    names = opened.Root.Names.Dests.Names
    place = next(place for place, name in enumerate(names) if str(name) == "note-1")
    left, top = map(float, names[place + 1][2:4])
    names[place + 1] = Array([second, Name.XYZ, left, top + _UP, 0])


def _all(opened: Pdf) -> list[tuple[Any, int]]:
    return [place for node in elements(opened, "Document") for place in marks(node)]


def _move(node: Any, first: Any, second: Any, more: int) -> None:
    if "/Pg" in node:
        node.Pg = second
    node.K = Array([kid + more if isinstance(kid, int) else kid for kid in kids(node)])
    for kid in kids(node):
        if isinstance(kid, Dictionary) and "/S" in kid:
            _move(kid, first, second, more)


# The file


@spoils("P037")
def packet_names_another_language(opened: Pdf) -> None:
    text = opened.Root.Metadata.read_bytes().decode()
    assert "<rdf:li>en</rdf:li>" in text
    opened.Root.Metadata.write(text.replace("<rdf:li>en</rdf:li>", "<rdf:li>fr</rdf:li>").encode())


@spoils("A171")
def tags_are_suspect(opened: Pdf) -> None:
    opened.Root.MarkInfo.Suspects = True


@spoils("A171")
def script_on_opening(opened: Pdf) -> None:
    opened.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@spoils("A171")
def script_by_name(opened: Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    opened.Root.Names.JavaScript = Dictionary(Names=Array([String("a"), script]))


@spoils("A171")
def link_that_starts_a_program(opened: Pdf) -> None:
    note = next(note for page in opened.pages for note in page.obj.Annots if str(note.get("/Dest", "")) == "note-3")
    note.AA = Dictionary(U=Dictionary(S=Name.Launch, F=String("lamps.exe")))


@spoils("A171")
def page_that_acts(opened: Pdf) -> None:
    opened.pages[1].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def _annotation(opened: Pdf, subtype: Name, **values: Any) -> None:
    page, mark = line(opened)
    drawn = opened.make_stream(b"1 1 1 rg 0 0 500 14 re f", Type=Name.XObject, Subtype=Name.Form)
    drawn.BBox = Array([0, 0, 500, 14])
    area = Array([mark.x - 5, mark.y - 4, mark.x + 495, mark.y + 10])
    note = Dictionary(Type=Name.Annot, Subtype=subtype, Rect=area, F=4, AP=Dictionary(N=drawn), **values)
    page.obj.Annots = Array([*page.obj.Annots, opened.make_indirect(note)])


@spoils("A171")
def text_covered_by_an_annotation(opened: Pdf) -> None:
    _annotation(opened, Name.Square, Contents=String("A white box"))


@spoils("A171")
def note_stuck_on_a_page(opened: Pdf) -> None:
    _annotation(opened, Name.FreeText, Contents=String("The lamps are out."), DA=String("/F 9 Tf"))


@spoils("A171")
def link_that_covers_its_words(opened: Pdf) -> None:
    note = next(note for page in opened.pages for note in page.obj.Annots if str(note.get("/Dest", "")) == "note-3")
    drawn = opened.make_stream(b"1 1 1 rg 0 0 50 14 re f", Type=Name.XObject, Subtype=Name.Form)
    drawn.BBox = Array([0, 0, 50, 14])
    note.AP = Dictionary(N=drawn)

"""The edition for a printer, spoilt in one way each: what a press would refuse, and what leads a reader of paper
nowhere.
"""

from __future__ import annotations

import re
from typing import Any

from pikepdf import Array, Dictionary, Name, String

from tests.spoilt.registry import Faults
from tests.spoilt.rewriting import objects

Pdf = Any
FILES = Faults("print", objects)
spoils = FILES.spoils


def repaint(page: Any, opened: Pdf, old: bytes, new: bytes) -> None:
    content = page.obj.Contents.read_bytes()
    assert old in content
    page.obj.Contents = opened.make_stream(content.replace(old, new))


def packet(opened: Pdf, pattern: str) -> None:
    text = opened.Root.Metadata.read_bytes().decode()
    changed = re.sub(pattern, "", text, flags=re.DOTALL)
    assert changed != text
    opened.Root.Metadata.write(changed.encode())


@spoils("V301")
def trim_box_dropped(opened: Pdf) -> None:
    del opened.pages[0].obj["/TrimBox"]


@spoils("V301")
def bleed_box_as_small_as_the_page(opened: Pdf) -> None:
    opened.pages[1].obj.BleedBox = opened.pages[1].obj.TrimBox


@spoils("V301")
def two_ways_to_cut(opened: Pdf) -> None:
    opened.pages[0].obj.ArtBox = opened.pages[0].obj.TrimBox


@spoils("A171")
def no_intent_for_printing(opened: Pdf) -> None:
    opened.Root.OutputIntents = Array([opened.Root.OutputIntents[1]])


@spoils("A171", "P037")
def profile_of_a_screen(opened: Pdf) -> None:
    for intent in opened.Root.OutputIntents:
        data = bytearray(intent.DestOutputProfile.read_bytes())
        data[12:20] = b"mntrRGB "
        intent.DestOutputProfile = opened.make_indirect(opened.make_stream(bytes(data)))


@spoils("A171")
def claim_dropped(opened: Pdf) -> None:
    packet(opened, "<pdfxid:GTS_PDFXVersion>.*?</pdfxid:GTS_PDFXVersion>")


@spoils("A171")
def trapping_left_open(opened: Pdf) -> None:
    opened.docinfo.Trapped = Name.Unknown


@spoils("A108")
def link_on_the_page(opened: Pdf) -> None:
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([100, 100, 200, 120]),
        Contents=String("here"),
        Dest=String("note-1"),
    )
    opened.pages[0].obj.Annots = Array([opened.make_indirect(link)])


@spoils("A171")
def action_on_opening(opened: Pdf) -> None:
    opened.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@spoils("V306")
def last_leaf_without_verso(opened: Pdf) -> None:
    opened.add_blank_page(page_size=(652, 899))
    page = opened.pages[-1].obj
    for name in ("/MediaBox", "/BleedBox", "/TrimBox"):
        page[name] = opened.pages[0].obj[name]


@spoils("A171", "A172")
def font_not_embedded(opened: Pdf) -> None:
    font = next(iter(opened.pages[0].obj.Resources.Font.values()))
    descriptor = font.DescendantFonts[0].FontDescriptor
    del descriptor[next(name for name in ("/FontFile", "/FontFile2", "/FontFile3") if name in descriptor)]


def painted(opened: Pdf, what: bytes) -> None:
    """Paint on the first page outside its text, as an artifact of layout."""
    page = opened.pages[0]
    page.contents_add(b"/Artifact <</Type /Layout>> BDC q " + what + b" Q EMC\n")
    page.contents_coalesce()


@spoils("A171", "V308")
def four_full_inks(opened: Pdf) -> None:
    painted(opened, b"1 1 1 .5 k 9 9 9 9 re f")


@spoils("A171", "V310")
def line_too_fine_to_hold(opened: Pdf) -> None:
    painted(opened, b"0 0 0 1 K .5 0 0 .5 0 0 cm .25 w 9 9 m 99 99 l S")


@spoils("A171", "V311", "V312")
def dark_text_on_four_plates(opened: Pdf) -> None:
    repaint(opened.pages[0], opened, b"0 0 0 1 scn", b".5 .4 .4 1 scn")


@spoils("A171", "V312")
def black_text_that_knocks_out(opened: Pdf) -> None:
    opened.pages[0].obj.Resources.ExtGState["/over"].op = False


@spoils("A171", "V312")
def grey_text_that_overprints(opened: Pdf) -> None:
    repaint(opened.pages[0], opened, b"0 0 0 1 scn", b"0 0 0 .9 scn")


def picture(opened: Pdf, dots: int, inks: bytes) -> None:
    """Paint a picture an inch wide on the first page."""
    page = opened.pages[0].obj
    made = opened.make_stream(inks * dots * dots, Type=Name.XObject, Subtype=Name.Image, Width=dots, Height=dots)
    made.ColorSpace, made.BitsPerComponent = Name.DeviceCMYK, 8
    if "/XObject" not in page.Resources:
        page.Resources["/XObject"] = Dictionary()
    page.Resources["/XObject"]["/dots"] = opened.make_indirect(made)
    painted(opened, b"72 0 0 72 9 9 cm /dots Do")


@spoils("A171", "V309")
def picture_of_few_dots(opened: Pdf) -> None:
    picture(opened, 96, b"\x80\0\0\0")


@spoils("A171", "V308")
def picture_with_too_much_ink(opened: Pdf) -> None:
    picture(opened, 300, b"\xff\xff\xff\x80")


@spoils("A171")
def picture_in_colours_of_the_screen(opened: Pdf) -> None:
    picture(opened, 300, b"\x80\0\0\0")
    opened.pages[0].obj.Resources.XObject["/dots"].ColorSpace = Name.DeviceRGB


@spoils("A106", "A168")
def code_without_words(opened: Pdf) -> None:
    next(one for one in opened.objects if isinstance(one, Dictionary) and one.get("/S") == "/Figure").Alt = String("")


@spoils("A168")
def address_below_the_code_cut(opened: Pdf) -> None:
    figure = next(one for one in opened.objects if isinstance(one, Dictionary) and one.get("/S") == "/Figure")
    mark = max(int(kid) for kid in figure.K if isinstance(kid, int))
    shown = re.compile(rb"(<</MCID %d>>\n.*?\[<\w{8}).*?\] TJ" % mark, re.DOTALL)
    found = shown.search(opened.pages[0].obj.Contents.read_bytes())
    assert found
    repaint(opened.pages[0], opened, found[0], found[1] + b">] TJ")


@spoils("A103")
def crop_mark_in_the_text(opened: Pdf) -> None:
    repaint(opened.pages[0], opened, b"0 0 0 1 K .25 w", b"EMC 0 0 0 1 K .25 w 0 0 m 9 9 l S /Artifact BMC")


@spoils("V301")
def cropped_within_the_bleed(opened: Pdf) -> None:
    opened.pages[0].obj.CropBox = opened.pages[0].obj.TrimBox


def form(opened: Pdf, drawn: bytes, **values: Any) -> None:
    """Paint a form on the first page, as an artifact."""
    page = opened.pages[0].obj
    made = opened.make_stream(drawn, Type=Name.XObject, Subtype=Name.Form, Resources=Dictionary(), **values)
    made.BBox = Array([0, 0, 20, 20])
    if "/XObject" not in page.Resources:
        page.Resources["/XObject"] = Dictionary()
    page.Resources["/XObject"]["/own"] = opened.make_indirect(made)
    page.Contents = opened.make_stream(page.Contents.read_bytes() + b" /Artifact BMC /own Do EMC")


@spoils("A171")
def trapping_said_otherwise_in_the_packet(opened: Pdf) -> None:
    opened.docinfo.Trapped = Name("/True")


@spoils("A108")
def bookmark_that_acts(opened: Pdf) -> None:
    link_on_the_page(opened)
    opened.pages[0].obj.Annots[0].Rect = Array([0, 0, 1, 1])
    opened.Root.Outlines.First.A = Dictionary(S=Name.URI, URI=String("https://example.org/"))


@spoils("A171")
def mark_of_the_printer_on_the_text(opened: Pdf) -> None:
    mark = Dictionary(Type=Name.Annot, Subtype=Name.PrinterMark, Rect=Array([100, 100, 200, 120]))
    opened.pages[0].obj.Annots = Array([opened.make_indirect(mark)])


@spoils("A171")
def form_to_fill_in(opened: Pdf) -> None:
    opened.Root.AcroForm = Dictionary(Fields=Array([]), XFA=String("<xdp/>"))


@spoils("A171")
def file_in_the_file(opened: Pdf) -> None:
    opened.Root.Names.EmbeddedFiles = Dictionary(Names=Array([]))


@spoils("A171")
def postscript(opened: Pdf) -> None:
    page = opened.pages[0].obj
    page.Resources.XObject = Dictionary(own=opened.make_stream(b"showpage", Type=Name.XObject, Subtype=Name.PS))


@spoils("A171")
def transfer_function(opened: Pdf) -> None:
    opened.pages[0].obj.Resources.ExtGState["/own"] = Dictionary(TR=Name.Identity)


@spoils("A171")
def stands_for_a_picture_elsewhere(opened: Pdf) -> None:
    form(opened, b"0 0 2 2 re f", OPI=Dictionary())


@spoils("A171")
def image_with_another_for_paper(opened: Pdf) -> None:
    image = opened.make_stream(
        b"\xff", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, ColorSpace=Name.DeviceGray
    )
    image.BitsPerComponent, image.Alternates = 8, Array([])
    opened.pages[0].obj.Resources.XObject = Dictionary(own=image)


@spoils("A171")
def another_presentation(opened: Pdf) -> None:
    opened.Root.Names.AlternatePresentations = Dictionary(Names=Array([]))


@spoils("A171")
def layers_that_switch_themselves(opened: Pdf) -> None:
    opened.Root.OCProperties = Dictionary(OCGs=Array([]), D=Dictionary(AS=Array([])))


@spoils("A171")
def paragraph_in_a_reference(opened: Pdf) -> None:
    found = (one for one in opened.objects if isinstance(one, Dictionary) and one.get("/S") == "/Lbl")
    next(one for one in found if one.P.S == "/Reference").S = Name.P


@spoils("A171", "V313")
def spot_colour_that_the_house_does_not_have(opened: Pdf) -> None:
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([0, 1, 1, 0]), N=1)
    space = Array([Name.Separation, Name("/Red"), Name.DeviceCMYK, tint])
    opened.pages[0].obj.Resources.ColorSpace["/spot1"] = space
    painted(opened, b"/spot1 cs /knock gs 1 scn 9 9 9 9 re f")


@spoils("A171")
def white_that_overprints(opened: Pdf) -> None:
    painted(opened, b"/over gs 0 0 0 0 k 9 9 9 9 re f")


@spoils("A171")
def surface_in_colours_of_the_screen(opened: Pdf) -> None:
    painted(opened, b"1 0 0 rg 9 9 9 9 re f")


@spoils("A171")
def seen_through_in_colours_of_the_screen(opened: Pdf) -> None:
    group = Dictionary(Type=Name.Group, S=Name.Transparency, I=True, CS=Name.DeviceRGB)
    form(opened, b"0 0 2 2 re f", Group=group)

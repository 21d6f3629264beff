"""PDFs that would keep their reader busy for ever: each ends soon, in little memory, with a finding, and none with an
exception.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from plantin.auditors import UnreadableEdition, guard_reading, pdf
from plantin.auditors.statements import UNKNOWN
from plantin.model.document import Document
from plantin.model.outline import outline
from tests.kit.editions import Editions
from tests.kit.limits import limited

pytestmark = pytest.mark.full

Pdf = Any
SECONDS, MEMORY = 90, 1500
"""What ends a reader that would never end: seconds of processor time, some ten times what the slowest case needs where
nothing else runs, so that a slow or busy machine reaches it as little as a fast one; and MB. Neither is a measure:
`bench/hostile.py` prints what each case takes.
"""
SPOILT: dict[str, tuple[Callable[[Pdf], bytes | None], str]] = {}
"""What is done to a sound PDF, and what a check must say of it: a code, or why it cannot be read. What is given instead
of None are the bytes of the file.
"""


def says(expected: str) -> Callable[[Callable[[Pdf], bytes | None]], Callable[[Pdf], bytes | None]]:
    def kept(change: Callable[[Pdf], bytes | None]) -> Callable[[Pdf], bytes | None]:
        SPOILT[change.__name__] = change, expected
        return change

    return kept


@pytest.fixture(scope="module")
def sound(harbour: Document, store: Editions) -> bytes:
    """A sound PDF, checked here once: what that loads and keeps, the process of each case has from the beginning."""
    content = store.content(harbour, "pdf")
    assert said(content, harbour) == "the same"
    return content


def spoilt(sound: bytes, change: Callable[[Pdf], bytes | None]) -> bytes:
    """The bytes of a sound PDF after a change."""
    with pikepdf.open(io.BytesIO(sound)) as opened:
        return change(opened) or saved(opened)


def saved(opened: Pdf, **how: Any) -> bytes:
    out = io.BytesIO()
    opened.save(
        out,
        **(
            {
                "compress_streams": False,
                "fix_metadata_version": False,
                "stream_decode_level": pikepdf.StreamDecodeLevel.none,
            }
            | how
        ),
    )
    return out.getvalue()


def said(content: bytes, document: Document, auditor: Any = pdf) -> str:
    """What a check says of these bytes: its findings, or whether they are the same as ``document``."""
    try:
        with guard_reading("edition.pdf"):
            reading = auditor.read(content, "edition.pdf")
            reading.passages(), reading.pages()
            same = reading.outline() == outline(document)
            findings = (*reading.findings(), *reading.conformance(UNKNOWN).findings)
    except UnreadableEdition as error:
        return "\n".join(map(str, error.findings))
    return "\n".join([*map(str, findings), "the same" if same else "another outline"])


def content(opened: Pdf, text: bytes) -> None:
    """Put ``text`` before the content of the first page."""
    page = opened.pages[0].obj
    page.Contents = Array([opened.make_stream(text), page.Contents])


def ring(opened: Pdf, tree: Any) -> Any:
    """A node of a tree that holds itself, twice."""
    node = opened.make_indirect(Dictionary(tree))
    node.Kids = Array([node, node])
    return node


def ladder(opened: Pdf, levels: int, made: Callable[[Any], Any], lowest: Any) -> Any:
    """So many levels, each of which holds the one under it twice."""
    node = opened.make_indirect(lowest)
    for _ in range(levels):
        node = opened.make_indirect(made(node))
    return node


def font(opened: Pdf) -> Any:
    return next(iter(opened.pages[0].obj.Resources.Font.values()))


# Trees


@says("twice")
def destinations_that_hold_themselves(opened: Pdf) -> None:
    opened.Root.Names.Dests = ring(opened, {})


@says("twice")
def identifiers_that_hold_themselves(opened: Pdf) -> None:
    opened.Root.StructTreeRoot.IDTree = ring(opened, {})


@says("twice")
def parents_that_hold_themselves(opened: Pdf) -> None:
    opened.Root.StructTreeRoot.ParentTree = ring(opened, {})


@says("twice")
def page_labels_that_hold_themselves(opened: Pdf) -> None:
    opened.Root.PageLabels = ring(opened, {})


@says("twice")
def files_that_hold_themselves(opened: Pdf) -> None:
    opened.Root.Names.EmbeddedFiles = ring(opened, {})


@says("twice")
def names_shared_22_levels(opened: Pdf) -> None:
    lowest = Dictionary(Names=Array([String("a"), Array([opened.pages[0].obj, Name.Fit])]))
    opened.Root.Names.Dests = ladder(opened, 22, lambda node: Dictionary(Kids=Array([node, node])), lowest)


@says("twice")
def bookmarks_that_hold_themselves(opened: Pdf) -> None:
    item = opened.Root.Outlines.First
    item.First = item
    item.Next = item


@says("twice")
def bookmarks_in_a_ring(opened: Pdf) -> None:
    opened.Root.Outlines.Last.Next = opened.Root.Outlines.First


@says("twice")
def tag_tree_shared(opened: Pdf) -> None:
    lowest = Dictionary(S=Name.P, K=0, Pg=opened.pages[0].obj)
    opened.Root.StructTreeRoot.K = ladder(
        opened, 22, lambda node: Dictionary(S=Name.Sect, K=Array([node, node])), lowest
    )


@says("twice")
def tag_tree_shared_60_levels(opened: Pdf) -> None:
    lowest = Dictionary(S=Name.P, K=0, Pg=opened.pages[0].obj)
    opened.Root.StructTreeRoot.K = ladder(
        opened, 60, lambda node: Dictionary(S=Name.Sect, K=Array([node, node])), lowest
    )


@says("twice")
def tag_tree_in_a_ring(opened: Pdf) -> None:
    root = opened.Root.StructTreeRoot
    node = root.K[0] if isinstance(root.K, Array) else root.K
    node.K = Array([node])


@says("levels")
def tag_tree_1_000_deep(opened: Pdf) -> None:
    lowest = Dictionary(S=Name.P, K=0, Pg=opened.pages[0].obj)
    opened.Root.StructTreeRoot.K = ladder(opened, 1000, lambda node: Dictionary(S=Name.Sect, K=node), lowest)


@says("A171")
def role_map_of_10_000_steps(opened: Pdf) -> None:
    roles = opened.Root.StructTreeRoot
    roles.RoleMap = Dictionary({f"/R{number}": Name(f"/R{number + 1}") for number in range(10_000)})
    roles.K = Array([opened.make_indirect(Dictionary(S=Name(f"/R{number}"))) for number in range(0, 10_000, 10)])


@says("A171")
def role_map_in_a_ring(opened: Pdf) -> None:
    opened.Root.StructTreeRoot.RoleMap = Dictionary(Para=Name.Text, Text=Name.Para)
    opened.Root.StructTreeRoot.K.append(opened.make_indirect(Dictionary(S=Name.Para)))


@says("A102")
def attributes_that_share_branches(opened: Pdf) -> None:
    shared = ladder(opened, 60, lambda node: Dictionary(A=node, B=node), Dictionary())
    opened.Root.StructTreeRoot.K = Array(
        [opened.make_indirect(Dictionary(S=Name.P, A=shared, ID=shared, Alt=shared, K=shared))]
    )


# Pages


@says("cannot be read")
def pages_20_000_that_are_one(opened: Pdf) -> bytes:
    page = opened.pages[0].obj
    opened.Root.Pages.Kids = Array([page])
    written = saved(opened, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    kids = written.index(b"/Kids [", written.index(b"/Type /Pages") - 2000)
    reference = written[kids + 7 : written.index(b"]", kids)].strip()
    return written.replace(b"/Kids [", b"/Kids [" + (reference + b" ") * 20_000, 1)


@says("A135")
def page_without_box(opened: Pdf) -> None:
    for holder in (opened.pages[0].obj, opened.Root.Pages):
        if "/MediaBox" in holder:
            del holder.MediaBox


@says("A135")
def page_with_a_box_of_words(opened: Pdf) -> None:
    opened.pages[0].obj.MediaBox = Array([String("a"), String("b"), String("c"), String("d")])


@says("cannot be read")
def page_with_a_box_of_two_numbers(opened: Pdf) -> None:
    opened.pages[0].obj.CropBox = Array([0, 0])


# Content


@says("A136")
def content_that_saves_200_000_times(opened: Pdf) -> None:
    content(opened, b"q\n" * 200_000)


@says("A136")
def content_that_saves_a_million_times(opened: Pdf) -> None:
    content(opened, b"q\n" * 1_000_000)


@says("are the most that is read")
def content_of_100_mb(opened: Pdf) -> None:
    content(opened, b" " * 100 * 2**20)


@says("memory limit")
def content_of_200_mb(opened: Pdf) -> None:
    packer = zlib.compressobj()
    packed = b"".join(packer.compress(b"q Q " * 2**18) for _ in range(200)) + packer.flush()
    stream = opened.make_stream(b"")
    stream.write(packed, filter=Name.FlateDecode)
    opened.pages[0].obj.Contents = stream


@says("cannot be read")
def content_packed_four_times(opened: Pdf) -> None:
    packed = bytes(2**27)
    for _ in range(4):
        packed = zlib.compress(packed)
    stream = opened.make_stream(b"")
    stream.write(packed, filter=Array([Name.FlateDecode] * 4))
    opened.pages[0].obj.Contents = stream


@says("LZW")
def content_in_lzw(opened: Pdf) -> None:
    stream = opened.make_stream(b"")
    stream.write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=Name.LZWDecode)
    opened.pages[0].obj.Contents = stream


@says("without end")
def clips_300_000(opened: Pdf) -> None:
    content(opened, b"0 0 9 9 re W n\n" * 300_000)


@says("without end")
def clips_of_many_points(opened: Pdf) -> None:
    path = b"0 0 m " + b"900 0 l 0 900 l " * 20_000
    content(
        opened,
        path + b"W n\n BT /F 9 Tf 99 99 Td " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj " * 9000 + b"ET\n",
    )


@says("without end")
def words_over_words(opened: Pdf) -> None:
    content(opened, b"BT 9 0 0 9 99 99 Tm " + b"(ab) Tj 1 0 0 1 99 99 Tm " * 50_000 + b"ET\n")


@says("without end")
def surfaces_over_words(opened: Pdf) -> None:
    content(opened, b"BT " + b"(ab) Tj " * 20_000 + b"ET " + b"0 0 900 900 re f\n" * 20_000)


def forms(opened: Pdf, levels: int) -> None:
    def form(inner: Any) -> Any:
        stream = opened.make_stream(b"/F Do /F Do")
        stream.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9])))
        stream.Resources = Dictionary(XObject=Dictionary(F=inner))
        return stream

    lowest = opened.make_stream(b"n")
    lowest.update(Dictionary(Subtype=Name.Form, BBox=Array([0, 0, 9, 9])))
    for _ in range(levels):
        lowest = form(lowest)
    opened.pages[0].obj.Resources.XObject = Dictionary(F=lowest)
    content(opened, b"/F Do\n")


@says("cannot be read")
def forms_that_paint_forms_twice(opened: Pdf) -> None:
    forms(opened, 18)


@says("levels deep")
def forms_that_paint_forms_twice_24_levels(opened: Pdf) -> None:
    forms(opened, 24)


@says("levels deep")
def forms_that_paint_forms_twice_60_levels(opened: Pdf) -> None:
    forms(opened, 60)


@says("levels deep")
def form_that_paints_itself(opened: Pdf) -> None:
    form = opened.make_stream(b"/F Do /F Do")
    form.update(Dictionary(Subtype=Name.Form, BBox=Array([0, 0, 9, 9])))
    form.Resources = Dictionary(XObject=Dictionary(F=form))
    opened.pages[0].obj.Resources.XObject = Dictionary(F=form)
    content(opened, b"/F Do\n")


@says("cannot be read")
def numbers_without_end(opened: Pdf) -> None:
    content(opened, b"BT /F " + b"9" * 5000 + b" Tf " + b"9" * 400 + b" 0 0 1 0 0 Tm (a) Tj ET\n")


@says("cannot be read")
def operands_that_are_none(opened: Pdf) -> None:
    content(opened, b"/a /b /c rg Tm Td Tf cm re l\n")


@says("A")
def strings_90_deep(opened: Pdf) -> None:
    content(opened, b"BT " + b"(" * 90 + b"a" + b")" * 90 + b" Tj ET\n")


# Fonts and tables


def tounicode(opened: Pdf, text: bytes) -> None:
    font(opened).ToUnicode = opened.make_stream(text)


@says("another outline")
def font_map_of_a_billion_codes(opened: Pdf) -> None:
    tounicode(opened, b"1 beginbfrange <0000> <3B9AC9FF> <0041> endbfrange")


@says("another outline")
def font_map_that_overflows(opened: Pdf) -> None:
    tounicode(opened, b"1 beginbfrange <0000> <FFFF> <FFFFFFFF> endbfrange")


@says("without end")
def font_map_of_many_ranges(opened: Pdf) -> None:
    tounicode(opened, b"9 beginbfrange " + b"<0000> <FFFF> <0041>\n" * 10_000 + b"endbfrange")


@says("another outline")
def font_map_slow_for_patterns(opened: Pdf) -> None:
    tounicode(opened, b"beginbfchar beginbfrange <0041> <0042> [ <00" * 40_000)


@says("another outline")
def font_map_of_open_lists(opened: Pdf) -> None:
    tounicode(opened, b"beginbfrange <00> <01> [" + b"<0041> " * 200_000)


@says("another outline")
def font_map_of_codes_of_a_million_bytes(opened: Pdf) -> None:
    tounicode(opened, b"begincodespacerange <" + b"00" * 900_000 + b"> <ff> endcodespacerange")


@says("are the most that is read")
def font_map_of_20_mb(opened: Pdf) -> None:
    tounicode(opened, b"% comment\n" * 2 * 2**20)


@says("the same")
def widths_of_a_billion_codes(opened: Pdf) -> None:
    own = font(opened).DescendantFonts[0]
    own.W = Array([*own.W, 70_000, 1_000_000_000, 500])


@says("without end")
def widths_of_many_ranges(opened: Pdf) -> None:
    font(opened).DescendantFonts[0].W = Array([0, 1_000_000_000, 500] * 20_000)


@says("A115")
def cells_that_span_a_billion(opened: Pdf) -> None:
    row = opened.make_indirect(Dictionary(S=Name.TR))
    span = Dictionary(O=Name.Table, ColSpan=1_000_000_000, RowSpan=1_000_000_000)
    row.K = Array([opened.make_indirect(Dictionary(S=Name.TD, A=span)), opened.make_indirect(Dictionary(S=Name.TD))])
    opened.Root.StructTreeRoot.K.append(opened.make_indirect(Dictionary(S=Name.Table, K=row)))


# The file


def locked(opened: Pdf, password: str) -> bytes:
    out = io.BytesIO()
    opened.save(out, encryption=pikepdf.Encryption(owner="owner", user=password))
    return out.getvalue()


@says("password")
def locked_with_a_password(opened: Pdf) -> bytes:
    return locked(opened, "b")


@says("cannot be read")
def object_stream_of_200_mb(opened: Pdf) -> bytes:
    packer = zlib.compressobj()
    packed = b"".join(packer.compress(b"1 " * 2**19) for _ in range(200)) + packer.flush()
    whole = saved(opened, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    begin = whole.index(b"/Type /ObjStm")
    start = whole.index(b"stream\n", begin) + 7
    end = whole.index(b"endstream", start)
    return whole[:start] + packed + b"\n" + whole[end:]


@says("A135")
def cross_references_that_lead_to_themselves(opened: Pdf) -> bytes:
    whole = saved(opened, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    place = whole.rindex(b"startxref") + 10
    offset = whole[place : whole.index(b"\n", place)]
    return whole.replace(b"trailer << ", b"trailer << /Prev " + offset + b" ")


@says("A135")
def cut_in_two(opened: Pdf) -> bytes:
    whole = saved(opened, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return whole[:-400]


@says("cannot be read")
def zeros(_: Pdf) -> bytes:
    return bytes(50 * 2**20)


@says("cannot be read")
def nothing(_: Pdf) -> bytes:
    return b"%PDF-1.7\n"


@says("cannot be read")
def arrays_5_000_deep(opened: Pdf) -> bytes:
    whole = saved(opened, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return whole.replace(b"/Lang", b"/Deep " + b"[" * 5000 + b"]" * 5000 + b" /Lang", 1)


@says("A171")
def packet_of_entities(opened: Pdf) -> None:
    opened.Root.Metadata = opened.make_stream(b"<dc:title><rdf:li>" + b"&lol;" * 10_000 + b"</rdf:li></dc:title>")


@says("are the most that is read")
def packet_of_100_mb(opened: Pdf) -> None:
    opened.Root.Metadata = opened.make_stream(b"<dc:title>" * 10 * 2**20)


@says("A171")
def packet_slow_for_patterns(opened: Pdf) -> None:
    opened.Root.Metadata = opened.make_stream(b"<dc:title><rdf:li><dc:language>" * 2000)


SLOW = frozenset({"content_that_saves_a_million_times"})


@pytest.mark.sample(6)
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in SPOILT]
)
def test_hostile_pdf_is_a_finding(name: str, sound: bytes, harbour: Document) -> None:
    change, expected = SPOILT[name]
    ended = limited(lambda: said(spoilt(sound, change), harbour), seconds=SECONDS, megabytes=MEMORY).result
    assert expected in ended

"""The PDF, read back by its tags: what it says, in which order, and what leads where."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pytest

from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.levels import flat
from plantin.model.outline import Entry, mark, normal, outline
from plantin.writers import pdf
from tests.kit.editions import Editions

HEADINGS = {f"H{rank}" for rank in range(1, 7)}


@dataclass
class Element:
    """A structure element as found in a file."""

    role: str
    anchor: str
    language: str
    kids: list[Element | str] = field(default_factory=list)
    links: list[Any] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    title: str = ""

    def all(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.all()

    def text(self) -> str:
        """The words, indicators as ``[^7]``, without folios and without notes."""
        if self.role == "Link" and self.anchor.startswith("indicator-"):
            return mark("".join(kid for kid in self.kids if isinstance(kid, str)))
        return "".join(
            kid if isinstance(kid, str) else kid.text() for kid in self.kids if isinstance(kid, str) or not kid.aside()
        )

    def aside(self) -> bool:
        return self.role == "Note" or self.title == "page"


class Tagged:
    """A tagged PDF: its tree, and how much of its content the tree reaches."""

    def __init__(self, data: bytes) -> None:
        self.file = pikepdf.open(io.BytesIO(data))
        self.pages = {page.objgen: number for number, page in enumerate(self.file.pages)}
        self.texts: dict[tuple[int, int], str] = {}
        self.artifacts: Counter[str] = Counter()
        self.unmarked = 0
        self.backwards = False
        for number, page in enumerate(self.file.pages):
            self._read(number, page)
        self.reached: Counter[tuple[int, int]] = Counter()
        self.tree = self._element(self.file.Root.StructTreeRoot.K[0], None)

    def _read(self, number: int, page: Any) -> None:
        fonts = {name: _characters(font) for name, font in page.Resources.Font.items()}
        glyphs: dict[bytes, str] = {}
        within: list[tuple[int | None, str | None]] = []
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BDC":
                    self._begin(number, operands, within)
                case "BMC":
                    assert str(operands[0]) == "/ReversedChars", "marked content without properties"
                    within.append((None, None))
                    self.backwards = True
                case "EMC":
                    within.pop()
                    self.backwards = False
                case "Tf":
                    glyphs = fonts[str(operands[0])]
                case "TJ" if not within:
                    self.unmarked += 1
                case "TJ":
                    self._show(number, operands[0], glyphs, within)

    def _begin(self, number: int, operands: Any, within: list[tuple[int | None, str | None]]) -> None:
        properties = operands[1]
        if str(operands[0]) == "/Artifact":
            self.artifacts[str(properties.get("/Subtype", properties.Type))] += 1
        identifier = int(properties.MCID) if "/MCID" in properties else None
        instead = str(properties.ActualText) if "/ActualText" in properties else None
        if identifier is not None:
            self.texts[number, identifier] = ""
        within.append((identifier, instead))
        if instead is not None:
            self._add(number, instead, within)

    def _show(
        self, number: int, pieces: Any, glyphs: dict[bytes, str], within: list[tuple[int | None, str | None]]
    ) -> None:
        if any(instead is not None for _, instead in within):
            return
        codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
        shown = [glyphs[codes[place : place + 2]] for place in range(0, len(codes), 2)]
        self._add(number, "".join(reversed(shown) if self.backwards else shown), within)

    def _add(self, number: int, text: str, within: list[tuple[int | None, str | None]]) -> None:
        identifier = next((one for one, _ in reversed(within) if one is not None), None)
        if identifier is not None:
            self.texts[number, identifier] += text

    def _element(self, item: Any, page: Any) -> Element:
        page = item.get("/Pg", page)
        made = Element(
            str(item.S)[1:], str(item.get("/ID", "")), str(item.get("/Lang", "")), title=str(item.get("/T", ""))
        )
        for kid in item.K:
            if isinstance(kid, int) or "/MCID" in kid:
                number = self.pages[(page if isinstance(kid, int) else kid.Pg).objgen]
                place = number, int(kid if isinstance(kid, int) else kid.MCID)
                self.reached[place] += 1
                made.kids.append(self.texts[place])
                made.pages.append(number)
            elif kid.get("/Type") == "/OBJR":
                made.links.append(kid.Obj)
            else:
                assert kid.P.objgen == item.objgen
                made.kids.append(self._element(kid, page))
        return made

    def of(self, *roles: str) -> list[Element]:
        return [element for element in self.tree.all() if element.role in roles]

    def destinations(self) -> list[str]:
        return [str(name) for name in self.file.Root.Names.Dests.Names[::2]]


def _characters(font: Any) -> dict[bytes, str]:
    table = font.ToUnicode.read_bytes().decode()
    pairs = re.findall(r"^<([0-9a-fA-F]+)> <([0-9a-fA-F]+)>$", table, re.MULTILINE)
    return {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def body(element: Element, quoted: bool = False) -> Iterator[tuple[str, str, str]]:
    """The rows of an outline's body: kind, anchor, label and text in one."""
    for kid in element.kids:
        if isinstance(kid, str) or kid.aside():
            continue
        if kid.role == "Sect":
            yield "section", kid.anchor, normal(next(one for one in kid.all() if one.role in HEADINGS).text())
            yield from body(kid)
        elif kid.role == "P":
            yield "quotation" if quoted else "paragraph", kid.anchor, normal(kid.text())
        elif kid.role == "L":
            for item in kid.kids:
                assert isinstance(item, Element)
                label, inside = item.kids
                assert isinstance(label, Element)
                assert isinstance(inside, Element)
                assert (label.role, inside.role) == ("Lbl", "LBody")
                first, *rest = inside.kids
                assert isinstance(first, Element)
                yield "item", item.anchor, normal(label.text() + first.text())
                yield from body(Element("LBody", "", "", rest), quoted)
        elif kid.role in {"BlockQuote", "Document"}:
            yield from body(kid, kid.role == "BlockQuote")


def expected(entry: Entry) -> tuple[str, str, str]:
    return entry.kind, entry.anchor, normal(f"{entry.label} {entry.text}")


def main(tagged: Tagged) -> Element:
    """The text: what follows the title and the contents."""
    kids = tagged.tree.kids
    last = max(place for place, kid in enumerate(kids) if isinstance(kid, Element) and kid.role in {"TOC", "H1"})
    return Element("Document", "", "", kids[last + 1 :])


@pytest.fixture(scope="module")
def printed(report: Document, store: Editions) -> Tagged:
    return Tagged(store.content(report, "pdf"))


@pytest.fixture(scope="module")
def lights(harbour: Document, store: Editions) -> Tagged:
    return Tagged(store.content(harbour, "pdf"))


def test_report_is_tagged_once_and_whole(printed: Tagged) -> None:
    census = Counter(element.role for element in printed.tree.all())
    assert census["H1"] == 1
    assert sum(census[rank] for rank in HEADINGS) == 33
    assert census["Sect"] == 32
    assert census["Note"] == 34
    assert census["TOCI"] == 32
    assert len([element for element in printed.of("P") if element.anchor.startswith("paragraph-")]) == 80
    assert len({element.anchor for element in printed.of("Note")}) == 34


@pytest.mark.parametrize("name", ["printed", "lights"])
def test_all_content_is_in_the_tree_once_or_an_artifact(name: str, request: pytest.FixtureRequest) -> None:
    tagged: Tagged = request.getfixturevalue(name)
    assert tagged.unmarked == 0
    assert set(tagged.reached) == set(tagged.texts)
    assert set(tagged.reached.values()) == {1}
    assert set(tagged.artifacts) == {"/Header", "/Footer", "/Layout"}
    pages = len(tagged.file.pages)
    assert (tagged.artifacts["/Header"], tagged.artifacts["/Footer"]) == (pages - 1, pages)


@pytest.mark.parametrize(("name", "document"), [("printed", "report"), ("lights", "harbour")])
def test_tags_say_what_the_document_says(name: str, document: str, request: pytest.FixtureRequest) -> None:
    tagged: Tagged = request.getfixturevalue(name)
    outlined = outline(request.getfixturevalue(document))
    # A raised or lowered number is read as one; the outline has its figures.
    read = [(kind, anchor, flat(words)) for kind, anchor, words in body(main(tagged))]
    assert read == [expected(entry) for entry in outlined.body]
    every = list(tagged.tree.all())
    title = next(place for place, element in enumerate(every) if element.role == "H1")
    lines = [normal(element.text()) for element in every[: title + 1] if element.role in {"P", "H1"}]
    assert tuple(lines) == outlined.masthead
    rows = [
        (link.links[0].Dest, normal(link.text()))
        for row in tagged.of("TOCI")
        for link in row.all()
        if link.role == "Link"
    ]
    wanted = [(entry.anchor, normal(f"{entry.label} {entry.text}")) for entry in outlined.contents]
    assert list(dict.fromkeys((str(anchor), text) for anchor, text in rows)) == wanted


@pytest.mark.parametrize(("name", "document"), [("printed", "report"), ("lights", "harbour")])
def test_notes_follow_their_calls_and_are_linked_both_ways(
    name: str, document: str, request: pytest.FixtureRequest
) -> None:
    tagged: Tagged = request.getfixturevalue(name)
    value: Document = request.getfixturevalue(document)
    outlined = outline(value)
    notes = {element.anchor: element for element in tagged.of("Note")}
    calls = [element for element in tagged.of("Link") if element.anchor.startswith("indicator-")]
    assert [(call.anchor, str(call.links[0].Dest)) for call in calls] == [
        (entry.anchor, entry.text) for entry in outlined.indicators
    ]
    assert list(notes) == [note.anchor for note in value.notes]
    labels = value.labels
    for note, entry in zip(value.notes, outlined.notes, strict=True):
        element = notes[note.anchor]
        label = element.kids[0]
        assert isinstance(label, Element)
        assert label.role == "Lbl"
        back = [
            one.links[0]
            for kid in element.kids
            if isinstance(kid, Element) and kid.role == "Lbl"
            for one in kid.all()
            if one.links
        ]
        words = labels.back.format(label=note.label)
        assert [(str(link.Dest), str(link.Contents)) for link in back] == [(note.indicators[0], words)]
        assert normal(label.text()) == note.label
        inside = body(Element("Document", "", "", element.kids[1:]))
        assert normal(" ".join(text for _, _, text in inside)) == entry.text
    for call in calls:
        note = next(one for one in value.notes if call.anchor in one.indicators)
        assert str(call.links[0].Contents) == labels.note_call.format(label=note.label)
        assert call.anchor != note.indicators[0] or call.pages[0] in {
            page for one in notes[note.anchor].all() for page in one.pages
        }
    for holder in tagged.tree.all():
        for before, after in zip(holder.kids, holder.kids[1:], strict=False):
            if isinstance(after, Element) and after.role == "Note":
                assert isinstance(before, Element)
                assert before.role in {"P", "Note", *HEADINGS}


@pytest.mark.parametrize(("name", "document"), [("printed", "report"), ("lights", "harbour")])
def test_every_anchor_is_a_named_destination(name: str, document: str, request: pytest.FixtureRequest) -> None:
    tagged: Tagged = request.getfixturevalue(name)
    outlined = outline(request.getfixturevalue(document))
    anchors = {entry.anchor for entry in (*outlined.body, *outlined.notes, *outlined.indicators)} - {""}
    found = tagged.destinations()
    assert anchors <= set(found)
    assert all(anchor.startswith("note-") for anchor in set(found) - anchors)  # list items in notes
    assert found == sorted(found)
    assert [str(name) for name in tagged.file.Root.StructTreeRoot.IDTree.Names[::2]] == found


def test_foreign_passages_have_their_language(lights: Tagged) -> None:
    spans = {element.language: element.text() for element in lights.of("Span") if element.language}
    roles = {str(element.role): element.text() for element in lights.of("Em", "Strong")}
    assert roles.keys() == {"Em", "Strong"}
    assert {str(key): str(value) for key, value in lights.file.Root.StructTreeRoot.RoleMap.items()} == {
        "/Em": "/Span",
        "/Strong": "/Span",
    }
    assert spans == {"ru": "Старый фонарь", "ar": "المصباح القديم", "fr": "la vieille lampe"}


def test_words_divided_by_the_layout_have_soft_hyphens(printed: Tagged) -> None:
    words = "".join(printed.texts.values())
    assert "\u00ad" in words
    assert "\u2010" not in words


def test_spaces_are_single(printed: Tagged, lights: Tagged) -> None:
    for tagged in (printed, lights):
        blocks = [element.text() for element in tagged.of("P", *HEADINGS)]
        assert [text for text in blocks if "  " in text] == []


def test_links_are_described_and_printed(lights: Tagged) -> None:
    annotations = [annotation for page in lights.file.pages for annotation in page.get("/Annots", [])]
    assert len(annotations) == sum(len(element.links) for element in lights.tree.all())
    assert all(str(annotation.Contents) and annotation.F == 4 for annotation in annotations)
    keys = [annotation.StructParent for annotation in annotations]
    assert len(set(keys)) == len(keys)
    assert all(len(annotation.QuadPoints) % 8 == 0 for annotation in annotations if "/QuadPoints" in annotation)
    contents = {normal(str(annotation.Contents)) for annotation in annotations}
    assert {
        "paragraph 3",
        "section II.A",
        "https://example.org/lights?year=2035&lamp=1",
        "Back to the text, note 1",
    } <= contents


def test_outline_has_the_title_and_below_it_the_headings_with_their_numbers(printed: Tagged, report: Document) -> None:
    with printed.file.open_outline() as found:
        (title,) = found.root
        titles = list(_titles(title.children))
    assert (title.title, title.is_closed) == (report.masthead.title, False)
    assert titles == [
        f"{section.label} {entry.text}"
        for section, entry in zip(report.sections(), outline(report).contents, strict=True)
    ]


def _titles(items: Any) -> Iterator[str]:
    for item in items:
        yield item.title
        yield from _titles(item.children)


def test_file_says_what_it_is(printed: Tagged, report: Document) -> None:
    file = printed.file
    assert str(file.Root.Lang) == "en"
    assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
    assert bool(file.Root.MarkInfo.Marked)
    assert str(file.Root.PageLabels.Nums[1].S) == "/D"
    assert str(file.docinfo.Title) == report.masthead.title
    assert str(file.docinfo.Author) == "Security Council"
    assert str(file.docinfo.Subject).startswith("S/2017/97. Security Council")
    with file.open_metadata() as packet:
        assert packet["pdfaid:part"] == "3"
        assert packet["pdfaid:conformance"] == "A"
        assert packet["pdfuaid:part"] == "1"
        assert packet["dc:title"] == report.masthead.title
        assert packet["dc:language"] == {"en"}


def test_equal_documents_give_equal_bytes(
    harbour: Document, house: Style, moment: dt.datetime, store: Editions
) -> None:
    assert pdf.write(harbour, house, moment) == store.content(harbour, "pdf")

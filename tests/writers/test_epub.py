"""The EPUB edition, as its reader and a reading system see it."""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import fields, replace

import pytest
from lxml import etree
from PIL import Image

from plantin.house.style import Style
from plantin.model.document import Document, Paragraph
from plantin.model.inlines import Text
from plantin.model.outline import normal, outline
from plantin.writers.a11y_metadata import AccessibilityClaims
from plantin.writers.epub import write
from plantin.writers.epub.cover import cover, drawing
from tests.kit.editions import Editions

NAMES = {
    "h": "http://www.w3.org/1999/xhtml",
    "o": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class Book:
    """A finished EPUB, opened."""

    def __init__(self, content: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        self.package = etree.fromstring(self.archive.read("EPUB/content.opf"))
        self.items = {item.get("id"): item.get("href") for item in self.package.iterfind(".//o:item", NAMES)}
        self.spine = [self.items[item.get("idref")] for item in self.package.iterfind(".//o:itemref", NAMES)]
        self.pages = {name: etree.fromstring(self.archive.read(f"EPUB/{name}")) for name in self.spine}

    def find(self, path: str) -> list[etree._Element]:
        """What ``path`` finds, through the spine."""
        return [found for page in self.pages.values() for found in page.xpath(path, namespaces=NAMES)]

    def meta(self, name: str) -> list[str]:
        return [meta.text for meta in self.package.iterfind(f".//o:meta[@property='{name}']", NAMES)]

    def links(self) -> Iterator[str]:
        """The addresses of all links inside the book, from its root."""
        for name, page in self.pages.items():
            for href in page.xpath("//h:*/@href", namespaces=NAMES):
                if ":" not in href:
                    yield posixpath.normpath(posixpath.join(posixpath.dirname(name), href))


@pytest.fixture(scope="module")
def lights(harbour: Document, store: Editions) -> Book:
    return Book(store.content(harbour, "epub"))


@pytest.fixture(scope="module")
def book(report: Document, store: Editions) -> Book:
    return Book(store.content(report, "epub"))


def words(element: etree._Element) -> str:
    return normal("".join(element.itertext()))


def test_the_media_type_comes_first_and_stored(lights: Book) -> None:
    first = lights.archive.infolist()[0]
    assert first.filename == "mimetype"
    assert first.compress_type == zipfile.ZIP_STORED
    assert not first.extra
    assert lights.archive.read("mimetype") == b"application/epub+zip"


def test_no_entry_tells_when_it_was_made(book: Book, moment: dt.datetime) -> None:
    assert {entry.date_time for entry in book.archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert book.meta("dcterms:modified") == [moment.strftime("%Y-%m-%dT%H:%M:%SZ")]


def test_a_moment_of_another_zone_is_written_in_universal_time(harbour: Document, house: Style) -> None:
    moment = dt.datetime(2017, 2, 2, 1, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    assert Book(write(harbour, house, moment)).meta("dcterms:modified") == ["2017-02-01T23:00:00Z"]


def test_one_chapter_for_each_main_section(book: Book) -> None:
    assert book.spine == [
        "title.xhtml",
        "nav.xhtml",
        *(f"chapter-{count}.xhtml" for count in range(1, 6)),
        "notes.xhtml",
    ]
    assert [len(page.xpath("//h:h1", namespaces=NAMES)) for page in book.pages.values()] == [1] * 8
    assert words(book.pages["chapter-2.xhtml"].find(".//h:h1", NAMES)) == "II. Overview of the current threat"


def test_paragraphs_and_notes_are_numbered_through_the_book(book: Book) -> None:
    assert [label.text for label in book.find("//h:p[@class='numbered']/h:span[1]")] == [
        f"{count}." for count in range(1, 81)
    ]
    assert [call.text for call in book.find("//h:a[@epub:type='noteref'][@role='doc-noteref']")] == [
        str(count) for count in range(1, 35)
    ]
    notes = book.find("//h:section[@role='doc-endnotes']/h:ol/h:li")
    assert [note.get("id") for note in notes] == [f"note-{count}" for count in range(1, 35)]
    assert words(notes[0]).startswith("1 Listed as Al-Qaida in Iraq")


def test_every_link_inside_the_book_leads_somewhere(book: Book, lights: Book) -> None:
    for one in (book, lights):
        places = {name for name in one.archive.namelist() if name.startswith("EPUB/")}
        for name, page in one.pages.items():
            identities = page.xpath("//@id")
            assert len(identities) == len(set(identities))
            places |= {f"EPUB/{name}#{identity}" for identity in identities}
        links = {f"EPUB/{link}" for link in one.links()}
        assert links <= places


def test_every_anchor_of_the_document_is_in_the_book(lights: Book, harbour: Document) -> None:
    rows = outline(harbour)
    anchors = {entry.anchor for entry in (*rows.body, *rows.notes, *rows.indicators) if entry.anchor}
    assert anchors <= set(lights.find("//@id"))


def test_a_note_called_twice_leads_back_to_both_calls(lights: Book) -> None:
    back = lights.find("//h:li[@id='note-1']//h:a[@role='doc-backlink']")
    assert [link.get("href") for link in back] == ["chapter-1.xhtml#indicator-1", "chapter-1.xhtml#indicator-1-2"]
    assert len({link.get("aria-label") for link in back}) == 2


def test_contents_and_landmarks(lights: Book, harbour: Document) -> None:
    links = lights.find("//h:nav[@epub:type='toc']//h:a")
    assert [link.get("href").partition("#")[2] for link in links] == [
        entry.anchor for entry in outline(harbour).contents
    ]
    marks = lights.find("//h:nav[@epub:type='landmarks']//h:a/@epub:type")
    assert marks == ["titlepage", "toc", "bodymatter", "endnotes"]


def test_what_is_before_the_first_section_is_on_the_title_page(lights: Book, harbour: Document) -> None:
    page = lights.pages["title.xhtml"]
    lines = page.xpath("//h:header//*[starts-with(@class, 'masthead-')]", namespaces=NAMES)
    assert tuple(map(words, lines)) == outline(harbour).masthead
    assert words(page.xpath("//h:body/h:p", namespaces=NAMES)[0]).startswith("A short report on an invented subject")


def test_languages_are_named_everywhere(lights: Book) -> None:
    assert lights.package.get(LANGUAGE) == "en"
    assert {(page.get("lang"), page.get(LANGUAGE)) for page in lights.pages.values()} == {("en", "en")}
    arabic = lights.find("//h:span[@lang='ar']")[0]
    assert (arabic.get(LANGUAGE), arabic.get("dir")) == ("ar", "rtl")


def test_claims_are_complete_and_follow_from_the_content(
    lights: Book, harbour: Document, house: Style, moment: dt.datetime
) -> None:
    assert len(fields(AccessibilityClaims)) == 5
    for name in (
        "accessMode",
        "accessModeSufficient",
        "accessibilityFeature",
        "accessibilityHazard",
        "accessibilitySummary",
    ):
        assert lights.meta(f"schema:{name}")
    assert "tableOfContents" in lights.meta("schema:accessibilityFeature")
    assert not lights.meta("dcterms:conformsTo")
    plain = Book(write(replace(harbour, blocks=(Paragraph("", "", (Text("All."),)),), notes=()), house, moment))
    assert plain.spine == ["title.xhtml", "nav.xhtml"]
    assert "tableOfContents" not in plain.meta("schema:accessibilityFeature")


def test_the_identifier_follows_from_symbol_and_language(
    lights: Book, harbour: Document, house: Style, moment: dt.datetime
) -> None:
    def identifier(book: Book) -> str:
        return str(book.package.findtext(".//dc:identifier[@id='identifier']", namespaces=NAMES))

    french = Book(write(replace(harbour, language="fr", version="fr"), house, moment))
    assert identifier(lights).startswith("urn:uuid:")
    assert identifier(french) != identifier(lights)
    assert french.package.findtext(".//dc:language", namespaces=NAMES) == "fr"


def test_the_cover_is_a_picture_of_the_masthead(lights: Book, harbour: Document, house: Style) -> None:
    with Image.open(io.BytesIO(lights.archive.read("EPUB/cover.png"))) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 1800))
        assert picture.convert("L").getextrema() == (26, 255)
    words = " ".join(text.text or "" for text in etree.fromstring(drawing(harbour, house)).iter("{*}text"))
    assert all(word in words for line in harbour.masthead.lines() for word in line.split(" "))


def test_a_cover_in_a_script_that_the_text_face_lacks_is_set_in_another_face(harbour: Document, house: Style) -> None:
    def ink(organ: str) -> int:
        with Image.open(
            io.BytesIO(cover(replace(harbour, masthead=replace(harbour.masthead, organ=organ)), house))
        ) as picture:
            return sum(picture.convert("L").histogram()[:128])

    assert ink("مجلس الأمن") > ink("")


def test_the_contents_of_older_reading_systems_are_those_of_the_book(lights: Book) -> None:
    root = etree.fromstring(lights.archive.read("EPUB/toc.ncx"))
    rows = [
        (point.findtext("{*}navLabel/{*}text"), len(list(point.iterancestors("{*}navPoint"))))
        for point in root.iter("{*}navPoint")
    ]
    expected = [
        ("I. Introduction", 0),
        ("II. State of the lamps", 0),
        ("A. Counting", 1),
        ("B. Names", 1),
        ("III. Observations", 0),
    ]
    assert rows == expected
    assert b'<spine toc="ncx"' in lights.archive.read("EPUB/content.opf")


def test_signs_of_markup_are_text(harbour: Document, house: Style, moment: dt.datetime) -> None:
    title = 'A < B & "C" ]]> <b>'
    odd = Book(write(replace(harbour, masthead=replace(harbour.masthead, title=title)), house, moment))
    assert odd.package.findtext(".//dc:title", namespaces=NAMES) == title
    assert words(odd.pages["title.xhtml"].find(".//h:h1", NAMES)) == title


def test_the_same_book_has_the_same_bytes(report: Document, house: Style, moment: dt.datetime, store: Editions) -> None:
    assert write(report, house, moment) == store.content(report, "epub")


def test_a_program_that_reads_no_woff2_shows_the_faces_of_the_house(harbour: Document, store: Editions) -> None:
    import pymupdf

    with pymupdf.open(stream=store.content(harbour, "epub"), filetype="epub") as opened:
        lines = (
            line for page in opened for block in page.get_text("dict")["blocks"] for line in block.get("lines", ())
        )
        found = {span["font"] for line in lines for span in line["spans"]}
    assert {"STIX Two Text Regular", "STIX Two Text Bold"} <= found


def test_the_fonts_of_the_web_have_every_character_of_the_report(report: Document, house: Style) -> None:
    from fontTools.ttLib import TTFont

    rows = outline(report)
    text = "".join((*rows.masthead, *(entry.label + entry.text for entry in (*rows.body, *rows.notes))))
    for cut in ("regular", "italic", "bold", "bold_italic"):
        assert {ord(sign) for sign in text} <= set(TTFont(io.BytesIO(house.web_font(cut))).getBestCmap())

"""The web page, as its reader sees it."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace

import pytest
from lxml import etree
from lxml import html as markup

from plantin.house.style import Style
from plantin.model.document import Document, Paragraph
from plantin.model.inlines import Foreign, Text
from plantin.model.outline import outline
from plantin.writers.html import write
from plantin.writers.xhtml import _join_tail
from tests.kit.compose import composed
from tests.kit.editions import Editions

Element = markup.HtmlElement


def page(document: Document, house: Style, moment: dt.datetime) -> Element:
    return markup.fromstring(write(document, house, moment).decode())


@pytest.fixture(scope="module")
def lights(harbour: Document, house: Style, moment: dt.datetime) -> Element:
    return page(harbour, house, moment)


def words(element: Element) -> str:
    return " ".join(element.text_content().split())


def test_the_number_of_each_paragraph_begins_its_text(report: Document, house: Style, moment: dt.datetime) -> None:
    found = page(report, house, moment).xpath("//main//p[starts-with(@id, 'paragraph-')]")
    assert len(found) == 80
    assert words(found[16]).startswith("17. In Libya, the military offensive")
    for count, paragraph in enumerate(found, 1):
        label = paragraph[0]
        assert not paragraph.text
        assert label.get("class") == "label"
        assert label.text == f"{count}."
        assert label.tail.startswith(" ")


def test_the_number_of_a_paragraph_is_a_link_to_it(lights: Element) -> None:
    label = lights.get_element_by_id("paragraph-3")[0]
    assert label.get("href") == "#paragraph-3"
    assert label.get("aria-label") == "Paragraph 3."


def test_headings_carry_their_numbers_and_their_ranks(lights: Element) -> None:
    headings = [(heading.tag, words(heading)) for heading in lights.xpath("//h1 | //h2 | //h3")]
    assert headings[0][0] == "h1"
    assert ("h2", "II. State of the lamps") in headings
    assert ("h3", "A. Counting") in headings
    assert headings[-1] == ("h2", "Notes")


def test_contents_lead_to_every_section(lights: Element, harbour: Document) -> None:
    links = lights.xpath("//nav[@role='doc-toc']//ol//a")
    assert [link.get("href") for link in links] == [f"#{entry.anchor}" for entry in outline(harbour).contents]
    assert [words(link) for link in links] == [
        "I. Introduction",
        "II. State of the lamps",
        "A. Counting",
        "B. Names",
        "III. Observations",
    ]


def test_the_masthead_is_read_line_by_line(lights: Element, harbour: Document) -> None:
    lines = lights.xpath("//header//*[starts-with(@class, 'masthead-')]")
    assert tuple(map(words, lines)) == outline(harbour).masthead
    assert lines[-1].tag == "h1"


def test_a_note_called_twice_is_printed_once_and_leads_back_to_both_calls(lights: Element) -> None:
    calls = lights.xpath("//a[@role='doc-noteref'][@href='#note-1']")
    assert [call.get("id") for call in calls] == ["indicator-1", "indicator-1-2"]
    note = lights.get_element_by_id("note-1")
    assert words(note).startswith("1 The keepers are named")
    back = note.xpath(".//a[@role='doc-backlink']")
    assert [link.get("href") for link in back] == ["#indicator-1", "#indicator-1-2"]
    assert len({link.get("aria-label") for link in back}) == 2


def test_every_link_inside_the_page_leads_somewhere(lights: Element) -> None:
    identities = lights.xpath("//@id")
    assert len(identities) == len(set(identities))
    targets = {href[1:] for href in lights.xpath("//a/@href") if href.startswith("#")}
    assert targets <= set(identities)


def test_foreign_passages_carry_their_language(lights: Element) -> None:
    found = {span.get("lang"): (span.text, span.get("dir")) for span in lights.xpath("//main//span[@lang]")}
    assert found["ru"] == ("Старый фонарь", "ltr")
    assert found["ar"] == ("المصباح القديم", "rtl")


def test_a_passage_inside_a_passage_of_the_other_direction_turns_back(
    harbour: Document, house: Style, moment: dt.datetime
) -> None:
    inner = Foreign("en", "ltr", (Text("lamp"),))
    spoken = replace(harbour, blocks=(Paragraph("", "", (Foreign("ar", "rtl", (Text("مصباح "), inner)),)),))
    assert page(spoken, house, moment).xpath("//span[@lang='ar']/span/@dir") == ["ltr"]


def test_nothing_is_asked_of_the_network(harbour: Document, house: Style, moment: dt.datetime) -> None:
    made = write(harbour, house, moment).decode()
    tree = markup.fromstring(made)
    assert not tree.xpath("//@src | //link/@href | //object | //iframe | //*[local-name()='image']")
    assert all(address.startswith("data:font/woff2;base64,") for address in re.findall(r"url\((.*?)\)", made))
    assert "@import" not in made
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]


def test_a_printed_address_may_be_divided_where_its_parts_begin(house: Style, moment: dt.datetime) -> None:
    made = write(composed("See https://example.org/ports_of_call/a_b__c.pdf."), house, moment).decode()
    assert "/<wbr>ports<wbr>_of<wbr>_call/<wbr>a<wbr>_b_<wbr>_c.pdf</a>" in made
    assert 'href="https://example.org/ports_of_call/a_b__c.pdf"' in made


def test_signs_of_markup_are_text(harbour: Document, house: Style, moment: dt.datetime) -> None:
    title = 'A < B & "C" </script><b>'
    odd = replace(
        harbour, masthead=replace(harbour.masthead, title=title), blocks=(Paragraph("", "", (Text("1 < 2 & 3 > 2"),)),)
    )
    tree = page(odd, house, moment)
    assert words(tree.xpath("//h1")[0]) == title
    assert words(tree.xpath("//main/p")[0]) == "1 < 2 & 3 > 2"
    assert json.loads(tree.xpath("//script[@type='application/ld+json']")[0].text)["name"] == title


def test_what_it_says_of_itself(lights: Element) -> None:
    assert lights.get("lang") == "en"
    assert lights.get("dir") == "ltr"
    assert lights.findtext(".//title").startswith("A/90/12/Add.1: Harbour lights")
    data = json.loads(lights.xpath("//script[@type='application/ld+json']")[0].text)
    assert data["@type"] == "Report"
    assert data["inLanguage"] == "en"
    assert data["accessibilityHazard"] == ["none"]
    assert "tableOfContents" in data["accessibilityFeature"]
    assert "translationOfWork" not in data


def test_what_it_says_to_those_who_pass_it_on(lights: Element, harbour: Document) -> None:
    said = {meta.get("property"): meta.get("content") for meta in lights.xpath("//meta[@property]")}
    assert (said["og:type"], said["og:locale"]) == ("article", "en_GB")
    assert said["og:title"] == f"{harbour.masthead.symbol}: {harbour.masthead.title}"
    assert "og:image" not in said, "an edition is one file: its pictures have no address"


def test_a_face_is_offered_where_it_has_the_letters(harbour: Document, house: Style, moment: dt.datetime) -> None:
    assert page(harbour, house, moment).xpath("//input[@name='face']/@value") == ["house", "sans", "legible"]
    plain = [replace(harbour, blocks=(Paragraph("", "", (Text(words),)),), notes=()) for words in ("Lamp", "Лампа")]
    counts = [write(one, house, moment).count(b'@font-face { font-family: "Andika"') for one in plain]
    assert counts[1] == 2 * counts[0] > 0, "the Cyrillic files are carried where they are needed"
    chinese = replace(harbour, blocks=(Paragraph("", "", (Text("灯" * 9000),)),))
    assert page(chinese, house, moment).xpath("//input[@name='face']/@value") == ["house", "sans"]
    assert b"Andika" not in write(chinese, house, moment)
    assert not page(replace(harbour, display=None), house, moment).xpath("//input")
    assert b"localStorage" not in write(replace(harbour, display=None), house, moment)


def test_a_translation_says_that_it_is_one(harbour: Document, house: Style, moment: dt.datetime) -> None:
    head = replace(harbour.masthead, notice="Traduction non officielle")
    tree = page(replace(harbour, language="fr", original="en", masthead=head), house, moment)
    assert words(tree.xpath("//*[@class='masthead-notice']")[0]) == "Traduction non officielle"
    data = json.loads(tree.xpath("//script[@type='application/ld+json']")[0].text)
    assert data["translationOfWork"]["inLanguage"] == "en"


def test_it_is_markup_for_xml_readers_too(report: Document, house: Style, moment: dt.datetime) -> None:
    made = write(report, house, moment).decode()
    body = made[made.index("<header") : made.index("<script>\n")]
    closed = re.sub(r"<(wbr|br|(?:img|input) [^>]*)>", r"<\1/>", body)
    etree.fromstring(f"<body>{closed}</body>")


def test_without_sections_and_notes_there_are_no_empty_rooms(
    harbour: Document, house: Style, moment: dt.datetime
) -> None:
    tree = page(replace(harbour, blocks=(Paragraph("", "", (Text("All."),)),), notes=()), house, moment)
    assert not tree.xpath("//nav | //section")
    assert "tableOfContents" not in tree.xpath("//script[@type='application/ld+json']")[0].text


def test_the_same_page_has_the_same_bytes(report: Document, house: Style, moment: dt.datetime, store: Editions) -> None:
    assert write(report, house, moment) == store.content(report, "html")


def test_reference_managers_find_what_they_need(harbour: Document, house: Style, moment: dt.datetime) -> None:
    found = dict(
        re.findall(r'<meta name="(citation_\w+)"[^>]* content="([^"]*)">', write(harbour, house, moment).decode())
    )
    head = harbour.masthead
    assert found["citation_author"] == head.organ
    assert found["citation_technical_report_number"] == head.symbol
    assert found["citation_publication_date"] == head.issued.replace("-", "/")
    assert "citation_pdf_url" not in found, "it is not known where the page will be found"


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("built by the state-building", "state-building"),
        ("the <em>Sea</em>.", "<em>Sea</em>."),
        ("R&amp;D", "R&amp;D"),
        ("один государства", "государства"),
        ("这是一个结尾", "结尾"),
        ("a " + "x" * 60, ""),
    ],
)
def test_the_way_back_is_held_to_a_whole_word(words: str, held: str) -> None:
    made = _join_tail(words, " ARROW")
    if held:
        assert made.endswith(f'<span class="joined">{held} ARROW</span>')
    assert made.replace('<span class="joined">', "").replace("</span>", "") == f"{words} ARROW"


def test_a_house_may_give_calls_of_notes_a_colour_of_their_own(
    harbour: Document, house: Style, moment: dt.datetime
) -> None:
    own = replace(house, colour=replace(house.colour, call="#8a1f11"))
    made = write(harbour, own, moment).decode()
    assert "--call: #8a1f11; --day-call: #8a1f11; --night-call: #" in made
    assert "--call: #" not in write(harbour, house, moment).decode()

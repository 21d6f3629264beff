"""The marks of printed pages in the web page and the EPUB, and what both say of their related."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from dataclasses import replace

import pytest
from lxml import etree, html

from plantin.house.style import Style
from plantin.model.document import Document, Paragraph
from plantin.model.inlines import Emphasis, Indicator, Link, Text
from plantin.model.outline import outline
from plantin.model.pagination import paginate
from plantin.model.related_editions import PageStart, PrintedEdition, RelatedEdition, RelatedEditions
from plantin.writers import epub
from plantin.writers.html import write
from plantin.writers.xhtml import Body
from tests.kit.compose import composed
from tests.kit.houses import un

FRENCH = RelatedEdition("fr", "Français", "ltr", "HTML", "text/html", "A-90-fr.html", 0)
ARABIC = RelatedEdition("ar", "العربية", "rtl", "HTML", "text/html", "A-90-ar.html", 0)
PDF = RelatedEdition("en", "English", "ltr", "PDF", "application/pdf", "A-90-en.pdf", 130_001)


def paragraph(harbour: Document, *content: object, offset: int) -> str:
    """A paragraph in which page 2 begins at ``offset``."""
    alone = replace(harbour, blocks=(Paragraph("paragraph-1", "1.", content),))  # type: ignore[arg-type]
    return Body(alone).blocks(paginate(alone, (PageStart("2", "body", 0, offset),)).blocks)


MARK = '<span id="page-2" class="page" role="doc-pagebreak" aria-label="Page 2"></span>'


@pytest.mark.parametrize(
    ("content", "offset", "expected"),
    [
        ((Text("One two three"),), 4, f"One {MARK}two three"),
        ((Text("One  two\u00a0three"),), 8, f"One  two\u00a0{MARK}three"),
        ((Text("One "), Emphasis((Text("two three"),))), 8, f"One <em>two {MARK}three</em>"),
        ((Text("One "), Link("https://e.org/", (Text("two"),))), 4, f'One <a href="https://e.org/">{MARK}two</a>'),
        ((Text("A & B < C"),), 4, f"A &amp; {MARK}B &lt; C"),
    ],
)
def test_a_page_is_marked_before_its_first_word(
    harbour: Document, content: tuple[object, ...], offset: int, expected: str
) -> None:
    assert expected in paragraph(harbour, *content, offset=offset)


def test_a_call_before_the_word_counts_as_its_mark(harbour: Document) -> None:
    content = (Text("One"), Indicator("indicator-1", "note-1", "1"), Text(" two"))
    assert f"</sup> {MARK}two" in paragraph(harbour, *content, offset=8)


def test_a_page_that_begins_with_a_block_is_marked_before_it(harbour: Document) -> None:
    made = paragraph(harbour, Text("One"), offset=0)
    assert made.startswith(
        '<div id="page-2" class="page" role="doc-pagebreak" aria-label="Page 2"></div>\n<p id="paragraph-1"'
    )


def test_each_row_of_the_outline_can_begin_a_page(harbour: Document) -> None:
    rows = len(outline(harbour).body)
    pages = tuple(PageStart(str(row + 1), "body", row, 0) for row in range(rows + 1))
    made = Body(harbour).blocks(paginate(harbour, pages).blocks)
    found = [mark.get("id") for mark in html.fromstring(f"<div>{made}</div>").xpath("//*[@role='doc-pagebreak']")]
    assert found == [page.anchor for page in pages]


def test_a_page_inside_a_heading_is_not_marked_in_the_contents(
    harbour: Document, house: Style, moment: dt.datetime
) -> None:
    row, heading = next(
        (n, entry) for n, entry in enumerate(outline(harbour).body) if entry.kind == "section" and " " in entry.text
    )
    known = RelatedEditions((PageStart("2", "body", row, heading.text.index(" ") + 1),))
    made = write(harbour, house, moment, known).decode()
    assert made.count('id="page-2"') == 1
    assert html.fromstring(made).xpath("//*[@id='page-2']/ancestor::main")


def test_the_epub_lists_the_pages_and_names_their_edition(harbour: Document, house: Style, moment: dt.datetime) -> None:
    pages = (PageStart("1", "masthead", 0, 0), PageStart("2", "contents", 1, 0), PageStart("3", "body", 2, 0))
    known = RelatedEditions(pages, PrintedEdition("A-90-en.pdf", "0" * 64))
    book = zipfile.ZipFile(io.BytesIO(epub.write(harbour, house, moment, known)))
    package = book.read("EPUB/content.opf").decode()
    assert package.count("A/90/12/Add.1, en, PDF: A-90-en.pdf") == 2
    assert "pageNavigation" in package
    nav = etree.fromstring(book.read("EPUB/nav.xhtml"))
    links = nav.xpath("//*[@role='doc-pagelist']//*[local-name()='a']")
    assert [link.text for link in links] == ["1", "2", "3"]
    assert [link.get("href") for link in links][:2] == ["title.xhtml#page-1", "nav.xhtml#page-2"]
    for link in links:
        name, _, anchor = link.get("href").partition("#")
        assert f'id="{anchor}"' in book.read(f"EPUB/{name}").decode()


def test_conformance_is_claimed_only_where_somebody_stands_for_it(
    harbour: Document, house: Style, moment: dt.datetime
) -> None:
    def package(known: RelatedEditions) -> str:
        return zipfile.ZipFile(io.BytesIO(epub.write(harbour, house, moment, known))).read("EPUB/content.opf").decode()

    assert "conformsTo" not in package(RelatedEditions())
    assert "certifiedBy" not in package(RelatedEditions())
    found = package(RelatedEditions(certifier="The Harbour Office"))
    assert "EPUB Accessibility 1.1 - WCAG 2.2 Level AA" in found
    assert 'refines="#conformance"' in found
    assert "The Harbour Office" in found


def test_the_page_leads_to_its_companions(harbour: Document, house: Style, moment: dt.datetime) -> None:
    tree = html.fromstring(
        write(harbour, house, moment, RelatedEditions(languages=(FRENCH, ARABIC), formats=(PDF,))).decode()
    )
    links = tree.xpath("//nav[@class='editions']//a")
    assert [(link.get("href"), link.text_content()) for link in links] == [
        ("A-90-fr.html", "Français"),
        ("A-90-ar.html", "العربية"),
        ("A-90-en.pdf", "PDF, 131\u00a0KB"),
    ]
    assert [link.get("dir") for link in links[:2]] == ["ltr", "rtl"]
    assert not tree.xpath("//link"), "no address is known"


def test_a_family_of_files_is_one_entry_that_opens(harbour: Document, house: Style, moment: dt.datetime) -> None:
    large = [
        replace(PDF, format=f"Large print, {size} points", file=f"A-90-en.large-{size}.pdf", family="Large print")
        for size in (18, 20, 24)
    ]
    for count, shown in ((3, ["Large print (3)"]), (2, [])):
        tree = html.fromstring(write(harbour, house, moment, RelatedEditions(formats=(PDF, *large[:count]))).decode())
        assert [summary.text_content() for summary in tree.xpath("//nav[@class='editions']//summary")] == shown
        assert len(tree.xpath("//nav[@class='editions']//a")) == 1 + count


@pytest.mark.parametrize(
    ("language", "size", "shown"),
    [
        ("en", 1, "PDF, 1\u00a0KB"),
        ("en", 999_000, "PDF, 999\u00a0KB"),
        ("en", 1_000_000, "PDF, 1.0\u00a0MB"),
        ("en", 26_678_123, "PDF, 26.7\u00a0MB"),
        ("fr", 26_678_123, "PDF, 26,7\u00a0Mo"),
        ("ru", 26_678_123, "PDF, 26,7\u00a0МБ"),
        ("es", 1_951_000, "PDF, 2,0\u00a0MB"),
    ],
)
def test_large_files_are_given_in_megabytes_as_the_language_writes_them(
    language: str, size: int, shown: str, house: Style, moment: dt.datetime
) -> None:
    document = composed("# Lamps\n\nThey are lit.", language=language)
    tree = html.fromstring(write(document, house, moment, RelatedEditions(formats=(replace(PDF, size=size),))).decode())
    assert [link.text_content() for link in tree.xpath("//nav[@class='editions']//a")] == [shown]
    assert un(language).size(size) == shown.removeprefix("PDF, "), "the page of a release has the same form"


def test_a_page_alone_leads_nowhere(harbour: Document, house: Style, moment: dt.datetime) -> None:
    tree = html.fromstring(write(harbour, house, moment).decode())
    assert not tree.xpath("//nav[@class='editions'] | //*[@role='doc-pagebreak']")
    assert [link for link in tree.xpath("//a/@href") if link.endswith((".html", ".pdf"))] == []


def test_addresses_are_given_where_they_are_known(harbour: Document, house: Style, moment: dt.datetime) -> None:
    folder = "https://example.org/reports/A-90/"
    picture = "https://example.org/card.png"
    known = RelatedEditions(languages=(FRENCH,), folder=folder, address=f"{folder}A-90-en.html", picture=picture)
    tree = html.fromstring(write(harbour, house, moment, known).decode())
    assert tree.xpath("//link[@rel='canonical']/@href") == [known.address]
    found = {link.get("hreflang"): link.get("href") for link in tree.xpath("//link[@rel='alternate']")}
    assert found == {"en": known.address, "x-default": known.address, "fr": f"{folder}A-90-fr.html"}
    assert tree.xpath("//meta[@property='og:url']/@content") == [known.address]
    assert tree.xpath("//meta[@property='og:image']/@content") == [picture]
    assert tree.xpath("//meta[@property='og:image:alt']/@content") == [harbour.masthead.organization]
    assert json.loads(tree.xpath("//script[@type='application/ld+json']")[0].text)["url"] == known.address

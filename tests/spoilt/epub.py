"""Books of the harbour report, spoilt in one way each."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from lxml import etree

from tests.spoilt.registry import table
from tests.spoilt.rewriting import Files, book

Element = Any  # lxml's stubs do not say what XPath gives
Spoil = Callable[[Files], None]
NAMES = {
    "h": "http://www.w3.org/1999/xhtml",
    "o": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
}
XHTML = f"{{{NAMES['h']}}}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
GIF_FRAME = b"\x21\xf9\x04\x04\x0a\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff" + GIF_FRAME + GIF_FRAME + b"\x3b"


# Ways to spoil


def tear(paragraph: Element) -> None:
    """Put the end of a word of the first text into an element of its own."""
    label = paragraph[0]
    torn = label.makeelement("{http://www.w3.org/1999/xhtml}span", {"class": "joined"})
    torn.text, torn.tail = "thing", label.tail.partition("Nothing")[2]
    label.tail = " No"
    label.addnext(torn)


def edit(name: str, path: str, change: Callable[[Element], object]) -> Spoil:
    """Change the first element that ``path`` finds in a file of the book."""

    def spoil(files: Files) -> None:
        root: Element = etree.fromstring(files[f"EPUB/{name}"])
        found = root.xpath(path, namespaces=NAMES)
        assert found, path
        change(found[0])
        files[f"EPUB/{name}"] = etree.tostring(
            root, xml_declaration=True, encoding="utf-8", doctype="<!DOCTYPE html>" * name.endswith(".xhtml")
        )

    return spoil


def by_id(identity: str) -> str:
    return f"//*[@id='{identity}']"


def remove(element: Element) -> None:
    """Remove an element, and leave the text after it."""
    before, parent = element.getprevious(), element.getparent()
    assert parent is not None
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def put(name: str, value: str) -> Callable[[Element], None]:
    return lambda element: element.set(name, value)


def take(*names: str) -> Callable[[Element], None]:
    def change(element: Element) -> None:
        for name in names:
            del element.attrib[name]

    return change


def text(words: str) -> Callable[[Element], None]:
    return lambda element: setattr(element, "text", words)


def tail(old: str, new: str) -> Callable[[Element], None]:
    return lambda element: setattr(element, "tail", (element.tail or "").replace(old, new))


def retag(name: str) -> Callable[[Element], None]:
    return lambda element: setattr(element, "tag", XHTML + name)


def add(markup: str) -> Callable[[Element], None]:
    return lambda element: element.append(etree.fromstring(markup.replace(" ", f' xmlns="{NAMES["h"]}" ', 1)))


def exchange(other: str) -> Callable[[Element], None]:
    """Put the element and the one that ``other`` finds each into the place of the other."""

    def change(element: Element) -> None:
        second = element.getroottree().xpath(other, namespaces=NAMES)[0]
        one, two = copy.deepcopy(element), copy.deepcopy(second)
        one.tail, two.tail = second.tail, element.tail
        element.getparent().replace(element, two)
        second.getparent().replace(second, one)

    return change


def whole(name: str, content: bytes) -> Spoil:
    return lambda files: files.update({name: content})


def both(*spoils: Spoil) -> Spoil:
    def spoil(files: Files) -> None:
        for each in spoils:
            each(files)

    return spoil


def append(name: str, content: bytes) -> Spoil:
    return lambda files: files.update({name: files[name] + content})


def lose(name: str) -> Spoil:
    return lambda files: files.__delitem__(name)


def exchange_texts(files: Files) -> None:
    path = "EPUB/notes.xhtml"
    first, second = b"The keepers are named in document", b"See <a "
    assert first in files[path]
    assert second in files[path]
    files[path] = files[path].replace(second, b"@@").replace(first, b"See also").replace(b"@@", first + b" <a ")


def meta(value: str, name: str = "") -> str:
    return f"//o:meta[text()='{value}']" if value else f"//o:meta[@property='schema:{name}']"


def claim(name: str, value: str) -> Spoil:
    def change(metadata: Element) -> None:
        added = etree.SubElement(metadata, f"{{{NAMES['o']}}}meta", {"property": name})
        added.text = value

    return edit("content.opf", "//o:metadata", change)


def listed(name: str, media_type: str) -> Spoil:
    def change(manifest: Element) -> None:
        etree.SubElement(manifest, f"{{{NAMES['o']}}}item", {"id": "added", "href": name, "media-type": media_type})

    return edit("content.opf", "//o:manifest", change)


def item(name: str) -> str:
    return f"//o:item[@href='{name}']"


def reference(name: str) -> str:
    return f"//o:itemref[@idref='{name}']"


LABEL = "//*[@class='label']"
FAULTS: dict[str, tuple[Spoil, list[str]]] = {
    "number of an indicator": (edit("chapter-2.xhtml", by_id("indicator-3"), text("4")), ["P005"]),
    "numbers that start anew in a chapter": (
        edit("chapter-2.xhtml", by_id("indicator-2-2"), text("1")),
        ["P005"],
    ),
    "word in two pieces": (edit("chapter-3.xhtml", by_id("paragraph-7"), tear), ["A017"]),
    "paragraph dropped": (edit("chapter-3.xhtml", by_id("paragraph-7"), remove), ["P001", "P014", "P014"]),
    "paragraphs exchanged": (edit("chapter-2.xhtml", by_id("paragraph-5"), exchange(by_id("paragraph-6"))), ["P006"]),
    "heading of lower rank": (edit("chapter-2.xhtml", by_id("section-II.A") + "/h:h2", retag("h3")), ["P007"]),
    "main heading no h1": (edit("chapter-3.xhtml", by_id("section-III") + "/h:h1", retag("h2")), ["P007"]),
    "notes exchanged": (edit("notes.xhtml", by_id("note-1"), exchange(by_id("note-2"))), ["P006"]),
    "texts of notes exchanged": (exchange_texts, ["P004", "P004"]),
    "number of the note alone": (edit("notes.xhtml", by_id("note-3") + LABEL, text("1")), ["P003"]),
    "anchor of a paragraph renamed": (edit("chapter-2.xhtml", by_id("paragraph-6"), put("id", "p6")), ["P008"]),
    "anchor that a reference leads to renamed": (
        edit("chapter-2.xhtml", by_id("paragraph-3"), put("id", "p3")),
        ["L001", "P008"],
    ),
    "anchor of a note renamed": (
        edit("notes.xhtml", by_id("note-3"), put("id", "n3")),
        ["L001", "P008"],
    ),
    "call leads to the wrong file": (
        edit("chapter-2.xhtml", by_id("indicator-3"), put("href", "title.xhtml#note-3")),
        ["L001"],
    ),
    "back link moved to another note": (
        edit("notes.xhtml", by_id("note-3") + "//*[@class='back']", put("href", "chapter-1.xhtml#indicator-1")),
        ["P014"],
    ),
    "back link to the wrong chapter": (
        edit("notes.xhtml", by_id("note-3") + "//*[@class='back']", put("href", "chapter-1.xhtml#indicator-3")),
        ["L001"],
    ),
    "one of two back links dropped": (edit("notes.xhtml", by_id("note-2") + "//*[@class='back']", remove), ["P014"]),
    "label removed": (edit("chapter-2.xhtml", by_id("paragraph-4") + LABEL, remove), ["P003"]),
    "label hidden by the style sheet": (
        append("EPUB/style.css", b"\nh2 .label { display: none !important }"),
        ["A020"],
    ),
    "what only paper hides": (append("EPUB/style.css", b"\n@media print { .label { display: none } }"), ["A020"]),
    "call without its role": (edit("chapter-2.xhtml", by_id("indicator-3"), take("role")), ["A019", "A019"]),
    "call without its role and type": (
        edit("chapter-2.xhtml", by_id("indicator-3"), take("role", "{http://www.idpf.org/2007/ops}type")),
        ["P004", "P005"],
    ),
    "word changed": (edit("chapter-1.xhtml", by_id("paragraph-1") + LABEL, tail("dusk", "dawn")), ["P004"]),
    "paragraph hidden": (
        edit("chapter-3.xhtml", by_id("paragraph-7"), put("hidden", "hidden")),
        ["P001", "P014", "P014"],
    ),
    "language of a page dropped": (edit("chapter-1.xhtml", "/h:html", take("lang", XML_LANG)), ["A019", "A019"]),
    "page in another language": (
        edit("chapter-1.xhtml", "/h:html", lambda html: html.attrib.update({"lang": "fr", XML_LANG: "fr"})),
        ["P037"],
    ),
    "languages of a page at odds": (edit("chapter-1.xhtml", "/h:html", put(XML_LANG, "fr")), ["P037"]),
    "language of the book changed": (edit("content.opf", "//dc:language", text("fr")), ["P011"]),
    "language of the book dropped": (edit("content.opf", "//dc:language", remove), ["P011"]),
    "language of the metadata dropped": (edit("content.opf", "/o:package", take(XML_LANG)), ["A019"]),
    "language of a passage dropped": (
        edit("chapter-2.xhtml", "//*[@lang='ru']", take("lang", XML_LANG)),
        ["A008", "P013"],
    ),
    "row of the contents dropped": (edit("nav.xhtml", "//h:li[contains(., 'Observations')]", remove), ["P010"]),
    "row of the contents leads to another chapter": (
        edit("nav.xhtml", "//h:a[contains(., 'Observations')]", put("href", "chapter-1.xhtml#section-I")),
        ["P010"],
    ),
    "row of the contents leads to a whole chapter": (
        edit("nav.xhtml", "//h:a[contains(., 'Observations')]", put("href", "chapter-3.xhtml")),
        ["A019", "A019", "A019"],
    ),
    "contents no list of contents": (
        edit("nav.xhtml", by_id("contents"), take("{http://www.idpf.org/2007/ops}type", "role")),
        ["P010"] * 5,
    ),
    "words beside the contents": (edit("nav.xhtml", "//h:body", add("<p id='draft'>Draft</p>")), ["A019"]),
    "list of no known kind beside the contents": (
        edit("nav.xhtml", "//h:body", add("<nav id='draft'>Draft</nav>")),
        ["A019"] * 5,
    ),
    "navigation among the paragraphs": (
        edit("chapter-3.xhtml", "//h:body", add("<nav id='draft'>Draft</nav>")),
        ["A019"],
    ),
    "symbol in the masthead changed": (edit("title.xhtml", "//*[@class='masthead-symbol']", text("A/90/21")), ["P009"]),
    "title no heading": (edit("title.xhtml", "//h:h1", retag("p")), ["A019", "A019"]),
    "page without a title": (edit("chapter-1.xhtml", "//h:title", text(" ")), ["P037"]),
    "id given twice": (edit("chapter-3.xhtml", by_id("section-III") + "/h:h1", put("id", "paragraph-7")), ["A005"]),
    "order of the spine changed": (
        edit("content.opf", reference("chapter-1"), exchange(reference("chapter-3"))),
        ["P006", "P006"],
    ),
    "chapter out of the spine": (
        edit("content.opf", reference("chapter-3"), remove),
        ["P001", "P001", "P014", "P014"],
    ),
    "chapter not met by reading on": (
        edit("content.opf", reference("chapter-3"), put("linear", "no")),
        ["P001", "P001", "P014", "P014"],
    ),
    "chapter twice in the spine": (
        edit("content.opf", reference("chapter-3"), put("idref", "notes")),
        ["P001", "P001", "P014", "P014"],
    ),
    "chapter out of the manifest": (
        edit("content.opf", item("chapter-3.xhtml"), remove),
        ["L001", "P001", "P001", "P014", "P014"],
    ),
    "chapter missing": (lose("EPUB/chapter-3.xhtml"), ["L001", "P001", "P001", "P014", "P014"]),
    "font missing": (lose("EPUB/fonts/STIXTwoText-Bold.ttf"), ["P038"]),
    "face that few programs for books read": (
        edit("content.opf", item("fonts/STIXTwoText-Bold.ttf"), put("media-type", "font/woff2")),
        ["A019"],
    ),
    "file that nobody lists": (whole("EPUB/draft.txt", b"draft"), ["A019"]),
    "style sheet not in the manifest": (edit("content.opf", item("style.css"), remove), ["P038"]),
    "font from the network": (append("EPUB/style.css", b"@import 'https://example.org/a.css';"), ["A020"]),
    "image from the network": (
        edit("chapter-3.xhtml", by_id("paragraph-7"), add('<img src="https://example.org/a.png" alt=""/>')),
        ["P002"],
    ),
    "image without alternative": (
        both(
            whole("EPUB/a.png", b"\x89PNG"),
            listed("a.png", "image/png"),
            edit("chapter-3.xhtml", by_id("paragraph-7"), add('<img src="a.png"/>')),
        ),
        ["E002", "E002", "E002", "P002"],
    ),
    "image that nobody mentions": (
        both(
            whole("EPUB/a.png", b"\x89PNG"),
            listed("a.png", "image/png"),
            edit("chapter-3.xhtml", by_id("paragraph-7"), add('<img src="a.png" alt="A lamp"/>')),
        ),
        ["E002", "E002", "P002"],
    ),
    "image that moves": (both(whole("EPUB/a.gif", GIF), listed("a.gif", "image/gif")), ["E002", "E002"]),
    "note that does not say what it is": (
        edit("notes.xhtml", by_id("note-3"), take("{http://www.idpf.org/2007/ops}type")),
        ["A019"],
    ),
    "cover that few shelves show": (
        edit("content.opf", item("cover.png"), put("media-type", "image/svg+xml")),
        ["A019"],
    ),
    "older contents in other words": (
        edit("toc.ncx", "//*[local-name()='text'][.='B. Names']", text("B. Nouns")),
        ["A019", "P037"],
    ),
    "older contents that lead elsewhere": (
        edit("toc.ncx", "//*[local-name()='content'][contains(@src, 'section-II.B')]", put("src", "chapter-1.xhtml")),
        ["A019", "A019", "A019"],
    ),
    "claim of alternatives": (claim("schema:accessibilityFeature", "MathML"), ["E002"]),
    "claim of page marks": (claim("schema:accessibilityFeature", "pageBreakMarkers"), ["E002"]),
    "claim of sound": (claim("schema:accessMode", "auditory"), ["E002"]),
    "claims at odds": (claim("schema:accessibilityHazard", "flashing"), ["E002"]),
    "conformance in other words": (
        both(claim("dcterms:conformsTo", "EPUB Accessibility 1.1 WCAG AA"), claim("a11y:certifiedBy", "The keepers")),
        ["E002"],
    ),
    "conformance by nobody": (claim("dcterms:conformsTo", "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"), ["E002"]),
    "summary dropped": (edit("content.opf", meta("", "accessibilitySummary"), remove), ["E002"]),
    "hazards dropped": (edit("content.opf", meta("", "accessibilityHazard"), remove), ["E002"]),
    "identifier dropped": (edit("content.opf", "//dc:identifier", remove), ["A019"]),
    "media type spelt otherwise": (whole("mimetype", b"application/epub+zip\n"), ["E001"]),
    "encrypted": (whole("META-INF/encryption.xml", b"<encryption/>"), ["A019"]),
}


BOOKS = table("epub", book, FAULTS)

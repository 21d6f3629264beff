"""A small report of the tests that is numbered by decimals and chapters, and editions of it, spoilt in one way each."""

from __future__ import annotations

from typing import Any

from pikepdf import Dictionary, Name, String

from tests.spoilt.documents import WATER
from tests.spoilt.docx import drop, w, word
from tests.spoilt.docx_objects import SPACES, field
from tests.spoilt.markup_objects import markup
from tests.spoilt.pdf import elements, kids, rewrite_metadata
from tests.spoilt.registry import Faults, Spoilt
from tests.spoilt.rewriting import objects

FILES = Faults("docx", word, report=WATER)
OBJECTS = Faults("pdf", objects, report=WATER)
word_spoils, pdf_spoils = FILES.spoils, OBJECTS.spoils


@word_spoils("P003")
def number_of_the_section_above_left_out(file: Any) -> None:
    text = next(level for level in file.tree("word/numbering.xml").iter(w("lvlText")) if level.get(w("val")) == "%1.%2")
    text.set(w("val"), "%2")


@word_spoils("L201", "P003")
def style_of_another_chapter_named(file: Any) -> None:
    code = field(file, "STYLEREF 1")
    code.text = code.text.replace("STYLEREF 1", "STYLEREF 2")


@word_spoils("L201")
def result_of_a_chapter_is_stale(file: Any) -> None:
    begun = field(file, "STYLEREF 1").getparent()
    shown = next(run for run in begun.itersiblings() if run.find(w("t")) is not None)
    shown.find(w("t")).text = "7"


@word_spoils("L201", "P003")
def count_of_tables_goes_on_into_the_next_chapter(file: Any) -> None:
    codes = [node for node in file.body.iter(w("instrText")) if "SEQ Table" in (node.text or "")]
    codes[2].text = codes[2].text.partition(" \\r")[0]


@word_spoils("L201", "P003")
def heading_without_a_number_numbered(file: Any) -> None:
    heading = next(node for node in file.body.iter(w("p")) if _says(node, "Foreword"))
    number = heading.find(f"{w('pPr')}/{w('numPr')}")
    number.getparent().remove(number)


@word_spoils("P003")
def list_begun_at_another_number(file: Any) -> None:
    overrides = [node for node in file.tree("word/numbering.xml").iter(w("startOverride")) if node.get(w("val")) == "4"]
    overrides[0].set(w("val"), "1")


@pdf_spoils("L106", "P014")
def list_of_tables_gives_another_page(opened: Any) -> None:
    links = (
        one for page in opened.pages for one in page.obj.get("/Annots", []) if str(one.get("/Dest", "")) == "table-1.1"
    )
    next(one for one in links if str(one.Contents).startswith("Table 1.1. Wells")).Dest = String("table-2.1")


def _says(node: Any, words: str) -> bool:
    style = node.find(f"{w('pPr')}/{w('pStyle')}")
    return style is not None and style.get(w("val")) == "Heading1" and "".join(node.itertext()).strip() == words


@pdf_spoils("P003", "P004", "P010")
def number_of_a_heading_is_no_label(opened: Any) -> None:
    label = next(
        kid
        for heading in elements(opened, "H3")
        for kid in kids(heading)
        if isinstance(kid, Dictionary) and kid.get("/S") == Name.Lbl
    )
    label.S = Name.Span


@word_spoils("P016")
def author_of_the_properties_is_another(file: Any) -> None:
    part = file.tree("docProps/core.xml")
    next(node for node in part.iter("{http://purl.org/dc/elements/1.1/}creator")).text = "Ana Gómez"


@word_spoils("P016")
def film_of_the_properties_is_another(file: Any) -> None:
    film = next(node for node in file.tree("docProps/custom.xml") if str(node.get("name")).endswith("sign-language"))
    film[0].text = "https://example.org/other"


@word_spoils("P004")
def subtitle_is_another(file: Any) -> None:
    line = next(node for node in file.body.iter(w("t")) if node.text == "What the wells gave")
    line.text = "What the wells take"


@pdf_spoils("P016")
def licence_of_the_packet_is_another(opened: Any) -> None:
    rewrite_metadata(opened, "licenses/by/4.0", "licenses/by-nc/4.0")


@pdf_spoils("P016")
def film_taken_out_of_the_packet(opened: Any) -> None:
    rewrite_metadata(opened, "<rdf:li>https://example.org/film</rdf:li>")


@pdf_spoils("P016")
def keywords_taken_out_of_the_packet(opened: Any) -> None:
    rewrite_metadata(opened, "<dc:subject>.*?</dc:subject>")


BOOKS = {
    "publisher of the package is another": (
        "<dc:publisher>Town Press</dc:publisher>",
        "<dc:publisher>Town</dc:publisher>",
        "P016",
    ),
    "number taken out of the package": (r"<dc:identifier>urn:isbn:9783161484100</dc:identifier>", "", "P016"),
    "film taken out of the package": (r"<dc:relation>https://example.org/film</dc:relation>", "", "P016"),
    "abstract of the package is another": (r"(<dc:description>The wells gave) less", r"\1 more", "P016"),
}
WEB = {
    "author of the linked data is another": (r'"name": "Li Wei"', '"name": "Wei Li"', "P016"),
    "author of the tags for search is another": (
        r'"citation_author" content="Li Wei"',
        '"citation_author" content="Wei Li"',
        "P016",
    ),
    "rights of the terms of Dublin Core are others": (
        r'"dcterms.rights" content="© 2035 Town"',
        '"dcterms.rights" content="©"',
        "P016",
    ),
    "film of the linked data is another": (
        r'"url": "https://example.org/film"',
        '"url": "https://example.org/"',
        "P016",
    ),
    "level taken out of the terms of Dublin Core": (
        r'("dcterms.relation" content="[^"]*) \(language level A2\)',
        r"\1",
        "P016",
    ),
    "version taken out of the linked data": (r' "version": "1.2",\n', "", "P016"),
    "line of the imprint is another": (r"ISSN 2049-3630</p>", "ISSN 2049-3631</p>", "P004"),
}


@word_spoils("P038")
def picture_made_smaller(file: Any) -> None:
    for extent in file.body.iter(f"{{{SPACES['wp']}}}extent"):
        extent.set("cx", str(int(extent.get("cx")) // 2))


@word_spoils("P038")
def columns_exchanged_in_width(file: Any) -> None:
    columns = list(file.body.iter(w("tblGrid")))[-1]
    columns.append(columns[0])


@word_spoils("P001")
def line_of_a_cell_dropped(file: Any) -> None:
    drop(next(node for node in file.body.iter(w("tr")) if "".join(node.itertext()) == "Longriver12"))


PAGES = {
    "abbreviation stands for something else": (
        r'<abbr title="European Union">EU</abbr>(?=(?:</a>)? \()',
        '<abbr title="Europe">EU</abbr>',
        "P016",
    ),
    "definition of an abbreviation dropped": (r"<dd><p>European Union</p>\n?</dd>", "<dd></dd>", "P001 P002"),
    "row of a list of tables leads elsewhere": (
        r'href="([^"]*)#table-1\.1">(Table 1\.1\. )',
        r'href="\1#table-1.2">\2',
        "P014",
    ),
    "row of a list of tables dropped": (r"<p><a [^>]*>Table 2\.1\. Pumps</a></p>\n?", "", "P001 P014"),
    "width of a picture left out": (r' style="width: 60%"', "", "P038"),
    "columns of another width": (r'<col style="width: 70%"', '<col style="width: 50%"', "P038"),
    "lines of a cell run together": (r"Long<br/?>river", "Longriver", "P004"),
    "number of a subsection is another": (
        r'<span class="label">1\.1\.2</span> Age</h',
        '<span class="label">1.1.3</span> Age</h',
        "P003",
    ),
    "number of a table is another": (
        r'<span class="label">Table 2\.1</span>',
        '<span class="label">Table 1.3</span>',
        "P003",
    ),
    "number of an entry is another": (r'<span class="label">4\)</span>', '<span class="label">1)</span>', "P003"),
}
"""Faults of web pages and books: what is found, what replaces it, and the codes."""

EDITIONS: tuple[Spoilt, ...] = (
    *FILES,
    *OBJECTS,
    *(
        Spoilt(fault, format_, markup(format_, pattern, other), tuple(codes.split()), counted=True, report=WATER)
        for format_ in ("html", "epub")
        for fault, (pattern, other, codes) in (PAGES | (WEB if format_ == "html" else BOOKS)).items()
    ),
)

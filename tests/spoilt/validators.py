"""Editions and catalogues that a validator must fail, spoilt in one way each."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf

from tests.spoilt.registry import Spoil, Spoilt
from tests.spoilt.rewriting import objects, part, text, without


def no_language(opened: pikepdf.Pdf) -> None:
    del opened.Root.Lang


def not_marked(opened: pikepdf.Pdf) -> None:
    del opened.Root.MarkInfo


def name_of_file_shown(opened: pikepdf.Pdf) -> None:
    opened.Root.ViewerPreferences.DisplayDocTitle = False


def no_metadata(opened: pikepdf.Pdf) -> None:
    del opened.Root.Metadata


def no_output_intent(opened: pikepdf.Pdf) -> None:
    del opened.Root.OutputIntents


def metadata(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(opened: pikepdf.Pdf) -> None:
        said = opened.Root.Metadata.read_bytes()
        assert old in said
        opened.Root.Metadata.write(said.replace(old, new))

    return change


def untagged_text(opened: pikepdf.Pdf) -> None:
    sheet = opened.pages[0]
    sheet.contents_coalesce()
    font = next(iter(sheet.Resources.Font.keys()))
    sheet.Contents.write(sheet.Contents.read_bytes() + f"\nBT {font} 12 Tf 50 50 Td <0001> Tj ET\n".encode())


def structures(opened: pikepdf.Pdf, tag: str) -> list[pikepdf.Object]:
    return [
        one
        for one in opened.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name(f"/{tag}")
    ]


def unknown_tag(opened: pikepdf.Pdf) -> None:
    structures(opened, "P")[0].S = pikepdf.Name("/Prose")


def heading_skipped(opened: pikepdf.Pdf) -> None:
    for one in structures(opened, "H2"):
        one.S = pikepdf.Name("/H5")


def no_names_of_links(opened: pikepdf.Pdf) -> None:
    for sheet in opened.pages:
        for annotation in sheet.get("/Annots", []):
            if "/Contents" in annotation:
                del annotation["/Contents"]
    for one in structures(opened, "Link"):
        if "/Alt" in one:
            del one["/Alt"]


def scripted(opened: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('x')"))
    opened.Root.OpenAction = opened.make_indirect(action)


GOOD_PO = r"""msgid ""
msgstr ""
"Language: fr\n"
"Content-Type: text/plain; charset=UTF-8\n"

#, c-format
msgid "%d ships"
msgstr "%d navires"
"""

# Which tool must catch which fault: format, the fault, the tool.
FAULTS: dict[str, tuple[str, Spoil, str]] = {
    "no language": ("pdf", objects(no_language), "verapdf"),
    "not marked": ("pdf", objects(not_marked), "verapdf"),
    "name of file shown": ("pdf", objects(name_of_file_shown), "verapdf"),
    "no metadata": ("pdf", objects(no_metadata), "verapdf"),
    "no output intent": ("pdf", objects(no_output_intent), "verapdf"),
    "no claim of PDF/UA": ("pdf", objects(metadata(b"pdfuaid:part", b"pdfuaid:port")), "verapdf"),
    "no claim of PDF/A": ("pdf", objects(metadata(b"pdfaid:part", b"pdfaid:port")), "verapdf"),
    "untagged text": ("pdf", objects(untagged_text), "verapdf"),
    "unknown tag": ("pdf", objects(unknown_tag), "verapdf"),
    "heading skipped": ("pdf", objects(heading_skipped), "verapdf"),
    "no names of links": ("pdf", objects(no_names_of_links), "verapdf"),
    "script in a page": ("pdf", objects(scripted), "verapdf"),
    "truncated page": ("pdf", lambda content: content[: len(content) // 2], "verapdf"),
    "no language, fast": ("pdf", objects(no_language), "page-validation"),
    "unknown tag, fast": ("pdf", objects(unknown_tag), "page-validation"),
    "untagged text, fast": ("pdf", objects(untagged_text), "page-validation"),
    "media type misspelt": ("epub", part("mimetype", "application/epub+zip", "application/epub"), "epubcheck"),
    "chapter gone": ("epub", without("chapter-1.xhtml"), "epubcheck"),
    "element unknown": ("epub", part(".xhtml", "<h1", "<centre/><h1"), "epubcheck"),
    "dead link": ("epub", part("nav.xhtml", 'href="chapter-1.xhtml', 'href="chapter-0.xhtml'), "epubcheck"),
    "no title of book": ("epub", part(".opf", "dc:title", "dc:type"), "epubcheck"),
    "truncated book": ("epub", lambda content: content[: len(content) // 2], "epubcheck"),
    "part of the braille gone": ("ebrl", without("part-2.html"), "epubcheck"),
    "no summary": ("epub", part(".opf", "schema:accessibilitySummary", "schema:about"), "ace"),
    "no hazards": ("epub", part(".opf", "schema:accessibilityHazard", "schema:about"), "ace"),
    "pale text in book": ("epub", part(".xhtml", "<h1", '<h1 style="color:#ccc;background:#fff"'), "ace"),
    "picture without words": ("epub", part("chapter-1.xhtml", "<h1", '<p><img src="data:,"/></p><h1'), "ace"),
    "element not closed": ("html", text("</main>", "<section></main>"), "nu"),
    "attribute unknown": ("html", text("<main", '<main colour="red"'), "nu"),
    "id twice": ("html", text("<main", '<p id="twice">a</p><p id="twice">b</p><main'), "nu"),
    "order of the keyboard changed": ("html", text("<main", '<main tabindex="3"'), "html-validate"),
    "boolean attribute without a value": ("html", text(' checked="">', " checked>"), "html-validate"),
    "button without a role": ("html", text("</h1>", '</h1><div role="button">a</div>'), "html-validate"),
    "no language of page": ("html", text('<html lang="en"', "<html"), "axe"),
    "picture without words on page": ("html", text("</h1>", '</h1><img src="data:,">'), "axe"),
    "pale in the dark": (
        "html",
        text("</head>", "<style>@media (prefers-color-scheme:dark){p{color:#333!important}}</style></head>"),
        "axe",
    ),
    "scrolls sideways": ("html", text("</h1>", '</h1><div style="width:60rem">wide</div>'), "axe"),
    "moves while it opens": (
        "html",
        text(
            "</h1>",
            '</h1><style>@keyframes grow{to{height:30rem}}</style><div style="animation:grow .3s steps(1)'
            ' forwards"></div>',
        ),
        "axe",
    ),
    "pale in forced colours": (
        "html",
        text(
            "</head>",
            "<style>@media"
            " (forced-colors:active){p{forced-color-adjust:none;color:#ccc;background:#fff}}</style></head>",
        ),
        "axe",
    ),
    "wide listing out of reach of the keyboard": (
        "html",
        text("</h1>", '</h1><pre style="overflow-x:auto;width:9rem">a line that is longer than its box is wide</pre>'),
        "axe",
    ),
    "button without name": ("html", text("</h1>", "</h1><button></button>"), "axe"),
    "paragraph cut off": (
        "html",
        text("</head>", "<style>#paragraph-2{clip-path:inset(0 50% 0 0)}</style></head>"),
        "drawn",
    ),
    "paragraph mirrored in the book": ("epub", part("style.css", "p {", "p { transform: scaleX(-1);"), "drawn"),
    "element out of order": ("docx", part("word/document.xml", "<w:body>", "<w:body><w:sectPr/>"), "open-xml-sdk"),
    "attribute not allowed": ("docx", part("word/document.xml", "<w:p>", '<w:p w:colour="1">'), "open-xml-sdk"),
    "styles missing": ("docx", without("word/styles.xml"), "openxml-audit"),
    "note missing": (
        "docx",
        part("word/document.xml", '<w:footnoteReference w:id="1"', '<w:footnoteReference w:id="99"'),
        "docx-integrity",
    ),
    "style unknown": (
        "docx",
        part("word/document.xml", '<w:pStyle w:val="NumberedParagraph"', '<w:pStyle w:val="Nothing"'),
        "docx-integrity",
    ),
    "truncated file": ("docx", lambda content: content[: len(content) // 2], "libreoffice"),
    "placeholder lost": ("po", text("%d navires", "des navires %s"), "msgfmt"),
    "message twice": (
        "po",
        text('msgstr "%d navires"\n', 'msgstr "%d navires"\n\nmsgid "%d ships"\nmsgstr "%d bateaux"\n'),
        "msgfmt",
    ),
    "quotation mark open": ("po", text('navires"', "navires"), "msgfmt"),
}


CODES = {
    "verapdf": "V101", "page-validation": "V102", "epubcheck": "V103", "ace": "V104", "nu": "V105", "axe": "V106",
    "open-xml-sdk": "V107", "openxml-audit": "V108", "docx-integrity": "V109", "libreoffice": "V110", "msgfmt": "V111",
    "html-validate": "V112", "drawn": "V114",
}  # fmt: skip
"""The code of what each tool finds."""

FILES = [Spoilt(fault, format_, spoil, tool=tool) for fault, (format_, spoil, tool) in FAULTS.items()]

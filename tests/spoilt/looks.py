"""Web pages, books and Word files in which every word, number and picture is the report's, and something else is not: what
a link covers, which of two elements is referred to, how something looks, what lies around the files of an archive. Only
the comparison with what the press makes (P038) finds them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from tests.spoilt.registry import Spoil, Spoilt

SLUG = "A-90-80"
SOURCE = """---
symbol: A/90/80
organ: General Assembly
title: Water of the coast
date: 2035-08-16
authors: [Ada Byron]
---

# Wells

The town has 4,127 wells.[^one] The register is [open to all](https://example.org/register). What was lost is shown in
[](#drawn). See [](#wide).

::: {#drawn .chart data=drawn.csv kind=grouped x=year y="wells,springs"}
Water drawn
:::

::: {#shares .chart data=shares.csv kind=pie x=town y=litres}
Water by town
:::

[]{#eq} [$$a = 17$$]{alt="a equals 17"}

::: {#wide .table}
Wells by town

| Town | Wells in the first year of the survey | Wells in the second year of the survey | Wells in the third year of all |
|:--|--:|--:|--:|
| North | 12 | 14 | 15 |
:::

::: {#long .table}
Springs by town

| Town | Springs in the first year of the survey | Springs in the second year of the survey | Springs in the third year |
|:--|--:|--:|--:|
| North | 3 | 4 | 5 |
:::

# Springs

The springs are few.

[^one]: By the survey.
"""
DATA = {
    "drawn.csv": "year,wells,springs\n2015,12,20\n2016,15,18\n2017,18,16\n2018,22,14\n",
    "shares.csv": "town,litres\nNorth,12\nSouth,20\nWest,9\n",
}
"""The files beside the source."""

Rows = Mapping[str, tuple[str, str]]
"""By fault what is replaced, as a pattern, and by what."""
READ = {
    "soft hyphen in a number": {"html": ("A019", "P037"), "epub": ("A019", "P037"), "docx": ("A019",)},
    "soft hyphen in a word": {"html": ("P037",), "epub": ("P037",)},
    "comment": {"html": ("A019",)},
    "reference to another table's number": {"docx": ("L201",)},
}
"""The codes of what reading finds as well, by fault and format."""

_LINK = '<a href="https://example.org/register">'
MARKUP: Rows = {
    "link over another word": (rf"The register is {_LINK}open to all</a>", rf"The {_LINK}register</a> is open to all"),
    "link over the whole sentence": (
        rf"The register is {_LINK}open to all</a>\.",
        f"{_LINK}The register is open to all.</a>",
    ),
    "link over nothing": (rf"{_LINK}open to all</a>", f"{_LINK}</a>open to all"),
    "reference over the words before it": (
        r'What was lost is shown in (<a class="reference"[^>]*>)figure I</a>',
        r"\1What was lost is shown in </a>figure I",
    ),
    "figure named by the title of another": (r'aria-labelledby="figure-II-title"', 'aria-labelledby="figure-I-title"'),
    "soft hyphen in a number": ("4,127 wells", "4,1\u00ad27 wells"),
    "soft hyphen in a word": ("springs are few", "spr\u00adings are few"),
    "space of no width in a number": ("4,127 wells", "4,\u200b127 wells"),
    "space of no width between words": ("springs are few", "springs \u200bare few"),
    "source of a formula": (r">a = 17</annotation>", ">a = 71</annotation>"),
}
"""Faults of web pages and books alike."""
PAGE: Rows = {
    "line broken between words": ("springs are few", "springs <br>are few"),
    "place to break inside a word": ("springs are few", "spr<wbr>ings are few"),
    "page named by the number of the next": ('title="Page 2"', 'title="Page 3"'),
    "region named by the title of another table": (
        'role="region" tabindex="0" aria-labelledby="table-2-title"',
        'role="region" tabindex="0" aria-labelledby="table-1-title"',
    ),
    "drawing described by the data of another": ('aria-details="figure-II.data"', 'aria-details="figure-I.data"'),
    "download of another report": ('href="A-90-80-en.pdf"', 'href="A-90-81-en.pdf"'),
    "download left out": (r'<li><a href="A-90-80-en.epub".*?</li>\n', ""),
    "download of another type": ('type="application/epub[+]zip"', 'type="application/pdf"'),
    "download of another size": (r">PDF,(.)\d+(.)KB<", r">PDF,\g<1>9\g<2>KB<"),
    "choice of a size that gives another": ('value="150" id="size-150"', 'value="125" id="size-150"'),
    "choice of dark that gives light": ('value="dark" id="colours-dark"', 'value="light" id="colours-dark"'),
    "pages not marked from the start": (
        r'id="pages-shown" checked="">(.*?)id="pages-hidden">',
        r'id="pages-shown">\1id="pages-hidden" checked="">',
    ),
    "bold and regular faces exchanged": (
        r'font-weight: 400;( src: url\(data:font/woff2;base64,[^)]*\) format\("woff2"\); }\n@font-face {[^}]*font-style: italic;.*?font-style: normal; )font-weight: 700;',
        r"font-weight: 700;\1font-weight: 400;",
    ),
    "comment": ("<p id=", "<!-- not so --><p id="),
    "attributes in another order": ('id="face-house" checked=""', 'checked="" id="face-house"'),
}
BOOK: Rows = {
    "line broken between words": ("springs are few", "springs <br/>are few"),
    "place to break inside a word": ("springs are few", "spr<wbr/>ings are few"),
    "page named by the number of the next": ('aria-label="Page 2"', 'aria-label="Page 3"'),
    "mark of the beginning at the notes": (
        'epub:type="bodymatter" href="chapter-1.xhtml"',
        'epub:type="bodymatter" href="notes.xhtml"',
    ),
    "changed at another time": (r"modified\">2035-08-16", 'modified">2000-01-01'),
    "certified by somebody": (
        '(<meta property="pageBreakSource">)',
        (
            '<meta property="dcterms:conformsTo" id="conformance">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>'
            '<meta property="a11y:certifiedBy" refines="#conformance">Somebody</meta>\\1'
        ),
    ),
    "cover not named": (' properties="cover-image"', ""),
    "author as translator": (">aut</meta>", ">trl</meta>"),
}
WORD: Rows = {
    "soft hyphen in a number": ("4,127 wells", "4,1\u00ad27 wells"),
    "space of no width between words": ("springs are few", "springs \u200bare few"),
    "words to be read in another language": (
        r"<w:r>(<w:t [^>]*>The springs are few)",
        r'<w:r><w:rPr><w:lang w:val="de-DE"/></w:rPr>\1',
    ),
    "paragraph from right to left": (
        r"(<w:pStyle w:val=\"NumberedParagraph\"/>)(</w:pPr>(?:(?!</w:p>).)*The springs are few)",
        r"\1<w:bidi/>\2",
    ),
    "words from right to left": (r"<w:r>(<w:t [^>]*>The springs are few)", r"<w:r><w:rPr><w:rtl/></w:rPr>\1"),
    "page begun before a paragraph": (
        r"(<w:pStyle w:val=\"NumberedParagraph\"/>)(</w:pPr>(?:(?!</w:p>).)*The springs are few)",
        r"\1<w:pageBreakBefore/>\2",
    ),
    "text in two columns": (
        r'<w:cols w:space="0"/></w:sectPr></w:body>',
        '<w:cols w:num="2" w:space="0"/></w:sectPr></w:body>',
    ),
    "made at another time": (r"(<dcterms:created [^>]*>)2035", r"\g<1>2001"),
    "series in one colour": (r"D27830(?=(?:(?!</c:chart>).)*barDir|(?:(?!<c:pieChart>).)*</c:barChart>)", "13295F"),
    "parts of a pie exchanged": (r"(<c:pieChart>.*?)13295F(.*?)D27830", r"\1D27830\g<2>13295F"),
    "parts of a pie in one colour": (r'<c:pieChart><c:varyColors val="1"/>', '<c:pieChart><c:varyColors val="0"/>'),
    "series in many colours": (r'(<c:barChart>.*?)<c:varyColors val="0"/>', r'\1<c:varyColors val="1"/>'),
    "bars that lie": (r'<c:barDir val="col"/>', '<c:barDir val="bar"/>'),
    "reference to another table's number": ("REF table_1__number", "REF table_2__number"),
}


def _page(pattern: str, other: str) -> Spoil:
    def spoil(content: bytes) -> bytes:
        changed, count = re.subn(pattern, other, content.decode(), count=1, flags=re.DOTALL)
        assert count, pattern
        return changed.encode()

    return spoil


def _archive(pattern: str, other: str) -> Spoil:
    """The first file of an archive in which the pattern is found, changed; all else is as it is, packed as it was."""

    def spoil(content: bytes) -> bytes:
        made, changed = io.BytesIO(), 0
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(made, "w") as again:
            for entry in archive.infolist():
                data = archive.read(entry)
                if not changed and entry.filename.endswith((".xml", ".xhtml", ".opf", ".ncx")):
                    text, changed = re.subn(pattern, other, data.decode(), count=1, flags=re.DOTALL)
                    data = text.encode()
                again.writestr(entry, data)
        assert changed, pattern
        return made.getvalue()

    return spoil


def _with_comment(content: bytes) -> bytes:
    made = io.BytesIO(content)
    with zipfile.ZipFile(made, "a") as archive:
        archive.comment = b"Figures to follow."
    return made.getvalue()


def _with_field(content: bytes) -> bytes:
    """The archive with a field of its own in front of its last file."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(made, "w") as again:
        for entry in archive.infolist():
            data = archive.read(entry)
            entry.extra = b"\xca\xfe\x04\x00lies" if entry is archive.infolist()[-1] else b""
            again.writestr(entry, data)
    return made.getvalue()


def _at_another_time(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(made, "w") as again:
        for entry in archive.infolist():
            data = archive.read(entry)
            entry.date_time = (2001, 1, 1, 0, 0, 0)
            again.writestr(entry, data)
    return made.getvalue()


AROUND: Mapping[str, Spoil] = {
    "bytes after the archive": lambda content: content + b"and more",
    "comment of the archive": _with_comment,
    "field of the archive": _with_field,
    "files of another time": _at_another_time,
}
"""Faults of archives, whose files are all as they were."""


def _all() -> Iterator[Spoilt]:
    rows = [("html", fault, _page(*row)) for fault, row in (*MARKUP.items(), *PAGE.items())]
    rows += [("epub", fault, _archive(*row)) for fault, row in (*MARKUP.items(), *BOOK.items())]
    rows += [("docx", fault, _archive(*row)) for fault, row in WORD.items()]
    rows += [(format_, fault, spoil) for format_ in ("epub", "docx") for fault, spoil in AROUND.items()]
    for format_, fault, spoil in rows:
        codes = (*READ.get(fault, {}).get(format_, ()), "P038")
        yield Spoilt(fault, format_, spoil, tuple(sorted(codes)), report=SLUG)


LOOKS: tuple[Spoilt, ...] = tuple(_all())
"""All of them, of the report ``SOURCE`` as a house makes it with its PDF."""

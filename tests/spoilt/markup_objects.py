"""Web pages and books with tables, pictures, boxes, terms, formulas, listings and asterisks, spoilt in one way each."""

from __future__ import annotations

import re

from tests.spoilt.documents import LAMPS
from tests.spoilt.registry import Spoil, Spoilt
from tests.spoilt.rewriting import Files, book

CLAIM = {"html": "A015", "epub": "E002"}
"""The code of a claim about accessibility that the content does not support, by format."""


def markup(format_: str, pattern: str, other: str) -> Spoil:
    """Replace the one piece of markup that ``pattern`` finds in the edition by ``other``."""

    def page(content: bytes) -> bytes:
        changed, count = re.subn(pattern, other, content.decode(), flags=re.DOTALL)
        assert count == 1, (pattern, count)
        return changed.encode()

    def chapters(files: Files) -> None:
        total = 0
        for name in files:
            if name.endswith((".xhtml", ".opf")):
                changed, count = re.subn(pattern, other, files[name].decode(), flags=re.DOTALL)
                total, files[name] = total + count, changed.encode()
        assert total == 1, (pattern, total)

    return page if format_ == "html" else book(chapters)


ALT = 'alt="Three lamps on a blue coast"'
ROW = r'<tr><th scope="row">{}</th>(?:(?!</tr>).)*</tr>\n'
NORTH, SOUTH = ROW.format("North"), ROW.format("South")
LETTER = r'<li id="table-1\.note-{}"[^>]*>(?:(?!</li>).)*</li>\n'

FAULTS: dict[str, tuple[str, str, str]] = {
    "head of a row as data": (r'<th scope="row">South</th>', "<td>South</td>", "P003"),
    "data as the head of a row": (r'<td class="end">14</td>', '<th scope="row" class="end">14</th>', "P003"),
    "scope dropped": (r'<th scope="row">South', "<th>South", "P003"),
    "scope of a column turned to the row": (
        r'<th scope="col" class="end">2034',
        '<th scope="row" class="end">2034',
        "P003",
    ),
    "cut-in head as data": (
        r'<th scope="rowgroup" colspan="3">Northern coast</th>',
        '<td colspan="3">Northern coast</td>',
        "P003",
    ),
    "colspan changed": (r'scope="colgroup" colspan="2"', 'scope="colgroup" colspan="3"', "P003"),
    "rowspan dropped": (r'<td rowspan="2" class="end">12', '<td class="end">12', "P003"),
    "cell dropped": (r'<td class="end">9</td>', "", "P003 P004"),
    "cell with another number": (r">12</td>", ">21</td>", "P004"),
    "cells exchanged": (
        r'<th scope="col" class="end">2034</th>(<th scope="col" class="end">2035.*?</th>)',
        r'\1<th scope="col" class="end">2034</th>',
        "P004",
    ),
    "rows exchanged": (f"({NORTH})({SOUTH})", r"\2\1", "P006"),
    "row dropped": (SOUTH, "", "P001"),
    "row twice": (f"({SOUTH})", r"\1\1", "P002"),
    "row hidden": (r'<tr>(<th scope="row">South)', r'<tr hidden="hidden">\1', "P001"),
    "word of a title": (r"Lamps by <em>harbour", "Lamps of <em>harbour", "P004"),
    "caption dropped": (r'<caption id="table-2-title">.*?</caption>', "", "P001"),
    "caption moved out of its table": (
        r'(<table>)\n(<caption id="table-2-title">.*?)</caption>',
        r"<p>Table 2 Oil</p>\1",
        "P001 P002",
    ),
    "caption in another table": (
        r'(<caption><span class="title" id="table-1-title">.*?</caption>)(.*?)(<caption id="table-2-title">.*?</caption>)',
        r"\3\2\1",
        "P003 P003 P004 P004 P005 P005 P006",
    ),
    "number of a table": (r"Table 2</span>", "Table 3</span>", "P003"),
    "headnote dropped": (r'<p class="headnote">.*?</p>', "", "P001"),
    "source dropped": (r'<p class="source">Source: Harbour Office\.</p>', "", "P001"),
    "letter leads to another note": (
        r'(id="table-1\.indicator-b" href="[^"]*#table-1\.note-)b"',
        r'\1a"',
        "P005",
    ),
    "letter called by another letter": (r'(id="table-1\.indicator-b"[^>]*>)b</a>', r"\1a</a>", "P005"),
    "letter of a note changed": (
        r'<span class="label">b</span>( (?:<span[^>]*>)?Estimated)',
        r'<span class="label">c</span>\1',
        "P003",
    ),
    "letter notes exchanged": (f"({LETTER.format('a')})({LETTER.format('b')})", r"\2\1", "P006"),
    "letter note dropped": (LETTER.format("b"), "", "L001 P001 P014"),
    "way back from a letter dropped": (r'<a class="back" href="[^"]*#table-1\.indicator-b".*?</a>', "", "P014"),
    "letters no list of notes": (r'<ol class="letters">(<li id="box-1)', r"<ol>\1", "P007 P014"),
    "table announced as nothing": (r'<table>(\n<caption id="table-2)', r'<table role="presentation">\1', "A019 A019"),
    "alternative changed": (ALT, 'alt="Two lamps on a blue coast"', "P004"),
    "alternative removed": (f" {ALT}", "", "CLAIM CLAIM CLAIM P001 P002"),
    "alternative emptied": (ALT, 'alt=""', "P001 P002"),
    "alternative drowned by a name": (ALT, f'{ALT} aria-label="Two lamps"', "A019"),
    "picture dropped": (r'<img src="[^"]*" alt="A mast with one lamp"[^>]*>', "", "P001"),
    "pictures exchanged": (
        r'(<img src=")([^"]*)(" alt="Three lamps.*?<img src=")([^"]*)(" alt="A mast)',
        r"\1\4\3\2\5",
        "P015 P015",
    ),
    "picture twice": (r'(<img src="[^"]*" alt="A mast with one lamp"[^>]*>)', r"\1\1", "P002"),
    "word of a figure's title": (r"</span> A mast</figcaption>", "</span> A post</figcaption>", "P004"),
    "figure's title as a paragraph": (
        r'<figcaption id="figure-II-title">(.*?)</figcaption>',
        r'<p id="figure-II-title">\1</p>',
        "P007 P008",
    ),
    "figure's source as its title's": (
        r'(<figcaption id="figure-I-title">)(.*?</figcaption>)',
        r"<p>Survey</p>\1\2",
        "P002",
    ),
    "title of a box lost": (r'<p class="box-title" id="box-1-title">.*?</p>', "", "L001 P003 P004"),
    "heading of the summary made plain": (r' role="heading" aria-level="2"', "", "A019"),
    "summary announced as another group": (r'(id="summary-title" role=")heading', r"\1note", "A019"),
    "box no box": (r'(<div id="box-1") class="box" role="group"', r"\1", "P007 P008"),
    "term as a definition": (r"<dt>Lamp</dt>", "<dd>Lamp</dd>", "P007"),
    "definition changed": (r"A light with a keeper", "A light without a keeper", "P004"),
    "terms exchanged": (r"<dt>Lamp</dt>(.*?)<dt>Keeper</dt>", r"<dt>Keeper</dt>\1<dt>Lamp</dt>", "P006 P006"),
    "words of a formula gone": (r' alttext="x squared"', "", "CLAIM P004"),
    "words of a formula as TeX": (r'alttext="x squared"', 'alttext="x^{2}"', "CLAIM P004"),
    "words of a formula changed": (r'alttext="x squared"', 'alttext="x cubed"', "P004"),
    "letter of a formula upright": (r"<mi>x</mi>", '<mi mathvariant="normal">x</mi>', "P015"),
    "sign of a formula changed": (r"<mi>x</mi><mn>2</mn>", "<mi>x</mi><mn>3</mn>", "P015"),
    "raised sign lowered": (r"<msup>(<mi>x</mi><mn>2</mn>)</msup>", r"<msub>\1</msub>", "P015"),
    "number of a formula gone": (r'<span class="label">\(1\)</span> ', "", "P003"),
    "spaces of a listing": (r"\n    oil = 3", "\noil = 3", "P015"),
    "words of a listing": (r"\n    oil = 3", "\n    oil = 4", "P004"),
    "number in a quotation": (r'<span class="label">4\.</span>', '<span class="label">5.</span>', "P003"),
    "asterisk note lost": (r'<div id="masthead\.note-2".*?</div>\n', "", "L001 P001 P014"),
    "asterisk of a line lost": (
        r'<sup class="indicator"><a id="masthead\.indicator-1".*?</sup>',
        "",
        "L001 P005 P009",
    ),
    "line of the agenda lost": (r'<p class="masthead-agenda">Agenda item 73 \(c\)</p>\n', "", "P009"),
    "session changed": (r"Ninetieth session", "Ninety-first session", "P009"),
    "language of a passage dropped": (r'<div class="foreign"[^>]*>', '<div class="foreign">', "A008 P013"),
    "reference to another table": (r'(href="[^"]*#table-)1(">table.1)', r"\g<1>2\2", "P014"),
    "citation leads elsewhere": (
        r'href="https://undocs.org/en/A/89/92"',
        'href="https://undocs.org/en/A/89/93"',
        "P014",
    ),
}


def codes(format_: str, words: str) -> tuple[str, ...]:
    """The codes of a row, sorted."""
    return tuple(sorted(CLAIM[format_] if code == "CLAIM" else code for code in words.split()))


EDITIONS = [
    Spoilt(fault, format_, markup(format_, pattern, other), codes(format_, words), counted=True, report=LAMPS)
    for format_ in CLAIM
    for fault, (pattern, other, words) in FAULTS.items()
]

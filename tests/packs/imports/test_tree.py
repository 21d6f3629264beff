"""Files that pandoc reads: their kind is recognised by content, each word of them is imported or reported, notes stay
notes.
"""

from __future__ import annotations

import base64
import json
import re
import zipfile
from pathlib import Path

import pypandoc
import pytest

from plantin.findings import SourceError
from plantin.house.layout import House
from plantin.packs.imports import file_kinds, receive
from plantin.packs.imports.receive import ImportResult
from plantin.packs.imports.received import GivenFields

pytestmark = pytest.mark.full

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def come(home: House, name: str, content: str | bytes, **given: str) -> tuple[ImportResult, str]:
    """The file imported, and the whole of its source; every word of the file is in it or listed."""
    path = home.root / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    arrived = receive.import_file(home, path, GivenFields(given))
    assert "S067" not in [finding.code for finding in arrived.findings()], arrived.findings()
    return arrived, (home.root / arrived.path).read_text("utf-8")


def told(arrived: ImportResult) -> str:
    return "\n".join(f"{finding.code} {finding.message}" for finding in arrived.findings())


PAGE = """<!DOCTYPE html><html lang="en"><head><title>Lamps | Harbour Office</title><script>var lost = 1;</script></head><body>
<header><p>Harbour Office</p></header><nav><ul><li><a href="/a">Contact us</a></li></ul></nav>
<main><h1>On lamps</h1><p>The <em>lamps</em> were lit.<sup><a id="r1" href="#n1">1</a></sup> They burn <b>oil</b>.{call}</p>
<h2>Northern coast</h2><ol><li>One lamp;</li><li>Two lamps, <a href="https://example.org/two">as listed</a>.</li></ol>
<h2>Southern coast</h2>
<table><caption>Lamps by harbour</caption><thead><tr><th rowspan="2">Harbour</th><th colspan="2">Lamps</th></tr>
<tr><th>2015</th><th>2016</th></tr></thead>
<tbody><tr><th>North</th><td><p>12</p><p>of glass</p></td><td>a|b</td></tr><tr><th>South</th><td>9</td></tr></tbody></table>
<p>See <a href="#n1">above</a> and <a href="other.html">there</a>.</p>
<section><hr><ol>
<li id="n1"><p>As the keeper says. <a href="#r1">↩</a></p></li>{note}</ol></section></main>
<footer>Printed in the harbour</footer></body></html>"""


def test_a_page_comes_in_with_its_notes_and_without_what_leads_about_the_site(home: House) -> None:
    arrived, text = come(home, "lamps.html", PAGE.replace("{call}", "").replace("{note}", ""))
    assert arrived.refused is None
    assert 'title: "On lamps"' in text
    assert "The *lamps* were lit.[^keeper-says] They burn **oil**." in text
    assert "\n[^keeper-says]: As the keeper says.\n" in text
    assert "[as listed](https://example.org/two)" in text
    assert "Contact us" not in text
    assert "Contact us" in told(arrived)
    assert "Printed in the harbour" in told(arrived)
    assert "- - Harbour\n  - Lamps\n  - <\n- - ^\n  - 2015\n  - 2016\n" in text
    assert "- - North\n  - 12\n\n    of glass\n  - a\\|b\n- - South\n  - 9\n  -\n" in text
    assert "Lamps by harbour" in text
    assert "S122" in told(arrived)
    assert "S065 1 links inside the file become words" in told(arrived)
    assert "S065 1 links to other files become words" in told(arrived)


@pytest.mark.parametrize(
    ("call", "note"),
    [
        ('<a class="footnote-ref" role="doc-noteref" href="#f">[2]</a>', '</ol><aside id="f" class="footnote" role="doc-footnote">X<ol>'),
        ('<sup id="back"><a href="#f">2</a></sup>', '<li id="f"><a href="#back">^</a> X</li>'),
        ('<a name="back" href="#f">[2]</a>', '</ol><p><a name="f" href="#back">[2]</a> X</p><ol>'),
        (
            '<a id="back"></a><a href="#f"><sup>(2)</sup></a>',
            '</ol><div class="footnote"><p><sup>[<a id="f" href="#back">2</a>] </sup>X</p></div><ol>',
        ),
        ('<a id="back" href="#f" class="footnote-reference">2</a>', '</ol><dl><dt id="f"><a href="#back">2</a></dt><dd>X</dd></dl><ol>'),
        ('<a id="back" href="#f">[2]</a>', '</ol><table><tr><td id="f"><a href="#back">[2]</a></td><td>X</td></tr></table><ol>'),
    ],
)  # fmt: skip
def test_notes_that_lead_back_are_recognised_in_all_shapes(home: House, call: str, note: str) -> None:
    _, text = come(
        home, "lamps.html", PAGE.replace("{call}", call).replace("{note}", note.replace("X", "Whale oil, mostly."))
    )
    assert "**oil**.[^whale-oil]" in text
    assert "\n[^whale-oil]: Whale oil, mostly.\n" in text
    assert text.count("Whale oil") == 1


def test_pictures_of_a_page_are_figures(home: House) -> None:
    (home.root / "map.png").write_bytes(PNG)
    inside = f'<img src="data:image/png;base64,{base64.b64encode(PNG).decode()}" alt="A grey lamp">'
    figure = '<figure><img src="map.png" alt="A map"><figcaption>The coast</figcaption></figure>'
    page = f"<html><body><h1>On lamps</h1><p>Here.</p>{figure}{inside}"
    arrived, text = come(
        home,
        "lamps.html",
        page + '<img src="../../etc/passwd" alt="No"><img src="https://example.org/a.png" alt="Far">',
    )
    assert "::: {.figure .unnumbered}\nThe coast\n\n![A map](media/map.png)\n:::" in text
    assert "::: {.figure}\n![A grey lamp](media/picture-1.png){.unnumbered}\n:::" in text, "no title, no number"
    assert (home.root / arrived.path).with_name("media").joinpath("map.png").read_bytes() == PNG
    assert "not carried over: a picture (../../etc/passwd)" in told(arrived)
    assert "not carried over: a picture (https://example.org/a.png)" in told(arrived)
    assert arrived.refused is None


MARKDOWN = """---
title: On lamps
author: The Keeper
tags: [oil]
---

# Coasts

The lamps[^1] were lit, and `2016.` was long. See `[^a]` and [a
reference][ref].

1. One;
2. Two:
    - deep; and
    - deeper.

```toml
lamp = "on"
```

Lamp
:   A light.

| a | b |
|---|--:|
| `x\\|y` | 2 |

<div align="center"><p>Raw <b>words</b></p></div>

> Quoted.

[^1]: Twelve.

[ref]: https://example.org/ref
"""


def test_lists_of_different_kinds_one_after_another_keep_their_marks(home: House) -> None:
    lists = (("", "red"), ("a", "oil"), ("I", "tin"), ("A", "glass"), ("i", "wick"))
    marked = "".join(f'<ol type="{kind}"><li>{one}</li><li>more {one}</li></ol>' for kind, one in lists)
    arrived, _ = come(home, "lists.html", f"<html><body><h1>Lamps</h1><p>They are:</p>{marked}</body></html>")
    assert (arrived.exit_code(), arrived.losses, arrived.refused) == (0, (), None), told(arrived)


def test_markdown_comes_in(home: House) -> None:
    arrived, text = come(home, "lamps.md", MARKDOWN)
    assert arrived.refused is None
    assert 'title: "On lamps"' in text
    assert "rules: {paragraphs: none, sections: none, subparagraphs: as-typed}" in text
    assert (
        "The lamps[^twelve] were lit, and `2016.` was long. See `[^a]` and [a reference](https://example.org/ref)."
        in text
    )
    assert "1. One;\n\n2. Two:\n\n   - deep; and" in text
    assert "Lamp\n:   A light." in text
    assert '```\nlamp = "on"\n```' in text
    assert "\nRaw **words**\n" in text
    assert "\n> Quoted.\n" in text
    assert "The Keeper" in told(arrived)
    assert [finding for finding in arrived.losses if finding.code == "S044" and "item" in finding.message] == []


def test_an_epub_is_read_in_the_order_of_its_spine(home: House) -> None:
    page = (
        '<html xmlns="http://www.w3.org/1999/xhtml"'
        ' xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head><body>{}</body></html>'
    )
    path = home.root / "lamps.bin"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
            '<rootfiles><rootfile full-path="a/b.opf"/></rootfiles></container>',
        )
        book.writestr(
            "a/b.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            "<dc:title>On lamps</dc:title>"
            "<dc:language>en</dc:language><dc:date>2035-06-02</dc:date></metadata>"
            '<manifest><item id="n" href="nav.xhtml" properties="nav"/>'
            '<item id="one" href="one.xhtml"/><item id="two" href="two.xhtml"/></manifest>'
            '<spine><itemref idref="n"/><itemref idref="two"/><itemref idref="one"/></spine></package>',
        )
        book.writestr(
            "a/nav.xhtml", page.format('<nav epub:type="toc"><ol><li><a href="one.xhtml">Unlit</a></li></ol></nav>')
        )
        book.writestr(
            "a/one.xhtml",
            page.format(
                '<section epub:type="footnotes"><aside id="n" epub:type="footnote"><p>Twelve.</p></aside></section>'
            ),
        )
        book.writestr(
            "a/two.xhtml",
            page.format(
                '<h1>Coasts</h1><p>Lit.<a epub:type="noteref" href="one.xhtml#n">1</a></p><h1>Oil</h1><p>None.</p>'
            ),
        )
    assert file_kinds.kind(path) == "epub"
    arrived, text = come(home, "lamps.bin", path.read_bytes())
    assert arrived.refused is None
    assert "date: 2035-06-02\n" in text
    assert text.index("# Coasts\n\nLit.[^twelve]\n\n# Oil\n\nNone.") < text.index("[^twelve]: Twelve.")
    assert "Unlit" in told(arrived)


@pytest.mark.parametrize(
    ("written", "name"), [("odt", "lamps.odt"), ("docbook5", "lamps.xml"), ("jats", "j.xml"), ("rst", "lamps.rst")]
)
def test_other_kinds_come_in_with_notes_lists_and_tables(home: House, written: str, name: str) -> None:
    made = home.root / "made"
    text = MARKDOWN.partition("<div")[0].replace("[a\nreference][ref]", "more") + "> Quoted.\n\n[^1]: Twelve.\n"
    pypandoc.convert_text(
        text, written, format="commonmark_x+yaml_metadata_block", outputfile=str(made), extra_args=["--standalone"]
    )
    arrived, text = come(home, name, made.read_bytes())
    assert arrived.refused is None, told(arrived)
    for words in ("[^twelve]", "[^twelve]: Twelve.", "# Coasts", "2. Two:", "> Quoted.", "A light."):
        assert words in text, (words, text)


def test_numbers_of_notes_in_jats_are_those_of_the_press(home: House) -> None:
    body = "<p>They burn.<xref ref-type='fn' rid='a'>73</xref></p>"
    notes = "<back><fn-group><fn id='a'><label>73</label><p>In the night.</p></fn></fn-group></back>"
    arrived, text = come(
        home, "j.xml", f"<article article-type='other'><front></front><body>{body}</body>{notes}</article>".encode()
    )
    assert text.endswith("They burn.[^night]\n\n[^night]: In the night.\n")
    assert "S067" not in told(arrived)


def test_what_pandoc_loses_is_reported(home: House) -> None:
    """Its reader of LaTeX drops the term of a description whose list begins with a command."""
    path = home.root / "lamps.tex"
    inside = (
        "Lit.\\footnote{Twelve.}\n\n\\begin{description}\n\\tightlist\n\\item[Beacon]\nA light.\n\\end{description}\n"
    )
    path.write_text(
        f"\\documentclass{{article}}\n\\begin{{document}}\n\\section{{Coasts}}\n{inside}\\end{{document}}\n"
    )
    arrived = receive.import_file(home, path)
    assert "\n\nLit.[^twelve]\n" in (home.root / arrived.path).read_text("utf-8")
    (lost,) = [finding.message for finding in arrived.findings() if finding.code == "S067"]
    assert lost.endswith("says why: Beacon")
    assert arrived.exit_code() == 1


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", b"<!-- x -->\n<!DOCTYPE html><p>", "html"),
        (
            "a.xml",
            b"<?xml version='1.0'?>\n<!DOCTYPE article PUBLIC '-//OASIS//DTD DocBook XML V4.5//EN' 'x'><article>",
            "docbook",
        ),
        ("a", b"% x\n\\documentclass{article}", "latex"),
        ("notes.txt", b"# One\n\ntext\n\n## Two\n\n[a](b)\n\n### Three\n", "markdown"),
        ("notes.txt", b"= One\n\n== Two\n\n[source]\n----\nx\n----\n\n== Three\n", "asciidoc"),
        ("report.txt", b"S/2017/97\n\nI. Lamps\n\n1. The lamps were lit.\n", "text"),
    ],
)
def test_the_kind_is_recognised_by_content(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert file_kinds.kind(tmp_path / name) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"%PDF-1.7"), ("a.rtf", b"{\\rtf1"), ("a.xml", b"<unknown/>"), ("a.zip", b"PK\x03\x04x")],
)
def test_what_is_not_read_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError) as caught:
        file_kinds.kind(tmp_path / name) and receive.import_file(House(tmp_path), tmp_path / name)
    assert caught.value.findings[0].code in ("S048", "S050")


def test_what_follows_the_main_part_of_a_document_is_read(home: House) -> None:
    """pandoc drops what comes after the end of an element of the role main; a book has one in each document."""
    body = (
        "<body><div><div role='main'><h1>A</h1><p>One.</p></div></div><div><div"
        " role='main'><h1>B</h1><p>Two.</p></div></div></body>"
    )
    _, text = come(home, "lamps.html", body)
    assert "# A\n\nOne.\n\n# B\n\nTwo." in text


def test_code_of_a_page_is_one_piece(home: House) -> None:
    _, text = come(
        home, "lamps.html", "<body><h1>On</h1><p>Say <code><span>lamp</span> <span>--on</span></code> now.</p></body>"
    )
    assert "Say `lamp --on` now." in text


def test_an_element_with_a_name_that_is_invalid_keeps_its_words(home: House) -> None:
    _, text = come(home, "lamps.html", "<body><h1>On</h1><p>The <span<h3>lamps</span> burn.</p></body>")
    assert "The lamps burn." in text


def test_control_characters_of_a_page_are_left_out(home: House) -> None:
    _, text = come(home, "lamps.html", "<body><h1>On</h1><p>The <code>la&#1;mps</code> bu&#2;rn.</p></body>")
    assert "The `lamps` burn." in text


def test_addresses_that_editions_do_not_link_are_code(home: House) -> None:
    body = (
        "<body><h1>On</h1><p>From ftp://example.org/a. <a href='https://example.org/b'>https://example.org/c</a>"
        " too.</p></body>"
    )
    arrived, text = come(home, "lamps.html", body)
    assert "From `ftp://example.org/a`. `https://example.org/c` too." in text
    assert arrived.refused is None
    assert "S065 1 links whose words are another address" in told(arrived)


def test_what_a_source_has_no_form_for_is_counted(home: House) -> None:
    arrived, text = come(
        home, "lamps.html", "<body><h1>On lamps</h1><p>A <s>dark</s> <s>old</s> lamp.</p><hr><p>Lit.</p></body>"
    )
    assert "A dark old lamp." in text
    assert "S165 2 struck words" in told(arrived)
    assert "S165 1 rules across the page" in told(arrived)


def test_a_warning_of_pandoc_is_reported(home: House) -> None:
    path = home.root / "lamps.tex"
    path.write_text(
        "\\documentclass{article}\n\\begin{document}\n\\section{Coasts}\nLit.\n\\input{other}\n\\end{document}\n"
    )
    assert "S166" in [finding.code for finding in receive.import_file(home, path).findings()]


def test_numbers_are_kept_as_received(home: House) -> None:
    """Where the press prints the same by some rule they are taken off; where none gives them they stay typed."""
    body = (
        "<body><h1>On"
        " lamps</h1><h2>{}</h2><p>One.</p><h3>{}</h3><p>Two.</p><h3>{}</h3><p>Three.</p><h2>{}</h2><p>Four.</p></body>"
    )
    for labels, rule, first in (
        (("1. A", "1.1 B", "1.2 C", "2. D"), "sections: decimal", "# A"),
        (("I. E", "A. B", "B. C", "II. D"), "", "# E"),
        (("E", "B", "C", "D"), "sections: none", "# E"),
        (("I. E", "A. B", "B. C", "D"), "", "# D {.unnumbered}"),
        (("III. E", "A. B", "B. C", "IV. D"), "sections: none", "# III. E"),
    ):
        arrived, text = come(home, f"lamps{len(list(home.sources.iterdir()))}.html", body.format(*labels))
        assert arrived.refused is None, told(arrived)
        assert rule in text
        assert ("sections:" in text) == bool(rule)
        assert f"\n{first}\n" in text
        assert ("S167" in told(arrived)) == (first == "# III. E")
        assert "S044" not in told(arrived)


def test_the_loss_report_counts_what_is_in_the_file_and_in_the_source(home: House) -> None:
    (home.root / "map.png").write_bytes(PNG)
    page = PAGE.replace("{call}", '<img src="map.png" alt="A map"><img src="gone.png" alt="None">').replace(
        "{note}", ""
    )
    arrived, _ = come(home, "lamps.html", page)
    folder = (home.root / arrived.path).parent
    data = json.loads((folder / "report.import.json").read_text("utf-8"))
    rows = {
        kind: (one["received"], one["kept"], one["changed"], one["left_out"], one["unexplained"])
        for kind, one in data["accounts"].items()
    }
    assert rows == {
        "words": (*rows["words"][:4], 0),
        "notes": (1, 1, 0, 0, 0),
        "tables": (1, 1, 0, 0, 0),
        "cells": (9, 9, 0, 0, 0),
        "pictures": (2, 1, 0, 1, 0),
        "links": (1, 1, 0, 0, 0),
        "formulas": (0, 0, 0, 0, 0),
        "languages": (1, 1, 0, 0, 0),
    }
    assert {
        "what": "left out, around the main part of the page",
        "words": "Contact us",
        "line": 0,
        "code": "S043",
    } in data["left out"]
    html = (folder / "report.import.html").read_text("utf-8")
    assert '<html lang="en" dir="ltr">' in html
    row = "<span>left out, around the main part of the page</span><small>[^<]*</small>"
    assert re.search(row + r'<q class="passage" dir="auto">Contact us</q>', html.replace("\n", ""))
    assert (
        '<th scope="row">pictures</th><td class="number">2</td><td class="number">1</td><td class="number">0</td><td class="number">1</td><td class="number">0</td>'
        in html
    )


def test_a_source_is_checked_against_its_file_as_it_is_now(home: House) -> None:
    arrived, text = come(home, "lamps.html", PAGE.replace("{call}", "").replace("{note}", ""))
    source = home.root / arrived.path
    assert receive.check_import(home, home.root / "lamps.html").exit_code() == 0
    source.write_text(
        text.replace("Lamps by harbour\n\n", "Lamps by harbour\n\n(All.)\n\n").replace(" They burn **oil**.", ""),
        "utf-8",
    )
    spoilt = receive.check_import(home, home.root / "lamps.html")
    assert spoilt.exit_code() == 1
    assert [finding.message.partition(": ")[2] for finding in spoilt.findings() if finding.code == "S067"] == [
        "They, burn, oil"
    ]
    begin, end = text.index("::: {.table"), text.index("\n:::", text.index("::: {.table")) + 5
    source.write_text(text[:begin] + text[end:], "utf-8")
    assert "S168 1 of 1 tables of the file" in told(receive.check_import(home, home.root / "lamps.html"))


def test_lists_in_cells_stay_lists_and_what_else_is_in_them_is_reported(home: House) -> None:
    cell = "<p>It says:</p><ul><li>one<ol type='a'><li>and this</li></ol></li></ul><h4>Then</h4>"
    cell += "<blockquote>quoted</blockquote><p>(b) typed</p>"
    page = f"<html><body><main><h1>Lamps</h1><h2>Oil</h2><table><tr><th>A</th><th>B</th></tr><tr><td>x</td><td>{cell}</td></tr></table></main>"
    arrived, text = come(home, "lamps.html", page)
    expected = "  - It says:\n\n    - one\n\n      a. and this\n\n    **Then**\n\n    quoted\n\n    (b) typed\n:::"
    assert expected in text
    assert arrived.exit_code() == 0, told(arrived)
    assert "1 headings in cells, as bold words" in told(arrived)


def test_the_cells_of_a_table_of_one_row_are_accounted_for(home: House) -> None:
    page = (
        "<html><body><main><h1>Lamps</h1><p>Lit.</p><table><tr><td><img src='no.png'></td><td>Note that they"
        " burn.</td></tr></table></main>"
    )
    arrived, text = come(home, "lamps.html", page)
    assert "Note that they burn." in text
    assert [one.unexplained for one in arrived.accounts if one.kind in ("tables", "cells")] == [0, 0]


def test_code_in_a_note_keeps_its_signs(home: House) -> None:
    mark = "<span class='b'>[</span>{}<span class='b'>]</span>"
    page = f"""<html><body><h1>Lamps</h1><p>They are lit.<a id="r1" href="#n1" role="doc-noteref">{mark.format(1)}</a></p>
    <aside id="n1" role="doc-footnote" class="footnote"><span class="label">{mark.format('<a href="#r1">1</a>')}</span>
    <p>As in</p><pre><span>if</span> <span>[</span> <span>-</span><span>e</span> <span>/</span>lamp <span>]</span></pre>
    </aside></body></html>"""
    _, text = come(home, "lamps.html", page)
    assert "if [ -e /lamp ]" in text


def test_an_entry_that_begins_with_code_keeps_its_number(home: House) -> None:
    page = (
        "<html><body><h1>Lamps</h1><p>Do this:</p><ol><li><pre>light lamp</pre><p>or"
        " else</p></li><li>Sleep.</li></ol></body></html>"
    )
    arrived, _ = come(home, "lamps.html", page)
    assert "S044" not in told(arrived)


def test_links_to_numbered_places_are_references_with_the_same_number(home: House) -> None:
    page = """<html lang="en"><head><title>On lamps</title></head><body><main><h1>On lamps</h1>
<section id="s1"><h2>1. Lamps</h2><p id="p1">1. They burn.</p></section>
<h2 id="s2">2. Oil</h2><p>2. What <a href="#s1">section 1</a> says of lamps is right, as paragraph <a href="#p1"><b>1</b></a> says.</p>
<h3 id="s3">2.1 Price</h3><p>3. See section <a href="#s3">9</a>, <a href="#s3">Price</a> and <a href="#p1">here</a>.</p>
<h3>2.2 Weight</h3><ol><li>See <a href="#s3">section 2.1</a>.</li></ol></main></body></html>"""
    arrived, text = come(home, "lamps.html", page)
    assert "# Lamps {#lamps}" in text
    assert "[]{#they-burn} They burn." in text
    assert "What [](#lamps) says of lamps is right, as [](#they-burn) says." in text
    assert "See section 9, Price and here." in text
    assert "See [](#price)." in text
    assert arrived.exit_code() == 0, told(arrived)
    assert "S065 3 links inside the file become words" in told(arrived)


def test_links_to_headings_without_numbers_are_references(home: House) -> None:
    text = (
        "# On lamps\n\nAs [Oil and wicks](#oil-and-wicks) says, see [below](#glass).\n\n## Oil and wicks\n\nOil.\n\n##"
        " Glass\n\nGlass.\n"
    )
    arrived, source = come(home, "lamps.md", text)
    assert "As [](#oil-wicks) says, see below." in source
    assert "# Oil and wicks {#oil-wicks}" in source
    assert "# Glass\n" in source
    assert arrived.exit_code() == 0, told(arrived)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lamps.md", "# Lamps\n\nThey burn.\n\n&nbsp;\n\n\u2003\n\n-   &nbsp;\n\nThey do.\n"),
        ("lamps.html", "<h1>Lamps</h1><p>They burn.</p><p>&nbsp;</p><div>&emsp;</div><ul><li>&nbsp;</li></ul>They do."),
    ],
)
def test_a_paragraph_of_space_alone_is_left_out(name: str, text: str, home: House) -> None:
    arrived, body = come(home, name, text)
    assert arrived.refused is None
    assert body.split("They burn.")[1].strip() == "They do."

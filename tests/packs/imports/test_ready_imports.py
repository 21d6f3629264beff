"""Received files whose editions pass at once: what the auditors would otherwise take for a slip of the author."""

from __future__ import annotations

import pytest

from plantin.house.layout import House
from plantin.packs.imports import assembly
from tests.packs.imports.test_passages import come, faults

pytestmark = pytest.mark.full


def test_code_that_begins_like_an_entry_is_no_number_typed_by_hand(home: House) -> None:
    page = """<html><body><h1>Lamps</h1><p>Commands of the debugger of lamps are these, and there are no others for the keepers.</p>
    <table><tr><th>command</th><th>what it does</th></tr><tr><td><code>(gdb) bt</code></td><td>where the lamp is</td></tr></table>
    <pre>1. light\n2. burn</pre><p><code>(a) lamp</code> lights it.</p></body></html>"""
    arrived, _ = come(home, "lamps.html", page)
    assert not faults(home, arrived, "docx")


def test_an_entry_that_begins_with_code_or_a_definition_is_no_empty_paragraph(home: House) -> None:
    page = """<html><body><h1>Lamps</h1><p>The keepers of the lamps do this in the night, and that is all of it:</p>
    <ol><li><pre>light lamp</pre><p>or else</p></li><li>sleep;</li></ol><p>They say:</p>
    <ul><li><dl><dt>lamp</dt><dd>a light.</dd></dl></li><li><blockquote>Good night.</blockquote></li></ul></body></html>"""
    arrived, _ = come(home, "lamps.html", page)
    assert not faults(home, arrived, "html", "docx")


def test_lines_of_code_end_with_their_last_word(home: House) -> None:
    _, text = come(
        home, "lamps.html", "<html><body><h1>Lamps</h1><p>Code:</p><pre>light  \n  lamp \n\nend</pre></body></html>"
    )
    assert "```\nlight\n  lamp\n\nend\n```" in text


def test_a_reference_to_a_heading_without_a_number_does_not_lead_to_a_bullet_below_it(home: House) -> None:
    page = """<html><body><h1>On lamps</h1><p>See <a href="#oil">Oil of lamps</a>.</p><h2>Lamps</h2><p>They are lit in the night.</p>
    <h2 id="oil">Oil of lamps</h2><ul><li>rape oil</li><li>whale oil</li></ul></body></html>"""
    arrived, _ = come(home, "lamps.html", page)
    assert not faults(home, arrived, "html", "epub")


def test_headings_whose_numbers_no_rule_gives_keep_them_in_every_edition(home: House) -> None:
    text = "# Lamps\n\n## 3. Oil\n\nIt is dear.\n\n## [2019] EWHC 10 Wicks\n\nThey burn.\n\n## 1.4 Glass\n\nIt is clean. ⚓\n"
    arrived, source = come(home, "lamps.md", text)
    assert "# 3. Oil" in source
    assert not faults(home, arrived, "html", "docx", "epub", "pdf")


def test_markdown_with_html_keeps_the_brackets_of_its_numbers(home: House) -> None:
    text = "# Lamps\n\n<p>First:</p>\n\n(i) light $a$;\n\n    (1) well;\n\n(ii) burn.\n\nThen:\n\na) sleep.\n"
    box = '<div data-plantin-delimiter="OneParen"><p>An element of that name.</p></div>\n'
    _, body = come(home, "lamps.md", text + "\n" + box)
    assert body.strip().endswith(
        "(i) light $a$;\n\n    (1) well;\n\n(ii) burn.\n\nThen:\n\na) sleep.\n\nAn element of that name."
    )


def test_a_paragraph_with_the_label_of_a_table_before_it_is_its_caption(home: House) -> None:
    rows = "<table><tr><th>Harbour</th><th>Lamps</th></tr><tr><td>North</td><td>12</td></tr></table>"
    page = (
        f"<html><body><h1>Lamps</h1><p>Table 1. Lamps by harbour</p>{rows}<p>Table 2. is elsewhere.</p></body></html>"
    )
    _, body = come(home, "lamps.html", page)
    assert "::: {.table}\nLamps by harbour\n" in body
    assert body.strip().endswith("Table 2. is elsewhere.")


def test_the_name_of_a_file_alone_is_no_description_of_a_picture() -> None:
    """The press refuses such a description (S070)."""
    made = assembly.figure("media/plan.png", "", "", 0, assembly.Ledger())
    assert made == "::: {.figure}\n![… (plan.png)](media/plan.png){.unnumbered}\n:::"

"""The page of the Word file as that of the PDF: its rules, its symbol, its notes; and no letters slanted that have no
italic.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from plantin.auditors import docx as auditor
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.writers import docx
from tests.kit.compose import composed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY = "# Lamps\n\nThe lamps burn.[^a]\n\n[^a]: In the *log*, <https://example.org/lamps/of/the/northern/harbour>."


def parts(document: Document, style: Style, moment: dt.datetime) -> dict[str, etree._Element]:
    made = docx.write(document, style, moment)
    assert [str(found) for found in auditor.read(made, "edition.docx").findings() if found.severity == "error"] == []
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        return {name: etree.fromstring(file.read(name)) for name in file.namelist() if name.endswith(".xml")}


def paragraphs(part: etree._Element) -> list[tuple[str, etree._Element]]:
    found = ((one.find(f"{W}pPr/{W}pStyle"), one) for one in part.iter(f"{W}p"))
    return [("" if style is None else style.get(f"{W}val", ""), one) for style, one in found]


def style_of(part: etree._Element, name: str) -> etree._Element:
    return next(one for one in part.iter(f"{W}style") if one.get(f"{W}styleId") == name)


def test_a_rule_ends_the_text(house: Style, moment: dt.datetime) -> None:
    made = parts(composed(BODY), house, moment)
    name, last = paragraphs(made["word/document.xml"])[-1]
    indent = last.find(f"{W}pPr/{W}ind")
    assert (name, "".join(last.itertext())) == ("EndRule", "")
    assert indent is not None
    sides = [int(indent.get(f"{W}{side}", 0)) for side in ("left", "right")]
    assert sides[0] == sides[1] == pytest.approx((150 - 25) / 2 / 25.4 * 1440, abs=2)
    assert style_of(made["word/styles.xml"], "EndRule").find(f"{W}pPr/{W}pBdr/{W}top") is not None


def test_the_heavy_rule_is_over_what_kind_of_translation_it_is(house: Style, moment: dt.datetime) -> None:
    document = composed(BODY)
    noted = replace(document, masthead=replace(document.masthead, notice="Unofficial translation"))
    found = dict(paragraphs(parts(noted, house, moment)["word/document.xml"]))
    tops = {name: found[name].find(f"{W}pPr/{W}pBdr/{W}top") for name in ("MastheadNotice", "Title")}
    assert [(name, one.get(f"{W}val")) for name, one in tops.items() if one is not None] == [
        ("MastheadNotice", "single"),
        ("Title", "nil"),
    ]
    alone = dict(paragraphs(parts(document, house, moment)["word/document.xml"]))
    assert alone["Title"].find(f"{W}pPr/{W}pBdr") is None  # that of its style


def test_the_symbol_has_large_parts(house: Style, moment: dt.datetime) -> None:
    made = parts(composed(BODY), house, moment)
    symbol = dict(paragraphs(made["word/document.xml"]))["MastheadSymbol"]
    runs = [("".join(run.itertext()), run.find(f"{W}rPr/{W}rStyle") is not None) for run in symbol.iter(f"{W}r")]
    assert [words for words, large in runs if large] == ["S", "1"]
    size = style_of(made["word/styles.xml"], "SymbolPart").find(f"{W}rPr/{W}sz")
    assert size is not None
    assert int(size.get(f"{W}val", 0)) > 40


def test_notes_hang_and_addresses_in_them_may_be_divided(house: Style, moment: dt.datetime) -> None:
    made = parts(composed(BODY), house, moment)
    indent = style_of(made["word/styles.xml"], "FootnoteText").find(f"{W}pPr/{W}ind")
    assert indent is not None
    assert int(indent.get(f"{W}hanging", 0)) == int(indent.get(f"{W}left", 0)) > 0
    note = next(one for name, one in paragraphs(made["word/footnotes.xml"]) if name == "FootnoteText")
    assert note.find(f"{W}r/{W}tab") is not None
    words = "".join(text.text or "" for text in note.iter(f"{W}t"))
    assert "lamps/\u200bof/\u200bthe/\u200bnorthern" in words
    assert "https://example" in words


def test_the_head_from_right_to_left_is_in_equal_columns_and_at_its_edge(house: Style, moment: dt.datetime) -> None:
    made = parts(composed("# مقدمة\n\nتضم المدينة حدائق.", language="ar"), house, moment)["word/document.xml"]
    columns = next(one for one in made.iter(f"{W}cols") if one.get(f"{W}num") == "2")
    assert len(columns) == 0
    issue = [one for name, one in paragraphs(made) if name in {"MastheadDistribution", "MastheadDate"}]
    assert [one.find(f"{W}pPr/{W}jc").get(f"{W}val") for one in issue] == ["right"] * len(issue)  # type: ignore[union-attr]
    assert issue


@pytest.mark.parametrize(("language", "side"), [("en", "left"), ("ar", "right")])
def test_numbers_begin_at_the_edge_at_which_lines_begin(
    language: str, side: str, house: Style, moment: dt.datetime
) -> None:
    made = parts(composed("# Lamps\n\n1 They burn.\n\n- By night", language=language), house, moment)
    assert {one.get(f"{W}val") for one in made["word/numbering.xml"].iter(f"{W}lvlJc")} == {side}


@pytest.mark.parametrize(("language", "slanted"), [("en", True), ("ar", True), ("zh", False)])
def test_no_letters_are_slanted_that_have_no_italic(
    language: str,
    slanted: bool,
    house: Style,
    moment: dt.datetime,
) -> None:
    made = parts(composed(BODY, language=language), house, moment)
    for name in ("word/document.xml", "word/footnotes.xml", "word/styles.xml"):
        assert not list(made[name].iter(f"{W}iCs"))
        if not slanted:
            assert not list(made[name].iter(f"{W}i"))
    emphasis = style_of(made["word/styles.xml"], "Emphasis")
    assert bool(list(emphasis.iter(f"{W}em"))) is not slanted
    assert list(emphasis.iter(f"{W}bCs"))  # of Arabic and its like


def test_lines_over_the_rule_of_the_head_are_equally_high(house: Style, moment: dt.datetime) -> None:
    made = parts(composed(BODY), house, moment)["word/styles.xml"]
    lines = [style_of(made, name).find(f"{W}pPr/{W}spacing") for name in ("MastheadOrganization", "MastheadSymbol")]
    assert {(one.get(f"{W}line"), one.get(f"{W}lineRule")) for one in lines if one is not None} == {
        (lines[0].get(f"{W}line"), "exact")  # type: ignore[union-attr]
    }
    assert not re.search("atLeast", str([one.get(f"{W}lineRule") for one in lines if one is not None]))

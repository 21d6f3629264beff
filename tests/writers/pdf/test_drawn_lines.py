"""Leaders, the rule over the notes and the first page, read in the finished file: artifacts all, in their place and
measure.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
from dataclasses import replace

import pikepdf
import pytest

from plantin.house.style import Style
from plantin.model.document import Document
from plantin.writers import pdf
from tests.kit.compose import composed
from tests.kit.editions import Editions

LINE = re.compile(rb"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l S")


def drawn(page: pikepdf.Page) -> bytes:
    """The last artifact of a page."""
    content = page.obj.Contents.read_bytes()
    begun = content.rfind(b"/Artifact")
    assert content[begun:].count(b"EMC") == 1
    return bytes(content[begun:])


def test_each_row_of_the_contents_has_one_line_of_dots(report: Document, store: Editions) -> None:
    with pikepdf.open(io.BytesIO(store.content(report, "pdf"))) as file:
        content = drawn(file.pages[0])
        assert b"/Type /Layout" in content
        rows = [tuple(map(float, row)) for row in LINE.findall(content.partition(b" d ")[2].partition(b" Q")[0])]
        assert len(rows) > 20
        for begin, top, end, bottom in rows:
            assert top == bottom
            assert end < begin
            assert (begin - rows[0][0]) % 4 == pytest.approx(0, abs=0.01)  # dots of all rows below each other
        assert [top for _, top, _, _ in rows] == sorted(top for _, top, _, _ in rows)


def test_rule_over_the_notes_is_as_long_as_the_style_says(report: Document, store: Editions, house: Style) -> None:
    length = house.page.note_rule * 72 / 25.4
    with pikepdf.open(io.BytesIO(store.content(report, "pdf"))) as file:
        pages = [drawn(page) for page in file.pages if b" l S Q" in page.obj.Contents.read_bytes()]
        rules = [LINE.findall(content)[-1] for content in pages[1:]]
        assert len(rules) > 10
        for begin, top, end, bottom in rules:
            assert top == bottom
            assert float(end) - float(begin) == pytest.approx(length, abs=0.01)


def test_style_without_dots_and_rule(harbour: Document, house: Style, moment: dt.datetime) -> None:
    plain = replace(house, page=replace(house.page, note_rule=0.0), type=replace(house.type, leader=0.0))
    with pikepdf.open(io.BytesIO(pdf.write(harbour, plain, moment))) as file:
        assert not any(b"[0 " in page.obj.Contents.read_bytes() for page in file.pages)


def test_head_over_the_numbers_is_read_after_the_title(store: Editions) -> None:
    # A short one: pdfinfo reads a page again for each element of the tree.
    short = composed("# Lamps\n\nThey burn.\n\n# Oil\n\nIt is dear.\n")
    tags = subprocess.run(
        ["pdfinfo", "-struct-text", store.path(short, "pdf")], capture_output=True, text=True, check=True
    ).stdout
    read = re.findall(r'"(.*)"\n', tags)
    place = read.index(short.labels.contents)
    assert f" {short.labels.contents_page}" in read[place + 1 : place + 3]


def test_symbol_has_a_large_initial_and_number(report: Document, store: Editions) -> None:
    found = subprocess.run(
        ["pdftotext", "-l", "1", "-bbox", store.path(report, "pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    words = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]+)<', found)
    heights = {word: float(low) - float(top) for top, low, word in words}
    assert heights.get("S", heights.get("S/2017/97", 0)) > 1.3 * heights["Nations"]

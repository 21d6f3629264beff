"""A cell that spans columns or rows is in every row that it covers, in each form that is read line by line."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from lxml import etree

from plantin.house.style import Style
from plantin.model.document import Document
from plantin.packs.braille import auditor as braille_auditor
from plantin.packs.braille import writer as braille
from plantin.packs.braille.writer import ebraille
from plantin.packs.plain.writer import markdown, text
from plantin.packs.sound.writer.script import pieces, script
from plantin.writers import epub
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.kit.read_back import opened, unlike
from tests.spoilt.rewriting import unpacked

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)
ASCII_FIGURES = str.maketrans("1234567890", "ABCDEFGHIJ")
"""Figures in ASCII braille (Rules of Unified English Braille 2013, 6.1)."""
Covered = list[list[int]]
"""The numbers of each row, those of cells that reach into it too."""


def random_table(seed: int) -> tuple[str, Covered]:
    """A table under two rows of heads, each cell a number of its own, with spans of columns and rows at random."""
    draw = random.Random(seed)  # noqa: S311 - nothing is kept secret with it
    columns, rows = draw.randint(2, 5), draw.randint(3, 6)
    owners: list[list[tuple[int, int]]] = [[(n, column) for column in range(columns)] for n in range(rows)]
    for _ in range(draw.randint(1, 5)):
        row, column = draw.randrange(rows), draw.randrange(columns)
        down, across = draw.choice(((1, 2), (2, 1), (3, 1), (2, 2)))
        area = [(n, m) for n in range(row, row + down) for m in range(column, column + across)]
        inside = all(n < rows and m < columns for n, m in area) and (row + down <= 2 or row >= 2)
        alone = inside and all(sum(line.count(place) for line in owners) == 1 for place in area)
        begins = alone and all(
            any(owners[n][m] == (n, m) and (n, m) not in area[1:] for m in range(columns)) for n in range(rows)
        )
        if begins and all(owners[n][m] == (n, m) for n, m in area):
            for n, m in area:
                owners[n][m] = (row, column)
    numbers = {place: 1001 + n for n, place in enumerate(sorted({place for row in owners for place in row}))}
    lines = [f"<tr>{''.join(_cell(owners, n, m, numbers) for m in range(columns))}</tr>" for n in range(rows)]
    source = ["<table>", "<thead>", *lines[:2], "</thead>", "<tbody>", *lines[2:], "</tbody>", "</table>"]
    return "\n".join(["::: {.table}", "Lamps", "", *source, ":::"]), [
        [numbers[place] for place in dict.fromkeys(row)] for row in owners
    ]


def _cell(owners: list[list[tuple[int, int]]], row: int, column: int, numbers: dict[tuple[int, int], int]) -> str:
    if owners[row][column] != (row, column):
        return ""
    across = sum(place == (row, column) for place in owners[row])
    down = sum((row, column) in line for line in owners)
    tag = "th" if row < 2 else "td"
    return f'<{tag} colspan="{across}" rowspan="{down}">{numbers[row, column]}</{tag}>'


TABLES = {seed: random_table(seed) for seed in range(12)}


def report(source: str) -> Document:
    return composed(f"# Lamps\n\nThe keepers count.\n\n{source}\n\nThey rest.")


@pytest.mark.parametrize("seed", TABLES)
def test_a_list_of_rows_in_braille_has_each_cell_in_all_its_rows(seed: int, store: Editions) -> None:
    source, covered = TABLES[seed]
    document = report(source)
    content = braille.brf(document, store.style, MOMENT)
    rows = " ".join(content.decode().replace("\f", "").split("\r\n"))
    for numbers in covered:
        at = 0
        for number in numbers:
            at = rows.find("#" + str(number).translate(ASCII_FIGURES), at) + 1
            assert at, (seed, numbers)
    book = braille_auditor.read_brf(content, "x")
    assert [str(finding) for finding in (*unlike(book, document, "x"), *book.unlike(document))] == []
    counts = {number: sum(number in row for row in covered[2:]) for row in covered[2:] for number in row}
    assert {n: rows.count("#" + str(n).translate(ASCII_FIGURES)) for n in counts} == counts, "each row is whole"


@pytest.mark.parametrize("seed", TABLES)
def test_text_markdown_and_displays_have_each_cell(seed: int, store: Editions) -> None:
    source, covered = TABLES[seed]
    document = report(source)
    for name in ("txt", "md", "ebrl"):
        content = written(name, document, store.style)
        reading = opened(name, content)
        assert [str(finding) for finding in unlike(reading, document, "x")] == [], name
    lines = text.write(document, store.style, MOMENT).decode()
    assert lines.count("〃") == sum(map(len, covered)) - len({number for row in covered for number in row})


def written(name: str, document: Document, style: Style) -> bytes:
    writers = {"txt": text.write, "md": markdown.write, "ebrl": ebraille.write}
    return writers[name](document, style, MOMENT)


@pytest.mark.parametrize("seed", TABLES)
def test_each_row_is_heard_whole(seed: int, store: Editions) -> None:
    source, covered = TABLES[seed]
    files = unpacked(epub.write(report(source), store.style, MOMENT))
    page = next(content for name, content in files.items() if b"<table" in content)
    heard = [" ".join(words for words, _ in piece.runs) for piece in pieces(script(etree.fromstring(page)))]
    whole = " ".join(heard)
    at = 0
    for numbers in covered:
        for number in numbers:
            at = whole.find(str(number), at) + 1
            assert at, (seed, numbers)


def test_a_covered_cell_that_is_lost_or_another_is_found(store: Editions) -> None:
    source, number = next(
        (source, number) for source, covered in TABLES.values() for number in covered[-2] if number in covered[-1]
    )
    document = report(source)
    content = braille.brf(document, store.style, MOMENT)
    cells = ("#" + str(number).translate(ASCII_FIGURES)).encode()
    first, second, rest = content.split(cells, 2)
    for spoilt in (first + cells + second + b"#AJAZ" + rest, first + b"#AJAZ" + second + cells + rest):
        assert unlike(braille_auditor.read_brf(spoilt, "x"), document, "x") != ()

"""Turns a data file into the nodes of a typed table, with numbers as the language writes them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from plantin.findings import Place
from plantin.source.nodes import Node

if TYPE_CHECKING:
    from plantin.house.locale import Locale

NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,15})?")
"""A number of a data file."""
YEAR = re.compile(r"(?:19|20)\d\d")
"""A year, which has no mark between its thousands."""


def grid(rows: list[list[str]], place: Place, locale: Locale) -> Node:
    """The node of a table with these ``rows``, the first of which is its head. In columns of numbers, but for the
    first, numbers are formatted by CLDR with as many decimals as they have, and are aligned with the end of their
    cells; years stay as they are.
    """
    numeric = [at > 0 and are_numbers([row[at] for row in rows[1:]]) for at in range(len(rows[0]))]
    made = [_row("Head", rows[0], numeric, place)]
    made += [
        _row("Row", [printed(cell, locale) if numeric[at] else cell for at, cell in enumerate(row)], numeric, place)
        for row in rows[1:]
    ]
    return Node("Table", place, tuple(made))


def value(rows: list[list[str]], original: list[list[str]], row: str, column: str, locale: Locale) -> str:
    """What ``rows`` say where the ``original`` has the ``row`` (a cell of its first column) and the ``column`` (a cell
    of its head): a number as in a table. Raises LookupError, with words, where there is no such row or column, or are
    several.
    """
    at = _place([cells[0] for cells in original[1:]], row, "row") + 1
    across = _place(original[0], column, "column")
    if at >= len(rows) or across >= len(rows[0]):
        raise LookupError("the file of this language has fewer rows or columns than the original")
    cell = rows[at][across]
    return printed(cell, locale) if are_numbers([cells[across] for cells in rows[1:]]) else " ".join(cell.split())


def _place(names: list[str], name: str, noun: str) -> int:
    found = [n for n, one in enumerate(names) if " ".join(one.split()) == " ".join(name.split())]
    if len(found) != 1:
        raise LookupError(f"{'several' if found else 'no'} {noun}{'s' if found else ''} {name!r}")
    return found[0]


def are_numbers(cells: list[str]) -> bool:
    """Whether the ``cells`` of a column are numbers, and not years alone."""
    given = [cell.strip() for cell in cells if NUMBER.fullmatch(cell.strip())]
    return bool(given) and not all(map(YEAR.fullmatch, given))


def printed(cell: str, locale: Locale) -> str:
    """The number ``cell`` as the language writes it, with as many decimals as it has; other words as they are."""
    from babel.numbers import format_decimal

    text = cell.strip()
    if not NUMBER.fullmatch(text):
        return cell
    decimals = len(text.partition(".")[2])
    form = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(Decimal(text), format=form, locale=locale.cldr))


def _row(kind: str, cells: list[str], numeric: list[bool], place: Place) -> Node:
    styles = ("AlignDefault", "AlignRight")
    return Node(kind, place, tuple(_cell(cell, styles[numeric[at]], place) for at, cell in enumerate(cells)))


def _cell(text: str, style: str, place: Place) -> Node:
    words = " ".join(text.split())
    return Node("Cell", place, (Node("Text", place, text=words),) if words else (), style=style)

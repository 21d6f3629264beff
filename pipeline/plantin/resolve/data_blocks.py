"""Reads the tables of a report that are made from data files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from plantin.findings import SourceError
from plantin.resolve import data_tables
from plantin.resolve.chart_blocks import parted
from plantin.source.data_files import SUFFIXES

if TYPE_CHECKING:
    from plantin.resolve.context import Context
    from plantin.source.nodes import Node


def with_grid(node: Node, context: Context) -> Node:
    """The table ``node`` with the grid of its data file below its title, if it has one; with an empty one, where the
    file cannot be read. S077 for a file without its ending as a class, S155 for data that are not as it asks.
    """
    given = dict(node.attributes)
    name, asked = given.get("file", ""), [one for one in data_tables.OPTIONS if one in given]
    kinds = [one for one in node.classes if f".{one}" in SUFFIXES]
    if (kinds != [name.rpartition(".")[2]]) if name else kinds or asked:
        hint = "Give both: ::: {.table .csv file=data/lamps.csv}."
        message = "a table of a data file without its name, or a name without its ending as a class"
        context.find("S077", message, node.place, hint)
    elif name:
        words, rest = parted(node.children[1:])
        return replace(node, children=(*node.children[:1], _grid(node, given, words, context), *rest))
    return node


def _grid(node: Node, given: Mapping[str, str], words: Mapping[str, str], context: Context) -> Node:
    """The grid of the data file of ``node``, arranged as its attributes ``given`` ask."""
    place, locale = node.place, context.locale
    try:
        if not words and not any(one in given for one in data_tables.OPTIONS):
            return data_tables.grid(context.data(given["file"], place), place, locale)
        rows = context.data(given["file"], place, original=True)
        return data_tables.arranged(rows, given, words, place, locale)
    except SourceError as error:
        context.findings += error.findings
    except data_tables.ColumnsError as error:
        context.find("S155", str(error), place, error.hint)
    return data_tables.grid([["", ""], ["", ""]], place, locale)

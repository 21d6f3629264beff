"""Brings the values that an editor changed in a chart into the file of its data."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from plantin.bounded import bytes as bounded
from plantin.bounded import data
from plantin.findings import Finding, Place
from plantin.packs.imports.corrections.matching import says_same
from plantin.packs.imports.docx import Passage
from plantin.resolve.data_tables import NUMBER
from plantin.source import data_files
from plantin.source.text import Source

_CHART = re.compile(r"^:{3,}[ \t]*\{([^}\n]*\.chart\b[^}\n]*)\}", re.MULTILINE)
_NO_PICTURE, _NO_ROW = ("", ""), list[str]()
_COUNTED = ("histogram", "box")
"""The kinds whose values are computed from the data."""


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """A value of a chart that has changed: the block of the source that the chart begins with, the row and the column
    as they are counted from 0 in its data, what they are called, the value before and after.
    """

    block: int
    row: int
    series: int
    words: str
    old: str
    new: str

    def sentence(self) -> str:
        """Return the change in words."""
        return f"{self.words} is now {self.new or 'empty'}, not {self.old or 'empty'}"

    def lost(self, path: str) -> Finding:
        """Return S058 for the change in the file at ``path``, which has no place in the data."""
        message = f"not carried over: a value of a chart: {self.sentence()}"
        return Finding("S058", message, Place(path), "Change it in the data of the chart.")


def changed_values(passage: Passage, former: Passage, block: int) -> tuple[ChangedValue, ...]:
    """Return the values that differ, where nothing else does in the charts of an object that begins with ``block``."""
    values: list[ChangedValue] = []
    for (words, new), (before, old) in zip_longest(passage.line.pictures, former.line.pictures, fillvalue=_NO_PICTURE):
        if not says_same(words, before):
            return ()
        rows, were = ([line.split("\t") for line in text.split("\n")] for text in (new, old))
        for n, (row, was) in enumerate(zip_longest(rows, were, fillvalue=_NO_ROW)):
            if len(row) != len(was) or row[:1] != was[:1] or (n == 0 and row != was):
                return ()
            values += (
                ChangedValue(block, n, k, f"{were[0][k]} at {was[0]}", before, after)
                for k, (before, after) in enumerate(zip(was, row, strict=True))
                if before != after
            )
    return tuple(values)


def files(
    report: Source, folder: Path, values: Sequence[ChangedValue], path: str
) -> tuple[dict[Path, bytes], list[Finding], list[Finding]]:
    """Return the files of data with the changed ``values`` in them, by their paths, an S057 for each of these, and an
    S058 for each that has no place there. ``folder`` is that of the report, ``path`` the edited file.
    """
    contents: dict[Path, bytes] = {}
    placed, lost = [], []
    for value in values:
        target = _target(report.blocks[value.block].text, value)
        file = folder / target[0] if target else folder
        try:
            before = (contents.get(file) or bounded.read(file, data_files.LARGEST, folder)).decode()
        except (OSError, UnicodeDecodeError):
            before = ""
        if after := _write_value(before, target[1] if target else "", value):
            contents[file] = after.encode()
            placed.append(Finding("S057", f"changed in a chart: {value.sentence()}", Place(path), "", "warning"))
        else:
            lost.append(value.lost(path))
    return contents, placed, lost


def _target(text: str, value: ChangedValue) -> tuple[str, str] | None:
    """Return the file and the column of a value, by the attributes in ``text``, the first block of its chart."""
    match = _CHART.search(text)
    try:
        words = shlex.split(match[1]) if match else []
    except ValueError:
        return None
    attributes = dict(word.split("=", 1) for word in words if "=" in word)
    columns = [*filter(None, map(str.strip, attributes.get("y", "").split(",")))]
    file = bounded.below(attributes.get("data", ""))
    if attributes.get("kind") in _COUNTED or file is None or value.series > len(columns):
        return None
    return str(file), columns[value.series - 1]


def _write_value(text: str, column: str, value: ChangedValue) -> str:
    """Return a file with commas between its cells and no quotation marks, with the changed ``value``; empty where the
    cell does not have what the chart had.
    """
    try:
        filled = [line - 1 for line, _ in data.rows(text.encode())]
    except data.DataError:
        return ""
    if not NUMBER.fullmatch(value.new or "0") or '"' in text or value.row >= len(filled):
        return ""
    lines, at = io.StringIO(text, newline="").readlines(), filled[value.row]
    heads, row = (lines[n].rstrip("\r\n").split(",") for n in (filled[0], at))
    heads = [head.strip().lstrip("\ufeff") for head in heads]
    if heads.count(column) != 1 or len(row) != len(heads) or row[heads.index(column)].strip() != value.old:
        return ""
    row[heads.index(column)] = value.new
    lines[at] = ",".join(row) + lines[at][len(lines[at].rstrip("\r\n")) :]
    return "".join(lines)

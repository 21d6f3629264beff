"""Reads the figures of a braille edition without liblouis and compares those of each row with the document's."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from plantin.auditors.fault import finding
from plantin.findings import Finding
from plantin.model.outline import Entry, Outline
from plantin.packs.braille.cells import NEMETH

_UPPER, _LOWER, _FRENCH = "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚", "⠂⠆⠒⠲⠢⠖⠶⠦⠔⠴", "⠡⠣⠩⠹⠱⠫⠻⠳⠪⠼"
"""The cells of 1 to 9 and 0: after the sign of numbers, lowered in ordinals, and in French (Antoine)."""
_VALUES = {cell: str((at + 1) % 10) for cells in (_UPPER, _LOWER, _FRENCH) for at, cell in enumerate(cells)}
_POWER = "⠼[⠢⠔](?:⠤⠤)?"
"""A raised or lowered number in Arabic, which has its sign in the place of the lowered cells."""
_SIGNED = f"(?:{_POWER}|⠼)((?:[{_UPPER}]|(?:[⠂⠲⠄⠐⠌]|⠤⠤|⠐⠂|⠸⠤|{_POWER})(?=[{_UPPER}]))+)"
_ORDINALS = f"⠼([{_LOWER}]+)|{_SIGNED}"
_ANTOINE = f"⠠[⠤⠦⠌]?((?:[{_FRENCH}]|(?:[⠂⠲⠄⠌⠤]|[⠈⠢]⠤?)(?=[{_FRENCH}]))+)"
_LANGUAGES = {"ar": _SIGNED, "en": _SIGNED, "es": _ORDINALS, "fr": _ANTOINE, "ru": _SIGNED}
"""What a number is in the code of a language; the sign of numbers is a final of syllables in Chinese."""
_BESIDE = re.compile(r"[^\W\d_]\d")
_UNLABELLED = frozenset(("note", "letter", "row"))
_OTHERWISE = ("⠐⠐⠷", NEMETH[0])
"""What begins a passage in another language or code, whose figures may be others."""


def unlike_figures(expected: Outline, found: Outline, path: str) -> Iterator[Finding]:
    """Yield P042 for each row of ``expected`` whose figures, in their order, no row of the cells ``found`` has. Not
    compared are rows with fractions in one character, in French those with figures after letters or raised or lowered,
    and as many as have others in a passage in another code; the row of a table may name its columns.
    """
    number = _LANGUAGES.get(expected.language.partition("-")[0])
    if number is None:
        return
    is_unread = partial(_is_unread, french=number is _ANTOINE)
    # A row that may be read otherwise takes no row of the cells from one that may not.
    wanted = [
        (row, _of_text(row))
        for row in sorted(_rows(expected), key=lambda row: row.kind == "row" or is_unread(row.text))
    ]
    cells = [(row, _of_cells(row, number)) for row in _rows(found)]
    left = Counter(figures for _, figures in cells)
    missing: list[tuple[Entry, str]] = []
    for row, figures in wanted:
        if left[figures]:
            left[figures] -= 1
        elif figures:
            missing.append((row, figures))
    tables = [figures for row, figures in cells if row.kind == "row" and left[figures]]
    missing = [
        (row, figures)
        for row, figures in missing
        if not is_unread(row.text)
        and not (row.kind == "row" and any(_within(figures, row_figures) for row_figures in tables))
    ]
    foreign = Counter(figures for row, figures in cells if any(sign in row.text for sign in _OTHERWISE))
    spare = (foreign & left).total()
    if len(missing) <= spare:
        return
    for row, figures in missing:
        yield finding("P042", f"no row has the figures {figures[:40]} of “{row.text[:60]}”", path)


def _rows(outline: Outline) -> Sequence[Entry]:
    return [row for row in (*outline.contents, *outline.body, *outline.notes) if row.kind != "listing"]


def _of_text(row: Entry) -> str:
    """Return the figures of a row with those of its label, in Western ones."""
    label = "" if row.kind in _UNLABELLED else row.label
    return _western(f"{label} {row.text}")


def _western(text: Iterable[str]) -> str:
    return "".join(str(value) for character in text if (value := unicodedata.digit(character, None)) is not None)


def _of_cells(row: Entry, number: str) -> str:
    """Return the figures that the cells of a row hold."""
    label = "" if row.kind in _UNLABELLED else row.label
    words = f"{label} {row.text}"
    return "".join(
        _VALUES.get(cell, "")
        for match in re.finditer(number, words)
        for cell in _whole(match[1] or match[match.lastindex or 0])
    )


def _whole(cells: str) -> str:
    """Return the cells of figures among those of a number: what parts it is lowered cells among others."""
    for series in (_UPPER, _FRENCH):
        if figures := "".join(cell for cell in cells if cell in series):
            return figures
    return cells


def _is_unread(text: str, *, french: bool) -> bool:
    """Return whether a character is a fraction; in French, or a figure is raised or lowered or after a letter, where
    its sign is that of a letter.
    """
    others = [character for character in text if unicodedata.category(character) == "No"]
    beside = french and _BESIDE.search(text) is not None
    return beside or any(french or unicodedata.digit(character, None) is None for character in others)


def _within(figures: str, others: str) -> bool:
    """Return whether ``figures`` are among ``others`` in their order."""
    rest = iter(others)
    return all(figure in rest for figure in figures)

"""Reads the figures of a braille edition without liblouis and compares those of each row with the document's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from plantin.auditors.fault import finding
from plantin.findings import Finding
from plantin.model.outline import Entry
from plantin.packs.braille.auditor.paired_rows import Pair

_UPPER, _LOWER, _FRENCH = "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚", "⠂⠆⠒⠲⠢⠖⠶⠦⠔⠴", "⠡⠣⠩⠹⠱⠫⠻⠳⠪⠼"
"""The cells of 1 to 9 and 0: after the sign of numbers, lowered in ordinals, and in French (Antoine)."""
_VALUES = {cell: str((at + 1) % 10) for cells in (_UPPER, _LOWER, _FRENCH) for at, cell in enumerate(cells)}
_POWER = "⠼[⠢⠔](?:⠤⠤)?"
"""A raised or lowered number in Arabic, which has its sign in the place of the lowered cells."""
_SIGNED = f"(?:{_POWER}|⠼)((?:[{_UPPER}]|(?:[⠂⠲⠄⠐⠌]|⠤⠤|⠐⠂|⠸⠤|{_POWER})(?=[{_UPPER}]))+)"
_ORDINALS = f"⠼([{_LOWER}]+)|{_SIGNED.replace('⠂⠲⠄⠐⠌', '⠂⠲⠄⠌')}"
"""Spanish has ⠐ before a small letter that would be a figure (5c)."""
_ANTOINE = f"⠠[⠤⠦⠌]?((?:[{_FRENCH}]|(?:[⠂⠲⠄⠌⠤]|[⠈⠢]⠤?)(?=[{_FRENCH}]))+)"
_LANGUAGES = {"ar": _SIGNED, "en": _SIGNED, "es": _ORDINALS, "fr": _ANTOINE, "ru": _SIGNED}
"""What a number is in the code of a language; the sign of numbers is a final of syllables in Chinese."""
_BESIDE = re.compile(r"[^\W\d_]\d")


def unlike_figures(pairs: Iterable[Pair | Entry], language: str, path: str) -> Iterator[Finding]:
    """Yield P042 for each row in an edition in ``language`` that has other figures, or has them in another order. Not
    compared are rows with fractions in one character, and in French those with figures after letters or raised or
    lowered.
    """
    for pair in pairs:
        if isinstance(pair, Entry):
            yield finding("P042", f"“{pair.text[:60]}” is not the row that is in its place", path)
            continue
        number = _LANGUAGES.get((pair.language or language).partition("-")[0])
        if number is None or _is_unread(pair.words, french=number is _ANTOINE):
            continue
        wanted, seen = _western(pair.words), _of_cells(pair.cells, number)
        if wanted != seen and not (pair.named and seen.endswith(wanted)):
            yield finding("P042", f"the figures of “{pair.row.text[:60]}” are {seen[:40]}, not {wanted[:40]}", path)


def _western(text: Iterable[str]) -> str:
    return "".join(str(value) for character in text if (value := unicodedata.digit(character, None)) is not None)


def _of_cells(cells: str, number: str) -> str:
    """Return the figures that cells hold."""
    return "".join(
        _VALUES.get(cell, "")
        for match in re.finditer(number, cells)
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

"""Reads the letters of a braille edition in an uncontracted code without liblouis and compares those of each row with
the document's.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from plantin.auditors.fault import finding
from plantin.findings import Finding
from plantin.model.outline import Entry, Outline

_LATIN = dict(zip("abcdefghijklmnopqrstuvwxyz", "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵", strict=True))
_SPANISH = dict(zip("áéíóúüñôºª", "⠷⠮⠌⠬⠾⠳⠻⠹⠕⠁", strict=True))
"""Comisión Braille Española, B 2, Signografía básica."""
_RUSSIAN = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "⠁⠃⠺⠛⠙⠑⠡⠚⠵⠊⠯⠅⠇⠍⠝⠕⠏⠗⠎⠞⠥⠋⠓⠉⠟⠱⠭⠷⠮⠾⠪⠳⠫", strict=True))
"""The Russian code, as dots of the letters in GOST R 56832-2015."""
_CODES = {"es": {**_LATIN, **_SPANISH}, "ru": {**_LATIN, **_RUSSIAN}}
_NAMED = {"es": str.maketrans({"_": "guion bajo"}), "ru": str.maketrans({"_": " ", "№": "n"})}
"""Signs that a code names in letters, or writes in cells that no letter has."""
_CALL = re.compile(r"\[\^[^\]]*\]")
_NUMBER = re.compile("⠼(?:[⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚]|[⠂⠲⠄⠤](?=[⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚]))+")
_PLAIN = frozenset(" %.,;:?!¿¡()«»“”‘’'\"-–—…/\u00a0\u202f|")
_PASSAGE = re.compile("⠐⠐[⠷⠾]")
"""What begins and ends a passage in another language, which is in the letters of the book."""
_UNLABELLED = frozenset(("note", "letter", "row"))


def unlike_letters(expected: Outline, found: Outline, path: str) -> Iterator[Finding]:
    """Yield P042 for each row of ``expected`` whose letters, in their order, no row of the cells ``found`` has. Not
    compared are rows with letters of another alphabet or with other signs than stops, and rows of tables.
    """
    language = expected.language.partition("-")[0]
    code = _CODES.get(language)
    if code is None:
        return
    cells = frozenset(code.values())
    left = Counter(_of_cells(row, cells) for row in _rows(found))
    for row in _rows(expected):
        letters = _of_text(row, code, _NAMED[language])
        if letters and not left[letters]:
            yield finding("P042", f"no row has the letters of “{row.text[:60]}”", path)
        left[letters] -= 1


def _rows(outline: Outline) -> list[Entry]:
    return [row for row in (*outline.contents, *outline.body, *outline.notes) if row.kind not in {"listing", "row"}]


def _of_text(row: Entry, code: dict[str, str], named: dict[int, str]) -> str:
    """Return the cells of the letters of a row with those of its label; none where it has a sign that is not read."""
    text = _CALL.sub("", f"{'' if row.kind in _UNLABELLED else row.label} {row.text}").lower()
    text = unicodedata.normalize("NFC", text).translate(named)
    if any(not (sign in code or sign in _PLAIN or (sign.isascii() and sign.isdigit())) for sign in text):
        return ""
    return "".join(code.get(letter, "") for letter in text)


def _of_cells(row: Entry, letters: frozenset[str]) -> str:
    """Return the cells of letters in those of a row."""
    text = _NUMBER.sub(
        "", _PASSAGE.sub("", _CALL.sub("", f"{'' if row.kind in _UNLABELLED else row.label} {row.text}"))
    )
    return "".join(cell for cell in text if cell in letters)

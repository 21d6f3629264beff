"""Reads the letters of a braille edition in an uncontracted code without liblouis and compares those of each row with
the document's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from plantin.auditors.fault import finding
from plantin.findings import Finding
from plantin.model.outline import Entry
from plantin.packs.braille.auditor.paired_rows import Pair

_LATIN = dict(zip("abcdefghijklmnopqrstuvwxyz", "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵", strict=True))
_SPANISH = dict(zip("áéíóúüñôºª", "⠷⠮⠌⠬⠾⠳⠻⠹⠕⠁", strict=True))
"""Comisión Braille Española, B 2, Signografía básica."""
_RUSSIAN = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "⠁⠃⠺⠛⠙⠑⠡⠚⠵⠊⠯⠅⠇⠍⠝⠕⠏⠗⠎⠞⠥⠋⠓⠉⠟⠱⠭⠷⠮⠾⠪⠳⠫", strict=True))
"""The Russian code, as dots of the letters in GOST R 56832-2015."""
_FRENCH = dict(zip("àâçèéêëîïôùûüœ", "⠷⠡⠯⠮⠿⠣⠫⠩⠻⠹⠾⠱⠳⠪", strict=True))
"""Code braille français uniformisé 2008, I.2."""
_CODES = {
    "en": _LATIN,
    "es": {**_LATIN, **_SPANISH},
    "fr": {**_LATIN, **_FRENCH},
    "ru": {**_LATIN, **_RUSSIAN},
}
_NAMED = {"es": str.maketrans({"_": "guion bajo"}), "ru": str.maketrans({"_": " ", "№": "n"})}
"""Signs that a code names in letters, or writes in cells that no letter has."""
_CALL = re.compile(r"\[\^[^\]]*\]")
_UPPER = "⠼(?:[⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚]|[⠂⠲⠄⠤](?=[⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚]))+"
_NUMBERS = {"fr": re.compile("⠠[⠡⠣⠩⠹⠱⠫⠻⠳⠪⠼⠂⠌⠲⠤]+"), **dict.fromkeys(("en", "es", "ru"), re.compile(_UPPER))}
_PLAIN = frozenset(" %.,;:?!¿¡()«»“”‘’'\"-–—…/\u00a0\u202f|")


def unlike_letters(pairs: Iterable[Pair | Entry], language: str, path: str, *, contracted: bool) -> Iterator[Finding]:
    """Yield P042 for each row in an edition in ``language`` whose uncontracted letters are others, or in another order:
    where it is ``contracted``, those of passages in other languages. Not compared are rows with letters of another
    alphabet or with other signs than stops.
    """
    for pair in pairs:
        main = (pair.language if isinstance(pair, Pair) and pair.language else language).partition("-")[0]
        if isinstance(pair, Entry) or main not in _CODES or (contracted and not pair.language):
            continue
        wanted = _of_text(pair.words, _CODES[main], _NAMED.get(main, {}))
        seen = _of_cells(pair.cells, frozenset(_CODES[main].values()), _NUMBERS[main])
        if wanted is not None and wanted != seen and not (pair.named and seen.endswith(wanted)):
            yield finding("P042", f"the letters of “{pair.row.text[:60]}” are others", path)


def _of_text(words: str, code: dict[str, str], named: dict[int, str]) -> str | None:
    """Return the cells of the letters of ``words``; None where there is a sign that is not read."""
    text = unicodedata.normalize("NFC", _CALL.sub("", words).lower()).translate(named)
    if any(not (sign in code or sign in _PLAIN or (sign.isascii() and sign.isdigit())) for sign in text):
        return None
    return "".join(code.get(letter, "") for letter in text)


def _of_cells(cells: str, letters: frozenset[str], number: re.Pattern[str]) -> str:
    """Return the cells of letters among ``cells``."""
    return "".join(cell for cell in number.sub("", _CALL.sub("", cells)) if cell in letters)

"""Captions of tables and figures, their label and their title, and lines below tables."""

from __future__ import annotations

import re

_NUMBER = r"(?:[0-9A-Z.\-–]*[0-9]|[IVX]+)"
_ANY = re.compile(rf"([^\W\d_]{{2,20}}\.?\s?{_NUMBER})(?:[\s.:–—-]+(\S.*)|$)", re.DOTALL)
_TABLE = re.compile(
    rf"(?:table(?:au)?|tabl[ao]|cuadro|tabell[eaen]|tabela|tabel|tabulka|taulukko|táblázat|tabuľka|tablica|таблиц[аяі]|πίνακας"
    rf"|(?:ال)?جدول|表)\s*{_NUMBER}[\s.:–—-]+\S.*",
    re.IGNORECASE | re.DOTALL,
)
_BELOW = re.compile(
    r"(?:sources?|notes?|fuentes?|notas?|quellen?|anmerkung(?:en)?|источники?|примечани[ея]|المصدر|ملاحظة|资料来源|来源|注)"
    r"\s*[:：.–—-]\s*\S",
    re.IGNORECASE,
)
_LONGEST_BELOW = 400


def is_of_table(words: str) -> bool:
    """Whether a paragraph before a table is its caption, by the label that it begins with in some language.

    >>> is_of_table("Tabelle 1: Häfen"), is_of_table("Таблица 2. Порты"), is_of_table("Section 3. Harbours")
    (True, True, False)
    """
    return bool(_TABLE.fullmatch(words))


def is_below(words: str) -> bool:
    """Whether a line that follows a table belongs to it: it says where the table is from, or is its note.

    >>> is_below("Quelle: Hafenamt."), is_below("Sources of oil are few.")
    (True, False)
    """
    return bool(_BELOW.match(words)) and len(words) < _LONGEST_BELOW


def pattern(form: str) -> re.Pattern[str]:
    """A caption, "Table 3. Lamps": its label, as ``form`` of a language has it, and its title."""
    label = re.escape(form.partition("{}")[0].strip()).replace(r"\ ", r"\s")
    return re.compile(rf"({label}\s*{_NUMBER})[\s.:–—-]*(\S.*)", re.IGNORECASE | re.DOTALL)


def parts(words: str) -> tuple[str, str]:
    """The label and the title of what is known to be a caption, by its style or because its number counts itself, in
    any language; the label is empty where it has none.

    >>> parts("Abbildung 2: Hafen"), parts("Photo 1. The harbour"), parts("The harbour")
    (('Abbildung 2', 'Hafen'), ('Photo 1', 'The harbour'), ('', 'The harbour'))
    """
    match = _ANY.fullmatch(words)
    return (match[1], match[2] or "") if match else ("", words)

"""Captions of tables and figures, their label and their title, lines below tables, and references to tables and figures
by label ("Table 3").
"""

from __future__ import annotations

import re

from plantin.model.outline import normal
from plantin.packs.imports import markup

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
    """Return whether a paragraph before a table is its caption, by the label that it begins with in some language.

    >>> is_of_table("Tabelle 1: Häfen"), is_of_table("Таблица 2. Порты"), is_of_table("Section 3. Harbours")
    (True, True, False)
    """
    return bool(_TABLE.fullmatch(words))


def is_below(words: str) -> bool:
    """Return whether a line that follows a table belongs to it: it says where the table is from, or is its note.

    >>> is_below("Quelle: Hafenamt."), is_below("Sources of oil are few.")
    (True, False)
    """
    return bool(_BELOW.match(words)) and len(words) < _LONGEST_BELOW


def pattern(form: str) -> re.Pattern[str]:
    """Return a caption, "Table 3. Lamps": its label, as ``form`` of a language has it, and its title."""
    return re.compile(rf"({_label(form)}\s*{_NUMBER})[\s.:–—-]*(\S.*)", re.IGNORECASE | re.DOTALL)


def parts(words: str) -> tuple[str, str]:
    """Return the label and the title of what is known to be a caption, by its style or because its number counts
    itself, in any language; the label is empty where it has none.

    >>> parts("Abbildung 2: Hafen"), parts("Photo 1. The harbour"), parts("The harbour")
    (('Abbildung 2', 'Hafen'), ('Photo 1', 'The harbour'), ('', 'The harbour'))
    """
    match = _ANY.fullmatch(words)
    return (match[1], match[2] or "") if match else ("", words)


def _label(form: str) -> str:
    return re.escape(form.partition("{}")[0].strip()).replace(r"\ ", r"\s")


class CaptionReferences:
    """The references of one file; ``patterns`` are the labels of tables and figures in its language, by kind ("Table
    {}").
    """

    def __init__(self, patterns: dict[str, str]) -> None:
        self._labels = {
            kind: re.compile(rf"{_label(pattern)}\s*([0-9]{{1,4}})", re.IGNORECASE)
            for kind, pattern in patterns.items()
        }
        self._counts = dict.fromkeys(patterns, 0)
        self._places: set[str] = set()
        self._shown: dict[str, list[str]] = {}
        self.carried = 0

    def name(self, shown: str) -> str:
        """Return the id of what ``shown`` is the label of; empty where that is neither a table nor a figure."""
        matches = ((kind, label.fullmatch(normal(shown))) for kind, label in self._labels.items())
        return next((f"{kind}-{match[1]}" for kind, match in matches if match), "")

    def reference(self, shown: str) -> str:
        """Return the reference of a source that says ``shown``, the label of a table or a figure; else empty."""
        if name := self.name(shown):
            self._shown.setdefault(name, []).append(normal(shown))
        return f"[](#{name})" if name else ""

    def define(self, kind: str, label: str) -> str:
        """Return the id of the next table or figure, whose label in the file is ``label``; empty where the press gives
        it another number.
        """
        self._counts[kind] += 1
        match = self._labels[kind].fullmatch(normal(label))
        if match is None or match[1] != str(self._counts[kind]):
            return ""
        self._places.add(f"{kind}-{match[1]}")
        return f"{kind}-{match[1]}"

    def settle(self, source: str) -> str:
        """Return ``source`` in which references to what has no such place are words again, and ids that nothing refers
        to are gone.
        """
        for name, texts in self._shown.items():
            if name not in self._places:
                source = source.replace(f"[](#{name})", markup.escape(texts[0]))
        for name in self._places - set(self._shown):
            source = source.replace(f"::: {{#{name} .", "::: {.")
        self.carried = sum(source.count(f"[](#{name})") for name in self._places)
        return source

    def words(self) -> list[str]:
        """Return the words of the references that the press prints itself."""
        return [text for name, texts in self._shown.items() if name in self._places for text in texts]

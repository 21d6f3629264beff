"""Reads captions of tables and figures, and decides how the source says their labels as received; finds lines below
tables, and references to tables and figures by label ("Table 3").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plantin.model.labels import Numerals
from plantin.model.numerals import is_typed_number, numeral
from plantin.model.outline import normal
from plantin.packs.imports import markup

_NUMBER = r"(?:[0-9A-Z.\-–]*[0-9][a-z]?|[IVX]+)(?![^\W_])"
_MARK = re.compile("\\{\ue002([0-9]{1,6})\ue003(\\.\\w+)")
_BEGINS = re.compile(r"(?:\n|[.!?:]|\]\{[^}]*\})[\s*]*$")
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


@dataclass(frozen=True, slots=True)
class Caption:
    """The caption of a table or a figure."""

    label: str
    """The label as received ("Table 3"); empty where it has none."""
    number: str
    """The number in a label that the press can print; empty for any other, which stays in the title."""
    title: str
    """What is printed beside the number, in the source's marks."""


def read_caption(text: str, form: str, *, certain: bool = False) -> Caption | None:
    """Return the caption that ``text``, in the source's marks, is: its label as ``form`` of the language has it, and
    its title. What is a caption for ``certain`` may have another label or none, and is its title; None for other text.

    >>> read_caption("**Table 3:** Lamps", "Table {}").number, read_caption("Table 3 has lamps.", "Table {}")
    ('3', None)
    >>> read_caption("Tabelle 3: Lampen", "Table {}", certain=True)
    Caption(label='Tabelle 3', number='', title='Tabelle 3: Lampen')
    """
    bold = re.fullmatch(r"(\*{1,3})([^*]+)\1", text)
    text = bold[2] if bold else text
    match = _pattern(form).fullmatch(text)
    if match and (certain or match["mark"] or match["stars"] or not match["title"][:1].islower()):
        opened = match["open"].replace("*", "") if match["stars"] else match["open"]
        title = f"{opened}{match['title']}"
        simple = is_typed_number(match["number"]) and normal(title.strip("*[]"))
        return Caption(match["label"], match["number"] if simple else "", title if simple else text)
    return Caption(parts(text.lstrip("*["))[0], "", text) if certain else None


def _pattern(form: str) -> re.Pattern[str]:
    label = rf"(?P<label>{_label(form)}\s*(?P<number>{_NUMBER}))"
    ends = r"\s*(?P<mark>[.:–—-]?)[\s.:–—-]*"
    return re.compile(rf"(?P<open>[\[*]*){label}{ends}(?P<stars>\**)[\s.:–—-]*(?P<title>.*)", re.IGNORECASE | re.DOTALL)


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


class Captions:
    """The captions of one file, and the references to them. ``forms`` are the labels of tables and figures in its
    language, by kind ("Table {}"); ``counting`` says that its program gives captions their numbers itself.
    """

    def __init__(self, forms: Mapping[str, str], *, counting: bool = False) -> None:
        self._forms, self._counting = forms, counting
        self._labels = {
            kind: re.compile(rf"{_label(form)}\s*([0-9A-Za-z–-]{{1,8}})", re.IGNORECASE) for kind, form in forms.items()
        }
        self._entries: list[tuple[str, Caption | None]] = []
        self._shown: dict[str, list[str]] = defaultdict(list)
        self.printed: list[str] = []
        """The words of labels and references that the press prints itself, after ``settle``."""

    def name(self, shown: str) -> str:
        """Return the id of what ``shown`` is the label of; empty where that is neither a table nor a figure."""
        matches = ((kind, label.fullmatch(normal(shown))) for kind, label in self._labels.items())
        return next((f"{kind}-{match[1]}".replace("–", "-") for kind, match in matches if match), "")

    def refer(self, shown: str) -> str:
        """Return the reference of a source that says ``shown``; empty where it is no label of a table or a figure."""
        if name := self.name(shown):
            self._shown[name].append(normal(shown))
        return f"[](#{name})" if name else ""

    def mark(self, kind: str, caption: Caption | None) -> str:
        """Return what stands for the attributes of the next table or figure, at the beginning of them, until
        ``settle``; ``caption`` is None for one without.
        """
        if self._counting and caption and not caption.label:
            number = str(1 + sum(other == kind and bool(held) for other, held in self._entries))
            caption = Caption(self._forms[kind].format(number), number, caption.title)
        self._entries.append((kind, caption))
        return f"\ue002{len(self._entries) - 1}\ue003"

    def settle(self, source: str, rules: Sequence[str]) -> tuple[str, tuple[str, ...]]:
        """Return ``source`` with the attributes in place of their marks, and the rules under which the press counts:
        where it gives all tables or figures the numbers that they were received with, it does; else each number is
        typed. Labels that it cannot print stay in the titles, and what has no number gets none. References to what no
        number leads to are words again.
        """
        counted = {kind: self._numerals(kind) for kind in self._forms}
        names = [self.name(caption.label) if caption and caption.number else "" for _, caption in self._entries]
        placed = {name for name in names if name in self._shown and names.count(name) == 1}

        def write(match: re.Match[str]) -> str:
            kind, caption = self._entries[int(match[1])]
            name = names[int(match[1])]
            given = [f"#{name}"] if name in placed else []
            if not (caption and caption.number):
                return "{" + f"{match[2]} .unnumbered"
            self.printed.append(caption.label)
            typed = [] if counted[kind] else [f"number={caption.number}"]
            return "{" + " ".join((*given, match[2], *typed))

        source = _MARK.sub(write, source)
        for name, shown in self._shown.items():
            source = self._settle_references(source, name, shown[0] if name not in placed else "")
        sections = next((rule for rule in rules if rule.startswith("sections: ")), "")
        roman = not sections or sections.startswith("sections: [I")
        usual = {"table": "1", "figure": "I" if roman else "1"}
        return source, tuple(f"{kind}s: {sign}" for kind, sign in counted.items() if sign not in ("", usual[kind]))

    def _settle_references(self, source: str, name: str, words: str) -> str:
        """Return ``source`` with the references to ``name`` as ``words``, if there are any; at the beginning of a
        sentence, where the press would begin with a small letter, they are words too.
        """
        first, *rest = source.split(f"[](#{name})")
        for part in rest:
            shown = words or (self._shown[name][0] if _BEGINS.search(first[-100:]) else "")
            if not shown:
                self.printed.append(self._shown[name][0])
            first += (markup.escape(shown) if shown else f"[](#{name})") + part
        return first

    def _numerals(self, kind: str) -> str:
        """Return the sign of the numerals in which all captions of a ``kind`` that have a label count from 1; empty
        where they do not.
        """
        numbers = [caption.number for other, caption in self._entries if other == kind and caption and caption.label]
        signs: dict[str, Numerals] = {"1": "decimal", "I": "upper-roman"}
        counts = (
            sign
            for sign, numerals in signs.items()
            if numbers and numbers == [numeral(n, numerals) for n in range(1, len(numbers) + 1)]
        )
        return next(counts, "")

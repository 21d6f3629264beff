"""How a language words references: leading words and grammatical case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from plantin.house.locale import Locale
from plantin.house.locale_tables import ReferenceForms, ReferenceKind
from plantin.packs.imports.paragraph_pieces import Piece, Pointer, Words, text_of

_REFERRED = ("paragraph", "section", "note", "table", "figure", "box", "equation", "annex", "appendix")
_STEP = re.compile(rf"(?:{'|'.join(_REFERRED)})-")

_NEAR_PIECES = 20
"""So many pieces before a reference say whether it begins a sentence."""
_KINDS = tuple("paragraph section note item table figure box equation annex appendix part chapter".split())


class Wording:
    """The words that references begin with in the language of ``forms``."""

    def __init__(self, forms: ReferenceForms) -> None:
        self._cases: dict[str, str] = {}
        for kind in cast("tuple[ReferenceKind, ...]", _KINDS):
            for pattern, case in forms.wordings(kind):
                before = pattern.partition("{}")[0].strip()
                for lead in filter(None, (before, before[:1].upper() + before[1:])):
                    self._cases.setdefault(lead, case)
        self._longest = sorted(self._cases, key=len, reverse=True)

    def begins(self, shown: str) -> bool:
        """Return whether a reference begins with ``shown``; if not it goes on from the one before it, as the 5 in
        "paras. 4 and 5".
        """
        return not self._longest or shown.startswith(tuple(self._longest))

    def case(self, shown: str) -> str:
        """Return the grammatical case of a reference, empty for the usual one."""
        return next((self._cases[before] for before in self._longest if shown.startswith(before)), "")


def with_leads(pieces: Sequence[Piece], locale: Locale) -> list[Piece]:
    """Return the pieces with the words that the press writes around the number of a reference in the reference: a field
    is the number alone.
    """
    forms = locale.references
    _, _, of_report = forms.main.partition("{inner}")
    out, pending = list[Piece](), list(pieces)
    while pending:
        piece = pending.pop(0)
        before = out[-1] if out else None
        if not isinstance(piece, Pointer):
            out.append(piece)
            continue
        after = pending[0] if pending else None
        titled = isinstance(after, Words) and after.text.startswith(".")
        lead = ""
        if isinstance(before, Words):
            lead = _lead(piece.target, before.text, forms, capital=False)
            if not lead and not titled and (lead := _lead(piece.target, before.text, forms, capital=True)):
                said = text_of(out[-_NEAR_PIECES:])[: -len(lead)].rpartition("\t")[2]
                if said.strip() and not locale.typography.ends_sentence(said):
                    # The press prints no capital there: as a reference it would be another word.
                    out.append(Words(piece.shown, before.look))
                    continue
        if lead and isinstance(before, Words):
            out[-1] = replace(before, text=before.text[: len(before.text) - len(lead)])
        text = lead + piece.shown
        if of_report.strip() and isinstance(after, Words) and _fold(after.text).startswith(_fold(of_report)):
            pending[0] = replace(after, text=after.text[len(of_report) :])
            text += of_report
        out.append(Pointer(piece.target, text))
    return [piece for piece in out if not (isinstance(piece, Words) and not piece.text)]


def _lead(target: str, before: str, forms: ReferenceForms, *, capital: bool) -> str:
    """Return the words at the end of ``before`` with which the press begins a reference to ``target``, those of what it
    is in first; with a ``capital``, as they begin a sentence or, with a title after them, are a label.
    """
    *around, last = [step for step in target.split(".") if _STEP.match(step)] or [target]
    kind = cast("ReferenceKind", last.partition("-")[0])
    if kind not in _REFERRED:
        return ""
    leads = [pattern.partition("{}")[0] for pattern, _ in forms.wordings(kind)]
    wider = list(leads)
    for step in reversed(around):
        name, _, number = step.partition("-")
        places = [forms.form(cast("ReferenceKind", name), 1).format(numeral).strip() for numeral in (number, "")]
        leads = [
            forms.within.format(place=place, inner=f"{lead}\0").partition("\0")[0] for place in places for lead in leads
        ]
        wider = [*leads, *wider]
    wider = [lead[:1].upper() + lead[1:] for lead in wider] if capital else wider
    return next((lead for lead in wider if lead.strip() and _fold(before).endswith(_fold(lead))), "")


def _fold(text: str) -> str:
    return text.replace("\u00a0", " ")

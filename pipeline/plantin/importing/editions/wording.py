"""How references are worded in a language: whether words begin one, and in which grammatical case."""

from __future__ import annotations

from typing import cast

from plantin.house.locale import ReferenceForms, ReferenceKind

_KINDS = (
    "paragraph",
    "section",
    "note",
    "item",
    "table",
    "figure",
    "box",
    "equation",
    "annex",
    "appendix",
    "part",
    "chapter",
)
_COUNTS = (1, 2, 3)


class Wording:
    """The words that references begin with in the language of ``forms``."""

    def __init__(self, forms: ReferenceForms) -> None:
        self._cases: dict[str, str] = {}
        for case in ("", *forms.cases):
            for kind in cast("tuple[ReferenceKind, ...]", _KINDS):
                for count in _COUNTS:
                    before = forms.form(kind, count, case).partition("{}")[0].strip()
                    if before:
                        self._cases.setdefault(before, case)
        self._longest = sorted(self._cases, key=len, reverse=True)

    def begins(self, shown: str) -> bool:
        """Whether a reference begins with ``shown``; if not it goes on from the one before it, as the 5 in "paras. 4
        and 5".
        """
        return not self._longest or shown.startswith(tuple(self._longest))

    def case(self, shown: str) -> str:
        """The grammatical case of a reference, empty for the usual one."""
        return next((self._cases[before] for before in self._longest if shown.startswith(before)), "")

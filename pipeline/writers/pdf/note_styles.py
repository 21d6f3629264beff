"""Styles of the calls and markers of notes, made for notes alone: the engine's own sheet would give them to every element of a report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_FOOTNOTE = ("footnote-call", "footnote-marker")
_NOTE = ("note-call", "note-marker", "note-callback")


def of_notes_alone(set_styles: Callable[..., None]) -> Callable[..., None]:
    """``StyleFor.set_computed_styles``, given the engine's: nothing for the pseudo-elements of notes (CSS GCPM 3, 2) of what is no note."""

    def made(styles: Any, element: Any, parent: Any, *rest: Any, pseudo_type: str | None = None, **named: Any) -> None:
        if pseudo_type in _FOOTNOTE and styles.get_computed_styles()[parent, None]["float"] != "footnote":
            return
        if pseudo_type in _NOTE and styles.get_computed_styles()[parent, None]["position"][0] != "note()":
            return
        set_styles(styles, element, parent, *rest, pseudo_type=pseudo_type, **named)

    return made

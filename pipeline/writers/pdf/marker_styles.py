"""Styles of calls and markers, made for notes and entries of lists alone: the engine's own sheet would give them to every element."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_FOOTNOTE = ("footnote-call", "footnote-marker")
_NOTE = ("note-call", "note-marker", "note-callback")


def where_asked_for(set_styles: Callable[..., None]) -> Callable[..., None]:
    """``StyleFor.set_computed_styles``, given the engine's: nothing for pseudo-elements of notes (CSS GCPM 3, 2) and of entries (CSS Lists
    3, 3) of an element that is neither.
    """

    def made(styles: Any, element: Any, parent: Any, *rest: Any, pseudo_type: str | None = None, **named: Any) -> None:
        if pseudo_type is None or _is_asked_for(styles, element, pseudo_type):
            set_styles(styles, element, parent, *rest, pseudo_type=pseudo_type, **named)

    return made


def _is_asked_for(styles: Any, element: Any, pseudo_type: str) -> bool:
    """Whether a box of ``element`` may have a part of this type. A marker may also be that of what is put before or after an element."""
    own = styles.get_computed_styles().get((element, None))
    if own is None:
        return True
    if pseudo_type == "marker":
        cascaded = styles.get_cascaded_styles()
        return "list-item" in own["display"] or (element, "before") in cascaded or (element, "after") in cascaded
    if pseudo_type in _FOOTNOTE:
        return bool(own["float"] == "footnote")
    return pseudo_type not in _NOTE or bool(own["position"][0] == "note()")

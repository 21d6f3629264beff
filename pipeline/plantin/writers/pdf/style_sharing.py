"""Styles that are computed once: an element whose declarations are those of another, its own name and address aside,
has its values.

The engine computes a property of a style when it is asked for it, and shares styles of elements only where their
declarations are the same to the last. A numbered paragraph has an anchor of its own, so it, and all that is in it,
would be computed by itself (browsers call what is done here style sharing).
"""

from __future__ import annotations

from typing import Any

_OWN = frozenset({"anchor", "link"})
"""The properties by which elements that look the same differ. No other property is computed from them, and none
inherits them.
"""


def kept(style: Any) -> dict[str, Any]:
    """Where to keep what is worked out from ``style``, of the engine: with the first style of the same values, where
    there is one.
    """
    found: dict[str, Any] = vars(getattr(style, "keeper", style))
    return found


def shared(style: type[Any]) -> type[Any]:
    """``ComputedStyle``, given the engine's: what is not of the element alone is computed by the first style of the
    same declarations below a parent of the same values, of which a copy is kept that nobody changes.
    """

    class Shared(style):  # type: ignore[misc]
        def __init__(self, parent_style: Any, cascaded: Any, pseudo_type: Any, root_style: Any, *rest: Any) -> None:
            super().__init__(parent_style, cascaded, pseudo_type, root_style, *rest)
            above = getattr(parent_style, "first", parent_style)
            # Values are told apart by what they are, not by what they say: they live as long as the sheets.
            said = frozenset(
                (name, id(value), (*place, *order))
                for name, (value, (*place, order)) in cascaded.items()
                if name not in _OWN
            )
            known: dict[Any, Any] = vars(root_style).setdefault("known_styles", {})
            key = (id(above), pseudo_type, said)
            if key not in known:
                known[key] = style(above, cascaded, pseudo_type, root_style, *rest)
            self.first = known[key]
            self.specified = self.first.specified
            self.keeper = self.first

        def copy(self) -> Any:
            """A style that may be changed, and keeps what is worked out from it by itself."""
            made = super().copy()
            made.keeper = made
            return made

        @property
        def anonymous_style(self) -> Any:
            """The style of boxes without an element in one of this style: they inherit nothing that is of the element
            alone. Those in one whose style was changed inherit what it was changed to.
            """
            return super().anonymous_style if self.keeper is self else self.first.anonymous_style

        def __missing__(self, key: str) -> Any:
            if key in _OWN:
                return super().__missing__(key)
            value = self[key] = self.first[key]
            return value

    return Shared

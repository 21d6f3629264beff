"""The words of drawings, set as a whole. The engine sets them letter by letter, which takes Arabic and Indic letters
apart, puts words from right to left in the wrong order, and leaves no words for who searches the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_BY_LETTER = ("dx", "dy", "rotate", "letter-spacing", "textLength")
"""What places the letters of a text one by one (SVG 2, 11.4 and 11.7)."""


class _Whole(str):
    """A text that counts as one letter where its letters are counted off."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


def nodes(known: Any) -> Any:
    """The class of the elements of a drawing, made from the one that is ``known``: the text of one whose letters have
    no places of their own is whole.
    """

    class Node(known):  # type: ignore[misc]
        @property
        def text(self) -> str | None:
            own: str | None = super().text
            placed = any(self.get(name) for name in _BY_LETTER)
            several = any(len(str(self.get(name, "")).replace(",", " ").split()) > 1 for name in ("x", "y"))
            return _Whole(own) if own and not placed and not several else own

    return Node

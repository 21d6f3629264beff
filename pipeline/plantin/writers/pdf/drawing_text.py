"""The words of drawings, set as a whole. The engine sets them letter by letter, which takes Arabic and Indic letters
apart, puts words from right to left in the wrong order, and leaves no words for who searches the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from weasyprint.images import SVGImage
from weasyprint.svg import Node

_BY_LETTER = ("dx", "dy", "rotate", "letter-spacing", "textLength")
"""What places the letters of a text one by one (SVG 2, 11.4 and 11.7)."""


class _Whole(str):
    """A text that counts as one letter where its letters are counted off."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


def set_words_whole(images: Iterable[object]) -> None:
    """Of the drawings among ``images``, let each text be set as a whole whose letters have no places of their own."""

    class Element(Node):  # type: ignore[misc]
        @property
        def text(self) -> str | None:
            words: str | None = super().text
            placed = any(self.get(name) for name in _BY_LETTER)
            several = any(len(str(self.get(name, "")).replace(",", " ").split()) > 1 for name in ("x", "y"))
            return _Whole(words) if words and not placed and not several else words

        def __iter__(self) -> Iterator[Node]:
            return map(whole, super().__iter__())

        def copy(self) -> Node:
            return whole(super().copy())

    def whole(element: Node) -> Node:
        # The engine makes elements as it meets them, and gives those around a repeated part a class of their own.
        if type(element) is Node:
            element.__class__ = Element
        return element

    for image in images:
        if isinstance(image, SVGImage):
            whole(image._svg.tree)  # noqa: SLF001

"""The words of drawings, set as a whole. The engine sets them letter by letter, which takes Arabic and Indic letters
apart, puts words from right to left in the wrong order, and leaves no words for who searches the file.

A text that does not begin at its place is moved there; the engine would paint it as a group (ISO 32000-1, 11.6.6), of
whose letters PDFium drops stems.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from math import isfinite
from typing import Any

from weasyprint import VERSION
from weasyprint.images import SVGImage
from weasyprint.svg import Node

_BY_LETTER = ("dx", "dy", "rotate", "letter-spacing", "textLength")
"""What places the letters of a text one by one (SVG 2, 11.4 and 11.7)."""


_BEFORE = {("middle", "ltr"): 0.5, ("middle", "rtl"): 0.5, ("end", "ltr"): 1.0, ("start", "rtl"): 1.0}
"""How much of its width a text is before its place, by its anchor and direction (SVG 2, 11.8.1)."""
_KNOWS_DIRECTIONS = int(VERSION.partition(".")[0]) >= 70
"""Whether the engine places a text by its direction."""
_AT_PLACE = {"ltr": "start", "rtl": "end" if _KNOWS_DIRECTIONS else "start"}
"""The anchor by which the engine leaves a text where it begins from the left."""


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

        @property
        def before(self) -> float | None:
            """How much of its width is before its place, of a whole text; nothing of what the engine may group."""
            anchor, direction = self.attrib.get("text-anchor", "start"), self.attrib.get("direction", "ltr")
            alone = self.tag == "text" and next(super().__iter__(), None) is None and isinstance(self.text, _Whole)
            return _BEFORE.get((anchor, direction), 0.0) if alone else None

        def get(self, key: str, default: object = None) -> object:
            if key == "text-anchor" and self.before is not None:
                return _AT_PLACE[self.attrib.get("direction", "ltr")]
            return super().get(key, default)

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


def placing(draw: Callable[[Any, Any, float], None]) -> Callable[[Any, Any, float], None]:
    """Return the engine's ``text`` of drawings, which moves what ``set_words_whole`` has kept from being a group."""

    def place(svg: Any, node: Any, font_size: float) -> None:
        items, begin = svg.stream.stream, len(svg.stream.stream)
        draw(svg, node, font_size)
        before = getattr(node, "before", None)
        box = node.text_bounding_box
        if before and len(items) > begin and isfinite(box[2]):
            items.insert(begin, b"q\n1 0 0 1 %.6f 0 cm" % (-before * box[2]))
            items.append(b"Q")

    return place

"""The engine's ``LayoutContext``, what it knows of the page: here, the notes of the page and the division of words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyphen  # type: ignore[import-untyped]

from plantin.writers.pdf.engine_types import Box, Patterns
from plantin.writers.pdf.note_fragmentation import divide, forget, update_area
from plantin.writers.pdf.note_pages import sharing
from plantin.writers.pdf.paragraph_layout import Paragraphs


def context_of(engine: type[Any], paragraphs: Paragraphs) -> type[Any]:
    """Return a subclass of ``LayoutContext`` (``engine``) whose notes begin on the page of their call: a note comes
    whole, the rest of one that leaves the page too little for its text is divided again, and a note that leaves its
    page is whole again. Words are divided as ``paragraphs`` say.
    """

    class Context(engine):  # type: ignore[misc]
        def __init__(self, *arguments: object, **named: object) -> None:
            super().__init__(*arguments, **named)
            self.dictionaries = _Dictionaries(paragraphs)

        def layout_footnote(self, footnote: Box) -> bool:
            forget(self, footnote)
            overflow: bool = super().layout_footnote(footnote)
            area = self.current_footnote_area
            top = area.page.content_box_y()
            least = top + (area.position_y - top) * sharing(self).text
            if getattr(footnote, "continued", None) and self.page_bottom < least:
                divide(self, footnote, 0, least)
            return overflow

        def unlayout_footnote(self, footnote: Box) -> None:
            forget(self, footnote)
            super().unlayout_footnote(footnote)

        def report_footnote(self, footnote: Box) -> None:
            forget(self, footnote)
            super().report_footnote(footnote)

        def _update_footnote_area(self) -> bool:
            return update_area(self)

    for name in vars(Context):
        getattr(engine, name)  # else nothing of the engine would call it
    return Context


_Key = tuple[str, int, int, int]
"""A language, how many letters a divided word has before and after the hyphen, and how many at all."""


class _Dictionaries(dict[_Key, Patterns]):
    """The dictionaries by which words are divided: Pyphen's, with the places that ``paragraphs`` admit."""

    def __init__(self, paragraphs: Paragraphs) -> None:
        super().__init__()
        self._paragraphs = paragraphs

    def __missing__(self, key: _Key) -> Patterns:
        lang, left, right, _ = key
        dictionary = self[key] = _dictionary(self._paragraphs, lang, left, right)
        return dictionary

    def get(self, key: _Key, _default: object = None) -> Patterns:
        """Return the dictionary for ``key``: there is always one."""
        return self[key]


def _dictionary(paragraphs: Paragraphs, lang: str, left: int, right: int) -> Patterns:
    class Dictionary(pyphen.Pyphen):  # type: ignore[misc]
        def iterate(self, word: str) -> Iterator[tuple[str, str]]:
            for place in sorted(paragraphs.places(word, self), reverse=True):
                yield word[:place], word[place:]

    dictionary: Patterns = Dictionary(lang=lang, left=left, right=right)
    return dictionary

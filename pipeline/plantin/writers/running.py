"""Headers and footers: the pattern of a style in parts, with the lines of a document inserted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

from plantin.model.document import Document

PAGE, PAGES = "page", "pages"
Part = tuple[str, str]
"""Words, and the name of the counter after them: ``PAGE``, ``PAGES`` or none."""


def parts(pattern: str, document: Document) -> Iterator[Part]:
    """Yield the parts of ``pattern`` for ``document``. A line that the document has not leaves nothing."""
    lines = document.masthead
    for words, name, _, _ in Formatter().parse(pattern):
        if name == PAGE:
            yield words, ""
            yield from ((before, counter or "") for before, counter, _, _ in Formatter().parse(document.labels.page))
        else:
            yield f"{words}{getattr(lines, name) if name else ''}", ""


def content_list(pattern: str, document: Document) -> str:
    """Return what runs at the head or the foot of pages as the value of the CSS property content."""
    pieces = (
        piece
        for words, counter in parts(pattern, document)
        for piece in (css_string(words) if words else "", f"counter({counter})" if counter else "")
    )
    return " ".join(filter(None, pieces)) or "none"


def css_string(text: str) -> str:
    """Return ``text`` as a CSS string."""
    return '"' + re.sub(r'["\\\n<]', lambda match: f"\\{ord(match[0]):x} ", text) + '"'

"""What stands at the head and at the foot of pages: the pattern of a style in parts, with the lines of a document in
their places.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from plantin.model.document import Document

PAGE, PAGES = "page", "pages"
Part = tuple[str, str]
"""Words, and the name of the counter after them: ``PAGE``, ``PAGES`` or none."""


def parts(pattern: str, document: Document) -> Iterator[Part]:
    """The parts of ``pattern`` for ``document``. A line that the document has not leaves nothing."""
    lines = document.masthead
    for words, name, _, _ in Formatter().parse(pattern):
        if name == PAGE:
            yield words, ""
            yield from ((before, counter or "") for before, counter, _, _ in Formatter().parse(document.labels.page))
        else:
            yield f"{words}{getattr(lines, name) if name else ''}", ""

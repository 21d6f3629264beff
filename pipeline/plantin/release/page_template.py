"""The frame of the pages of a release: head, style, links to the other languages. Pages work offline and in any
window.
"""

from __future__ import annotations

from collections.abc import Mapping

from plantin.house import web_pages
from plantin.house.colours import on_dark
from plantin.house.locale import Locale
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.writers.objects import embedded

_DARK = "#151515"
"""The ground of a dark page in the template."""


def name(stem: str, language: str, documents: Mapping[str, Document]) -> str:
    """The file name of a page in ``language``: ``stem`` alone in the report's own language, else with the language's
    tag.
    """
    original = documents[language].original
    return (
        f"{stem}.html"
        if language == (original if original in documents else next(iter(documents)))
        else f"{stem}-{language}.html"
    )


def page(
    stem: str,
    title: str,
    language: str,
    documents: Mapping[str, Document],
    locales: Mapping[str, Locale],
    style: Style,
    **values: object,
) -> bytes:
    """The page ``stem`` in ``language``, called ``title``: the template of that name, filled with ``values``."""
    languages = [(other, name(stem, other, documents), locales[other].name) for other in documents]
    words = locales[language].release
    mark, colour = documents[language].logo, style.colour
    known = {
        "document": documents[language],
        "words": words,
        "title": title,
        "languages": languages,
        "style": style,
        "logo": embedded(mark.picture) if mark else "",
        "brand": [(each, day, on_dark(day, _DARK)) for each in ("heading", "accent") if (day := getattr(colour, each))],
    }
    return web_pages.filled("plantin.release", f"{stem}.html", **known, **values).encode()

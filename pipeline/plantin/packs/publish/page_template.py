"""The frame of the pages of a release and of a site: head, style, links to the other languages. Pages work offline and
in any window.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plantin.house import web_pages
from plantin.house.brand import data_url
from plantin.house.colours import on_dark
from plantin.house.locale import Locale
from plantin.house.style import Style
from plantin.model.document import Document, Figure

_DARK = "#151515"
"""The ground of a dark page in the template."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has around its own content."""

    locale: Locale
    style: Style
    mark: Figure | None
    """The logo of the house."""
    organization: str
    title: str
    """The title of the window."""
    description: str
    languages: Sequence[tuple[str, str, str]]
    """The page in each language: its tag, its address, and the name of the language."""
    faces: str = ""
    """The address of a style sheet of faces; empty where there is none."""

    @property
    def logo(self) -> str:
        """The logo as a data URL; empty where there is none."""
        return data_url(self.mark.picture) if self.mark else ""

    @property
    def brand(self) -> list[tuple[str, str, str]]:
        """The colours of the house: the name of each, by day, and on a dark ground."""
        colour = self.style.colour
        return [(each, day, on_dark(day, _DARK)) for each in ("heading", "accent") if (day := getattr(colour, each))]


def name(stem: str, language: str, languages: Iterable[str]) -> str:
    """Return the file name of a page in ``language``: ``stem`` in the first of ``languages``, else with the language's
    tag.
    """
    return f"{stem}.html" if language == next(iter(languages)) else f"{stem}-{language}.html"


def page(
    stem: str,
    title: str,
    language: str,
    documents: Mapping[str, Document],
    locales: Mapping[str, Locale],
    style: Style,
    **values: object,
) -> bytes:
    """Return the page ``stem`` in ``language``, called ``title``: the template of that name, filled with ``values``."""
    document = documents[language]
    head = document.masthead
    frame = Frame(
        locales[language],
        style,
        document.logo,
        head.organization,
        f"{head.symbol} – {title}",
        head.title,
        [(other, name(stem, other, documents), locales[other].name) for other in documents],
    )
    common_values = {"document": document, "words": locales[language].release, "title": title}
    return fill_template(stem, frame, **common_values, **values)


def fill_template(template: str, frame: Frame, **values: object) -> bytes:
    """Return the page that the template ``template`` makes of ``values`` within ``frame``."""
    return web_pages.fill_template("plantin.packs.publish", f"{template}.html", frame=frame, **values).encode()

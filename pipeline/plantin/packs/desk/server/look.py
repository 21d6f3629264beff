"""The look of the server's own pages: name, logo, colours and faces of the house, as they are now."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from plantin.bounded.bytes import open_regular
from plantin.findings import PlantinError
from plantin.house import screens
from plantin.house.layout import House
from plantin.house.screens import Screen
from plantin.house.style import Style
from plantin.packs.desk.server import draft_site
from plantin.packs.desk.server.answers import HttpAnswer

_SHEETS = ("pages.css", "desk.css")
_WAYS = (("Reports", "/"), ("Site", "/site"), ("Bring a report", "/#reception"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerScreen(Screen):
    """What is around a page of the server."""

    token: str
    """What its scripts send, and no page of others can."""


class HouseLook:
    """The look of one house; where its style cannot be read, that of the press."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.token = secrets.token_urlsafe(24)

    def screen(self, title: str, here: str = "") -> ServerScreen:
        """Return what is around a page called ``title``; ``here`` is its address where the navigation has it."""
        house, style = screens.house_name(self._house), self._style()
        logo = "/logo" if style and style.brand.logo else ""
        ways = [(words, to, to == here) for words, to in _WAYS if to != "/site" or draft_site.is_installed()]
        return ServerScreen(
            title=title, house=house, logo=logo, sheet_address="/screen.css", ways=ways, token=self.token
        )

    def answer(self, name: str) -> HttpAnswer | None:
        """Return the sheet, the logo or a face of the pages; nothing for another name."""
        if name == "screen.css":
            return HttpAnswer(HTTPStatus.OK, "text/css; charset=utf-8", self._sheet().encode())
        try:
            picture = style.logo() if name == "logo" and (style := self._style()) else None
            if picture:
                return HttpAnswer(HTTPStatus.OK, picture.media_type, picture.content)
            if name in map(_face_name, screens.FACES) and (style := self._style()):
                return HttpAnswer(HTTPStatus.OK, "font/woff2", style.web_font(name.partition("-")[2]))
            for path in style.other_files() if (style := self._style()) else ():
                if name == path.name:
                    return HttpAnswer(HTTPStatus.OK, "font/sfnt", file=open_regular(path, path.parent))
        except (PlantinError, OSError):  # the pages of reports say what is wrong with the style
            return HttpAnswer.of(HTTPStatus.NOT_FOUND)
        return None

    def _sheet(self) -> str:
        here = Path(__file__).parent
        pages = "".join((here / name).read_text("utf-8") for name in _SHEETS)
        try:
            style = self._style()
            # Browsers fetch one where a page has a character of it: whole, for they are on the same machine.
            files = style.other_files() if style else ()
        except PlantinError:  # the pages of reports say what is wrong with it
            style, files = None, ()
        beside = [
            (path.stem.removesuffix("-Bold"), 700 if path.stem.endswith("-Bold") else 400, f"/{path.name}")
            for path in files
        ]
        return screens.sheet(style, lambda cut: f"/{_face_name(cut)}", beside) + pages

    def _style(self) -> Style | None:
        try:
            return self._house.style()
        except PlantinError:
            return None


def _face_name(cut: str) -> str:
    return f"face-{cut}"

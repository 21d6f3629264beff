"""The one design of every screen that a person meets beside the editions: those of the server, of a site, of a check.

``templates/screen.html`` is their shell, ``sheet`` their style: the house's colours and faces, measures, elements
and components (banner, ways, button, badge, card, note, table). ``web_pages.fill_template`` finds the shell from every
room.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from plantin.findings import PlantinError
from plantin.house.brand import data_url
from plantin.house.colours import DARK_GROUND, darken, on_dark
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.languages import Direction

_LINK_CONTRAST = 5.5
"""The least contrast of links with white, so that they stand out on tinted grounds too."""
_PRESS_COLOURS = {"text": "#1a1a1a", "link": "#0b5394", "heading": "#1a1a1a", "accent": "#0b5394"}
"""Those of a house whose style cannot be read."""
_WEIGHTS = {"regular": 400, "bold": 700}
_TOOL_FACES = 'system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif'
_FONT_RULE = (
    '@font-face {{ font-family: "{family}"; font-weight: {weight}; font-display: swap; src: url("{address}"); }}\n'
)
Beside = Sequence[tuple[str, int, str]]
"""The family, weight and address of faces."""
FACES = tuple(_WEIGHTS)
"""The cuts of the text face that screens are set in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What the shell of a screen shows around its content."""

    title: str
    """The title of the window."""
    house: str
    """The name of the house."""
    home: str = "/"
    """The address that the name of the house leads to; empty for a page that is alone."""
    logo: str = ""
    """The address of its logo, empty where it has none."""
    sheet_address: str = ""
    """The address of the style sheet; empty where the page carries its own ``sheet``."""
    sheet: str = ""
    """The style sheet itself."""
    ways: Sequence[tuple[str, str, bool]] = ()
    """The navigation: the name of each page, its address, and whether it is this one."""
    ways_name: str = "Pages"
    """What the navigation is called."""
    skip: str = "Skip to the content"
    """The words of the link that skips the banner."""
    language: str = "en"
    """The language of the page, as a BCP 47 tag."""
    direction: Direction = "ltr"
    """The direction in which the language is written."""


def standing_alone(house: House, title: str) -> Screen:
    """Return what is around a page that is one file, in the look of ``house``; in that of the press where its style
    cannot be read.
    """
    style, logo = None, None
    with contextlib.suppress(PlantinError):
        style = house.style()
        logo = style.logo()
    return Screen(
        title=title, house=house_name(house), home="", logo=data_url(logo) if logo else "", sheet=sheet(style)
    )


def house_name(house: House) -> str:
    """Return what a house is called in English; by its folder where nothing says it."""
    try:
        name = house.locale("en").masthead.organization
    except PlantinError:
        name = ""
    return name or house.root.name


def sheet(
    style: Style | None, face_address: Callable[[str], str] | None = None, beside: Beside = (), *, within: str = ""
) -> str:
    """Return the style sheet of screens in the look of ``style``, that of the press where it is None;
    ``face_address`` gives the address of each of ``FACES``, where they can be had, and ``beside`` are faces for scripts
    that the text face lacks. ``within`` is a selector: then components are styled in such elements and nothing else,
    around an edition, which has its own sheet.
    """
    common, components = tokens(style, face_address, beside) + _file("tokens"), _file("components")
    return common + (f"@scope ({within}) {{\n{components}}}\n" if within else f"{_file('elements')}{components}")


def tokens(style: Style | None, face_address: Callable[[str], str] | None = None, beside: Beside = ()) -> str:
    """Return the colours of ``style`` by day and by night, and its faces, as custom properties."""
    if style is None:
        day, family, generic = _PRESS_COLOURS, "Noto Sans", "sans-serif"
    else:
        day = {name: style.colour.by_name(name) for name in ("text", "link", "heading")}
        day |= {"link": darken(style.colour.link, _LINK_CONTRAST), "accent": style.colour.accent or style.colour.link}
        family, generic = style.fonts.family, style.fonts.generic
    night = {**{name: on_dark(colour, DARK_GROUND) for name, colour in day.items()}, "text": "#e4e2dd"}
    night["heading"] = night["heading"] if day["heading"] != day["text"] else night["text"]
    own = [(family, weight, face_address(cut)) for cut, weight in _WEIGHTS.items() if style and face_address]
    faces = "".join(_FONT_RULE.format(family=name, weight=weight, address=to) for name, weight, to in (*own, *beside))
    chain = ", ".join(f'"{name}"' for name in dict.fromkeys((family, *(name for name, _, _ in beside))))
    face = f"{chain}, {generic}"
    others = chain.partition(", ")[2]
    tool = f"{chain}, {_TOOL_FACES}" if generic == "sans-serif" else ", ".join(filter(None, (_TOOL_FACES, others)))
    dark = f"@media (prefers-color-scheme: dark) {{ :root {{ {_properties(night)} }} }}\n"
    return f"{faces}:root {{ {_properties(day)} --face: {face}; --tool: {tool}; }}\n{dark}"


def _properties(colours: dict[str, str]) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())


@cache
def _file(name: str) -> str:
    return (Path(__file__).parent / "templates" / f"{name}.css").read_text("utf-8")

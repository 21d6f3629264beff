"""What `plantin new` asks at a terminal, where it is called with a folder alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from plantin import new_house
from plantin.bounded import bytes as bounded
from plantin.bounded.bytes import MIB
from plantin.cli.terminal import Terminal
from plantin.house import inheritance
from plantin.new_house import HouseOrder
from plantin.new_house.look import HouseLook
from plantin.new_house.word_look import Logo, WordLook

_PICTURES = (".svg", ".png", ".jpg", ".jpeg")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_PAGES = ("A4", "Letter")
_LARGEST = 20 * MIB


def ask(terminal: Terminal, workflow: str) -> HouseOrder:
    """Ask the questions, and return the order that the answers make; an empty answer takes what is in brackets."""
    terminal.note("A few questions; Enter takes what is in brackets, and all of it can be changed later.")
    tags = _answer(terminal, "Languages, that of the original first", "en", _is_tags)
    title = _answer(terminal, "Title of the first report (that of an example)", "")
    publisher = _answer(terminal, "Publisher (the name of the folder)", "")
    styles = inheritance.stock_styles()
    style = _answer(terminal, f"Style to begin with: {', '.join(styles)}", "plain", _one_of(styles))
    colour = _answer(terminal, "Colour of headings, such as #1b4b7a (that of the style)", "", _is_colour)
    logo = _answer(terminal, "Logo, a file: SVG, PNG or JPEG (none)", "", _is_picture)
    page = _answer(terminal, f"Page: {', '.join(_PAGES)}", "A4", _one_of(_PAGES))
    size = {"size": page} if page != _PAGES[0] else {}
    word = WordLook(size, colours={"heading": colour} if colour else {}, logo=_logo(logo) if logo else None)
    look = HouseLook(word, style)
    return HouseOrder(style, tuple(re.split(r"[\s,]+", tags)), title, publisher, look=look, workflow=workflow)


def _answer(terminal: Terminal, question: str, default: str, wrong: Callable[[str], str] = lambda _: "") -> str:
    while True:
        answer = input(f"{question} [{default}]: " if default else f"{question}: ").strip() or default
        if not answer or not (words := wrong(answer)):
            return answer
        terminal.note(words)


def _is_tags(answer: str) -> str:
    unknown = [tag for tag in re.split(r"[\s,]+", answer) if not new_house.is_language(tag)]
    return f"{unknown[0]!r} is no language: write tags such as en, fr, pt-BR." if unknown else ""


def _one_of(known: tuple[str, ...]) -> Callable[[str], str]:
    return lambda given: "" if given in known else f"One of {', '.join(known)}."


def _is_colour(given: str) -> str:
    return "" if _COLOUR.fullmatch(given) else "Six hexadecimal digits after a number sign: #1b4b7a."


def _is_picture(given: str) -> str:
    if not given.lower().endswith(_PICTURES):
        return f"A file that ends in {', '.join(_PICTURES)}."
    try:
        bounded.read(Path(given).expanduser(), _LARGEST)
    except OSError as error:
        return f"{given} {bounded.why(error)}."
    return ""


def _logo(given: str) -> Logo:
    path = Path(given).expanduser()
    return Logo(f"logo{path.suffix.lower()}", bounded.read(path, _LARGEST), "")

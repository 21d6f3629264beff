"""Fallback fonts for the PDF: a character that no font of a style has does not stop the edition."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from plantin.bounded import fonts
from plantin.house import last_resort
from plantin.house.style import Style

_FOLDER = Path(__file__).parent / "faces"
_NAMES = (
    "NotoSansSymbols2-Regular NotoSansSymbols-Regular NotoSerifArmenian-Regular NotoSerifGeorgian-Regular "
    "NotoSerifThai-Regular NotoSerifLao-Regular NotoSerifDevanagari-Regular NotoSerifTamil-Regular "
    "NotoSerifKhmer-Regular NotoSerifEthiopic-Regular"
).split()


def missing(letters: Iterable[str], style: Style) -> frozenset[str]:
    """Return those of ``letters`` that no face of ``style`` has; controls, which have no shape, are never among them.

    Raises StyleError: D003 a face is missing, D024 one is no whole font.
    """
    left = frozenset(letter for letter in set(letters) if unicodedata.category(letter) not in {"Cc", "Cf"})
    left -= style.letters(style.font("regular"))
    return left and left.difference(*map(style.letters, style.others()))


def standing_in(letters: frozenset[str]) -> dict[Path, frozenset[str]]:
    """Return the stock faces for ``letters``, each with those that it replaces. A letter in no face is left out."""
    faces: dict[Path, frozenset[str]] = {}
    left = letters
    for path in stock() if letters else ():
        if here := left & _letters(path):
            faces[path] = here
            left -= here
    return faces


def add_stock_faces(
    style: Style, letters: Iterable[str], drawn: Iterable[str] = (), every: Iterable[str] = ()
) -> Style:
    """Return ``style`` with the stock faces that it needs for ``letters`` and those ``drawn`` in pictures, and a box
    with its code point for each of ``letters`` that none has, of the face that is made for ``every`` letter of the
    document; itself where it needs none.
    """
    written = frozenset(letters)
    absent = missing(written.union(drawn), style)
    stock_faces = standing_in(absent)
    boxed = (absent & written).difference(*stock_faces.values())
    faces = (*stock_faces, *(last(style, written.union(every)) if boxed else ()))
    return replace(style, spare=faces) if faces else style


def last(style: Style, letters: Iterable[str]) -> tuple[Path, ...]:
    """Return the face of boxes for those of ``letters`` that no face of ``style`` and no stock face has, if any."""
    absent = missing(letters, style)
    boxed = absent.difference(*standing_in(absent).values())
    return (last_resort.face(boxed),) if boxed else ()


@cache
def stock() -> tuple[Path, ...]:
    """Return the files of the stock faces, that for mathematics first."""
    formulas = find_spec("ziamath")
    folders = (formulas.submodule_search_locations if formulas else None) or ()
    mathematics = (Path(folder) / "fonts" / "STIXTwoMath-Regular.ttf" for folder in folders)
    return tuple(path for path in (*mathematics, *(_FOLDER / f"{name}.ttf" for name in _NAMES)) if path.is_file())


@cache
def _letters(path: Path) -> frozenset[str]:
    return frozenset(map(chr, fonts.characters(path.read_bytes())))

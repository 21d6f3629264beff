"""A face that an edition carries is that of the house with its characters, byte for byte."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from plantin.auditors.faces import Part, is_face_of_house
from plantin.house import web_fonts
from tests.kit.editions import Editions

FIGURES = frozenset("0123456789")
_STEP = 131


@pytest.fixture(scope="module")
def part(store: Editions) -> Part:
    return partial(web_fonts.part, store.style.font("regular").read_bytes())


def changed(face: bytes, change: Callable[[Any], None]) -> bytes:
    font = TTFont(io.BytesIO(face), recalcTimestamp=False)
    change(font)
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def seven_draws_four(font: Any) -> None:
    glyphs = font["glyf"] if "glyf" in font else font["CFF "].cff.topDictIndex[0].CharStrings.charStrings
    names = font.getBestCmap()
    glyphs[names[ord("7")]] = glyphs[names[ord("4")]]


def four_for_seven(font: Any) -> None:
    names = font.getBestCmap()
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for one in lookup.SubTable:
            if lookup.LookupType == 1:
                one.mapping[names[ord("7")]] = names[ord("4")]


def other_name(font: Any) -> None:
    font["name"].names[0].string = "Other"


def test_the_face_of_the_house_is_known(part: Part) -> None:
    assert is_face_of_house(part(FIGURES), part)


@pytest.mark.parametrize("change", [seven_draws_four, four_for_seven, other_name])
def test_another_face_is_refused(change: Callable[[Any], None], part: Part) -> None:
    assert not is_face_of_house(changed(part(FIGURES), change), part)


def test_no_byte_may_be_another(part: Part) -> None:
    face = part(FIGURES)
    for place in range(0, len(face), _STEP):
        assert not is_face_of_house(face[:place] + bytes([face[place] ^ 1]) + face[place + 1 :], part), place

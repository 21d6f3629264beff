"""Headings in Arabic and in Chinese characters are set in a bold that was drawn, not in the regular."""

from __future__ import annotations

import io

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from tests.browser.test_other_scripts import FACES, document
from tests.kit.editions import Editions


@pytest.mark.parametrize("language", FACES)
def test_a_pdf_has_the_bold_of_its_script(language: str, store: Editions) -> None:
    with pikepdf.open(store.path(document(language), "pdf")) as opened:
        descriptors = [
            one
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        programs = {
            str(one.FontName): (one.get("/FontFile2") or one.get("/FontFile3")).read_bytes() for one in descriptors
        }
    weights = {
        name: TTFont(io.BytesIO(program))["OS/2"].usWeightClass
        for name, program in programs.items()
        if FACES[language] in name
    }
    assert sorted(set(weights.values())) == [400, 700]
    assert all((weight == 700) == name.endswith("-Bold") for name, weight in weights.items())

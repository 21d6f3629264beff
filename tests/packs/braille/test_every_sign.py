"""A report with every sign of the repertoire of a language: none is lost, and none is exchanged for another but where the
repertoire says so, which makes the braille of the language a draft unless the code itself writes both alike.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from unicodedata import normalize

import pytest

from plantin.findings import SourceError
from plantin.model.document import Document
from plantin.packs.braille import auditor
from plantin.packs.braille import writer as braille
from plantin.packs.braille.auditor import ebraille as ebraille_auditor
from plantin.packs.braille.writer import ebraille
from plantin.packs.plain.auditor import text as text_auditor
from plantin.packs.plain.writer import text
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.kit.houses import ROOT
from tests.kit.read_back import unlike

pytestmark = pytest.mark.full

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)
SIGNS = tomllib.loads((ROOT / "pipeline/plantin/packs/braille/signs.toml").read_text("utf-8"))
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
UNKNOWN = "☃♞⚙⌘⚓⚔⚖⚗⚘⚛⚜⛏⛓⛩⛰⛱⛲⛳⛴⛵"


def signs(language: str) -> list[str]:
    """The signs that are no letters or figures; straight quotation marks are printed as those of the language."""
    section = SIGNS[language]
    every = dict.fromkeys("".join((*section["has"], *(sign for sign in section["written"] if len(sign) == 1))))
    return [sign for sign in every if not sign.isalnum() and sign.isprintable() and sign not in "\"'"]


@cache
def report(language: str) -> Document:
    """A paragraph for each sign."""
    return composed(f"# Lamps\n\nx y\n\n{body(signs(language))}", language=language)


def body(characters: Iterable[str]) -> str:
    return "\n\n".join(f"x {chr(92) if sign.isascii() else ''}{sign} y" for sign in characters)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sign_is_lost_or_exchanged(language: str, store: Editions) -> None:
    document = report(language)
    for write, read in (
        (braille.brf, auditor.read_brf),
        (braille.pef, auditor.read_pef),
        (ebraille.write, ebraille_auditor.read),
    ):
        book = read(write(document, store.style, MOMENT), "x")
        assert [str(finding) for finding in (*unlike(book, document, "x"), *book.findings())] == []
        nothing, *paragraphs = [row.text.split("⠀", 1)[-1] for row in book.outline().body if row.kind == "paragraph"]
        assert len(paragraphs) == len(signs(language))
        groups = defaultdict(list)
        for sign, cells in zip(signs(language), paragraphs, strict=True):
            assert cells != nothing, f"{sign} is lost"
            groups[cells].append(sign)
        alike = ["".join(group) for group in groups.values() if len({normalize("NFKC", sign) for sign in group}) > 1]
        assert sorted(alike) == sorted(rows(language))


def rows(language: str) -> list[str]:
    """The signs with the same cells, as the repertoire lists them."""
    section = SIGNS[language]
    return [*(row["signs"] for row in section["shared"]), *section.get("exchanged", ())]


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_has_every_sign(language: str, store: Editions) -> None:
    document = report(language)
    content = text.write(document, store.style, MOMENT)
    assert list(unlike(text_auditor.read(content, "x"), document, "x")) == []
    lines = content.decode().split("\n")
    assert [sign for sign in signs(language) if not any(f"x {sign} y" in line for line in lines)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sign_in_no_table_is_a_finding(language: str, store: Editions) -> None:
    document = composed(f"# Lamps\n\n{body((*signs(language), *UNKNOWN))}", language=language)
    for write in (braille.brf, braille.pef, ebraille.write):
        with pytest.raises(SourceError) as caught:
            write(document, store.style, MOMENT)
        assert sorted(finding.message[0] for finding in caught.value.findings) == sorted(UNKNOWN)
        assert {finding.code for finding in caught.value.findings} == {"D133"}

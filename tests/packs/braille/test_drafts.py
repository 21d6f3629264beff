"""Braille whose signs are not all told apart is a draft: its first line says so, and a release asks for a reason."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from plantin.findings import TranslationError
from plantin.model.document import Document
from plantin.packs import publish
from plantin.packs.braille import auditor, louis, repertoire
from plantin.packs.braille import writer as braille
from plantin.packs.braille.auditor import ebraille as ebraille_auditor
from plantin.packs.braille.repertoire import why_draft
from plantin.packs.braille.writer import ebraille
from plantin.production.formats import Edition, format_named
from plantin.proof import gate
from tests.kit import houses
from tests.kit.command import Serial, plantin
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.kit.read_back import unlike

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)
SIGNS = tomllib.loads((houses.ROOT / "pipeline/plantin/packs/braille/signs.toml").read_text("utf-8"))
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


def why(name: str, document: Document) -> str:
    row = format_named(name)
    assert row is not None
    assert row.draft is not None
    return row.draft(document)


def test_signs_are_alike_by_the_code_or_make_a_draft() -> None:
    assert all(row["source"] for language in LANGUAGES for row in SIGNS[language]["shared"])
    drafts = [language for language in LANGUAGES if why_draft(SIGNS[language]["tables"][0])]
    assert drafts == ["es", "ru", "ar", "zh"]
    assert "’⋅" in why_draft("ru-litbrl.ctb")


DRAFT = {
    "en": "Draft, not proved: some different signs are written alike.",
    "es": "Borrador no verificado: algunos signos no se distinguen entre sí.",
    "ru": "Непроверенный черновой вариант: некоторые разные знаки записаны одинаково.",
}


@pytest.mark.parametrize("language", DRAFT)
def test_the_first_line_says_that_an_edition_is_a_draft(
    language: str, store: Editions, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = composed("# Lamps\n\nx y", language=language)
    if language == "en":
        assert not why("brf", document)
        code = repertoire._repertoires()["en-ueb-g2.ctb"]
        spoilt = {**repertoire._repertoires(), "en-ueb-g2.ctb": replace(code, exchanged=("@√",))}
        monkeypatch.setattr(repertoire, "_repertoires", lambda: spoilt)
    for name, write, read in (
        ("brf", braille.brf, auditor.read_brf),
        ("pef", braille.pef, auditor.read_pef),
        ("ebrl", ebraille.write, ebraille_auditor.read),
    ):
        assert why(name, document)
        content = write(document, store.style, MOMENT)
        book = read(content, "x")
        assert book.outline().masthead[0] == louis.forward([DRAFT[language]], SIGNS[language]["tables"][0])[0]
        assert list(unlike(book, document, "x")) == []
        with monkeypatch.context() as proved:
            proved.setattr(repertoire, "why_draft", lambda _: "")
            unsaid = read(write(document, store.style, MOMENT), "x")
        assert "P009" in {finding.code for finding in unlike(unsaid, document, "x")}


def test_a_table_without_a_section_says_that_nobody_has_checked_it(store: Editions) -> None:
    document = composed("# Lamps\n\nx y", language="es")
    document = replace(document, transcription=replace(document.transcription, table="cs-g1.ctb"))
    assert why("brf", document) == "the table cs-g1.ctb has no repertoire"
    book = auditor.read_brf(braille.brf(document, store.style, MOMENT), "x")
    line = "Borrador no verificado: no se ha comprobado que todos los signos se distingan entre sí."
    assert book.outline().masthead[0] == louis.forward([line], "cs-g1.ctb")[0]


def test_a_draft_is_released_with_a_waiver_alone(tmp_path: Path) -> None:
    home = houses.linked(tmp_path / "house", "R-2035-1", SOURCE)
    wanted = tuple(Edition("R-2035-1", "ru", name) for name in ("html", "brf", "tactile"))
    with pytest.raises(TranslationError) as refused:
        publish._ready(home, wanted, Serial(), {})
    (finding,) = refused.value.findings
    assert finding.code == "V116"
    assert finding.message.startswith("brf and tactile in the language ru are drafts: ")
    assert publish._ready(home, wanted, Serial(), gate.waivers(["V116=read by two people"], gate.DRAFTS))
    assert publish._ready(home, wanted[:1], Serial(), {})


@pytest.mark.parametrize("code", gate.DRAFTS)
def test_what_a_release_alone_refuses_is_waived_by_it_alone(code: str) -> None:
    ended = plantin("check", "--waive", f"{code}=read by two people", cwd=houses.ROOT)
    assert (ended.returncode, "U007" in ended.stderr) == (2, True)


SOURCE = """---
symbol: R/2035/1
title: "Лампы"
date: 2035-06-01
original-language: ru
languages: [ru]
---

# Лампы

Лампы гавани.
"""

"""The index of a translation: its entries are those of the translator, in the order of the translation's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin import translation as catalogue
from plantin.auditors.parity.languages import across
from plantin.findings import TranslationError
from plantin.house.layout import House
from plantin.model.outline import outline
from plantin.production import steps
from plantin.production.formats import format_named, moment
from plantin.translation.message import context_of
from tests.kit import houses
from tests.kit.read_back import audited

SLUG = "A-1-1"
REPORT = """---
symbol: A/1/1
organ: General Assembly
title: "The lamps"
date: 2035-06-01
languages: [en, fr]
---

# Lamps

The [lamps]{.index} burn [oil]{.index entry="lamps!oil"}, and the [coast]{.index} is dark.

The [school]{.index} and the [summer]{.index}.[]{.index entry="lights" see="lamps"}
"""
FIRST, SECOND = (context_of("paragraph", text) for text in REPORT.rstrip().split("\n\n")[-2:])
TEXTS = {
    "title": "Les lampes",
    context_of("heading", "Lamps"): "Lampes",
    FIRST: ('Les [lampes]{.index} brûlent de l’[huile]{.index entry="lampes!huile"}, et la [côte]{.index} est sombre.'),
    SECOND: 'L’[école]{.index} et l’[été]{.index}.[]{.index entry="lumières" see="lampes"}',
}


@pytest.fixture
def home(tmp_path: Path) -> House:
    return houses.linked(tmp_path, SLUG, REPORT)


def translated(home: House, texts: dict[str, str]) -> None:
    locales = home.root / "locales"
    if locales.is_symlink():
        whole = locales.resolve()
        locales.unlink()
        for language in ("en", "fr"):
            (locales / language).mkdir(parents=True)
            for file in (whole / language).glob("*.toml"):
                (locales / language / file.name).write_bytes(file.read_bytes())
    catalogue.update_file(home, SLUG, "fr")
    path = home.catalogue_file("fr", SLUG)
    catalogue.write_catalogue(path, catalogue.adopt(catalogue.read_catalogue(path), texts), path.parent)


@pytest.mark.parametrize("format_", ["html", "pdf", "docx", "txt"])
def test_entries_are_translated_and_in_the_order_of_the_language(home: House, format_: str, tmp_path: Path) -> None:
    translated(home, TEXTS)
    made = steps.compose(home, SLUG, "fr")
    assert [row.text for row in outline(made.document).index] == [
        "côte, [index-3]",
        "école, [index-4]",
        "été, [index-5]",
        "lampes, [index-1]",
        "huile, [index-2]",
        "lumières, voir lampes [entry-1]",
    ]
    assert made.findings == ()
    documents = {"en": outline(steps.compose(home, SLUG, "en").document), "fr": outline(made.document)}
    assert across(documents, "en", SLUG) == ()
    row = format_named(format_)
    assert row is not None
    path = tmp_path / f"x{row.suffix}"
    path.write_bytes(row.write(made.document, home.style(), moment(made.document)))
    assert audited(row, path, made.document, beside=True) == ()


def test_an_entry_that_the_translation_does_not_have_is_reported_in_its_catalogue(home: House) -> None:
    translated(
        home,
        TEXTS | {SECOND: 'L’[école]{.index} et l’[été]{.index}.[]{.index entry="lumières" see="lamps"}'},
    )
    with pytest.raises(TranslationError) as caught:
        steps.compose(home, SLUG, "fr")
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.path) == ("S171", f"locales/fr/{SLUG}.po")


def test_a_mark_that_the_translation_does_not_have_is_reported(home: House) -> None:
    translated(home, TEXTS | {SECOND: 'L’école et l’[été]{.index}.[]{.index entry="lumières" see="lampes"}'})
    documents = {language: outline(steps.compose(home, SLUG, language).document) for language in ("en", "fr")}
    (finding,) = across(documents, "en", SLUG)
    assert (finding.code, finding.message) == ("P020", "marks: nothing where the original has index-5")

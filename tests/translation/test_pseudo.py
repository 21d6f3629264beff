"""A pseudo-translation tests a layout: longer words, letters with accents, every mark as it was; it is never released."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest

from plantin import translation
from plantin.cli import main
from plantin.house.layout import House
from plantin.production import planning, steps
from plantin.translation import inline, po
from plantin.translation.pseudo import pseudo_text
from tests.kit import houses

SLUG = houses.HARBOUR_SLUG
FIGURES = re.compile(r"(?:[A-Z]+/)*[0-9][0-9/.,]*")
CATALOGUES = sorted(houses.ROOT.glob("locales/*/*.po"))


@pytest.fixture
def home(tmp_path: Path) -> House:
    house = houses.make(tmp_path / "house", ("harbour-lights",))
    assert main.run(["catalogue", "pseudo", "--root", str(house.root)]) == 0
    return house


@pytest.mark.parametrize("path", CATALOGUES[:1], ids=lambda path: path.stem)
def test_marks_numbers_and_symbols_stay_and_words_are_a_third_longer(path: Path) -> None:
    texts = [entry.original for entry in po.read_catalogue(path).entries]
    for text in texts:
        made = pseudo_text(text)
        assert [one.code for one in inline.every(inline.divide(made))] == [
            one.code for one in inline.every(inline.divide(text))
        ]
        assert FIGURES.findall(made) == FIGURES.findall(text)
    before, after = (sum(map(len, some)) for some in (texts, map(pseudo_text, texts)))
    assert 1.2 < after / before < 1.4
    assert not pseudo_text("A town in the north.").isascii()


def test_it_is_built_as_a_draft_when_it_is_asked_for(home: House) -> None:
    made = steps.compose(home, SLUG, "en-XA")
    messages = po.read_catalogue(home.catalogue_file("en-XA", SLUG)).entries
    assert made.findings == ()
    assert made.document.language == "en-XA"
    assert f"{len(messages)} of {len(messages)}" in str(made.document.masthead)
    for languages, wanted in (((), False), (("en-XA",), True), (("en", "en-XA"), True)):
        planned = planning.plan(home, (SLUG,), languages, ("html",)).wanted
        assert any(edition.language == "en-XA" for edition in planned) == wanted
        assert len(set(planned)) == len(planned)


def test_a_release_refuses_it_however_far_its_messages_are(home: House) -> None:
    report, head = translation.report_of(home, SLUG)
    file = home.catalogue_file("en-XA", SLUG)
    catalogue = po.read_catalogue(file)
    entries = tuple(entry.sign("revised", "A. Reviser") for entry in catalogue.entries)
    po.write_catalogue(file, replace(catalogue, entries=entries), home.root)
    assert [one.code for one in translation.unready(report, head, file, "x.po", "translated")] == ["T092"]


def test_what_was_changed_by_hand_stays_and_what_is_stale_is_filled_anew(home: House) -> None:
    file = home.catalogue_file("en-XA", SLUG)
    catalogue = po.read_catalogue(file)
    first, second, *rest = catalogue.entries
    changed = (replace(first, translation="Ŵords by hand"), replace(second, translation="Øld", stale=True), *rest)
    po.write_catalogue(file, replace(catalogue, entries=changed), home.root)
    assert main.run(["catalogue", "pseudo", "--language", "en-XA", "--root", str(home.root)]) == 0
    after = po.read_catalogue(file).entries
    assert (after[0].translation, after[1].translation) == ("Ŵords by hand", second.translation)


@pytest.mark.parametrize("language", ["fr", "fr-XA", "en", "en-GB"])
def test_a_language_that_people_read_is_never_filled(
    home: House, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.run(["catalogue", "pseudo", "--language", language, "--root", str(home.root)]) == 2
    assert "U034" in capsys.readouterr().err
    assert not home.catalogue_file(language, SLUG).exists()


def test_words_of_any_script_are_longer() -> None:
    assert list(itertools.starmap(len, [(pseudo_text("города"),), (pseudo_text("港口"),)])) == [8, 3]

"""Editions that follow from their document are compared with what the press makes, of text line by line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plantin.house.layout import House
from plantin.model.document import Document
from plantin.model.related_editions import RelatedEditions
from plantin.packs.sound.writer import voice
from plantin.production import reprint, steps
from plantin.production.formats import Edition, format_named, formats, moment
from tests.kit import houses
from tests.spoilt import mutants

pytestmark = pytest.mark.full

DETERMINED = tuple(row.name for row in formats() if row.determined)
OF_TEXT = ("txt", "md", "akn", "brf", "pef", "ebrl")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return houses.small(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def document(house: House) -> Document:
    return steps.compose(house, houses.HARBOUR_SLUG, "en").document


def made(house: House, document: Document, format_: str) -> bytes:
    row = format_named(format_)
    assert row is not None
    return row.write(document, house.style(house.style_of(houses.HARBOUR_SLUG)), moment(document))


def found(house: House, document: Document, format_: str, content: bytes, folder: Path) -> list[str]:
    """What a check finds, each finding with its place."""
    row = format_named(format_)
    assert row is not None
    path = folder / f"edition{row.suffix}"
    path.write_bytes(content)
    verdict = steps.check(path, path.name, Edition(houses.HARBOUR_SLUG, "en", format_), document, (), house)
    return [f"{one.place} {one.code}" for one in (*verdict.differences, *verdict.findings) if one.severity == "error"]


def test_the_formats_that_are_cheap_to_make_follow_from_their_document() -> None:
    assert set(DETERMINED) == {"html", "epub", "docx", "tactile", "tactile-svg", *OF_TEXT}


@pytest.mark.parametrize("format_", DETERMINED)
def test_a_sound_edition_is_what_the_press_prints(
    format_: str, house: House, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reprint, "_pages", lambda *_: pytest.fail("pages are laid out for an edition without them"))
    assert found(house, document, format_, made(house, document, format_), tmp_path) == []


@pytest.mark.sample(3)
@pytest.mark.parametrize("kind", ["grammar", "text"])
@pytest.mark.parametrize("format_", OF_TEXT)
def test_what_the_press_does_not_print_is_refused(
    format_: str, kind: str, house: House, document: Document, tmp_path: Path
) -> None:
    content = made(house, document, format_)
    for name, mutant in mutants.OF[format_].makers()[kind](content, 7, 12):
        assert mutant == content or found(house, document, format_, mutant, tmp_path), name


LAYOUT: dict[str, tuple[str, Callable[[str], str], str]] = {
    "an empty line more": ("txt", lambda text: text.replace("\n\n1.  ", "\n\n\n1.  "), " P038"),
    "spaces before a line": ("txt", lambda text: text.replace("\n7.  ", "\n 7.  "), "P038"),
    "a rule of another length": ("txt", lambda text: text.replace("========\n", "=======\n"), "P038"),
    "a comment": ("md", lambda text: text.replace("\n\n# ", "\n\n<!-- not so -->\n\n# "), "P038"),
    "a definition of a link": ("md", lambda text: f"{text}[x]: https://example.org/\n", "P038"),
    "a row of blank cells": ("brf", lambda text: text.replace("\r\n\f", "\r\n\r\n\f", 1), "P038"),
}


def test_only_the_line_that_differs_is_named(house: House, document: Document, tmp_path: Path) -> None:
    content = made(house, document, "txt").replace(b"at dusk", b"at dawn")
    assert [one.rpartition(" ")[2] for one in found(house, document, "txt", content, tmp_path)] == ["P004", "P038"]


@pytest.mark.parametrize("name", LAYOUT)
def test_a_line_is_named_by_its_number(name: str, house: House, document: Document, tmp_path: Path) -> None:
    format_, change, code = LAYOUT[name]
    content = change(made(house, document, format_).decode()).encode()
    assert any(one.endswith(code) for one in found(house, document, format_, content, tmp_path))


def test_braille_may_mark_the_pages_of_a_pdf_that_is_not_here(house: House, document: Document, tmp_path: Path) -> None:
    row, printed = format_named("brf"), format_named("pdf")
    assert row is not None
    assert printed is not None
    style = house.style(house.style_of(houses.HARBOUR_SLUG))
    pages = RelatedEditions(printed.write_with_pages(document, style, moment(document)).pages)
    beside = row.write(document, style, moment(document), pages)
    assert beside != made(house, document, "brf")
    assert found(house, document, "brf", beside, tmp_path) == []


def test_without_the_voice_a_warning_says_that_the_sound_was_not_compared(
    house: House, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "edition.epub"
    path.write_bytes(made(house, document, "audio"))
    monkeypatch.setenv(voice.SEAM, "no-such-voice")
    verdict = steps.check(path, path.name, Edition(houses.HARBOUR_SLUG, "en", "audio"), document, (), house)
    (warning,) = verdict.findings
    assert (warning.code, warning.severity, verdict.differences) == ("D132", "warning", ())
    assert "the sound was not compared" in warning.message

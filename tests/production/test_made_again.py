"""Web pages, books and Word files are compared with what the press makes again, element by element and part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from plantin.files import BuildRecord, BuildRecords, digest
from plantin.findings import Finding
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.production import schedule, steps
from plantin.production.formats import Edition, format_named
from tests.kit import houses
from tests.kit.command import Serial
from tests.kit.editions import MOMENT
from tests.spoilt import mutants
from tests.spoilt.looks import DATA, LOOKS, SLUG, SOURCE
from tests.spoilt.mutants import appearances
from tests.spoilt.registry import Spoilt

pytestmark = pytest.mark.full

FORMATS = ("pdf", "docx", "epub", "html")


@dataclass(frozen=True)
class Built:
    """A house with its editions, and the document of its report."""

    house: House
    document: Document

    def path(self, format_: str) -> Path:
        return self.house.build / Edition(SLUG, "en", format_).target

    @contextmanager
    def with_content(self, format_: str, content: bytes) -> Iterator[None]:
        """The build folder with another edition in that format."""
        path = self.path(format_)
        before = path.read_bytes()
        path.write_bytes(content)
        try:
            yield
        finally:
            path.write_bytes(before)

    def found(self, format_: str, path: Path | None = None) -> list[Finding]:
        """What a check finds."""
        where = path or self.path(format_)
        verdict = steps.check(where, where.name, Edition(SLUG, "en", format_), self.document, (), self.house)
        return [*verdict.differences, *verdict.findings]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    house = houses.linked(tmp_path_factory.mktemp("house"), SLUG, SOURCE)
    for name, text in DATA.items():
        (house.report(SLUG).parent / name).write_text(text, "utf-8")
    wanted = tuple(Edition(SLUG, "en", name) for name in FORMATS)
    events = list(schedule.run(house, wanted, Serial(), None))
    assert not [one for one in events if isinstance(one, schedule.Failed)]
    return Built(house, steps.compose(house, SLUG, "en").document)


@pytest.mark.sample(3)
@pytest.mark.parametrize("format_", FORMATS)
def test_what_the_press_made_is_what_it_makes(format_: str, built: Built) -> None:
    assert built.found(format_) == []


@pytest.mark.sample(16)
@pytest.mark.parametrize("spoilt", LOOKS, ids=lambda one: f"{one.format}-{one.fault}")
def test_what_no_reading_finds_is_found(spoilt: Spoilt, built: Built) -> None:
    sound = built.path(spoilt.format).read_bytes()
    with built.with_content(spoilt.format, spoilt.spoil(sound)):
        found = built.found(spoilt.format)
    assert tuple(sorted({one.code for one in found})) == spoilt.codes


@pytest.mark.sample(2)
@pytest.mark.parametrize("format_", ["docx", "epub", "html"])
def test_what_words_are_said_of_is_compared(format_: str, built: Built) -> None:
    sound = built.path(format_).read_bytes()
    family = mutants.OF[format_]
    assert family.looks
    passed = []
    for name, mutant in family.looks(sound, 7, 9):
        with built.with_content(format_, mutant):
            passed += [] if mutant != sound and built.found(format_) else [name]
    assert passed == []


@pytest.mark.parametrize("format_", ["docx", "epub"])
def test_an_archive_packed_again_is_the_same(format_: str, built: Built) -> None:
    """What is done to one of its files is therefore all that a mutant is refused for."""
    sound = built.path(format_).read_bytes()
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        entries = [(entry, archive.read(entry)) for entry in archive.infolist()]
    assert appearances.pack(entries) == sound


def test_a_difference_is_named_at_its_place(built: Built) -> None:
    sound = built.path("html").read_text("utf-8")
    line = sound[: sound.index("The springs are few")].count("\n") + 1
    with built.with_content("html", sound.replace("The springs are few", "The <b>springs</b> are few").encode()):
        places = [(one.place.line, one.message) for one in built.found("html") if one.code == "P038"]
    assert places == [
        (line, "p#paragraph-2 has the text “ The  are few.”, where the press makes “ The springs are few.”"),
        (line, "p#paragraph-2 > b is not made by the press: “springs”"),
    ]


@pytest.mark.parametrize("format_", ["docx", "epub", "html"])
def test_an_edition_that_lies_elsewhere_is_made_again_with_what_it_says(
    format_: str, built: Built, tmp_path: Path
) -> None:
    path = tmp_path / built.path(format_).name
    path.write_bytes(built.path(format_).read_bytes())
    assert built.found(format_, path) == []
    path.write_bytes(next(one for one in LOOKS if one.format == format_).spoil(path.read_bytes()))
    assert {(one.code, one.hint) for one in built.found(format_, path) if one.code == "P038"} == {
        ("P038", "No record says what made it. Build it again.")
    }


@pytest.mark.parametrize("format_", ["docx", "epub", "html"])
def test_an_edition_made_at_another_time_is_made_again_for_it(format_: str, built: Built, tmp_path: Path) -> None:
    row = format_named(format_)
    assert row is not None
    path = tmp_path / built.path(format_).name
    path.write_bytes(row.write(built.document, built.house.style(), MOMENT))
    assert built.found(format_, path) == []


def test_an_edition_made_before_others_may_not_lead_to_them(built: Built) -> None:
    """The web page of another build, that did not know of the plain text."""
    text = Edition(SLUG, "en", "txt")
    list(schedule.run(built.house, (text,), Serial(), None))
    assert built.found("html") == []
    records, target = BuildRecords(built.house.build), Edition(SLUG, "en", "html").target
    page = built.path("html").read_bytes()
    list(schedule.run(built.house, (Edition(SLUG, "en", "html"),), Serial(), None))
    assert built.path("html").read_bytes() != page
    with built.with_content("html", page):
        assert {one.code for one in built.found("html")} == {"P038"}
    assert records.get(target)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("libraries", "pikepdf 1.0", "pikepdf 1.0"),
        ("press", "0", "of the press"),
    ],
)
def test_an_edition_that_another_version_made_is_not_compared_and_says_so(
    name: str, value: str, words: str, built: Built
) -> None:
    edition, records = Edition(SLUG, "en", "html"), BuildRecords(built.house.build)
    record = records.get(edition.target)
    assert record is not None
    other = (
        built.path("html").read_bytes().replace(b'checked="" id', b"checked id").replace(b"font-size=", b"font-size =")
    )
    with built.with_content("html", other):
        records.put(edition.target, replace(record, ingredients={**record.ingredients, name: value}))
        assert "P038" in {one.code for one in built.found("html")}, "the record is not that of this file"
        records.put(edition.target, BuildRecord({**record.ingredients, name: value}, digest(other)))
        found = [one for one in built.found("html") if one.code in ("P038", "P041")]
    records.put(edition.target, record)
    assert [(one.code, one.severity) for one in found] == [("P041", "warning")]
    assert f"({words})" in found[0].message


def test_a_record_that_cannot_be_read_is_no_record(built: Built) -> None:
    edition, records = Edition(SLUG, "en", "epub"), BuildRecords(built.house.build)
    record = records.get(edition.target)
    assert record is not None
    records.put(edition.target, replace(record, ingredients={"epoch": "soon"}))
    try:
        assert built.found("epub") == []
    finally:
        records.put(edition.target, record)

"""Notes that go on overleaf, read in the finished file: from the page of their call on, one element, no word lost, the
pages full.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from bench.lines import lines
from plantin.auditors import pdf as auditor
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.writers import pdf
from plantin.writers.pdf import ua2
from plantin.writers.pdf.note_fragmentation import PeekableLines
from plantin.writers.pdf.paragraph_layout import Paragraphs
from tests.kit.compose import composed
from tests.kit.read_back import reread

pytestmark = pytest.mark.full

LAMPS = (
    "the harbour master keeps a list of every lamp that was lit along the northern quay in the year before the war and"
    " of who paid"
)


def prose(length: int, begin: str) -> str:
    """``length`` words, of which no two lines are equal."""
    words = LAMPS.split()
    return (
        " ".join(
            [begin, *(f"{words[n % len(words)]} {n}" if n % 11 == 0 else words[n % len(words)] for n in range(length))]
        )
        + "."
    )


def report(paragraphs: int, notes: dict[int, int], length: int = 70) -> Document:
    """A report of ``paragraphs``; ``notes`` are the lengths in words of the notes that are called in the middle of some
    of them.
    """
    body = []
    for number in range(1, paragraphs + 1):
        call = f"[^n{number}]" if number in notes else ""
        body.append(f"{prose(length // 2, f'Lamp {number}:')}{call} {prose(length // 2, 'More:')}\n")
    body += [f"[^n{number}]: {prose(words, f'Note of {number}:')}\n" for number, words in notes.items()]
    return composed("# Lamps\n\n" + "\n".join(body))


def where(data: bytes) -> dict[str, list[int]]:
    """The pages, from 1, on which each note and each note number is."""
    with pikepdf.open(io.BytesIO(data)) as file:
        order = {page.objgen: number for number, page in enumerate(file.pages, 1)}
        names = file.Root.StructTreeRoot.IDTree.Names
        elements = {str(name): element for name, element in zip(names[::2], names[1::2], strict=True)}
        assert all(element.S in {"/Note", "/FENote"} for name, element in elements.items() if name.startswith("note-"))
        return {name: sorted({order[page] for page in _pages(element, None)}) for name, element in elements.items()}


def _pages(item: Any, page: Any) -> Iterator[Any]:
    page = item.get("/Pg", page)
    for kid in item.K:
        if isinstance(kid, int):
            yield page.objgen
        elif "/MCID" in kid:
            yield kid.Pg.objgen
        elif kid.get("/Type") != "/OBJR":
            yield from _pages(kid, page)


def begins_with_its_call(found: dict[str, list[int]], document: Document) -> int:
    """Whether each note begins on the page of its call and goes on from page to page; the most pages that one takes."""
    for note in document.notes:
        pages = found[note.anchor]
        assert pages == [
            *range(found.get(note.indicators[0], pages)[0], pages[-1] + 1)
        ]  # on paper indicators have no name
    return max(len(found[note.anchor]) for note in document.notes)


def a5(house: Style) -> Style:
    """The style on paper of half the size, which fewer words fill."""
    return replace(house, page=replace(house.page, width=148.0, height=210.0, inner=18.5, outer=18.5))


@pytest.mark.sample(3)
@pytest.mark.parametrize(("paragraphs", "words"), [(4, 1000), (5, 1000), (6, 1000), (7, 1500)])
def test_note_begins_with_its_call_and_goes_on(
    paragraphs: int, words: int, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    """The call is lower and lower on the page: at each place the note goes on overleaf, in one element, with every
    word.
    """
    document = report(paragraphs + 6, {1: 20, paragraphs: words, paragraphs + 1: 40})
    path = tmp_path / "notes.pdf"
    path.write_bytes(pdf.write(document, house, moment))
    assert begins_with_its_call(where(path.read_bytes()), document) >= 2
    read = reread(auditor, path)
    assert read.outline() == outline(document)
    assert read.findings() == ()


def test_page_whose_note_goes_on_is_full(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    document = report(12, {6: 420})
    path = tmp_path / "full.pdf"
    path.write_bytes(pdf.write(document, house, moment))
    note = where(path.read_bytes())[document.notes[0].anchor]
    for page in note:
        own = [line for line in lines(path) if line.page == page and line.top < 770]  # the folio is below
        small = [line for line in own if line.height < 10]
        text = [line for line in own if line.height >= 10 and line.top > 70]
        # 12 and 6 points are around the rule, and a line of the text takes 15
        assert min(line.top for line in small) - max(line.bottom for line in text) < 18 + 15
        assert max(line.bottom for line in small) > 750


def test_the_second_standard_divides_it_too(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    document = report(10, {5: 420})
    path = tmp_path / "other.pdf"
    path.write_bytes(ua2.write(document, house, moment))
    assert begins_with_its_call(where(path.read_bytes()), document) == 2
    read = reread(auditor, path)
    assert read.outline() == outline(document)
    assert read.findings() == ()


def test_note_longer_than_pages(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    """Every page leaves room for the text; where the text ends first, the note ends alone."""
    document = report(9, {2: 1100, 3: 30})
    path = tmp_path / "long.pdf"
    path.write_bytes(pdf.write(document, a5(house), moment))
    assert begins_with_its_call(where(path.read_bytes()), document) >= 3
    read = reread(auditor, path)
    assert read.outline() == outline(document)
    assert read.findings() == ()


def test_note_goes_on_where_pages_are_set_again(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    """The numbers in the contents make the engine set its first pages again: what they hand on is not lost."""
    sections = "\n\n".join(f"# Part {n}\n\n{prose(160, f'Lamp {n}:')}[^n{n}]" for n in range(1, 14))
    notes = "\n\n".join(f"[^n{n}]: {prose(420, f'Note of {n}:')}" for n in range(1, 14))
    document = composed(f"{sections}\n\n{notes}")
    path = tmp_path / "again.pdf"
    path.write_bytes(pdf.write(document, house, moment))
    assert begins_with_its_call(where(path.read_bytes()), document) == 2
    assert reread(auditor, path).outline() == outline(document)


class Forgetful(dict[Any, Any]):
    """Keeps nothing."""

    def __contains__(self, key: object) -> bool:
        return False


class Counting(dict[Any, Any]):
    """Knows how often something was found that it had, also when all has been let go of."""

    found = 0

    def __contains__(self, key: object) -> bool:
        there = super().__contains__(key)
        self.found += there
        return there


def test_lines_that_are_not_chosen_again_are_the_same(
    house: Style, moment: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A note that is set again, because another is added to its page, has the lines that it had, and had it been chosen
    anew.
    """
    document, kept = report(7, {2: 60, 3: 90, 5: 300}), Counting()
    begin = Paragraphs.__init__

    def known(paragraphs: Paragraphs, *values: Any) -> None:
        begin(paragraphs, *values)
        paragraphs.chosen = kept

    def forgotten(paragraphs: Paragraphs, *values: Any) -> None:
        begin(paragraphs, *values)
        paragraphs.chosen = Forgetful()

    monkeypatch.setattr(Paragraphs, "__init__", known)
    first = pdf.write(document, house, moment)
    assert kept.found > 5
    monkeypatch.setattr(Paragraphs, "__init__", forgotten)
    assert pdf.write(document, house, moment) == first


class Line:
    """A line with a height."""

    height = 1.0


@pytest.mark.parametrize(
    ("coming", "before", "bound"),
    [
        (5, 0, 1),  # the first of six lines: two stay together
        (5, 1, 0),
        (1, 5, 1),  # the last but one takes the last with it
        (0, 5, 0),
        (2, 0, 2),  # three lines are not divided
        (3, 0, 1),
        (2, 1, 0),
    ],
)
def test_lines_that_stay_with_a_call(coming: int, before: int, bound: int) -> None:
    given = [(Line(), None) for _ in range(coming)]
    found = PeekableLines(iter(given))
    assert len(found.lines_to_keep(before, 2, 2)) == bound
    assert list(found) == given

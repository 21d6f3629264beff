"""Pages that the rest of a long note fills: another note called above it still begins with its call, no word is lost
and none overlap.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from math import inf
from pathlib import Path

import pytest

from bench.lines import Line, lines
from plantin.auditors import pdf as auditor
from plantin.findings import StyleError
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.writers import pdf
from plantin.writers.pdf import large, note_pages
from plantin.writers.pdf.paragraph_layout import Paragraphs
from tests.kit.compose import composed
from tests.kit.read_back import reread
from tests.writers.pdf.test_note_fragmentation import LAMPS, a5, begins_with_its_call, prose, where

pytestmark = pytest.mark.full

_WORDS = 60
FIRST, SECOND, LAST = 2, 14, _WORDS
"""After how many words of a paragraph a note is called: in its first line, in its second, in its last."""
_MARKED = re.compile(r"([bn])(\d+)w(\d+)")


@dataclass(frozen=True, slots=True)
class Call:
    """A note called in ``paragraph``, from 1: its length in words, and after how many words of the paragraph it is
    called.
    """

    paragraph: int
    words: int
    after: int = FIRST


@dataclass(frozen=True, slots=True)
class Report:
    """A report of ``paragraphs``, with what precedes some of them, and the notes of ``calls``."""

    paragraphs: int
    calls: tuple[Call, ...]
    before: dict[int, str] = field(default_factory=dict)

    def document(self) -> Document:
        blocks = ["# Lamps"]
        for number in range(1, self.paragraphs + 1):
            words = marked("b", number, _WORDS)
            for place, call in enumerate(self.calls, 1):
                if call.paragraph == number:
                    words[call.after - 1] += f"[^n{place}]"
            blocks += [self.before.get(number, ""), " ".join(words)]
        blocks += [
            f"[^n{place}]: {' '.join(marked('n', place, call.words))}" for place, call in enumerate(self.calls, 1)
        ]
        return composed("\n\n".join(filter(None, blocks)))

    def places(self, kind: str) -> list[tuple[int, int]]:
        """What the marked words of the text (``b``) or of its notes (``n``) say, in their order."""
        lengths = [_WORDS] * self.paragraphs if kind == "b" else [call.words for call in self.calls]
        return [(number, place) for number, length in enumerate(lengths, 1) for place in range(0, length, 5)]


def marked(kind: str, number: int, length: int) -> list[str]:
    """``length`` words, of which each fifth says where it belongs and how many go before it."""
    words = LAMPS.split()
    return [f"{kind}{number}w{place}" if place % 5 == 0 else words[place % len(words)] for place in range(length)]


def sound(data: bytes, report: Report, document: Document, path: Path) -> None:
    """Whether in a finished file each note begins with its call, each word is painted once and in order, the text of
    each page is above its notes, and no word over another.
    """
    path.write_bytes(data)
    begins_with_its_call(where(data), document)
    read = reread(auditor, path)
    assert read.outline() == outline(document)
    assert read.findings() == ()
    found = sorted(lines(path), key=lambda line: (line.page, line.top, line.words[0][1]))
    painted = [(line, *one.groups()) for line in found for word, *_ in line.words if (one := _MARKED.search(word))]
    for kind in "bn":
        assert [(int(number), int(place)) for _, which, number, place in painted if which == kind] == report.places(
            kind
        )
    for page in range(1, found[-1].page + 1):
        text, notes = ([line for line, which, *_ in painted if line.page == page and which == kind] for kind in "bn")
        assert max((line.bottom for line in text), default=0.0) <= min((line.top for line in notes), default=inf), page
        words = [(line, word) for line in found if line.page == page for word in line.words]
        assert [(one[0], other[0]) for one, other in _overlapping(words)] == []


_Word = tuple[str, float, float]


def _overlapping(words: list[tuple[Line, _Word]]) -> Iterator[tuple[_Word, _Word]]:
    """The words of a page, from its head down, that are painted over each other."""
    for place, (line, word) in enumerate(words):
        for below, other in islice(words, place + 1, None):
            if below.top >= line.bottom:
                break
            height = min(line.bottom, below.bottom) - max(line.top, below.top)
            wide = min(word[2], other[2]) - max(word[1], other[1])
            if wide > 1.5 and height > min(line.height, below.height) / 2:
                yield word, other


def low(house: Style) -> Style:
    """Pages as wide as A5, on which there is little room below each other: what takes thousands of words on others
    takes hundreds.
    """
    return replace(a5(house), page=replace(a5(house).page, height=150.0))


def wide(house: Style) -> Style:
    """Pages as wide as those of the house, and not as high."""
    return replace(house, page=replace(house.page, height=200.0))


_ROWS = r" \\ ".join("abcdefghijklmnop")
CASES = {
    "first line": (low, Report(6, (Call(2, 900, 20), Call(3, 30, FIRST)))),
    "second line": (low, Report(6, (Call(2, 750, 20), Call(3, 30, SECOND)))),
    "last line": (a5, Report(6, (Call(2, 900, 20), Call(2, 30, LAST)))),
    "next line": (low, Report(5, (Call(1, 1600, FIRST), Call(1, 40, SECOND), Call(1, 350, LAST)))),
    "two long ones": (a5, Report(6, (Call(1, 1100, 30), Call(2, 1300, FIRST), Call(3, 20, FIRST)))),
    "formula": (
        low,
        Report(4, (Call(1, 500, LAST), Call(2, 20, FIRST)), {2: f"$$\n\\begin{{matrix}}{_ROWS}\\end{{matrix}}\n$$"}),
    ),
}


@pytest.mark.sample(2)
@pytest.mark.parametrize("name", CASES)
def test_note_begins_with_its_call_above_a_long_one(
    name: str, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    pages, report = CASES[name]
    document = report.document()
    sound(pdf.write(document, pages(house), moment), report, document, tmp_path / "pages.pdf")


def test_heading_goes_on_with_its_text(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    """No line of the paragraph has room above the rest of the note: the page is the note's alone."""
    report = Report(3, (Call(1, 1000, LAST), Call(2, 20, FIRST)), {2: "## Quays\n\n### Northern quays"})
    document, path = report.document(), tmp_path / "heading.pdf"
    sound(pdf.write(document, a5(house), moment), report, document, path)
    pages = {word: line.page for line in lines(path) for word, *_ in line.words}  # the contents are on the first
    assert pages["Quays"] == pages["quays"] == pages["b2w0"] > 2
    assert [
        line
        for line in lines(path)
        if line.page == 2 and _MARKED.search(str(line.words)) and "'n1w" not in str(line.words)
    ] == []


@pytest.mark.parametrize(
    ("write", "report"),
    [
        (
            lambda document, style, moment: pdf.write(document, wide(style), moment),
            Report(7, (Call(5, 1300, LAST), Call(6, 850, FIRST), Call(7, 30, FIRST))),
        ),
        (
            partial(large.write, size=24),
            Report(4, (Call(1, 600, 20), Call(1, 40, 30), Call(2, 300, FIRST), Call(3, 20, FIRST))),
        ),
    ],
)
def test_on_other_pages_too(
    write: Callable[..., bytes], report: Report, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    document = report.document()
    sound(write(document, house, moment), report, document, tmp_path / "other.pdf")


def test_without_its_page_the_note_stops_the_press_and_a_formula_is_set_over_it(
    house: Style, moment: dt.datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(note_pages, "_FURTHER", ())
    pages, report = CASES["formula"]
    document = report.document()
    with pytest.raises(AssertionError):
        sound(pdf.write(document, pages(house), moment), report, document, tmp_path / "over.pdf")
    pages, report = CASES["first line"]
    with pytest.raises(StyleError) as raised:
        pdf.write(report.document(), pages(house), moment)
    assert {finding.code for finding in raised.value.findings} == {"D010"}


def test_page_of_a_note_alone_is_no_blank_one(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    """After the end of the text, and before a right-hand page on which a section begins: it has its number, no words
    for blank pages.
    """
    style = replace(a5(house), page=replace(a5(house).page, opening="recto", blank=True))
    report = Report(2, (Call(1, 500, LAST), Call(2, 700, LAST)), {2: "# Quays"})
    document, path = report.document(), tmp_path / "alone.pdf"
    sound(pdf.write(document, style, moment), report, document, path)
    found = lines(path)
    pages = [
        " ".join(word for line in found if line.page == page for word, *_ in line.words)
        for page in range(1, found[-1].page + 1)
    ]
    assert [number for number, page in enumerate(pages, 1) if {one[1] for one in _MARKED.finditer(page)} == {"n"}] == [
        4,
        7,
    ]
    for number, page in enumerate(pages, 1):
        # The contents have the first page, and the page on its back is blank.
        assert [f"{number}/{len(pages)}" in page, "left blank" not in page] == [number != 2] * 2


@pytest.mark.proof
def test_last_page_of_a_note_is_made_again_where_pages_are(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    """Before the number in the contents is known, the text ends a page later: that page has nothing but a note in the
    end.
    """

    def called(length: int, begin: str, **after: int) -> str:
        words = prose(length, begin).split()
        for name, place in after.items():
            words[place - 1] += f"[^{name}]"
        return " ".join(words)

    text = [
        called(40, "Lamp 1", a=9, b=46),
        called(110, "Lamp 2", c=20),
        called(25, "Lamp 3"),
        called(110, "Lamp 4", d=1),
    ]
    notes = [
        f"[^{name}]: {prose(words, f'Note {name}')}" for name, words in (("a", 1500), ("b", 5), ("c", 150), ("d", 1500))
    ]
    document, path = composed("\n\n".join(["# Lamps", *text, *notes])), tmp_path / "again.pdf"
    path.write_bytes(pdf.write(document, a5(house), moment))
    assert begins_with_its_call(where(path.read_bytes()), document) > 2
    assert reread(auditor, path).outline() == outline(document)


TWO = (
    Report(2, (Call(1, 700, 2), Call(1, 20, 4))),
    Report(5, (Call(3, 700, 20), Call(3, 20, 23))),
    Report(5, (Call(3, 750, 20), Call(3, 450, 22), Call(3, 30, 24))),
)


def on_low_pages(document: Document, style: Style, moment: dt.datetime) -> bytes:
    return pdf.write(document, low(style), moment)


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("write", "report"),
    [*((on_low_pages, report) for report in TWO), (partial(large.write, size=24), TWO[-1])],
)
def test_line_ends_before_the_call_of_a_second_note(
    write: Callable[..., bytes], report: Report, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    """The first is longer than the page: both cannot begin there."""
    document = report.document()
    sound(write(document, house, moment), report, document, tmp_path / "two.pdf")


def test_two_notes_of_one_word_are_distinguished(house: Style, moment: dt.datetime) -> None:
    """No line can end between them: the finding says what to do."""
    report = Report(2, (Call(1, 750, 4), Call(1, 20, 4)))
    with pytest.raises(StyleError) as raised:
        pdf.write(report.document(), low(house), moment)
    (finding,) = raised.value.findings
    assert (finding.code, finding.place.anchor) == ("D010", "note-2")
    assert "further apart" in finding.hint


def test_without_a_line_that_ends_there_two_notes_stop_the_press(
    house: Style, moment: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Paragraphs, "part", lambda *_: False)
    with pytest.raises(StyleError) as raised:
        pdf.write(TWO[0].document(), low(house), moment)
    assert {finding.code for finding in raised.value.findings} == {"D010"}


def test_a_heading_may_be_on_the_page_where_a_note_of_an_entry_before_it_begins(
    house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    """The note goes on overleaf, and who reads on after it comes back to the heading."""
    source = f"# Lamps\n\n- Oil;\n\n- wicks.[^1]\n\n# Quays\n\nThere are two.\n\n[^1]: {prose(900, 'Wool')}\n"
    path = tmp_path / "entry.pdf"
    path.write_bytes(pdf.write(composed(source), a5(house), moment))
    assert max(line.page for line in lines(path)) > 2
    found = auditor.read(path.read_bytes(), path.name).findings()
    assert [finding for finding in found if finding.code == "A125"] == []

"""Volumes of a braille edition: what each has before its text, and the first and last lines of its pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from plantin.model.labels import TranscriptionWords
from plantin.packs.braille import cells as braille
from plantin.packs.braille.cells import BLANK
from plantin.packs.braille.writer.blocks import Groups
from plantin.packs.braille.writer.pages import CellRow, divide_into_pages
from plantin.packs.braille.writer.runs import BrailleRun, Group, Line

FRONT = "t"
"""Before the number of a page ahead of the text (Braille Formats 2016, 2.2)."""
_EARLIEST = 4 / 5
"""A volume ends where a main section does, if one does in its last fifth."""
_LISTED = 8


@dataclass(frozen=True, slots=True)
class Part:
    """The pages of text of one volume, with the number of its first."""

    first: int
    pages: list[list[CellRow]]

    @property
    def last(self) -> int:
        """The number of its last page."""
        return self.first + len(self.pages) - 1


def parts(pages: list[list[CellRow]], limit: int) -> list[Part]:
    """Return ``pages`` in volumes of nearly the same length, none longer than ``limit``."""
    count = max(1, -(-len(pages) // limit))
    volumes: list[Part] = []
    begin = 0
    for number in range(count):
        end = begin + -(-(len(pages) - begin) // (count - number))
        earliest = begin + int((end - begin) * _EARLIEST)
        sections = (at for at in range(end, earliest, -1) if at < len(pages) and pages[at][0].section)
        end = next(sections, end) if number < count - 1 else len(pages)
        volumes.append(Part(begin + 1, pages[begin:end]))
        begin = end
    return volumes if max(len(part.pages) for part in volumes) <= limit else parts(pages, limit - 1)


def title_lines(made: Groups, words: TranscriptionWords, part: Part, number: int, count: int) -> Group:
    """Return which volume this is, and which pages it has."""
    texts = [words.volume.format(number=number, count=count)] if count > 1 else []
    texts.append(words.pages.format(first=part.first, last=part.last))
    return Group("list", [Line(0, _LISTED, (BrailleRun(text, made.main),)) for text in texts])


def transcriber(made: Groups, words: TranscriptionWords, part: Part, *, printed: bool) -> list[Group]:
    """The signs that the volume uses, and what the transcriber says of it (Braille Formats 2016, 2.4 and 2.5)."""
    rows = [row.cells for page in part.pages for row in page]
    meanings = _signs(made, words)
    used = [(cells, meaning) for cells, meaning, ways in meanings if any(way in row for row in rows for way in ways)]
    if any(row.endswith(braille.CONTINUED) and len(row) > _LISTED for row in rows):
        used.append((braille.CONTINUED, words.divided))
    signs = [
        Line(0, _LISTED, (BrailleRun("", made.main, made.forms.locator + cells), *_words(f" {meaning}", made)))
        for cells, meaning in used
    ]
    texts = [words.made.format(table=made.main), words.described, *([words.printed] if printed else [])]
    notes = [Group("paragraph", [Line(2, 0, _words(text, made))]) for text in texts]
    listed = [_heading(words.symbols, made), Group("list", signs)] if signs else []
    return [*listed, _heading(words.notes, made), *notes]


def _signs(made: Groups, words: TranscriptionWords) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Return signs as they are listed, what they are, and the cells by which their use is known."""
    before, _, after = made.forms.call.partition("{}")
    if made.document.notes:
        yield f"{before}{BLANK}{after}".strip(BLANK), words.call, (before,)
    for pair, meaning in (
        (made.forms.passage, words.passage),
        (made.forms.uncontracted, words.uncontracted),
        (braille.DESCRIBED, words.description),
        (braille.NEMETH, words.formula),
        ((braille.OPENED * 3, braille.CLOSED * 3), words.object),
        ((braille.SEPARATOR, ""), words.separator),
    ):
        if pair[0]:
            yield f"{pair[0]}{BLANK}{pair[1]}".strip(BLANK), meaning, (pair[0],)
    for signs, meaning in {made.forms.bold: words.bold, made.forms.italic: words.italic}.items():
        if signs in made.emphasized:
            every = dict.fromkeys(filter(None, (signs.word, signs.begin, signs.last, signs.end)))
            yield BLANK.join(every), meaning, tuple(filter(None, (signs.word, signs.begin)))


def _words(text: str, made: Groups) -> tuple[BrailleRun, ...]:
    return (BrailleRun(text, made.main),)


def _heading(text: str, made: Groups) -> Group:
    return Group("centred", [Line(0, 0, _words(text, made))])


@dataclass(frozen=True, slots=True)
class Furniture:
    """The lines of each page that are not its text: a head with the symbol, a number at its end or in the last line."""

    head: str
    width: int
    rows: int
    foot: bool
    """Whether the number of the page is in the last line, not the first."""
    printed: str
    """Where the number of the printed page is in the first line: left, right, or nowhere (empty)."""

    def pages(self, rows: list[CellRow]) -> list[list[CellRow]]:
        """Return ``rows`` on pages, without these lines."""
        return divide_into_pages(rows, self.rows - 1 - self.foot, filled=self.foot)

    def page(self, rows: Sequence[CellRow], number: str, printed: str) -> list[str]:
        """A whole page: ``number`` and ``printed`` are the cells of its own number and of that of the printed page."""
        printed_number = printed if self.printed else ""
        right = "" if self.foot else number
        left, right = (printed_number, right) if self.printed == "left" else ("", right or printed_number)
        lines = [self._head(left, right), *(row.cells for row in rows)]
        if self.foot:
            lines += [""] * (self.rows - 1 - len(lines))
            lines.append(BLANK * (self.width - len(number)) + number)
        return lines

    def _head(self, left: str, right: str) -> str:
        room = self.width - 2 * (max(len(left), len(right)) + 3)
        head = self.head if len(self.head) <= room else ""
        row = left + BLANK * ((self.width - len(head)) // 2 - len(left)) + head
        return (row + BLANK * (self.width - len(row) - len(right)) + right).rstrip(BLANK)


def printed_pages(pages: Sequence[Sequence[CellRow]], first: str, letters: Sequence[str]) -> Iterator[str]:
    """Yield the cells of the printed page that each page begins on, ``first`` before any is marked: after a letter
    where it began on an earlier one (Braille Formats 2016, 1.10). ``letters`` are the cells of a, b, c...
    """
    current, times = first, 0
    for page in pages:
        begun = [row.cells.lstrip(braille.PAGE) for row in page if row.cells.startswith(braille.PAGE * 10)]
        if page and page[0].cells.startswith(braille.PAGE * 10):
            current, times = begun[0], 0
        letter = letters[min(times - 1, len(letters) - 1)] if times else ""
        yield letter + current if current else ""
        current, times = (begun[-1], 1) if begun else (current, times + 1)


LETTERS = tuple(ascii_lowercase)
"""Letters before the number of a printed page that continues from an earlier one."""

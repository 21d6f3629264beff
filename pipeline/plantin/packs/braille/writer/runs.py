"""The layout units of braille: runs of text in one language, lines, groups; and their cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Literal

from plantin.bounded.limits import BoundError
from plantin.findings import Finding, Place, SourceError, ToolError
from plantin.model.document import Document
from plantin.model.inlines import Formula
from plantin.model.labels import EmphasisSigns
from plantin.model.outline import inlines
from plantin.packs.braille import cells as braille
from plantin.packs.braille import louis, nemeth
from plantin.packs.braille.cells import BLANK

_INSTALL = "On Debian: apt-get install liblouis-bin liblouis-data."
_CORRECT = "Correct `table` under [braille] in locale.toml."
_EXCERPT = 30
"""Letters of a passage before and after a sign that a finding quotes."""
_NEAR = 500
"""About so many letters before emphasized words are translated for each of them."""
_AFTER = ",.;:!?"
"""Stops that are outside what is emphasized; each is a cell."""
LINE_END = "\n"
"""Among cells, where a line ends by the wish of its author."""
_WORDS = re.compile(f"{BLANK}|({LINE_END})")
Kind = Literal[
    "paragraph", "list", "heading", "centred", "quotation", "equation", "listing", "table", "open", "close", "separator"
]


@dataclass(frozen=True, slots=True)
class Emphasized:
    """Letters of a run that are in italics or bold, from ``begin`` to before ``end``, and how that is marked."""

    begin: int
    end: int
    signs: EmphasisSigns


@dataclass(frozen=True, slots=True)
class BrailleRun:
    """A text to be given in cells by a ``table``, with cells ``before`` and ``after`` it; or the number of a print
    ``page`` that begins. Where it is a link, ``target`` is the anchor that it leads to, and ``anchor`` its own;
    ``language`` is that of a passage; ``emphasis`` is what of the text is emphasized, ``ends`` are its blanks at which
    a line ends by the wish of its author.
    """

    text: str
    table: str
    before: str = ""
    after: str = ""
    page: str = ""
    target: str = ""
    anchor: str = ""
    language: str = ""
    emphasis: tuple[Emphasized, ...] = ()
    ends: tuple[int, ...] = ()

    def __add__(self, other: BrailleRun) -> BrailleRun:
        """Return both in one run of the same table, with what is after the other."""
        size = len(self.text)
        spans = (replace(span, begin=span.begin + size, end=span.end + size) for span in other.emphasis)
        ends = (*self.ends, *(size + at for at in other.ends))
        text = self.text + other.text
        return replace(self, text=text, after=other.after, emphasis=(*self.emphasis, *spans), ends=ends)


@dataclass(frozen=True, slots=True)
class Line:
    """Runs that begin ``first`` cells in and go on ``hanging`` cells in."""

    first: int
    hanging: int
    runs: tuple[BrailleRun, ...]
    verbatim: bool = False
    """Whether blanks are kept as they are, as in a line for a machine."""


@dataclass(slots=True)
class Group:
    """Lines of one kind between blank lines, those of the line that opens an object only the print pages that begin
    before it; ``table`` are the cells of a table, ``head`` how many of its rows are
    heads. A heading has its ``level`` and its ``anchor``; others may have the anchor of what begins with them, and
    as ``target`` that of what they lead to by its page.
    """

    kind: Kind
    lines: list[Line] = field(default_factory=list)
    sign: str = ""
    level: int = 0
    anchor: str = ""
    target: str = ""
    table: list[list[TableCell]] = field(default_factory=list)
    head: int = 0


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table: its runs, the runs that name its column before it in a list, whether it is a plain one (of one
    column and one row, in a table whose heads are one row), its kind, over how many columns and rows it goes, and
    whether it ``begins`` in this row: a list of rows repeats it.
    """

    runs: tuple[BrailleRun, ...]
    name: tuple[BrailleRun, ...]
    plain: bool
    kind: str = "data"
    columns: int = 1
    rows: int = 1
    begins: bool = True


Cells = Mapping[tuple[str, str], str]
"""The cells of each text by its table."""


def translate(groups: Iterable[Group], more: Iterable[BrailleRun] = ()) -> Cells:
    """Return the cells of every run in ``groups`` and ``more``, asked once a table. Raises SourceError (D133) with each
    sign that has no cells, ToolError (D130, D131, V011).
    """
    runs = [*more]
    for group in groups:
        runs += [run for line in group.lines for run in line.runs]
        runs += [run for row in group.table for cell in row for run in (*cell.runs, *cell.name)]
    cells_by_text: dict[tuple[str, str], str] = {}
    tables = sorted({run.table for run in runs if run.text.strip()})
    by_table = {
        table: list(dict.fromkeys(text for run in runs if run.table == table for text in _texts(run) if text))
        for table in tables
    }
    if findings := [finding for table, texts in by_table.items() for finding in _unknown(texts, table)]:
        raise SourceError(*findings)
    for table, texts in by_table.items():
        cells_by_text |= {(table, text): cells for text, cells in zip(texts, ask_liblouis(texts, table), strict=True)}
    return cells_by_text


def _texts(run: BrailleRun) -> Iterator[str]:
    """Yield what is asked for of a run: its text, and that before each line's end and end of what has signs around
    it.
    """
    yield run.text.strip()
    for span in run.emphasis:
        if span.signs.encloses:
            for end in (span.begin, span.end):
                yield from _before(run.text, end)
    for end in run.ends:
        yield from _before(run.text, end)


def _before(text: str, end: int) -> tuple[str, str]:
    """Return what is before the letter ``end``, in two: the second is short, so that texts with hundreds of emphasized
    words take no longer for each of them.
    """
    near = end - end % _NEAR
    seam = max(text.rfind(blank, near - _NEAR, near) for blank in " \n。，") + 1 if near else 0
    return text[: seam or near].strip(), text[seam or near : end].strip()


@contextmanager
def _report_failures(program: str, missing: str, failed: str) -> Iterator[None]:
    """Raise the failures of ``program`` as ToolError: D130 (``missing`` is its hint), D131 (``failed`` is), V011."""
    try:
        yield
    except louis.LouisError as error:
        code, hint = ("D130", missing) if error.missing else ("D131", failed)
        raise ToolError(Finding(code, str(error), Place(program), hint)) from error
    except BoundError as error:
        raise ToolError(Finding("V011", str(error), Place(program), error.hint)) from error


def _unknown(texts: Sequence[str], table: str) -> Iterator[Finding]:
    """A finding (D133) for each sign of ``texts`` that has neither cells in ``table`` nor a row in the repertoire."""
    with _report_failures(louis.PROGRAM, _INSTALL, _CORRECT):
        signs = louis.lacking(texts, table)
    for sign, text in signs.items():
        at = max(0, text.find(sign) - _EXCERPT)
        name = unicodedata.name(sign, "without a name")
        yield Finding(
            "D133",
            f"{sign} (U+{ord(sign):04X}, {name.lower()}) has no cells in {table}",
            Place(f"“{text[at : at + 2 * _EXCERPT].strip()}”"),
            f"Write words in the place of {sign}, or mark what is in another language: [words]{{lang=ru}}.",
        )


def ask_liblouis(texts: Sequence[str], table: str) -> list[str]:
    """``texts`` in cells. Raises ToolError: D130 liblouis is not installed, D131 it fails, V011 it reached a bound."""
    with _report_failures(louis.PROGRAM, _INSTALL, _CORRECT):
        return louis.forward(texts, table)


def code_formulas(document: Document) -> dict[str, str]:
    """Return the formulas of ``document`` in the Nemeth Code by their MathML, as far as it says them. Raises ToolError
    (D130, D131, V011).
    """
    blocks = document.text()
    formulas = sorted(
        {formula.mathml for block in blocks for formula in inlines(block) if isinstance(formula, Formula)}
    )
    hint = (
        "On Debian: apt-get install liblouisutdml-bin liblouisutdml-data; or let formulas be words: [braille] in"
        " style.toml."
    )
    with _report_failures(nemeth.PROGRAM, hint, hint):
        return {
            mathml: braille.cells_of(text) for mathml, text in zip(formulas, nemeth.translate(formulas), strict=True)
        }


def cells_of(runs: Iterable[BrailleRun], known: Cells) -> str:
    """Return the cells of runs without beginnings of print pages, in one line."""
    return "".join(run_cells(run, known) for run in runs if not run.page).replace(LINE_END, "").strip(BLANK)


def words_of(runs: Iterable[BrailleRun], known: Cells) -> list[str | BrailleRun]:
    """Return the words of runs, each the cells between two blanks, and among them the beginnings of print pages, and
    LINE_END where a line ends by the wish of its author.
    """
    words: list[str | BrailleRun] = []
    pending = ""
    for run in runs:
        if run.page:
            words += [*filter(None, _WORDS.split(pending)), run]
            pending = ""
        else:
            pending += run_cells(run, known)
    return [*words, *filter(None, _WORDS.split(pending))]


def run_cells(run: BrailleRun, known: Cells) -> str:
    """Return the cells of a run of text, with the blanks at its ends; LINE_END where a line ends."""
    text = run.text
    core = known.get((run.table, text.strip()), "")
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    lead, tail = (LINE_END * any(at in range(*side) for at in run.ends) for side in ((0, first), (last, len(text))))
    lead, tail = f"{lead}{BLANK if first else ''}", f"{tail}{BLANK if last < len(text) else ''}"
    if not text.strip():
        return f"{run.before}{lead}{run.after}"
    run = replace(run, ends=tuple(at for at in run.ends if first < at < last))
    core = _mark_words(run, core, known) if run.emphasis or run.ends else core
    return f"{lead}{run.before}{core}{run.after}{tail}"


def _mark_words(run: BrailleRun, cells: str, known: Cells) -> str:
    """Return the ``cells`` of a run with the signs of its emphasized words and the ends of its lines. Cells are known
    by the whole text, so that no contraction depends on the signs; signs are left out where its words and the parts
    between blanks are not as many, or what is before them has other cells by itself.
    """
    words = [word.span() for word in re.finditer(r"\S+", run.text)]
    is_counted = len(words) == cells.count(BLANK) + 1
    marks = [mark for span in run.emphasis if span.signs.encloses for mark in _enclosing(run, span, cells, known)]
    for at in run.ends:
        before = [*re.finditer(f"[^{BLANK}]+", cells)][: sum(word[1] <= at for word in words)]
        place = before[-1].end() if is_counted else _place(run, at, cells, known)
        marks.append((place, LINE_END))
    for place, sign in sorted(marks, key=itemgetter(0), reverse=True):
        cells = cells[:place] + sign + cells[place:]
    parts = cells.split(BLANK)
    if not is_counted:
        return cells
    for span in run.emphasis:
        covered = [number for number, word in enumerate(words) if _covers(span, run.text, word)]
        signs = span.signs
        if signs.encloses:
            continue
        if len(covered) < signs.passage or not signs.begin:
            for number in covered:
                parts[number] = signs.word + parts[number]
        elif covered:
            parts[covered[0]] = signs.begin + parts[covered[0]]
            outside = run.text[span.end : words[covered[-1]][1]]
            last, at = parts[covered[-1]], len(outside) if outside and not outside.strip(_AFTER) else 0
            at += last.endswith(LINE_END)
            parts[covered[-1]] = signs.last + last[: len(last) - at] + signs.end + last[len(last) - at :]
    return BLANK.join(parts)


def _enclosing(run: BrailleRun, span: Emphasized, cells: str, known: Cells) -> list[tuple[int, str]]:
    """Return the signs around what is emphasized with their places, by the cells of the text before each end of it."""
    begin, until = (_place(run, end, cells, known) for end in (span.begin, span.end))
    if not 0 <= begin < until:
        return []
    return [(begin + cells.startswith(BLANK, begin), span.signs.begin), (until, span.signs.end)]


def _place(run: BrailleRun, end: int, cells: str, known: Cells) -> int:
    """How many of a run's ``cells`` are before its letter ``end``; -1 where the text before it has others by itself."""
    at = 0
    for text in filter(None, _before(run.text, end)):
        piece = known.get((run.table, text), "")
        at += bool(at) and cells.startswith(BLANK, at)
        if not cells.startswith(piece, at):
            return -1
        at += len(piece)
    return at


def _covers(emphasized: Emphasized, text: str, word: tuple[int, int]) -> bool:
    """Return whether all letters of a word are emphasized."""
    if word[1] <= emphasized.begin or emphasized.end <= word[0]:
        return False
    letters = [at for at in range(*word) if text[at : at + 1].isalnum()]
    return bool(letters) and emphasized.begin <= letters[0] and letters[-1] < emphasized.end

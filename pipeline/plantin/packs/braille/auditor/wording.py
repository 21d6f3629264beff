"""Compares cells with words: an outline is translated with liblouis and compared with what a braille edition has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from plantin.auditors.fault import finding
from plantin.findings import ToolError
from plantin.model.labels import Transcription
from plantin.model.outline import Entry, Outline
from plantin.packs.braille import louis
from plantin.packs.braille.auditor.marked_texts import (
    Stretch,
    bare,
    bare_outline,
    is_emphasized,
    part_stretches,
)
from plantin.packs.braille.auditor.paper_outline import TURN
from plantin.packs.braille.cells import BLANK, LETTER, NEMETH, RAISED, tables, uncontracted_table

_MARK = re.compile(r"\[\^([^\]]*)\]")
_BLANKS = re.compile(f"{BLANK}{{2,}}")
_PASSAGE = Transcription().passage
"""Around a passage in another language."""
_OTHER_CODE = re.compile(f"{BLANK}?{NEMETH[0]}{BLANK}.*?{BLANK}{NEMETH[1]}{BLANK}?")
"""What says its words otherwise: a formula in the Nemeth Code, which another rule reads."""
_DEPENDENT = re.compile("⠰(?![⠔⠢])|⠼")
"""Signs of a number and of a single letter, which depend on what is beside them (Rules of Unified English Braille 2013,
6 and 5.2), as beside a formula in another code. Lines are compared cell by cell elsewhere (``parity/lines.py``).
"""
_ENGLISH = re.compile("[⠨⠘][⠂⠶⠄]")
_EMPHASIS = {
    "en": _ENGLISH,
    "zh": _ENGLISH,
    "fr": re.compile(f"(?<![^{BLANK}{TURN} ])⠒?⠸"),
    "es": re.compile("⠔"),
    "ru": re.compile("[⠸⠻]"),
}
"""Signs of italics and bold, which stand for other things too: where a row has any, neither side is compared with them.
"""
_CELLS = re.compile(r" \| (?!\|)")
_SHAPE = re.compile(r"(?:^| )[a-z](\d*)(?:/(\d+))?")
"""Over how many columns and rows each cell of a row goes, in its label."""
_WINDOW = 40


@dataclass(frozen=True, slots=True)
class _BrailleRow:
    """A row with the cells of its label and of its words."""

    row: Entry
    label: str
    words: str
    emphasis: re.Pattern[str] | None = None
    """The signs of what is emphasized in it."""

    @property
    def whole(self) -> str:
        """Label and words as they are read."""
        if self.row.kind in {"note", "letter"}:
            return self.words
        return f"{self.label}{BLANK}{self.words}".strip(BLANK)


def merge_entries(expected: Outline) -> Outline:
    """What a braille edition has of ``expected``: a term with its definition, or an entry of the index, is a list's."""
    body: list[Entry] = []
    end = len(expected.body) - len(expected.index)
    for row in expected.body[:end]:
        if row.kind == "definition" and body and body[-1].kind == "term":
            body[-1] = Entry("item", 1, "", "", f"{body[-1].text}: {row.text}".strip())
        else:
            body.append(row)
    body += [
        Entry("item", entry.level, "", "", row.text)
        for entry, row in zip(expected.index, expected.body[end:], strict=True)
    ]
    return replace(expected, body=tuple(body), index=())


def reword(marked: Outline, found: Outline, *, repeated: bool = False) -> Outline:
    """Return ``found`` with words in place of cells: where they agree, the row that ``marked``, an outline with marks
    in its texts, has there, else what the cells are read as. The calls of notes are in the words. Where the cells of
    tables are ``repeated``, each is in all rows that it covers. Raises ToolError (D130, D131).
    """
    expected = bare_outline(marked)
    try:
        table = _table(expected, found)
        heads = tuple(Entry("paragraph", 0, "", "", line) for line in marked.masthead)
        translation = _Translation(expected.language, table, repeated=repeated)
        worded = translation.rows((heads, marked.contents, marked.body, marked.notes))
        lines = tuple(Entry("paragraph", 0, "", "", line) for line in found.masthead)
        back, read = partial(_read, table=table), [lines, found.contents, found.body, found.notes]
        entries = [_series(wanted, other, back) for wanted, other in zip(worded, read, strict=True)]
    except louis.LouisError as error:
        raise ToolError(finding("D130" if error.missing else "D131", str(error), louis.PROGRAM)) from error
    head, listed, body, notes = entries
    return replace(
        found,
        language=expected.language,
        masthead=tuple(row.text for row in head),
        contents=listed,
        body=body,
        notes=notes,
        indicators=_calls(expected, (*head, *body, *notes)),
    )


def _full_texts(rows: Sequence[Entry]) -> Iterator[str]:
    """Yield the text of each of ``rows``, of those of tables with the cells that reach down into them."""
    above: dict[int, tuple[str, int, int]] = {}
    for row in rows:
        shapes = [(int(columns or 1), int(rows or 1)) for columns, rows in _SHAPE.findall(row.label)]
        cells = [(text, *size) for text, size in zip(_CELLS.split(row.text), shapes, strict=False)]
        below: dict[int, tuple[str, int, int]] = {}
        texts, column = [], 0
        while row.kind == "row" and (column in above or cells):
            text, columns, left = above.pop(column) if column in above else cells.pop(0)
            if left > 1:
                below[column] = (text, columns, left - 1)
            texts.append(text)
            column += columns
        above = below
        yield " | ".join(texts) if texts else row.text


def _calls(expected: Outline, rows: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the indicators of the words that were found: those of ``expected`` as far as they are the same."""
    labels = [label for row in rows if row.kind != "listing" for label in _MARK.findall(row.text)]
    if labels == [row.label for row in expected.indicators]:
        return expected.indicators
    left = list(expected.indicators)
    calls = []
    for label in labels:
        same = next((row for row in left if row.label == label), None)
        if same:
            left.remove(same)
        calls.append(same or Entry("indicator", 0, "", label, ""))
    return tuple(calls)


def _table(expected: Outline, found: Outline) -> str:
    """Return the table by which most lines of the masthead and titles come out as they were found."""
    candidates = tables(expected.language)
    if len(candidates) == 1:
        return candidates[0]
    texts = [line for line in expected.masthead if "[^" not in line]
    cells = set(found.masthead)
    return max(candidates, key=lambda table: sum(text in cells for text in louis.forward(texts, table, foreign=True)))


class _Translation:
    """Translates the rows of an edition in ``language``, which is written by ``table``, those of a table with cells in
    all rows that they cover where these are ``repeated``; each table of liblouis is asked once.
    """

    def __init__(self, language: str, table: str, *, repeated: bool) -> None:
        self._language, self._table, self._repeated = language, table, repeated
        self._named = uncontracted_table(language, table)
        self._emphasis = _EMPHASIS.get(language.partition("-")[0])
        self._known: dict[tuple[str, str], str] = {}

    def rows(self, series: Sequence[Sequence[Entry]]) -> list[list[_BrailleRow]]:
        """Return the rows of each series with their cells."""
        texts = [[*(_full_texts(rows) if self._repeated else (row.text for row in rows))] for rows in series]
        pairs = [[*zip(rows, full, strict=True)] for rows, full in zip(series, texts, strict=True)]
        self._ask({text for rows in pairs for row, full in rows for text in self._texts(row, full)})
        return [[self._row(row, full) for row, full in rows] for rows in pairs]

    def _ask(self, wanted: set[tuple[str, str]]) -> None:
        for table in sorted({table for table, _ in wanted}):
            texts = sorted(text for other, text in wanted if other == table and text)
            cells = louis.forward(texts, table, foreign=True)
            self._known |= {(table, text): found for text, found in zip(texts, cells, strict=True)}

    def _texts(self, row: Entry, full: str) -> Iterator[tuple[str, str]]:
        """Yield each text of a row that is translated by itself, after its table."""
        yield self._table, row.label.strip()
        if row.kind == "listing":
            yield from ((self._named, word) for word in row.text.split())
            return
        for text in _CELLS.split(full) if row.kind == "row" else (row.text,):
            for stretch in self._stretches(text):
                for part in stretch.parts:
                    call = _MARK.fullmatch(part)
                    yield (self._table, call[1]) if call else (self._table_of(stretch), part.strip())

    def _stretches(self, text: str) -> list[Stretch]:
        return part_stretches(text, self._language, self._table)

    def _table_of(self, stretch: Stretch) -> str:
        return tables(stretch.language)[-1] if stretch.language else self._table

    def _row(self, row: Entry, full: str) -> _BrailleRow:
        label = self._known.get((self._table, row.label.strip()), "")
        label = label.removeprefix(LETTER) if row.kind in {"note", "letter"} else label
        emphasis = self._emphasis if is_emphasized(full) else None
        if row.kind == "listing":
            words = BLANK.join(self._known[self._named, word] for word in row.text.split())
        elif row.kind == "row":
            label, words = "", " | ".join(map(self._cells, _CELLS.split(full)))
        else:
            words = self._cells(row.text)
        return _BrailleRow(replace(row, text=bare(row.text)), label, words, emphasis)

    def _cells(self, text: str) -> str:
        """Return the cells of a marked text, its calls as marks of cells, its passages between their signs."""
        line = ""
        for stretch in self._stretches(text):
            cells = "".join(self._part(part, self._table_of(stretch)) for part in stretch.parts)
            if stretch.language and not stretch.is_blank:
                lead, tail = (BLANK * cells.startswith(BLANK), BLANK * cells.endswith(BLANK))
                cells = f"{lead}{_PASSAGE[0]}{cells.strip(BLANK)}{_PASSAGE[1]}{tail}"
            line += cells
        return _BLANKS.sub(BLANK, line).strip(BLANK)

    def _part(self, part: str, table: str) -> str:
        """Return a text or a call with the blanks at its ends."""
        if call := _MARK.fullmatch(part):
            return f"[^{self._known.get((self._table, call[1]), '')}]"
        cells = self._known.get((table, part.strip()), "")
        return f"{BLANK if part[:1] == ' ' else ''}{cells}{BLANK if part[-1:] == ' ' and part.strip() else ''}"


def _read(cells: str, table: str) -> str:
    """Return what cells are read as, with calls as marks."""
    words = louis.backward(_MARK.split(cells.replace(TURN, "")), table)
    return " ".join("".join(f"[^{word}]" if n % 2 else f" {word} " for n, word in enumerate(words)).split())


def _series(expected: Sequence[_BrailleRow], found: Sequence[Entry], back: Callable[[str], str]) -> tuple[Entry, ...]:
    """Return the rows of ``found`` in words."""
    pairs = _pair(expected, found)
    entries = []
    for number, row in enumerate(found):
        other = pairs.get(number)
        if other is None:
            entries.append(replace(row, label=back(row.label), text=back(row.text)))
        elif _agrees(other, row):
            kind = other.row.kind if _is_lenient(other.row, row) else row.kind
            level = other.row.level if _is_lenient(other.row, row) else row.level
            entries.append(Entry(kind, level, other.row.anchor, other.row.label, other.row.text))
        else:
            entries.append(_describe_change(other, row, back))
    return tuple(entries)


def _describe_change(other: _BrailleRow, row: Entry, back: Callable[[str], str]) -> Entry:
    """Return a row that says something else than the one it stands for: its label and its words as they are read."""
    label, text = row.label, row.text
    if row.kind not in {"note", "letter", "row"} and other.label:
        size = len(other.label.split(BLANK))
        parts = text.split(BLANK)
        label, text = BLANK.join(parts[:size]), BLANK.join(parts[size:])
    reprinted = other.row.label if label.removeprefix(LETTER) == other.label else back(label)
    words = (
        other.row.text
        if text == other.words
        else " | ".join(map(back, text.split(" | ")))
        if row.kind == "row"
        else back(text)
    )
    return Entry(row.kind, row.level, other.row.anchor, other.row.label if row.kind == "row" else reprinted, words)


def _pair(expected: Sequence[_BrailleRow], found: Sequence[Entry]) -> dict[int, _BrailleRow]:
    """Which row each found one is: the next nearby that agrees; else one that is left, and agrees or is of its kind."""
    pairs: dict[int, _BrailleRow] = {}
    taken: set[int] = set()
    at = 0
    for number, row in enumerate(found):
        same = next((n for n in range(at, min(at + _WINDOW, len(expected))) if _agrees(expected[n], row)), None)
        if same is not None and (same == at or not _follows_soon(expected, found, at, same, number)):
            pairs[number] = expected[same]
            taken.add(same)
            at = same + 1
    for number, row in enumerate(found):
        if number not in pairs:
            left = [n for n in range(len(expected)) if n not in taken]
            same = next((n for n in left if _agrees(expected[n], row)), None)
            if same is None:
                place = number + (len(expected) - len(found)) * (len(expected) < len(found))
                same = next((n for n in left if expected[n].row.kind == row.kind and abs(n - place) < _WINDOW), None)
            if same is not None:
                pairs[number] = expected[same]
                taken.add(same)
    return pairs


def _follows_soon(expected: Sequence[_BrailleRow], found: Sequence[Entry], begin: int, end: int, number: int) -> bool:
    """Return whether one of the rows that would be passed over comes soon after: then this one is out of its place."""
    return any(_agrees(expected[n], row) for n in range(begin, end) for row in found[number + 1 : number + 4])


def _is_lenient(expected: Entry, found: Entry) -> bool:
    """Whether two kinds look the same in braille: an entry after a paragraph in its list begins as a paragraph."""
    return expected.kind == "item" and expected.level > 1 and found.kind == "paragraph"


def _agrees(expected: _BrailleRow, found: Entry) -> bool:
    """Return whether cells say the row."""
    if expected.row.kind in {"note", "letter"} and found.label.removeprefix(LETTER) != expected.label:
        return False
    if expected.row.kind == "row":
        cells, others = expected.words.split(" | "), found.text.split(" | ")
        same = found.kind == "row" and len(cells) == len(others)
        return same and all(_cell_matches(*pair, expected) for pair in zip(cells, others, strict=True))
    return _cells_match(expected.whole, found.text, expected)


def _cell_matches(expected: str, found: str, row: _BrailleRow) -> bool:
    """Return whether a cell of a ``row`` of a table is ``expected``, perhaps after the name of its column."""
    begins = [0, *(place.end() for place in re.finditer(BLANK, found))][:_WINDOW]
    return not expected or any(_cells_match(expected, found[begin:], row) for begin in begins)


def _cells_match(expected: str, found: str, row: _BrailleRow) -> bool:
    """Return whether ``found`` is ``expected``, which is of ``row``."""
    if found == expected:
        return True
    if row.emphasis:
        expected, found = row.emphasis.sub("", expected), row.emphasis.sub("", found)
    if NEMETH[0] in found:
        expected, found = _DEPENDENT.sub("", expected), _DEPENDENT.sub("", _OTHER_CODE.sub("\ufdd2", found))
    pattern = ".*?".join(map(_pattern, found.split("\ufdd2")))
    return re.fullmatch(pattern, expected) is not None


def _pattern(found: str) -> str:
    """What ``found`` may stand for: a raised figure looks like a call, and the line of a print page like a blank."""
    pattern = ""
    for part in re.split(r"(\[\^[^\]]*\])", found.strip(BLANK)):
        call = _MARK.fullmatch(part)
        pattern += f"(?:{re.escape(part)}|(?:{RAISED})?{re.escape(call[1])})" if call else re.escape(part)
    return pattern.replace(f"{re.escape(BLANK)}{TURN}", f"{BLANK}?").replace(TURN, "")

"""Compares cells with words: an outline is translated with liblouis and compared with what a braille edition has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from plantin.auditors.fault import finding
from plantin.findings import ToolError
from plantin.model.document import Document
from plantin.model.outline import Entry, Outline
from plantin.packs.braille import louis, repertoire
from plantin.packs.braille.auditor.paper_outline import TURN
from plantin.packs.braille.cells import BLANK, LETTER, NEMETH, RAISED, table_of, tables, uncontracted_table

_MARK = re.compile(r"\[\^([^\]]*)\]")
_OTHER_CODE = re.compile(f"{BLANK}?⠐⠐⠷.*?⠐⠐⠾{BLANK}?|{BLANK}?{NEMETH[0]}{BLANK}.*?{BLANK}{NEMETH[1]}{BLANK}?")
"""What says its words otherwise: a passage in another language, a formula in the Nemeth Code, which another rule reads.
"""
_FRENCH = "⠡⠣⠩⠹⠱⠫⠻⠳⠪⠼"
_DEPENDENT = re.compile(f"⠰(?![⠔⠢])|⠠(?=[{_FRENCH}])|⠼|[⠨⠘][⠂⠶⠄]")
"""Signs of a number, a single letter, italics and bold (Rules of Unified English Braille 2013, 9), which depend on what
is beside them. Lines are compared cell by cell elsewhere (``parity/lines.py``).
"""
_EMPHASIS = {
    "fr": re.compile(f"(?<![^{BLANK}{TURN} ])⠒?⠸"),
    "es": re.compile("⠔"),
    "ru": re.compile(f"[⠸⠻]|(?<=⠐⠐⠾{BLANK})⠠"),
}
"""Signs of italics and bold of other codes, which stand for other things too: neither side is compared with them."""
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

    @property
    def whole(self) -> str:
        """Label and words as they are read."""
        return (
            f"{self.label}{BLANK}{self.words}".strip(BLANK) if self.row.kind not in {"note", "letter"} else self.words
        )


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


def expect_draft(expected: Outline, document: Document) -> Outline:
    """Return ``expected`` with the line that an edition begins with where the language has no whole repertoire."""
    line = repertoire.draft_line(table_of(document), document.transcription.words)
    return replace(expected, masthead=(line, *expected.masthead)) if line else expected


def reword(expected: Outline, found: Outline, *, repeated: bool = False) -> Outline:
    """Return ``found`` with words in place of cells: where they agree, the row that ``expected`` has there, else what
    the cells are read as. The calls of notes are in the words. Where the cells of tables are ``repeated``, each is in
    all rows that it covers. Raises ToolError (D130, D131).
    """
    try:
        table = _table(expected, found)
        series = (expected.contents, expected.body, expected.notes)
        heads = tuple(Entry("paragraph", 0, "", "", line) for line in expected.masthead)
        named = uncontracted_table(expected.language, table)
        worded = _translate_rows((heads, *series), table, named, repeated=repeated)
        lines = tuple(Entry("paragraph", 0, "", "", line) for line in found.masthead)
        back, read = partial(_read, table=table), [lines, found.contents, found.body, found.notes]
        if signs := _EMPHASIS.get(expected.language.partition("-")[0]):
            worded = [[replace(row, words=signs.sub("", row.words)) for row in rows] for rows in worded]
            read = [tuple(replace(row, text=signs.sub("", row.text)) for row in rows) for rows in read]
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


def _translate_rows(
    series: Sequence[Sequence[Entry]], table: str, listed: str, *, repeated: bool
) -> list[list[_BrailleRow]]:
    """The rows of each series with their cells, by a table, lines of listings by another; all asked for at once. Where
    they are ``repeated``, cells are in all rows that they cover.
    """
    rows = [row for some in series for row in some]
    asked = sorted({part for row in rows for part in (row.label, *_parts(row)) if part.strip()})
    cells = dict(zip(asked, louis.forward(asked, table, foreign=True), strict=True))
    lined = sorted({word for row in rows if row.kind == "listing" for word in row.text.split()})
    words_of_listings = dict(zip(lined, louis.forward(lined, listed, foreign=True), strict=True))

    def translate_row(row: Entry, full: str) -> _BrailleRow:
        if row.kind == "row":
            return _BrailleRow(row, "", " | ".join(_cells(text, cells) for text in _CELLS.split(full)))
        label = cells.get(row.label, "")
        label = label.removeprefix(LETTER) if row.kind in {"note", "letter"} else label
        if row.kind == "listing":
            return _BrailleRow(row, label, BLANK.join(words_of_listings[word] for word in row.text.split()))
        return _BrailleRow(row, label, _cells(row.text, cells).strip(BLANK))

    return [
        [*map(translate_row, some, _full_texts(some) if repeated else (row.text for row in some))] for some in series
    ]


def _cells(text: str, known: Mapping[str, str]) -> str:
    """Return the cells of a text, its calls as marks of cells."""
    line = ""
    for number, part in enumerate(_MARK.split(text)):
        cells = known.get(part, "")
        if number % 2:
            line += f"[^{cells if cells.startswith(RAISED) else cells.removeprefix(LETTER)}]"  # an asterisk is ⠰⠔
        else:
            lead = BLANK if part[:1] == " " else ""
            tail = BLANK if part[-1:] == " " and part.strip() else ""
            line += f"{lead}{cells}{tail}"
    return line


def _parts(row: Entry) -> list[str]:
    """Return the texts of a row between its calls. What looks like a call in a listing is a line for a machine."""
    if row.kind == "listing":
        return []
    return [part for cell in (*_CELLS.split(row.text), row.text) for part in _MARK.split(cell)]


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
    """Return whether cells say the row: what is between signs of a passage in another language may say anything."""
    if expected.row.kind in {"note", "letter"} and found.label.removeprefix(LETTER) != expected.label:
        return False
    if expected.row.kind == "row":
        cells, others = expected.words.split(" | "), found.text.split(" | ")
        same = found.kind == "row" and len(cells) == len(others)
        return same and all(_cell_matches(*pair) for pair in zip(cells, others, strict=True))
    if _cells_match(expected.whole, found.text):
        return True
    # The blocks of a note are translated one by one, and tables differ in the blanks that they leave after a stop.
    return expected.row.kind in {"note", "letter"} and _cells_match(
        expected.whole.replace(BLANK, ""), found.text.replace(BLANK, "")
    )


def _cell_matches(expected: str, found: str) -> bool:
    """Return whether a cell of a table is ``expected``, perhaps after the name of its column."""
    begins = [0, *(place.end() for place in re.finditer(BLANK, found))][:_WINDOW]
    return not expected or any(_cells_match(expected, found[begin:]) for begin in begins)


def _cells_match(expected: str, found: str) -> bool:
    """Return whether ``found`` is ``expected``."""
    if found == expected:
        return True
    wanted = _drop_dependent(expected)
    # What is between passages comes in this order; the first place where a part is, leaves most for those after it.
    parts = [re.compile(_pattern(part)) for part in _drop_dependent(_OTHER_CODE.sub("\ufdd2", found)).split("\ufdd2")]
    if len(parts) == 1:
        return parts[0].fullmatch(wanted) is not None
    begun = parts[0].match(wanted)
    at = begun.end() if begun else -1
    for part in parts[1:-1]:
        here = part.search(wanted, at) if at >= 0 else None
        at = here.end() if here else -1
    return at >= 0 and re.compile(f"{parts[-1].pattern}$").search(wanted, at) is not None


def _drop_dependent(cells: str) -> str:
    """Return ``cells`` without the signs that depend on what is beside them."""
    return _DEPENDENT.sub("", cells)


def _pattern(found: str) -> str:
    """What ``found`` may stand for: a raised figure looks like a call, and the line of a print page like a blank."""
    pattern = ""
    for part in re.split(r"(\[\^[^\]]*\])", found.strip(BLANK)):
        call = _MARK.fullmatch(part)
        pattern += f"(?:{re.escape(part)}|(?:{RAISED})?{re.escape(call[1])})" if call else re.escape(part)
    return pattern.replace(f"{re.escape(BLANK)}{TURN}", f"{BLANK}?").replace(TURN, "")

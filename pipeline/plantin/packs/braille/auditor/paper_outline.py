"""Reads the outline of a braille file: the kind of each group of lines follows from their indents (docs/formats.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from plantin.auditors.nesting import find_closing
from plantin.model.outline import Entry, Kind
from plantin.packs.braille.cells import (
    BLANK,
    CLOSED,
    CONTINUED,
    DESCRIBED,
    GUIDE,
    NUMBERED,
    OPENED,
    PAGE,
    RULE,
    SEPARATOR,
    UNCONTRACTED,
)
from plantin.packs.braille.line_division import WITHIN

MARK = re.compile(f"(?P<form>(⠰⠔)|⠠⠷|⠷|⠠⠦|⠪)(?P<label>[^{BLANK}]{{1,12}}?)(?(2)|(?:⠾|⠴⠄|⠻))(?={BLANK}|$)")
"""A note begins with its mark as it is called: raised (UEB), or in the brackets of one of the tables, both of them."""
_ENTRY = re.compile(f"(?P<words>.*?){BLANK}{GUIDE}{{2,}}{BLANK}(?P<page>[^{BLANK}]+)")
TURN = "\ufdd3"
"""After the blank for the end of a line, which may be none: some tables leave no blank after a comma."""
_STOPS = ("⠂", "⠆")
"""A comma and a semicolon, after which the table of Russian leaves no blank."""
_PLAIN, RUNOVER, _EQUATION, _QUOTED, _LISTED = 2, 8, 7, 5, 1


class _Overleaf(str):
    """A row that begins a print page."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows between two blank ones, or one rule. ``kind`` says which."""

    kind: Literal["rows", "open", "close", "separator"]
    rows: tuple[str, ...]


def groups(rows: Sequence[str], width: int) -> Iterator[RowGroup]:
    """The groups of ``rows``; lines that say that a print page begins are left out, and known by the row after them."""
    pending: list[str] = []
    turned = False
    for row in rows:
        text = row.strip(BLANK)
        rule = _rule(text, width)
        if text and not rule:
            marked = is_page(row, width)
            if not marked:
                pending.append(_Overleaf(row) if turned else row)
            turned = marked
            continue
        if pending:
            yield RowGroup("rows", tuple(pending))
            pending = []
        if rule:
            yield RowGroup(rule, (row,))
    if pending:
        yield RowGroup("rows", tuple(pending))


def is_page(row: str, width: int) -> bool:
    """Return whether a row says that a print page begins."""
    return len(row) == width and row.startswith(PAGE * (width - 8))


def _rule(text: str, width: int) -> Literal["open", "close", "separator", ""]:
    if text == SEPARATOR:
        return "separator"
    return "open" if text == OPENED * width else "close" if text == CLOSED * width else ""


@dataclass(slots=True)
class BrailleRows:
    """What has been read of a book of this width: rows of the body, notes, and the marks of notes, each with its
    label; ``form`` is how those marks begin. Entries of lists go on ``runover`` cells in.
    """

    width: int
    runover: int = RUNOVER
    body: list[Entry] = field(default_factory=list)
    notes: list[Entry] = field(default_factory=list)
    referred: list[tuple[str, str, str]] = field(default_factory=list)
    """Of each line that leads to a page its cells, the title of the object that it is in, the cells of the page."""
    marks: dict[str, str] = field(default_factory=dict)
    form: str = ""
    title: str = ""
    """That of the object that is being read."""

    def read(self, found: Sequence[RowGroup], *, note: Kind = "note") -> None:
        """Read groups; those below a separating line are notes (letters, inside an object) until the next heading."""
        noted = False
        at = 0
        while at < len(found):
            group = found[at]
            at += 1
            if group.kind == "open":
                end = find_closing(found, at)
                self._object(found[at:end])
                at = end + 1
            elif group.kind == "separator":
                noted = True
            elif group.kind == "rows" and heading_level(group.rows, self.width):
                noted = False
                self._row("section", join_rows(group.rows, self.width), heading_level(group.rows, self.width))
            elif group.kind == "rows" and noted:
                self._notes(group.rows, note)
            elif group.kind == "rows":
                for kind, level, text in blocks(group.rows, self.width, self.runover):
                    if text.startswith(DESCRIBED[0]) and text.endswith(DESCRIBED[1]):
                        self._row("image", text.removeprefix(DESCRIBED[0]).removesuffix(DESCRIBED[1]))
                    elif led := _ENTRY.fullmatch(text):
                        self.referred.append((led["words"], self.title, led["page"]))
                        self._row(kind, led["words"], level)
                    else:
                        self._row(kind, text, level)

    def _row(self, kind: Kind, text: str, level: int = 0) -> None:
        self.body.append(Entry(kind, level, "", "", text))

    def _notes(self, rows: tuple[str, ...], kind: Kind) -> None:
        into = self.notes if kind == "note" else self.body
        for _, _, text in blocks(rows, self.width, self.runover):
            match = MARK.match(text)
            if match and self.form in {"", match["form"]}:
                self.form = match["form"]
                self.marks[match[0]] = match["label"]
                into.append(Entry(kind, 0, "", match["label"], text[match.end() :].strip(BLANK)))
            elif into:
                last = into.pop()
                into.append(Entry(last.kind, 0, "", last.label, f"{last.text}{BLANK}{text}"))

    def _object(self, found: Sequence[RowGroup]) -> None:
        outer, self.title = self.title, ""
        self._title_and_content(found)
        self.title = outer

    def _title_and_content(self, found: Sequence[RowGroup]) -> None:
        at = 0
        title = (
            found[0]
            if found and found[0].kind == "rows" and len(found) > 1 and _inside(found[0].rows[0]) == 2 * _PLAIN
            else None
        )
        if title:
            table = any(is_table(group.rows) for group in found)
            figure = any(row.strip(BLANK).startswith(DESCRIBED[0]) for group in found for row in group.rows)
            self.title = join_rows(title.rows, self.width)
            self._row("table" if table else "figure" if figure else "box", self.title)
            at = 1
        while at < len(found):
            group = found[at]
            if is_table(group.rows):
                at += self._table(found[at:])
            elif group.kind == "open":
                end = find_closing(found, at + 1)
                self._object(found[at + 1 : end])
                at = end + 1
            elif group.kind == "separator" or found[at - 1].kind == "separator":
                self.read([RowGroup("separator", ()), *found[at:]], note="letter")
                return
            else:
                others = (n for n in range(at, len(found)) if found[n].kind != "rows" or is_table(found[n].rows))
                end = next(others, len(found))
                self.read(found[at : max(end, at + 1)])
                at = max(end, at + 1)

    def _table(self, found: Sequence[RowGroup]) -> int:
        """Return the rows of a table; how many groups they are."""
        rows = found[0].rows
        rule = next(n for n, row in enumerate(rows) if _is_rule(row))
        if rows[rule] != RULE * self.width:
            for number, row in enumerate(rows):
                if number != rule:
                    cells = [row[begin:end].strip(BLANK) for begin, end in _columns(rows[rule])]
                    self._row("row", " | ".join(cells))
            return 1
        for head in _divide_at_rules(rows[:rule]):
            self._row("row", " | ".join(_fields(head, self.width)))
        if rows[rule + 1 :]:
            self._row("row", " | ".join(_fields(rows[rule + 1 :], self.width)))
        end = next(
            (n for n in range(1, len(found)) if found[n].kind != "rows" or _inside(found[n].rows[0])), len(found)
        )
        for group in found[1:end]:
            self._row("row", " | ".join(_fields(group.rows, self.width)))
        return end


def blocks(rows: Sequence[str], width: int, runover: int = RUNOVER) -> Iterator[tuple[Kind, int, str]]:
    """Yield the blocks of a group: kind, level, cells. Entries of lists go on ``runover`` cells in."""
    first = _inside(rows[0])
    if any(_inside(row) == _LISTED for row in rows):
        text = "".join(join_rows([row], width) + (BLANK if not goes_on(row, width) else "") for row in rows)
        yield "listing", 0, bare(text)
        return
    kinds: dict[int, Kind] = {_PLAIN: "paragraph", _QUOTED: "quotation", _EQUATION: "equation"}
    if first in kinds:
        for line in _divide_at(rows, lambda inside: inside == first):
            yield kinds[first], 0, join_rows(line, width - NUMBERED if _ENTRY.fullmatch(line[-1]) else width)
        return
    for line in _divide_at(rows, lambda inside: inside < runover):
        yield "item", _inside(line[0]) // 2 + 1, join_rows(line, width)


def _divide_at(rows: Sequence[str], begins: object) -> list[list[str]]:
    parts: list[list[str]] = []
    for row in rows:
        if not parts or begins(_inside(row)):  # type: ignore[operator]
            parts.append([row])
        else:
            parts[-1].append(row)
    return parts


def join_rows(rows: Sequence[str], width: int) -> str:
    """The cells that these rows were: a blank between two, unless a word goes on; TURN where there may be none."""
    text = ""
    divided = True
    for row in rows:
        between = f"{BLANK}{TURN}" if isinstance(row, _Overleaf) or text.endswith(_STOPS) else BLANK
        text += ("" if divided else between) + row.strip(BLANK)
        divided = goes_on(row, width)
        text = text.removesuffix(CONTINUED) if divided else text
    return text


def goes_on(row: str, width: int) -> bool:
    """Return whether the last word of a row goes on in the next one: near the end of the line is the sign for it."""
    return width - WITHIN < len(row) <= width and row.endswith(CONTINUED)


def bare(listing: str) -> str:
    """Return the cells of a listing, one blank between words, without the signs that they are not contracted."""
    text = re.sub(f"{BLANK}+", BLANK, listing).strip(BLANK)
    opened, closed = UNCONTRACTED
    if text.startswith(opened) and text.endswith(closed):
        return text.removeprefix(opened).removesuffix(closed)
    return text


def heading_level(rows: Sequence[str], width: int) -> int:
    """Return the level of the heading that these rows are; 0 where they are not a heading."""
    insides = [_inside(row) for row in rows]
    if all(
        inside >= 3 and inside == (width - (len(row) - inside)) // 2 for row, inside in zip(rows, insides, strict=True)
    ):
        return 1
    return insides[0] // 2 if len(set(insides)) == 1 and insides[0] >= 4 and not insides[0] % 2 else 0


def contents(found: Sequence[RowGroup], width: int) -> Iterator[tuple[Entry, str]]:
    """Yield the rows of the list of contents, each with the cells of its page."""
    pending: list[str] = []
    for row in (row for group in found for row in group.rows):
        pending.append(row)
        if entry := _ENTRY.fullmatch(join_rows(pending, width - NUMBERED)):
            yield Entry("contents", _inside(pending[0]) // 2 + 1, "", "", entry["words"]), entry["page"]
            pending = []


def is_table(rows: Sequence[str]) -> bool:
    """Return whether these rows are a table's: one is the rule under its heads."""
    return any(_is_rule(row) for row in rows)


def _is_rule(row: str) -> bool:
    return len(row) > 3 and row.startswith(RULE) and not row.replace(RULE, "").strip(BLANK)


def _columns(rule: str) -> list[tuple[int, int | None]]:
    """Return where the columns begin and end that are over this rule."""
    begins = [match.start() for match in re.finditer(f"{RULE}+", rule)]
    return list(zip(begins, [*begins[1:], None], strict=True))


def _divide_at_rules(rows: Sequence[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for row in rows:
        if row == RULE * 3:
            parts.append([])
        else:
            parts[-1].append(row)
    return [part for part in parts if part]


def _fields(rows: Sequence[str], width: int) -> list[str]:
    lines = _divide_at(rows, lambda inside: inside < 4)
    return ["" if (text := join_rows(line, width)) == RULE else text for line in lines]


def _inside(row: str) -> int:
    return len(row) - len(row.lstrip(BLANK))

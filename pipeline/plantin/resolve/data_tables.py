"""Turns a data file into the nodes of a typed table, with numbers as the language writes them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, get_args

from plantin.findings import Place
from plantin.house.conventions import day_of
from plantin.resolve.collation import sort_key
from plantin.source.nodes import Node

if TYPE_CHECKING:
    from plantin.house.locale import Locale

NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,15})?")
"""A number of a data file."""
DECIMAL_COMMA = re.compile(r"-?\d{1,15}(?:[.\u00a0\u202f ]\d{3})*,(?:\d{1,2}|\d{4,15})|-?0,\d{3}")
"""A number with a comma before its decimals; that of 1,371 may be between thousands."""
YEAR = re.compile(r"(?:19|20)\d\d")
"""A year, which has no mark between its thousands."""
DATE = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])(-(?:0[1-9]|[12]\d|3[01]))?")
"""A day or a month of a data file."""
ColumnKind = Literal["text", "number", "percent", "share", "date"]
"""What is in a column; ``percent`` are hundredths, 25.3, and ``share`` parts of one, 0.253."""
OPTIONS = ("columns", "sort", "total", "sparkline")
"""What an author may ask of a table of data."""
_TOTAL, SPARKLINE = "total", "sparkline"
"""The words that the row of totals and the column of sparklines are named by; the class of the cells of this one."""
_LONGEST_WHOLE_NAME = 24
"""The letters of the longest name of totals that a narrow column does not divide into lines."""
_FEWEST, _MOST = 2, 24
"""How many values a sparkline has."""
_NAMED = 5
"""So many wrong cells are named; the others are counted."""


class ColumnsError(ValueError):
    """Data that do not give what is asked of them: what is wrong, and ``hint``, what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a table: its number in the data, from 0, its head there, and what is in it."""

    at: int
    name: str
    kind: ColumnKind


def arrange(
    rows: list[list[str]], options: Mapping[str, str], words: Mapping[str, str], place: Place, locale: Locale
) -> Node:
    """Return the node of a table with those columns of the data ``rows`` that ``given`` names, each by its kind, sorted
    and with totals, as it says (``OPTIONS``); ``words`` are shown instead of heads and cells of the data. Raises
    ColumnsError.
    """
    heads = [_squeeze(head) for head in rows[0]]
    asked_for = {option for option in (_TOTAL, SPARKLINE) if _split_names(options.get(option, ""))}
    if strange := sorted({*words} - {_squeeze(cell) for row in rows for cell in row} - asked_for):
        name, hint = strange[0][:60], "Name a head or a cell as it is."
        if name in (_TOTAL, SPARKLINE):
            hint = f'Name the columns that it is made of, as {name}="2019, 2020", or remove the word.'
        raise ColumnsError(f"a word of {name!r}, which is not in the data", hint)
    columns = [_column(name, heads, rows) for name in _split_names(options.get("columns", "")) or heads]
    asked = [_column(f"{name}:number", heads, rows) for name in _split_names(options.get(SPARKLINE, ""))]
    body = [[_squeeze(cell) for cell in row] for row in rows[1:]]
    for column in (*columns, *asked):
        _require_kind(column, body)
    for order in reversed(_split_names(options.get("sort", ""))):
        body = _sort_rows(body, _column(order.removeprefix("-"), heads, rows, columns), words, locale, order[:1] == "-")
    ends = [column.kind in _SUMMED for column in columns]
    printed_rows = [[_format_cell(row[column.at], column.kind, words, locale) for column in columns] for row in body]
    table_rows = [_row("Head", [words.get(column.name, column.name) for column in columns], ends, place)]
    table_rows += [_row("Row", row, ends, place) for row in printed_rows]
    drawn = _sparkline_cells(asked, body, words, place, locale) if asked else []
    if summed := [_column(name, heads, rows, columns) for name in _split_names(options.get("total", ""))]:
        table_rows.append(_row("Row", _totals(summed, columns, body, words, locale), ends, place, strong=True))
    if drawn:
        drawn += [_cell("", "AlignDefault", place, strong=False)] * (len(table_rows) - len(drawn))
        table_rows = [replace(row, children=(*row.children, cell)) for row, cell in zip(table_rows, drawn, strict=True)]
    return Node("Table", place, tuple(table_rows))


def _sparkline_cells(
    columns: Sequence[_Column], body: Sequence[Sequence[str]], words: Mapping[str, str], place: Place, locale: Locale
) -> list[Node]:
    """Return the cells of a column of sparklines of these ``columns``, its head first. The attributes of a cell are its
    values after the heads of their columns. Raises ColumnsError.
    """
    if locale.charts is None:
        hint = "Give its locale the table [charts]."
        raise ColumnsError(f"the language {locale.language} has no words for sparklines", hint)
    if not _FEWEST <= len(columns) <= _MOST:
        raise ColumnsError(f"columns of a sparkline: {len(columns)}", f"Name {_FEWEST} to {_MOST} columns.")
    if SPARKLINE not in words:
        raise ColumnsError("sparklines without a head", "Name their column by [2019 to 2023]{of=sparkline}.")
    cells = [_cell(words[SPARKLINE], "AlignDefault", place, strong=False)]
    for row in body:
        values = tuple((words.get(column.name, column.name), row[column.at]) for column in columns)
        filled = sum(bool(value) for _, value in values)
        if filled == 1:
            hint = "Give it a second value, or leave all its cells empty."
            raise ColumnsError(f"the row {row[0][:40]!r} has one value for its sparkline", hint)
        cells.append(Node("Cell", place, style="AlignDefault", classes=(SPARKLINE,) * bool(filled), attributes=values))
    return cells


def _split_names(names: str) -> list[str]:
    return [name for name in map(_squeeze, names.split(",")) if name]


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _column(name: str, heads: Sequence[str], rows: Sequence[Sequence[str]], known: Sequence[_Column] = ()) -> _Column:
    """Return the column of that name, with ``:percent`` or another kind after it; else of its kind in ``known``."""
    name, kind = _split_kind(name, heads)
    at = place_of(name, heads, f"; kinds: {', '.join(_FORMS)}")
    same = next((column for column in known if column.at == at), None)
    return same or _Column(
        at, name, kind or ("number" if at and are_numbers([row[at] for row in rows[1:]]) else "text")
    )


def _split_kind(name: str, heads: Sequence[str]) -> tuple[str, ColumnKind | None]:
    """Return the name of a column and the kind after it, None where there is none."""
    before, _, after = name.rpartition(":")
    kind = None if name in heads else next((kind for kind in get_args(ColumnKind) if kind == after), None)
    return (before.strip(), kind) if kind else (name, None)


def place_of(name: str, heads: Sequence[str], more: str = "") -> int:
    """Return the number of the column ``name``, from 0. Raises ColumnsError, whose hint ends with ``more``."""
    if heads.count(name) != 1:
        message = f"the data have {'several columns' if name in heads else 'no column'} {name[:60]!r}"
        raise ColumnsError(message, f"Their columns: {', '.join(heads)[:300]}{more}.")
    return heads.index(name)


def _require_kind(column: _Column, body: Sequence[Sequence[str]]) -> None:
    """Raises ColumnsError for a cell that is not of the kind of its column."""
    if column.kind != "text":
        hint = "Write 1371.5 or 2026-03-02, and leave a cell empty where there is nothing; or take another kind."
        form = DATE if column.kind == "date" else NUMBER
        require_form(form, column.name, [row[column.at] for row in body], f"no {column.kind}", hint)


def require_form(form: re.Pattern[str], column: str, cells: Sequence[str], wrong: str, hint: str) -> None:
    """Raises ColumnsError, with ``hint``, which names ``cells`` of ``column``, not empty, without this ``form``."""
    faults = [f"{cell[:40]!r} in row {n}" for n, cell in enumerate(cells, 2) if cell and not form.fullmatch(cell)]
    if faults:
        more = f" and {len(faults) - _NAMED} more" if len(faults) > _NAMED else ""
        raise ColumnsError(f"the column {column!r} has {', '.join(faults[:_NAMED])}{more}: {wrong}", hint)


def _sort_rows(
    body: list[list[str]], column: _Column, words: Mapping[str, str], locale: Locale, down: bool
) -> list[list[str]]:
    """Return the rows by a column, those without a cell there last."""

    def key(row: list[str]) -> tuple[int, ...] | str | Decimal:
        cell = row[column.at]
        if column.kind in ("date", "text"):
            return cell if column.kind == "date" else sort_key(words.get(cell, cell), locale.index.after)
        return Decimal(cell)

    full = [row for row in body if row[column.at]]
    return [*sorted(full, key=key, reverse=down), *(row for row in body if not row[column.at])]


def _totals(
    summed: Sequence[_Column],
    columns: Sequence[_Column],
    body: Sequence[Sequence[str]],
    words: Mapping[str, str],
    locale: Locale,
) -> list[str]:
    """Return the cells of the last row: the totals of columns, and its name."""
    if _TOTAL not in words or columns[0] in summed or any(column.kind not in _SUMMED for column in summed):
        hint = "Name it by [All districts]{of=total}; columns of numbers or per cent are summed, but for the first one."
        raise ColumnsError("totals without a name, or of a column that cannot be summed", hint)
    sums = {
        at: sum((Decimal(row[at]) for row in body if row[at]), Decimal(0)) for at in (column.at for column in summed)
    }
    kinds = ((column.kind, sums.get(column.at)) for column in columns)
    cells = ["" if total is None else _format_cell(format(total, "f"), kind, {}, locale) for kind, total in kinds]
    name = words[_TOTAL]
    return [name.replace(" ", "\u00a0") if len(name) <= _LONGEST_WHOLE_NAME else name, *cells[1:]]


def _format_cell(cell: str, kind: ColumnKind, words: Mapping[str, str], locale: Locale) -> str:
    return words[cell] if cell in words else _FORMS[kind](cell, locale) if cell else ""


def format_date(cell: str, locale: Locale) -> str:
    """Return the day or month ``cell`` as the language writes it. Raises ColumnsError where no calendar has it."""
    try:
        return locale.date(cell)
    except ValueError:
        raise _no_day(cell) from None


def day(cell: str) -> dt.date:
    """Return the day ``cell``, or the first of that month. Raises ColumnsError."""
    try:
        return day_of(cell)
    except ValueError:
        raise _no_day(cell) from None


def _no_day(cell: str) -> ColumnsError:
    return ColumnsError(f"{cell!r} is no day of the calendar", "Correct the date.")


def _share(cell: str, locale: Locale) -> str:
    """Return a part of one per cent as the language writes it, all decimals kept."""
    return locale.percentage(format(Decimal(cell).scaleb(2), "f"))


def grid(rows: list[list[str]], place: Place, locale: Locale) -> Node:
    """Return the node of a table with these ``rows``, the first of which is its head. In columns of numbers, but for
    the first, numbers are written as the language does, with as many decimals as they have, and are aligned with the
    end of their cells; years stay as they are.
    """
    texts, numeric = format_rows(rows, locale)
    return Node("Table", place, tuple(_row("Row" if n else "Head", row, numeric, place) for n, row in enumerate(texts)))


def format_rows(rows: list[list[str]], locale: Locale) -> tuple[list[list[str]], list[bool]]:
    """Return the ``rows`` as ``grid`` shows them, and which of their columns have numbers."""
    numeric = [at > 0 and are_numbers([row[at] for row in rows[1:]]) for at in range(len(rows[0]))]
    # Squeezed first: what a number is printed with is no space of the file.
    head, *body = (list(map(_squeeze, row)) for row in rows)
    return [
        head,
        *([format_number(cell, locale) if numeric[at] else cell for at, cell in enumerate(row)] for row in body),
    ], numeric


def comma_fault(rows: list[list[str]], columns: str, locale: Locale) -> str:
    """Return what is wrong with the first column of ``rows`` that has a decimal comma, which is printed as typed: empty
    where the language of ``locale`` writes numbers so, or ``columns`` gives the column a kind.
    """
    stated = {name.rpartition(":")[0].strip() for name in _split_names(columns)}
    for at, head in enumerate(map(_squeeze, rows[0])):
        cells = [cell for row in rows[1:] if DECIMAL_COMMA.fullmatch(cell := row[at].strip())]
        if cells and at and head not in stated and not locale.has_decimal_comma:
            return f"the column {head[:60]!r} has {cells[0]!r}, a decimal comma in {len(cells)} of {len(rows) - 1} rows"
    return ""


def value(rows: list[list[str]], original: list[list[str]], row: str, column: str, locale: Locale) -> str:
    """Return what ``rows`` say where the ``original`` has the ``row`` (a cell of its first column) and the ``column``
    (a cell of its head, with the kind after it as for a table): as in a table. Raises LookupError, with words, where
    there is no such row or column, or are several; ColumnsError for a value of another kind.
    """
    column, kind = _split_kind(column, [" ".join(head.split()) for head in original[0]])
    at = _place([cells[0] for cells in original[1:]], row, "row") + 1
    across = _place(original[0], column, "column")
    if at >= len(rows) or across >= len(rows[0]):
        raise LookupError("the file of this language has fewer rows or columns than the original")
    cell = rows[at][across]
    if kind:
        _require_kind(_Column(across, column, kind), [rows[at]])
        return _format_cell(cell, kind, {}, locale)
    return format_number(cell, locale) if are_numbers([cells[across] for cells in rows[1:]]) else " ".join(cell.split())


def _place(names: list[str], name: str, noun: str) -> int:
    places = [n for n, candidate in enumerate(names) if " ".join(candidate.split()) == " ".join(name.split())]
    if len(places) != 1:
        raise LookupError(f"{'several' if places else 'no'} {noun}{'s' if places else ''} {name!r}")
    return places[0]


def are_numbers(cells: list[str]) -> bool:
    """Return whether the ``cells`` of a column are numbers, and not years alone."""
    numbers = [cell.strip() for cell in cells if NUMBER.fullmatch(cell.strip())]
    return bool(numbers) and not all(map(YEAR.fullmatch, numbers))


def format_number(cell: str, locale: Locale) -> str:
    """Return the number ``cell`` as the language writes it, with all its decimals; other words as they are."""
    text = cell.strip()
    return locale.number(text) if NUMBER.fullmatch(text) else cell


def _row(kind: str, cells: list[str], numeric: list[bool], place: Place, *, strong: bool = False) -> Node:
    styles = ("AlignDefault", "AlignRight")
    row_cells = (_cell(cell, styles[numeric[at]], place, strong=strong) for at, cell in enumerate(cells))
    return Node(kind, place, tuple(row_cells))


def _cell(text: str, style: str, place: Place, *, strong: bool) -> Node:
    inside: tuple[Node, ...] = (Node("Text", place, text=text),) if text else ()
    inside = (Node("Strong", place, inside),) if strong and inside else inside
    return Node("Cell", place, inside, style=style)


_FORMS: Mapping[ColumnKind, Callable[[str, Locale], str]] = {
    "text": lambda cell, _: cell,
    "number": format_number,
    "percent": lambda cell, locale: locale.percentage(cell),
    "share": _share,
    "date": format_date,
}
"""How the cells of each kind of column are written."""
_SUMMED = ("number", "percent", "share")

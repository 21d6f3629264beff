"""What a workbook (Office Open XML, OpenDocument) hides: sheets, rows, columns, comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from lxml import etree

from plantin.bounded import archive, xml
from plantin.bounded.archive import Archive, ArchiveError
from plantin.bounded.data import DataError
from plantin.bounded.xml import XmlError

HiddenCells = Literal["", "printed", "left-out"]
"""What an author asks for hidden rows and columns: left out with a finding, printed, or left out without one."""
CHOICES = get_args(HiddenCells)[1:]
_MOST = 2_000_000
"""So many rows and columns a sheet has at most; a repetition to the end of the sheet is cut there."""
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


@dataclass(frozen=True, slots=True)
class SheetVisibility:
    """The first sheet that a workbook shows: its number from 0, the names of hidden ones before it, its hidden rows
    and columns as ranges of numbers from 0, and how many comments the workbook has.
    """

    sheet: int
    before: tuple[str, ...] = ()
    rows: tuple[range, ...] = ()
    columns: tuple[range, ...] = ()
    comments: int = 0


def visibility(content: bytes, suffix: str, *, first: bool = False) -> SheetVisibility:
    """Return what a workbook hides of the first sheet it shows, with ``first`` of its first. Raises DataError."""
    try:
        files = archive.open_archive(content)
        return _of_ods(files, first=first) if suffix == ".ods" else _of_xlsx(files, first=first)
    except (ArchiveError, XmlError) as error:
        raise DataError(f"not a {suffix} file that can be read: {error}") from None


def name_ranges(ranges: Sequence[range], *, letters: bool = False) -> str:
    """Return rows by their numbers, or columns by their ``letters``, as a spreadsheet names them.

    >>> name_ranges([range(2, 3), range(6, 9)]), name_ranges([range(25, 28)], letters=True)
    ('3, 7-9', 'Z-AB')
    """
    ends = ((span.start, span.stop - 1) for span in ranges)
    names = ((_letters(low), _letters(high)) if letters else (str(low + 1), str(high + 1)) for low, high in ends)
    return ", ".join(low if low == high else f"{low}-{high}" for low, high in names)


def _letters(column: int) -> str:
    before, last = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def _of_xlsx(files: Archive, *, first: bool) -> SheetVisibility:
    """Read ECMA-376 part 1, 18.2.19 (sheet), 18.3.1.13 (col), 18.3.1.73 (row), 18.7.3 (comment)."""
    sheets = list(_kids(xml.parse(files.read("xl/workbook.xml")), "sheets", "sheet"))
    visible = [n for n, sheet in enumerate(sheets) if sheet.get("state", "visible") == "visible"]
    at = 0 if first or not visible else visible[0]
    relations = xml.parse(files.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): (relation.get("Target") or "") for relation in relations}
    if not sheets:
        return SheetVisibility(at)
    target = next((targets.get(str(key), "") for name, key in sheets[at].attrib.items() if str(name)[-3:] == "}id"), "")
    path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    if path not in files:
        return SheetVisibility(at)
    root = xml.parse(files.read(path))
    columns = [
        range(_number(column, "min", 1) - 1, _number(column, "max", 1))
        for column in _kids(root, "cols", "col")
        if _is_on(column.get("hidden")) or column.get("width") == "0"
    ]
    rows, last = [], 0
    for row in _kids(root, "sheetData", "row"):
        last = _number(row, "r", last + 1)
        if _is_on(row.get("hidden")) or row.get("ht") == "0":
            rows.append(range(last - 1, last))
    parts = (xml.parse(files.read(name)) for name in files if name.startswith("xl/comments") and name.endswith(".xml"))
    comments = sum(len(list(_kids(part, "commentList", "comment"))) for part in parts)
    before = tuple(str(sheet.get("name")) for sheet in sheets[:at])
    return SheetVisibility(at, before, _join_ranges(rows), _join_ranges(columns), comments)


def _of_ods(files: Archive, *, first: bool) -> SheetVisibility:
    """Read OpenDocument 1.3 part 3, 19.749 (table:visibility), 20.404 (table:display), 14.1 (office:annotation)."""
    root = xml.parse(files.read("content.xml"))
    sheets = root.findall(f"{{*}}body/{{*}}spreadsheet/{_TABLE}table")
    off = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        if any(look.get(f"{_TABLE}display") == "false" for look in style.iterfind(f"{_STYLE}table-properties"))
    }
    visible = [n for n, sheet in enumerate(sheets) if sheet.get(f"{_TABLE}style-name") not in off]
    at = 0 if first or not visible else visible[0]
    if not sheets:
        return SheetVisibility(at)
    rows = _hidden_ranges(sheets[at], f"{_TABLE}table-row", f"{_TABLE}number-rows-repeated")
    columns = _hidden_ranges(sheets[at], f"{_TABLE}table-column", f"{_TABLE}number-columns-repeated")
    comments = sum(1 for _ in sheets[at].iter("{*}annotation"))
    before = tuple(str(sheet.get(f"{_TABLE}name")) for sheet in sheets[:at])
    return SheetVisibility(at, before, _join_ranges(rows), _join_ranges(columns), comments)


def _hidden_ranges(sheet: etree._Element, tag: str, repeated: str) -> Iterator[range]:
    """Yield the hidden ones of the rows or columns of a sheet, those in groups among them."""
    at = 0
    for element in sheet.iter(tag):
        end = min(at + _number(element, repeated, 1), _MOST)
        if element.get(f"{_TABLE}visibility", "visible") != "visible":
            yield range(at, end)
        at = end


def _join_ranges(ranges: Iterable[range]) -> tuple[range, ...]:
    """Return ``ranges`` in their order, those that touch made one."""
    joined: list[range] = []
    for span in sorted(ranges, key=lambda span: span.start):
        if joined and span.start <= joined[-1].stop:
            joined[-1] = range(joined[-1].start, max(joined[-1].stop, span.stop))
        else:
            joined.append(span)
    return tuple(joined)


def _kids(root: etree._Element, around: str, tag: str) -> Iterator[etree._Element]:
    """Yield the elements ``tag`` in the elements ``around`` below ``root``, in any namespace (strict, transitional)."""
    for parent in root.iterfind(f"{{*}}{around}"):
        yield from parent.iterfind(f"{{*}}{tag}")


def _number(element: etree._Element, name: str, otherwise: int) -> int:
    value = element.get(name) or ""
    return min(int(value), _MOST) if value.isdecimal() and len(value) < 10 else otherwise


def _is_on(value: str | None) -> bool:
    return value in ("1", "true", "on")

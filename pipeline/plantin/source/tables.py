"""Prepares a body for pandoc: reports fences and rows that it would repair in silence, rewrites HTML tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from plantin.findings import Finding, Place, SourceError
from plantin.source import bounds
from plantin.source import text as source_text
from plantin.source.scan import SourceLine
from plantin.source.text import Source

COLUMNS, ROWS, CELLS = 64, 2000, 20_000
"""How many a table has at most."""
_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*")
_DRAWN = re.compile(r"[ \t>]*\+[-=:]{2,}\+")
_COLONS = re.compile(r"[ \t>]*:::")
_ENDING = re.compile(r"[ \t>]*:{3,}[ \t]*")
_BORDER = re.compile(r"(?<!\\)\|")
_OPENING = re.compile(r"\s*<table[\s>]", re.IGNORECASE)
_CLOSING = re.compile(r"</table\s*>\s*", re.IGNORECASE)
_MARKS = {"em": "*", "strong": "**", "sub": "~", "sup": "^"}
_PARTS = ("table", "thead", "tbody", "tfoot", "tr")
_SPANS = ("colspan", "rowspan")
_SPAN = re.compile("0*[1-9][0-9]{0,3}")
_ALIGNS = {"": "---", "left": ":--", "center": ":-:", "right": "--:"}
_TASK = re.compile(r"[ \t>]*[-*+][ \t]+(\[[ xX]\])[ \t]")
_NOTHING = SourceLine(0, "", "text")
# What stays as the canonical source has it in the text of a cell: calls of notes, references. All other characters mean
# themselves.
_OURS = re.compile(r"(\[\^[^\]\s]+\]|\[\]\(#[^)\s]+\))")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~^$!#&])")
_ADDRESS = re.compile(r"(?:https?|mailto):[^\s<>()\\]+")
_HTML = (
    "A table in HTML has thead, tbody, tr, th, td with colspan and rowspan, and in its cells em, strong, sub, sup, br"
    " and a with href."
)


def prepare(source: Source) -> str:
    """Return the body of ``source`` for pandoc, every line at its number: a table that is alone in HTML in a ``.table``
    is rewritten.

    Raises SourceError: S014 for a fence that opens or closes nothing, for tasks, for lines that begin with a bar or
    draw a table, S016 for HTML in a table that is no table's, S075 for rows of unequal length or spans that do not fit,
    S084 for a table of more than 64 columns or 2,000 rows; S008, S010 and S084 as ``bounds`` has them, for a
    translation is bounded like its original.
    """
    whole = source.body()
    bounds.require(whole, source.path)
    findings: list[Finding] = []
    text = whole.split("\n")
    body = list(source.lines())
    findings += (*_fences(source.path, body), *_stray_marks(source.path, body), *_rows(source.path, body))
    findings += _write_pipes(source.path, body, text)
    if findings:
        raise SourceError(*sorted(findings, key=lambda finding: finding.place))
    return "\n".join(text)


def convert_to_pipes(source: Source) -> Source:
    """Return ``source`` as it is translated: each table in HTML in rows of pipes, so that each cell is a message; every
    line at its number. A table that is wrong stays as it is.
    """
    if "<table" not in source.text().lower():
        return source
    body = list(source.lines())
    front = source.opening + source.head + source.closing
    text = source.text().split("\n")
    _write_pipes(source.path, body, text)
    blocks, after = source_text.blocks("\n".join(text), len(front))
    return replace(source, blocks=blocks, after=after)


def _write_pipes(path: str, body: list[SourceLine], text: list[str]) -> list[Finding]:
    """Put rows of pipes into the lines ``text`` for tables in HTML; what is wrong with those that stay."""
    findings: list[Finding] = []
    for begin, end in _html_tables(body):
        try:
            _rewrite(path, body, text, begin, end)
        except SourceError as error:
            findings += error.findings
    return findings


def _fences(path: str, body: list[SourceLine]) -> Iterator[Finding]:
    """Yield S014 for colons that pandoc would print or that end a box within code; for a box or code left open."""
    hint = "A box begins with ::: and its kind in braces, and ends with as many colons alone on a line."
    for line in body:
        if (
            _COLONS.match(line.text)
            and not line.fence
            and (not line.code or (line.divs and _ENDING.fullmatch(line.text)))
        ):
            yield Finding("S014", f"colons that are no fence, {line.text.strip()!r}", Place(path, line.number, 1), hint)
    last = body[-1]
    if last.divs and not (last.kind == "div closes" and len(last.divs) == 1):
        opened = next(line for line in reversed(body) if line.kind == "div opens" and line.divs == last.divs)
        yield Finding("S014", "a box that is not closed", Place(path, opened.number, 1), hint)
    if last.kind == "comment" and "-->" not in last.text:
        opened = next(line for line in reversed(body) if "<!--" in line.text)
        yield Finding("S014", "a comment that is not closed", Place(path, opened.number, 1), "End it with -->.")
    if last.kind in ("code", "code opens"):
        opened = next(line for line in reversed(body) if line.kind == "code opens")
        hint = "End it with a fence like the one it begins with."
        yield Finding("S014", "code that is not closed", Place(path, opened.number, 1), hint)


def _stray_marks(path: str, body: list[SourceLine]) -> Iterator[Finding]:
    """Yield S014 for tasks, and the first of lines that draw a table or begin with a bar: pandoc prints them."""
    in_table = in_drawing = False
    for before, line, after in zip([_NOTHING, *body], body, [*body[1:], _NOTHING], strict=False):
        in_table = bool(line.text.strip()) and (in_table or bool(_RULE.fullmatch(after.text.strip())))
        if line.code:
            continue
        if match := _TASK.match(line.text):
            hint = "A report has no tasks: say in words what is open and what is done, or write \\[ for the bracket."
            yield Finding("S014", f"a task, {match[1]}", Place(path, line.number, match.start(1) + 1), hint)
        if _DRAWN.match(line.text) and not in_drawing:
            hint = "Write it in rows of pipes, | a | b |, with |---|---| below the head, in a box ::: {.table}."
            yield Finding("S014", "a table drawn with lines", Place(path, line.number, 1), hint)
        in_drawing = bool(line.text.strip()) and (in_drawing or bool(_DRAWN.match(line.text)))
        if line.text.startswith("| ") and not in_drawing and not in_table and (before.fence or not before.text.strip()):
            hint = "End a line with a backslash to begin another below it; a table has |---| below its head."
            yield Finding("S014", "lines that begin with a bar", Place(path, line.number, 1), hint)


# Rows of pipes


def _rows(path: str, body: list[SourceLine]) -> Iterator[Finding]:
    """Yield S075 where a row has more or fewer cells than the head: pandoc drops the one, and invents the other."""
    width = count = 0
    for before, line in zip([_NOTHING, *body], body, strict=False):
        if line.code or not line.text.strip() or "|" not in line.text:
            width = 0
            continue
        place = Place(path, line.number, 1)
        if width:
            count += 1
            cells = _cells(line.text)
            if cells != width:
                hint = f"Give every row {width} cells, as its head has; write \\| for a bar in a cell."
                yield Finding("S075", f"a row of {cells} cells, where the head has {width}", place, hint)
            if "\\\\|" in line.text:
                hint = "Write `\\` as code, or put a space between the backslash and the bar."
                yield Finding("S075", "a backslash before a bar, which would be lost", place, hint)
            if count == ROWS:
                yield _large(f"a table of more than {ROWS:,} rows", place)
            elif count * width > CELLS >= (count - 1) * width:
                yield _large(f"a table of more than {CELLS:,} cells", place)
        elif _RULE.fullmatch(line.text) and "|" in before.text and not before.code:
            width, count = _cells(line.text), 1
            if (head := _cells(before.text)) != width:
                hint = "Give the line below the head a part for each cell."
                yield Finding("S075", f"a head of {head} cells over {width}", Place(path, before.number, 1), hint)
            if width > COLUMNS:
                yield _large(f"a table of {width} columns", place)


def _large(message: str, place: Place) -> Finding:
    hint = f"{COLUMNS} columns, {ROWS:,} rows and {CELLS:,} cells are the most: divide it."
    return Finding("S084", message, place, hint)


def _cells(text: str) -> int:
    """Return how many cells a row of pipes has: a bar after a backslash is no border, one in code is (pandoc)."""
    inner = text.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return len(_BORDER.findall(inner)) + 1


# Tables in HTML


def _html_tables(body: list[SourceLine]) -> Iterator[tuple[int, int]]:
    """Yield where a table in HTML begins and ends, as indices of lines, if it is directly in a div that is a table."""
    begin = -1
    for n, line in enumerate(body):
        within = not line.code and line.divs and re.search(r"\.table\b", line.divs[-1])
        if begin < 0 and within and _OPENING.match(line.text):
            begin = n
        if begin >= 0 and (line.fence or _CLOSING.search(line.text)):
            if not line.fence:
                yield begin, n
            begin = -1


def _rewrite(path: str, body: list[SourceLine], text: list[str], begin: int, end: int) -> None:
    first = body[begin].number
    parser = _HtmlTableReader(path, first)
    parser.feed("\n".join(line.text for line in body[begin : end + 1]))
    parser.close()
    if parser.findings:
        raise SourceError(*parser.findings)
    grid = _Grid(parser.rows, Place(path, first, 1))
    rows = grid.text()
    if len(rows) > end - begin + 1:
        hint = "Begin each row on a line of its own."
        raise SourceError.of(
            "S075", f"a table of {len(parser.rows)} rows on {end - begin + 1} lines", Place(path, first, 1), hint
        )
    text[first - 1 : first + end - begin] = [*rows, *[""] * (end - begin + 1 - len(rows))]
    fence = next(
        line for line in reversed(body[:begin]) if line.fence and line.divs and line.divs[-1] == body[begin].divs[-1]
    )
    extra = ("" if re.search(r"\bhead=", fence.text) else f" head={grid.heads}") + (
        "" if grid.row_heads else " .no-row-heads"
    )
    text[fence.number - 1] = re.sub(r"\}(?=[ \t:]*$)", extra.replace("\\", r"\\") + "}", fence.text)


@dataclass(slots=True)
class _Cell:
    tag: str
    columns: int
    rows: int
    align: str
    text: str = ""


@dataclass(slots=True)
class _HtmlRow:
    head: bool
    cells: list[_Cell] = field(default_factory=list)


class _HtmlTableReader(HTMLParser):
    """Reads the rows of one table; whatever is no part of a table is a finding."""

    def __init__(self, path: str, line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[_HtmlRow] = []
        self.findings: list[Finding] = []
        self._path, self._line = path, line
        self._open: list[str] = []
        self._targets: list[str] = []
        self._starts: list[int] = []
        self._tight, self._closed = False, ""

    def _refuse(self, what: str) -> None:
        line, column = self.getpos()
        self.findings.append(
            Finding("S016", f"{what} in a table", Place(self._path, self._line + line - 1, column + 1), _HTML)
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" and not attrs and any(name in self._open for name in ("td", "th")):
            self._write("<br>")
            return
        attributes = {name: value or "" for name, value in attrs}
        allowed = {"td": (*_SPANS, "align"), "th": (*_SPANS, "align", "scope"), "a": ("href",)}.get(tag, ())
        cell = any(name in self._open for name in ("td", "th"))
        above = {"table": ([],), "tr": (["table"], ["thead"], ["tbody"], ["tfoot"])}.get(tag, (["table"],))
        part = tag in _PARTS and self._open[-1:] in above
        if (tag in ("td", "th") and self._open[-1:] == ["tr"]) or (tag in (*_MARKS, "a") and cell) or part:
            for name in attributes:
                if name not in allowed:
                    self._refuse(f"an attribute {name}")
            self._begin(tag, attributes)
        else:
            self._refuse(f"<{tag}>")
        self._open.append(tag)

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        if tag == "tr":
            self.rows.append(_HtmlRow("thead" in self._open))
        elif tag in ("td", "th"):
            spans = []
            for name in _SPANS:
                value = given.get(name, "1")
                if not _SPAN.fullmatch(value) or int(value) > ROWS:
                    self._refuse(f"{name}={value[:20]!r}")
                    value = "1"
                spans.append(int(value))
            self._tight = False
            if (align := given.get("align", "left")) not in _ALIGNS:
                self._refuse(f"align={align!r}")
            self.rows[-1].cells.append(_Cell(tag, spans[0], spans[1], given.get("align", "")))
        elif tag == "a":
            self._targets.append(given.get("href", ""))
            if not _ADDRESS.fullmatch(self._targets[-1]):
                self._refuse(f"a link to {self._targets[-1]!r}")
        if tag in (*_MARKS, "a"):
            if tag in self._open or (self._tight and tag in ("em", "strong")):
                self._refuse(f"<{tag}> that touches another mark")
            self._starts.append(len(self._text()))

    def handle_endtag(self, tag: str) -> None:
        if tag == "br":
            return
        if self._open[-1:] != [tag]:
            self._refuse(f"</{tag}> that closes nothing")
            return
        self._open.pop()
        if tag == "a":
            self._mark("[", f"]({self._targets.pop().replace('&', '&amp;')})")
        elif tag in _MARKS:
            self._mark(_MARKS[tag], _MARKS[tag])

    def _mark(self, before: str, after: str) -> None:
        """Put the text since the tag opened between marks, its spaces outside them."""
        start = self._starts.pop()
        outer, inner = self._text()[:start], self._text()[start:]
        words = inner.strip()
        if not words:
            self._refuse("a mark without words")
        elif before in ("*", "**") and outer[-1:].isalnum() and not words[0].isalnum():
            self._refuse("a mark that begins inside a word")
        lead, tail = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        self.rows[-1].cells[-1].text = f"{outer}{lead}{before}{words}{after}{tail}"
        self._tight = before in ("*", "**") and not tail
        self._closed = words[-1:]

    def handle_data(self, data: str) -> None:
        if any(name in self._open for name in ("td", "th")):
            if self._tight and data[:1].isalnum() and not self._closed.isalnum():
                self._refuse("a mark that ends inside a word")
            self._tight = False
            parts = _OURS.split(data)
            self._write("".join(part if n % 2 else _MARKUP.sub(r"\\\1", part) for n, part in enumerate(parts)))
        elif data.strip():
            self._refuse(f"{data.strip()[:20]!r} outside a cell")

    def handle_comment(self, data: str) -> None:
        del data
        self._refuse("a comment")

    def handle_decl(self, decl: str) -> None:
        del decl
        self._refuse("a declaration")

    def unknown_decl(self, data: str) -> None:
        del data
        self._refuse("a declaration")

    def handle_pi(self, data: str) -> None:
        del data
        self._refuse("a processing instruction")

    def _text(self) -> str:
        return self.rows[-1].cells[-1].text

    def _write(self, text: str) -> None:
        self.rows[-1].cells[-1].text += text

    def close(self) -> None:
        super().close()
        if self._open and not self.findings:
            self._refuse(f"<{self._open[-1]}> that is not closed")


class _Grid:
    """The rows of a table with the cells that spans cover."""

    def __init__(self, rows: list[_HtmlRow], place: Place) -> None:
        self._place = place
        self._cells: list[list[str]] = [[] for _ in rows]
        self._aligns: dict[int, str] = {}
        has_head = any(row.head for row in rows)
        heads = [row.head if has_head else all(cell.tag == "th" for cell in row.cells) for row in rows]
        self.heads = heads.index(False) if False in heads else len(heads)
        covered: dict[tuple[int, int], str] = {}
        for r, row in enumerate(rows):
            self._lay(r, row, covered)
        columns = {len(cells) for cells in self._cells}
        below = [(n, cell) for row in rows[self.heads :] for n, cell in enumerate(row.cells) if cell.tag == "th"]
        self.row_heads = any(not n and cell.columns == 1 for n, cell in below)
        if any(n for n, _ in below):
            self._refuse("a head in the middle of a row", "Heads of rows are in the first column.")
        if not self.heads or self.heads == len(rows) or any(row.head for row in rows[self.heads :]):
            hint = "Put the rows of its head, and no others, into thead."
            self._refuse("a table without head rows, or without rows below them", hint)
        if len(columns) != 1 or any(r >= len(rows) for r, _ in covered):
            hint = "Let cells and spans of every row add up to the same number."
            self._refuse("a table in HTML whose rows differ in length", hint)
        if columns and (max(columns) > COLUMNS or len(rows) > ROWS or max(columns) * len(rows) > CELLS):
            raise SourceError(_large("a table too large", place))

    def _refuse(self, message: str, hint: str) -> None:
        raise SourceError.of("S075", message, self._place, hint)

    def _lay(self, r: int, row: _HtmlRow, covered: dict[tuple[int, int], str]) -> None:
        out = self._cells[r]
        for cell in row.cells:
            while (r, len(out)) in covered:
                out.append(covered[r, len(out)])
            c = len(out)
            if max(cell.columns, c) > COLUMNS or len(covered) + cell.rows * cell.columns > 2 * CELLS:
                raise SourceError(_large("a table too large", self._place))
            for i in range(cell.rows):
                for j in range(cell.columns):
                    covered[r + i, c + j] = "<" if j else "^"
            if cell.align:
                self._aligns.setdefault(c, cell.align)
            words = " ".join(cell.text.split())
            if words in ("\\<", "\\^"):
                hint = "Use another sign: rows of pipes mean a span by it."
                self._refuse(f"a cell that says {words[1]} and no more", hint)
            out.append(words)
            out += ["<"] * (cell.columns - 1)
        while (r, len(out)) in covered:
            out.append(covered[r, len(out)])

    def text(self) -> list[str]:
        """Return the rows of pipes, the rule below the first of them."""
        rule = [_ALIGNS.get(self._aligns.get(c, ""), "---") for c in range(len(self._cells[0]))]
        rows = [self._cells[0], rule, *self._cells[1:]]
        return ["| " + " | ".join(row) + " |" for row in rows]

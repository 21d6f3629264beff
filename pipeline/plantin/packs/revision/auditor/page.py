"""Reads a web redline back: with all its changes accepted, and with all rejected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from lxml import etree

from plantin.bounded import html, xml
from plantin.findings import Finding
from plantin.model.outline import Entry, Outline, normal
from plantin.packs.revision.auditor import fault
from plantin.packs.revision.tables import RevisionWords

SERIES = ("masthead", "body", "notes")
Settling = Literal["accept", "reject"]
_GONE = {"accept": "del", "reject": "ins"}
_LINES = ("p", "tr", "h3", "h4", "h5", "h6")
_SPOKEN = ("spoken", "back")
_SHAPE = re.compile(r"[a-z](\d*)(?:/(\d+))?")


def lines(content: bytes, how: Settling) -> dict[str, list[str]]:
    """Return the lines of the page with these bytes, by series, when all its changes are accepted or rejected."""
    root = html.parse(content)
    spoken = [node for node in root.iter("span", "a") if node.get("class") in _SPOKEN]
    for node in [*root.iter(_GONE[how]), *spoken]:
        xml.replace(node)
    for node in root.iter("sup"):
        if re.fullmatch(r"\[[^\]]*\]", node.text or "") and not len(node):
            node.text = f"[^{(node.text or '')[1:-1]}]"
    return {
        series: [text for node in section.iter(*_LINES) if (text := _text(node))]
        for section in root.iter("section")
        if (series := str(section.get("id"))) in SERIES
    }


def unlike(content: bytes, path: str, before: Outline, now: Outline, words: RevisionWords) -> tuple[Finding, ...]:
    """Return where the page says otherwise than both states, or does not announce a change in ``words``: REV005."""
    unspoken = [
        f"nothing says that “{''.join(map(str, node.itertext()))[:60]}” is {node.tag}"
        for node in html.parse(content).iter("ins", "del")
        if (_spoken(node.getprevious()), _spoken(node.getnext()))
        != (normal(words.inserted if node.tag == "ins" else words.deleted), normal(f"({words.end})"))
    ]
    unread = differences(lambda how: lines(content, how), before, now)
    return tuple(fault(path, message) for message in (*unspoken, *unread))


def differences(
    read: Callable[[Settling], Mapping[str, Sequence[str]]], before: Outline, now: Outline
) -> Iterator[str]:
    """Yield how the lines that are ``read`` of a page, with all its changes accepted and with all rejected, differ from
    both states.
    """
    for outline, how in ((now, "accept"), (before, "reject")):
        settled = read(how)  # type: ignore[arg-type]
        for series in SERIES:
            expected, seen = list(_expected(getattr(outline, series))), settled.get(series, [])
            where = f"all changes {how}ed, {series}"
            differing = [pair for pair in zip(expected, seen, strict=False) if pair[0] != pair[1]]
            yield from (f"{where}: the page says “{text[:60]}”, not “{wanted[:60]}”" for wanted, text in differing[:1])
            if len(expected) != len(seen):
                yield f"{where}: the page has {len(seen)} lines, not {len(expected)}"


def _expected(entries: Iterable[Entry | str]) -> Iterator[str]:
    """Yield the lines of one state, in a row an empty cell for each column that a cell from above reaches down into."""
    reaching: dict[int, int] = {}
    for entry in entries:
        if isinstance(entry, str):
            text = normal(entry)
        elif entry.kind == "row":
            text = join_cells(_grid_row(entry, reaching))
        else:
            reaching.clear()
            text = normal(f"{entry.label} {entry.text}")
        yield from [text] if text else []


def _grid_row(entry: Entry, reaching: dict[int, int]) -> Iterator[str]:
    """Yield the cells of a row; ``reaching`` has how many rows more each column is taken from above."""
    shapes, texts, column = entry.label.split(" "), entry.text.split(" | "), 0
    more = len(texts) - len(shapes)  # signs that a cell itself has
    for shape, text in zip(shapes, (" | ".join(texts[: more + 1]), *texts[more + 1 :]), strict=True):
        while reaching.get(column):
            yield ""
            reaching[column] -= 1
            column += 1
        match = _SHAPE.match(shape)
        columns, rows = (int(number or 1) for number in match.groups()) if match else (1, 1)
        yield text
        reaching |= dict.fromkeys(range(column, column + columns), rows - 1)
        column += columns
    for last in sorted(at for at, left in reaching.items() if left and at >= column):
        yield ""
        reaching[last] -= 1


def join_cells(texts: Iterable[str]) -> str:
    """Return the text of a row of such cells; empty where they all are."""
    cells = [normal(text) for text in texts]
    return " | ".join(cells) if any(cells) else ""


def _spoken(node: etree._Element | None) -> str:
    return normal(node.text or "") if node is not None and node.get("class") == "spoken" else ""


def _text(node: etree._Element) -> str:
    if node.tag == "tr":
        return join_cells("".join(map(str, cell.itertext())) for cell in node)
    return normal("".join(map(str, node.itertext())))

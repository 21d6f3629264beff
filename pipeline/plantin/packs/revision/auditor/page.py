"""Reads a web redline back: with all its changes accepted, and with all rejected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from lxml import etree

from plantin.bounded import html, xml
from plantin.findings import Finding, Place
from plantin.model.outline import Entry, Outline, normal

_SERIES = ("masthead", "body", "notes")
_GONE = {"accept": "del", "reject": "ins"}
_SPOKEN = ("spoken", "back")


def lines(content: bytes, how: Literal["accept", "reject"]) -> dict[str, list[str]]:
    """Return the lines of the page with these bytes, by series, when all its changes are accepted or rejected."""
    root = html.parse(content)
    spoken = [node for node in root.iter("span", "a") if node.get("class") in _SPOKEN]
    for node in [*root.iter(_GONE[how]), *spoken]:
        xml.replace(node)
    for node in root.iter("sup"):
        if re.fullmatch(r"\[[^\]]*\]", node.text or "") and not len(node):
            node.text = f"[^{(node.text or '')[1:-1]}]"
    return {
        series: [text for node in _blocks(section) if (text := _text(node))]
        for section in root.iter("section")
        if (series := str(section.get("id"))) in _SERIES
    }


def unlike(content: bytes, path: str, before: Outline, now: Outline) -> tuple[Finding, ...]:
    """Return where the page says otherwise than both states: REV005."""
    findings = []
    for outline, how in ((now, "accept"), (before, "reject")):
        found = lines(content, how)  # type: ignore[arg-type]
        for series in _SERIES:
            expected = [text for entry in getattr(outline, series) if (text := _expected(entry))]
            findings += list(_differences(expected, found.get(series, []), f"all changes {how}ed, {series}"))
    return tuple(replace(finding, place=Place(path)) for finding in findings)


def _differences(expected: Sequence[str], found: Sequence[str], where: str) -> Iterator[Finding]:
    hint = "Report it with both sources."
    for wanted, seen in zip(expected, found, strict=False):
        if wanted != seen:
            yield Finding("REV005", f"{where}: the page says “{seen[:60]}”, not “{wanted[:60]}”", Place(""), hint)
            return
    if len(expected) != len(found):
        yield Finding("REV005", f"{where}: the page has {len(found)} lines, not {len(expected)}", Place(""), hint)


def _expected(entry: Entry | str) -> str:
    if isinstance(entry, str):
        return normal(entry)
    return _words([entry.text] if entry.kind == "row" else [entry.label, entry.text])


def _words(texts: Iterable[str]) -> str:
    text = normal(" ".join(texts))
    return text if text.strip("| ") else ""


def _blocks(section: etree._Element) -> Iterator[etree._Element]:
    """Yield the lines of a part of the page in order, without its heading."""
    return (node for node in section.iter("p", "tr", "h3", "h4", "h5", "h6"))


def _text(node: etree._Element) -> str:
    if node.tag == "tr":
        return _words([" | ".join("".join(map(str, cell.itertext())) for cell in node)])
    return _words(["".join(map(str, node.itertext()))])

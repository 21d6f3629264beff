"""Reads a changed text again: pandoc is given only the paragraphs whose words changed.

For a process that shows a report over and over while its author works at it; nothing is kept until ``keep`` is called.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence

from plantin.bounded import patterns
from plantin.findings import Finding
from plantin.source import pandoc, scan
from plantin.source import text as source_text
from plantin.source.nodes import Node

_ALONE = ("Para", "Header")
"""The kinds of blocks that mean the same in any place."""
_LARGEST = 1_000_000
"""Characters of the longest text that is kept."""
_SEARCHES = 50_000
"""So many searches for patterns of the house are kept: those in two long reports."""
_CHANGED = 20
"""So many paragraphs at most are read by themselves."""
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:")
_HTML = re.compile(r"^[ \t>]*<[!?/A-Za-z]", re.MULTILINE)
"""What may begin a block of HTML, which blank lines need not end (CommonMark 0.31, "HTML blocks")."""
_NOT_ALONE = re.compile(r"[\s:{]|.*\$", re.DOTALL)
"""How a paragraph begins that may belong to the one before or after it (definition, attributes); or has a formula."""

_kept: OrderedDict[tuple[str, str], tuple[Node, ...]] = OrderedDict()
_most = 0


def keep(most: int) -> None:
    """Keep what pandoc makes of the ``most`` texts that are read last, and where patterns of the house are in their
    passages; 0 keeps none.
    """
    global _most  # noqa: PLW0603 - of a process
    _most = most
    patterns.keep(_SEARCHES if most else 0)
    while len(_kept) > most:
        _kept.popitem(last=False)


def parse(body: str, path: str) -> tuple[tuple[Node, ...], tuple[Finding, ...]]:
    """Return what ``pandoc.parse`` gives, and raises."""
    if not _most or len(body) > _LARGEST:
        return pandoc.parse(body, path)
    reread = _reread(body, path)
    nodes, warnings = (reread, ()) if reread is not None else pandoc.parse(body, path)
    if not warnings:
        _kept[path, body] = nodes
        _kept.move_to_end((path, body))
        keep(_most)
    return nodes, warnings


def _reread(body: str, path: str) -> tuple[Node, ...] | None:
    """Return the blocks of ``body`` where they can be had from a text that was read before, else nothing."""
    if (path, body) in _kept:
        return _kept[path, body]
    if _HTML.search(body):
        return None
    lines, blocks = body.split("\n"), _scan_blocks(body)
    for (name, text), nodes in reversed(_kept.items()):
        if name != path:
            continue
        before = text.split("\n")
        if len(before) != len(lines):
            continue
        changed = {number for number, (old, new) in enumerate(zip(before, lines, strict=True), 1) if old != new}
        if (begins := _passages(blocks, changed)) and begins == _passages(_scan_blocks(text), changed):
            return _mend_nodes(nodes, len(lines), blocks, begins, path)
    return None


_Scanned = Sequence[tuple[scan.Block, tuple[scan.SourceLine, ...]]]


def _scan_blocks(body: str) -> _Scanned:
    """Return the runs of lines between blank ones, each with its lines."""
    return tuple(scan.blocks(source_text.blocks(body)[0]))


def _passages(blocks: _Scanned, changed: set[int]) -> dict[int, int] | None:
    """Return the first line and the last of each passage that has a line of ``changed``; nothing where one of them is
    not a paragraph or a heading by itself, or there are too many.
    """
    ends: dict[int, int] = {}
    left = set(changed)
    previous = ""
    for block, inside in blocks:
        numbers = {line.number for line in inside}
        if not left.isdisjoint(numbers):
            plain = all(line.kind == "text" and not line.divs and not line.note for line in inside)
            if not plain or _NOT_ALONE.match(block.text) or _DEFINITION.match(block.text) or previous.startswith("{"):
                return None
            ends[block.line] = block.line + len(inside) - 1
            left -= numbers
        previous = block.text
    return ends if not left and 0 < len(ends) <= _CHANGED else None


def _mend_nodes(
    nodes: tuple[Node, ...], count: int, blocks: _Scanned, begins: dict[int, int], path: str
) -> tuple[Node, ...] | None:
    """Return ``nodes`` with the passages that begin and end at the lines ``begins`` read again, in a text of ``count``
    lines of which pandoc is given nothing else but what notes and links are defined as.
    """
    places = {node.place.line: number for number, node in enumerate(nodes) if node.kind in _ALONE}
    if not begins.keys() <= places.keys():
        return None
    alone = [""] * count
    for block, inside in blocks:
        if block.line in begins or any(line.note or _DEFINITION.match(line.text) for line in inside):
            alone[block.line - 1 : block.line - 1 + len(inside)] = block.text.split("\n")
    read, warnings = pandoc.parse("\n".join(alone), path)
    if warnings or [(node.kind in _ALONE, node.place.line) for node in read] != [(True, line) for line in begins]:
        return None
    reread = list(nodes)
    for node in read:
        reread[places[node.place.line]] = node
    return tuple(reread)

"""Symbols of documents that are not written as the Organization writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.lint.source.passage import Passage, Slip

_HINT = "Write it as the document has it, as S/2016/92, A/71/344/Add.1 or E/CN.4/2003/10."
_ORGAN = r"(?<![\w/.:-])(?:A|S|E|ST)"
# Dag Hammarskjöld Library, "UN document symbols": the Council has years, the Assembly sessions; suffixes have a full stop and a number.
_MALFORMED = (
    (re.compile(rf"{_ORGAN}(?: /|/ )\s?(?:[A-Z]+/ ?)?\d[\d/ ]*|{_ORGAN}/\d+(?: /|/ )\d+"), "a space in the symbol"),
    (re.compile(rf"{_ORGAN}(?:/\w+)*//[\w/.]+"), "two slashes in the symbol"),
    (re.compile(r"(?<![\w/.:-])[ase]/(?:res/)?\d{2,4}/\d+"), "small letters in the symbol"),
    (re.compile(r"(?<![\w/.:-])[АЅЕ]/(?:\w+/)?\d[\d/]*"), "a letter of another script in the symbol"),
    (re.compile(r"(?<![\w/.:-])S/(?:\d{1,3}|\d{5,})/\d+"), "no year in the symbol"),
    (re.compile(r"(?<![\w/.:-])A/\d{4,}/\d+"), "no session in the symbol"),
    (re.compile(rf"{_ORGAN}/\d{{2,4}}[-–]\d+"), "a hyphen or a dash in the symbol"),
    (re.compile(rf"{_ORGAN}(?:/[\w.]+)*/(?:[Aa]dd|ADD|[Cc]orr|CORR|[Rr]ev|REV)(?!\.\d)[ .]?\d*"), "a malformed suffix in the symbol"),
    (re.compile(rf"{_ORGAN}(?:/[\w.]+)*/(?:add|ADD|corr|CORR|rev|REV)\.\d+"), "a malformed suffix in the symbol"),
    (re.compile(rf"{_ORGAN}(?:/[\w.]*\d)+/(?=[\s,;)]|$)", re.MULTILINE), "a slash at the end of the symbol"),
)


def found(read: tuple[Passage, ...]) -> Iterator[Slip]:
    """S079 for each symbol with a fault."""
    for passage in read:
        seen: list[range] = []
        for pattern, message in _MALFORMED:
            for match in pattern.finditer(passage.prose):
                if any(match.start() in other for other in seen):
                    continue
                seen.append(range(match.start(), match.end()))
                yield passage.slip("S079", f"{message} {match[0]!r}", match.start(), _HINT)

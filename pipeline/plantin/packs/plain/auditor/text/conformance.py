"""How plain text conforms to its grammar (text.toml): its characters and the addresses in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plantin.auditors.fault import finding
from plantin.auditors.grammar import rows
from plantin.auditors.statements import CHARACTER, LINK, Conformance, Statement
from plantin.findings import Finding
from plantin.packs.plain.auditor.text.tokens import join_lines, pieces

_ADDRESS = re.compile(r" <([a-z][a-z0-9+.-]*:[^<>\s]+)>", re.IGNORECASE)


def conformance(text: str, name: str) -> Conformance:
    """Return A019 for each line with a character that no text may have; characters and addresses as statements."""
    table = rows("plantin.packs.plain.auditor.text", "text")
    unseen = re.compile(table["characters"]["unseen"])
    findings = _find_unseen(text, unseen, name)
    stated = [Statement(LINK, address, f"line {piece.line}") for piece in pieces(text) if piece.kind == "block"
            for address in _ADDRESS.findall(join_lines(piece.lines))]  # fmt: skip
    return Conformance(tuple(findings), (*stated, *characters(text, table["characters"]["own"])))


def characters(text: str, own: str) -> Iterator[Statement]:
    """Yield every character of ``text`` that is not in ``own``, the signs of a grammar, with the line where it is
    first.
    """
    for character in sorted(set(text) - set(own)):
        yield Statement(CHARACTER, character, f"line {text.count(chr(10), 0, text.index(character)) + 1}")


def _find_unseen(text: str, unseen: re.Pattern[str], name: str) -> Iterator[Finding]:
    """Yield the lines with a character that no text may have."""
    for number, line in enumerate(text.split("\n"), 1):
        if match := unseen.search(line):
            yield finding("A019", f"U+{ord(match[0]):04X} is not in the grammar of plain text", name, line=number)

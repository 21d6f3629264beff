"""How plain text conforms to its grammar (text.toml): its characters, the forms of its lines, the addresses in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plantin.auditors.fault import finding
from plantin.auditors.grammar import rows
from plantin.auditors.statements import CHARACTER, LINK, Conformance, Statement
from plantin.findings import Finding
from plantin.packs.plain.auditor.text.tokens import join_lines, pieces

_SHOWN = 60
_ADDRESS = re.compile(r" <([a-z][a-z0-9+.-]*:[^<>\s]+)>", re.IGNORECASE)


def conformance(text: str, name: str) -> Conformance:
    """Return A019 for each line that is not in the grammar; the characters and addresses of the text as statements."""
    table = rows("plantin.packs.plain.auditor.text", "text")
    forms = re.compile("|".join(f"(?:{form})" for form in table["lines"].values()))
    unseen = re.compile(table["characters"]["unseen"])
    findings = [*_beside(text, name), *_unlike(text, forms, name), *_find_unseen(text, unseen, name)]
    stated = [Statement(LINK, address, f"line {piece.line}") for piece in pieces(text) if piece.kind == "block"
            for address in _ADDRESS.findall(join_lines(piece.lines))]  # fmt: skip
    return Conformance(tuple(findings), (*stated, *characters(text, table["characters"]["own"])))


def characters(text: str, own: str) -> Iterator[Statement]:
    """Yield every character of ``text`` that is not in ``own``, the signs of a grammar, with the line where it is
    first.
    """
    for character in sorted(set(text) - set(own)):
        yield Statement(CHARACTER, character, f"line {text.count(chr(10), 0, text.index(character)) + 1}")


def _unlike(text: str, forms: re.Pattern[str], name: str) -> Iterator[Finding]:
    """Yield the lines of no form; those of listings have any."""
    listed = frozenset(_listing_lines(text))
    before = "\n"
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        if number in listed:
            before = line
        elif not forms.fullmatch(line) or (not line and not before):
            excerpt = ascii(line[:_SHOWN]) if line else "a second empty line"
            yield finding("A019", f"{excerpt} is not in the grammar of plain text", name, line=number)
        before = line


def _find_unseen(text: str, unseen: re.Pattern[str], name: str) -> Iterator[Finding]:
    """Yield the lines with a character that no text may have."""
    for number, line in enumerate(text.split("\n"), 1):
        if match := unseen.search(line):
            yield finding("A019", f"U+{ord(match[0]):04X} is not in the grammar of plain text", name, line=number)


def _listing_lines(text: str) -> Iterator[int]:
    """Yield the numbers of the lines of listings, and of the fences around them."""
    for piece in pieces(text):
        if piece.kind == "code":
            yield from range(piece.line, piece.line + len(piece.lines) + 2)


def _beside(text: str, name: str) -> Iterator[Finding]:
    """Yield what is before the first line, or after the last."""
    if text[:1] in {"\n", " ", "\ufeff", ""}:
        yield finding("A019", "the first line is empty or begins with a blank", name, line=1)
    if not text.endswith("\n") or text.endswith("\n\n"):
        yield finding("A019", "the text does not end with the end of its last line", name)

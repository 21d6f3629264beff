"""Compares an edition line by line with what the press prints: nothing is between, before or after the words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import islice

from plantin.bounded import archive
from plantin.bounded.archive import ArchiveError
from plantin.findings import Finding, Place

_MOST = 5
"""So many differences are shown."""
_SHOWN = 60
_LONGEST = 4_000
"""Of so many lines it is looked for which of them are the same; of more, the first that differ are shown."""
_MODIFIED = re.compile(rb'<meta property="dcterms:modified">\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ</meta>')
"""The only line that does not follow from the document: when the edition was made."""
_HINT = "Build the edition again."


def differences(printed: Iterable[bytes], found: bytes, path: str) -> tuple[Finding, ...]:
    """P038 for the first lines in which the edition ``found``, at ``path``, differs from all that may be ``printed``;
    nothing where there is nothing to compare it with.
    """
    lines, nearest = _lines(found), None
    for one in printed:
        others = _lines(one)
        if others == lines:
            return ()
        nearest = nearest or others
    return tuple(islice(_differences(nearest, lines, path), _MOST)) if nearest else ()


def _lines(content: bytes) -> list[bytes]:
    """The lines of an edition, of one in an archive those of all its files, each file after its name."""
    if not content.startswith(b"PK"):
        return content.split(b"\n")
    try:
        files = archive.opened(content)
        parts = [(name, files.read(name)) for name in files]
    except ArchiveError:
        return [content]
    return [line for name, held in parts for line in (name.encode(), *_MODIFIED.sub(b"", held).split(b"\n"))]


def _differences(printed: list[bytes], found: list[bytes], path: str) -> Iterator[Finding]:
    """Each run of lines that differ."""
    begin = next((n for n, (one, other) in enumerate(zip(printed, found, strict=False)) if one != other), None)
    at = min(len(printed), len(found)) if begin is None else begin
    runs = SequenceMatcher(None, printed[at : at + _LONGEST], found[at : at + _LONGEST], autojunk=False).get_opcodes()
    for name, one, _, other, _ in runs:
        if name != "equal":
            has, wanted = (_shown(lines, at + n) for lines, n in ((found, other), (printed, one)))
            message = f"line {at + other + 1} is {has}, where the press prints {wanted}"
            yield Finding("P038", message, Place(path, at + other + 1), _HINT)


def _shown(lines: list[bytes], at: int) -> str:
    if at >= len(lines):
        return "after the end"
    text = lines[at].decode(errors="replace")
    words = text[:_SHOWN]
    return (f"“{words}{'…' * (len(text) > _SHOWN)}”" if words.isprintable() else ascii(words)) if text else "empty"

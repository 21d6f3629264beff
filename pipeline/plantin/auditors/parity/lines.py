"""Compares an edition line by line with what the press prints: nothing is between, before or after the words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import islice

from plantin.auditors.fault import finding
from plantin.bounded import archive
from plantin.bounded.archive import ArchiveError
from plantin.bounded.bytes import MIB
from plantin.findings import Finding

_MOST = 5
"""So many differences are shown."""
_SHOWN = 60
_LONGEST = 4_000
"""Of so many lines it is looked for which of them are the same; of more, the first that differ are shown."""
_MODIFIED = re.compile(rb'<meta property="dcterms:modified">\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ</meta>')
"""The only line that does not follow from the document: when the edition was made."""
_BINARY = (".mp3", ".png", ".jpg", ".ttf", ".otf")
_BOUNDS = archive.ArchiveBounds(file=64 * MIB, size=512 * MIB)


def differences(printed: Iterable[bytes], found: bytes, path: str) -> tuple[Finding, ...]:
    """P038 for the first lines in which the edition ``found``, at ``path``, differs from all that may be ``printed``;
    nothing where there is nothing to compare it with.
    """
    nearest: dict[str, list[bytes]] | None = None
    files = _files(found)
    for one in printed:
        others = _files(one)
        if list(others.items()) == list(files.items()):
            return ()
        nearest = nearest or others
    return tuple(islice(_differences(nearest, files, path), _MOST)) if nearest else ()


def _files(content: bytes) -> dict[str, list[bytes]]:
    """The lines of an edition; of one in an archive those of each of its files."""
    if not content.startswith(b"PK"):
        return {"": content.split(b"\n")}
    try:
        files = archive.opened(content, _BOUNDS)
        return {name: _MODIFIED.sub(b"", files.read(name)).split(b"\n") for name in files}
    except ArchiveError:
        return {"": [content]}


def _differences(printed: dict[str, list[bytes]], found: dict[str, list[bytes]], path: str) -> Iterator[Finding]:
    """Each file that is not there or is one too many, and each run of lines that differ."""
    for name in [*printed, *(name for name in found if name not in printed)]:
        if name not in found or name not in printed:
            yield _finding(f"{name} {'is not there' if name in printed else 'is not printed'}", path)
        elif printed[name] != found[name]:
            yield from _lines(printed[name], found[name], path, name)
    if list(printed) != list(found) and sorted(printed) == sorted(found):
        yield _finding("its files are in another order than the press has them", path)


def _lines(printed: list[bytes], found: list[bytes], path: str, name: str) -> Iterator[Finding]:
    """Each run of lines that differ in one file."""
    begin = next((n for n, (one, other) in enumerate(zip(printed, found, strict=False)) if one != other), None)
    at = min(len(printed), len(found)) if begin is None else begin
    where = f"{name}: " if name else ""
    if name.endswith(_BINARY):
        yield _finding(f"{where}other bytes than the press makes", path)
        return
    runs = SequenceMatcher(None, printed[at : at + _LONGEST], found[at : at + _LONGEST], autojunk=False).get_opcodes()
    for kind, one, _, other, _ in runs:
        if kind != "equal":
            has, wanted = (_shown(lines, at + n) for lines, n in ((found, other), (printed, one)))
            message = f"{where}line {at + other + 1} is {has}, where the press prints {wanted}"
            yield _finding(message, path, 0 if name else at + other + 1)


def _finding(message: str, path: str, line: int = 0) -> Finding:
    return finding("P038", message, path, line=line)


def _shown(lines: list[bytes], at: int) -> str:
    if at >= len(lines):
        return "after the end"
    text = lines[at].decode(errors="replace")
    words = text[:_SHOWN]
    return (f"“{words}{'…' * (len(text) > _SHOWN)}”" if words.isprintable() else ascii(words)) if text else "empty"

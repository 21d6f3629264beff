"""Compares an edition with what the press makes, element by element where it is markup, else line by line: nothing is
between, before or after the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import islice

from plantin.auditors.fault import finding
from plantin.auditors.parity import trees
from plantin.bounded import archive
from plantin.bounded.archive import ArchiveError
from plantin.bounded.bytes import MIB
from plantin.findings import Finding

_MOST = 5
"""So many differences are shown."""
_SHOWN = 60
_LONGEST = 4_000
"""Of so many lines it is looked for which of them are the same; of more, the first that differ are shown."""
_ARCHIVE = b"PK"
_BINARY = (".mp3", ".png", ".jpg", ".ttf", ".otf")
_BOUNDS = archive.ArchiveBounds(file=64 * MIB, size=512 * MIB)


def differences(printed: Iterable[bytes], found: bytes, path: str) -> tuple[Finding, ...]:
    """P038 for the first places in which the edition ``found``, at ``path``, differs from all that may be ``printed``;
    nothing where there is nothing to compare it with. Of an archive the files are compared, and all bytes around them:
    how tightly they are packed depends on the machine.
    """
    nearest: tuple[Finding, ...] = ()
    for candidate in printed:
        unlike = () if candidate == found else tuple(islice(_unlike(candidate, found, path), _MOST))
        if not unlike:
            return ()
        nearest = nearest or unlike
    return nearest


def _unlike(printed: bytes, found: bytes, path: str) -> Iterator[Finding]:
    """Yield each place in which an edition differs, file by file where it is an archive."""
    if not printed.startswith(_ARCHIVE):
        yield from _contents(printed, found, path)
        return
    try:
        ours, files = (archive.open_archive(content, _BOUNDS) for content in (printed, found))
        for name in [*ours, *(name for name in files if name not in ours)]:
            if name not in files or name not in ours:
                yield _finding(f"{name} {'is not there' if name in ours else 'is not printed'}", path)
            else:
                yield from _contents(ours.read(name), files.read(name), path, name)
        if list(ours) != list(files) and sorted(ours) == sorted(files):
            yield _finding("its files are in another order than the press has them", path)
        yield from _around(archive.frame(printed), archive.frame(found), path)
    except ArchiveError as error:
        yield _finding(f"it is not such an archive as the press makes: {error}", path)


def _around(printed: dict[str, bytes], found: dict[str, bytes], path: str) -> Iterator[Finding]:
    """What the archive has beside its files that the press does not write: fields, comments, bytes after its end."""
    for name in filter(None, printed):
        if found.get(name, printed[name]) != printed[name]:
            yield _finding(
                f"{name}: the archive has other fields of it (times, flags, comments) than the press writes", path
            )
    if found[""] != printed[""]:
        has, wanted = trees.stretch(*(frame[""].decode("latin-1") for frame in (found, printed)))
        yield _finding(f"between and after its files the archive has {has}, where the press writes {wanted}", path)


def _contents(printed: bytes, found: bytes, path: str, name: str = "") -> Iterator[Finding]:
    """Yield each place in which one file differs: of markup, elements, else lines."""
    if printed == found:
        return
    ours, other = trees.parse_markup(printed), trees.parse_markup(found)
    unlike = trees.differences(ours, other) if ours is not None and other is not None else iter(())
    first = next(unlike, None)
    if first is None:
        yield from _lines(printed.split(b"\n"), found.split(b"\n"), path, name)
        return
    for line, message in (first, *unlike):
        yield _finding(f"{name}: line {line}: {message}" if name else message, path, 0 if name else line)


def _lines(printed: list[bytes], found: list[bytes], path: str, name: str) -> Iterator[Finding]:
    """Yield each run of lines that differ in one file."""
    begin = next((n for n, (line, other) in enumerate(zip(printed, found, strict=False)) if line != other), None)
    at = min(len(printed), len(found)) if begin is None else begin
    where = f"{name}: " if name else ""
    if name.endswith(_BINARY):
        yield _finding(f"{where}other bytes than the press makes", path)
        return
    runs = SequenceMatcher(None, printed[at : at + _LONGEST], found[at : at + _LONGEST], autojunk=False).get_opcodes()
    for kind, start, _, other, _ in runs:
        if kind != "equal":
            has, wanted = (_quote_line(lines, at + n) for lines, n in ((found, other), (printed, start)))
            message = f"{where}line {at + other + 1} is {has}, where the press prints {wanted}"
            yield _finding(message, path, 0 if name else at + other + 1)


def _finding(message: str, path: str, line: int = 0) -> Finding:
    return finding("P038", message, path, line=line)


def _quote_line(lines: list[bytes], at: int) -> str:
    if at >= len(lines):
        return "after the end"
    text = lines[at].decode(errors="replace")
    words = text[:_SHOWN]
    return (f"“{words}{'…' * (len(text) > _SHOWN)}”" if words.isprintable() else ascii(words)) if text else "empty"

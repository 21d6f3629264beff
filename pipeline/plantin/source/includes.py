"""Inserts included files into a report: a box ``::: {.include file=parts/wells.md}`` is replaced by the lines of that
file.

The text is put together before anything else reads it; ``Span`` says where its lines come from, so that a finding names
the file and the line that its author sees.
"""

from __future__ import annotations

import errno
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from plantin.bounded import bytes as bounded
from plantin.bounded import data
from plantin.findings import Finding, Place, SourceError
from plantin.source import bounds, scan

_OPENING = re.compile(r":{3,}[ \t]*\{([^}]*)\}[ \t]*")
_CLOSING = re.compile(r":{3,}[ \t]*")
_CLASS = re.compile(r"\.include(?![\w-])")
_GIVEN = re.compile(r"""\s*\.include\s+file=(?:"([^"]*)"|'([^']*)'|([^\s"']+))\s*""")
_DEEPEST, _MOST, _FINDINGS = 5, 200, 20
_HINT = (
    'Write it on lines of its own, ::: {.include file=parts/wells.md} and below it ":::", with a file in the report\'s'
    " folder."
)


@dataclass(frozen=True, slots=True)
class Span:
    """From ``line`` of the text on, lines are those of the file ``path``, from its line ``first`` on."""

    line: int
    path: str
    first: int


def asks(text: str) -> bool:
    """Return whether ``text`` may include files."""
    return ".include" in text


def relocate(place: Place, path: str, spans: Sequence[Span]) -> Place:
    """Return a place in the text of the report ``path`` as one in the file that its line comes from."""
    if not spans or place.path != path or not place.line:
        return place
    span = spans[bisect_right(spans, place.line, key=lambda candidate: candidate.line) - 1]
    return replace(place, path=span.path, line=span.first + place.line - span.line)


def line(place: Place, path: str, spans: Sequence[Span]) -> int:
    """Return the line of the report ``path`` that a ``place`` became, 0 if none: what ``relocate`` undoes."""
    if not spans:
        return place.line if place.path == path else 0
    for span, after in zip(spans, (*spans[1:], None), strict=True):
        at = span.line + place.line - span.first
        if span.path == place.path and span.line <= at and (after is None or at < after.line):
            return at
    return 0


def expand(text: str, path: Path, name: str, begin: int) -> tuple[str, tuple[Span, ...]]:
    """Return the text of the report at ``path``, which findings call ``name``, with the files that it includes, and
    where its lines come from. ``begin`` is the number of its first line after the front matter; a text that includes
    nothing is given back without spans.

    Raises SourceError, with twenty findings at most: S169 for an include that is not written as one, a file that is not
    there, outside the folder, no UTF-8, one that includes itself, or that has front matter of its own; S084 where they
    are too many, too deep or too large.
    """
    reader = _Includer(path.parent, str(PurePosixPath(name).parent))
    lines = text.split("\n")
    whole = reader.lines(lines, name, begin, ())
    if reader.findings:
        raise SourceError(*sorted(reader.findings[:_FINDINGS], key=lambda finding: finding.place))
    if not reader.count:
        return text, ()
    return "\n".join(line.text for line in whole), tuple(_spans(whole))


@dataclass(frozen=True, slots=True)
class _IncludedLine:
    """A line of the whole text, with the file and the number that it has there."""

    text: str
    path: str
    number: int


def _spans(lines: Sequence[_IncludedLine]) -> Iterator[Span]:
    due: tuple[str, int] = ("", 0)
    for number, line in enumerate(lines, 1):
        if (line.path, line.number) != due:
            yield Span(number, line.path, line.number)
        due = line.path, line.number + 1


@dataclass(slots=True)
class _Includer:
    """Puts the text of one report together; ``name`` is what findings call its folder."""

    folder: Path
    name: str
    findings: list[Finding] = field(default_factory=list)
    count: int = 0
    size: int = 0

    def lines(self, texts: Sequence[str], path: str, begin: int, around: tuple[str, ...]) -> list[_IncludedLine]:
        """Return the lines of the file ``path`` from ``begin`` on with those included; ``around`` include it."""
        out = [_IncludedLine(text, path, number) for number, text in enumerate(texts[: begin - 1], 1)]
        scanned = list(scan.lines(texts[begin - 1 :], begin))
        at = 0
        while at < len(scanned):
            line = scanned[at]
            at += 1
            opening = _OPENING.fullmatch(line.text) if line.kind == "div opens" else None
            if opening is None or not _CLASS.search(opening[1]):
                if line.kind == "div opens" and _CLASS.search(line.divs[-1]):
                    self._refuse("an include inside another block", Place(path, line.number, 1))
                out.append(_IncludedLine(line.text, path, line.number))
                continue
            place = Place(path, line.number, 1)
            end = next((n for n in range(at, len(scanned)) if scanned[n].text.strip()), len(scanned))
            match = _GIVEN.fullmatch(opening[1])
            if len(line.divs) > 1 or line.note:
                self._refuse("an include inside another block", place)
            elif match is None:
                self._refuse("an include without a file, or with more", place)
            elif end == len(scanned) or scanned[end].kind != "div closes" or not _CLOSING.fullmatch(scanned[end].text):
                self._refuse("an include with something in it, or that is not closed", place)
            else:
                out += self._include_file(match[1] or match[2] or match[3] or "", place, around)
                at = end + 1
        return out

    def _include_file(self, file: str, place: Place, around: tuple[str, ...]) -> Iterator[_IncludedLine]:
        """Yield the lines of the file ``file``, a path below the report's folder, with an empty line around them."""
        self.count += 1
        path = bounded.below(file)
        if path is None:
            self._refuse(f"{file!r} is no path inside the report's folder", place)
            return
        if str(path) in around or str(path) == "report.md":
            self._refuse(f"{file} includes itself{''.join(f', by {outer}' for outer in around[1:])}", place)
            return
        if len(around) == _DEEPEST or self.count > _MOST:
            message = f"includes {_DEEPEST + 1} deep" if len(around) == _DEEPEST else f"more than {_MOST} includes"
            self.findings.append(Finding("S084", message, place, "Include fewer files, which hold more."))
            return
        content = self._read(path, file, place)
        if content is None:
            return
        full_path = str(PurePosixPath(self.name) / path)
        yield _IncludedLine("", place.path, place.line)
        yield from self.lines(content.removesuffix("\n").split("\n"), full_path, 1, (*around, str(path)))
        yield _IncludedLine("", place.path, place.line + 1)

    def _read(self, path: PurePosixPath, file: str, place: Place) -> str | None:
        """Return the text of a file, its lines ended by line feeds; None, with a finding, where it cannot be taken."""
        if self.size > bounds.LARGEST or self.count > _MOST:
            return None
        try:
            content = bounded.read(self.folder.joinpath(*path.parts), bounds.LARGEST, self.folder)
        except (FileNotFoundError, NotADirectoryError):
            self._refuse(f"there is no file {file!r} to include", place)
            return None
        except OSError as error:
            if error.errno == errno.EFBIG:
                hint = "Divide the report, as into addenda."
                self.findings.append(Finding("S084", f"{file} {bounded.why(error)}", place, hint))
            else:
                self._refuse(f"{file} {bounded.why(error)}", place)
            return None
        try:
            text = data.text(content).replace("\r\n", "\n")
        except data.EncodingError as error:
            self._refuse(f"{file}: {error}", place)
            return None
        longest = next((n for n, line in enumerate(text.split("\n"), 1) if len(line) > bounds.LINE), 0)
        if longest:  # before it is scanned
            message = f"a line of more than {bounds.LINE:,} characters"
            where = Place(str(PurePosixPath(self.name) / path), longest, 1)
            self.findings.append(Finding("S084", message, where, "Break the line, or divide the paragraph."))
            return None
        self.size += len(content)
        if self.size > bounds.LARGEST:
            message = f"a report of more than {bounds.LARGEST:,} bytes with the files that it includes"
            self.findings.append(Finding("S084", message, place, "Divide the report, as into addenda."))
            return None
        if text.startswith("---\n") or "\r" in text:
            self._refuse(f"{file} has front matter, or line ends of several kinds", place)
            return None
        return text

    def _refuse(self, message: str, place: Place) -> None:
        self.findings.append(Finding("S169", message, place, _HINT))

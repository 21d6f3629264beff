"""What the text of a report names: ids, notes, works, terms, abbreviations, files, and the headings of its sections.

Every pattern here runs once over a line, so that the work grows with the text and with nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from plantin.resolve import glossary
from plantin.source import bounds, scan
from plantin.source.scan import SourceLine
from plantin.translation.marks import CITATION

BRACES = re.compile(r"\{([^{}\n]*)\}")
ID = re.compile(r"(?:^|\s)#([\w:.-]+)")
REFERENCE = re.compile(r"\]\(([^()#\s]*)#([^()\s]*)\)")
_CALL = re.compile(r"(?<!\\)\[\^([^\[\]\s]+)\]")
_SPAN = re.compile(r"\[([^\[\]]*)\]\{([^{}]*)\}")
_TERM = re.compile(r"(?:^|\s)\.term(?!\S)")
_ENTRY = re.compile(r"""entry=(?:"([^"]*)"|([^\s"]+))""")
_PICTURE = re.compile(r"!\[[^\[\]]*\]\(([^()\s]+)\)")
_FILE = re.compile(r"""(?<![\w-])(?:file|data|shape|spec)=(?:"([^"]*)"|([^\s"}]+))""")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
_ATTRIBUTES = re.compile(r"\{[^{}]*\}$")
_EXPLAINED = re.compile(r":[ \t]")
_CLOSING = re.compile(r"(?:---|\.\.\.)[ \t]*\r?")
_CODE = re.compile(r"(?<![`\\])(`+)(?!`).{0,2000}?(?<!`)\1(?!`)")
_ABBREVIATION = re.compile(r"""[{,\s]["']?([^\s"'{},:]+)["']?:\s""")
_FIELD = re.compile(r"^([a-z-]+):[ \t]*", re.MULTILINE)
_SHORT_FIELDS = {"bibliography": "file"}

Kind = Literal["place", "note", "work", "term", "abbreviation", "file"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A name in a text, where it is (line and columns from 0) and what it is the name of."""

    kind: Kind
    name: str
    line: int
    start: int
    end: int
    defines: bool = False
    """Whether it gives the name rather than uses it."""
    document: str = ""
    """The report that a reference leads to; empty for its own."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level, its words, its line from 0 and the last line of its section."""

    level: int
    words: str
    line: int
    last: int


def front_matter_lines(lines: list[str]) -> int:
    """Return how many lines the front matter takes with both its fences; 0 for a text that has none."""
    if not lines or lines[0].removeprefix("\ufeff").rstrip() != "---":
        return 0
    return next((number for number, line in enumerate(lines[1:], 2) if _CLOSING.fullmatch(line)), len(lines))


def text_lines(text: str) -> Iterator[SourceLine]:
    """Yield the lines of a source's body that are no code and no comment, numbered from 0; nothing of a source beyond
    the bounds of one. Code within a line is blanked.
    """
    if len(text) > bounds.LARGEST:
        return
    lines = text.replace("\r\n", "\n").split("\n")
    front = front_matter_lines(lines)
    for line in scan.lines((row if len(row) <= bounds.LINE else "" for row in lines[front:]), front):
        if not line.code and line.text.strip():
            blanked = _CODE.sub(lambda code: " " * len(code[0]), line.text) if "`" in line.text else line.text
            yield SourceLine(line.number, blanked, line.kind, line.divs, line.note)


@lru_cache(maxsize=256)
def find_marks(text: str, abbreviations: tuple[str, ...] = ()) -> tuple[Mark, ...]:
    """Return every name in ``text``, a source or a file that one includes, in its order; ``abbreviations`` are those of
    the report.
    """
    marks = [*_front_matter_marks(text)]
    short = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, abbreviations))})(?!\w)") if abbreviations else None
    term: SourceLine | None = None
    for line in text_lines(text):
        number = line.number
        marks += line_marks(line.text, number)
        if short:
            uses = short.finditer(line.text)
            marks += (Mark("abbreviation", use[0], number, use.start(), use.end()) for use in uses)
        if line.inside("glossary"):
            if term and _EXPLAINED.match(line.text):
                words = term.text.strip()
                marks.append(Mark("term", glossary.key(words), term.number, 0, len(words), defines=True))
            term = None if line.fence or line.text.startswith((":", " ")) else line
    return tuple(sorted(marks, key=lambda mark: (mark.line, mark.start)))


def line_marks(text: str, number: int = 0) -> Iterator[Mark]:
    """Yield the names in a line of a source, or of a message: calls and definitions of notes, ids, references,
    citations, terms, files.
    """
    for match in REFERENCE.finditer(text):
        start = match.start(2)
        for name in match[2].split(","):
            yield Mark("place", name, number, start, start + len(name), document=match[1])
            start += len(name) + 1
    for braces in BRACES.finditer(text):
        for match in ID.finditer(braces[1]):
            start, end = (braces.start(1) + offset for offset in match.span(1))
            yield Mark("place", match[1], number, start, end, defines=True)
    for match in _CALL.finditer(text):
        defines = match.start() == 0 and text[match.end() : match.end() + 1] == ":"
        yield Mark("note", match[1], number, *match.span(1), defines)
    for match in CITATION.finditer(text):
        yield Mark("work", match[1], number, *match.span(1))
    for match in _SPAN.finditer(text):
        if _TERM.search(match[2]):
            entry = _ENTRY.search(match[2])
            name = (entry[1] or entry[2]) if entry else match[1]
            yield Mark("term", glossary.key(name), number, *match.span(1))
    for pattern in (_PICTURE, _FILE):
        for match in pattern.finditer(text):
            yield Mark("file", match[match.lastindex or 1], number, *match.span(match.lastindex or 1))


def _front_matter_marks(text: str) -> Iterator[Mark]:
    """Yield the abbreviations that the front matter gives, and the file of works that it names."""
    lines = text.split("\n", 1_000)[:1_000]
    field = ""
    for number, line in enumerate(lines[1 : front_matter_lines(lines) - 1], 1):
        match = _FIELD.match(line)
        if match:
            field = match[1]
        start = match.end() if match else 0
        if field == "abbreviations":
            for name in _ABBREVIATION.finditer(f" {line[start:]} "):
                first = start + name.start(1) - 1
                yield Mark("abbreviation", name[1], number, first, first + len(name[1]), defines=True)
        elif field in _SHORT_FIELDS and match:
            name_of_file = line[start:].strip().strip("\"'")
            first = line.find(name_of_file, start)
            yield Mark("file", name_of_file, number, first, first + len(name_of_file))


def abbreviations_of(text: str) -> tuple[str, ...]:
    """Return the abbreviations that the front matter of a report gives."""
    return tuple(mark.name for mark in _front_matter_marks(text) if mark.kind == "abbreviation")


def find_headings(text: str) -> tuple[Heading, ...]:
    """Return the headings of a source in its order."""
    matches = [
        (line.number, match) for line in text_lines(text) if not line.fence and (match := _HEADING.fullmatch(line.text))
    ]
    headings: list[Heading] = []
    nearest: dict[int, int] = {}  # the next heading of each level
    for number, match in reversed(matches):
        level = len(match[1])
        after = (line for deep, line in nearest.items() if deep <= level)
        last = min(after, default=text.count("\n") + 1) - 1
        headings.append(Heading(level, _ATTRIBUTES.sub("", match[2].rstrip(" #")).strip(), number, last))
        nearest[level] = number
    return tuple(reversed(headings))

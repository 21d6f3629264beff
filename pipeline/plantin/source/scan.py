"""The only scanner of source lines: fenced code, divs, definitions and calls of notes, list markers.

Whoever needs to know whether a line is code, or what is around it, asks here; only pandoc knows more. It keeps no tree,
so that its work grows with the lines and with nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

MARKER = re.compile(r"(?:[-+*]|\(?(?:\d{1,9}|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+|#)[.)]|:)[ \t]+")
"""The mark of a list's entry or of a definition, with the spaces after it."""
FIRST_MARKER = re.compile(r"[-+*:]|\(?[1ai#][.)]")
"""A mark that may begin a list inside a paragraph (CommonMark 0.31, "List items")."""
CALL = re.compile(r"(?<!\\)\[\^([^\]\s]+)\](?!:)")
"""A call of a note, ``[^name]``; group 1 is the name."""
DEFINITION = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*")
"""The beginning of a note's definition, ``[^name]: ``, at the left margin; group 1 is the name."""

_PREFIX = re.compile(rf"[ \t>]*+(?:{MARKER.pattern}[ \t>]*+)*+")
# CommonMark 0.31, "Fenced code blocks": the words after backticks hold no backtick; the closing fence is bare, and as
# long at least.
_FENCE = re.compile(r"(?:(`{3,})[^`]*|(~{3,}).*)")
_CLOSING = re.compile(r"[ \t>]*+(`{3,}|~{3,})[ \t]*+")
_DEEPEST = 50
_DIV = re.compile(r"[ \t>]*+(:{3,})[ \t]*+(\{[^}]*\}|[^\s{}:]*)[ \t]*:*[ \t]*")
# An indented block belongs to the note above it (pandoc's manual, "Footnotes").
_INDENTED = ("    ", "\t")

# A comment is a block of HTML (CommonMark 0.31, "HTML blocks", 2): it ends on the line that has its closing mark.
_COMMENT, _COMMENT_END = re.compile(r"[ \t>]*+<!--"), "-->"

LineKind = Literal["text", "code", "code opens", "code closes", "comment", "div opens", "div closes"]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines between blank ones: its first line (from 1), its text, the white space before it."""

    line: int
    text: str
    before: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a source's body: its number in the file, its text, what it is, the attributes of the divs around it as
    typed, outermost first, and the name of the note whose definition it belongs to (empty: none). The line that opens a
    div is inside it, and so is the one that closes it.
    """

    number: int
    text: str
    kind: LineKind
    divs: tuple[str, ...] = ()
    note: str = ""

    @property
    def code(self) -> bool:
        """Whether it is code, the fence of code, or part of an author's comment: no text of the report."""
        return self.kind.startswith(("code", "comment"))

    @property
    def fence(self) -> bool:
        """Whether it is the fence of a div."""
        return self.kind.startswith("div")

    def inside(self, name: str) -> bool:
        """Return whether a div of the class ``name`` is around it."""
        return any(re.search(rf"\.{name}\b", attributes) for attributes in self.divs)


def lines(texts: Iterable[str], first: int = 1) -> Iterator[SourceLine]:
    """Yield every line of ``texts``, blank ones too; the first has the number ``first``.

    >>> [line.kind for line in lines(["````", "```", "[^x]: code", "````", "[^x]: text"])]
    ['code opens', 'code', 'code', 'code closes', 'text']
    """
    scanner = _Scanner()
    for number, text in enumerate(texts, first):
        yield scanner.line(number, text)


def blocks(given: Iterable[Block]) -> Iterator[tuple[Block, tuple[SourceLine, ...]]]:
    """Yield every block with its lines; code and divs go on from one block to the next."""
    scanner = _Scanner()
    for block in given:
        scanner.blank()
        yield block, tuple(scanner.line(number, text) for number, text in enumerate(block.text.split("\n"), block.line))


class _Scanner:
    """Reads lines in their order and knows what is open."""

    def __init__(self) -> None:
        self._fence = ""
        self._indent = self._quoted = 0
        self._lengths: list[int] = []
        self._divs: tuple[str, ...] = ()
        self._note = ""
        self._blank = True
        self._comment = self._indented = self._hung = False

    def blank(self) -> None:
        """Take a blank line."""
        self._blank = True

    def line(self, number: int, text: str) -> SourceLine:
        if not text.strip():
            self._blank = True
            kind: LineKind = "comment" if self._comment else "code" if self._fence else "text"
            return SourceLine(number, text, kind, self._divs, self._note)
        if self._comment or (not self._fence and _COMMENT.match(text)):
            self._comment = _COMMENT_END not in text
            return SourceLine(number, text, "comment", self._divs, self._note)
        kind = self._code(text)
        if kind == "text" and self._is_indented_code(text):
            kind = "code"
        if kind == "text":
            self._track_note(text)
            if _DIV.match(text):
                kind, around = self._div(text)
                self._blank = False
                return SourceLine(number, text, kind, around, self._note)
        self._blank = False
        return SourceLine(number, text, kind, self._divs, self._note)

    def _is_indented_code(self, text: str) -> bool:
        """Return whether a line is indented as code is (CommonMark 0.31, "Indented code blocks"): after a blank line or
        such a line, where no entry of a list, definition or note is above it.
        """
        self._indented = not self._hung and text.startswith(_INDENTED) and (self._blank or self._indented)
        if MARKER.match(text.lstrip()) or DEFINITION.match(text):
            self._hung = True
        elif self._blank and not text[0].isspace():
            self._hung = False
        return self._indented

    def _code(self, text: str) -> LineKind:
        if self._fence and self._ends_code(text):
            self._fence = ""
        if self._fence:
            closing = _CLOSING.fullmatch(text)
            if closing is None or not closing[1].startswith(self._fence):
                return "code"
            self._fence = ""
            return "code closes"
        prefix = _PREFIX.match(text)
        begin = prefix.end() if prefix else 0
        opening = _FENCE.fullmatch(text, begin)
        if opening is None:
            return "text"
        self._track_note(text)
        self._fence = opening[1] or opening[2]
        self._indent, self._quoted = begin, text.count(">", 0, begin)
        return "code opens"

    def _ends_code(self, text: str) -> bool:
        """Return whether a line is not in the quotation, note or list in which the code began: that ends the code."""
        begin = len(text) - len(text.lstrip(" \t>"))
        return text.count(">", 0, begin) < self._quoted or (
            not self._quoted and begin < self._indent - 3 and "\t" not in text[:begin]
        )

    def _track_note(self, text: str) -> None:
        if match := DEFINITION.match(text):
            self._note = match[1]
        elif self._blank and not text.startswith(_INDENTED):
            self._note = ""

    def _div(self, text: str) -> tuple[LineKind, tuple[str, ...]]:
        match = _DIV.fullmatch(text)
        if match is None:
            return "text", self._divs
        length = len(match[1])
        if match[2] and len(self._lengths) >= _DEEPEST:
            return "text", self._divs  # which is refused: nothing is that deep
        if match[2]:
            self._lengths.append(length)
            self._divs = (*self._divs, match[2])
            return "div opens", self._divs
        if not self._lengths or length < self._lengths[-1]:
            return "text", self._divs  # pandoc prints it
        around = self._divs
        self._lengths.pop()
        self._divs = around[:-1]
        return "div closes", around

"""Finds the line of each value of a valid TOML text, which the parser of the standard library does not give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_TOKEN = re.compile(
    r'''(?P<text>"""(?:\\[\s\S]|[^\\])*?"{3,5}|\'{3}[\s\S]*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')'''
    r"""|(?P<remark>\#[^\n]*)|(?P<line>\n)|(?P<sign>[\[\]{},=.])|(?P<word>[^\s"'\#\[\]{},=.]+)"""
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}

Token = tuple[str, str, int, int]
Path = tuple[str | int, ...]


def lines(text: str) -> Mapping[Path, tuple[int, int]]:
    """Return the line and column (from 1) of each key and entry of a list, by the way to it: ``("page", "width")``."""
    return dict(_LineFinder(text).read())


class _LineFinder:
    """One pass over the tokens; arrays of tables are counted as they open."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._next = 0
        self._counts: dict[Path, int] = {}

    def read(self) -> Iterator[tuple[Path, tuple[int, int]]]:
        table: Path = ()
        while (token := self._peek()) is not None:
            if token[0] == "line":
                self._next += 1
            elif token[1] == "[" and token[0] == "sign":
                table = self._head()
                yield table, token[2:]
            else:
                yield from self._pair(table)

    def _peek(self) -> Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self) -> Token:
        self._next += 1
        return self._tokens[self._next - 1]

    def _head(self) -> Path:
        """Return a table's head, ``[a.b]`` or ``[[a.b]]``; names of arrays on the way mean their last entry."""
        self._take()
        several = self._tokens[self._next][:2] == ("sign", "[")
        if several:
            self._take()
        names = self._names("]")
        if several:
            self._take()
        path: Path = ()
        for number, name in enumerate(names):
            path = (*path, name)
            if several and number == len(names) - 1:
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path = (*path, self._counts[path])
        return path

    def _names(self, end: str) -> list[str]:
        """Return the parts of a key, up to and with the sign ``end``."""
        names: list[str] = []
        while True:
            kind, value, _, _ = self._take()
            if kind == "sign" and value == end:
                return names
            if kind != "sign":
                names.append(_unquote(value) if kind == "text" else value)

    def _pair(self, table: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
        _, _, line, column = self._tokens[self._next]
        path = table
        for name in self._names("="):
            path = (*path, name)
            yield path, (line, column)
        yield from self._value(path)

    def _value(self, path: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
        kind, value, _, _ = self._take()
        if kind == "sign" and value == "[":
            count = 0
            while (token := self._skip_lines())[:2] != ("sign", "]"):
                if token[:2] == ("sign", ","):
                    self._take()
                    continue
                yield (*path, count), token[2:]
                yield from self._value((*path, count))
                count += 1
            self._take()
        elif kind == "sign" and value == "{":
            while (token := self._skip_lines())[:2] != ("sign", "}"):
                if token[:2] == ("sign", ","):
                    self._take()
                    continue
                yield from self._pair(path)
            self._take()
        else:
            # A number or a date may be several tokens: 1.5, 2017-02-02 10:00.
            while (after := self._peek()) is not None and (after[0] == "word" or after[:2] == ("sign", ".")):
                self._next += 1

    def _skip_lines(self) -> Token:
        while self._tokens[self._next][0] == "line":
            self._next += 1
        return self._tokens[self._next]


def _tokens(text: str) -> Iterator[Token]:
    line, start = 1, 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind != "remark":
            yield kind, match[0], line, match.start() - start + 1
        if breaks := match[0].count("\n"):
            line += breaks
            start = match.start() + match[0].rfind("\n") + 1


def _unquote(key: str) -> str:
    if key[0] == "'":
        return key[1:-1]
    return _ESCAPE.sub(
        lambda match: chr(int(match[1] or match[2], 16)) if not match[3] else _ESCAPED.get(match[3], match[3]),
        key[1:-1],
    )

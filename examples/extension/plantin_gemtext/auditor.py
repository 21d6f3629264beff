"""Reads a finished Gemtext edition back, by its lines alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plantin.auditors import UnreadableEdition
from plantin.auditors.fault import finding
from plantin.auditors.reading import Reading
from plantin.auditors.statements import Conformance, HouseContent
from plantin.findings import Finding
from plantin.model.outline import Entry, Kind, Outline, normal
from plantin_gemtext.signs import APART, DEEPER, END, FENCE, LISTED, SIGNS

_KINDS: dict[str, Kind] = {sign: kind for kind, sign in SIGNS.items()}
_CALL = re.compile(r"\[\^([^\]]*)\]")
_NOTE = re.compile(rf"\[([^\]]*)\]{APART}(.*)")


def read(content: bytes, name: str) -> GemtextReading:
    """The edition with these bytes; findings call it ``name``. Raises Unreadable (V010) where they are not UTF-8."""
    try:
        return GemtextReading(content.decode(), name)
    except UnicodeDecodeError as error:
        raise UnreadableEdition.at(name, f"byte {error.start} is not UTF-8") from None


class GemtextReading(Reading):
    """A Gemtext edition: masthead, contents, body and notes are parted by empty lines outside of listings."""

    def __init__(self, text: str, name: str) -> None:
        self._name = name
        lines = text.removesuffix("\n").split("\n")
        self._end = lines.pop().removeprefix(END) if lines[-1].startswith(END) else ""
        self._parts = list(_parts(lines))

    def outline(self) -> Outline:
        """What the edition says, in the order in which it is read."""
        head, listed, body, notes = (*self._parts, [], [], [], [])[:4]
        masthead = tuple(line.removeprefix("# ") for line in head)
        contents = tuple(_listed(line) for line in listed)
        rows = tuple(_rows(body))
        below = tuple(Entry("note", 0, "", match[1], match[2]) for line in notes if (match := _NOTE.fullmatch(line)))
        texts = (*masthead, *(row.text for row in (*rows, *below) if row.kind != "listing"))
        calls = tuple(Entry("indicator", 0, "", label, "") for text in texts for label in _CALL.findall(text))
        lacks = frozenset({"marks", "anchors", "language", "shapes", "ornaments"})
        return Outline("", masthead, contents, rows, below, calls, lacks)

    def conformance(self, known: HouseContent) -> Conformance:
        """GMI001 where the last line is not that of the house."""
        ends = known.terms.get("end of Gemtext")
        if ends is None or self._end in ends:
            return Conformance()
        return Conformance((finding("GMI001", f"the edition ends with “{self._end}”", self._name),))

    def findings(self) -> tuple[Finding, ...]:
        """A019 for characters that nobody sees."""
        unseen = (
            (number, char)
            for number, line in enumerate((line for part in self._parts for line in part), 1)
            for char in line
            if not char.isprintable() and not char.isspace()
        )
        return tuple(
            finding("A019", f"U+{ord(char):04X}, which nobody sees", self._name, line=number) for number, char in unseen
        )


def _parts(lines: list[str]) -> Iterator[list[str]]:
    held: list[str] = []
    inside = False
    for line in lines:
        inside ^= line.startswith(FENCE)
        if line or inside:
            held.append(line)
        else:
            yield held
            held = []
    yield held


def _listed(line: str) -> Entry:
    words = line.lstrip(LISTED)
    return Entry("contents", len(line) - len(words), "", *_labelled(words.removeprefix(" ")))


def _rows(lines: list[str]) -> Iterator[Entry]:
    code: list[str] | None = None
    for line in lines:
        if line.startswith(FENCE):
            if code is not None:
                yield Entry("listing", 0, "", "", normal("\n".join(code)))
            code = [] if code is None else None
        elif code is not None:
            code.append(line)
        else:
            yield _row(line)


def _row(line: str) -> Entry:
    if match := re.match(rf"(##|###|\*) ({DEEPER}*)", line):
        level = len(match[2]) + (len(match[1]) - 1 if match[1] != "*" else 1)
        return Entry("item" if match[1] == "*" else "section", level, "", *_labelled(line[match.end() :]))
    kind = _KINDS.get(line[:2], "paragraph")
    words = line if kind == "paragraph" else line[2:]
    return Entry(kind, 0, "", *(("", words) if kind == "row" else _labelled(words)))


def _labelled(words: str) -> tuple[str, str]:
    label, apart, text = words.partition(APART)
    return (label, text) if apart else ("", words)

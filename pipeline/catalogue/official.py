"""A full text supplied in another language, an official version for one, fills the catalogue by its printed numbers.

Paragraph 17 of the text is paragraph 17 of the report, note 7 is note 7, and headings follow one another: the United Nations number
paragraphs so that references are the same in all languages (Editorial Manual, "Paragraphs and subparagraphs").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.catalogue.marks import IDENTIFIER, INDICATOR
from pipeline.catalogue.message import Message
from pipeline.findings import Finding, Place

_NUMBERED = re.compile(r"(\d+)\s*[.\-–]\s+(\S.*)")
_HEADING = re.compile(r"(?:[IVXLCDM]+|[A-Z]|\d+)\.\s+(\S.*)|\(?[a-z]+\)\s+(\S.*)")
_CALL = re.compile(r"\s*(?:\|(\d+)\||\[(\d+)\])")
_ENDS = re.compile(r"[.!?:;…。][\"”»’)\]|\d]*$")
_SPECIAL = re.compile(r"[\\`*\[\]<$~^|]|(?<!\w)_|_(?!\w)")


@dataclass(frozen=True, slots=True)
class Aligned:
    """What was found for each context, and what did not align."""

    translations: Mapping[str, str]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str


def align(messages: Sequence[Message], text: str, name: str) -> Aligned:
    """The translations of ``messages`` in ``text``: one paragraph to a line, "17. ..." or "17 - ...", headings with their labels, the
    notes after the last paragraph with their own numbers, indicators as |7| or [7]. Findings call the text ``name``: T050 a number
    that the text has not, T051 headings that do not match, T052 other indicators than in the report.

    Front matter, lists and tables are left to a person: what has no number cannot be aligned by one.
    """
    lines = [_Line(number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    paragraphs = [message for message in messages if message.kind == "paragraph"]
    order = _note_order(messages)
    notes = {message.context.removeprefix("note:"): message for message in messages if message.kind == "note" and message.permanent}
    body, rest = _run(lines, len(paragraphs))
    last = max(body.values(), key=lambda line: line.number).number if body else 0
    below, _ = _run([line for line in lines if line.number > last], len(order))
    found: dict[str, str] = {}
    findings: list[Finding] = []
    names = dict(enumerate(order, 1))
    wanted = [*((n, message, body, "paragraph") for n, message in enumerate(paragraphs, 1)),
              *((n, notes[called], below, "note") for n, called in enumerate(order, 1) if called in notes)]  # fmt: skip
    for number, message, lines_by_number, kind in wanted:
        line = lines_by_number.get(number)
        if line is None:
            findings.append(Finding("T050", f"{kind} {number} is not in the text", Place(name), "Translate it by hand."))
            continue
        found[message.context] = translation = _marked(line.text, names, message.text)
        if sorted(INDICATOR.findall(translation)) != sorted(INDICATOR.findall(message.text)):
            place = Place(name, line.number)
            findings.append(Finding("T052", f"{kind} {number} has other indicators than in the report", place, "Put them in by hand."))
    headings, unlike = _headings([message for message in messages if message.kind == "heading"], rest, last, name)
    return Aligned(found | headings, (*findings, *unlike))


def _note_order(messages: Iterable[Message]) -> list[str]:
    """The names of the notes in the order of their first call, which is the order of their numbers."""
    return list(dict.fromkeys(name for message in messages if message.kind != "note" for name in INDICATOR.findall(message.text)))


def _run(lines: Sequence[_Line], count: int) -> tuple[dict[int, _Line], list[_Line]]:
    """The lines numbered 1, 2, 3... as far as ``count``, and the others; a heading's number is not the next or ends no sentence."""
    found: dict[int, _Line] = {}
    rest: list[_Line] = []
    due = 1
    for line in lines:
        match = _NUMBERED.fullmatch(line.text)
        number = int(match[1]) if match else 0
        # One paragraph may be missing or be broken; after a gap the run goes on where the number is close.
        if match and due <= number <= min(due + 3, count) and _ENDS.search(match[2]):
            found[number] = _Line(line.number, match[2])
            due = number + 1
        else:
            rest.append(line)
    return found, rest


def _headings(messages: Sequence[Message], lines: Sequence[_Line], last: int, name: str) -> tuple[dict[str, str], list[Finding]]:
    found = [line for line in lines if line.number < last and _HEADING.fullmatch(line.text)]
    if len(found) != len(messages):
        unlike = f"{len(found)} headings in the text, {len(messages)} in the report"
        return {}, [Finding("T051", unlike, Place(name), "Give each heading its label (I., A., 1.) on a line of its own.")]
    texts = {}
    for message, line in zip(messages, found, strict=True):
        match = _HEADING.fullmatch(line.text)
        if match:
            texts[message.context] = _SPECIAL.sub(lambda sign: "\\" + sign[0], match[1] or match[2])
    return texts, []


def _marked(text: str, names: Mapping[int, str], original: str) -> str:
    """``text`` with its signs escaped, its typed indicators as named ones, and the original's id in front."""
    parts, end = [], 0
    for call in _CALL.finditer(text):
        note = names.get(int(call[1] or call[2]))
        if note:
            parts += [_SPECIAL.sub(lambda sign: "\\" + sign[0], text[end : call.start()]), f"[^{note}]"]
            end = call.end()
    identifier = IDENTIFIER.match(original)
    return (f"{identifier[0]} " if identifier else "") + "".join([*parts, _SPECIAL.sub(lambda sign: "\\" + sign[0], text[end:])])

"""Fills a catalogue from a full text in another language, such as an official version, by its printed numbers.

Paragraph 17 of the text is paragraph 17 of the report, note 7 is note 7, and headings follow one another: the United
Nations number paragraphs so that references are the same in all languages (Editorial Manual, "Paragraphs and
subparagraphs").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plantin.bounded import bytes as bounded
from plantin.findings import Finding, Place
from plantin.translation.marks import IDENTIFIER, INDICATOR
from plantin.translation.message import Message

_LARGEST = 16 * bounded.MIB
_NUMBERED = re.compile(r"(\d+)\s*[.\-–]\s+(\S.*)")
_HEADING = re.compile(r"(?:[IVXLCDM]+|[A-Z]|\d+)\.\s+(\S.*)|\(?[a-z]+\)\s+(\S.*)")
_ENTRY = re.compile(r"^(?:\(?[^\W_]{1,4}\)|[•*–—-]|‘\d+’)\s+")
# An entry of a list has the same mark as a heading of the fourth level, and ends as a sentence does.
_STOPS = (".", ";", ",", ":")
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "blockquote", "div")
_CALL = re.compile(r"\s*(?:\|(\d+)\||\[(\d+)\])")
_ENDS = re.compile(r"[.!?:;…。][\"”»’)\]|\d]*$")
_SPECIAL = re.compile(r"[\\`*\[\]<$~^|]|(?<!\w)_|_(?!\w)")


@dataclass(frozen=True, slots=True)
class AlignedText:
    """What was found for each context, and what did not align."""

    translations: Mapping[str, str]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _TextLine:
    number: int
    text: str


def text_of(path: Path) -> str:
    """Return the text of the file ``path``, one paragraph to a line; of a web page, its blocks, with
    raised numbers as indicators.

    Raises OSError or UnicodeDecodeError.
    """
    text = bounded.read(path, _LARGEST).decode("utf-8")
    if path.suffix not in (".html", ".htm"):
        return text
    from lxml import html

    root = html.document_fromstring(text)
    for raised in root.iter("sup"):
        number = "".join(map(str, raised.itertext())).strip(" []()")
        if number.isdigit():
            raised.text, raised[:] = f"[{number}]", []
    blocks = (element for element in root.iter(*_BLOCKS) if not any(True for _ in element.iterdescendants(*_BLOCKS)))
    return "\n".join(re.sub(r"[ \t\r\n]+", " ", "".join(map(str, block.itertext()))).strip() for block in blocks)


def align(messages: Sequence[Message], text: str, name: str) -> AlignedText:
    """Return the translations of ``messages`` in ``text``: one paragraph to a line, "17. ..." or "17 - ...", headings
    with their labels, the notes after the last paragraph with their own numbers, indicators as |7| or [7]. What has no
    number (the title, entries of lists, quotations) is taken in order from between two that have one. Findings call the
    text ``name``: T050 a number that the text has not, T051 headings that do not match, T052 other indicators than in
    the report, T056 more or fewer lines between two numbers.
    """
    lines = [_TextLine(number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    paragraphs = [message for message in messages if message.numbered]
    texts = (message.text for message in messages if message.kind != "note")
    order = list(dict.fromkeys(name for words in texts for name in INDICATOR.findall(words)))
    defined = (message for message in messages if message.kind == "note" and message.permanent)
    notes = {message.context.removeprefix("note:"): message for message in defined}
    body, rest = _run(lines, len(paragraphs))
    last = max(body.values(), key=lambda line: line.number).number if body else 0
    below, _ = _run([line for line in lines if line.number > last], len(order))
    translations: dict[str, str] = {}
    places: dict[str, int] = {}
    findings: list[Finding] = []
    names = dict(enumerate(order, 1))
    wanted = [*((n, message, body, "paragraph") for n, message in enumerate(paragraphs, 1)),
              *((n, notes[called], below, "note") for n, called in enumerate(order, 1) if called in notes)]  # fmt: skip
    for number, message, lines_by_number, kind in wanted:
        line = lines_by_number.get(number)
        if line is None:
            message_ = f"{kind} {number} is not in the text"
            findings.append(Finding("T050", message_, Place(name), "Translate it by hand."))
            continue
        translations[message.context] = translation = _mark_up(line.text, names, message.text)
        places[message.context] = line.number
        if sorted(INDICATOR.findall(translation)) != sorted(INDICATOR.findall(message.text)):
            message_ = f"{kind} {number} has other indicators than in the report"
            findings.append(Finding("T052", message_, Place(name, line.number), "Put them in by hand."))
    headings, unlike = _headings([message for message in messages if message.kind == "heading"], rest, last, name)
    for context, line in headings.items():
        translations[context], places[context] = _mark_up(line.text, {}, ""), line.number
    end = min((line.number for line in below.values()), default=len(lines) + text.count("\n"))
    for wanted_here, between in _gaps(messages, lines, places, end):
        if len(wanted_here) == len(between):
            pairs = zip(wanted_here, between, strict=True)
            translations |= {message.context: _line_text(message, line.text, names) for message, line in pairs}
        else:
            first = wanted_here[0].context
            place = Place(name, places.get(first, between[0].number if between else 0))
            message_ = f"{len(between)} lines for the {len(wanted_here)} messages from {first} on"
            unlike.append(Finding("T056", message_, place, "Translate them by hand."))
    return AlignedText(translations, (*findings, *unlike))


def _line_text(message: Message, line: str, names: Mapping[int, str]) -> str:
    """Return the text of a line without a number: a title is no markup, an entry of a list has a mark of its own."""
    if message.kind in ("title", "masthead"):
        return line
    return _mark_up(_ENTRY.sub("", line, count=1), names, message.text)


def _gaps(
    messages: Sequence[Message], lines: Sequence[_TextLine], places: Mapping[str, int], end: int
) -> Iterator[tuple[list[Message], list[_TextLine]]]:
    """Yield what has no number, in runs, with the lines found where it should be: between the numbers around it."""
    used = set(places.values())
    run: list[Message] = []
    before = 0
    for message in [*messages, None]:
        aligned = message is None or message.context in places
        # A note begins a run of its own: notes are in another order in the text than in the source.
        if aligned or (message is not None and message.kind == "note" and message.permanent):
            if run and all(member.kind != "heading" and not member.numbered for member in run):
                limit = end if before < end else lines[-1].number + 1
                after = min((place for place in used if place > before), default=limit)
                free = [line for line in lines if before < line.number < min(after, limit)]
                # What comes before the title is the masthead.
                yield run, free[-len(run) :] if before == 0 else free
            run = []
            before = places.get(message.context, before) if message is not None else before
        elif message is not None:
            run.append(message)


def _run(lines: Sequence[_TextLine], count: int) -> tuple[dict[int, _TextLine], list[_TextLine]]:
    """Return the lines numbered 1, 2, 3... as far as ``count``, and the others; a heading's number is not the next or
    ends no sentence.
    """
    by_number: dict[int, _TextLine] = {}
    rest: list[_TextLine] = []
    due = 1
    for line in lines:
        match = _NUMBERED.fullmatch(line.text)
        number = int(match[1]) if match else 0
        # One paragraph may be missing or be broken; after a gap the run goes on where the number is close.
        if match and due <= number <= min(due + 3, count) and _ENDS.search(match[2]):
            by_number[number] = _TextLine(line.number, match[2])
            due = number + 1
        else:
            rest.append(line)
    return by_number, rest


def _headings(
    messages: Sequence[Message], lines: Sequence[_TextLine], last: int, name: str
) -> tuple[dict[str, _TextLine], list[Finding]]:
    heading_lines = [
        _TextLine(line.number, match[1] or match[2])
        for line in lines
        if line.number < last and (match := _HEADING.fullmatch(line.text)) and not line.text.endswith(_STOPS)
    ]
    if len(heading_lines) != len(messages):
        unlike = f"{len(heading_lines)} headings in the text, {len(messages)} in the report"
        hint = "Give each heading its label (I., A., 1.) on a line of its own."
        return {}, [Finding("T051", unlike, Place(name), hint)]
    return {message.context: line for message, line in zip(messages, heading_lines, strict=True)}, []


def _mark_up(text: str, names: Mapping[int, str], original: str) -> str:
    """Return ``text`` with its signs escaped, its typed indicators as named ones, and the original's id in front."""
    parts, end = [], 0
    for call in _CALL.finditer(text):
        note = names.get(int(call[1] or call[2]))
        if note:
            parts += [_SPECIAL.sub(lambda sign: "\\" + sign[0], text[end : call.start()]), f"[^{note}]"]
            end = call.end()
    identifier = IDENTIFIER.match(original)
    return (f"{identifier[0]} " if identifier else "") + "".join(
        [*parts, _SPECIAL.sub(lambda sign: "\\" + sign[0], text[end:])]
    )

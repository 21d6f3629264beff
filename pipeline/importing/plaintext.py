"""A report received as plain text, with its numbers typed: masthead, headings I. / A. / 1., paragraphs 1., 2., notes |1|.

Whatever stands before the masthead or after the notes (the heads of a web page, for one) is left out and listed, never lost
in silence. The text itself is kept as received, slips included.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from pipeline.findings import Finding, Place, SourceError
from pipeline.importing.markup import escaped
from pipeline.importing.names import named
from pipeline.importing.received import Printed, Received

_SYMBOL = re.compile(r"[A-Z]+(?:/[A-Za-z0-9.()]+)+\*?")
_DATE = re.compile(r"(\d{1,2}) (\w+) (\d{4})")
_LABELLED = re.compile(r"([IVXLCDM]+|[A-Z]|\d+)\.\s+(\S.*)", re.DOTALL)
_CALL = re.compile(r"\s*\|(\d+)\|")
_NOTES = re.compile(r"Notes:?")
_BACK = re.compile(r"\s*\[Back\]\s*$")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A paragraph of the received text and its first line."""

    line: int
    text: str


@dataclass(slots=True)
class _Run:
    """Where the numbers stand while the body is read."""

    paragraph: int = 0
    sections: list[int] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)


def read(text: str, name: str) -> Received:
    """The canonical source of the report in ``text``; findings call it ``name``.

    Raises SourceError: S040 no symbol found, S041 a masthead line cannot be understood, S042 a note is called but not given.
    """
    chunks = _chunks(text)
    first = _masthead_start(chunks, name)
    end = next((i for i, chunk in enumerate(chunks) if _NOTES.fullmatch(chunk.text)), len(chunks))
    head, body_start, symbol = _masthead(chunks, first, name)
    notes, after = _notes(chunks, end + 1)
    names = _note_names(notes, name, chunks[body_start:end])
    run = _Run()
    body = [_block(chunk, run, names) for chunk in chunks[body_start:end]]
    for number, note in notes.items():
        run.printed.append(Printed("note", str(number), note.text, note.line))
        body.append(f"[^{names[number]}]: {_marked(note.text, {})}")
    ignored = [*chunks[:first], *chunks[end : end + 1], *after]
    left_out = tuple(Finding("S043", f"left out: {chunk.text[:60]!r}", Place(name, chunk.line), severity="warning") for chunk in ignored)
    return Received(head + "\n" + "\n\n".join(body) + "\n", symbol, tuple(run.printed), left_out)


def masthead(lines: list[str], name: str) -> tuple[str, str]:
    """The front matter and the symbol that the lines of a masthead give, the title last. Raises SourceError as ``read`` does."""
    chunks = [_Chunk(number, unicodedata.normalize("NFC", line.strip())) for number, line in enumerate(lines, 1) if line.strip()]
    head, _, symbol = _masthead(chunks, _masthead_start(chunks, name), name)
    return head, symbol


def _chunks(text: str) -> list[_Chunk]:
    chunks, lines = [], text.split("\n")
    for number, line in enumerate(lines, 1):
        if line.strip():
            chunks.append(_Chunk(number, unicodedata.normalize("NFC", line.strip())))
    return chunks


def _masthead_start(chunks: list[_Chunk], name: str) -> int:
    """The organization's line: the received text has it, and the organ's, before the symbol."""
    for i, chunk in enumerate(chunks):
        if _SYMBOL.fullmatch(chunk.text):
            return max(i - 2, 0)
    hint = "The symbol (S/2017/97, for one) must stand on a line of its own."
    raise SourceError(Finding("S040", "no document symbol found", Place(name), hint))


def _masthead(chunks: list[_Chunk], first: int, name: str) -> tuple[str, int, str]:
    """The front matter, where the body begins, and the symbol."""
    fields: dict[str, str] = {}
    symbol_at = next(i for i in range(first, len(chunks)) if _SYMBOL.fullmatch(chunks[i].text))
    fields["symbol"] = symbol = chunks[symbol_at].text
    fields["organ"] = chunks[symbol_at - 1].text
    for i in range(symbol_at + 1, len(chunks)):
        text = chunks[i].text
        if text.startswith("Distr.:"):
            fields["distribution"] = text.removeprefix("Distr.:").strip().lower()
        elif text.startswith("Original:"):
            fields["original-language"] = _language(text.removeprefix("Original:").strip(), name, chunks[i].line)
        elif match := _DATE.fullmatch(text):
            fields["date"] = _iso(match, name, chunks[i].line)
        elif not _LABELLED.fullmatch(text):
            fields["title"] = text if "title" not in fields else f"{fields['title']} {text}"
        else:
            return _front_matter(fields), i, symbol
    return _front_matter(fields), len(chunks), symbol


def _language(word: str, name: str, line: int) -> str:
    known = {"arabic": "ar", "chinese": "zh", "english": "en", "french": "fr", "russian": "ru", "spanish": "es"}
    if word.lower() not in known:
        raise SourceError(
            Finding("S041", f"original language {word!r} is not an official one", Place(name, line), f"Known: {', '.join(known)}.")
        )
    return known[word.lower()]


def _iso(match: re.Match[str], name: str, line: int) -> str:
    day, month, year = match.groups()
    if month not in _MONTHS:
        raise SourceError(Finding("S041", f"{month!r} is no month", Place(name, line), "Give the date as 2 February 2017."))
    return f"{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}"


def _front_matter(fields: dict[str, str]) -> str:
    order = ("symbol", "organ", "title", "date", "distribution", "original-language")
    quoted = {"title", "organ"}
    shown = {key: value.replace("\\", "\\\\").replace('"', '\\"') for key, value in fields.items()}
    lines = [f"{key}: " + (f'"{shown[key]}"' if key in quoted else shown[key]) for key in order if key in fields]
    return "\n".join(["---", *lines, "---", ""])


def _notes(chunks: list[_Chunk], start: int) -> tuple[dict[int, _Chunk], list[_Chunk]]:
    """The notes by number, and what follows them."""
    notes: dict[int, _Chunk] = {}
    for i in range(start, len(chunks)):
        match = _LABELLED.fullmatch(chunks[i].text)
        if match is None or match[1] != str(len(notes) + 1):
            return notes, chunks[i:]
        notes[int(match[1])] = _Chunk(chunks[i].line, _BACK.sub("", match[2]))
    return notes, []


def _note_names(notes: dict[int, _Chunk], name: str, body: list[_Chunk]) -> dict[int, str]:
    """A name for each note, from its own words: as few as tell it from the others."""
    for chunk in body:
        for call in _CALL.finditer(chunk.text):
            if int(call[1]) not in notes:
                message = f"note {call[1]} is called but not given"
                raise SourceError(Finding("S042", message, Place(name, chunk.line), "Add it to the notes at the end."))
    names: dict[int, str] = {}
    for number, note in notes.items():
        names[number] = named(note.text, names.values())
    return names


def _block(chunk: _Chunk, run: _Run, names: dict[int, str]) -> str:
    match = _LABELLED.fullmatch(chunk.text)
    if match is None:
        return "::: {.unnumbered}\n" + _marked(chunk.text, names) + "\n:::"
    label, words = match.groups()
    if label == str(run.paragraph + 1) and re.search(r"[.:;?!]([\"”’)]|\s*\|\d+\|)*$", words):
        run.paragraph += 1
        run.printed.append(Printed("paragraph", f"{label}.", _CALL.sub("", words), chunk.line))
        return _marked(words, names)
    level = _heading_level(label, run.sections)
    run.sections[level - 1 :] = [_position(label, level)]
    run.printed.append(Printed("section", f"{label}.", _CALL.sub("", words), chunk.line))
    return "#" * level + " " + _marked(words, names)


def _heading_level(label: str, sections: list[int]) -> int:
    """The level at which ``label`` continues the run, the deepest first; else the level its kind of numeral has."""
    for level in range(min(len(sections), 3), 0, -1):
        if _numeral(sections[level - 1] + 1, level) == label:
            return level
    return next(level for level in (3, 1, 2) if _is_kind(label, level))


def _position(label: str, level: int) -> int:
    return next(n for n in range(1, 1000) if _numeral(n, level) == label)


def _is_kind(label: str, level: int) -> bool:
    return any(_numeral(n, level) == label for n in range(1, 100))


def _numeral(number: int, level: int) -> str:
    if level == 1:
        out = ""
        for value, letters in _ROMAN:
            out += letters * (number // value)
            number %= value
        return out
    return str(number) if level == 3 else chr(ord("A") + number - 1) if number <= 26 else ""


def _marked(text: str, names: dict[int, str]) -> str:
    """The text as canonical Markdown: what could be read as markup escaped, typed note marks turned into named ones."""
    parts, end = [], 0
    for call in _CALL.finditer(text):
        parts += [escaped(text[end : call.start()]), f"[^{names[int(call[1])]}]"]
        end = call.end()
    return "".join([*parts, escaped(text[end:])])

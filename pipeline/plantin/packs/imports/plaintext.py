"""Imports a report from plain text with typed numbers: masthead, headings I. / A. / 1., paragraphs 1., 2., notes |1|.

Whatever comes before the masthead or after the notes (the heads of a web page, for one) is left out and listed, never
lost in silence. The text itself is kept as received, slips included.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from plantin.findings import Finding, Place, SourceError
from plantin.house.locale import Locale
from plantin.packs.imports import masthead
from plantin.packs.imports.generated_names import GeneratedNames
from plantin.packs.imports.markup import escape, escape_beginning
from plantin.packs.imports.masthead import MastheadLine, RecognizedMasthead
from plantin.packs.imports.received import Fallbacks, GivenFields, ImportedReport, Ledger, Omission, PrintedNumber
from plantin.packs.imports.typed_numbers import Sections, label

_CALL = re.compile(r"\s*\|(\d{1,6})\|")
_NOTES = re.compile(r"Notes:?")
_BACK = re.compile(r"\s*\[Back\]\s*$")
_MOST, _LONGEST, _LONGEST_WORD = 10_000, 50_000, 2_000
"""The most paragraphs that are taken for a report (five hundred pages), characters of a paragraph and letters of a
word.
"""


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A paragraph of the received text and its first line; of a note, the words that led back to its call."""

    line: int
    text: str
    back: str = ""


@dataclass(slots=True)
class _PlainLedger(Ledger):
    """What is kept while the body is read, beside the ledger of the import."""

    sections: Sections = field(default_factory=Sections)
    printed: list[PrintedNumber] = field(default_factory=list)


def read(text: str, name: str, given: GivenFields, locale: Locale, fallbacks: Fallbacks) -> ImportedReport:
    """Return the canonical source of the report in ``text``; findings call it ``name``.

    Raises SourceError (S047) for a text of more or longer paragraphs than a report has, UsageError (S045) for a symbol
    given that is invalid.
    """
    lines = ((number, line.strip()) for number, line in enumerate(text.split("\n"), 1))
    chunks = [_Chunk(number, unicodedata.normalize("NFC", line)) for number, line in lines if line]
    _require_bounds(chunks, name)
    head = masthead.read(_first(chunks), given, locale, fallbacks, name)
    end = next((n for n, chunk in enumerate(chunks) if _NOTES.fullmatch(chunk.text)), len(chunks))
    notes, after = _notes(chunks, end + 1)
    given_names = GeneratedNames()
    names = {number: given_names.new(note.text) for number, note in notes.items()}
    run = _PlainLedger(left_out=list(head.left_out.values()), taken=[chunks[n].text for n in head.used])
    settled = head.used | set(head.left_out)
    body = [_block(chunk, run, names) for n, chunk in enumerate(chunks[:end]) if n not in settled]
    for number, note in notes.items():
        run.printed.append(PrintedNumber("note", str(number), note.text, note.line))
        run.taken += [str(number), note.back]
        body.append(f"[^{names[number]}]: {_write_markdown(note.text, {}, run, note.line)}")
    run.left_out += [Omission("left out", chunk.text, chunk.line) for chunk in (*chunks[end : end + 1], *after)]
    source = head.front + "\n" + "\n\n".join(body) + "\n"
    left_out = tuple(sorted(run.left_out, key=lambda omission: omission.line))
    return ImportedReport(
        source, head.symbol, tuple(run.printed), left_out, tuple(run.taken), _notices(head, chunks, name)
    )


def _require_bounds(chunks: list[_Chunk], name: str) -> None:
    """Raise S047 for a text that no report is, and that would be read for hours."""
    if len(chunks) > _MOST:
        message = f"a text of {len(chunks):,} paragraphs; {_MOST:,} are the most"
        raise SourceError.of("S047", message, Place(name), "Divide it, as into addenda.")
    for chunk in chunks:
        words = max(map(len, chunk.text.split()), default=0)
        if len(chunk.text) > _LONGEST or words > _LONGEST_WORD:
            message = (
                f"a paragraph of {len(chunk.text):,} characters, a word of {words:,}; {_LONGEST:,} and"
                f" {_LONGEST_WORD:,} are the most"
            )
            raise SourceError.of("S047", message, Place(name, chunk.line), "Put line ends between the paragraphs.")


def _first(chunks: list[_Chunk]) -> list[MastheadLine]:
    """Return the lines that may be the masthead: those before the first heading or numbered paragraph."""
    at = masthead.symbol_in(chunk.text for chunk in chunks[:100])
    begin = 0 if at is None else at + 1
    end = next(
        (n for n in range(begin, len(chunks)) if label(chunks[n].text) or _NOTES.fullmatch(chunks[n].text)), len(chunks)
    )
    return [MastheadLine(chunk.line, chunk.text) for chunk in chunks[:end]]


def _notices(head: RecognizedMasthead, chunks: list[_Chunk], name: str) -> tuple[Finding, ...]:
    """Return what the masthead assumed, and S046 for text between it and the first heading, which an editor may have
    meant for the title.
    """
    first = next((n for n in range(len(chunks)) if n not in head.used and n not in head.left_out), len(chunks))
    if first == len(chunks) or label(chunks[first].text) is not None or not head.used:
        return head.findings
    hint = "Nothing, if it is text; else give --title."
    words = " ".join(chunks[first].text.split())[:60]
    assumed = Finding(
        "S046", f"text before the first heading stays text: “{words}”", Place(name, chunks[first].line), hint, "warning"
    )
    return (*head.findings, assumed)


def _notes(chunks: list[_Chunk], start: int) -> tuple[dict[int, _Chunk], list[_Chunk]]:
    """Return the notes by number, and what follows them."""
    notes: dict[int, _Chunk] = {}
    for i in range(start, len(chunks)):
        number, _, words = chunks[i].text.partition(".")
        if number != str(len(notes) + 1) or not words[:1].isspace():
            return notes, chunks[i:]
        kept = _BACK.sub("", words)
        notes[int(number)] = _Chunk(chunks[i].line, kept.strip(), words[len(kept) :])
    return notes, []


# Headings and paragraphs


def _block(chunk: _Chunk, run: _PlainLedger, names: dict[int, str]) -> str:
    number = label(chunk.text)
    if number is None:
        return "::: {.unnumbered}\n" + escape_beginning(_write_markdown(chunk.text, names, run, chunk.line)) + "\n:::"
    words, heads = escape_beginning(_write_markdown(number.words, names, run, chunk.line)), number.heads()
    bare = _CALL.sub(lambda call: "" if int(call[1]) in names else call[0], number.words)
    run.printed.append(PrintedNumber("section" if heads else "paragraph", number.typed, bare, chunk.line))
    run.taken.append(number.typed)
    return "#" * run.sections.level(number) + " " + words if heads else words


def _write_markdown(text: str, names: dict[int, str], run: _PlainLedger, line: int) -> str:
    """Return the text as canonical Markdown: possible markup escaped, typed note marks turned into named ones."""
    parts, end = [], 0
    for call in _CALL.finditer(text):
        name = names.get(int(call[1]))
        if name is None:
            what = f"note {call[1]} is called but not given; the call stays as it is typed"
            run.left_out.append(Omission(what, "", line, "S042", "error", "Add the note to those at the end."))
            continue
        run.taken.append(call[1])
        parts += [escape(text[end : call.start()]), f"[^{name}]"]
        end = call.end()
    return "".join([*parts, escape(text[end:])])

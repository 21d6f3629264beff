"""Finds slips in words: repeated words, stray spaces, spellings, note numbers, symbols, years of resolutions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from babel import Locale as Cldr

from plantin.house.document_citations import Documents, compile_pattern
from plantin.house.locale import Locale
from plantin.lint.source.passage import Passage, Slip
from plantin.resolve.data_tables import DECIMAL_COMMA

_REPEATED = re.compile(r"\b(\w+(?: \w+){0,2}) \1\b", re.IGNORECASE)
# Before a hyphen or after it, before a comma or a full stop, before a group of digits or inside one, inside brackets.
_STRAY_SPACE = re.compile(
    r"(?<!\w)\w+ -[^\W\d]\w*|(?<!\w)\w+- (?!(?:and|or|to)\b)\w+|\w [,.](?=\s)|\d [,.]\d{3}\b|\b\d{1,3}, 000\b|\$ \d+"
    r"|(?<!\w)\w+\( \w+|(?<!\w)\w+ \)"
)
_NEGATIVE = re.compile(r"(?<!\w)\w+ -\d[\d.,]*\b")
# Signs of a typewriter. A space before hyphens and none after them is an option of a command.
_DASH = re.compile(r"(?<=[\w).,;»”\"])(?:-{2,3}\s?| -{2,3}\s)(?=[\w(«“\"])")
_DOTS = re.compile(r"(?<![./])\.{3}(?![./])")
_RANGE = re.compile(r"(?<=\d) - (?=\d)")
_WORK = (
    r"[A-ZÀ-ÖØ-ÞА-Я][\w.'’-]+(?:,? (?:[A-ZÀ-ÖØ-ÞА-Я][\w.'’-]*|and|et|y|и|&|al\.))*,? (?:19|20)\d\d[a-z]?"
    r"(?:, (?:pp?|para)\. ?\d+(?:[–-]\d+)?)?"
)
_CITATION = re.compile(
    rf"(?<![\\\]!])\[(?:[1-9]\d{{0,2}}(?:[,;–-] ?[1-9]\d{{0,2}})*|{_WORK}(?:; ?{_WORK})*)\](?![(\[{{:])"
)
_CITE = "Cite the work, [@key], with its file in the front matter, or write a note, [^name]; \\[1] is no citation."
_CELL = re.compile(rf"(?<=\|)[ \t]*({DECIMAL_COMMA.pattern})[ \t]*(?=\||$)", re.MULTILINE)
_COLON = re.compile(r"\w [;:](?=\s)")
_RESOLUTIONS = 1000
_CALL = r"\[\^[^\]\s]+\]"
_ROWS = (
    ("S030", _REPEATED, "words repeated: {!r}", "Take one of them away."),
    ("S031", _STRAY_SPACE, "a stray space: {!r}", "Close it up."),
    ("S031", _NEGATIVE, "a hyphen before a number: {!r}", "Write a minus sign, −5, or close up the space."),
    ("S031", _COLON, "a stray space: {!r}", "Close it up."),
    ("S179", _DASH, "hyphens for a dash", "Type the sign itself, – or —; put code between backticks."),
    ("S179", _DOTS, "full stops for an ellipsis", "Type the sign itself, …; put code between backticks."),
    ("S179", _RANGE, "a hyphen between figures", "Write 10–12, or 10 to 12; a difference has a minus sign, 12 − 10."),
    ("S180", _CITATION, "a typed citation, which leads nowhere", _CITE),
    ("S181", _CELL, "a number with a decimal comma: {!r}", "Write it as the language does, with a point: 1371.5."),
)


def slips(read: tuple[Passage, ...], locale: Locale) -> Iterator[Slip]:
    """Yield S030 to S035, S079, S088, S179 to S181 in the passages of a report in the language of ``locale``."""
    standard = _Standard(
        locale.language,
        locale.name,
        locale.cldr,
        locale.typography.indicator_side,
        locale.has_decimal_comma,
        tuple(locale.spellings.items()),
        locale.documents,
    )
    if len(_standards) >= _MOST_STANDARDS:
        _standards.clear()
    standard = _standards.setdefault(repr(standard), standard)
    yield from (passage.slip(*row) for passage in read for row in _slips_of(passage.prose, standard))
    yield from _resolutions(read, locale.documents)


_Row = tuple[str, str, int, str]
"""The code, the message, the place in the text and the hint of a slip."""


@dataclass(frozen=True, slots=True, eq=False)
class _Standard:
    """What the words of a language are held against."""

    language: str
    name: str
    cldr: str
    side: str
    """On which side of punctuation an indicator goes."""
    comma: bool
    """Whether decimals have a comma."""
    spellings: tuple[tuple[str, str], ...]
    documents: Documents


_MOST_STANDARDS = 8
_standards: dict[str, _Standard] = {}
"""What words were held against, by all that it has: of two that are equal, the first."""


@lru_cache(maxsize=4096)
def _slips_of(prose: str, standard: _Standard) -> tuple[_Row, ...]:
    """Return the slips of a passage by itself: who looks at a report again has changed a few of them."""
    finders = (_patterns, _spellings, _sides, _symbols)
    return tuple(row for find in finders for row in find(prose, standard))


def _patterns(prose: str, standard: _Standard) -> Iterator[_Row]:
    for code, pattern, message, hint in _ROWS:
        if (pattern is _COLON and standard.language.startswith("fr")) or (pattern is _CELL and standard.comma):
            continue  # French has a space before a colon
        for match in pattern.finditer(prose):
            if pattern is not _CITATION or re.split(r"\W", match[0])[1] not in _months(standard.cldr):  # [March 2020]
                yield code, message.format(match[0].strip()), match.start(), hint


@cache
def _months(cldr: str) -> frozenset[str]:
    """Return the names of the months as a bracket may begin with them, whole or abbreviated."""
    widths = Cldr.parse(cldr).months["stand-alone"]
    return frozenset(name.title().rstrip(".") for width in widths.values() for name in width.values() if len(name) > 2)


def _spellings(prose: str, standard: _Standard) -> Iterator[_Row]:
    for wrong, right in standard.spellings:
        for match in re.finditer(rf"(?<!\w){re.escape(wrong)}(?!\w)", prose):
            yield "S033", f"{wrong!r}, where the house writes {right!r}", match.start(), f"Write {right}."


def _sides(prose: str, standard: _Standard) -> Iterator[_Row]:
    """Yield S035, S088; a comma between two indicators belongs to them."""
    after = standard.side == "after"
    pattern = rf"(?<!^){_CALL}[.,;:](?!\[\^)" if after else rf"(?<!\])[.,;:]{_CALL}"
    for match in re.finditer(rf"{_CALL}[ \u00a0]+{_CALL}", prose):
        hint = "Put a comma between them, [^a],[^b]: the PDF keeps no space there."
        yield "S088", f"a space between two indicators, {match[0]!r}", match.start(), hint
    for match in re.finditer(pattern, prose, re.MULTILINE):
        hint = f"In {standard.name} an indicator goes {standard.side} the punctuation."
        yield "S035", f"{match[0]!r} is on the wrong side", match.start(), hint


def _symbols(prose: str, standard: _Standard) -> Iterator[_Row]:
    """Yield S079 for each symbol with a fault, S034 for each that lacks the sign of its organ."""
    documents = standard.documents
    seen = bytearray(len(prose))
    for form in documents.malformed:
        for match in compile_pattern(form.pattern).finditer(prose):
            if not seen[match.start()]:
                seen[match.start() : match.end()] = b"\1" * len(match[0])
                hint = f"Write it as the document has it, as {documents.example}."
                yield "S079", f"{form.words} {match[0]!r}", match.start(), hint
    for match in compile_pattern(documents.nature).finditer(prose):
        hint = f"Put the organ's sign before it, as in {documents.nature_example}."
        yield "S034", f"a symbol without its organ: {match[0]!r}", match.start(), hint


def _resolutions(read: tuple[Passage, ...], documents: Documents) -> Iterator[Slip]:
    """Yield S032 for resolutions: numbers of an organ's resolutions grow with the years; of two that are at odds, the
    one cited less is the slip. A report that cites more than a thousand is a list of resolutions, in which there is
    none.
    """
    ordered = compile_pattern(documents.ordered)
    cited = [
        ((int(match[1]), int(match[2])), passage, match.start())
        for passage in read
        for match in ordered.finditer(passage.prose)
    ]
    often = Counter(pair for pair, _, _ in cited)
    rival = {pair: _rival(pair, often) for pair in often} if len(often) <= _RESOLUTIONS else {}
    for (number, year), passage, offset in cited:
        if counterpart := rival.get((number, year)):
            message = "resolution {} ({}) is out of order: resolution {} is of {}".format(number, year, *counterpart)
            yield passage.slip("S032", message, offset, "Correct the number or the year.")


def _rival(pair: tuple[int, int], often: Counter[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the first of the resolutions at odds with ``pair``; None if it is cited as often as they are."""
    number, year = pair
    rivals = [
        (other, when) for other, when in often if (other > number and when < year) or (other < number and when > year)
    ]
    return min(rivals) if sum(often[rival] for rival in rivals) > often[pair] else None

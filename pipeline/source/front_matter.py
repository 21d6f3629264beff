"""The front matter of a report: its fields read, checked, and each with its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile
from typing import Annotated, Any, Literal, cast, get_args

from pipeline.findings import Finding, Place, SourceError
from pipeline.model.labels import Numerals
from pipeline.settings import reader
from pipeline.settings.forms import LANGUAGE, TEXT, Form, Made, length, matching, one_of, within
from pipeline.settings.reader import Codes
from pipeline.source.text import Source

Run = Literal["continuous", "by-section", "none"]
Annexes = Literal["restart", "continue"]
Parts = Literal["I", "words"]
Division = Literal["part", "chapter"]
NUMERALS: Mapping[str, Numerals] = {"I": "upper-roman", "A": "upper-latin", "1": "decimal", "a": "lower-latin", "i": "lower-roman"}
OBJECTS = ("table", "figure", "box")
MASTHEAD_LINES = ("symbol", "date", "session", "agenda", "title")

# Editorial Manual, "Document symbols": parts between slashes, the first in capitals, a star for a technical reissue.
SYMBOL = re.compile(r"[A-Z][A-Z0-9]*(\.[0-9A-Z]+)*(/[A-Za-z0-9]+([.\-()][A-Za-z0-9]*)*)+\*?")
_JOB = re.compile(r"\d{2}-\d{3,6}( \([A-Z]\))?")

CODES = Codes(
    SourceError,
    unreadable="S004",
    wrong="S007",
    missing="S006",
    unknown="S005",
    unprintable="S008",
    hint="Put text that contains a colon or a quotation mark in double quotes, and each field on a line of its own.",
    noun="field {!r}",
    hyphens=True,
)


@dataclass(frozen=True, slots=True)
class Rules:
    """How a report is numbered: numerals of the heading levels and of the subparagraph levels, and the run of its paragraphs.

    ``divisions`` are what the first levels are called where they are parts or chapters; ``parts`` in words are "Part one". ``annexes``
    says whether paragraphs begin again in each annex. ``letters`` names the objects whose notes are letters printed under them: editions
    of the Editorial Manual differ. ``words`` is the most words that the report may have, notes included (General Assembly resolution
    52/214 B and later).
    """

    sections: tuple[Numerals, ...] = ("upper-roman", "upper-latin", "decimal", "lower-latin", "lower-roman")
    subparagraphs: tuple[Numerals, ...] = ("lower-latin", "lower-roman", "lower-latin")
    paragraphs: Run = "continuous"
    divisions: tuple[Division, ...] = ()
    parts: Parts = "I"
    annexes: Annexes = "restart"
    tables: Numerals = "decimal"
    figures: Numerals = "upper-roman"
    boxes: Numerals = "decimal"
    letters: tuple[str, ...] = OBJECTS
    words: int = 8500


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding of the source's lint that the author accepts: its code, words of the passage it is about, and why."""

    code: Annotated[str, TEXT]
    words: Annotated[str, TEXT]
    reason: Annotated[str, TEXT]


@dataclass(frozen=True, slots=True)
class Front:
    """What the front matter says. ``date`` is ISO 8601; languages are BCP 47 tags, the original's among them.

    ``agenda_items`` are numbers with titles (empty where none is given), ``masthead_notes`` the name of a line of the masthead with the
    note that an asterisk there calls. ``untranslated`` are the values that an unfinished translation has in the language of the original,
    each with the words in it that are: no field of a source.
    """

    symbol: str
    organ: str
    title: str
    date: str
    distribution: str
    original_language: str
    languages: tuple[str, ...]
    job_numbers: tuple[tuple[str, str], ...]
    session: str
    agenda_items: tuple[tuple[str, str], ...]
    masthead_notes: tuple[tuple[str, str], ...]
    rules: Rules
    waivers: tuple[Waiver, ...]
    places: tuple[tuple[str, Place], ...]
    untranslated: tuple[tuple[str, str], ...] = ()

    @property
    def slug(self) -> str:
        """The symbol as a file name: S-2017-97."""
        return slug(self.symbol)

    def place(self, field: str) -> Place:
        """Where ``field`` is, or where the front matter begins."""
        return dict(self.places).get(field, self.places[0][1])


def slug(symbol: str) -> str:
    """A document symbol as a file name: S/2017/97 is S-2017-97."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", symbol).strip("-")


def _text(value: Any) -> Any:
    """Text as it is printed: runs of white space are one space."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _numerals(value: Any) -> Any:
    """Numerals as text, for YAML takes 1 for a number."""
    return [str(sign) if type(sign) is int else sign for sign in value] if isinstance(value, list) else value


def _numeral(value: Any) -> Any:
    return str(value) if type(value) is int else value


def _rows(value: Any) -> dict[str, Any]:
    """Names with their texts; a list has names alone."""
    if isinstance(value, list):
        return dict.fromkeys(map(str, value), "")
    return {str(name): _text(text) for name, text in dict(value).items()}


Words = Annotated[str, Made(_text, "text"), TEXT]
Language = Annotated[str, LANGUAGE]
Sign = Annotated[str, Made(_numeral, "a numeral"), one_of(tuple(NUMERALS))]
Item = Annotated[str, Made(_text, "text")]
_LEVELS = length(1, 9, "the first numeral of each level: [I, A, 1, a, i]")
_ROWS = Made(_rows, 'numbers with their titles, as {"73 (c)": "Lamps"}')
_SOME = Form("names with their texts, one at least", bool)
_FEW = length(0, 1000, "a list of at most 1,000 waivers")


@dataclass(frozen=True, slots=True)
class _Rules:
    """``rules`` as the front matter has them: numerals by their first sign."""

    sections: Annotated[tuple[Literal["I", "A", "1", "a", "i", "part", "chapter"], ...], Made(_numerals, "a list"), _LEVELS] = (
        "I",
        "A",
        "1",
        "a",
        "i",
    )
    subparagraphs: Annotated[tuple[Sign, ...], Made(_numerals, "a list"), _LEVELS] = ("a", "i", "a")
    paragraphs: Run = "continuous"
    parts: Parts = "I"
    annexes: Annexes = "restart"
    tables: Sign = "1"
    figures: Sign = "I"
    boxes: Sign = "1"
    letters: tuple[Literal["table", "figure", "box"], ...] = ("table", "figure", "box")
    words: Annotated[int, within(1, 10_000_000)] = 8500

    def rules(self) -> Rules:
        """The same with the numerals that they mean."""
        divisions = tuple(takewhile(lambda sign: sign in get_args(Division), self.sections))
        return Rules(
            sections=tuple(NUMERALS["I" if n < len(divisions) else sign] for n, sign in enumerate(self.sections)),
            subparagraphs=tuple(NUMERALS[sign] for sign in self.subparagraphs),
            paragraphs=self.paragraphs,
            divisions=cast("tuple[Division, ...]", divisions),
            parts=self.parts,
            annexes=self.annexes,
            tables=NUMERALS[self.tables],
            figures=NUMERALS[self.figures],
            boxes=NUMERALS[self.boxes],
            letters=self.letters,
            words=self.words,
        )


@dataclass(frozen=True, slots=True)
class _Fields:
    """The front matter as it is written."""

    symbol: Annotated[str, Made(_text, "text"), matching(SYMBOL.pattern, "a document symbol such as S/2017/97")]
    organ: Words
    title: Words
    date: dt.date
    distribution: Literal["general", "limited", "restricted"] = "general"
    original_language: Language = "en"
    languages: tuple[Language, ...] = ()
    job_numbers: Mapping[Language, Annotated[str, matching(_JOB.pattern, 'a job number such as "16-11706 (E)"')]] = field(
        default_factory=dict
    )
    session: Words = ""
    agenda_items: Annotated[Mapping[str, Item], _ROWS, _SOME] = field(default_factory=dict)
    masthead_notes: Annotated[Mapping[Annotated[str, one_of(MASTHEAD_LINES)], Item], _ROWS, _SOME] = field(default_factory=dict)
    rules: _Rules = field(default_factory=_Rules)
    waivers: Annotated[tuple[Waiver, ...], Made(lambda value: value if isinstance(value, list) else [value], "a list"), _FEW] = ()


def read(source: Source) -> Front:
    """The fields of ``source``. Raises SourceError with every finding: S004 not YAML, S005 unknown field, S006 missing field,
    S007 a value that cannot be, S008 a character that no edition can carry.
    """
    return _read(source.head, source.path)


@lru_cache(maxsize=64)
def _read(head: str, path: str) -> Front:
    given = reader.yaml(head, 2, CODES, path)
    # A field without a value is not given.
    given = replace(given, values={name: value for name, value in given.values.items() if value is not None})
    fields, findings = reader.attempt(_Fields, given, CODES)
    if fields is None:
        raise SourceError(*findings)
    front = Front(
        symbol=fields.symbol,
        organ=fields.organ,
        title=fields.title,
        date=fields.date.isoformat(),
        distribution=fields.distribution,
        original_language=fields.original_language,
        languages=tuple(dict.fromkeys(fields.languages or (fields.original_language,))),
        job_numbers=tuple(fields.job_numbers.items()),
        session=fields.session,
        agenda_items=tuple(fields.agenda_items.items()),
        masthead_notes=tuple(fields.masthead_notes.items()),
        rules=fields.rules.rules(),
        waivers=fields.waivers,
        places=(("", Place(path, 1, 1)), *((name, given.place(name)) for name in given.values)),
    )
    if faults := list(_faults(front)):
        raise SourceError(*faults)
    return front


def _faults(front: Front) -> Iterator[Finding]:
    """What no single field shows."""
    if front.original_language not in front.languages:
        message = f"field 'languages' lacks {front.original_language}, the language of the original"
        yield Finding("S007", message, front.place("languages"), f"Give [{front.original_language}, fr], for one.")
    if front.symbol.endswith("*") != ("symbol" in dict(front.masthead_notes)):
        hint = 'Give both: symbol: "A/71/344*", and masthead-notes: {symbol: "Reissued for technical reasons on ..."}.'
        yield Finding("S007", "an asterisk on the symbol without its note, or a note without it", front.place("symbol"), hint)

"""The front matter of a report: its fields read, checked, and each with its place."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Literal, get_args

import yaml

from pipeline.findings import Finding, Place, SourceError
from pipeline.model.labels import Numerals
from pipeline.source.text import Source

Run = Literal["continuous", "by-section", "none"]
Annexes = Literal["restart", "continue"]
Parts = Literal["I", "words"]
Division = Literal["part", "chapter"]
NUMERALS: Mapping[str, Numerals] = {"I": "upper-roman", "A": "upper-latin", "1": "decimal", "a": "lower-latin", "i": "lower-roman"}
OBJECTS = ("table", "figure", "box")
MASTHEAD_LINES = ("symbol", "date", "session", "agenda", "title")
DISTRIBUTIONS = ("general", "limited", "restricted")

# Editorial Manual, "Document symbols": parts between slashes, the first in capitals, a star for a technical reissue.
SYMBOL = re.compile(r"[A-Z][A-Z0-9]*(\.[0-9A-Z]+)*(/[A-Za-z0-9]+([.\-()][A-Za-z0-9]*)*)+\*?")
_JOB = re.compile(r"\d{2}-\d{3,6}( \([A-Z]\))?")
_OBJECT_NUMERALS = {"tables": "1", "figures": "I", "boxes": "1"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


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
    """A finding of the source's lint that the author lets stand: its code, words of the passage it is about, and why."""

    code: str
    words: str
    reason: str


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
        """Where ``field`` stands, or where the front matter begins."""
        return dict(self.places).get(field, self.places[0][1])


def slug(symbol: str) -> str:
    """A document symbol as a file name: S/2017/97 is S-2017-97."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", symbol).strip("-")


def read(source: Source) -> Front:
    """The fields of ``source``. Raises SourceError with every finding: S004 not YAML, S005 unknown field, S006 missing field,
    S007 a value that cannot be.
    """
    nodes = _fields(source)
    check = _Check(source.path, nodes)
    known = {name.replace("_", "-") for name in Front.__dataclass_fields__} - {"places", "untranslated"}
    for name, (place, _value) in nodes.items():
        if name not in known:
            check.add("S005", f"unknown field {name!r}", place, f"Known fields: {', '.join(sorted(known))}.")
    original = check.text("original-language", "en", lambda value: bool(_LANGUAGE.fullmatch(value)), "a language tag such as en")
    front = Front(
        symbol=check.text("symbol", None, lambda value: bool(SYMBOL.fullmatch(value)), "a document symbol such as S/2017/97"),
        organ=check.text("organ", None),
        title=check.text("title", None),
        date=check.date("date"),
        distribution=check.text("distribution", "general", DISTRIBUTIONS.__contains__, f"one of {', '.join(DISTRIBUTIONS)}"),
        original_language=original,
        languages=check.languages("languages", original),
        job_numbers=check.job_numbers("job-numbers"),
        session=check.text("session", ""),
        agenda_items=check.pairs("agenda-items"),
        masthead_notes=check.pairs("masthead-notes", MASTHEAD_LINES),
        rules=check.rules("rules"),
        waivers=check.waivers("waivers"),
        places=(("", Place(source.path, 1, 1)), *((name, place) for name, (place, _) in nodes.items())),
    )
    if front.symbol.endswith("*") != ("symbol" in dict(front.masthead_notes)):
        hint = 'Give both: symbol: "A/71/344*", and masthead-notes: {symbol: "Reissued for technical reasons on ..."}.'
        check.add("S007", "an asterisk on the symbol without its note, or a note without it", front.place("symbol"), hint)
    if check.findings:
        raise SourceError(*check.findings)
    return front


def _fields(source: Source) -> dict[str, tuple[Place, object]]:
    """Each field with its place and value."""
    try:
        root = yaml.compose(source.head, Loader=yaml.SafeLoader)
        values = yaml.safe_load(source.head) or {}
    except (ValueError, RecursionError) as error:
        hint = "Give dates that exist, and lists of a few levels."
        raise SourceError(Finding("S004", f"the front matter cannot be read: {error}", Place(source.path, 2), hint)) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(source.path, mark.line + 2, mark.column + 1) if mark else Place(source.path, 2)
        message = str(getattr(error, "problem", None) or error).splitlines()[0]
        hint = "Put values that contain a colon or a quotation mark in double quotes."
        raise SourceError(Finding("S004", f"the front matter is not YAML: {message}", place, hint)) from None
    if not isinstance(values, dict) or (root is not None and not isinstance(root, yaml.MappingNode)):
        raise SourceError(Finding("S004", "the front matter is not a list of fields", Place(source.path, 2), "Write `field: value`."))
    keys = [] if root is None else [key for key, _ in root.value]
    placed = [(key.value, Place(source.path, key.start_mark.line + 2, key.start_mark.column + 1)) for key in keys]
    if len(dict(placed)) < len(placed):
        twice = [(name, place) for n, (name, place) in enumerate(placed) if name in dict(placed[:n])]
        raise SourceError(*(Finding("S005", f"field {name!r} is given twice", place, "Keep one of the two.") for name, place in twice))
    places = dict(placed)
    return {str(name): (places.get(str(name), Place(source.path, 2)), value) for name, value in values.items()}


class _Check:
    """Reads one field after another and keeps what is wrong with them."""

    def __init__(self, path: str, fields: Mapping[str, tuple[Place, object]]) -> None:
        self._start = Place(path, 1, 1)
        self._fields = fields
        self.findings: list[Finding] = []

    def add(self, code: str, message: str, place: Place, hint: str) -> None:
        self.findings.append(Finding(code, message, place, hint))

    def _get(self, name: str) -> tuple[Place, object]:
        return self._fields.get(name, (self._start, None))

    def text(self, name: str, default: str | None, good: Callable[[str], bool] = bool, form: str = "text") -> str:
        place, value = self._get(name)
        if value is None:
            if default is None:
                self.add("S006", f"field {name!r} is missing", place, f"Add `{name}: ...` to the front matter.")
            return default or ""
        text = " ".join(str(value).split())
        if any(unicodedata.category(sign) in ("Cc", "Cn", "Cs") for sign in text):
            self.add("S008", f"{name}: a character that cannot be printed", place, "Take it away.")
        if not isinstance(value, str) or not good(text):
            self.add("S007", f"{name}: {text!r} is not {form}", place, f"Give {form}.")
        return text

    def date(self, name: str) -> str:
        place, value = self._get(name)
        if value is None:
            self.add("S006", f"field {name!r} is missing", place, f"Add `{name}: 2017-02-02`, for one.")
        elif type(value) is not dt.date:
            self.add("S007", f"{name}: {value!r} is not a date", place, "Give the day of issue as 2017-02-02.")
        else:
            return value.isoformat()
        return "1970-01-01"

    def languages(self, name: str, original: str) -> tuple[str, ...]:
        place, value = self._get(name)
        if value is None:
            return (original,)
        if (
            not isinstance(value, list)
            or not all(isinstance(tag, str) and _LANGUAGE.fullmatch(tag) for tag in value)
            or original not in value
        ):
            self.add(
                "S007",
                f"{name}: {value!r} is not a list of languages with the original among them",
                place,
                f"Give [{original}, fr], for one.",
            )
            return (original,)
        return tuple(dict.fromkeys(value))

    def rules(self, name: str) -> Rules:
        place, value = self._get(name)
        if value is None:
            return Rules()
        if not isinstance(value, dict) or (unknown := set(value) - set(Rules.__dataclass_fields__)):
            words = f"unknown {', '.join(sorted(map(str, unknown)))}" if isinstance(value, dict) else f"{value!r}"
            self.add("S007", f"rules: {words}", place, f"Known rules: {', '.join(Rules.__dataclass_fields__)}.")
            return Rules()
        run = value.get("paragraphs", "continuous")
        if run not in get_args(Run):
            self.add("S007", f"rules: paragraphs {run!r}", place, f"Give one of {', '.join(get_args(Run))}.")
            run = "continuous"
        levels = value.get("sections")
        divisions = list(takewhile(lambda sign: sign in get_args(Division), levels)) if isinstance(levels, list) else []
        if divisions and isinstance(levels, list):
            levels = [*["I"] * len(divisions), *levels[len(divisions) :]]
        return Rules(
            sections=self._numerals(place, "sections", levels, Rules().sections),
            subparagraphs=self._numerals(place, "subparagraphs", value.get("subparagraphs"), Rules().subparagraphs),
            paragraphs=run,
            divisions=tuple(divisions),
            parts=self._one_of(place, "parts", value, get_args(Parts), Rules().parts),
            annexes=self._one_of(place, "annexes", value, get_args(Annexes), Rules().annexes),
            **{name: NUMERALS[self._one_of(place, name, value, tuple(NUMERALS), default)] for name, default in _OBJECT_NUMERALS.items()},
            letters=self._objects(place, value.get("letters", list(OBJECTS))),
            words=self._count(place, value.get("words", Rules().words)),
        )

    def _one_of(self, place: Place, name: str, rules: Mapping[str, object], known: tuple[str, ...], default: str) -> Any:
        value = str(rules.get(name, default))
        if value not in known:
            self.add("S007", f"rules: {name} {value!r}", place, f"Give one of {', '.join(known)}.")
            return default
        return value

    def _objects(self, place: Place, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or any(name not in OBJECTS for name in value):
            self.add("S007", f"rules: letters {value!r}", place, f"Give a list of {', '.join(OBJECTS)}, or an empty one.")
            return OBJECTS
        return tuple(value)

    def _count(self, place: Place, value: object) -> int:
        if type(value) is not int or value < 1:
            self.add("S007", f"rules: words {value!r}", place, "Give a number of words, as 8500 or 10700.")
            return Rules().words
        return value

    def pairs(self, name: str, known: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
        """A field of names with texts, or a list of names."""
        place, value = self._get(name)
        rows = dict.fromkeys(map(str, value), "") if isinstance(value, list) else value if isinstance(value, dict) else {}
        good = all(isinstance(text, str) for text in rows.values()) and (not known or set(rows) <= set(known))
        if not good or (value is not None and not rows):
            form = f"one of {', '.join(known)} with its text" if known else 'numbers with their titles, as {"73 (c)": "Lamps"}'
            self.add("S007", f"{name}: {value!r}", place, f"Give {form}.")
            return ()
        return tuple((str(key), " ".join(text.split())) for key, text in rows.items())

    def _numerals(self, place: Place, name: str, value: object, default: tuple[Numerals, ...]) -> tuple[Numerals, ...]:
        if value is None:
            return default
        if not isinstance(value, list) or not value or any(str(sign) not in NUMERALS for sign in value):
            self.add("S007", f"rules: {name} {value!r}", place, "Give the first numeral of each level: [I, A, 1, a, i].")
            return default
        return tuple(NUMERALS[str(sign)] for sign in value)

    def job_numbers(self, name: str) -> tuple[tuple[str, str], ...]:
        place, value = self._get(name)
        rows = value if isinstance(value, dict) else {} if value is None else {"": value}
        for tag, number in rows.items():
            if not (isinstance(tag, str) and _LANGUAGE.fullmatch(tag) and isinstance(number, str) and _JOB.fullmatch(number)):
                self.add("S007", f"{name}: {tag!r}: {number!r} is not the job number of a language", place, 'Give {en: "16-11706 (E)"}.')
        return tuple((str(tag), str(number)) for tag, number in rows.items())

    def waivers(self, name: str) -> tuple[Waiver, ...]:
        place, value = self._get(name)
        if value is None:
            return ()
        out = []
        for row in value if isinstance(value, list) else [value]:
            fields = row if isinstance(row, dict) else {}
            if fields.keys() != Waiver.__dataclass_fields__.keys() or not all(isinstance(text, str) and text for text in fields.values()):
                self.add("S007", f"{name}: {row!r} is not a waiver", place, "Each needs a code, the words it is about and a reason.")
            else:
                out.append(Waiver(**fields))
        return tuple(out)

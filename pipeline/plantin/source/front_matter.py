"""Reads and checks the front matter of a report; each field has its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile
from typing import Annotated, Literal, cast, get_args

from plantin.findings import Finding, Place, SourceError
from plantin.model import symbols
from plantin.model.labels import Numerals
from plantin.model.publication import Publication
from plantin.settings import extended_tables, reader
from plantin.settings.forms import FILE, LANGUAGE, TEXT, Conversion, ValueForm, length, matching, one_of, within
from plantin.settings.reader import Codes
from plantin.source import publication
from plantin.source.publication import Words
from plantin.source.text import Source

Run = Literal["continuous", "by-section", "none"]
Annexes = Literal["restart", "continue"]
Parts = Literal["I", "words"]
Division = Literal["part", "chapter"]
NUMERALS: Mapping[str, Numerals] = {
    "I": "upper-roman",
    "A": "upper-latin",
    "1": "decimal",
    "a": "lower-latin",
    "i": "lower-roman",
}
OBJECTS = ("table", "figure", "box")
MASTHEAD_LINES = ("symbol", "date", "session", "agenda", "title")

# A text that begins with a straight quotation mark and ends with a curly one.
_HALF_QUOTED = re.compile(r"^[ \t]*(?:- )?(?:[\w-]+:[ \t]+)?(\"[^\"\n]*[“”„»])[ \t]*$", re.MULTILINE)
_CURLY = "“”„«»"
_MARKS = 'Write straight quotation marks, "...", at both ends, or none: those of YAML are not printed.'
_JOB = re.compile(r"\d{2}-\d{3,6}( \([A-Z]\))?")

CODES = Codes(
    SourceError,
    unreadable="S004",
    wrong="S007",
    missing="S006",
    unknown="S005",
    unprintable="S008",
    hint="`plantin help source` has every field with what it may be.",
    syntax="Put text that contains a colon or a quotation mark in double quotes, and each field on a line of its own.",
    noun="field {!r}",
    hyphens=True,
)


@dataclass(frozen=True, slots=True)
class NumberingRules:
    """How a report is numbered: numerals of the heading levels and of the subparagraph levels, and the run of its
    paragraphs.

    ``divisions`` are what the first levels are called where they are parts or chapters; ``parts`` in words are "Part
    one". ``annexes`` says whether paragraphs begin again in each annex. ``letters`` names the objects whose notes are
    letters printed under them: editions of the Editorial Manual differ. ``words`` is the most words that the report may
    have, notes included (0: as many as its house allows).

    ``sections`` is empty where no heading is numbered. ``nested`` are the levels, from 1, that are numbered after the
    one above, as 1.2; ``by_chapter`` the objects that are numbered after their main section, as table 3.1.
    ``lists_as_typed`` says that each list has the numerals and marks that its author typed. ``lists`` are the objects
    that are listed after the contents: tables, figures, boxes.
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
    words: int = 0
    nested: frozenset[int] = frozenset()
    by_chapter: frozenset[str] = frozenset()
    lists_as_typed: bool = False
    annex_numerals: Numerals = "upper-roman"
    lists: tuple[str, ...] = ()

    @property
    def main(self) -> Numerals:
        """The numerals of the main sections; decimal where no heading is numbered."""
        return self.sections[0] if self.sections else "decimal"


@dataclass(frozen=True, slots=True)
class LintWaiver:
    """A finding of the source's lint that the author accepts: its code, words of the passage it is about, and why."""

    code: Annotated[str, TEXT]
    words: Annotated[str, TEXT]
    reason: Annotated[str, TEXT]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter says. ``date`` is ISO 8601; languages are BCP 47 tags, the original's among them.

    ``agenda_items`` are numbers with titles (empty where none is given), ``masthead_notes`` the name of a line of the
    masthead with the note that an asterisk there calls. ``untranslated`` are the values that an unfinished translation
    has in the language of the original, each with the words in it that are: no field of a source. ``bibliography`` is
    the file of the works that the report cites, empty where it cites none, ``citation_style`` how they are printed,
    empty where that is the house's choice. ``sign_language`` are the addresses of the report in sign language by the
    language of the edition, or one for all under the empty name. ``title_language`` is that of the title where it is
    another than that of the report. ``tables`` are those that packs and extensions add.
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
    rules: NumberingRules
    waivers: tuple[LintWaiver, ...]
    places: tuple[tuple[str, Place], ...]
    untranslated: tuple[tuple[str, str], ...] = ()
    publication: Publication = field(default_factory=Publication)
    style: str = ""
    bibliography: str = ""
    citation_style: str = ""
    sign_language: tuple[tuple[str, str], ...] = ()
    title_language: str = ""
    tables: tuple[object, ...] = ()

    @property
    def slug(self) -> str:
        """The symbol as a file name: S-2017-97."""
        return symbols.slug(self.symbol)

    def place(self, field: str) -> Place:
        """Return where ``field`` is, or where the front matter begins."""
        return dict(self.places).get(field, self.places[0][1])


def _numerals(value: object) -> object:
    """Return numerals as text, for YAML takes 1 and 1.1 for numbers."""
    return list(map(_numeral, value)) if isinstance(value, list) else value


def _numeral(value: object) -> object:
    return str(value) if type(value) in (int, float) else value


def _rows(value: Mapping[object, object] | list[object]) -> dict[str, object]:
    """Return names with their texts; a list has names alone."""
    if isinstance(value, list):
        return dict.fromkeys(map(str, value), "")
    return {str(name): publication.text(text) for name, text in dict(value).items()}


Language = Annotated[str, LANGUAGE]


def _subparagraphs(value: object) -> object:
    """Return the numerals of levels of subparagraphs. No lambda: annotations have no names of the module."""
    return [value] if value == _AS_TYPED else _numerals(value)


def _levels(value: object) -> object:
    """Return the numerals of the heading levels; ``decimal`` and ``none`` apply to all of them."""
    if isinstance(value, str):
        return {"decimal": list(_DECIMAL), "none": []}.get(value, value)
    return _numerals(value)


_BY_CHAPTER = "1.1"
_AS_TYPED = "as-typed"
_DECIMAL = tuple(".".join(["1"] * level) for level in range(1, 6))
Sign = Annotated[str, Conversion(_numeral, "a numeral"), one_of(tuple(NUMERALS))]
ObjectSign = Annotated[str, Conversion(_numeral, "a numeral"), one_of((*NUMERALS, _BY_CHAPTER))]
Item = Annotated[str, Conversion(publication.text, "text")]


def _is_numbered(signs: tuple[str, ...]) -> bool:
    """Return whether the numerals of heading levels are in order: parts and chapters first, no nested level first."""
    named = [sign in get_args(Division) for sign in signs]
    return (
        len(signs) <= _MOST_LEVELS
        and signs[:1] not in [(sign,) for sign in _DECIMAL[1:]]
        and named == sorted(named, reverse=True)
    )


_MOST_LEVELS, _MOST_SHORT = 9, 500
_SECTIONS = ValueForm("the first numeral of each level, [I, A, 1, a, i], or decimal, or none", _is_numbered)
_LISTS = ValueForm(
    "the first numeral of each level, [a, i, a], or as-typed",
    lambda signs: 0 < len(signs) <= 9 and (_AS_TYPED not in signs or len(signs) == 1),
)
_ROWS = Conversion(_rows, 'numbers with their titles, as {"73 (c)": "Lamps"}')
_SOME = ValueForm("names with their texts, one at least", bool)
_SHORT = ValueForm(
    "abbreviations of letters and figures with what they stand for, as {WHO: World Health Organization}",
    lambda rows: 0 < len(rows) <= _MOST_SHORT and all(re.fullmatch(r"\w(?:[\w.&/-]{0,38}\w)?", name) for name in rows),
)
_FEW = length(0, 1000, "a list of at most 1,000 waivers")


@dataclass(frozen=True, slots=True)
class _Rules:
    """``rules`` as the front matter has them: numerals by their first sign."""

    sections: Annotated[
        tuple[Annotated[str, one_of((*NUMERALS, *_DECIMAL[1:], *get_args(Division)))], ...],
        Conversion(_levels, "a list, or decimal, or none"),
        _SECTIONS,
    ] = ("I", "A", "1", "a", "i")
    subparagraphs: Annotated[
        tuple[Annotated[str, one_of((*NUMERALS, _AS_TYPED))], ...],
        Conversion(_subparagraphs, "a list, or as-typed"),
        _LISTS,
    ] = ("a", "i", "a")
    paragraphs: Run = "continuous"
    parts: Parts = "I"
    annexes: Annexes = "restart"
    annex_numerals: Sign = ""
    tables: ObjectSign = "1"
    figures: ObjectSign | Literal[""] = ""
    boxes: ObjectSign = "1"
    equations: Annotated[str, Conversion(_numeral, "a numeral"), one_of(("1", _BY_CHAPTER))] = "1"
    letters: tuple[Literal["table", "figure", "box"], ...] = ("table", "figure", "box")
    words: Annotated[int, within(0, 10_000_000)] = 0
    lists: tuple[Literal["tables", "figures", "boxes"], ...] = ()

    def rules(self) -> NumberingRules:
        """Return the same with the numerals that they mean."""
        divisions = tuple(takewhile(lambda sign: sign in get_args(Division), self.sections))
        nested = frozenset(level for level, sign in enumerate(self.sections, 1) if sign in _DECIMAL[1:])
        # Roman beside Roman sections, else numbered as tables are.
        figures = self.figures or ("I" if self.sections[:1] in [("I",), ("part",), ("chapter",)] else "1")
        objects = {"table": self.tables, "figure": figures, "box": self.boxes, "equation": self.equations}
        typed = _AS_TYPED in self.subparagraphs
        return NumberingRules(
            sections=tuple(NUMERALS["I" if n < len(divisions) else sign[-1]] for n, sign in enumerate(self.sections)),
            subparagraphs=NumberingRules().subparagraphs
            if typed
            else tuple(NUMERALS[sign] for sign in self.subparagraphs),
            paragraphs=self.paragraphs,
            divisions=cast("tuple[Division, ...]", divisions),
            parts=self.parts,
            annexes=self.annexes,
            tables=NUMERALS[self.tables[-1]],
            figures=NUMERALS[figures[-1]],
            boxes=NUMERALS[self.boxes[-1]],
            letters=self.letters,
            words=self.words,
            lists=tuple(dict.fromkeys(self.lists)),
            nested=nested,
            by_chapter=frozenset(kind for kind, sign in objects.items() if sign == _BY_CHAPTER),
            lists_as_typed=typed,
            annex_numerals=NUMERALS[self.annex_numerals or ("A" if nested else "I")],
        )


_SYMBOL = ValueForm(
    "a document symbol such as WU/2026/1, A/72/5 (Vol. II) or ISO 14289-1:2014",
    lambda symbol: not symbols.fault(symbol),
    lambda symbol: f"Write letters and figures with marks between them: {symbols.fault(symbol)}.",
    {"maxLength": symbols.LONGEST},
)


@dataclass(frozen=True, slots=True)
class FrontMatterFields:
    """The front matter as it is written."""

    symbol: Annotated[str, Conversion(publication.text, "text"), _SYMBOL]
    title: Words
    date: dt.date
    title_language: Annotated[str, LANGUAGE] = ""
    organ: Words = ""
    style: Annotated[str, FILE] = ""
    distribution: Literal["general", "limited", "restricted"] = "general"
    original_language: Language = "en"
    languages: tuple[Language, ...] = ()
    job_numbers: Mapping[Language, Annotated[str, matching(_JOB.pattern, 'a job number such as "16-11706 (E)"')]] = (
        field(default_factory=dict)
    )
    session: Words = ""
    agenda_items: Annotated[Mapping[str, Item], _ROWS, _SOME] = field(default_factory=dict)
    masthead_notes: Annotated[Mapping[Annotated[str, one_of(MASTHEAD_LINES)], Item], _ROWS, _SOME] = field(
        default_factory=dict
    )
    rules: _Rules = field(default_factory=_Rules)
    subtitle: Words = ""
    authors: publication.Authors = ()
    version: publication.Version = ""
    publisher: Words = ""
    rights: Words = ""
    licence: Words = ""
    isbn: publication.Isbn = ()
    issn: publication.Issn = ""
    doi: publication.Doi = ""
    keywords: publication.Keywords = ()
    abstract: publication.Abstract = ()
    abbreviations: Annotated[Mapping[str, Words], _SHORT] = field(default_factory=dict)
    bibliography: Words = ""
    citation_style: Words = ""
    sign_language: publication.Signed = field(default_factory=dict)
    waivers: Annotated[
        tuple[LintWaiver, ...], Conversion(lambda value: value if isinstance(value, list) else [value], "a list"), _FEW
    ] = ()

    def publication(self) -> Publication:
        """Return what they say of the report as a publication."""
        name, address = publication.licence(self.licence)
        return Publication(
            subtitle=self.subtitle,
            authors=tuple(author.author() for author in self.authors),
            version=self.version,
            publisher=self.publisher,
            rights=self.rights,
            licence=name,
            licence_address=address,
            isbn=self.isbn,
            issn=self.issn,
            doi=publication.doi(self.doi),
            keywords=self.keywords,
            abstract=self.abstract,
            abbreviations=tuple(self.abbreviations.items()),
        )


def read(source: Source) -> FrontMatter:
    """Return the fields of ``source``. Raises SourceError with every finding: S004 not YAML, S005 unknown field, S006
    missing field, S007 a value that cannot be, S008 a character that no edition can carry.
    """
    return _read(source.head, source.path)


@lru_cache(maxsize=16_384)
def _read(head: str, path: str) -> FrontMatter:
    try:
        settings = reader.yaml(head, 2, CODES, path)
    except SourceError:
        if (half := _HALF_QUOTED.search(head)) is None:
            raise
        place = Place(path, 2 + head.count("\n", 0, half.start(1)))  # YAML reports the next quotation mark
        raise SourceError.of("S004", f"{half[1][:60]!r} ends with another quotation mark", place, _MARKS) from None
    # A field without a value is not given.
    settings = replace(settings, values={name: value for name, value in settings.values.items() if value is not None})
    fields, findings = reader.attempt(extended_fields(), settings, CODES)
    if fields is None:
        raise SourceError(*findings)
    front = _front(fields, settings, path)
    if faults := [*_half_quoted(settings, (), settings.values), *_faults(front)]:
        raise SourceError(*faults)
    return front


def salvage(source: Source) -> tuple[FrontMatter, frozenset[str]]:
    """Return a front matter to look at the text by where that of ``source`` is wrong: every field that is right by
    itself, and some symbol, title and date; and the fields that are left out, ``rules`` among them where no field can
    be read.
    """
    try:
        settings = reader.yaml(source.head, 2, CODES, source.path)
    except SourceError:
        settings = reader.yaml("rules:", 2, CODES, source.path)
    kept = replace(settings, values={"symbol": "X/1", "title": "-", "date": dt.date(2000, 1, 1)})
    left = set()
    for name, value in settings.values.items():
        more = replace(kept, values={**kept.values, name: value})
        if value is not None and reader.attempt(extended_fields(), more, CODES)[0] is not None:
            kept = more
        else:
            left.add(name)
    return _front(reader.fill(extended_fields(), kept, CODES), settings, source.path), frozenset(left)


def extended_fields() -> type[FrontMatterFields]:
    """Return the fields with the tables that packs and extensions add."""
    return extended_tables.extend(FrontMatterFields, "source")


def _front(fields: FrontMatterFields, given: reader.Settings, path: str) -> FrontMatter:
    return FrontMatter(
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
        publication=fields.publication(),
        style=fields.style,
        bibliography=fields.bibliography,
        citation_style=fields.citation_style,
        sign_language=tuple(fields.sign_language.items()),
        title_language=fields.title_language,
        tables=extended_tables.separate_tables(fields, FrontMatterFields, "source")[1],
        places=(("", Place(path, 1, 1)), *((name, given.place(name)) for name in given.values)),
    )


def _half_quoted(settings: reader.Settings, path: tuple[str | int, ...], value: object) -> Iterator[Finding]:
    """Yield S007 for each text of a ``value`` with a curly quotation mark at one end that has no counterpart."""
    if isinstance(value, dict | list):
        for step, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _half_quoted(settings, (*path, step), part)
    elif isinstance(value, str) and path[:1] != ("waivers",):
        first, last = (text := value.strip())[:1], text[-1:]
        curly, marks = (first in _CURLY) + (last in _CURLY), sum(sign in _CURLY or sign == '"' for sign in text)
        if text and (f"{first}{last}" == "‘'" or (curly and ('"' in (first, last) or marks % 2))):
            message = f"field {reader.format_path(path)!r} has a quotation mark at one end, {text[:60]!r}"
            yield Finding("S007", message, settings.place(*path), _MARKS)


def _faults(front: FrontMatter) -> Iterator[Finding]:
    """Yield what no single field shows."""
    if not front.rules.sections and front.rules.paragraphs == "by-section":
        hint = "Number the sections, or the paragraphs throughout."
        yield Finding("S007", "rules: paragraphs by section, and sections without numbers", front.place("rules"), hint)
    if front.original_language not in front.languages:
        message = f"field 'languages' lacks {front.original_language}, the language of the original"
        yield Finding("S007", message, front.place("languages"), f"Give [{front.original_language}, fr], for one.")
    if "symbol" in dict(front.masthead_notes) and not front.symbol.endswith("*"):
        hint = 'Give both: symbol: "A/71/344*", and masthead-notes: {symbol: "Reissued for technical reasons on ..."}.'
        yield Finding("S007", "a note on the symbol without its asterisk", front.place("symbol"), hint)

"""A language: its fixed words, numbers, forms of reference, marks and dates, read from ``locales/<language>/locale.toml``.

Months and text direction come from CLDR through Babel; where United Nations usage differs, the file wins. Adding a language adds a file.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, cast, get_args

from pipeline.findings import Finding, Place, TranslationError
from pipeline.model.document import Direction
from pipeline.model.labels import Hyphenation, Labels, Numerals

ReferenceKind = Literal[
    "paragraph", "section", "note", "item", "table", "figure", "box", "equation", "annex", "appendix", "part", "chapter",
]  # fmt: skip
_PLURALS = {"box": "boxes", "annex": "annexes", "appendix": "appendices"}


@dataclass(frozen=True, slots=True)
class Typography:
    """Marks and places where a line must not break. ``no_break`` are pairs of patterns; a space between what they match is U+00A0.
    ``raised`` are patterns whose first group is printed as a superscript (1er).
    """

    quotation: tuple[str, str]
    inner_quotation: tuple[str, str]
    apostrophe: str
    indicator_side: Literal["before", "after"]
    no_break: tuple[tuple[str, str], ...]
    raised: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MastheadForms:
    """The lines of the masthead; names of organs and languages are kept by the key that a source uses, ``supplements`` by the suffix of
    a symbol (Add, Corr, Rev); ``agenda`` takes ``{number}``.
    """

    organization: str
    distribution: Mapping[str, str]
    date: str
    date_cldr: str
    language: str
    original: str
    notice: str
    organs: Mapping[str, str]
    languages: Mapping[str, str]
    agenda: str
    supplements: Mapping[str, str]
    first_of_month: str = ""


@dataclass(frozen=True, slots=True)
class NumberForms:
    """Patterns of labels by level; ``{}`` stands for the numeral. ``bullet`` is the mark of an entry that has no number.

    ``part_worded`` is how a part is named by one of ``part_words``, from the first on ("part one"), where a report counts them in words.
    ``annex_alone`` and ``appendix_alone`` are the labels where there is one only. ``numerals`` names the kind that stands in this
    language for a kind of the source (Chinese counts 一 where English has I).
    """

    sections: tuple[str, ...]
    paragraphs: str
    subparagraphs: tuple[str, ...]
    bullet: str
    part: str
    chapter: str
    annex: str
    annex_alone: str
    appendix: str
    appendix_alone: str
    table: str
    figure: str
    box: str
    equation: str
    part_worded: str = ""
    part_words: tuple[str, ...] = ()
    numerals: Mapping[str, str] = field(default_factory=dict)

    def part_in_words(self, count: int) -> str:
        """The name of a part in words, "part one"; empty where the language has no word for it here."""
        return self.part_worded.format(self.part_words[count - 1]) if count <= len(self.part_words) else ""

    def printed(self, numerals: Numerals) -> Numerals:
        """The kind of numerals that this language prints for ``numerals`` of the source."""
        return cast("Numerals", self.numerals.get(numerals, numerals))


@dataclass(frozen=True, slots=True)
class ReferenceForms:
    """How a reference to each kind of place is worded, to one and to several; ``{}`` stands for the number or the numbers.

    ``within`` joins the ``{place}`` that a place lies in and the ``{inner}`` one ("annex I, para. 3"), ``main`` words an ``{inner}`` place
    of the main text for an annex whose own numbers begin again, ``elsewhere`` the ``{symbol}`` of another report and a ``{place}`` in it.
    ``two_...`` are for languages with a dual; empty, the plural serves. ``cases`` has the forms that differ in another grammatical case,
    by the name of the case and of the form.
    """

    paragraph: str
    section: str
    note: str
    item: str
    paragraphs: str
    sections: str
    notes: str
    items: str
    table: str
    tables: str
    figure: str
    figures: str
    box: str
    boxes: str
    equation: str
    equations: str
    annex: str
    annexes: str
    appendix: str
    appendices: str
    part: str
    parts: str
    chapter: str
    chapters: str
    within: str
    main: str
    elsewhere: str
    two_paragraphs: str = ""
    two_sections: str = ""
    two_notes: str = ""
    two_items: str = ""
    cases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def form(self, kind: ReferenceKind, count: int, case: str = "") -> str:
        """The pattern for ``count`` places of one kind in a grammatical case (empty: as it stands in brackets)."""
        own = self.cases.get(case, {})
        plural = _PLURALS.get(kind, f"{kind}s")
        names = (kind,) if count == 1 else (f"two_{plural}", plural) if count == 2 else (plural,)
        forms = (own.get(name) or str(getattr(self, name, "")) for name in names)
        return next(form for form in forms if form)


@dataclass(frozen=True, slots=True)
class CitationForms:
    """How other documents are known in running text: ``address`` is where one is found for good (with ``{symbol}``), ``resolution`` are
    the words after which "70/291" or "2253 (2015)" is the number of a resolution, in lower case, their endings left out.
    """

    address: str
    resolution: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftForms:
    """How an unfinished translation says so: the marks before a passage that is ``untranslated`` or translated from an older original
    (``outdated``), and the ``notice`` in the masthead, which takes ``{untranslated}``, ``{outdated}`` and ``{messages}``.
    """

    untranslated: str
    outdated: str
    notice: str


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """The words that say what changed since another release: ``heading`` has {version}, ``counted`` {sort} and {count}, ``was`` {passage}
    and {former}, ``numbered`` {kind} and {number}, ``placed`` {kind} and {heading}. ``kinds`` are names of passages, ``passage`` one of
    any other kind.
    """

    heading: str
    none: str
    added: str
    removed: str
    moved: str
    reworded: str
    renumbered: str
    counted: str
    before: str
    now: str
    was: str
    numbered: str
    placed: str
    passage: str
    kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReleaseWords:
    """The words of a release's page. ``formats`` says what each format is for; ``checked`` has {claims} and {tools}."""

    heading: str
    version: str
    languages: str
    format: str
    size: str
    pages: str
    digest: str
    conformance: str
    checked: str
    cite: str
    cite_form: str
    barrier: str
    barrier_text: str
    contact: str
    verify: str
    verify_text: str
    formats: Mapping[str, str]
    changes: ChangeWords


@dataclass(frozen=True, slots=True)
class Locale:
    """One language of the house. ``language`` is a BCP 47 tag, ``cldr`` the name of its CLDR locale; ``spellings`` are spellings that
    the house does not use, with the one it does.
    """

    language: str
    name: str
    direction: Direction
    cldr: str
    masthead: MastheadForms
    labels: Labels
    numbering: NumberForms
    references: ReferenceForms
    citations: CitationForms
    draft: DraftForms
    typography: Typography
    hyphenation: Hyphenation
    spellings: Mapping[str, str]
    release: ReleaseWords

    def size(self, size: int) -> str:
        """A file's size in bytes as this language writes it, in kilobytes: 131 kB, 131 ko, 131 кБ."""
        from babel.units import format_unit

        return str(format_unit(max(1, round(size / 1000)), "digital-kilobyte", length="short", locale=self.cldr))

    def masthead_date(self, issued: str) -> str:
        """The ISO date ``issued`` as the masthead prints it."""
        from babel.dates import format_date

        date = dt.date.fromisoformat(issued)
        text = format_date(date, self.masthead.date, self.masthead.date_cldr)
        if date.day == 1 and self.masthead.first_of_month:
            return re.sub(r"^1\b", self.masthead.first_of_month, text)
        return text

    def listed(self, count: int) -> tuple[str, ...]:
        """What stands between the ``count`` entries of an enumeration: ", " and " and " (CLDR, list patterns)."""
        from babel.lists import format_list

        return tuple(format_list(["\0"] * count, locale=self.cldr).split("\0")[1:-1])


def read(path: Path) -> Locale:
    """The locale in the file ``path``. Raises TranslationError: T001 no such file or not TOML, T002 a value missing, unknown or wrong."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        hint = "A language is a folder with a locale.toml; copy that of English and translate it."
        raise TranslationError(Finding("T001", "there is no such locale", Place(str(path)), hint)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TranslationError(Finding("T001", f"not TOML: {error}", Place(str(path)), "See locales/en/locale.toml.")) from None
    reader = _Reader(str(path))
    locale = reader.value(Locale, data, "")
    reader.numerals(data.get("numbering", {}))
    if reader.findings:
        raise TranslationError(*reader.findings)
    return cast("Locale", locale)


_PARTS: Mapping[str, type] = {
    "masthead": MastheadForms,
    "labels": Labels,
    "numbering": NumberForms,
    "references": ReferenceForms,
    "citations": CitationForms,
    "draft": DraftForms,
    "typography": Typography,
    "hyphenation": Hyphenation,
    "release": ReleaseWords,
    "release.changes": ChangeWords,
}


class _Reader:
    """Fills the values above from TOML tables and keeps what is missing, unknown or wrong."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.findings: list[Finding] = []

    def _add(self, message: str) -> None:
        hint = "locales/en/locale.toml has every value with its meaning."
        self.findings.append(Finding("T002", message, Place(self._path), hint))

    def value(self, kind: type, data: Mapping[str, Any], table: str) -> object:
        # A key stands in the root table or in one named after its part of the locale, so a dotted name finds it again.
        values: dict[str, object] = {}
        known = {part.name: part for part in fields(kind)}
        for name in data.keys() - known.keys():
            self._add(f"unknown value {table}{name}")
        for name, part in known.items():
            if name in data:
                values[name] = self._one(str(part.type), data[name], f"{table}{name}")
            elif part.default is MISSING and part.default_factory is MISSING:
                self._add(f"value {table}{name} is missing")
                values[name] = None
        return kind(**values)

    def numerals(self, numbering: Mapping[str, Any]) -> None:
        """Names of numerals are those that the press knows."""
        for name, kind in dict(numbering.get("numerals", {})).items():
            if not {name, kind} <= set(get_args(Numerals)):
                self._add(f"value numbering.numerals.{name} should be one of {', '.join(get_args(Numerals))}, not {kind!r}")

    def _one(self, kind: str, value: Any, name: str) -> object:
        part = _PARTS.get(name)
        if part is not None:
            if isinstance(value, dict):
                return self.value(part, value, f"{name}.")
        elif kind.startswith("Mapping"):
            rows = list(value.values()) if isinstance(value, dict) else [None]
            if kind != "Mapping[str, str]":
                rows = [text for row in rows for text in (row.values() if isinstance(row, dict) else [None])]
            if all(isinstance(text, str) for text in rows):
                return value
        elif kind.startswith("tuple"):
            if isinstance(value, list):
                return tuple(tuple(item) if isinstance(item, list) else str(item) for item in value)
        elif isinstance(value, int if kind == "int" else str):
            return value
        self._add(f"value {name} should be {kind}, not {value!r}")
        return None

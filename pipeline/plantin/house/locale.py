"""A language: its fixed words, numbers, forms of reference, marks and dates, read from
``locales/<language>/locale.toml``.

Months and text direction come from CLDR through Babel; where the usage of a house differs, the file wins. Adding a
language adds a file; what a draft of one lacks comes from CLDR (``cldr_layers``) and from English (``borrowing``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, get_args

from plantin.files import file_digest
from plantin.findings import Finding, TranslationError
from plantin.house import borrowing, cldr_layers, document_citations, inheritance
from plantin.house.chart_words import ChartWords, SpanKind, ValueKind, date_forms
from plantin.house.conventions import DateConventions, DateValue, NumberConventions
from plantin.house.document_citations import Documents
from plantin.house.locale_tables import (
    CitationForms,
    DraftForms,
    FormulaWords,
    IndexForms,
    MastheadForms,
    NumberForms,
    PublicationForms,
    ReferenceForms,
    ReleaseWords,
    SiteWords,
    Typography,
)
from plantin.model import languages
from plantin.model.charts import ChartKind
from plantin.model.labels import DisplayWords, Hyphenation, Labels, Transcription
from plantin.model.languages import Direction
from plantin.settings import extended_tables, reader
from plantin.settings.cldr import CLDR
from plantin.settings.forms import LANGUAGE, PATTERN, TEXT, with_names
from plantin.settings.reader import Codes, Settings

CODES = Codes(
    TranslationError,
    unreadable="T001",
    wrong="T002",
    hint="The stock locale of English has every value with its meaning; `plantin help` says where it is.",
)

_FORMAT = re.compile(r"\W*\0\W*")
"""Where the format of a file is named, and what parts it from the size."""


@dataclass(frozen=True, slots=True)
class LocaleFile:
    """What ``locale.toml`` has."""

    language: Annotated[str, LANGUAGE]
    """Its BCP 47 tag, by which the house names it."""
    name: Annotated[str, TEXT]
    """The language's own name."""
    cldr: Annotated[str, CLDR]
    """The name of its CLDR locale."""
    masthead: MastheadForms
    labels: Labels
    numbering: NumberForms
    references: ReferenceForms
    draft: DraftForms
    typography: Typography
    hyphenation: Hyphenation
    spellings: Mapping[str, str]
    """Spellings that the house does not use, each with the one that it does."""
    release: ReleaseWords
    stage: Literal["draft", "reviewed"] = "reviewed"
    """Whether the words were read by somebody whose language it is."""
    numbers: NumberConventions = field(default_factory=NumberConventions)
    dates: DateConventions = field(default_factory=DateConventions)
    site: SiteWords | None = None
    """A language without has no pages of its own in the site of a house."""
    citations: CitationForms = field(default_factory=CitationForms)
    documents: Documents = field(default_factory=Documents)
    publication: PublicationForms = field(default_factory=PublicationForms)
    index: IndexForms = field(default_factory=IndexForms)
    formulas: FormulaWords | None = None
    """How the language says formulas; a language without has no voice for them, and their authors give the words."""
    charts: ChartWords | None = None
    """How the language describes charts; a language without has none in its reports."""
    braille: Transcription = field(default=Transcription())
    display: DisplayWords | None = None
    """The words of the panel in which readers choose how the web page looks; without them it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale(LocaleFile):
    """One language of the house."""

    tables: tuple[object, ...] = ()
    """What the tables that packs and extensions add to ``locale.toml`` have."""
    borrowed: Mapping[borrowing.Path, object] = field(default_factory=dict)
    """The words of English in place of those that the language does not have."""

    @property
    def direction(self) -> Direction:
        """The direction in which the language is written."""
        return languages.direction(self.tag)

    @property
    def tag(self) -> str:
        """The tag that editions give: with the script of its CLDR locale where that has one (zh-Hans of zh_Hans)."""
        return languages.with_script(self.language, self.cldr)

    @property
    def regional(self) -> str:
        """The tag of the language with the region whose usage it follows: en-GB."""
        return languages.regional(self.language, self.cldr)

    def size(self, size: int) -> str:
        """Return a file's size in bytes as web pages have it in their lists of files: 131 KB, 131 ko, 26,7 МБ."""
        return _FORMAT.sub("", self.labels.describe_file("\0", size))

    def number(self, cell: str) -> str:
        """Return the number ``cell`` of a data file, 1371.5, as the language writes it, all its decimals kept."""
        return self.numbers.number(cell, self.cldr)

    @property
    def has_decimal_comma(self) -> bool:
        """Whether the language writes 1371,5."""
        return "," in self.number("1.5")

    def percentage(self, cell: str) -> str:
        """Hundredths as a data file has them, 51.5, per cent as the language writes it."""
        return self.numbers.percentage(cell, self.cldr)

    def date(self, cell: str, form: str = "") -> str:
        """Return the day or month ``cell`` of a data file as the language writes it, where it stands alone or in a
        ``form`` of ``[dates.forms]``. Raises ValueError where no calendar has it.
        """
        return self._first_of_month(cell, self.dates.date(cell, self.cldr, form))

    def date_value(self, cell: str) -> DateValue:
        """Return the day or month ``cell`` for a sentence, which says the form that it takes."""
        return DateValue(cell, self.date)

    def _first_of_month(self, cell: str, text: str) -> str:
        """Return a day as printed, with the form that the language has for the first of a month."""
        if cell.endswith("-01") and len(cell) > len("2000-01") and self.masthead.first_of_month:
            return re.sub(r"^1\b", lambda _: self.masthead.first_of_month, text)
        return text

    def edition_name(self, format_: str) -> str:
        """Return what readers call a format ("Large print, 20 points"); empty if the language has no words for it."""
        words = self.release.formats
        kind, _, choices = format_.partition("-")
        if kind != "large" or "large" not in words:
            return words.get(format_, "")
        names = (
            words.get("points", "{size}").replace("{size}", part) if part.isdecimal() else words.get(part, part)
            for part in choices.split("-")
        )
        return words.get("between", ", ").join((words["large"], *filter(None, names)))

    def masthead_date(self, issued: str) -> str:
        """Return the ISO date ``issued`` as the masthead prints it, in its own language with the months of others."""
        forms, cldr = self.masthead, self.masthead.date_cldr
        months = self.dates.months if cldr == self.cldr else ()
        return self._first_of_month(issued, DateConventions(day=forms.date, months=months).date(issued, cldr))

    def list_separators(self, count: int, last: str = "") -> tuple[str, ...]:
        """Return what separates the ``count`` entries of an enumeration: ", " and " and " (CLDR, list patterns); before
        some ``last`` entries a language has another word.
        """
        from babel.lists import format_list

        separators = format_list(["\0"] * count, locale=self.cldr).split("\0")[1:-1]
        for pattern, other in self.typography.conjunctions if separators else ():
            separators[-1] = other if re.match(pattern, last) else separators[-1]
        return tuple(separators)


def read(path: Path, name: str = "") -> Locale:
    """Return the locale in the file ``path`` alone, which findings call ``name``, with ``citations.toml`` beside the
    languages. Raises TranslationError as ``merge_layers``.
    """
    beside = path.parent.parent / document_citations.NAME
    shared = f"{name.rpartition('/')[0].rpartition('/')[0]}/{document_citations.NAME}" if name else ""
    return merge_layers(((path, name),), (beside, shared))


def merge_layers(
    files: tuple[tuple[Path, str], ...], beside: tuple[Path, str], draft: str = "", *, marked: bool = False
) -> Locale:
    """Return the locale in ``files``, each with what findings call it: each value is that of the last that gives it,
    from the last on that says ``inherits = false``; ``beside`` describes documents. Of the language ``draft``, whose
    words the press does not have, the first file is that of English, from which the rest is borrowed after CLDR; there
    words borrowed may be ``marked``. Raises TranslationError: T001 no such file, none that can be read, or not TOML;
    T002 a value missing, unknown or wrong, each with its line; T062 what ``beside`` has is wrong.
    """
    return _read(files, beside, draft, marked, *(file_digest(path) for path, _ in (*files, beside)))


@lru_cache(maxsize=64)
def _read(files: tuple[tuple[Path, str], ...], beside: tuple[Path, str], draft: str, marked: bool, *_: str) -> Locale:
    """Return the locale; the digests of its files show whether it is still the one that was read."""
    first = 1 if draft else 0
    layers, borrowed = [_layer(path, name) for path, name in files[first:]], dict[borrowing.Path, object]()
    whole = max((n for n, layer in enumerate(layers) if layer.values.get(inheritance.KEY) is False), default=0)
    layers = layers[whole:]
    if draft:
        layers.insert(0, Settings(files[0][1], cldr_layers.locale_values(draft), dict))
        english, borrowed = borrowing.loan(_layer(*files[0]), layers, marked=marked)
        layers.insert(0, english)
    tags = [layer.values["language"] for layer in layers if isinstance(layer.values.get("language"), str)]
    under = extended_tables.words(LocaleFile, str(tags[-1])) if tags else {}
    settings = reader.merge_layers([Settings(files[-1][1], under, dict), *layers])
    settings = replace(
        settings,
        values={
            name: value for name, value in settings.values.items() if name != inheritance.KEY or value is not False
        },
    )
    values, findings = reader.attempt(extended_tables.extend(LocaleFile, "locale"), settings, CODES)
    findings = (*findings, *_faults_of_labels(settings), *(_faults_of_forms(values, settings) if values else ()))
    if values is None or findings:
        raise TranslationError(*sorted(findings, key=lambda finding: (finding.place, finding.message)))
    core, tables = extended_tables.separate_tables(values, LocaleFile, "locale")
    locale = Locale(**core, tables=tables, borrowed=borrowed)
    return locale if "documents" in settings.values else replace(locale, documents=document_citations.read(*beside))


def _layer(path: Path, name: str) -> Settings:
    """Return the values of one file. Of a style, the name in its ``[brand]`` is the organization's."""
    if path.name != "style.toml":
        absent = "there is no such locale, and CLDR does not know the language"
        return reader.toml(path, replace(CODES, absent=absent), name, within=path.parent.parent)
    settings = reader.toml(path, CODES, name, within=path.parent)
    brand = settings.values.get("brand")
    words = brand if isinstance(brand, dict) else {}
    pairs = (("organization", words.get("name")), ("logo", words.get("alternative")))
    lines = {line: value for line, value in pairs if isinstance(value, str) and (value or line == "organization")}
    return replace(settings, values={"masthead": lines} if lines else {})


# The values of the model's own tables, which carry no forms: the places that each label has, and the patterns of what
# is not divided.
_PLACES_OF_LABELS = {
    "note": {"label"},
    "note_call": {"label"},
    "back": {"label"},
    "page": {"page", "pages"},
    "paragraph_link": {"label"},
    "address_code": {"address"},
    "job_code": {"number"},
    "file": {"format", "size"},
    "large_file": {"format", "whole", "tenths"},
    "copy_link": {"number"},
    "citation": {"symbol", "number"},
    "copied": {"text"},
    "page_start": {"page"},
}


def _faults_of_labels(given: Settings) -> Iterator[Finding]:
    for table, name, form in (
        *(("labels", name, with_names(*sorted(places))) for name, places in _PLACES_OF_LABELS.items()),
        ("display", "legible", with_names("family")),
        ("display", "percent", with_names("percent")),
        ("hyphenation", "whole", PATTERN),
        ("hyphenation", "language", LANGUAGE),
    ):
        values = given.values.get(table)
        value = values.get(name) if isinstance(values, dict) else None
        for number, text in enumerate(value if isinstance(value, list) else [value]):
            path = (table, name, number) if isinstance(value, list) else (table, name)
            if isinstance(text, str) and (fault := form.fault(text)):
                yield Finding(CODES.wrong, f"value {reader.format_path(path)} {fault}", given.place(*path), CODES.hint)


def _faults_of_forms(locale: LocaleFile, given: Settings) -> Iterator[Finding]:
    """T002 for each case of references without all forms, and for each table of charts that lacks a kind, or asks for
    a form of dates that the language does not have.
    """
    for case in locale.references.governed:
        if case not in locale.references.cases:
            message = f"value references.governed.{case} is of a case that [references.cases] does not have"
            yield Finding(CODES.wrong, message, given.place("references", "governed", case), CODES.hint)
    for case in ("", *locale.references.cases):
        if missing := locale.references.missing_forms(case):
            path = ("references", "cases", case) if case else ("references",)
            message = f"value {reader.format_path(path)} lacks {', '.join(missing)}"
            hint = "Give each form that [references] has, to one place and to several: a reference has no other words."
            yield Finding(CODES.wrong, message, given.place(*path), hint)
    if locale.charts is None:
        return
    charts: dict[str, tuple[Collection[str], Sequence[str]]] = {
        "kinds": (locale.charts.kinds, get_args(ChartKind)[:-1]),
        "span": (locale.charts.span, get_args(SpanKind)),
        "place": (locale.charts.place, get_args(ValueKind)),
    }
    for name, (table, kinds) in charts.items():
        if missing := tuple(kind for kind in kinds if kind not in table):
            message = f"value {reader.format_path(('charts', name))} lacks {', '.join(missing)}"
            yield Finding(CODES.wrong, message, given.place("charts", name), CODES.hint)
    for kind, pattern in locale.charts.span.items():
        dates = kind in ("month", "months", "day")
        if unknown := date_forms(pattern) - (set(locale.dates.forms) if dates else set()):
            path = ("charts", "span", kind)
            message = (
                f"value {reader.format_path(path)} asks for {', '.join(sorted(unknown))}, a form without a pattern"
            )
            yield Finding(CODES.wrong, message, given.place(*path), "Give the pattern in [dates.forms].")

"""A language: its fixed words, numbers, forms of reference, marks and dates, read from
``locales/<language>/locale.toml``.

Months and text direction come from CLDR through Babel; where the usage of a house differs, the file wins. Adding a
language adds a file.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from plantin.files import file_digest
from plantin.findings import Finding, TranslationError
from plantin.house import document_citations, inheritance
from plantin.house.document_citations import Documents
from plantin.house.formula_words import FormulaWords
from plantin.house.site_words import SiteWords
from plantin.model import languages
from plantin.model.labels import DisplayWords, Hyphenation, Labels, Numerals, Transcription
from plantin.model.languages import Direction
from plantin.settings import reader
from plantin.settings.cldr import CLDR, DATE
from plantin.settings.forms import LANGUAGE, PATTERN, TEXT, length, with_names
from plantin.settings.reader import Codes, Settings

ReferenceKind = Literal[
    "paragraph", "section", "note", "item", "entry", "table", "figure", "box", "equation", "annex", "appendix", "part",
    "chapter",
]  # fmt: skip
Numeral = Annotated[str, with_names("")]
"""A pattern in which ``{}`` stands for a number or a numeral."""
Pattern = Annotated[str, PATTERN]

CODES = Codes(
    TranslationError,
    unreadable="T001",
    wrong="T002",
    hint="The stock locale of English has every value with its meaning; `plantin help` says where it is.",
    absent="there is no such locale",
)
_PLURALS = {"entry": "entries", "box": "boxes", "annex": "annexes", "appendix": "appendices"}

_MEGABYTE = 1_000_000
"""From so many bytes on a size is given in megabytes."""


@dataclass(frozen=True, slots=True)
class Typography:
    """Marks and places where a line must not break. ``no_break`` are pairs of patterns; a space between what they match
    is U+00A0. ``units`` are words and signs that stay with the number before them, ``signs`` those that stay with the
    one after them, as they are typed. ``raised`` are patterns whose first group is printed as a superscript (1er).
    """

    quotation: tuple[str, str]
    inner_quotation: tuple[str, str]
    apostrophe: str
    indicator_side: Literal["before", "after"]
    no_break: tuple[tuple[Pattern, Pattern], ...]
    units: tuple[Annotated[str, TEXT], ...] = ()
    signs: tuple[Annotated[str, TEXT], ...] = ()
    raised: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True)
class MastheadForms:
    """The lines of the masthead; names of organs and languages are kept by the key that a source uses, ``supplements``
    by the suffix of a symbol (Add, Corr, Rev); ``agenda`` takes ``{number}``. What is empty is not printed, but for
    ``organization``, in whose place the brand's name is; a house without ``organs`` prints that of a report as it is.
    ``issue_language`` is the language of those lines beside the symbol (distribution, date, language, original) that a
    version in another script keeps in Latin letters. ``logo`` is the alternative text of the logo; empty, the brand's,
    or the name of the organization. Translations are ``unofficial`` where the organization does not issue them;
    ``translator`` is who does, from ``plantin.toml``.
    """

    date: Annotated[str, DATE]
    date_cldr: Annotated[str, CLDR]
    languages: Mapping[str, str]
    agenda: Annotated[str, with_names("number")]
    supplements: Mapping[str, str]
    organization: str = ""
    distribution: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    original: Annotated[str, with_names("language")] = ""
    notice: str = ""
    organs: Mapping[str, str] = field(default_factory=dict)
    first_of_month: str = ""
    issue_language: Annotated[str, LANGUAGE] | None = None
    logo: str = ""
    unofficial: bool = False
    translator: str = ""


@dataclass(frozen=True, slots=True)
class NumberForms:
    """Patterns of labels by level; ``{}`` stands for the numeral. ``bullet`` is the mark of an entry that has no
    number.

    ``part_worded`` is how a part is named by one of ``part_words``, from the first on ("part one"), where a report
    counts them in words. ``annex_alone`` and ``appendix_alone`` are the labels where there is one only. ``numerals``
    names the kind that replaces a kind of the source in this language (Chinese counts 一 where English has I),
    ``headings`` the kind for headings, where that differs. ``joint`` separates the numerals of a section and of
    the one around it. ``decimal`` is the pattern of sections that are numbered after those around them, 1.2.
    """

    sections: Annotated[tuple[Numeral, ...], length(1, 9, "a list of one to nine patterns")]
    paragraphs: Numeral
    subparagraphs: Annotated[tuple[Numeral, ...], length(1, 9, "a list of one to nine patterns")]
    bullet: str
    part: Numeral
    chapter: Numeral
    annex: Numeral
    annex_alone: str
    appendix: Numeral
    appendix_alone: str
    table: Numeral
    figure: Numeral
    box: Numeral
    equation: Numeral
    decimal: Numeral = "{}"
    part_worded: Numeral = ""
    part_words: tuple[str, ...] = ()
    numerals: Mapping[Numerals, Numerals] = field(default_factory=dict)
    headings: Mapping[Numerals, Numerals] = field(default_factory=dict)
    joint: str = "."

    def part_in_words(self, count: int) -> str:
        """The name of a part in words, "part one"; empty where the language has no word for it here."""
        return self.part_worded.format(self.part_words[count - 1]) if count <= len(self.part_words) else ""

    def printed(self, numerals: Numerals) -> Numerals:
        """The kind of numerals that this language prints for ``numerals`` of the source."""
        return self.numerals.get(numerals, numerals)

    def of_heading(self, numerals: Numerals) -> Numerals:
        """The kind of numerals that headings have in this language for ``numerals`` of the source."""
        return self.headings.get(numerals, self.printed(numerals))


@dataclass(frozen=True, slots=True)
class PublicationForms:
    """How the title block words what a report says of itself as a publication; without words of the language, the
    values stand alone. ``tables``, ``figures``, ``boxes``, ``abbreviations`` and ``references`` are the headings of
    lists of them, ``listed`` a line there. ``easy_to_read`` is the title of the easy-to-read summary, ``sign_language``
    the line of the version in sign language; what an edition says of them in its summary of accessibility is
    ``about_easy_to_read`` and ``about_sign_language``.
    """

    version: Annotated[str, with_names("version")] = "{version}"
    keywords: Annotated[str, with_names("keywords")] = "{keywords}"
    abstract: str = ""
    licence: Annotated[str, with_names("licence")] = "{licence}"
    isbn: Annotated[str, with_names("isbn")] = "ISBN {isbn}"
    issn: Annotated[str, with_names("issn")] = "ISSN {issn}"
    doi: Annotated[str, with_names("doi")] = "{doi}"
    easy_to_read: Annotated[str, with_names("level")] = "{level}"
    about_easy_to_read: str = ""
    sign_language: Annotated[str, with_names("address")] = "{address}"
    about_sign_language: str = ""
    tables: str = ""
    figures: str = ""
    boxes: str = ""
    abbreviations: str = ""
    references: str = ""
    listed: Annotated[str, with_names("label", "title")] = "{label}. {title}"


@dataclass(frozen=True, slots=True)
class IndexForms:
    """The words and signs of the index: its ``heading`` (empty: the language has none), ``see`` to send from one
    ``{entry}`` to another, ``see_also`` where the one has places too (empty: the same), what comes ``before`` the
    first place of an entry, and, where an entry is named with the one that it is under, between them (``only``).
    ``after`` has letters, and for each those that follow it in the alphabet of the language and not in Unicode's own
    order.
    """

    heading: str = ""
    see: Annotated[str, with_names("entry")] = "→ {entry}"
    see_also: Annotated[str, with_names("entry")] = ""
    before: str = ", "
    only: str = ": "
    after: Mapping[str, str] = field(default_factory=dict)


RUNNING = "running text"
"""What stands for a case where a reference has the words of running text."""


@dataclass(frozen=True, slots=True)
class ReferenceForms:
    """How a reference to each kind of place is worded, to one and to several; ``{}`` stands for the number or the
    numbers.

    ``within`` joins the ``{place}`` that a place is in and the ``{inner}`` one ("annex I, para. 3"), ``main`` words
    an ``{inner}`` place of the main text for an annex whose own numbers begin again, ``elsewhere`` the ``{symbol}`` of
    another report and a ``{place}`` in it. ``two_...`` are for languages with a dual; empty, the plural serves.
    ``entry`` is an entry of a list under no numbered paragraph; empty, ``item`` serves. ``cases`` has the forms that
    differ in another grammatical case, by the name of the case and of the form, ``running`` those that differ in
    running text, outside brackets and notes ("dans la section II", "(voir sect. II)").
    """

    paragraph: Numeral
    section: Numeral
    note: Numeral
    item: Numeral
    paragraphs: Numeral
    sections: Numeral
    notes: Numeral
    items: Numeral
    table: Numeral
    tables: Numeral
    figure: Numeral
    figures: Numeral
    box: Numeral
    boxes: Numeral
    equation: Numeral
    equations: Numeral
    annex: Numeral
    annexes: Numeral
    appendix: Numeral
    appendices: Numeral
    part: Numeral
    parts: Numeral
    chapter: Numeral
    chapters: Numeral
    within: Annotated[str, with_names("place", "inner")]
    main: Annotated[str, with_names("inner")]
    elsewhere: Annotated[str, with_names("symbol", "place")]
    two_paragraphs: Numeral = ""
    two_sections: Numeral = ""
    two_notes: Numeral = ""
    two_items: Numeral = ""
    entry: Numeral = ""
    entries: Numeral = ""
    cases: Mapping[str, Mapping[str, Annotated[str, with_names("", "place", "inner", "symbol")]]] = field(
        default_factory=dict
    )

    running: Mapping[str, Annotated[str, with_names("", "place", "inner", "symbol")]] = field(default_factory=dict)

    def form(self, kind: ReferenceKind, count: int, case: str = "") -> str:
        """The pattern for ``count`` places of one kind in a grammatical case, or in ``RUNNING`` text (empty: as in
        brackets).
        """
        own = self.running if case == RUNNING else self.cases.get(case, {})
        if kind == "entry" and not self.entry:
            return self.form("item", count, case)
        plural = _PLURALS.get(kind, f"{kind}s")
        names = (kind,) if count == 1 else (f"two_{plural}", plural) if count == 2 else (plural,)
        forms = (own.get(name) or str(getattr(self, name, "")) for name in names)
        return next(form for form in forms if form)


@dataclass(frozen=True, slots=True)
class CitationForms:
    """How other documents are known in running text: ``address`` is where one is found for good (with ``{symbol}``),
    ``resolution`` are the words after which a number stands for one ("resolution 70/291"), in lower case, their endings
    left out. An empty ``address``: no document is linked.
    """

    address: Annotated[str, with_names("symbol")] = ""
    resolution: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftForms:
    """How an unfinished translation says so: the marks before a passage that is ``untranslated`` or translated from an
    older original (``outdated``), and the ``notice`` in the masthead, which takes ``{untranslated}``, ``{outdated}``
    and ``{messages}``.
    """

    untranslated: str
    outdated: str
    notice: Annotated[str, with_names("untranslated", "outdated", "messages")]


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """The words that say what changed since another release: ``heading`` has {version}, ``counted`` {sort} and {count},
    ``was`` {passage} and {former}, ``numbered`` {kind} and {number}, ``placed`` {kind} and {heading}. ``kinds`` are
    names of passages, ``passage`` one of any other kind.
    """

    heading: Annotated[str, with_names("version")]
    none: str
    added: str
    removed: str
    moved: str
    reworded: str
    renumbered: str
    counted: Annotated[str, with_names("sort", "count")]
    before: str
    now: str
    was: Annotated[str, with_names("passage", "former")]
    numbered: Annotated[str, with_names("kind", "number")]
    placed: Annotated[str, with_names("kind", "heading")]
    passage: str
    kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReleaseWords:
    """The words of a release's page. ``formats`` says what each format is for; of large print it has the parts of a
    name (``large``, ``points`` with {size}, ``sans``, ``dark``) and what is ``between`` them. ``checked`` has {claims}
    and {tools}.
    """

    heading: str
    version: Annotated[str, with_names("version")]
    languages: str
    format: str
    size: str
    pages: str
    digest: str
    conformance: str
    checked: Annotated[str, with_names("claims", "tools")]
    cite: str
    barrier: str
    barrier_text: str
    contact: Annotated[str, with_names("contact")]
    verify: str
    verify_text: str
    formats: Mapping[str, str]
    changes: ChangeWords
    cite_form: Annotated[str, with_names("organ", "title", "symbol", "date")] = ""


@dataclass(frozen=True, slots=True)
class Locale:
    """One language of the house. ``language`` is a BCP 47 tag, ``cldr`` the name of its CLDR locale; ``spellings`` are
    spellings that the house does not use, with the one it does.
    """

    language: Annotated[str, LANGUAGE]
    name: Annotated[str, TEXT]
    cldr: Annotated[str, CLDR]
    masthead: MastheadForms
    labels: Labels
    numbering: NumberForms
    references: ReferenceForms
    draft: DraftForms
    typography: Typography
    hyphenation: Hyphenation
    spellings: Mapping[str, str]
    release: ReleaseWords
    site: SiteWords | None = None
    """A language without has no pages of its own in the site of a house."""
    citations: CitationForms = field(default_factory=CitationForms)
    documents: Documents = field(default_factory=Documents)
    publication: PublicationForms = field(default_factory=PublicationForms)
    index: IndexForms = field(default_factory=IndexForms)
    formulas: FormulaWords | None = None
    """How the language says formulas; a language without has no voice for them, and their authors give the words."""
    braille: Transcription = field(default=Transcription())
    display: DisplayWords | None = None
    """The words of the panel in which readers choose how the web page looks; without them it has none."""

    @property
    def direction(self) -> Direction:
        """The direction in which the language is written."""
        return languages.direction(self.language)

    @property
    def regional(self) -> str:
        """The tag of the language with the region whose usage it follows: en-GB."""
        return languages.regional(self.language, self.cldr)

    def size(self, size: int) -> str:
        """A file's size in bytes as this language writes it, in kilobytes or megabytes: 131 kB, 131 ko, 26,7 МБ."""
        from babel.units import format_unit

        unit, number = (
            ("megabyte", round(size / 1_000_000, 1)) if size >= _MEGABYTE else ("kilobyte", max(1, round(size / 1000)))
        )
        return str(format_unit(number, f"digital-{unit}", length="short", locale=self.cldr))

    def edition_name(self, format_: str) -> str:
        """What readers call a format, and what it is for: "Large print, 20 points"; empty where the language has no
        words for it.
        """
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
        """The ISO date ``issued`` as the masthead prints it."""
        from babel.dates import format_date

        date = dt.date.fromisoformat(issued)
        text = format_date(date, self.masthead.date, self.masthead.date_cldr)
        if date.day == 1 and self.masthead.first_of_month:
            return re.sub(r"^1\b", lambda _: self.masthead.first_of_month, text)
        return text

    def listed(self, count: int) -> tuple[str, ...]:
        """What separates the ``count`` entries of an enumeration: ", " and " and " (CLDR, list patterns)."""
        from babel.lists import format_list

        return tuple(format_list(["\0"] * count, locale=self.cldr).split("\0")[1:-1])


def read(path: Path, name: str = "") -> Locale:
    """The locale in the file ``path`` alone, which findings call ``name``, with ``citations.toml`` beside the
    languages. Raises TranslationError as ``layered``.
    """
    beside = path.parent.parent / document_citations.NAME
    shared = f"{name.rpartition('/')[0].rpartition('/')[0]}/{document_citations.NAME}" if name else ""
    return layered(((path, name),), (beside, shared))


def layered(files: tuple[tuple[Path, str], ...], beside: tuple[Path, str]) -> Locale:
    """The locale in ``files``, each with what findings call it: each value is that of the last that gives it, from the
    last on that says ``inherits = false``; ``beside`` describes documents. Raises TranslationError: T001 no such file,
    none that can be read, or not TOML; T002 a value missing, unknown or wrong, each with its line; T062 what ``beside``
    has is wrong.
    """
    return _read(files, beside, *(file_digest(path) for path, _ in (*files, beside)))


@lru_cache(maxsize=64)
def _read(files: tuple[tuple[Path, str], ...], beside: tuple[Path, str], *_: str) -> Locale:
    """The locale; the digests of its files show whether it is still the one that was read."""
    layers = [_layer(path, name) for path, name in files]
    whole = max((n for n, layer in enumerate(layers) if layer.values.get(inheritance.KEY) is False), default=0)
    given = reader.layered(layers[whole:])
    given = replace(
        given,
        values={name: value for name, value in given.values.items() if name != inheritance.KEY or value is not False},
    )
    locale, findings = reader.attempt(Locale, given, CODES)
    findings = (*findings, *_faults_of_labels(given))
    if locale is None or findings:
        raise TranslationError(*sorted(findings, key=lambda finding: (finding.place, finding.message)))
    return locale if "documents" in given.values else replace(locale, documents=document_citations.read(*beside))


def _layer(path: Path, name: str) -> Settings:
    """The values of one file. Of a style, the name in its ``[brand]`` is the organization's."""
    if path.name != "style.toml":
        return reader.toml(path, CODES, name, within=path.parent.parent)
    given = reader.toml(path, CODES, name, within=path.parent)
    brand = given.values.get("brand")
    words = brand if isinstance(brand, dict) else {}
    pairs = (("organization", words.get("name")), ("logo", words.get("alternative")))
    lines = {line: value for line, value in pairs if isinstance(value, str) and (value or line == "organization")}
    return replace(given, values={"masthead": lines} if lines else {})


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
                yield Finding(CODES.wrong, f"value {reader.shown(path)} {fault}", given.place(*path), CODES.hint)

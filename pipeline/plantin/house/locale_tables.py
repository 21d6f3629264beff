"""The tables of a locale: marks, masthead, numbers, references and words of a language, as ``locale.toml`` has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Annotated, Literal, get_args

from plantin.model.labels import Numerals
from plantin.settings.cldr import CLDR, DATE
from plantin.settings.forms import LANGUAGE, PATTERN, TEXT, length, with_names

ReferenceKind = Literal[
    "paragraph", "section", "note", "item", "entry", "table", "figure", "box", "equation", "annex", "appendix", "part",
    "chapter",
]  # fmt: skip
Numeral = Annotated[str, with_names("")]
"""A pattern in which ``{}`` stands for a number or a numeral."""
Pattern = Annotated[str, PATTERN]
RUNNING = "running text"
"""What stands for a case where a reference has the words of running text."""
_DUAL = 2
_PLURALS = {"entry": "entries", "box": "boxes", "annex": "annexes", "appendix": "appendices"}


_SENTENCE_END = re.compile(r"""[.!?…][\s)\]»”’“"']*\s$""")


def _ends_in(text: str, word: str) -> bool:
    """Return whether the last word of ``text``, or the last words, are ``word``."""
    return text.endswith(word) and not text.removesuffix(word)[-1:].isalpha()


@dataclass(frozen=True, slots=True)
class Typography:
    """Marks of a language, and places where a line must not break (``[typography]``)."""

    quotation: tuple[str, str]
    """The outer quotation marks."""
    inner_quotation: tuple[str, str]
    """The marks of a quotation within another."""
    apostrophe: str
    indicator_side: Literal["before", "after"]
    """Whether the call of a note is before or after the mark that ends a sentence."""
    no_break: tuple[tuple[Pattern, Pattern], ...]
    """Pairs of patterns: a space between what they match is U+00A0."""
    units: tuple[Annotated[str, TEXT], ...] = ()
    """Words and signs that stay with the number before them."""
    signs: tuple[Annotated[str, TEXT], ...] = ()
    """Words and signs that stay with the number after them, as they are typed."""
    conjunctions: tuple[tuple[Pattern, str], ...] = ()
    """Patterns of words, each with what is before a last entry that begins so, instead of the conjunction of CLDR."""
    raised: tuple[Pattern, ...] = ()
    """Patterns whose first group is printed as a superscript (1er)."""
    abbreviations: tuple[Annotated[str, TEXT], ...] = ()
    """Words whose full stop ends no sentence where a reference follows ("cf.")."""

    def ends_sentence(self, text: str) -> bool:
        """Return whether ``text`` ends a sentence and a space follows: after any full stop but an abbreviation's.

        >>> marks = Typography(("“", "”"), ("‘", "’"), "’", "after", (), abbreviations=("p. ex.",))
        >>> [marks.ends_sentence(text) for text in ("Oil. ", "(Oil.)  ", "Oil.", "Or p.\u00a0ex. ", "P. ex. ", "Ex. ")]
        [True, True, False, False, False, True]
        """
        match = _SENTENCE_END.search(text)
        words = " ".join(text[: match.start() + 1].split()) if match else ""
        # A capital alone is a number or a letter: "section V.", "annex C."
        capitals = (short[:1].upper() + short[1:] for short in self.abbreviations if len(short) > len("V."))
        return bool(words) and not any(_ends_in(words, short) for short in chain(self.abbreviations, capitals))


@dataclass(frozen=True, slots=True)
class MastheadForms:
    """The lines of the masthead (``[masthead]``); what is empty is not printed."""

    date: Annotated[str, DATE]
    """The pattern of the date."""
    date_cldr: Annotated[str, CLDR]
    """The CLDR locale whose months the date has."""
    languages: Mapping[str, str]
    """The names of languages, by their tags."""
    agenda: Annotated[str, with_names("number")]
    """The line of an item of the agenda."""
    supplements: Mapping[str, str]
    """The names of supplements, by the suffix of the symbol (Add, Corr, Rev)."""
    organization: str = ""
    """The name of the organization; empty, that of the brand."""
    distribution: Mapping[str, str] = field(default_factory=dict)
    """The lines on distribution, by the key that a source uses."""
    language: str = ""
    """The line that names the language of the edition."""
    original: Annotated[str, with_names("language")] = ""
    """The line that names the language of the original."""
    notice: str = ""
    """The line before the title of a translation."""
    organs: Mapping[str, str] = field(default_factory=dict)
    """The names of organs, by the key that a source uses; a house without prints that of a report as it is."""
    first_of_month: str = ""
    """What the first day of a month is written as (1er), where that differs."""
    issue_language: Annotated[str, LANGUAGE] | None = None
    """The language of the lines beside the symbol that a version in another script keeps in Latin letters."""
    logo: str = ""
    """The alternative text of the logo; empty, that of the brand, or the name of the organization."""
    unofficial: bool = False
    """Whether translations are unofficial: the organization does not issue them."""
    translator: str = ""
    """Who makes the translations of the house, from ``plantin.toml``."""


@dataclass(frozen=True, slots=True)
class NumberForms:
    """Patterns of labels by level; ``{}`` stands for the numeral (``[numbering]``)."""

    sections: Annotated[tuple[Numeral, ...], length(1, 9, "a list of one to nine patterns")]
    """Sections, from the highest level on."""
    paragraphs: Numeral
    """Numbered paragraphs."""
    subparagraphs: Annotated[tuple[Numeral, ...], length(1, 9, "a list of one to nine patterns")]
    """Entries of lists in them, from the highest level on."""
    bullet: str
    """The mark of an entry that has no number."""
    part: Numeral
    chapter: Numeral
    annex: Numeral
    annex_alone: str
    """An annex where there is one only."""
    appendix: Numeral
    appendix_alone: str
    """An appendix where there is one only."""
    table: Numeral
    figure: Numeral
    box: Numeral
    equation: Numeral
    decimal: Numeral = "{}"
    """Sections that are numbered after those around them, 1.2."""
    part_worded: Numeral = ""
    """A part where a report counts them in words ("part one")."""
    part_words: tuple[str, ...] = ()
    """These words, from the first on."""
    numerals: Mapping[Numerals, Numerals] = field(default_factory=dict)
    """The kind of numerals printed for a kind of the source (Chinese counts 一 where English has I)."""
    headings: Mapping[Numerals, Numerals] = field(default_factory=dict)
    """The same for headings, where that differs."""
    joint: str = "."
    """What separates the numerals of a section and of the one around it."""

    def part_in_words(self, count: int) -> str:
        """Return the name of a part in words, "part one"; empty where the language has no word for it here."""
        return self.part_worded.format(self.part_words[count - 1]) if count <= len(self.part_words) else ""

    def numerals_for(self, numerals: Numerals) -> Numerals:
        """Return the kind of numerals that this language prints for ``numerals`` of the source."""
        return self.numerals.get(numerals, numerals)

    def of_heading(self, numerals: Numerals) -> Numerals:
        """Return the kind of numerals that headings have in this language for ``numerals`` of the source."""
        return self.headings.get(numerals, self.numerals_for(numerals))


@dataclass(frozen=True, slots=True)
class PublicationForms:
    """How the title block words what a report says of itself as a publication; without words of the language, the
    values stand alone (``[publication]``).
    """

    version: Annotated[str, with_names("version")] = "{version}"
    keywords: Annotated[str, with_names("keywords")] = "{keywords}"
    abstract: str = ""
    licence: Annotated[str, with_names("licence")] = "{licence}"
    isbn: Annotated[str, with_names("isbn")] = "ISBN {isbn}"
    issn: Annotated[str, with_names("issn")] = "ISSN {issn}"
    doi: Annotated[str, with_names("doi")] = "{doi}"
    easy_to_read: Annotated[str, with_names("level")] = "{level}"
    """The title of the easy-to-read summary."""
    about_easy_to_read: str = ""
    """What the summary of accessibility says of it."""
    sign_language: Annotated[str, with_names("address")] = "{address}"
    """The line of the version in sign language."""
    about_sign_language: str = ""
    """What the summary of accessibility says of it."""
    tables: str = ""
    """The heading of the list of tables, as those that follow."""
    figures: str = ""
    boxes: str = ""
    abbreviations: str = ""
    references: str = ""
    listed: Annotated[str, with_names("label", "title")] = "{label}. {title}"
    """A line of such a list."""


@dataclass(frozen=True, slots=True)
class IndexForms:
    """The words and signs of the index (``[index]``)."""

    heading: str = ""
    """Empty where the language has none."""
    see: Annotated[str, with_names("entry")] = "→ {entry}"
    """Sends from one entry to another."""
    see_also: Annotated[str, with_names("entry")] = ""
    """The same where the entry has places too; empty: as ``see``."""
    before: str = ", "
    """What comes before the first place of an entry."""
    only: str = ": "
    """What is between an entry and the one that it is under, where it is named with that."""
    after: Mapping[str, str] = field(default_factory=dict)
    """Letters, and for each those that follow it in the alphabet of the language and not in Unicode's own order."""


@dataclass(frozen=True, slots=True)
class ReferenceForms:
    """How a reference to each kind of place is worded, to one and to several; ``{}`` stands for the number or the
    numbers (``[references]``). ``two_...`` are for languages with a dual; empty, the plural serves.
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
    """Joins the place that a place is in and the inner one ("annex I, para. 3")."""
    main: Annotated[str, with_names("inner")]
    """Words a place of the main text for an annex whose own numbers begin again."""
    elsewhere: Annotated[str, with_names("symbol", "place")]
    """A place in another report."""
    two_paragraphs: Numeral = ""
    two_sections: Numeral = ""
    two_notes: Numeral = ""
    two_items: Numeral = ""
    two_entries: Numeral = ""
    two_tables: Numeral = ""
    two_figures: Numeral = ""
    two_boxes: Numeral = ""
    two_equations: Numeral = ""
    two_annexes: Numeral = ""
    two_appendices: Numeral = ""
    two_parts: Numeral = ""
    two_chapters: Numeral = ""
    entry: Numeral = ""
    """An entry of a list under no numbered paragraph; empty, ``item`` serves."""
    entries: Numeral = ""
    cases: Mapping[str, Mapping[str, Annotated[str, with_names("", "place", "inner", "symbol")]]] = field(
        default_factory=dict
    )
    """All forms in another grammatical case, or after an article or a preposition, by the name of the
    case and of the form.
    """
    running: Mapping[str, Annotated[str, with_names("", "place", "inner", "symbol")]] = field(default_factory=dict)
    """The forms that differ in running text, outside brackets and notes ("dans la section II", "(voir sect. II)")."""

    governed: Mapping[str, tuple[Annotated[str, TEXT], ...]] = field(default_factory=dict)
    """The words after which a reference is in a case that its author does not name, by the case ("см. диаграмму 1")."""

    def case_after(self, text: str) -> str:
        """Return the case of a reference after the words ``text``, empty where they ask for none."""
        before = text.rstrip().casefold()
        if before == text.casefold():
            return ""
        return next(
            (case for case, words in self.governed.items() for word in words if _ends_in(before, word)),
            "",
        )

    def inner_case(self, case: str) -> str:
        """Return the case of a place that is named after the one around it, which is in ``case``: the same, but where
        the case has a ``within`` of its own, as an article is only before the first.
        """
        return RUNNING if "within" in self.cases.get(case, {}) else case

    def form(self, kind: ReferenceKind, count: int, case: str = "") -> str:
        """Return the pattern for ``count`` places of a kind in a case that the language has, or in ``RUNNING`` text
        (empty: as in brackets).
        """
        if kind == "entry" and not self.entry:
            return self.form("item", count, case)
        plural = _PLURALS.get(kind, f"{kind}s")
        names = (kind,) if count == 1 else (f"two_{plural}", plural) if count == _DUAL else (plural,)
        name = next(name for name in names if getattr(self, name, ""))
        if case in ("", RUNNING):
            running = self.running.get(name) if case else None
            return running or str(getattr(self, name))
        return self.cases[case][name]

    def wordings(self, kind: ReferenceKind) -> Iterator[tuple[str, str]]:
        """Yield each pattern for places of a kind, and its case: empty for those of brackets and of running text."""
        for case in ("", RUNNING, *self.cases):
            yield from ((self.form(kind, count, case), "" if case == RUNNING else case) for count in (1, 2, 3))

    def missing_forms(self, case: str) -> tuple[str, ...]:
        """Return the forms that the language has as they stand alone and not in ``case``; without a case those to one
        entry or to several, where it has the other.
        """
        if not case:
            return tuple(
                name for name in ("entry", "entries") if (self.entry or self.entries) and not getattr(self, name)
            )
        plurals = (_PLURALS.get(kind, f"{kind}s") for kind in get_args(ReferenceKind))
        names = [name for kind, plural in zip(get_args(ReferenceKind), plurals, strict=True) for name in (kind, plural)]
        names += [f"two_{name}" for name in names]
        return tuple(name for name in names if getattr(self, name, "") and name not in self.cases[case])


@dataclass(frozen=True, slots=True)
class CitationForms:
    """How other documents are known in running text (``[citations]``)."""

    address: Annotated[str, with_names("symbol", "unspaced")] = ""
    """Where a document is found for good, by its ``{symbol}`` or that without its spaces, ``{unspaced}``; empty: no
    document is linked.
    """
    resolution: tuple[str, ...] = ()
    """The words before the number of a resolution ("resolution 70/291"), in lower case, without endings."""


@dataclass(frozen=True, slots=True)
class DraftForms:
    """How an unfinished translation is marked (``[draft]``)."""

    untranslated: str
    """The mark before a passage that is not translated."""
    outdated: str
    """The mark before one that is translated from an older original."""
    notice: Annotated[str, with_names("untranslated", "outdated", "messages")]
    """The line in the masthead."""


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """The words that say what changed since another release (``[release.changes]``)."""

    heading: Annotated[str, with_names("version")]
    none: str
    """The line where nothing changed."""
    added: str
    removed: str
    moved: str
    reworded: str
    renumbered: str
    counted: Annotated[str, with_names("sort", "count")]
    """How many changes there are of a sort."""
    before: str
    now: str
    was: Annotated[str, with_names("passage", "former")]
    """A passage with its former name."""
    numbered: Annotated[str, with_names("kind", "number")]
    """The name of a passage that has a number."""
    placed: Annotated[str, with_names("kind", "heading")]
    """The name of one that has none, under a heading."""
    passage: str
    """The name of a passage of any other kind."""
    kinds: Mapping[str, str]
    """The names of kinds of passages."""


@dataclass(frozen=True, slots=True)
class ReleaseWords:
    """The words of a release's page (``[release]``)."""

    heading: str
    version: Annotated[str, with_names("version")]
    languages: str
    format: str
    size: str
    pages: str
    digest: str
    conformance: str
    checked: Annotated[str, with_names("claims", "tools")]
    """The sentence on the standards and the programs that found them met."""
    cite: str
    barrier: str
    barrier_text: str
    contact: Annotated[str, with_names("contact")]
    verify: str
    verify_text: str
    formats: Mapping[str, str]
    """What each format is for; of large print the parts of a name (``large``, ``points`` with {size}, ``sans``,
    ``dark``) and what is ``between`` them.
    """
    changes: ChangeWords
    cite_form: Annotated[str, with_names("organ", "title", "symbol", "date")] = ""
    """How the report is cited; empty where the house has no form for it."""


Base = Annotated[str, with_names("base")]
Of = Annotated[str, with_names("of")]
Fraction = Annotated[str, with_names("above", "below")]
Power = Annotated[str, with_names("base", "exponent")]
Index = Annotated[str, with_names("base", "index")]
Marked = Annotated[str, with_names("base", "mark")]
Cells = Annotated[str, with_names("number", "cells")]


@dataclass(frozen=True, slots=True)
class FormulaWords:
    """The words for formulas (``[formulas]``), without which symbols are read.

    ``signs``, ``letters`` and ``functions`` are words for what a formula shows, ``powers`` whole patterns for the
    exponents that have one (2, 3, ′), ``roots`` those for orders, ``accents`` those for marks over a letter.

    Each form with a ``long_`` one beside it is for a part that is a single letter or number; the long one says where it
    ends. ``from_to`` and ``over`` word the limits of a sum, an integral or a product (``sign``), ``plain`` one without
    limits, ``limits`` those of functions such as lim; ``based`` is a logarithm.
    """

    signs: Mapping[str, str]
    letters: Mapping[str, str]
    functions: Mapping[str, str]
    powers: Mapping[str, Base]
    roots: Mapping[str, Of]
    accents: Mapping[str, Base]
    limits: Mapping[str, Annotated[str, with_names("under")]]
    power: Power
    long_power: Power
    index: Index
    long_index: Index
    fraction: Fraction
    long_fraction: Fraction
    choose: Fraction
    root: Of
    long_root: Of
    order: Annotated[str, with_names("order", "of")]
    absolute: Of
    norm: Of
    based: Annotated[str, with_names("function", "index")]
    from_to: Annotated[str, with_names("sign", "under", "over")]
    over: Annotated[str, with_names("sign", "under")]
    plain: Annotated[str, with_names("sign")]
    above: Marked
    below: Marked
    matrix: Annotated[str, with_names("rows", "columns", "cells")]
    row: Cells
    cases: Annotated[str, with_names("cells")]
    case: Cells
    line: Cells
    callable: tuple[str, ...] = field(default=("f", "g", "h"))
    """Letters that are functions where a bracket follows them."""


@dataclass(frozen=True, slots=True)
class SiteWords:
    """The words of the pages of a site over the reports of a house (``[site]``)."""

    heading: str
    """What the list of all reports is called."""
    by_date: str
    by_body: str
    """The list by the bodies that issue reports, or that they are submitted to."""
    by_subject: str
    search: str
    without_script: str
    """Shown in place of the search where no script may run."""
    read: str
    """The link to the web edition."""
    releases: str
    """The heading of the list of releases of a report."""
    older: Annotated[str, with_names("version", "newer")]
    missing: str
    """The heading of the page for an address that does not exist."""
    missing_text: str
    feed: str
    """The name of the feed of new reports."""
    summary: str
    others: str
    """The heading of the formats that few readers ask for."""
    earlier: str
    """The report before one by date."""
    later: str
    edit: str
    """The link to the source of a report, for whoever proposes a correction."""
    contact: str
    accessibility: str
    """The heading of the statement of accessibility."""
    accessibility_text: str
    draft: str
    """What all pages of a site say that is made before a release."""

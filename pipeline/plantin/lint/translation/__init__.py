"""The parity gate: every message of a translation has the content of the original, in the forms of its language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from plantin.bounded.patterns import PatternError
from plantin.files import digest, file_digest
from plantin.findings import Finding, Place, TranslationError
from plantin.house import cldr_layers
from plantin.house.layout import House, is_draft
from plantin.house.locale import Locale
from plantin.lint.translation import forms as reading
from plantin.lint.translation import numbers, placement, spelling, terms, tokens, typesetting
from plantin.lint.translation.comparison import TranslationFault, compare
from plantin.lint.translation.forms import Forms
from plantin.lint.translation.spelling import Spelling
from plantin.source import front_matter
from plantin.source.front_matter import FrontMatter
from plantin.translation import terms as glossary_terms
from plantin.translation.po import Catalogue, PoEntry
from plantin.translation.terms import Term

_WAIVER = re.compile(r"waive\s+(T\d{3})(?:\s+\"([^\"]+)\")?\s*:?\s*(.*)")
_HINTS = {
    "T020": "Keep each [^name] of the original.",
    "T033": "Type the word again with the keyboard of one language.",
    "T037": 'Use the term, or write `# waive T037 "the term": reason` above the message.',
    "T040": "Remove the waiver: it would hide a later error.",
    "T041": 'Write `# waive T029 "24": reason`, with words of the finding.',
}
_HINT = (
    'Fix the translation; if it is correct as it is, write `# waive {} "words of this finding": reason` above the'
    " message."
)


@dataclass(frozen=True, slots=True)
class TranslationWaiver:
    """A fault accepted by a comment ``waive T029 "24": reason``; ``words`` distinguish it from others of its code."""

    code: str
    words: str
    reason: str

    def covers(self, fault: TranslationFault) -> bool:
        """Return whether the waiver is about ``fault``."""
        return bool(self.reason) and fault.code == self.code and self.words in fault.message


Known = dict[str, list[TranslationFault]]
"""The faults of translations, waivers aside, by a digest of the original and the translation."""

_MOST_KNOWN = 20_000


@dataclass(frozen=True, slots=True)
class Expectations:
    """What a translation is checked against: the forms of both languages, the locale, the terms."""

    original: Forms
    forms: Forms
    locale: Locale
    terms: tuple[Term, ...] = ()
    dictionary: str = ""
    """The dictionary by which the basic form of a word is found; empty where there is none."""


def lint_catalogue(
    house: House,
    catalogue: Catalogue,
    head: FrontMatter,
    kept: Known | None = None,
    held_against: tuple[str, ...] = (),
) -> tuple[Finding, ...]:
    """Return the findings of a translation of the report with the front matter ``head``: T020 to T049, each at its
    message in the PO file. What is wrong with the house's own files about the language is a finding too (T001, T002,
    T018, T060, T061), not an error: an edition can be made all the same. ``kept`` are faults found before
    by the ``standard`` that it is ``held_against``; those of all its messages are in it afterwards.
    """
    try:
        state = held_against or standard(house, head, catalogue.language)
        expectations, known_faults = _expectations(house, head.original_language, catalogue.language, head.style, state)
        if len(known_faults) > _MOST_KNOWN:
            known_faults.clear()
        known_faults.update(kept or {})
        words_file, latin = house.words_file(catalogue.language), expectations.forms.script == "Latin"
        spelt = spelling.spelling(catalogue.language, words_file, latin=latin)
        findings = check(catalogue, expectations, known_faults=known_faults, spelt=spelt)
    except TranslationError as error:
        return error.findings
    if kept is not None:
        kept |= {pair: known_faults[pair] for pair in map(_pair, catalogue.entries) if pair in known_faults}
    return findings


def terms_of(house: House, text: str, head: FrontMatter, language: str) -> tuple[Term, ...]:
    """Return the glossary's terms in ``text`` with their forms. Raises TranslationError (T001, T002, T018, T061)."""
    state = standard(house, head, language)
    expectations, _ = _expectations(house, head.original_language, language, head.style, state)
    return tuple(terms.find_terms(tokens.read(text, expectations.original), expectations.terms))


def expectation_files(house: House, head: FrontMatter, language: str) -> tuple[Path, ...]:
    """Return the files that say how a translation into ``language`` is to be written."""
    files = (*house.parity_files(head.original_language), *house.parity_files(language), house.glossary_file)
    return (*files, *house.locale_files(language, head.style), house.documents_file(head.style))


def standard(house: House, head: FrontMatter, language: str) -> tuple[str, ...]:
    """Return what a translation into ``language`` is held against, in digests: the files, and the dictionary."""
    words_file = house.words_file(language)
    dictionary = spelling.dictionary(language, words_file.parent)
    files = [*expectation_files(house, head, language), words_file]
    files += [Path(f"{dictionary}.{end}") for end in ("aff", "dic") if dictionary]
    return (dictionary, *map(file_digest, files))


@lru_cache(maxsize=6)
def _expectations(
    house: House, original: str, language: str, style: str, _: tuple[str, ...]
) -> tuple[Expectations, Known]:
    """Return the expectations and the faults found by them. Cached because `serve` re-lints after each edit."""
    return expectations_of(house, original, language, style), {}


def expectations_of(house: House, original: str, language: str, style: str = "") -> Expectations:
    """Return the expectations of a translation, in words of ``style``. Raises TranslationError (T001, T002, T018)."""
    both = [_forms(house, tag) for tag in (original, language)]
    glossary = glossary_terms.of_house(house, original, language)
    dictionary = spelling.dictionary(language, house.words_file(language).parent)
    return Expectations(both[0], both[1], house.locale(language, style), glossary, dictionary)


def _forms(house: House, language: str) -> Forms:
    """Return the forms of a language of the house. Raises TranslationError (T018)."""
    files = tuple((path, house.name(path)) for path in house.parity_files(language))
    under = cldr_layers.parity_values(language) if is_draft(language) else {}
    path, name = files[-1] if files else (None, "")
    return reading.read_forms(path, name, files[:-1], under)


def number_writer(house: House, slug: str, language: str) -> Callable[[str], str]:
    """Return the number writer of a language, as ``numbers.writer``; it returns "" if unknown. Raises SourceError."""
    head = front_matter.read(house.source(slug))
    try:
        original, forms = (_forms(house, tag) for tag in (head.original_language, language))
        return numbers.writer(original, forms, house.locale(language, head.style))
    except TranslationError:
        return lambda _: ""


def check(
    catalogue: Catalogue,
    expectations: Expectations,
    name: str = "",
    known_faults: Known | None = None,
    spelt: Spelling | None = None,
) -> tuple[Finding, ...]:
    """Return the findings of a catalogue; a message that is not translated, or whose original has changed, is not
    looked at. ``known_faults`` are those of messages checked earlier against the same expectations, and grow here;
    ``spelt`` says how its words are checked.
    """
    findings: list[Finding] = []
    known_faults = {} if known_faults is None else known_faults
    finished = [entry for entry in catalogue.entries if entry.state in ("translated", "reviewed")]
    pairs = [_pair(entry) for entry in finished]
    new = [entry for entry, pair in zip(finished, pairs, strict=True) if pair not in known_faults]
    misspelt = spelt.faults(new) if spelt else {}
    if misspelt is None:  # nobody judged the words: they are judged again next time
        misspelt, known_faults = {}, dict(known_faults)
    hints = {**_HINTS, "T090": f"Correct it, or put it into {spelt.word_list}."} if spelt else _HINTS
    for entry, pair in zip(finished, pairs, strict=True):
        place = Place(name or catalogue.path, entry.line, 1 if entry.line else 0, entry.context)
        if pair not in known_faults:
            known_faults[pair] = [*_find_faults(entry, expectations), *misspelt.get(entry.context, ())]
        findings += (
            Finding(fault.code, fault.message, place, hints.get(fault.code, _HINT.format(fault.code)), fault.severity)
            for fault in _unwaived_faults(entry, known_faults[pair])
        )
    return tuple(findings)


def _pair(entry: PoEntry) -> str:
    return digest(f"{entry.original}\0{entry.translation}".encode())


def _find_faults(entry: PoEntry, expectations: Expectations) -> list[TranslationFault]:
    """Return the faults of a translation. Raises TranslationError (T060): an endless pattern."""
    try:
        return list(faults(entry.original, entry.translation, expectations))
    except PatternError as error:
        origins = (forms.origin(error.pattern) for forms in (expectations.forms, expectations.original))
        _, place = max(origins, key=lambda origin: origin[0])
        hint = "Let a repeated part hold no other repetition that takes the same letters: (a+)+ never ends."
        raise TranslationError.of("T060", f"the pattern {error.pattern[:80]!r} {error}", place, hint) from None


def faults(original: str, translation: str, expectations: Expectations) -> Iterator[TranslationFault]:
    """Yield what is wrong with one translation, waivers aside."""
    both = expectations.original, expectations.forms
    texts = tokens.remove_kept_words((original, translation), both)
    original_tokens, translation_tokens = map(tokens.read, texts, both)
    yield from compare(original_tokens, translation_tokens, both)
    typography = expectations.locale.typography
    yield from typesetting.check(translation, translation_tokens, original, both[1], typography.indicator_side)
    yield from placement.check(original, translation)
    yield from terms.check(original_tokens, translation_tokens, expectations.terms, both[1], expectations.dictionary)


def waivers(entry: PoEntry) -> tuple[TranslationWaiver, ...]:
    """Return what a message's comments accept."""
    matches = (_WAIVER.match(line) for line in entry.comments)
    return tuple(TranslationWaiver(match[1], match[2] or "", match[3].strip()) for match in matches if match)


def _unwaived_faults(entry: PoEntry, entry_faults: Sequence[TranslationFault]) -> Iterator[TranslationFault]:
    """Yield the faults that are not waived; T040 for a waiver of nothing, T041 for one without a reason."""
    accepted = waivers(entry)
    yield from (fault for fault in entry_faults if not any(waiver.covers(fault) for waiver in accepted))
    for waiver in accepted:
        if not waiver.reason:
            yield TranslationFault("T041", f"the waiver of {waiver.code} gives no reason")
        elif not any(waiver.covers(fault) for fault in entry_faults):
            yield TranslationFault("T040", f"the waiver of {waiver.code} waives nothing")

"""Checks glossary terms and acronyms: a term of the original has its equivalent in the translation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from plantin.lint.translation import spelling
from plantin.lint.translation.comparison import TranslationFault
from plantin.lint.translation.forms import Forms
from plantin.lint.translation.tokens import GONE, Tokens
from plantin.translation.terms import Term, occurrences

_ACRONYM = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]{2,}(?![\w-])")
_WORD = re.compile(r"[\w%]+(?:\.(?=\w))?")
_PLAIN_WORDS = re.compile(r"\w+(?:[^\w%.]+\w+)*")
_BEYOND = re.compile(r"\w")
_MARKS = str.maketrans({"’": "'", "\u00a0": " ", "«": None, "»": None, "“": None, "”": None, '"': None})
# Between the words of a term a language may put others, and so many of a word's letters never change.
_BETWEEN, _STEM = 3, 3


def check(
    original: Tokens, translation: Tokens, terms: Sequence[Term], forms: Forms, dictionary: str = ""
) -> Iterator[TranslationFault]:
    """Yield T037 for a term without its counterpart, whose words may be in other forms and another order where there is
    a dictionary; T038 for an acronym that should have been translated. What a dictionary could decide is a warning, so
    that a report has the same errors on every machine.
    """
    text = translation.prose.translate(_MARKS)
    for term in find_terms(original, terms):
        plain = [_plain(form) for form in term.forms]
        occurs = any(_occurs(form, text) for form in plain) or any(
            _target_pattern(form, forms.inflection).search(text) for form in plain
        )
        if not occurs and not any(spelling.has_words(dictionary, _plain(form), text) for form in term.forms):
            message = f"{term.original!r} should be {' or '.join(map(repr, term.forms))} (grade {term.grade or '?'})"
            perhaps = any(spelling.alike(_plain(form), text) for form in term.forms)
            yield TranslationFault("T037", message, "error" if term.grade == "A" and not perhaps else "warning")
    yield from _acronyms(original, translation, terms, forms)


def find_terms(original: Tokens, terms: Sequence[Term]) -> Iterator[Term]:
    """Yield those of ``terms``, the longest first, that a text has, but for those in a longer one alone."""
    text = original.prose.translate(_MARKS)
    for term in terms:
        plain = _plain(term.original)
        # Most terms are not there at all, whatever letter they begin with.
        if plain[1:] in text and (left := _without(plain, text)) != text:
            text = left
            yield term


@lru_cache(8192)
def _plain(term: str) -> str:
    """Return a term without the marks that texts differ in."""
    return term.translate(_MARKS)


def _without(term: str, text: str) -> str:
    """Return ``text`` without each ``term`` in it.

    >>> _without("armed group", "Armed groups and an armed grouping").replace(GONE, "_")
    '_ and an armed grouping'
    """
    kept, done = [], 0
    for begin, end in occurrences(term, text):
        kept += [text[done:begin], GONE]
        done = end
    return "".join(kept) + text[done:]


def _occurs(form: str, text: str) -> bool:
    """Return whether ``form`` is in ``text`` as it is, as most terms are, so that no pattern is made of it.

    >>> [_occurs("grupo armado", text) for text in ("un grupo armado.", "los grupos armados", "un grupo armadofoo")]
    [True, False, False]
    """
    place = text.find(form)
    around = text[place - 1 : place] + text[place + len(form) :][:1]
    return place >= 0 and not _BEYOND.search(around) and _PLAIN_WORDS.fullmatch(form) is not None


@lru_cache(4096)
def _target_pattern(form: str, inflection: int) -> re.Pattern[str]:
    stems = []
    for word in _WORD.findall(form):
        if word.isupper() or len(word) <= _STEM:
            stems.append(rf"{re.escape(word)}(?!\w)" if word.isalpha() else re.escape(word))
        else:
            stems.append(re.escape(word[: max(_STEM, len(word) - inflection)]) + r"\w*")
    between = rf"(?:\W+\w+){{0,{_BETWEEN}}}?\W+"
    start = r"(?<!\w)" if form[:1].isalnum() else ""
    return re.compile(start + between.join(stems), re.IGNORECASE)


def _acronyms(original: Tokens, translation: Tokens, terms: Sequence[Term], forms: Forms) -> Iterator[TranslationFault]:
    acronyms = sorted(set(_ACRONYM.findall(translation.prose)).difference(forms.acronyms))
    if not acronyms:
        return
    term_forms = {term.original: " / ".join(term.forms) for term in terms}
    used = set(_ACRONYM.findall(original.prose))
    for acronym in acronyms:
        if acronym not in term_forms:
            if acronym in used:
                yield TranslationFault("T038", f"the acronym {acronym} is that of the original's language", "warning")
        elif not re.search(rf"(?<!\w){acronym}(?!\w)", term_forms[acronym]):
            yield TranslationFault("T038", f"the acronym {acronym} should be {term_forms[acronym]}")

"""Checks glossary terms and acronyms: a term of the original has its equivalent in the translation.

``locales/glossary.csv`` has a column to a language, with alternatives between " / ", and beside it a grade: A is taken
from an official text and binding, B and C are advice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from plantin.bounded import bytes as bounded_bytes
from plantin.bounded import data
from plantin.findings import Finding, Place, TranslationError
from plantin.lint.translation.comparison import TranslationFault
from plantin.lint.translation.forms import Forms
from plantin.lint.translation.tokens import GONE, Tokens

_ACRONYM = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]{2,}(?![\w-])")
_WORD = re.compile(r"[\w%]+(?:\.(?=\w))?")
_MARKS = str.maketrans({"’": "'", "\u00a0": " ", "«": None, "»": None, "“": None, "”": None, '"': None})
# Between the words of a term a language may put others, and so many of a word's letters never change.
_BETWEEN, _STEM = 3, 3
_LARGEST = 16_000_000


@dataclass(frozen=True, slots=True)
class Term:
    """A term, its forms in the other language, and whether those are binding."""

    original: str
    forms: tuple[str, ...]
    grade: str


def read(path: Path, original: str, language: str, name: str = "") -> tuple[Term, ...]:
    """The terms of ``language``, the longest first; none where there is no glossary or it lacks the language. Raises
    TranslationError (T061): no CSV in UTF-8, or too large.
    """
    try:
        table = data.table(bounded_bytes.read(path, _LARGEST, path.parent))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _unread(f"it {bounded_bytes.why(error)}", Place(name or str(path))) from None
    except data.DataError as error:
        raise _unread(str(error), Place(name or str(path), error.line, error.column)) from None
    rows = [row for row in table if row.get(original) and row.get(language)]
    terms = [Term(row[original], tuple(row[language].split(" / ")), row.get(f"{language} grade", "")) for row in rows]
    return tuple(sorted(terms, key=lambda term: -len(term.original)))


def _unread(message: str, place: Place) -> TranslationError:
    hint = "Save the glossary as CSV in UTF-8, with a column for each language."
    return TranslationError(Finding("T061", message, place, hint))


def check(original: Tokens, translation: Tokens, terms: Sequence[Term], forms: Forms) -> Iterator[TranslationFault]:
    """T037 for a term without its counterpart, T038 for an acronym that should have been translated."""
    found = translation.prose.translate(_MARKS)
    for term in used(original, terms):
        if not any(_target_pattern(_plain(form), forms.inflection).search(found) for form in term.forms):
            message = f"{term.original!r} should be {' or '.join(map(repr, term.forms))} (grade {term.grade or '?'})"
            yield TranslationFault("T037", message, "error" if term.grade == "A" else "warning")
    yield from _acronyms(original, translation, terms, forms)


def used(original: Tokens, terms: Sequence[Term]) -> Iterator[Term]:
    """Those of ``terms``, the longest first, that a text has, not counting those that occur in a longer one alone."""
    text = original.prose.translate(_MARKS)
    for term in terms:
        plain = _plain(term.original)
        # Most terms are not there at all, whatever letter they begin with.
        if plain[1:] in text and (left := _without(plain, text)) != text:
            text = left
            yield term


@lru_cache(8192)
def _plain(term: str) -> str:
    """A term without the marks that texts differ in."""
    return term.translate(_MARKS)


def _without(term: str, text: str) -> str:
    """``text`` without each ``term`` that is a word or words of it, in the plural too: a pattern for each of some
    hundreds of terms takes longer to compile than the searches take.

    >>> _without("armed group", "Armed groups and an armed grouping").replace(GONE, "_")
    '_ and an armed grouping'
    """
    plural = term[-1:].isalpha() and not term.isupper()
    free = term[0].isalpha() and term[1:].islower()
    kept, done, at = [], 0, text.find(term[1:], 1)
    while at > 0:
        begin, end = at - 1, at - 1 + len(term)
        same = text[begin] == term[0] or (free and text[begin] in (term[0].lower(), term[0].upper()))
        end += plural and text[end : end + 1] == "s" and not _in_word(text[end + 1 : end + 2])
        if (
            same
            and begin >= done
            and not _in_word(text[begin - 1 : begin] if begin else "")
            and not _in_word(text[end : end + 1])
        ):
            kept += [text[done:begin], GONE]
            done = end
        at = text.find(term[1:], at + 1)
    return "".join(kept) + text[done:]


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


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
    own = {term.original: " / ".join(term.forms) for term in terms}
    kept, said = set(forms.acronyms), set(_ACRONYM.findall(original.prose))
    for acronym in sorted(set(_ACRONYM.findall(translation.prose)) - kept):
        if acronym not in own:
            if acronym in said:
                yield TranslationFault("T038", f"the acronym {acronym} is that of the original's language", "warning")
        elif not re.search(rf"(?<!\w){acronym}(?!\w)", own[acronym]):
            yield TranslationFault("T038", f"the acronym {acronym} should be {own[acronym]}")

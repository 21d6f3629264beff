"""The terms of a house, and where they are in an original.

``locales/glossary.csv`` has a column to a language, with alternatives between " / ", and beside it a grade: A is taken
from an official text and binding, B and C are advice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plantin.bounded import bytes as bounded_bytes
from plantin.bounded import data
from plantin.findings import Place, TranslationError
from plantin.house.layout import House
from plantin.translation import inline

_LARGEST = 16_000_000
_PLAIN = str.maketrans({"’": "'", "\u00a0": " "})
NOTE = "terms: "
"""How the line of a translator's note begins that has the terms of a message."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term, its forms in the other language, and whether those are binding."""

    original: str
    forms: tuple[str, ...]
    grade: str


def read(path: Path, original: str, language: str, name: str = "") -> tuple[Term, ...]:
    """Return the terms of ``language``, the longest first; none where there is no glossary or it lacks the language.
    Raises TranslationError (T061): no CSV in UTF-8, or too large.
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


def of_house(house: House, original: str, language: str) -> tuple[Term, ...]:
    """Return the terms of the glossary of ``house``, as ``read`` gives them. Raises TranslationError (T061)."""
    return read(house.glossary_file, original, language, house.name(house.glossary_file))


def _unread(message: str, place: Place) -> TranslationError:
    hint = "Save the glossary as CSV in UTF-8, with a column for each language."
    return TranslationError.of("T061", message, place, hint)


def occurrences(term: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a term is a word or words of ``text``, in the plural too: a pattern for each of some hundreds of
    terms takes longer to compile than the searches take.

    >>> list(occurrences("armed group", "Armed groups and an armed grouping"))
    [(0, 12)]
    """
    plural = term[-1:].isalpha() and not term.isupper()
    free = term[0].isalpha() and term[1:].islower()
    done, at = 0, text.find(term[1:], 1)
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
            yield begin, end
            done = end
        at = text.find(term[1:], at + 1)


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def divide_by_terms(text: str, terms: Sequence[Term]) -> list[tuple[str, Term | None]]:
    """Return ``text`` in pieces, each with the term that it is; of terms in each other, the longest.

    >>> divide_by_terms("An armed group.", [Term("armed group", ("groupe armé",), "A")])[1][0]
    'armed group'
    """
    plain, taken = text.translate(_PLAIN), list[tuple[int, int, Term]]()
    for term in terms:
        name = term.original.translate(_PLAIN)
        if name[1:] in plain:
            taken += [
                (start, end, term)
                for start, end in occurrences(name, plain)
                if not any(start < last and first < end for first, last, _ in taken)
            ]
    out, done = list[tuple[str, Term | None]](), 0
    for start, end, term in sorted(taken, key=lambda row: row[0]):
        out += [(text[done:start], None), (text[start:end], term)]
        done = end
    return [row for row in (*out, (text[done:], None)) if row[0]]


def note(text: str, terms: Sequence[Term]) -> str:
    """Return the line of a translator's note that says how a message's terms are translated; empty without any."""
    parts = (row for words in inline.prose(inline.divide(text)) for row in divide_by_terms(words, terms))
    translations = {term.original: " / ".join(term.forms) for _, term in parts if term}
    return NOTE + "; ".join(f"{term} = {forms}" for term, forms in translations.items()) if translations else ""

"""Checks the spelling of translations by Hunspell, where the program and a dictionary of the language are there:
``fr_FR.aff`` and ``fr_FR.dic`` beside the locale, else those of the system.

Words of a house that are in no dictionary are in ``words.txt`` beside the locale, one to a line; lines with # are
remarks. Names that the original has too are not asked.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from plantin.bounded import bytes as bounded
from plantin.bounded import process
from plantin.house.layout import House
from plantin.lint.translation.comparison import TranslationFault
from plantin.model import languages
from plantin.translation import inline
from plantin.translation.inline import Mark, Part
from plantin.translation.po import PoEntry

_FOLDERS = (Path("/usr/share/hunspell"), Path("/usr/share/myspell/dicts"))
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*['’]?")
_PARTS = re.compile(r"(?<=['’])|-")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|\b[A-Z]+(?:/\w[\w.]*)+|\w*\d\w*")
_LARGEST_BYTES = 4 * bounded.MIB
_SHORTEST, _STEM, _BETWEEN = 2, 4, 2
_REPETITIONS = 40
"""How often a letter is repeated for a word that no dictionary has."""
_COMMON_PREFIX_LENGTH = 3
"""How many letters the forms of a word begin with alike."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the words of a language are checked."""

    language: str
    dictionary: str
    """The dictionary of Hunspell; empty where there is none, so that no word is wrong."""
    own: frozenset[str]
    """The words of the house."""
    latin: bool
    """Whether the language is in Latin letters: words in these are foreign in any other."""
    word_list: str
    """The file of the words of the house, from its root."""

    def faults(self, entries: Iterable[PoEntry]) -> dict[str, list[TranslationFault]] | None:
        """Return T090 for each word of a translation that is in neither the dictionary nor the list, by its context;
        None where Hunspell cannot be run.
        """
        if not self.dictionary:
            return {}
        words = {entry.context: tuple(self._words(entry)) for entry in entries}
        try:
            wrong = self._wrong({word for some in words.values() for word in some})
        except (OSError, process.BoundError):
            return None
        return {
            context: [TranslationFault("T090", f"{word!r} is not in the dictionary", "warning") for word in misspelt]
            for context, some in words.items()
            if (misspelt := [word for word in some if word in wrong])
        }

    def _words(self, entry: PoEntry) -> Iterator[str]:
        """Yield the words of a translation that are in its language and are no names of the original, each once."""
        original_words = set(_WORD.findall(entry.original))
        for word in dict.fromkeys(_WORD.findall(_ADDRESS.sub(" ", _prose(inline.divide(entry.translation))))):
            parts = () if word.islower() else (part.rstrip("'’") for part in (word, *_PARTS.split(word)))
            name = any(part[:1].isupper() and part in original_words for part in parts)
            if not name and (self.latin or not word.isascii()):
                yield word

    def _wrong(self, words: set[str]) -> set[str]:
        """Return the words that are wrong whole, and of which a part is wrong."""
        parts = {word: [part for part in _PARTS.split(word) if part] for word in words}
        asked = frozenset(part for some in parts.values() for part in some if _is_word(part))
        unknown, wrong = _look_up(self.dictionary, frozenset(words), asked) if words else (set[str](), set[str]())
        return {
            word
            for word in unknown
            if word.replace("’", "'") not in self.own
            and any(part in wrong and not {part, part.rstrip("'’")} & self.own for part in parts[word])
        }


def _is_word(part: str) -> bool:
    """Return whether a part can be wrong: single letters are initials, ordinals and elided articles."""
    return len(part.rstrip("'’")) >= _SHORTEST


def spelling(language: str, words: Path, *, latin: bool) -> Spelling:
    """Return how words of ``language`` are checked; ``words`` is the house's list, read without links."""
    name = "/".join(words.parts[-3:])
    return Spelling(language, dictionary(language, words.parent), _read_word_list(words), latin, name)


def _read_word_list(path: Path) -> frozenset[str]:
    try:
        text = bounded.read(path, _LARGEST_BYTES, path.parent).decode("utf-8", "replace")
    except OSError:
        return frozenset()
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line.replace("’", "'") for line in lines if line and not line.startswith("#"))


@lru_cache(32)
def dictionary(language: str, own: Path = _FOLDERS[0]) -> str:
    """Return the dictionary of a language, by its path without an ending: that of the house in the folder ``own``, else
    that of the system; empty where there is none, or the program is not there.
    """
    if shutil.which("hunspell") is None:
        return ""
    name = _name(language)
    return next((str(folder / name) for folder in (own, *_FOLDERS) if (folder / f"{name}.dic").is_file()), "")


def _name(language: str) -> str:
    return languages.regional(language).replace("-", "_")


def describe_unchecked(house: House, tags: Iterable[str]) -> str:
    """Return a remark on the languages whose words were not checked, empty where there is none."""
    names = [_name(tag) for tag in tags if not dictionary(tag, house.words_file(tag).parent)]
    return f"Spelling was not checked: Hunspell has no dictionary {', '.join(names)} here." if names else ""


def alike(term: str, text: str) -> bool:
    """Return whether each longer word of a term may be in ``text`` in another form: one begins with its letters."""
    begun = _word_beginnings(term, _STEM)
    return bool(begun) and begun <= _word_beginnings(text, 1)


def _word_beginnings(text: str, shortest: int) -> set[str]:
    return {word[:_COMMON_PREFIX_LENGTH].lower() for word in _WORD.findall(text) if len(word) >= shortest}


def has_words(dictionary: str, term: str, text: str) -> bool:
    """Return whether the words of a term are near each other in ``text``, in any form and order, by a dictionary."""
    wanted = [word for word in _WORD.findall(term) if len(word) >= _STEM]
    if not dictionary or not wanted:
        return False
    # A program is started only where each word of the term may be there in another form.
    if not alike(term, text):
        return False
    words, begun = _WORD.findall(text), _word_beginnings(term, _STEM)
    near_words = {word for word in words if word[:_COMMON_PREFIX_LENGTH].lower() in begun}
    stems = _stems(dictionary, tuple(sorted({*wanted, *near_words})))
    due, there = ([stems.get(word, {word.lower()}) for word in some] for some in (wanted, words))
    near = 2 * len(wanted) + _BETWEEN
    return any(
        all(any(stems & other for other in there[n : n + near]) for stems in due)
        for n in range(max(1, len(there) - near + 1))
    )


@lru_cache(1024)
def _stems(dictionary: str, words: tuple[str, ...]) -> dict[str, set[str]]:
    """Return the basic forms of each word that Hunspell knows."""
    command = ["hunspell", "-d", dictionary, "-i", "utf-8", "-s"]
    try:
        done = process.run(command, given="\n".join(words).encode(), variables={"LC_ALL": "C.UTF-8"})
    except (OSError, process.BoundError):
        return {}
    stems: dict[str, set[str]] = {}
    for line in filter(str.strip, done.text.splitlines()):
        word, *stem = line.split()
        stems.setdefault(word, {word.lower()}).update(base_form.lower() for base_form in stem)
    return stems


@lru_cache(64)
def _look_up(dictionary: str, words: frozenset[str], parts: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return those of the words, and those of their parts, that Hunspell does not know. It is started once: to read a
    dictionary takes longer than to look up all words of a report. Raises OSError, BoundError.
    """
    # A word that no dictionary has divides the answers.
    between = min(words)[0].lower() * _REPETITIONS
    rows = [[(word, word.replace("’", "'")) for word in sorted(some)] for some in (words, parts)]
    command = ["hunspell", "-d", dictionary, "-i", "utf-8", "-l"]
    lines = "\n".join([*(plain for _, plain in rows[0]), between, *(plain for _, plain in rows[1])])
    done = process.run(command, given=lines.encode(), variables={"LC_ALL": "C.UTF-8"})
    unknown = done.text.split()
    at = unknown.index(between) if between in unknown else len(unknown)
    # Hunspell divides words itself, each dictionary in its own way.
    whole, single = (
        frozenset(word for word, plain in some if not misspelt.isdisjoint({plain, *_PARTS.split(plain)}))
        for some, misspelt in zip(rows, (set(unknown[:at]), set(unknown[at:])), strict=True)
    )
    return whole, single


def _prose(parts: Iterable[Part]) -> str:
    """Return the words of a message in its own language, without code, formulas and passages in others."""
    return "".join(part if isinstance(part, str) else _inside(part) for part in parts)


def _inside(mark: Mark) -> str:
    return "\ufffc" if "lang=" in mark.closing or not mark.is_pair else _prose(mark.content)

"""Detects the language of a received file and of its passages, where it is not declared or contradicts the script."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice

from plantin.findings import Finding, Place
from plantin.model.languages import script, scripts
from plantin.packs.imports.paragraph_pieces import Piece, Words

_SAMPLE_CHARACTERS = 40_000
"""So many characters are looked at."""
_MAIN_SCRIPT_SHARE = 0.5
"""Which part of the letters the main script of a text has at least; a Japanese text has its own letters among Chinese
ones.
"""
_KANA_SHARE = 0.05
_LEAST_LETTERS = 20
"""A file of fewer letters says nothing of its language."""
_SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "ARABIC": "Arab", "CJK": "Hans", "HIRAGANA": "Jpan", "KATAKANA": "Jpan",
    "HANGUL": "Kore",
    "GREEK": "Grek", "HEBREW": "Hebr", "DEVANAGARI": "Deva", "THAI": "Thai", "BENGALI": "Beng", "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "ETHIOPIC": "Ethi",
}  # fmt: skip
"""The scripts of ISO 15924 by how the names of their characters begin (Unicode, 4.8)."""
_LANGUAGES = {
    "Cyrl": "ru", "Arab": "ar", "Hans": "zh", "Jpan": "ja", "Kore": "ko", "Grek": "el", "Hebr": "he", "Deva": "hi",
    "Thai": "th",
    "Beng": "bn", "Armn": "hy", "Geor": "ka", "Ethi": "am",
}  # fmt: skip
"""The language that most texts in a script are in."""
_FREQUENT = {
    "en": "the of and to in is that for with as are this which be by",
    "fr": "le la les des et du une est dans pour que qui par sur pas",
    "es": "el los las una y del que en por para con se es como más",
    "de": "der die das und ist nicht ein eine zu den mit von auf für im",
    "it": "il di che è per un una della sono non con gli nel dei alla",
    "pt": "o os um uma não para com que do da dos em ao é mais",
    "nl": "de het een van en is dat niet op te zijn voor met aan ook",
}
"""Words that are often used in these languages, few of them in several."""
_FREQUENT_LEAST, _TIMES = 0.05, 3
_WORD = re.compile(r"[^\W\d_]+")


def language(texts: Iterable[str], declared: str) -> str:
    """Return the language of ``texts`` as a tag: that which is ``declared`` (empty: none), unless their letters, or
    three times as many of their frequent words, are those of another; then that one.

    >>> language(["Почтовый сервер работает в сети."], "en-US"), language(["The state of the lamps is as it was."], "")
    ('ru', 'en')
    """
    declared = declared if script(declared) else ""  # "C" of a system is no language
    text = "".join(islice((sign for words in texts for sign in f"{words} "), _SAMPLE_CHARACTERS))
    main_script = _script(text)
    if not main_script or (main_script != "Latn" and declared and _agree(script(declared), main_script)):
        return declared
    if main_script != "Latn":
        return _LANGUAGES.get(main_script, "") or declared
    latin_language = declared if script(declared) in ("Latn", "") else ""
    return _by_words(text, latin_language.partition("-")[0].lower()) or latin_language


def _agree(one: str, other: str) -> bool:
    chinese = ("Hans", "Hant", "Jpan", "Hani")
    return one == other or not one or (one in chinese and other in chinese)


def _script(text: str) -> str:
    """Return the script that most letters are of; empty where there is none such."""
    letters = Counter(_SCRIPTS.get(unicodedata.name(sign, "").partition(" ")[0], "") for sign in text if sign.isalpha())
    count = letters.total()
    if count < _LEAST_LETTERS:
        return ""
    if letters["Jpan"] > _KANA_SHARE * count:
        return "Jpan"
    name, most = letters.most_common(1)[0]
    return name if most > _MAIN_SCRIPT_SHARE * count else ""


def _by_words(text: str, declared: str) -> str:
    """Return the language whose frequent words are most in ``text``, three times as many as those of the one that is
    ``declared``; else nothing.
    """
    words = Counter(word.lower() for word in _WORD.findall(text))
    counts = {name: sum(words[word] for word in frequent.split()) for name, frequent in _FREQUENT.items()}
    best = max(counts, key=lambda name: counts[name])
    if counts[best] < _FREQUENT_LEAST * words.total() or (declared and declared not in counts):
        return ""
    return best if counts[best] > _TIMES * counts.get(declared, 0) else ""


# Passages


@dataclass(slots=True)
class Passages:
    """Gives words the language that they are in, where it is not that of the source (``around``): all words that of
    the file (``whole``), where the house does not have it; words in another script the language ``declared`` by the
    file, if it is written so, else that of most texts. ``taken`` counts the passages by the language that they were
    given.
    """

    around: str
    whole: str = ""
    declared: str = ""
    taken: Counter[str] = field(default_factory=Counter)

    def tag_words(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return the pieces of a paragraph with their languages. One most of whose letters are in another script is
        wholly in that language; in others its words are. Letters alone are signs, and Latin ones are at home
        everywhere.
        """
        language = self._language(
            "".join(piece.text for piece in pieces if isinstance(piece, Words) and not piece.look.code)
        )
        out: list[Piece] = []
        languages: set[str] = set()
        for piece in pieces:
            if not isinstance(piece, Words) or piece.look.language:
                out.append(piece)
                continue
            parts = [(piece.text, language)] if language and not piece.look.code else list(self._parts(piece.text))
            if self.whole and not piece.look.code:
                parts = [(text, tag or self.whole) for text, tag in parts]
            languages |= {tag for _, tag in parts}
            out += [Words(text, replace(piece.look, language=tag)) for text, tag in parts if text]
        self.taken.update(languages - {""})
        return out

    @property
    def _own(self) -> str:
        """The language that most words are in."""
        return self.whole or self.around

    def of_title(self, text: str) -> str:
        """Return the language of a title, which has one only; empty where it is that of the source."""
        tag = self._language(text) or next((language for _, language in self._parts(text) if language), self.whole)
        self.taken.update([tag] if tag else [])
        return tag

    def drop_file_language(self, piece: Piece) -> Piece:
        """Return a piece without the language that the whole file has, whatever region of it a run names."""
        if not isinstance(piece, Words) or not piece.look.language:
            return piece
        file_language = self.whole or self.around
        same = piece.look.language.partition("-")[0].lower() == file_language.partition("-")[0].lower()
        return replace(piece, look=replace(piece.look, language="")) if same else piece

    def report_languages(self, path: str) -> Iterator[Finding]:
        """Yield S174 for each language that passages of the file ``path`` were given, with how many."""
        for language, count in sorted(self.taken.items()):
            message = f"passages in letters of another script than the text, taken to be in {language}: {count}"
            hint = f"Correct lang={language} in the source where they are in another language."
            if language == self.whole:
                message = (
                    f"the file is in {language}, which the house has no locale for; passages marked as such: {count}"
                )
                hint = (
                    f"`plantin locale new {language}` begins one, for numbers and words that the press prints; until"
                    " then they are those of another language."
                )
            yield Finding("S174", message, Place(path), hint, "warning")

    def _language(self, text: str) -> str:
        """Return the language that all words of a paragraph are in; empty where that is the one of the source, or each
        has its own.
        """
        letters = [sign for sign in text if sign.isalpha()]
        named = Counter(map(_language_of, (sign for sign in letters if not _at_home(sign, self._own))))
        most = sum(count for name, count in named.items() if name in ("zh", "ja")) or max(named.values(), default=0)
        return self._guess_language(text) if most > max(1, _MAIN_SCRIPT_SHARE * len(letters)) else ""

    def _parts(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield the text in parts, each with its language; empty where that is the one of the source."""
        at = 0
        # The runs of words in other scripts, one after the other, with what parts them.
        runs: list[tuple[int, int]] = []
        last = -1
        for n, word in enumerate(_WORD.finditer(text) if not text.isascii() else ()):
            if _at_home(word[0][0], self._own):
                continue
            joined = bool(runs) and last == n - 1 and not _PARTED.search(text[runs[-1][1] : word.start()])
            runs[-1:] = [(runs[-1][0], word.end())] if joined else [*runs[-1:], word.span()]
            last = n
        for begin, end in runs:
            yield text[at:begin], ""
            yield text[begin:end], self._guess_language(text[begin:end]) if _SEVERAL.search(text[begin:end]) else ""
            at = end
        yield text[at:], ""

    def _guess_language(self, text: str) -> str:
        """Return the language of words in another script."""
        main_script = _script("".join(sign for sign in text if not _at_home(sign, self._own)) * _LEAST_LETTERS)
        declared = self.declared if main_script and _agree(script(self.declared), main_script) else ""
        return declared or _LANGUAGES.get(main_script, "")


_SEVERAL = re.compile(r"[^\W\d_]{2}")
_PARTED = re.compile(r"[\d\n]")
_CHINESE = frozenset(("Hans", "Hant", "Hani", "Jpan", "Kore"))


@cache
def _language_of(sign: str) -> str:
    """Return the language that most texts with a letter are in."""
    return _LANGUAGES.get(_SCRIPTS.get(unicodedata.name(sign, "").partition(" ")[0], ""), "")


@cache
def _at_home(sign: str, around: str) -> bool:
    """Return whether the language ``around`` may be written with a letter; those of scripts that are not known here are
    at home everywhere.
    """
    code = "" if sign.isascii() else _SCRIPTS.get(unicodedata.name(sign, "").partition(" ")[0], "")
    usual = scripts(around)
    return code in ("", "Latn") or not usual or code in usual or (code == "Hans" and not usual.isdisjoint(_CHINESE))

"""In which language a received file is, where it does not say so, or says one that is written in other letters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from pipeline.model.languages import script

_SAMPLE = 40_000
"""So many characters are looked at."""
_MOST = 0.5
"""Which part of the letters the main script of a text has at least; a Japanese text has its own letters among Chinese ones."""
_KANA = 0.05
_LEAST = 20
"""A file of fewer letters says nothing of its language."""
_SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "ARABIC": "Arab", "CJK": "Hans", "HIRAGANA": "Jpan", "KATAKANA": "Jpan", "HANGUL": "Kore",
    "GREEK": "Grek", "HEBREW": "Hebr", "DEVANAGARI": "Deva", "THAI": "Thai",
}  # fmt: skip
"""The scripts of ISO 15924 by how the names of their characters begin (Unicode, 4.8)."""
_LANGUAGES = {"Cyrl": "ru", "Arab": "ar", "Hans": "zh", "Jpan": "ja", "Kore": "ko", "Grek": "el", "Hebr": "he", "Deva": "hi", "Thai": "th"}
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


def language(texts: Iterable[str], said: str) -> str:
    """The language of ``texts`` as a tag: that which is ``said`` (empty: none), unless their letters, or three times as many of their
    frequent words, are those of another; then that one.

    >>> language(["Почтовый сервер работает в сети."], "en-US"), language(["The state of the lamps is as it was."], "")
    ('ru', 'en')
    """
    text = "".join(islice((sign for words in texts for sign in f"{words} "), _SAMPLE))
    found = _script(text)
    if not found or (found != "Latn" and said and _agree(script(said), found)):
        return said
    if found != "Latn":
        return _LANGUAGES.get(found, "") or said
    known = said if script(said) in ("Latn", "") else ""
    return _by_words(text, known.partition("-")[0].lower()) or known


def _agree(one: str, other: str) -> bool:
    chinese = ("Hans", "Hant", "Jpan", "Hani")
    return one == other or not one or (one in chinese and other in chinese)


def _script(text: str) -> str:
    """The script that most letters are of; empty where there is none such."""
    letters = Counter(_SCRIPTS.get(unicodedata.name(sign, "").partition(" ")[0], "") for sign in text if sign.isalpha())
    count = letters.total()
    if count < _LEAST:
        return ""
    if letters["Jpan"] > _KANA * count:
        return "Jpan"
    name, most = letters.most_common(1)[0]
    return name if most > _MOST * count else ""


def _by_words(text: str, said: str) -> str:
    """The language whose frequent words are most in ``text``, three times as many as those of the one that is ``said``; else nothing."""
    words = Counter(word.lower() for word in _WORD.findall(text))
    counts = {name: sum(words[word] for word in frequent.split()) for name, frequent in _FREQUENT.items()}
    best = max(counts, key=lambda name: counts[name])
    if counts[best] < _FREQUENT_LEAST * words.total() or (said and said not in counts):
        return ""
    return best if counts[best] > _TIMES * counts.get(said, 0) else ""

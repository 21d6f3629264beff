"""Which script a language is written in, so that a passage given out as the wrong language is found."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_SCRIPTS = {
    "CYRILLIC": ("be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"),
    "ARABIC": ("ar", "ckb", "fa", "ps", "ug", "ur"),
    "GREEK": ("el",),
    "HEBREW": ("he", "yi"),
    "CJK": ("ja", "zh", "ko"),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "HANGUL": ("ko",),
    "DEVANAGARI": ("hi", "mr", "ne"),
    "BENGALI": ("bn",),
    "ARMENIAN": ("hy",),
    "GEORGIAN": ("ka",),
    "ETHIOPIC": ("am", "ti"),
    "THAI": ("th",),
}
_WORD = re.compile(r"[^\W\d_]{2,}")


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def foreign(text: str, language: str) -> str:
    """The first word of ``text`` in a script that ``language`` (BCP 47) is not written in, empty where there is none.

    Latin letters are at home everywhere: names, symbols and addresses are left in them. One letter alone is a sign, not a word.
    """
    primary = language.partition("-")[0].lower()
    for word in _WORD.findall(text):
        script = _script(word[0])
        if script in _SCRIPTS and primary not in _SCRIPTS[script]:
            return str(word)
    return ""

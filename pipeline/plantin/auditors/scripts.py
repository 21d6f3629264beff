"""Checks whether words are in a script of their declared language."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from plantin.model.languages import scripts

# The first word of a letter's name in Unicode, and the codes of ISO 15924 for scripts that have such letters.
_SCRIPTS = {
    "CYRILLIC": {"Cyrl"},
    "ARABIC": {"Arab", "Aran"},
    "GREEK": {"Grek"},
    "HEBREW": {"Hebr"},
    "CJK": {"Hani", "Hans", "Hant", "Jpan", "Kore"},
    "HIRAGANA": {"Hira", "Hrkt", "Jpan"},
    "KATAKANA": {"Hrkt", "Jpan", "Kana"},
    "HANGUL": {"Hang", "Kore"},
    "DEVANAGARI": {"Deva"},
    "BENGALI": {"Beng"},
    "ARMENIAN": {"Armn"},
    "GEORGIAN": {"Geor"},
    "ETHIOPIC": {"Ethi"},
    "THAI": {"Thai"},
}
_WORD = re.compile(r"[^\W\d_]{2,}")


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def foreign(text: str, language: str) -> str:
    """Return the first word of ``text`` in a script that ``language`` (BCP 47) is not written in, empty where there is
    none.

    Latin letters are at home everywhere: names, symbols and addresses are left in them. One letter alone is a sign, not
    a word.
    """
    allowed = scripts(language)
    for word in _WORD.findall(text):
        script = _script(word[0])
        if script in _SCRIPTS and allowed and allowed.isdisjoint(_SCRIPTS[script]):
            return str(word)
    return ""

"""Checks the typesetting of a translation: scripts, quotation marks, spaces, the side of note numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from plantin.lint.translation.comparison import TranslationFault
from plantin.lint.translation.forms import Forms
from plantin.lint.translation.tokens import GROUPED, Tokens, apart
from plantin.translation.marks import INDICATOR

_RUN = re.compile(r"[^\W\d_]+")
# What looks like a document symbol or an entry of a list, in whatever script.
_SYMBOL = re.compile(r"(?<!\w)[^\W\d_]{1,5}(?:/\w+)*/\d[\w./]*|(?<!\w)[^\W\d_]{3}\.\d{3}(?!\w)")
_STRAIGHT = re.compile(r"\"|(?<![^\W_])'|'(?![^\W_])")
"""Straight marks, but for an apostrophe inside a word, which is typeset as in an original."""
_SPACES = (
    (re.compile(r"[ \u00a0]{2,}"), "two spaces"),
    (re.compile(r"^\s|\s$"), "a space at an end"),
    (re.compile("[\u2000-\u200b\u202f\u2060\u00ad]"), "a space or sign that only a style may set (U+00A0 is stored)"),
)
_CALL_AFTER_PUNCTUATION = re.compile(r"[.,;:،؛。，；：]\s?\[\^[^\]\s]+\]")
_CALL_BEFORE_PUNCTUATION = re.compile(r"\[\^[^\]\s]+\](?:\[\^[^\]\s]+\])*[.,;:!?،؛؟。，；：？！]")
_BROKEN_MARK = re.compile(r"\[\s+\^|\[\^[^\]]*\s[^\]]*\]|\[\^[^\]\s]*(?:\s|$)|\]\s+\(#|\(#[^)]*$|\[\]\s+[{(]")
_EXCERPT_LENGTH = 24
_SEPARATOR_NAMES = {".": "a point", ",": "a comma", "\u00a0": "a no-break space"}


def check(
    text: str, tokens: Tokens, original: str, forms: Forms, side: Literal["before", "after"]
) -> Iterator[TranslationFault]:
    """Yield the faults of ``text`` alone; ``side``: the language sets indicators before or after punctuation."""
    if match := _BROKEN_MARK.search(text):
        yield TranslationFault("T020", f"a broken mark: {text[match.start() : match.start() + _EXCERPT_LENGTH]!r}")
    calls, original_calls = INDICATOR.findall(text), INDICATOR.findall(original)
    if calls != original_calls and sorted(calls) == sorted(original_calls):
        message = f"the note calls are in another order, so notes would have other numbers: {', '.join(calls)}"
        yield TranslationFault("T020", message)
    yield from _scripts(text, tokens, original, forms)
    prose = tokens.prose
    if match := _STRAIGHT.search(prose):
        yield TranslationFault("T034", f"a straight mark: {_around(prose, match)}", "warning")
    for pattern, words in _SPACES:
        if match := pattern.search(text):
            yield TranslationFault("T035", f"{words}: {_around(text, match)}", "warning")
    for rule, words in forms.forbidden_patterns.items():
        if match := rule.search(prose):
            yield TranslationFault("T035", f"{words}: {_around(prose, match)}", "warning")
    yield from _thousands(tokens, forms)
    misplaced, where = (_CALL_AFTER_PUNCTUATION, "after") if side == "before" else (_CALL_BEFORE_PUNCTUATION, "before")
    for match in misplaced.finditer(text):
        yield TranslationFault("T036", f"the note call is {where} the punctuation: {_around(text, match)}")


def _thousands(tokens: Tokens, forms: Forms) -> Iterator[TranslationFault]:
    """Yield T035 for numbers whose thousands have another separator than the language's own."""
    for match in forms.number.finditer(tokens.text):
        signs = set(GROUPED.findall(match["figures"].partition(forms.decimal)[0]))
        # A space that only a style may set has been reported.
        if signs - {forms.group, "\u202f"}:
            separator = _SEPARATOR_NAMES.get(forms.group, repr(forms.group))
            message = f"thousands should be separated by {separator}: {_around(tokens.text, match)}"
            yield TranslationFault("T035", message, "warning")


def _scripts(text: str, tokens: Tokens, original: str, forms: Forms) -> Iterator[TranslationFault]:
    prose = apart(tokens.prose, forms.script)
    for match in _RUN.finditer(prose):
        if not match[0].isascii() and len({*map(_script, match[0])} - {""}) > 1:
            yield TranslationFault("T033", f"letters of two scripts in one word: {match[0]!r}")
        alone = len(match[0]) == 1 and _script(match[0]) not in ("", forms.script.upper())
        if alone and not re.search(rf"\b{match[0]}\b", original):
            message = f"a single letter of another script: {match[0]!r} in {_around(prose, match)}"
            yield TranslationFault("T033", message)
    for match in _SYMBOL.finditer(apart(INDICATOR.sub("", text), forms.script)):
        if any(_script(letter) not in ("", "LATIN") for letter in match[0]):
            yield TranslationFault("T033", f"a symbol with letters that are not Latin: {match[0]!r}")


@lru_cache(4096)
def _script(letter: str) -> str:
    """Return the first word of the letter's Unicode name (LATIN, CYRILLIC), CJK for kana; "" for no script."""
    name = unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() and letter not in "ºª" else ""
    return "CJK" if name.startswith(("HIRAGANA", "KATAKANA")) else name


def _around(text: str, match: re.Match[str]) -> str:
    return repr(text[max(match.start() - 12, 0) : match.end() + 12])

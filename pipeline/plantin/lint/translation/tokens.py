"""The tokens of a text that are the same in every language: marks, symbols, dates, numbers, amounts, quotations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from plantin.bounded.patterns import Pattern
from plantin.lint.translation.forms import Forms
from plantin.translation.marks import CITATION, IDENTIFIER, INDICATOR, REFERENCE

# Replaces a mark that has been read, so that what it was between is not read as one word.
GONE = "\ufffc"

_ESCAPE = re.compile(r"\\(?=[^\w\s])")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\")\]]*[^\s<>\")\].,;:»”]")
_CJK = r"\u3040-\u30ff\u3400-\u9fff"
"""Chinese characters and kana, in a set of characters."""
# Arabic, Chinese and Japanese set no space between a word and a symbol.
_ALONE, _ENDED = rf"(?<![^\W\u0600-\u06ff{_CJK}])", rf"(?![^\W\u0600-\u06ff{_CJK}])"
# Editorial Manual, "Document symbols": letters and figures between slashes; resolutions of the General Assembly are
# 71/248.
_SYMBOL = re.compile(
    rf"{_ALONE}(?<!/)(?:[A-Z]{{1,5}}(?:\.\d+)?/(?:[A-Z0-9][\w.\-]*/)*[A-Z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?|\d{{2}}/\d{{1,3}}){_ENDED}(?!/)"
)
# Entries of the sanctions lists (QDi.325), and sales numbers, whose first letter is that of the language (E.16.IV.6).
_ENTRY = re.compile(rf"{_ALONE}[A-Z]{{2}}[ei]\.\d{{3}}{_ENDED}")
_SALES = re.compile(rf"{_ALONE}[ACEFRS](\.\d\d\.[IVX]+(?:\.[A-Z])?\.\d+){_ENDED}")
_RESOLUTION = re.compile(r"(?<![\w/.])(\d{1,4})[ \u00a0\u202f]?\((\d{4})\)")
_CODE = re.compile(r"(`+)(.+?)\1|(?<!\\)\$(?=\S)(?:\\.|[^$\\])+(?<=\S)\$(?!\d)")
# A picture says what its description says.
_PICTURE = re.compile(r"!\[([^\]]*)\]\([^()\s]*\)(?:\{[^{}]*\})?")
_ATTRIBUTES = re.compile(r"(?<=[\]`])\{[^{}]*\}")
_ALTERNATIVE = re.compile(r'\balt="(?:\\.|[^"\\])*"')
_INDEX = re.compile(r"\{\.index\b")
_PASSAGE = re.compile(r"\[([^\[\]]+)\]\{lang=[\w-]+\}")
_EMPHASIS = re.compile(r"\*{1,3}|~~|(?<=\w)[~^]|(?<!\w)_|_(?!\w)")
# What may be the title of a work: words in italics; in Chinese, words in the marks of titles.
_TITLE = re.compile(r"(?<!\*)\*(?!\*)([^\s*][^*]*?)\*(?!\*)|《[^》]+》")
_LEAST_TITLE_WORDS = 2
"""How many words a title in italics has at least: one alone may be a word that is stressed, or a foreign one."""
_NONE: Counter[str] = Counter()
YEARS = frozenset(range(1900, 2100))
_SHORT_YEAR = re.compile(r"[/\-–]\d\d")
"""The end of 2014/15."""
GROUPED = re.compile(r"(?<!^0)\D(?=\d{3}(?!\d))")
"""What may be between groups of thousands: not after the zero of 0,125."""
_RANGE = 3


@dataclass(slots=True)
class Tokens:
    """What was read from one text, by kind, and the text that is left, with a sign in place of each."""

    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    numbers: Counter[Fraction] = field(default_factory=Counter)
    order: list[Fraction] = field(default_factory=list)
    percents: set[Fraction] = field(default_factory=set)
    perhaps_percents: set[Fraction] = field(default_factory=set)
    perhaps_scaled: set[tuple[Fraction, Fraction]] = field(default_factory=set)
    """Numbers that may have the scale of the next, with what they are then: the first of ``1.2 to 1.8 billion``."""
    currencies: set[str] = field(default_factory=set)
    quotations: int = 0
    titles: int = 0
    text: str = ""
    prose: str = ""

    def kind(self, name: str) -> Counter[str]:
        """Return the tokens of one kind."""
        return self.kinds.get(name, _NONE)


def read(text: str, forms: Forms) -> Tokens:
    """Return the tokens of ``text``, which is in the language of ``forms``."""
    tokens = Tokens()
    left = _take_tokens(tokens, "code", _CODE, _PICTURE.sub(r"\1", text), lambda match: match[0])
    left = _ESCAPE.sub("", left) if "*" not in left else re.sub(r"\\(?=[^\w\s*])", "", left)
    for kind, pattern, value in _MARKS:
        left = _take_tokens(tokens, kind, pattern, left, value)
    tokens.titles = sum(_is_title(match[1]) for match in _TITLE.finditer(left))
    tokens.kinds["emphasis"] = Counter(_EMPHASIS.findall(left))
    left = re.sub(r"(?<!\\)\*+", "", left)
    tokens.quotations = len(forms.quotations.findall(left))
    for kind, pattern, value in _NAMES:
        left = _take_tokens(tokens, kind, pattern, left, value)
    tokens.prose = left
    left = apart(left, forms.script)
    left = _take_tokens(tokens, "resolution", _RESOLUTION, left, lambda match: f"{match[1]} ({match[2]})")
    left = _take_tokens(tokens, "date", forms.date_pattern, left, lambda match: _date(match, forms))
    left = _take_tokens(tokens, "month", forms.month, left, lambda match: str(match.lastindex))
    tokens.currencies = {name for name, pattern in forms.currencies.items() if pattern.search(left)}
    tokens.text = left
    _numbers(tokens, forms)
    return tokens


def _whole(match: re.Match[str]) -> str:
    return match[0]


def _first_group(match: re.Match[str]) -> str:
    return match[1]


def _attributes(match: re.Match[str]) -> str:
    """Return what a formula, a picture or an entry of the index says is translated."""
    return "{.index}" if _INDEX.match(match[0]) else _ALTERNATIVE.sub("alt", match[0])


_MARKS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    ("id", IDENTIFIER, _first_group),
    ("indicator", INDICATOR, _first_group),
    ("reference", REFERENCE, _first_group),
    ("citation", CITATION, _first_group),
    ("attributes", _ATTRIBUTES, _attributes),
    ("url", _URL, _whole),
)
_NAMES = (("symbol", _SYMBOL, _whole), ("entry", _ENTRY, _whole), ("sales", _SALES, _first_group))
"""What is taken of a text before and after its emphasis, with what stands for it."""


def apart(text: str, script: str) -> str:
    """Return ``text`` with a space around each Chinese character and kana, and before figures in Arabic."""
    match script:
        case "CJK":
            return re.sub(rf"(?<=[{_CJK}])(?=\w)|(?<=\w)(?=[{_CJK}])", " ", text)
        case "Arabic":
            return re.sub(r"(?<=[\u0621-\u064a])(?=[A-Za-z0-9])", " ", text)
        case _:
            return text


def remove_kept_words(texts: tuple[str, str], forms: tuple[Forms, Forms]) -> tuple[str, str]:
    """Return an original and its translation without the words that the translation keeps: the titles of works are
    often not translated.

    Such words are marked as a passage in another language, or are in quotation marks on both sides.
    """
    original, translation = texts
    for match in _PASSAGE.finditer(translation):
        if match[0] in original:
            continue  # marked on both sides
        words = _bare(match[1])
        alike = {
            quoted[0][1:-1].strip() for quoted in forms[0].quotations.finditer(original) if _bare(quoted[0]) == words
        }
        for kept in alike or {match[1]}:
            if words and kept in original:
                original, translation = original.replace(kept, GONE), translation.replace(match[0], GONE)
    texts = (original, translation)
    kept_quotations = {_bare(match[0]) for match in forms[0].quotations.finditer(original)}
    if kept_quotations:
        kept_quotations &= {_bare(match[0]) for match in forms[1].quotations.finditer(translation)}
    if not kept_quotations:
        return texts

    def empty_quotation(match: re.Match[str]) -> str:
        inside = match[0][1:-1].strip()
        alike = inside and _bare(match[0]) in kept_quotations and INDICATOR.search(inside) is None
        return match[0].replace(inside, GONE) if alike else match[0]

    return forms[0].quotations.sub(empty_quotation, texts[0]), forms[1].quotations.sub(empty_quotation, texts[1])


def _bare(quotation: str) -> str:
    return re.sub(r"\W+", " ", quotation).strip()


def _is_title(words: str | None) -> bool:
    """Return whether words in italics (None: in Chinese marks) are a title: several, a capital or a script without."""
    if words is None or words == GONE:
        return True
    first = words.lstrip("\"'“‘«„”’[(")[:1]
    return len(words.split()) >= _LEAST_TITLE_WORDS and first.isalnum() and not first.islower()


def _take_tokens(
    tokens: Tokens, kind: str, pattern: re.Pattern[str] | Pattern, text: str, value: Callable[[re.Match[str]], str]
) -> str:
    counts: Counter[str] = Counter()

    def take(match: re.Match[str]) -> str:
        counts[value(match)] += 1
        return GONE

    left = pattern.sub(take, text)
    if counts:
        tokens.kinds[kind] = tokens.kind(kind) + counts
    return left


def _date(match: re.Match[str], forms: Forms) -> str:
    month = forms.month.fullmatch(match["month"])
    day = re.match(r"\d+", match["day"])
    return f"{match['year'] or '----'}-{month.lastindex if month else 0:02}-{int(day[0]) if day else 0:02}"


def _numbers(tokens: Tokens, forms: Forms) -> None:
    before: tuple[Fraction, int] | None = None
    for match in forms.number.finditer(tokens.text):
        value = _value(match, forms)
        if before and before[0] in YEARS and _SHORT_YEAR.fullmatch(tokens.text, before[1], match.end("figures")):
            value += before[0] // 100 * 100
        tokens.numbers[value] += 1
        tokens.order.append(value)
        # "70 to 80 per cent": a number shortly before a percentage may be one too, unless it is a year.
        near = before is not None and len(tokens.text[before[1] : match.start()].split()) <= _RANGE
        if forms.percents.match(tokens.text, match.end()):
            tokens.percents.add(value)
            tokens.perhaps_percents.add(value)
            if before is not None and near and before[0] not in YEARS:
                tokens.perhaps_percents.add(before[0])
        if before is not None and near and (scale := _scale(match, forms)):
            tokens.perhaps_scaled.add((before[0], before[0] * scale))
        before = (value, match.end())


def _value(match: re.Match[str], forms: Forms) -> Fraction:
    return number_value(match["figures"], forms) * (_scale(match, forms) or 1)


def _scale(match: re.Match[str], forms: Forms) -> int:
    return next((value for value in forms.scale if match[f"s{value}"]), 0)


def number_value(figures: str, forms: Forms) -> Fraction:
    """Return the value of figures as the language writes them."""
    groups = {forms.group, *forms.group_accepted}
    figures = GROUPED.sub(lambda match: "" if match[0] in groups else match[0], figures)
    decimals = {forms.decimal, *forms.decimal_accepted}
    figures = "".join("." if sign in decimals else sign for sign in figures if sign != "." or sign in decimals)
    return Fraction(figures) if re.fullmatch(r"\d+(?:\.\d+)?", figures) else Fraction(re.sub(r"\D", "", figures) or 0)


def numbers_in(text: str, forms: Forms) -> Counter[Fraction]:
    """Return the numbers in figures of ``text``."""
    return Counter(_value(match, forms) for match in forms.number.finditer(apart(text, forms.script)))

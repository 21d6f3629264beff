"""What CLDR says of a language, as values of its ``locale.toml`` and ``parity.toml``: they hold where its files say
nothing.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plantin.model import languages

if TYPE_CHECKING:
    from babel import Locale as Cldr

_QUOTATION_MARKS = Path(__file__).with_name("quotation_marks.toml")
_OFFICIAL = ("ar", "en", "es", "fr", "ru", "zh")
_JOINED = frozenset(("Hans", "Hant", "Jpan", "Thai", "Laoo", "Khmr", "Mymr"))
"""The scripts that put no spaces between words."""
_DATE = re.compile(r"'([^']*)'|(d+|M+|L+|y+)|([^dMLy']+)")
_FIELDS = {"d": "{day}", "M": "{month}", "L": "{month}", "y": "{year}"}
_WHOLE = r"\b[A-Z]-[A-Z0-9]\w*(?:/\d+)?"
"""What stays on one line though it has a hyphen: I-24/7."""


def locale_of(language: str) -> Cldr | None:
    """Return the CLDR locale of a BCP 47 tag; None where CLDR does not know the language."""
    from babel import Locale as Cldr
    from babel import UnknownLocaleError

    try:
        return Cldr.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


@cache
def locale_values(language: str) -> dict[str, Any]:
    """Return the values of ``locale.toml`` of a language; none where CLDR does not know it. It is a draft."""
    cldr = locale_of(language)
    if cldr is None:
        return {}
    outer, closing, inner, inner_closing = quotation_marks(language)
    names = {tag: str(cldr.languages[tag]) for tag in (*_OFFICIAL, language) if tag in cldr.languages}
    decimal = str(_symbols(cldr).get("decimal", "."))
    large = _unit(cldr, "digital-megabyte", "{whole}" + decimal + "{tenths}")
    months = "|".join(re.escape(str(name)) for name in cldr.months["format"]["wide"].values())
    divided = languages.script(language) not in _JOINED
    return {
        **identity(cldr, language),
        "stage": "draft",
        "masthead": {"date": str(cldr.date_formats["long"].pattern), "date_cldr": str(cldr), "languages": names},
        "labels": {
            "file": "{format}, " + _unit(cldr, "digital-kilobyte", "{size}"),
            "large_file": "{format}, " + large,
        },
        "typography": {
            "quotation": [outer, closing],
            "inner_quotation": [inner, inner_closing],
            "apostrophe": "’",
            "indicator_side": "after",
            "no_break": [[r"\b\d{1,2}\.?", rf"(?:{months})"]] if divided else [],
        },
        "hyphenation": {
            "language": language, "word": 7, "before": 3, "after": 3, "name": 12, "exceptions": [], "whole": [_WHOLE],
        },
        "spellings": {},
    }  # fmt: skip


def identity(cldr: Cldr, language: str) -> dict[str, str]:
    """Return what names a language: its tag, its own name with a capital, the name of its CLDR locale."""
    name = cldr.get_display_name() or language
    return {"language": language, "name": name[:1].upper() + name[1:], "cldr": str(cldr)}


def separators(cldr: Cldr) -> dict[str, str]:
    """Return the sign before the decimals of a number and the one between its thousands, which no line ends after."""
    signs = _symbols(cldr)
    group = str(signs.get("group", ",")).replace("\u202f", "\u00a0")
    return {"decimal": str(signs.get("decimal", ".")), "group": group}


@cache
def parity_values(language: str) -> dict[str, Any]:
    """Return the values of ``parity.toml`` of a language; none where CLDR does not know it."""
    cldr = locale_of(language)
    if cldr is None:
        return {}
    outer, closing, *_ = quotation_marks(language)
    letter = next((sign for sign in cldr.get_display_name() or "" if sign.isalpha()), "a")
    script = unicodedata.name(letter).partition(" ")[0]
    divided = languages.script(language) not in _JOINED
    quoted = f"{outer}[^{closing}]*{closing}"
    return {
        "script": script if script == "CJK" else script.title(),
        **separators(cldr),
        "group_accepted": [],
        "percent": ["%"],
        "months_cldr": str(cldr),
        "months": [],
        "months_match_case": False,
        "date": _date_pattern(str(cldr.date_formats["long"].pattern)),
        "day": r"\d{1,2}",
        "quotation": [quoted, '"[^"]*"'],
        "more_quotation": not divided,
        "acronyms": [],
        "telltale": [],
        "abbreviations": [],
        "length": [0.3, 3.0] if divided else [0.2, 1.0],
        "inflection": 2 if divided else 0,
        "scale": _scale(cldr),
        "currency": {code: _currency(cldr, code) for code in ("USD", "EUR", "GBP")},
        "number_words": {},
        "number_hints": {},
        "marks": {},
    }


@cache
def quotation_marks(language: str) -> tuple[str, ...]:
    """Return the outer and the inner quotation marks of a language: two that open and close, and two more.

    >>> quotation_marks("de-AT"), quotation_marks("sw")
    (('„', '“', '‚', '‘'), ('“', '”', '‘', '’'))
    """
    rows = tomllib.loads(_QUOTATION_MARKS.read_text("utf-8"))
    marks = {tag: tuple(written.split()) for written, tags in rows.items() for tag in tags}
    while language and language not in marks:
        language = language.rpartition("-")[0]
    return marks.get(language, ("“", "”", "‘", "’"))


def _symbols(cldr: Cldr) -> Any:
    return cldr.number_symbols.get("latn", cldr.number_symbols)


def _unit(cldr: Cldr, unit: str, number: str) -> str:
    """Return how ``number`` of ``unit`` is written, with a space at which no line ends: {size} kB."""
    from babel.units import format_unit

    return str(format_unit(0, unit, "short", locale=cldr)).replace("0", number).replace(" ", "\u00a0")


def _date_pattern(written: str) -> str:
    r"""Return a pattern that reads dates that CLDR writes so; they may lack the year.

    >>> _date_pattern("d 'de' MMMM 'de' y"), _date_pattern("y年M月d日")
    ('{day} de {month}(?: de {year})?', '(?:{year}年)?{month}{day}日')
    """
    parts = [
        (_FIELDS[field[0]], field) if field else (re.escape(quoted or plain).replace("\\ ", " "), "")
        for quoted, field, plain in _DATE.findall(written)
    ]
    steps = [text for text, _ in parts]
    month = next(n for n, (_, field) in enumerate(parts) if field[:1] in ("M", "L"))
    if len(parts[month][1]) < len("MMM") and month + 1 < len(steps):
        # The name of the month has what follows its number.
        steps[month + 1] = re.sub(r"^[^\W\d_]+", "", steps[month + 1])
    year = next((n for n, text in enumerate(steps) if text == "{year}"), -1)
    if year < 0:
        return "".join(steps)
    if year < month:
        return f"(?:{''.join(steps[: year + 2])})?{''.join(steps[year + 2 :])}"
    begin = max(n for n in range(year) if steps[n] in ("{day}", "{month}")) + 1
    return f"{''.join(steps[:begin])}(?:{''.join(steps[begin : year + 1])})?"


def _scale(cldr: Cldr) -> dict[str, str]:
    """Return the words for thousands, millions and so on, in each plural form, by their values."""
    words: dict[str, list[str]] = {}
    for forms in (cldr.compact_decimal_formats.get("long") or {}).values():
        for value, pattern in forms.items():
            if match := re.fullmatch(r"0[ \u00a0]?([^\W\d_]{2,}|[^\x00-\u2fff])", str(pattern.pattern)):
                words.setdefault(str(value), []).append(re.escape(match[1]))
    return {value: "|".join(dict.fromkeys(forms)) for value, forms in words.items()}


def _currency(cldr: Cldr, code: str) -> str:
    """Return a pattern of the sign and the names of a currency."""
    from babel.numbers import get_currency_name, get_currency_symbol

    names = (get_currency_symbol(code, cldr), *(get_currency_name(code, count, cldr) for count in (None, 1, 2, 5)))
    return "|".join(dict.fromkeys(re.escape(str(name)) for name in names))

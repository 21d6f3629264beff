"""The lexicon of the voice: the words by which the signs of a text are spoken, for a voice knows few of them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale as Cldr
from babel.numbers import NumberFormatError, parse_decimal

from plantin.model.levels import LEVEL

_FOLDER = Path(__file__).parent.parent
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff]")
_STROKE = "[-\u2010-\u2013\uff5e]"
_NUMBER = "[0-9]+(?:[.,][0-9]+)*"
_NATIVE = re.compile(r"[^\W\D0-9]+(?:[٬٫][^\W\D0-9]+)*")
"""A number in other figures than Western ones, with the signs of Arabic that part it."""
_GROUPED = r"(?<![0-9.,])[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})"
_BIG, _SPACED = re.compile(_GROUPED + "{2,}(?![0-9])"), re.compile(_GROUPED + "+(?![0-9])")
"""A number whose thousands are parted by spaces: two words of three figures may be two numbers, where the language does
not write so.
"""
_WORD_END = r"(?![^\W\u3400-\u9fff])"
"""No letter of a script that parts words by spaces."""
_RANGE = re.compile(rf"(?<![A-Za-z0-9_/.-])({_NUMBER})({_STROKE})({_NUMBER})(?![A-Za-z0-9/_-])")
"""Two numbers and a stroke, with neither letters nor other strokes beside them."""
_NEGATIVE = re.compile(rf"(?<![\w.,)\]%°]){_STROKE}(?=[0-9])")
_BETWEEN = re.compile(r"(?<=[0-9])[-\u2010-\u2014](?=[0-9])")
_FRACTION = re.compile(f"({_NUMBER})\u2044({_NUMBER})")
_ROMAN = re.compile(r"(?<![A-Za-z0-9.])[IVX]{2,}(?![A-Za-z0-9'’])|\A[IVX](?=\.?(?:,|\Z))")
_COUNTED = re.compile("(X{0,3})(IX|IV|V?I{0,3})")
_ROMANS = {"I": 1, "V": 5, "X": 10}
_LEVELS = re.compile(LEVEL)
_NUMERALS = re.compile("[\u2160-\u2188\u2460-\u249b]+")
_JOINT = "\ue000"
"""A blank beside words that are spoken for a sign, left out before a stop and at an end."""
_JOINTS = re.compile(f" *{_JOINT}[ {_JOINT}]*(?P<end>[.,;:?!)\\]»”…]|$)?")
_THOUSAND = Decimal(1000)
_LONGEST_RANGE = 3
"""Figures of two numbers of unequal length that a hyphen makes a range, not a number of a telephone."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is spoken in a ``language``: a section of ``signs.toml``, with the names that CLDR has."""

    language: str
    names: Mapping[str, str]
    """The words of each sign."""
    counted: Mapping[str, Any]
    """What is spoken for signs after a number, by their plural forms."""
    ahead: Mapping[str, Any]
    """The same of signs before a number."""
    beside: re.Pattern[str]
    """Finds a number with such a sign."""
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    fractions: Mapping[str, str]
    pauses: frozenset[str]
    forms: Mapping[str, str]
    """The words of a range, a dash, a mixed number and a fraction."""
    spaced: bool

    def count(self, match: re.Match[str]) -> str:
        """Return the words of a number with its sign, or of such a sign alone."""
        number = match["before"] or match["after"] or ""
        form = self.ahead[match["first"]] if match["first"] else self.counted[match["last"] or match["alone"]]
        if not isinstance(form, str):
            form = form.get(_plural(number, self.language), form["other"])
        return f"{_JOINT}{form.format(number).strip()}{_JOINT}"


def say(text: str, language: str, main: str, *, named: bool = False) -> str:
    """Return ``text`` in a ``language`` with its signs in words, those of the language ``main`` of the document
    where it has no lexicon; where they are ``named``, also those at which a voice pauses. A sign without words stays.

    >>> say("p ≥ 22.8%, 12–15; −5 °C; No. 7", "en", "en")
    'p greater than or equal to 22.8 per cent, 12 to 15; minus 5 degrees Celsius; number 7'
    >>> say("٢٢٫٨٪", "ar", "ar"), say("Des ☃", "fr", "fr")
    ('22.8 في المائة', 'Des bonhomme de neige')
    """
    lexicon = _find_lexicon(language, main)
    if lexicon is None:
        return text
    text = _UNSEEN.sub("", _name_emoji(text, lexicon))
    text = _NATIVE.sub(_set_western, _NUMERALS.sub(_compose, text)).translate(_same_signs())
    text = text if named else _say_numbers(text, lexicon)
    text = _FRACTION.sub(lambda match: f"{_JOINT}{lexicon.forms['fraction'].format(match[1], match[2])}{_JOINT}", text)
    befores = ("", *text)
    text = "".join(
        _say_sign(character, before, lexicon, named=named) for before, character in zip(befores, text, strict=False)
    )
    return _JOINTS.sub(lambda match: match["end"] if match["end"] is not None else " ", text).strip()


def list_unended(language: str) -> frozenset[str]:
    """Return the words, in small letters, whose full stop ends no sentence in ``language``.

    >>> "долл" in list_unended("ru"), list_unended("xx")
    (True, frozenset())
    """
    return frozenset(_data().get(language.partition("-")[0], {}).get("unended", ()))


def _say_numbers(text: str, lexicon: Lexicon) -> str:
    """``text`` with the signs beside its numbers, and between them, in words."""
    text = (_SPACED if lexicon.spaced else _BIG).sub(lambda match: re.sub(r"\s", "", match[0]), text)
    for pattern, words in lexicon.patterns:
        text = pattern.sub(words, text)
    text = _NEGATIVE.sub("−", _ROMAN.sub(_set_figures, text))
    text = lexicon.beside.sub(lexicon.count, text)
    text = _RANGE.sub(lambda match: _say_range(match, lexicon), text)
    return _BETWEEN.sub(lexicon.forms["dash"], text)


def unsaid(text: str, language: str, main: str) -> tuple[str, ...]:
    """Return the signs of ``text``, each once, that have no words in the lexicon and at which no voice pauses.

    >>> unsaid("a ⟿ ≥ ⟿", "en", "en")
    ('⟿',)
    """
    lexicon = _find_lexicon(language, main)
    if lexicon is None:
        return ()
    said = _LEVELS.sub("", say(text, language, main))
    return tuple(dict.fromkeys(sign for sign in said if not (_is_word(sign) or sign in lexicon.pauses)))


def _is_word(character: str) -> bool:
    return (
        character.isspace()
        or unicodedata.category(character)[0] in "LM"
        or (character.isascii() and character.isdigit())
    )


def _name_emoji(text: str, lexicon: Lexicon) -> str:
    """Return ``text`` with the emoji that the lexicon has no other words for by their names."""
    if text.isascii() or not any(unicodedata.category(character) == "So" for character in text):
        return text
    try:
        import emoji
    except ImportError:  # whose names are then unknown, and stop the build
        return text

    def name(found: str, _: object) -> str:
        if _UNSEEN.sub("", found) in lexicon.names:
            return found
        words = emoji.demojize(found, delimiters=("", ""), language=lexicon.language)
        return found if words == found else f"{_JOINT}{words.replace('_', ' ')}{_JOINT}"

    return emoji.replace_emoji(text, name)


def _set_western(number: re.Match[str]) -> str:
    """A number in Western figures: the point parts its decimals, nothing its thousands."""
    figures = (str(unicodedata.decimal(figure)) if figure.isdecimal() else figure for figure in number[0])
    return "".join(figures).replace("٬", "").replace("٫", ".")


def _set_figures(numeral: re.Match[str]) -> str:
    """A Roman numeral in figures; other letters stay."""
    if not _COUNTED.fullmatch(numeral[0]):
        return numeral[0]
    values = [_ROMANS[letter] for letter in numeral[0]]
    return str(sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True)))


def _plural(number: str, language: str) -> str:
    """Return the plural form that CLDR has for the last of the numbers, read by the separators of the language; where a
    word for thousands or more is after it, that of a thousand.
    """
    last = re.split(_STROKE, number)[-1]
    try:
        value = parse_decimal(last, language, strict=True) if last else _THOUSAND
    except NumberFormatError:
        value = _THOUSAND
    return Cldr(language).plural_form(value)


def _say_range(match: re.Match[str], lexicon: Lexicon) -> str:
    """Two numbers with the word for "to" between them; as they are where a hyphen parts what is no range."""
    first, stroke, last = match.groups()
    plain = first.isdigit() and last.isdigit() and last[0] != "0" and int(first) < int(last)
    same = len(first) == len(last) or len(last) <= _LONGEST_RANGE
    return f"{first}{lexicon.forms['range']}{last}" if stroke in "–～" or (plain and same) else match[0]


def _compose(numerals: re.Match[str]) -> str:
    """Roman numerals of one character, figures in circles and the like as those that they are of."""
    return unicodedata.normalize("NFKC", numerals[0])


def _say_sign(character: str, before: str, lexicon: Lexicon, *, named: bool) -> str:
    """A character in words, where it is a sign; a fraction after the word for "and" where a figure is before it."""
    mixed = lexicon.forms["mixed"] if before.isdigit() else _JOINT
    if words := lexicon.fractions.get(character):
        return f"{mixed}{words}{_JOINT}"
    kind = unicodedata.category(character)
    if (
        character == _JOINT
        or kind[0] == "L"
        or (kind[0] == "N" and (character.isascii() or _LEVELS.fullmatch(character)))
    ):
        return character
    same = unicodedata.normalize("NFKC", character)
    if kind[0] == "N":
        return mixed + _FRACTION.sub(lambda match: lexicon.forms["fraction"].format(match[1], match[2]), same) + _JOINT
    if character in lexicon.pauses and not named:
        return character
    words = lexicon.names.get(character) or lexicon.names.get(same) or lexicon.forms["dash"] * (kind == "Pd")
    return f"{_JOINT}{words}{_JOINT}" if words else character


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((_FOLDER / "signs.toml").read_text("utf-8"))


@cache
def _same_signs() -> dict[int, str | None]:
    """Signs that are spoken as others: those of Arabic beside numbers, full-width ones that are no stops."""
    wide = {at: chr(at - 0xFEE0) for at in range(0xFF01, 0xFF5F) if chr(at) not in _data()["pauses"]}
    return {**wide, ord("٪"): "%", ord("؉"): "‰", ord("٬"): None, ord("٫"): "."}


@cache
def _cldr_names() -> dict[str, dict[str, str]]:
    """The short names of CLDR by language and sign."""
    head, *rows = (line.split("\t") for line in (_FOLDER / "sign_names.tsv").read_text("utf-8").splitlines())
    return {language: {row[0]: row[at] for row in rows} for at, language in enumerate(head[1:], 1)}


def _find_lexicon(language: str, main: str) -> Lexicon | None:
    """Return the lexicon of a language, else that of ``main``; none of two that have none."""
    names = (tag.partition("-")[0].lower() for tag in (language, main))
    return next((_lexicon(name) for name in names if isinstance(_data().get(name), dict)), None)


def has_lexicon(language: str) -> bool:
    """Return whether the signs of a language have words.

    >>> has_lexicon("zh-Hans"), has_lexicon("sw")
    (True, False)
    """
    return _find_lexicon(language, language) is not None


@cache
def _lexicon(language: str) -> Lexicon:
    section = _data()[language]
    counted, ahead = section["counted"], section["ahead"]
    bare = {
        sign: (form if isinstance(form, str) else form["other"]).format("").strip() for sign, form in counted.items()
    }
    after, first = ("|".join(map(re.escape, sorted(signs, key=len, reverse=True))) for signs in (counted, ahead))
    several = "|".join(map(re.escape, (sign for sign in counted if len(sign) > 1)))
    scales = "|".join(map(re.escape, sorted(section["scales"], key=len, reverse=True))) or "(?!)"
    ranged = rf"{_NUMBER}(?:{_STROKE}{_NUMBER})?"
    beside = (
        rf"(?P<first>{first})\s?(?P<after>{ranged}(?:\s?(?:{scales}){_WORD_END})?)"
        rf"|(?P<before>{ranged})\s?(?P<last>{after})(?![A-Za-z])|(?P<alone>{several})(?![A-Za-z])"
    )
    return Lexicon(
        language,
        {**bare, **_cldr_names()[language], **section["written"]},
        counted,
        ahead,
        re.compile(beside),
        tuple((re.compile(pattern), words) for pattern, words in section["patterns"]),
        section["fractions"],
        frozenset(_data()["pauses"] + section.get("pauses", "")),
        {name: section[name] for name in ("range", "dash", "mixed", "fraction")},
        section.get("spaced", False),
    )

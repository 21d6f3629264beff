"""Constraints on settings, given in ``Annotated`` beside the type of a field, each with the words of its finding."""

from __future__ import annotations

import math
import re
import string
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from plantin.findings.suggestion import suggest

_PATTERN_LONGEST, _LINE_LONGEST = 1000, 2000
# Controls but tab and line feed, separators of lines and paragraphs, overrides and embeddings of direction, what is no
# character.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]"
)
_ISOLATES = re.compile("[\u2066-\u2069]|&#0*(?:829[4-7]|[xX]0*206[6-9]);")
_POPS = ("\u2069", "&#8297;", "&#x2069;")


_SHOWN, _FEW = 60, 8


def quote(value: object) -> str:
    """Return a value as findings quote it: short, whatever it is."""
    if isinstance(value, dict):
        return "a table"
    written = "a list" if isinstance(value, list) and len(value) > _FEW else repr(value)
    return written if len(written) <= _SHOWN else f"{written[:_SHOWN]}..."


@dataclass(frozen=True, slots=True)
class ValueForm:
    """What a value is, and the test for it."""

    words: str
    """What it is; they follow "should be"."""
    holds: Callable[[Any], bool]
    """The test, which may raise ValueError with better words."""
    help: Callable[[Any], str] = lambda _: ""
    """The hint for a value that does not pass it, empty where there is none."""
    keywords: Mapping[str, object] = field(default_factory=dict, compare=False)
    """As much of the test as JSON Schema can express."""

    def fault(self, value: object) -> str:
        """Return what is wrong with ``value``, in words that follow its name; empty where it is of the form."""
        try:
            return "" if self.holds(value) else f"should be {self.words}, not {quote(value)}"
        except ValueError as error:
            return str(error)


@dataclass(frozen=True, slots=True)
class Conversion:
    """How a value is made from what the file has, before its type is looked at. ``make`` raises ValueError or TypeError
    where it is not what ``words`` say, which follow "should be".
    """

    make: Callable[[Any], object]
    words: str


def is_balanced(text: str) -> bool:
    """Return whether every mark in ``text`` that begins an isolated run of text is closed, and nothing else is (Unicode
    Standard Annex 9, 2.5); a mark given by its number, as ``&#x2067;``, counts too.

    >>> is_balanced("\u2067a\u2069"), is_balanced("\u2067a"), is_balanced("&#8295;a")
    (True, False, False)
    """
    opened = 0
    for sign in _ISOLATES.findall(text):
        opened += -1 if sign.lower() in _POPS else 1
        if opened < 0:
            return False
    return not opened


def unprintable(text: str) -> str:
    """Return the first thing in ``text`` that no edition can carry, in words; empty where there is none."""
    if match := _UNPRINTABLE.search(text):
        return f"the character U+{ord(match[0]):04X}, which cannot be printed"
    if not is_balanced(text):
        return "a mark of direction (U+2066 to U+2069) that is not closed or not opened"
    if text.isascii():
        return ""
    return next(
        (
            f"the character U+{ord(sign):04X}, which is not a character"
            for sign in dict.fromkeys(text)
            if unicodedata.category(sign) == "Cn"
        ),
        "",
    )


def within(low: float, high: float, unit: str = "") -> ValueForm:
    """Return the form of a finite number from ``low`` to ``high``."""
    words = f"a number from {low:g} to {high:g}{' ' * bool(unit)}{unit}"
    return ValueForm(
        words, lambda value: math.isfinite(value) and low <= value <= high, keywords={"minimum": low, "maximum": high}
    )


def length(low: int, high: int, words: str) -> ValueForm:
    """Return the form of a text or list with so many letters or entries."""
    both = {"minLength": low, "maxLength": high, "minItems": low, "maxItems": high}
    return ValueForm(words, lambda value: low <= len(value) <= high, keywords=both)


def matching(pattern: str, words: str, flags: int = 0) -> ValueForm:
    """Return the form of text that ``pattern`` matches as a whole."""
    compiled = re.compile(pattern, flags)
    # Programs that read JSON Schema differ in what they take for a letter, and in flags.
    portable = not flags and r"\w" not in pattern.lower() and "(?" not in pattern.replace("(?:", "")
    keywords = {"pattern": f"^(?:{pattern})$"} if portable else {}
    return ValueForm(words, lambda value: compiled.fullmatch(value) is not None, keywords=keywords)


def one_of(known: Collection[str]) -> ValueForm:
    """Return the form of one of some words."""
    return ValueForm(
        f"one of {', '.join(known)}",
        lambda value: value in known,
        lambda value: suggest(str(value), known),
        {"enum": list(known)},
    )


def format_names(pattern: str) -> set[str]:
    """Return the names in the braces of a pattern for ``str.format``; the empty one stands for ``{}``. Raises
    ValueError for anything but plain names: attributes, indices, conversions, widths.
    """
    names = set()
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError as error:
        raise ValueError(f"has braces that do not match: {error}") from None
    for _, name, width, conversion in parts:
        if name is not None:
            if width or conversion or not re.fullmatch(r"\w*", name):
                raise ValueError(f"has {{{name[:40]}}} with more than a name in its braces")
            names.add(name)
    return names


def with_names(*names: str) -> ValueForm:
    """Return the form of a pattern for ``str.format`` that has no other places than ``names``."""
    placeholders = " and ".join(f"{{{name}}}" for name in names)
    return ValueForm(f"text with no other braces than {placeholders}", lambda value: format_names(value) <= set(names))


def _hexadecimal(value: object) -> str:
    """Return how a colour that has a name in CSS, or is written shorter, is written in six figures."""
    from PIL import ImageColor

    try:
        return "Write it as #{:02x}{:02x}{:02x}.".format(*ImageColor.getrgb(str(value)[:_SHOWN])[:3])
    except ValueError:
        return "Write # and six figures: #0b5394."


_HEXADECIMAL = re.compile("#[0-9a-fA-F]{6}")
COLOUR = ValueForm(
    "a colour as #rrggbb",
    lambda value: _HEXADECIMAL.fullmatch(value) is not None,
    _hexadecimal,
    {"pattern": f"^{_HEXADECIMAL.pattern}$"},
)
INK = matching(
    r"device-cmyk\((?: ?(?:0?\.\d{1,4}|[01](?:\.0*)?)){4}\)", "a colour as device-cmyk(0 0 0 1), each ink from 0 to 1"
)
FAMILY = matching(
    r"[^\W_](?:[\w .&-]{0,78}[\w.])?", "the name of a family of fonts, in letters, figures, spaces and hyphens"
)
FILE = matching(r"[\w][\w .()+-]{0,120}", "the name of a file in the folder for it, without slashes")
LANGUAGE = matching("[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", "a language tag such as en")
LINE = ValueForm("one line of text", lambda value: len(value) <= _LINE_LONGEST and value.isprintable())
TEXT = ValueForm("text", lambda value: bool(value.strip()))


def _compiles(pattern: str) -> bool:
    if len(pattern) > _PATTERN_LONGEST:
        raise ValueError(f"has {len(pattern):,} letters, {_PATTERN_LONGEST:,} are the most of a pattern")
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(
            f"is not a pattern: {'too many levels' if isinstance(error, RecursionError) else error}"
        ) from None
    return True


PATTERN = ValueForm("a regular expression", _compiles)

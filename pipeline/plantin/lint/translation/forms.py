"""How a language writes numbers, dates, amounts and quotations, read from ``locales/<language>/parity.toml``.

Adding a language adds a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from plantin.bounded.patterns import Pattern, PatternError
from plantin.findings import Finding, Place, TranslationError
from plantin.lint.translation.spelled_numbers import han_numbers, spelled_numbers
from plantin.settings import reader
from plantin.settings.cldr import CLDR
from plantin.settings.forms import PATTERN, Conversion, ValueForm, length, within
from plantin.settings.reader import Codes, Settings

Expression = Annotated[str, PATTERN]
Number = Annotated[int, Conversion(int, "a number"), within(0, 10**15)]
_MONTHS = ValueForm("twelve patterns, or none", lambda months: len(months) in (0, 12))
_DATE = ValueForm(
    "a pattern with {day} and {month}, perhaps {year}", lambda date: "{day}" in date and "{month}" in date
)
_QUANTITY = ValueForm("a kind and a value, share n/100", lambda key: bool(re.fullmatch(r"[a-z]+ [\dnm+/]+", key)))
_OPPOSITE = ValueForm("a kind and a side, course up", lambda key: len(key.split(" ")) == len(("kind", "side")))
_NUMBER = r"(?P<{0}>\d+(?:[.,\u00a0\u202f ]\d{{3}})*(?:[.,]\d+)?)"
_SIGN = length(1, 1, "one character")
_HUNDRED = 100
_SHARE = re.compile(r"share (\d+)/(\d+)")
_UNIT = re.compile(r"(?:day|month) (\d*)n(?:/(\d+))?")
_SHORT_WORDS = r"(?:\W+(?!(?:%s)(?!\w))\w{1,3}){0,2}"
"""What may be between a share and its unit: ``a quarter of a million``."""
_SPACING = re.compile(r"^(?: \??|\[ -\])")
_UNIT_WORD = r"(?<![\w-])(?:{})(?![\w-])"


@dataclass(frozen=True)
class ParityFile:
    """One language as ``parity.toml`` has it. Patterns match whole words; the English file says what each value is."""

    script: str
    decimal: Annotated[str, _SIGN]
    group: Annotated[str, _SIGN]
    group_accepted: tuple[Annotated[str, _SIGN], ...]
    decimal_accepted: tuple[Annotated[str, _SIGN], ...]
    percent: tuple[Expression, ...]
    months_cldr: Annotated[str, CLDR]
    months: Annotated[tuple[Expression, ...], _MONTHS]
    months_match_case: bool
    date: Annotated[str, _DATE]
    day: Expression
    quotation: tuple[Expression, ...]
    more_quotation: bool
    acronyms: tuple[str, ...]
    telltale: tuple[str, ...]
    abbreviations: tuple[Expression, ...]
    length: tuple[float, float]
    inflection: Annotated[int, within(0, 20)]
    scale: Mapping[Number, Expression]
    currency: Mapping[str, Expression]
    number_words: Mapping[Number, Expression]
    number_hints: Mapping[Number, Expression]
    number_joint: Expression
    by_twenties: tuple[Annotated[int, within(20, 80)], ...]
    half_more: Expression
    quantities: Mapping[Annotated[str, _QUANTITY], Expression]
    opposites: Mapping[Annotated[str, _OPPOSITE], Expression]
    negation: Expression
    negation_hints: Expression
    marks: Mapping[Expression, str]


@dataclass(frozen=True)
class Forms(ParityFile):
    """One language as the gate reads it: the values of its file, and the patterns made of them, bounded in time."""

    settings: Settings

    def origin(self, pattern: str) -> tuple[int, Place]:
        """Return where the file gives the longest part of ``pattern``, and how long that part is."""
        rows = [(len(value), path) for path, value in _texts(self.settings.values) if value and value in pattern]
        length, path = max(rows, key=lambda row: row[0], default=(0, ()))
        return length, self.settings.place(*path)

    @cached_property
    def month_patterns(self) -> tuple[str, ...]:
        """A pattern for each month: the file's own, else the names that CLDR has."""
        if self.months:
            return tuple(self.months)
        from babel import Locale

        names = Locale.parse(self.months_cldr).months
        forms = [{str(names[use]["wide"][month]) for use in ("format", "stand-alone")} for month in range(1, 13)]
        return tuple("|".join(re.escape(form) for form in sorted(names)) for names in forms)

    @cached_property
    def month(self) -> Pattern:
        """A month; the group that matched says which."""
        pattern = rf"(?<!\w)(?:{'|'.join(f'({name})' for name in self.month_patterns)})(?!\w)"
        return Pattern(pattern, ignore_case=not self.months_match_case)

    @cached_property
    def date_pattern(self) -> Pattern:
        """A day and a month, perhaps a year."""
        pattern = self.date.replace(" ", "[ \u00a0\u202f]+")
        parts = {
            "{day}": rf"(?P<day>{self.day})",
            "{month}": f"(?P<month>{'|'.join(self.month_patterns)})",
            "{year}": r"(?P<year>\d{4})",
        }
        for name, part in parts.items():
            pattern = pattern.replace(name, part)
        return Pattern(rf"(?<![\w.,]){pattern}(?!\w)", ignore_case=not self.months_match_case)

    @cached_property
    def number(self) -> Pattern:
        """A number in figures, and the word for thousands or millions after it."""
        signs = re.escape("".join([self.group, *self.group_accepted]))
        scale = "|".join(f"(?P<s{value}>{words})" for value, words in sorted(self.scale.items(), reverse=True))
        fraction = rf"(?:[{re.escape(''.join([self.decimal, *self.decimal_accepted]))}]\d+)?"
        figures = rf"(?P<figures>\d{{1,3}}(?:[{signs}]\d{{3}})+(?!\d){fraction}|\d+{fraction})"
        return Pattern(rf"(?<!\w)(?<!\d[.,]){figures}(?:[ \u00a0\u202f](?:{scale})(?!\w))?", ignore_case=True)

    @cached_property
    def percents(self) -> Pattern:
        """What follows a number and makes it a percentage; a sign may be next to a word (12.5%多)."""
        return Pattern(rf"\s*(?:{'|'.join(self.percent)})(?:(?<=\W)|(?!\w))", ignore_case=True)

    @cached_property
    def currencies(self) -> Mapping[str, Pattern]:
        """Each currency's words and signs."""
        return {
            name: Pattern(rf"(?<![^\W\d])(?:{words})(?![^\W\d])", ignore_case=True)
            for name, words in self.currency.items()
        }

    @cached_property
    def any_word(self) -> Pattern:
        """The words of any small number: most texts have none."""
        return _word("|".join(f"(?:{words})" for words in self.number_words.values()) or "(?!)")

    @cached_property
    def hints(self) -> Mapping[int, Pattern]:
        """Words that account for a number in another language, but ask for none: "both" for two."""
        return {value: _word(words) for value, words in self.number_hints.items()}

    @cached_property
    def number_part(self) -> Pattern:
        """A part of a number in words, in a group of its kind and value; the greater first: dix-huit is not ten."""
        rows = [(value, "word", words) for value, words in self.number_words.items()]
        rows += [(value, "scale", words) for value, words in self.scale.items()]
        parts = [f"(?P<{kind}_{value}>{words})" for value, kind, words in sorted(rows, reverse=True)]
        parts.append(f"(?P<half_0>{self.half_more or '(?!)'})")
        return _word(f"(?:{'|'.join(parts)})(?!\\.\\w)")

    def values_in(self, text: str) -> set[Fraction]:
        """Return the numbers that ``text`` has in words."""
        if not self.any_word.search(text):
            return set()
        return {number.value for number in spelled_numbers(text, self) if number.counts}

    def hint_values(self, text: str) -> set[Fraction]:
        """Return the numbers that ``text`` hints at."""
        values = {Fraction(value) for value, pattern in self.hints.items() if pattern.search(text)}
        if self.script == "CJK":
            return values | {Fraction(value) for *_, value in han_numbers(text.replace(" ", ""))}
        return values | {number.value for number in spelled_numbers(text, self) if not number.counts}

    def names(self, value: Fraction) -> bool:
        """Return whether the number ``value`` would be known in words."""
        return value in self.number_words or _HUNDRED in self.number_words or self.script == "CJK"

    @cached_property
    def quantity_words(self) -> tuple[tuple[str, str, Pattern], ...]:
        """The kind, the value and the words of each amount that has words of its own."""
        return tuple(self._quantities(numbers=False))

    @cached_property
    def quantity_numbers(self) -> tuple[tuple[str, str, Pattern], ...]:
        """The kind, the value and the pattern of each amount that is a number and what it counts."""
        return tuple(self._quantities(numbers=True))

    def _quantities(self, *, numbers: bool) -> Iterator[tuple[str, str, Pattern]]:
        rest = rf"(?P<rest>[ \u00a0]?(?:{self.half_more}))?" if self.half_more else ""
        for key, pattern in self.quantities.items():
            (kind, value), words = key.split(" "), pattern
            if bool(set("nm") & set(value)) == numbers:
                for name in "nm":
                    words = words.replace(f"{{{name}}}", _NUMBER.format(name))
                words = words.replace("{roman}", "(?P<n>[IVXХ]+)")
                yield kind, value, _amount(f"(?:{words}){rest if numbers else ''}", self.script)
        if not numbers:
            yield from self._shares()

    def _shares(self) -> Iterator[tuple[str, str, Pattern]]:
        """Yield shares of a scale or of a time: ``half a million``, ``cuarto de siglo``."""
        units = [("number", Fraction(value), rf"[ \u00a0-](?:{words})") for value, words in self.scale.items()]
        units += self.time_units
        if self.script == "CJK":
            return
        short_words = _SHORT_WORDS % "|".join(words for value, words in self.number_words.items() if value > 1)
        for key, words in self.quantities.items():
            if share := _SHARE.fullmatch(key):
                part = Fraction(int(share[1]), int(share[2]))
                for kind, value, unit in units:
                    found = _amount(f"(?:{words}){short_words}(?:{unit})", self.script)
                    yield kind, str(part * value), found
                    if kind != "number":
                        yield "share", str(part), found

    @cached_property
    def time_units(self) -> tuple[tuple[str, Fraction, str], ...]:
        """The kind, the value and the expression of each time that numbers count, as it is after the number."""
        units = []
        for key, pattern in self.quantities.items():
            if (match := _UNIT.fullmatch(key)) and pattern.startswith("{n}"):
                value = Fraction(int(match[1] or 1), int(match[2] or 1))
                units.append((key.split(" ")[0], value, pattern.removeprefix("{n}")))
        return tuple(units)

    @cached_property
    def unit_words(self) -> tuple[tuple[str, Fraction, Pattern], ...]:
        """The kind, the value and the words of each of these times; of Chinese, which has no words apart, none."""
        return tuple(
            (kind, value, Pattern(_UNIT_WORD.format(_SPACING.sub("", unit)), ignore_case=True))
            for kind, value, unit in (self.time_units if self.script != "CJK" else ())
        )

    @cached_property
    def any_quantity_word(self) -> Pattern:
        """The words of any amount that has words of its own: most texts have none."""
        words = (f"(?:{words})" for key, words in self.quantities.items() if not set("nm") & set(key.split(" ")[1]))
        return _amount("|".join(words) or "(?!)", self.script)

    @cached_property
    def sides(self) -> Mapping[str, Mapping[str, Pattern]]:
        """The words of each side of what has opposite ones, by kind and side."""
        sides: dict[str, dict[str, Pattern]] = {}
        for key, words in self.opposites.items():
            kind, side = key.split(" ")
            sides.setdefault(kind, {})[side] = _amount(words, self.script)
        return sides

    @cached_property
    def negations(self) -> tuple[Pattern, Pattern]:
        """What negates and asks for a negation in a translation, and what may stand for one too."""
        hints = "|".join(filter(None, (self.negation, self.negation_hints)))
        return tuple(_amount(words or "(?!)", self.script) for words in (self.negation, hints))  # type: ignore[return-value]

    def negates(self, words: str) -> bool:
        """Return whether there is a negation among ``words``, beside others."""
        match = self.negations[1].search(words)
        return match is not None and len(match[0]) < len(words)

    @cached_property
    def forbidden_patterns(self) -> Mapping[Pattern, str]:
        """What must not occur in a text, and why. A variety may have what its language must not: without words."""
        return {Pattern(pattern): words for pattern, words in self.marks.items() if words}

    @cached_property
    def quotations(self) -> Pattern:
        """A quoted passage."""
        return Pattern("|".join(self.quotation))

    @cached_property
    def sentence(self) -> Pattern:
        """The end of a sentence, with what the next begins with, a reference too: not an abbreviation's mark."""
        short = "".join(rf"(?<!\b{word})" for word in _plain(self.abbreviations))
        return Pattern(rf"{short}(?:[.!?…؟][\"”»’)\ufffc]*\s+|[。？！][”’）\ufffc]*)[\"“«¿¡(]*([^\W_]|\ufffc)")


def _word(pattern: str) -> Pattern:
    return Pattern(rf"(?<!\w)(?:{pattern})(?!\w)", ignore_case=True)


def _amount(pattern: str, script: str) -> Pattern:
    """Return the pattern of words; of Chinese characters, which have no spaces between them, wherever they are."""
    around = ("(?<!\\d)", "") if script == "CJK" else (r"(?<!\w)", r"(?!\w)")
    return Pattern(f"{around[0]}(?:{pattern}){around[1]}", ignore_case=True)


def _texts(values: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(values, str):
        yield path, values
    else:
        rows = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
        for step, inner in rows:
            if isinstance(step, str) and path == ("marks",):
                yield (*path, step), step
            yield from _texts(inner, (*path, step))


def _plain(words: tuple[str, ...]) -> list[str]:
    """Return abbreviations without an optional letter, as a look-behind has one length: párrs? is párr and párrs."""
    return [form for word in words for form in ([word[:-2], word[:-1]] if word.endswith("?") else [word])]


CODES = Codes(
    TranslationError,
    unreadable="T018",
    wrong="T018",
    hint=(
        "The parity.toml of English has every value with its meaning; `plantin help` says where the stock locales are."
    ),
    absent="the language has no parity.toml",
)
_WHOLE = tuple(
    "month date_pattern number percents currencies any_word number_part hints quantity_words quantity_numbers sides"
    " negations quotations sentence forbidden_patterns".split()
)


_ABSENT: Mapping[str, object] = {"quantities": {}, "opposites": {}, "negation": "", "negation_hints": ""} | {
    "decimal_accepted": [],
    "number_joint": "",
    "by_twenties": [],
    "half_more": "",
}
"""What a file may leave out."""


def read_forms(
    path: Path | None,
    name: str = "",
    below: tuple[tuple[Path, str], ...] = (),
    under: Mapping[str, object] = MappingProxyType({}),
) -> Forms:
    """Return the forms in the file ``path``, where there is one, laid over those of the files ``below``, each with what
    findings call it, and over the values ``under`` them. Raises TranslationError (T018): no such file, not TOML, or a
    value missing, unknown or wrong, each with its line.
    """
    files = (*below, *([(path, name)] if path else []))
    layers = [reader.toml(file, CODES, label, within=file.parent.parent) for file, label in files]
    settings = reader.merge_layers([Settings("CLDR", {**_ABSENT, **under}, dict), *layers])
    values = reader.fill(ParityFile, settings, CODES)
    forms = Forms(**{part.name: getattr(values, part.name) for part in fields(ParityFile)}, settings=settings)
    findings = []
    for part in _WHOLE:
        try:
            getattr(forms, part)
        except PatternError as error:
            findings.append(
                Finding(
                    "T018", f"the pattern {error.pattern[:80]!r} {error}", forms.origin(error.pattern)[1], CODES.hint
                )
            )
    if findings:
        raise TranslationError(*findings)
    return forms

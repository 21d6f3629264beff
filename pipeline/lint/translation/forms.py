"""How a language writes numbers, dates, amounts and quotations, read from ``locales/<language>/parity.toml``.

Adding a language adds a file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.findings import Finding, Place, TranslationError

_TABLES = {"scale": True, "number_words": True, "number_hints": True, "currency": False, "marks": False}


@dataclass(frozen=True)
class Forms:
    """One language as the gate reads it. Patterns match whole words; locales/en/parity.toml says what each value is."""

    script: str
    decimal: str
    group: str
    group_accepted: list[str]
    percent: list[str]
    months_cldr: str
    months: list[str]
    months_match_case: bool
    date: str
    day: str
    quotation: list[str]
    more_quotation: bool
    acronyms: list[str]
    telltale: list[str]
    abbreviations: list[str]
    length: list[float]
    inflection: int
    scale: Mapping[int, str]
    currency: Mapping[str, str]
    number_words: Mapping[int, str]
    number_hints: Mapping[int, str]
    marks: Mapping[str, str]

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
    def month(self) -> re.Pattern[str]:
        """A month; the group that matched says which."""
        flags = re.NOFLAG if self.months_match_case else re.IGNORECASE
        return re.compile(rf"(?<!\w)(?:{'|'.join(f'({name})' for name in self.month_patterns)})(?!\w)", flags)

    @cached_property
    def dated(self) -> re.Pattern[str]:
        """A day and a month, perhaps a year."""
        flags = re.NOFLAG if self.months_match_case else re.IGNORECASE
        pattern = self.date.replace(" ", "[ \u00a0\u202f]+")
        parts = {"{day}": rf"(?P<day>{self.day})", "{month}": f"(?P<month>{'|'.join(self.month_patterns)})", "{year}": r"(?P<year>\d{4})"}
        for name, part in parts.items():
            pattern = pattern.replace(name, part)
        return re.compile(rf"(?<![\w.,]){pattern}(?!\w)", flags)

    @cached_property
    def number(self) -> re.Pattern[str]:
        """A number in figures, and the word for thousands or millions after it."""
        signs = re.escape("".join([self.group, *self.group_accepted]))
        scale = "|".join(f"(?P<s{value}>{words})" for value, words in sorted(self.scale.items(), reverse=True))
        figures = (
            rf"(?P<figures>\d{{1,3}}(?:[{signs}]\d{{3}})+(?!\d)(?:{re.escape(self.decimal)}\d+)?|\d+(?:{re.escape(self.decimal)}\d+)?)"
        )
        return re.compile(rf"(?<!\w)(?<!\d[.,]){figures}(?:[ \u00a0\u202f](?:{scale})(?!\w))?", re.IGNORECASE)

    @cached_property
    def percents(self) -> re.Pattern[str]:
        """What stands after a number and makes it a percentage."""
        return re.compile(rf"\s*(?:{'|'.join(self.percent)})(?!\w)", re.IGNORECASE)

    @cached_property
    def currencies(self) -> Mapping[str, re.Pattern[str]]:
        """Each currency's words and signs."""
        return {name: re.compile(rf"(?<![^\W\d])(?:{words})(?![^\W\d])", re.IGNORECASE) for name, words in self.currency.items()}

    @cached_property
    def words(self) -> Mapping[int, re.Pattern[str]]:
        """Each small number's words."""
        return {value: _word(words) for value, words in self.number_words.items()}

    @cached_property
    def hints(self) -> Mapping[int, re.Pattern[str]]:
        """Words that account for a number in another language, but ask for none: "both" for two."""
        return {value: _word(words) for value, words in self.number_hints.items()}

    def said(self, text: str) -> set[int]:
        """The small numbers that ``text`` has in words; the greater first, so that dix-huit is not eight and ten."""
        found = set()
        for value, pattern in sorted(self.words.items(), reverse=True):
            left = pattern.sub(" ", text)
            if left != text:
                found.add(value)
                text = left
        return found

    def hinted(self, text: str) -> set[int]:
        """The small numbers that ``text`` hints at."""
        return {value for value, pattern in self.hints.items() if pattern.search(text)}

    @cached_property
    def quotations(self) -> re.Pattern[str]:
        """A quoted passage."""
        return re.compile("|".join(self.quotation))

    @cached_property
    def sentence(self) -> re.Pattern[str]:
        """The end of a sentence, with the sign that the next begins with: not the mark of an abbreviation."""
        short = "".join(rf"(?<!\b{word})" for word in _plain(self.abbreviations))
        return re.compile(rf"{short}(?:[.!?…؟][\"”»’)\ufffc]*\s+|[。？！][”’）\ufffc]*)[\"“«¿¡(]*([^\W_])")


def _word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


def _plain(words: list[str]) -> list[str]:
    """Abbreviations without an optional letter, for a look-behind has one length: párrs? gives párr and párrs."""
    return [form for word in words for form in ([word[:-2], word[:-1]] if word.endswith("?") else [word])]


def read(path: Path, name: str = "") -> Forms:
    """The forms in the file ``path``. Raises TranslationError (T018): no such file, not TOML, or a value missing, unknown or wrong."""
    name = name or str(path)
    hint = "locales/en/parity.toml has every value with its meaning."
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TranslationError(Finding("T018", f"cannot be read: {error}", Place(name), hint)) from None
    known = {field.name for field in fields(Forms)}
    wrong = [f"unknown value {key}" for key in sorted(data.keys() - known)] + [f"{key} is missing" for key in sorted(known - data.keys())]
    values: dict[str, Any] = {}
    for field in fields(Forms):
        value = data.get(field.name, MISSING)
        if value is MISSING:
            continue
        kind = str(field.type).partition("[")[0]
        if type(value).__name__ != {"Mapping": "dict"}.get(kind, kind):
            wrong.append(f"{field.name} should be {field.type}")
        elif kind == "Mapping":
            values[field.name] = {int(key) if _TABLES[field.name] else key: text for key, text in value.items()}
        else:
            values[field.name] = value
    if not wrong:
        wrong = _patterns(forms := Forms(**values))
        if not wrong:
            return forms
    raise TranslationError(*(Finding("T018", message, Place(name), hint) for message in wrong))


def _patterns(forms: Forms) -> list[str]:
    """What cannot be read as a pattern."""
    wrong = []
    for name in ("month", "dated", "number", "percents", "currencies", "words", "hints", "quotations", "sentence"):
        try:
            getattr(forms, name)
        except re.error as error:
            wrong.append(f"{name} is not a pattern: {error}")
    for pattern in forms.marks:
        try:
            re.compile(pattern)
        except re.error as error:
            wrong.append(f"marks {pattern!r} is not a pattern: {error}")
    return wrong

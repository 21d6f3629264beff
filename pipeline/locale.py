"""A language: its fixed words, numbers, forms of reference, marks and dates, read from ``locales/<language>/locale.toml``.

Months and text direction come from CLDR through Babel; where United Nations usage differs, the file wins. Adding a language adds a file.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, cast

from pipeline.document import Direction, Hyphenation, Labels
from pipeline.findings import Finding, Place, TranslationError


@dataclass(frozen=True, slots=True)
class Typography:
    """Marks and places where a line must not break. ``no_break`` are pairs of patterns; a space between what they match is U+00A0."""

    quotation: tuple[str, str]
    inner_quotation: tuple[str, str]
    apostrophe: str
    indicator_side: Literal["before", "after"]
    no_break: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MastheadForms:
    """The lines of the masthead; names of organs and languages are kept by the key that a source uses."""

    organization: str
    distribution: Mapping[str, str]
    date: str
    date_cldr: str
    language: str
    original: str
    notice: str
    organs: Mapping[str, str]
    languages: Mapping[str, str]
    first_of_month: str = ""


@dataclass(frozen=True, slots=True)
class NumberForms:
    """Patterns of labels by level; ``{}`` stands for the numeral. ``bullet`` is the mark of an entry that has no number."""

    sections: tuple[str, ...]
    paragraphs: str
    subparagraphs: tuple[str, ...]
    bullet: str


@dataclass(frozen=True, slots=True)
class ReferenceForms:
    """How a reference to each kind of place is worded; ``{}`` stands for its number."""

    paragraph: str
    section: str
    note: str
    item: str


@dataclass(frozen=True, slots=True)
class Locale:
    """One language of the house. ``language`` is a BCP 47 tag, ``cldr`` the name of its CLDR locale; ``spellings`` are spellings that
    the house does not use, with the one it does.
    """

    language: str
    name: str
    direction: Direction
    cldr: str
    masthead: MastheadForms
    labels: Labels
    numbering: NumberForms
    references: ReferenceForms
    typography: Typography
    hyphenation: Hyphenation
    spellings: Mapping[str, str]

    def masthead_date(self, issued: str) -> str:
        """The ISO date ``issued`` as the masthead prints it."""
        from babel.dates import format_date

        date = dt.date.fromisoformat(issued)
        text = format_date(date, self.masthead.date, self.masthead.date_cldr)
        if date.day == 1 and self.masthead.first_of_month:
            return re.sub(r"^1\b", self.masthead.first_of_month, text)
        return text


def read(path: Path) -> Locale:
    """The locale in the file ``path``. Raises TranslationError: T001 no such file or not TOML, T002 a value missing, unknown or wrong."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        hint = "A language is a folder with a locale.toml; copy that of English and translate it."
        raise TranslationError(Finding("T001", "there is no such locale", Place(str(path)), hint)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TranslationError(Finding("T001", f"not TOML: {error}", Place(str(path)), "See locales/en/locale.toml.")) from None
    reader = _Reader(str(path))
    locale = reader.value(Locale, data, "")
    if reader.findings:
        raise TranslationError(*reader.findings)
    return cast("Locale", locale)


_PARTS: Mapping[str, type] = {
    "masthead": MastheadForms,
    "labels": Labels,
    "numbering": NumberForms,
    "references": ReferenceForms,
    "typography": Typography,
    "hyphenation": Hyphenation,
}


class _Reader:
    """Fills the values above from TOML tables and keeps what is missing, unknown or wrong."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.findings: list[Finding] = []

    def _add(self, message: str) -> None:
        hint = "locales/en/locale.toml has every value with its meaning."
        self.findings.append(Finding("T002", message, Place(self._path), hint))

    def value(self, kind: type, data: Mapping[str, Any], table: str) -> object:
        # A key stands in the root table or in one named after its part of the locale, so a dotted name finds it again.
        values: dict[str, object] = {}
        known = {field.name: field for field in fields(kind)}
        for name in data.keys() - known.keys():
            self._add(f"unknown value {table}{name}")
        for name, field in known.items():
            if name in data:
                values[name] = self._one(str(field.type), data[name], f"{table}{name}")
            elif field.default == "":
                values[name] = ""
            else:
                self._add(f"value {table}{name} is missing")
                values[name] = None
        return kind(**values)

    def _one(self, kind: str, value: Any, name: str) -> object:
        part = _PARTS.get(name)
        if part is not None:
            if isinstance(value, dict):
                return self.value(part, value, f"{name}.")
        elif kind == "Mapping[str, str]":
            if isinstance(value, dict) and all(isinstance(text, str) for text in value.values()):
                return value
        elif kind.startswith("tuple"):
            if isinstance(value, list):
                return tuple(tuple(item) if isinstance(item, list) else str(item) for item in value)
        elif isinstance(value, int if kind == "int" else str):
            return value
        self._add(f"value {name} should be {kind}, not {value!r}")
        return None

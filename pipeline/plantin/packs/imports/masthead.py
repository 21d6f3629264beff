"""The masthead of a received report: from its first lines, from the user, or assumed.

Nothing is asked and nothing is refused: each assumption is a finding with the option that settles it. A line that is no
part of the masthead stays text.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from plantin.findings import Finding, Place, UsageError
from plantin.house.locale import Locale
from plantin.model import symbols
from plantin.packs.imports.received import TEXT, Fallbacks, GivenFields, Omission

_ORDER = ("symbol", "organ", "title", "title-language", "subtitle", "date", "distribution", "original-language")
_TYPED_DATE = re.compile(
    r"(\d{1,2})(?:er|st|nd|rd|th|\.|º)?\s+(?:de\s+)?([^\W\d_]+)\.?,?\s+(?:de\s+)?(\d{4})(?:\s+г(?:\.|ода))?"
)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DISTRIBUTION = re.compile(r"Distr\.\s*:\s*(\w+)", re.IGNORECASE)
_ORIGINAL = re.compile(r"Original\s*:\s*(\w+)", re.IGNORECASE)
_REGION = 100
"""The masthead is within so many lines."""
_TITLE = 300
"""The most characters of a title; a longer line is text."""
_SYMBOL_LONGEST, _SLUG, _TITLE_WORDS = 60, 16, 16
_OF_MASTHEAD = ("organ", "distribution", "original-language")
"""Fields by which a table is known for a masthead: any may have a date."""
_OF_A_PROGRAM = re.compile(r"microsoft word - |untitled|document ?\d*$|\S+\.(?:docx?|rtf|odt|html?)$", re.IGNORECASE)
"""Titles that a program gives a file when nobody does."""
# What a line is taken for a symbol by: parts between slashes, the first in capitals, each with a part in brackets (Vol.
# II) at most; capitals with a year in brackets and a number; capitals with a number, a colon and a year. Other symbols
# the user gives.
_SYMBOL = re.compile(
    r"[A-Z][A-Z0-9]*(?:\.[0-9A-Z]+)*"
    r"(?:/[A-Za-z0-9]+(?:[.\-()][A-Za-z0-9]*)*(?: \((?:[A-Z][a-z]+\.? )?(?:\d+[A-Z]?|[IVXLC]+)\))?)+\*?"
    r"|[A-Z]+\(\d{4}\) ?\d+(?: [a-z]+)?|[A-Z]{2,}(?:[/ ][A-Z]{1,4})* \d[\d.\-]*:\d{4}"
)


_PLAIN = re.compile(r"[A-Z]+/[A-Za-z0-9/.()-]+\*?")
"""A symbol that YAML takes for text without quotation marks."""

LineKind = Literal["line", "title", "subtitle", "masthead", "cell"]


@dataclass(frozen=True, slots=True)
class MastheadLine:
    """A line that may belong to the masthead: its number in the file (0: not known), its text, whether its style makes
    it the title or a line of the masthead, or it is in a cell of a table, and the position of the block that it is of
    (-1: of none).
    """

    number: int
    text: str
    kind: LineKind = "line"
    place: int = -1


@dataclass(frozen=True, slots=True)
class RecognizedMasthead:
    """The front matter as a source has it, the symbol, the positions of the lines that it says, the lines left out, the
    findings.
    """

    front: str
    symbol: str
    used: frozenset[int]
    left_out: Mapping[int, Omission]
    findings: tuple[Finding, ...]


def read(
    lines: Sequence[MastheadLine], given: GivenFields, locale: Locale, fallbacks: Fallbacks, path: str
) -> RecognizedMasthead:
    """Return the masthead in ``lines``, the first of a file or those before its first heading or numbered paragraph,
    and in ``given``.

    Raises UsageError (S045) where a given symbol is invalid.
    """
    return _MastheadReader(lines, given, locale, fallbacks, path).head()


def require_symbol(symbol: str) -> None:
    """Raise UsageError (S045) where ``symbol`` is no document symbol."""
    too_long = f"it has more than {_SYMBOL_LONGEST} characters" if len(symbol) > _SYMBOL_LONGEST else ""
    if wrong := symbols.fault(symbol) or too_long:
        hint = "Give letters and figures with marks between them, as WU/2026/1, A/72/5 (Vol. II) or DRAFT/report-1."
        message = f"{symbol[:_SYMBOL_LONGEST]!r} is no document symbol: {wrong}"
        raise UsageError.of("S045", message, Place("plantin"), hint)


def symbol_in(lines: Iterable[str]) -> int | None:
    """Return the position of the first line that is a document symbol and no more."""
    return next((n for n, line in enumerate(lines) if is_symbol(line)), None)


def is_symbol(text: str) -> bool:
    """Return whether ``text`` can be taken for a document symbol: it has a figure, unlike N/A and AND/OR."""
    return (
        len(text) <= _SYMBOL_LONGEST
        and bool(_SYMBOL.fullmatch(text.replace("\u00a0", " ")))
        and any(sign.isdecimal() for sign in text)
    )


@dataclass
class _MastheadReader:
    lines: Sequence[MastheadLine]
    given: GivenFields
    locale: Locale
    fallbacks: Fallbacks
    path: str
    fields: dict[str, str] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    left_out: dict[int, Omission] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def head(self) -> RecognizedMasthead:
        if "symbol" in self.given.fields:
            require_symbol(self.given.fields["symbol"])
        at = symbol_in(line.text for line in self.lines[:_REGION])
        if at is not None and self.lines[at].kind == "cell" and not self._laid_out():
            at = None
        begin = self._before(at) if at is not None else 0
        self._fields(begin)
        self.fields |= self.given.fields
        self._assume()
        if "title-language" not in self.fields and (language := self.fallbacks.title_language(self.fields["title"])):
            self.fields["title-language"] = language
        for n in self.used:
            self.left_out.pop(n, None)
        return RecognizedMasthead(
            _front_matter(self.fields), self.fields["symbol"], frozenset(self.used), self.left_out, tuple(self.findings)
        )

    def _laid_out(self) -> bool:
        """Return whether cells of a table are a masthead: they say more of it than a symbol."""
        cells = [line.text for line in self.lines[:_REGION] if line.kind == "cell"]
        names = {row[0] for row in map(self._read_field, cells) if row}
        organization = self.locale.masthead.organization
        return not names.isdisjoint(_OF_MASTHEAD) or any(_same(text, organization) for text in cells)

    def _before(self, at: int) -> int:
        """Read the symbol and the lines before it, but for what is no part of a masthead. Gives the next line."""
        self.fields["symbol"] = self.lines[at].text.replace("\u00a0", " ")
        self.used.add(at)
        for n in range(at):
            line = self.lines[n]
            is_field = self._take_field(n)
            if line.kind == "title" and not is_field:
                # A title may be above the symbol.
                self.fields["title"] = f"{self.fields.get('title', '')} {line.text}".strip()[:_TITLE]
                self.used.add(n)
            elif line.kind == "masthead" or _same(line.text, self.locale.masthead.organization):
                self.used.add(n)
            elif not is_field and line.kind != "cell":
                self.left_out[n] = Omission("left out, before the symbol", line.text, line.number)
        return at + 1

    def _fields(self, begin: int) -> None:
        """Read the lines of the masthead up to the title: one run of lines of its style, or else one paragraph."""
        styled = next((n for n in range(begin, len(self.lines)) if self.lines[n].kind == "title"), None)
        for n in range(begin, min(len(self.lines), _REGION)):
            if n == styled:
                self._title(n)
                return
            line = self.lines[n]
            if self._take_field(n):
                continue
            if line.kind == "masthead" or _same(line.text, self.locale.masthead.organization):
                self.used.add(n)
            elif styled is None and "title" in self.fields:
                return
            elif styled is None and line.kind != "cell":
                self._title(n)
                return
        if styled is not None:
            self._title(styled)

    def _title(self, begin: int) -> None:
        rows = [begin]
        first = self.lines[begin]
        for n in range(begin + 1, len(self.lines)):
            line, before = self.lines[n], self.lines[n - 1]
            follows = 0 < before.number == line.number - 1
            wrapped = line.kind == "line" and follows and before.text[-1:] not in ".:;?!"
            if line.kind != first.kind or not (first.kind == "title" or wrapped):
                break
            rows.append(n)
        words = " ".join(" ".join(self.lines[n].text for n in rows).split())
        if "title" in self.given.fields and not _same(words, self.given.fields["title"]):
            return
        if len(words) <= _TITLE and (first.kind == "title" or not words.endswith((".", ";", ":"))):
            self.fields["title"] = words
            self.used.update(rows)
            below = rows[-1] + 1
            if below < len(self.lines) and self.lines[below].kind == "subtitle":
                self.fields["subtitle"] = self.lines[below].text
                self.used.add(below)

    def _read_field(self, text: str) -> tuple[str, str, str, str] | None:
        """Return the field that a line gives (empty: the language of the edition, which the press prints), its value,
        and, for where this is empty since the line cannot be understood, what is wrong and a hint; None for any other
        line.
        """
        forms = self.locale.masthead
        if organ := next((name for name, words in forms.organs.items() if _same(text, words)), ""):
            return "organ", organ, "", ""
        if match := _DISTRIBUTION.fullmatch(text):
            by_word = {words.split()[-1].lower(): name for name, words in forms.distribution.items() if words.split()}
            distributions = {name: name for name in forms.distribution} | by_word
            hint = f"Known: {', '.join(forms.distribution)}."
            return "distribution", distributions.get(match[1].lower(), ""), "no distribution", hint
        languages = _language_names(tuple(forms.languages))
        if match := _ORIGINAL.fullmatch(text):
            hint = f"Give --set original-language=CODE; known: {', '.join(forms.languages)}."
            return "original-language", languages.get(match[1].lower(), ""), "no language of the house", hint
        if (day := date(text, tuple(forms.languages))) is not None:
            return "date", day, "no date", "Give --set date=2017-02-02, for one."
        return ("", text, "", "") if text.strip().lower() in languages else None

    def _take_field(self, n: int) -> bool:
        """Return whether the line gives a field that none before it gave. One that cannot be understood is left out
        (S041), unless the user gives the field.
        """
        line = self.lines[n]
        reading = self._read_field(line.text)
        if reading is None or reading[0] in self.fields:
            return False
        name, value, message, hint = reading
        if name and value:
            self.fields[name] = value
        if value or name in self.given.fields:
            self.used.add(n)
        else:
            self.left_out[n] = Omission(message, line.text, line.number, "S041", "warning", hint)
        return True

    def _title_assumed(self) -> str:
        """Return the title of the properties, unless a program gave it; else the first heading, words or symbol."""
        file_title = " ".join(self.fallbacks.title.split())
        named = file_title.casefold() == self.fallbacks.stem.casefold() or _OF_A_PROGRAM.match(file_title)
        if file_title and not named:
            return file_title[:_TITLE]
        words = next((line.text for line in self.lines if any(map(str.isalpha, line.text))), "")
        return (_first_words(self.fallbacks.heading) or file_title or _first_words(words))[:_TITLE] or self._symbol()

    def _symbol(self) -> str:
        symbol = self.given.fields.get("symbol", "") or self.fields.get("symbol", "") or self.fallbacks.symbol
        return symbol or f"DRAFT/{slug(self.fallbacks.stem)}"

    def _assume(self) -> None:
        rows = (
            ("symbol", "S040", self._symbol(), "--symbol"),
            ("title", "S046", self._title_assumed(), "--title"),
            ("date", "S046", self.fallbacks.date, "--set date=YYYY-MM-DD"),
        )
        for name, code, value, option in rows:
            if name not in self.fields:
                message = f"no {name} found; “{value}” is assumed"
                self.findings.append(
                    Finding(code, message, Place(self.path), f"Give {option} if it is another.", "warning")
                )
                self.fields[name] = value
        if "original-language" not in self.fields:
            language = self.fallbacks.language or self.locale.language
            if language not in self.locale.masthead.languages:
                language = self.locale.language
            if language != self.fallbacks.language:
                message = f"no language of the original found; “{language}” is assumed"
                hint = "Give --set original-language=CODE if it is another."
                self.findings.append(Finding("S046", message, Place(self.path), hint, "warning"))
            self.fields["original-language"] = language


def _front_matter(fields: Mapping[str, str]) -> str:
    lines = []
    for name in (*_ORDER, *(name for name in fields if name not in _ORDER)):
        if name in fields:
            value = fields[name]
            if name in TEXT or (name == "symbol" and not _PLAIN.fullmatch(value)):
                value = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
            lines.append(f"{name}: {value}")
    return "\n".join(["---", *lines, "---", ""])


def _same(text: str, name: str) -> bool:
    return " ".join(text.split()).casefold() == name.casefold()


def slug(stem: str) -> str:
    """Return the name of a file as the end of a working symbol: whole words, as many as a line of a page has room for.

    >>> slug("Eastern-Arabic-numbering_final (2)"), slug("Ab" * 20), slug("отчёт")
    ('Eastern-Arabic', 'AbAbAbAbAbAbAbAb', 'report')
    """
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    whole = "-".join(re.findall("[A-Za-z0-9]+", plain))
    cut = whole if len(whole) <= _SLUG else whole[: _SLUG + 1].rpartition("-")[0] or whole[:_SLUG]
    return cut or "report"


def _first_words(words: str) -> str:
    """Return the first words of a text, as a title."""
    parts = words.split()
    return " ".join(parts[:_TITLE_WORDS]) + ("…" if len(parts) > _TITLE_WORDS else "")


# What CLDR knows: names of months and languages


def date(text: str, languages: tuple[str, ...]) -> str | None:
    """Return the date that a line is, in ISO 8601; empty where it looks like one and is not; None where it does not
    look like one.
    """
    if match := _ISO_DATE.fullmatch(text):
        year, month, day = map(int, match.groups())
    elif match := _TYPED_DATE.fullmatch(text):
        month = _months(languages).get(match[2].lower(), 0)
        day, year = int(match[1]), int(match[3])
    else:
        return None
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return ""


@cache
def _months(languages: tuple[str, ...]) -> dict[str, int]:
    """Return the months by their names in ``languages``, standing alone or in a date, in small letters."""
    from babel.dates import get_month_names

    contexts: tuple[Literal["format", "stand-alone"], ...] = ("format", "stand-alone")
    return {
        name.lower(): number
        for language in _cldr_languages(languages)
        for context in contexts
        for number, name in get_month_names("wide", context, language).items()
    }


@cache
def _language_names(languages: tuple[str, ...]) -> dict[str, str]:
    """Return the languages by their names in each of them, in small letters."""
    from babel import Locale as Cldr

    tags = _cldr_languages(languages)
    names = ((tag, Cldr.parse(tag).get_display_name(other) or "") for tag in tags for other in tags)
    return {name.lower(): tag.replace("_", "-") for tag, name in names}


def _cldr_languages(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of ``languages`` that CLDR has, by its names."""
    from babel.localedata import exists

    return tuple(tag for language in languages if exists(tag := language.replace("-", "_")))

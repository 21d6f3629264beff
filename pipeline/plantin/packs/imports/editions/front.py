"""The front matter of an edition's source, from the lines of its masthead."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from plantin.findings import Finding, Place
from plantin.house.locale import Locale
from plantin.packs.imports import masthead
from plantin.packs.imports.editions.parts import ReadEdition
from plantin.packs.imports.received import Fallbacks, GivenFields

_NOTED = ("symbol", "date", "session", "agenda", "title")
_PRINTED = ("organization", "language", "supplement", "notice")
"""Lines that the press has from the locale and the symbol."""


def front(
    edition: ReadEdition, rules: Mapping[str, str], locale: Locale, given: GivenFields, fallbacks: Fallbacks, path: str
) -> tuple[str, str, list[Finding]]:
    """Return the front matter, the symbol, and what was assumed (S046). Raises UsageError (S045) where a given symbol
    is invalid.
    """
    if "symbol" in given.fields:
        masthead.require_symbol(given.fields["symbol"])
    # The fields that the edition gives.
    forms = locale.masthead
    language = edition.language.partition("-")[0].lower() or locale.language
    foreign = language if language != "en" else ""
    values = {name: text for name, text, _ in edition.lines}
    symbol, organ = values.get("symbol", ""), values.get("organ", "")
    starred = symbol.endswith("*") or any(name == "symbol" and calls for name, _, calls in edition.lines)
    kinds = (name for name, words in forms.distribution.items() if words == values.get("distribution"))
    rows = {
        "symbol": symbol and symbol.rstrip("*") + "*" * starred,
        "organ": next((name for name, words in forms.organs.items() if words == organ), organ),
        "title": " ".join(text for name, text, _ in edition.lines if name == "title"),
        "date": edition.issued or masthead.date(values.get("date", ""), tuple(forms.languages)) or "",
        "distribution": next((name for name in kinds if name != "general"), ""),
        "original-language": foreign,
        "languages": foreign and f"[{foreign}]",
        "session": values.get("session", ""),
    }
    fields, findings = {**{name: value for name, value in rows.items() if value}, **given.fields}, []
    for name, value in (
        ("symbol", f"DRAFT/{masthead.slug(fallbacks.stem)}"),
        ("title", fallbacks.title or fallbacks.stem),
        ("date", fallbacks.date),
    ):
        if name not in fields:
            fields[name] = value
            message, hint = f"no {name} found; “{value}” is assumed", f"Give --set {name}=... if it is another."
            findings.append(Finding("S046", message, Place(path), hint, "warning"))
    notes = {name: calls[0] for name, _, calls in edition.lines if calls and name in _NOTED}
    lines = [
        *(f"{name}: {value if name in _AS_GIVEN else _quote(value)}" for name, value in fields.items()),
        *_mapping("agenda-items", ((json.dumps(number), _quote(words)) for number, words in _items(edition, locale))),
        *_mapping("masthead-notes", ((name, _quote(words)) for name, words in notes.items())),
        *_mapping("rules", rules.items()),
    ]
    return "\n".join(["---", *lines, "---", ""]), fields["symbol"], findings


_AS_GIVEN = ("date", "distribution", "original-language", "languages")


def _quote(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _mapping(name: str, rows: Iterable[tuple[str, str]]) -> list[str]:
    """Return a field that has several values, by their names; nothing where there is none."""
    lines = [f"  {key}: {value}" for key, value in rows]
    return [f"{name}:", *lines] if lines else []


def _items(edition: ReadEdition, locale: Locale) -> list[list[str]]:
    """Return the agenda items, each with its number and its words."""
    before, _, after = locale.masthead.agenda.partition("{number}")
    pattern = re.compile(f"{re.escape(before)}(.+?){re.escape(after)}")
    items: list[list[str]] = []
    for name, text, _ in edition.lines:
        if name == "agenda" and (match := pattern.fullmatch(text)):
            items.append([match[1], ""])
        elif name == "agenda" and items:
            items[-1][1] = f"{items[-1][1]} {text}".strip()
    return items

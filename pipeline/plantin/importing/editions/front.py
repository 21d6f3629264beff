"""The front matter of an edition's source, from the lines of its masthead."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from plantin.findings import Finding, Place
from plantin.house.locale import Locale
from plantin.importing import masthead
from plantin.importing.editions.parts import ReadEdition
from plantin.importing.received import Fallbacks, GivenFields

_NOTED = ("symbol", "date", "session", "agenda", "title")
_PRINTED = ("organization", "language", "supplement", "notice")
"""Lines that the press has from the locale and the symbol."""


def front(
    edition: ReadEdition, rules: Mapping[str, str], locale: Locale, given: GivenFields, fallbacks: Fallbacks, path: str
) -> tuple[str, str, list[Finding]]:
    """The front matter, the symbol, and what was assumed (S046). Raises UsageError (S045) where a given symbol is
    invalid.
    """
    if "symbol" in given.fields:
        masthead.require_symbol(given.fields["symbol"])
    fields, findings = dict(_fields(edition, locale)), []
    fields |= given.fields
    for name, value in (
        ("symbol", f"DRAFT/{masthead.slug(fallbacks.stem)}"),
        ("title", fallbacks.title or fallbacks.stem),
        ("date", fallbacks.date),
    ):
        if name not in fields:
            fields[name] = value
            message = f"no {name} found; “{value}” is assumed"
            findings.append(
                Finding("S046", message, Place(path), f"Give --set {name}=... if it is another.", "warning")
            )
    lines = [
        f"{name}: {value if name in _AS_GIVEN else json.dumps(value, ensure_ascii=False)}"
        for name, value in fields.items()
    ]
    lines += _lists(edition, locale)
    lines += ["rules:", *(f"  {name}: {value}" for name, value in rules.items())] if rules else []
    return "\n".join(["---", *lines, "---", ""]), fields["symbol"], findings


_AS_GIVEN = ("date", "distribution", "original-language", "languages")


def _fields(edition: ReadEdition, locale: Locale) -> list[tuple[str, str]]:
    forms = locale.masthead
    language = edition.language.partition("-")[0].lower() or locale.language
    held = {name: text for name, text, _ in edition.lines}
    out = []
    if symbol := held.get("symbol", ""):
        out.append(
            (
                "symbol",
                symbol.rstrip("*")
                + ("*" if symbol.endswith("*") or any(n == "symbol" and c for n, _, c in edition.lines) else ""),
            )
        )
    if organ := held.get("organ", ""):
        out.append(("organ", next((name for name, shown in forms.organs.items() if shown == organ), organ)))
    if "title" in held:
        out.append(("title", " ".join(text for name, text, _ in edition.lines if name == "title")))
    date = edition.issued or masthead.date(held.get("date", ""), tuple(forms.languages)) or ""
    out += [("date", date)] if date else []
    out += [
        ("distribution", name)
        for name, shown in forms.distribution.items()
        if shown == held.get("distribution") and name != "general"
    ]
    out += [("original-language", language), ("languages", f"[{language}]")] if language != "en" else []
    out += [("session", held["session"])] if "session" in held else []
    return out


def _lists(edition: ReadEdition, locale: Locale) -> list[str]:
    """The agenda items and the notes of the masthead, which have several values each."""
    before, _, after = locale.masthead.agenda.partition("{number}")
    pattern = re.compile(f"{re.escape(before)}(.+?){re.escape(after)}")
    items: list[list[str]] = []
    for name, text, _ in edition.lines:
        if name == "agenda" and (match := pattern.fullmatch(text)):
            items.append([match[1], ""])
        elif name == "agenda" and items:
            items[-1][1] = f"{items[-1][1]} {text}".strip()
    notes = {name: calls[0] for name, _, calls in edition.lines if calls and name in _NOTED}
    out = (
        [
            "agenda-items:",
            *(f"  {json.dumps(number)}: {json.dumps(words, ensure_ascii=False)}" for number, words in items),
        ]
        if items
        else []
    )
    return out + (
        ["masthead-notes:", *(f"  {name}: {json.dumps(words, ensure_ascii=False)}" for name, words in notes.items())]
        if notes
        else []
    )

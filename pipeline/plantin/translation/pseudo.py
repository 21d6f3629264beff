"""Pseudo-translation: a catalogue that stands for a translation while a layout is tested. Words are a third longer and
their letters have accents; marks, numbers and symbols are those of the original.

Its language is that of the original with a region for private use (``en-XA``), so that no program takes it for one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from plantin.findings import Place, UsageError
from plantin.house.layout import House
from plantin.model.languages import is_pseudo
from plantin.translation import inline, po, report_of, update_and_read

REGION = "XA"
"""The region of the language that is filled where none is named; CLDR has it for letters with accents."""
_ACCENTED = str.maketrans("ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz", "ÅÇĐÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽåçđéĝĥîĵķļñöŕšţûŵýž")
_KEPT = re.compile(r"\\.|\{[^{}]*\}|<[^<>]*>|https?://\S+|\S*\d\S*|\S*[A-Z]/\S*|&\w+;", re.DOTALL)
"""What is no words: escaped characters, attributes, tags, addresses, numbers and symbols."""
_WORD = re.compile(r"[^\W\d_]+")


def pseudo_text(message: str) -> str:
    """Return the pseudo-translation of a message.

    >>> pseudo_text("The *town* of [](#oil) paid 3.5 million[^log].")
    'Ţĥĥé *ţööŵñ* öff [](#oil) pååîđ 3.5 mîîļļîîöñ[^log].'
    """
    return inline.join_parts(inline.divide(message), _words)


def _words(text: str) -> str:
    out, end = "", 0
    for kept in _KEPT.finditer(text):
        out += _WORD.sub(lambda word: _longer(word[0]), text[end : kept.start()]) + kept[0]
        end = kept.end()
    return out + _WORD.sub(lambda word: _longer(word[0]), text[end:])


def _longer(word: str) -> str:
    """Return a word with accents, every third letter of it written twice, from the second on."""
    return "".join(letter * (1 + (n % 3 == 1)) for n, letter in enumerate(word.translate(_ACCENTED)))


def fill(house: House, slug: str, language: str = "") -> tuple[str, int]:
    """Fill the catalogue of a report in the pseudo language ``language``, by default the one with the region ``XA``;
    the language, and how many messages were filled. What is translated in it and not stale stays.

    Raises UsageError (U034) where ``language`` is no pseudo language of the original's; others as ``update_file`` does.
    """
    original = report_of(house, slug)[1].original_language
    primary = original.partition("-")[0]
    language = language or f"{primary}-{REGION}"
    if not is_pseudo(language) or language.partition("-")[0] != primary:
        message = f"--language {language} is no pseudo language of a report in {original}"
        raise UsageError.of("U034", message, Place("plantin"), f"Give {primary}-{REGION}, or no language.")
    catalogue = update_and_read(house, slug, language)
    due = [entry.state in ("missing", "stale") for entry in catalogue.entries]
    entries = tuple(
        replace(entry, translation=pseudo_text(entry.original), stale=False, previous="") if wanted else entry
        for entry, wanted in zip(catalogue.entries, due, strict=True)
    )
    po.write_catalogue(house.catalogue_file(language, slug), replace(catalogue, entries=entries), house.root)
    return language, sum(due)

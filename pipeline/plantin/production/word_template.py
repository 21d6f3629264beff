"""Makes the template for editors: a Word file with the styles of the editions."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from plantin.bounded import archive
from plantin.files import write
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.resolve import resolve
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.writers.docx import template

_NOTHING = '---\nsymbol: X/1\n{organ}title: "Title"\ndate: 2000-01-01\noriginal-language: {language}\n---\n'
_LINES = ("organization", "organ", "symbol", "distribution", "date", "language", "original", "notice")
_TEMPLATE = b"wordprocessingml.template.main+xml"
_KEPT = ("organization", "organ", "symbol", "date", "notice")
"""Lines that the template has in every house; it has others where the house prints them."""


def save(house: House, language: str, path: Path) -> None:
    """Write the template for texts in ``language`` to ``path``: a .dotx, or a .docx where the name says so.

    Raises StyleError where the house's Word styles are wrong, TranslationError where it has no such language.
    """
    style = house.style()
    moment = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    content = template.write(sample(house, language), style, moment, template=path.suffix.lower() != ".docx")
    write(path, content, house.root if path.is_relative_to(house.build) else path.parent)


def is_template(content: bytes) -> bool:
    """Return whether ``content`` is a Word template, which holds no text of anybody's."""
    try:
        return _TEMPLATE in archive.open_archive(content).read("[Content_Types].xml")
    except (archive.ArchiveError, KeyError):
        return False


def sample(house: House, language: str) -> Document:
    """Return a document without text, numbered by the house's defaults, whose masthead names each of its lines."""
    words = house.locale(language)
    organ = next((f'organ: "{name}"\n' for name in words.masthead.organs), "")
    report = source_text.parse(_NOTHING.format(organ=organ, language=language), "template")
    document = resolve(front_matter.read(report), (), (), words).document
    head = document.masthead
    for line in _LINES:
        if line in _KEPT or getattr(words.masthead, line):
            head = replace(head, **{line: f"Masthead {line}"})  # type: ignore[arg-type]
    return replace(document, masthead=head)

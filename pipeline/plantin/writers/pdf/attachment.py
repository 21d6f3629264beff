"""The document itself as data inside the file made from it (ISO 32000-2, 14.13; for PDF/A-4f: ISO 19005-4, annex A)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import fields, is_dataclass
from functools import cache

from plantin.model import symbols
from plantin.model.document import Document, Table, every
from plantin.model.inlines import plain

_DATA = ".data"
"""What the anchor of a figure's data ends with, after that of the figure."""
_SELDOM = ("logo", "companions", "blocks")
"""Fields that few documents, or few cells of a table, have, and that are written only then."""


def attachment(document: Document, moment: dt.datetime) -> object:
    """Return ``document`` as a JSON file for WeasyPrint to embed: every value an object with its ``@type`` and its
    fields. The bytes of a picture are on the page: here it has its name and its digest.
    """
    import weasyprint

    masthead = document.masthead
    return weasyprint.Attachment(
        string=content_of(document),
        name=f"{symbols.slug(masthead.symbol)}-{document.version}.json",
        description=f"{masthead.symbol}: the document from which these pages were made",
        relationship="Source",
        created=moment,
        modified=moment,
    )


def content_of(document: Document) -> str:
    """Return the content of that file."""
    return json.dumps(_plain(document), ensure_ascii=False, indent=0)


def figure_data(document: Document) -> dict[str, tuple[str, str]]:
    """Return the data of figures by their anchors: title and rows of the table that gives them, as CSV (RFC 4180)."""
    data = {}
    for block in every(document.blocks):
        if isinstance(block, Table) and block.anchor.endswith(_DATA):
            content = io.StringIO()
            csv.writer(content).writerows(
                [words for cell in row for words in (plain(cell.line()), *("",) * (cell.columns - 1))]
                for row in (*block.head, *block.rows)
            )
            data[block.anchor.removesuffix(_DATA)] = plain(block.title), content.getvalue()
    return data


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    kind: object = type(value)
    if (names := _field_names(kind)) is None:
        return value
    seldom = [name for name in _SELDOM if getattr(value, name, None)]
    return {"@type": type(value).__name__} | {name: _plain(getattr(value, name)) for name in (*names, *seldom)}


@cache
def _field_names(kind: type) -> tuple[str, ...] | None:
    """Return the names of the fields of a class that are written; nothing where it is no part of a document."""
    return tuple(field.name for field in fields(kind) if field.repr) if is_dataclass(kind) else None

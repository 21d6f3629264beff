"""Tables of settings that packs and extensions add, as a style (``Style.tables``) and a document (``Document.tables``)
have them.
"""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def table_of(tables: tuple[object, ...], kind: type[T]) -> T:
    """Return the table of that ``kind``, with its defaults where nothing was read into it."""
    return next((table for table in tables if isinstance(table, kind)), None) or kind()

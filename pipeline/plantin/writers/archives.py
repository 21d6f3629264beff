"""Entries of archives that do not record when or on which system they were made."""

from __future__ import annotations

import zipfile


def undated(name: str, mode: int = 0o100644) -> zipfile.ZipInfo:
    """An entry called ``name`` of the first moment that ZIP knows, made on Unix, with the file ``mode``."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.create_system = 3
    entry.external_attr = mode << 16
    return entry

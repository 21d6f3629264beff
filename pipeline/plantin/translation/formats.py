"""The files that catalogues are exported as and imported from: PO, and what installed packages add."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from plantin.findings import Finding, TranslationError
from plantin.settings import extensions
from plantin.translation import exchange, po
from plantin.translation.exchange import CatalogueFormat, TranslatorFile
from plantin.translation.po import Catalogue
from plantin.translation.terms import Term
from plantin.wordfile.tracked import Tracked

_HINT = "Send a .po file."


def _write_po(catalogue: Catalogue, report: str, original: str, terms: Sequence[Term]) -> bytes:
    del report, original, terms
    return po.text(catalogue, bases=True).encode()


_PO = CatalogueFormat("po", ".po", write=_write_po)


@cache
def rows() -> tuple[CatalogueFormat, ...]:
    """Return the kinds of file, by name; PO is read by ``read``. Raises ToolError (V021)."""
    return (_PO, *(row for row, _ in extensions.values("catalogues", CatalogueFormat)))


def suffixes() -> dict[str, str]:
    """Return the names of the kinds that are written, with the ends of the names of their files. Raises ToolError."""
    return {row.name: row.suffix for row in rows() if row.write}


def write(catalogue: Catalogue, report: str, original: str, kind: str, terms: Sequence[Term] = ()) -> bytes:
    """Return ``catalogue`` of the report ``report``, translated from the language ``original``, as a file of ``kind``,
    one of ``suffixes``; ``terms`` are marked where the kind has marks for them.
    """
    writer = next(row.write for row in rows() if row.name == kind and row.write)
    return writer(catalogue, report, original, terms)


def read(
    path: Path, name: str, catalogue: Catalogue, tracked: Tracked = "refuse"
) -> tuple[TranslatorFile, tuple[Finding, ...]]:
    """Return the file ``path``, which findings call ``name``, as it comes back for ``catalogue``, and S052 for each
    tracked change in it. Raises TranslationError: T014 no PO file, T057 of no kind that is read; SourceError (S051).
    """
    suffix = path.suffix.lower()
    if suffix == ".po":
        return exchange.of_po(po.read_catalogue(path, name)), ()
    for end in (suffix, ""):
        for row in rows():
            if row.read and end in row.read_suffixes:
                return row.read(path, name, catalogue, tracked)
    raise exchange.not_read("no installed package reads files of its kind", name, _HINT)


def is_exchanged(path: Path) -> bool:
    """Return whether the file ``path`` comes back for a catalogue though its name does not say so."""
    return any(row.recognizes is not None and row.recognizes(path) for row in rows())


def report_of(path: Path) -> str:
    """Return the name of the report that a file was exported from; empty where it does not say it or is not read."""
    named = (".po", *(suffix for row in rows() for suffix in row.read_suffixes if suffix))
    try:
        return read(path, path.name, Catalogue("", ""), "accept")[0].report if path.suffix.lower() in named else ""
    except TranslationError:
        return ""

"""Loads the libraries of a format into a worker process before it has something to make."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from importlib import import_module

from plantin.findings import PlantinError
from plantin.house.layout import House
from plantin.production.formats import format_named
from plantin.writers import engine


def on_pages(formats: Iterable[str]) -> bool:
    """Return whether one of ``formats`` is laid out on pages, by the engine that takes longest to load."""
    return any("weasyprint" in row.libraries for name in formats if (row := format_named(name)))


def preload(house: House, formats: tuple[str, ...], styles: Iterable[str] = (), languages: Iterable[str] = ()) -> None:
    """Load, in the process that this is called in, the writers of ``formats``; the layout engine if one needs it; what
    is read once of the faces and sheets of ``styles`` of the house; and the patterns by which words of ``languages``
    are divided. Raises StyleError.
    """
    if on_pages(formats):
        engine.load()
        import_module("plantin.writers.pdf.assembly")
    rows = [row for name in formats if (row := format_named(name))]
    for row in rows:
        import_module(row.module)
    for style in map(house.style, styles):
        style.read_faces()
        for sheet in sorted({row.sheet for row in rows if row.sheet}):
            style.sheet(sheet)
    for language in languages:
        engine.read_patterns(language)


def preload_all(house: House, formats: tuple[str, ...], styles: Iterable[str] = ()) -> None:
    """Load what composes reports, and what ``preload`` does; what is wrong with a style or a library is reported when
    an edition is made.
    """
    import_module("plantin.production.versions")
    with contextlib.suppress(PlantinError):
        preload(house, formats, styles)

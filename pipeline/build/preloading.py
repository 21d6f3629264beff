"""A process that will write some formats loads what it needs for them before it has something to write."""

from __future__ import annotations

from importlib import import_module

from pipeline.build.formats import format_named
from pipeline.writers import engine


def preload(formats: tuple[str, ...]) -> None:
    """Load the writers of ``formats``, and the layout engine if one prints pages, in the process that this is called in."""
    rows = [row for name in formats if (row := format_named(name))]
    if any(row.printed for row in rows):
        engine.load()
    for row in rows:
        import_module(row.room)

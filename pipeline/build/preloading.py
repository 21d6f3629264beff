"""A process that will write some formats loads what it needs for them before it has something to write."""

from __future__ import annotations

from importlib import import_module

from pipeline.build.formats import format_named


def preload(formats: tuple[str, ...]) -> None:
    """Load the writers of ``formats``, in the process that this is called in."""
    for name in formats:
        if row := format_named(name):
            import_module(row.room)

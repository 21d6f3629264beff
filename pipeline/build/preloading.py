"""A process that will make editions loads what it needs for them before it has something to make."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from pipeline.build.formats import format_named
from pipeline.writers import engine


def on_pages(formats: Iterable[str]) -> bool:
    """Whether one of ``formats`` is laid out on pages, by the engine that takes longest to load."""
    return any("weasyprint" in row.libraries for name in formats if (row := format_named(name)))


def preload(formats: tuple[str, ...]) -> None:
    """Load the writers of ``formats``, and the layout engine if one needs it, in the process that this is called in."""
    if on_pages(formats):
        engine.load()
    for row in filter(None, map(format_named, formats)):
        import_module(row.room)


def preload_all(formats: tuple[str, ...]) -> None:
    """Load what composes reports, and what ``preload`` does."""
    import_module("pipeline.build.versions")
    preload(formats)

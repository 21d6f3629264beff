"""Finished documents of sources in the project, without a house around them."""

from __future__ import annotations

from pathlib import Path

from pipeline.house import locale
from pipeline.model.document import Document
from pipeline.resolve import resolve
from pipeline.resolve.notes import definitions
from pipeline.source import front_matter, pandoc, tables
from pipeline.source import text as source_text
from tests.kit.houses import ROOT


def compose(path: Path, language: str = "en") -> Document:
    """The finished document of the source at ``path``."""
    return compose_text(source_text.read(path), language)


def compose_text(report: source_text.Source, language: str = "en") -> Document:
    """The finished document of a source that was read."""
    nodes, _ = pandoc.parse(tables.prepared(report), report.path)
    words = locale.read(ROOT / "locales" / language / "locale.toml")
    return resolve(front_matter.read(report), nodes, definitions(report), words).document

"""The table of this pack in style.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from plantin.settings.forms import within


@dataclass(frozen=True, slots=True)
class Braille:
    """The braille editions (``[braille]``)."""

    columns: Annotated[int, within(20, 60, "cells")] = 40
    """Cells in a line."""
    rows: Annotated[int, within(10, 40, "lines")] = 25
    """Lines on a page, the first of them the running head."""
    notes: Literal["section", "end"] = "section"
    """Where the notes are: at the foot of each main section, or at the end."""
    tables: Literal["columns", "lists"] = "columns"
    """Tables in columns where they fit, or always as lists."""
    formulas: Literal["words", "nemeth"] = "words"
    """Formulas in words, or in English in the Nemeth Code."""
    volume: Annotated[int, within(10, 1000, "pages")] = 80
    """The most pages of text in a volume."""

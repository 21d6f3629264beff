"""The table of this pack in style.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from plantin.settings.forms import within


@dataclass(frozen=True, slots=True)
class PlainText:
    """The plain text edition (``[text]``)."""

    width: Annotated[int, within(40, 200, "columns")] = 72
    """The length of its lines in columns."""
    notes: Literal["section", "end"] = "section"
    """Where its notes are: at the foot of each main section, or at the end."""

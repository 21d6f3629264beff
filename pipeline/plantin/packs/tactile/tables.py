"""The tables of this pack: in ``style.toml``, and in ``locale.toml`` (``locales/`` has further languages)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from plantin.settings.forms import with_names


@dataclass(frozen=True, slots=True)
class TactilePaper:
    """The tactile edition (``[tactile]``)."""

    paper: Literal["A4", "A3", "letter"] = "A4"
    """The sheets of swell paper, always upright."""


@dataclass(frozen=True, slots=True)
class TactileWords:
    """What a tactile edition says between the words of the report (``[tactile]``)."""

    drawings: str = "Tactile graphics"
    """The heading of the list on the first sheet."""
    none: str = "This report has no charts or maps drawn from data."
    """What is there where there is none."""
    key: str = "Key"
    """The heading of a key."""
    part: Annotated[str, with_names("number", "count")] = "Sheet {number} of {count}"
    """On each sheet of a drawing that takes several."""
    undrawn: str = "(not drawn; the data are in the braille edition)"
    """In the list, after a drawing that no sheet can show."""
    no_data: str = "no data"
    """In the key of a map, for areas without a value."""

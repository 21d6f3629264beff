"""The brand colours that the editions of a house are to show."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``, empty where the house gives none: of ``heading`` and title, and of rules (``accent``)."""

    heading: str = ""
    accent: str = ""
    series: tuple[str, ...] = ()
    """The fills of the series of charts, none where the house has those of the press."""

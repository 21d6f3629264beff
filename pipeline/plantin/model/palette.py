"""The colours that a house is known by, which its editions are to show."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``, empty where the house gives none: that of ``heading`` and title, and that of rules
    (``accent``).
    """

    heading: str = ""
    accent: str = ""

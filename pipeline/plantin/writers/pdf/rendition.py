"""A rendition: the pages of a document in one of their shapes (screen, large print, paper), written as one file."""

from __future__ import annotations

from dataclasses import dataclass

from plantin.writers.pdf.metadata import Standard


@dataclass(frozen=True, slots=True)
class Rendition:
    """The standards that the file keeps, the style's own sheet after ``print.css`` (empty: none), and whether it is for
    paper: then it has no links, codes at the foot of its first page, crop marks around each, and an even number of
    pages. (Other editions have the codes where the style wants them there, large print never.) ``ground`` is the colour
    of the whole page where it is not white.
    """

    standard: Standard
    sheet: str = ""
    paper: bool = False
    ground: str = ""

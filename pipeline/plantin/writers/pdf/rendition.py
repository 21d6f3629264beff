"""A rendition: the pages of a document in one of their shapes (screen, large print, paper), written as one file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from plantin.model.document import Picture
from plantin.writers.pdf.engine_types import Pdf, Stream
from plantin.writers.pdf.metadata import Standard

Served = tuple[bytes, str]
"""The bytes of a picture and their media type."""


def serve_unchanged(picture: Picture) -> Served:
    """Return ``picture`` as it is."""
    return picture.content, picture.media_type


@dataclass(frozen=True, slots=True)
class Paper:
    """What an edition on paper has that one for screens has not."""

    sheet: str
    """The rule of CSS that makes the sheet larger than the page."""
    serve: Callable[[Picture], Served]
    """Gives a picture of dots as it is printed."""
    finish: Callable[[Pdf, list[Stream]], None]
    """Makes the file ready, its pages painted into streams."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """The standards that the file keeps, the style's own sheet after ``print.css`` (empty: none), and whether it is for
    paper: then it has no links, codes at the foot of its first page and an even number of pages. (Other editions have
    the codes where the style wants them there, large print never.) ``ground`` is the colour of the whole page where it
    is not white. ``page`` gives, with the sheets that it is set by, the markup of what is no report but is made of one,
    such as a redline: then nothing is known of where pages begin.
    """

    standard: Standard
    sheet: str = ""
    paper: Paper | None = None
    ground: str = ""
    page: Callable[[tuple[str, ...]], ET.Element] | None = None

"""What an edition knows of the other editions of the report: where the pages of the printed one begin, and which files
are beside it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal, get_args

Series = Literal["masthead", "contents", "body"]


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a printed page begins: at the first word that begins on it. A page with nothing but notes begins where the
    text continues after it; ``row`` is one past the last where the text does not continue.
    """

    label: str
    """The number printed on the page."""
    series: Series
    """The series of the outline that has the word."""
    row: int
    """The row of that series, from 0."""
    offset: int
    """The number of characters in the row before the word; 0 is the beginning of the row, with its label."""

    @property
    def anchor(self) -> str:
        """The permanent name of the place: ``page-5``."""
        return f"page-{self.label}"

    def line(self) -> str:
        """Return the value as a line of text, from which ``of`` makes it again.

        >>> PageStart.of(PageStart("5", "body", 12, 34).line())
        PageStart(label='5', series='body', row=12, offset=34)
        """
        return f"{self.label} {self.series} {self.row} {self.offset}"

    @classmethod
    def of(cls, line: str) -> PageStart:
        """Return the value that ``line`` gives. Raises ValueError where it has another form."""
        label, series, row, offset = line.split()
        return cls(label, get_args(Series)[get_args(Series).index(series)], int(row), int(offset))


@dataclass(frozen=True, slots=True)
class FinishedFile:
    """A finished file."""

    content: bytes
    """The bytes of the file."""
    pages: tuple[PageStart, ...] = ()
    """Where its pages begin, if other formats mark them."""


@dataclass(frozen=True, slots=True)
class RelatedEdition:
    """Another edition of the report, in a file beside this one."""

    language: str
    """The BCP 47 tag of its language."""
    name: str
    """The name of that language in the language itself."""
    direction: str
    """The direction of that language."""
    format: str
    """The name of the format as readers know it ("PDF")."""
    media_type: str
    """The media type."""
    file: str
    """The name of the file."""
    size: int
    """The size in bytes, 0 where it is not known."""
    family: str = ""
    """The name of the group of formats that it belongs to ("Large print"), or empty."""


@dataclass(frozen=True, slots=True)
class PrintedEdition:
    """The printed edition in the same language: its file and the digest of its bytes, which settles its pages."""

    file: str
    digest: str


@dataclass(frozen=True, slots=True)
class RelatedEditions:
    """All that an edition knows of the other editions of the report."""

    pages: tuple[PageStart, ...] = ()
    """Where the pages of the printed edition begin."""
    printed: PrintedEdition | None = None
    """The printed edition in the same language."""
    languages: tuple[RelatedEdition, ...] = ()
    """The same format in the other languages."""
    formats: tuple[RelatedEdition, ...] = ()
    """The same language in other formats."""
    folder: str = ""
    """The address of the folder with all editions of the report, empty where it is not known."""
    address: str = ""
    """The address of the edition itself, empty where it is not known."""
    certifier: str = ""
    """Who certified that the edition conforms to EPUB Accessibility 1.1 at WCAG 2.2 level AA, or empty."""
    picture: str = ""
    """The address of a picture of the house, or empty."""

    def digest(self) -> str:
        """SHA-256 of the value in hexadecimal, equal in every process. ``pages`` follow from ``printed`` and need not
        be known for it.
        """
        values = (self.printed, self.languages, self.formats, self.folder, self.address, self.certifier, self.picture)
        return hashlib.sha256(repr(values).encode()).hexdigest()


ALONE = RelatedEditions()
"""What an edition knows that is made by itself: nothing."""

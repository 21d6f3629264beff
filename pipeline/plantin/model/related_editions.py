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
    """Where a printed page begins: at the first word that begins on it. ``label`` is the number printed on the page.

    The word is in row ``row`` (from 0) of a series of the outline, ``offset`` characters into its text; 0 is where the
    row itself begins, with its label. A page with nothing but notes begins where the text goes on after it; ``row`` is
    then one past the last, where it does not.
    """

    label: str
    series: Series
    row: int
    offset: int

    @property
    def anchor(self) -> str:
        """The permanent name of the place: ``page-5``."""
        return f"page-{self.label}"

    def line(self) -> str:
        """The value as a line of text, from which ``of`` makes it again.

        >>> PageStart.of(PageStart("5", "body", 12, 34).line())
        PageStart(label='5', series='body', row=12, offset=34)
        """
        return f"{self.label} {self.series} {self.row} {self.offset}"

    @classmethod
    def of(cls, line: str) -> PageStart:
        """The value that ``line`` gives. Raises ValueError where it has another form."""
        label, series, row, offset = line.split()
        return cls(label, get_args(Series)[get_args(Series).index(series)], int(row), int(offset))


@dataclass(frozen=True, slots=True)
class Written:
    """A finished file, and where its pages begin, if it has pages that others mark."""

    content: bytes
    pages: tuple[PageStart, ...] = ()


@dataclass(frozen=True, slots=True)
class RelatedEdition:
    """An edition that lies beside this one: its language, with that language's own name and direction, its format as
    readers know it ("PDF"), its media type, the name of its file, its size in bytes (0 where it is not known), and what
    readers call the ``family`` of formats that it is one of ("Large print"; empty where it is one of its own).
    """

    language: str
    name: str
    direction: str
    format: str
    media_type: str
    file: str
    size: int
    family: str = ""


@dataclass(frozen=True, slots=True)
class PrintedEdition:
    """The printed edition in the same language: the name of its file, and the digest of its bytes, which settles where
    its pages begin.
    """

    file: str
    digest: str


@dataclass(frozen=True, slots=True)
class RelatedEditions:
    """All that an edition knows of the others.

    ``languages`` are the same format in the other languages, ``formats`` the same language in other formats.
    ``address`` is where readers will find the edition's own file, ``folder`` where all of the report's (both empty if
    not known). ``certifier`` names who has found the edition to conform to EPUB Accessibility 1.1 at WCAG 2.2 level AA;
    while nobody has, it is empty. ``picture`` is the address of a picture of the house (empty: none).
    """

    pages: tuple[PageStart, ...] = ()
    printed: PrintedEdition | None = None
    languages: tuple[RelatedEdition, ...] = ()
    formats: tuple[RelatedEdition, ...] = ()
    folder: str = ""
    address: str = ""
    certifier: str = ""
    picture: str = ""

    def digest(self) -> str:
        """SHA-256 of the value in hexadecimal, equal in every process. ``pages`` follow from ``printed`` and need not
        be known for it.
        """
        known = (self.printed, self.languages, self.formats, self.folder, self.address, self.certifier, self.picture)
        return hashlib.sha256(repr(known).encode()).hexdigest()


ALONE = RelatedEditions()
"""What an edition knows that is made by itself: nothing."""

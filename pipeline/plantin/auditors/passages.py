"""What an edition contains besides its outline, as plain values: passages in another language, links, what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from plantin.auditors.charts import DrawnShape
from plantin.model.charts import ChartKind


@dataclass(frozen=True, slots=True)
class ForeignPassage:
    """A piece of the text with more to it than its words: a passage with its ``language`` (BCP 47) and ``direction``
    (ltr or rtl), a link with its ``target``. ``words`` are empty for whole paragraphs.
    """

    words: str
    language: str = ""
    direction: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class ShownObject:
    """Something shown: its kind, the ``words`` that represent it, and its ``content``: the SHA-256 of a picture, the
    elements of a formula, the text of a listing.
    """

    kind: Literal["picture", "formula", "listing"]
    words: str
    content: str


@dataclass(frozen=True, slots=True)
class DrawnFigure:
    """A picture as it is drawn on a page, with the ``words`` that represent it."""

    words: str
    shapes: tuple[DrawnShape, ...]


@dataclass(frozen=True, slots=True)
class ChartValues:
    """A chart that a program draws from values, with the ``words`` that represent it."""

    words: str
    kinds: tuple[ChartKind, ...]
    """The kinds of charts that are drawn so."""
    rows: tuple[tuple[str, ...], ...]
    """What is drawn: the head, then for each category its name and its value in each series."""
    table: tuple[tuple[str, ...], ...]
    """The same in the data that a reader may edit."""
    value_axis: str
    """The title of the axis of the values."""
    ends: tuple[str, str, str]
    """Where that axis begins and ends, and the distance of its marks."""
    mirrored: bool
    """Whether it goes from right to left."""
    marks: tuple[str, ...]
    """The numbers of that axis as they are shown, with ``?`` for a sign that the reader's system chooses."""
    labels: tuple[tuple[str, ...], ...]
    """The numbers at what is drawn, for each series that has them, likewise."""


@dataclass(frozen=True, slots=True)
class EditionPassages:
    """The passages and links of an edition: those of its list of contents, and those of its text and notes; what it
    shows; and the summary of its accessibility that it gives, None where it gives none. ``sounded`` says that it is
    read aloud, ``paged`` that its index gives pages, one for all places there: the outline has these.
    """

    contents: tuple[ForeignPassage, ...]
    text: tuple[ForeignPassage, ...]
    shown: tuple[ShownObject, ...] = ()
    summary: str | None = None
    sounded: bool = False
    paged: bool = False
    drawings: tuple[DrawnFigure, ...] | None = None
    """The shapes of its pictures, of an edition that draws them itself; None where it has them as files."""
    backs: tuple[ForeignPassage, ...] | None = None
    """The links from its notes to their calls, each with the label of its note; None where these are not read."""
    worded: frozenset[str] = frozenset()
    """The words of pictures and formulas that it gives in these words alone."""

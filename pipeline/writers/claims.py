"""What an edition may say of its own accessibility, derived from what is in it and never assumed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.companions import Companions
from pipeline.document import Document, Labels


@dataclass(frozen=True, slots=True)
class Image:
    """An image of the report. ``alternative`` is what it says, empty where nobody has said it; ``moves`` whether it is animated."""

    alternative: str
    moves: bool = False


@dataclass(frozen=True, slots=True)
class Matter:
    """What an edition is made of, as far as it matters to those who cannot see, hear or bear all of it."""

    sections: bool
    notes: bool
    images: tuple[Image, ...] = ()
    formulas: bool = False
    sound: bool = False
    pages: bool = False
    page_list: bool = False


@dataclass(frozen=True, slots=True)
class Claims:
    """The five properties of the accessibility vocabulary of schema.org; ``summary`` is in the language of the edition."""

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str


def matter(document: Document, companions: Companions, *, page_list: bool = False) -> Matter:
    """What a document consists of: its blocks are all text, so that there are no images, formulas or sound in it."""
    pages = bool(companions.pages)
    sections = any(True for _ in document.sections())
    return Matter(sections, bool(document.notes), pages=pages, page_list=pages and page_list)


def claims(matter: Matter, labels: Labels) -> Claims:
    """What is true of an edition that consists of ``matter``."""
    described = all(image.alternative.strip() for image in matter.images)
    modes = ("textual", *("visual",) * bool(matter.images), *("auditory",) * matter.sound)
    # An image that nobody has described can only be seen; sound is beside the text, which says the same.
    sufficient = "textual" if described else "textual,visual"
    features = tuple(sorted(_features(matter, described=described), key=str.lower))
    return Claims(modes, (sufficient,), features, _hazards(matter), " ".join(_sentences(matter, labels)))


def _features(matter: Matter, *, described: bool) -> Iterator[str]:
    yield from ("ARIA", "displayTransformability", "readingOrder", "unlocked")
    if matter.sections:
        yield from ("structuralNavigation", "tableOfContents")
    if matter.images and described:
        yield "alternativeText"
    if matter.formulas:
        yield "MathML"
    if matter.pages:
        yield "pageBreakMarkers"
    if matter.page_list:
        yield "pageNavigation"


def _hazards(matter: Matter) -> tuple[str, ...]:
    """What could harm a reader. Nobody has measured how a moving image flashes, so that is said to be unknown."""
    moves = any(image.moves for image in matter.images)
    if not (moves or matter.sound):
        return ("none",)
    moving = ("unknownFlashingHazard", "unknownMotionSimulationHazard") if moves else ("noFlashingHazard", "noMotionSimulationHazard")
    return (*moving, "sound" if matter.sound else "noSoundHazard")


def _sentences(matter: Matter, labels: Labels) -> Iterator[str]:
    if not (matter.images or matter.sound):
        yield labels.about_text
    if matter.sections:
        yield from (labels.about_numbers, labels.about_navigation)
    if matter.notes:
        yield labels.about_notes
    if matter.pages:
        yield labels.about_pages

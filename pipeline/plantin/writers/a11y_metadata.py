"""What an edition may say of its own accessibility, derived from what is in it and never assumed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plantin.model.document import Document, Figure, Paragraph, Table, every
from plantin.model.inlines import Formula, Reference
from plantin.model.labels import Labels
from plantin.model.outline import inlines
from plantin.model.related_editions import RelatedEditions

_TEX_SIGNS = frozenset("\\_^{}")


@dataclass(frozen=True, slots=True)
class DescribedImage:
    """An image of the report. ``alternative`` is its alternative text, empty where it has none; ``moves`` whether it is
    animated, ``decorative`` whether it says nothing, by the word of its author.
    """

    alternative: str
    moves: bool = False
    decorative: bool = False


@dataclass(frozen=True, slots=True)
class EditionContent:
    """What an edition is made of, as far as it matters to those who cannot see, hear or bear all of it."""

    sections: bool
    notes: bool
    images: tuple[DescribedImage, ...] = ()
    tables: bool = False
    formulas: bool = False
    worded: bool = True
    """Whether every formula has words for a listener, not the signs of its TeX."""
    pages: bool = False
    page_list: bool = False
    long_descriptions: bool = False
    """Whether a picture names its long description (aria-details)."""
    companions: tuple[str, ...] = ()
    """The sentences on the easy-to-read summary and on the version in sign language."""


@dataclass(frozen=True, slots=True)
class AccessibilityClaims:
    """The five properties of schema.org's accessibility vocabulary; ``summary`` is in the language of the edition."""

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str


def is_described(figure: Figure) -> bool:
    """Return whether a line below ``figure`` leads to its long description or data, at ``figure-I.data``."""
    parts = (part for block in figure.source if isinstance(block, Paragraph) for part in block.content)
    return any(isinstance(part, Reference) and part.anchor == f"{figure.anchor}.data" for part in parts)


def matter(document: Document, related: RelatedEditions, *, page_list: bool = False) -> EditionContent:
    """Return what a document consists of."""
    pages = bool(related.pages)
    blocks = document.text()
    formulas = [inline for block in blocks for inline in inlines(block) if isinstance(inline, Formula)]
    return EditionContent(
        sections=any(True for _ in document.sections()),
        notes=bool(document.notes),
        images=tuple(
            DescribedImage(
                figure.alternative, figure.picture.moving, decorative=not (figure.label or figure.alternative)
            )
            for figure in document.pictures()
        ),
        tables=any(isinstance(block, Table) for block in every(blocks)),
        formulas=bool(formulas),
        worded=not any(_TEX_SIGNS & set(formula.words) for formula in formulas),
        pages=pages,
        page_list=pages and page_list,
        long_descriptions=any(is_described(figure) for figure in document.pictures()),
        companions=tuple(companion.about for companion in document.publication.companions if companion.about),
    )


def claims(matter: EditionContent, labels: Labels) -> AccessibilityClaims:
    """Return what is true of an edition that consists of ``matter``."""
    telling = [image for image in matter.images if not image.decorative]
    described = all(image.alternative.strip() for image in telling)
    modes = ("textual", *("visual",) * bool(telling))
    # An image that nobody has described can only be seen.
    sufficient = "textual" if described else "textual,visual"
    features = tuple(sorted(_features(matter, alternatives=bool(telling) and described), key=str.lower))
    # Nobody has measured how a moving image flashes: that is declared unknown in one word, because Ace 1.4.6 misspells
    # the one for simulated motion, and refuses the right spelling.
    hazard = "unknown" if any(image.moves for image in matter.images) else "none"
    # A Chinese stop has its space within it.
    summary = " ".join(_sentences(matter, labels, described=described)).replace("。 ", "。")
    return AccessibilityClaims(modes, (sufficient,), features, (hazard,), summary)


def _features(matter: EditionContent, *, alternatives: bool) -> Iterator[str]:
    yield from ("ARIA", "displayTransformability", "readingOrder", "unlocked")
    if matter.sections:
        yield from ("structuralNavigation", "tableOfContents")
    if alternatives:
        yield "alternativeText"
    if matter.long_descriptions:
        yield "longDescription"
    if matter.formulas:
        yield from ("MathML", *("describedMath",) * matter.worded)
    if matter.pages:
        yield "pageBreakMarkers"
    if matter.page_list:
        yield "pageNavigation"


def _sentences(matter: EditionContent, labels: Labels, *, described: bool) -> Iterator[str]:
    if matter.images:
        yield labels.about_pictures if described else labels.about_undescribed
    else:
        yield labels.about_text
    if any(image.moves for image in matter.images):
        yield labels.about_movement
    if matter.tables:
        yield labels.about_tables
    if matter.formulas and matter.worded:
        yield labels.about_formulas
    if matter.sections:
        yield from (labels.about_numbers, labels.about_navigation)
    if matter.notes:
        yield labels.about_notes
    if matter.pages:
        yield labels.about_pages
    yield from matter.companions

"""One message as it will be printed, before it is saved: its place in the document, as in the web page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from plantin.findings import PlantinError
from plantin.house.layout import House
from plantin.model.document import Block, List, Note, Section, every
from plantin.packs.desk.desk.opened_catalogue import OpenedCatalogue, open_catalogue
from plantin.production import compose as composing
from plantin.production.composed import ComposedReport
from plantin.production.ingredients import Ingredients
from plantin.source import rereading
from plantin.translation.translate import apply_catalogue
from plantin.writers.xhtml import Body

_KEPT = 6
"""So many texts, and catalogues, are kept by the process that shows them."""


def preview_message(house: House, slug: str, language: str, context: str, translation: str) -> dict[str, str]:
    """Return the passage that has the message, with ``translation`` in its place: a paragraph with its number, a note,
    a heading, a whole table or list. An empty translation shows the catalogue's. The ``markup``, and the ``language``
    and ``direction`` of its words.

    Whoever shows one passage shows others: the process keeps what they have in common. Raises KeyError where the report
    has no such message; SourceError, TranslationError as an edition does.
    """
    rereading.keep(_KEPT)
    digests = Ingredients(house, None).document_digests(slug, language)
    now = _cached_catalogue(house, slug, language, tuple(digests.items()))
    at = now.index(context)
    entries = now.catalogue.entries
    if translation:
        typed = replace(entries[at], translation=translation, stale=False, previous="")
        entries = (*entries[:at], typed, *entries[at + 1 :])
    locale = house.locale(language, now.head.style)
    try:
        text = apply_catalogue(now.report, now.head, replace(now.catalogue, entries=entries), now.messages, locale)
        composed = composing.compose(house, text.source, text.head, locale, draft=text.notice)
    except PlantinError as error:
        raise type(error)(*map(now.report.relocate, error.findings)) from None
    document = composed.document
    body = Body(document, address=lambda anchor: f"/{slug}/{language}#{anchor}")
    message = now.messages[at]
    heads = message.kind in ("title", "masthead")
    markup = body.masthead() if heads else _passage(body, composed, message.place.line)
    return {"markup": markup, "language": language, "direction": document.direction}


@lru_cache(maxsize=_KEPT)
def _cached_catalogue(house: House, slug: str, language: str, made_of: tuple[tuple[str, str], ...]) -> OpenedCatalogue:
    """Return the catalogue of a state of the files."""
    del made_of
    return open_catalogue(house, slug, language)


def _passage(body: Body, composed: ComposedReport, line: int) -> str:
    """Return the markup of the note or the block that begins at the line of the source, or is the nearest before it; of
    a section its heading. Empty where there is none.
    """
    holders: dict[str, Block | Note] = {note.anchor: note for note in composed.document.notes}
    for block in every(composed.document.blocks):
        holders |= dict.fromkeys(_anchors(block), block)
    before = sorted((place.line, anchor) for anchor, place in composed.places if place.line <= line)
    holder = next((holders[anchor] for _, anchor in reversed(before) if anchor in holders), None)
    match holder:
        case None:
            return ""
        case Note():
            return f"<ol>{body.note(holder)}</ol>"
        case Section():
            return f'<p class="heading">{body.with_label(holder.label, holder.heading)}</p>'
        case _:
            return body.blocks((holder,))


def _anchors(block: Block) -> Iterator[str]:
    """Yield the anchors of a block and of what it holds that is no block."""
    if anchor := getattr(block, "anchor", ""):
        yield anchor
    if isinstance(block, List):
        yield from (item.anchor for item in block.items if item.anchor)

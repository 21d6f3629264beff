"""What a house puts into Akoma Ntoso editions, as values: how the names of its documents begin."""

from __future__ import annotations

from plantin.auditors.statements import HouseContent
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.packs.akn.tables import Akn


def known_in_akn(document: Document, style: Style) -> HouseContent:
    """Return what an edition of ``document`` has from ``style``."""
    settings, head = style.table(Akn), document.masthead
    terms = {
        "jurisdiction": settings.jurisdiction,
        "class of the document": settings.subtype,
        "kind of document": settings.name,
        "name of the actor": head.organ or settings.actor(head.symbol),
    }
    return HouseContent(terms={term: frozenset((value,)) for term, value in terms.items()})

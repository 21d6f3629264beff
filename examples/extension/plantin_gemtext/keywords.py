"""A filter: the symbol of the report is among its keywords, in every edition's metadata."""

from __future__ import annotations

from dataclasses import replace

from plantin.model.document import Document
from plantin.production.filters import Filter


def add_symbol(document: Document) -> Document:
    """The document with its symbol as the last keyword."""
    publication = document.publication
    keywords = tuple(dict.fromkeys((*publication.keywords, document.masthead.symbol)))
    return replace(document, publication=replace(publication, keywords=keywords))


KEYWORDS = Filter("keywords", document=add_symbol)

"""The importer of this pack: an Akoma Ntoso file as a web page, which the press makes a source of.

Editions of this press become pages as it makes them, and so come back to the source that they were made of; files of
others become plain pages.
"""

from __future__ import annotations

from plantin.bounded import xml
from plantin.packs.akn.importer.edition import edition_page, is_edition
from plantin.packs.akn.importer.foreign import foreign_page
from plantin.packs.imports.importers import Importer

_SPACES = ("http://docs.oasis-open.org/legaldocml/ns/akn/3.0", "http://www.akomantoso.org/")
"""What the namespaces of the standard and of its drafts begin with."""


def to_page(content: bytes) -> bytes:
    """Return the web page of an Akoma Ntoso file. Raises ValueError for others, and where it exceeds bounds of XML."""
    root = xml.parse(content, doctype=True)
    tag = str(root.tag)
    if not tag.endswith("}akomaNtoso") or not tag[1:].startswith(_SPACES):
        raise ValueError("it is no Akoma Ntoso file: its outermost element is not akomaNtoso")
    return (edition_page(root) if is_edition(root) else foreign_page(root)).encode()


AKN = Importer(
    name="akn",
    suffixes=(".akn", ".akn.xml"),
    into="html",
    convert=to_page,
    begins=rb"(?:\xef\xbb\xbf)?\s*(?:(?:<!--(?:(?!-->).)*-->|<\?(?:(?!\?>).)*\?>|<!DOCTYPE[^>\[]*>)\s*)*<(?:\w+:)?akomaNtoso\b",
)

"""Checks that internal links have targets. Where links lead, and by which names, P005, P014 and P037 compare."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from plantin.auditors.markup.dom import MarkupPage, element_finding, elements
from plantin.auditors.markup.text import words_of
from plantin.findings import Finding

Key = tuple[str, str]
"""A place: the name of a page (empty for a web page) and an id in it, which is empty for the page itself."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_REFERRING = ("aria-labelledby", "aria-details")


def places(pages: Iterable[MarkupPage], files: Iterable[str] = ()) -> frozenset[Key]:
    """Return every place that a link inside an edition of these pages and files can lead to."""
    named = {(page.name, element.get("id", "")) for page in pages for element in elements(page.root)}
    return frozenset((*named, *((page.name, "") for page in pages), *((file, "") for file in files)))


def key(page: MarkupPage, address: str) -> Key:
    """Return the place that an internal address on ``page`` names."""
    name, _, anchor = address.partition("#")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), unquote(name))) if name else page.name
    return name, unquote(anchor)


def is_internal(page: MarkupPage, address: str) -> bool:
    """Return whether an address stays inside the edition. A web page is one file, so there only anchors do."""
    return not _SCHEME.match(address) and (bool(page.name) or address.startswith("#") or not address)


def targets(page: MarkupPage, path: str, known: frozenset[Key]) -> Iterator[Finding]:
    """L001: an internal link, or a reference between elements, that leads to none of the places ``known``."""
    for link in elements(page.root, "a"):
        address = link.get("href", "#")
        if is_internal(page, address) and (not address.strip("#") or key(page, address) not in known):
            message = f"the link “{words_of(link)[:40]}” leads to “{address}”, which is nowhere in the edition"
            yield element_finding("L001", message, page, path, link)
    for element in elements(page.root):
        for name in _REFERRING:
            for identity in element.get(name, "").split():
                if (page.name, identity) not in known:
                    message = f"{name} names “{identity}”, which is nowhere on the page"
                    yield element_finding("L001", message, page, path, element)

"""What the grammar of a page leaves to be asked of its accessibility: whether each id is unique, and a passage in
another script has its language. All else is in no row of a grammar (A019), or compared with the document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from plantin.auditors.markup.dom import (
    UNREAD,
    MarkupPage,
    ancestors,
    element_finding,
    elements,
    is_concealed,
    language,
    texts,
)
from plantin.auditors.markup.split_words import split_words
from plantin.auditors.scripts import foreign
from plantin.findings import Finding


def faults(page: MarkupPage, path: str) -> Iterator[Finding]:
    """A005, A008, A017: what is wrong with a page of a web site or an EPUB."""
    yield from _identities(page, path)
    yield from _foreign_scripts(page, path)
    yield from split_words(page, path)


def is_ornament(element: etree._Element) -> bool:
    """Whether screen readers pass ``element`` over: it is hidden from them, or an image declared to be an ornament."""
    return (element.tag == "img" and element.get("alt") == "") or any(
        around.get("aria-hidden") == "true" for around in ancestors(element)
    )


def _identities(page: MarkupPage, path: str) -> Iterator[Finding]:
    """HTML 3.2.6: an id is unique in its page, or links and names lead to the wrong place."""
    first: dict[str, etree._Element] = {}
    counts: Counter[str] = Counter()
    for element in elements(page.root):
        if (identity := element.get("id")) is not None:
            first.setdefault(identity, element)
            counts[identity] += 1
    for identity, count in counts.items():
        if count > 1:
            yield element_finding("A005", f"the id “{identity}” is given {count} times", page, path, first[identity])


def _foreign_scripts(page: MarkupPage, path: str) -> Iterator[Finding]:
    """WCAG 3.1.2: a passage in another script is in another language, and says so."""
    for element in elements(page.body()):
        doubtful = [text for text in texts(element) if not text.isascii()]
        if not doubtful or element.tag in UNREAD or any(is_concealed(around) for around in ancestors(element)):
            continue
        language_here = next((language(around) for around in ancestors(element) if language(around)), "")
        for text in doubtful:
            if word := foreign(text, language_here):
                message = f"“{word}” is in text that is declared to be in {language_here or 'no language'}"
                yield element_finding("A008", message, page, path, element)

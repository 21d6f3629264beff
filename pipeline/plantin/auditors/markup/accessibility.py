"""What the grammar of a page leaves to be asked of its accessibility: whether each id is unique, and a passage in
another script has its language. All else is in no row of a grammar (A019), or compared with the document.
"""

from __future__ import annotations

import re
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
from plantin.auditors.scripts import foreign
from plantin.findings import Finding

_SAYS = ("lang", "dir", "role", "aria-label", "title")
"""An element with one of these says something of the letters in it."""

_NO_LETTER = re.compile(r"\W")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2}"
)
"""Two letters of scripts that set no spaces between words: an element cannot split what no space separates."""


def faults(page: MarkupPage, path: str) -> Iterator[Finding]:
    """A005, A008, A017: what is wrong with a page of a web site or an EPUB."""
    yield from _identities(page, path)
    # WCAG 3.1.2: a passage in another script is in another language, and says so.
    for element in elements(page.body()):
        doubtful = [text for text in texts(element) if not text.isascii()]
        if not doubtful or element.tag in UNREAD or any(is_concealed(around) for around in ancestors(element)):
            continue
        language_here = next((language(around) for around in ancestors(element) if language(around)), "")
        for text in doubtful:
            if word := foreign(text, language_here):
                message = f"“{word}” is in text that is declared to be in {language_here or 'no language'}"
                yield element_finding("A008", message, page, path, element)
    yield from _split_words(page, path)


def is_ornament(element: etree._Element) -> bool:
    """Return whether screen readers pass ``element`` over: hidden from them, or an image declared to be an ornament."""
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


def _split_words(page: MarkupPage, path: str) -> Iterator[Finding]:
    """A017: WCAG 2.2, 1.3.1. A span that says nothing of its letters and begins or ends within a word: searches,
    dictionaries and voices of some readers take the word for two, and a line may be divided there without a hyphen.
    Chinese, Japanese, Thai and others set no spaces.
    """
    for span in elements(page.body(), "span"):
        if any(span.get(name) for name in _SAYS) or any(
            around.tag in UNREAD or is_concealed(around) for around in ancestors(span)
        ):
            continue
        inside = "".join(map(str, span.itertext()))
        for before, after in ((_text_before(span), inside), (inside, span.tail or "")):
            if before[-1:].isalpha() and after[:1].isalpha() and not _UNSPACED.match(before[-1:] + after[:1]):
                word = f"{_NO_LETTER.split(before)[-1]}|{_NO_LETTER.split(after)[0]}"
                yield element_finding("A017", f"the word “{word}” is in two pieces", page, path, span)


def _text_before(element: etree._Element) -> str:
    """Return the text right before ``element``, empty where another element is there."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        return before.tail or ""
    return "" if parent is None else parent.text or ""

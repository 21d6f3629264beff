"""Finds words that are split by elements without a meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from plantin.auditors.markup.dom import UNREAD, MarkupPage, ancestors, element_finding, elements, is_concealed
from plantin.findings import Finding

_SAYS = ("lang", "dir", "role", "aria-label", "title")
"""An element with one of these says something of the letters in it."""

_NO_LETTER = re.compile(r"\W")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2}"
)
"""Two letters of scripts that set no spaces between words: an element cannot split what no space separates."""


def split_words(page: MarkupPage, path: str) -> Iterator[Finding]:
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
    """The text right before ``element``, empty where another element is there."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        return before.tail or ""
    return "" if parent is None else parent.text or ""

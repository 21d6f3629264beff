"""Accessibility rules for a single page of markup: WCAG 2.2 level AA and DPUB-ARIA, as far as a program can judge.

Colours, focus and reflow are for a browser to show; what is judged here is what is in the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from plantin.auditors.markup.accessible_name import accessible_names
from plantin.auditors.markup.dom import (
    EPUB_TYPE,
    HEADINGS,
    UNREAD,
    XML_LANG,
    MarkupPage,
    ancestors,
    children,
    direction,
    elements,
    finding,
    has_class,
    is_a,
    is_concealed,
    language,
    masthead_field,
    texts,
    wordless,
)
from plantin.auditors.markup.split_words import split_words, unstyled_choices
from plantin.auditors.markup.text import visible
from plantin.auditors.mathml import is_tex
from plantin.auditors.scripts import foreign
from plantin.findings import Finding
from plantin.model import languages
from plantin.model.outline import normal

_TAG = re.compile(
    r"[a-z]{2,3}(-[A-Za-z]{4})?(-(?:[A-Za-z]{2}|\d{3}))?(-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*(-x(-[A-Za-z0-9]{1,8})+)?"
)
_LANDMARKS = frozenset(("header", "nav", "main", "footer", "aside"))


def faults(page: MarkupPage, path: str) -> Iterator[Finding]:
    """A001-A006, A008, A009, A011-A014, A016-A018: what is wrong with a page of a web site or an EPUB."""
    yield from _language(page, path)
    yield from _title(page, path)
    yield from _headings(page, path)
    yield from _images(page, path)
    yield from _identities(page, path)
    yield from _links(page, path)
    yield from _foreign_scripts(page, path)
    yield from _hidden(page, path)
    yield from _kinds(page, path)
    yield from accessible_names(page, path)
    yield from split_words(page, path)
    yield from unstyled_choices(page, path)


def _language(page: MarkupPage, path: str) -> Iterator[Finding]:
    """WCAG 3.1.1 and 3.1.2: every language is declared, and by a BCP 47 tag; 1.3.2: and its direction with it."""
    if not page.language:
        yield finding(
            "A001", "the page does not declare its language", page, path, page.root, "Give html the attribute lang."
        )
    for element in elements(page.root):
        for name in ("lang", XML_LANG):
            tag = element.get(name)
            if tag is not None and not _TAG.fullmatch(tag):
                yield finding(
                    "A001",
                    f"“{tag}” is not a language tag",
                    page,
                    path,
                    element,
                    "Give a BCP 47 tag, such as fr or zh-Hans.",
                )
        if element.get("lang") and element.get(XML_LANG) and element.get("lang") != element.get(XML_LANG):
            yield finding("A001", "lang and xml:lang name two languages", page, path, element)
        own = language(element)
        if own and languages.script(own) and languages.direction(own) != direction(element):
            hint = "Give the attribute dir with the attribute lang."
            yield finding("A011", f"text in {own} is not set in its own direction", page, path, element, hint)


def _title(page: MarkupPage, path: str) -> Iterator[Finding]:
    """WCAG 2.4.2."""
    title = page.root.find("head/title")
    if title is None or wordless("".join(map(str, title.itertext()))):
        yield finding("A002", "the page has no title", page, path, page.root, "Give head a title: symbol and heading.")


def _headings(page: MarkupPage, path: str) -> Iterator[Finding]:
    """WCAG 1.3.1 and 2.4.6: headings descend rank by rank from one h1, and none is empty."""
    for element in elements(page.body()):
        if masthead_field(element) == "title" and element.tag != "h1":
            yield finding("A003", "the report's title is not the h1", page, path, element)
    before = 0
    for heading in elements(page.body(), *HEADINGS):
        rank = int(str(heading.tag)[1])
        words = visible(heading)
        if rank > before + 1:
            over = f"after h{before}" if before else "as the first"
            yield finding(
                "A003", f"the heading “{words}” is h{rank} {over}", page, path, heading, "Ranks may not be skipped."
            )
        elif rank == 1 and before:
            yield finding("A003", f"the heading “{words}” is a second h1", page, path, heading, "A page has one h1.")
        if wordless(words):
            yield finding("A003", "a heading is empty", page, path, heading)
        before = rank


def _images(page: MarkupPage, path: str) -> Iterator[Finding]:
    """WCAG 1.1.1. An empty alt says that the image is an ornament, which is an answer; a formula has words for those
    who listen.
    """
    for image in elements(page.body(), "img", "area", "input", "svg"):
        if image.tag == "input" and image.get("type") != "image":
            continue
        if (
            is_ornament(image)
            or image.get("alt") is not None
            or image.get("aria-label")
            or image.get("aria-labelledby")
        ):
            continue
        if image.tag != "svg" or not _svg_title(image):
            name = image.get("src", "")[:40] or str(image.tag)
            yield finding(
                "A004",
                f"the image {name} has no alternative text",
                page,
                path,
                image,
                "Say in alt what the image says.",
            )
    for formula in elements(page.body(), "math"):
        if not formula.get("alttext", "").strip():
            signs = normal("".join(map(str, formula.itertext())))[:40]
            yield finding(
                "A004", f"the formula “{signs}” has no words", page, path, formula, "Say in alttext how it is read."
            )
        elif is_tex(formula.get("alttext", "")):
            shown = formula.get("alttext", "")[:40]
            yield finding(
                "A016",
                f"a formula is read out as TeX: “{shown}”",
                page,
                path,
                formula,
                "Say in alttext how the formula is read.",
            )


def _svg_title(image: etree._Element) -> bool:
    title = image.find("title")
    return title is not None and not wordless("".join(map(str, title.itertext())))


def is_ornament(element: etree._Element) -> bool:
    """Whether screen readers pass ``element`` over: it is hidden from them, or an image that declares itself an
    ornament.
    """
    if element.tag == "img" and element.get("alt") == "":
        return True
    return any(
        around.get("aria-hidden") == "true" or around.get("role") in {"presentation", "none"}
        for around in ancestors(element)
    )


def _identities(page: MarkupPage, path: str) -> Iterator[Finding]:
    """HTML 3.2.6: an id is unique in its page, or links and names lead to the wrong place."""
    counts = Counter(identity for element in elements(page.root) if (identity := element.get("id")) is not None)
    first: dict[str, etree._Element] = {}
    for element in elements(page.root):
        first.setdefault(element.get("id", ""), element)
    for identity, count in counts.items():
        if count > 1:
            where = first[identity]
            yield finding("A005", f"the id “{identity}” is given {count} times", page, path, where)


def _links(page: MarkupPage, path: str) -> Iterator[Finding]:
    """WCAG 2.4.4: a link says where it leads."""
    for link in elements(page.body(), "a", "button"):
        if link.tag == "a" and link.get("href") is None:
            continue
        if next(link.iterancestors("a"), None) is not None:
            yield finding("A006", "a link is inside another", page, path, link, "End the one before the other begins.")
            continue
        seen = visible(link) if link.tag == "a" else normal("".join(map(str, link.itertext())))
        name = normal(link.get("aria-label", ""))
        images = " ".join(image.get("alt", "") for image in elements(link, "img"))
        if wordless(name or f"{seen} {images}"):
            yield finding("A006", "a link has no words", page, path, link, "Give it words, or an aria-label.")


def _foreign_scripts(page: MarkupPage, path: str) -> Iterator[Finding]:
    """WCAG 3.1.2: a passage in another script is in another language, and says so."""
    for element in elements(page.body()):
        doubtful = [text for text in texts(element) if not text.isascii()]
        if not doubtful or element.tag in UNREAD or any(is_concealed(around) for around in ancestors(element)):
            continue  # what nobody is shown is in no language: _hidden reports it where it is text of the report
        language_here = _language_at(element)
        for text in doubtful:
            if word := foreign(text, language_here):
                message = f"“{word}” is in text that is declared to be in {language_here or 'no language'}"
                yield finding("A008", message, page, path, element, "Mark the passage with its language in the source.")


def _language_at(element: etree._Element) -> str:
    return next((language(around) for around in ancestors(element) if language(around)), "")


def _hidden(page: MarkupPage, path: str) -> Iterator[Finding]:
    """WCAG 1.3.1: what is printed is read out, and what is read out is printed. The mark of a list without numbers may
    be silent: the list itself is announced.
    """
    for element in elements(page.root):
        concealed = is_concealed(element)
        silent = element.get("aria-hidden", "").strip().lower() == "true" or element.get("inert") is not None
        if not (concealed or silent) or any(
            around.tag in UNREAD or is_concealed(around) for around in element.iterancestors()
        ):
            continue
        if element.tag in UNREAD or (element.tag == "nav" and page.name):
            continue  # EPUB 3.3, 7.4.2: lists for the reading system alone may be hidden in the page of contents
        words = normal("".join(map(str, element.itertext())))
        if concealed and not wordless(words):
            yield finding(
                "A009",
                f"“{words[:40]}” is hidden from every reader",
                page,
                path,
                element,
                "Show the text, or remove it.",
            )
        elif silent and not (wordless(words) or (has_class(element, "label") and len(words) == 1)):
            yield finding(
                "A009",
                f"“{words[:40]}” is hidden from screen readers",
                page,
                path,
                element,
                "Take aria-hidden (or inert) away.",
            )


def _kinds(page: MarkupPage, path: str) -> Iterator[Finding]:
    """EPUB Accessibility Techniques 1.1, 4.1.3: epub:type is for reading systems, role for screen readers, and both are
    needed.
    """
    if not page.name:
        return
    for element in elements(page.body()):
        kind = "noteref" if element.tag == "a" else "endnotes"
        if is_a(element, kind) and not (
            f"doc-{kind}" in element.get("role", "").split() and kind in element.get(EPUB_TYPE, "").split()
        ):
            message = f"“{visible(element)[:40]}” is {kind} by its role or its epub:type, not by both"
            yield finding("A013", message, page, path, element)


def landmarks(page: MarkupPage, path: str) -> Iterator[Finding]:
    """A007 (WCAG 1.3.1, 2.4.1): one main, a way to skip to it, all text in landmarks, and names for landmarks of one
    kind.
    """
    mains = list(elements(page.body(), "main"))
    if len(mains) != 1:
        yield finding("A007", f"the page has {len(mains)} elements main, not one", page, path, page.root)
    first = next(elements(page.body(), "a"), None)
    inside = {around.get("id") for main in mains for around in ancestors(main)} - {None}
    if mains and (first is None or first.get("href", "").removeprefix("#") not in inside):
        yield finding(
            "A007",
            "the first link does not lead to the text",
            page,
            path,
            page.root,
            "Let readers skip what comes before it.",
        )
    for text, element in _outside(page.body(), first):
        yield finding("A007", f"“{text[:40]}” is outside every landmark", page, path, element)
    navs = list(elements(page.body(), "nav"))
    names: set[str] = set()
    for nav in navs:
        if nav.get("aria-label", "") in names:
            yield finding("A007", "two navigation landmarks have the same name", page, path, nav)
        if not nav.get("aria-labelledby"):
            names.add(nav.get("aria-label", ""))


def _outside(element: etree._Element, skip: etree._Element | None) -> Iterator[tuple[str, etree._Element]]:
    """The texts in no landmark, each with its element; ``skip`` is the link past what comes before the text."""
    for text in texts(element):
        if not wordless(text):
            yield normal(text), element
    for child in children(element):
        if child.tag == "div" and child.get("role") != "region":
            yield from _outside(child, skip)
        elif not (
            child is skip
            or child.tag in _LANDMARKS
            or child.tag in UNREAD
            or wordless(visible(child))
            or child.get("role") == "region"
        ):
            yield visible(child), child

"""Checks links: each internal link has a target, notes and their calls link to each other, and nothing is fetched from
the network.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from plantin.auditors.markup.dom import (
    MarkupPage,
    elements,
    finding,
    has_class,
    is_back_link,
    is_note_call,
    note_elements,
    says,
)
from plantin.auditors.markup.outline import OutlineReader, letters, note
from plantin.auditors.markup.text import visible, words_of
from plantin.findings import Finding

Key = tuple[str, str]
"""A place: the name of a page (empty for a web page) and an id in it, which is empty for the page itself."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_STYLE_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""", re.IGNORECASE)
_REFERRING = ("aria-labelledby", "aria-describedby", "aria-details", "aria-controls", "aria-owns", "for", "headers")
_FETCHED = ("src", "srcset", "poster", "data", "background", "manifest", "ping")
_FETCHED_RELATIONS = frozenset(
    "stylesheet icon apple-touch-icon preload modulepreload prefetch preconnect dns-prefetch manifest prerender".split()
)
_ALLOWED = frozenset(("http", "https", "mailto"))
"""The schemes of the addresses that a report may lead to: those that its source may name."""
_BLANK = re.compile(r"[\x00-\x20\x7f]")
_PRINTED = re.compile(r"(?:https?://|mailto:|www\.)[^\s<>“”«»]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+(?:com|edu|gov|info|int|net|org)(?:/\S*)?", re.IGNORECASE)
_KIND = re.compile(r"^(?:[^\W\d_]{2,}\s+)+(?=\S)")
_ROMAN = re.compile(r"[IVXLC]+\b")
_LONGEST = 2_000
"""So many characters of a link are searched for addresses."""
_ENDS = '.,;:!?)]’"'
_XLINK = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True, slots=True)
class LinkTargets:
    """Every place that a link inside an edition can lead to, and the files that it may name."""

    keys: frozenset[Key]
    files: frozenset[str] = frozenset()

    @classmethod
    def of(cls, pages: Iterable[MarkupPage], files: Iterable[str] = ()) -> LinkTargets:
        """The places of these pages."""
        keys: set[Key] = set()
        for page in pages:
            keys.add((page.name, ""))
            keys.update((page.name, element.get("id", "")) for element in elements(page.root) if element.get("id"))
        return cls(frozenset(keys), frozenset(files))

    def leads(self, key: Key) -> bool:
        """Whether there is such a place."""
        return key in self.keys or (not key[1] and key[0] in self.files)


def key(page: MarkupPage, address: str) -> Key:
    """The place that an internal address on ``page`` names."""
    name, _, anchor = address.partition("#")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), unquote(name))) if name else page.name
    return name, unquote(anchor)


def is_internal(page: MarkupPage, address: str) -> bool:
    """Whether an address stays inside the edition. A web page is one file, so there only anchors do."""
    return not _SCHEME.match(address) and (bool(page.name) or address.startswith("#") or not address)


def targets(page: MarkupPage, path: str, places: LinkTargets) -> Iterator[Finding]:
    """L001: an internal link, or a reference from one element to another, that leads nowhere."""
    for link in elements(page.root, "a", "area"):
        address = link.get("href")
        if address is None:
            yield finding("L001", f"“{words_of(link)[:40]}” is set as a link, but leads nowhere", page, path, link)
            continue
        if not is_internal(page, address):
            continue
        if not address.strip("#") or not places.leads(key(page, address)):
            message = f"the link “{words_of(link)[:40]}” leads to “{address}”, which is nowhere in the edition"
            yield finding("L001", message, page, path, link)
    for element in elements(page.root):
        for name in _REFERRING:
            for identity in element.get(name, "").split():
                if (page.name, identity) not in places.keys:
                    yield finding(
                        "L001", f"{name} names “{identity}”, which is nowhere on the page", page, path, element
                    )


def leading_out(page: MarkupPage, path: str) -> Iterator[Finding]:
    """L007: a link to an address that runs something, or that no report may lead to; L008 (WCAG 2.4.4): a link whose
    words are an address, and another one than it leads to.
    """
    for link in elements(page.root):
        for address in _followed(link):
            # Browsers take blanks and control characters out of an address before they look at its scheme.
            plain = _BLANK.sub("", address)
            scheme = match[0].rstrip(":").lower() if (match := _SCHEME.match(plain)) else ""
            if scheme and scheme not in _ALLOWED and scheme != "//":
                message = f"the link “{words_of(link)[:40]}” leads to “{plain[:60]}”"
                yield finding(
                    "L007", message, page, path, link, "A report leads to http, https and mailto addresses alone."
                )
            elif link.tag in {"a", "area"}:
                for printed in _printed(words_of(link)):
                    if _comparable(printed) != _comparable(plain):
                        message = f"the link “{printed[:60]}” leads to “{plain[:60]}”"
                        yield finding("L008", message, page, path, link, "Let it lead to the address that it shows.")


def _followed(element: etree._Element) -> Iterator[str]:
    """The addresses that a reader comes to by using ``element``."""
    if element.tag in {"a", "area"}:
        yield from (value for name in ("href", _XLINK, "xlink:href") if (value := element.get(name)))
    yield from (value for name in ("action", "formaction") if (value := element.get(name)))
    if element.tag in {"iframe", "embed", "frame"} and (value := element.get("src")):
        yield value


def _printed(words: str) -> list[str]:
    """The addresses among the words of a link: a bare domain only where there is nothing else."""
    words = words[:_LONGEST]
    if _DOMAIN.fullmatch(words):
        return [words]
    return [match[0].rstrip(_ENDS) for match in _PRINTED.finditer(words)]


def _comparable(address: str) -> str:
    """An address without what does not change where it leads: its scheme where that is left out in print, the case of
    its host, codes for characters, a slash at its end.
    """
    rest = re.sub(r"^(?:https?:)?//|^mailto:", "", address, flags=re.IGNORECASE)
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    return (host.lower() + unquote(rest[len(host) :])).rstrip("/")


def references(pages: Sequence[MarkupPage], path: str) -> Iterator[Finding]:
    """L006 (WCAG 2.4.4): a reference that names another place than it leads to, or a printed number that is a link to
    another place.
    """
    marked = {
        (page.name, element.get("id", "")): element
        for page in pages
        for element in elements(page.root)
        if element.get("id")
    }
    labels: dict[Key, str] = {}
    for page in pages:
        for link in elements(page.body(), "a"):
            address = link.get("href", "")
            if not is_internal(page, address) or not (has_class(link, "reference") or has_class(link, "label")):
                continue
            target = marked.get(key(page, address))
            if target is None:
                continue  # L001
            if (place := key(page, address)) not in labels:
                labels[place] = _printed_label(target)
            label, seen = labels[place], visible(link)
            if has_class(link, "label") and target not in link.iterancestors():
                yield finding(
                    "L006", f"the number {seen} is a link to “{address}”, not to its own place", page, path, link
                )
            elif has_class(link, "reference") and label and not _names(seen, label):
                yield finding(
                    "L006",
                    f"the reference “{seen}” leads to the place that bears the label “{label}”",
                    page,
                    path,
                    link,
                )


def _printed_label(element: etree._Element) -> str:
    """The first label in ``element``: a paragraph's, an entry's, a note's; of a section that in its heading, of an
    object that in its title, which may have none.
    """
    if any(has_class(element, name) for name in ("table", "figure", "box")):
        titled = (one for one in elements(element) if any(has_class(one, name) for name in ("title", "box-title")))
        element = next(titled, element)
    if element.tag == "section":
        element = next(elements(element, "h1", "h2", "h3", "h4", "h5", "h6"), element)
    return next((visible(inside) for inside in elements(element) if has_class(inside, "label")), "")


def _names(words: str, label: str) -> bool:
    """Whether ``words`` have the number of ``label``, not as a part of a longer one; in some scripts no space parts it
    from a word. A label begins with the name of its kind ("Table 1"), which references bend as their language wants.
    """
    whole = label.strip(" .()-‘’")
    numbers = (whole, _KIND.sub("", whole)) if not _ROMAN.match(whole) else (whole,)
    return any(_has_number(words, number) for number in numbers)


def _has_number(words: str, number: str) -> bool:
    pattern = rf"(?<![A-Za-z0-9]){re.escape(number)}(?![A-Za-z0-9])"
    return not number or re.search(pattern, words, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class _NoteLinks:
    page: MarkupPage
    element: etree._Element
    label: str
    back: tuple[etree._Element, ...]


def note_links(pages: Sequence[MarkupPage], path: str) -> Iterator[Finding]:
    """L002 and L005 (DPUB-ARIA 1.1, doc-noteref and doc-backlink): each indicator leads to its note, which bears the
    same label and has exactly one way back to each of its calls.
    """
    notes = {
        (page.name, element.get("id", "")): _note(page, element)
        for page in pages
        for element in (*note_elements(page), *letters(page))
    }
    calls: dict[Key, list[Key]] = defaultdict(list)
    for page in pages:
        for link in elements(page.root, "a"):
            if not is_note_call(link):
                continue
            label, to = visible(link), key(page, link.get("href", ""))
            if to not in notes:
                yield finding("L002", f"indicator {label} does not lead to a note", page, path, link)
                continue
            calls[to].append((page.name, link.get("id", "")))
            if not link.get("id"):
                yield finding(
                    "L002", f"indicator {label} has no anchor that its note could lead back to", page, path, link
                )
            if notes[to].label.strip(".") != label.strip("."):
                message = f"indicator {label} leads to the note that bears the label “{notes[to].label}”"
                yield finding("L005", message, page, path, link)
    for to, written in notes.items():
        yield from _ways_back(to, written, calls[to], path)


def _note(page: MarkupPage, element: etree._Element) -> _NoteLinks:
    back = tuple(link for link in elements(element, "a") if is_back_link(link))
    return _NoteLinks(page, element, note(element, OutlineReader(1)).label, back)


def _ways_back(to: Key, written: _NoteLinks, calls: list[Key], path: str) -> Iterator[Finding]:
    name = f"note {written.label or to[1]}"
    if not calls:
        yield finding("L002", f"{name} is called from nowhere", written.page, path, written.element)
        return
    wanted, seen = Counter(calls), Counter(key(written.page, link.get("href", "")) for link in written.back)
    for call in wanted - seen:
        yield finding("L002", f"{name} has no way back to its call “{call[1]}”", written.page, path, written.element)
    for call in seen - wanted:
        yield finding(
            "L002", f"{name} leads back to “{call[1]}”, which is no call of it", written.page, path, written.element
        )
    for link in written.back:
        spoken = link.get("aria-label", "")
        if written.label and not says(spoken, written.label):
            message = f"the way back from {name} is read out as “{spoken}”, which does not name it"
            yield finding("L005", message, written.page, path, written.element)


def outside(page: MarkupPage, path: str, *, alone: bool = False) -> Iterator[Finding]:
    """L003: a page that makes a program fetch something from the network; ``alone`` refuses other files as well (EPUB
    3.3, 3.6; an edition in one file needs nothing else).
    """
    for element in elements(page.root):
        for address in _fetched(element):
            if _is_remote(address) or (alone and not address.startswith(("data:", "#"))):
                message = f"{element.tag} fetches {address[:80]}"
                yield finding("L003", message, page, path, element, "An edition carries all that it needs.")


def style_outside(sheet: str, *, alone: bool = False) -> Iterator[str]:
    """The addresses in a style sheet that lead to the network, or with ``alone`` out of the file."""
    for match in _STYLE_ADDRESS.finditer(sheet):
        address = (match[1] or match[2]).strip()
        if _is_remote(address) or (alone and not address.startswith(("data:", "#"))):
            yield address


def _is_remote(address: str) -> bool:
    return bool(_SCHEME.match(address)) and not address.lower().startswith(("data:", "about:", "javascript:"))


def _fetched(element: etree._Element) -> Iterator[str]:
    """The addresses that are fetched when ``element`` is shown."""
    for name in _FETCHED:
        if (value := element.get(name)) and not (name == "data" and element.tag != "object"):
            yield from (part.split()[0] for part in value.split(", ") if part.split()) if name == "srcset" else [value]
    if element.tag == "link" and _FETCHED_RELATIONS & set(element.get("rel", "").lower().split()):
        yield element.get("href", "")
    if element.tag in {"image", "use", "feImage"} and (
        address := element.get("href") or element.get(_XLINK) or element.get("xlink:href")
    ):
        yield address
    if element.tag == "base" and element.get("href"):
        yield element.get("href", "")
    if element.tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
        yield element.get("content", "").partition("=")[2]
    sheet = (element.text or "") if element.tag == "style" else ""
    yield from (address for address in style_outside(f"{sheet} {element.get('style', '')}", alone=True))

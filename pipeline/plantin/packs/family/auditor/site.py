"""Reads the pages of a site on which reports lead to those that follow them: the links of their notices, and the list
that leads from each passage to where it is now, by the words of both pages.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote

from lxml.etree import _Element as Element

from plantin.bounded import html
from plantin.findings import Finding, Place

_HINT = "Make the site again; if the finding remains, report a bug."
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+|\d+")
"""A word; of Chinese, which has no spaces, a character."""
_LEAST_SHARED = 0.3
"""The share of its words that a passage has at least in common with the one to which it leads."""
_PLACE = re.compile(r"(?:annex-[A-Za-z\d]+\.)?(?:paragraph|section|note|table|figure|box|annex)-[\w.]+")
"""The anchors of places that are listed where a report has them."""
_REPORT = "site-report"
_ASIDE = ("label", "back")
"""Classes of what belongs to a place and not to its words."""


class Page(Protocol):
    """The pages of a report in one language."""

    @property
    def language(self) -> str:
        """Its language."""

    @property
    def version(self) -> str:
        """The release that it is of."""

    @property
    def page(self) -> str:
        """The report's own page, as a path in the site."""

    @property
    def reading(self) -> str:
        """The page on which it is read; empty where there is none."""


class Report(Protocol):
    """A report of a site."""

    @property
    def symbol(self) -> str:
        """Its symbol."""

    @property
    def said(self) -> Mapping[str, tuple[str, ...]]:
        """The symbols of those that it follows, by how."""

    @property
    def pages(self) -> Sequence[Page]:
        """Its pages, those of the newest release first."""


@dataclass(frozen=True, slots=True)
class _Link:
    """A link of a notice: the path to which it leads, with its anchor, and its words."""

    path: str
    anchor: str
    words: str


def read_site(reports: Sequence[Report], content: Callable[[str], bytes]) -> Iterator[Finding]:
    """Yield FAM021 for each notice that is missing, leads elsewhere or is on a page to which it does not belong, and
    for each place of a report that was replaced from which nothing leads to the place of the same words.
    """
    by_symbol = {report.symbol.removesuffix("*"): report for report in reports}
    triples = [
        (symbol, kind, other)
        for symbol, report in by_symbol.items()
        for kind, others in report.said.items()
        for other in others
    ]
    replacements = {other: symbol for symbol, kind, other in reversed(triples) if kind == "revises"}
    reader = _Reader(content)
    for symbol, report in by_symbol.items():
        chain = [symbol]
        while chain[-1] in replacements and len(chain) <= len(replacements):
            chain.append(replacements[chain[-1]])
        newest = chain[-1]
        due = [later for later, kind, other in triples if other == symbol and kind != "revises"]
        due += [other for earlier, _, other in triples if earlier == symbol and other in by_symbol]
        due += [newest] if newest != symbol else []
        for page in report.pages:
            for name in filter(None, (page.page, page.reading)):
                yield from reader.notices(name, page.language, {other: by_symbol[other] for other in due})
            if page.reading:
                there = _newest(by_symbol[newest], page.language) if newest != symbol else None
                target = there.reading if there and there.language == page.language else ""
                yield from reader.leads(page.reading, newest, target)


def _newest(report: Report, language: str) -> Page:
    """Return the newest page of a report in a language, or in that of the original."""
    pages = [page for page in report.pages if page.version == report.pages[0].version]
    return next((page for page in pages if page.language == language), pages[0])


class _Reader:
    """Reads pages of a site, each once."""

    def __init__(self, content: Callable[[str], bytes]) -> None:
        self._content = content
        self._roots: dict[str, Element] = {}

    def _root(self, name: str) -> Element:
        if name not in self._roots:
            self._roots[name] = html.parse(self._content(name))
        return self._roots[name]

    def notices(self, name: str, language: str, due: Mapping[str, Report]) -> Iterator[Finding]:
        """Yield what is wrong with the notices of a page, which are due on reports by their symbols."""
        links = [
            self._link(name, element)
            for paragraph in self._root(name).iter("p")
            if paragraph.get("class") == "note" and paragraph.get("role") is None
            for element in paragraph.iter("a")
            if element.get("hreflang")
        ]
        for symbol, report in due.items():
            there = _newest(report, language)
            fit = [link for link in links if link.path in (there.page, there.reading) and symbol in link.words]
            if len(fit) != 1:
                yield _finding(f"has {len(fit)} notices that lead to {symbol} in {there.language}, not one", name)
            links = [link for link in links if link not in fit]
        for link in links:
            yield _finding(f"has a notice that is not due: {link.words[:80]!r}, to {link.path[:80]}", name)

    def leads(self, name: str, symbol: str, target: str) -> Iterator[Finding]:
        """Yield what is wrong with the list that leads from the page ``name`` to the page ``target`` of the report that
        replaces it; there is none where that is empty.
        """
        rows = [row for box in self._boxes(name) for row in box.iter("li")]
        if not target:
            if rows:
                yield _finding("has a list of passages, and there is no page to which it could lead", name)
            return
        olds, news = self._places(name), self._places(target)
        links = [[self._link(name, element) for element in row.iter("a")] for row in rows]
        anchors = [row[0].anchor for row in links if row]
        if anchors != list(olds) or any(len(row) not in (1, 2) for row in links):
            missing = [anchor for anchor in olds if anchor not in anchors]
            yield _finding(f"has a list of {len(anchors)} passages of {len(olds)}; missing: {missing[:3]}", name)
            return
        once = Counter(" ".join(words) for words in news.values())
        before = Counter(" ".join(words) for words in olds.values())
        only = {" ".join(words): anchor for anchor, words in news.items() if once[" ".join(words)] == 1}
        led = {row[0].anchor: row[1] for row in links if len(row) == 2}
        taken = Counter(link.anchor for link in led.values())
        for anchor, link in led.items():
            yield from (_finding(fault, name) for fault in _wrong(anchor, link, symbol, target, olds, news))
            if taken[link.anchor] > 1:
                yield _finding(f"leads from {anchor} and from another place to {link.anchor}", name)
        for anchor, words in olds.items():
            text = " ".join(words)
            equal = only.get(text, "") if before[text] == 1 else ""
            if equal and _kind(equal) == _kind(anchor) and (anchor not in led or led[anchor].anchor != equal):
                yield _finding(f"does not lead from {anchor} to {equal}, which says the same", name)

    def _boxes(self, name: str) -> Iterator[Element]:
        return (box for box in self._root(name).iter("details") if box.get("class") == "site-leads")

    def _link(self, name: str, element: Element) -> _Link:
        path, _, anchor = str(element.get("href", "")).partition("#")
        whole = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
        return _Link(whole, unquote(anchor), " ".join("".join(map(str, element.itertext())).split()))

    def _places(self, name: str) -> dict[str, list[str]]:
        """Return the words of each place of the report on a page, by its anchor."""
        boxes = [box for box in self._root(name).iter("div") if box.get("class") == _REPORT]
        places = ((element, element.get("id", "")) for box in boxes for element in box.iter("*"))
        return {anchor: _WORD.findall(_words(element)) for element, anchor in places if _PLACE.fullmatch(anchor)}


def _wrong(
    anchor: str, link: _Link, symbol: str, target: str, olds: Mapping[str, list[str]], news: Mapping[str, list[str]]
) -> Iterator[str]:
    """Yield what is wrong with one lead."""
    if link.path != target or link.anchor not in news:
        yield f"leads from {anchor} to {link.path[:80]}#{link.anchor[:40]}, where nothing is"
        return
    if _kind(anchor) != _kind(link.anchor):
        yield f"leads from {anchor} to {link.anchor}, another kind of place"
    number = link.anchor.rpartition("-")[2]
    if symbol not in link.words or number not in link.words.replace(symbol, ""):
        yield f"calls {link.anchor} of {symbol} {link.words[:80]!r}"
    both = Counter(olds[anchor]) & Counter(news[link.anchor])
    shorter = min(len(olds[anchor]), len(news[link.anchor]))
    if both.total() < _LEAST_SHARED * shorter:
        yield f"leads from {anchor} to {link.anchor}, which shares {both.total()} of {shorter} words with it"


def _kind(anchor: str) -> str:
    return anchor.rpartition("-")[0].rpartition(".")[2]


def _words(element: Element) -> str:
    """Return the words of a place: of a section those of its heading, of none its number, calls and ways back."""
    if element.tag == "section":
        heading = next((part for part in element.iter("*") if re.fullmatch("h[1-6]", str(part.tag))), None)
        return _words(heading) if heading is not None else ""
    words = [element.text or ""]
    for part in element:
        aside = set(str(part.get("class", "")).split()) & set(_ASIDE) or part.get("role") == "doc-noteref"
        words += ["" if aside or not isinstance(part.tag, str) else _words(part), part.tail or ""]
    return "".join(words)


def _finding(message: str, name: str) -> Finding:
    return Finding("FAM021", message, Place(name), _HINT)

"""A page of markup as a reader gets it: what is seen, in which order, under which heading.

The web page and the content documents of an EPUB are read by these functions. They go by what stands in the text; roles and classes
only say what a piece of it is. Text that is hidden is not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.companions import PageStart
from pipeline.findings import Finding, Place
from pipeline.outline import Entry, mark, normal

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "br", "button", "cite", "code", "data", "del", "dfn", "em", "i", "img", "input", "ins", "kbd"),
        *("label", "map", "mark", "math", "noscript", "object", "q", "s", "samp", "script", "select", "small", "span", "strong", "style"),
        *("sub", "sup", "svg", "template", "time", "u", "var", "wbr"),
    )
)
UNREAD = frozenset(("script", "style", "template", "noscript", "button", "svg", "head", "input", "select"))
"""Elements whose text is no text of the report: programs, style sheets, controls, drawings (these speak through their alternative)."""
_HIDING = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0*(?:\.0+)?\s*(?:;|$|!)|font-size\s*:\s*0)", re.IGNORECASE
)
_TURN = "\ue000"
"""Stands before the number of a page where that page begins, while a line is read; never in what has been read."""
_WORD = re.compile(r"\w")
_WORDS = re.compile(r"\w+")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Page:
    """One document of markup, its element names without namespaces. ``name`` is its path inside an EPUB, empty for a web page."""

    name: str
    root: etree._Element

    @property
    def language(self) -> str:
        """The language that the page declares, or nothing."""
        return language(self.root)

    def body(self) -> etree._Element:
        """The element ``body``, or the root where there is none."""
        found = self.root.find("body")
        return self.root if found is None else found


# What an element is


def elements(parent: etree._Element, *names: str) -> Iterator[etree._Element]:
    """``parent`` and all elements under it, of these names only where any are given; no comments."""
    for element in parent.iter(*names) if names else parent.iter():
        if isinstance(element.tag, str):
            yield element


def children(parent: etree._Element) -> Iterator[etree._Element]:
    """The elements directly under ``parent``; no comments."""
    return (child for child in parent if isinstance(child.tag, str))


def ancestors(element: etree._Element) -> Iterator[etree._Element]:
    """``element`` itself and the elements around it, from the inside outwards."""
    yield element
    yield from element.iterancestors()


def is_a(element: etree._Element, kind: str) -> bool:
    """Whether ``element`` has this DPUB-ARIA role (without "doc-") or this epub:type."""
    return f"doc-{kind}" in element.get("role", "").split() or kind in element.get(EPUB_TYPE, "").split()


def has_class(element: etree._Element, name: str) -> bool:
    """Whether ``name`` is among the classes of ``element``."""
    return name in element.get("class", "").split()


def language(element: etree._Element) -> str:
    """The language tag on ``element`` itself, or nothing."""
    return element.get("lang") or element.get(XML_LANG) or ""


def is_note_call(element: etree._Element) -> bool:
    """Whether ``element`` is an indicator: a link that says it calls a note."""
    return element.tag == "a" and is_a(element, "noteref")


def is_back_link(element: etree._Element) -> bool:
    """Whether ``element`` leads from a note back to a call of it."""
    return element.tag == "a" and is_a(element, "backlink")


def is_concealed(element: etree._Element) -> bool:
    """Whether ``element`` itself keeps its text from every reader: the attribute hidden, or a style that shows nothing."""
    return element.get("hidden") is not None or bool(_HIDING.search(element.get("style", "")))


def masthead_field(element: etree._Element) -> str:
    """Which line of the masthead ``element`` is, or nothing."""
    names = (name for name in element.get("class", "").split() if name.startswith("masthead-"))
    return next(names, "").removeprefix("masthead-")


def note_elements(page: Page) -> Iterator[etree._Element]:
    """Every note of the page: the entries of a list of notes, and footnotes that stand alone."""
    for element in elements(page.root):
        if is_a(element, "footnote"):
            yield element
        elif is_a(element, "endnotes"):
            for child in children(element):
                if child.tag in {"ol", "ul"}:
                    yield from (item for item in children(child) if item.tag == "li")


def fragment(link: etree._Element) -> str:
    """The anchor that a link leads to, without the file it is in."""
    return link.get("href", "").partition("#")[2]


def wordless(text: str) -> bool:
    """Whether ``text`` has neither letter nor figure: an arrow, a paragraph sign, a bullet."""
    return not _WORD.search(text)


def says(name: str, seen: str) -> bool:
    """Whether the words of ``seen`` stand together among those of ``name``: "7" is not in "Note 17"."""
    return wordless(seen) or f" {' '.join(_WORDS.findall(seen.lower()))} " in f" {' '.join(_WORDS.findall(name.lower()))} "


def finding(code: str, message: str, page: Page, path: str, element: etree._Element, hint: str = "") -> Finding:
    """A finding about ``element``, at the nearest anchor; where the page is part of an EPUB, its words begin with the page's name."""
    anchor = next((around.get("id", "") for around in ancestors(element) if around.get("id")), "")
    return Finding(code, f"{page.name}: {message}" if page.name else message, Place(path, anchor=anchor), hint)


# What is read in it


@dataclass(slots=True)
class Reading:
    """What has been read: the rows of the body, the indicators, and the marks of printed pages, in reading order.

    ``rank`` is the rank of a main section's heading; ``quoted`` and ``level`` are those of the place that the reader is at.
    """

    rank: int
    rows: list[Entry] = field(default_factory=list)
    indicators: list[Entry] = field(default_factory=list)
    pages: list[PageStart] = field(default_factory=list)

    # SLF001: lxml has no public name for the type of its elements.

    def read(self, parent: etree._Element, *, quoted: bool = False, level: int = 0) -> None:
        """Read all that stands in ``parent``. Text that stands outside every paragraph is read as a paragraph, as a reader would."""
        for piece in _pieces(parent):
            if isinstance(piece, etree._Element):  # noqa: SLF001
                self._block(piece, quoted=quoted, level=level)
            else:
                label, text = self.line(piece)
                if label or text:
                    self.rows.append(Entry("quotation" if quoted else "paragraph", 0, "", label, text))

    def _block(self, element: etree._Element, *, quoted: bool, level: int) -> None:
        if is_a(element, "pagebreak") and not any(has_class(around, "masthead") for around in ancestors(element)):
            self.pages.append(PageStart(page_label(element), "body", len(self.rows), 0))
        if is_concealed(element) or _is_apart(element):
            return
        name = str(element.tag)
        if name in HEADINGS:
            label, text = self.line([element])
            self.rows.append(Entry("section", int(name[1]) - self.rank + 1, _section_anchor(element), label, text))
        elif name == "p":
            label, text = self.line([element])
            self.rows.append(Entry("quotation" if quoted else "paragraph", 0, element.get("id", ""), label, text))
        elif name == "li":
            self._item(element, quoted=quoted, level=level)
        elif name in {"ol", "ul"}:
            self.read(element, quoted=quoted, level=level + 1)
        else:
            self.read(element, quoted=quoted or name == "blockquote", level=level)

    def _item(self, element: etree._Element, *, quoted: bool, level: int) -> None:
        """An entry of a list: its row is its first paragraph, or the text that it begins with."""
        pieces = list(_pieces(element))
        while pieces and isinstance(begin := pieces[0], etree._Element) and is_a(begin, "pagebreak"):  # noqa: SLF001
            self._block(begin, quoted=quoted, level=level)
            del pieces[0]
        first = pieces[0] if pieces else []
        begins = not isinstance(first, etree._Element) or first.tag == "p"  # noqa: SLF001
        label, text = self.line(first if isinstance(first, list) else [first]) if begins else ("", "")
        self.rows.append(Entry("item", level, element.get("id", ""), label, text))
        for piece in pieces[1:] if begins else pieces:
            if isinstance(piece, list):
                self.rows.append(Entry("quotation" if quoted else "paragraph", 0, "", *self.line(piece)))
            else:
                self._block(piece, quoted=quoted, level=level)

    def line(self, run: list[etree._Element | str]) -> tuple[str, str]:
        """The label that a run of text begins with, and the rest of it, in the normal form of outlines; its indicators are kept."""
        read: list[tuple[bool, str]] = []
        for piece in run:
            read.extend([(False, piece)] if isinstance(piece, str) else _text(piece, self._call, turn=_turn))
        parts = [part for part in read if not part[1].startswith(_TURN)]
        seen = [(is_label, text) for is_label, text in parts if normal(text)]
        count = next((n for n, (is_label, _) in enumerate(seen) if not is_label), len(seen))
        start = (parts.index(seen[count]) if count < len(seen) else len(parts)) if count else 0
        label, text = (normal("".join(text for _, text in some)) for some in (parts[:start], parts[start:]))
        for n, (_, turned) in enumerate(read):
            if turned.startswith(_TURN):
                rest = normal("".join(words for _, words in read[n:] if not words.startswith(_TURN)))
                self.pages.append(PageStart(turned[1:], "body", len(self.rows), max(len(text) - len(rest), 0)))
        return label, text

    def _call(self, link: etree._Element) -> str:
        label = visible(link)
        self.indicators.append(Entry("indicator", 0, link.get("id", ""), label, fragment(link)))
        return mark(label)


def visible(element: etree._Element) -> str:
    """The text of ``element`` that is seen, in normal form; an indicator in it as ``[^7]``, but ``element`` itself as plain text."""
    own = (text for _, text in _text(element, lambda link: mark(visible(link)), outermost=True))
    return normal("".join(own))


def page_label(element: etree._Element) -> str:
    """The number of the printed page that begins at a mark: the end of its anchor."""
    return element.get("id", "").removeprefix("page-")


def pages_in_lists(page: Page) -> Iterator[PageStart]:
    """The marks of printed pages among the lines of the masthead and the rows of the contents of a page."""
    lines = rows = 0
    for element in elements(page.body()):
        around = list(ancestors(element))
        listed = any(is_a(one, "toc") for one in around)
        if masthead_field(element):
            lines += 1
        elif listed and element.tag == "li":
            rows += 1
        elif is_a(element, "pagebreak") and listed:
            yield PageStart(page_label(element), "contents", rows - 1, 0)
        elif is_a(element, "pagebreak") and any(has_class(one, "masthead") for one in around):
            yield PageStart(page_label(element), "masthead", lines, 0)


def masthead(page: Page) -> Iterator[str]:
    """The lines of the masthead in reading order, those that nobody sees left out."""
    for element in elements(page.body()):
        if masthead_field(element) and not any(is_concealed(around) for around in ancestors(element)) and (line := visible(element)):
            yield line


def contents(nav: etree._Element, target: Callable[[etree._Element], str]) -> Iterator[Entry]:
    """The rows of a list of contents; ``target`` gives the anchor that a link leads to."""
    for item in elements(nav, "li"):
        row = next((child for child in children(item) if child.tag in {"a", "span"}), None)
        if row is None or any(is_concealed(around) for around in ancestors(item)):
            continue
        level = sum(1 for around in item.iterancestors("ol", "ul") if nav in around.iterancestors())
        label, text = Reading(1).line([row])
        yield Entry("contents", level, target(row), label, text)


def note(element: etree._Element, reading: Reading) -> Entry:
    """A note as a row, all its blocks joined; its own indicators are added to ``reading``."""
    inside = Reading(reading.rank)
    inside.read(element)
    reading.indicators.extend(inside.indicators)
    label = inside.rows[0].label if inside.rows else ""
    texts = [inside.rows[0].text, *(f"{row.label} {row.text}" for row in inside.rows[1:])] if inside.rows else []
    return Entry("note", 0, element.get("id", ""), label, normal(" ".join(texts)))


def _pieces(parent: etree._Element) -> Iterator[etree._Element | list[etree._Element | str]]:
    """What stands directly in ``parent``: blocks, and runs of text and inline elements between them (runs of spaces left out)."""
    run: list[etree._Element | str] = [parent.text or ""]
    for child in parent:
        if isinstance(child.tag, str) and child.tag not in _INLINE:
            if any(visible(piece) if not isinstance(piece, str) else piece.strip() for piece in run):
                yield run
            run = []
            yield child
        elif isinstance(child.tag, str):
            run.append(child)
        run.append(child.tail or "")
    if any(visible(piece) if not isinstance(piece, str) else piece.strip() for piece in run):
        yield run


def _is_apart(element: etree._Element) -> bool:
    """What is read by other means than as the body: the masthead, lists of contents, notes, and what is no text."""
    if element.tag in UNREAD or element.tag == "nav" or masthead_field(element):
        return True
    return any(is_a(element, kind) for kind in ("endnotes", "footnote", "toc", "pagelist", "pagebreak"))


def _section_anchor(heading: etree._Element) -> str:
    """A section is known by the id of the element that its heading opens, else by the heading's own."""
    parent = heading.getparent()
    if parent is not None and parent.tag == "section" and parent.get("id"):
        before = (child for child in children(parent) if child is heading or visible(child))
        if next(before, None) is heading:
            return parent.get("id", "")
    return heading.get("id", "")


def _turn(element: etree._Element) -> str:
    return _TURN + page_label(element)


def _unmarked(_: etree._Element) -> str:
    return ""


def _text(
    element: etree._Element,
    call: Callable[[etree._Element], str],
    *,
    turn: Callable[[etree._Element], str] = _unmarked,
    outermost: bool = False,
    label: bool = False,
) -> Iterator[tuple[bool, str]]:
    """The seen text of an element in pieces, each with whether it is part of a printed label; ``turn`` gives the text of the mark of a
    printed page.
    """
    if not isinstance(element.tag, str) or element.tag in UNREAD or is_concealed(element):
        return
    if is_a(element, "pagebreak"):
        yield label, turn(element)
        return
    if not outermost:
        if is_note_call(element):
            yield label, call(element)
            return
        if _leads_back(element):
            return
    label = label or has_class(element, "label")
    if element.tag in {"br", "wbr"}:
        yield label, " " if element.tag == "br" else ""
    yield label, element.text or ""
    for child in element:
        yield from _text(child, call, turn=turn, label=label)
        yield label, child.tail or ""


def _leads_back(element: etree._Element) -> bool:
    """A sign or a count that leads from a note to its call, or a sign that is a place's own permanent link. Words in it are read."""
    if element.tag != "a":
        return False
    text = visible(element)
    if is_back_link(element):
        return not _LETTER.search(text)
    return wordless(text) and fragment(element) in {around.get("id", "") for around in element.iterancestors()} - {""}

"""Reads the outline of a page of markup: its rows in reading order."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from plantin.auditors.markup import objects
from plantin.auditors.markup.dom import (
    EPUB_TYPE,
    HEADINGS,
    UNREAD,
    MarkupPage,
    ancestors,
    children,
    elements,
    fragment,
    has_class,
    is_a,
    is_concealed,
    is_inline,
    masthead_field,
)
from plantin.auditors.markup.text import line, page_label, visible
from plantin.model.outline import Entry, Kind, build, join_entries, mark, normal
from plantin.model.related_editions import PageStart


@dataclass(slots=True)
class OutlineReader:
    """What has been read: the rows of the body, the indicators, and the marks of printed pages, in reading order.

    ``rank`` is the rank of a main section's heading; ``quoted`` and ``level`` are those of the place that the reader is
    at.
    """

    rank: int
    rows: list[Entry] = field(default_factory=list)
    indicators: list[Entry] = field(default_factory=list)
    pages: list[PageStart] = field(default_factory=list)
    marks: list[Entry] = field(default_factory=list)
    _begun: dict[etree._Element, int] = field(default_factory=dict)

    # SLF001: lxml has no public name for the type of its elements.

    def read(self, parent: etree._Element, *, quoted: bool = False, level: int = 0) -> None:
        """Read everything in ``parent``. Text outside every paragraph is read as a paragraph, as a reader would."""
        for piece in _pieces(parent):
            self._piece(piece, quoted=quoted, level=level)

    def _block(self, element: etree._Element, *, quoted: bool, level: int) -> None:
        if is_a(element, "pagebreak") and not _in_masthead(ancestors(element)):
            self.pages.append(PageStart(page_label(element), "body", len(self.rows), 0))
        if is_concealed(element) or _is_apart(element):
            return
        name = str(element.tag)
        if name in HEADINGS:
            self._row("section", int(name[1]) - self.rank + 1, self._section_anchor(element), [element])
        elif name == "p":
            self._row("quotation" if quoted else "paragraph", 0, element.get("id", ""), [element])
        elif name == "li" and objects.is_work(element):
            self._first("paragraph", 0, element, quoted=quoted)
        elif name == "li":
            self._first("item", level, element, quoted=quoted)
        elif name in {"ol", "ul"}:
            for letter in objects.letters(element):
                inside = OutlineReader(self.rank)
                self.rows.append(replace(note(letter, inside), kind="letter"))
                self.indicators.extend(inside.indicators)
                self.marks.extend(inside.marks)
                self.pages.extend(PageStart(page.label, "body", len(self.rows) - 1, 0) for page in inside.pages)
            if not has_class(element, "letters"):
                self.read(element, quoted=quoted, level=level + 1)
        elif not self._object(element, name, quoted=quoted):
            self.read(element, quoted=quoted or name == "blockquote", level=level)

    def _section_anchor(self, heading: etree._Element) -> str:
        """Return the anchor of a section: the id of the element that its heading opens, else the heading's own."""
        parent = heading.getparent()
        if parent is not None and parent.tag == "section" and parent.get("id"):
            if parent not in self._begun:
                self._begun[parent] = next(
                    (n for n, child in enumerate(parent) if isinstance(child.tag, str) and visible(child)), len(parent)
                )
            if parent.index(heading) <= self._begun[parent]:
                return parent.get("id", "")
        return heading.get("id", "")

    def _row(self, kind: Kind, level: int, anchor: str, run: list[etree._Element | str]) -> None:
        """A row whose text is one run; pictures in it are rows after it."""
        label, text = self.line(run)
        self.rows.append(Entry(kind, level, anchor, label, text))
        self._pictures(run)

    def _pictures(self, run: list[etree._Element | str]) -> None:
        alternatives = (words for piece in run if not isinstance(piece, str) for words in objects.pictures(piece))
        self.rows.extend(Entry("image", 0, "", "", words) for words in alternatives)

    def _object(self, element: etree._Element, name: str, *, quoted: bool) -> bool:
        """Read what is no running text; False where ``element`` is."""
        if name == "table":
            self._table(element, quoted=quoted)
        elif name == "figcaption":
            figure = next(element.iterancestors("figure"), None)
            self._read_title("figure", "" if figure is None else objects.anchor(figure), element, quoted=quoted)
        elif name == "dt":
            self._row("term", 0, element.get("id", ""), [element])
        elif name == "dd":
            self._first("definition", 0, element, quoted=quoted)
        elif name == "pre":
            self._row("listing", 0, element.get("id", ""), [element])
        elif objects.is_equation(element):
            self._row("equation", 0, element.get("id", ""), [element])
        elif objects.is_box(element):
            title = objects.title_of(element)
            run: list[etree._Element | str] = [] if title is None or is_concealed(title) else [title]
            self._row("box", 0, element.get("id", ""), run)
            for piece in _pieces(element):
                if piece is not title:
                    self._piece(piece, quoted=quoted, level=0)
        else:
            return False
        return True

    def _read_title(self, kind: Kind, anchor: str, title: etree._Element | None, *, quoted: bool) -> None:
        """The row of a title, and what belongs to it: the headnotes of a table."""
        first, *rest = (list(_pieces(title)) if title is not None else []) or [[]]
        begins = not isinstance(first, etree._Element)  # noqa: SLF001
        self._row(kind, 0, anchor, first if isinstance(first, list) else [])
        for piece in rest if begins else [first, *rest]:
            self._piece(piece, quoted=quoted, level=0)

    def _table(self, table: etree._Element, *, quoted: bool) -> None:
        title = next((child for child in children(table) if child.tag == "caption" and not is_concealed(child)), None)
        if title is not None:
            self._read_title("table", objects.anchor(table), title, quoted=quoted)
        for row in objects.rows(table):
            cells = list(objects.cells(row))
            contents = [self._read_cell(cell) for _, cell in cells]
            signs = " ".join(sign + structure for (sign, _), (structure, _) in zip(cells, contents, strict=True))
            self.rows.append(Entry("row", 0, row.get("id", ""), signs, " | ".join(words for _, words in contents)))

    def _read_cell(self, cell: etree._Element) -> tuple[str, str]:
        """Return how a cell is built of blocks, and its words."""
        if all(map(is_inline, children(cell))):
            self._pictures([cell])
            return "", " ".join(filter(None, self.line([cell])))
        inside = OutlineReader(self.rank)
        inside.read(cell)
        self.indicators.extend(inside.indicators)
        self.marks.extend(inside.marks)
        self.pages.extend(PageStart(page.label, "body", len(self.rows), 0) for page in inside.pages)
        return build(inside.rows), join_entries(inside.rows)

    def _piece(self, piece: etree._Element | list[etree._Element | str], *, quoted: bool, level: int) -> None:
        if isinstance(piece, etree._Element):  # noqa: SLF001
            self._block(piece, quoted=quoted, level=level)
            return
        label, text = self.line(piece)
        if label or text:
            self.rows.append(Entry("quotation" if quoted else "paragraph", 0, "", label, text))
        self._pictures(piece)

    def _first(self, kind: Kind, level: int, element: etree._Element, *, quoted: bool) -> None:
        """An element whose row is its first paragraph, or the text that it begins with."""
        pieces = list(_pieces(element))
        while pieces and isinstance(begin := pieces[0], etree._Element) and is_a(begin, "pagebreak"):  # noqa: SLF001
            self._block(begin, quoted=quoted, level=level)
            del pieces[0]
        first = pieces[0] if pieces else []
        begins = not isinstance(first, etree._Element) or first.tag == "p"  # noqa: SLF001
        self._row(kind, level, element.get("id", ""), (first if isinstance(first, list) else [first]) if begins else [])
        for piece in pieces[1:] if begins else pieces:
            self._piece(piece, quoted=quoted, level=level)

    def line(self, run: list[etree._Element | str]) -> tuple[str, str]:
        """Return the label that a run of text begins with, and the rest; keep its indicators and pages that begin."""
        content = line(run, self._call)
        self.pages.extend(PageStart(number, "body", len(self.rows), offset) for number, offset in content.turns)
        for piece in run:
            inside = elements(piece, "span") if not isinstance(piece, str) else ()
            self.marks.extend(
                Entry("mark", 0, span.get("id", ""), "", content.text)
                for span in inside
                if has_class(span, "index-mark")
            )
        return content.label, content.text

    def _call(self, link: etree._Element) -> str:
        label = visible(link)
        self.indicators.append(Entry("indicator", 0, link.get("id", ""), label, fragment(link)))
        return mark(label)


def pages_in_lists(page: MarkupPage) -> Iterator[PageStart]:
    """Yield the marks of printed pages among the lines of the masthead and the rows of the contents of a page."""
    lines = rows = 0
    for element in elements(page.body()):
        marked = is_a(element, "pagebreak")
        if masthead_field(element) not in {"", "logo"}:
            lines += 1
        elif marked or element.tag == "li":
            around = list(ancestors(element))
            listed = any(is_a(ancestor, "toc") for ancestor in around)
            if listed and element.tag == "li":
                rows += 1
            elif listed:
                yield PageStart(page_label(element), "contents", rows - 1, 0)
            elif marked and _in_masthead(around):
                yield PageStart(page_label(element), "masthead", lines, 0)


def _in_masthead(around: Iterable[etree._Element]) -> bool:
    """Whether what is in the elements ``around`` is in the masthead; the title block in it is part of the text."""
    kinds = (name for element in around for name in ("title-block", "masthead") if has_class(element, name))
    return next(kinds, "") == "masthead"


def masthead(page: MarkupPage) -> Iterator[str]:
    """Yield the lines of the masthead in reading order, those that nobody sees left out."""
    for element in elements(page.body()):
        if (
            masthead_field(element)
            and not any(is_concealed(around) for around in ancestors(element))
            and (line := visible(element))
        ):
            yield line


def logo(page: MarkupPage) -> str:
    """Return the words for the logo over the masthead; empty where nobody sees one."""
    return next(
        (
            words
            for element in elements(page.body())
            if masthead_field(element) == "logo"
            for words in objects.pictures(element)
        ),
        "",
    )


def contents(nav: etree._Element, target: Callable[[etree._Element], str]) -> Iterator[Entry]:
    """Yield the rows of a list of contents; ``target`` gives the anchor that a link leads to."""
    for item in elements(nav, "li"):
        row = next((child for child in children(item) if child.tag in {"a", "span"}), None)
        if row is None or any(is_concealed(around) for around in ancestors(item)):
            continue
        level = sum(
            around.tag in {"ol", "ul"}
            for around in itertools.takewhile(lambda one: one is not nav, item.iterancestors())
        )
        label, text = OutlineReader(1).line([row])
        yield Entry("contents", level, target(row), label, text)


def calls(page: MarkupPage) -> Iterator[Entry]:
    """Yield the indicators in the masthead of a page."""
    for element in elements(page.body()):
        if masthead_field(element) and not any(is_concealed(around) for around in ancestors(element)):
            inside = OutlineReader(1)
            inside.line([element])
            yield from inside.indicators


def letters(page: MarkupPage) -> Iterator[etree._Element]:
    """Return every note under a table, a figure or a box."""
    return (letter for element in elements(page.body(), "ol", "ul") for letter in objects.letters(element))


def note(element: etree._Element, reader: OutlineReader) -> Entry:
    """Return a note as a row, all its blocks joined; its indicators and the pages that begin in it go to ``reader``."""
    inside = OutlineReader(reader.rank)
    inside.read(element)
    reader.indicators.extend(inside.indicators)
    reader.pages.extend(inside.pages)
    label = inside.rows[0].label if inside.rows else ""
    texts = [inside.rows[0].text, *(f"{row.label} {row.text}" for row in inside.rows[1:])] if inside.rows else []
    return Entry("note", 0, element.get("id", ""), label, normal(" ".join(texts)))


def _pieces(parent: etree._Element) -> Iterator[etree._Element | list[etree._Element | str]]:
    """What is directly in ``parent``: blocks, and runs of text and inline elements between them, but for spaces."""
    run: list[etree._Element | str] = [parent.text or ""]
    for child in parent:
        if isinstance(child.tag, str) and not is_inline(child):
            if any(map(_is_read, run)):
                yield run
            run = []
            yield child
        elif isinstance(child.tag, str):
            run.append(child)
        run.append(child.tail or "")
    if any(map(_is_read, run)):
        yield run


def _is_read(piece: etree._Element | str) -> bool:
    """Return whether there is anything in ``piece``: words, a picture, the mark of a page."""
    if isinstance(piece, str):
        return bool(piece.strip())
    return bool(
        visible(piece) or list(objects.pictures(piece)) or any(is_a(inside, "pagebreak") for inside in elements(piece))
    )


def _is_apart(element: etree._Element) -> bool:
    """What is read by other means than as the body: the masthead, lists of contents, notes, and what is no text."""
    if element.tag in UNREAD or element.tag == "nav" or masthead_field(element):
        return True
    if element.get("role") is None and element.get(EPUB_TYPE) is None:
        return False
    return any(is_a(element, kind) for kind in ("endnotes", "footnote", "toc", "pagelist", "pagebreak"))

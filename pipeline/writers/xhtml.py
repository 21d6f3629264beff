"""The body that the web page, the EPUB and the PDF share: blocks and inlines as XHTML that is also HTML.

The markup is part of the house's word: sections are ``<section id>`` with their heading, a printed number is
``<span class="label">`` (an ``<a>`` where it is a link) at the very beginning of its element, an indicator is
``<a role="doc-noteref">``, a line of the masthead has the class ``masthead-`` and its field's name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from html import escape
from itertools import count

from pipeline.model.document import (
    Block,
    Box,
    Code,
    Document,
    Emphasis,
    Equation,
    Figure,
    Foreign,
    Formula,
    Indicator,
    Inline,
    Item,
    LineBreak,
    Link,
    List,
    Note,
    Paragraph,
    Quotation,
    Reference,
    Section,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    every,
    plain,
)
from pipeline.model.outline import inlines, mark, normal, spoken
from pipeline.model.related_editions import PageStart, Series
from pipeline.writers.objects import Media, Objects, embedded

# Drawn, because the text face has no such arrow; the description is what a browser that draws nothing shows.
ARROW = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="arrow" viewBox="0 0 16 16" width="13" height="13" aria-hidden="true">'
    '<desc>^</desc><path d="M6.5 2.5 2 7l4.5 4.5M2 7h8.5a3.5 3.5 0 0 1 0 7H8" fill="none" stroke="currentColor" stroke-width="1.6"/></svg>'
)

_ADDRESS = re.compile(r"https?://|www\.")
_PARTS = re.compile(r"<[^>]*>|(?P<scheme>https?://[\w-]*)|//|(?P<stroke>/)(?=[^/\s<])")

# The end of a text: its last word whole, in a short element or in none; the last two signs, where no space parts words.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u9fff\uac00-\ud7ff\uff00-\uffef"
_LETTERS = rf"(?:[^\s<>&;{_UNSPACED}]|&#?\w+;)"
_LAST = re.compile(
    rf"(?<![^\s>]){_LETTERS}{{0,12}}<(?P<tag>em|strong|a|span)\b[^<>]*>{_LETTERS}{{1,20}}</(?P=tag)>{_LETTERS}{{0,12}}$"
    rf"|(?<![^\s>]){_LETTERS}{{1,24}}$"
    rf"|[{_UNSPACED}]{{1,2}}$"
)


def here(anchor: str) -> str:
    """The address of an anchor in the same file."""
    return f"#{anchor}"


class Body(Objects):
    """Prints the blocks of ``document`` as markup.

    ``top`` is the rank of a main section's heading (2 where the title is the page's h1); ``address`` gives the address of an anchor,
    which may be in another file; ``media`` that of a picture; ``xml`` adds xml:lang beside lang, as XML reading systems want. ``pages``
    are the places to be marked as the beginnings of printed pages; with any, all blocks are to be printed once and in reading order, and
    ``rest`` after them.
    ``call``, ``endnote``, ``footnote`` and ``start`` are the attributes that say what an indicator, a note, a note apart from the others
    and the beginning of a page are, ``naming`` the one that gives the number of the page; ``divides`` marks where a printed address may
    be divided.
    """

    call = 'role="doc-noteref"'
    endnote = ""
    footnote = ""
    start = 'role="doc-pagebreak"'
    naming = "aria-label"
    divides = False

    def __init__(
        self,
        document: Document,
        *,
        top: int = 2,
        address: Callable[[str], str] = here,
        xml: bool = False,
        pages: tuple[PageStart, ...] = (),
        media: Media = embedded,
    ) -> None:
        self.document = document
        self.top = top
        self.address = address
        self.xml = xml
        self.media = media
        self._pages = list(pages)
        self._row = 0
        self._inside: list[tuple[int, PageStart]] = []
        self._said = 0

    # Beginnings of printed pages

    def page_start(self, page: PageStart, tag: str) -> str:
        """The mark that a printed page begins here."""
        words = escape(self.document.labels.page_start.format(page=page.label))
        return f'<{tag} id="{page.anchor}" class="page" {self.start} {self.naming}="{words}"></{tag}>'

    def rest(self) -> str:
        """The marks of the pages that begin after the last row: they hold notes alone."""
        left = [page for page in self._pages if page.series == "body"]
        self._pages = [page for page in self._pages if page not in left]
        return "".join(f"{self.page_start(page, 'div')}\n" for page in left)

    def _starts(self, series: Series, row: int) -> list[PageStart]:
        """The pages that begin in a row; they are given once."""
        found = [page for page in self._pages if page.series == series and page.row == row]
        self._pages = [page for page in self._pages if page not in found]
        return found

    def _begin(self, content: tuple[Inline, ...]) -> str:
        """Begin the next row of the body. The marks of pages that begin with it are given back; those of pages that begin inside it wait
        for their words in ``content``.
        """
        starts = self._starts("body", self._row)
        self._row += 1
        words = spoken(content)
        self._inside = [(_place(words, page.offset), page) for page in starts if page.offset]
        self._said = 0
        return "".join(f"{self.page_start(page, 'div')}\n" for page in starts if not page.offset)

    def begin(self, words: str = "") -> str:
        """Begin the next row of the body, whose text is not one run of inlines: pages that begin in it are marked at its beginning."""
        del words
        starts = self._starts("body", self._row)
        self._row += 1
        self._inside = []
        return "".join(self.page_start(page, "span") for page in starts)

    def _say(self, words: str) -> Iterator[str]:
        """``words`` as markup, with the marks of the pages that begin in them."""
        said, self._said = self._said, self._said + len(words)
        at = 0
        while self._inside and self._inside[0][0] < self._said:
            place, page = self._inside.pop(0)
            yield escape(words[at : place - said], quote=False)
            yield self.page_start(page, "span")
            at = place - said
        yield escape(words[at:], quote=False)

    # Blocks

    def section(self, section: Section, attributes: str = "") -> str:
        """A section with all that is in it; ``attributes`` are further ones of its element."""
        begin = self._begin(section.heading)
        heading = self.heading(section)
        inside = "".join(map(self.block, section.blocks))
        kind = "" if section.kind == "section" else f" {section.kind}"
        return f'{begin}<section{attributes} id="{section.anchor}" class="level-{section.level}{kind}">{heading}\n{inside}</section>\n'

    def heading(self, section: Section, attributes: str = "") -> str:
        """The heading of a section; ``attributes`` are further ones of its element."""
        rank = min(self.top + section.level - 1, 6)
        return f"<h{rank}{attributes}>{self.labelled(section.label, section.heading)}</h{rank}>"

    def paragraph(self, paragraph: Paragraph, role: str = "") -> str:
        begin = self._begin(paragraph.content)
        if not paragraph.label:
            kind = f' class="{role}"' if role else ""
            return f"{begin}<p{kind}>{self.inlines(paragraph.content)}</p>\n"
        return f'{begin}<p id="{paragraph.anchor}" class="numbered">{self.number(paragraph)} {self.inlines(paragraph.content)}</p>\n'

    def number(self, paragraph: Paragraph) -> str:
        """The printed number of a paragraph."""
        return f'<span class="label">{escape(paragraph.label)}</span>'

    def list(self, block: List) -> str:
        tag = "ul" if block.kind == "bullets" else "ol"
        items = "".join(map(self.item, block.items))
        return f'<{tag} class="{block.kind} level-{block.level}">{items}</{tag}>\n'

    def item(self, item: Item) -> str:
        """An entry of a list, its label inside its first paragraph."""
        identity = f' id="{item.anchor}"' if item.anchor else ""
        hidden = "" if any(map(str.isalnum, item.label)) else ' aria-hidden="true"'
        label = f'<span class="label"{hidden}>{escape(item.label)}</span> '
        first, rest = (item.blocks[0], item.blocks[1:]) if item.blocks else (None, ())
        content = first.content if isinstance(first, Paragraph) else ()
        begin = self._begin(content)
        if not isinstance(first, Paragraph):
            rest = item.blocks
        text = f"<p>{f'{label}{self.inlines(content)}'.rstrip()}</p>\n"
        return f"<li{identity}>{begin}{text}{''.join(map(self.block, rest))}</li>\n"

    def quotation(self, quotation: Quotation) -> str:
        return f"<blockquote>{''.join(map(self.block, quotation.blocks))}</blockquote>\n"

    # Inlines

    def inlines(self, content: tuple[Inline, ...]) -> str:
        """The markup of ``content``."""
        return "".join(map(self.inline, content))

    def labelled(self, label: str, content: tuple[Inline, ...]) -> str:
        """``content`` after its printed number."""
        return f'<span class="label">{escape(label)}</span> {self.inlines(content)}' if label else self.inlines(content)

    def text(self, text: Text) -> str:
        return "".join(self._say(text.text))

    def emphasis(self, emphasis: Emphasis) -> str:
        return f"<em>{self.inlines(emphasis.content)}</em>"

    def strong(self, strong: Strong) -> str:
        return f"<strong>{self.inlines(strong.content)}</strong>"

    def superscript(self, superscript: Superscript) -> str:
        return f"<sup>{self.inlines(superscript.content)}</sup>"

    def subscript(self, subscript: Subscript) -> str:
        return f"<sub>{self.inlines(subscript.content)}</sub>"

    def code(self, code: Code) -> str:
        return f"<code>{''.join(self._say(code.text))}</code>"

    def foreign(self, foreign: Foreign) -> str:
        # dir always: a passage may be inside another of the other direction, and is to be isolated from the text around it.
        return f'<span{self.language(foreign.language)} dir="{foreign.direction}">{self.inlines(foreign.content)}</span>'

    def link(self, link: Link) -> str:
        inside = self.inlines(link.content)
        if self.divides and _ADDRESS.match(plain(link.content)):
            inside = _divided(inside)
        return f'<a href="{escape(link.target)}">{inside}</a>'

    def reference(self, reference: Reference) -> str:
        return f'<a class="reference" href="{self.address(reference.anchor)}">{"".join(self._say(reference.text))}</a>'

    def indicator(self, indicator: Indicator) -> str:
        words = escape(self.document.labels.note_call.format(label=indicator.label))
        self._said += len(mark(indicator.label))
        return (
            f'<sup class="indicator"><a id="{indicator.anchor}" href="{self.address(indicator.note)}" {self.call}'
            f' aria-label="{words}">{escape(indicator.label)}</a></sup>'
        )

    def formula(self, formula: Formula) -> str:
        self._said += len(formula.words)
        return super().formula(formula)

    def line_break(self, line_break: LineBreak) -> str:
        del line_break
        self._said += 1
        return "<br/>"

    # What the editions put around

    def language(self, tag: str) -> str:
        """The attributes that give the language of an element."""
        tag = escape(tag)
        return f' lang="{tag}" xml:lang="{tag}"' if self.xml else f' lang="{tag}"'

    def masthead(self) -> str:
        """The lines of the masthead in reading order, each an element of its own; the title is the h1."""
        head = self.document.masthead
        issue = "".join(map(self._lines, ("distribution", "date", "language", "original")))
        item = "".join(map(self._lines, ("session", "agenda")))
        agenda = f'<div class="item">\n{item}</div>\n' if item else ""
        asterisks = "".join(self._apart(note, "div", f'{self.footnote} role="doc-footnote"') for note in head.notes)
        notes = f'<div class="asterisks">\n{asterisks}</div>\n' if asterisks else ""
        begin = "".join(self.page_start(page, "div") + "\n" for page in self._starts("masthead", 0))
        return (
            f"{begin}{self._lines('organization')}{self._lines('organ')}{self._lines('symbol')}"
            f'<div class="issue">\n{issue}</div>\n{agenda}{self._lines("notice")}{self._lines("supplement")}{self._lines("title")}'
            f"{notes}"
        )

    def _lines(self, field: str) -> str:
        tag = "h1" if field == "title" else "p"
        rows = (
            self.inlines((*self.document.masthead.worded(words), *calls))
            for name, words, calls in self.document.masthead.rows()
            if name == field
        )
        return "".join(f'<{tag} class="masthead-{field}">{words}</{tag}>\n' for words in rows)

    def contents(self) -> str:
        """The list of contents: nested lists of links to every section."""
        return self._contents(tuple(block for block in self.document.blocks if isinstance(block, Section)), count())

    def _contents(self, sections: tuple[Section, ...], order: Iterator[int]) -> str:
        if not sections:
            return ""
        rows = []
        for section in sections:
            heading = tuple(inline for inline in section.heading if not isinstance(inline, Indicator))
            # Inside the link: the navigation of an EPUB allows nothing before it.
            begin = "".join(self.page_start(page, "span") for page in self._starts("contents", next(order)))
            link = f'<a href="{self.address(section.anchor)}">{begin}{self.labelled(section.label, heading)}</a>'
            inside = self._contents(tuple(block for block in section.blocks if isinstance(block, Section)), order)
            rows.append(f"<li>{link}{inside}</li>\n")
        return f"<ol>{''.join(rows)}</ol>"

    def note(self, note: Note) -> str:
        """A note in a list of notes, with a link back to each of its calls."""
        return self._note(note, "li", self.endnote)

    def letter(self, note: Note) -> str:
        # A letter note is one row, whatever it holds; a page that begins with it is marked at its label.
        begin = self.begin()
        return self._apart(note, "li", self.endnote, begin=begin)

    def _apart(self, note: Note, tag: str, role: str = "", begin: str = "") -> str:
        """A note that is printed before the end of the body, ``begin`` first in it; what it holds is no row of the body."""
        row, pages, self._pages = self._row, self._pages, []
        text = self._note(note, tag, role, begin)
        self._row, self._pages = row, pages
        return text

    def _note(self, note: Note, tag: str, role: str = "", begin: str = "") -> str:
        back = self.document.labels.back.format(label=note.label)
        links = []
        for call, anchor in enumerate(note.indicators, 1):
            words, which = (f"{back}, {call}", f"<sup>{call}</sup>") if len(note.indicators) > 1 else (back, "")
            links.append(
                f'<a class="back" href="{self.address(anchor)}" role="doc-backlink" aria-label="{escape(words)}">{ARROW}{which}</a>'
            )
        blocks = [self.block(block).rstrip("\n") for block in note.blocks]
        tail = " " + " ".join(links)
        if blocks and blocks[-1].endswith("</p>"):
            blocks[-1] = _held(blocks[-1].removesuffix("</p>"), tail) + "</p>"
        else:
            blocks.append(f"<p>{tail.strip()}</p>")
        label = f'<span class="label">{escape(note.label)}</span> '
        if blocks[0].startswith("<p>"):
            blocks[0] = "<p>" + label + blocks[0].removeprefix("<p>")
        else:
            blocks.insert(0, f"<p>{label.rstrip()}</p>")
        return f'<{tag} id="{note.anchor}"{role}>{begin}{"".join(blocks)}</{tag}>\n'


def _divided(markup: str) -> str:
    """A printed address as markup that may be divided after a single stroke, and not within its scheme."""

    def part(match: re.Match[str]) -> str:
        if match["scheme"]:
            return f'<span class="joined">{match[0]}</span>'
        return "/<wbr/>" if match["stroke"] else match[0]

    return _PARTS.sub(part, markup)


def _held(markup: str, tail: str) -> str:
    """``markup`` with ``tail`` held to its last word: no arrow may be alone on a line, and a no-break space holds no drawing
    (CSS Text 3, 5.1).
    """
    last = _LAST.search(markup)
    return f'{markup[: last.start()]}<span class="joined">{last[0]}{tail}</span>' if last else markup + tail


def _place(words: str, offset: int) -> int:
    """The index in ``words`` of the character at ``offset`` of their normal form."""
    left = len(normal(words)) - offset
    place = bisect_left(range(len(words)), -left, key=lambda at: -len(normal(words[at:])))
    while place < len(words) and not normal(words[place]):
        place += 1
    return place


def anchors(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Every anchor that ``Body`` prints in ``blocks``."""
    for block in every(blocks):
        if isinstance(block, Section | Paragraph | Table | Figure | Box | Equation) and block.anchor:
            yield block.anchor
        if isinstance(block, List):
            yield from (item.anchor for item in block.items if item.anchor)
        if isinstance(block, Table | Figure | Box):
            yield from (note.anchor for note in block.notes)
    for block in blocks:
        yield from (inline.anchor for inline in inlines(block) if isinstance(inline, Indicator))

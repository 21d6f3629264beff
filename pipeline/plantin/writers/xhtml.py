"""The body that the web page, the EPUB and the PDF share: blocks and inlines as XHTML that is also HTML.

The markup is part of the house's word: sections are ``<section id>`` with their heading, a printed number is
``<span class="label">`` (an ``<a>`` where it is a link) at the very beginning of its element, an indicator is
``<a role="doc-noteref">``, a line of the masthead has the class ``masthead-`` and its field's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from html import escape

from plantin.house.brand import data_url
from plantin.model.document import (
    Block,
    Box,
    Document,
    Equation,
    Figure,
    Item,
    List,
    Note,
    Paragraph,
    Passage,
    Quotation,
    Section,
    Table,
    every,
    leading_breaks,
)
from plantin.model.inlines import (
    Code,
    Emphasis,
    Foreign,
    IndexMark,
    Indicator,
    LineBreak,
    Link,
    PageBreak,
    Reference,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)
from plantin.model.outline import inlines
from plantin.model.related_editions import PageStart
from plantin.writers.objects import Media, Objects
from plantin.writers.writer import first_words

# Drawn, because the text face has no such arrow; the description is what a browser that draws nothing shows.
ARROW = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="arrow" viewBox="0 0 16 16" width="13" height="13"'
    ' aria-hidden="true"><desc>^</desc><path d="M6.5 2.5 2 7l4.5 4.5M2 7h8.5a3.5 3.5 0 0 1 0 7H8" fill="none"'
    ' stroke="currentColor" stroke-width="1.6"/></svg>'
)

_ADDRESS = re.compile(r"https?://|www\.")
_PARTS = re.compile(r"<[^>]*>|(?P<scheme>https?://[\w-]*)|//|(?P<stroke>/)(?=[^/\s<])|(?P<line>_)(?=[^_/\s<])")

# The end of a text: its last word whole, in a short element or in none; the last two signs, where no space parts words.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u9fff\uac00-\ud7ff\uff00-\uffef"
_LETTERS = rf"(?:[^\s<>&;{_UNSPACED}]|&#?\w+;)"
_LAST = re.compile(
    rf"(?<![^\s>]){_LETTERS}{{0,12}}<(?P<tag>em|strong|a|span)\b[^<>]*>{_LETTERS}{{1,20}}</(?P=tag)>{_LETTERS}{{0,12}}$"
    rf"|(?<![^\s>]){_LETTERS}{{1,24}}$"
    rf"|[{_UNSPACED}]{{1,2}}$"
)


def here(anchor: str) -> str:
    """Return the address of an anchor in the same file."""
    return f"#{anchor}"


_END = "</li>\n"
_TAGS = {Emphasis: "em", Strong: "strong", Superscript: "sup", Subscript: "sub"}


class Body(Objects):
    """Prints the blocks of ``document``, or the same with page breaks, as markup; its masthead and its contents.

    ``top`` is the rank of a main section's heading (2 where the title is the page's h1); ``address`` gives the address
    of an anchor, which may be in another file; ``media`` that of a picture; ``xml`` adds xml:lang beside lang, as XML
    reading systems want. ``call``, ``endnote``, ``footnote``, ``start``, ``cites``, ``works``, ``places`` and ``terms``
    are the attributes that say what an indicator, a note, a note apart from the others, the beginning of a page, a
    citation of a work, the section that lists the works, the index and the glossary are, ``naming`` the one that gives
    the number of the page; ``divides`` marks where a printed address may be divided.
    """

    call = 'role="doc-noteref"'
    endnote = ""
    footnote = ""
    start = 'role="doc-pagebreak"'
    cites = 'role="doc-biblioref"'
    works = 'role="doc-bibliography"'
    places = 'role="doc-index"'
    terms = 'role="doc-glossary"'
    naming = "aria-label"
    divides = False

    def __init__(
        self,
        document: Document,
        *,
        top: int = 2,
        address: Callable[[str], str] = here,
        xml: bool = False,
        media: Media = data_url,
    ) -> None:
        self.document = document
        self.code_direction = ' dir="ltr"' if document.direction == "rtl" else ""
        self.top = top
        self.rank = 2
        self.address = address
        self.xml = xml
        self.media = media
        self._expansions = dict(document.publication.abbreviations)
        longest = sorted(map(re.escape, self._expansions), key=len, reverse=True)
        self._short = re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)") if longest else None

    # Beginnings of printed pages

    def page_break(self, page: PageBreak) -> str:
        return self._page(page, "span")

    def _page(self, page: PageBreak | PageStart, tag: str) -> str:
        """Return the mark that a printed page begins here."""
        words = escape(self.document.labels.page_start.format(page=page.label))
        return f'<{tag} id="{page.anchor}" class="page" {self.start} {self.naming}="{words}"></{tag}>'

    def _pages(self, pages: Iterable[PageBreak | PageStart]) -> str:
        """Return the marks of pages that begin with running text."""
        return "".join(f"{self._page(page, 'div')}\n" for page in pages)

    # Blocks

    def blocks(self, blocks: tuple[Block, ...], role: str = "") -> str:
        return "".join(self._in_order(blocks, role))

    def _in_order(self, blocks: tuple[Block, ...], role: str) -> Iterator[str]:
        """Yield the markup of each block; a page that begins with an object is marked as within a line."""
        waiting: tuple[PageBreak, ...] = ()
        for block in blocks:
            if isinstance(block, PageBreak):
                waiting = (*waiting, block)
                continue
            yield self._pages(waiting) if isinstance(block, Section | Paragraph) else self.inlines(waiting)
            yield self.paragraph(block, role) if isinstance(block, Paragraph) else self.block(block)
            waiting = ()
        yield self._pages(waiting)

    def section(self, section: Section, attributes: str = "") -> str:
        """Return a section with all that is in it; ``attributes`` are further ones of its element."""
        heading = self.heading(section)
        kind = "" if section.kind == "section" else f" {section.kind}"
        outer, self.rank = self.rank, min(self.top + section.level, 6)
        inside = self.blocks(section.blocks)
        self.rank = outer
        roles = {block.role for block in section.blocks if isinstance(block, Passage)}
        attributes += f" {self.works}" * ("references" in roles) + f" {self.places}" * ("index" in roles)
        attributes += f" {self.terms}" * ("glossary" in roles)
        return (
            f'<section{attributes} id="{section.anchor}"'
            f' class="level-{section.level}{kind}">{heading}\n{inside}</section>\n'
        )

    def heading(self, section: Section, attributes: str = "") -> str:
        """Return the heading of a section; ``attributes`` are further ones of its element."""
        rank = min(self.top + section.level - 1, 6)
        return f"<h{rank}{attributes}>{self.with_label(section.label, section.heading)}</h{rank}>"

    def paragraph(self, paragraph: Paragraph, role: str = "") -> str:
        if not paragraph.label:
            kind = f' id="{paragraph.anchor}"' if paragraph.anchor else ""
            kind += f' class="{role}"' if role else ""
            return f"<p{kind}>{self.inlines(paragraph.content)}</p>\n"
        return (
            f'<p id="{paragraph.anchor}" class="numbered">{self.number(paragraph)}'
            f" {self.inlines(paragraph.content)}</p>\n"
        )

    def number(self, paragraph: Paragraph) -> str:
        """Return the printed number of a paragraph."""
        return f'<span class="label">{escape(paragraph.label)}</span>'

    def list(self, block: List) -> str:
        tag = "ul" if block.kind == "bullets" else "ol"
        items = "".join(map(self.item, block.items))
        return f'<{tag} class="{block.kind} level-{block.level}">{items}</{tag}>\n'

    def item(self, item: Item) -> str:
        """Return an entry of a list, its label inside its first paragraph."""
        identity = f' id="{item.anchor}"' if item.anchor else ""
        hidden = "" if any(map(str.isalnum, item.label)) else ' aria-hidden="true"'
        label = f'<span class="label"{hidden}>{escape(item.label)}</span> '
        breaks, blocks = leading_breaks(item.blocks)
        content, rest = first_words(blocks)
        text = f"<p>{f'{label}{self.inlines(content)}'.rstrip()}</p>\n"
        return f"<li{identity}>{self._pages(breaks)}{text}{self.blocks(rest)}</li>\n"

    def passage(self, passage: Passage) -> str:
        if passage.role in {"references", "index"}:
            return self.references(passage)
        language = f'{self.language(passage.language)} dir="{passage.direction}"' if passage.language else ""
        return f'<div class="{passage.role}"{language}>{self.blocks(passage.blocks)}</div>\n'

    def references(self, passage: Passage) -> str:
        """Return the list of references, an entry for each work; the index, one for each of its entries."""
        rows: list[str] = []
        waiting: tuple[PageBreak, ...] = ()
        role = "index" if passage.role == "subentries" else passage.role
        for block in passage.blocks:
            if isinstance(block, Paragraph):
                identity = f' id="{block.anchor}"' if block.anchor else ""
                words = self.work(block) if role == "references" else self.inlines(block.content)
                rows.append(f"<li{identity}>{self._pages(waiting)}<p>{words}</p>\n</li>\n")
            elif isinstance(block, Passage) and rows:
                under = self.references(replace(block, blocks=(*waiting, *block.blocks)))
                rows[-1] = f"{rows[-1].removesuffix(_END)}{under}{_END}"
            waiting = (*waiting, block) if isinstance(block, PageBreak) else ()
        return f'<ul class="{role}">{"".join(rows)}</ul>\n{self._pages(waiting)}'

    def work(self, entry: Paragraph) -> str:
        """Return the words of an entry of the list of references."""
        return self.inlines(entry.content)

    def quotation(self, quotation: Quotation) -> str:
        return f"<blockquote>{self.blocks(quotation.blocks)}</blockquote>\n"

    # Inlines

    def text(self, text: Text) -> str:
        """Return words, each abbreviation in them with what it stands for."""
        if self._short is None:
            return escape(text.text, quote=False)
        markup, end = "", 0
        for match in self._short.finditer(text.text):
            title = escape(self._expansions[match[0]])
            markup += (
                f"{escape(text.text[end : match.start()], quote=False)}<abbr"
                f' title="{title}">{escape(match[0], quote=False)}</abbr>'
            )
            end = match.end()
        return markup + escape(text.text[end:], quote=False)

    def tag_words(self, inline: Emphasis | Strong | Superscript | Subscript) -> str:
        """Return words in the element of their kind."""
        tag = _TAGS[type(inline)]
        return f"<{tag}>{self.inlines(inline.content)}</{tag}>"

    emphasis = strong = superscript = subscript = tag_words

    def code(self, code: Code) -> str:
        return f"<code{self.code_direction}>{escape(code.text, quote=False)}</code>"

    def foreign(self, foreign: Foreign) -> str:
        # dir always: a passage may be inside another of the other direction, and is to be isolated from the text around
        # it.
        return (
            f'<span{self.language(foreign.language)} dir="{foreign.direction}">{self.inlines(foreign.content)}</span>'
        )

    def link(self, link: Link) -> str:
        inside = self.inlines(link.content)
        if self.divides and _ADDRESS.match(plain(link.content)):
            inside = _allow_breaks(inside)
        return f'<a href="{escape(link.target)}">{inside}</a>'

    def reference(self, reference: Reference) -> str:
        role = f" {self.cites}" if reference.anchor.startswith("reference-") else ""
        figure, dot, name = reference.anchor.rpartition(".")
        named = f' id="{figure}.link"' if self.details == ".link" and dot and name == "data" else ""
        address = self.address(reference.anchor)
        return f'<a{named} class="reference"{role} href="{address}">{self.text(Text(reference.text))}</a>'

    def indicator(self, indicator: Indicator) -> str:
        words = escape(self.document.labels.note_call.format(label=indicator.label))
        return (
            f'<sup class="indicator"><a id="{indicator.anchor}" href="{self.address(indicator.note)}" {self.call}'
            f' aria-label="{words}">{escape(indicator.label)}</a></sup>'
        )

    def line_break(self, line_break: LineBreak) -> str:
        del line_break
        return "<br/>"

    def index_mark(self, mark: IndexMark) -> str:
        return f'<span id="{mark.anchor}" class="index-mark"></span>'

    # What the editions put around

    def language(self, tag: str) -> str:
        """Return the attributes that give the language of an element."""
        tag = escape(tag)
        return f' lang="{tag}" xml:lang="{tag}"' if self.xml else f' lang="{tag}"'

    def logo(self, kind: str = "masthead-logo") -> str:
        """Return the logo over the masthead, in an element of the class ``kind``; nothing where the house has none."""
        return f'<div class="{kind}">{self.image(self.document.logo)}</div>\n' if self.document.logo else ""

    def masthead(self, pages: tuple[PageStart, ...] = ()) -> str:
        """Return the lines of the masthead in reading order, each an element of its own; the title is the h1. ``pages``
        are the beginnings of printed pages; the one that begins with the masthead is marked.
        """
        head = self.document.masthead
        issue = "".join(map(self._lines, ("distribution", "date", "language", "original")))
        item = "".join(map(self._lines, ("session", "agenda")))
        agenda = f'<div class="item">\n{item}</div>\n' if item else ""
        asterisks = "".join(self._note(note, "div", f'{self.footnote} role="doc-footnote"') for note in head.notes)
        notes = f'<div class="asterisks">\n{asterisks}</div>\n' if asterisks else ""
        begin = self._pages(page for page in pages if (page.series, page.row) == ("masthead", 0))
        return (
            f"{begin}{self._lines('organization')}{self._lines('organ')}{self._lines('symbol')}"
            f'<div class="issue">\n{issue}</div>\n{agenda}{self._lines("notice")}{self._lines("supplement")}'
            f"{self._lines('title')}{notes}"
        )

    def _lines(self, field: str) -> str:
        tag = "h1" if field == "title" else "p"
        rows = (
            self.inlines((*self.document.masthead.line_inlines(words), *calls))
            for name, words, calls in self.document.masthead.rows()
            if name == field
        )
        return "".join(f'<{tag} class="masthead-{field}">{words}</{tag}>\n' for words in rows)

    def contents(self, pages: tuple[PageStart, ...] = ()) -> str:
        """Return the list of contents: nested lists of links to every section; ``pages`` are the beginnings of printed
        pages, of which those that begin with a row of the list are marked.
        """
        begun = {
            section.anchor: "".join(
                self._page(page, "span") for page in pages if (page.series, page.row) == ("contents", row)
            )
            for row, section in enumerate(self.document.sections())
        }
        return self._contents(self.document.blocks, begun)

    def _contents(self, blocks: tuple[Block, ...], begun: dict[str, str]) -> str:
        sections = tuple(block for block in blocks if isinstance(block, Section))
        if not sections:
            return ""
        rows = []
        for section in sections:
            heading = tuple(inline for inline in section.heading if not isinstance(inline, Indicator))
            # Inside the link: the navigation of an EPUB allows nothing before it.
            words = self.with_label(section.label, heading)
            link = f'<a href="{self.address(section.anchor)}">{begun[section.anchor]}{words}</a>'
            inside = self._contents(section.blocks, begun)
            rows.append(f"<li>{link}{inside}</li>\n")
        return f"<ol>{''.join(rows)}</ol>"

    def note(self, note: Note) -> str:
        """Return a note in a list of notes, with a link back to each of its calls."""
        return self._note(note, "li", self.endnote)

    def letter(self, note: Note) -> str:
        return self.note(note)

    def _note(self, note: Note, tag: str, role: str = "") -> str:
        back = self.document.labels.back.format(label=note.label)
        links = []
        for call, anchor in enumerate(note.indicators, 1):
            words, which = (f"{back}, {call}", f"<sup>{call}</sup>") if len(note.indicators) > 1 else (back, "")
            links.append(
                f'<a class="back" href="{self.address(anchor)}" role="doc-backlink"'
                f' aria-label="{escape(words)}">{ARROW}{which}</a>'
            )
        breaks, rest = leading_breaks(note.blocks)
        blocks = [self.block(block).rstrip("\n") for block in rest]
        tail = " " + " ".join(links)
        if blocks and blocks[-1].endswith("</p>"):
            blocks[-1] = _join_tail(blocks[-1].removesuffix("</p>"), tail) + "</p>"
        else:
            blocks.append(f"<p>{tail.strip()}</p>")
        label = f'<span class="label">{escape(note.label)}</span> '
        if blocks[0].startswith("<p>"):
            blocks[0] = "<p>" + label + blocks[0].removeprefix("<p>")
        else:
            blocks.insert(0, f"<p>{label.rstrip()}</p>")
        return f'<{tag} id="{note.anchor}"{role}>{self.inlines(breaks)}{"".join(blocks)}</{tag}>\n'


def _allow_breaks(markup: str) -> str:
    """Return a printed address that may be divided after a stroke and before a low line, and not within its scheme."""

    def part(match: re.Match[str]) -> str:
        if match["scheme"]:
            return f'<span class="joined">{match[0]}</span>'
        return "/<wbr/>" if match["stroke"] else "<wbr/>_" if match["line"] else match[0]

    return _PARTS.sub(part, markup)


def _join_tail(markup: str, tail: str) -> str:
    """Return ``markup`` with ``tail`` held to its last word: no arrow may be alone on a line, and a no-break space
    holds no drawing (CSS Text 3, 5.1).
    """
    last = _LAST.search(markup)
    return f'{markup[: last.start()]}<span class="joined">{last[0]}{tail}</span>' if last else markup + tail


def anchors(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Yield every anchor that ``Body`` prints in ``blocks``."""
    for block in every(blocks):
        if isinstance(block, Section | Paragraph | Table | Figure | Box | Equation) and block.anchor:
            yield block.anchor
        if isinstance(block, List):
            yield from (item.anchor for item in block.items if item.anchor)
        if isinstance(block, Table | Figure | Box):
            yield from (note.anchor for note in block.notes)
    for block in blocks:
        yield from (inline.anchor for inline in inlines(block) if isinstance(inline, Indicator | IndexMark))

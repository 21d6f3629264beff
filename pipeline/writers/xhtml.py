"""The body that the web page, the EPUB and the PDF share: blocks and inlines as XHTML that is also HTML.

The markup is part of the house's word: sections are ``<section id>`` with their heading, a printed number is
``<span class="label">`` (an ``<a>`` where it is a link) at the very beginning of its element, an indicator is
``<a role="doc-noteref">``, a line of the masthead has the class ``masthead-`` and its field's name.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from html import escape
from itertools import count

from pipeline.companions import PageStart, Series
from pipeline.document import (
    Block,
    Code,
    Document,
    Emphasis,
    Foreign,
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
    Text,
)
from pipeline.outline import mark, normal, spoken
from pipeline.writers.writer import Writer

# Drawn, because the text face has no such arrow; the description is what a browser that draws nothing shows.
ARROW = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="arrow" viewBox="0 0 16 16" width="13" height="13" aria-hidden="true">'
    '<desc>^</desc><path d="M6.5 2.5 2 7l4.5 4.5M2 7h8.5a3.5 3.5 0 0 1 0 7H8" fill="none" stroke="currentColor" stroke-width="1.6"/></svg>'
)


def here(anchor: str) -> str:
    """The address of an anchor in the same file."""
    return f"#{anchor}"


class Body(Writer[str]):
    """Prints the blocks of ``document`` as markup.

    ``top`` is the rank of a main section's heading (2 where the title is the page's h1); ``address`` gives the address of an anchor,
    which may be in another file; ``xml`` adds xml:lang beside lang, as XML reading systems want. ``pages`` are the places to be marked
    as the beginnings of printed pages; with any, all blocks are to be printed once and in reading order, and ``rest`` after them.
    ``call`` and ``start`` are the attributes that say what an indicator and the beginning of a page are, ``naming`` the one that gives
    the number of the page.
    """

    call = 'role="doc-noteref"'
    start = 'role="doc-pagebreak"'
    naming = "aria-label"

    def __init__(
        self,
        document: Document,
        *,
        top: int = 2,
        address: Callable[[str], str] = here,
        xml: bool = False,
        pages: tuple[PageStart, ...] = (),
    ) -> None:
        self.document = document
        self.top = top
        self.address = address
        self.xml = xml
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

    def section(self, section: Section) -> str:
        rank = min(self.top + section.level - 1, 6)
        begin = self._begin(section.heading)
        heading = f"<h{rank}>{self.labelled(section.label, section.heading)}</h{rank}>"
        inside = "".join(map(self.block, section.blocks))
        return f'{begin}<section id="{section.anchor}" class="level-{section.level}">{heading}\n{inside}</section>\n'

    def paragraph(self, paragraph: Paragraph) -> str:
        begin = self._begin(paragraph.content)
        if not paragraph.label:
            return f"{begin}<p>{self.inlines(paragraph.content)}</p>\n"
        return f'{begin}<p id="{paragraph.anchor}" class="numbered">{self.number(paragraph)} {self.inlines(paragraph.content)}</p>\n'

    def number(self, paragraph: Paragraph) -> str:
        """The printed number of a paragraph."""
        return f'<span class="label">{escape(paragraph.label)}</span>'

    def list(self, block: List) -> str:
        tag = "ol" if block.kind == "subparagraphs" else "ul"
        items = "".join(map(self.item, block.items))
        return f'<{tag} class="{block.kind} level-{block.level}">{items}</{tag}>\n'

    def item(self, item: Item) -> str:
        """An entry of a list, its label inside its first paragraph."""
        identity = f' id="{item.anchor}"' if item.anchor else ""
        hidden = "" if item.anchor else ' aria-hidden="true"'
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
        # dir always: a passage may stand inside another of the other direction, and is to be isolated from the text around it.
        return f'<span{self.language(foreign.language)} dir="{foreign.direction}">{self.inlines(foreign.content)}</span>'

    def link(self, link: Link) -> str:
        return f'<a href="{escape(link.target)}">{self.inlines(link.content)}</a>'

    def reference(self, reference: Reference) -> str:
        return f'<a class="reference" href="{self.address(reference.anchor)}">{"".join(self._say(reference.text))}</a>'

    def indicator(self, indicator: Indicator) -> str:
        words = escape(self.document.labels.note_call.format(label=indicator.label))
        self._said += len(mark(indicator.label))
        return (
            f'<sup class="indicator"><a id="{indicator.anchor}" href="{self.address(indicator.note)}" {self.call}'
            f' aria-label="{words}">{escape(indicator.label)}</a></sup>'
        )

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
        issue = "".join(map(self._line, ("distribution", "date", "language", "original")))
        begin = "".join(self.page_start(page, "div") + "\n" for page in self._starts("masthead", 0))
        return (
            f"{begin}{self._line('organization')}{self._line('organ')}{self._line('symbol')}"
            f'<div class="issue">\n{issue}</div>\n{self._line("notice")}<h1 class="masthead-title">{escape(head.title, quote=False)}</h1>\n'
        )

    def _line(self, field: str) -> str:
        words = escape(getattr(self.document.masthead, field), quote=False)
        return f'<p class="masthead-{field}">{words}</p>\n' if words else ""

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
            blocks[-1] = blocks[-1].removesuffix("</p>") + tail + "</p>"
        else:
            blocks.append(f"<p>{tail.strip()}</p>")
        label = f'<span class="label">{escape(note.label)}</span> '
        if blocks[0].startswith("<p>"):
            blocks[0] = "<p>" + label + blocks[0].removeprefix("<p>")
        else:
            blocks.insert(0, f"<p>{label.rstrip()}</p>")
        return f'<li id="{note.anchor}">{"".join(blocks)}</li>\n'


def _place(words: str, offset: int) -> int:
    """Where the character at ``offset`` of the normal form of ``words`` stands in ``words`` themselves."""
    left = len(normal(words)) - offset
    place = bisect_left(range(len(words)), -left, key=lambda at: -len(normal(words[at:])))
    while place < len(words) and not normal(words[place]):
        place += 1
    return place


def anchors(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Every anchor that ``Body`` prints in ``blocks``."""
    for block in blocks:
        match block:
            case Section(anchor, _, _, heading, inside):
                yield anchor
                yield from _calls(heading)
                yield from anchors(inside)
            case Paragraph(anchor, label, content):
                if label:
                    yield anchor
                yield from _calls(content)
            case List(_, _, items):
                for item in items:
                    if item.anchor:
                        yield item.anchor
                    yield from anchors(item.blocks)
            case Quotation(inside):
                yield from anchors(inside)


def _calls(content: tuple[Inline, ...]) -> Iterator[str]:
    for node in content:
        match node:
            case Indicator(anchor):
                yield anchor
            case Emphasis(inside) | Strong(inside) | Superscript(inside) | Subscript(inside):
                yield from _calls(inside)
            case Foreign(_, _, inside) | Link(_, inside):
                yield from _calls(inside)
            case _:
                pass

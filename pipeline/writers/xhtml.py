"""The body that the web page, the EPUB and the PDF share: blocks and inlines as XHTML that is also HTML.

The markup is part of the house's word: sections are ``<section id>`` with their heading, a printed number is
``<span class="label">`` (an ``<a>`` where it is a link) at the very beginning of its element, an indicator is
``<a role="doc-noteref">``, a line of the masthead has the class ``masthead-`` and its field's name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

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
    which may be in another file; ``xml`` adds xml:lang beside lang, as XML reading systems want. ``call`` are the attributes that
    say what an indicator is.
    """

    call = 'role="doc-noteref"'

    def __init__(self, document: Document, *, top: int = 2, address: Callable[[str], str] = here, xml: bool = False) -> None:
        self.document = document
        self.top = top
        self.address = address
        self.xml = xml

    # Blocks

    def section(self, section: Section) -> str:
        rank = min(self.top + section.level - 1, 6)
        heading = f"<h{rank}>{self.labelled(section.label, section.heading)}</h{rank}>"
        inside = "".join(map(self.block, section.blocks))
        return f'<section id="{section.anchor}" class="level-{section.level}">{heading}\n{inside}</section>\n'

    def paragraph(self, paragraph: Paragraph) -> str:
        if not paragraph.label:
            return f"<p>{self.inlines(paragraph.content)}</p>\n"
        return f'<p id="{paragraph.anchor}" class="numbered">{self.number(paragraph)} {self.inlines(paragraph.content)}</p>\n'

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
        if isinstance(first, Paragraph):
            begin = f"<p>{label}{self.inlines(first.content)}</p>\n"
        else:
            begin, rest = f"<p>{label.rstrip()}</p>\n", item.blocks
        return f"<li{identity}>{begin}{''.join(map(self.block, rest))}</li>\n"

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
        return escape(text.text, quote=False)

    def emphasis(self, emphasis: Emphasis) -> str:
        return f"<em>{self.inlines(emphasis.content)}</em>"

    def strong(self, strong: Strong) -> str:
        return f"<strong>{self.inlines(strong.content)}</strong>"

    def superscript(self, superscript: Superscript) -> str:
        return f"<sup>{self.inlines(superscript.content)}</sup>"

    def subscript(self, subscript: Subscript) -> str:
        return f"<sub>{self.inlines(subscript.content)}</sub>"

    def code(self, code: Code) -> str:
        return f"<code>{escape(code.text, quote=False)}</code>"

    def foreign(self, foreign: Foreign) -> str:
        # dir always: a passage may stand inside another of the other direction, and is to be isolated from the text around it.
        return f'<span{self.language(foreign.language)} dir="{foreign.direction}">{self.inlines(foreign.content)}</span>'

    def link(self, link: Link) -> str:
        return f'<a href="{escape(link.target)}">{self.inlines(link.content)}</a>'

    def reference(self, reference: Reference) -> str:
        return f'<a class="reference" href="{self.address(reference.anchor)}">{escape(reference.text, quote=False)}</a>'

    def indicator(self, indicator: Indicator) -> str:
        words = escape(self.document.labels.note_call.format(label=indicator.label))
        return (
            f'<sup class="indicator"><a id="{indicator.anchor}" href="{self.address(indicator.note)}" {self.call}'
            f' aria-label="{words}">{escape(indicator.label)}</a></sup>'
        )

    def line_break(self, line_break: LineBreak) -> str:
        del line_break
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
        return (
            f"{self._line('organization')}{self._line('organ')}{self._line('symbol')}"
            f'<div class="issue">\n{issue}</div>\n{self._line("notice")}<h1 class="masthead-title">{escape(head.title, quote=False)}</h1>\n'
        )

    def _line(self, field: str) -> str:
        words = escape(getattr(self.document.masthead, field), quote=False)
        return f'<p class="masthead-{field}">{words}</p>\n' if words else ""

    def contents(self) -> str:
        """The list of contents: nested lists of links to every section."""
        return self._contents(tuple(block for block in self.document.blocks if isinstance(block, Section)))

    def _contents(self, sections: tuple[Section, ...]) -> str:
        if not sections:
            return ""
        rows = []
        for section in sections:
            heading = tuple(inline for inline in section.heading if not isinstance(inline, Indicator))
            link = f'<a href="{self.address(section.anchor)}">{self.labelled(section.label, heading)}</a>'
            inside = self._contents(tuple(block for block in section.blocks if isinstance(block, Section)))
            rows.append(f"<li>{link}{inside}</li>\n")
        return f"<ol>{''.join(rows)}</ol>"

    def note(self, note: Note) -> str:
        """A note in a list of notes, with a link back to each of its calls."""
        back = self.document.labels.back.format(label=note.label)
        links = []
        for count, anchor in enumerate(note.indicators, 1):
            words, which = (f"{back} ({count})", f"<sup>{count}</sup>") if len(note.indicators) > 1 else (back, "")
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

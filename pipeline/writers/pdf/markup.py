"""The report as markup for the printed page: the body that all editions share, with the masthead, the contents, and each note standing
in the text where it is first called (CSS GCPM 3, 2.2: ``float: footnote`` takes it from there to the foot of the page).
"""

from __future__ import annotations

import re
from html import escape
from xml.etree import ElementTree as ET

from pipeline.document import Document, Indicator, List, Note, Numerals, Section, Text, plain
from pipeline.writers.xhtml import Body

# Symbols of documents (A/RES/70/1, S/PV.7853) and addresses: never divided by a hyphen, a symbol not even at its strokes.
_WHOLE = re.compile(r"(?P<address>https?://[^\s<]+)|(?P<symbol>\b[A-Z]{1,4}(?:/[\w.()-]*\w)+)")

_BLOCKS = frozenset({"p", "ol", "ul", "li", "blockquote", "section", "h2", "h3", "h4", "h5", "h6"})

# ISO 32000-1, table 347: ListNumbering.
_NUMBERING: dict[Numerals, str] = {
    "upper-roman": "UpperRoman",
    "upper-latin": "UpperAlpha",
    "decimal": "Decimal",
    "lower-latin": "LowerAlpha",
    "lower-roman": "LowerRoman",
    # The table has Latin numerals alone; any ordered kind says that the labels count, which is what a reader is told.
    "arabic-abjad": "Decimal",
    "chinese-counting": "Decimal",
}


class Print(Body):
    """The body with what print needs: outline titles, kinds of numbering, notes in place."""

    def __init__(self, document: Document) -> None:
        super().__init__(document, top=2)
        self._waiting = {note.anchor: note for note in document.notes}

    def section(self, section: Section) -> str:
        rank = min(self.top + section.level - 1, 6)
        title = escape(f"{section.label} {plain(section.heading)}".strip())
        heading = f'<h{rank} data-title="{title}">{self.labelled(section.label, section.heading)}</h{rank}>'
        inside = "".join(map(self.block, section.blocks))
        return f'<section id="{section.anchor}" class="level-{section.level}">{heading}\n{inside}</section>\n'

    def list(self, block: List) -> str:
        schemes = self.document.numbering.subparagraphs
        ordered = block.kind == "subparagraphs"
        kind = _NUMBERING[schemes[min(block.level, len(schemes)) - 1].numerals] if ordered else "Disc"
        tag = "ol" if ordered else "ul"
        items = "".join(map(self.item, block.items))
        return f'<{tag} class="{block.kind} level-{block.level}" data-numbering="{kind}">{items}</{tag}>\n'

    def text(self, text: Text) -> str:
        parts = []
        end = 0
        for match in _WHOLE.finditer(text.text):
            parts.append(escape(text.text[end : match.start()], quote=False))
            parts.append(f'<span class="{match.lastgroup}">{escape(match[0], quote=False)}</span>')
            end = match.end()
        return "".join(parts) + escape(text.text[end:], quote=False)

    def indicator(self, indicator: Indicator) -> str:
        mark = super().indicator(indicator)
        note = self._waiting.pop(indicator.note, None)
        return mark + self.note(note) if note else mark

    def note(self, note: Note) -> str:
        """A note for the foot of the page. Its number leads back to its call; where there are several, signs at its end do, one each."""
        back = escape(self.document.labels.back.format(label=note.label))
        first, *others = note.indicators
        number = escape(note.label)
        blocks = "".join(map(self.block, note.blocks))
        if others:
            links = (
                f'<a href="{self.address(anchor)}" aria-label="{back} ({count})">^{count}</a>'
                for count, anchor in enumerate(note.indicators, 1)
            )
            signs = f'<span class="back">{" ".join(links)}</span>'
            blocks = (
                f"{blocks.rstrip().removesuffix('</p>')} {signs}</p>" if blocks.rstrip().endswith("</p>") else f"{blocks}<p>{signs}</p>"
            )
            label = f'<span class="label"><span>{number}</span></span> '
        else:
            label = f'<span class="label"><a href="{self.address(first)}" aria-label="{back}">{number}</a></span> '
        inside = f"<p>{label}{blocks.removeprefix('<p>')}" if blocks.startswith("<p>") else f"<p>{label}</p>{blocks}"
        return f'<aside id="{note.anchor}" class="note">{inside}</aside>'


def markup(document: Document, sheets: tuple[str, ...], codes: str = "") -> ET.Element:
    """The whole page as a tree, ``sheets`` in its head, ``codes`` after its title.

    (HTML's own parser lets no block stand in a paragraph; notes do.)
    """
    body = Print(document)
    blocks = "".join(map(body.block, document.blocks))
    contents = body.contents()
    labels = document.labels
    nav = f'<nav><p class="contents">{escape(labels.contents)}</p>{contents}</nav>' if contents else ""
    styles = "".join(f"<style>{escape(sheet, quote=False)}</style>" for sheet in sheets)
    root = ET.fromstring(
        f'<html lang="{document.language}" dir="{document.direction}"><head><title>{escape(document.masthead.title)}</title>'
        f"{styles}</head><body>{_masthead(document)}{codes}{nav}<main>{blocks}</main></body></html>"
    )
    _hold_spaces(root)
    _drop_line_ends(root)
    return root


def _masthead(document: Document) -> str:
    """The head of the first page; its lines stand in the order in which they are read."""
    head = document.masthead
    named = ("organization", "organ", "symbol")
    issue = ("distribution", "date", "language", "original")
    lines = {name: escape(getattr(head, name), quote=False) for name in (*named, *issue)}
    left = "".join(f'<p class="{name}">{lines[name]}</p>' for name in named if lines[name])
    right = "".join(f'<p class="{name}">{lines[name]}</p>' for name in issue if lines[name])
    notice = f'<p class="notice">{escape(head.notice, quote=False)}</p>' if head.notice else ""
    return f'<header>{left}<div class="issue">{right}</div></header>{notice}<h1>{escape(head.title, quote=False)}</h1>'


def _hold_spaces(root: ET.Element) -> None:
    """The space after a printed number goes inside its box: justification must not stretch it, or numbers and text would not align."""
    for label in root.iter("span"):
        if label.get("class") == "label" and (label.tail or "").startswith(" "):
            last = label[-1] if len(label) else None
            if last is None:
                label.text = (label.text or "") + " "
            else:
                last.tail = (last.tail or "") + " "
            label.tail = (label.tail or "")[1:]


def _drop_line_ends(root: ET.Element) -> None:
    """White space between blocks goes: in a note it would be set as an empty line."""
    for element in root.iter():
        if element.tag in _BLOCKS and (element.tail or "").isspace():
            element.tail = None

"""The report as markup for the printed page: the body that all editions share, with the masthead, the contents, and
each note standing in the text where it is first called (CSS GCPM 3, 2.2: ``float: footnote`` takes it from there to the
foot of the page).
"""

from __future__ import annotations

import re
from html import escape
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr

from plantin.model.document import (
    Box,
    Document,
    Figure,
    List,
    Note,
    Paragraph,
    Passage,
    Picture,
    Section,
    Table,
    divide_title,
)
from plantin.model.inlines import Formula, Indicator, Inline, Reference, Text, plain
from plantin.model.labels import Numerals
from plantin.model.related_editions import PageStart
from plantin.writers.pdf import embedded
from plantin.writers.pdf.attachment import figure_data
from plantin.writers.pdf.formulas import formula_markup
from plantin.writers.pdf.index_pages import LOCATOR
from plantin.writers.pdf.stylesheet import address
from plantin.writers.xhtml import Body

# Symbols of documents (A/RES/70/1, S/PV.7853) and addresses: never divided by a hyphen, a symbol not even at its
# strokes. An address begins with what holds together: nobody looks for the rest of "http://" or "www." on the next
# line.
_WHOLE = r"(?P<address>(?:https?://|www\.)[^\s<]+)|(?P<symbol>\b[A-Z]{1,4}(?:/[\w.()-]*\w)+)"
_HOST = re.compile(r"(?:https?://)?[^/]*(?:/(?!$))?")

NO_BREAK_SPACE, NARROW = "\u00a0", "\u202f"
"""The space that a filled line widens, and the one that it does not."""
# Where a space is part of a number or of a punctuation mark; elsewhere a no-break space is a word space.
_FIXED = re.compile(r"\d\u00a0(?=\d)|[«‹]\u00a0|\u00a0[»›:;!?]")
_NARROW = re.compile(rf"\d{NARROW}(?=\d)|[«‹]{NARROW}|{NARROW}[»›:;!?]")

_BLOCKS = frozenset(
    (
        "p ol ul li blockquote section h2 h3 h4 h5 h6 div figure figcaption img pre dl dt dd table caption thead tbody "
        "tr th td"
    ).split()
)
_TITLES = frozenset("nav h1 h2 h3 h4 h5 h6 figcaption caption".split())
_RANGE = re.compile(r"(\d+[‐–/]\d+)")
_FEW = 12
# The width of a letter or figure of a symbol, in ems.
_LETTER_EM = 0.55
_MOST_LARGE_FIGURES = 6
"""The most figures of a number of a symbol that is printed large."""
_ROMAN = re.compile(r"\W*[ivxlc]+\W*", re.IGNORECASE)

# ISO 32000-1, table 347: ListNumbering.
_NUMBERING: dict[Numerals, str] = {
    "upper-roman": "UpperRoman",
    "upper-latin": "UpperAlpha",
    "decimal": "Decimal",
    "lower-latin": "LowerAlpha",
    "lower-roman": "LowerRoman",
    # The table has Latin numerals alone.
    "arabic-abjad": "Other",
    "chinese-counting": "Other",
    "hebrew": "Other",
    "arabic-ordinal": "Other",
    "arabic-definite": "Other",
    "arabic-letter": "Other",
}


class PrintBody(Body):
    """The body with what print needs: outline titles, kinds of numbering, notes in place, formulas drawn in the colour
    ``ink``. ``fixed`` is the space within numbers and beside punctuation marks, which a filled line does not widen.
    """

    def __init__(self, document: Document, ink: str, fixed: str) -> None:
        super().__init__(document, top=2, media=address)
        self.ink = ink
        self._fixed = fixed
        self._data = figure_data(document)
        self._whole = re.compile(
            "|".join((_WHOLE, *(f"(?P<whole_{n}>{pattern})" for n, pattern in enumerate(document.hyphenation.whole))))
        )
        self._waiting = {note.anchor: note for note in document.notes}

    def heading(self, section: Section, attributes: str = "") -> str:
        title = escape(f"{section.label} {plain(section.heading)}".strip())
        return super().heading(section, f' data-title="{title}"{attributes}')

    def list(self, block: List) -> str:
        schemes = self.document.numbering.subparagraphs
        if block.kind == "typed":
            kind = numbering_kind(tuple(item.label for item in block.items))
        else:
            scheme = block.scheme or schemes[min(block.level, len(schemes)) - 1]
            kind = "Disc" if block.kind == "bullets" else _NUMBERING[scheme.numerals]
        tag = "ul" if block.kind == "bullets" else "ol"
        items = "".join(map(self.item, block.items))
        return f'<{tag} class="{block.kind} level-{block.level}" data-numbering="{kind}">{items}</{tag}>\n'

    def references(self, passage: Passage) -> str:
        entries = super().references(passage).replace("<ul ", '<ul data-numbering="None" ', 1)
        return f'<div class="index">{entries}</div>' if passage.role == "index" else entries

    def work(self, entry: Paragraph) -> str:
        return f'<span class="work">{super().work(entry)}</span>'

    def reference(self, reference: Reference) -> str:
        if not reference.anchor.startswith("index-"):
            return super().reference(reference)
        # The page that it leads to, when the pages are known.
        return f'<a class="reference {LOCATOR}" href="{self.address(reference.anchor)}">0</a>'

    def inlines(self, content: tuple[Inline, ...]) -> str:
        if self.document.direction == "ltr":
            return super().inlines(content)
        runs = ((whole, super(PrintBody, self).inlines(run)) for whole, run in embedded.runs(content))
        return "".join(f'<span dir="ltr">{markup}</span>' if whole else markup for whole, markup in runs)

    def text(self, text: Text) -> str:
        parts = []
        end = 0
        for match in self._whole.finditer(text.text):
            parts.append(self._expand_abbreviations(text.text[end : match.start()]))
            kind = str(match.lastgroup).partition("_")[0]
            host = _HOST.match(match[0]) if kind == "address" else None
            host_markup = f'<span class="whole">{escape(host[0], quote=False)}</span>' if host else ""
            rest = match[0][len(host[0]) if host else 0 :]
            parts.append(f'<span class="{kind}">{host_markup}{self._expand_abbreviations(rest)}</span>')
            end = match.end()
        return "".join(parts) + self._expand_abbreviations(text.text[end:])

    def _expand_abbreviations(self, words: str) -> str:
        """Return words as every markup has them, each abbreviation with what it stands for."""
        narrow = _FIXED.sub(lambda match: match[0].replace(NO_BREAK_SPACE, self._fixed), words)
        # With its mark: a space by itself is not painted.
        return _NARROW.sub(r'<span class="fixed">\g<0></span>', super().text(Text(narrow)))

    def indicator(self, indicator: Indicator) -> str:
        mark = super().indicator(indicator)
        note = self._waiting.pop(indicator.note, None)
        return mark + self.note(note) if note else mark

    def table(self, table: Table, look: str = "") -> str:
        # A few rows stay together; more go on over the page.
        return super().table(table, f" short{look}" if len(table.rows) <= _FEW else look)

    def image(self, figure: Figure) -> str:
        image_markup = super().image(figure)
        if figure.anchor not in self._data:
            return image_markup
        title, rows = self._data[figure.anchor]
        named = {"data-file": f"{figure.anchor}.csv", "data-title": title, "data-rows": rows}
        attributes = "".join(f" {name}={quoteattr(value)}" for name, value in named.items())
        return image_markup.replace("<img", f"<img{attributes}", 1)

    def size(self, picture: Picture) -> str:
        # The size of a picture is the sheet's business: at most the measure, and never larger than its own dots allow.
        del picture
        return ""

    def box(self, box: Box, look: str = "") -> str:
        return super().box(box, look if box.label else f" summary{look}")

    def display(self, formula: Formula) -> str:
        return formula_markup(formula, self.ink, display=True)

    def formula(self, formula: Formula) -> str:
        return formula_markup(formula, self.ink)

    def letter(self, note: Note) -> str:
        return self.note(note, "letter")

    def note(self, note: Note, kind: str = "note") -> str:
        """Return a note of the page, or of an object (``kind``: letter); its number leads back to its first call."""
        back = escape(self.document.labels.back.format(label=note.label))
        number = escape(note.label)
        blocks = "".join(map(self.block, note.blocks))
        first = self.address(note.indicators[0])
        label = f'<span class="label"><a href="{first}" aria-label="{back}">{number}</a></span> '
        inside = f"<p>{label}{blocks.removeprefix('<p>')}" if blocks.startswith("<p>") else f"<p>{label}</p>{blocks}"
        # It may be called in a passage of the other direction.
        return f'<aside id="{note.anchor}" class="{kind}" dir="{self.document.direction}">{inside}</aside>'

    def masthead(self, pages: tuple[PageStart, ...] = ()) -> str:
        """Return the head of the first page; its lines are in the order in which they are read, the notes of all after
        the last. A printed page has no marks of ``pages``.
        """
        del pages
        named, issue, item = (
            "".join(map(self._lines, names))
            for names in (
                ("organization", "organ", "symbol"),
                ("distribution", "date", "language", "original"),
                ("session", "agenda"),
            )
        )
        # A note called in the grid of the head would be lost to the foot of the page: they are all put in the title.
        notes = "".join(map(self.note, self.document.masthead.notes))
        title = self._lines("title").removesuffix("</h1>") + f"{notes}</h1>"
        agenda = f'<div class="item">{item}</div>' if item else ""
        # Beside the organization's name there is room for the symbol, however long the two are.
        room = f"{len(self.document.masthead.symbol) * _LETTER_EM:.2f}em"
        head = f'<header style="--symbol: {room}">{named}<div class="issue">{issue}</div></header>'
        return f"{self.logo('logo')}{head}{agenda}{self._lines('notice')}{self._lines('supplement')}{title}"

    def _inline_markup(self, inline: Inline) -> str:
        # As it is: what is never divided in the text has a look of its own in the masthead.
        return escape(inline.text, quote=False) if isinstance(inline, Text) else self.inline(inline)

    def _symbol(self, inline: Inline) -> str:
        """The symbol, its initial and its last number (S, 97) as spans: houses print them large where there is room."""
        if not isinstance(inline, Text):
            return self.inline(inline)
        parts = inline.text.split("/")
        large = (place for place, part in enumerate(parts) if part.isdecimal() and len(part) <= _MOST_LARGE_FIGURES)
        last = max(large, default=0)
        names = {last: "number", 0: "initial"}
        marked = (
            f'<span class="{names[n]}">{escape(part)}</span>' if n in names else escape(part)
            for n, part in enumerate(parts)
        )
        return "/".join(marked) if len(parts) > 1 else self._inline_markup(inline)

    def _lines(self, field: str) -> str:
        tag = "h1" if field == "title" else "p"
        worded = self._symbol if field == "symbol" else self._inline_markup
        rows = (
            "".join(map(worded, self.document.masthead.line_inlines(words)))
            + "".join(map(super(PrintBody, self).indicator, calls))
            for name, words, calls in self.document.masthead.rows()
            if name == field
        )
        # The words of its bookmark, without calls.
        title = escape(" ".join(self.document.masthead.title.split()))
        opened = f'{tag} data-title="{title}"' if field == "title" else f'{tag} class="{field}"'
        return "".join(f"<{opened}>{words}</{tag}>" for words in rows)


def numbering_kind(labels: tuple[str, ...]) -> str:
    """Return the kind of numbering that ``labels``, as the author typed them, seem to have (ISO 32000-1, table 347)."""
    first = next((letter for label in labels for letter in label if letter.isalnum()), "")
    if not first or first.isdigit():
        return "Decimal" if first else "Disc"
    roman = all(map(_ROMAN.fullmatch, labels)) and first in "iIvVxX"
    return ("Upper" if first.isupper() else "Lower") + ("Roman" if roman else "Alpha")


def markup(
    document: Document, sheets: tuple[str, ...], codes: str = "", ink: str = "#000000", *, fixed: str = NO_BREAK_SPACE
) -> ET.Element:
    """Return the whole page as a tree, ``sheets`` in its head, ``codes`` after its title, formulas in the colour
    ``ink``.

    (HTML's own parser allows no block in a paragraph; notes do.)
    """
    body = PrintBody(document, ink, fixed)
    block, text = divide_title(document.blocks)
    under, blocks = ("".join(map(body.block, part)) for part in (block, text))
    contents = body.contents()
    labels = document.labels
    nav = (
        f'<nav><p class="contents" data-page="{escape(labels.contents_page)}">'
        f'<span data-again="{escape(labels.contents_continued)}">{escape(labels.contents)}</span></p>{contents}</nav>'
        if contents
        else ""
    )
    styles = "".join(f"<style>{escape(sheet, quote=False)}</style>" for sheet in sheets)
    root = ET.fromstring(
        f'<html lang="{document.language}"'
        f' dir="{document.direction}"><head><title>{escape(document.masthead.title)}</title>'
        f"{styles}</head><body>{body.masthead()}{codes}{under}{nav}<main>{blocks}</main></body></html>"
    )
    # The anchor of an object is that of its table or figure's title, and of no other title: pages have no ARIA.
    for holder in root.iter():
        if holder.get("class", "").partition(" ")[0] in {"table", "figure"}:
            for inside in holder:
                if inside.tag in {"table", "figcaption"}:
                    inside.set("data-anchor", holder.get("id", ""))
        if holder.get("id", "").endswith("-title"):
            del holder.attrib["id"]
    kinds = {section.get("id"): section.get("class", "").split()[1:] for section in root.iter("section")}
    for link in root.iterfind(".//nav//a"):
        if kinds[link.get("href", "").removeprefix("#")]:
            link.set("class", "named")
    for listed in root.iter("dl"):
        listed.set("data-numbering", "None")
    _name_last(root)
    # The space after a printed number goes inside its box: stretched, it would put the text out of line.
    for label in root.iter("span"):
        if label.get("class") == "label" and (label.tail or "").startswith(" "):
            last = label[-1] if len(label) else None
            if last is None:
                label.text = (label.text or "") + " "
            else:
                last.tail = (last.tail or "") + " "
            label.tail = (label.tail or "")[1:]
    _hold_formulas(root)
    _hold_ranges(root)
    _drop_line_ends(root)
    return root


def _name_last(root: ET.Element) -> None:
    """A table that ends the report is ``closing``: turned, it has no page after it."""
    last = next(root.iter("main"))
    while len(last) and last.tag in {"main", "section"}:
        last = last[-1]
    if "table" in last.get("class", "").split():
        last.set("class", f"{last.get('class')} closing")


def _hold_formulas(root: ET.Element) -> None:
    """Formulas with nothing but a space between them are held on one line: at its end the space would be nowhere, and
    drawings have no letters to which it could be given.
    """
    for holder in list(root.iter()):
        neighbours: list[ET.Element] = []
        for child in [*holder, None]:
            if child is not None and child.get("class") == "formula" and (not neighbours or neighbours[-1].tail == " "):
                neighbours.append(child)
                continue
            if len(neighbours) > 1:
                _hold(holder, neighbours)
            neighbours = [child] if child is not None and child.get("class") == "formula" else []


def _hold_ranges(root: ET.Element) -> None:
    """The two numbers of a range in a title stay on one line."""
    for title in (element for element in root.iter() if element.tag in _TITLES):
        for holder in list(title.iter()):
            texts = [holder.text, *(child.tail for child in holder)]
            for at in reversed(range(len(texts))):
                before, *rest = _RANGE.split(texts[at] or "")
                held = [ET.Element("span", {"class": "whole"}) for _ in rest[::2]]
                for span, numbers, following in zip(held, rest[::2], rest[1::2], strict=True):
                    span.text, span.tail = numbers, following
                if at:
                    holder[at - 1].tail = before
                else:
                    holder.text = before
                holder[at:at] = held


def _hold(holder: ET.Element, neighbours: list[ET.Element]) -> None:
    row = ET.Element("span", {"class": "formulas"})
    holder.insert(list(holder).index(neighbours[0]), row)
    for element in neighbours:
        holder.remove(element)
        row.append(element)
    row.tail, neighbours[-1].tail = neighbours[-1].tail, None


def _drop_line_ends(root: ET.Element) -> None:
    """White space between blocks goes: in a note it would be set as an empty line."""
    for element in root.iter():
        if element.tag in _BLOCKS and (element.tail or "").isspace():
            element.tail = None

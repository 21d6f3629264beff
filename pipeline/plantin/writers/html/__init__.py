"""The web page: one file that needs nothing from the network, with the report, its contents and its notes."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from html import escape, unescape

from plantin.house.brand import data_url
from plantin.house.colours import DARK_GROUND, dim, on_dark
from plantin.house.style import Style
from plantin.model.document import Document, Equation, Listing, Note, Paragraph, Section, Table, divide_title, every
from plantin.model.inlines import Formula, plain
from plantin.model.pagination import paginate
from plantin.model.related_editions import ALONE, PageStart, RelatedEditions
from plantin.writers import font_faces, grid, parts
from plantin.writers.html.display import RECALL, faces, panel
from plantin.writers.html.metadata import language, record
from plantin.writers.html.navigation import editions, tools
from plantin.writers.running import content_list, css_string
from plantin.writers.xhtml import Body

# What a browser is to let the page do: its own style, script, pictures and fonts, and nothing from anywhere else.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
_REM = 96 / 25.4 / 16
"""A millimetre in the size of letters that readers choose."""

# Before the first picture of the page: folded later, the contents would take all below them along (layout shift).
_FOLD = (
    "<script>{ const list = document.currentScript.parentElement;"
    ' list.open = getComputedStyle(list).getPropertyValue("--folded").trim() !== "yes"; }</script>'
)
_EMPTY = re.compile(r"<((?:br|col|img|input|wbr)\b[^>]*)/>")
_TAG = re.compile(r"<[^>]*>")
_BETWEEN = re.compile(r"\{symbol\}(\W+)")
_WIDEST_NARROW_TABLE = 26
"""The widest table, in characters, that surely fits 320 pixels, even with letters set apart (WCAG 2.2, 1.4.12)."""
_LINE_CHARACTERS = 28
_PADDING_CHARACTERS = 2
_APART = re.compile(r"[ \t\n]+")
"""Where words are divided into lines: not at a no-break space, so "1 411 280" is one word."""
_COMMAND = re.compile(r"\\[A-Za-z]+|[{}_^&\\\s]")


def write(document: Document, style: Style, moment: dt.datetime, related: RelatedEditions = ALONE) -> bytes:
    """Return the edition as an HTML file, in UTF-8."""
    head = document.masthead
    body = _WebBody(document)
    block, text = divide_title(paginate(document, related.pages).blocks)
    title = f"{body.logo()}{body.masthead(related.pages)}{body.blocks(block)}"
    report = f"{body.blocks(text)}{_notes(body)}"
    visible = unescape(_TAG.sub("", f"{title}{report}"))
    choices = panel(document, style, visible, paged=bool(related.pages))
    # Elements that hold nothing have no stroke in HTML.
    page = _EMPTY.sub(r"<\1>", _body(body, related, title, report, choices))
    others = font_faces.others(style, visible, unescape(_TAG.sub("", page)))
    families = dict.fromkeys((style.fonts.family, *(face.family for face in others)))
    parts = (
        "<!DOCTYPE html>\n",
        f'<html lang="{escape(document.language)}" dir="{document.direction}">\n<head>\n',
        '<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        (
            f"<title{language(head.title_language, document.direction)}>"
            f"{escape(f'{head.symbol}: {head.title}', quote=False)}</title>\n"
        ),
        record(document, moment, related),
        RECALL if choices else "",
        f"<style>{_sheet(document, style, visible, others)}</style>\n{''.join(map(_faces, families))}</head>\n<body>\n",
        page,
        f"<script>\n{style.script('screen.js')}</script>\n</body>\n</html>\n",
    )
    return "".join(parts).encode()


def _faces(family: str) -> str:
    """Return a script that has the faces of a family read before the page is laid out: on a busy machine they come
    after its first picture, and lines that break elsewhere take all below them along (layout shift).
    """
    name = json.dumps(family).replace("<", "\\u003c")
    return (
        "<script>for (const face of document.fonts) { "
        f'if (face.family.replace(/["\']/g, "") === {name}) face.load().catch(() => {{}}); }}</script>\n'
    )


class _WebBody(Body):
    """The body of the page, in which the number of a paragraph is the link to it."""

    # Not aria-label: browsers' rule engines know the role too little to allow it there; a title shows itself to a
    # pointer as well.
    naming = "title"
    divides = True
    draws = True
    details = ".data"

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._around: list[str] = []

    def section(self, section: Section, attributes: str = "") -> str:
        anchors = (getattr(block, "anchor", "") for block in every(section.blocks))
        if not any(anchor.startswith(f"{section.anchor}.") and ".paragraph-" in anchor for anchor in anchors):
            return super().section(section, attributes)
        self._around.append(f"{section.label[:1].lower()}{section.label[1:]}")
        markup = super().section(section, f' data-citation="{escape(self._citation())}"{attributes}')
        self._around.pop()
        return markup

    def _citation(self) -> str:
        """Return how a paragraph of the annex around is cited: "A/71/344, annex I, para. {number}"."""
        form = self.document.labels.citation
        match = _BETWEEN.search(form)
        between = match[1] if match else " "
        places = "".join(f"{place}{between}" for place in self._around)
        cited = form.replace(f"{{symbol}}{between}", f"{{symbol}}{between}{places}")
        return cited.format(symbol=self.document.masthead.symbol, number="{number}")

    def room(self, table: Table, rows: str) -> str:
        moved = f' role="region" tabindex="0" aria-labelledby="{table.anchor}-title"' if _is_wide(table) else ""
        moved = moved if table.label or table.title else moved and ' tabindex="0"'
        return f'<div class="scroll"{moved}>{rows}</div>\n'

    def equation(self, equation: Equation, attributes: str = "") -> str:
        moved = ' tabindex="0"' if _is_extended(equation.formula) else ""
        return super().equation(equation, moved + attributes)

    def listing(self, listing: Listing, attributes: str = "") -> str:
        moved = ' tabindex="0"' if _is_long(listing) else ""
        return super().listing(listing, moved + attributes)

    def number(self, paragraph: Paragraph) -> str:
        words = escape(self.document.labels.paragraph_link.format(label=paragraph.label))
        return (
            f'<a class="label" href="{self.address(paragraph.anchor)}"'
            f' aria-label="{words}">{escape(paragraph.label)}</a>'
        )


def _body(body: Body, related: RelatedEditions, title: str, report: str, choices: str) -> str:
    """Return what the page shows: ``title`` the masthead and what is below, ``report`` text and notes, ``choices``."""
    document, labels = body.document, body.document.labels
    # In one element, so that it can be set beside the text.
    navigation = editions(document, related) + choices + _contents(body, related.pages)
    side = f'<div class="side">\n{navigation}</div>\n' if navigation else ""
    return (
        f'<a class="skip" href="#text">{escape(labels.skip)}</a>\n'
        f'<header class="masthead" aria-label="{escape(labels.masthead)}">\n{title}</header>\n'
        f'{side}<main id="text" tabindex="-1">\n{report}</main>\n'
        f"{tools(document, related)}"
    )


def _contents(body: Body, pages: tuple[PageStart, ...]) -> str:
    rows = body.contents(pages)
    if not rows:
        return ""
    labels = body.document.labels
    notes = f'<p class="to-notes"><a href="#notes">{escape(labels.notes)}</a></p>\n' if body.document.notes else ""
    return (
        f'<nav class="contents" role="doc-toc" aria-label="{escape(labels.contents)}">\n'
        f'<details open=""><summary>{escape(labels.contents)}</summary>{_FOLD}\n{rows}\n{notes}</details>\n</nav>\n'
    )


def _notes(body: Body) -> str:
    notes = body.document.notes
    if not notes:
        return ""
    return (
        '<section id="notes" class="notes" role="doc-endnotes" aria-labelledby="notes-heading">'
        f'<h2 id="notes-heading">{escape(body.document.labels.notes)}</h2>\n'
        f"<ol>{''.join(map(body.note, notes))}</ol></section>\n"
    )


def _sheet(document: Document, style: Style, text: str, others: tuple[font_faces.OtherFace, ...]) -> str:
    """Return the style sheet with the house's colours and fonts, ``others`` among them; ``text`` is the report's."""

    def font_source(font: bytes) -> str:
        return f'url(data:font/woff2;base64,{base64.b64encode(font).decode()}) format("woff2")'

    beside = tuple((face, font_source(style.web_part(face.path, face.letters))) for face in others)
    colours = ("text", "link", "rule")
    day = "".join(
        f" --{name}: {getattr(style.colour, name)}; --day-{name}: {getattr(style.colour, name)};" for name in colours
    )
    cuts = font_faces.cuts(document)
    return (
        "\n"
        + font_faces.rules(style, cuts, lambda cut: font_source(style.web_font(cut)), beside)
        + faces(document, style, cuts, text)
        + f":root {{{day} }}\n"
        + _brand(style)
        + parts.sheet(document, style, "screen.css").text(data_url)
        + _page_rules(document, style)
        + (_logo(style) if document.logo else "")
        + _slips(document.notes)
    )


def _page_rules(document: Document, style: Style) -> str:
    """Return the head and the foot of pages of the printed web page: the symbol, but on the first, and the number."""
    head, foot = (content_list(pattern, document) for pattern in (style.running.head, style.running.foot))
    far = "right" if document.direction == "ltr" else "left"
    family = f"font-family: {css_string(style.fonts.family)}, serif; font-size: 9pt; font-weight: bold"
    return (
        f"@page {{ @top-{far} {{ content: {head}; {family} }} @bottom-{far} {{ content: {foot}; {family} }} }}\n"
        f"@page :first {{ @top-{far} {{ content: none }} }}\n"
    )


def _logo(style: Style) -> str:
    """Return the logo over the masthead, on white on a dark page: its colours are made for paper."""
    high = style.brand.logo_height * _REM
    return (
        f"header.masthead {{ position: relative; padding-block-start: {high + 2.75:.2f}rem }}\n.masthead-logo {{"
        " position: absolute; inset-block-start: 1.5rem; inset-inline-start: 0; max-inline-size: 100%"
        f" }}\n.masthead-logo img {{ display: block; block-size: {high:.2f}rem; inline-size: auto; max-inline-size:"
        " 100% }\n@media screen and (prefers-color-scheme: dark) { .masthead-logo img { background: #fff; outline:"
        " .4rem solid #fff } }\n"
    )


def _brand(style: Style) -> str:
    """Return the colours that a style need not have, and the ground of what is set apart, by day and on a dark page."""
    colour = style.colour
    colours = {name: value for name in ("heading", "accent", "call") if (value := getattr(colour, name))}
    if not colours:
        return ""
    dark = {name: on_dark(value, DARK_GROUND) for name, value in colours.items()} | {"tinted": dim(colour.tint)}
    colours |= {"tinted": colour.tint}
    day = "".join(
        f" --{name}: {value}; --day-{name}: {value}; --night-{name}: {dark[name]};" for name, value in colours.items()
    )
    night = "".join(f" --{name}: {value};" for name, value in dark.items())
    heads = "h1, h2, h3, h4, h5, h6 { color: var(--heading) }\n" if colour.heading else ""
    rules = (
        "body header.masthead::before, body header.masthead > * { border-color: var(--accent) }\n"
        if colour.accent
        else ""
    )
    return f":root {{{day} }}\n@media screen and (prefers-color-scheme: dark) {{ :root {{{night} }} }}\n{heads}{rules}"


def _slips(notes: tuple[Note, ...]) -> str:
    """Return the rules for where no script runs: a note itself shows at the foot of the window while its call is
    pointed at or has the focus. The script shows it beside the call, and lets the reader move into it and put it away.
    """
    if not notes:
        return ""
    selectors = ",\n".join(
        f'  body:has([href="#{note.anchor}"]:is(:hover, :focus-visible)) #{note.anchor}' for note in notes
    )
    at_the_foot = (
        "position: fixed; inset-block-end: 0; inset-inline: 0; z-index: 2; max-block-size: 50vh; overflow: auto;"
        " padding: .75rem 1.5rem;"
    )
    look = "background: var(--paper); border-block-start: 3px solid var(--rule);"
    return f"@media screen and (scripting: none) {{\n{selectors} {{ {at_the_foot} {look} }}\n}}\n"


def _is_wide(table: Table) -> bool:
    """Return whether a narrow window may not show all the columns of ``table`` side by side."""
    widths = [0] * table.columns
    for slot in (slot for row in grid.of_cells((*table.head, *table.rows), table.columns) for slot in row):
        if slot.columns == 1 and slot.begins:
            widths[slot.column] = max(widths[slot.column], *map(len, _APART.split(plain(slot.cell.line()))))
    return sum(widths) + _PADDING_CHARACTERS * table.columns > _WIDEST_NARROW_TABLE


def _is_long(listing: Listing) -> bool:
    """Return whether a narrow window may not show the whole of a line of ``listing``."""
    return any(len(line.expandtabs()) > _LINE_CHARACTERS for line in listing.text.splitlines())


def _is_extended(formula: Formula) -> bool:
    """Return whether ``formula`` may be wider than a narrow window, by the number of its signs."""
    return len(_COMMAND.sub("", formula.tex)) + len(re.findall(r"\\[A-Za-z]+", formula.tex)) > _LINE_CHARACTERS // 2

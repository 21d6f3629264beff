"""Markdown: the report for repositories, note-takers and programs that read text, with its numbers and anchors
(CommonMark 0.31, with the tables, footnotes and formulas of GitHub). A paragraph is one line; objects are between
elements of HTML, which CommonMark lets through.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from html import escape as html_escape

from plantin.house.style import Style
from plantin.model.document import (
    Cell,
    Definitions,
    Document,
    Equation,
    Item,
    List,
    Listing,
    Note,
    Passage,
    Quotation,
    Section,
    Table,
)
from plantin.model.inlines import (
    Code,
    Emphasis,
    Foreign,
    Formula,
    IndexMark,
    Indicator,
    Inline,
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
from plantin.writers.linear import Linear, apart, fence_around
from plantin.writers.parts import has_blocks
from plantin.writers.writer import first_words
from plantin.writers.xhtml import Body

_TOP = 2
_ALIGNED = {"start": "---", "centre": ":-:", "end": "--:"}
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_SPECIAL = re.compile(r"[\\`*_\[\]<>~$|]|&(?=#?\w+;)|!(?=$)")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_AUTOMATIC = re.compile(r"https?://[^\s<>]+")
_SIGN = re.compile(r"[-+#=:]")


def write(document: Document, style: Style, moment: dt.datetime) -> bytes:
    """Return the edition as Markdown in UTF-8, its fields before it as YAML. It names no time but the report's own
    date.
    """
    del style, moment
    lines = MarkdownLines(document)
    parts = [_fields(document), *_masthead(lines), *map(lines.letter, document.masthead.notes), _contents(lines)]
    return (apart([*parts, lines.blocks(document.blocks), *map(lines.note, document.notes)]) + "\n").encode()


def _fields(document: Document) -> str:
    head = document.masthead
    rows = {
        "title": head.title,
        "symbol": head.symbol,
        "date": head.issued,
        "lang": document.language,
        "dir": document.direction,
    }
    # A string of JSON is one of YAML 1.2 too.
    return "\n".join(
        ("---", *(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in rows.items()), "---")
    )


def _masthead(lines: MarkdownLines) -> list[str]:
    head = lines.document.masthead
    *rows, title = (lines.line((*head.line_inlines(words), *calls)) for _, words, calls in head.rows())
    return [*(["\\\n".join(rows)] if rows else []), f"# {title}"]


def _contents(lines: MarkdownLines) -> str:
    rows = []
    for section, heading in lines.contents():
        label = f"{escape_markdown(section.label)}  " if section.label else ""
        rows.append(f"{'  ' * (section.level - 1)}- [{label}{lines.inlines(heading)}](#{section.anchor})")
    title = f"**{escape_markdown(lines.document.labels.contents)}**"
    return f'<div class="contents">\n\n{title}\n\n' + "\n".join(rows) + "\n\n</div>" if rows else ""


class MarkdownLines(Linear):
    """Prints the blocks of ``document``, a paragraph on one line."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._numbered = {note.anchor for note in document.notes}
        self._cells = _Cells(document)

    # Blocks

    def line(self, content: tuple[Inline, ...], label: str = "", anchor: str = "") -> str:
        words = self.inlines(content).strip()
        text = f"{escape_markdown(label)}  {words}" if label else words
        return (target(anchor) + text if anchor else escape_block_start(text)).rstrip()

    def heading(self, section: Section) -> str:
        return f"{'#' * min(section.level + _TOP - 1, 6)} {self.line(section.heading, section.label, section.anchor)}"

    def title(self, label: str, content: tuple[Inline, ...]) -> str:
        words = self.inlines(content)
        return f"**{escape_markdown(label)}**  {words}".strip() if label else f"**{words}**" if content else ""

    def list(self, block: List) -> str:
        entries = []
        for item in block.items:
            words, rest = first_words(item.blocks)
            label = item.label if any(map(str.isalnum, item.label)) else ""
            entries.append(_entry(apart((self.line(words, label, item.anchor), self.blocks(rest)))))
        return "\n\n".join(entries)

    def quotation(self, quotation: Quotation) -> str:
        return "\n".join(f"> {line}".rstrip() for line in self.blocks(quotation.blocks).split("\n"))

    def passage(self, passage: Passage) -> str:
        inside = self.blocks(passage.blocks)
        if passage.role == "subentries":
            return _around('class="subentries"', inside)
        return (
            _around(f'lang="{html_escape(passage.language)}" dir="{passage.direction}"', inside)
            if passage.language
            else inside
        )

    def definitions(self, definitions: Definitions) -> str:
        rows = (f"**{self.inlines(entry.term)}**\n\n{self.blocks(entry.blocks)}" for entry in definitions.entries)
        return _around('class="definitions"', "\n\n".join(map(_entry, rows)))

    def rows(self, table: Table) -> str:
        if not _is_simple(table):
            return self._cells.table_of(table)
        head, *rows = ([self._cell(cell) for cell in row] for row in (*table.head, *table.rows))
        rule = [_ALIGNED[cell.align] for cell in table.head[0]]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))

    def _cell(self, cell: Cell) -> str:
        # A bar ends a cell even in code, unless it has a stroke before it (GFM, 4.10).
        return re.sub(r"(?<!\\)\|", r"\\|", self.inlines(cell.line()).strip())

    def alternative(self, words: str) -> str:
        return escape_markdown(f"[{words}]")

    def frame(self, kind: str, anchor: str, inside: str) -> str:
        return _around(f'{_identity(anchor)}class="{kind}"', inside)

    def letter(self, note: Note) -> str:
        return _around(f'{_identity(note.anchor)}class="note"', self._note(note, f"{escape_markdown(note.label)}  "))

    def note(self, note: Note) -> str:
        text = self._note(note, target(note.anchor)).replace("\n", "\n    ")
        return f"[^{note.label}]: " + re.sub(r"\n +\n", "\n\n", text)

    def _note(self, note: Note, before: str) -> str:
        words, rest = first_words(note.blocks, bare=True)
        return apart(((before + self.inlines(words).strip()).rstrip(), self.blocks(rest)))

    def equation(self, equation: Equation) -> str:
        tex = equation.formula.tex.strip("\n")
        fence = max(fence_around(tex), "```", key=len)
        parts = (f"{fence}math\n{tex}\n{fence}", escape_block_start(escape_markdown(equation.label)))
        return _around(f"{_identity(equation.anchor)}{_math_attributes(equation.formula)}", apart(parts))

    def language_of(self, listing: Listing) -> str:
        return re.sub("[^a-z0-9+#-]", "", listing.language.lower())

    # Inlines

    def inlines(self, content: tuple[Inline, ...]) -> str:
        parts = []
        before: Inline | None = None
        for inline in content:
            marked = isinstance(inline, Emphasis | Strong)
            beside = marked and isinstance(before, Emphasis | Strong)
            parts.append(
                self._element(inline) if beside and isinstance(inline, Emphasis | Strong) else self.inline(inline)
            )
            before = inline
        return "".join(parts)

    def text(self, text: Text) -> str:
        return escape_markdown(text.text)

    def emphasis(self, emphasis: Emphasis) -> str:
        return f"*{self.inlines(emphasis.content)}*" if _is_plain(emphasis.content) else self._element(emphasis)

    def strong(self, strong: Strong) -> str:
        return f"**{self.inlines(strong.content)}**" if _is_plain(strong.content) else self._element(strong)

    def _element(self, inline: Emphasis | Strong) -> str:
        """Return the same as an element of HTML, which no letter beside it keeps from being one (CommonMark 0.31,
        6.2).
        """
        tag = "em" if isinstance(inline, Emphasis) else "strong"
        return f"<{tag}>{self.inlines(inline.content)}</{tag}>"

    def superscript(self, superscript: Superscript) -> str:
        return f"<sup>{self.inlines(superscript.content)}</sup>"

    def subscript(self, subscript: Subscript) -> str:
        return f"<sub>{self.inlines(subscript.content)}</sub>"

    def code(self, code: Code) -> str:
        text = clean(code.text)
        fence = fence_around(text)
        padded = (
            f" {text} "
            if text.startswith("`") or text.endswith("`") or (text[:1] == text[-1:] == " " and text.strip())
            else text
        )
        return f"{fence}{padded}{fence}"

    def foreign(self, foreign: Foreign) -> str:
        inside = self.inlines(foreign.content)
        return f'<span lang="{html_escape(foreign.language)}" dir="{foreign.direction}">{inside}</span>'

    def link(self, link: Link) -> str:
        if _AUTOMATIC.fullmatch(link.target) and plain(link.content) == link.target:
            return f"<{link.target}>"
        target = link.target.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
        if re.search(r"[()\\*_`]", target):
            target = f"<{target}>"
        return f"[{self.inlines(link.content)}]({target})"

    def reference(self, reference: Reference) -> str:
        return f"[{escape_markdown(reference.text)}](#{reference.anchor})"

    def indicator(self, indicator: Indicator) -> str:
        if indicator.note in self._numbered:
            return f"[^{indicator.label}]"
        return f"<sup>[{escape_markdown(indicator.label)}](#{indicator.note})</sup>"

    def line_break(self, line_break: LineBreak) -> str:
        del line_break
        return "<br>"

    def formula(self, formula: Formula) -> str:
        tex = clean(formula.tex)
        fence = fence_around(tex)
        return f"<span {_math_attributes(formula)}>${fence}{tex}{fence}$</span>"

    def index_mark(self, mark: IndexMark) -> str:
        return target(mark.anchor)


def _is_plain(content: tuple[Inline, ...]) -> bool:
    """Return whether signs around ``content`` are read as marks: letters or figures at its ends, and no such mark in
    it.
    """
    words = plain(content)
    edges = bool(words) and words[0].isalnum() and words[-1].isalnum()
    return edges and all(isinstance(inline, Text | Code | Reference) for inline in content)


def clean(text: str) -> str:
    """Return ``text`` on one line, without characters that nobody sees; no-break spaces stay."""
    return _SPACES.sub(" ", _UNSEEN.sub("", text))


def escape_markdown(text: str) -> str:
    r"""Return ``text`` with a stroke before all that Markdown would take for a mark of its own.

    >>> escape_markdown("2 * 3 [sic]")
    '2 \\* 3 \\[sic\\]'
    """
    return _SPECIAL.sub(lambda match: f"\\{match[0]}", clean(text))


def escape_block_start(line: str) -> str:
    r"""Return ``line`` as the beginning of a block: no number or sign there opens a list or a heading.

    >>> escape_block_start("3. To light the lamps"), escape_block_start("- a dash")
    ('3\\. To light the lamps', '\\- a dash')
    """
    if number := _NUMBER.match(line):
        return f"{number[1]}\\{line[number.end(1) :]}"
    return f"\\{line}" if _SIGN.match(line) else line


def target(name: str) -> str:
    """Return an anchor at the beginning of a line of text; nothing where there is no name."""
    return f'<a id="{html_escape(name)}"></a>' if name else ""


class _Cells(Body):
    """Prints a table with spans as HTML, the calls in it as everywhere else in the edition."""

    def table_of(self, table: Table) -> str:
        """Return the rows of ``table``."""
        head = f"<thead>\n{self._print_rows(table.head)}</thead>\n" if table.head else ""
        return f"<table>\n{head}<tbody>\n{self._print_rows(table.rows)}</tbody>\n</table>"

    def _print_rows(self, rows: tuple[tuple[Cell, ...], ...]) -> str:
        return "".join(map(self._cells, rows))

    def list(self, block: List) -> str:
        """Return a list in a cell: two spaces follow a number; the sign of bullets is left to whoever shows them."""
        return f"<ul>{''.join(map(self.item, block.items))}</ul>\n"

    def item(self, item: Item) -> str:
        label = f"{html_escape(item.label)}  " if any(map(str.isalnum, item.label)) else ""
        words, rest = first_words(item.blocks)
        return f"<li><p>{label}{self.inlines(words)}</p>\n{self.blocks(rest)}</li>\n"

    def indicator(self, indicator: Indicator) -> str:
        return f'<sup><a href="#{html_escape(indicator.note)}">{html_escape(indicator.label)}</a></sup>'

    def formula(self, formula: Formula) -> str:
        return f"<span {_math_attributes(formula)}>${html_escape(clean(formula.tex))}$</span>"

    def page_break(self, page: PageBreak) -> str:
        del page
        return ""

    def index_mark(self, mark: IndexMark) -> str:
        return target(mark.anchor)


def _is_simple(table: Table) -> bool:
    """Return whether Markdown's own tables can give the table: one row of heads, no spans or cut-in heads, one line a
    cell.
    """
    cells = list(table.cells())
    return len(table.head) == 1 and all(
        cell.columns == cell.rows == 1 and cell.kind != "group" and not has_blocks(cell) for cell in cells
    )


def _around(attributes: str, inside: str) -> str:
    """Return ``inside`` between the tags of an element, each a block of HTML (CommonMark 0.31, 4.6)."""
    return f"<div {attributes}>\n\n{inside}\n\n</div>"


def _entry(inside: str) -> str:
    """Return ``inside`` as an entry of a list."""
    return "- " + re.sub(r"\n(?=.)", "\n  ", inside)


def _identity(anchor: str) -> str:
    return f'id="{html_escape(anchor)}" ' if anchor else ""


def _math_attributes(formula: Formula) -> str:
    """Return the attributes by which a formula is heard as words."""
    return f'role="math" aria-label="{html_escape(clean(formula.words))}"'

"""The facing edition as a Word file: one table, a row for each message, the remarks on a message as comments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.inlines import (
    Code,
    Emphasis,
    Foreign,
    Indicator,
    Inline,
    LineBreak,
    Link,
    Reference,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)
from plantin.writers.docx import fonts, package
from plantin.writers.docx.ooxml import (
    Bookmarks,
    Element,
    Elements,
    RunLook,
    bookmark_name,
    clark,
    element,
    field,
    paragraph,
    run,
    words,
)
from plantin.writers.facing import word_sheet
from plantin.writers.facing.rows import FacingRow, Side, rows

if TYPE_CHECKING:
    from docx.document import Document as Package

_COMMENTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_EAST_ASIA = ("zh", "ja", "ko")
_OURS = "en"
"""The language of the remarks."""


def write(
    documents: tuple[Document, Document],
    names: tuple[str, str],
    remarks: Mapping[str, tuple[str, ...]],
    style: Style,
    moment: dt.datetime,
) -> bytes:
    """The facing edition as a .docx file, the original on the left. ``names`` are the languages' own names, for the
    head of the table; ``remarks`` are comments on a place, by its anchor. Equal arguments give equal bytes.

    Raises StyleError (D003) where the style lacks a font.
    """
    opened = package.opened()
    table = _Table(opened, documents, remarks)
    looks = [column.look for column in table.columns]
    symbol = documents[0].masthead.symbol
    head = [
        _words(f"{symbol}: ", looks[0]),
        _words(names[0], looks[0]),
        _words(" / ", looks[0]),
        _words(names[1], looks[1]),
    ]
    body = opened.element.body
    body[:] = [paragraph("Title", head), table.made(names), paragraph("Normal", []), body[-1]]
    _arrange(opened, symbol, looks[0])
    opened.styles.element[:] = word_sheet.styles(documents[0], style)
    opened.settings.element[:] = word_sheet.settings(documents[0])
    table.put_comments(moment)
    fonts.put(opened, style)
    package.describe(opened, documents[0], moment)
    opened.core_properties._element.get_or_add_title().text = f"{symbol}: {names[0]} / {names[1]}"  # noqa: SLF001
    return package.packed(opened)


def _arrange(opened: Package, symbol: str, look: RunLook) -> None:
    """The page on its side, with symbol and page at its foot."""
    section = opened.sections[0]
    word_sheet.measure(section)
    section.footer.is_linked_to_previous = False
    foot = [_words(f"{symbol}    ", look), *field("PAGE", [words("1", look)], look), words("/", look)]
    section.footer._element[:] = [paragraph("Footer", [*foot, *field("NUMPAGES", [words("1", look)], look)])]  # noqa: SLF001


class _Table:
    """The table of both documents, and the comments on its rows."""

    def __init__(
        self, opened: Package, documents: tuple[Document, Document], remarks: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._opened = opened
        self._rows = tuple(rows(documents))
        self._remarks = dict(remarks)
        self._bookmarks = Bookmarks()
        self._comments: Elements = []
        places = frozenset(row.anchor for row in self._rows)
        self.columns = tuple(_WordColumn(opened, document, places) for document in documents)

    def made(self, names: tuple[str, str]) -> Element:
        """The table (ECMA-376 part 1, 17.4.38): a head that is repeated on every page, then a row for each message."""
        pairs = zip(names, self.columns, strict=True)
        head = [
            self._cell(paragraph("Normal", [_words(name, column.look)], *column.properties())) for name, column in pairs
        ]
        first = element("tr", element("trPr", element("cantSplit"), element("tblHeader")), *head)
        grid = element("tblGrid", *(element("gridCol", w=word_sheet.COLUMN) for _ in names))
        return element("tbl", word_sheet.table(" / ".join(names)), grid, first, *map(self._row, self._rows))

    def _row(self, row: FacingRow) -> Element:
        cells = []
        last = len(row.sides) - 1
        for n, (column, side) in enumerate(zip(self.columns, row.sides, strict=True)):
            content = column.content(side)
            if n == last:
                content = self._commented(row.anchor, content)
            if n == 0:
                content = self._bookmarks.around(row.anchor, content)
            cells.append(self._cell(paragraph(_style(row), content, *column.properties())))
        return element("tr", element("trPr", element("cantSplit")), *cells)

    def _cell(self, content: Element) -> Element:
        return element("tc", element("tcPr", element("tcW", w=word_sheet.COLUMN, type="dxa")), content)

    def _commented(self, anchor: str, content: Elements) -> Elements:
        """``content`` with the comments on the place ``anchor`` (17.13.4)."""
        for words_ in self._remarks.pop(anchor, ()) if anchor else ():
            number = len(self._comments)
            look = RunLook(language=_OURS)
            mark = run(RunLook(style="CommentReference"), element("annotationRef"))
            said = paragraph("CommentText", [mark, words(words_, look)])
            self._comments.append(element("comment", said, id=number, author="Plantin", initials="P"))
            call = run(RunLook(style="CommentReference"), element("commentReference", id=number))
            content = [element("commentRangeStart", id=number), *content, element("commentRangeEnd", id=number), call]
        return content

    def put_comments(self, moment: dt.datetime) -> None:
        """The comments as a part of the file, none without remarks."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import XmlPart

        if not self._comments:
            return
        for comment in self._comments:
            comment.set(clark("w:date"), moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        text = self._opened.part
        root = element("comments", *self._comments)
        part = XmlPart(PackURI("/word/comments.xml"), _COMMENTS_TYPE, root, text.package)  # type: ignore[arg-type]
        text.relate_to(part, _COMMENTS)


class _WordColumn:
    """The words of one document as runs, each in its language."""

    def __init__(self, opened: Package, document: Document, places: frozenset[str]) -> None:
        self._part = opened.part
        self._places = places
        self.look = RunLook(language=document.language, right_to_left=document.direction == "rtl")

    def properties(self) -> Elements:
        """What a paragraph of this column has besides its style."""
        return [element("bidi")] if self.look.right_to_left else []

    def content(self, side: Side | None) -> Elements:
        """The printed number and the words; nothing where the document lacks the message."""
        if side is None:
            return []
        label = [_words(f"{side.label} ", replace(self.look, bold=True))] if side.label else []
        return [*label, *self._inlines(side.content, self.look)]

    def _inlines(self, content: Sequence[Inline], look: RunLook) -> Elements:
        return [made for node in content for made in self._inline(node, look)]

    def _inline(self, node: Inline, look: RunLook) -> Elements:
        match node:
            case Text(text):
                return [_words(text, look)]
            case Emphasis(inside):
                return self._inlines(inside, replace(look, italic=True))
            case Strong(inside):
                return self._inlines(inside, replace(look, bold=True))
            case Superscript(inside):
                return self._inlines(inside, replace(look, raised="superscript"))
            case Subscript(inside):
                return self._inlines(inside, replace(look, raised="subscript"))
            case Code(text):
                return [_words(text, look.styled("Code"))]
            case Foreign(language, direction, inside):
                return self._inlines(inside, replace(look, language=language, right_to_left=direction == "rtl"))
            case Link(target, inside):
                relation = self._part.relate_to(target, _HYPERLINK, is_external=True)
                return [
                    element("hyperlink", *self._inlines(inside, look.styled("Hyperlink")), r_id=relation, history=1)
                ]
            case Reference(anchor, text):
                # The press words it in the language of the document, also in a passage that is in another one.
                own = replace(look, language=self.look.language, right_to_left=self.look.right_to_left)
                return self._to(anchor, [_words(text, own.styled("Hyperlink"))])
            case Indicator(_, note, label):
                return self._to(note, [_words(label, replace(look, raised="superscript"))])
            case LineBreak():
                return [run(look, element("br"))]
            case _:
                return [_words(plain((node,)), look)]

    def _to(self, anchor: str, content: Elements) -> Elements:
        """``content`` as a link to the row of a place (17.16.22)."""
        if anchor not in self._places:
            return content
        return [element("hyperlink", *content, anchor=bookmark_name(anchor), history=1)]


def _words(text: str, look: RunLook) -> Element:
    """A run of text in its language, which Word takes from another attribute for Chinese (17.3.2.20)."""
    made = words(text, look)
    for language in made.iter(clark("w:lang")):
        if look.language.partition("-")[0] in _EAST_ASIA:
            language.set(clark("w:eastAsia"), look.language)
    return made


def _style(row: FacingRow) -> str:
    match row.kind:
        case "title":
            return "Heading1"
        case "section" | "notes":
            return f"Heading{min(row.level + 1, word_sheet.HEADINGS)}"
        case _:
            return "Normal"

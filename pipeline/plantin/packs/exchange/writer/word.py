"""The facing edition as a Word file: one table, a row for each message, the remarks on a message as comments.

It can be edited: a row is known by its bookmark, and each mark of a message is a content control whose tag, or whose
text where the tag has none, is what the message has for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from docx.document import Document as Package
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart

from plantin.house.style import Style
from plantin.model.document import Document
from plantin.packs.exchange.writer import word_sheet
from plantin.writers.docx import fonts, package
from plantin.writers.docx.ooxml import (
    Element,
    Elements,
    RunLook,
    clark,
    element,
    field,
    paragraph,
    run,
    value,
    words,
)

_COMMENTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_OURS = "en"
"""The language of the remarks."""


@dataclass(frozen=True, slots=True)
class FacingWords:
    """Words of a message; a line end is a line break."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: str = ""
    """How they are raised or lowered (17.18.96, ST_VerticalAlignRun)."""
    language: str = ""
    """Their language where it is not that of the column."""


@dataclass(frozen=True, slots=True)
class FacingMark:
    """A mark of a message, which is not typed."""

    tag: str
    """The tag of its control, of at most 64 characters."""
    shown: str
    words: str
    """What it is, in words."""
    required: bool
    """Whether it may not be deleted."""


@dataclass(frozen=True, slots=True)
class FacingMessage:
    """One row: a message and its translation."""

    name: str
    """The bookmark by which the row is recognized."""
    label: str
    """The number that the press prints before it; empty where it prints none."""
    style: str
    """The style of its paragraphs."""
    sides: tuple[tuple[FacingWords | FacingMark, ...], ...]
    """The original, then the translation."""
    remarks: tuple[str, ...] = ()
    """What is wrong with the translation."""


def write(
    documents: tuple[Document, Document],
    names: tuple[str, str],
    messages: Sequence[FacingMessage],
    keyword: str,
    style: Style,
    moment: dt.datetime,
) -> bytes:
    """Return the facing edition as a .docx file, the original on the left. ``names`` are the languages' own names, for
    the head of the table; ``keyword`` is that of the file's properties by which it is recognized. Equal arguments give
    equal bytes.

    Raises StyleError (D003) where the style lacks a font.
    """
    opened = package.open_template()
    table = _Table(opened, documents)
    looks = [column.look for column in table.columns]
    symbol = documents[0].masthead.symbol
    head = [
        words(f"{symbol}: ", looks[0]),
        words(names[0], looks[0]),
        words(" / ", looks[0]),
        words(names[1], looks[1]),
    ]
    body = opened.element.body
    body[:] = [paragraph("Title", head), table.build(names, messages), paragraph("Normal", []), body[-1]]
    _arrange(opened, symbol, looks[0])
    opened.styles.element[:] = word_sheet.styles(documents, style)
    opened.settings.element[:] = word_sheet.settings(documents[0])
    table.put_comments(moment)
    fonts.put(opened, style, *documents)
    package.describe(opened, documents[0], moment)
    opened.core_properties._element.get_or_add_title().text = f"{symbol}: {names[0]} / {names[1]}"  # noqa: SLF001
    opened.core_properties.keywords = keyword
    return package.pack(opened)


def _arrange(opened: Package, symbol: str, look: RunLook) -> None:
    """Lay the page on its side, with symbol and page at its foot."""
    section = opened.sections[0]
    word_sheet.measure(section)
    section.footer.is_linked_to_previous = False
    foot = [words(f"{symbol}    ", look), *field("PAGE", [words("1", look)], look), words("/", look)]
    section.footer._element[:] = [paragraph("Footer", [*foot, *field("NUMPAGES", [words("1", look)], look)])]  # noqa: SLF001


class _Table:
    """The table of the messages, and the comments on its rows."""

    def __init__(self, opened: Package, documents: tuple[Document, Document]) -> None:
        self._opened = opened
        self._comments: Elements = []
        self._rows = self._controls = 0
        self.columns = tuple(
            _WordColumn(RunLook(language=document.language, right_to_left=document.direction == "rtl"))
            for document in documents
        )

    def build(self, names: tuple[str, str], messages: Sequence[FacingMessage]) -> Element:
        """Return the table (ECMA-376 part 1, 17.4.38): a head that is repeated on every page, then a row for each
        message.
        """
        look = self.columns[0].look
        head = [self._cell(word_sheet.LABEL, paragraph("Normal", [words("#", look)]))]
        for name, column in zip(names, self.columns, strict=True):
            content = paragraph("Normal", [words(name, column.look)], *column.properties())
            head.append(self._cell(word_sheet.COLUMN, content))
        first = element("tr", element("trPr", element("cantSplit"), element("tblHeader")), *head)
        widths = (word_sheet.LABEL, word_sheet.COLUMN, word_sheet.COLUMN)
        grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
        return element("tbl", word_sheet.table(" / ".join(names)), grid, first, *map(self._row, messages))

    def _row(self, message: FacingMessage) -> Element:
        self._rows += 1
        mark = [element("bookmarkStart", id=self._rows, name=message.name), element("bookmarkEnd", id=self._rows)]
        label = [words(message.label, replace(self.columns[0].look, bold=True))] if message.label else []
        cells = [self._cell(word_sheet.LABEL, paragraph("Normal", [*mark, *label]))]
        for n, (column, side) in enumerate(zip(self.columns, message.sides, strict=True)):
            content = [part for piece in side for part in self._piece(piece, column.look)]
            if n:
                content = self._add_comments(message.remarks, content)
            cells.append(self._cell(word_sheet.COLUMN, paragraph(message.style, content, *column.properties())))
        return element("tr", element("trPr", element("cantSplit")), *cells)

    def _piece(self, piece: FacingWords | FacingMark, look: RunLook) -> Elements:
        if isinstance(piece, FacingMark):
            return [self._control(piece, look)]
        look = replace(look, bold=piece.bold, italic=piece.italic, raised=piece.raised)
        if piece.language:
            look = replace(look, language=piece.language, right_to_left=False)
        out: Elements = []
        for n, line in enumerate(piece.text.split("\n")):
            out += [run(look, element("br"))] * (n > 0) + [words(line, look)] * bool(line)
        return out

    def _control(self, mark: FacingMark, look: RunLook) -> Element:
        """Return a content control (17.5.2.31) that cannot be edited, nor deleted where a translation must have it."""
        self._controls += 1
        lock = value("lock", "sdtContentLocked" if mark.required else "contentLocked")
        named = (value("alias", mark.words), value("tag", mark.tag), value("id", self._controls), lock)
        broken = [run(look, element("br"))] if mark.tag.endswith("⏎") else []
        inside = [words(mark.shown, replace(look, style="Mark")), *broken]
        return element("sdt", element("sdtPr", *named), element("sdtContent", *inside))

    @staticmethod
    def _cell(width: int, content: Element) -> Element:
        return element("tc", element("tcPr", element("tcW", w=width, type="dxa")), content)

    def _add_comments(self, remarks: Sequence[str], content: Elements) -> Elements:
        """Return ``content`` with comments on it (17.13.4)."""
        for words_ in remarks:
            number = len(self._comments)
            look = RunLook(language=_OURS)
            mark = run(RunLook(style="CommentReference"), element("annotationRef"))
            body = paragraph("CommentText", [mark, words(words_, look)])
            self._comments.append(element("comment", body, id=number, author="Plantin", initials="P"))
            call = run(RunLook(style="CommentReference"), element("commentReference", id=number))
            content = [element("commentRangeStart", id=number), *content, element("commentRangeEnd", id=number), call]
        return content

    def put_comments(self, moment: dt.datetime) -> None:
        """Write the comments as a part of the file, none without remarks."""
        if not self._comments:
            return
        for comment in self._comments:
            comment.set(clark("w:date"), moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        text = self._opened.part
        root = element("comments", *self._comments)
        part = XmlPart(PackURI("/word/comments.xml"), _COMMENTS_TYPE, root, text.package)  # type: ignore[arg-type]
        text.relate_to(part, _COMMENTS)


@dataclass(frozen=True, slots=True)
class _WordColumn:
    """How the words of one document look."""

    look: RunLook

    def properties(self) -> Elements:
        """Return what a paragraph of this column has besides its style."""
        return [element("bidi")] if self.look.right_to_left else []

"""The one reader of a Word file's text: what is in each paragraph in order, and whether Word prints it (ECMA-376 part
1, 17.3).

Tracked deletions are not text, tracked insertions are (17.13.5). Of alternatives (mc:AlternateContent) the first is
read, as Word reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lxml.etree import _Element as Node

from plantin.wordfile.package import child, name, val
from plantin.wordfile.styles import Styles

BREAK = "\v"
"""A line break in text: white space of its own kind, so that the text before it can be recognized."""
_ARGUMENT = re.compile(r'"[^"]*"|\S+')
_RUN, _PARAGRAPH, _TABLE, _BOX = name("w:r"), name("w:p"), name("w:tbl"), name("w:txbxContent")
_BREAKS = {name("w:br"), name("w:cr")}
_DRAWINGS = {name("w:drawing"), name("w:pict"), name("w:object")}
_REFERENCES = {name("w:footnoteReference"), name("w:endnoteReference")}
_DELETED = {name("w:del"), name("w:moveFrom"), name("w:sectPr")}
_ALTERNATIVES = name("mc:AlternateContent")
_AROUND = frozenset(
    name(f"w:{tag}") for tag in ("ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo")
)
"""What holds runs as a paragraph does: tracked insertions, marks, content controls, passages of a direction."""
_MATHS = (name("m:oMath"), name("m:oMathPara"))
_SIGNS = {name("w:tab"): "\t", name("w:ptab"): "\t", name("w:noBreakHyphen"): "\u2011"}


@dataclass(slots=True, eq=False)
class Field:
    """A field (17.16). Code and result grow while the story is read: it may end in another paragraph."""

    sign: Node
    """The element that begins it: w:fldChar with the data of a form field, or w:fldSimple."""
    code: str = ""
    """The code as the file has it, ``REF paragraph_12 \\r \\h``."""
    kind: str = ""
    """The first word of the code in capitals, ``REF``; empty before the result begins."""
    target: str = ""
    """The first argument: a bookmark, of a SEQ what it counts, of a STYLEREF the style."""
    switches: tuple[str, ...] = ()
    """What follows the first argument."""
    bookmarks: tuple[str, ...] = ()
    """The bookmarks that are open where the result begins."""
    has_result: bool = False
    """Whether the sign between code and result has been read."""
    result: str = ""
    """The result that is stored: Word prints it until the field is updated."""

    @property
    def calls_note(self) -> bool:
        """Whether it repeats the mark of a note as a mark (17.16.5.41)."""
        return self.kind == "NOTEREF" and bool(self.target) and "\\f" in self.switches


@dataclass(frozen=True, slots=True, eq=False)
class Hyperlink:
    """A link (17.16.22): to a bookmark of the file (``anchor``), or by a relationship."""

    node: Node
    """The element, which holds what is printed."""

    @property
    def anchor(self) -> str:
        """The bookmark, or the place in the file that the relationship names."""
        return val(self.node, attribute="w:anchor")

    @property
    def relation(self) -> str:
        """The id of the relationship, empty for a link inside the file."""
        return val(self.node, attribute="r:id")


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """Characters of one run."""

    characters: str
    """The characters; BREAK for a line, column or page break."""
    state: Literal["printed", "hidden", "code"]
    """``hidden``: Word does not print it (17.3.2.41); ``code``: it is between the beginning of a field and its
    result.
    """
    element: Node
    """The element of the run that holds them."""
    properties: Node | None
    """The properties of the run (w:rPr)."""
    fields: tuple[Field, ...]
    """The fields that it is in, the outermost first."""
    reading: bool = False
    """Whether it is printed above other words, to say how they are read (ruby, 17.3.3.25)."""


@dataclass(frozen=True, slots=True, eq=False)
class NoteReference:
    """The mark of a footnote or an endnote (17.11.14, 17.11.7)."""

    identifier: str
    """The id of the note."""
    is_endnote: bool
    own_mark: bool
    """Whether the author gave the mark: the note takes no number."""
    mark: str
    """That mark."""
    bookmarks: tuple[str, ...]
    """The bookmarks that are open around it."""


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A formula, or a content control that holds nothing else."""

    node: Node

    def words(self) -> str:
        """Return the titles of the controls that it is in, one inside another: what it says to who cannot see it."""
        controls = [self.node, *self.node.iter(name("w:sdt"))] if self.node.tag == name("w:sdt") else []
        return " ".join(alias for control in dict.fromkeys(controls) if (alias := val(control, "w:sdtPr/w:alias")))

    def letters(self) -> str:
        """Return its letters, in the order of the file."""
        return "".join(text.text or "" for text in self.node.iter(name("m:t")))


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A picture, a shape or an embedded object."""

    node: Node
    hidden: bool


@dataclass(frozen=True, slots=True)
class Bookmark:
    """The beginning of a bookmark (17.13.6.2)."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class FieldBegin:
    """What follows is the result of a field, or in a link."""

    what: Field | Hyperlink


@dataclass(frozen=True, slots=True, eq=False)
class FieldEnd:
    """The end of a field, with or without a result, or of a link."""

    what: Field | Hyperlink
    bookmarks: tuple[str, ...]
    """The bookmarks that are open there."""


Inline = Text | NoteReference | Formula | Drawing | Bookmark | FieldBegin | FieldEnd


class Reader:
    """Reads the paragraphs of one story in order; fields and bookmarks stay open from one to the next."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[Field] = []
        self._bookmarks: dict[str, str] = {}

    def read(self, paragraph: Node) -> Iterator[Inline]:
        """Yield what is in one paragraph."""
        yield from self._content(paragraph, self._styles.hidden_in(paragraph))

    def _content(self, node: Node, around: bool) -> Iterator[Inline]:
        for kid in node:
            tag = kid.tag
            if tag == _RUN:
                yield from self._run(kid, around)
            elif tag == name("w:hyperlink"):
                link = Hyperlink(kid)
                yield FieldBegin(link)
                yield from self._content(kid, around)
                yield FieldEnd(link, self._open())
            elif tag == name("w:fldSimple"):
                self._fields.append(Field(kid, val(kid, attribute="w:instr")))
                yield from self._separate()
                yield from self._content(kid, around)
                yield from self._end()
            elif tag == name("w:bookmarkStart"):
                self._bookmarks[val(kid, attribute="w:id")] = val(kid, attribute="w:name")
                yield Bookmark(val(kid, attribute="w:name"))
            elif tag == name("w:bookmarkEnd"):
                self._bookmarks.pop(val(kid, attribute="w:id"), None)
            elif _is_formula(kid):
                yield Formula(kid)
            elif tag in _AROUND:
                yield from self._content(kid, around)
            elif tag == _ALTERNATIVES:
                yield from self._content(_choose(kid), around)

    def _open(self) -> tuple[str, ...]:
        return tuple(self._bookmarks.values())

    def _run(self, run: Node, around: bool, *, reading: bool = False) -> Iterator[Inline]:
        properties = child(run, "w:rPr")
        hidden = self._styles.hides(properties, around=around)
        yield from self._in_run(run, properties, hidden, around, reading)

    def _in_run(
        self, run: Node, properties: Node | None, hidden: bool, around: bool, reading: bool
    ) -> Iterator[Inline]:
        kids = iter(run)
        for kid in kids:
            words = BREAK if kid.tag in _BREAKS else _characters(kid)
            if words is not None:
                yield self._text(words, kid, properties, hidden=hidden, reading=reading)
            elif kid.tag == name("w:fldChar"):
                # A sign of a field (17.16.18). It counts in a hidden run too.
                match val(kid, attribute="w:fldCharType"):
                    case "begin":
                        self._fields.append(Field(kid))
                    case "separate":
                        yield from self._separate()
                    case "end":
                        yield from self._end()
                    case _:
                        pass
            elif kid.tag == name("w:instrText") and self._fields:
                self._fields[-1].code += kid.text or ""
            elif kid.tag in _DRAWINGS:
                yield Drawing(kid, hidden)
            elif kid.tag in _REFERENCES and not hidden:
                custom = val(kid, attribute="w:customMarkFollows") in {"1", "true", "on"}
                mark = "".join(filter(None, map(_characters, kids))) if custom else ""
                is_endnote = kid.tag == name("w:endnoteReference")
                yield NoteReference(val(kid, attribute="w:id"), is_endnote, custom, mark, self._open())
            elif kid.tag == name("w:ruby"):
                for part in ("w:rubyBase", "w:rt"):
                    for ruby_run in (
                        ruby_run for element in kid.findall(name(part)) for ruby_run in element.iter(_RUN)
                    ):
                        yield from self._run(ruby_run, around, reading=part == "w:rt")
            elif kid.tag == _ALTERNATIVES:
                yield from self._in_run(_choose(kid), properties, hidden, around, reading)

    def _text(self, words: str, element: Node, properties: Node | None, *, hidden: bool, reading: bool) -> Text:
        coded = any(not field.has_result for field in self._fields)
        if not hidden and not coded:
            for field in self._fields:
                field.result += words
        return Text(
            words,
            "hidden" if hidden else "code" if coded else "printed",
            element,
            properties,
            tuple(self._fields),
            reading,
        )

    def _separate(self) -> Iterator[Inline]:
        if self._fields:
            field = self._fields[-1]
            kind, *rest = _ARGUMENT.findall(field.code) or [""]
            field.kind, field.target, field.switches = kind.upper(), (rest or [""])[0].strip('"'), tuple(rest[1:])
            field.bookmarks, field.has_result = self._open(), True
            yield FieldBegin(field)

    def _end(self) -> Iterator[Inline]:
        if self._fields:
            yield FieldEnd(self._fields.pop(), self._open())


def _is_formula(node: Node) -> bool:
    """Return whether ``node`` is a formula, or a content control that holds formulas and no other words."""
    if node.tag != name("w:sdt"):
        return node.tag in _MATHS
    return next(node.iter(*_MATHS), None) is not None and not any(text.text for text in node.iter(name("w:t")))


def _characters(node: Node) -> str | None:
    """Return the text of an element of a run; U+FFFD for a symbol whose code is invalid; None for what is no text, line
    breaks too.
    """
    if node.tag == name("w:t"):
        # After a stroke U+200B is where Word may divide an address, and no character of it.
        return (node.text or "").replace("/\u200b", "/")
    if node.tag == name("w:sym"):
        code = val(node, attribute="w:char")
        return chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else "\ufffd"
    return _SIGNS.get(str(node.tag))


def _choose(alternatives: Node) -> Node:
    """Return the alternative that Word reads: the first, which every Word since 2010 understands, else the fallback."""
    return next((kid for kid in alternatives if isinstance(kid.tag, str)), alternatives)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a story."""

    node: Node
    in_table: bool
    in_contents: bool
    """Whether it is in the content control of a list of contents (17.5.2.11)."""


def paragraphs(story: Node, *, in_table: bool = False, in_contents: bool = False) -> Iterator[Paragraph]:
    """Yield every paragraph of a story in order; those of tables and content controls too, deleted ones and those of
    text boxes not.
    """
    for kid in story:
        if kid.tag == _PARAGRAPH:
            yield Paragraph(kid, in_table, in_contents)
        elif kid.tag == _ALTERNATIVES:
            yield from paragraphs(_choose(kid), in_table=in_table, in_contents=in_contents)
        elif isinstance(kid.tag, str) and kid.tag not in _DELETED:
            listed = in_contents or (kid.tag == name("w:sdt") and is_contents(kid))
            yield from paragraphs(kid, in_table=in_table or kid.tag == _TABLE, in_contents=listed)


def is_contents(control: Node) -> bool:
    """Return whether a content control holds a list of contents."""
    return val(control, "w:sdtPr/w:docPartObj/w:docPartGallery") == "Table of Contents"


def text_boxes(drawing: Node) -> tuple[Node, ...]:
    """Return the stories of the text boxes of a drawing, those in another text box not."""
    boxes = list(drawing.iter(_BOX))
    inside = set(boxes)
    return tuple(box for box in boxes if inside.isdisjoint(box.iterancestors(_BOX)))

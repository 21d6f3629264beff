"""What is in the paragraphs of a story: text as it is shown, calls of notes, fields with their results, bookmarks,
links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml.etree import _Element as Node

from plantin.model.outline import mark
from plantin.wordfile.content import AROUND, characters, is_formula
from plantin.wordfile.package import child, children, name, on, val
from plantin.wordfile.styles import Styles

_GONE = {name("w:del"), name("w:moveFrom")}
_REPEATED = {name("mc:AlternateContent"), name("mc:Choice")}
_CALLS = ("NOTEREF", "REF", "PAGEREF", "SEQ", "STYLEREF")
_ARGUMENT = re.compile(r'"[^"]*"|\S+')
_LETTER = re.compile(r"(?:.*__)?note_[a-z]+$")
FEED = "\v"
"""A line break in the text of a line: white space of its own kind, so that the text before it can be recognized."""


@dataclass(slots=True)
class Run:
    """Text of one look. ``language``, ``ink`` and ``ground`` (colours as RRGGBB) are the run's own, empty where it has
    those around it.
    """

    text: str
    language: str
    style: str
    bold: bool | None
    ink: str = ""
    ground: str = ""


@dataclass(slots=True)
class Call:
    """A call of a note. ``note`` is its id where this is the note's own mark; ``bookmark`` the mark that a NOTEREF
    repeats, or, where ``letter``, the note under an object that the call leads to.

    ``label`` is what is stored: the result of the field, or the sign of a mark of the author's own. ``anchors`` are the
    bookmarks around it.
    """

    note: str
    bookmark: str
    label: str
    own: bool
    anchors: list[str]
    letter: bool = False


@dataclass(slots=True)
class Field:
    """A field that shows a number: its kind, the bookmark it names (of a SEQ: what it counts, of a STYLEREF: the
    style), its switches, the result that is stored, and the bookmarks that it is in.
    """

    kind: str
    bookmark: str
    switches: str
    result: str = ""
    inside: tuple[str, ...] = ()


@dataclass(slots=True)
class Hyperlink:
    """A link: to a bookmark of the file (``anchor``) or by a relationship (``relation``)."""

    anchor: str
    relation: str
    tooltip: str
    text: str = ""


@dataclass(slots=True)
class WordLine:
    """A paragraph, read. ``hidden`` are the words in it that are not shown, ``formulas`` the words of its formulas,
    empty where one has none.
    """

    node: Node
    style: str
    pieces: list[Run | Call] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    links: list[Hyperlink] = field(default_factory=list)
    drawings: list[Node] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    ends_section: bool = False
    breaks: bool = False

    def text(self, labels: dict[int, str] | None = None) -> str:
        """The text, with each call as a mark; ``labels`` are the computed ones, by the identity of the call."""
        known = labels or {}
        return "".join(
            piece.text if isinstance(piece, Run) else mark(known.get(id(piece), piece.label)) for piece in self.pieces
        )

    def calls(self) -> Iterator[Call]:
        """The calls of notes in the paragraph, in order."""
        return (piece for piece in self.pieces if isinstance(piece, Call))


@dataclass(slots=True)
class _Open:
    """A field whose end has not come yet."""

    part: Literal["code", "result"] = "code"
    code: str = ""
    field: Field | None = None
    call: Call | None = None


class Reader:
    """Reads the paragraphs of one story in order. Fields and bookmarks may begin in one paragraph and end in
    another.
    """

    _line: WordLine

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[_Open] = []
        self._inside: dict[str, str] = {}

    def read(self, paragraph: Node) -> WordLine:
        """One paragraph."""
        properties = child(paragraph, "w:pPr")
        self._line = WordLine(paragraph, val(properties, "w:pStyle"))
        self._line.ends_section = child(properties, "w:sectPr") is not None
        self._content(paragraph)
        return self._line

    def _content(self, node: Node) -> None:
        for kid in node:
            if kid.tag == name("w:r"):
                self._run(kid)
            elif kid.tag == name("w:hyperlink"):
                self._hyperlink(kid)
            elif kid.tag == name("w:fldSimple"):
                self._begin()
                self._fields[-1].code = val(kid, attribute="w:instr")
                self._separate()
                self._content(kid)
                self._end()
            elif kid.tag == name("w:bookmarkStart"):
                self._bookmark(kid)
            elif kid.tag == name("w:bookmarkEnd"):
                self._inside.pop(val(kid, attribute="w:id"), None)
            elif is_formula(kid):
                self._formula(kid)
            elif kid.tag in AROUND:
                self._content(kid)

    def _bookmark(self, node: Node) -> None:
        self._inside[val(node, attribute="w:id")] = val(node, attribute="w:name")
        self._line.bookmarks.append(val(node, attribute="w:name"))

    def _hyperlink(self, node: Node) -> None:
        link = Hyperlink(val(node, attribute="w:anchor"), val(node, attribute="r:id"), val(node, attribute="w:tooltip"))
        before = len(self._line.pieces)
        self._content(node)
        runs = [piece for piece in self._line.pieces[before:] if isinstance(piece, Run)]
        link.text = "".join(run.text for run in runs)
        self._line.links.append(link)
        if (
            _LETTER.match(link.anchor)
            and runs
            and all(self._styles.name(run.style) == "footnote reference" for run in runs)
        ):
            call = Call("", link.anchor, link.text, own=False, anchors=list(self._inside.values()), letter=True)
            self._line.pieces[before:] = [call]

    def _formula(self, node: Node) -> None:
        """A formula is read as the names of the controls that it is in, one inside another; else by its letters."""
        controls = [node, *node.iter(name("w:sdt"))] if node.tag == name("w:sdt") else []
        said = " ".join(alias for control in dict.fromkeys(controls) if (alias := val(control, "w:sdtPr/w:alias")))
        self._line.formulas.append(said)
        self._text(said or "".join(text.text or "" for text in node.iter(name("m:t"))), None)

    # Runs

    def _run(self, run: Node) -> None:
        properties = child(run, "w:rPr")
        if self._is_hidden(properties):
            self._hidden(run)
            return
        reference = child(run, "w:footnoteReference")
        if reference is not None:
            own = val(reference, attribute="w:customMarkFollows") in {"1", "true", "on"}
            label = "".join(text.text or "" for text in children(run, "w:t")) if own else ""
            self._line.pieces.append(
                Call(val(reference, attribute="w:id"), "", label, own, list(self._inside.values()))
            )
            return
        for kid in run:
            self._piece(kid, properties)

    def _is_hidden(self, properties: Node | None) -> bool:
        """Whether a run is not shown: it says so, or one of its two styles; where both do, Word shows it (17.7.3).

        What is hidden from browsers alone (webHidden), as Word has the page numbers of its contents, is shown and
        printed.
        """
        own = on(properties, "w:vanish")
        if own is not None:
            return own
        by_paragraph = self._styles.toggle(self._line.style or self._styles.default, "w:rPr/w:vanish")
        return bool(by_paragraph) is not bool(self._styles.toggle(val(properties, "w:rStyle"), "w:rPr/w:vanish"))

    def _hidden(self, run: Node) -> None:
        """Hidden text is not shown, but a field may begin or end in it."""
        self._line.hidden += [kid.text for kid in children(run, "w:t") if kid.text and kid.text.strip()]
        for kid in children(run, "w:fldChar"):
            self._field_sign(kid)
        for kid in children(run, "w:instrText"):
            self._code(kid)

    def _piece(self, kid: Node, properties: Node | None) -> None:
        words = characters(kid)
        if words is not None:
            self._text(words, properties)
        elif kid.tag in {name("w:br"), name("w:cr")}:
            self._line.breaks = True
            # One that begins the next column at the beginning of a paragraph is no line of it.
            if self._line.pieces or val(kid, attribute="w:type") != "column":
                self._text(FEED, properties)
        elif kid.tag == name("w:fldChar"):
            self._field_sign(kid)
        elif kid.tag == name("w:instrText"):
            self._code(kid)
        elif kid.tag in {name("w:drawing"), name("w:pict")}:
            self._line.drawings.append(kid)
        elif kid.tag in _REPEATED:
            # Only the first of the alternatives is shown.
            for inside in list(kid)[:1] if kid.tag == name("mc:AlternateContent") else kid:
                self._piece(inside, properties)

    def _text(self, text: str, properties: Node | None) -> None:
        if any(opened.part == "code" for opened in self._fields):
            return
        for opened in self._fields:
            if opened.call is not None:
                opened.call.label += text
                return
            if opened.field is not None:
                opened.field.result += text
        right = on(properties, "w:rtl")
        language = val(properties, "w:lang", "w:bidi" if right else "w:val") or val(properties, "w:lang", "w:eastAsia")
        ink, ground = val(properties, "w:color"), val(properties, "w:highlight") or val(properties, "w:shd", "w:fill")
        self._line.pieces.append(Run(text, language, val(properties, "w:rStyle"), on(properties, "w:b"), ink, ground))

    # Fields, in the terms of clause 17.16

    def _field_sign(self, sign: Node) -> None:
        match val(sign, attribute="w:fldCharType"):
            case "begin":
                self._begin()
            case "separate":
                self._separate()
            case "end":
                self._end()
            case _:
                pass

    def _code(self, node: Node) -> None:
        if self._fields:
            self._fields[-1].code += node.text or ""

    def _begin(self) -> None:
        self._fields.append(_Open())

    def _separate(self) -> None:
        if not self._fields:
            return
        opened = self._fields[-1]
        opened.part = "result"
        kind, *rest = _ARGUMENT.findall(opened.code) or [""]
        if kind not in _CALLS or not rest:
            return
        switches = " ".join(rest[1:])
        opened.field = Field(kind, rest[0].strip('"'), switches, inside=tuple(self._inside.values()))
        self._line.fields.append(opened.field)
        if kind == "NOTEREF" and "\\f" in rest:
            opened.call = Call("", opened.field.bookmark, "", own=False, anchors=list(self._inside.values()))
            self._line.pieces.append(opened.call)

    def _end(self) -> None:
        if self._fields:
            opened = self._fields.pop()
            if opened.call is not None and opened.field is not None:
                opened.field.result = opened.call.label


def paragraphs(story: Node) -> Iterator[Node]:
    """Every paragraph of a story in order; those of tables and content controls too, deleted and repeated ones not."""
    for kid in story:
        if kid.tag == name("w:p"):
            yield kid
        elif kid.tag in _GONE or kid.tag == name("w:sectPr"):
            continue
        elif isinstance(kid.tag, str):
            yield from paragraphs(kid)


def in_contents(paragraph: Node) -> bool:
    """Whether a paragraph is in the content control of a list of contents (17.5.2.11)."""
    controls = paragraph.iterancestors(name("w:sdt"))
    return any(val(control, "w:sdtPr/w:docPartObj/w:docPartGallery") == "Table of Contents" for control in controls)

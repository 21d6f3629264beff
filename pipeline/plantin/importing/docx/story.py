"""What is in the paragraphs of a Word file, as an importer needs it: words with their looks, calls of notes,
references.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element as Node

from plantin.importing.docx import controls, counted
from plantin.importing.pieces import Call, Look, Marked, Piece, Pointer, Words, merged, trimmed, worded
from plantin.model.languages import shorter
from plantin.wordfile import symbols
from plantin.wordfile.content import AROUND, characters, is_formula
from plantin.wordfile.package import child, children, name, on, val
from plantin.wordfile.styles import Styles

_LED = re.compile(r"(?:abbreviation|index|term)_\d+$")
"""Bookmarks that words lead to without being references: where a term is explained, a mark of the index."""
_FIELDS = ("REF", "NOTEREF", "PAGEREF")
_LETTER = re.compile(r"(?:^|__)(?:note_[a-z]+|indicator_[a-z]+(?:_\d+)?)$")
_NOTE_LETTER = re.compile(r"(?:^|__)note_[a-z]+$")
_MATH = name("m:oMath")
_CODES = ("code text", "source text", "verbatim char", "html code", "code")
_CITED = re.compile(r"[A-Z]+(?:/[\w.()-]+)+|\d+/\d+|\d+ \(\d{4}\)")
_ADDRESS = re.compile(r"https?://[^/]+/[a-z]{2}/[A-Z]+(?:/[\w.()-]+)+")
_PLAIN_FIELDS = ("HYPERLINK", "TOC", "PAGE", "NUMPAGES", "SEQ", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "")
_DRAWN = {
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": ("chart", "r:id"),
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": ("diagram", "r:dm"),
}
_IMAGE_DATA = "{urn:schemas-microsoft-com:vml}imagedata"
END = "end-"
"""Before the id of an end note, which footnotes have too."""
_BOX = name("w:txbxContent")
OWN_MARK, BARE_LINK = "a note with a mark of its own", "a link without words, as around a picture"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: what it says to who cannot see it, the part that holds it (empty: none in the file), whether it is
    declared decorative.
    """

    alternative: str
    part: str
    decorative: bool = False


@dataclass(slots=True)
class ReceivedLine:
    """A paragraph: its style, its pieces, the bookmarks that begin in it, and what a source has no room for.

    ``formulas`` are the letters of each formula, ``pictures`` what each says to who cannot see it, and which it is,
    ``boxes`` the stories of the text boxes that are anchored in it; ``dropped`` are words that are not among the
    pieces, each with what they are; ``bold`` says whether its style is; ``images`` are the pictures with the
    relationships by which they are found, ``drawn`` the charts and diagrams with theirs.
    """

    node: Node
    style: str
    pieces: list[Piece] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Node] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    bold: bool = False
    images: list[Image] = field(default_factory=list)
    drawn: list[tuple[str, str, str]] = field(default_factory=list)

    def text(self) -> str:
        """The words alone, calls left out."""
        return worded(self.pieces)


@dataclass(slots=True)
class _Open:
    """A field whose end has not come yet."""

    result: bool = False
    code: str = ""
    kind: str = ""
    target: str = ""
    call: bool = False
    shown: str = ""
    anchors: tuple[str, ...] = ()
    form: str | None = None


def _is_citation(address: str, words: str) -> bool:
    """Whether a link is one that the press makes by itself: a symbol, or the number of a resolution, that leads to a
    document. An editor who corrects the words leaves the address as it was: the press makes it again.
    """
    return bool(_CITED.fullmatch(words.replace("\u00a0", " ").strip()) and _ADDRESS.fullmatch(address))


class Reader:
    """Reads the paragraphs of one story in order; fields and bookmarks may begin in one and end in another."""

    _line: ReceivedLine

    def __init__(
        self,
        styles: Styles,
        addresses: dict[str, str],
        formulas: Mapping[Node, str] | None = None,
        *,
        letters: bool = False,
    ) -> None:
        """``formulas`` are those that come in, with their TeX; with ``letters``, calls of notes under objects are
        calls.
        """
        self._styles = styles
        self._addresses = addresses
        self._formulas, self._letters = formulas or {}, letters
        self._fields: list[_Open] = []
        self._inside: dict[str, str] = {}
        self._link = ""
        self._pointer: _Open | None = None
        self._own_mark = False

    def read(self, paragraph: Node) -> ReceivedLine:
        """One paragraph, its pieces merged where they look alike."""
        style = val(child(paragraph, "w:pPr"), "w:pStyle") or self._styles.default
        self._line = ReceivedLine(paragraph, style, bold=self._styles.toggle(style, "w:rPr/w:b") is True)
        self._content(paragraph)
        self._line.pieces = trimmed(merged(self._line.pieces))
        return self._line

    def _content(self, node: Node) -> None:
        for kid in node:
            if kid.tag == name("w:r"):
                self._run(kid)
            elif kid.tag == name("w:hyperlink"):
                self._hyperlink(kid)
            elif kid.tag == name("w:fldSimple"):
                self._fields.append(_Open(code=val(kid, attribute="w:instr")))
                self._separate()
                self._content(kid)
                self._end()
            elif kid.tag == name("w:bookmarkStart"):
                self._inside[val(kid, attribute="w:id")] = bookmark(val(kid, attribute="w:name"))
                self._line.bookmarks.append(bookmark(val(kid, attribute="w:name")))
            elif kid.tag == name("w:bookmarkEnd"):
                self._inside.pop(val(kid, attribute="w:id"), None)
            elif is_formula(kid):
                self._formula(kid)
            elif kid.tag in AROUND:
                self._content(kid)

    def _formula(self, node: Node) -> None:
        tex = [self._formulas.get(math, "") for math in node.iter(_MATH)]
        if tex and all(tex):
            controls = [node, *node.iter(name("w:sdt"))] if node.tag == name("w:sdt") else []
            said = " ".join(
                alias for control in dict.fromkeys(controls) if (alias := val(control, "w:sdtPr/w:alias"))
            ).replace('"', "'")
            marks = f"${' '.join(tex)}$"
            self._line.pieces.append(Marked(f'[{marks}]{{alt="{said}"}}' if said else marks, said or " ".join(tex)))
            return
        self._line.losses.append("a formula")
        self._line.formulas.append("".join("".join(text.text or "" for text in node.iter(name("m:t"))).split()))

    def _hyperlink(self, node: Node) -> None:
        anchor, relation = val(node, attribute="w:anchor"), val(node, attribute="r:id")
        if self._letters and not relation and _NOTE_LETTER.search(anchor):
            before = len(self._line.pieces)
            self._content(node)
            shown = worded(self._line.pieces[before:])
            self._line.pieces[before:] = [Call(target=bookmark(anchor), shown=shown)]
            return
        if anchor and not relation and not _LETTER.search(anchor) and not _LED.match(anchor):
            outer, self._pointer = self._pointer, _Open(result=True, target=bookmark(anchor))
            self._content(node)
            self._line.pieces.append(Pointer(self._pointer.target, self._pointer.shown))
            self._pointer = outer
            return
        address = self._addresses.get(relation, "") if relation else ""
        # A link out of the file may lead to a place in what it leads to (17.16.22).
        address += f"#{anchor}" if address and anchor and "#" not in address and not _LETTER.search(anchor) else ""
        words = "".join(str(text.text or "") for text in node.iter(name("w:t")))
        self._line.losses += [BARE_LINK] if address and not words.strip() else []
        outer_link, self._link = self._link, "" if _is_citation(address, words) else address
        self._content(node)
        self._link = outer_link

    # Runs

    def _run(self, run: Node) -> None:
        properties = child(run, "w:rPr")
        hidden = on(properties, "w:vanish") or on(properties, "w:webHidden")
        self._own_mark = False
        for kid in run:
            if kid.tag == name("w:fldChar"):
                self._sign(val(kid, attribute="w:fldCharType"), controls.shown(kid), properties)
            elif kid.tag == name("w:instrText") and self._fields:
                self._fields[-1].code += kid.text or ""
            elif not hidden:
                self._kid(kid, properties)
            elif words := characters(kid):
                self._drop("hidden words", words)

    def _kid(self, kid: Node, properties: Node | None) -> None:
        words = self._shown(kid, properties)
        if words is not None:
            # What is in the run of a mark of its own is the mark.
            if self._own_mark:
                self._drop("the mark of a note", words)
            else:
                self._text(words, properties)
        elif kid.tag == name("w:ruby"):
            self._content_of_ruby(kid)
        elif kid.tag == name("w:footnoteReference"):
            if val(kid, attribute="w:customMarkFollows") in {"1", "true", "on"}:
                self._own_mark = True
                self._line.losses.append(OWN_MARK)
                self._line.pieces.append(
                    Call(note=val(kid, attribute="w:id"), anchors=tuple(self._inside.values()), own=True)
                )
                return
            self._line.pieces.append(Call(note=val(kid, attribute="w:id"), anchors=tuple(self._inside.values())))
        elif kid.tag == name("w:endnoteReference"):
            self._line.pieces.append(Call(note=END + val(kid, attribute="w:id"), anchors=tuple(self._inside.values())))
        elif kid.tag in {name("w:br"), name("w:cr")}:
            if val(kid, attribute="w:type") in {"", "textWrapping"}:
                self._text("\n", properties)
        elif kid.tag in {name("w:drawing"), name("w:pict"), name("w:object"), name("mc:AlternateContent")}:
            self._drawing(kid)

    def _shown(self, kid: Node, properties: Node | None) -> str | None:
        """The text of an element of a run, None for what is no text; signs of symbol fonts as Unicode has them."""
        words = characters(kid)
        if words is None:
            return None
        font = val(kid, attribute="w:font") if kid.tag == name("w:sym") else val(properties, "w:rFonts", "w:ascii")
        if not symbols.is_symbol_font(font):
            return words
        signs = [sign if sign.isspace() else symbols.unicode(font, ord(sign)) for sign in words]
        for sign in (sign for sign, known in zip(words, signs, strict=True) if not known):
            self._line.losses.append(f"a sign of the font {font}, {ord(sign):04X}")
        if (mapped := "".join(signs)) != words and kid.tag == name("w:t"):
            self._line.dropped.append((f"signs of the font {font}, put in as “{mapped}”", words))
        return mapped

    def _content_of_ruby(self, ruby: Node) -> None:
        """The words of a ruby (17.3.3.25); their reading above them is dropped, and reported."""
        for run in (run for base in children(ruby, "w:rubyBase") for run in base.iter(name("w:r"))):
            self._run(run)
        self._drop(
            "how words are read (ruby)",
            "".join(str(text.text or "") for rt in children(ruby, "w:rt") for text in rt.iter(name("w:t"))),
        )

    def _drawing(self, kid: Node) -> None:
        """A picture, or a text box, whose words are another story."""
        choice = child(kid, "mc:Choice") if kid.tag == name("mc:AlternateContent") else None
        shown = kid if choice is None else choice
        inside = set(shown.iter(_BOX))
        boxes = [box for box in shown.iter(_BOX) if inside.isdisjoint(box.iterancestors(_BOX))]
        self._line.boxes += boxes
        if boxes and next(shown.iter(name("a:blip")), None) is None:
            return
        drawn = [(*_DRAWN[str(node.tag)], node) for node in shown.iter(*_DRAWN)]
        properties = next(kid.iter(name("wp:docPr")), None)
        words = str(properties.get("descr", "")) if properties is not None else ""
        if drawn:
            self._line.drawn += [(kind, val(node, attribute=key), " ".join(words.split())) for kind, key, node in drawn]
            self._line.losses.append("a picture")
            return
        self._line.losses.append("a picture")
        decorative = (
            next((node for node in shown.iter(name("adec:decorative")) if node.get("val") in {"1", "true"}), None)
            is not None
        )
        shapes = [val(blip, attribute="r:embed") for blip in shown.iter(name("a:blip"))]
        shapes += [val(data, attribute="r:id") for data in shown.iter(_IMAGE_DATA)]
        self._line.images += [Image(" ".join(words.split()), relation, decorative) for relation in shapes or [""]]
        # What shows a drawing to programs that read none is made again by each.
        vector = any(True for node in kid.iter() if isinstance(node.tag, str) and node.tag.endswith("}svgBlip"))
        key = "" if vector else val(next(kid.iter(name("a:blip")), None), attribute="r:embed")
        self._line.pictures.append((words, key))

    def _drop(self, what: str, words: str) -> None:
        """Keep words that a source has no room for, joined where they are of one kind."""
        before = self._line.dropped[-1] if self._line.dropped else ("", "")
        if before[0] == what:
            self._line.dropped[-1] = (what, before[1] + words)
        elif words:
            self._line.dropped.append((what, words))

    def _text(self, text: str, properties: Node | None) -> None:
        if any(not opened.result for opened in self._fields):
            self._drop("words of a field that has no result", text)
            return
        form = next((opened.form for opened in self._fields if opened.form is not None), None)
        if form is not None:
            if text.strip() not in ("", form):
                self._drop("words beside what a field of a form shows", text)
            return
        holder = next((opened for opened in reversed(self._fields) if opened.kind), None) or self._pointer
        if holder is not None:
            holder.shown += text
            return
        self._line.pieces.append(Words(text, self._look(properties)))

    def _look(self, properties: Node | None) -> Look:
        style = val(properties, "w:rStyle")
        named = self._styles.name(style)

        def toggled(tag: str) -> bool:
            own = on(properties, f"w:{tag}")
            return bool(self._styles.toggle(style, f"w:rPr/w:{tag}") if own is None else own)

        raised = val(properties, "w:vertAlign")
        right_to_left = on(properties, "w:rtl")
        language = val(properties, "w:lang", "w:bidi" if right_to_left else "w:val")
        self._direct(properties)
        return Look(
            emphasis=toggled("i") or named == "emphasis",
            strong=toggled("b") or named == "strong",
            raised="superscript" if raised == "superscript" else "subscript" if raised == "subscript" else "",
            code=named in _CODES,
            language=shorter(language),
            link=self._link,
        )

    def _direct(self, properties: Node | None) -> None:
        if val(properties, "w:u") not in {"", "none"} and not self._link:
            self._line.losses.append("underlining")
        for tag, words in (
            ("strike", "words struck through"),
            ("dstrike", "words struck through"),
            ("smallCaps", "small capitals"),
        ):
            if on(properties, f"w:{tag}"):
                self._line.losses.append(words)
        if val(properties, "w:color") not in {"", "auto"} and not self._link:
            self._line.losses.append("coloured words")
        if val(properties, "w:highlight") not in {"", "none"}:
            self._line.losses.append("a highlight")

    # Fields, in the terms of clause 17.16

    def _sign(self, sign: str, form: str | None, properties: Node | None) -> None:
        if sign == "begin":
            self._fields.append(_Open(anchors=tuple(self._inside.values()), form=form))
        elif sign == "separate":
            self._separate()
        elif sign == "end":
            closed = self._fields[-1] if self._fields else None
            self._end()
            if closed is not None and closed.form is not None:
                # A field of a form shows what its data say, whatever is between its signs.
                self._text(closed.form, properties)

    def _separate(self) -> None:
        if not self._fields:
            return
        opened = self._fields[-1]
        opened.result = True
        kind, *rest = opened.code.split() or [""]
        if kind in _FIELDS and rest:
            opened.kind, opened.target = kind, bookmark(rest[0].strip('"'))
            opened.call = kind == "NOTEREF" and "\\f" in rest
        elif kind not in _PLAIN_FIELDS:
            self._line.losses.append(f"a field {kind}")

    def _end(self) -> None:
        if not self._fields:
            return
        opened = self._fields.pop()
        if opened.call:
            self._line.pieces.append(
                Call(target=opened.target, anchors=(*opened.anchors, *self._inside.values()), shown=opened.shown)
            )
        elif opened.kind == "PAGEREF":
            self._line.losses.append("a page number")
            self._drop("the number of a page", opened.shown)
        elif opened.kind:
            if self._pointer is not None:
                self._pointer.shown += opened.shown
            else:
                self._line.pieces.append(Pointer(opened.target, opened.shown))


def bookmark(given: str) -> str:
    """The name of a bookmark without what LibreOffice adds to it when it saves one twice."""
    # The bookmark of an object's number is the object's.
    return re.sub(r"(_Copy_\d+)+$", "", given).removesuffix("__number")


def paragraphs(story: Node) -> Iterator[tuple[Node, bool]]:
    """Every paragraph of a story in order, and whether it is in a table; the list of contents is none of the text."""
    for kid in story:
        if kid.tag == name("w:p"):
            yield kid, False
        elif kid.tag == name("w:tbl"):
            boxed = set(kid.iter(_BOX))
            yield from ((node, True) for node in kid.iter(name("w:p")) if boxed.isdisjoint(node.iterancestors(_BOX)))
        elif kid.tag == name("w:sdt") and val(kid, "w:sdtPr/w:docPartObj/w:docPartGallery") == "Table of Contents":
            continue
        elif isinstance(kid.tag, str) and kid.tag != name("w:sectPr"):
            yield from paragraphs(kid)


def contents(story: Node) -> Iterator[str]:
    """The words of the lists of contents that Word keeps in a frame of their own."""
    for kid in story.iter(name("w:sdt")):
        if val(kid, "w:sdtPr/w:docPartObj/w:docPartGallery") == "Table of Contents":
            yield " ".join(counted.paragraphs(kid))


def comments(root: Node | None) -> Iterator[tuple[str, str]]:
    """The comments of the file (17.13.4): who wrote each, and what."""
    for comment in children(root, "w:comment"):
        yield (
            val(comment, attribute="w:author"),
            " ".join("".join(text.text or "" for text in comment.iter(name("w:t"))).split()),
        )

"""What is in the paragraphs of a Word file, for an importer: words with their looks, calls of notes, references."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element as Node

from plantin.model.languages import shorter
from plantin.packs.imports.docx import controls, raw_words
from plantin.packs.imports.paragraph_pieces import (
    Call,
    Image,
    Look,
    Piece,
    Pointer,
    SourceMarkup,
    Words,
    merge_pieces,
    text_of,
    trim,
)
from plantin.wordfile import symbols
from plantin.wordfile import text as story
from plantin.wordfile.package import child, children, name, on, val, whole
from plantin.wordfile.styles import Styles
from plantin.wordfile.text import (
    BREAK,
    Bookmark,
    Drawing,
    Field,
    FieldBegin,
    FieldEnd,
    Formula,
    Hyperlink,
    NoteReference,
    Text,
)

_LED = re.compile(r"(?:abbreviation|index|term)_\d+$")
"""Bookmarks that words lead to without being references: where a term is explained, a mark of the index."""
_REFERENCES = ("REF", "NOTEREF", "PAGEREF")
_LETTER = re.compile(r"(?:^|__)(?:note_[a-z]+|indicator_[a-z]+(?:_\d+)?)$")
_NOTE_LETTER = re.compile(r"(?:^|__)note_[a-z]+$")
_MATH = name("m:oMath")
_CODES = ("code text", "source text", "verbatim char", "html code", "code")
_CITED = re.compile(r"[A-Z]+(?:/[\w.()-]+)+|\d+/\d+|\d+ \(\d{4}\)")
_ADDRESS = re.compile(r"https?://[^/]+/[a-z]{2}/[A-Z]+(?:/[\w.()-]+)+")
_PLAIN_FIELDS = ("HYPERLINK", "TOC", "PAGE", "NUMPAGES", "SEQ", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "")
_EMU = 635
"""English metric units (20.1.2.1) of a twip."""
_DRAWN = {
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": ("chart", "r:id"),
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": ("diagram", "r:dm"),
}
_IMAGE_DATA = "{urn:schemas-microsoft-com:vml}imagedata"
_DIRECT = {"strike": "words struck through", "dstrike": "words struck through", "smallCaps": "small capitals"}
UNDERLINED, COLOURED, ASIDE = "underlining", "coloured words", "a paragraph set to the middle or the right"
LOOKS = (UNDERLINED, COLOURED, ASIDE, _DIRECT["smallCaps"])
"""What is lost of the look of words alone."""
END = "end-"
"""Before the id of an end note, which footnotes have too."""
OWN_MARK, BARE_LINK = "a note with a mark of its own", "a link without words, as around a picture"


@dataclass(slots=True)
class ReceivedLine:
    """A paragraph as read, and what of it a source has no room for."""

    node: Node
    style: str
    """The id of its style, that of the default style where it names none."""
    pieces: list[Piece] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    """The bookmarks that begin in it."""
    losses: list[str] = field(default_factory=list)
    """What is lost, in words for a finding."""
    formulas: list[str] = field(default_factory=list)
    """The letters of each formula that is not among the pieces."""
    pictures: list[tuple[str, str]] = field(default_factory=list)
    """What each picture says to who cannot see it, and which it is."""
    boxes: list[Node] = field(default_factory=list)
    """The stories of the text boxes that are anchored in it."""
    dropped: list[tuple[str, str]] = field(default_factory=list)
    """Words that are not among the pieces, each after what they are."""
    bold: bool = False
    """Whether its style is bold."""
    images: list[Image] = field(default_factory=list)
    """The pictures, with the relationships by which they are found."""
    sequence: str = ""
    """What the number in it counts (SEQ, 17.16.5.56), which makes it a caption."""
    drawn: list[tuple[str, str, str]] = field(default_factory=list)
    """Charts and diagrams: the kind, the relationship, and what it says to who cannot see it."""

    def text(self) -> str:
        """Return the words alone, calls left out."""
        return text_of(self.pieces)

    def drop(self, what: str, words: str) -> None:
        """Keep words that a source has no room for, joined where they are of one kind."""
        before = self.dropped[-1] if self.dropped else ("", "")
        if before[0] == what:
            self.dropped[-1] = (what, before[1] + words)
        elif words:
            self.dropped.append((what, words))


@dataclass(frozen=True, slots=True)
class _Link:
    """A link whose end has not been read: where it leads, and where its pieces begin."""

    address: str
    target: str
    is_call: bool
    start: int


class ParagraphReader:
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
        """``addresses`` are the targets of the part's relationships, ``formulas`` the TeX of those that have any; with
        ``letters`` a link to a note under an object is a call.
        """
        self._styles, self._addresses = styles, addresses
        self._formulas, self._letters = formulas or {}, letters
        self._story = story.Reader(styles)
        self._links: list[_Link] = []

    def read(self, paragraph: Node) -> ReceivedLine:
        """Read one paragraph, its pieces merged where they look alike."""
        style = val(paragraph, "w:pPr/w:pStyle") or self._styles.default
        self._line = ReceivedLine(paragraph, style, bold=self._styles.toggle(style, "w:rPr/w:b") is True)
        for inline in self._story.read(paragraph):
            self._inline(inline)
        self._line.pieces = trim(merge_pieces(self._line.pieces))
        return self._line

    def _inline(self, inline: story.Inline) -> None:
        line = self._line
        match inline:
            case Text():
                self._text(inline)
            case NoteReference():
                line.losses += [OWN_MARK] if inline.own_mark else []
                line.drop("the mark of a note", inline.mark)
                identifier = END + inline.identifier if inline.is_endnote else inline.identifier
                line.pieces.append(
                    Call(note=identifier, anchors=tuple(map(bookmark, inline.bookmarks)), own=inline.own_mark)
                )
            case Formula():
                self._formula(inline)
            case Drawing():
                self._drawing(inline)
            case Bookmark(marked):
                line.bookmarks.append(bookmark(marked))
            case FieldBegin(Hyperlink() as link):
                self._begin(link)
            case FieldBegin(Field(kind="SEQ") as counted):
                line.sequence = counted.target or "1"
            case FieldBegin(Field(kind=kind, target=target)) if kind not in _PLAIN_FIELDS and not (
                kind in _REFERENCES and target
            ):
                line.losses.append(f"a field {kind}")
            case FieldEnd(Hyperlink()):
                self._end(self._links.pop())
            case FieldEnd(Field() as ended):
                self._field(ended, inline.bookmarks)
            case _:
                pass

    def _formula(self, formula: Formula) -> None:
        tex = [self._formulas.get(math, "") for math in formula.node.iter(_MATH)]
        if tex and all(tex):
            words = formula.words().replace('"', "'")
            marks = f"${' '.join(tex)}$"
            self._line.pieces.append(
                SourceMarkup(f'[{marks}]{{alt="{words}"}}' if words else marks, words or " ".join(tex))
            )
            return
        self._line.losses.append("a formula")
        self._line.formulas.append("".join(formula.letters().split()))

    # Links and fields

    def _begin(self, link: Hyperlink) -> None:
        address = self._addresses.get(link.relation, "") if link.relation else ""
        inside = bool(link.anchor) and not link.relation
        # A link out of the file may lead to a place in what it leads to (17.16.22).
        if address and link.anchor and "#" not in address and not _LETTER.search(link.anchor):
            address += f"#{link.anchor}"
        words = "".join(str(text.text or "") for text in link.node.iter(name("w:t")))
        self._line.losses += [BARE_LINK] if address and not words.strip() else []
        is_call = self._letters and inside and bool(_NOTE_LETTER.search(link.anchor))
        leads = inside and not is_call and not _LETTER.search(link.anchor) and not _LED.match(link.anchor)
        target = bookmark(link.anchor) if is_call or leads else ""
        if _CITED.fullmatch(words.replace("\u00a0", " ").strip()) and _ADDRESS.fullmatch(address):
            # The press makes the address of a citation: an editor who corrects its words leaves it as it was.
            address = ""
        self._links.append(_Link(address, target, is_call, len(self._line.pieces)))

    def _end(self, link: _Link) -> None:
        """Put a call or a reference in place of the words of a link inside the file; references in it are its words."""
        pieces = self._line.pieces[link.start :]
        if link.is_call:
            self._line.pieces[link.start :] = [Call(target=link.target, shown=text_of(pieces))]
        elif link.target:
            kept = [piece for piece in pieces if isinstance(piece, (Call, SourceMarkup))]
            words = text_of([piece for piece in pieces if isinstance(piece, (Words, Pointer))])
            self._line.pieces[link.start :] = [*kept, Pointer(link.target, words)]

    def _field(self, ended: Field, bookmarks: tuple[str, ...]) -> None:
        words = ended.result.replace(BREAK, "\n")
        form = controls.form_field_text(ended.sign)
        if ended.calls_note:
            anchors = tuple(map(bookmark, (*ended.bookmarks, *bookmarks)))
            self._line.pieces.append(Call(target=bookmark(ended.target), anchors=anchors, shown=words))
        elif ended.kind == "PAGEREF" and ended.target:
            self._line.losses.append("a page number")
            self._line.drop("the number of a page", words)
        elif ended.kind in _REFERENCES and ended.target:
            self._line.pieces.append(Pointer(bookmark(ended.target), words))
        elif form is not None:
            # A field of a form shows what its data say, whatever is between its signs.
            self._line.pieces.append(Words(form, Look(link=self._address())))

    def _address(self) -> str:
        return next((link.address for link in reversed(self._links) if link.address), "")

    # Words

    def _text(self, text: Text) -> None:
        words = text.characters
        if text.state == "hidden":
            self._line.drop("hidden words", words.strip(BREAK))
        elif text.state == "code":
            self._line.drop("words of a field that has no result", words.strip(BREAK))
        elif text.reading:
            self._line.drop("how words are read (ruby)", words)
        elif (
            form := next(
                (form for text_field in text.fields if (form := controls.form_field_text(text_field.sign)) is not None),
                None,
            )
        ) is not None:
            if words.strip() not in ("", form):
                self._line.drop("words beside what a field of a form shows", words)
        elif words == BREAK:
            if val(text.element, attribute="w:type") in {"", "textWrapping"}:
                self._words("\n", text)
        else:
            self._words(self._map_symbols(text), text)

    def _words(self, words: str, text: Text) -> None:
        # The words of a reference are its result.
        if not any(text_field.kind in _REFERENCES and text_field.target for text_field in text.fields):
            self._line.pieces.append(Words(words, self._look(text.properties)))

    def _map_symbols(self, text: Text) -> str:
        """Return the words; signs of symbol fonts as Unicode has them."""
        words, is_sign = text.characters, text.element.tag == name("w:sym")
        font = val(text.element, attribute="w:font") if is_sign else val(text.properties, "w:rFonts", "w:ascii")
        if not symbols.is_symbol_font(font):
            return words
        signs = [sign if sign.isspace() else symbols.unicode(font, ord(sign)) for sign in words]
        for sign in (sign for sign, unicode_sign in zip(words, signs, strict=True) if not unicode_sign):
            self._line.losses.append(f"a sign of the font {font}, {ord(sign):04X}")
        if (mapped := "".join(signs)) != words and not is_sign:
            self._line.dropped.append((f"signs of the font {font}, put in as “{mapped}”", words))
        return mapped

    def _look(self, properties: Node | None) -> Look:
        style = val(properties, "w:rStyle")
        named = self._styles.name(style)

        def is_on(tag: str) -> bool:
            direct = on(properties, f"w:{tag}")
            return bool(self._styles.toggle(style, f"w:rPr/w:{tag}") if direct is None else direct)

        raised = val(properties, "w:vertAlign") or self._styles.raised(style)
        linked = bool(self._links)
        if val(properties, "w:u") not in {"", "none"} and not linked:
            self._line.losses.append(UNDERLINED)
        self._line.losses += [words for tag, words in _DIRECT.items() if on(properties, f"w:{tag}")]
        if val(properties, "w:color") not in {"", "auto"} and not linked:
            self._line.losses.append(COLOURED)
        if val(properties, "w:highlight") not in {"", "none"}:
            self._line.losses.append("a highlight")
        return Look(
            emphasis=is_on("i") or named == "emphasis",
            strong=is_on("b") or named == "strong",
            raised="superscript" if raised == "superscript" else "subscript" if raised == "subscript" else "",
            code=named in _CODES,
            language=shorter(val(properties, "w:lang", "w:bidi" if on(properties, "w:rtl") else "w:val")),
            link=self._address(),
        )

    # Pictures

    def _drawing(self, drawing: Drawing) -> None:
        """Read a picture, or a text box, whose words are another story."""
        line, node = self._line, drawing.node
        properties = next(node.iter(name("wp:docPr")), None)
        description = str(properties.get("descr", "")) if properties is not None else ""
        words = " ".join(description.split())
        if drawing.hidden:
            line.dropped.append(
                ("a picture that is hidden", " ".join([words, *raw_words.paragraphs(node, self._styles)]))
            )
            return
        boxes = story.text_boxes(node)
        line.boxes += boxes
        if boxes and next(node.iter(name("a:blip")), None) is None:
            return
        line.losses.append("a picture")
        if drawn := [(*_DRAWN[str(element.tag)], element) for element in node.iter(*_DRAWN)]:
            line.drawn += [(kind, val(element, attribute=key), words) for kind, key, element in drawn]
            return
        decorative = any(element.get("val") in {"1", "true"} for element in node.iter(name("adec:decorative")))
        width = _share_of_text(node)
        shapes = [val(blip, attribute="r:embed") for blip in node.iter(name("a:blip"))]
        shapes += [val(data, attribute="r:id") for data in node.iter(_IMAGE_DATA)]
        line.images += [Image(words, relation, decorative, width) for relation in shapes or [""]]
        # What shows a drawing to programs that read none is made again by each.
        vector = any(str(element.tag).endswith("}svgBlip") for element in node.iter())
        line.pictures.append(
            (description, "" if vector else val(next(node.iter(name("a:blip")), None), attribute="r:embed"))
        )


def _share_of_text(drawing: Node) -> int:
    """Return the width of a drawing (20.4.2.7) in hundredths of that of the text on its page (17.6.11, 17.6.13), at
    most 100; 0 where the file does not give one of them.
    """
    extent = next(drawing.iter(name("wp:extent")), None)
    section = next(_sections(drawing), None)
    sides = (("w:pgSz", "w:w"), ("w:pgMar", "w:left"), ("w:pgMar", "w:right"))
    page, left, right = (whole(val(section, *row)) for row in sides)
    width = whole("" if extent is None else extent.get("cx", ""))
    text = _EMU * (page - left - right)
    return max(1, min(100, round(100 * width / text))) if width > 0 < text else 0


def _sections(node: Node) -> Iterator[Node]:
    """Yield the properties of the section that a node is in, and of those after it (17.6.18, 17.6.17)."""
    for around in (node, *node.iterancestors()):
        for sibling in (around, *around.itersiblings(name("w:p"), name("w:sectPr"))):
            properties = sibling if sibling.tag == name("w:sectPr") else child(sibling, "w:pPr/w:sectPr")
            if properties is not None:
                yield properties


def bookmark(bookmark_name: str) -> str:
    """Return the name of a bookmark without what LibreOffice adds to it when it saves one twice."""
    # The bookmark of an object's number is the object's.
    return re.sub(r"(_Copy_\d+)+$", "", bookmark_name).removesuffix("__number")


def comments(root: Node | None) -> Iterator[tuple[str, str]]:
    """Yield the comments of the file (17.13.4): who wrote each, and what."""
    for comment in children(root, "w:comment"):
        yield (
            val(comment, attribute="w:author"),
            " ".join("".join(text.text or "" for text in comment.iter(name("w:t"))).split()),
        )

"""Reads web pages and EPUBs made by Plantin as parts, by the classes, roles and anchors of their elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from lxml import etree
from lxml.etree import _Element as Element

from plantin.model.outline import normal
from plantin.packs.imports.editions.parts import (
    EASY,
    MOST_COLUMNS,
    MOST_ROWS,
    EditionCell,
    EditionPart,
    ReadEdition,
    easy_level,
)
from plantin.packs.imports.paragraph_pieces import (
    Call,
    Look,
    Piece,
    Pointer,
    SourceMarkup,
    Words,
    merge_pieces,
    text_of,
    trim,
)
from plantin.packs.imports.tree import raw_words
from plantin.wordfile.package import whole

_LED = re.compile(r"(?:abbreviation|index|term)-\d+$|reference-.")
"""Anchors that words lead to without being references: where a term is explained, a mark of the index, a work that is
cited.
"""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SKIPPED = ("script", "style", "template", "svg", "head", "button", "col", "colgroup")
_MADE = frozenset(("skip", "display", "page"))
"""The classes of what the press makes itself."""
_ROLES = ("preamble", "letter", "signature", "unnumbered")
_HEADS = {"col": "column", "colgroup": "column", "row": "row", "rowgroup": "group"}
_PREFIX = re.compile(r"^p\d+-")
_CITED = re.compile(r"https?://[^/]+/[a-z]{2}/[A-Z]+(?:/[\w.()%-]+)+")


def is_edition(root: Element) -> bool:
    """Return whether a page has the masthead of an edition of this press."""
    titled = any("masthead-title" in _classes(node) for node in root.iter("h1"))
    return titled and any("level-1" in _classes(node) for node in root.iter("section"))


def read(root: Element, picture: Callable[[str], str], *, book: bool = False) -> ReadEdition:
    """Return the edition whose page is ``root``; of an EPUB (``book``), all its documents in one page. ``picture``
    gives the name of a picture in the report's folder by its address.
    """
    return _WebEditionReader(picture, book=book).edition(root)


def _elements(parent: Element) -> list[Element]:
    return [kid for kid in parent if isinstance(kid.tag, str) and kid.tag not in _SKIPPED]


def _classes(node: Element) -> list[str]:
    return str(node.get("class", "")).split()


def _level(classes: list[str]) -> int:
    """Return the level that the classes of a section or a list give; 0 where they give none."""
    return next((int(name[6:]) for name in classes if re.fullmatch("level-[1-9]", name)), 0)


def _role(node: Element, *names: str) -> bool:
    return any(name in str(node.get("role", "")).split() for name in names)


def _is_picture(node: Element) -> bool:
    tag = str(node.tag).rpartition("}")[2]
    return tag == "img" or (tag == "svg" and _role(node, "img"))


def _address(picture: Element) -> str:
    """Return the address of an image, or one that holds the drawing itself."""
    if picture.tag == "img":
        return str(picture.get("src", ""))
    drawing = etree.tostring(picture, encoding="unicode", with_tail=False).replace("viewbox=", "viewBox=")
    return f"data:image/svg+xml,{quote(drawing)}"


@dataclass
class _WebEditionReader:
    picture: Callable[[str], str]
    book: bool
    out: ReadEdition = field(default_factory=ReadEdition)

    def edition(self, root: Element) -> ReadEdition:
        out = self.out
        out.language = str(root.get("lang", ""))
        metas = {str(node.get("name", "")): str(node.get("content", "")) for node in root.iter("meta")}
        out.issued = metas.get("dcterms.issued", "")
        body = next(root.iter("body"), root)
        for node in body.iter():
            if isinstance(node.tag, str) and any(name.startswith("masthead-") for name in _classes(node)):
                self._line(node)
        out.parts = list(self._blocks(body))
        return out

    def _line(self, node: Element) -> None:
        name = next(name for name in _classes(node) if name.startswith("masthead-")).removeprefix("masthead-")
        pieces = self._inlines(node)
        calls = tuple(piece.note for piece in pieces if isinstance(piece, Call))
        text = normal(text_of(pieces))
        self.out.lines.append((name, text, tuple(self._note_words(node, call) for call in calls)))
        self.out.taken.append(text)

    def _note_words(self, node: Element, anchor: str) -> str:
        """Return the words of the note of the masthead that is called."""
        root = node.getroottree().getroot()
        note = next((div for div in root.iter("div") if self._anchor(div) == anchor), None)
        parts = () if note is None else self._blocks(note)
        words = normal(text_of([piece for part in parts for piece in part.pieces]))
        self.out.taken.append(words)
        return words

    def _anchor(self, node: Element) -> str:
        identifier = str(node.get("id", ""))
        return _PREFIX.sub("", identifier) if self.book else identifier

    def _target(self, link: Element) -> str:
        identifier = str(link.get("href", "")).partition("#")[2]
        return _PREFIX.sub("", identifier) if self.book else identifier

    def _take(self, node: Element) -> None:
        self.out.taken.append(" ".join(raw_words.text_of(node).split()))

    # Blocks

    def _blocks(self, parent: Element) -> Iterator[EditionPart]:
        for node in _elements(parent):
            yield from self._block(node)

    def _block(self, node: Element) -> Iterator[EditionPart]:
        tag, classes = str(node.tag), _classes(node)
        if any(name.startswith("masthead-") for name in classes) or "asterisks" in classes or "announcement" in classes:
            return
        if tag == "nav" or _role(node, "doc-pagebreak") or not _MADE.isdisjoint(classes):
            self._take(node)
        elif _role(node, "doc-endnotes"):
            self._notes(node)
        elif "title-block" in classes or "object-list" in classes:
            self._front(node)
        elif _role(node, "doc-index"):
            rows = node.iter("h1", "h2", "li")
            self.out.left_out += [
                ("left out, a line of the index", " ".join(raw_words.text_of(row).split())) for row in rows
            ]
        elif tag == "section" and self._anchor(node) and _level(classes):
            yield self._section(node)
        elif tag == "p":
            label, pieces = self._label_and_pieces(node)
            yield EditionPart("paragraph", self._anchor(node), label, pieces)
        elif tag == "ul" and "references" in classes:
            # What is cited is in no file that could be written again: works are words, one paragraph each.
            yield from (part for item in node if item.tag == "li" for part in self._blocks(item))
        elif tag in ("ol", "ul") and "letters" in classes:
            self._letters(node)
        elif tag in ("ol", "ul"):
            yield self._list(node)
        elif tag == "blockquote":
            yield EditionPart("quotation", parts=list(self._blocks(node)))
        elif tag == "dl":
            yield from self._definitions(node)
        elif tag == "pre":
            yield EditionPart("listing", text="".join(map(str, node.itertext())))
        elif tag == "figure":
            yield self._figure(node)
        elif tag == "div" and "table" in classes and (table := next(node.iter("table"), None)) is not None:
            yield self._table(node, table)
        elif tag == "div" and "box" in classes:
            yield self._box(node)
        elif ("ornament" in classes or "picture" in classes) and (image := next(node.iter("img"), None)) is not None:
            alternative = str(image.get("alt", ""))
            yield EditionPart("figure", alternative=alternative, picture=self.picture(str(image.get("src", ""))))
        elif "equation" in classes:
            yield self._equation(node)
        elif "foreign" in classes:
            language = f"lang={node.get('lang', '')}"
            yield EditionPart("passage", role="foreign", parts=list(self._blocks(node)), attributes=language)
        elif role := next((name for name in _ROLES if name in classes), ""):
            yield EditionPart("passage", role=role, parts=list(self._blocks(node)))
        elif tag in _HEADINGS:
            self._take(node)
        else:
            yield from self._blocks(node)

    def _section(self, node: Element) -> EditionPart:
        classes = _classes(node)
        role = next((name for name in ("part", "chapter", "annex", "appendix") if name in classes), "")
        heading = next((kid for kid in node if kid.tag in _HEADINGS), None)
        label, pieces = ("", []) if heading is None else self._label_and_pieces(heading)
        parts = [part for kid in _elements(node) if kid is not heading for part in self._block(kid)]
        return EditionPart("section", self._anchor(node), label, pieces, parts, role, _level(classes))

    def _list(self, node: Element) -> EditionPart:
        classes = _classes(node)
        usual = "bullets" if node.tag == "ul" else "typed"
        role = next((name for name in ("bullets", "typed", "subparagraphs") if name in classes), usual)
        entries = []
        for item in node:
            if item.tag != "li":
                continue
            parts = list(self._blocks(item))
            first = parts[0] if parts and parts[0].kind == "paragraph" else EditionPart("paragraph")
            rest = parts[1:] if parts and parts[0] is first else parts
            entries.append(EditionPart("entry", self._anchor(item), first.label, first.pieces, rest))
        return EditionPart("list", parts=entries, role=role, level=_level(classes) or 1)

    def _definitions(self, node: Element) -> Iterator[EditionPart]:
        term = EditionPart("term")
        for kid in node:
            if kid.tag == "dt":
                term = EditionPart("term", pieces=self._inlines(kid))
                yield term
            elif kid.tag == "dd":
                term.parts.append(EditionPart("definition", parts=list(self._blocks(kid))))

    def _front(self, node: Element) -> None:
        """Set aside what the press prints of the front matter under the title; its lists of objects are a rule."""
        if "object-list" in _classes(node):
            kinds = {self._target(link).partition("-")[0] for link in node.iter("a")}
            self.out.lists += [
                f"{kind}es" if kind == "box" else f"{kind}s" for kind in ("table", "figure", "box") if kind in kinds
            ]
            self._take(node)
        else:
            self.out.left_out.append(
                ("left out, what the edition says of itself under its title", " ".join(raw_words.text_of(node).split()))
            )

    # Objects

    def _table(self, node: Element, table: Element) -> EditionPart:
        caption = next(table.iter("caption"), None)
        title = caption
        above: list[EditionPart] = []
        if caption is not None:
            title = next((kid for kid in caption if "title" in _classes(kid)), caption)
            above = [part for kid in caption if kid is not title for part in self._block(kid)]
        label, pieces = ("", []) if title is None else self._label_and_pieces(title)
        heads = sum(1 for head in table.iter("thead") for _ in head.iter("tr"))
        rows = [[self._cell(cell) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        widths = [
            match[1] for col in table.iter("col") if (match := re.search(r"width:\s*(\d+)", str(col.get("style", ""))))
        ]
        below = [part for kid in node if next(kid.iter("table"), None) is None for part in self._block(kid)]
        part = EditionPart("table", self._anchor(node), label, pieces, below, heads=heads, rows=rows, above=above)
        part.text, part.attributes = " ".join(widths), "wide" if "wide" in _classes(node) else ""
        return part

    def _cell(self, node: Element) -> EditionCell:
        classes = _classes(node)
        head = _HEADS.get(str(node.get("scope", "")), "") if node.tag == "th" else ""
        blocks = any(kid.tag in ("p", "ul", "ol") for kid in node)
        cell = EditionCell(
            [] if blocks else self._inlines(node),
            columns=_span(node, "colspan", MOST_COLUMNS),
            rows=_span(node, "rowspan", MOST_ROWS),
        )
        cell.parts = list(self._blocks(node)) if blocks else []
        cell.head = head  # type: ignore[assignment]
        cell.align = "centre" if "centre" in classes else "end" if "end" in classes else ""
        return cell

    def _figure(self, node: Element) -> EditionPart:
        several = next((inner for inner in node.iter("figure") if inner is not node), None) is not None
        caption = next(node.iter("figcaption"), None)
        image = None if several else next(filter(_is_picture, node.iter()), None)
        label, pieces = ("", []) if caption is None else self._label_and_pieces(caption)
        below = [part for kid in node if kid is not caption and kid is not image for part in self._block(kid)]
        name = "" if image is None else self.picture(_address(image))
        alternative = "" if image is None else str(image.get("alt") or image.get("aria-label", ""))
        width = re.search(r"width:\s*(\d+%)", "" if image is None else str(image.get("style", "")))
        self.out.taken.append(alternative)
        part = EditionPart("figure", self._anchor(node), label, pieces, below, picture=name, alternative=alternative)
        part.attributes = width[1] if width else ""
        return part

    def _box(self, node: Element) -> EditionPart:
        anchor = self._anchor(node)
        title = next((kid for kid in node if "box-title" in _classes(kid)), None)
        label, pieces = ("", []) if title is None else self._label_and_pieces(title)
        special = anchor in ("summary", EASY)
        title_text = "" if title is None else normal("".join(map(str, title.itertext())))
        if special and title is not None:
            self._take(title)
        parts = [part for kid in node if kid is not title for part in self._block(kid)]
        attributes = easy_level(title_text) if anchor == EASY else ""
        return EditionPart("box", anchor, label, pieces, parts, role=anchor if special else "", attributes=attributes)

    def _equation(self, node: Element) -> EditionPart:
        label, pieces = self._label_and_pieces(node)
        formula = next((piece for piece in pieces if isinstance(piece, SourceMarkup)), SourceMarkup("", ""))
        text = re.sub(r"^(\[?)\$(.*)\$", r"\1$$\2$$", formula.marks, count=1, flags=re.DOTALL)
        return EditionPart("equation", self._anchor(node), label, pieces, text=text)

    def _notes(self, node: Element) -> None:
        for kid in node:
            if kid.tag in _HEADINGS:
                self._take(kid)
        for item in node.iter("li"):
            if re.match(r"note-\d+$", self._anchor(item)):
                self.out.notes[self._anchor(item)] = list(self._blocks(item))

    def _letters(self, node: Element) -> None:
        for item in node:
            if item.tag == "li":
                self.out.notes[self._anchor(item)] = list(self._blocks(item))

    # Words

    def _label_and_pieces(self, node: Element) -> tuple[str, list[Piece]]:
        """Return the label that words begin with, and the words."""
        label = next((kid for kid in node.iter("span", "a") if "label" in _classes(kid)), None)
        label_text = "" if label is None else " ".join("".join(map(str, label.itertext())).split())
        self.out.taken.append(label_text)
        return label_text, self._inlines(node)

    def _inlines(self, node: Element) -> list[Piece]:
        return trim(merge_pieces(list(self._run(node, Look()))))

    def _run(self, node: Element, look: Look) -> Iterator[Piece]:
        yield from _words(node.text, look)
        for kid in node:
            if isinstance(kid.tag, str):
                yield from self._inline(kid, look)
            yield from _words(kid.tail, look)

    def _inline(self, node: Element, look: Look) -> Iterator[Piece]:
        tag, classes = str(node.tag).rpartition("}")[2], _classes(node)
        if "label" in classes or "back" in classes or "page" in classes or _role(node, "doc-backlink", "doc-pagebreak"):
            self._take(node)
        elif "indicator" in classes:
            link = next(node.iter("a"), None)
            self._take(node)
            if link is not None:
                yield Call(note=self._target(link))
        elif _is_picture(node) and tag == "svg":
            yield from _words(str(node.get("aria-label", "")), look)
        elif tag in _SKIPPED:
            return
        elif tag == "br":
            yield Words("\n", look)
        elif tag == "math":
            self._take(node)
            yield _formula(node)
        elif tag == "a" and "reference" in classes and not _LED.match(self._target(node)):
            self._take(node)
            yield Pointer(self._target(node), " ".join("".join(map(str, node.itertext())).split()))
        elif tag == "a" and not _LED.match(self._target(node)):
            yield from self._link(node, look)
        else:
            yield from self._run(node, _looking(node, look))

    def _link(self, node: Element, look: Look) -> Iterator[Piece]:
        """Yield a link; one that the press makes of a symbol by itself, without a place after a comma, is words."""
        target = str(node.get("href", ""))
        text = normal("".join(map(str, node.itertext())))
        plain = bool(_CITED.fullmatch(target)) and bool(re.fullmatch(r"(?:[A-Z]+/|\d)[^,،，、]*", text))
        yield from self._run(node, look if plain or target.startswith("#") else replace(look, link=target))


def _looking(node: Element, look: Look) -> Look:
    match str(node.tag):
        case "em" | "i":
            return replace(look, emphasis=True)
        case "strong" | "b":
            return replace(look, strong=True)
        case "sub" | "sup":
            return replace(look, raised="subscript" if node.tag == "sub" else "superscript")
        case "code":
            return replace(look, code=True)
        case _:
            return replace(look, language=str(node.get("lang"))) if node.get("lang") else look


def _words(text: str | None, look: Look) -> Iterator[Piece]:
    if text:
        yield Words(text if look.code else re.sub(r"[ \t\r\n]+", " ", text), look)


def _formula(node: Element) -> SourceMarkup:
    """Return a formula by its TeX, with the words that it is read by."""
    sources = (annotation for annotation in node.iter("{*}annotation") if "tex" in str(annotation.get("encoding", "")))
    tex = next((" ".join(str(annotation.text or "").split()) for annotation in sources), "")
    alternative = str(node.get("alttext", "")).replace('"', "'")
    return SourceMarkup(f'[${tex}$]{{alt="{alternative}"}}' if alternative else f"${tex}$", alternative or tex)


def _span(cell: Element, name: str, most: int) -> int:
    """Return how many columns or rows a cell takes up, ``most`` at most."""
    return min(whole(str(cell.get(name, "1")), 1), most)

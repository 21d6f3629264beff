"""What is read aloud of a page, in order: pieces with elements, in sequences that a listener can leave or skip."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from plantin.model.levels import spell
from plantin.packs.sound.writer.lexicon import list_unended
from plantin.packs.sound.writer.sentences import Atom, atoms, overlong, parts, wrap
from plantin.writers.grid import Placed, grid

_XHTML = "{http://www.w3.org/1999/xhtml}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "figcaption"})
_NESTED = frozenset({"p", "ol", "ul", "dl", "table", "pre", "div", "figure", "blockquote"})
_UNHEARD = frozenset({"head", "svg", "script", "style"})
_LEVELS = ("sub", "sup")
_NOTES = frozenset({"endnote", "footnote"})
_COMMAS = re.compile(r"(?!(?<=\d),\d)\s*,(?:\s*,)*\s*")
"""Commas that may have come together; not that within a number, which would be heard as two numbers."""
_LONG = 4
"""Figures of a number that is too long to be a span."""
_WIDE = 4
_Cell = Placed[etree._Element]  # noqa: SLF001 - lxml's name for the type of its elements
_NOTHING = etree.Element("nothing")


@dataclass(slots=True)
class SpokenPiece:
    """An element with the words that are heard for it, in runs of one language, a run of signs alone by their names;
    ``kind`` is its epub:type where it can be skipped, ``code`` says that its signs are heard, ``close`` that the next
    piece follows at once.
    """

    element: etree._Element
    runs: list[tuple[str, str]] = field(default_factory=list)
    kind: str = ""
    code: bool = False
    close: bool = False

    def say(self, words: str, language: str) -> None:
        """Add words."""
        if self.runs and self.runs[-1][1] == language:
            self.runs[-1] = (self.runs[-1][0] + words, language)
        elif words.strip():
            self.runs.append((words, language))

    @property
    def is_heard(self) -> bool:
        """Whether it has words."""
        return any(any(map(str.isalnum, words)) for words, _ in self.runs)


@dataclass(slots=True)
class SpokenSequence:
    """Pieces that belong together: a section, a table, a row of it, a figure, a box, a note; ``kind`` is its epub:type,
    empty for a section.
    """

    element: etree._Element
    kind: str
    parts: list[SpokenPiece | SpokenSequence]


Spoken = SpokenPiece | SpokenSequence


def script(root: etree._Element) -> list[Spoken]:
    """Return what is heard of the page ``root``, whose elements are divided where a part of one is shown by itself. The
    beginning of a printed page within a sentence comes after it.
    """
    body = root.find(f"{_XHTML}body")
    items = [] if body is None else [*_inside(body, root.get(_XML_LANG) or root.get("lang") or "")]
    for piece in pieces(items):
        runs = ((_COMMAS.sub(", ", " ".join(words.split())), language) for words, language in piece.runs)
        piece.runs = [(words.lstrip(" ,").rstrip(), language) for words, language in runs]
        if piece.kind or piece.close or _name(piece.element) in {"td", "th"}:
            piece.runs = [(words.rstrip(" ,"), language) for words, language in piece.runs]
    return items


def pieces(items: Sequence[Spoken]) -> Iterator[SpokenPiece]:
    """Yield all pieces of a script, in order."""
    for item in items:
        if isinstance(item, SpokenPiece):
            yield item
        else:
            yield from pieces(item.parts)


def _inside(element: etree._Element, language: str) -> Iterator[Spoken]:
    for child in element.iterchildren(etree.Element):
        if _name(child) not in _UNHEARD and child.get("hidden") is None:
            yield from _element(child, _language(child, language))


def _element(element: etree._Element, language: str) -> Iterator[Spoken]:
    name = _name(element)
    if element.get(_TYPE) == "pagebreak":
        yield _page(element, language)
    elif name == "table":
        yield from _sequence(element, "table", [*_table(element, language)])
    elif name == "pre":
        yield from _lines(element, language)
    elif name in {"math", "img"} or _is_equation(element) or (name == "a" and _is_entry(element)):
        yield from _whole(element, language)
    elif name in _BLOCKS or _is_title(element):
        yield from _units(element, language)
    elif (kind := _kind(element)) is not None:
        yield from _sequence(element, kind, [*_inside(element, language)])
    else:
        yield from _inside(element, language)


def _sequence(element: etree._Element, kind: str, items: list[Spoken]) -> Iterator[Spoken]:
    if items:
        yield SpokenSequence(element, kind, items)


def _kind(element: etree._Element) -> str | None:
    """Return the epub:type of the sequence that an element is; None where it is not a sequence."""
    name, epub_type = _name(element), element.get(_TYPE, "")
    if epub_type in _NOTES:
        return epub_type
    if name == "section":
        return ""
    if name == "figure":
        return "figure"
    return "sidebar" if element.get("role") == "group" else None


def _whole(element: etree._Element, language: str) -> Iterator[SpokenPiece]:
    """Yield an element that is shown as one."""
    piece, breaks = SpokenPiece(element), list[SpokenPiece]()
    _hear(element, language, piece, breaks)
    yield from _tidy(piece)
    yield from breaks


def _units(block: etree._Element, language: str) -> Iterator[SpokenPiece]:
    """Yield the sentences of a block, its label, the calls of notes in it and the beginnings of printed pages."""

    def hear(element: etree._Element) -> str:
        return "".join(words for words, _ in _heard(element, language).runs)

    divided = [*parts([*atoms(block, hear, _alone)], list_unended(language))]
    heard = [part for part in divided if any(any(map(str.isalnum, atom.words)) for atom in part)]
    if len(heard) < 2 and not any(part[0].alone is not None or overlong(part) is not None for part in heard):
        yield from _whole(block, language)
        return
    for element, part in zip(wrap(block, divided, f"{_XHTML}span"), divided, strict=True):
        if (long := overlong(part)) is not None:
            yield from _units(long, _language(long, language))
        if element is block:
            continue
        if element.get(_TYPE) == "pagebreak":
            yield _page(element, language)
            continue
        piece, breaks = SpokenPiece(element, kind=element.get(_TYPE, "")), list[SpokenPiece]()
        piece.close = "label" in element.get("class", "").split()
        _hear(element, _language(element, language) if part[0].alone is not None else language, piece, breaks)
        yield from _tidy(piece)
        yield from breaks


def _alone(element: etree._Element) -> etree._Element | None:
    """Return the element that is shown by itself where ``element`` is a label, the call of a note, a printed page."""
    if element.get(_TYPE) == "pagebreak" or (_name(element) == "span" and "label" in element.get("class", "").split()):
        return element
    calls = _calls(element)
    return calls[0] if len(calls) == 1 and _name(element) in {"sup", "a"} else None


def _lines(listing: etree._Element, language: str) -> Iterator[SpokenPiece]:
    """Yield the lines of a listing, each heard with its signs."""
    holder = listing[0] if len(listing) == 1 and not listing.text else listing
    lines = (holder.text or "").split("\n")
    if len(holder) or len(lines) < 2:
        for piece in _whole(listing, language):
            piece.code = True
            yield piece
        return
    divided = [[Atom(f"{line}\n" if n < len(lines) - 1 else line, line)] for n, line in enumerate(lines)]
    for element, part in zip(wrap(holder, divided, f"{_XHTML}span"), divided, strict=True):
        if element is not holder:
            yield SpokenPiece(element, [(part[0].words.strip(), language)], code=True)


def _table(table: etree._Element, language: str) -> Iterator[Spoken]:
    """Yield a table: its title, then each row, its cells named by their columns' heads; a cell is heard in all its
    rows.
    """
    heads: list[_Cell] = []
    for part in table.iterchildren(etree.Element):
        if _name(part) == "caption":
            nested = any(_name(child) in _NESTED or _is_title(child) for child in part)
            yield from _inside(part, _language(part, language)) if nested else _units(part, _language(part, language))
            continue
        in_head = _name(part) == "thead"
        rows = [*part.iterchildren(f"{_XHTML}tr")]
        cells = (row.iterchildren(f"{_XHTML}td", f"{_XHTML}th") for row in rows)
        for row, placed in zip(rows, grid(cells, _spans), strict=True):
            if in_head:
                heads += [cell for cell in placed if cell.begins]
            yield from _sequence(row, "table-row", [*_row(placed, [] if in_head else heads, language)])


def _spans(cell: etree._Element) -> tuple[int, int]:
    return _count(cell, "colspan"), _count(cell, "rowspan")


def _count(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1")
    return int(value) if value.isdigit() and 0 < len(value) < _LONG else 1


def _row(line: Sequence[_Cell], heads: Sequence[_Cell], language: str) -> Iterator[Spoken]:
    """Yield the cells of a row, each after the heads of its column and the cells before it that began above."""
    waiting: list[tuple[str, str]] = []
    last: SpokenPiece | None = None
    for cell in line:
        cell_language = _language(cell.cell, language)
        named = [*_names(cell, heads, language)] if _name(cell.cell) == "td" else []
        if not cell.begins:
            waiting += [*named, *_heard(cell.cell, cell_language, calls=False).runs, (", ", language)]
            continue
        nested = any(_name(child) in _NESTED for child in cell.cell)
        items: list[Spoken] = [*(_inside(cell.cell, cell_language) if nested else _whole(cell.cell, cell_language))]
        first = next(pieces(items), None)
        if first is None and (signs := "".join(map(str, cell.cell.itertext())).strip()):
            first = SpokenPiece(cell.cell)
            items = [first]
            first.runs = [*_join_runs([*waiting, *named]), (signs, cell_language)]
        elif first is None:
            continue
        else:
            first.runs = _join_runs([*waiting, *named, *first.runs])
        waiting = []
        for last in pieces(items):
            last.close = True
        yield from items
    if last is not None:
        last.runs = _join_runs([*last.runs, (", ", language), *waiting]) if waiting else last.runs
        last.close = False


def _names(cell: _Cell, heads: Sequence[_Cell], language: str) -> Iterator[tuple[str, str]]:
    """Yield the words of the heads that are over a cell; of one as wide as four columns, of those over all of it."""
    last = cell.column + cell.columns
    over = [
        head
        for head in heads
        if (head.column <= cell.column and head.column + head.columns >= last)
        or (cell.columns < _WIDE and head.column < last and head.column + head.columns > cell.column)
    ]
    for head in over:
        for words, tongue in _heard(head.cell, _language(head.cell, language), calls=False).runs:
            yield f"{words}: " if head is over[-1] else f"{words}, ", tongue


def _join_runs(runs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the runs, those of one language after each other as one."""
    piece = SpokenPiece(_NOTHING)
    for words, language in runs:
        piece.say(words, language)
    return piece.runs


def _tidy(piece: SpokenPiece) -> Iterator[SpokenPiece]:
    piece.runs = [(text, tongue) for words, tongue in piece.runs if (text := " ".join(words.split()))]
    if piece.is_heard:
        yield piece


def _heard(element: etree._Element, language: str, *, calls: bool = True) -> SpokenPiece:
    """Return what is heard of ``element``, with spaces as they are."""
    piece = SpokenPiece(element)
    _hear(element, language, piece, [], calls=calls)
    return piece


def _hear(
    element: etree._Element, language: str, piece: SpokenPiece, breaks: list[SpokenPiece], *, calls: bool = True
) -> None:
    """Add the words of an element to ``piece``: of a picture or a formula its alternative, of a call its name; no link
    back.
    """
    name = _name(element)
    if element.get(_TYPE) == "pagebreak":
        breaks.append(_page(element, language))
    elif name in {"img", "math"}:
        piece.say(f" {element.get('alt') or element.get('alttext') or ''} ", language)
    elif element.get("role") == "doc-noteref":
        piece.say(f", {element.get('aria-label', '')}, " if calls else "", language)
    elif name in _LEVELS and (words := "".join(map(str, element.itertext()))).strip() and not _calls(element):
        piece.say(spell(words, raised=name == "sup"), language)
    elif name not in _UNHEARD and element.get("role") != "doc-backlink" and element.get("aria-hidden") != "true":
        piece.say(element.text or "", language)
        for child in element:
            if isinstance(child.tag, str):
                _hear(child, _language(child, language), piece, breaks, calls=calls)
            piece.say(child.tail or "", language)
        if name in {"br", "p", "dt", "li"}:
            # The voice pauses where the author ends a line, as at a comma.
            said = piece.runs[-1][0].rstrip() if piece.runs else ""
            piece.say(", " if name == "br" and said[-1:].isalnum() else " ", language)
        elif "label" in element.get("class", "").split():
            piece.say(", ", language)


def _calls(element: etree._Element) -> list[etree._Element]:
    return [node for node in element.iter(etree.Element) if node.get("role") == "doc-noteref"]


def _language(element: etree._Element, around: str) -> str:
    """Return the language of an element; symbols have none (zxx), and are read in that of the text around them."""
    language = element.get(_XML_LANG) or element.get("lang") or ""
    return language if language and not language.startswith("zxx") else around


def _page(element: etree._Element, language: str) -> SpokenPiece:
    return SpokenPiece(element, [(element.get("aria-label", ""), language)], "pagebreak")


def _is_entry(link: etree._Element) -> bool:
    """Return whether a link is a row of the list of contents."""
    parent = link.getparent()
    return parent is not None and _name(parent) == "li"


def _is_equation(element: etree._Element) -> bool:
    return "equation" in element.get("class", "").split() and _name(element) == "div"


def _is_title(element: etree._Element) -> bool:
    """Return whether an element is the title of a table, in its caption."""
    return _name(element) == "span" and "title" in element.get("class", "").split()


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""

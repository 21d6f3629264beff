"""Links the documents named in running text (symbols and resolutions) to their permanent addresses, and lists them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from plantin.bounded.patterns import PatternError
from plantin.house.document_citations import compile_pattern, endless
from plantin.house.locale import Locale
from plantin.model import symbols
from plantin.model.document import PARTS, RUNS, Block, Citation, Note, Paragraph, Section
from plantin.model.inlines import Code, Indicator, Inline, Link, Reference, Text, plain
from plantin.model.outline import flat
from plantin.model.rewrite import RewriteRules, rewrite

_NEAR, _NEXT = 40, 24
_AFTER = 4
"""How many characters after a number the word "resolution" may begin or end in: 第2253(2015)号决议."""


class _Linker:
    """Makes the links of one report; ``found`` are the documents named, by their symbols, with their addresses."""

    def __init__(self, own: str, locale: Locale) -> None:
        self._own = own
        self._forms = locale.citations
        self._documents = locale.documents
        self._organ = locale.documents.organ(own)
        self._before = ""
        self.found: dict[str, str] = {}

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Return the blocks with their links; headings stay as they are, because the list of contents links them."""
        out: list[Block] = []
        for block in blocks:
            if isinstance(block, Section):
                out.append(replace(block, blocks=self.blocks(block.blocks)))
            else:
                out += rewrite((block,), RewriteRules(self._change, self._begin))
        return tuple(out)

    def _begin(self) -> None:
        self._before = ""

    def _change(self, inline: Inline) -> Inline | tuple[Inline, ...]:
        match inline:
            case Text(text):
                return tuple(self._link_citations(text))
            case Link(target, content):
                signs = (sign.removeprefix("?") for _, _, sign in self._citations(plain(content)))
                self.found |= {sign: target for sign in signs if symbols.address(self._forms.address, sign) == target}
                return Link(target, _unlink(content))
            case Code() | Reference() | Indicator():
                self._before += " "
            case _:
                pass
        return inline

    def _link_citations(self, text: str) -> Iterator[Inline]:
        begin, end = len(self._before), 0
        whole = self._before + text
        last = -_NEXT
        for start, stop, sign in sorted(self._citations(whole)):
            symbol = sign.removeprefix("?")
            if start < begin + end or symbol == self._own:
                continue
            if symbol != sign:
                near = f"{whole[max(0, start - _NEAR) : start]} {whole[stop : stop + _AFTER]}".lower()
                if not any(word in near for word in self._forms.resolution) and start - last > _NEXT:
                    continue
                last = stop
            address = symbols.address(self._forms.address, symbol)
            self.found[symbol] = address
            yield from _text(whole[begin + end : start])
            yield Link(address, (Text(whole[start:stop]),))
            end = stop - begin
        yield from _text(text[end:])
        self._before = whole[-2 * _NEAR :]

    def _citations(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where a document may be named, and its symbol; after "?" where it needs the word "resolution"."""
        for match in compile_pattern(self._documents.symbols).finditer(text):
            words = match[0].rstrip(".-")
            yield match.start(), match.start() + len(words), words.replace("\u00a0", " ")
        for form in self._documents.numbers:
            for match in compile_pattern(form.pattern).finditer(text):
                yield match.start(), match.end(), f"?{form.symbol.format('', *match.groups(), '', organ=self._organ)}"


def _text(text: str) -> Iterator[Inline]:
    if text:
        yield Text(text)


def _unlink(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return tuple(part for inline in content for part in (inline.content if isinstance(inline, Link) else (inline,)))


def link_citations(
    blocks: tuple[Block, ...], notes: tuple[Note, ...], own: str, locale: Locale
) -> tuple[tuple[Block, ...], tuple[Note, ...], tuple[Citation, ...]]:
    """Return the blocks and the notes with every symbol and resolution a link, and what is cited, in the order of first
    mention.

    ``own`` is the report's symbol, which is no citation. Where the locale has no address of documents, nothing is
    linked or listed. Raises TranslationError (T060) where a pattern of the house does not end in time.
    """
    if not locale.citations.address:
        return blocks, notes, ()
    linker = _Linker(own, locale)
    try:
        blocks = linker.blocks(blocks)
        notes = tuple(replace(note, blocks=linker.blocks(note.blocks)) for note in notes)
    except PatternError as error:
        raise endless(error) from None
    addresses = {address: symbol for symbol, address in linker.found.items()}
    places: dict[str, dict[str, None]] = {}
    noted = (place for note in notes for place in _places(note.blocks, note.anchor))
    for anchor, address in chain(_places(blocks), noted):
        if address in addresses:
            places.setdefault(address, {})[anchor] = None
    citations = (Citation(addresses[address], address, tuple(anchors)) for address, anchors in places.items())
    return blocks, notes, tuple(citations)


def _places(parts: tuple[object, ...], anchor: str = "") -> Iterator[tuple[str, str]]:
    """Yield each link, with the anchor of its place: its own, that of the numbered paragraph before, or around it."""
    for part in parts:
        anchor = part.anchor or anchor if isinstance(part, Paragraph) else anchor
        if isinstance(part, tuple):
            yield from _places(part, anchor)
        around = getattr(part, "anchor", "") or anchor
        for name in PARTS.get(type(part), ()):
            content = getattr(part, name)
            yield from _links(content, around) if name in RUNS else _places(content, around)


def _links(content: tuple[Inline, ...], anchor: str) -> Iterator[tuple[str, str]]:
    return ((anchor, inline.target) for inline in flat(content) if isinstance(inline, Link))

"""Links the documents named in running text (symbols and resolutions) to their permanent addresses, and lists them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from plantin.bounded.patterns import PatternError
from plantin.house.document_citations import compile_pattern, endless
from plantin.house.locale import Locale
from plantin.model import symbols
from plantin.model.document import PARTS, RUNS, Block, Citation, Note, Paragraph, Section
from plantin.model.inlines import Code, Indicator, Inline, Link, Reference, Text, plain
from plantin.model.outline import flat
from plantin.model.rewrite import RewriteRules, rewrite

_CHARACTERS_BEFORE, _CHARACTERS_AFTER = 40, 4
"""How far before a number and after it the word "resolution" is looked for: 第2253(2015)号决议."""
_CHARACTERS_TO_NEXT = 24
"""How far after a resolution another number is one without the word: resolutions 1 (2001), 2 (2002)."""


class _Mention(NamedTuple):
    """Where a document may be named; not ``certain``: it is one only with the word "resolution" near it."""

    start: int
    end: int
    certain: bool
    symbol: str


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
                out += rewrite((block,), RewriteRules(self._link_inline, self._forget_text))
        return tuple(out)

    def _forget_text(self) -> None:
        self._before = ""

    def _link_inline(self, inline: Inline) -> Inline | tuple[Inline, ...]:
        match inline:
            case Text(text):
                return tuple(self._link_citations(text))
            case Link(target, content):
                named = (mention.symbol for mention in self._mentions(plain(content)))
                self.found |= {name: target for name in named if symbols.address(self._forms.address, name) == target}
                return Link(target, _unlink(content))
            case Code() | Reference() | Indicator():
                self._before += " "
            case _:
                pass
        return inline

    def _link_citations(self, text: str) -> Iterator[Inline]:
        whole, done = self._before + text, len(self._before)
        last_end = -_CHARACTERS_TO_NEXT
        for mention in sorted(self._mentions(whole)):
            start, end = mention.start, mention.end
            if start < done or mention.symbol == self._own:
                continue
            if not mention.certain:
                before = whole[max(0, start - _CHARACTERS_BEFORE) : start]
                near = f"{before} {whole[end : end + _CHARACTERS_AFTER]}".lower()
                if not any(word in near for word in self._forms.resolution) and start - last_end > _CHARACTERS_TO_NEXT:
                    continue
                last_end = end
            address = self.found[mention.symbol] = symbols.address(self._forms.address, mention.symbol)
            yield from _text(whole[done:start])
            yield Link(address, (Text(whole[start:end]),))
            done = end
        yield from _text(whole[done:])
        self._before = whole[-2 * _CHARACTERS_BEFORE :]

    def _mentions(self, text: str) -> Iterator[_Mention]:
        for match in compile_pattern(self._documents.symbols).finditer(text):
            words = match[0].rstrip(".-")
            yield _Mention(match.start(), match.start() + len(words), True, words.replace("\u00a0", " "))
        for form in self._documents.numbers:
            for match in compile_pattern(form.pattern).finditer(text):
                symbol = form.symbol.format("", *match.groups(), "", organ=self._organ)
                yield _Mention(match.start(), match.end(), False, symbol)


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

"""Links glossary terms and abbreviations in the text to where they are explained."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from plantin.findings import Finding, Place
from plantin.findings.suggestion import nearest
from plantin.model.document import Block, Box, Item, List, Paragraph, Passage, Quotation, Section
from plantin.model.inlines import Emphasis, Inline, Reference, Strong, Text
from plantin.model.rewrite import RewriteRules, rewrite

_USE = "?"
"""What the anchor of a use begins with, before it is known where its term is explained."""


def key(words: str) -> str:
    """Return what a term is known by: its words, capitals and spaces aside."""
    return " ".join(words.split()).casefold()


def use(term: str, words: str) -> Reference:
    """Return a use of ``term`` in the text, as ``words``."""
    return Reference(f"{_USE}{key(term)}", words)


def unknown_terms(uses: Iterable[tuple[str, Place]], terms: Mapping[str, str]) -> Iterator[Finding]:
    """Yield S172 for each use of a term that is explained nowhere."""
    for term, place in uses:
        if key(term) not in terms:
            hint = "Explain it in a list of terms in a box, ::: {.glossary}; or name the term as it is written there:"
            near = nearest(key(term), terms)
            hint = f'Name the term that is meant: entry="{near}".' if near else f'{hint} entry="Lamp".'
            yield Finding("S172", f"{term!r} is no term of the glossary", place, hint)


def settle_terms(blocks: tuple[Block, ...], terms: Mapping[str, str]) -> tuple[Block, ...]:
    """Return ``blocks``, each use of a term with the anchor of the term; ``terms`` are anchors by their keys."""

    def change(inline: Inline) -> Inline:
        if isinstance(inline, Reference) and inline.anchor.startswith(_USE):
            return replace(inline, anchor=terms[inline.anchor.removeprefix(_USE)])
        return inline

    return rewrite(blocks, RewriteRules(change)) if terms else blocks


def first_uses(blocks: tuple[Block, ...], names: Iterable[str]) -> tuple[Block, ...]:
    """Return ``blocks``, the first use of each abbreviation of ``names`` in a paragraph a reference to its entry,
    ``abbreviation-1`` and so on. Headings, titles, tables and links stay as they are.
    """
    left = {name: f"abbreviation-{count}" for count, name in enumerate(names, 1)}
    return _Uses(left).blocks(blocks) if left else blocks


class _Uses:
    """Finds the first use of each abbreviation that is ``left``, by its name with the anchor of its entry."""

    def __init__(self, left: dict[str, str]) -> None:
        self._left = left
        longest = sorted(map(re.escape, left), key=len, reverse=True)
        self._names = re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)")

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(map(self._block, blocks)) if self._left else blocks

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph():
                return replace(block, content=tuple(self._run(block.content)))
            case List():
                return replace(
                    block, items=tuple(Item(item.anchor, item.label, self.blocks(item.blocks)) for item in block.items)
                )
            case Section() | Box() | Quotation():
                return replace(block, blocks=self.blocks(block.blocks))
            case Passage() if block.role not in {"references", "index"}:
                return replace(block, blocks=self.blocks(block.blocks))
            case _:
                return block

    def _run(self, content: tuple[Inline, ...]) -> Iterator[Inline]:
        for inline in content:
            match inline:
                case Text(text):
                    yield from self._split_text(text)
                case Emphasis(inside) | Strong(inside):
                    yield replace(inline, content=tuple(self._run(inside)))
                case _:
                    yield inline

    def _split_text(self, text: str) -> Iterator[Inline]:
        end = 0
        for match in self._names.finditer(text):
            anchor = self._left.pop(match[0], "")
            if not anchor:
                continue
            if match.start() > end:
                yield Text(text[end : match.start()])
            yield Reference(anchor, match[0])
            end = match.end()
        if text[end:]:
            yield Text(text[end:])

"""The facing edition: a report and its translation paragraph beside paragraph, for those who compare the two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import zip_longest

from pipeline.document import Block, Document, Indicator, Item, LineBreak, List, Note, Paragraph, Quotation, Section
from pipeline.style import Style
from pipeline.writers.xhtml import Body

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_LEVEL = 6


def write(original: Document, translation: Document, remarks: Mapping[str, tuple[str, ...]], style: Style) -> bytes:
    """The facing edition as an HTML file. ``remarks`` are what is to be said of a place, by its anchor.

    Each pair bears the anchor that its paragraph has in every edition; where a translation lacks a block, its place stays empty.
    """
    page = _Page(original, translation, remarks)
    head = original.masthead
    languages = f"{original.language} / {translation.language}"
    return "".join(
        (
            "<!DOCTYPE html>\n",
            f'<html lang="{escape(original.language)}" dir="{original.direction}">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<title>{escape(f'{head.symbol}: {languages}', quote=False)}</title>\n",
            f"<style>{style.sheet('facing.css')}</style>\n</head>\n<body>\n<main>\n",
            *page.pairs(),
            "</main>\n</body>\n</html>\n",
        )
    ).encode()


class _Side(Body):
    """The blocks of one of the two. Only the original's indicators can be led to: an anchor stands once on a page."""

    def indicator(self, indicator: Indicator) -> str:
        words = escape(self.document.labels.note_call.format(label=indicator.label))
        link = f'<a href="{self.address(indicator.note)}" {self.call} aria-label="{words}">{escape(indicator.label)}</a>'
        return f'<sup class="indicator">{link}</sup>'

    def line_break(self, line_break: LineBreak) -> str:
        del line_break
        return "<br>"

    def cell(self, markup: str) -> str:
        """``markup`` in the language and the direction of this side."""
        return f'<div lang="{escape(self.document.language)}" dir="{self.document.direction}">{markup}</div>'


class _Page:
    """Walks both documents at once."""

    def __init__(self, original: Document, translation: Document, remarks: Mapping[str, tuple[str, ...]]) -> None:
        self._sides = (_Side(original), _Side(translation))
        self._documents = (original, translation)
        self._remarks = remarks

    def pairs(self) -> Iterator[str]:
        """The masthead, the blocks and the notes, pair by pair."""
        lines = (document.masthead.lines() for document in self._documents)
        for row in zip_longest(*(line[:-1] for line in lines), fillvalue=""):
            yield self._pair("", [f"<p>{escape(line, quote=False)}</p>" if line else "" for line in row], "masthead")
        titles = [document.masthead.title for document in self._documents]
        yield self._pair("title", [f"<h1>{escape(title, quote=False)}</h1>" for title in titles])
        yield from self._blocks([document.blocks for document in self._documents])
        yield self._pair("notes", [f"<h2>{escape(document.labels.notes)}</h2>" for document in self._documents])
        for notes in zip_longest(*(document.notes for document in self._documents)):
            yield from self._note(notes)

    def _pair(self, anchor: str, cells: list[str], kind: str = "") -> str:
        identity = f' id="{anchor}"' if anchor else ""
        inside = "".join(side.cell(cell) for side, cell in zip(self._sides, cells, strict=True))
        said = "".join(f'<p class="remark">{escape(words, quote=False)}</p>' for words in self._remarks.get(anchor, ()) if anchor)
        return f'<div class="{f"pair {kind}".strip()}"{identity}>{inside}{said}</div>\n'

    def _blocks(self, blocks: Sequence[tuple[Block, ...]], label: tuple[str, str] = ("", "")) -> Iterator[str]:
        """The blocks of both, one by one; ``label`` is that of the entry of a list which they begin."""
        for count, (first, second) in enumerate(zip_longest(*blocks)):
            yield from self._both((first, second), label if count == 0 else ("", ""))

    def _both(self, both: tuple[Block | None, Block | None], label: tuple[str, str]) -> Iterator[str]:
        kinds = {type(block) for block in both if block is not None}
        known = next(block for block in both if block is not None)
        if len(kinds) > 1:
            yield from self._both((both[0], None), label)
            yield from self._both((None, both[1]), label)
        elif isinstance(known, Section):
            sections = [block if isinstance(block, Section) else None for block in both]
            rank = min(known.level + 1, _LEVEL)
            cells = [
                f"<h{rank}>{side.labelled(one.label, one.heading)}</h{rank}>" if one else ""
                for side, one in zip(self._sides, sections, strict=True)
            ]
            yield self._pair(known.anchor, cells)
            yield from self._blocks([one.blocks if one else () for one in sections])
        elif isinstance(known, Paragraph):
            cells = [
                f"<p>{side.labelled(block.label or mark, block.content)}</p>" if isinstance(block, Paragraph) else ""
                for side, block, mark in zip(self._sides, both, label, strict=True)
            ]
            yield self._pair(known.anchor, cells)
        elif isinstance(known, List):
            for items in zip_longest(*(block.items if isinstance(block, List) else () for block in both)):
                yield from self._items(items)
        else:
            yield from self._blocks([block.blocks if isinstance(block, Quotation) else () for block in both])

    def _items(self, items: tuple[Item | None, ...]) -> Iterator[str]:
        labels = [item.label if item else "" for item in items]
        blocks = [item.blocks if item else () for item in items]
        anchor = next((item.anchor for item in items if item and item.anchor), "")
        if anchor:
            yield f'<div id="{anchor}"></div>\n'
        yield from self._blocks(blocks, (labels[0], labels[1]))

    def _note(self, notes: tuple[Note | None, ...]) -> Iterator[str]:
        labels = [note.label if note else "" for note in notes]
        blocks = [note.blocks if note else () for note in notes]
        anchor = next((note.anchor for note in notes if note), "")
        said = "".join(f'<p class="remark">{escape(words, quote=False)}</p>' for words in self._remarks.get(anchor, ()))
        yield f'<div id="{anchor}">{said}</div>\n'
        yield from self._blocks(blocks, (labels[0], labels[1]))

"""Recognizes the printed front matter under the title of a Word edition, which is neither a passage of the source nor a
correction.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeGuard

from plantin.findings import Finding, Place
from plantin.model.document import Block, Box, Document, Figure, Paragraph, Section, Table, every
from plantin.model.document import Passage as Part
from plantin.model.inlines import Reference
from plantin.model.outline import normal, text_with_marks
from plantin.packs.imports.docx import Manuscript, Passage
from plantin.writers.docx.ooxml import bookmark_name

_PARTS = ("title-block", "object-list")
_ENTRIES = {"bibliography": "the list of references", "index 1": "the index", "index 2": "the index"}
"""The styles of entries of lists that the press makes of the text."""
_HINTS = {
    "bibliography": "Change the works in the bibliography of the source.",
    **dict.fromkeys(("index 1", "index 2"), "Change the marks of the index in the source."),
}


def bare(document: Document) -> Document:
    """Return ``document`` without its title block and its lists of objects and abbreviations."""
    return replace(document, blocks=tuple(block for block in document.blocks if not _is_front(block)))


def without_references(document: Document, *, headed: bool) -> Document:
    """Return ``document`` without its index, its descriptions of figures and its list of references, and without the
    heading over this where the press has made it: not where the source has one (``headed``).
    """
    return replace(document, blocks=tuple(_without_lists(document.blocks, headed)))


def _without_lists(blocks: tuple[Block, ...], headed: bool) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Section) and not _is_description_section(block):
            alone = len(block.blocks) == 1 and _is_list(block.blocks[0])
            if not alone or (headed and not _is_list(block.blocks[0], "index")):
                yield replace(block, blocks=tuple(_without_lists(block.blocks, headed)))
        elif not isinstance(block, Section) and not _is_list(block):
            yield block


def _is_list(block: Block, *roles: str) -> bool:
    return isinstance(block, Part) and block.role in (roles or ("references", "index"))


def without_descriptions(edited: Manuscript, document: Document) -> tuple[Manuscript, Sequence[Passage]]:
    """Return ``edited`` without the section that describes figures of its ``document``, and that section."""
    section = next(filter(_is_description_section, document.blocks), None)
    descriptions = _from(bookmark_name(section.anchor), edited.passages) if section else ()
    return replace(edited, passages=edited.passages[: len(edited.passages) - len(descriptions)]), descriptions


def lost_descriptions(
    descriptions: Sequence[Passage], document: Document, printed: Callable[[Document], Manuscript], path: str
) -> Iterator[Finding]:
    """Yield S058 for each passage of ``descriptions`` that is another than the press ``printed`` of ``document``:
    charts and their data have these.
    """
    printed_texts = set(map(_words, printed(document).passages)) if descriptions else set()
    for text in map(_words, descriptions):
        if text not in printed_texts:
            message = f"not carried over: a description of a figure: “{text[:60]}”"
            yield Finding("S058", message, Place(path), "Change the figure, or its data.")


def description_links(document: Document) -> frozenset[str]:
    """Return the words of the links from figures to their descriptions."""
    return frozenset(
        inline.text
        for figure in every(document.blocks)
        if isinstance(figure, Figure)
        for block in figure.source
        if isinstance(block, Paragraph)
        for inline in block.content
        if isinstance(inline, Reference) and inline.anchor == f"{figure.anchor}.data"
    )


def _from(mark: str, passages: Sequence[Passage]) -> Sequence[Passage]:
    """Return the passages from the one with the bookmark ``mark`` on."""
    return passages[next((n for n, passage in enumerate(passages) if mark in passage.line.bookmarks), len(passages)) :]


def _is_description_section(block: Block) -> TypeGuard[Section]:
    """Return whether a block is the section that describes figures."""
    return (
        isinstance(block, Section)
        and bool(block.blocks)
        and all(isinstance(inner, Table | Box) and inner.anchor.endswith(".data") for inner in block.blocks)
    )


def without_entries(
    edited: Manuscript, document: Document, path: str, *, headed: bool
) -> tuple[Manuscript, tuple[Finding, ...]]:
    """Return the manuscript ``edited`` without the list of references and the index of its ``document``, and S058 for
    each entry there that is another than the press prints: the bibliography has these, or the marks in the text.
    """
    lists = [block for block in every(document.blocks) if isinstance(block, Part) and _is_list(block)]
    if not lists:
        return edited, ()
    printed_entries = {
        normal(text_with_marks(entry.content))
        for block in lists
        for entry in every(block.blocks)
        if isinstance(entry, Paragraph)
    }
    titles = {
        normal(text_with_marks(section.heading))
        for section in document.sections()
        if len(section.blocks) == 1 and _is_list(section.blocks[0])
    }
    kept: list[Passage] = []
    lost: list[Finding] = []
    for passage in edited.passages:
        if (style := passage.named.lower()) not in _ENTRIES:
            kept.append(passage)
            continue
        has_press_heading = style.startswith("index") or not headed
        if has_press_heading and kept and kept[-1].kind == "heading" and _words(kept[-1]) in titles:
            kept.pop()
        lost += _strange(f"an entry of {_ENTRIES[style]}", [_words(passage)], printed_entries, path, _HINTS[style])
    return replace(edited, passages=tuple(kept)), tuple(lost)


def without_front(
    edited: Manuscript, document: Document, printed: Callable[[Document], Manuscript], path: str
) -> tuple[Manuscript, tuple[Finding, ...]]:
    """Return the manuscript ``edited`` without what is in its edition of ``document`` before the text, and S058 for
    each line there that is another than the press ``printed``: the front matter has these.
    """
    if not any(map(_is_front, document.blocks)):
        return edited, ()
    whole, rest = (list(map(_words, printed(version).passages)) for version in (document, bare(document)))
    begin = next((n for n, (line, other) in enumerate(zip(whole, rest, strict=False)) if line != other), len(rest))
    count = len(whole) - len(rest)
    lines = whole[begin : begin + count]
    texts = list(map(_words, edited.passages))
    # The text begins where the edited file has its first passage; where that was edited too, as many lines are left out
    # as were printed.
    after = whole[begin + count] if begin + count < len(whole) else None
    end = next(
        (n for n in range(begin, min(len(texts), begin + 2 * count + 1)) if texts[n] == after),
        min(begin + count, len(texts)),
    )
    hint = "Change the front matter of the source."
    findings = tuple(_strange("a line under the title", texts[begin:end], lines, path, hint))
    return replace(edited, passages=(*edited.passages[:begin], *edited.passages[end:])), findings


def _strange(what: str, texts: Iterable[str], printed: Container[str], path: str, hint: str) -> Iterator[Finding]:
    """Yield S058 for each of ``texts`` that is not among those that the press prints."""
    for text in texts:
        if text not in printed:
            yield Finding("S058", f"not carried over: {what}: “{text[:60]}”", Place(path), hint)


def _is_front(block: Block) -> bool:
    return isinstance(block, Part) and block.role in _PARTS


def _words(passage: Passage) -> str:
    return normal(passage.line.text())

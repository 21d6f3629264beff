"""What the press prints of the front matter under the title of a Word edition: no passages of the source, and none of its corrections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipeline.findings import Finding, Place
from pipeline.importing.docx import Manuscript, Passage
from pipeline.model.document import Block, Document
from pipeline.model.document import Passage as Part
from pipeline.model.outline import normal

_PARTS = ("title-block", "object-list")


def bare(document: Document) -> Document:
    """``document`` without its title block and its lists of objects and abbreviations."""
    return replace(document, blocks=tuple(block for block in document.blocks if not _is_front(block)))


def without_front(
    edited: Manuscript, document: Document, printed: Callable[[Document], Manuscript], path: str
) -> tuple[Manuscript, tuple[Finding, ...]]:
    """The manuscript ``edited`` without what stands in its edition of ``document`` before the text, and S058 for each line there that
    is another than the press ``printed``: the front matter has these.
    """
    if not any(map(_is_front, document.blocks)):
        return edited, ()
    whole, rest = (list(map(_words, printed(one).passages)) for one in (document, bare(document)))
    begin = next((n for n, (one, other) in enumerate(zip(whole, rest, strict=False)) if one != other), len(rest))
    count = len(whole) - len(rest)
    lines = whole[begin : begin + count]
    texts = list(map(_words, edited.passages))
    # The text begins where the edited file has its first passage; where that was edited too, as many lines are left out as were printed.
    after = whole[begin + count] if begin + count < len(whole) else None
    end = next((n for n in range(begin, min(len(texts), begin + 2 * count + 1)) if texts[n] == after), min(begin + count, len(texts)))
    hint = "Change the front matter of the source."
    lost = (text for text in texts[begin:end] if text not in lines)
    findings = tuple(Finding("S058", f"not carried over: a line under the title: “{text[:60]}”", Place(path), hint) for text in lost)
    return replace(edited, passages=(*edited.passages[:begin], *edited.passages[end:])), findings


def _is_front(block: Block) -> bool:
    return isinstance(block, Part) and block.role in _PARTS


def _words(passage: Passage) -> str:
    return normal(passage.line.text())

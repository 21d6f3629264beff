"""Recognizes the kind of a Word paragraph without a style by its typed number, bullet or bold text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plantin.importing.docx import Kind, Passage, headings
from plantin.importing.paragraph_pieces import Piece, Words, trimmed
from plantin.importing.typed_numbers import label

_TYPED_ENTRY = re.compile(r"\(([a-z])\)[ \t\u00a0]+")
_TYPED_BULLET = re.compile(r"[•●▪◦○·–‣][ \t\u00a0]+")
_LONGEST_HEADING = 200


def is_code(passage: Passage) -> bool:
    """Whether a paragraph is several lines of code and nothing else."""
    words = [piece for piece in passage.line.pieces if not (isinstance(piece, Words) and not piece.text.strip())]
    return all(isinstance(piece, Words) and piece.look.code for piece in words) and "\n" in passage.line.text()


def title_by_level(passages: Sequence[Passage]) -> int | None:
    """The position of the heading that is the title: the first of all, the only one of its level, with others below
    it.
    """
    found = [
        (n, passage.level) for n, passage in enumerate(passages) if passage.kind == "heading" and not passage.tabled
    ]
    if any(passage.kind == "title" for passage in passages) or len(found) <= 1:
        return None
    (first, level), rest = found[0], [level for _, level in found[1:]]
    return first if min(rest) > level and not any(map(begins, passages[:first])) else None


def begins(passage: Passage) -> bool:
    """Whether the text has begun with ``passage``: with a heading, or a number."""
    if passage.tabled or passage.boxed or passage.kind == "title":
        return False
    found = label(passage.line.text())
    return passage.kind in ("heading", "numbered", "item", "bullet") or found is not None or _bold_heading(passage)


def recognized(passage: Passage) -> tuple[Kind, int, str]:
    """What a passage is, its level, and the number that is typed before its words, with the white space after it."""
    text = passage.line.text()
    found = label(text)
    typed = text[: len(text) - len(found.words)] if found else ""
    kind, level = passage.kind, passage.level
    if kind == "heading":
        return kind, level, "" if passage.label else typed
    if kind == "plain" and _bold_heading(passage):
        return "heading", headings.BY_LOOK, typed
    if kind == "numbered" and passage.label:
        return kind, level, ""
    if kind in ("plain", "numbered") and found and found.readings and found.readings[0][0] == "decimal":
        return "numbered", 0, typed
    if kind == "plain" and (entry := _TYPED_ENTRY.match(text)):
        return "item", 1, entry[0]
    if kind == "plain" and (bullet := _TYPED_BULLET.match(text)):
        return "bullet", 1, bullet[0]
    return ("plain" if kind in ("title", "head", "object") else kind), level, ""


def _bold_heading(passage: Passage) -> bool:
    """Whether a paragraph is a heading by its look: one short bold line that is no sentence."""
    text = passage.line.text().strip()
    words = [piece for piece in passage.line.pieces if isinstance(piece, Words) and piece.text.strip()]
    bold = bool(words) and (passage.line.bold or all(piece.look.strong for piece in words))
    return (
        passage.kind == "plain"
        and bold
        and not (passage.tabled or passage.boxed)
        and len(text) <= _LONGEST_HEADING
        and "\n" not in text
        and text[-1:] not in ".;,:"
        and any(sign.isalpha() for sign in text)
    )


def without_start(pieces: list[Piece], count: int) -> list[Piece]:
    """The pieces without their first ``count`` characters."""
    out: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Words) and count:
            cut = min(count, len(piece.text))
            count -= cut
            out.append(Words(piece.text[cut:], piece.look))
        else:
            out.append(piece)
    return trimmed([piece for piece in out if not (isinstance(piece, Words) and not piece.text)])

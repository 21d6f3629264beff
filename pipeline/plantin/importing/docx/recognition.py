"""Recognizes the kind of a Word paragraph without a style by its typed number, bullet or bold text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from plantin.importing.docx import Kind, Passage, headings
from plantin.importing.paragraph_pieces import Piece, SourceMarkup, Words, trimmed
from plantin.importing.typed_numbers import label

_TYPED_ENTRY = re.compile(r"\(([a-z])\)[ \t\u00a0]+")
_FORMULA = re.compile(r"\[?(\$[^$]+\$)(?:\]\{alt=.*\})?", re.DOTALL)
_TYPED_BULLET = re.compile(r"[•●▪◦○·–‣][ \t\u00a0]+")
_LONGEST_HEADING = 200
_SENTENCE = re.compile(r"[.;:?!][”\"’)\]]*$")
_SHORTEST_SENTENCE = 80


def without_sentences(passages: Sequence[Passage]) -> list[Passage]:
    """``passages`` in which what is headed by a style alone is text: a paragraph that is longer than any heading, and
    every sentence in a style most of whose paragraphs are sentences.
    """
    of_style: dict[str, list[bool]] = defaultdict(list)
    for passage in passages:
        if passage.kind == "heading":
            of_style[passage.line.style].append(_is_sentence(passage))
    spoken = {style for style, found in of_style.items() if 2 * sum(found) > len(found)}
    return [
        replace(passage, kind="numbered" if passage.label.rstrip(".").isdigit() else "plain", level=0)
        if passage.kind == "heading"
        and (len(passage.line.text()) > _LONGEST_HEADING or (passage.line.style in spoken and _is_sentence(passage)))
        else passage
        for passage in passages
    ]


def _is_sentence(passage: Passage) -> bool:
    text = passage.line.text().strip()
    return len(text) > _LONGEST_HEADING or (len(text) > _SHORTEST_SENTENCE and bool(_SENTENCE.search(text)))


def is_caption(passage: Passage) -> bool:
    """Whether a paragraph is a caption, as its style or the number that counts itself says."""
    return passage.kind == "plain" and (passage.named == "caption" or bool(passage.line.sequence))


def is_formula(passage: Passage) -> bool:
    """Whether a paragraph is a formula and nothing else."""
    pieces = passage.line.pieces
    return len(pieces) == 1 and isinstance(pieces[0], SourceMarkup) and bool(_FORMULA.fullmatch(pieces[0].marks))


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
        and not is_caption(passage)
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

"""Recognizes the kind of a Word paragraph without a style by its typed number, bullet or bold text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plantin.packs.imports.docx import Kind, Passage, headings
from plantin.packs.imports.paragraph_pieces import Piece, SourceMarkup, Words, trim
from plantin.packs.imports.typed_numbers import label
from plantin.wordfile.package import child, leading, name, on, val, whole

_TYPED_ENTRY = re.compile(r"\(([a-z])\)[ \t\u00a0]+")
_FORMULA = re.compile(r"\[?(\$[^$]+\$)(?:\]\{alt=.*\})?", re.DOTALL)
_TYPED_BULLET = re.compile(r"[•●▪◦○·–‣][ \t\u00a0]+")
_LONGEST_HEADING = 200


def is_caption(passage: Passage) -> bool:
    """Return whether a paragraph is a caption, as its style or the number that counts itself says."""
    return passage.kind == "plain" and (passage.named == "caption" or bool(passage.line.sequence))


def is_formula(passage: Passage) -> bool:
    """Return whether a paragraph is a formula and nothing else."""
    pieces = passage.line.pieces
    return len(pieces) == 1 and isinstance(pieces[0], SourceMarkup) and bool(_FORMULA.fullmatch(pieces[0].marks))


def is_code(passage: Passage) -> bool:
    """Return whether a paragraph is several lines of code and nothing else."""
    words = [piece for piece in passage.line.pieces if not (isinstance(piece, Words) and not piece.text.strip())]
    return all(isinstance(piece, Words) and piece.look.code for piece in words) and "\n" in passage.line.text()


def title(passages: Sequence[Passage]) -> int | None:
    """Return the position of what is the title without the style of one: the first heading, the only one of its level,
    with others below it; else the first line, where it is bold and is set off from every heading by its look.
    """
    heading_levels = [
        (n, passage.level) for n, passage in enumerate(passages) if passage.kind == "heading" and not passage.tabled
    ]
    if any(passage.kind == "title" for passage in passages):
        return None
    if len(heading_levels) > 1:
        (first, level), rest = heading_levels[0], [level for _, level in heading_levels[1:]]
        if min(rest) > level and not any(map(begins, passages[:first])):
            return first
    return _title_by_look(passages)


def _title_by_look(passages: Sequence[Passage]) -> int | None:
    first = next((n for n, passage in enumerate(passages) if passage.line.text().strip()), len(passages))
    if first == len(passages) or not _bold_heading(passages[first]) or label(passages[first].line.text()):
        return None
    others = [passage for passage in passages[first + 1 :] if passage.kind == "heading" or _bold_heading(passage)]
    while others and passages[first + 1] is others[0] and _prominence(others[0]) == _prominence(passages[first]):
        del others[0]  # the title goes on, or has another below it
    return first if others and all(_prominence(passages[first]) > _prominence(other) for other in others) else None


def subtitle(passages: Sequence[Passage], title: int) -> int | None:
    """Return the position of the line below the title at ``title`` that is its subtitle, by its style or its place."""
    if title + 1 >= len(passages):
        return None
    below = passages[title + 1]
    text = below.line.text().strip()
    is_line = 0 < len(text) <= _LONGEST_HEADING and "\n" not in text and not below.tabled and not below.boxed
    styled = below.named == "subtitle"
    middle = _side(below) == "center" and _side(passages[title]) == "center" and text[-1:] not in ".;:"
    return title + 1 if is_line and below.kind == "plain" and (styled or middle) else None


def _prominence(passage: Passage) -> tuple[int, bool]:
    """Return how far a line is set off by hand: the size of its type in half points, and whether it is centred."""
    sizes = (whole(val(run, "w:rPr/w:sz")) for run in passage.line.node.iter(name("w:r")))
    return max(sizes, default=0), _side(passage) == "center"


def _side(passage: Passage) -> str:
    """Return the side that a paragraph is set to by hand (17.3.1.13); empty for one written from right to left."""
    properties = child(passage.line.node, "w:pPr")
    return "" if on(properties, "w:bidi") else leading(val(properties, "w:jc"))


def begins(passage: Passage) -> bool:
    """Return whether the text has begun with ``passage``: with a heading, or a number."""
    if passage.tabled or passage.boxed or passage.kind == "title":
        return False
    number = label(passage.line.text())
    return passage.kind in ("heading", "numbered", "item", "bullet") or number is not None or _bold_heading(passage)


def recognize(passage: Passage) -> tuple[Kind, int, str]:
    """Return what a passage is, its level, and the number typed before its words, with the white space after it."""
    text = passage.line.text()
    number = label(text)
    typed = text[: len(text) - len(number.words)] if number else ""
    kind, level = passage.kind, passage.level
    if kind == "heading":
        return kind, level, "" if passage.label else typed
    if kind == "plain" and _bold_heading(passage):
        return "heading", headings.BY_LOOK, typed
    if kind == "numbered" and passage.label:
        return kind, level, ""
    if kind in ("plain", "numbered") and number and number.readings and number.readings[0][0] == "decimal":
        return "numbered", 0, typed
    if kind == "plain" and (entry := _TYPED_ENTRY.match(text)):
        return "item", 1, entry[0]
    if kind == "plain" and (bullet := _TYPED_BULLET.match(text)):
        return "bullet", 1, bullet[0]
    return ("plain" if kind in ("title", "head", "object") else kind), level, ""


def _bold_heading(passage: Passage) -> bool:
    """Return whether a paragraph is a heading by its look: one short bold line that is no sentence."""
    text = passage.line.text().strip()
    words = [piece for piece in passage.line.pieces if isinstance(piece, Words) and piece.text.strip()]
    bold = bool(words) and (passage.line.bold or all(piece.look.strong for piece in words))
    return (
        passage.kind == "plain"
        and bold
        and not is_caption(passage)
        and not (passage.tabled or passage.boxed)
        and _side(passage) != "end"
        and len(text) <= _LONGEST_HEADING
        and "\n" not in text
        and text[-1:] not in ".;,:"
        and any(sign.isalpha() for sign in text)
    )


def without_start(pieces: list[Piece], count: int) -> list[Piece]:
    """Return the pieces without their first ``count`` characters."""
    out: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Words) and count:
            cut = min(count, len(piece.text))
            count -= cut
            out.append(Words(piece.text[cut:], piece.look))
        else:
            out.append(piece)
    return trim([piece for piece in out if not (isinstance(piece, Words) and not piece.text)])

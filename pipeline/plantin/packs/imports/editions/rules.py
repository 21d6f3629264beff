"""The numbering rules of an edition as its front matter has them, where they differ from the defaults."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from plantin.packs.imports.editions.parts import EditionPart, ReadEdition, every
from plantin.packs.imports.paragraph_pieces import Call

_USUAL = ("I", "A", "1", "a", "i")
_ENTRIES = ("a", "i", "a")
_APPENDED = ("annex", "appendix")
_OBJECTS = {"tables": ("table", "1"), "figures": ("figure", "I"), "boxes": ("box", "1"), "equations": ("equation", "1")}


def rules(edition: ReadEdition) -> dict[str, str]:
    """Return the rules of ``edition`` by their names. Anchors have the numerals of the source in every language, so
    they are read.
    """
    values = dict(_sections(edition.parts))
    values |= dict(_paragraphs(edition.parts))
    values |= dict(_lists(edition))
    parts = list(every(edition.parts))
    for rule, (kind, usual) in _OBJECTS.items():
        anchors = [part.anchor for part in parts if part.kind == kind and re.match(rf"{kind}-", part.anchor)]
        sign = anchors[0].partition("-")[2] if anchors else usual
        if sign != usual and re.fullmatch(r"[1I]|\w+\.1", sign):  # another is a number of its own
            values[rule] = '"1.1"' if "." in sign else _quote(sign)
    # Objects that call notes of the text.
    numbered = {
        part.kind
        for part in parts
        if part.kind in ("table", "figure", "box") and any(re.match(r"note-\d", call.note) for call in _calls(part))
    }
    if numbered:
        values["letters"] = f"[{', '.join(kind for kind in ('table', 'figure', 'box') if kind not in numbered)}]"
    if edition.lists:
        values["lists"] = f"[{', '.join(edition.lists)}]"
    return values


def _quote(sign: str) -> str:
    return f'"{sign}"' if sign[:1].isdigit() else sign


def _calls(part: EditionPart) -> Iterator[Call]:
    pieces = [*part.pieces, *(piece for row in part.rows for cell in row for piece in cell.pieces)]
    pieces += [piece for inner in every([*part.above, *part.parts]) for piece in inner.pieces]
    yield from (piece for piece in pieces if isinstance(piece, Call))


def _own(parts: Sequence[EditionPart]) -> Iterator[EditionPart]:
    """Yield the sections of the report itself, without those of annexes."""
    for part in parts:
        if part.kind == "section" and part.role not in _APPENDED:
            yield part
            yield from _own(part.parts)


def _sections(parts: Sequence[EditionPart]) -> Iterator[tuple[str, str]]:
    sections = list(_own(parts))
    if sections and not any(part.label for part in sections):
        yield "sections", "none"
        return
    signs: dict[int, str] = {}
    for part in sections:
        steps = part.anchor.partition("-")[2].split(".")
        if part.label and len(steps) == part.level:
            nested = part.level > 1 and part.label.strip(".").count(".") == part.level - 1
            sign = (
                part.role if part.role in ("part", "chapter") else ".".join(["1"] * part.level) if nested else steps[-1]
            )
            signs.setdefault(part.level, sign)
    levels = [signs.get(level, _USUAL[min(level, len(_USUAL)) - 1]) for level in range(1, max(signs, default=0) + 1)]
    if levels and all(sign == ".".join(["1"] * level) for level, sign in enumerate(levels, 1)):
        yield "sections", "decimal"
    elif any(sign != usual for sign, usual in zip(levels, _USUAL, strict=False)):
        yield "sections", f"[{', '.join(map(_quote, levels))}]"


def _paragraphs(parts: Sequence[EditionPart]) -> Iterator[tuple[str, str]]:
    paragraphs = [part for part in _outside(parts) if part.kind == "paragraph"]
    firsts = [part for part in paragraphs if part.label.rstrip(".") == "1"]
    if paragraphs and not any(part.label for part in paragraphs):
        yield "paragraphs", "none"
    elif len(firsts) > 1:
        yield "paragraphs", "by-section"
    appended = [part for part in every(parts) if part.role in _APPENDED]
    inside = [part for annex in appended for part in every(annex.parts) if part.kind == "paragraph" and part.label]
    if inside and any(re.match(r"paragraph-", part.anchor) for part in inside):
        yield "annexes", "continue"
    signs = [part.anchor.rpartition("-")[2] for part in appended if part.role == "annex"]
    decimal = any(part.label.count(".") > 1 for part in _own(parts))
    if signs and signs[0] in ("A", "1") and not decimal:
        yield "annex-numerals", _quote(signs[0])


def _outside(parts: Sequence[EditionPart]) -> Iterator[EditionPart]:
    """Yield the blocks of the report itself: those of sections, not those in boxes or annexes."""
    for part in parts:
        yield part
        if part.kind == "section" and part.role not in _APPENDED:
            yield from _outside(part.parts)


def _lists(edition: ReadEdition) -> Iterator[tuple[str, str]]:
    parts = [*every(edition.parts), *every(inner for note in edition.notes.values() for inner in note)]
    lists = [part for part in parts if part.kind == "list" and part.role == "subparagraphs" and part.parts]
    firsts: dict[int, str] = {}
    for part in lists:
        label = part.parts[0].label
        sign = label.strip("().")
        if not label.isascii() or not sign:
            continue
        usual = _ENTRIES[min(part.level, len(_ENTRIES)) - 1]
        if not (label.startswith("(") and label.endswith(")")):
            yield "subparagraphs", "as-typed"
            return
        firsts.setdefault(part.level, sign if sign in ("1", "A", "I", "a", "i") else usual)
    levels = [
        firsts.get(level, _ENTRIES[min(level, len(_ENTRIES)) - 1]) for level in range(1, max(firsts, default=0) + 1)
    ]
    if any(sign != usual for sign, usual in zip(levels, _ENTRIES, strict=False)):
        yield "subparagraphs", f"[{', '.join(map(_quote, levels))}]"

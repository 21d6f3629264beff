"""Marked content that runs from right to left, cut into one sequence for each run of one direction."""

from __future__ import annotations

from dataclasses import dataclass, field

import pydyf

from plantin.writers.pdf.bidi import (
    Faces,
    MarkedSequence,
    add_spaces,
    begins_with_left_to_right_word,
    font_at,
    in_reading_order,
    sequences,
    soften_end,
)
from plantin.writers.pdf.engine_types import Stream
from plantin.writers.pdf.tags import HYPHEN, SOFT, Artifact, Mark

_STATE = (b" rg", b" RG", b" gs", b" k", b" K", b" g", b" G", b" scn", b" SCN", b" cs", b" CS")


@dataclass(slots=True)
class RtlMarks:
    """What becomes of the marks of a document that may run from right to left: a space before some (``leads``), and the
    ``endings`` of all: nothing, a space, or SOFT in place of a hyphen. ``segments`` are the places of BDC and EMC in
    each of ``streams``, by identifier.
    """

    faces: Faces
    streams: list[Stream]
    segments: list[dict[int, tuple[int, int]]]
    endings: dict[Mark, str] = field(default_factory=dict)
    leads: set[Mark] = field(default_factory=set)
    artifacts: list[Artifact] = field(default_factory=list)
    """The artifacts with words that may run from right to left: each is painted in the same sequences within it."""

    def finish(self) -> None:
        """Edit the streams, and give the holders of the marks the sequences, in the order in which they are read."""
        fresh = [max(segment, default=-1) + 1 for segment in self.segments]
        painted: list[Mark | Artifact] = [*self.endings, *self.artifacts]
        for mark in sorted(painted, key=lambda one: (one.page, -self.segments[one.page][one.identifier][0])):
            if isinstance(mark, Artifact):
                self._paint_artifact(mark)
                continue
            parts = self._sequences(mark, self.endings[mark])
            identifiers = [mark.identifier, *range(fresh[mark.page], fresh[mark.page] + len(parts) - 1)]
            fresh[mark.page] += len(parts) - 1
            self._paint(mark, parts, identifiers)
            read = sorted(zip(parts, identifiers, strict=True), key=lambda one: one[0].place)
            kids = mark.holder.kids
            place = kids.index(mark)
            kids[place : place + 1] = [
                Mark(mark.page, identifier, part.words, mark.holder) for part, identifier in read
            ]

    def _sequences(self, mark: Mark, ending: str) -> list[MarkedSequence]:
        items = self.streams[mark.page].stream
        begin, end = self._text(mark)
        glyphs = soften_end(mark.glyphs, HYPHEN, SOFT) if ending == SOFT else mark.glyphs
        pieces = sequences(items[begin + 2 : end], font_at(items, begin), glyphs, self.faces)
        space = ending.removesuffix(SOFT)
        if pieces is None:
            words = mark.text.removesuffix(HYPHEN) if ending == SOFT else mark.text
            words = " " * (mark in self.leads) + words + ending
            return [MarkedSequence((0, 0), words, tuple(items[begin + 2 : end]), replaced=True)]
        needs_space = mark.turned and mark.holder.kids[0] is mark and begins_with_left_to_right_word(pieces)
        lead = " " * (mark in self.leads or needs_space)
        pieces = add_spaces(pieces, lead, space, self.faces, turned=mark.turned) if lead or space else pieces
        return in_reading_order(pieces, self.faces) if mark.turned else pieces

    def _paint_artifact(self, artifact: Artifact) -> None:
        items = self.streams[artifact.page].stream
        begin, end = self._text(artifact)
        parts = sequences(items[begin + 2 : end], font_at(items, begin), artifact.glyphs, self.faces)
        if parts is None:
            return
        last = font_at(items, end) + b" Tf"
        painted = [item for part in parts for item in _text_of(part)]
        items[begin + 2 : end] = [*painted, last]

    def _text(self, mark: Mark | Artifact) -> tuple[int, int]:
        """Return the places of BT and ET."""
        opened, closed = self.segments[mark.page][mark.identifier]
        items = self.streams[mark.page].stream
        return items.index(b"BT", opened, closed), items.index(b"ET", opened, closed)

    def _paint(self, mark: Mark, parts: list[MarkedSequence], identifiers: list[int]) -> None:
        items = self.streams[mark.page].stream
        opened, closed = self.segments[mark.page][mark.identifier]
        begin, end = self._text(mark)
        tag = items[opened - 2]
        painted: list[object] = [*_aside(items[opened + 1 : begin]), *items[begin : begin + 2]]
        for part, identifier in zip(parts, identifiers, strict=True):
            properties = pydyf.Dictionary({"MCID": identifier})
            if part.replaced:
                properties["ActualText"] = pydyf.String(part.words)
            painted += [tag, properties, b"BDC", *part.instructions, b"EMC"]
        # Text that follows may be set in the font that this text object ended in.
        last = font_at(items, end) + b" Tf"
        items[opened - 2 : closed + 1] = [*painted, last, b"ET", *_aside(items[end + 1 : closed])]


def _text_of(part: MarkedSequence) -> tuple[bytes, ...]:
    """Return a sequence in an artifact with replacement text if glyphs do not say its words (ISO 32000-1, 14.9.4)."""
    if not part.replaced:
        return part.instructions
    words = ("\ufeff" + part.words).encode("utf-16-be").hex().encode()
    return (b"/Span <</ActualText <" + words + b">>> BDC", *part.instructions, b"EMC")


def _aside(items: list[object]) -> list[object]:
    """Return what is not text: colours and states as they are, lines under or through the words as an artifact."""
    if all(isinstance(item, bytes) and item.endswith(_STATE) for item in items):
        return items
    return ["/Artifact", b"BMC", *items, b"EMC"]

"""Rewrites the blocks of a source whose words or order changed; all others are kept byte for byte."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from plantin.findings import Place
from plantin.model.labels import Numerals
from plantin.packs.imports.corrections.objects import Stretch, stretches
from plantin.packs.imports.markup import LISTED, Row, blocks, note
from plantin.source import scan
from plantin.source.scan import Block
from plantin.source.text import Source
from plantin.translation.message import Message, MessagePiece, fill, pieces


@dataclass(slots=True)
class PlacedPassage:
    """A passage as it shall be: the row to be written, the place (from 0) it had in the source (None: it is new), and
    whether its text is another than there.
    """

    row: Row
    place: int | None
    changed: bool = False


@dataclass(slots=True)
class NoteText:
    """A note as it shall be, under its name; ``was`` says that the source defines it."""

    name: str
    standing: list[PlacedPassage]
    was: bool


@dataclass(slots=True)
class _Unit:
    """What is written as one: a paragraph, a heading, a box, a whole list, a whole quotation."""

    places: list[int]
    blocks: list[int]
    after: list[int] = field(default_factory=list)


def messages(source: Source) -> tuple[list[MessagePiece], dict[str, list[MessagePiece]]]:
    """Return the passages of the source in order, each object as one, those of its notes by their names."""
    body: list[MessagePiece] = []
    notes: dict[str, list[MessagePiece]] = {}
    objects = stretches(source)
    pending = list(objects)
    for piece in pieces(source):
        if piece.message.kind == "note":
            notes.setdefault(piece.message.context.removeprefix("note:").partition("/")[0], []).append(piece)
            continue
        # Code may be in the block of the words before it, and has no words of its own.
        while pending and pending[0].start + (pending[0].kind == "listing") <= piece.block:
            body.append(_whole(pending.pop(0), source))
        if not any(stretch.start <= piece.block <= stretch.end and stretch.kind != "listing" for stretch in objects):
            body.append(piece)
    return [*body, *(_whole(stretch, source) for stretch in pending)], notes


def _whole(stretch: Stretch, source: Source) -> MessagePiece:
    """Return an object as a piece that has no text to be filled: cells are no passages, so it is called one."""
    context = f"#{stretch.identifier}" if stretch.identifier else f"object:{stretch.start}"
    return MessagePiece(
        Message(context, "", "cell", Place(source.path, source.blocks[stretch.start].line)), stretch.start, ()
    )


def recast(
    source: Source,
    kinds: list[tuple[str, int]],
    standing: list[PlacedPassage],
    definitions: list[NoteText],
    numerals: tuple[Numerals, ...],
    texts: Mapping[str, str],
) -> Source:
    """Return ``source`` with its passages as ``standing`` has them and its notes as ``definitions`` has them.

    ``texts`` are new texts of messages in objects, by their contexts. ``kinds`` says what each passage of the source
    is, and its level. What is no passage (a table, a remark) stays after what it came after.
    """
    return _Recast(source, kinds, numerals, texts).source(standing, definitions)


def changed_texts(
    source: Source, standing: list[PlacedPassage], definitions: list[NoteText], texts: Mapping[str, str]
) -> dict[str, str]:
    """Return the new texts of the messages of ``source`` whose words changed, by their contexts: those of passages, of
    notes, and ``texts``, those in objects.
    """
    body, notes = messages(source)
    return dict(_find_changed_texts(body, notes, standing, definitions)) | dict(texts)


def _find_changed_texts(
    body: list[MessagePiece],
    notes: Mapping[str, list[MessagePiece]],
    standing: list[PlacedPassage],
    definitions: list[NoteText],
) -> Iterator[tuple[str, str]]:
    """Yield the context and the new text of each passage, and of each one in a note, whose words changed."""
    for passage in standing:
        if passage.place is not None and passage.changed and passage.row.kind != "object":
            message = body[passage.place].message
            yield message.context, passage.row.text if message.kind == "heading" else passage.row.whole
    for definition in definitions:
        note_pieces = notes.get(definition.name, [])
        for passage in definition.standing:
            if passage.place is not None and passage.changed:
                yield note_pieces[passage.place].message.context, passage.row.whole


class _Recast:
    def __init__(
        self, source: Source, kinds: list[tuple[str, int]], numerals: tuple[Numerals, ...], texts: Mapping[str, str]
    ) -> None:
        self._source = source
        self._texts = texts
        self._kinds = kinds
        self._numerals = numerals
        self._body, self._notes = messages(source)
        ends = {stretch.start: stretch.end for stretch in stretches(source)}
        spans = [
            (piece.block, ends[piece.block] if piece.message.kind == "cell" else piece.block) for piece in self._body
        ]
        self._units, self._first = _units(source, spans, [kind for kind, _ in kinds])
        self._owner = {place: unit for unit in self._units for place in unit.places}
        self._filled: Source = source

    def source(self, standing: list[PlacedPassage], definitions: list[NoteText]) -> Source:
        texts = {
            piece.message.context: piece.message.text
            for piece in (*self._body, *(part for parts in self._notes.values() for part in parts))
        }
        texts |= {piece.message.context: piece.message.text for piece in pieces(self._source)}
        texts |= _find_changed_texts(self._body, self._notes, standing, definitions)
        texts |= self._texts
        self._filled = fill(self._source, texts)
        notes = _Notes(self._source, self._filled, self._notes, definitions, self._numerals)
        out: list[Block] = [block for n in self._first for block in notes.blocks(n)]
        groups = list(self._groups(standing))
        used = [unit for unit, _ in groups if unit is not None]
        orphans = self._orphans(used)
        for unit, rows in groups:
            if unit is not None and self._like(unit, rows):
                changed = {self._body[row.place].block for row in rows if row.changed and row.place is not None}
                if any(row.changed and row.row.kind == "object" for row in rows):
                    changed = set(unit.blocks)
                out += [(self._filled if n in changed else self._source).blocks[n] for n in unit.blocks]
            else:
                out += [Block(0, text, "\n\n") for text in blocks([row.row for row in rows], self._numerals)]
            if unit is not None:
                out += [block for n in (*unit.after, *orphans.pop(id(unit), [])) for block in notes.blocks(n)]
                unit.after = []
        out += [block for n in orphans.get(0, []) for block in notes.blocks(n)]
        out += notes.rest()
        return self._source.with_blocks(tuple(_space_blocks(out, self._source)))

    def _like(self, unit: _Unit, rows: list[PlacedPassage]) -> bool:
        """Return whether a unit has all its passages, in their order, each of its kind."""
        kinds = [self._kinds[place] for place in unit.places]
        if any(kind == "object" for kind, _ in kinds):
            return True  # it is written unchanged, whatever is in the file: the reconciler decided so
        return [row.place for row in rows] == unit.places and [(row.row.kind, row.row.level) for row in rows] == kinds

    def _groups(self, standing: list[PlacedPassage]) -> Iterator[tuple[_Unit | None, list[PlacedPassage]]]:
        """Yield the passages by the units they belong to; a new entry belongs to the list that it is in or after."""
        group: list[PlacedPassage] = []
        unit: _Unit | None = None
        for entry in standing:
            owner = self._owner[entry.place] if entry.place is not None else None
            same = owner is not None and owner is unit
            if group and (
                same or (_in_list(entry) and _in_list(group[-1])) or entry.row.kind == group[-1].row.kind == "quotation"
            ):
                group.append(entry)
                unit = unit or owner
                continue
            if group:
                yield unit, group
            group, unit = [entry], owner
        if group:
            yield unit, group

    def _orphans(self, used: list[_Unit]) -> dict[int, list[int]]:
        """Return what came after a unit that is gone, by the unit that it comes after now (0: none)."""
        orphans: dict[int, list[int]] = {}
        last = 0
        standing = set(map(id, used))
        for unit in self._units:
            if id(unit) in standing:
                last = id(unit)
            else:
                orphans.setdefault(last, []).extend(unit.after)
        return orphans


class _Notes:
    """The definitions of notes, each written where it was; new ones after the note before them."""

    def __init__(
        self,
        source: Source,
        filled: Source,
        note_pieces: dict[str, list[MessagePiece]],
        definitions: list[NoteText],
        numerals: tuple[Numerals, ...],
    ) -> None:
        self._source, self._filled, self._numerals = source, filled, numerals
        self._pieces = note_pieces
        self._kept = {definition.name: definition for definition in definitions if definition.was}
        self._new: dict[str, list[NoteText]] = {}
        before = ""
        for definition in definitions:
            if definition.was:
                before = definition.name
            else:
                self._new.setdefault(before, []).append(definition)
        self._name = {piece.block: name for name, group in note_pieces.items() for piece in group}

    def blocks(self, n: int) -> list[Block]:
        """Return what block ``n`` of the source, which is no passage of the text, becomes."""
        name = self._name.get(n)
        if name is None:
            return [self._source.blocks[n]]
        parts = self._pieces[name]
        last = n == max(piece.block for piece in parts)
        definition = self._kept.get(name)
        out: list[Block] = []
        if definition is None:
            pass
        elif [row.place for row in definition.standing] == list(range(len(parts))):
            changed = {parts[row.place].block for row in definition.standing if row.changed and row.place is not None}
            out = [(self._filled if n in changed else self._source).blocks[n]]
        elif n == parts[0].block:
            out = [self._write(definition)]
        return [*out, *(map(self._write, self._new.pop(name, [])) if last else ())]

    def rest(self) -> list[Block]:
        """Return new notes that come after none."""
        return [self._write(definition) for definitions in self._new.values() for definition in definitions]

    def _write(self, definition: NoteText) -> Block:
        return Block(0, note(definition.name, [passage.row for passage in definition.standing], self._numerals), "\n\n")


def _in_list(passage: PlacedPassage) -> bool:
    return passage.row.kind in LISTED


def _units(source: Source, spans: list[tuple[int, int]], kinds: list[str]) -> tuple[list[_Unit], list[int]]:
    """Return the units of a source, and its blocks before the first of them. ``spans`` are the first and the last block
    of each passage.
    """
    units: list[_Unit] = []
    inside = [len(lines[-1].divs) > (lines[-1].kind == "div closes") for _, lines in scan.blocks(source.blocks)]
    for place, ((block, end), kind) in enumerate(zip(spans, kinds, strict=True)):
        before = units[-1] if units else None
        together = before is not None and (
            (kind in LISTED and kinds[place - 1] in LISTED)
            or (kind == kinds[place - 1] == "quotation")
            or block in before.blocks
            # A box that is opened in or before the one is not closed until the other.
            or (block > before.blocks[-1] and inside[before.blocks[-1]])
        )
        if together and before is not None:
            before.places.append(place)
            before.blocks += list(range(before.blocks[-1] + 1, end + 1))
        else:
            units.append(_Unit([place], list(range(block, end + 1))))
    for unit in units:
        first, last = unit.blocks[0], unit.blocks[-1]
        if first > 0 and _fence(source.blocks[first - 1].text) and "{" in source.blocks[first - 1].text:
            unit.blocks.insert(0, first - 1)
        if last + 1 < len(source.blocks) and source.blocks[last + 1].text.strip().strip(":") == "":
            unit.blocks.append(last + 1)
    taken = {n for unit in units for n in unit.blocks}
    free = [n for n in range(len(source.blocks)) if n not in taken]
    starts = [unit.blocks[0] for unit in units]
    for n in free:
        if at := bisect_left(starts, n):
            units[at - 1].after.append(n)
    return units, [n for n in free if not units or n < units[0].blocks[0]]


def _fence(text: str) -> bool:
    return text.lstrip().startswith(":::") and "\n" not in text


def _space_blocks(new_blocks: list[Block], source: Source) -> Iterator[Block]:
    first = source.blocks[0].before if source.blocks else "\n"
    for n, block in enumerate(new_blocks):
        if n == 0:
            yield replace(block, before=first)
        elif block.before.count("\n") < 2:
            yield replace(block, before="\n\n")
        else:
            yield block

"""The Word redline: the edition of the present state, with everything that changed as a tracked change, so that to
accept all gives the present state and to reject all the earlier one (ECMA-376 part 1, 17.13.5).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from plantin.bounded import xml
from plantin.packs.revision.pairing import Line, Pairing, pair
from plantin.packs.revision.writer import package
from plantin.packs.revision.writer.boundaries import TRACKED, Marks, mark_paragraph
from plantin.packs.revision.writer.package import Lists, WordParts
from plantin.packs.revision.writer.runs import BOOKMARKS, Tracking, canonical, field_depth, merge, pieces_of, whole
from plantin.wordfile.styles import Styles
from plantin.writers.docx.ooxml import Element, Elements, clark, element, style_of

_BODY, _NOTES = "word/document.xml", "word/footnotes.xml"
_PARAGRAPH, _TABLE, _CONTROL, _SECTION = (clark(f"w:{tag}") for tag in ("p", "tbl", "sdt", "sectPr"))
_CALL, _NOTE, _ID = clark("w:footnoteReference"), clark("w:footnote"), clark("w:id")
_SPANS = clark("w:gridSpan"), clark("w:vMerge")
_COLUMN = f"{clark('w:tblGrid')}/{clark('w:gridCol')}"
_SIGNS = clark("w:fldChar"), clark("w:instrText")
_PLACES = [clark(f"w:{tag}") for tag in ("pStyle", "numPr", "outlineLvl", "sectPr")]
_FIXED = ("Masthead", "Title")
_WHOLE, _NEXT = 2, 4
"""How many minutes later changes of whole paragraphs are dated, and those within every second paragraph."""


def write(before: bytes, now: bytes, author: str, moment: dt.datetime) -> bytes:
    """Return the redline of two Word editions of one report, changed by ``author`` at ``moment``."""
    tracking = Tracking(author, moment)
    return _Redline(package.read(before), package.read(now), tracking, tracking.later(_WHOLE)).write()


@dataclass(slots=True)
class _Redline:
    former: WordParts
    new: WordParts
    tracking: Tracking
    wide: Tracking
    """The same for whole paragraphs and rows."""
    kept_calls: dict[str, str] = field(default_factory=dict)
    """The ids of notes whose call is in both states: that of the earlier one by that of the present one."""
    pairs: dict[str, str] = field(default_factory=dict)
    """The notes that are one note, by their ids before."""

    def write(self) -> bytes:
        package.adopt_styles(self.former, self.new)
        for part in package.STORIES:
            package.adopt_relations(self.former, self.new, part)
            package.rename_bookmarks(self.former.tree(part))
            for parts in (self.former, self.new):
                _close_fields(parts.tree(part))
        for call in self.former.tree(_BODY).iter(_CALL):
            call.set(_ID, _BEFORE + _id(call))
        lists = Lists(self.former, self.new)
        body, old_body = (parts.tree(_BODY)[0] for parts in (self.new, self.former))
        olds, news = _blocks(old_body), _blocks(body)
        pairing = pair(_lines(olds), _lines(news))
        for before, now in pairing.now.items():
            lists.suggest(olds[before].find(clark("w:pPr")), news[now].find(clark("w:pPr")))
        for part in package.STORIES:
            lists.adopt(self.former.tree(part))
        self._pair_notes()
        section = deepcopy(body[-1])
        merged = self._story(olds, news, pairing)
        styles = Styles(self.new.tree(package.STYLES))
        first = next((call for block in merged for call in block.iter(_CALL)), None)
        contents = body.find(_CONTROL)
        body[:] = [*Marks(self.wide, styles, first).settle(self._put_contents(merged, contents)), section]
        self._notes(body)
        package.count_again((self.new.tree(_BODY), self.new.tree(_NOTES)))
        return self.new.pack()

    def _put_contents(self, merged: Elements, control: Element | None) -> Elements:
        """Return the story with the paragraphs of the contents in their control again; where one is changed, they stay
        outside: LibreOffice settles no change at the end of a control.
        """
        at = [n for n, block in enumerate(merged) if block.tag == _PARAGRAPH and style_of(block).startswith("TOC")]
        holder = control.find(clark("w:sdtContent")) if control is not None else None
        rows = merged[at[0] : at[-1] + 1] if at else []
        if control is None or holder is None or not rows or any(True for row in rows for _ in row.iter(*TRACKED)):
            return merged
        holder[:] = rows
        return [*merged[: at[0]], control, *merged[at[-1] + 1 :]]

    def _story(self, olds: Elements, news: Elements, pairing: Pairing) -> Elements:
        """Return paragraphs and tables of two states as one story."""
        elements: Elements = []
        # LibreOffice loses the end of a move that has the call of a note.
        movable = (
            old for old in sorted(pairing.moved) if next(_calls((olds[old], news[pairing.now[old]])), None) is None
        )
        names = {old: f"move{n}" for n, old in enumerate(movable, 1)}
        olds_of = {pairing.now[old]: old for old in names}
        for step in pairing.steps():
            if step.before is not None and step.now is not None:
                elements += self._both(olds[step.before], news[step.now])
            elif step.before is not None:
                elements += self._alone(olds[step.before], ("del", "moveFrom"), names.get(step.before, ""))
            elif step.now is not None:
                elements += self._alone(news[step.now], ("ins", "moveTo"), names.get(olds_of.get(step.now, -1), ""))
        return elements

    def _alone(self, block: Element, changes: tuple[str, str], move: str) -> Elements:
        """Return what is in one state; ``move`` names the move that it is one end of."""
        change, tag = changes
        if block.tag == _TABLE:
            return [self._row_wise(block, change)]
        if not move:
            return [self._wholly(block, change)]
        begin = self.wide.mark(f"{tag}RangeStart", name=move)
        moved = self._wholly(block, tag)
        # Right around the words: of a wider range LibreOffice loses the end where a bookmark ends too.
        content = [kid for kid in moved if kid.tag not in (clark("w:pPr"), *BOOKMARKS)]
        if content:
            content[0].addprevious(begin)
            content[-1].addnext(self.wide.close(f"{tag}RangeEnd", begin))
        return [moved]

    def _both(self, old: Element, new: Element) -> Elements:
        """Return what is in both states, with the changes in it."""
        if old.tag == _TABLE:
            return self._table(old, new)
        if not _same_place(old, new):
            return [self._wholly(old, "del"), self._wholly(new, "ins")]
        return [self._paragraph(old, new)]

    def _paragraph(self, old: Element, new: Element) -> Element:
        properties = new.find(clark("w:pPr"))
        self.tracking = self.tracking.later(_NEXT - self.tracking.minutes)
        content = merge(
            pieces_of(old, self._note_key_before),
            pieces_of(new, lambda number: number),
            self.tracking,
            lambda former, present: self._keep_calls(former.nodes, present.nodes),
        )
        return element("p", *([deepcopy(properties)] if properties is not None else []), *content)

    def _keep_calls(self, old: Sequence[Element], new: Sequence[Element]) -> None:
        for former, present in zip(_calls(old), _calls(new), strict=True):
            self.kept_calls[_id(present)] = _id(former).removeprefix(_BEFORE)

    def _note_key_before(self, number: str) -> Hashable:
        return self.pairs.get(number.removeprefix(_BEFORE)) or number

    def _wholly(self, block: Element, change: str) -> Element:
        """Return a paragraph of which all is changed, its mark too."""
        content = whole(pieces_of(block, lambda number: number), change, self.wide)
        old_properties = block.find(clark("w:pPr"))
        properties = deepcopy(old_properties) if old_properties is not None else element("pPr")
        mark_paragraph(properties, self.wide.mark(change))
        return element("p", properties, *content)

    # Tables

    def _table(self, old: Element, new: Element) -> Elements:
        if len(old.findall(_COLUMN)) != len(new.findall(_COLUMN)):
            return [self._row_wise(old, "del"), self._row_wise(new, "ins")]
        olds, news = old.findall(clark("w:tr")), new.findall(clark("w:tr"))
        rows: Elements = []
        for step in pair(*([Line("row", _text(row)) for row in rows] for rows in (olds, news)), moves=False).steps():
            if step.before is not None and step.now is not None:
                rows += self._row(olds[step.before], news[step.now])
            elif step.before is not None:
                rows.append(self._changed_row(olds[step.before], "del"))
            elif step.now is not None:
                rows.append(self._changed_row(news[step.now], "ins"))
        table = deepcopy(new)
        table[:] = [*(kid for kid in table if kid.tag != clark("w:tr")), *rows]
        return [table]

    def _row(self, old: Element, new: Element) -> Elements:
        """Return a row with what changed in its cells; two rows where the cells are divided otherwise."""
        cells, others = old.findall(clark("w:tc")), new.findall(clark("w:tc"))
        if len(cells) != len(others) or not all(map(_same_cell, cells, others)):
            return [self._changed_row(old, "del"), self._changed_row(new, "ins")]
        row = deepcopy(new)
        for target, cell, other in zip(row.findall(clark("w:tc")), cells, others, strict=True):
            target[:] = [
                deepcopy(kid) if kid.tag != _PARAGRAPH else self._paragraph(former, kid)
                for kid, former in zip(other, cell, strict=True)
            ]
        return [row]

    def _row_wise(self, table: Element, change: str) -> Element:
        target = deepcopy(table)
        for row in target.findall(clark("w:tr")):
            xml.replace(row, self._changed_row(row, change))
        return target

    def _changed_row(self, row: Element, change: str) -> Element:
        target = deepcopy(row)
        properties = target.find(clark("w:trPr"))
        if properties is None:
            properties = element("trPr")
            target.insert(sum(kid.tag == clark("w:tblPrEx") for kid in target), properties)
        properties.append(self.wide.mark(change))
        for block in list(target.iter(_PARAGRAPH)):
            whole_block = self._wholly(block, change)
            look = whole_block.find(f"{clark('w:pPr')}/{clark('w:rPr')}")
            if look is not None:
                look.remove(look[0])
            xml.replace(block, whole_block)
        return target

    # Notes

    def _pair_notes(self) -> None:
        olds, news = (list(_notes_by_id(parts.tree(_NOTES)).items()) for parts in (self.former, self.new))
        lines = ([Line("note", _text(note)) for _, note in notes] for notes in (olds, news))
        for old, new in pair(*lines).now.items():
            if _same_blocks(list(olds[old][1]), list(news[new][1])):
                self.pairs[olds[old][0]] = news[new][0]

    def _notes(self, body: Element) -> None:
        """Write the notes that are called in ``body``, with ids that rise in the order of the calls: LibreOffice pairs
        marks and notes by that order.
        """
        olds, news = (_notes_by_id(parts.tree(_NOTES)) for parts in (self.former, self.new))
        root = self.new.tree(_NOTES)
        separators = [note for note in root if note.get(clark("w:type"))]
        notes: Elements = []
        for number, call in enumerate(body.iter(_CALL), 1):
            identifier = _id(call)
            before = identifier.removeprefix(_BEFORE)
            note = deepcopy(news[identifier] if before == identifier else olds[before])
            if former := self.kept_calls.get(identifier):
                pairs = zip(olds[former], news[identifier], strict=True)
                note[:] = [self._paragraph(old, new) if old.tag == _PARAGRAPH else deepcopy(new) for old, new in pairs]
            note.set(_ID, str(number))
            call.set(_ID, str(number))
            notes.append(note)
        root[:] = [*separators, *notes]


_BEFORE = "before-"


def _id(node: Element) -> str:
    return str(node.get(_ID))


def _calls(nodes: Sequence[Element]) -> Iterator[Element]:
    return (call for node in nodes for call in node.iter(_CALL))


def _notes_by_id(root: Element) -> dict[str, Element]:
    return {_id(note): note for note in root.iter(_NOTE) if not note.get(clark("w:type"))}


def _text(block: Element) -> str:
    """Return the words of a paragraph, a note or a table, those of two paragraphs apart."""
    blocks = [block] if block.tag == _PARAGRAPH else list(block.iter(_PARAGRAPH))
    return " ".join("".join(text.text or "" for text in inner.iter(clark("w:t"))) for inner in blocks)


def _blocks(body: Element) -> Elements:
    """Return the paragraphs and tables of a text, those of its contents too."""
    blocks: Elements = []
    for block in body:
        if block.tag == _CONTROL:
            content = block.find(clark("w:sdtContent"))
            blocks += [] if content is None else list(content)
        elif block.tag != _SECTION:
            blocks.append(block)
    return blocks


def _lines(blocks: Elements) -> list[Line]:
    return [
        Line("table" if block.tag == _TABLE else style_of(block), _text(block), style_of(block).startswith(_FIXED))
        for block in blocks
    ]


def _same_place(old: Element, new: Element) -> bool:
    """Return whether two paragraphs have the same style, list and section: then the rest can be a tracked change."""
    places = [[canonical(block.find(f"{clark('w:pPr')}/{tag}")) for tag in _PLACES] for block in (old, new)]
    return places[0] == places[1]


def _same_blocks(olds: Elements, news: Elements) -> bool:
    """Return whether two runs of blocks can be laid on each other one by one: paragraphs of the same properties."""
    return len(olds) == len(news) and all(
        old.tag == new.tag and (_same_place(old, new) if old.tag == _PARAGRAPH else canonical(old) == canonical(new))
        for old, new in zip(olds, news, strict=True)
    )


def _same_cell(old: Element, new: Element) -> bool:
    olds, news = ([kid for kid in cell if kid.tag != clark("w:tcPr")] for cell in (old, new))
    shapes = [[canonical(kid) for kid in cell.iterfind("{*}tcPr/*") if kid.tag in _SPANS] for cell in (old, new)]
    return shapes[0] == shapes[1] and _same_blocks(olds, news)


def _close_fields(root: Element) -> None:
    """Remove the signs of fields that go from one paragraph to another, as that of the contents does: a change of
    their first or last paragraph would leave half a field.
    """
    for block in root.iter(_PARAGRAPH):
        for run in list(block.iter(clark("w:r"))):
            code = run.find(_SIGNS[1])
            if code is not None and (code.text or "").strip().startswith("TOC"):
                for sign in (run.getprevious(), run.getnext(), run):
                    if sign is not None:
                        xml.replace(sign)
        for holder in (block, *block.iter(clark("w:hyperlink"))):
            _drop_open_signs(holder)


def _drop_open_signs(holder: Element) -> None:
    runs = [kid for kid in holder if kid.tag == clark("w:r")]
    opened: list[list[Element]] = []
    for run in runs:
        for group in opened:
            group.append(run)
        depth = field_depth(run)
        if depth > 0:
            opened.append([run])
        elif depth < 0:
            if opened:
                opened.pop()
            else:
                holder.remove(run)
    for group in opened:
        for run in group:
            if run.getparent() is not None and next(run.iter(*_SIGNS), None) is not None:
                holder.remove(run)

"""Moves the marks of tracked paragraphs where a program could not join them with what follows.

A tracked paragraph is one whose mark is tracked: without it, its content joins the next paragraph. A table cannot be
joined; an empty paragraph takes other properties in LibreOffice, which also loses the mark of the paragraph that has
the first call of a note, and the list of one after an inserted call. There the mark before is tracked in its place, as
if somebody had gone on typing at the end of that paragraph; what is gone and what is new at one place become one
paragraph. Where these differ in style or list, that is a tracked change too.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

from plantin.packs.revision.writer.runs import GONE, Tracking, canonical
from plantin.wordfile.styles import Styles
from plantin.writers.docx.ooxml import Element, Elements, clark, element, style_of

_PARAGRAPH, _PROPERTIES, _LOOK, _SECTION = (clark(f"w:{tag}") for tag in ("p", "pPr", "rPr", "sectPr"))
_WORDS = clark("w:t"), clark("w:delText")
_CALL = clark("w:footnoteReference")
_STYLE, _NUMBER = clark("w:pStyle"), clark("w:numPr")
TRACKED = {clark(f"w:{tag}") for tag in ("ins", "del", "moveFrom", "moveTo")}


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of the paragraphs of one text."""

    tracking: Tracking
    styles: Styles
    """Those of the present state."""
    first: Element | None
    """The first call of a note."""

    def settle(self, blocks: Elements) -> Elements:
        """Return ``blocks`` with marks that every program can accept and reject."""
        elements = list(blocks)
        at = 0
        while at < len(elements):
            if not change_of(elements[at]):
                at += 1
                continue
            end = at
            while end < len(elements) and change_of(elements[end]):
                end += 1
            run = elements[at:end]
            after = elements[end] if end < len(elements) else None
            is_end = after is None or after.tag != _PARAGRAPH or next(after.iter(*_WORDS), None) is None
            before = elements[at - 1] if at else None
            is_called = change_of(run[0]) not in GONE and any(list(block.iter(_CALL)) for block in run)
            is_settled = is_end or is_called or any(map(self._has_first, run))
            if is_settled and (merged := self._close(run, before, after)) is not None:
                elements.remove(merged)
                end -= 1
            at = end
        return elements

    def _has_first(self, block: Element) -> bool:
        return self.first is not None and any(call is self.first for call in block.iter(_CALL))

    def _close(self, run: Elements, before: Element | None, after: Element | None) -> Element | None:
        """Let a run of tracked paragraphs end with a mark that stays, and return the paragraph that is in another one
        now, if any.
        """
        if any(block.find(f"{_PROPERTIES}/{_SECTION}") is not None for block in run):
            return None
        gone = [block for block in run if change_of(block) in GONE]
        new = [block for block in run if change_of(block) not in GONE]
        if gone and new:
            last, target = gone[-1], new[-1]
            for place, kid in enumerate([kid for kid in last if kid.tag != _PROPERTIES], 1):
                target.insert(place, kid)
            _unmark(target)
            self._record_style(target, last)
            return last
        # From the style of a heading LibreOffice goes back to no list.
        is_heading = gone and before is not None and style_of(before).startswith("Heading")
        if before is not None and _is_plain(before) and not is_heading and not self._has_first(before):
            self._shift(before, run[-1])
        elif after is not None and after.tag == _PARAGRAPH:
            self._take_style(run[0], after, gone=bool(gone))
        return None

    def _shift(self, before: Element, last: Element) -> None:
        """Track the mark of ``before`` in place of that of ``last``."""
        gone = change_of(last) in GONE
        _unmark(last)
        self._take_style(last, before, gone=gone)
        holder = before.find(_PROPERTIES)
        if holder is None:
            holder = element("pPr")
            before.insert(0, holder)
        mark_paragraph(holder, self.tracking.mark("del" if gone else "ins"))

    def _take_style(self, block: Element, stays: Element, *, gone: bool) -> None:
        """Let ``block`` have the properties of the paragraph that ``stays`` as soon as its own content is away: those
        of one that is gone at once, with its own as the former ones.
        """
        if not gone:
            self._record_style(block, stays)
            return
        former, old = deepcopy(block), block.find(_PROPERTIES)
        if old is None:
            return
        mark, properties = old.find(_LOOK), deepcopy(_bare(stays))
        if mark is not None:
            properties.append(deepcopy(mark))
        block.replace(old, properties)
        self._record_style(block, former)

    def _record_style(self, block: Element, former: Element) -> None:
        """Record the style and the list that ``block`` had, those of ``former`` (17.13.5.29)."""
        properties = block.find(_PROPERTIES)
        places = [[canonical(_bare(one).find(tag)) for tag in (_STYLE, _NUMBER)] for one in (block, former)]
        if properties is None or places[0] == places[1]:
            return
        bare = _bare(former)
        numbers = (style.find(f"{_PROPERTIES}/{_NUMBER}") for style in self.styles.chain(style_of(former)))
        number = next((node for node in numbers if node is not None), None)
        if number is not None and bare.find(_NUMBER) is None:
            # LibreOffice goes back to a former style without its list.
            bare.insert(1, deepcopy(number))
        properties.append(self.tracking.mark("pPrChange", bare))


def change_of(block: Element) -> str:
    """Return the change of a paragraph's mark, nothing where it is kept."""
    marks = block.find(f"{_PROPERTIES}/{_LOOK}") if block.tag == _PARAGRAPH else None
    changes = (mark.tag for mark in (() if marks is None else marks) if mark.tag in TRACKED)
    return str(next(changes, "")).rpartition("}")[2]


def mark_paragraph(properties: Element, change: Element) -> None:
    """Record in the properties of a paragraph that its mark is changed (17.13.5.16, 17.13.5.14)."""
    look = properties.find(_LOOK)
    if look is None:
        look = element("rPr")
        before = [kid for kid in properties if kid.tag not in (_SECTION, clark("w:pPrChange"))]
        properties.insert(len(before), look)
    look.insert(0, change)


def _bare(block: Element) -> Element:
    """Return the properties of a paragraph without those of its mark and its section."""
    properties = block.find(_PROPERTIES)
    bare = element("pPr") if properties is None else deepcopy(properties)
    bare[:] = [kid for kid in bare if kid.tag not in (_LOOK, _SECTION, clark("w:pPrChange"))]
    return bare


def _is_plain(block: Element) -> bool:
    """Return whether the mark of ``block`` can be tracked: a paragraph that stays and ends no section."""
    is_paragraph = block.tag == _PARAGRAPH and not change_of(block)
    return is_paragraph and block.find(f"{_PROPERTIES}/{_SECTION}") is None


def _unmark(block: Element) -> None:
    look = block.find(f"{_PROPERTIES}/{_LOOK}")
    if look is None:
        return
    look[:] = [mark for mark in look if mark.tag not in TRACKED]
    if not len(look):
        block[0].remove(look)

"""Reads a printed redline back by its tags: with all its changes accepted, with all rejected; and whether each change
is announced, drawn and listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plantin.auditors.pdf.file import File, open_file
from plantin.auditors.pdf.structure import HEADINGS, SHIFTS, Annotation, StructureElement
from plantin.findings import Finding
from plantin.model.outline import Outline, normal
from plantin.packs.revision.auditor import fault
from plantin.packs.revision.auditor.page import SERIES, Settling, differences, join_cells
from plantin.packs.revision.tables import RevisionWords

_KINDS = {"Underline": "inserted", "LineThrough": "deleted"}
"""What a passage is by its look (ISO 32000-1, table 345)."""
_LINES = ("P", "TR", *HEADINGS[2:])
_GONE = {"accept": "deleted", "reject": "inserted"}
_SIGNS = {"inserted": "[+", "deleted": "[\u2212"}
_CALL = re.compile(r"(\s*)\[([^\]]*)\](\s*)")
_CHANGE = re.compile(r"change-(\d+)")
_RUN = re.compile(r"(\d+)(?:–(\d+))?")


def unlike(content: bytes, path: str, before: Outline, now: Outline, words: RevisionWords) -> tuple[Finding, ...]:
    """Return where the pages say otherwise than both states, where a change is not announced in these ``words`` or has
    no sign, and where the list of changes and the changes do not lead to each other: REV005. Raises Unreadable (V010).
    """
    read = _PrintedRedline(open_file(content, path), words)
    messages = (*read.announcements(), *read.links(), *differences(read.lines, before, now))
    return tuple(fault(path, message) for message in messages)


@dataclass(frozen=True, slots=True)
class _PrintedRedline:
    file: File
    words: RevisionWords

    def lines(self, how: Settling) -> dict[str, list[str]]:
        """Return the lines of the text, by series, when all changes are accepted or rejected."""
        sections = {element.identity: element for element in self.file.elements if element.tag == "Sect"}
        return {
            name: [text for block in sections[name].walk() if block.tag in _LINES and (text := self._line(block, how))]
            for name in SERIES
            if name in sections
        }

    def _line(self, block: StructureElement, how: Settling) -> str:
        if block.tag == "TR":
            return join_cells(self._text(cell, how) for cell in block.elements())
        return normal(self._text(block, how))

    def _text(self, element: StructureElement, how: Settling) -> str:
        """Return the words under ``element``, except announcements of changes and links back."""
        if _kind(element) == _GONE[how] or element.tag == "Reference":
            return ""
        if SHIFTS.intersection(element.attributes):
            text = self.file.text(element)
            return _CALL.sub(r"\1[^\2]\3", text) if _CALL.fullmatch(text) else text
        if element.actual is not None:
            # The space after what is announced is the text's.
            spoken = (f"{self.words.inserted} ", f"{self.words.deleted} ", f" ({self.words.end})")
            prefix = next(filter(element.actual.startswith, spoken), "")
            return element.actual.removeprefix(prefix)
        return "".join(
            self._text(kid, how) if isinstance(kid, StructureElement) else self.file.marks[kid].text
            for kid in element.kids
            if not isinstance(kid, Annotation) and (isinstance(kid, StructureElement) or kid in self.file.marks)
        )

    def announcements(self) -> Iterator[str]:
        """Yield what is not right around a passage that is inserted or deleted, and what announces nothing."""
        read_otherwise = (element for element in self.file.elements if element.actual is not None)
        signs = {element: True for element in read_otherwise if not SHIFTS.intersection(element.attributes)}
        for element in filter(_kind, self.file.elements):
            kids, kind = list(element.parent.kids) if element.parent else [], _kind(element)
            at = kids.index(element)
            beside = [kid for kid in kids[max(at - 1, 0) : at + 2] if isinstance(kid, StructureElement)]
            around = [sign for sign in beside if signs.pop(sign, False)]
            spoken = [(normal(sign.actual or ""), self._painted(sign)) for sign in around]
            announcement, end = normal(getattr(self.words, kind)), normal(f"({self.words.end})")
            if spoken != [(announcement, _SIGNS[kind]), (end, "]")]:
                yield f"nothing says that “{self._painted(element)[:60]}” is {kind}"
        yield from (f"“{normal(sign.actual or '')}” announces nothing" for sign in signs)

    def links(self) -> Iterator[str]:
        """Yield where the list of changes lacks a change, and where a link leads elsewhere."""
        named = {element.identity: element for element in self.file.elements if element.identity}
        places = {int(match[1]): named[match[0]] for match in map(_CHANGE.fullmatch, named) if match}
        listed: list[int] = []
        for row in (element for element in self.file.elements if element.tag == "TOCI"):
            match = _RUN.match(normal(self.file.text(row)))
            numbers = range(int(match[1]), int(match[2] or match[1]) + 1) if match else range(1)
            listed += numbers
            yield from self._unled(row, f"change-{numbers[0]}", named)
        if listed != sorted(places) or listed != list(range(1, len(places) + 1)):
            yield f"the list has the changes {listed}, the text {sorted(places)}"
        for number, place in places.items():
            yield from self._unled(place, "changes", named, f"↑ {number}")
        changed = set(places.values())
        for element in filter(_kind, self.file.elements):
            if changed.isdisjoint((element, *element.above())):
                yield f"“{self._painted(element)[:60]}” is in no change that is listed"

    def _unled(
        self, row: StructureElement, target: str, named: Mapping[str, StructureElement], text: str = ""
    ) -> Iterator[str]:
        """Yield where no link of ``row``, which has ``text``, leads to the page where the element ``target`` begins."""
        start = self.file.first(named[target]) if target in named else None
        links = (self.file.links.get(inner.number) for inner in row.annotations())
        leads = [link.place.page for link in links if link and link.place and link.areas and link.target == target]
        if start is None or leads != [start.page] or text not in self.file.text(row):
            yield f"no link of “{self._painted(row)[:60]}” leads to {target}"

    def _painted(self, element: StructureElement) -> str:
        return normal("".join(mark.painted for mark in self.file.under(element)))


def _kind(element: StructureElement) -> str:
    """Return whether a passage is inserted or deleted; empty where neither."""
    return _KINDS.get(str(element.attributes.get("TextDecorationType")), "")

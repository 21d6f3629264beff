"""A PDF that this press did not make, read by its tags (ISO 32000-1, 14.7 and 14.8) whatever program wrote them: all
that is tagged is read once, lines that follow each other are separated, and notes are known by their tags, or by links
that lead from a call to the note and back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from plantin.auditors.pdf.content import MarkedContent
from plantin.auditors.pdf.file import Destination, File, LinkArea, open_file
from plantin.auditors.pdf.structure import HEADINGS, Annotation, StructureElement
from plantin.model.outline import Entry, Outline, normal
from plantin.packs.imports.received import letters

_NOTES = ("Note", "FENote")
_INLINE = frozenset(("Span", "Link", "Reference", "Em", "Strong", "Quote", "Code", "Annot", "BibEntry", "Sub")) | {
    *("Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Formula", "Lbl", "NonStruct")
}
_ASIDE = frozenset(("TOC", "Artifact", "Index"))
_SIGN = re.compile(r"[\[(]?(\d{1,4}|[*†‡§]{1,4}|[a-z]{1,2})[\])]?")
_NUMBER = re.compile(r"(\d{1,4}(?:\.\d{1,3}){0,4}[.)]?|[IVXLC]{1,7}\.|[A-Za-z]\.|\(\w{1,4}\))\s+(?=\S)")
_ORDINAL = re.compile(r"(\d{1,4})\.\s+(?=\S)")
_NUMBERED = re.compile(r"\d{1,4}\.")
_HYPHENS = ("\u2010", "\u00ad")
_JOINS = re.compile(r"[\s/-]")
"""What the end of a line needs no space after."""
_RAISED_RATIO = 0.9
_SLACK_PT = 6.0
"""How far from the words that a link leads to its place may be."""
_REACH_PT = 40.0
"""How far above the beginning of a note a link to it may lead, and the height of a bucket of calls."""
_MOST_IN_BUCKET = 200


def read(content: bytes, name: str) -> Outline:
    """Read what the tags of the PDF with these bytes say; findings call it ``name``. The body is empty where it has
    no tags. Levels of headings count from 1 below the title, the only heading of the first level. Raises Unreadable
    (V010) where it is damaged.
    """
    file = open_file(content, name)
    return _Tagged(file).outline()


@dataclass(slots=True)
class _LineText:
    """Text of a block as it is put together: the last line's height and page, for where the next begins."""

    text: str = ""
    page: int = -1
    y: float = 0.0
    size: float = 0.0

    def add(self, mark: MarkedContent) -> None:
        if not mark.text:
            return
        starts_new_line = mark.page != self.page or abs(mark.y - self.y) > max(mark.size, self.size, 1.0) / 2
        if starts_new_line and self.text.endswith(_HYPHENS):
            self.text = self.text[:-1]
        elif starts_new_line and self.text and not mark.text[0].isspace() and not _JOINS.match(self.text[-1]):
            self.text += " "
        self.text += mark.text
        if mark.painted.strip():
            self.page, self.y, self.size = mark.page, mark.y, mark.size


class _Tagged:
    def __init__(self, file: File) -> None:
        self._file = file
        linked = {element: link for element in file.root.walk() for link in self._link(element) if link.inside}
        # An element in a link may have an area of its own.
        self._links = {
            element: link for element, link in linked.items() if not any(above in linked for above in element.above())
        }
        self._notes = {element: "" for element in file.root.walk() if element.tag in _NOTES}
        self._backlinks: set[StructureElement] = set()
        self._continuations: dict[StructureElement, StructureElement] = {}
        self._sizes: dict[StructureElement, float] = {}
        # A note that is broken at the end of a page may be two entries, the second without a number.
        entries = [element for element in file.root.walk() if element.tag == "LI"]
        self._continued = {following: entry for entry, following in pairwise(entries) if following.first("Lbl") is None}
        self._calls = self._find_calls()
        # A table of contents has its heading in it as a caption, or just before it.
        headings = {
            heading
            for element in file.root.walk()
            for heading, following in pairwise(element.elements())
            if following.tag == "TOC" and heading.tag in HEADINGS
        }
        self._aside = {*self._calls, *self._backlinks, *headings}

    def outline(self) -> Outline:
        body = list(self._blocks(self._file.root, 0))
        firsts = [entry for entry in body if entry.kind == "section" and entry.level == 1]
        alone = len(firsts) == 1 and next(entry for entry in body if entry.kind == "section") is firsts[0]
        title = firsts[0].text if alone else self._file.title
        head: list[str] = []
        if alone:
            body = [
                replace(entry, level=entry.level - 1) if entry.kind == "section" else entry
                for entry in body
                if entry is not firsts[0]
            ]
        elif body and body[0].kind == "section" and letters(body[0].text) == letters(title):
            body = body[1:]
        else:
            before = next((n for n, entry in enumerate(body) if entry.kind == "section"), len(body))
            titled = [n for n, entry in enumerate(body[:before]) if letters(entry.text) == letters(title)]
            at = titled[0] if titled and letters(title) else -1
            head, body = [entry.text for entry in body[:at]] if at > 0 else [], body[at + 1 :]
        notes = tuple(Entry("note", 0, "", self._note_label(note), self._note_text(note)) for note in self._notes)
        calls = tuple(Entry("indicator", 0, "", label, "") for label in self._calls.values())
        return Outline(self._file.language, (*head, normal(title)), (), tuple(body), notes, calls)

    # Links, notes and their calls

    def _link(self, element: StructureElement) -> Iterator[LinkArea]:
        """Yield the links whose own element this is."""
        for kid in element.kids:
            if isinstance(kid, Annotation) and kid.number in self._file.links:
                yield self._file.links[kid.number]

    def _find_calls(self) -> dict[StructureElement, str]:
        """Return the calls with their signs: links of one sign that lead to a note, or to a passage that leads back."""
        signs = {
            element: match[1]
            for element in self._links
            if (match := _SIGN.fullmatch(normal(self._file.text(element))))
            and not self._in_note(element)
            and not any(above.tag in {*_ASIDE, "TOCI"} for above in element.above())
        }
        calls: dict[StructureElement, str] = {}
        buckets: dict[tuple[int, int], list[StructureElement]] = {}
        for sign_element in signs:
            for _, low, _, _ in self._links[sign_element].areas[:1]:
                bucket = buckets.setdefault((self._links[sign_element].page, int(low // _REACH_PT)), [])
                bucket += [sign_element] if len(bucket) < _MOST_IN_BUCKET else []
        for element, link in self._links.items():
            # What leads back: from the passage of a note to its call.
            signs_there = (sign for sign in self._around(link, buckets) if sign is not element)
            call = next((sign for sign in signs_there if self._lands(link, sign)), None)
            holder = next(
                (above for above in element.above() if above.tag not in _INLINE and above.tag != "LBody"), None
            )
            if holder is not None and holder.tag == "P" and holder.parent and holder.parent.tag == "LI":
                holder = holder.parent
            if call is None or holder is None or any(above is holder for above in call.above()):
                continue
            continued_item = self._continued.get(holder)
            if not self._reaches(self._links[call], holder):
                if continued_item is None or not self._reaches(self._links[call], continued_item):
                    continue
                self._continuations[continued_item], holder = holder, continued_item
            self._backlinks.add(element)
            if not self._in_note(element):
                self._notes.setdefault(holder, signs[call])
            calls[call] = signs[call]
        labels = {self._note_label(note) for note in self._notes}
        for element, sign in signs.items():
            if element not in calls and sign in labels and self._is_raised(element):
                calls[element] = sign
        order = {element: n for n, element in enumerate(self._file.root.walk())}
        return dict(sorted(calls.items(), key=lambda row: order[row[0]]))

    @staticmethod
    def _around(link: LinkArea, buckets: dict[tuple[int, int], list[StructureElement]]) -> Iterator[StructureElement]:
        """Yield the signs about where a link leads; ``buckets``: those of each page and bucket of its height."""
        if link.place is not None:
            row = int(link.place.y // _REACH_PT)
            yield from (sign for n in (row, row - 1, row + 1) for sign in buckets.get((link.place.page, n), ()))

    def _in_note(self, element: StructureElement) -> bool:
        return any(above in self._notes for above in (element, *element.above()))

    def _lands(self, link: LinkArea, call: StructureElement) -> bool:
        """Return whether a link leads to the clickable area of ``call``."""
        place = link.place
        if place is None:
            return False
        return any(
            self._links[call].page == place.page
            and left - _SLACK_PT <= place.x <= right + _SLACK_PT
            and low - _SLACK_PT <= place.y <= high + _SLACK_PT
            for left, low, right, high in self._links[call].areas
        )

    def _reaches(self, link: LinkArea, holder: StructureElement) -> bool:
        """Return whether a link leads to the beginning of ``holder``."""
        place, first = link.place, self._file.first(holder)
        return place is not None and first is not None and self._is_at(place, first)

    @staticmethod
    def _is_at(place: Destination, first: MarkedContent) -> bool:
        return place.page == first.page and -_SLACK_PT <= place.y - first.y <= _REACH_PT

    def _is_raised(self, element: StructureElement) -> bool:
        first = self._file.first(element)
        block = next((above for above in element.above() if above.tag not in _INLINE), None)
        if first is None or block is None:
            return False
        if block not in self._sizes:
            self._sizes[block] = max(self._file.marks[key].size for key in block.marks() if key in self._file.marks)
        return first.size < _RAISED_RATIO * self._sizes[block]

    def _is_note(self, element: StructureElement) -> bool:
        return element in self._notes or element in self._continuations.values()

    def _note_label(self, note: StructureElement) -> str:
        label = next((normal(self._file.text(kid)) for kid in note.walk() if kid.tag == "Lbl"), "")
        return self._notes[note] or label.strip("[]().")

    def _note_text(self, note: StructureElement) -> str:
        parts = [note, *([self._continuations[note]] if note in self._continuations else [])]
        words = " ".join(entry.text for part in parts for entry in self._blocks(part, 0, inside=True))
        if words.startswith(label := self._note_label(note)):
            words = words.removeprefix(label).lstrip(".)] ")
        return normal(words)

    # Blocks

    def _blocks(self, element: StructureElement, depth: int, *, inside: bool = False) -> Iterator[Entry]:
        """Yield the rows under ``element``, text in no block as a paragraph; ``inside`` a note all are alike."""
        line = _LineText()
        label = ""
        for kid in element.kids:
            if isinstance(kid, Annotation):
                continue
            if isinstance(kid, tuple):
                self._add(line, kid)
            elif kid in self._aside or (self._is_note(kid) and not inside) or kid.tag in _ASIDE:
                continue
            elif kid.tag == "Lbl" and not inside and not line.text.strip() and kid not in self._calls:
                label = normal(self._text(kid))
            elif self._is_inline(kid):
                self._flow(kid, line)
            else:
                yield from self._row(label, line)
                label = ""
                line = _LineText()
                yield from self._block(kid, depth, inside=inside)
        yield from self._row(label, line)

    def _row(self, label: str, line: _LineText) -> Iterator[Entry]:
        text = normal(line.text)
        if not label and (match := _ORDINAL.match(text)):
            label, text = match[1] + ".", text[match.end() :]
        if text:
            yield Entry("paragraph", 0, "", label, text)

    def _block(self, element: StructureElement, depth: int, *, inside: bool) -> Iterator[Entry]:
        tag = element.tag
        if tag in (*HEADINGS, "H", "Title"):
            text = normal(self._text(element))
            match = _NUMBER.match(text)
            level = int(tag[1]) if tag in HEADINGS else 1 if tag == "Title" else 0
            yield Entry("section", level, "", match[1] if match else "", text[match.end() :] if match else text)
        elif tag == "L":
            if not self._is_contents(element):
                yield from self._blocks(element, depth + 1, inside=inside)
        elif tag == "LI":
            yield from self._item(element, depth, inside=inside)
        elif tag == "Table":
            caption = element.first("Caption")
            yield Entry("table", 0, "", "", normal(self._text(caption)) if caption else "")
            for row in self._rows(element):
                cells = [" ".join(entry.text for entry in self._blocks(cell, depth)) for cell in row.elements()]
                yield Entry("row", 0, "", "", " | ".join(cells))
        elif tag == "Figure":
            yield Entry("image", 0, "", "", normal(element.alternative))
            yield from (
                entry for kid in element.elements() if kid.tag == "Caption" for entry in self._blocks(kid, depth)
            )
        else:
            yield from self._blocks(element, depth, inside=inside)

    def _item(self, element: StructureElement, depth: int, *, inside: bool) -> Iterator[Entry]:
        """Yield an entry: its first paragraph has its label, the rest follows."""
        label = next((normal(self._text(kid)) for kid in element.elements() if kid.tag == "Lbl"), "")
        rows = [
            entry for kid in element.elements() if kid.tag != "Lbl" for entry in self._inner(kid, depth, inside=inside)
        ]
        if rows and rows[0].kind == "paragraph":
            # As in a Word file, whose numbers it may have: a list that counts from the first level is one of numbered
            # paragraphs.
            counted = depth == 1 and _NUMBERED.fullmatch(label or rows[0].label)
            rows[0] = replace(rows[0], kind="item", level=depth, label=label or rows[0].label)
            rows[0] = replace(rows[0], kind="paragraph", level=0) if counted else rows[0]
        elif label and not rows:
            rows = [Entry("item", depth, "", label, "")]
        if not any(isinstance(kid, StructureElement) for kid in element.kids):
            rows = [replace(entry, kind="item", level=depth) for entry in self._blocks(element, depth, inside=inside)]
        yield from rows

    def _inner(self, kid: StructureElement, depth: int, *, inside: bool) -> Iterator[Entry]:
        if self._is_note(kid) and not inside:
            return
        if self._is_inline(kid):
            line = _LineText()
            if kid not in self._calls and kid not in self._backlinks:
                self._flow(kid, line)
            yield from self._row("", line)
        else:
            yield from self._block(kid, depth, inside=inside)

    @staticmethod
    def _rows(table: StructureElement) -> Iterator[StructureElement]:
        """Yield the rows of a table, without those of a table in one of its cells."""
        left = list(reversed(list(table.elements())))
        while left:
            element = left.pop()
            if element.tag == "TR":
                yield element
            elif element.tag != "Table":
                left += reversed(list(element.elements()))

    def _is_contents(self, element: StructureElement) -> bool:
        """Return whether a list is one of links into the file and nothing else."""
        items = [kid for kid in element.walk() if kid.tag == "LI"]
        links = [kid for kid in element.walk() if kid in self._links]
        if len(items) < 2 or len(links) < len(items) or any(kid in self._notes for kid in items):
            return False
        linked = sum(len(normal(self._file.text(link))) for link in links)
        return linked >= 0.8 * len(normal(self._file.text(element)))

    # Text

    def _is_inline(self, element: StructureElement) -> bool:
        return element.tag in _INLINE and all(kid.tag in _INLINE for kid in element.walk())

    def _add(self, line: _LineText, key: tuple[int, int, int]) -> None:
        if key in self._file.marks:
            line.add(self._file.marks[key])

    def _text(self, element: StructureElement) -> str:
        line = _LineText()
        self._flow(element, line)
        return line.text

    def _flow(self, element: StructureElement, line: _LineText) -> None:
        """Add the words of an element and of all in it to ``line``, without calls and what leads back from notes."""
        if element.replacement is not None:
            line.text += element.replacement
            return
        if element.tag == "Formula" and element.alternative:
            line.text += element.alternative
            return
        apart = (self._calls, self._backlinks, self._notes)
        for kid in element.kids:
            if isinstance(kid, tuple):
                self._add(line, kid)
            elif isinstance(kid, StructureElement) and not any(kid in group for group in apart):
                self._flow(kid, line)

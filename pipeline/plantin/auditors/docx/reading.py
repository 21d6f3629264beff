"""Reads the outline of a Word file as Word shows it, with every number computed from the definitions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile, zip_longest

from lxml.etree import _Element as Node

from plantin.auditors.docx.objects import CAPTIONS, continues, counts, description, in_row, row_of, shapes
from plantin.auditors.docx.story import Call, WordLine, line_of
from plantin.model import languages
from plantin.model.inlines import MARKS
from plantin.model.outline import Entry, Kind, Outline, build, join_entries, led, normal
from plantin.wordfile.numbering import Engine, NumberingDefinitions, ParagraphNumber, figure
from plantin.wordfile.package import Package, child, name, val, whole
from plantin.wordfile.styles import BODY, Styles, outline_level
from plantin.wordfile.text import BREAK, Field, Reader, paragraphs

NUMBERED = "numbered paragraph"
_SIMPLE: dict[str, Kind] = {"definition text": "definition", "definition term": "term", "listing": "listing"}
_LISTED = re.compile(r"listing continue(?: \d)?")
"""A listing in an entry of a list."""
_LETTER_NOTE = "letter note"
PLACE = re.compile(
    r"(?!.*(?:indicator-|\.number$))"
    r"(?:(?:annex|appendix|box|entry|equation|figure|heading|note|paragraph|reference|section|table)-|masthead\.note-|(?:abstract|summary|easy-to-read)(?:$|\.)|list(?:-\d+)?\.)"
)
"""Anchors of passages; those of calls, pages and other things do not count."""
_INDICATOR = re.compile(r"(?:.*\.)?indicator-")
_PAGE = re.compile(r"\t\d{1,4}$")
_ROW = re.compile(r"toc (\d)$")


def anchor(bookmark: str) -> str:
    """Return the anchor that a bookmark represents: paragraph_12__a is paragraph-12.a."""
    return bookmark.replace("__", ".").replace("_", "-")


class WordText:
    """Reads one file; every question about what it shows is asked here once."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles(package.styles)
        self.lists = NumberingDefinitions(package.numbering, self.styles)
        reader, engine = Reader(self.styles), Engine(self.lists)
        self.lines: list[WordLine] = []
        self.rows: list[WordLine] = []
        self.numbers: dict[int, ParagraphNumber] = {}
        for paragraph in paragraphs(package.body()):
            line = line_of(paragraph.node, reader, self.styles)
            (self.rows if paragraph.in_contents else self.lines).append(line)
            if number := engine.next(paragraph.node):
                self.numbers[id(line)] = number
        self.notes = {val(note, attribute="w:id"): list(self._note_lines(note)) for note in package.notes()}
        self.sequences, self.counted = counts(
            (line, self.styles.name(line.style), self.numbers[id(line)].label if id(line) in self.numbers else "")
            for line in self.lines
        )
        self.labels: dict[int, str] = {}
        self.note_labels: dict[str, str] = {}
        self._own_marks: set[str] = set()
        self._number_notes()
        self._marked = {
            name: call.note for line in self.lines for call in line.calls() if call.note for name in call.anchors
        }

    def _note_lines(self, note: Node) -> Iterator[WordLine]:
        reader, engine = Reader(self.styles), Engine(self.lists)
        for paragraph in paragraphs(note):
            line = line_of(paragraph.node, reader, self.styles)
            if number := engine.next(paragraph.node):
                self.numbers[id(line)] = number
            yield line

    def all_lines(self) -> Iterator[WordLine]:
        """Yield every paragraph: contents, text, notes."""
        yield from self.rows
        yield from self.lines
        for lines in self.notes.values():
            yield from lines

    def outline(self) -> Outline:
        """Return all that the file says."""
        heads = [line for line in self.lines if self.is_masthead(line)]
        title = [line for line in heads if "title" in self.styles.names(line.style)]
        lines = [line for line in heads if line not in title] + title
        calls = [call for line in self.lines for call in line.calls()]
        calls += [call for lines_ in self._in_order() for line in self.notes[lines_] for call in line.calls()]
        return Outline(
            language=self._language(),
            masthead=tuple(text for line in lines if (text := normal(line.text()))),
            contents=tuple(self.contents()),
            body=tuple(self.body(line for line in self.lines if not self.is_masthead(line))),
            notes=tuple(self.note(identifier) for identifier in self._in_order()),
            indicators=tuple(self.indicator(call) for call in calls),
            marks=tuple(self._marks()),
            index=tuple(self._index()),
            logo=next((normal(description(drawing)) for line in heads for drawing in line.drawings), ""),
        )

    def _marks(self) -> Iterator[Entry]:
        """Yield the places that the index leads to, each with the text of its paragraph after its label."""
        for line in self.lines:
            for place in map(anchor, line.bookmarks):
                if place.startswith(MARKS):
                    text = line.text(self.labels)
                    yield Entry(
                        "mark",
                        0,
                        place,
                        "",
                        normal(text.rpartition(BREAK)[2] if self.styles.name(line.style) in CAPTIONS else text),
                    )

    def _index(self) -> Iterator[Entry]:
        """Yield the entries of the index, each link as a mark of where it leads."""
        for line in self.lines:
            style = self.styles.name(line.style)
            if not style.startswith("index ") and not any(
                anchor(link.anchor).startswith("index-") for link in line.links
            ):
                continue
            text, marked, end = line.text(), "", 0
            for link in line.links:
                begin = text.find(link.text, end)
                if begin >= 0:
                    marked, end = marked + text[end:begin] + led(anchor(link.anchor), link.text), begin + len(link.text)
            yield Entry("paragraph", 2 if style == "index 2" else 1, self.place(line), "", normal(marked + text[end:]))

    def _language(self) -> str:
        """Return the language of the text, by the tag of the properties where that is the same without a region (A213
        where it is another one).
        """
        text = self.styles.language() or self.styles.language("w:bidi")
        claimed = self.package.language.strip()
        return claimed if text and languages.agree(claimed, text) else text

    def is_masthead(self, line: WordLine) -> bool:
        """Return whether a paragraph has a style of the masthead or is the title."""
        return any(name.startswith("masthead") or name == "title" for name in self.styles.names(line.style))

    # Blocks

    def body(self, lines: Iterable[WordLine]) -> Iterator[Entry]:
        """Return the rows of paragraphs and objects; paragraphs without words are left out."""
        return _Body(self).entries(list(lines))

    def passage(self, line: WordLine) -> Iterator[Entry]:
        """Yield the row of a paragraph of running text, and of the pictures in it."""
        number = self.numbers.get(id(line))
        text = line.text(self.labels)
        # The page at the end of a line of a list of objects.
        text = normal(_PAGE.sub("", text) if any(field.kind == "PAGEREF" for field in line.fields) else text)
        label = number.label if number and not number.hidden else ""
        place = self.place(line)
        depth = self.outline_level(line)
        if not text and number is None:
            pass
        elif depth < BODY:
            yield Entry("section", depth + 1, place, label, text)
        elif number is None or self.styles.name(line.style) == NUMBERED:
            quoted = any("quot" in name for name in self.styles.names(line.style))
            yield Entry("quotation" if quoted else "paragraph", 0, place, label, text)
        else:
            yield Entry("item", self._item_level(number), place, label, text)
        for drawing in line.drawings:
            yield Entry("image", 0, "", "", normal(description(drawing)))

    def outline_level(self, line: WordLine) -> int:
        """Return the outline level of a paragraph: its own, else its style's."""
        level = val(child(line.node, "w:pPr"), "w:outlineLvl")
        return outline_level(level) if level else self.styles.outline_level(line.style or self.styles.default)

    def _item_level(self, number: ParagraphNumber) -> int:
        """Items count from 1; in a list whose first level is the report's paragraphs, from the level below."""
        return number.level if self.styles.name(number.top) == NUMBERED else number.level + 1

    def place(self, line: WordLine) -> str:
        """Return the anchor of a paragraph: the bookmark of its kind that begins in it."""
        return next((candidate for candidate in map(anchor, line.bookmarks) if PLACE.match(candidate)), "")

    def contents(self) -> Iterator[Entry]:
        """Yield the rows of the list of contents; a page number after the last tab is not part of the heading."""
        for line in self.rows:
            row = _ROW.match(self.styles.name(line.style))
            if not row and not line.links:
                continue
            words = line.text()
            # LibreOffice makes plain text of the rows: a page number is one all the same.
            if any(field.kind == "PAGEREF" for field in line.fields) or not line.links:
                words = _PAGE.sub("", words)
            label, tab, text = words.partition("\t")
            if not tab:
                label, text = "", label
            target = anchor(line.links[0].anchor) if line.links else ""
            yield Entry("contents", int(row[1]) if row else 0, target, normal(label), normal(text))

    # Notes

    def _number_notes(self) -> None:
        """Numbers from the order of the marks (17.11.14); a mark of the author's own takes no number (17.11.2)."""
        count: int | None = None
        for lines, section in self._sections():
            start, form, restart = self._note_form(section)
            if count is None or restart == "eachSect":
                count = start - 1
            for call in (call for line in lines for call in line.calls() if call.note):
                if not call.own:
                    count += 1
                    self.labels[id(call)] = figure(count, form)
                self.note_labels.setdefault(call.note, self.labels.get(id(call), call.label))
                self._own_marks |= {call.note} if call.own else set()
        for line in self.all_lines():
            for call in line.calls():
                if not call.note:
                    self.labels[id(call)] = call.label

    def _sections(self) -> Iterator[tuple[list[WordLine], Node | None]]:
        """The paragraphs of each section of the text, and its properties: they are in its last paragraph (17.6.18)."""
        lines: list[WordLine] = []
        for line in self.lines:
            lines.append(line)
            if line.ends_section:
                yield lines, child(line.node, "w:pPr/w:sectPr")
                lines = []
        yield lines, child(self.package.body(), "w:sectPr")

    def _note_form(self, section: Node | None) -> tuple[int, str, str]:
        """Start, format and restart of the notes' numbers: the section's own (17.11.11), else the document's."""
        holders = [child(section, "w:footnotePr"), child(self.package.settings, "w:footnotePr")]

        def read_setting(tag: str, default: str) -> str:
            return next((value for holder in holders if (value := val(holder, f"w:{tag}"))), default)

        return (
            whole(read_setting("numStart", "1"), 1),
            read_setting("numFmt", "decimal"),
            read_setting("numRestart", "continuous"),
        )

    def _in_order(self) -> list[str]:
        """Return the ids of the notes in the order in which they are called; those that nothing calls come last."""
        called = dict.fromkeys(identifier for identifier in self.note_labels if identifier in self.notes)
        return list(called | dict.fromkeys(self.notes))

    def note(self, identifier: str) -> Entry:
        """Return a note, with the number that its mark shows."""
        lines = self.notes[identifier]
        text = join_entries(self.body(lines))
        if identifier in self._own_marks:
            # A note with a mark of the author's own has it typed before its words as well.
            text = text.removeprefix(self.note_labels.get(identifier, "")).strip()
        return Entry("note", 0, self.note_place(identifier), self.note_labels.get(identifier, ""), text)

    def note_place(self, identifier: str) -> str:
        """Return the anchor of a note."""
        return next((place for line in self.notes.get(identifier, []) if (place := self.place(line))), "")

    def indicator(self, call: Call) -> Entry:
        """Return a call: its label as computed (a NOTEREF: as stored), and the anchor of the note it leads to."""
        identifier = call.note or self._marked.get(call.bookmark, "")
        place = next((candidate for candidate in map(anchor, call.anchors) if _INDICATOR.match(candidate)), "")
        target = anchor(call.bookmark) if call.letter else self.note_place(identifier)
        return Entry("indicator", 0, place, normal(self.labels.get(id(call), call.label)), target)


class _Body:
    """Reads the paragraphs of a story as the rows of an outline."""

    def __init__(self, reading: WordText) -> None:
        self._reading = reading
        self._shapes: dict[Node, str] = {}

    def entries(self, lines: list[WordLine]) -> Iterator[Entry]:
        """Yield the rows of ``lines``."""
        at = 0
        while at < len(lines):
            row = row_of(lines[at].node)
            if row is not None:
                group = in_row(islice(lines, at, None), row)
                yield self._cells(row, group)
            elif self._name(lines[at]) == _LETTER_NOTE:
                group = [lines[at], *takewhile(self._goes_on, islice(lines, at + 1, None))]
                yield self._letter(group)
            else:
                group = lines[at : at + 1]
                yield from self._line(lines[at])
                if self._name(lines[at]) == "definition term" and (
                    at + 1 == len(lines) or self._name(lines[at + 1]) != "definition text"
                ):
                    yield Entry("definition", 0, "", "", "")
            at += len(group)

    def _name(self, line: WordLine) -> str:
        return self._reading.styles.name(line.style)

    def _goes_on(self, line: WordLine) -> bool:
        return self._name(line) != _LETTER_NOTE and "footnote text" in self._reading.styles.names(line.style)

    def _line(self, line: WordLine) -> Iterator[Entry]:
        style = self._name(line)
        text = line.text(self._reading.labels)
        place = self._reading.place(line)
        if style in CAPTIONS:
            label, feed, title = text.partition(BREAK)
            label, title = (label, title) if feed else ("", label)
            yield Entry(CAPTIONS[style], 0, place, self._number_label(line, label), normal(title))
        elif style in _SIMPLE or _LISTED.fullmatch(style):
            yield Entry(_SIMPLE.get(style, "listing"), 0, "", "", normal(text))
        elif style == "equation":
            words, _, label = text.rpartition("\t") if self._sequence(line) else (text, "", "")
            yield Entry("equation", 0, place, self._number_label(line, label), normal(words))
        elif "typed entry" in style:
            label, _, words = text.partition("\t")
            yield Entry("item", whole(style.rpartition(" ")[2], 1), "", normal(label), normal(words))
        else:
            yield from self._reading.passage(line)

    def _sequence(self, line: WordLine) -> Field | None:
        return next((field for field in line.fields if field.kind == "SEQ"), None)

    def _number_label(self, line: WordLine, label: str) -> str:
        """Return a label with the number that Word will print in it."""
        at = 0
        for field in line.fields:
            start = label.find(field.result, at) if field.kind in {"SEQ", "STYLEREF"} and field.result else -1
            if start >= 0:
                result = self._reading.sequences.get(id(field), field.result)
                label, at = f"{label[:start]}{result}{label[start + len(field.result) :]}", start + len(result)
        return normal(label)

    def _letter(self, held: list[WordLine]) -> Entry:
        """Return a note under an object: its letter, a tab, and its words."""
        first, *rest = held
        label, _, words = first.text(self._reading.labels).partition("\t")
        text = normal(f"{words} {join_entries(self._reading.body(rest))}")
        return Entry("letter", 0, self._reading.place(first), normal(label), text)

    # Tables

    def _cells(self, row: Node, held: list[WordLine]) -> Entry:
        table = next(row.iterancestors(name("w:tbl")))
        if row not in self._shapes:
            self._shapes |= shapes(table)
        inside: dict[Node, list[Entry]] = {}
        for line in held:
            cell = next(line.node.iterancestors(name("w:tc")))
            inside.setdefault(cell, []).extend(self._line(line))
        cells = [rows for cell, rows in inside.items() if not continues(cell)]
        signs = zip_longest(self._shapes[row].split(" "), map(build, cells), fillvalue="")
        return Entry("row", 0, "", " ".join(map("".join, signs)), " | ".join(map(join_entries, cells)))

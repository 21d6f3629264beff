"""Reads the words of a Word file: paragraphs by kind, with their numbers, notes, tracked changes and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from lxml.etree import _Element as Node

from plantin.bounded import xml
from plantin.bounded.kept import memoize
from plantin.bounded.xml import XmlError
from plantin.findings import Finding, Place, SourceError
from plantin.model.outline import normal
from plantin.packs.imports import inventory
from plantin.packs.imports.docx import charts, controls, formulas, raw_words, story
from plantin.packs.imports.docx.story import ReceivedLine
from plantin.packs.imports.inventory import Inventory
from plantin.packs.imports.paragraph_pieces import Call, Piece, Words, trim
from plantin.source import images
from plantin.wordfile.numbering import Engine, NumberingDefinitions, ParagraphNumber
from plantin.wordfile.package import DamagedError, Package, child, leading, name, open_package, val
from plantin.wordfile.styles import BODY, BOXED, Styles, outline_level
from plantin.wordfile.text import paragraphs
from plantin.wordfile.tracked import Tracked, settle_changes

Kind = Literal["head", "title", "heading", "numbered", "plain", "item", "bullet", "continued", "quotation", "object"]

_STYLES: tuple[tuple[str, Kind], ...] = (
    (r"masthead.*", "head"),
    (r"title", "title"),
    (r"numbered paragraph", "numbered"),
    (r"(?:note |box )?subparagraph(?: (\d))?", "item"),
    (r"list number(?: (\d))?", "item"),
    (r"(?:list|note|box|table) bullet(?: (\d))?", "bullet"),
    (r"(?:list|note|box|table) continue(?: (\d))?", "continued"),
    (
        r"(?:note |box )?quotation|(?:note |table )?typed entry(?: \d)?|quote|quotations|intense quote|block text",
        "quotation",
    ),
)
_DEEP = ("item", "bullet", "continued")
_IN_ENTRIES = re.compile(r"^listing continue(?: \d)?$")
"""A listing in an entry of a list."""
_OWN_NOTE = re.compile(r"(?:masthead__)?note_\d+")
_LEADS_TO_PAGE = re.compile(r"(?:\s|\.)(?:\d+|[ivxlc]+)\s*$")
"""The page at the end of an entry of a list of contents."""
_SHORTEST_TEXT = 40
"""So many characters has a sentence at least that is text in the control of a list of contents."""
_CONTENTS = re.compile(r"toc (\d|heading)|contents.*|table of figures")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the file."""

    kind: Kind
    """What it is."""
    level: int
    """Its level from 1; 0 for none."""
    label: str
    """The number that Word shows."""
    line: ReceivedLine
    """The paragraph as read."""
    tabled: bool = False
    """Whether it is in a table."""
    named: str = ""
    """The name of its style."""
    parts: tuple[Passage, ...] = ()
    """The paragraphs of an object, which the importer of corrections has as one."""
    boxed: bool = False
    """Whether it is in a text box."""

    def place(self) -> str:
        """Return the first words, by which a person finds the paragraph again."""
        text = normal(self.line.text())
        return f"“{text[:50]}…”" if len(text) > 50 else f"“{text}”"


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote or an endnote."""

    identifier: str
    """Its id in the file."""
    bookmark: str
    """The bookmark that the press gave it, empty in other files."""
    passages: tuple[Passage, ...]
    """Its paragraphs."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A Word file, read."""

    passages: tuple[Passage, ...]
    """The paragraphs of the text."""
    notes: tuple[Footnote, ...]
    """The notes, in the order of their first calls."""
    marks: dict[str, str]
    """The ids of notes, by the bookmarks around their calls."""
    language: str
    """The language of the text."""
    right_to_left: str
    """The language of text that is written from right to left."""
    title: str
    """The title in the properties."""
    findings: tuple[Finding, ...]
    """Comments, and tracked changes that were settled."""
    asterisks: tuple[str, ...] = ()
    """The words of the notes that the masthead calls."""
    set_aside: tuple[tuple[str, str], ...] = ()
    """Words that the press makes itself, each after what they are: lists of contents, headers and footers."""
    running: tuple[str, ...] = ()
    """The lines of headers and footers."""
    held: int = 0
    """How many other documents the file holds that only Word can open."""
    texts: tuple[str, ...] = ()
    """The paragraphs of the whole file, counted in its parts and not by this reading."""
    inventory: Inventory = field(default_factory=Inventory)
    """What the file holds beside words, counted likewise."""
    controls: str = ""
    """Which form fields and content controls it has; empty for none."""


def read(path: Path, how: Tracked, *, as_: Literal["edited", "foreign", "edition"] = "edited") -> Manuscript:
    """Read the Word file at ``path`` (ECMA-376 part 1, 17), its tracked changes accepted or rejected as ``how`` says.

    Formulas are TeX in a file that is read as a ``foreign`` one or as an ``edition`` of this press; in an edition the
    asterisks of the masthead and the letters of notes under objects are calls.

    Raises SourceError: S001 no such file, S050 it is damaged or no Word file; S051, one for each, where it has tracked
    changes and ``how`` is refuse.
    """
    if not path.is_file():
        raise SourceError.of("S001", "there is no such file", Place(str(path)), "Check the name.")
    try:
        package = open_package(path)
    except DamagedError as error:
        hint = "Save it again as .docx."
        raise SourceError.of("S050", f"no Word file that can be read: {error}", Place(str(path)), hint) from None
    changes = settle_changes(package, str(path), how)
    hint = "Settle it: comments are not imported."
    comments = (f"a comment by {author or 'nobody'}: “{words}”" for author, words in story.comments(package.comments))
    remarks = [Finding("S053", words, Place(str(path)), hint, "warning") for words in comments]
    found_formulas = {} if as_ == "edited" else formulas.tex(package, path)
    return _Reading(package, found_formulas, edition=as_ == "edition").manuscript((*changes, *remarks))


class _Reading:
    """Reads one file."""

    def __init__(self, package: Package, formulas_: Mapping[Node, str], *, edition: bool) -> None:
        self._package, self._formulas, self._edition = package, formulas_, edition
        self._styles = Styles(package.styles)
        self._lists = NumberingDefinitions(package.numbering, self._styles)
        self._contents: list[str] = []

    def manuscript(self, findings: tuple[Finding, ...]) -> Manuscript:
        body = self._package.body()
        passages = tuple(self._passages(body, "document"))
        heads = [passage for passage in passages if passage.kind in ("head", "title")]
        masthead = {call.note for passage in heads for call in _calls(passage) if call.own}
        if not self._edition:
            for passage in heads:
                _unmark(passage.line)
        calls = [piece for passage in passages for piece in passage.line.pieces if isinstance(piece, Call)]
        called = list(dict.fromkeys(call.note for call in calls if call.note))
        notes = list(self._notes())
        text_notes = {note.identifier: note for note in notes if note.identifier not in masthead}
        running = raw_words.headers_and_footers(self._package, self._styles)
        order = [
            *(identifier for identifier in called if identifier in text_notes),
            *(identifier for identifier in text_notes if identifier not in called),
        ]
        return Manuscript(
            passages=passages,
            notes=tuple(text_notes[identifier] for identifier in order),
            marks={mark: call.note for call in calls if call.note for mark in call.anchors},
            language=self._styles.language() or self._styles.language("w:bidi"),
            right_to_left=self._styles.language("w:bidi"),
            title=self._package.title,
            findings=findings,
            asterisks=tuple(
                normal(" ".join(passage.line.text() for passage in note.passages)).lstrip("* ")
                for note in notes
                if note.identifier in masthead
            ),
            set_aside=(
                *(
                    [("the list of contents, which the press makes", " ".join(self._contents))]
                    if self._contents
                    else []
                ),
                *(("the head or foot of a page, which the press makes", words) for words in running),
            ),
            running=running,
            held=len(list(body.iter(name("w:altChunk")))),
            texts=tuple(raw_words.texts(self._package, self._styles)),
            inventory=inventory.word(self._package, self._styles),
            controls=controls.describe_controls([body, *self._package.notes(), *self._package.end_notes()]),
        )

    @memoize
    def _appearance(self, part: str) -> str:
        """Return a digest of what the picture in ``part`` shows; empty where the file has none there."""
        content = self._package.pictures.get(part)
        return "" if content is None else images.appearance(content)

    def _values(self, part: str) -> str:
        """Return the rows of the chart in ``part``, its cells divided by tabs; empty where it has none."""
        try:
            chart = charts.read_chart(xml.parse(self._package.pictures.get(part, b"")))
        except XmlError:
            return ""
        return "\n".join("\t".join(row) for row in chart.rows) if chart else ""

    def _notes(self) -> Iterator[Footnote]:
        series = (("footnotes", "", self._package.notes()), ("endnotes", story.END, self._package.end_notes()))
        for part, before, notes in series:
            for note in notes:
                passages = tuple(self._passages(note, part))
                marks = (mark for passage in passages for mark in passage.line.bookmarks)
                bookmark = next(filter(_OWN_NOTE.fullmatch, marks), "")
                yield Footnote(before + val(note, attribute="w:id"), bookmark, passages)

    def _passages(self, root: Node, part: str, *, boxed: bool = False) -> Iterator[Passage]:
        targets, engine = self._package.targets.get(part, {}), Engine(self._lists)
        reader = story.ParagraphReader(self._styles, targets, self._formulas, letters=self._edition)
        for paragraph in paragraphs(root):
            node, tabled = paragraph.node, paragraph.in_table
            if paragraph.in_contents and (self._edition or self._is_listed(node)):
                self._contents += raw_words.paragraphs(node, self._styles)
                continue
            line = reader.read(node)
            number = engine.next(node)
            line.pictures = [(words, self._appearance(targets.get(key, ""))) for words, key in line.pictures]
            line.drawn = [(kind, targets.get(key, ""), words) for kind, key, words in line.drawn]
            line.pictures += [(words, self._values(part)) for kind, part, words in line.drawn if kind == "chart"]
            line.images = [replace(image, part=targets.get(image.part, "")) for image in line.images]
            if self._is_contents(node):
                self._contents += raw_words.paragraphs(node, self._styles)
                continue
            if not tabled:
                plain = self._styles.name(line.style) in {"body text", "numbered paragraph", "normal"}
                if line.pieces and plain and leading(val(line.node, "w:pPr/w:jc")) in {"center", "end"}:
                    line.losses.append(story.ASIDE)
            counted_alone = tabled and number is not None and not number.bullet and number.label
            if line.pieces or line.losses or line.formulas or line.dropped or counted_alone:
                kind, level = self._kind(line, number)
                named = _IN_ENTRIES.sub("listing", self._styles.name(line.style))
                label = number.label if number else _take_label(line) if "typed entry" in named else ""
                yield Passage(kind, level, label, line, tabled, named, boxed=boxed)
            for box in line.boxes:
                yield from (replace(passage, tabled=tabled) for passage in self._passages(box, part, boxed=True))

    def _is_contents(self, paragraph: Node) -> bool:
        """Return whether a paragraph is of a list of contents: by its style, or by the field that makes it."""
        style = self._styles.name(val(paragraph, "w:pPr/w:pStyle") or self._styles.default)
        return bool(_CONTENTS.fullmatch(style)) or _is_contents_field(paragraph)

    def _is_listed(self, paragraph: Node) -> bool:
        """Return whether a paragraph in the control of a list of contents is of the list: Word puts text that is typed
        below the list into the control as well.
        """
        if self._is_contents(paragraph) or _LEADS_TO_PAGE.search("".join(map(str, paragraph.itertext()))):
            return True
        if next(paragraph.iter(name("w:hyperlink"), name("w:fldChar"), name("w:fldSimple")), None) is not None:
            return True
        words = " ".join(raw_words.paragraphs(paragraph, self._styles))
        return not words.endswith((".", ";", ":", "!", "?")) or len(words) < _SHORTEST_TEXT

    def _kind(self, line: ReceivedLine, number: ParagraphNumber | None) -> tuple[Kind, int]:
        """Return what a paragraph is: by its style, else by its outline level, else by its number."""
        direct_level = val(child(line.node, "w:pPr"), "w:outlineLvl")
        outline = outline_level(direct_level) if direct_level else self._styles.outline_level(line.style)
        if outline < BODY and not {"title", BOXED} & {*self._styles.names(line.style)}:
            return "heading", outline + 1
        for named in self._styles.names(line.style):
            for pattern, kind in _STYLES:
                if match := re.fullmatch(pattern, named):
                    return kind, int(match[1] or 1) if kind in _DEEP else 0
        if number is None:
            return "plain", 0
        if number.bullet:
            return "bullet", number.level + 1
        return (
            ("numbered", 0) if number.level == 0 and number.label.rstrip(".").isdigit() else ("item", number.level + 1)
        )


def _calls(passage: Passage) -> list[Call]:
    return [piece for piece in passage.line.pieces if isinstance(piece, Call)]


def _unmark(line: ReceivedLine) -> None:
    """Take its asterisks out of a line of the masthead; of two, LibreOffice leaves a copy in the text."""
    bare: list[Piece] = [piece for piece in line.pieces if not (isinstance(piece, Call) and piece.own)]
    if len(bare) == len(line.pieces):
        return
    if bare and isinstance(last := bare[-1], Words):
        bare[-1] = replace(last, text=last.text.rstrip("*"))
    line.pieces = trim([piece for piece in bare if piece != Words("")])
    line.losses = [loss for loss in line.losses if loss != story.OWN_MARK]


def _is_contents_field(paragraph: Node) -> bool:
    """Return whether a paragraph is the result of a field TOC (17.16.5.68), even one that was never updated."""
    for node in paragraph.iter(name("w:instrText"), name("w:fldSimple"), name("w:t")):
        if node.tag == name("w:t") and (node.text or "").strip():
            return False
        if node.tag != name("w:t"):
            code = node.text or "" if node.tag == name("w:instrText") else val(node, attribute="w:instr")
            return code.split()[:1] == ["TOC"]
    return False


def _take_label(line: ReceivedLine) -> str:
    """Take the label that is typed before an entry of a quotation out of its words, and return it."""
    first = line.pieces[0] if line.pieces else None
    if not isinstance(first, Words) or "\t" not in first.text:
        return ""
    label, _, rest = first.text.partition("\t")
    line.pieces[0] = replace(first, text=rest)
    line.pieces = trim([piece for piece in line.pieces if piece != replace(first, text="")])
    return label

"""A report received as a Word file that is not ours: styles by name, outline levels, automatic numbers and typed ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

from pipeline.findings import Finding, Place
from pipeline.importing import markup, plaintext
from pipeline.importing.docx import Manuscript, Passage
from pipeline.importing.docx.story import Call, Piece, Pointer, Words, trimmed, worded
from pipeline.importing.markup import Names, Row
from pipeline.importing.names import named
from pipeline.importing.received import Printed, Received, letters
from pipeline.model.outline import normal
from pipeline.source import pandoc
from pipeline.source.front_matter import Rules
from pipeline.source.pandoc import Node

_TYPED = re.compile(r"(?:[IVXLCDM]+|[A-Z]|\d+)\.[ \t\u00a0]+")
_TYPED_ENTRY = re.compile(r"\(([a-z])\)[ \t\u00a0]+")


def received(manuscript: Manuscript, path: Path, plain: Callable[[str, str], str]) -> Received:
    """The canonical source of the report in ``manuscript``, with the numbers that Word shows.

    ``plain`` gives words as an author types them, from the words and the character before them.

    Raises SourceError: S040 no symbol found, S041 a masthead line cannot be understood.
    """
    return _Foreign(manuscript, str(path), plain).received()


class _Foreign:
    def __init__(self, manuscript: Manuscript, path: str, plain: Callable[[str, str], str]) -> None:
        self._manuscript, self._path = manuscript, path
        self._printed: list[Printed] = []
        self._left_out = list(manuscript.findings)
        self._paragraph = 0
        self._names: dict[str, str] = {}
        for note in manuscript.notes:
            text = " ".join(passage.line.text() for passage in note.passages)
            self._names[note.identifier] = named(text, self._names.values())
        self._plain = plain
        self._marks = Names(self._call, self._pointer, plain)

    def received(self) -> Received:
        start = _start(self._manuscript)
        passages = self._manuscript.passages
        lines = [self._plain(part, " ") for passage in passages[:start] for part in re.split(r"[\t\n]", passage.line.text())]
        head, symbol = plaintext.masthead(lines, self._path)
        rows = [row for passage in passages[start:] if (row := self._row(passage)) is not None]
        made = markup.blocks(rows, Rules().subparagraphs)
        for number, note in enumerate(self._manuscript.notes, 1):
            own = [Row(passage.kind, passage.level, self._text(passage)) for passage in note.passages]
            words = " ".join(f"{passage.label} {normal(passage.line.text())}" for passage in note.passages)
            self._printed.append(Printed("note", str(number), words, 0))
            made.append(markup.note(self._names[note.identifier], own, Rules().subparagraphs))
        for table in self._manuscript.tables:
            self._lose(f"a table: “{normal(table)[:60]}”")
        return Received(head + "\n" + "\n\n".join(made) + "\n", symbol, tuple(self._printed), tuple(self._left_out))

    def _row(self, passage: Passage) -> Row | None:
        """A passage as a block; a number typed before it is taken away, and kept to be compared."""
        if passage.tabled:
            return None
        for words in dict.fromkeys(passage.line.losses):
            self._lose(f"{words}: {passage.place()}")
        kind, level, label = passage.kind, passage.level, passage.label
        pieces: list[Piece] = list(passage.line.pieces)
        typed = _TYPED.match(passage.line.text())
        if kind == "heading" and typed and not label:
            label, pieces = typed[0].strip(" \t\u00a0"), _without(pieces, typed.end())
        elif kind == "plain" and typed and typed[0].strip(" \t\u00a0") == f"{self._paragraph + 1}.":
            kind, label, pieces = "numbered", typed[0].strip(" \t\u00a0"), _without(pieces, typed.end())
        elif kind == "plain" and (entry := _TYPED_ENTRY.match(passage.line.text())):
            kind, level, pieces = "item", 1, _without(pieces, entry.end())
        words = normal(worded(pieces))
        if kind in ("heading", "numbered"):
            self._paragraph += kind == "numbered"
            self._printed.append(Printed("section" if kind == "heading" else "paragraph", label, words, 0))
        return Row(kind, level, markup.inline(pieces, self._marks)) if pieces else None

    def _text(self, passage: Passage) -> str:
        return markup.inline(passage.line.pieces, self._marks)

    def _call(self, call: Call) -> str:
        name = self._names.get(call.note or self._manuscript.marks.get(call.target, ""), "")
        if not name:
            self._lose("a call of a note that the file has not")
        return f"[^{name}]" if name else ""

    def _pointer(self, pointer: Pointer) -> str:
        self._lose(f"the reference “{normal(pointer.shown)}” becomes mere text")
        return markup.escaped(pointer.shown)

    def _lose(self, message: str) -> None:
        hint = "Write it in the canonical source's own marks (docs/source.md)."
        self._left_out.append(Finding("S058", f"not carried over: {message}", Place(self._path), hint, "warning"))


def _start(manuscript: Manuscript) -> int:
    """Where the text begins: after the title, or else with the first heading or numbered paragraph."""
    titles = [n for n, passage in enumerate(manuscript.passages) if passage.kind == "title"]
    if titles:
        return titles[-1] + 1
    for n, passage in enumerate(manuscript.passages):
        if passage.kind in ("heading", "numbered") or re.match(r"1\.[ \t\u00a0]", passage.line.text()):
            return n
    return len(manuscript.passages)


def _without(pieces: list[Piece], count: int) -> list[Piece]:
    """The pieces without their first ``count`` characters."""
    out: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Words) and count:
            cut = min(count, len(piece.text))
            count -= cut
            out.append(Words(piece.text[cut:], piece.look))
        else:
            out.append(piece)
    return trimmed([piece for piece in out if piece != Words("")])


# The second opinion


def second_opinion(manuscript: Manuscript, path: Path) -> tuple[Finding, ...]:
    """S060 for each heading, paragraph or note that pandoc's reader of Word files finds and we do not, or the other way round."""
    nodes = pandoc.parse_word(path)
    ours = [letters(worded(passage.line.pieces, calls=True)) for passage in manuscript.passages[_start(manuscript) :] if not passage.tabled]
    theirs: list[str] = []
    notes: list[str] = []
    for node in nodes:
        theirs += _blocks(node)
        notes += _notes(node)
    mine = [letters("".join(passage.line.text() for passage in note.passages)) for note in manuscript.notes]
    found = [*_unlike(ours, _from(theirs, ours), "paragraph"), *_unlike(mine, notes, "note")]
    return tuple(Finding("S060", message, Place(str(path)), "Compare the source with the file there.", "warning") for message in found)


def _from(theirs: list[str], ours: list[str]) -> list[str]:
    """Pandoc's paragraphs from where the text begins."""
    return theirs[theirs.index(ours[0]) :] if ours and ours[0] in theirs else theirs


def _unlike(ours: list[str], theirs: list[str], kind: str) -> Iterator[str]:
    for tag, start, end, from_, to in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            one, other = "".join(ours[start:end])[:50] or "nothing", "".join(theirs[from_:to])[:50] or "nothing"
            yield f"{kind}: we read “{one}”, pandoc “{other}” (letters alone)"


def _blocks(node: Node) -> Iterator[str]:
    if node.kind in ("Header", "Para", "Plain"):
        if text := letters(_words(node)):
            yield text
    elif node.kind != "Table":
        for child in node.children:
            yield from _blocks(child)


def _notes(node: Node) -> Iterator[str]:
    if node.kind == "Note":
        yield letters("".join(map(_words, node.children)))
    else:
        for child in node.children:
            yield from _notes(child)


def _words(node: Node) -> str:
    return "" if node.kind == "Note" else node.text + "".join(map(_words, node.children))

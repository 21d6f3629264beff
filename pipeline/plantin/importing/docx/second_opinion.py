"""Compares the import of a Word file with pandoc's reader: headings, paragraphs and notes that differ."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from plantin.findings import Finding, Place, PlantinError
from plantin.importing.docx import Manuscript
from plantin.importing.docx.recognition import begins
from plantin.importing.paragraph_pieces import worded
from plantin.importing.received import letters
from plantin.source import pandoc
from plantin.source.nodes import Node

_MOST_PAIRS = 4_000_000


def second_opinion(manuscript: Manuscript, path: Path) -> tuple[Finding, ...]:
    """S060 for each heading, paragraph or note that pandoc's reader of Word files finds and we do not, or the other way
    round; one where pandoc cannot read the file.
    """
    try:
        nodes = pandoc.parse_word(path)
    except PlantinError as error:
        message = f"pandoc does not read the file, so nothing was compared: {error.findings[0].message}"
        return (Finding("S060", message, Place(str(path)), "Compare the source with the file yourself.", "warning"),)
    ours = [
        letters(worded(passage.line.pieces, calls=True))
        for passage in manuscript.passages[_start(manuscript) :]
        if not passage.tabled and passage.line.pieces
    ]
    theirs: list[str] = []
    notes: list[str] = []
    for node in nodes:
        theirs += _blocks(node)
        notes += _notes(node)
    mine = [letters("".join(passage.line.text() for passage in note.passages)) for note in manuscript.notes]
    found = [*_unlike(ours, _from(theirs, ours), "paragraph"), *_unlike(mine, notes, "note")]
    return tuple(
        Finding("S060", message, Place(str(path)), "Compare the source with the file there.", "warning")
        for message in found
    )


def _from(theirs: list[str], ours: list[str]) -> list[str]:
    """Pandoc's paragraphs from where the text begins."""
    return theirs[theirs.index(ours[0]) :] if ours and ours[0] in theirs else theirs


def _unlike(ours: list[str], theirs: list[str], kind: str) -> Iterator[str]:
    begin = next(
        (n for n, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one != other),
        min(len(ours), len(theirs)),
    )
    ours, theirs = ours[begin:], theirs[begin:]
    if len(ours) * len(theirs) > _MOST_PAIRS:
        yield (
            f"from {kind} {begin + 1} on, {len(ours):,} are read by us and {len(theirs):,} by pandoc, too many to be"
            " compared one by one"
        )
        return
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


def _start(manuscript: Manuscript) -> int:
    """Where the text begins: after the title, or else with the first heading or numbered paragraph."""
    titles = [n for n, passage in enumerate(manuscript.passages) if passage.kind == "title"]
    if titles:
        return next(
            (n for n in range(titles[0], len(manuscript.passages)) if manuscript.passages[n].kind != "title"),
            len(manuscript.passages),
        )
    return next((n for n, passage in enumerate(manuscript.passages) if begins(passage)), len(manuscript.passages))

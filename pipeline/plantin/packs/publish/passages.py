"""The passages of a report, stored in a release so that the next one can list changes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from plantin.bounded.bytes import MIB
from plantin.bounded.bytes import read as read_bytes
from plantin.findings import Place, PlantinError
from plantin.model.document import Document
from plantin.model.inlines import Reference, Text
from plantin.model.outline import Entry, outline
from plantin.model.rewrite import RewriteRules, notes, rewrite

KEPT = "passages.json"
_SCHEMA = 1
_LARGEST = 64 * MIB


@dataclass(frozen=True, slots=True)
class KeptPassage:
    """One passage: its ``kind`` as outlines name it (or ``masthead``), its ``number`` as printed, its ``text`` with the
    calls of notes as ``[^7]``, the heading that it is ``under``. ``likened`` is the text with each reference as
    ``[@anchor]``, so that a number which follows its paragraph is distinguished from one that was changed.
    """

    kind: str
    anchor: str
    number: str
    text: str
    likened: str
    under: str = ""

    @property
    def series(self) -> str:
        """Which of the two series it belongs to: the notes, or the body."""
        return "notes" if self.kind == "note" else "body"


def passages(document: Document) -> tuple[KeptPassage, ...]:
    """Return the passages of a document in reading order: masthead, body, notes."""
    text_outline, marked = outline(document), outline(_mark_references(document))
    lines = (KeptPassage("masthead", "", "", line, line) for line in text_outline.masthead)
    notes_ = (_passage(note, other, "") for note, other in zip(text_outline.notes, marked.notes, strict=True))
    return (*lines, *_under(text_outline.body, marked.body), *notes_)


def _under(entries: tuple[Entry, ...], marked: tuple[Entry, ...]) -> Iterator[KeptPassage]:
    headings: dict[int, str] = {}
    for entry, other in zip(entries, marked, strict=True):
        if entry.kind == "section":
            headings = {level: text for level, text in headings.items() if level < entry.level}
        yield _passage(entry, other, next(reversed(headings.values()), ""))
        if entry.kind == "section":
            headings[entry.level] = f"{entry.label} {entry.text}".strip()


def _passage(entry: Entry, marked: Entry, under: str) -> KeptPassage:
    # The label of a row is the shape of its cells, nothing that is printed.
    return KeptPassage(
        entry.kind, entry.anchor, "" if str(entry.kind) == "row" else entry.label, entry.text, marked.text, under
    )


def _mark_references(document: Document) -> Document:
    """Return the document with the mark ``[@anchor]`` for each reference."""
    change = RewriteRules(lambda inline: Text(f"[@{inline.anchor}]") if isinstance(inline, Reference) else inline)
    return replace(document, blocks=rewrite(document.blocks, change), notes=notes(document.notes, change))


def to_json(documents: Mapping[str, Document]) -> dict[str, object]:
    """Return what a release keeps of a report: the passages of each language."""
    rows = {language: [asdict(passage) for passage in passages(document)] for language, document in documents.items()}
    return {"schema": _SCHEMA, "languages": rows}


def read(path: Path) -> dict[str, tuple[KeptPassage, ...]]:
    """Return the passages by language that a release has kept in the file ``path``. Raises PlantinError (D116) where it
    cannot be read.
    """
    try:
        data = json.loads(read_bytes(path, _LARGEST))
        if data["schema"] != _SCHEMA:
            raise _unreadable(path, f"schema {data['schema']} is not known")
        return {language: tuple(map(_passage_of, rows)) for language, rows in data["languages"].items()}
    except RecursionError:
        raise _unreadable(path, "it has brackets in brackets without end") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(path, str(error)) from error


def _passage_of(row: dict[str, str]) -> KeptPassage:
    if not all(isinstance(value, str) for value in row.values()):
        raise TypeError("a passage has something else than text")
    return KeptPassage(**row)


def _unreadable(path: Path, why: str) -> PlantinError:
    hint = "Move that release out of release/ for now: then nothing is compared."
    return PlantinError.of(
        "D116", f"what the release before kept of its passages cannot be read: {why}", Place(path.name), hint
    )

"""What a Word file says of the report: its properties (ECMA-376 part 2, 11), and languages of passages (17.3.2.20)."""

from __future__ import annotations

from collections.abc import Iterator

from plantin.auditors.docx.reading import WordText
from plantin.auditors.docx.story import Call, Run, WordLine
from plantin.auditors.record import LANGUAGES, RecordedStatement
from plantin.model import languages
from plantin.model.outline import mark, normal

_SEVERAL = {"creator": "creator", "identifier": "identifier", "subject": "keywords"}
_CONTRIBUTOR, _RELATION = "dcterms.contributor", "dcterms.relation."
_ONE = {"abstract": "description", "version": "version", "publisher": "Company"}


def record(reading: WordText) -> Iterator[RecordedStatement]:
    """Yield what the properties of the file say; where they have several values in one text, semicolons part them. Of
    its own ones (ECMA-376 part 1, 22.3) those that are named after ``dcterms.relation`` say what belongs to the report.
    At last every passage that says its language, with the usual region of that.
    """
    properties, custom = reading.package.properties, reading.package.custom
    for term, key in _SEVERAL.items():
        yield RecordedStatement(
            "the file's properties", term, tuple(filter(None, map(normal, properties.get(key, "").split(";"))))
        )
    for term, key in _ONE.items():
        yield RecordedStatement("the file's properties", term, tuple(filter(None, (normal(properties.get(key, "")),))))
    last = normal(properties.get("lastModifiedBy", ""))
    yield RecordedStatement("the last editor of the file", "publisher", tuple(filter(None, (last,))))
    contributors = tuple(normal(words) for key, words in custom.items() if key == _CONTRIBUTOR)
    yield RecordedStatement("the file's own properties", "contributor", contributors)
    yield RecordedStatement(
        "the file's own properties",
        "relation",
        tuple(normal(words) for key, words in custom.items() if key.startswith(_RELATION)),
    )
    passages = (passage for line in reading.all_lines() for passage in _passages(reading, line))
    yield RecordedStatement("the story", LANGUAGES, tuple(dict.fromkeys(passages)))


def _passages(reading: WordText, line: WordLine) -> Iterator[str]:
    """Yield the passages of a paragraph; a call at its end, and a formula at either end, may be in it or not."""
    tag = ""
    pending: list[Run | Call] = []
    for piece in (*line.pieces, None):
        if isinstance(piece, Call) or (piece and piece.formula):
            pending.append(piece)
            continue
        before, tag = tag, (piece.language or reading.styles.run_language(piece.style, "w:val")) if piece else ""
        if tag != before or piece is None:
            yield from _spans_of(reading, before, pending)
            pending = _formulas_after(pending)
        if piece:
            pending.append(piece)


def _formulas_after(held: list[Run | Call]) -> list[Run | Call]:
    """Return the formulas at the end of ``held``, which may belong to what follows."""
    after = len(held)
    while after and isinstance(piece := held[after - 1], Run) and piece.formula:
        after -= 1
    return held[after:]


def _spans_of(reading: WordText, tag: str, pieces: list[Run | Call]) -> Iterator[str]:
    """Yield what a run of pieces in the language ``tag`` says, with what has no language at its ends and without it."""
    if tag and pieces and isinstance(pieces[0], Run) and pieces[0].formula:
        yield from _spans_of(reading, tag, pieces[1:])
    while tag and pieces:
        texts = (
            piece.text if isinstance(piece, Run) else mark(reading.labels.get(id(piece), piece.label))
            for piece in pieces
        )
        if words := normal("".join(texts)):
            yield f"{languages.regional(tag)} {words}"
        if isinstance(last := pieces[-1], Run) and not last.formula:
            return
        pieces = pieces[:-1]

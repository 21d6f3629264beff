"""What changed between two states of a report in one language, line by line and word by word: the values that web
redlines, JSON and summaries are made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from plantin.model.document import Document
from plantin.model.inlines import Emphasis, Formula, Inline, Reference, Strong, Subscript, Superscript, Text
from plantin.model.outline import Entry, outline
from plantin.model.rewrite import RewriteRules, notes, rewrite
from plantin.packs.revision.pairing import Line, pair
from plantin.packs.revision.wording import divide, is_weak, stretches

Sort = Literal["kept", "renumbered", "changed", "inserted", "deleted", "moved-from", "moved-to"]
SORTS: tuple[Sort, ...] = ("changed", "inserted", "deleted", "moved-from", "moved-to", "renumbered")
Status = Literal["kept", "inserted", "deleted", "renumbered"]
Series = Literal["masthead", "body", "notes"]

OPEN, CLOSE, REFERENCE, DIVIDER = "\ue000", "\ue001", "\ue002", "\ue003"
"""Private characters: around the name of a mark where marked words begin, at their end, around the anchor and the words
of a reference, for a sign that would divide cells.
"""
_SIGNS = {Emphasis: "em", Strong: "strong", Superscript: "sup", Subscript: "sub"}
_CELLS = " | "
_CALL = re.compile(r"\[\^[^\]]*\]")
_TOKEN = re.compile(
    rf"{OPEN}[a-z]+{OPEN}|{CLOSE}|{REFERENCE}[^{REFERENCE}]*{REFERENCE}[^{REFERENCE}]*{REFERENCE}|\[\^[^\]]*\]"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a sign, a space or the call of a note, with the marks that it is in (``em``, ``strong``)."""

    text: str
    marks: tuple[str, ...] = ()
    anchor: str = ""
    """Where it leads, of a reference in the report."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that have one status. ``renumbered`` ones follow their place, and were ``former`` before."""

    status: Status
    words: tuple[Word, ...]
    former: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line of the outline in both states. ``entry`` is that of the present state, of what is gone that of the earlier
    one; ``cells`` are its pieces, cell by cell in a row, else one run of them.
    """

    series: Series
    sort: Sort
    entry: Entry
    former: Entry | None
    """The line of the earlier state, None where it is new."""
    cells: tuple[tuple[Piece, ...], ...]
    move: int = 0
    """The number of the move of which it is one end, from 1."""
    before: int | None = None
    """Its place in its series before."""
    now: int | None = None
    """Its place in its series now."""


@dataclass(frozen=True, slots=True)
class ReportChanges:
    """Both states of a report in one language, laid together."""

    language: str
    lines: tuple[ChangedLine, ...]

    def changed(self) -> Iterator[ChangedLine]:
        """Yield the lines that are not as they were."""
        return (line for line in self.lines if line.sort != "kept")


def compare(before: Document, now: Document) -> ReportChanges:
    """Return what changed from one state of a report to another, in one language."""
    olds, news = outline(_marked(before)), outline(_marked(now))
    lines: list[ChangedLine] = []
    anchors = _followed(olds.body, news.body) | _followed(olds.notes, news.notes)
    moves = 0
    for series in ("masthead", "body", "notes"):
        former, present = _entries(getattr(olds, series)), _entries(getattr(news, series))
        part = list(_series(series, former, present, anchors, moves))
        moves = max((moves, *(line.move for line in part)))
        lines += part
    return ReportChanges(now.language, tuple(lines))


def share(changes: ReportChanges) -> float:
    """Return which part of the lines of the shorter text is in both; mastheads and notes do not count."""
    lines = [line for line in changes.lines if line.series == "body"]
    both = sum((line.before is not None and line.now is not None) or line.sort == "moved-to" for line in lines)
    olds = sum(line.before is not None for line in lines)
    news = sum(line.now is not None for line in lines)
    return both / max(min(olds, news), 1)


def _marked(document: Document) -> Document:
    """Return the document with signs in its texts for what is marked and where references lead."""

    def mark(inline: Inline) -> Inline | tuple[Inline, ...]:
        match inline:
            case Text(text):
                return Text(text.replace(_CELLS, f" {DIVIDER} "))
            case Emphasis() | Strong() | Superscript() | Subscript():
                return (Text(f"{OPEN}{_SIGNS[type(inline)]}{OPEN}"), *inline.content, Text(CLOSE))
            case Reference(anchor, text):
                return Text(f"{REFERENCE}{anchor}{REFERENCE}{text}{REFERENCE}")
            case Formula():
                return replace(inline, words=inline.words.replace(_CELLS, f" {DIVIDER} "))
            case _:
                return inline

    rules = RewriteRules(mark)
    return replace(document, blocks=rewrite(document.blocks, rules), notes=notes(document.notes, rules))


def _entries(entries: Sequence[Entry | str]) -> list[Entry]:
    return [Entry("paragraph", 0, "", "", entry) if isinstance(entry, str) else entry for entry in entries]


def _followed(olds: Sequence[Entry], news: Sequence[Entry]) -> frozenset[tuple[str, str]]:
    """Return the anchors of each place that is in both states, before and now."""
    pairs = pair(_lines(olds), _lines(news)).now.items()
    return frozenset((olds[old].anchor, news[new].anchor) for old, new in pairs if olds[old].anchor)


def _lines(entries: Sequence[Entry]) -> list[Line]:
    return [Line(f"{entry.kind}{entry.level}", plain(_CALL.sub("[^]", entry.text))) for entry in entries]


def plain(text: str) -> str:
    """Return the words of a marked text alone."""
    text = re.sub(rf"{REFERENCE}[^{REFERENCE}]*{REFERENCE}([^{REFERENCE}]*){REFERENCE}", r"\1", text)
    return re.sub(f"{OPEN}[a-z]+{OPEN}|{CLOSE}", "", text).replace(DIVIDER, "|")


def _series(
    series: Series, olds: list[Entry], news: list[Entry], anchors: frozenset[tuple[str, str]], moves: int
) -> Iterator[ChangedLine]:
    is_head = series == "masthead"
    pairing = pair(
        *([Line(series, entry.text) for entry in rows] if is_head else _lines(rows) for rows in (olds, news))
    )
    numbers = {old: moves + n for n, old in enumerate(sorted(pairing.moved), 1)}
    numbers_now = {pairing.now[old]: number for old, number in numbers.items()}
    for step in pairing.steps():
        old, new = (None if at is None else rows[at] for rows, at in ((olds, step.before), (news, step.now)))
        # A row with another number of cells is another row.
        if old and new and len(_texts(old)) == len(_texts(new)):
            cells, sort = _both(old, new, anchors)
            yield ChangedLine(series, sort, new, old, cells, 0, step.before, step.now)
            continue
        if old:
            move = numbers.get(step.before or 0, 0)
            sort = "moved-from" if move else "deleted"
            yield ChangedLine(series, sort, old, old, _whole(old, "deleted"), move, before=step.before)
        if new:
            move = numbers_now.get(step.now or 0, 0)
            sort = "moved-to" if move else "inserted"
            yield ChangedLine(series, sort, new, None, _whole(new, "inserted"), move, now=step.now)


Cells = tuple[tuple[Piece, ...], ...]


def _both(old: Entry, new: Entry, anchors: frozenset[tuple[str, str]]) -> tuple[Cells, Sort]:
    """Return the pieces of a line that is in both states, and what has become of it."""
    texts = zip(_texts(old), _texts(new), strict=True)
    cells = tuple(_pieces(words(former), words(present), anchors) for former, present in texts)
    pieces = {piece.status for cell in cells for piece in cell}
    is_relabelled = old.label != new.label
    changed = bool(pieces & {"inserted", "deleted"}) or (is_relabelled and old.kind == "row")
    return cells, "changed" if changed else "renumbered" if is_relabelled or "renumbered" in pieces else "kept"


def _whole(entry: Entry, status: Status) -> Cells:
    return tuple((Piece(status, words(text)),) for text in _texts(entry))


def _texts(entry: Entry) -> list[str]:
    texts = entry.text.split(_CELLS) if entry.kind == "row" else [entry.text]
    return [text.replace(DIVIDER, "|") for text in texts]


def words(text: str) -> tuple[Word, ...]:
    """Return the words of a marked text."""
    marks: list[str] = []
    out: list[Word] = []
    at = 0
    for match in _TOKEN.finditer(text):
        out += (Word(part, tuple(marks)) for part in divide(text[at : match.start()]))
        at, token = match.end(), match[0]
        if token.startswith(OPEN):
            marks.append(token[1:-1])
        elif token == CLOSE:
            marks = marks[:-1]
        elif token.startswith(REFERENCE):
            _, anchor, shown, _ = token.split(REFERENCE)
            out.append(Word(shown, tuple(marks), anchor))
        else:
            out.append(Word(token, tuple(marks)))
    return (*out, *(Word(part, tuple(marks)) for part in divide(text[at:])))


def _pieces(olds: tuple[Word, ...], news: tuple[Word, ...], anchors: frozenset[tuple[str, str]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for tag, a, b, c, d in stretches(
        olds, news, lambda word: isinstance(word, Word) and (not word.anchor and is_weak(word.text))
    ):
        gone, new = olds[a:b], news[c:d]
        if tag == "equal":
            pieces.append(Piece("kept", new))
        elif len(gone) == len(new) and all(map(partial(_follows, anchors=anchors), gone, new)):
            pieces.append(Piece("renumbered", new, gone))
        else:
            pieces += [Piece("deleted", gone)] if gone else []
            pieces += [Piece("inserted", new)] if new else []
    return tuple(pieces)


def _follows(old: Word, new: Word, anchors: frozenset[tuple[str, str]]) -> bool:
    """Return whether one word is the other, but for the number of the place that both name."""
    if old == new:
        return True
    if old.anchor and new.anchor:
        return (old.anchor, new.anchor) in anchors
    calls = _CALL.fullmatch(old.text), _CALL.fullmatch(new.text)
    return all(calls) and (f"note-{old.text[2:-1]}", f"note-{new.text[2:-1]}") in anchors

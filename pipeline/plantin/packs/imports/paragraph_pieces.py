"""The inline parts of a paragraph of any received file: formatted words, note calls, references, and source markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

_BLANK = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u00ad\u200b\u2060\ufeff"
"""What is not seen: spaces of every width, and characters without one."""


@dataclass(frozen=True, slots=True)
class Look:
    """How words look, as far as a source can say it. ``link`` is the address they lead to."""

    emphasis: bool = False
    strong: bool = False
    raised: Literal["", "superscript", "subscript"] = ""
    code: bool = False
    language: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Text of one look; a line break is a newline."""

    text: str
    look: Look = Look()


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a note: of the note with the id ``note``, or again, as ``shown``, of the one whose mark is in the
    bookmark ``target``.
    """

    note: str = ""
    target: str = ""
    anchors: tuple[str, ...] = ()
    shown: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Pointer:
    """A reference to the bookmark ``target``, with the words or the number that it shows."""

    target: str
    shown: str


@dataclass(frozen=True, slots=True)
class SourceMarkup:
    """What is given in the source's own marks, as a formula: ``$x^2$``. ``words`` are what it says as text."""

    marks: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: what it says to who cannot see it, the part or the address that holds it (empty: none in the
    file), whether it is declared decorative, and its width in hundredths of that of the text (0: not known).
    """

    alternative: str
    part: str
    decorative: bool = False
    width: int = 0


Piece = Words | Call | Pointer | SourceMarkup


def text_of(pieces: list[Piece], *, calls: bool = False) -> str:
    """Return the words of ``pieces``; with ``calls`` also the number of each note that is called again."""
    out = ""
    for piece in pieces:
        match piece:
            case Words(text, _):
                out += text
            case Pointer(_, shown):
                out += shown
            case Call():
                out += piece.shown if calls else ""
            case SourceMarkup(_, words):
                out += words
    return out


def merge_pieces(pieces: list[Piece]) -> list[Piece]:
    """Return words that look alike, joined; white space at the ends of marked words is outside the mark."""
    out: list[Piece] = []
    for piece in _join_pieces(pieces):
        if isinstance(piece, Words) and piece.look != Look() and not piece.look.code:
            inside = piece.text.strip()
            head, _, tail = piece.text.partition(inside) if inside else (piece.text, "", "")
            out += [Words(head), Words(inside, piece.look), Words(tail)]
        else:
            out.append(piece)
    return _join_pieces(out)


def _join_pieces(pieces: list[Piece]) -> list[Piece]:
    out: list[Piece] = []
    for piece in pieces:
        before = out[-1] if out else None
        if isinstance(piece, Words) and not piece.text:
            continue
        if isinstance(piece, Words) and isinstance(before, Words) and piece.look == before.look:
            out[-1] = replace(before, text=before.text + piece.text)
        else:
            out.append(piece)
    return out


def trim(pieces: list[Piece]) -> list[Piece]:
    """Return ``pieces`` without white space at the ends."""
    out = list(pieces)
    while out and isinstance(first := out[0], Words) and first.text[:1].isspace():
        out[0] = replace(first, text=first.text[1:])
        out = out if out[0] != replace(first, text="") else out[1:]
    while out and isinstance(last := out[-1], Words) and last.text[-1:].isspace():
        out[-1] = replace(last, text=last.text[:-1])
        out = out if out[-1] != replace(last, text="") else out[:-1]
    return out


def divide(pieces: Sequence[Piece], sign: str) -> tuple[list[Piece], list[Piece]] | None:
    """Return the pieces before the first ``sign`` among the words, and those after it; None where it is not there."""
    for n, piece in enumerate(pieces):
        if isinstance(piece, Words) and sign in piece.text:
            before, _, after = piece.text.partition(sign)
            rest = merge_pieces([replace(piece, text=after), *pieces[n + 1 :]])
            return [*pieces[:n], replace(piece, text=before)], trim(rest)
    return None


def is_blank(pieces: Iterable[Piece]) -> bool:
    """Return whether there is nothing but white space, no-break and em spaces too."""
    return all(isinstance(piece, Words) and not piece.text.strip(_BLANK) for piece in pieces)

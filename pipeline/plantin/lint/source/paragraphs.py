"""Finds typed numbers in numbered paragraphs, preambular paragraphs without their verb, reports of too many words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from plantin.findings import Finding
from plantin.lint.source.passage import Passage, Slip
from plantin.source.front_matter import FrontMatter
from plantin.source.scan import SourceLine

# 12\. Text, \(a) Text, 12 bis. Text, IV\. Text: what would be a list without its backslash, or is not one for pandoc.
_TYPED = re.compile(
    r"(?:\d{1,3}(?: (?:bis|ter|quater))?\\?[.)]|\\\((?:[a-z]|[ivx]+|\d{1,2})\\?\)|[a-z]\\\)|[IVX]+\\[.)])"
    r" +(?=[\"“«*\w])"
)
_BULLET = re.compile(r"\\?[•◦▪‣·] ")
_LEADING_ID = re.compile(r"\[\]\{[^}]*\} *")
_NO_TEXT = re.compile(r"\s*(?:[#>|:`~$\[-]|\(?\w{1,4}[.)]\s|    )")
_VERB = re.compile(r"(?:[*_](?![*_\s])|\[[*_])")
_MARKUP = re.compile(
    r"\[\^[^\[\]\s]+\]:?|\{[^{}]*\}|^:::.*$|^[ \t>]*(?:[-+*]|\(?\w{1,5}[.)])[ \t]|[|]|:?-{3,}:?|<[^<>]*>|\\(?=\W)",
    re.MULTILINE,
)
_WORD = re.compile(r"[^\W_](?:[^\s|]*[^\W_])?")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def slips(read: tuple[Passage, ...], front: FrontMatter, most: int = 0) -> Iterator[Slip]:
    """Yield S080 for a report of more words than its rules allow, or else than ``most`` (0: any number), S081 for a
    typed number or bullet, S082 for a preamble paragraph that begins with no verb in italics.
    """
    yield from _length(read, front, most)
    for passage in read:
        if not passage.lines[0].note:
            for offset, line in _beginnings(passage):
                yield from _paragraph(passage, offset, line, front)


def _beginnings(passage: Passage) -> Iterator[tuple[int, SourceLine]]:
    """Yield where paragraphs begin at the margin: at the beginning of a passage, and below the fence of a box."""
    offset, due = 0, True
    for line in passage.lines:
        if due and not line.fence and not line.code and not line.text.startswith((" ", ">")):
            yield offset, line
        due = line.fence
        offset += len(line.text) + 1


def _paragraph(passage: Passage, offset: int, line: SourceLine, front: FrontMatter) -> Iterator[Slip]:
    text = passage.block.text
    start = match.end() if (match := _LEADING_ID.match(text, offset)) else offset
    if front.rules.paragraphs != "none" and not line.divs and (match := _TYPED.match(text, start)):
        hint = "Remove it: paragraphs are numbered automatically; [](#id) refers to them."
        yield passage.slip("S081", f"a typed number, {match[0].strip()!r}, before a paragraph", start, hint)
    if match := _BULLET.match(text, start):
        hint = "Begin the line with a hyphen and a space: the press sets the bullet."
        yield passage.slip("S081", f"a typed bullet, {match[0].strip()!r}, before a paragraph", start, hint)
    if line.inside("preamble") and not _NO_TEXT.match(text, start) and not _VERB.match(text, start):
        hint = "Begin it with its verb or its subject in italics, *Recalling* ... (Editorial Manual, Resolutions)."
        yield passage.slip("S082", "a preamble paragraph that begins with no verb in italics", start, hint)


def _length(read: tuple[Passage, ...], front: FrontMatter, most: int) -> Iterator[Slip]:
    most = front.rules.words or most
    count = sum(words(passage.prose) for passage in read) if most else 0
    if count > most:
        message = f"the report has {count:,} words, {most:,} are the most"
        hint = f"Shorten it, or give the report a limit of its own: rules: {{words: {count}}}."
        yield Slip(Finding("S080", message, front.place("rules"), hint, "warning"), front.title)


@lru_cache(maxsize=4096)
def words(prose: str) -> int:
    """Return how many words a passage has, notes and cells included. Without spaces two signs are a word."""
    bare = _MARKUP.sub(" ", prose)
    signs = len(_UNSPACED.findall(bare))
    return len(_WORD.findall(_UNSPACED.sub(" ", bare))) + (signs + 1) // 2

"""The Word table of a translation (the facing edition as a Word file), as it comes back: a unit for each row.

A row is known by its bookmark, which also says what its translation was when it was made; a mark is a content control,
which has what the message has for it as its tag, or as its text where the tag ends with nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from lxml.etree import _Element as Node

from plantin.findings import Finding
from plantin.translation.exchange import ReceivedUnit, TranslatorFile, digest, not_read, target_text
from plantin.translation.inline import Mark
from plantin.translation.po import Catalogue, PoEntry
from plantin.wordfile.package import DamagedError, Package, child, children, name, on, open_package, val
from plantin.wordfile.tracked import Tracked, settle_changes

KEYWORD = "plantin-facing"
"""How the keywords of the file's properties begin; the report and the language of the translation follow."""
_TAG, _END = "plantin:", "⏎"
_LONGEST = 64
"""The most characters of the tag of a control that Word takes."""
_SHOWN_WHOLE = ("code", "formula", "address", "link", "picture")
"""Marks that a translator sees as the message has them."""
_ROW = re.compile(r"m([0-9a-f]{16})_([0-9a-f]{16})(s?)")
_OURS = "Plantin"
_CONTROL, _RUN, _PARAGRAPH = name("w:sdt"), name("w:r"), name("w:p")
_ITALIC, _BOLD = ("*", "_"), ("**", "__")


def keyword(report: str, language: str) -> str:
    """Return the keywords of the file of a report and a language."""
    return f"{KEYWORD} {report} {language}"


def bookmark(entry: PoEntry) -> str:
    """Return the name of the row of a message: its context, and its text when the table is made."""
    context = hashlib.sha256(entry.context.encode()).hexdigest()[:16]
    return f"m{context}_{digest(target_text(entry))}{'s' if entry.state == 'stale' else ''}"


def tag(mark: Mark, code: str) -> str:
    """Return the tag of the control of a mark: what the message has for it, or nothing where it is shown as it is.

    >>> tag(Mark("note", "[^log]"), "[^log]"), tag(Mark("formula", "$x$"), "$x$")
    ('plantin:[^log]', 'plantin:')
    """
    whole = f"{_TAG}{code}".replace("\n", _END)
    return _TAG if mark.kind in _SHOWN_WHOLE or len(whole) > _LONGEST else whole


def is_table(path: Path) -> bool:
    """Return whether the file at ``path`` is such a table."""
    try:
        return path.suffix.lower() == ".docx" and _keywords(open_package(path))[:1] == [KEYWORD]
    except DamagedError:
        return False


def _keywords(package: Package) -> list[str]:
    return package.properties.get("keywords", "").split()


def read(path: Path, label: str, catalogue: Catalogue, how: Tracked) -> tuple[TranslatorFile, tuple[Finding, ...]]:
    """Return the rows of the file at ``path``, which findings call ``label``, for ``catalogue``; S052 for each tracked
    change.

    Raises TranslationError (T057) where it is no such table; SourceError (S051) for tracked changes that ``how``
    refuses.
    """
    hint = "Send the file that `plantin facing --format docx` writes, with its right column edited."
    try:
        package = open_package(path)
    except DamagedError as error:
        raise not_read(f"not a Word file: {error}", label, hint) from None
    kind, report, language = (*_keywords(package), "", "", "")[:3]
    if kind != KEYWORD:
        raise not_read("not a table of a report and its translation", label, hint)
    findings = settle_changes(package, label, how)
    contexts = {bookmark(entry)[1:17]: entry.context for entry in catalogue.entries}
    remarks = dict(_remarks(package.comments))
    rows = (row for row in package.body().iter(name("w:tr")) if child(row, "w:trPr/w:tblHeader") is None)
    units = (unit for row in rows if (unit := _unit(row, contexts, remarks)))
    return TranslatorFile(language, report, tuple(units)), findings


def _remarks(comments: Node | None) -> Iterator[tuple[str, str]]:
    """Yield the comments that people wrote, by their ids."""
    for comment in children(comments, "w:comment"):
        author = val(comment, attribute="w:author")
        words = "".join(text.text or "" for text in comment.iter(name("w:t"))).strip()
        if author != _OURS and words:
            yield val(comment, attribute="w:id"), f"{author}: {words}" if author else words


def _unit(row: Node, contexts: dict[str, str], remarks: dict[str, str]) -> ReceivedUnit | None:
    cells = children(row, "w:tc")
    marks = (_ROW.fullmatch(val(mark, attribute="w:name")) for mark in row.iter(name("w:bookmarkStart")))
    row_match = next(filter(None, marks), None)
    if len(cells) < 3:
        return None
    original, translation = (_message(cell) for cell in cells[-2:])
    texts = (remarks.get(val(reference, attribute="w:id"), "") for reference in row.iter(name("w:commentReference")))
    return ReceivedUnit(
        original,
        translation,
        contexts.get(row_match[1], "") if row_match else "",
        row_match[2] if row_match else "",
        unfinished=bool(row_match and row_match[3]),
        notes=tuple(filter(None, texts)),
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words or a mark of a cell."""

    text: str
    italic: bool = False
    bold: bool = False
    mark: bool = False


def _message(cell: Node) -> str:
    """Return the message that a cell has; its paragraphs are one."""
    texts = (_join_pieces(_pieces(paragraph)) for paragraph in cell.iter(_PARAGRAPH))
    return " ".join(text for text in texts if text)


def _pieces(node: Node) -> Iterator[_Piece]:
    for element in node:
        if element.tag == _CONTROL and (control_tag := val(element, "w:sdtPr/w:tag")).startswith(_TAG):
            inside = "".join(piece.text for piece in _pieces(element))
            yield _Piece(control_tag.removeprefix(_TAG).replace(_END, "\n") or inside, mark=True)
        elif element.tag == _RUN:
            yield _Piece(_words(element), bool(on(element, "w:rPr/w:i")), bool(on(element, "w:rPr/w:b")))
        else:
            yield from _pieces(element)


def _words(run: Node) -> str:
    signs = {name("w:br"): "\n", name("w:tab"): "\t", name("w:noBreakHyphen"): "\u2011", name("w:softHyphen"): "\u00ad"}
    return "".join(
        (element.text or "") if element.tag == name("w:t") else signs.get(str(element.tag), "") for element in run
    )


def _bare(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Yield the pieces without the looks that the marks around them say already."""
    opened: set[str] = set()
    for piece in pieces:
        opened ^= {piece.text} if piece.mark else set()
        italic, bold = piece.italic and opened.isdisjoint(_ITALIC), piece.bold and opened.isdisjoint(_BOLD)
        yield replace(piece, italic=italic, bold=bold)


def _join_pieces(pieces: Iterable[_Piece]) -> str:
    """Return the message that the pieces are; italics and bold of an editor's own become marks."""
    out = ""
    for (italic, bold), some in groupby(_bare(pieces), lambda piece: (piece.italic, piece.bold)):
        text = "".join(piece.text for piece in some)
        sign = "*" * (italic + 2 * bold)
        if sign and text.strip():
            start, end = len(text) - len(text.lstrip()), len(text.rstrip())
            text = f"{text[:start]}{sign}{text[start:end]}{sign}{text[end:]}"
        out += text
    return out

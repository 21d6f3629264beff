"""Tracked changes (ECMA-376 part 1, 17.13.5): reported one by one, and resolved before anything else is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from lxml.etree import _Element as Node

from plantin.bounded import xml
from plantin.findings import Finding, Place, SourceError
from plantin.model.outline import normal
from plantin.wordfile.package import Package, child, name, val

Tracked = Literal["accept", "reject", "refuse"]

_INSERTED = {name("w:ins"), name("w:moveTo")}
_DELETED = {name("w:del"), name("w:moveFrom")}
_FORMER = {name(f"w:{tag}Change") for tag in ("rPr", "pPr", "tblPr", "trPr", "tcPr", "sectPr", "tblPrEx", "tblGrid")}
_NUMBERING = name("w:numberingChange")
_PARAGRAPH = name("w:p")


def settle_changes(package: Package, path: str, how: Tracked) -> tuple[Finding, ...]:
    """Settle every tracked change of the text and the notes of ``package`` as ``how`` says: S052 for each.

    Raises SourceError (S051, one for each) where there are any and ``how`` is refuse.
    """
    parts = [part for part in (package.document, package.footnotes, package.endnotes) if part is not None]
    descriptions = [words for part in parts for words in _changes(part)]
    if how == "refuse":
        hint = "Give --tracked accept or --tracked reject, or settle it in Word."
        if descriptions:
            raise SourceError(*(Finding("S051", words, Place(path), hint) for words in descriptions))
        return ()
    for part in parts:
        _settle(part, how)
    return tuple(Finding("S052", f"{how}ed: {words}", Place(path), severity="warning") for words in descriptions)


def _changes(root: Node) -> Iterator[str]:
    """Yield every tracked change under ``root``, in order: what was done, by whom, to which words (to the end of a
    paragraph: to none).
    """
    for node in root.iter(*_INSERTED, *_DELETED, *_FORMER):
        formatted = node.tag in _FORMER
        kind = "formatted" if formatted else "inserted" if node.tag in _INSERTED else "deleted"
        words = normal(_words(node.getparent() if formatted else node))
        yield f"{kind} by {val(node, attribute='w:author') or 'nobody'}: “{words[:60]}”"


def _words(node: Node | None) -> str:
    if node is None:
        return ""
    holder = node if node.tag in _INSERTED | _DELETED else node.getparent()
    return (
        "".join(text.text or "" for text in holder.iter(name("w:t"), name("w:delText"))) if holder is not None else ""
    )


def _settle(root: Node, how: Literal["accept", "reject"]) -> None:
    """Make every tracked change under ``root`` final, or undo it."""
    kept, gone = (_INSERTED, _DELETED) if how == "accept" else (_DELETED, _INSERTED)
    _join_paragraphs(root, gone)
    for node in list(root.iter(*gone)):
        xml.replace(node)
    for node in list(root.iter(*kept)):
        xml.replace(node, *node)
    for deleted, printed in (("w:delText", "w:t"), ("w:delInstrText", "w:instrText")):
        for text in root.iter(name(deleted)):
            text.tag = name(printed)
    for node in list(root.iter(*_FORMER)):
        _former(node, how)
    for node in list(root.iter(_NUMBERING)):
        xml.replace(node)


def _join_paragraphs(root: Node, gone: set[str]) -> None:
    """Join paragraphs: where the end of one goes, the next goes on in it; a row that goes takes its own along."""
    for row in list(root.iter(name("w:tr"))):
        properties = child(row, "w:trPr")
        if properties is not None and any(mark.tag in gone for mark in properties):
            xml.replace(row)
    for paragraph in reversed(list(root.iter(_PARAGRAPH))):
        marks = child(paragraph, "w:pPr/w:rPr")
        if marks is None or not any(mark.tag in gone for mark in marks):
            continue
        following = paragraph.getnext()
        if following is not None and following.tag == _PARAGRAPH:
            inside = [node for node in following if node.tag != name("w:pPr")]
            if _empty(paragraph, gone):
                # Nothing of it stays: what follows keeps its own style, as in Word.
                for node in reversed([node for node in paragraph if node.tag != name("w:pPr")]):
                    following.insert(0 if child(following, "w:pPr") is None else 1, node)
                xml.replace(paragraph)
                continue
            paragraph.extend(inside)
            xml.replace(following)
        elif _empty(paragraph, gone):
            xml.replace(paragraph)


def _empty(paragraph: Node, gone: set[str]) -> bool:
    runs = [run for run in paragraph.iter(name("w:r")) if not any(holder.tag in gone for holder in run.iterancestors())]
    return not any(child(run, "w:t") is not None or child(run, "w:footnoteReference") is not None for run in runs)


def _former(node: Node, how: Literal["accept", "reject"]) -> None:
    """Forget a record of the former properties, or put it into the place of the present ones."""
    present = node.getparent()
    if present is None:
        return
    former = node[0] if len(node) else None
    xml.replace(node)
    if how == "reject" and former is not None:
        kept = [element for element in present if element.tag in (name("w:rPr"), name("w:sectPr"))]
        present[:] = [*former, *kept]

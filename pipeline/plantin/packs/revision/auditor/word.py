"""Reads a Word redline back: with all its changes accepted, and with all rejected."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from lxml import etree
from lxml.etree import _Element as Node

from plantin.auditors import UnreadableEdition
from plantin.auditors.docx.reading import WordText
from plantin.auditors.parity.outline import differences
from plantin.bounded import xml
from plantin.findings import Finding
from plantin.model.outline import Outline
from plantin.wordfile import package
from plantin.wordfile.package import Package, child, name, val
from plantin.wordfile.tracked import settle_changes

_FORMER = "o_"
"""What the names of bookmarks of the earlier state begin with."""


def outline(content: bytes, path: str, how: Literal["accept", "reject"]) -> Outline:
    """Return what the redline with these bytes says when all its changes are accepted or rejected. Raises
    UnreadableEdition (V010) where it is damaged.
    """
    try:
        read = package.parse(content)
    except package.DamagedError as error:
        raise UnreadableEdition.at(path, str(error)) from error
    settle_changes(read, path, how)
    _drop_uncalled_notes(read)
    _settle_places(read, how)
    _gather_contents(read.body())
    return WordText(read).outline()


def unlike(content: bytes, path: str, before: Outline, now: Outline) -> tuple[Finding, ...]:
    """Return what the redline says otherwise than both states."""
    findings: list[Finding] = []
    for expected, how in ((now, "accept"), (before, "reject")):
        found = outline(content, path, how)  # type: ignore[arg-type]
        # The redline speaks of its language and its logo once, as the present state does.
        same = replace(found, language=expected.language, logo=expected.logo)
        findings += (
            replace(finding, code="REV005", message=f"all changes {how}ed: {finding.message}")
            for finding in differences(expected, same, path)
        )
    return tuple(findings)


def _drop_uncalled_notes(read: Package) -> None:
    """Remove the notes whose call is gone, as Word and LibreOffice do when they settle changes."""
    called = {val(call, attribute="w:id") for call in read.body().iter(name("w:footnoteReference"))}
    for note in list(read.notes()):
        if val(note, attribute="w:id") not in called:
            xml.replace(note)


def _settle_places(read: Package, how: Literal["accept", "reject"]) -> None:
    """Leave the bookmarks of one state, under the names that they had in it."""
    for root in [read.document, *([] if read.footnotes is None else [read.footnotes])]:
        gone = set()
        for sign in list(root.iter(name("w:bookmarkStart"))):
            former = val(sign, attribute="w:name").startswith(_FORMER)
            if former == (how == "accept"):
                gone.add(val(sign, attribute="w:id"))
            elif former:
                sign.set(name("w:name"), val(sign, attribute="w:name").removeprefix(_FORMER))
        for sign in list(root.iter(name("w:bookmarkStart"), name("w:bookmarkEnd"))):
            if val(sign, attribute="w:id") in gone:
                xml.replace(sign)
        for link in root.iter(name("w:hyperlink")):
            anchor = val(link, attribute="w:anchor")
            if anchor.startswith(_FORMER):
                link.set(name("w:anchor"), anchor.removeprefix(_FORMER))
        for code in root.iter(name("w:instrText")):
            code.text = (code.text or "").replace(f" {_FORMER}", " ")


def _gather_contents(body: Node) -> None:
    """Put paragraphs of the contents that are outside of their control into one."""
    rows = [node for node in body if val(node, "w:pPr/w:pStyle").startswith("TOC")]
    if not rows:
        return
    control = etree.Element(name("w:sdt"))
    gallery = etree.SubElement(
        etree.SubElement(etree.SubElement(control, name("w:sdtPr")), name("w:docPartObj")), name("w:docPartGallery")
    )
    gallery.set(name("w:val"), "Table of Contents")
    holder = etree.SubElement(control, name("w:sdtContent"))
    rows[0].addprevious(control)
    holder.extend(row for row in rows if child(row, "w:pPr") is not None)

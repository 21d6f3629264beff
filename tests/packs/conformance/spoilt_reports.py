"""Conformance reports that are spoilt, the web page and the Word file in the same way, or one of them alone."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from typing import Any

import docx
from docx.text.paragraph import Paragraph
from lxml import etree, html

Pair = tuple[bytes, bytes]
Spoil = Callable[[Pair], Pair]
_SPACES = str.maketrans({"\u00a0": " ", "\u00ad": None, "\u2060": None, "\u200b": None})


def _plain(text: str) -> str:
    return " ".join(text.translate(_SPACES).split())


def _begins(text: str, row: str) -> bool:
    return _plain(text) == row or _plain(text).startswith(f"{row} ")


def on_page(content: bytes, row: str, change: Callable[[Any], None]) -> bytes:
    """Change the first row of a table whose first cell begins so."""
    root = html.document_fromstring(content)
    change(next(tr for tr in root.iter("tr") if _begins(tr[0].text_content(), row)))
    return etree.tostring(root, method="html", encoding="utf-8", doctype="<!DOCTYPE html>")


def in_word(content: bytes, row: str, change: Callable[[Any], None]) -> bytes:
    opened = docx.Document(io.BytesIO(content))
    change(
        next(
            r
            for table in opened.tables
            for r in table.rows
            if _begins(" ".join(p.text for p in r.cells[0].paragraphs), row)
        )
    )
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def _page_words(old: str, new: str) -> Callable[[Any], None]:
    def change(row: Any) -> None:
        leaves = [node for node in row.iter("p", "td", "th") if node.tag == "p" or not len(node.findall("p"))]
        node = next(node for node in leaves if old in _plain(node.text_content()))
        text = _plain(node.text_content()).replace(old, new, 1)
        for child in list(node):
            node.remove(child)
        node.text = text

    return change


def _word_words(old: str, new: str) -> Callable[[Any], None]:
    def change(row: Any) -> None:
        parts: list[Paragraph] = [part for cell in row.cells for part in cell.paragraphs]
        part = next(part for part in parts if old in _plain(part.text))
        part.text = _plain(part.text).replace(old, new, 1)

    return change


def reworded(row: str, old: str, new: str) -> Spoil:
    """Other words in the row that begins so, in both files."""

    def spoil(pair: Pair) -> Pair:
        return on_page(pair[0], row, _page_words(old, new)), in_word(pair[1], row, _word_words(old, new))

    return spoil


def on_page_alone(row: str, old: str, new: str) -> Spoil:
    return lambda pair: (on_page(pair[0], row, _page_words(old, new)), pair[1])


def in_word_alone(row: str, old: str, new: str) -> Spoil:
    return lambda pair: (pair[0], in_word(pair[1], row, _word_words(old, new)))


def dropped(row: str) -> Spoil:
    def spoil(pair: Pair) -> Pair:
        return (
            on_page(pair[0], row, lambda tr: tr.getparent().remove(tr)),
            in_word(pair[1], row, lambda tr: tr._tr.getparent().remove(tr._tr)),
        )

    return spoil


def doubled(row: str) -> Spoil:
    def spoil(pair: Pair) -> Pair:
        return (
            on_page(pair[0], row, lambda tr: tr.addnext(copy.deepcopy(tr))),
            in_word(pair[1], row, lambda tr: tr._tr.addnext(copy.deepcopy(tr._tr))),
        )

    return spoil


def said(old: str, new: str) -> Spoil:
    """Other words of a paragraph of the page."""
    return lambda pair: (pair[0].replace(old.encode(), new.encode()), pair[1])


SPOILT: dict[str, Spoil] = {
    "a person's criterion is called supported": reworded("1.3.3", "Not Evaluated", "Supports"),
    "a criterion read in part is called supported": reworded("2.1.1", "Not Evaluated", "Supports"),
    "a criterion that nothing reads is called not applicable": reworded("1.3.3", "Not Evaluated", "Not Applicable"),
    "not applicable becomes supported": reworded("1.2.1", "Not Applicable", "Supports"),
    "a failed criterion is called supported": reworded("PDF/UA-1 04", "Does Not Support", "Supports"),
    "a criterion that some files fail is called supported": reworded("1.4.12", "Partially Supports", "Supports"),
    "a supported criterion is called partial": reworded("3.1.1", "Supports", "Partially Supports"),
    "a level in other words": reworded("3.1.1", "Supports", "Complies"),
    "a level in another language": reworded("3.1.1", "Supports", "Conforme"),
    "a criterion of level A is missing": dropped("2.4.2"),
    "a criterion of level AAA is missing": dropped("3.3.9"),
    "a clause of EN 301 549 is missing": dropped("EN 301 549 5.2"),
    "a clause of Section 508 is missing": dropped("Section 508 302.4"),
    "a checkpoint of PDF/UA is missing": dropped("PDF/UA-1 31"),
    "a requirement of EPUB Accessibility is missing": dropped("EPUB Accessibility 3.4.1"),
    "a criterion is there twice": doubled("2.4.2"),
    "a criterion of no standard": reworded("2.4.2", "2.4.2", "2.4.99"),
    "a criterion under another name": reworded("2.4.2", "Page Titled", "Titles"),
    "a clause of EN 301 549 under a criterion is another": reworded("1.3.1", "9.1.3.1", "9.1.3.9"),
    "a clause that is not asked of documents": reworded("2.4.5", "9.2.4.5", "9.2.4.5, 10.2.4.5"),
    "Section 508 is said to ask what is newer": reworded("1.4.10", "10.1.4.10", "10.1.4.10, E205.4"),
    "more files than were read": reworded("3.1.1", "(2 read, 0", "(12 read, 0"),
    "a finding is hushed up": reworded("PDF/UA-1 04", "1 with findings", "0 with findings"),
    "a check is left out": reworded("3.1.1", "; P011 (2 read, 0 with findings)", ""),
    "another check is named": reworded("3.1.1", "P011", "P012"),
    "another version of a program": reworded("4.1.1", "26.9.27", "26.9.28"),
    "a kind of file is left out": reworded("1.3.2", "HTML, EPUB, PDF, Word", "HTML, EPUB, PDF"),
    "a kind of file has two levels": reworded("1.3.2", "HTML, EPUB", "HTML, HTML, EPUB"),
    "a kind of file that was not read": reworded("1.3.2", "Word", "Site"),
    "a remark is of another kind of file": reworded("1.3.2", "EPUB: P006", "PDF: P006"),
    "a judgement that nobody gave": reworded(
        "1.3.3", "left to a person", "judged by A reader, 2026-11-20 (looked): Good"
    ),
    "a judgement of somebody else": reworded("1.1.1", "Documents Section", "Print Section"),
    "a judgement of another day": reworded("1.1.1", "2026-11-20", "2026-11-21"),
    "a judgement by another method": reworded("1.1.1", "NVDA", "JAWS"),
    "a judgement in other words": reworded("1.1.1", "compared", "counted"),
    "a judged level is raised": reworded("EN 301 549 5.2", "Partially Supports", "Supports"),
    "another number of files in all": reworded("Files read", "HTML: 2", "HTML: 4"),
    "another evaluator": reworded("Evaluated by", "Documents Section", "Nobody"),
    "a level without its meaning": dropped("Not Evaluated"),
    "another total": reworded("EPUB Accessibility 1.1", "1", "3"),
    "fewer judgements are waiting": said("a person has still to give: ", "a person has still to give: 1"),
    "it calls itself finished": said("This report is not finished.", "This report is finished."),
    "a level in Word alone": in_word_alone("1.3.3", "Not Evaluated", "Supports"),
    "a figure on the page alone": on_page_alone("3.1.1", "(2 read", "(3 read"),
}

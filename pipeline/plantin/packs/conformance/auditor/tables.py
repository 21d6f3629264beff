"""Reads the tables of a report: of a web page with lxml, of a Word file with python-docx."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import docx
from lxml import etree

from plantin.bounded import html
from plantin.packs.conformance.tables import ConformanceWords

Table = list[list[list[str]]]
"""Rows of cells of paragraphs."""
_KINDS = ("html", "epub", "pdf", "docx", "site", "serve")
_LEVELS = ("supports", "partially", "does_not", "not_applicable", "not_evaluated")
_NAME = re.compile(r"((?:EN 301 549|Section 508|PDF/UA-1|EPUB Accessibility) )?([\d.]+) (.*)")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A criterion as it is printed."""

    name: str
    title: str
    elsewhere: list[str]
    """The numbers that other standards have for it."""
    levels: dict[str, str]
    """By kind of file."""
    remarks: dict[str, str]
    """By kind of file."""
    strange: str
    """What could not be read."""


def squeeze(text: str) -> str:
    """Return text without marks that nobody sees, and with one kind of space."""
    return " ".join(_INVISIBLE.sub("", text).split())


def letters(text: str) -> str:
    """Return the letters and figures of text alone: signs are printed as the language writes them."""
    return "".join(filter(str.isalnum, text))


def of_page(content: bytes) -> list[Table]:
    """Return the tables of a web page."""
    return [
        [[_paragraphs(cell) for cell in row.iter("th", "td")] for row in table.iter("tr")]
        for table in html.parse(content).iter("table")
    ]


def _paragraphs(cell: etree._Element) -> list[str]:
    parts = list(cell.iter("p")) or [cell]
    return [squeeze("".join(map(str, part.itertext()))) for part in parts]


def text_of_page(content: bytes) -> str:
    """Return the paragraphs of a web page as one line."""
    return squeeze(" ".join("".join(map(str, part.itertext())) for part in html.parse(content).iter("p")))


def of_word(content: bytes) -> list[Table]:
    """Return the tables of a Word file."""
    return [
        [[[squeeze(part.text) for part in cell.paragraphs] for cell in row.cells] for row in table.rows]
        for table in docx.Document(io.BytesIO(content)).tables
    ]


def printed_row(cells: list[list[str]], words: ConformanceWords) -> PrintedRow:
    """Return a row of a table of criteria."""
    (first, *others), given, said = cells
    match = _NAME.fullmatch(first)
    name, title = ((match[1] or "") + match[2], match[3]) if match else (first, "")
    numbers = [number for line in others for number in _entries(_halves(line, words)[1], words.between)]
    kinds = {squeeze(getattr(words, kind)): kind for kind in _KINDS}
    terms = {squeeze(getattr(words, level)): level for level in _LEVELS}
    levels: dict[str, str] = {}
    remarks: dict[str, str] = {}
    strange = []
    for line in given:
        term, names = _halves(line, words)
        for kind in _entries(names, words.between):
            if term not in terms or kind not in kinds or kinds[kind] in levels:
                strange.append(line)
            else:
                levels[kinds[kind]] = terms[term]
    for line in said:
        kind, text = _halves(line, words)
        if kind not in kinds or kinds[kind] in remarks:
            strange.append(line)
        else:
            remarks[kinds[kind]] = text
    return PrintedRow(name, title, numbers, levels, remarks, "; ".join(strange))


def _halves(line: str, words: ConformanceWords) -> tuple[str, str]:
    """Return what is before and after the sign of a pair."""
    sign = squeeze(words.pair.format(name="|", value="|")).strip("|")
    name, _, value = line.partition(sign)
    return name, value


def _entries(text: str, sign: str) -> list[str]:
    return text.split(squeeze(f"|{sign}|").strip("|"))


def results(text: str, words: ConformanceWords) -> list[tuple[str, str, int, int]]:
    """Return what checks have shown: the name and version of each, files read, files with findings."""
    form = re.escape(squeeze(words.result)).replace(r"\{", "{").replace(r"\}", "}")
    pattern = form.format(
        check=r"(?P<check>[\w-]+)(?: (?P<version>[\d., ]+?))?", read=r"(?P<read>\d+)", failed=r"(?P<failed>\d+)"
    )
    return [
        (found["check"], found["version"] or "", int(found["read"]), int(found["failed"]))
        for part in _entries(text, words.separator)
        if (found := re.fullmatch(pattern, part))
    ]


def is_judged(text: str, words: ConformanceWords) -> bool:
    """Return whether a remark says that somebody judged it."""
    return squeeze(words.judged.partition("{")[0]) in text

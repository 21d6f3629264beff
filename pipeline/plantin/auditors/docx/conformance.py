"""How a Word file conforms to its grammar (the TOML files of this folder): its parts, what is in each, and what it
says beside its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree
from lxml.etree import _Element as Node

from plantin.auditors.docx.reading import WordText, anchor
from plantin.auditors.docx.statements import canonical, statements
from plantin.auditors.fault import MOST, SHOWN, finding, limit_findings
from plantin.auditors.grammar import Breach, Grammar, Tables, load
from plantin.auditors.statements import Conformance, HouseContent, Statement
from plantin.bounded import archive as archives
from plantin.bounded import xml
from plantin.findings import Finding
from plantin.model.outline import normal
from plantin.wordfile.package import name, val

_TEXT, _LISTS = "word/document.xml", "word/numbering.xml"
_MOST_PARAGRAPHS_BEFORE = 100
"""So many paragraphs before a place are looked through for one with an anchor."""
_ALL_LEVELS = 'TOC \\o "1-9"'
Parts = Mapping[str, Node]


def tables() -> tuple[Grammar, Tables]:
    """Return the grammar of the parts of a Word file, and the tables that it is made of."""
    return load("plantin.auditors.docx", "text", "lists", "package", "chart")


def word_conformance(content: bytes, reading: WordText, path: str, known: HouseContent) -> Conformance:
    """A019 for each part, element, attribute and text that the grammar does not have, A020 for parts that are not those
    of the house, and what the file says beside its text.
    """
    archive = archives.open_archive(content)
    findings: list[Finding] = []
    stated: list[Statement] = []
    parts: dict[str, Node] = {}
    for part in archive:
        data, kind = archive.read(part), kind_of(part)
        if part in known.parts and not _is_of_house(part, data, known.parts[part]):
            findings.append(finding("A020", f"{part} is not that of the house", path))
        if not kind:
            message = f"the part {archives.quote(part)} is not in the grammar of Word files"
            findings.append(finding("A019", message, path))
        elif kind not in ("house", "picture"):
            parts[part] = xml.parse(data)
            for result in tables()[0].breaches(parts[part], kind):
                if isinstance(result, Breach):
                    findings += [_finding(result, part, path)] * (len(findings) <= MOST)
                else:
                    stated.append(
                        Statement(result.term, result.value, f"{etree.QName(result.element).localname} in {part}")
                    )
    findings += (finding("A019", f"{part} is missing", path) for part in known.parts if part not in archive)
    if _TEXT in parts:
        findings += (_finding(breach, _TEXT, path) for breach in _lowered_titles(parts[_TEXT]))
    return Conformance(tuple(limit_findings(findings)), (*stated, *statements(reading, parts, archive)))


def kind_of(part: str) -> str:
    """Return the kind of a part; empty where the grammar has no such part."""
    return next((kind for pattern, kind in tables()[1]["parts"].items() if re.fullmatch(pattern, part)), "")


def _finding(breach: Breach, part: str, path: str) -> Finding:
    """Return a breach at the nearest bookmark before it."""
    return finding("A019", f"{part}: {breach.message}", path, anchor=_near(breach.element))


def _near(element: Node) -> str:
    """Return the anchor of the paragraph that ``element`` is in, or of the nearest one before it that has one."""
    around = next((node for node in (element, *element.iterancestors()) if node.tag == name("w:p")), None)
    for _ in range(_MOST_PARAGRAPHS_BEFORE):
        if around is None:
            break
        if (start := next(around.iter(name("w:bookmarkStart")), None)) is not None:
            return anchor(val(start, attribute="w:name"))
        around = around.getprevious()
    return ""


def _is_of_house(part: str, data: bytes, wanted: bytes) -> bool:
    """Return whether a part is that of the house, however it is written; the instances of lists are the report's."""
    if data == wanted or not part.endswith((".xml", ".rels")):
        return data == wanted
    root, house = xml.parse(data), xml.parse(wanted)
    if part != _LISTS:
        return canonical(root) == canonical(house)
    lists = {canonical(element) for element in house}
    return all(element.tag == name("w:num") or canonical(element) in lists for element in root)


def _lowered_titles(text: Node) -> Iterator[Breach]:
    """Check that the title of a box without a number is a heading, where the contents leave it a level (17.16.5.68)."""
    if _ALL_LEVELS in "".join(node.text or "" for node in text.iter(name("w:instrText"))):
        return
    for paragraph in text.iter(name("w:p")):
        if val(paragraph, "w:pPr/w:pStyle") != "BoxTitle" or next(paragraph.iter(name("w:br")), None) is not None:
            continue
        if words := normal("".join(node.text or "" for node in paragraph.iter(name("w:t")))):
            yield Breach(f"“{words[:SHOWN]}”, over a box without a number, is no heading", paragraph)

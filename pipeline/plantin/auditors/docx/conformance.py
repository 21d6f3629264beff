"""How a Word file conforms to its grammar (the TOML files of this folder): its parts, their relationships, what is in
each, and what it says beside its text.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice, zip_longest

from lxml import etree
from lxml.etree import _Element as Node

from plantin.auditors.docx.reading import WordText, anchor
from plantin.auditors.docx.statements import canonical, statements
from plantin.auditors.docx.structure import find_misplaced
from plantin.auditors.fault import MOST, finding, limit_findings
from plantin.auditors.grammar import Breach, Grammar, Tables, load
from plantin.auditors.statements import Conformance, HouseContent, Statement
from plantin.bounded import archive as archives
from plantin.bounded import xml
from plantin.bounded.archive import Archive
from plantin.findings import Finding
from plantin.wordfile.package import name, val

_TYPE, _RELATED = "application/vnd.openxmlformats-", "http://schemas.openxmlformats.org/"
_DECLARED = re.compile(rb"<\?xml version=(['\"])1\.0\1 encoding=(['\"])UTF-8\2 standalone=(['\"])yes\3\?>\n?")
_SHARED = ("image", "header", "footer", "hyperlink")
"""What several relationships may lead to."""
_LISTS = "word/numbering.xml"
_FAR = 100
"""So many paragraphs before a place are looked through for one with an anchor."""
Parts = Mapping[str, Node]


def tables() -> tuple[Grammar, Tables]:
    """Return the grammar of the parts of a Word file, and the tables that it is made of."""
    return load("plantin.auditors.docx", "text", "house", "package", "chart")


def word_conformance(content: bytes, reading: WordText, path: str, known: HouseContent) -> Conformance:
    """A019 for each part, relationship, element, attribute and text that the grammar does not have, A020 for parts that
    are not those of the house, and what the file says beside its text.
    """
    archive = archives.open_archive(content)
    findings: list[Finding] = []
    stated: list[Statement] = []
    parts: dict[str, Node] = {}
    for part in archive:
        data, (kind, _, _) = archive.read(part), row(part)
        same = data == known.parts.get(part)
        if not same and part in known.parts and (difference := _difference(part, data, known.parts[part])):
            findings.append(finding("A020", f"{part} is not that of the house: {difference}", path))
        if not kind:
            message = f"the part {archives.quote(part)} is not in the grammar of Word files"
            findings.append(finding("A019", message, path))
        elif kind not in ("house", "picture") and (not same or part.endswith(".rels")):
            parts[part] = xml.parse(data)
            findings += (_finding(breach, part, path) for breach in _find_extra_markup(data, parts[part]))
            for result in tables()[0].breaches(parts[part], kind):
                if isinstance(result, Breach):
                    findings += [_finding(result, part, path)] * (len(findings) <= MOST)
                else:
                    stated.append(
                        Statement(result.term, result.value, f"{etree.QName(result.element).localname} in {part}")
                    )
    messages = (*_package(archive, parts), *(f"{part} is missing" for part in known.parts if part not in archive))
    findings += (finding("A019", message, path) for message in messages)
    findings += (_finding(breach, part, path) for part, breach in islice(find_misplaced(parts), MOST))
    return Conformance(tuple(limit_findings(findings)), (*stated, *statements(reading, parts, archive)))


def row(part: str) -> tuple[str, str, str]:
    """Return the kind of a part, its type, and that of the relationships to it; empty where no grammar has it."""
    matches = (rows for pattern, rows in tables()[1]["parts"].items() if re.fullmatch(pattern, part))
    kind, content, related = next(matches, ("", "", ""))
    if content and "/" not in content:
        content = f"{_TYPE}{content}"
    return kind.rstrip("!"), content, f"{_RELATED}{related}" if related else ""


def _finding(breach: Breach, part: str, path: str) -> Finding:
    """Return a breach at the nearest bookmark before it."""
    return finding("A019", f"{part}: {breach.message}", path, anchor=_near(breach.element))


def _near(element: Node) -> str:
    """Return the anchor of the paragraph that ``element`` is in, or of the nearest one before it that has one."""
    around = next((node for node in (element, *element.iterancestors()) if node.tag == name("w:p")), None)
    for _ in range(_FAR):
        if around is None:
            break
        if (start := next(around.iter(name("w:bookmarkStart")), None)) is not None:
            return anchor(val(start, attribute="w:name"))
        around = around.getprevious()
    return ""


def _find_extra_markup(data: bytes, root: Node) -> Iterator[Breach]:
    """Yield what a part has beside its elements: comments, instructions, a document type."""
    declared = _DECLARED.match(data)
    if declared is None:
        yield Breach("it does not begin as XML that the press writes does", root)
    elif b"<!" in data or b"<?" in data[declared.end() :]:
        yield Breach("a comment, an instruction or a declaration is not in the grammar", root)


def _difference(part: str, data: bytes, wanted: bytes) -> str:
    """Return where a part differs from that of the house, in words; of the lists the instances are the report's own."""
    if not part.endswith((".xml", ".rels")):
        return "it has other bytes"
    elements, house = (list(xml.parse(source).iter("*")) for source in (data, wanted))
    if part == _LISTS:
        house_lists = {canonical(element) for element in house[0]}
        others = (
            element
            for element in elements[0]
            if element.tag == name("w:abstractNum") and canonical(element) not in house_lists
        )
        return next((f"list {val(element, attribute='w:abstractNumId')}" for element in others), "")
    for element, other in zip_longest(elements, house):
        if element is None or other is None or _alone(element) != _alone(other):
            differing = other if element is None else element
            place = next((value for up in (differing, *differing.iterancestors()) if (value := _element_name(up))), "")
            return f"{etree.QName(differing).localname}{f' of {place}' if place else ''}"
    return "it is written otherwise"


def _element_name(element: Node) -> str:
    return val(element, attribute="w:styleId") or val(element, attribute="w:name")


def _alone(element: Node) -> tuple[object, ...]:
    parent = element.getparent()
    return (element.tag, sorted(element.attrib.items()), element.text, None if parent is None else parent.tag)


# The package (ECMA-376 part 2, 9)


def _package(archive: Archive, parts: Parts) -> Iterator[str]:
    """Yield what is wrong with the types and the relationships of the parts, and which parts are missing."""
    types = parts.get("[Content_Types].xml")
    defaults, overrides = {}, {}
    for entry in types if types is not None else ():
        if "Extension" in entry.attrib:
            defaults[str(entry.get("Extension"))] = str(entry.get("ContentType"))
        elif (part := str(entry.get("PartName", ""))[1:]) in overrides or part not in archive:
            yield f"[Content_Types].xml has a type for {archives.quote(part)}, which is not there, or has one already"
        else:
            overrides[part] = str(entry.get("ContentType"))
    led: Counter[tuple[str, str]] = Counter()
    for source, root in parts.items():
        if source.endswith(".rels"):
            yield from _relations(source, root, led)
    for part in archive:
        _, content, related = row(part)
        declared = overrides.get(part, defaults.get(part.rpartition(".")[2], ""))
        if content and declared != content:
            yield f"{part} has the type {declared[:80]}, not {content}"
        count = led.pop((part, related), 0)
        if related and (not count or (count > 1 and related.rpartition("/")[2] not in _SHARED)):
            yield f"{'no relationship leads' if not count else 'several relationships lead'} to {part}"
    for part, related in led:
        yield f"a relationship ({related.rpartition('/')[2]}) leads to {archives.quote(part)}, which is not such a part"
    for pattern, (kind, _, _) in tables()[1]["parts"].items():
        if kind.endswith("!") and not any(re.fullmatch(pattern, part) for part in archive):
            yield f"the part {pattern.replace(chr(92), '')} is missing"


def _relations(source: str, root: Node, led: Counter[tuple[str, str]]) -> Iterator[str]:
    """Count in ``led`` what the relationships of one part lead to."""
    folder = source.rpartition("_rels/")[0]
    identities = Counter(str(relationship.get("Id")) for relationship in root)
    if len(identities) < len(root) or (folder and {*identities} != {f"rId{n}" for n in range(1, len(root) + 1)}):
        yield f"the relationships of {source} are not rId1 to rId{len(root)}, each once"
    for relationship in root:
        if relationship.get("TargetMode") is None:
            led[posixpath.normpath(f"{folder}{relationship.get('Target')}"), str(relationship.get("Type"))] += 1

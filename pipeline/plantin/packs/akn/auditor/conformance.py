"""How an edition conforms to its grammar (akn.toml), and what it says beside its text."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from plantin.auditors.fault import finding
from plantin.auditors.grammar import Breach, load
from plantin.auditors.statements import ENTRY, LINK, MARKED, ZERO_WIDTH, Conformance, Statement, with_zero_width
from plantin.findings import Finding
from plantin.packs.akn.auditor.identifiers import anchor
from plantin.packs.akn.auditor.names import unlike_metadata
from plantin.packs.akn.auditor.words import CALLS, Element, line_of, name, text

_MARKS = {"sup": "raised", "sub": "lowered", "i": "stressed", "b": "strong"}


def conformance(root: Element, written: Element, path: str) -> Conformance:
    """Return A019 for what the grammar does not have in the tree as it is ``written``, comments too, AKN003 for names
    that do not follow from the metadata, and what the edition says beside its text.
    """
    rules, _ = load("plantin.packs.akn.auditor", "akn")
    findings: list[Finding] = []
    statements: list[Statement] = [*_marks(root)]
    for result in rules.breaches(written, "akomaNtoso"):
        if isinstance(result, Breach):
            findings.append(_finding("A019", result.message, path, result.element))
        else:
            term = LINK if result.term == "address of a link" else result.term
            where = f"the element {etree.QName(result.element).localname}"
            statements.append(Statement(term, result.value, where))
    findings += (_finding("AKN003", message, path, element) for message, element in unlike_metadata(root))
    return Conformance(tuple(findings), tuple(statements))


def _finding(code: str, message: str, path: str, element: Element) -> Finding:
    around = (node.get("eId", "") for node in (element, *element.iterancestors()))
    place = anchor(next(filter(None, around), ""))
    return finding(code, message, path, line=line_of(element), anchor=place)


def _marks(root: Element) -> Iterator[Statement]:
    """Yield what is raised, lowered, stressed or strong in the text, not in its contents, which repeat headings; the
    anchors of entries of lists; and words with characters of no width.
    """
    yield Statement(MARKED, "", "the text")
    for element in root.iter("{*}*"):
        kind = name(element)
        if kind == "item" and element.get("eId"):
            yield Statement(ENTRY, anchor(element.get("eId", "")), "the text")
        for words in (element.text or "", element.tail or ""):
            yield from (Statement(ZERO_WIDTH, word, "the text") for word in with_zero_width(words))
        listed = any(name(around) == "toc" for around in element.iterancestors())
        if kind in _MARKS and not listed and not any(name(child) in CALLS for child in element):
            yield Statement(_MARKS[kind], text(element), "the text")

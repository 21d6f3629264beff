"""How braille conforms to the grammars of its files: pef.toml, and for ASCII braille its table of cells."""

from __future__ import annotations

import re

from lxml import etree

from plantin.auditors.fault import finding
from plantin.auditors.grammar import Breach, load
from plantin.auditors.statements import Conformance, Statement
from plantin.bounded import xml

_BRF = re.compile(rb"(?:(?:[ -_]*[!-_])?\r\n)+\f")
"""A page of ASCII braille: rows that end with a cell, or are empty, and a form feed."""
_LINE, _PAGE = "cells of a line", "lines of a page"


def of_brf(content: bytes, name: str) -> Conformance:
    """Return A019 for each page that is not of rows of cells alone, and the size of the pages."""
    findings, at, number = [], 0, 0
    while at < len(content):
        page, number = _BRF.match(content, at), number + 1
        end = content.find(b"\f", at) + 1 or len(content)
        if page is None or page.end() != end:
            message = f"page {number} has what is no row of cells of North American ASCII braille"
            findings.append(finding("A019", message, name, line=content.count(b"\n", 0, at) + 1))
        at = end
    return Conformance(tuple(findings))


def of_pef(content: bytes, name: str) -> Conformance:
    """A019 for each element, attribute and text that the grammar does not have, and what the file says of itself."""
    rules, _ = load("plantin.packs.braille.auditor", "pef")
    findings, stated = [], []
    for breach in rules.breaches(xml.parse(content), "pef"):
        if isinstance(breach, Breach):
            findings.append(finding("A019", breach.message, name))
        else:
            stated.append(Statement(breach.term, breach.value, f"the element {etree.QName(breach.element).localname}"))
    return Conformance(tuple(findings), tuple(stated))

"""Accessibility rules for a Word file that its grammar cannot have: empty paragraphs, rows of tables that a page may
divide, languages without a region; and links.

The rules are those of WCAG 2.2 as they apply to documents (ETSI EN 301 549, chapter 10), in the terms of ECMA-376 part
1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest

from lxml.etree import _Element as Node

from plantin.auditors.docx.links import links
from plantin.auditors.docx.reading import WordText
from plantin.auditors.docx.story import Run, WordLine
from plantin.auditors.fault import SHOWN, Fault, finding
from plantin.findings import Finding
from plantin.model import languages
from plantin.model.outline import normal
from plantin.wordfile.package import child, children, name, on, val

_END_RULE = "EndRule"
_ROWS = 3
"""So many rows below its heads a table has at least where its last one may be carried over alone."""


def findings(reading: WordText, file: str) -> tuple[Finding, ...]:
    """Everything that breaks a rule, each thing once, in the order of the rules. Findings call the file ``file``."""
    faults = [*(row for rule in _RULES for row in rule(reading)), *links(reading)]
    return tuple(finding(code, message, file) for code, message in dict.fromkeys(faults))


def _regions(reading: WordText) -> Iterator[Fault]:
    """WCAG 3.1.1: Word checks spelling by the dictionary of a region (17.3.2.20)."""
    tags = {reading.styles.language(), reading.styles.language("w:bidi")}
    tags |= {piece.language for line in reading.all_lines() for piece in line.pieces if isinstance(piece, Run)}
    for tag in sorted(tags):
        if tag and tag != languages.regional(tag):
            yield "A232", f"the language {tag} has no region, as {languages.regional(tag)} has"


def _empty(reading: WordText) -> Iterator[Fault]:
    """WCAG 1.3.2: space is a property of styles; an empty paragraph is read as a blank line."""
    before = "the beginning"
    lines = list(reading.all_lines())
    for line, after in zip_longest(lines, lines[1:]):
        if normal(line.text()):
            before = f"“{normal(line.text())[:SHOWN]}”"
        elif not (
            line.drawings
            or line.ends_section
            or _in_table(line.node)
            or _ends_text(line.node)
            or _is_end_rule(line.node)
            or _bears_number(reading, line, after)
        ):
            yield "A207", f"there is an empty paragraph after {before}"


def _bears_number(reading: WordText, line: WordLine, after: WordLine | None) -> bool:
    """Whether a paragraph is the number of an entry that begins with code, a quotation, a formula or a definition."""
    if id(line) not in reading.numbers or after is None or id(after) in reading.numbers:
        return False
    style = reading.styles.name(after.style)
    return style.startswith(("listing", "definition", "quotation", "equation"))


def _ends_text(node: Node) -> bool:
    """Whether a paragraph must follow a table: at the end of the text (17.2.2), or for two tables not to be one."""
    before, after = node.getprevious(), node.getnext()
    below = (name("w:sectPr"), name("w:tbl"))
    return before is not None and before.tag == name("w:tbl") and after is not None and after.tag in below


def _is_end_rule(node: Node) -> bool:
    """Return whether a paragraph is the rule after the text, which is nothing but the border of its style."""
    after = node.getnext()
    return val(child(node, "w:pPr/w:pStyle")) == _END_RULE and (after is None or after.tag == name("w:sectPr"))


def _in_table(node: Node) -> bool:
    return next(node.iterancestors(name("w:tc")), None) is not None


def _lone_rows(reading: WordText) -> Iterator[Fault]:
    """A235 (17.3.1.15 of ECMA-376 part 1): the last row of a table, often its total, stays with the one above it."""
    for table in reading.package.body().iter(name("w:tbl")):
        rows = [row for row in children(table, "w:tr") if not on(row, "w:trPr/w:tblHeader")]
        if len(rows) < _ROWS or _is_kept(reading, rows[-2]):
            continue
        words = "".join(text.text or "" for cell in rows[-1] for text in cell.iter(name("w:t")))
        yield "A235", f"the last row of a table, “{words[:30]}”, may stand alone on a page"


def _is_kept(reading: WordText, row: Node) -> bool:
    """Return whether a row stays with the next one, by the paragraphs in it."""
    for paragraph in row.iter(name("w:p")):
        keep_next = on(paragraph, "w:pPr/w:keepNext")
        if keep_next is None:
            keep_next = reading.styles.toggle(val(paragraph, "w:pPr/w:pStyle"), "w:pPr/w:keepNext")
        if keep_next:
            return True
    return False


_RULES: tuple[Callable[[WordText], Iterator[Fault]], ...] = (_regions, _empty, _lone_rows)

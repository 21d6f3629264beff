"""How a Markdown edition conforms to its grammar (markdown.toml): the fields before the text, and the tree of the
text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from plantin.auditors.fault import finding
from plantin.auditors.grammar import Breach, Grammar, load
from plantin.auditors.statements import Conformance, Statement
from plantin.packs.plain.auditor.markdown.page import MarkdownPage
from plantin.packs.plain.auditor.text.conformance import characters

_FIELD = re.compile(r'(?P<name>[a-z]+): "(?P<value>(?:[^"\\]|\\.)*)"')
_COMMENT = re.compile(r"<[!?]")
_FENCE = re.compile(r"[ >-]*(`{3,})")
_SHOWN = 60


def conformance(text: str, page: MarkdownPage, name: str) -> Conformance:
    """Return A019 for what the grammar does not have, and what the edition says beside its text."""
    rules, tables = load("plantin.packs.plain.auditor.markdown", "markdown")
    message = "a comment, an instruction or a declaration is not in the grammar"
    findings = [finding("A019", message, name, line=line) for line in _comments(text)]
    stated: list[Statement] = [*characters(text, tables["characters"]["own"])]
    findings += [finding("A019", message, name, line=line) for line, message in _fields(text, rules, stated)]
    # A note is a text of its own, without a title.
    for tree, kind in ((page.body, "body"), *((note, "footnote") for _, note in page.notes)):
        for outcome in rules.breaches(tree, kind):
            place = _place(outcome.element)
            if isinstance(outcome, Breach):
                findings.append(finding("A019", outcome.message, name, anchor=place))
            else:
                stated.append(
                    Statement(outcome.term, outcome.value, f"the element {etree.QName(outcome.element).localname}")
                )
    return Conformance(tuple(findings), tuple(stated))


def _place(element: etree._Element) -> str:
    """Return the anchor of an element, or of what is around it."""
    around = (node.get("id", "") for node in (element, *element.iterancestors()))
    return next(filter(None, around), "")


def _fields(text: str, rules: Grammar, stated: list[Statement]) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with the fields; ``stated`` takes what they say."""
    forms = load("plantin.packs.plain.auditor.markdown", "markdown")[1]["fields"]
    head, _, _ = text.removeprefix("---\n").partition("\n---\n")
    lines = list(enumerate(head.split("\n"), 2)) if text.startswith("---\n") else []
    names = []
    for number, line in lines:
        match = _FIELD.fullmatch(line)
        if match is None or match["name"] not in forms:
            yield number, f"{line[:_SHOWN]!r} is not among the fields of the grammar"
            continue
        names.append(match["name"])
        form = rules.form(str(forms[match["name"]]))
        value = re.sub(r"\\(.)", r"\1", match["value"])
        if not form.fits(value):
            yield number, f"the field {match['name']} has a value that is not in the grammar: {value[:_SHOWN]!r}"
        elif form.term:
            stated.append(Statement(form.term, value, f"the field {match['name']}"))
    if names != list(forms):
        yield 1, f"the fields are {', '.join(names) or 'missing'}, not {', '.join(forms)}"


def _comments(text: str) -> Iterator[int]:
    """Yield the lines with a comment, an instruction or a declaration, which the tree does not show."""
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        marked = _FENCE.match(line)
        if marked and (not fence or line.strip(" >") == fence):
            fence = "" if fence else marked[1]
        elif not fence and _COMMENT.search(re.sub(r"`+[^`]*`+|\\<", "", line)):
            yield number

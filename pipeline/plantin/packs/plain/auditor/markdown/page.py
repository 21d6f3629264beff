"""Parses Markdown into a CommonMark tree; footnotes, a GitHub extension, are extracted first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from plantin.bounded import html

LITERAL = "\ufdd0"
"""What stands for an opening bracket that calls no note; no character (Unicode, 23.7)."""
_FIELDS = re.compile(r"---\n(?P<fields>.*?)\n---\n", re.DOTALL)
_FIELD = re.compile(r'^(?P<name>[a-z]+): "?(?P<value>.*?)"?$', re.MULTILINE)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
"""The first and the last line of a listing, with what the first one says of it."""
_NOTE = re.compile(r"\[\^([^\]\s]+)\]:(?: |$)")


@dataclass(frozen=True, slots=True)
class MarkdownPage:
    """The fields before the text, its tree, and the footnotes: label and tree of each, in their order."""

    fields: dict[str, str]
    body: etree._Element
    notes: tuple[tuple[str, etree._Element], ...]


def page(text: str) -> MarkdownPage:
    """Return the page that ``text`` is. Raises HtmlError where it is beyond the bounds of a page."""
    fields = _FIELDS.match(text)
    values = {row["name"]: row["value"] for row in _FIELD.finditer(fields["fields"])} if fields else {}
    body, notes = _split_notes(text[fields.end() :] if fields else text)
    return MarkdownPage(values, tree(body), tuple((label, tree(note)) for label, note in notes))


def _split_notes(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the text without its footnotes, and these, each without what it is indented by."""
    body: list[str] = []
    notes: list[tuple[str, list[str]]] = []
    inside, fence = False, ""
    for line in text.split("\n"):
        if (
            not inside
            and (match := _FENCE.match(line))
            and (not fence or (match[1].startswith(fence) and not match[2].strip()))
        ):
            fence = "" if fence else match[1]
        # What looks like a note in a listing is a line for a machine.
        if not fence and (begin := _NOTE.match(line)):
            notes.append((begin[1], [line[begin.end() :]]))
            inside = True
        elif inside and (line.startswith("    ") or not line.strip()):
            notes[-1][1].append(line[4:])
        else:
            inside = False
            body.append(line)
    return "\n".join(body), [(label, "\n".join(lines)) for label, lines in notes]


def tree(text: str) -> etree._Element:
    """Return the body of ``text`` as HTML; brackets with a stroke before them are LITERAL."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": 60}).enable("table").disable("text_join")
    tokens = parser.parse(text)
    for token in tokens:
        for inner in token.children or ():
            if inner.type == "text_special":
                inner.type, inner.content = "text", LITERAL if inner.content == "[" else inner.content
    markup = parser.renderer.render(tokens, parser.options, {})
    root = html.parse(f"<html><body>{markup}</body></html>".encode())
    body = root.find("body")
    return root if body is None else body

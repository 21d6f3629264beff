"""The structure type of an element of the markup (ISO 32000-1, 14.8.4): by its name, or where need be by its class."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

RANKS = re.compile(r"h[1-6]")
_ROLES = dict(
    row.split(":")
    for row in (
        "header:Div section:Sect p:P pre:P blockquote:BlockQuote code:Code aside:Note figure:Figure img:Figure em:Em"
        " strong:Strong ins:Span del:Span a:Link ol:L ul:L dl:L li:LI table:Table caption:Caption figcaption:Caption"
        " thead:THead tbody:TBody tr:TR th:TH td:TD"
    ).split()
)
_CLASSES = {
    ("div", "table"): "Div",
    ("div", "box"): "Art",
    ("div", "picture"): "Div",
    ("div", "sparkline"): "Div",
    ("div", "equation"): "P",
    ("div", "preamble"): "Div",
    ("div", "letter"): "Div",
    ("div", "signature"): "Div",
    ("div", "foreign"): "Div",
    ("div", "index"): "Index",
    ("figure", "figure"): "Div",
    ("span", "formula"): "Formula",
    ("span", "title"): "P",
    ("span", "work"): "BibEntry",
    ("ol", "letters"): "",
}
_WHOLE = frozenset({"p", "td", "th", "dt", "figcaption", "pre"})
_PARTS = frozenset({"back", "title", "equation"})


def role(element: ET.Element) -> str:
    """Return the type of ``element``; empty where its text belongs to what is around it."""
    if RANKS.fullmatch(element.tag):
        return element.tag.upper()
    if element.get("role") == "heading":
        return f"H{element.get('aria-level')}"
    named = element.tag, name(element)
    if named in _CLASSES:
        return _CLASSES[named]
    if element.tag == "abbr":
        return "Span"
    if element.tag in {"sub", "sup"}:
        return "" if name(element) == "indicator" else "Span"
    if element.tag == "span":
        return "Span" if element.get("lang") or element.get("data-read") else ""
    return _ROLES.get(element.tag, "")


def name(element: ET.Element) -> str:
    """Return the first class of ``element``."""
    return element.get("class", "").partition(" ")[0]


def is_text_block(element: ET.Element) -> bool:
    """Return whether the text of ``element`` is one run of words: a paragraph, a heading, a cell."""
    return element.tag in _WHOLE or name(element) in _PARTS or bool(RANKS.fullmatch(element.tag))

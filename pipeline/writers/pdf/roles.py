"""Which structure type an element of the markup has (ISO 32000-1, 14.8.4): by its name, and where that says too little by its class."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

RANKS = re.compile(r"h[1-6]")
_ROLES = {"header": "Div", "section": "Sect", "p": "P", "blockquote": "BlockQuote", "code": "Code", "aside": "Note", "figure": "Figure"}
_ROLES |= {"em": "Em", "strong": "Strong", "a": "Link", "ol": "L", "ul": "L", "li": "LI", "dl": "L", "pre": "P", "img": "Figure"}
_ROLES |= {"table": "Table", "caption": "Caption", "figcaption": "Caption"}
_ROLES |= {"thead": "THead", "tbody": "TBody", "tr": "TR", "th": "TH", "td": "TD"}
_CLASSES = {
    ("div", "table"): "Div",
    ("div", "box"): "Art",
    ("div", "equation"): "P",
    ("div", "preamble"): "Div",
    ("div", "letter"): "Div",
    ("div", "signature"): "Div",
    ("div", "foreign"): "Div",
    ("figure", "figure"): "Div",
    ("span", "formula"): "Formula",
    ("span", "title"): "P",
    ("ol", "letters"): "",
}
_WHOLE = frozenset({"p", "td", "th", "dt", "figcaption", "pre"})
_PARTS = frozenset({"back", "title", "equation"})


def role(element: ET.Element) -> str:
    """The type of ``element``; empty where its text belongs to what is around it."""
    if RANKS.fullmatch(element.tag):
        return element.tag.upper()
    named = element.tag, name(element)
    if named in _CLASSES:
        return _CLASSES[named]
    if element.tag == "span":
        return "Span" if element.get("lang") else ""
    return _ROLES.get(element.tag, "")


def name(element: ET.Element) -> str:
    """The first class of ``element``."""
    return element.get("class", "").partition(" ")[0]


def whole(element: ET.Element) -> bool:
    """Whether the text of ``element`` is one run of words: a paragraph, a heading, a cell."""
    return element.tag in _WHOLE or name(element) in _PARTS or bool(RANKS.fullmatch(element.tag))


def named(block: ET.Element, holder: ET.Element) -> bool:
    """Whether the label of ``block``, which is in ``holder``, is words as well as a number ("Table 1", "Annex I"), or a number without a
    mark after it ("1.2"): a structure of its own then shows where it ends.
    """
    label = "".join(block[0].itertext()).strip() if len(block) and name(block[0]) == "label" else ""
    kinds = bool(set(holder.get("class", "").split()) & {"annex", "appendix", "part", "chapter"}) or label[-1:].isalnum()
    return block.tag == "figcaption" or name(block) in {"title", "box-title", "equation"} or bool(RANKS.fullmatch(block.tag) and kinds)

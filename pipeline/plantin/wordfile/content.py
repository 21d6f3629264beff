"""The content of a paragraph of a Word file (ECMA-376 part 1, 17.3): wrapper elements, formulas, text."""

from __future__ import annotations

import re

from lxml.etree import _Element as Node

from plantin.wordfile.package import name, val

AROUND = frozenset(
    name(f"w:{tag}") for tag in ("ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo")
)
"""What holds runs as a paragraph does: tracked insertions, marks, content controls, passages of a direction."""
_MATHS = (name("m:oMath"), name("m:oMathPara"))
_SIGNS = {name("w:tab"): "\t", name("w:ptab"): "\t", name("w:noBreakHyphen"): "\u2011"}


def is_formula(node: Node) -> bool:
    """Whether ``node`` is a formula, or a content control that holds formulas and no other words."""
    if node.tag != name("w:sdt"):
        return node.tag in _MATHS
    return next(node.iter(*_MATHS), None) is not None and not any(text.text for text in node.iter(name("w:t")))


def characters(node: Node) -> str | None:
    """The text of an element of a run; U+FFFD for a symbol whose code is invalid; None for what is no text, line breaks
    too.
    """
    if node.tag == name("w:t"):
        # After a stroke U+200B is where Word may divide an address, and no character of it.
        return (node.text or "").replace("/\u200b", "/")
    if node.tag == name("w:sym"):
        code = val(node, attribute="w:char")
        return chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else "\ufffd"
    return _SIGNS.get(str(node.tag))

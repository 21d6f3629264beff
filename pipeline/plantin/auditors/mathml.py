"""Compares formulas by their elements and symbols (MathML 3), and gives what is read aloud for them."""

from __future__ import annotations

from lxml import etree

from plantin.model.outline import normal


def formula_elements(element: etree._Element, *, attributes: bool = True) -> str:
    """Return the elements of a formula, ``attributes`` (no styles, none of ``math``) and signs, no annotations."""
    inside = "".join(formula_elements(child, attributes=attributes) for child in element if isinstance(child.tag, str))
    name = etree.QName(element).localname
    if name in {"annotation", "annotation-xml"}:
        return ""
    if name in {"semantics", "mrow"}:
        return inside
    listed = attributes and name != "math"
    pairs = sorted(f" {key!s}={value!s}" for key, value in element.items() if listed and key != "style")
    return f"{name}{''.join(pairs)}({normal(element.text or '')}{inside})"


def signs(element: etree._Element) -> str:
    """Return what a formula shows: its signs in the order of its elements, without annotations."""
    if etree.QName(element).localname in {"annotation", "annotation-xml"}:
        return ""
    inside = (f"{signs(child) if isinstance(child.tag, str) else ''}{child.tail or ''}" for child in element)
    return f"{element.text or ''}{''.join(inside)}"

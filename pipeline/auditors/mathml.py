"""Formulas compared by their elements and signs (MathML 3)."""

from __future__ import annotations

from lxml import etree

from pipeline.model.outline import normal


def formula_elements(element: etree._Element) -> str:
    """The elements of a formula and its signs, without attributes, annotations and spaces."""
    inside = "".join(formula_elements(child) for child in element if isinstance(child.tag, str))
    name = etree.QName(element).localname
    if name in {"annotation", "annotation-xml"}:
        return ""
    return inside if name in {"semantics", "mrow"} else f"{name}({normal(element.text or '')}{inside})"

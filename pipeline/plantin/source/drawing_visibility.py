"""What a drawing (SVG) hides: layers and other elements that are not displayed, not visible, or wholly transparent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from plantin.bounded import xml

_SVG = "{http://www.w3.org/2000/svg}"
_DRAWN = frozenset(
    f"{_SVG}{name}"
    for name in "a circle ellipse g image line path polygon polyline rect svg switch text textPath tspan use".split()
)
"""Elements that can be hidden by themselves (SVG 2, 5.2, 11.9)."""
_LABEL = "{http://www.inkscape.org/namespaces/inkscape}label"
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_REFERENCE = re.compile(r"#([^\s'\")]+)")
_ZERO = re.compile(r"[+-]?0*\.?0*%?")
_HIDING = ("display", "visibility", "opacity")
_MOST, _LONGEST = 20, 40


def remove_hidden(root: etree._Element) -> str:
    """Remove from ``root`` the elements that nobody sees, but those that another element draws again (``use``, masks,
    patterns). Returns them in words: layers by their labels, then their text, at most 20; empty where there are none.
    """
    rules = _rules(root)
    values = (str(value) for part in _elements(root) for value in part.attrib.values())
    used = {name for value in values for name in _REFERENCE.findall(value)}
    hidden: list[etree._Element] = []
    _collect(root, rules, used, hidden)
    for element in hidden:
        xml.replace(element)
    return ", ".join(_describe_element(element) for element in hidden[:_MOST]) + (", …" if len(hidden) > _MOST else "")


def _collect(
    element: etree._Element, rules: Mapping[str, Mapping[str, str]], used: set[str], hidden: list[etree._Element]
) -> None:
    """Add the outermost hidden elements below ``element`` to ``hidden``; the parser bounds the depth of a drawing."""
    for inside in element:
        if inside.tag not in _DRAWN:
            continue  # definitions are drawn where they are used
        if _is_hidden(inside, rules) and not any(part.get("id") in used for part in _elements(inside)):
            hidden.append(inside)
        else:
            _collect(inside, rules, used, hidden)


def _is_hidden(element: etree._Element, rules: Mapping[str, Mapping[str, str]]) -> bool:
    looks = _looks(element, rules)
    if looks.get("display") == "none" or _is_zero(looks.get("opacity", "1")):
        return True
    # What is in it may be visible all the same.
    return looks.get("visibility") in ("hidden", "collapse") and not any(
        _looks(part, rules).get("visibility") == "visible" for part in _elements(element)
    )


def _is_zero(value: str) -> bool:
    return any(map(str.isdigit, value)) and _ZERO.fullmatch(value) is not None


def _looks(element: etree._Element, rules: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return the values that hide, of attributes, rules, the style in this order (CSS Cascade 4, 6.1; SVG 2, 6.6)."""
    looks = {name: value.strip() for name in _HIDING if (value := element.get(name)) is not None}
    names = [etree.QName(element).localname, *(f".{class_name}" for class_name in element.get("class", "").split())]
    for name in (*names, f"#{element.get('id')}"):
        looks |= rules.get(name, {})
    return looks | _read_declarations(element.get("style", ""))


def _rules(root: etree._Element) -> dict[str, dict[str, str]]:
    """Return what rules of style say of one class, id or kind of element; other selectors and media hide nothing."""
    rules: dict[str, dict[str, str]] = {}
    for style in root.iter(f"{_SVG}style"):
        sheet = "".join(map(str, style.itertext(with_tail=False)))
        for rule in () if "@" in sheet else _RULE.finditer(sheet):
            for selector in rule[1].split(","):
                rules.setdefault(selector.strip(), {}).update(_read_declarations(rule[2]))
    return rules


def _read_declarations(style: str) -> dict[str, str]:
    rows = (declaration.partition(":") for declaration in style.split(";"))
    values = {name.strip().lower(): value.replace("!important", "").strip().lower() for name, _, value in rows}
    return {name: value for name, value in values.items() if name in _HIDING}


def _describe_element(element: etree._Element) -> str:
    name = element.get(_LABEL) or element.get("id") or etree.QName(element).localname
    words = " ".join("".join(map(str, element.itertext())).split())
    return f"{name[:_LONGEST]} ({words[:_LONGEST]})" if words else name[:_LONGEST]


def _elements(root: etree._Element) -> Iterator[etree._Element]:
    return (element for element in root.iter() if isinstance(element.tag, str))

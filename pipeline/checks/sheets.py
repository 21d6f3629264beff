"""What a style sheet keeps from readers: text that stands in a page but is never shown on a screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import cssselect2
import tinycss2
from lxml import etree

_ALWAYS = re.compile(r"\s*(?:only\s+)?(?:screen|all)?\s*", re.IGNORECASE)
"""The media queries that hold on every screen; what only some screens or paper hide is not lost."""
_DATA = re.compile(r"url\(\s*[\"']?data:[^)]*\)")
"""Fonts and images within a sheet: long, and no rule is in them."""
_HIDING = {"display": {"none"}, "visibility": {"hidden", "collapse"}, "opacity": {"0", "0.0", "0%"}, "font-size": {"0", "0px", "0em"}}


def conceal(root: etree._Element, sheets: Iterable[str]) -> None:
    """Give each element that the style sheets do not show the attribute ``hidden``, so that it is read like any hidden text.

    Among rules for one element the cascade decides (CSS Cascading 4): importance, then specificity, then order.
    """
    matcher = cssselect2.Matcher()
    known = False
    for sheet in sheets:
        for selectors, declarations in _rules(
            tinycss2.parse_stylesheet(_DATA.sub("none", sheet), skip_comments=True, skip_whitespace=True)
        ):
            for selector in selectors:
                if selector.pseudo_element is None:
                    matcher.add_selector(selector, declarations)
                    known = known or any(value in _HIDING[name] for name, value, _ in declarations)
    if not known:
        return
    for element in cssselect2.ElementWrapper.from_html_root(root).iter_subtree():
        if _is_hidden(matcher.match(element)):
            element.etree_element.set("hidden", "hidden")


def _rules(nodes: Iterable[Any]) -> Iterator[tuple[list[Any], list[tuple[str, str, bool]]]]:
    """The selectors and the declarations that could hide something, of every rule that always holds."""
    for node in nodes:
        if node.type == "at-rule" and node.lower_at_keyword == "media" and node.content is not None:
            if _ALWAYS.fullmatch(tinycss2.serialize(node.prelude)):
                yield from _rules(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))
        elif node.type == "qualified-rule" and (declarations := list(_declarations(node.content))):
            try:
                yield cssselect2.compile_selector_list(node.prelude), declarations
            except cssselect2.SelectorError:
                continue  # a selector that this reader does not know matches nothing, as in a browser


def _declarations(content: Any) -> Iterator[tuple[str, str, bool]]:
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration" and node.lower_name in _HIDING:
            yield node.lower_name, tinycss2.serialize(node.value).strip().lower(), node.important


def _is_hidden(matches: Iterable[tuple[Any, int, Any, list[tuple[str, str, bool]]]]) -> bool:
    winners: dict[str, tuple[bool, Any, int, str]] = {}
    for specificity, order, _, declarations in matches:
        for name, value, important in declarations:
            if name not in winners or (important, specificity, order) >= winners[name][:3]:
                winners[name] = (important, specificity, order, value)
    return any(winner[3] in _HIDING[name] for name, winner in winners.items())

"""Finds text that CSS hides from readers: text in a page that is never shown on a screen, because of a style sheet or a
``style`` attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import tinycss2
from lxml import etree

from plantin.auditors.contrast import written
from plantin.auditors.markup import selectors
from plantin.auditors.markup.dom import HEADINGS, texts
from plantin.auditors.markup.selectors import Declaration, Matcher, MatchingBudget, Rule, Specificity
from plantin.auditors.markup.visibility import Colour, Set, ground, ink, is_lost, is_unseen, longhands
from plantin.bounded import css
from plantin.bounded.css import CssError, Node, finished

_ALWAYS = re.compile(
    r"\s*(?:(?:only\s+)?(?:screen|all)|(?:(?:only\s+)?(?:screen|all)\s+and\s+)?"
    r"\(\s*(?:min-(?:width|height)\s*:\s*\d{1,2}[a-z]*|prefers-color-scheme\s*:\s*light)\s*\))?\s*",
    re.IGNORECASE,
)
"""The media queries that hold on every screen, by day; what only some screens or paper hide is not lost."""
_ROUNDS = frozenset(("supports", "layer", "container", "scope"))
"""The rules around rules that are taken to hold."""
_LONGEST = 2_000
"""So many characters may a value have."""


@dataclass(frozen=True, slots=True)
class _Paint:
    """What an element hands on to those in it: the colour of its text, that behind it, its custom properties."""

    ink: Colour | str | None
    ground: Colour | None
    own: Mapping[str, str]


@lru_cache(2)
def rules(sheets: tuple[str, ...]) -> Matcher:
    """The rules of style sheets, for ``conceal``; pages with the same sheets share them. Raises CssError where one
    exceeds a limit.
    """
    matcher = Matcher()
    for sheet in sheets:
        for prelude, content in holding(sheet):
            if declarations := list(_declarations(content)):
                matcher.add(prelude, declarations)
    return matcher


@lru_cache(4)
def holding(sheet: str) -> tuple[tuple[list[Node], list[Node]], ...]:
    """The selectors and the content of every rule of a style sheet that always holds, by day. Raises CssError as
    ``rules`` does.
    """
    return tuple(_rules(tinycss2.parse_stylesheet(finished(sheet), skip_comments=True, skip_whitespace=True)))


def conceal(root: etree._Element, matcher: Matcher, budget: MatchingBudget | None = None) -> dict[etree._Element, str]:
    """Give each element that the style sheets or its own style do not show the attribute ``hidden``, so that it is read
    like any hidden text: one that is not displayed, faint or tiny, moved out of sight, clipped or shrunk away, or in
    the colour of its ground.

    Among rules for one element the cascade decides (CSS Cascading 4): importance, then the style of the element itself,
    then specificity, then order. Raises CssError where that takes more than ``budget``, or a style exceeds a limit.

    The answer are the colours of the words of headings by day, as ``#rrggbb``, those left out that are not known.
    """
    budget = budget or MatchingBudget()
    paints: dict[etree._Element, _Paint] = {}
    blank = _Paint((0.0, 0.0, 0.0), (1.0, 1.0, 1.0), {})
    left = [selectors.root(root, budget)]
    while left:
        wrapped = left.pop()
        left += reversed(list(wrapped.iter_children()))
        element = wrapped.etree_element
        own = element.get("style", "")
        given = _given(matcher.match(wrapped), list(_declarations(finished(own))) if own else [])
        parent = element.getparent()
        paint = _painted(element, given, blank if parent is None else paints[parent], budget)
        paints[element] = paint
        if is_unseen(given) or (_has_words(element) and is_lost(paint.ink, paint.ground)):
            element.set("hidden", "hidden")
    inks = ((element, paint.ink) for element, paint in paints.items() if element.tag in HEADINGS)
    return {element: written(colour) for element, colour in inks if isinstance(colour, tuple)}


def _painted(element: etree._Element, given: Set, around: _Paint, budget: MatchingBudget) -> _Paint:
    own = {name: value for name, value in given.items() if name.startswith("--")}
    if own:
        budget.spend(len(around.own))
    known = {**around.own, **own} if own else around.own
    # A link has the browser's own colour, not that of the text around it.
    before = None if element.tag == "a" and element.get("href") is not None and "color" not in given else around.ink
    return _Paint(ink(given, before, known), ground(given, around.ground, known), known)


def _has_words(element: etree._Element) -> bool:
    return any(not text.isspace() for text in texts(element))


def _rules(nodes: Iterable[css.Rule]) -> Iterator[tuple[list[Node], list[Node]]]:
    for node in nodes:
        if node.type == "at-rule" and node.content is not None:
            query = tinycss2.serialize(node.prelude)
            if node.lower_at_keyword in _ROUNDS or (node.lower_at_keyword == "media" and _ALWAYS.fullmatch(query)):
                yield from _rules(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))
        elif node.type == "qualified-rule":
            yield node.prelude, node.content or []


def _declarations(content: Sequence[Node]) -> Iterator[Declaration]:
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True) if content else ():
        if node.type == "declaration":
            for name, value in longhands(node.lower_name, node.value):
                if len(value) > _LONGEST:
                    raise CssError(f"a style gives {name[:40]} a value of more than {_LONGEST:,} characters")
                yield name, value, node.important


def _given(matches: Iterable[Rule], style: list[Declaration]) -> dict[str, str]:
    """The value of each property that wins."""
    winners: dict[str, tuple[tuple[bool, bool, Specificity, int], str]] = {}
    for specificity, order, _, declarations in matches:
        _weigh(winners, declarations, (False, specificity, order))
    _weigh(winners, style, (True, (0, 0, 0), 0))
    return {name: value for name, (_, value) in winners.items()}


def _weigh(
    winners: dict[str, tuple[tuple[bool, bool, Specificity, int], str]],
    declarations: list[Declaration],
    weight: tuple[bool, Specificity, int],
) -> None:
    for name, value, important in declarations:
        rank = (important, *weight)
        if name not in winners or rank >= winners[name][0]:
            winners[name] = (rank, value)

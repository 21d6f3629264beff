"""The brand colours of a web page or EPUB in light mode: those of headings, and those that style sheets give to rules
and backgrounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import tinycss2
from tinycss2.color4 import parse_color

from plantin.auditors.contrast import written
from plantin.auditors.markup.css import holding
from plantin.auditors.markup.dom import HEADINGS, MarkupPage, elements
from plantin.auditors.markup.text import visible
from plantin.auditors.record import HEADINGS as TERM
from plantin.auditors.record import RULES, Stated
from plantin.bounded.css import Node

_DRAWN = ("border", "outline", "background")
_ROOT = ":root"
_DEEPEST = 8


def palette(pages: Iterable[MarkupPage]) -> Iterator[Stated]:
    """The colours of headings, and of what the sheets of the pages draw."""
    found = list(pages)
    headings = ((page.inks.get(one, ""), one) for page in found for one in elements(page.body(), *HEADINGS))
    yield Stated(
        "the pages", TERM, tuple(f"{one.tag[1:]} {ink}" for ink, one in headings if ink and visible(one).strip())
    )
    sheets = dict.fromkeys(page.sheets for page in found)
    yield Stated("the style sheets", RULES, tuple(sorted({colour for one in sheets for colour in _drawn(one)})))


@lru_cache(2)
def _drawn(sheets: tuple[str, ...]) -> frozenset[str]:
    """The colours of borders, outlines and grounds, in the rules that always hold."""
    rules = [rule for sheet in sheets for rule in holding(sheet)]
    known: dict[str, list[Node]] = {}
    values: list[list[Node]] = []
    for prelude, content in rules:
        for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
            if node.type != "declaration":
                continue
            if node.name.startswith("--") and tinycss2.serialize(prelude).strip() == _ROOT:
                known[node.name] = node.value
            elif node.lower_name.startswith(_DRAWN):
                values.append(node.value)
    return frozenset(colour for value in values for colour in _colours(value, known, 0))


def _colours(value: Iterable[Node], known: Mapping[str, list[Node]], depth: int) -> Iterator[str]:
    for token in value:
        if token.type == "function" and token.lower_name == "var":
            named = next((one.value for one in token.arguments if one.type == "ident"), "")
            if depth < _DEEPEST:
                yield from _colours(known.get(named, ()), known, depth + 1)
        elif (colour := parse_color(token)) and not isinstance(colour, str):
            red, green, blue = (part or 0.0 for part in colour.to("srgb").coordinates)
            yield written((red, green, blue))

"""Selectors matched with the elements of a page: as the library matches them, and in time that grows with the page
alone.
"""

from __future__ import annotations

import cssselect2
import pytest
import tinycss2

from plantin.auditors.markup import selectors
from plantin.bounded import html

PAGE = """<html><body><input id="wide" checked><main class="a"><section><p>One <b>word</b></p><ul><li><p class="a">Two</p></li></ul>
<p>Three</p></section></main><div class="a b"><section><p>Four</p></section></div></body></html>"""
SELECTORS = (
    "main p", "main > p", "main section > p", "main > section p", ".a .a", ".a section p", "section li p, div p", "p + ul p", "p ~ p",
    "div.b > section p", ":root main p", ":root:has(#wide) main p", ":root:has(#none) main p", ":is(main, div) :is(p, li)", "  main  p  ",
    "p:not(li p)", "p", "main section ul li p.a", "ul > li p",
)  # fmt: skip


def elements(root: selectors.CountedElement) -> list[selectors.CountedElement]:
    return list(root.iter_subtree())


@pytest.mark.parametrize("selector", SELECTORS)
def test_a_selector_matches_what_it_names(selector: str) -> None:
    tree = html.parse(PAGE.encode())
    matcher, plain = selectors.Matcher(), cssselect2.Matcher()
    matcher.add(tinycss2.parse_component_value_list(selector), ["x"])
    for one in cssselect2.compile_selector_list(selector):
        plain.add_selector(one, ["x"])
    ours = [bool(matcher.match(one)) for one in elements(selectors.root(tree, selectors.MatchingBudget()))]
    assert ours == [bool(plain.match(one)) for one in cssselect2.ElementWrapper.from_html_root(tree).iter_subtree()]


def test_a_long_page_is_asked_once_what_is_around_its_paragraphs() -> None:
    page = f"<html><body><main>{'<section><p>One</p><p>Two <a>three</a></p></section>' * 2000}</main></body></html>"
    matcher = selectors.Matcher()
    for rule in (":root:is(:has(#wide:checked), [data-wide]) main p", "main section a"):
        matcher.add(tinycss2.parse_component_value_list(rule), [])
    budget = selectors.MatchingBudget(200_000)  # one look at all elements for each paragraph would be forty million
    for element in elements(selectors.root(html.parse(page.encode()), budget)):
        matcher.match(element)

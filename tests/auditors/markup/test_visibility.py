"""What is heard is what is seen: roles, ranks and names that say otherwise, links that lead elsewhere than they say. A
web page is spoilt in one way at a time; what a writer may well do is spoilt by nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from plantin.auditors.markup import html as auditor
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.outline import outline
from tests.kit.editions import Editions
from tests.kit.read_back import refused, reread
from tests.spoilt import rewriting

pytestmark = pytest.mark.full

Element = Any  # lxml's stubs do not say what XPath and lxml.html give
Spoil = Callable[[Element], None]


@pytest.fixture(scope="module")
def page(harbour: Document, store: Editions) -> bytes:
    return store.content(harbour, "html")


def spoilt(spoil: Spoil, page: bytes) -> Element:
    root = html.document_fromstring(page.decode())
    spoil(root)
    return root


def first(root: Element, path: str) -> Element:
    found = root.xpath(path)
    assert found, path
    return found[0]


def put(path: str, **attributes: str) -> Spoil:
    """Give an element attributes; aria_label stands for aria-label."""
    return lambda root: first(root, path).attrib.update(
        {name.replace("_", "-"): value for name, value in attributes.items()}
    )


def put_in(path: str, markup: str) -> Spoil:
    return lambda root: first(root, path).append(html.fragment_fromstring(markup))


HEADING = "//*[@id='section-III']/h2"
PARAGRAPH = "//*[@id='paragraph-7']"
PLAIN = "//main/div/p | //main//p[not(@class)]"
TABLE = '<table><caption>Lamps</caption><tr><th scope="col">Lamp</th></tr><tr><td>One</td></tr></table>'

HEARD: dict[str, Spoil] = {
    "heading that is heard as text": put(HEADING, role="presentation"),
    "heading that is heard as nothing": put(HEADING, role="none"),
    "heading that is heard as a button": put(HEADING, role="BUTTON"),
    "one good role and one that is not": put(HEADING, role="heading none"),
    "heading of another rank": put(HEADING, aria_level="4"),
    "paragraph that is heard as a heading": put(PARAGRAPH, role="heading", aria_level="2"),
    "group that is heard as a heading": put("//*[@id='section-III']", role="heading"),
    "role list without a list": put("//main//ul", role="presentation"),
    "role listitem without a list item": put("//main//ul/li", role="none"),
    "text that is heard as a picture": put("//main//em", role="img"),
    "kind in other words": put(HEADING, aria_roledescription="remark"),
    "role table without a table": put_in("//main", TABLE.replace("<table>", '<table role="presentation">')),
    "table read out by another name": put_in("//main", TABLE.replace("<table>", '<table aria-label="Oil">')),
    "picture that says something, silenced": put_in(PARAGRAPH, '<img src="data:," alt="A lamp" role="none">'),
    "heading read out otherwise": put(HEADING, aria_label="III. Remarks"),
    "heading read out with more": put(HEADING, aria_label="III. Observations that are wrong"),
    "paragraph read out otherwise": put(PARAGRAPH, aria_label="All is well."),
    "heading read out by another's words": put(HEADING, aria_labelledby="paragraph-3"),
    "reference read out otherwise": put("//a[@class='reference']", aria_label="paragraph 9"),
    "link read out by another's words": put("//a[@class='reference']", aria_labelledby="notes-heading"),
    "paragraph silent": put(PARAGRAPH, aria_hidden="true"),
    "paragraph silent in capitals": put(PARAGRAPH, aria_hidden="TRUE"),
    "paragraph inert": put(PARAGRAPH, inert=""),
    "whole page silent": put("/html", aria_hidden="true"),
}


@pytest.mark.parametrize("name", HEARD)
def test_what_is_heard_otherwise_is_refused(
    harbour: Document, page: bytes, tmp_path: Path, name: str, house: Style
) -> None:
    path = tmp_path / "edition.html"
    path.write_bytes(rewriting.web_page(spoilt(HEARD[name], page)))
    assert refused("html", path, harbour, house)
    path.write_bytes(rewriting.web_page(html.document_fromstring(page.decode())))
    assert refused("html", path, harbour, house) == []


LINKS = {
    "another site": "https://example.net/lights?year=2035&lamp=1",
    "another page": "https://example.org/lights?year=2036&lamp=1",
    "a program": "javascript:alert(1)",
    "a program behind blanks": " java\tscript:alert(1)",
    "data": "data:text/html,lamps",
    "a file of the reader's": "file:///etc/hosts",
}


@pytest.mark.parametrize("name", LINKS)
def test_a_link_leads_where_it_says(harbour: Document, page: bytes, tmp_path: Path, name: str, house: Style) -> None:
    was = b'href="https://example.org/lights?year=2035&amp;lamp=1"'
    assert was in page
    path = tmp_path / "edition.html"
    path.write_bytes(page.replace(was, f'href="{LINKS[name].replace("&", "&amp;")}"'.encode()))
    assert reread(auditor, path).outline() == outline(harbour)
    assert refused("html", path, harbour, house) == ["P014"]

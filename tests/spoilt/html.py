"""Web pages of the harbour report, spoilt in one way each."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

from lxml import html

from tests.spoilt.registry import table
from tests.spoilt.rewriting import page

Element = Any  # lxml's stubs do not say what XPath and lxml.html give
Spoil = Callable[[Element], None]


def element(root: Element, identity: str) -> Element:
    return root.get_element_by_id(identity)


def one(root: Element, path: str) -> Element:
    found = root.xpath(path)
    assert found, path
    return found[0]


def exchange(one: Element, other: Element) -> None:
    """Put two elements each into the place of the other."""
    first, second = copy.deepcopy(one), copy.deepcopy(other)
    first.tail, second.tail = other.tail, one.tail
    one.getparent().replace(one, second)
    other.getparent().replace(other, first)


def said(root: Element, old: str, new: str) -> None:
    """Change words, wherever in the body they are first."""
    for node in root.body.iter():
        for part in ("text", "tail"):
            if isinstance(node.tag, str) and old in (getattr(node, part) or ""):
                setattr(node, part, getattr(node, part).replace(old, new))
                return
    raise AssertionError(old)


def number(root: Element) -> None:
    element(root, "indicator-3").text = "2"


def drop(identity: str) -> Spoil:
    return lambda root: element(root, identity).drop_tree()


def rename(old: str, new: str) -> Spoil:
    return lambda root: element(root, old).set("id", new)


def put(path: str, name: str, value: str) -> Spoil:
    return lambda root: one(root, path).set(name, value)


def take(path: str, name: str) -> Spoil:
    def spoil(root: Element) -> None:
        del one(root, path).attrib[name]

    return spoil


def cut(path: str) -> Spoil:
    return lambda root: one(root, path).drop_tree()


def add(path: str, markup: str) -> Spoil:
    return lambda root: one(root, path).append(html.fragment_fromstring(markup))


def swap(first: str, second: str) -> Spoil:
    return lambda root: exchange(one(root, first), one(root, second))


def retag(path: str, tag: str) -> Spoil:
    return lambda root: setattr(one(root, path), "tag", tag)


def words(old: str, new: str) -> Spoil:
    return lambda root: said(root, old, new)


def words_of_data(name: str, value: str) -> Spoil:
    """Another value in the linked data."""

    def spoil(root: Element) -> None:
        script = one(root, "//script[@type='application/ld+json']")
        script.text = json.dumps({**json.loads(script.text), name: value})

    return spoil


def by_id(identity: str) -> str:
    return f"//*[@id='{identity}']"


def move_call(root: Element) -> None:
    """Put a call after the first words of its paragraph."""
    call = element(root, "indicator-2").getparent()
    paragraph = element(root, "paragraph-2")
    moved = copy.deepcopy(call)
    moved.tail = ""
    call.drop_tree()
    first = paragraph[0]
    moved.tail, first.tail = first.tail[12:], first.tail[:12]
    first.addnext(moved)


def notes_texts(root: Element) -> None:
    first, second = (one(root, f"{by_id(note)}//*[contains(@class, 'label')]") for note in ("note-1", "note-3"))
    first.tail, second.tail = " See the third part. ", first.tail


def outside(root: Element) -> None:
    paragraph = element(root, "paragraph-7")
    moved = copy.deepcopy(paragraph)
    paragraph.drop_tree()
    root.body.append(moved)


def sheet(rule: str) -> Spoil:
    def spoil(root: Element) -> None:
        style = one(root, "//style")
        style.text += rule

    return spoil


def tear(root: Element) -> None:
    """Put the end of a word into an element of its own."""
    paragraph = element(root, "paragraph-7")
    label = paragraph[0]
    assert label.tail.strip().startswith("Nothing")
    torn = html.fragment_fromstring("<span class='joined'>thing</span>")
    torn.tail = label.tail.partition("Nothing")[2]
    label.tail = " No"
    label.addnext(torn)


def quiet(root: Element) -> None:
    """Take what follows a choice out of the style sheets."""
    style = next(one for one in root.iter("style") if "#spacing-wide" in (one.text or ""))
    style.text = style.text.replace("#spacing-wide", "#spacing-width")


HREF = "//*[@id='{}']//a[contains(@class, 'back')]"
RULE = "A remark."
FAULTS: dict[str, tuple[Spoil, list[str]]] = {
    "number of an indicator": (number, ["P005"]),
    "paragraph dropped": (drop("paragraph-7"), ["P001", "P014", "P014"]),
    "paragraph dropped with its call": (drop("paragraph-2"), ["L001", "P001", "P014", "P014"]),
    "entry of a list dropped": (drop("paragraph-3.c"), ["P001"]),
    "note dropped": (drop("note-3"), ["L001", "P001", "P014", "P014"]),
    "paragraph added": (add("//main", f"<p>{RULE}</p>"), ["P002"]),
    "text added outside every paragraph": (add("//main", f"<div>{RULE}</div>"), ["P002"]),
    "paragraphs exchanged": (swap(by_id("paragraph-5"), by_id("paragraph-6")), ["P006"]),
    "entries exchanged": (swap(by_id("paragraph-3.b.i"), by_id("paragraph-3.b.ii")), ["P006"]),
    "sections exchanged": (swap(by_id("section-II.A"), by_id("section-II.B")), ["P006"]),
    "notes exchanged": (swap(by_id("note-1"), by_id("note-3")), ["P006", "P006"]),
    "texts of notes exchanged": (notes_texts, ["P004", "P004"]),
    "heading of lower rank": (retag(by_id("section-II.A") + "/h3", "h4"), ["P007"]),
    "heading of higher rank": (retag(by_id("section-II.B") + "/h3", "h2"), ["P007"]),
    "heading set as a paragraph": (retag(by_id("section-II.B") + "/h3", "p"), ["P007", "P008"]),
    "number of the note alone": (
        lambda root: setattr(one(root, f"{by_id('note-3')}//*[@class='label']"), "text", "4"),
        ["P003"],
    ),
    "number of a paragraph": (
        lambda root: setattr(one(root, f"{by_id('paragraph-4')}/*[1]"), "text", "5."),
        ["P003"],
    ),
    "number of a section": (
        lambda root: setattr(one(root, f"{by_id('section-III')}/h2/span"), "text", "IV."),
        ["P003"],
    ),
    "label removed": (cut(f"{by_id('paragraph-3.b')}//*[@class='label']"), ["P003"]),
    "label hidden": (put(f"{by_id('section-I')}/h2/span", "hidden", ""), ["P003"]),
    "label hidden by its style": (
        put(f"{by_id('section-I')}/h2/span", "style", "color: red; display : none"),
        ["A019"],
    ),
    "labels hidden by the style sheet": (sheet("\nh3 .label { display: none }"), ["A020"]),
    "label silent": (put(f"{by_id('section-I')}/h2/span", "aria-hidden", "true"), ["A019"]),
    "label after the text": (
        lambda root: one(root, f"{by_id('section-III')}/h2").insert(0, html.fragment_fromstring("<b>So </b>")),
        ["P003", "P004"],
    ),
    "paragraph hidden": (put(by_id("paragraph-7"), "hidden", ""), ["P001", "P014", "P014"]),
    "anchor of a paragraph renamed": (rename("paragraph-6", "p6"), ["L001", "P008"]),
    "anchor of a section renamed": (rename("section-II.B", "names"), ["L001", "P008"]),
    "anchor of a note renamed": (rename("note-3", "n3"), ["L001", "P008"]),
    "anchor of a call renamed": (rename("indicator-3", "c3"), ["L001", "P008"]),
    "id given twice": (put(f"{by_id('section-III')}/h2", "id", "section-I"), ["A005"]),
    "call leads to another note": (put(by_id("indicator-3"), "href", "#note-1"), ["P005"]),
    "call leads nowhere": (put(by_id("indicator-3"), "href", "#note-99"), ["L001", "P005"]),
    "back link moved to another note": (put(HREF.format("note-3"), "href", "#indicator-1"), ["P014"]),
    "back link dropped": (cut(HREF.format("note-1")), ["P014"]),
    "call dropped": (lambda root: element(root, "indicator-3").getparent().drop_tree(), ["L001", "P005"]),
    "call moved": (move_call, ["P005"]),
    "call no longer a call": (take(by_id("indicator-3"), "role"), ["P004", "P005"]),
    "call read out with another number": (put(by_id("indicator-3"), "aria-label", "Note 33"), ["P037"]),
    "way back read out with another number": (
        put(HREF.format("note-3"), "aria-label", "Back to the text, note 33"),
        ["P037"],
    ),
    "reference leads to another place": (
        put("//a[@class='reference'][@href='#paragraph-3']", "href", "#paragraph-4"),
        ["P014"],
    ),
    "number leads to another place": (
        put("//a[@class='label'][@href='#paragraph-3']", "href", "#paragraph-4"),
        ["P037"],
    ),
    "reference no longer a link": (take("//a[@class='reference']", "href"), ["L001", "P014"]),
    "word changed": (words("dusk", "dawn"), ["P004"]),
    "language dropped": (take("/html", "lang"), ["P011"]),
    "language that does not exist": (put("/html", "lang", "english"), ["P011"]),
    "language of a passage dropped": (take("//*[@lang='ru']", "lang"), ["A008", "P013"]),
    "direction of a passage dropped": (take("//*[@lang='ar']", "dir"), ["P013"]),
    "row of the contents dropped": (cut("//nav//li[.//a[@href='#section-III']]"), ["P010"]),
    "row of the contents leads elsewhere": (put("//nav//a[@href='#section-III']", "href", "#section-I"), ["P010"]),
    "row of the contents says something else": (words("Observations", "Remarks"), ["P010"]),
    "symbol in the masthead changed": (
        lambda root: setattr(one(root, "//*[@class='masthead-symbol']"), "text", "A/90/21"),
        ["P009"],
    ),
    "line of the masthead dropped": (cut("//*[@class='masthead-date']"), ["P009"]),
    "title no heading": (retag("//h1", "p"), ["A019", "A019"]),
    "title of the page dropped": (cut("//title"), ["A019"]),
    "link without words": (lambda root: one(root, HREF.format("note-3")).attrib.pop("aria-label"), ["A019"]),
    "image without alternative": (add(by_id("paragraph-7"), '<img src="data:,">'), ["A015", "A015", "A015", "P002"]),
    "image with alternative": (add(by_id("paragraph-7"), '<img src="data:," alt="A lamp">'), ["A015", "A015", "P002"]),
    "image from the network": (
        add(by_id("paragraph-7"), '<img src="https://example.org/a.png" alt="">'),
        ["P002"],
    ),
    "image from another file": (add(by_id("paragraph-7"), '<img src="a.png" alt="">'), ["P002"]),
    "script from the network": (add("//head", '<script src="//example.org/a.js"></script>'), ["A019", "A021"]),
    "font from the network": (
        sheet("\n@font-face { font-family: x; src: url('https://example.org/x.woff2') }"),
        ["A020"],
    ),
    "link to the network": (
        add(by_id("paragraph-7"), '<a href="https://example.org/">.</a>'),
        ["P004", "P014"],
    ),
    "text outside the main part": (outside, ["P001", "P014", "P014"]),
    "no way to skip": (cut("//a[@class='skip']"), ["A019"]),
    "word in two pieces": (tear, ["A017"]),
    "choice without an effect": (quiet, ["A020"]),
    "two main parts": (add("//body", "<main></main>"), ["A019", "A019"]),
}


PAGES = table("html", page, FAULTS)

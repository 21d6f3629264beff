"""Small pieces of WordprocessingML (ECMA-376 part 1, clause 17): elements, runs, fields, bookmarks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml import etree

from plantin.model import languages

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = {"w": W, "r": R}
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Element = etree._Element  # noqa: SLF001 - lxml's name for the type of its elements
Elements = list[Element]


def clark(tag: str) -> str:
    """Return the full name of ``w:p`` or ``r:id``."""
    prefix, _, local = tag.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def element(tag: str, *children: Element, **attributes: str | int) -> Element:
    """Return ``<w:tag>`` with its children; attributes are in w, or in r where the name begins with ``r_``."""
    node = etree.Element(clark(f"w:{tag}"), nsmap=_SPACES)
    for key, value in attributes.items():
        node.set(clark(f"r:{key[2:]}" if key.startswith("r_") else f"w:{key}"), str(value))
    node.extend(children)
    return node


def value(tag: str, val: str | int) -> Element:
    """Return ``<w:tag w:val>``, the shape of most properties."""
    return element(tag, val=val)


def size_properties(points: float) -> Elements:
    """Return the size of letters, of every script (17.3.2.38)."""
    return [value("sz", round(points * 2)), value("szCs", round(points * 2))]


def lang(language: str, *, right_to_left: bool) -> Element:
    """Return the language of text with its region, by which Word chooses a dictionary (17.3.2.20): Word takes that of
    right-to-left text from bidi alone, that of Chinese characters from eastAsia.
    """
    far = languages.east_asian(language)
    tag = languages.regional(language)
    return element("lang", **{"bidi" if right_to_left else "val": tag}, **({"eastAsia": far} if far else {}))


@dataclass(frozen=True, slots=True)
class RunLook:
    """How a run looks: its properties (17.3.2.28), in the language of the passage that it is in."""

    style: str = ""
    bold: bool = False
    italic: bool = False
    raised: str = ""
    language: str = ""
    right_to_left: bool = False

    def with_style(self, style: str) -> RunLook:
        """Return the same with a character style; a run has one, so marks of the styles around it become properties."""
        return replace(
            self,
            style=style,
            bold=self.bold or self.style == "Strong",
            italic=self.italic or self.style in ("Emphasis", "Strong Emphasis"),
        )

    def properties(self) -> Elements:
        """Return the w:rPr of the run, none where it looks like its paragraph."""
        properties: Elements = []
        if self.style:
            properties.append(value("rStyle", self.style))
        if self.bold:
            properties += [element("b"), element("bCs")]
        if self.italic:
            properties.append(element("i"))  # not w:iCs: Arabic and its like are not slanted
        if self.language.startswith("zxx"):
            properties.append(element("noProof"))  # what is in no language is misspelt in none
        if self.raised:
            properties.append(value("vertAlign", self.raised))
        if self.right_to_left:
            properties.append(element("rtl"))
        if self.language:
            properties.append(lang(self.language, right_to_left=self.right_to_left))
        return [element("rPr", *properties)] if properties else []


def run(look: RunLook, *content: Element) -> Element:
    """Return a run (17.3.2.25)."""
    return element("r", *look.properties(), *content)


def words(text: str, look: RunLook = RunLook()) -> Element:
    """Return a run of text, with every space kept."""
    inside = element("t")
    inside.text = text
    inside.set(_XML_SPACE, "preserve")
    if look.right_to_left:
        # Marked as right to left, a Latin line that begins with a figure would have it at its end (17.3.2.30).
        kinds = {unicodedata.bidirectional(character) for character in text}
        look = replace(look, right_to_left="L" not in kinds or bool(kinds & {"R", "AL"}))
    return run(look, inside)


def tab() -> Element:
    """Return a run that is a tab."""
    return element("r", element("tab"))


def field(instruction: str, result: Iterable[Element], look: RunLook = RunLook()) -> Elements:
    """Return a complex field (17.16.18): what Word computes, and the result that it shows until then."""
    code = element("instrText")
    code.text = f" {instruction} "
    code.set(_XML_SPACE, "preserve")
    return [
        run(look, element("fldChar", fldCharType="begin")),
        run(look, code),
        run(look, element("fldChar", fldCharType="separate")),
        *result,
        run(look, element("fldChar", fldCharType="end")),
    ]


def line_feed() -> Element:
    """Return a run that is a line break."""
    return element("r", element("br"))


def leap(anchor: str, tip: str, inside: Elements) -> Element:
    """Return a link to a place of the file (17.16.22), with the words that say where it leads."""
    return element("hyperlink", *inside, anchor=bookmark_name(anchor), tooltip=tip[:255], history=1)


def paragraph(style: str, content: Iterable[Element], *properties: Element) -> Element:
    """Return a paragraph (17.3.1.22) of a style; ``properties`` are in the order of the schema."""
    return element("p", element("pPr", value("pStyle", style), *properties), *content)


def style_of(node: Element) -> str:
    """Return the style of a paragraph, empty for anything else."""
    style = node.find(f"{clark('w:pPr')}/{clark('w:pStyle')}")
    return "" if style is None else str(style.get(clark("w:val"), ""))


def bookmark_name(anchor: str) -> str:
    """Return the bookmark of an anchor: Word allows letters, digits and _. paragraph-12.a is paragraph_12__a."""
    return anchor.replace("-", "_").replace(".", "__")


class Bookmarks:
    """The bookmarks of one file, each name once (17.13.6.2)."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {}

    def around(self, anchor: str, content: Elements) -> Elements:
        """Return ``content`` inside the bookmark of ``anchor``; as it is without an anchor, or with one already."""
        name = bookmark_name(anchor)
        if not name or name in self._names:
            return content
        number = self._names[name] = len(self._names) + 1
        return [element("bookmarkStart", id=number, name=name), *content, element("bookmarkEnd", id=number)]

"""The logical structure of the printed pages (ISO 32000-1, 14.7 and 14.8): one structure element per element of the
markup, however many lines and pages it crosses, in the order of the markup.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from weasyprint.formatting_structure.boxes import MarginBox, ReplacedBox, TextBox
from weasyprint.layout.absolute import AbsolutePlaceholder

from plantin.writers.pdf.bidi import Glyph
from plantin.writers.pdf.engine_types import Box, Dictionary, Page, Stream
from plantin.writers.pdf.roles import is_text_block, name, role
from plantin.writers.pdf.shaping import is_blank

HYPHEN = "\u2010"
SOFT = "\u00ad"
OBJECT = "\ufffc"
"""The character that represents a formula, which is drawn, in a run of words."""


@dataclass(eq=False, slots=True)
class Mark:
    """A piece of text on a page: its marked-content identifier there, its characters as set, the node that holds it,
    and the characters that are read there, once the text is repaired: the space after it, a soft hyphen where a word is
    divided.
    """

    page: int
    identifier: int
    text: str
    holder: TagNode
    read: str = ""
    glyphs: tuple[Glyph, ...] = ()
    turned: bool = False


@dataclass(eq=False, slots=True)
class TagNode:
    """A structure element to be: its type, the element of the markup it comes from, what it holds, of a link its
    annotations, of a figure the rectangles it takes up (page, left, top, right, bottom). ``last``: it comes after all
    that is in its element.
    """

    role: str
    element: ET.Element
    kids: list[TagNode | Mark] = field(default_factory=list)
    annotations: list[tuple[int, Box]] = field(default_factory=list)
    areas: list[tuple[int, float, float, float, float]] = field(default_factory=list)
    written: Dictionary = field(init=False)
    last: bool = False

    def nodes(self) -> Iterator[TagNode]:
        """Yield the node itself and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, TagNode):
                yield from kid.nodes()


@dataclass(frozen=True, slots=True)
class Artifact:
    """Marked content that is not the report's: a running head, a folio, a head that is shown again, a picture that says
    nothing (then with its ``area``: left, top, right, bottom), or nothing drawn at all (ISO 32000-1, 14.8.2.2).
    ``glyphs`` are those of words that may run from right to left.
    """

    page: int
    identifier: int
    kind: str
    subtype: str = ""
    area: tuple[float, float, float, float] | None = None
    glyphs: tuple[Glyph, ...] = ()


class Structure:
    """The structure of ``pages`` set from the markup ``root``: its tree, its artifacts, its text by block
    (``texts``), and the text that style sheets add (``generated``).

    ``linked``: whether what leads elsewhere is a link; on paper it is a reference at most.
    """

    def __init__(self, root: ET.Element, pages: list[Page], streams: list[Stream], linked: bool) -> None:
        self.linked = linked
        self.parents = {child: parent for parent in root.iter() for child in parent}
        self.order = {element: count for count, element in enumerate(root.iter())}
        self.tree = TagNode("Document", root)
        self._nodes: dict[tuple[ET.Element, str], TagNode] = {(root, ""): self.tree}
        self.artifacts: list[Artifact] = []
        self.texts: dict[ET.Element, list[Mark]] = defaultdict(list)
        self.generated: list[Mark] = []
        self.links: list[tuple[int, Box, TagNode]] = []
        self._heads: dict[ET.Element, int] = {}
        for number, (page, stream) in enumerate(zip(pages, streams, strict=True)):
            self._page(number, page, stream._tags)  # noqa: SLF001
        self._sort(self.tree)

    # From boxes to marks

    def _page(self, number: int, page: Page, marks: dict[Box, dict[str, int]]) -> None:
        for box in page._page_box.children:  # noqa: SLF001
            if isinstance(box, MarginBox):
                subtype = "Header" if box.at_keyword.startswith("@top") else "Footer"
                for inner in _leaves(box):
                    glyphs = getattr(inner, "set_glyphs", ())
                    identifier = marks.pop(inner)["mcid"]
                    self.artifacts.append(Artifact(number, identifier, "Pagination", subtype, glyphs=glyphs))
            else:
                for inner in _leaves(box):
                    self._mark(number, marks.pop(inner)["mcid"], inner)
        if marks:
            raise AssertionError(f"page {number + 1}: text painted twice or from nowhere: {list(marks)}")
        self.links += [(number, box, self.node(box.element)) for _, _, _, box in page.links]

    def _mark(self, page: int, identifier: int, box: Box) -> None:
        pseudo = box.element_tag.partition("::")[2]
        text = box.text if isinstance(box, TextBox) else ""
        blank = isinstance(box, TextBox) and is_blank(text) and box.element.get("class") != "formulas"
        if blank or box.style["visibility"] != "visible":
            # Nothing is painted for white space alone: the space is given back at the end of the text before it, if
            # that has letters.
            self.artifacts.append(Artifact(page, identifier, "Layout"))
            return
        area = box.position_x, box.position_y, box.position_x + box.width, box.position_y + box.height
        if getattr(box, "repeated", False) or self._again(page, box.element):
            self.artifacts.append(Artifact(page, identifier, "Pagination", glyphs=getattr(box, "set_glyphs", ())))
            return
        if box.element.tag == "img" and not box.element.get("alt"):
            self.artifacts.append(Artifact(page, identifier, "Layout", "", area))
            return
        holder = self._part(box.element, "Span", pseudo) if pseudo else self.node(box.element)
        holder.last = pseudo == "after"
        mark = Mark(page, identifier, text, holder)
        mark.glyphs, mark.turned = getattr(box, "set_glyphs", ()), box.style["direction"] == "rtl"
        holder.kids.append(mark)
        if holder.role in {"Figure", "Formula"}:
            holder.areas.append((page, *area))
        if holder.role == "Formula":
            mark.text = OBJECT
        if mark.text and pseudo:
            self.generated.append(mark)
        elif mark.text:
            self.texts[self._block(box.element)].append(mark)

    def _block(self, element: ET.Element) -> ET.Element:
        """Return the element whose text is one run of words: a paragraph, a heading, a row of the contents."""
        while not is_text_block(element) and self.parents[element].tag != "li":
            element = self.parents[element]
        return element

    def _again(self, page: int, element: ET.Element) -> bool:
        """Return whether ``element`` is in the head of a table that another page has shown before."""
        while element.tag != "thead":
            if element not in self.parents:
                return False
            element = self.parents[element]
        return self._heads.setdefault(element, page) != page

    # From elements to nodes

    def node(self, element: ET.Element) -> TagNode:
        """Return the node that holds the text of ``element``: its own, or of the nearest around it that has one."""
        key = (element, "")
        if key not in self._nodes:
            self._nodes[key] = self._make_node(element)
        return self._nodes[key]

    def _make_node(self, element: ET.Element) -> TagNode:
        parent = self.parents[element]
        kind = name(element)
        if element.tag == "span" and kind == "label":
            return self._label(element)
        if element.tag == "span" and kind == "back":
            # The links from the end of a note to its calls: a label of the note, beside its text.
            holder = element
            while holder.tag != "aside":
                holder = self.parents[holder]
            return self._add(self.node(holder), "Lbl", element)
        if element.tag == "aside":
            return self._add(
                self._around(element) if kind == "letter" else self._beside(self._block(element)), "Note", element
            )
        if element.tag in {"dt", "dd"}:
            return self._add(self._entry(element), "Lbl" if element.tag == "dt" else "LBody", element)
        if element.tag == "figcaption":
            # Beside the picture, whose alternative text would be read in place of a caption in it (ISO 14289-1, 7.3).
            # The title of several figures is no caption: that would be of one thing, the first or the last in it (ISO
            # 32005).
            pictured = any(sibling.tag in {"img", "svg"} for sibling in parent)
            return self._add(self.node(parent), "Caption" if pictured else "P", element)
        if kind == "contents" and element.tag == "p" and parent.tag == "nav":
            return self._add(self.node(next(parent.iter("ol"))), "Caption", element)
        role = self._role(element)
        if not role:
            return self.node(parent)
        if element.tag == "a":
            return self._link(element)
        around = self._around(element)
        if (element, "") in self._nodes:  # a table has made its cells itself
            return self._nodes[element, ""]
        node = self._add(around, role, element)
        if element.tag == "table":
            self._nodes[element, ""] = node
            for cell in element.iter():
                if cell.tag in {"caption", "th", "td"}:
                    self.node(cell)  # the empty ones too
        return node

    def _role(self, element: ET.Element) -> str:
        if element.tag in {"ol", "li"} and self._in_contents(element):
            return "TOC" if element.tag == "ol" else "TOCI"
        if element.tag == "p" and name(self.parents[element]) in {"qr", "bars"}:
            return ""
        return role(element)

    def _entry(self, element: ET.Element) -> TagNode:
        """Return the entry of a list of definitions that a term or its definition belongs to; the term begins it."""
        terms = self.parents[element]
        place = list(terms).index(element)
        term = terms[place - 1] if element.tag == "dd" else element
        return self._part(term, "LI", around=self.node(terms))

    def _around(self, element: ET.Element) -> TagNode:
        """Return the node for what is in the parent of ``element``: of a list item, its body."""
        parent = self.parents[element]
        node = self.node(parent)
        return self._part(parent, "LBody") if node.role == "LI" else node

    def _beside(self, block: ET.Element) -> TagNode:
        """Return the node for a note called in ``block``: it comes after the block, in what is around it; for a cell,
        in the cell; for a term, in its definition.
        """
        if block.tag in {"td", "th"}:
            return self.node(block)
        if block.tag == "dt":
            terms = self.parents[block]
            return self.node(terms[list(terms).index(block) + 1])
        return self._around(block)

    def _label(self, element: ET.Element) -> TagNode:
        """Return a number or bullet: Lbl, beside the body of its list item or in its note, else at the head of its own
        element, so that a screen reader announces where it ends.
        """
        block = self.parents[element]
        holder = self.parents[block]
        first = block.tag == "p" and holder[0] is block
        if first and holder.tag == "li":
            return self._part(holder, "Lbl")
        if first and holder.tag == "aside":
            return self._add(self.node(holder), "Lbl", block)
        return self._add(self.node(block), "Lbl", element)

    def _link(self, element: ET.Element) -> TagNode:
        """Link, in Reference where it leads to a place of the document that is not a note's call."""
        around = self.node(self.parents[element])
        inward = name(self.parents[element]) not in {"label", "back"} and element.get("href", "").startswith("#")
        if not self.linked:
            return self._add(around, "Reference", element) if inward else around
        if not inward:
            return self._add(around, "Link", element)
        return self._add(self._add(around, "Reference", element), "Link", element)

    def _part(self, element: ET.Element, role: str, part: str = "", around: TagNode | None = None) -> TagNode:
        """Return the one node ``part`` of ``element`` besides its own, in ``around`` or in its own."""
        key = (element, part or role)
        if key not in self._nodes:
            self._nodes[key] = self._add(around or self.node(element), role, element)
        return self._nodes[key]

    def _add(self, parent: TagNode, role: str, element: ET.Element) -> TagNode:
        node = TagNode(role, element)
        parent.kids.append(node)
        return node

    def _in_contents(self, element: ET.Element) -> bool:
        while element in self.parents:
            element = self.parents[element]
            if element.tag == "nav":
                return True
        return False

    def _sort(self, node: TagNode) -> None:
        """Blocks in the order of the markup: notes after the block that calls them, wherever they are on the page."""
        nodes = [kid for kid in node.kids if isinstance(kid, TagNode)]
        if len(nodes) == len(node.kids):
            node.kids.sort(
                key=lambda kid: (kid.last, self.order[kid.element]) if isinstance(kid, TagNode) else (False, 0)
            )
        for kid in nodes:
            self._sort(kid)


def _leaves(box: Box) -> Iterator[Box]:
    """Yield the boxes below ``box`` that are painted as marked content: text and drawings."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box  # noqa: SLF001
    if isinstance(box, TextBox | ReplacedBox):
        yield box
        return
    for child in box.all_children():
        yield from _leaves(child)

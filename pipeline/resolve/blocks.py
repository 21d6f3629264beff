"""From pandoc's nodes to the document's blocks, in one walk in reading order that counts sections, paragraphs and subparagraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.document import Block, Item, List, Numbering, Numerals, Paragraph, Quotation, Scheme, Section
from pipeline.findings import Finding, Place
from pipeline.front import Rules
from pipeline.numerals import numeral
from pipeline.pandoc import Node
from pipeline.resolve.inlines import Inlines
from pipeline.resolve.notes import Notes
from pipeline.resolve.references import Target

_STYLES = {
    "LowerAlpha": "lower-latin",
    "LowerRoman": "lower-roman",
    "UpperAlpha": "upper-latin",
    "UpperRoman": "upper-roman",
    "Decimal": "decimal",
}
_DEEPEST = 5
_SUPPORTED = "docs/source.md lists what a report can be made of."


@dataclass(frozen=True, slots=True)
class _Around:
    """Where a block stands: the anchor that subparagraphs hang on (empty: the last paragraph or heading of the body) and its number
    as a reference gives it ("3 (b)"), whether paragraphs are numbered here, and the levels of lists and of quotations above it.
    """

    anchor: str
    numbered: bool
    number: str = ""
    level: int = 0
    quoted: int = 0


class Body:
    """The walk over one report. Afterwards ``targets`` holds what can be referred to by the author's ids, ``places`` where each
    anchor comes from, ``notes`` the notes in order of their first call, ``findings`` all that is wrong.
    """

    def __init__(self, numbering: Numbering, rules: Rules, bullet: str, language: str) -> None:
        self._numbering = numbering
        self._rules = rules
        self._bullet = bullet
        self._paragraph = 0
        self._within = self._number = self._chapter = ""
        self._lists: dict[str, int] = {}
        self._printed = {"": ""}
        self.findings: list[Finding] = []
        self.targets: dict[str, Target] = {}
        self.places: list[tuple[str, Place]] = []
        self.notes = Notes(self)
        self.inlines = Inlines(self, language)

    # Sections

    def sections(self, nodes: tuple[Node, ...], level: int = 1, path: str = "") -> tuple[Block, ...]:
        """The blocks of ``nodes``, in which each heading of ``level`` or deeper opens a section that holds what follows it."""
        out: list[Block] = []
        headings = [i for i, node in enumerate(nodes) if node.kind == "Header"]
        starts = [i for i in headings if nodes[i].number <= level]
        first = min([*headings[:1], len(nodes)])
        out += self.blocks(nodes[:first], _Around("", self._rules.paragraphs != "none"))
        if headings and headings[:1] != starts[:1]:
            self._skipped(nodes[first], level)
            out += self.sections(nodes[first : min([*starts[:1], len(nodes)])], level + 1, path)
        for count, start in enumerate(starts, 1):
            end = starts[count] if count < len(starts) else len(nodes)
            out.append(self._section(nodes[start], nodes[start + 1 : end], count, path))
        if len(starts) == 1 and path:
            hint = "Where there is an A there must be a B: add one, or take the heading away (Editorial Manual, Headings)."
            self.find("S011", "a subheading alone at its level", nodes[starts[0]].place, hint)
        return tuple(out)

    def _section(self, heading: Node, inside: tuple[Node, ...], count: int, path: str) -> Section:
        level = heading.number
        scheme = self._scheme(self._numbering.sections, level, heading.place)
        # Anchors take the same numerals in every language, whatever the label looks like.
        ordinal, shown = numeral(count, _kind(self._rules.sections, level)), numeral(count, scheme.numerals)
        anchor, printed = f"section-{path}{ordinal}", f"{self._printed[path]}{shown}"
        self._printed[f"{path}{ordinal}."] = f"{printed}."
        self.place(anchor, heading.place)
        if heading.classes or heading.attributes:
            words = [*heading.classes, *(f"{key}={value}" for key, value in heading.attributes)]
            self.find("S014", f"a heading with {', '.join(words)}", heading.place, _SUPPORTED)
        if heading.identifier:
            self.target(heading.identifier, Target("section", anchor, printed), heading.place)
        self._within, self._number = anchor, ""
        if self._rules.paragraphs == "by-section" and level == 1:
            self._paragraph, self._chapter = 0, f"{ordinal}."
        content = self.inlines.read(heading.children)
        if not content:
            self.find("S014", "an empty heading", heading.place, "Give it words, or take it away.")
        if any(node.kind == "Link" for node in _within(heading)):
            self.find(
                "S014", "a link or a reference in a heading", heading.place, "The list of contents links headings: put it in the text."
            )
        self._typed_number(heading)
        return Section(anchor, level, scheme.pattern.format(shown), content, self.sections(inside, level + 1, f"{path}{ordinal}."))

    def _skipped(self, heading: Node, level: int) -> None:
        hint = f"Begin with level {level} ({'#' * level}), or raise this heading."
        self.find("S010", f"heading level {heading.number} where level {level} is due", heading.place, hint)

    def _typed_number(self, heading: Node) -> None:
        first = heading.children[0].text if heading.children and heading.children[0].kind == "Text" else ""
        if match := re.match(r"(?:[IVXLC]+|[A-Z]|\d+)\.\s|\([a-z]+\)\s", first):
            hint = "Take it away: headings are numbered by the press."
            self.find("S012", f"a typed number, {match[0].strip()!r}, before a heading", heading.place, hint)

    # Blocks

    def block(self, node: Node, around: _Around) -> Iterable[Block]:
        """The blocks that ``node`` becomes."""
        match node.kind:
            case "Para" | "Plain":
                yield self._paragraph_of(node, around)
            case "OrderedList" | "BulletList":
                yield self._list(node, around)
            case "BlockQuote" if around.quoted >= _DEEPEST:
                self.find("S010", f"a quotation {around.quoted + 1} levels deep", node.place, f"{_DEEPEST} levels are the most.")
            case "BlockQuote":
                yield Quotation(self.blocks(node.children, replace(around, numbered=False, quoted=around.quoted + 1)))
            case "Div" if node.classes == ("unnumbered",) and not node.identifier and not node.attributes and node.children:
                yield from self.blocks(node.children, _Around(around.anchor, numbered=False, number=around.number, level=around.level))
            case "Header":
                self.find(
                    "S014", "a heading inside another block", node.place, "Headings stand at the left margin, outside lists and boxes."
                )
            case "RawBlock":
                self.find("S016", "raw HTML", node.place, "Write it in the canonical source's own marks; HTML is never passed through.")
            case _:
                self.find("S014", f"{_named(node)} cannot be printed", node.place, _SUPPORTED)

    def blocks(self, nodes: tuple[Node, ...], around: _Around) -> tuple[Block, ...]:
        """The blocks of several nodes; subparagraphs hang on the last numbered paragraph before them."""
        out: list[Block] = []
        for node in nodes:
            out += self.block(node, around)
        return tuple(out)

    def note_blocks(self, nodes: tuple[Node, ...], anchor: str) -> tuple[Block, ...]:
        """The blocks of a note, whose paragraphs have no numbers."""
        return self.blocks(nodes, _Around(anchor, numbered=False))

    def _paragraph_of(self, node: Node, around: _Around) -> Paragraph:
        identifier, children = _leading_id(node.children)
        anchor = label = ""
        if around.numbered:
            self._paragraph += 1
            number = f"{self._chapter}{self._paragraph}"
            anchor, label = f"paragraph-{number}", self._numbering.paragraphs.pattern.format(self._paragraph)
            self._within, self._number = anchor, str(self._paragraph)
            self.place(anchor, node.place)
        if identifier:
            if anchor:
                self.target(identifier, Target("paragraph", anchor, str(self._paragraph)), node.place)
            else:
                self.find(
                    "R002", f"the id {identifier!r} is on a paragraph without a number", node.place, "Put it on a numbered paragraph."
                )
        return Paragraph(anchor, label, self.inlines.read(children))

    def _list(self, node: Node, around: _Around) -> List:
        level = around.level + 1
        anchor, number = (around.anchor, around.number) if around.anchor else (self._within, self._number)
        if level > _DEEPEST:
            self.find("S010", f"a list {level} levels deep", node.place, f"{_DEEPEST} levels are the most.")
        if node.kind == "BulletList":
            inside = _Around(anchor, numbered=False, number=number, level=level)
            return List("bullets", level, tuple(Item("", self._bullet, self.blocks(item.children, inside)) for item in node.children))
        scheme = self._scheme(self._numbering.subparagraphs, level, node.place)
        due = _kind(self._rules.subparagraphs, level)
        sound = _STYLES.get(node.style, due) == due and node.number == 1
        if not sound:
            first = f"({numeral(1, due)})"
            hint = f"Begin a list with {first}; a paragraph that begins with a number needs a backslash: B\\."
            self.find("S012", "a typed number that is not the first of a list at this level", node.place, hint)
        if not anchor:
            self.find("S015", "subparagraphs before any paragraph or heading", node.place, "Put a paragraph before them.")
        run = self._lists[anchor] = self._lists.get(anchor, 0) + 1
        # A second list under the same paragraph starts at (a) again; its anchors must be others.
        hung = f"{anchor}-{run}" if run > 1 else anchor
        items = tuple(self._item(item, n, scheme, hung, number, level, sound) for n, item in enumerate(node.children, 1))
        return List("subparagraphs", level, items)

    def _item(self, item: Node, count: int, scheme: Scheme, anchor: str, number: str, level: int, sound: bool) -> Item:
        ordinal = numeral(count, _kind(self._rules.subparagraphs, level))
        own, label = f"{anchor}.{ordinal}", scheme.pattern.format(numeral(count, scheme.numerals))
        self.place(own, item.place)
        if sound and item.text.strip("().#") not in ("", ordinal):
            hint = f"Write ({ordinal}): what is typed would not be what is printed, {label}."
            self.find("S012", f"an entry typed {item.text}, which is number {count} of its list", item.place, hint)
        identifier, children = _item_id(item)
        whole = f"{number} {label}".lstrip()
        if identifier:
            self.target(identifier, Target("item", own, whole), item.place)
        return Item(own, label, self.blocks(children, _Around(own, numbered=False, number=whole, level=level)))

    # What is kept on the way

    def _scheme(self, schemes: tuple[Scheme, ...], level: int, place: Place) -> Scheme:
        if level > len(schemes):
            self.find("S010", f"level {level}, where the rules have {len(schemes)}", place, "Raise it, or add a numeral to the rules.")
        return schemes[min(level, len(schemes)) - 1]

    def find(self, code: str, message: str, place: Place, hint: str = "") -> None:
        """Keep a finding."""
        self.findings.append(Finding(code, message, place, hint))

    def place(self, anchor: str, place: Place) -> None:
        """Keep where ``anchor`` comes from."""
        self.places.append((anchor, place))

    def target(self, identifier: str, target: Target, place: Place) -> None:
        """Keep what the author's ``identifier`` stands for."""
        if identifier in self.targets:
            self.find("S013", f"the id {identifier!r} is used twice", place, "Give each place an id of its own.")
        self.targets.setdefault(identifier, target)


def _kind(kinds: tuple[Numerals, ...], level: int) -> Numerals:
    return kinds[min(level, len(kinds)) - 1]


def _within(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield child
        yield from _within(child)


def _leading_id(children: tuple[Node, ...]) -> tuple[str, tuple[Node, ...]]:
    """The id of a paragraph, from an empty span at its beginning: ``[]{#oil} The text``."""
    if children and children[0].kind == "Span" and children[0].identifier and not children[0].children:
        rest = children[1:]
        if rest and rest[0].kind == "Text":
            rest = (Node("Text", rest[0].place, text=rest[0].text.lstrip()), *rest[1:])
        return children[0].identifier, rest
    return "", children


def _item_id(item: Node) -> tuple[str, tuple[Node, ...]]:
    if not item.children or item.children[0].kind not in ("Para", "Plain"):
        return "", item.children
    first = item.children[0]
    identifier, rest = _leading_id(first.children)
    return identifier, (Node(first.kind, first.place, rest), *item.children[1:])


def _named(node: Node) -> str:
    classes = "".join(f".{name}" for name in node.classes)
    return f"{node.kind}{{{classes}}}" if classes else node.kind

"""From pandoc's nodes to the document's blocks, in one walk in reading order that counts paragraphs and subparagraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from pipeline.findings import Finding, Place
from pipeline.house.locale import Locale
from pipeline.model.document import (
    Block,
    Definition,
    Definitions,
    Equation,
    Item,
    List,
    Listing,
    Note,
    Paragraph,
    Passage,
    Picture,
    Quotation,
)
from pipeline.model.labels import Numbering, Numerals, Scheme
from pipeline.model.numerals import numeral
from pipeline.resolve.inlines import Inlines
from pipeline.resolve.notes import Notes
from pipeline.resolve.objects import Objects
from pipeline.resolve.position import Position
from pipeline.resolve.references import Annex, Target
from pipeline.resolve.sections import Sections
from pipeline.source.front_matter import Rules
from pipeline.source.pandoc import Node

_STYLES = {
    "LowerAlpha": "lower-latin",
    "LowerRoman": "lower-roman",
    "UpperAlpha": "upper-latin",
    "UpperRoman": "upper-roman",
    "Decimal": "decimal",
}
_DEEPEST = 5
_SUFFIXES = ("bis", "ter", "quater", "quinquies", "sexies")
_SUPPORTED = "docs/source.md lists what a report can be made of."


Pictures = Callable[[str, Place], Picture]
Others = Callable[[str], "tuple[str, frozenset[str]] | None"]


class Body:
    """The walk over one report. Afterwards ``targets`` holds what can be referred to by the author's ids, ``places`` where each
    anchor comes from, ``notes`` the notes in order of their first call, ``findings`` all that is wrong.

    ``pictures`` gives the picture that the source names at a place; ``others`` another report of the house by its slug, as its symbol and
    its anchors. ``prefix`` is what anchors begin with in an annex that has a run of its own.
    """

    def __init__(self, numbering: Numbering, rules: Rules, locale: Locale, pictures: Pictures, others: Others) -> None:
        self.numbering = numbering
        self.rules = rules
        self.locale = locale
        self.pictures = pictures
        self.others = others
        self.prefix = ""
        self.annex: Annex = ()
        self.part: Annex = ()
        self._paragraph = 0
        self._within = self._number = self._chapter = ""
        self._equations = 0
        self._lists: dict[str, int] = {}
        self.findings: list[Finding] = []
        self.targets: dict[str, Target] = {}
        self.places: list[tuple[str, Place]] = []
        self.notes = Notes(self, numbering.letters.numerals)
        self.inlines = Inlines(self, locale.language)
        self._objects = Objects(self)
        self._sections = Sections(self)

    def sections(self, nodes: tuple[Node, ...]) -> tuple[Block, ...]:
        """The blocks of the whole report."""
        return self._sections.read(nodes)

    def stand(self, anchor: str, number: str) -> None:
        """From here on subparagraphs hang on ``anchor``."""
        self._within, self._number = anchor, number

    def restart(self, chapter: str) -> None:
        """Paragraphs begin again at 1, after ``chapter`` in their anchors."""
        self._paragraph, self._chapter = 0, chapter

    @contextmanager
    def appended(self, anchor: str, shown: str) -> Iterator[None]:
        """While it lasts, the text is that of an annex (numbered ``shown``), with sections and, by rule, paragraphs of its own."""
        outer = (self.prefix, self.annex, self._paragraph, self._chapter)
        self.prefix, self.annex = f"{anchor}.", (*self.annex, (anchor, shown))
        if self.rules.annexes == "restart":
            self.restart("")
        yield
        count = self._paragraph
        self.prefix, self.annex, self._paragraph, self._chapter = outer
        if self.rules.annexes == "continue":
            self._paragraph = count

    @contextmanager
    def parted(self, anchor: str, name: str) -> Iterator[None]:
        """While it lasts, the text is that of a part that is known by its ``name``, "part one"."""
        self.part = ((anchor, name),) if name else ()
        yield
        self.part = ()

    @contextmanager
    def letters(self, kind: str, anchor: str) -> Iterator[list[Note]]:
        """While it lasts, notes are letters under an object of this kind, if the rules say so; afterwards the list holds them."""
        if kind not in self.rules.letters:
            yield []
            return
        with self.notes.under(anchor) as kept:
            yield kept

    # Blocks

    def block(self, node: Node, around: Position) -> Iterable[Block]:
        """The blocks that ``node`` becomes."""
        match node.kind:
            case "Para" | "Plain" if (math := _display(node)) is not None:
                yield self._equation(*math)
            case "Para" | "Plain":
                yield self._paragraph_of(node, around)
            case "OrderedList" | "BulletList":
                yield self._list(node, around)
            case "BlockQuote" if around.quoted >= _DEEPEST:
                self.find("S010", f"a quotation {around.quoted + 1} levels deep", node.place, f"{_DEEPEST} levels are the most.")
            case "BlockQuote":
                yield Quotation(self.blocks(node.children, replace(around, numbered=False, quoted=around.quoted + 1)))
            case "Div" if around.nested >= _DEEPEST:
                self.find("S010", f"a box {around.nested + 1} levels deep", node.place, f"{_DEEPEST} levels are the most.")
            case "Div":
                yield from self._div(node, replace(around, nested=around.nested + 1))
            case "DefinitionList":
                yield Definitions(tuple(self._definitions(node, around)))
            case "CodeBlock":
                yield self._listing(node)
            case "Header":
                self.find(
                    "S014", "a heading inside another block", node.place, "Headings stand at the left margin, outside lists and boxes."
                )
            case "RawBlock":
                self.find("S016", "raw HTML", node.place, "Write it in the canonical source's own marks; HTML is never passed through.")
            case _:
                self.find("S014", f"{_named(node)} cannot be printed", node.place, _SUPPORTED)

    def blocks(self, nodes: tuple[Node, ...], around: Position) -> tuple[Block, ...]:
        """The blocks of several nodes; subparagraphs hang on the last numbered paragraph before them."""
        out: list[Block] = []
        for node in nodes:
            out += self.block(node, around)
        return tuple(out)

    def note_blocks(self, nodes: tuple[Node, ...], anchor: str) -> tuple[Block, ...]:
        """The blocks of a note, whose paragraphs have no numbers."""
        return self.blocks(nodes, Position(anchor, numbered=False))

    def _div(self, node: Node, around: Position) -> Iterable[Block]:
        attributes = dict(node.attributes)
        language, direction = attributes.pop("lang", ""), attributes.pop("dir", "")
        inside = replace(around, numbered=False)
        bare = not node.identifier and not attributes and bool(node.children)
        if any(name in ("table", "figure", "box", "summary") for name in node.classes):
            made = self._objects.read(node, around)
            yield from () if made is None else (made,)
        elif bare and node.classes == ("unnumbered",) and not language:
            yield from self.blocks(node.children, inside)
        elif bare and not language and node.classes in (("preamble",), ("letter",), ("signature",)):
            yield Passage(node.classes[0], "", self.locale.direction, self.blocks(node.children, inside))
        elif bare and language and not node.classes:
            known = self.inlines.tongue(language, direction, node.place)
            yield Passage("foreign", language, known, self.blocks(node.children, inside))
        else:
            self.find("S014", f"{_named(node)} cannot be printed", node.place, _SUPPORTED)

    def _definitions(self, node: Node, around: Position) -> Iterable[Definition]:
        terms = [n for n, child in enumerate(node.children) if child.kind == "Term"]
        for n, at in enumerate(terms):
            end = terms[n + 1] if n + 1 < len(terms) else len(node.children)
            inside = tuple(one for child in node.children[at + 1 : end] for one in child.children)
            yield Definition(self.inlines.read(node.children[at].children), self.blocks(inside, replace(around, numbered=False)))

    def _listing(self, node: Node) -> Listing:
        if node.identifier or node.attributes or len(node.classes) > 1:
            self.find("S014", "code with attributes", node.place, "Name its language and no more: ```toml.")
        return Listing(node.text.expandtabs(4), node.classes[0] if node.classes else "")

    def _equation(self, math: Node, identifier: str) -> Equation:
        anchor = label = ""
        if identifier:
            self._equations += 1
            shown = numeral(self._equations, self.numbering.equations.numerals)
            anchor, label = f"equation-{self._equations}", self.numbering.equations.pattern.format(shown)
            self.place(anchor, math.place)
            self.target(identifier, Target("equation", anchor, label), math.place)
        return Equation(anchor, label, self.inlines.formula(math))

    def _paragraph_of(self, node: Node, around: Position) -> Paragraph:
        identifier, suffix, children = _leading_id(node.children)
        anchor = label = number = ""
        if around.numbered:
            self._paragraph += 0 if suffix else 1
            ordinal = f"{self._paragraph}-{suffix}" if suffix else str(self._paragraph)
            number = f"{self._paragraph} {suffix}".rstrip()
            prefix = self.prefix if self.rules.annexes == "restart" else ""
            anchor = f"{prefix}paragraph-{self._chapter}{ordinal}"
            label = self.numbering.paragraphs.pattern.format(number)
            self.stand(anchor, number)
            self.place(anchor, node.place)
            self._require_new(suffix, anchor, node)
        elif suffix:
            self.find("S012", f"{suffix!r} on a paragraph without a number", node.place, "Take it away.")
        if identifier:
            # Also where it cannot be referred to: the references are in order, and are not to be found fault with as well.
            self.target(identifier, Target("paragraph", anchor, number), node.place)
            if not anchor:
                hint = "Put it on a numbered paragraph."
                self.find("R002", f"the id {identifier!r} is on a paragraph without a number", node.place, hint)
        return Paragraph(anchor, label, self.inlines.read(children))

    def _require_new(self, suffix: str, anchor: str, node: Node) -> None:
        """S012 for "bis" before any paragraph, or twice on one number."""
        if suffix and (not self._paragraph or [name for name, _ in self.places].count(anchor) > 1):
            self.find(
                "S012", f"{suffix!r} that follows no paragraph, or stands twice", node.place, "After 12 come 12 bis, 12 ter, 12 quater."
            )

    def _list(self, node: Node, around: Position) -> List:
        level = around.level + 1
        anchor, number = (around.anchor, around.number) if around.anchor else (self._within, self._number)
        if level > _DEEPEST:
            self.find("S010", f"a list {level} levels deep", node.place, f"{_DEEPEST} levels are the most.")
        for item in node.children:
            if not item.children:
                self.find("S014", "an entry of a list without words", item.place, "Give it words, or take it away.")
        if around.quoted and node.kind == "OrderedList":
            return self._typed_list(node, around, level)
        if node.kind == "BulletList":
            inside = Position(anchor, numbered=False, number=number, level=level)
            return List(
                "bullets",
                level,
                tuple(Item("", self.locale.numbering.bullet, self.blocks(item.children, inside)) for item in node.children),
            )
        scheme = self.scheme(self.numbering.subparagraphs, level, node.place)
        due = _kind(self.rules.subparagraphs, level)
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

    def _typed_list(self, node: Node, around: Position, level: int) -> List:
        """A list in a quotation keeps the numbers that it has there."""
        inside = replace(around, level=level)
        return List("typed", level, tuple(Item("", item.text, self.blocks(item.children, inside)) for item in node.children))

    def _item(self, item: Node, count: int, scheme: Scheme, anchor: str, number: str, level: int, sound: bool) -> Item:
        ordinal = numeral(count, _kind(self.rules.subparagraphs, level))
        own, label = f"{anchor}.{ordinal}", scheme.pattern.format(numeral(count, scheme.numerals))
        self.place(own, item.place)
        if sound and item.text.strip("().#") not in ("", ordinal):
            hint = f"Write ({ordinal}): what is typed would not be what is printed, {label}."
            self.find("S012", f"an entry typed {item.text}, which is number {count} of its list", item.place, hint)
        identifier, children = _item_id(item)
        whole = f"{number} {label}".lstrip()
        if identifier:
            self.target(identifier, Target("item", own, whole), item.place)
        return Item(own, label, self.blocks(children, Position(own, numbered=False, number=whole, level=level)))

    # What is kept on the way

    def scheme(self, schemes: tuple[Scheme, ...], level: int, place: Place) -> Scheme:
        """The scheme of a level; S010 where the rules have none."""
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
        again = target.kind == "section" or (target.kind in ("paragraph", "item") and self.rules.annexes == "restart")
        around: Annex = self.annex if again or target.kind == "appendix" else ()
        if target.kind in ("section", "chapter") and not self.annex:
            around = self.part
        self.targets.setdefault(identifier, replace(target, annex=around, again=again))


def _kind(kinds: tuple[Numerals, ...], level: int) -> Numerals:
    return kinds[min(level, len(kinds)) - 1]


def _within(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield child
        yield from _within(child)


def _leading_id(children: tuple[Node, ...]) -> tuple[str, str, tuple[Node, ...]]:
    """The id of a paragraph and its suffix (bis, ter...), from an empty span at its beginning: ``[]{#oil .bis} The text``."""
    first = children[0] if children else None
    if first is None or first.kind != "Span" or first.children or first.attributes:
        return "", "", children
    suffix = first.classes[0] if len(first.classes) == 1 and first.classes[0] in _SUFFIXES else ""
    if not (first.identifier or suffix) or (first.classes and not suffix):
        return "", "", children
    rest = children[1:]
    if rest and rest[0].kind == "Text":
        rest = (Node("Text", rest[0].place, text=rest[0].text.lstrip()), *rest[1:])
    return first.identifier, suffix, rest


def _display(node: Node) -> tuple[Node, str] | None:
    """The formula that a paragraph consists of, with the id before it; nothing for a paragraph with words."""
    identifier, suffix, children = _leading_id(node.children)
    children = tuple(child for child in children if child.kind != "Text" or child.text.strip())
    if len(children) != 1 or suffix:
        return None
    spans = [children[0], *(children[0].children if children[0].kind == "Span" else ())]
    math = spans[-1] if len(spans) <= 2 else children[0]
    return (children[0], identifier) if math.kind == "Math" and math.style == "DisplayMath" else None


def _item_id(item: Node) -> tuple[str, tuple[Node, ...]]:
    if not item.children or item.children[0].kind not in ("Para", "Plain"):
        return "", item.children
    first = item.children[0]
    identifier, suffix, rest = _leading_id(first.children)
    if suffix:
        return "", item.children
    return identifier, (Node(first.kind, first.place, rest), *item.children[1:])


def _named(node: Node) -> str:
    classes = "".join(f".{name}" for name in node.classes)
    return f"{node.kind}{{{classes}}}" if classes else node.kind

"""Resolves pandoc's blocks into the document's in one pass, in reading order, that counts paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from plantin.model.document import (
    Block,
    Definition,
    Definitions,
    Equation,
    Item,
    List,
    Listing,
    Paragraph,
    Passage,
    Quotation,
)
from plantin.model.inlines import IndexMark, Inline, plain
from plantin.model.labels import Numerals, Scheme
from plantin.model.numerals import numeral
from plantin.resolve import glossary
from plantin.resolve.context import Context, Position
from plantin.resolve.inlines import InlineResolver
from plantin.resolve.notes import Notes
from plantin.resolve.objects import ALONE, ObjectReader
from plantin.resolve.references import PlaceContext, Target
from plantin.resolve.typed_lists import STYLES, separate_lists
from plantin.resolve.unprinted import HTML, OBJECTS, instead_of, name_of
from plantin.source.bibliography import anchor
from plantin.source.nodes import Node

if TYPE_CHECKING:
    from plantin.house.locale_tables import ReferenceKind

_DEEPEST = 5
_SUFFIXES = ("bis", "ter", "quater", "quinquies", "sexies")


class BlockResolver:
    """Reads the blocks of one report, and counts its paragraphs, lists and formulas.

    It hands itself to the readers of what holds blocks in turn: ``notes`` and the objects call it back for what is
    inside them.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._paragraph = 0
        self._within = self._number = self._chapter = ""
        self._around: tuple[PlaceContext, ...] = ()
        self._lists: dict[str, int] = {}
        self.notes = Notes(context, self._note_blocks)
        self.inlines = InlineResolver(context, self.notes)
        self._objects = ObjectReader(context, self.inlines, self.notes, self.blocks, self.cell)

    def stand(self, anchor: str, number: str, *around: PlaceContext) -> None:
        """Let subparagraphs from here on hang on ``anchor``; without a ``number`` they are known by ``around``."""
        self._within, self._number, self._around = anchor, number, around

    def restart(self, chapter: str) -> None:
        """Let paragraphs begin again at 1, after ``chapter`` in their anchors."""
        self._paragraph, self._chapter = 0, chapter

    @contextmanager
    def within_annex(self, anchor: str, shown: str, kind: ReferenceKind) -> Iterator[None]:
        """Read what is within it as the text of an annex or appendix (``kind``), numbered ``shown``."""
        outer = (self._paragraph, self._chapter)
        if self._context.rules.annexes == "restart":
            self.restart("")
        with self._context.within_annex(anchor, shown, kind):
            yield
        count = self._paragraph
        self._paragraph, self._chapter = outer
        if self._context.rules.annexes == "continue":
            self._paragraph = count

    def block(self, node: Node, around: Position) -> Iterable[Block]:
        """Yield the blocks that ``node`` becomes."""
        match node.kind:
            case "Para" | "Plain" if (math := _display(node)) is not None:
                yield self._equation(*math)
            case "Para" if [child.kind for child in node.children] == ["Image"] and node.children[0].classes in ALONE:
                figure = self._objects.alone(node, around)
                yield from () if figure is None else (figure,)
            case "Para" | "Plain":
                yield self._paragraph_of(node, around)
            case "OrderedList" | "BulletList":
                yield self._list(node, around)
            case "BlockQuote" if around.quoted >= _DEEPEST:
                hint = f"{_DEEPEST} levels are the most."
                self._context.find("S010", f"a quotation {around.quoted + 1} levels deep", node.place, hint)
            case "BlockQuote":
                yield Quotation(self.blocks(node.children, replace(around, numbered=False, quoted=around.quoted + 1)))
            case "Div" if around.nested >= _DEEPEST:
                self._context.find(
                    "S010", f"a box {around.nested + 1} levels deep", node.place, f"{_DEEPEST} levels are the most."
                )
            case "Div":
                yield from self._div(node, replace(around, nested=around.nested + 1))
            case "References":
                entries = tuple(self._entry(entry) for entry in node.children)
                yield Passage("references", "", self._context.locale.direction, entries)
            case "DefinitionList":
                yield Definitions(tuple(self._definitions(node, around)))
            case "CodeBlock":
                yield self._listing(node)
            case "Header":
                hint = "Put headings at the left margin, outside lists and boxes."
                self._context.find("S014", "a heading inside another block", node.place, hint)
            case "RawBlock" if _COMMENTS.fullmatch(node.text):
                pass
            case "Table":
                hint = (
                    "Write its title below it, after a blank line: `: Lamps by harbour {#tbl-lamps}`; or put it into a"
                    " box, ::: {.table}."
                )
                self._context.find("S014", "a table without a title", node.place, hint)
            case "RawBlock":
                self._context.find("S016", "raw HTML", node.place, HTML)
            case _:
                self._context.find("S014", f"{name_of(node)} cannot be printed", node.place, instead_of(node))

    def cell(self, nodes: tuple[Node, ...], around: Position) -> tuple[Block, ...]:
        """Return the blocks of a cell of a table. S173 for what no cell can hold."""
        for node in nodes:
            if stranger := next((part for part in (node, *node.within()) if part.kind in _NOT_IN_CELLS), None):
                hint = "A cell holds paragraphs and lists."
                self._context.find("S173", f"{name_of(stranger)} in a cell of a table", stranger.place, hint)
                return ()
        return self.blocks(nodes, replace(around, celled=True))

    def blocks(self, nodes: tuple[Node, ...], around: Position) -> tuple[Block, ...]:
        """Return the blocks of several nodes; subparagraphs hang on the last numbered paragraph before them."""
        out: list[Block] = []
        with_captions = _join_captions(nodes)
        for node in separate_lists(with_captions) if self._context.rules.lists_as_typed else with_captions:
            out += self.block(node, around)
        return tuple(out)

    def _note_blocks(self, nodes: tuple[Node, ...], anchor: str) -> tuple[Block, ...]:
        """Return the blocks of a note, whose paragraphs have no numbers."""
        with self._context.forbid_index_marks("a note"):
            return self.blocks(nodes, Position(anchor, numbered=False))

    def _div(self, node: Node, around: Position) -> Iterable[Block]:
        attributes = dict(node.attributes)
        language, direction = attributes.pop("lang", ""), attributes.pop("dir", "")
        inside = replace(around, numbered=False)
        bare = not node.identifier and not attributes and bool(node.children)
        if any(name in OBJECTS for name in node.classes):
            item = self._objects.read(node, around)
            yield from () if item is None else (item,)
        elif bare and node.classes == ("unnumbered",) and not language:
            yield from self.blocks(node.children, inside)
        elif bare and not language and node.classes in (("preamble",), ("letter",), ("signature",)):
            yield Passage(node.classes[0], "", self._context.locale.direction, self.blocks(node.children, inside))
        elif (
            bare
            and not language
            and node.classes == ("glossary",)
            and {child.kind for child in node.children} == {"DefinitionList"}
        ):
            self._context.explaining = True
            yield Passage("glossary", "", self._context.locale.direction, self.blocks(node.children, inside))
            self._context.explaining = False
        elif bare and language and not node.classes:
            base_direction = self.inlines.tongue(language, direction, node.place)
            with self._context.elsewhere(language, base_direction) as is_foreign:
                blocks = self.blocks(node.children, inside)
            yield from (Passage("foreign", language, base_direction, blocks),) if is_foreign else blocks
        else:
            self._context.find("S014", f"{name_of(node)} cannot be printed", node.place, instead_of(node))

    def _entry(self, node: Node) -> Paragraph:
        """Return an entry of the list of references."""
        place = anchor(node.identifier)
        self._context.place(place, node.place)
        return Paragraph(place, "", self.inlines.entry(node.children))

    def _definitions(self, node: Node, around: Position) -> Iterable[Definition]:
        terms = [n for n, child in enumerate(node.children) if child.kind == "Term"]
        for n, at in enumerate(terms):
            end = terms[n + 1] if n + 1 < len(terms) else len(node.children)
            inside = tuple(part for child in node.children[at + 1 : end] for part in child.children)
            term = node.children[at]
            words = self._glossary_term(term) if self._context.explaining else self.inlines.read(term.children)
            yield Definition(words, self.blocks(inside, replace(around, numbered=False)))

    def _glossary_term(self, node: Node) -> tuple[Inline, ...]:
        """Return a term of the glossary, after the mark that its uses lead to."""
        context = self._context
        match node.children:
            # A translation gives the number that the term has in the original: its uses name that.
            case (Node(kind="Span", attributes=(("of", name),), classes=(), identifier="") as span,):
                term = self.inlines.read(span.children)
            case _:
                term = self.inlines.read(node.children)
                name = plain(term)
        if glossary.key(name) in context.terms:
            context.find("S172", f"{name!r} is explained twice", node.place, "Explain each term once.")
        place = context.terms.setdefault(glossary.key(name), f"term-{len(context.terms) + 1}")
        context.place(place, node.place)
        return (IndexMark(place), *term)

    def _listing(self, node: Node) -> Listing:
        if any(name.startswith("{") for name in node.classes):
            hint = "No code is run: write its result as a table or a picture; for a listing, ```python without braces."
            self._context.find("S014", f"a code cell, {' '.join(node.classes)}", node.place, hint)
        elif node.identifier or node.attributes or len(node.classes) > 1:
            self._context.find("S014", "code with attributes", node.place, "Name its language and no more: ```toml.")
        return Listing(node.text.expandtabs(4), node.classes[0] if node.classes else "")

    def _equation(self, math: Node, identifier: str) -> Equation:
        anchor = label = ""
        if identifier:
            anchor, _, label = self._context.count("equation", identifier, math.place)
        return Equation(anchor, label, self.inlines.formula(math))

    def _paragraph_of(self, node: Node, around: Position) -> Paragraph:
        identifier, suffix, children = _leading_id(node.children)
        anchor = label = number = ""
        if around.numbered:
            self._paragraph += 0 if suffix else 1
            ordinal = f"{self._paragraph}-{suffix}" if suffix else str(self._paragraph)
            number = f"{self._paragraph} {suffix}".rstrip()
            prefix = self._context.prefix if self._context.rules.annexes == "restart" else ""
            anchor = f"{prefix}paragraph-{self._chapter}{ordinal}"
            label = self._context.numbering.paragraphs.pattern.format(number)
            self.stand(anchor, number)
            self._context.here = self._context.add_context(Target("paragraph", anchor, number))
            self._require_new(suffix, anchor, node)
            self._context.place(anchor, node.place)
        elif suffix:
            self._context.find("S012", f"{suffix!r} on a paragraph without a number", node.place, "Remove it.")
        if identifier:
            # Also where it cannot be referred to: the references are in order, and are not to be found fault with as
            # well.
            self._context.target(identifier, Target("paragraph", anchor, number), node.place)
            if not anchor:
                hint = "Put it on a numbered paragraph."
                self._context.find(
                    "R002", f"the id {identifier!r} is on a paragraph without a number", node.place, hint
                )
        content = self.inlines.read(children)
        if not content and not identifier and all(child.kind == "Text" for child in children):
            self._context.find("S014", "a paragraph without words", node.place, "Remove it: spaces are not words.")
        if content and all(isinstance(inline, IndexMark) for inline in content):
            hint = "Put it into the paragraph that it is about."
            self._context.find("S170", "a mark of the index alone in a paragraph", node.place, hint)
        return Paragraph(anchor, label, content)

    def _require_new(self, suffix: str, anchor: str, node: Node) -> None:
        """Report S012 for "bis" before any paragraph, or twice on one number."""
        if suffix and (not self._paragraph or anchor in self._context.places):
            hint = "After 12 come 12 bis, 12 ter, 12 quater."
            self._context.find("S012", f"{suffix!r} that follows no paragraph, or is there twice", node.place, hint)

    def _list(self, node: Node, around: Position) -> List:
        level = around.level + 1
        anchor, number = (around.anchor, around.number) if around.anchor else (self._within, self._number)
        if level > _DEEPEST:
            self._context.find("S010", f"a list {level} levels deep", node.place, f"{_DEEPEST} levels are the most.")
            return List("bullets", level, ())
        for item in node.children:
            if not item.children:
                self._context.find(
                    "S014", "an entry of a list without words", item.place, "Give it words, or remove it."
                )
        if (around.quoted or around.celled) and node.kind == "OrderedList":
            return self._typed_list(node, around, level)
        if node.kind == "BulletList":
            inside = Position(anchor, numbered=False, number=number, level=level, celled=around.celled)
            sign = self._context.locale.numbering.bullet
            bullets = (Item("", sign, self.blocks(item.children, inside)) for item in node.children)
            return List("bullets", level, tuple(bullets))
        if self._context.rules.lists_as_typed:
            return self._list_as_typed(node, level, anchor, number)
        scheme = self._context.scheme(self._context.numbering.subparagraphs, level, node.place)
        kinds = self._context.rules.subparagraphs
        due = kinds[min(level, len(kinds)) - 1]
        sound = STYLES.get(node.style, due) == due and node.number == 1
        if not sound:
            first = f"({numeral(1, due)})"
            hint = f"Begin a list with {first}; a paragraph that begins with a number needs a backslash: B\\."
            self._context.find("S012", "a typed number that is not the first of a list at this level", node.place, hint)
        if not anchor:
            self._context.find(
                "S015", "subparagraphs before any paragraph or heading", node.place, "Put a paragraph before them."
            )
        hung = self._list_anchor(anchor)
        items = tuple(
            self._item(item, n, _Form(due, scheme, sound), hung, number, level)
            for n, item in enumerate(node.children, 1)
        )
        return List("subparagraphs", level, items)

    def _list_anchor(self, anchor: str) -> str:
        """Return what anchors of a list on ``anchor`` begin with: a second list there has others, from (a) again."""
        run = self._lists[anchor] = self._lists.get(anchor, 0) + 1
        return f"{anchor}-{run}" if run > 1 else anchor

    def _list_as_typed(self, node: Node, level: int, anchor: str, number: str) -> List:
        """Return a list with the numerals, the marks and the first number that its author gave it."""
        kind = STYLES.get(node.style, "decimal")
        mark = node.children[0].text
        pattern = "({})" if mark.startswith("(") else "{})" if mark.endswith(")") else "{}."
        scheme = Scheme(self._context.locale.numbering.numerals_for(kind), pattern)
        form = _Form(kind, scheme, sound=len({item.text for item in node.children}) > 1)
        # Under a heading 1.2 an entry 1 is not the section 1.2.1.
        hung = self._list_anchor(
            anchor if "paragraph-" in anchor or ".list" in anchor else f"{anchor}.list".lstrip(".")
        )
        items = tuple(
            self._item(item, n, form, hung, number, level) for n, item in enumerate(node.children, node.number)
        )
        return List("subparagraphs", level, items, scheme)

    def _typed_list(self, node: Node, around: Position, level: int) -> List:
        """Return a list in a quotation or a cell, with the numbers that it has there."""
        inside = replace(around, level=level)
        items = (Item("", item.text, self.blocks(item.children, inside)) for item in node.children)
        return List("typed", level, tuple(items))

    def _item(self, item: Node, count: int, form: _Form, anchor: str, number: str, level: int) -> Item:
        ordinal, printed_ordinal = numeral(count, form.kind), numeral(count, form.scheme.numerals)
        inner, label = f"{anchor}.{ordinal}", form.scheme.pattern.format(printed_ordinal)
        self._context.place(inner, item.place)
        if form.sound and item.text.strip("().#") not in ("", ordinal):
            hint = f"Write ({ordinal}): what is typed would not be what is printed, {label}."
            self._context.find(
                "S012", f"an entry typed {item.text}, which is number {count} of its list", item.place, hint
            )
        identifier, children = _item_id(item)
        # After the number of its paragraph an entry is set apart, in parentheses where its list has no marks of its
        # own: 7 (b), not 7 b.
        bare = label.endswith(".") or label[-1:].isalnum()
        whole = f"{number} {f'({printed_ordinal})' if bare else label}" if number else label
        if not number and not label.startswith("("):
            whole = label.rstrip(".)")
        if identifier:
            around = () if number else self._around
            self._context.target(identifier, Target("item" if number else "entry", inner, whole, around), item.place)
        return Item(inner, label, self.blocks(children, Position(inner, numbered=False, number=whole, level=level)))


@dataclass(frozen=True, slots=True)
class _Form:
    """How the entries of a list are numbered: the numerals of their anchors, the scheme of their labels, and whether
    what was typed before each is ``sound`` and must agree with it.
    """

    kind: Numerals
    scheme: Scheme
    sound: bool


_NOT_IN_CELLS = (
    "Header",
    "BlockQuote",
    "CodeBlock",
    "DefinitionList",
    "Div",
    "Table",
    "Figure",
    "HorizontalRule",
    "RawBlock",
    "LineBlock",
)
"""What pandoc calls the blocks that no cell may hold."""
_COMMENTS = re.compile(r"\s*(?:<!--.*?-->\s*)+", re.DOTALL)


def _join_captions(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Yield ``nodes``, each table with the paragraph ``: Title {#id}`` below it as the box that means the same."""
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        title = waiting[-1] if waiting and node.kind == "Table" else None
        if title is None or title.kind != "Para" or not title.children[0].text.startswith(": "):
            yield node
            continue
        waiting.pop()
        first, *rest = title.children
        words = [replace(first, text=first.text[2:].lstrip()), *rest]
        last = words[-1]
        named = last.kind == "Span" and not any(child.text.strip() for child in last.children)
        span = last if named else Node("Span", node.place)
        boxed = (Node("Para", title.place, tuple(words[:-1] if named else words)), node)
        yield replace(span, kind="Div", place=node.place, children=boxed, classes=("table", *span.classes))


def _leading_id(children: tuple[Node, ...]) -> tuple[str, str, tuple[Node, ...]]:
    """Return the id of a paragraph and its suffix (bis), from an empty span before it: ``[]{#oil .bis} The text``."""
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
    """Return the formula that a paragraph consists of, with the id before it; nothing for a paragraph with words."""
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

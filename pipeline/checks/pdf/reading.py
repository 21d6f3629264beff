"""The outline of a PDF, from its tags and from what is painted under them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.checks.pdf.anchors import anchors, lands
from pipeline.checks.pdf.file import HEADINGS, Annotation, Destination, Element, File, LinkArea
from pipeline.outline import Entry, Outline, mark, normal

NOTES = ("Note", "FENote")
_BLOCKS = ("P", "L", "LI", "BlockQuote", *HEADINGS, *NOTES)
_LABEL = re.compile(r"[(\[]?(?:\w{1,8}|[•–—‣◦*·-])[.)\]]?[.)]?$")
_ORDINAL = re.compile(r"[(\[]?\w{1,8}[.)\]]+$")
_DASHED = re.compile(r"([IVXLC]+ -|[A-Z] -|\d{1,3} -)(?: |$)")
_PAGE = re.compile(r"\w{1,6}")
_SIGN = re.compile(r"\S{1,6}")
_RAISED = 0.9
"""How much smaller than the text around it an indicator is set, at most."""


def split(text: str) -> tuple[str, str]:
    """The printed label at the beginning of ``text`` ("17.", "(a)", "II.", "17 -", "•"), empty where there is none, and what follows it."""
    if dashed := _DASHED.match(text):
        return dashed[1], text[dashed.end() :]
    first, space, rest = text.partition(" ")
    if _ORDINAL.match(first) and (space or not rest):
        return first, rest
    return "", text


@dataclass(frozen=True, slots=True)
class ContentsRow:
    """A row of the contents: the entry, the page number printed at its end, and the place it leads to (None: nowhere)."""

    entry: Entry
    page: str
    place: Destination | None


class Reading:
    """Reads one file; every question about its text is asked here once."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.anchors = anchors(file)
        self.notes = [element for element in file.root.walk() if element.tag in NOTES]
        self.indicators = [element for element in file.root.walk() if self.is_indicator(element)]

    def outline(self) -> Outline:
        """All that the file says."""
        lines, body = self.parts()
        return Outline(
            language=self.file.catalog["language"],
            masthead=tuple(filter(None, (normal(self.text(line)) for line in lines))),
            contents=tuple(row.entry for row in self.contents()),
            body=tuple(self.body(body)),
            notes=tuple(self.note(element) for element in self.notes),
            indicators=tuple(self.indicator(element) for element in self.indicators),
        )

    # The parts of the report

    def parts(self) -> tuple[list[Element], list[Element]]:
        """The lines of the masthead, the title last, and the blocks of the text after it; the contents are in neither."""
        blocks = list(self.blocks(self.file.root))
        title = next((place for place, block in enumerate(blocks) if block.tag == "H1"), -1)
        return blocks[: title + 1], blocks[title + 1 :]

    def blocks(self, element: Element) -> Iterator[Element]:
        """The blocks under ``element`` that stand in no other block: contents, with the heading over them, and notes left out."""
        kids = list(element.elements())
        for place, kid in enumerate(kids, 1):
            over = kid.tag in {"P", *HEADINGS[1:]} and place < len(kids) and kids[place].tag == "TOC"
            if kid.tag == "TOC" or kid.tag in NOTES or over:
                continue
            if kid.tag in _BLOCKS:
                yield kid
            else:
                yield from self.blocks(kid)

    def body(self, blocks: Iterable[Element], *, quoted: bool = False, depth: int = 0) -> Iterator[Entry]:
        """The rows of ``blocks``; ``depth`` is how many lists are around them."""
        return (entry for entry, _ in self.rows(blocks, quoted=quoted, depth=depth))

    def rows(self, blocks: Iterable[Element], *, quoted: bool = False, depth: int = 0) -> Iterator[tuple[Entry, list[Element]]]:
        """The rows of ``blocks``, each with the elements that its label and its text are painted under."""
        for block in blocks:
            if block.tag in HEADINGS:
                label, text = split(normal(self.text(block)))
                yield Entry("section", int(block.tag[1]) - 1, self.anchors.get(block, ""), label, text), [block]
            elif block.tag == "BlockQuote":
                yield from self.rows(self.blocks(block), quoted=True, depth=depth)
            elif block.tag == "L":
                yield from self.rows(self.blocks(block), quoted=quoted, depth=depth + 1)
            elif block.tag == "LI":
                yield from self.item(block, quoted=quoted, depth=depth)
            elif block.tag == "P" and (text := normal(self.text(block))):
                label, rest = ("", text) if quoted else split(text)
                yield Entry("quotation" if quoted else "paragraph", 0, self.anchors.get(block, ""), label, rest), [block]

    def item(self, item: Element, *, quoted: bool, depth: int) -> Iterator[tuple[Entry, list[Element]]]:
        """An entry of a list and what stands in it. Its label is its Lbl, else the first words of its body."""
        labels = [kid for kid in item.elements() if kid.tag == "Lbl"]
        label = next(map(normal, map(self.text, labels)), "")
        blocks = list(self.blocks(item))
        if blocks and blocks[0].tag == "P":
            own, blocks = blocks[:1], blocks[1:]
            text = normal(self.text(own[0]))
        else:
            own = [kid for kid in item.elements() if kid.tag == "LBody"]
            text = normal("".join(map(self.loose, own)))
        if not label:
            first, _, rest = text.partition(" ")
            label, text = (first, rest) if _LABEL.match(first) else ("", text)
        elif text.startswith(f"{label} "):
            text = text.removeprefix(f"{label} ")
        yield Entry("item", depth, self.anchors.get(item, ""), label, text), [*labels, *own]
        yield from self.rows(blocks, quoted=quoted, depth=depth)

    def contents(self) -> Iterator[ContentsRow]:
        """The rows of the contents. The page number is the last mark of its row, by itself."""
        for element in self.file.root.walk():
            if element.tag != "TOCI":
                continue
            level = sum(above.tag == "TOC" for above in element.above())
            own = [kid for kid in element.kids if not (isinstance(kid, Element) and kid.tag == "TOC")]
            keys = [key for kid in own for key in (kid.marks() if isinstance(kid, Element) else [kid]) if not isinstance(key, Annotation)]
            texts = [self.file.marks[key].text for key in keys if key in self.file.marks]
            page = normal(texts[-1]) if len(texts) > 1 and _PAGE.fullmatch(normal(texts[-1])) else ""
            label, heading = split(normal("".join(texts[:-1] if page else texts)))
            link = next((link for kid in own if isinstance(kid, Element) for link in self.links(kid)), None)
            yield ContentsRow(
                Entry("contents", level, self.target(link) if link else "", label, heading), page, link.place if link else None
            )

    # Notes and their calls

    def note(self, element: Element) -> Entry:
        """A note: its label is its Lbl; its text is that of all its blocks, joined by spaces."""
        label = self.note_label(element)
        texts = [self.joined(block) for block in self.blocks(element)] or [self.loose(element, stop=("Lbl",))]
        text = normal(" ".join(texts))
        return Entry("note", 0, self.anchors.get(element, ""), label, text.removeprefix(f"{label} ") if label else text)

    def note_label(self, element: Element) -> str:
        """The number printed at a note."""
        return next((normal(self.text(kid)) for kid in element.walk() if kid.tag == "Lbl"), "")

    def joined(self, block: Element) -> str:
        """A block of a note as one line: labels and texts joined by spaces."""
        if block.tag == "P":
            return self.loose(block, stop=("Lbl",))
        return " ".join(f"{entry.label} {entry.text}" for entry in self.body([block]))

    def is_indicator(self, element: Element) -> bool:
        """Whether ``element`` calls a note: a Reference of the text, one sign set smaller than the words around it. Where it leads is
        another question: a call that leads astray is still a call.
        """
        if element.tag != "Reference" or any(above.tag in {"TOC", "TOCI", "Lbl"} for above in element.above()):
            return False
        first = self.file.first(element)
        block = next((above for above in element.above() if above.tag in {*_BLOCKS, "LBody"}), None)
        if first is None or block is None or not _SIGN.fullmatch(normal(self.file.text(element))):
            return False
        around = max(self.file.marks[key].size for key in block.marks() if key in self.file.marks)
        return first.size < _RAISED * around

    def indicator(self, element: Element) -> Entry:
        """The call of a note: the label painted, and the anchor that its link leads to."""
        link = next(self.links(element), None)
        label = normal(self.file.text(element))
        return Entry("indicator", 0, self.anchors.get(element, ""), label, self.target(link) if link else "")

    def links(self, element: Element) -> Iterator[LinkArea]:
        """The link annotations under ``element``."""
        return (self.file.links[annotation.number] for annotation in element.annotations() if annotation.number in self.file.links)

    def target(self, link: LinkArea) -> str:
        """The anchor that a link leads to: by its name, else by the element that it lands on."""
        if link.target or link.place is None:
            return link.target
        reached = [
            (distance, anchor)
            for element, anchor in self.anchors.items()
            if (distance := lands(self.file, link.place, element)) is not None
        ]
        return min(reached)[1] if reached else ""

    # Text

    def text(self, element: Element) -> str:
        """What is read in ``element``: indicators as marks; notes that stand in it are not part of it."""
        return self.loose(element)

    def loose(self, element: Element, stop: tuple[str, ...] = ()) -> str:
        """The text of ``element`` without notes and without the elements tagged ``stop``."""
        return "".join(text for _, text in self.pieces(element, stop))

    def pieces(self, element: Element, stop: tuple[str, ...] = ()) -> Iterator[tuple[int, str]]:
        """The text of ``element`` in the pieces it is painted in, each with its page (from 0; -1 where nothing is painted)."""
        first = self.file.first(element)
        page = first.page if first else -1
        if element.actual is not None:
            yield page, element.actual
            return
        for kid in element.kids:
            if isinstance(kid, Element):
                if kid.tag in NOTES or kid.tag in stop:
                    continue
                if kid.tag == "Reference" and self.is_indicator(kid):
                    painted, called = self.file.text(kid), self.file.first(kid)
                    space = " " * (painted != painted.rstrip())
                    yield called.page if called else page, mark(normal(painted)) + space
                else:
                    yield from self.pieces(kid, stop)
            elif not isinstance(kid, Annotation) and kid in self.file.marks:
                yield self.file.marks[kid].page, self.file.marks[kid].text

"""Reads the outline of a PDF from its tags and from the text painted under them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from plantin.auditors.fault import Fault
from plantin.auditors.pdf.anchors import ElementsByPage, anchors
from plantin.auditors.pdf.file import Destination, File, LinkArea
from plantin.auditors.pdf.objects import (
    BOXES,
    CELLS,
    OBJECTS,
    cells,
    is_definitions,
    is_equation,
    is_indexed,
    is_letter,
    is_listing,
    is_pictured,
    is_title,
    is_work,
    rows,
    shapes,
    width,
)
from plantin.auditors.pdf.structure import HEADINGS, Annotation, StructureElement
from plantin.model.inlines import MARKS
from plantin.model.outline import Entry, Kind, Lack, Outline, build, join_entries, mark, normal

NOTES = ("Note", "FENote")
_BLOCKS = ("P", "L", "LI", "BlockQuote", "Caption", *HEADINGS, *NOTES, *OBJECTS)
_AROUND = ("P", "LBody", "Lbl", "Caption", "BlockQuote", *HEADINGS, *NOTES)
_LABEL = re.compile(r"[(\[]?(?:\w{1,8}|[•–—‣◦*·-])[.)\]]?[.)]?$")
_ORDINAL = re.compile(r"[(\[‘]?\w{1,8}[.)\]’]+$")
UNNUMBERED = re.compile(r"(?:^|[-.#])heading-\d+$")
"""The destination of a heading without a number."""
_DASHED = re.compile(r"([IVXLC]+ -|[A-Z] -|\d{1,3} -)(?: |$)")
_NUMBER = re.compile(r"\W?\d{1,8}\W{1,2}")
_INSERTED = re.compile(r"\W?\d{1,8} \w{1,12}\W{1,2}")
"""The number of a paragraph that was put in later ("1 bis.")."""
_COUNTED = re.compile(rf"{_NUMBER.pattern}|{_INSERTED.pattern}")
_PAGE = re.compile(r"\w{1,6}")
_INDEXED = re.compile(rf"({'|'.join(MARKS)})(\d{{1,6}})")
_SIGN = re.compile(r"\S{1,6}")
_ASTERISKS = re.compile(r"\*{1,6}")
_RAISED = 0.9
"""How much smaller than the text around it an indicator is set, at most."""


def split(text: str) -> tuple[str, str]:
    """Return the printed label that ``text`` begins with ("17.", "(a)", "II.", "17 -", "‘1’"), and what follows it. To
    be asked of what has a label: a sentence of one word looks like one.
    """
    if dashed := _DASHED.match(text):
        return dashed[1], text[dashed.end() :]
    first, space, rest = text.partition(" ")
    if _ORDINAL.match(first) and (space or not rest):
        return first, rest
    return "", text


def leads_back(element: StructureElement) -> bool:
    """Return whether ``element`` is in the label of a note, whose links lead to calls of it."""
    return any(
        ancestor.tag == "Lbl" and ancestor.parent is not None and ancestor.parent.tag in NOTES
        for ancestor in element.above()
    )


@dataclass(frozen=True, slots=True)
class ContentsRow:
    """A row of the contents: the entry, the page number at its end, and the place it leads to (None: nowhere)."""

    entry: Entry
    page: str
    place: Destination | None


Row = tuple[Entry, list[StructureElement]]


class PdfText:
    """Reads one file; every question about its text is asked here once."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.anchors = anchors(file)
        self._calls: frozenset[StructureElement] = frozenset()
        self.notes = [element for element in file.elements if element.tag in NOTES]
        self.letters = [note for note in self.notes if is_letter(note, self.note_label(note))]
        self._lettered = frozenset(self.letters)
        self.indicators = sorted(
            filter(self.is_indicator, file.elements),
            key=lambda call: any(above.tag in NOTES and above not in self._lettered for above in call.above()),
        )
        self._calls = frozenset(self.indicators)
        self._anchored = ElementsByPage(file, self.anchors)
        # A link to an element, as PDF/UA-2 has them, names nothing; a mark of the index is a point that no element
        # begins at.
        self._marked = {place: name for name, place in file.destinations.items() if _INDEXED.fullmatch(name)}
        self._headings = {anchor: element for element, anchor in self.anchors.items() if element.tag in HEADINGS}

    def outline(self) -> Outline:
        """Return all that the file says."""
        lines, body = self.parts()
        return Outline(
            language=self.file.language,
            masthead=tuple(filter(None, (normal(self.text(line)) for line in lines))),
            contents=tuple(row.entry for row in self.contents()),
            body=tuple(entry for entry, _ in self.report(body)),
            notes=tuple(self.note(element) for element in self.notes if element not in self._lettered),
            indicators=tuple(self.indicator(element) for element in self.indicators),
            logo=self.logo(),
            lacks=self._lacks(),
            marks=tuple(self._marks()),
        )

    def _lacks(self) -> frozenset[Lack]:
        """Of places that are led to the page is known, which the index gives; on paper nothing leads anywhere."""
        if not any(self._marks()) and not any(element.tag == "Index" for element in self.file.elements):
            return frozenset()
        return frozenset({"rows of marks"} if self.file.links else {"rows of marks", "links", "marks"})

    def _marks(self) -> Iterator[Entry]:
        """Yield the places that the index leads to, each with the number of its page."""
        marks = sorted(
            (match[1], int(match[2]), name) for name in self.file.destinations if (match := _INDEXED.fullmatch(name))
        )
        for *_, name in marks:
            page = self.file.destinations[name].page
            yield Entry("mark", 0, name, self.file.labels[page] if page >= 0 else "", "")

    def is_page(self, element: StructureElement) -> bool:
        """Return whether ``element`` is the number of a page at the end of a line of a list of objects: the last of a
        link in the file (on paper it leads nowhere), a span of figures alone.
        """
        link = element.parent
        if (
            element.tag != "Span"
            or element.named
            or element.attributes
            or element.expansion
            or link is None
            or link.tag not in {"Link", "Reference"}
        ):
            return False
        kids = [kid for kid in link.kids if not isinstance(kid, Annotation)]
        inside = any(annotation.inside for annotation in self.links(link)) or link.tag == "Reference"
        return (
            inside and kids[-1] is element and len(kids) > 1 and bool(_PAGE.fullmatch(normal(self.file.text(element))))
        )

    def locator(self, element: StructureElement) -> str:
        """Return the mark that a link of the index leads to; empty for any other element."""
        if element.tag != "Link" or not is_indexed(element):
            return ""
        target = next((self.target(link) for link in self.links(element)), "")
        return target if _INDEXED.fullmatch(target) else ""

    # The parts of the report

    def parts(self) -> tuple[list[StructureElement], list[StructureElement]]:
        """Return the lines of the masthead, title last, and the blocks of text after it, without contents and logo."""
        blocks, title = self._locate_title()
        return [block for block in blocks[: title + 1] if block.tag != "Figure"], blocks[title + 1 :]

    def logo(self) -> str:
        """Return the words for the picture over the lines of the masthead; empty where there is none."""
        blocks, title = self._locate_title()
        return next((normal(block.alternative) for block in blocks[: title + 1] if block.tag == "Figure"), "")

    def _locate_title(self) -> tuple[list[StructureElement], int]:
        """Return the blocks of the report, and the place of its title among them (-1: it has none)."""
        blocks = list(self.blocks(self.file.root))
        return blocks, next((place for place, block in enumerate(blocks) if block.tag == "H1"), -1)

    def blocks(self, element: StructureElement) -> Iterator[StructureElement]:
        """Yield the blocks under ``element`` that are in no other block, without contents, their heading, and notes."""
        kids = list(element.elements())
        for place, kid in enumerate(kids, 1):
            contents = place < len(kids) and kids[place].tag == "TOC" and kids[place].first("Caption") is None
            over = kid.tag in {"P", *HEADINGS[1:]} and contents
            if kid.tag == "TOC" or (kid.tag in NOTES and kid not in self._lettered) or over:
                continue
            if kid.tag in _BLOCKS:
                yield kid
            else:
                yield from self.blocks(kid)

    def report(self, blocks: Iterable[StructureElement]) -> list[Row]:
        """Return the rows of the whole text, with the pictures that say nothing where they are on the page."""
        report_rows = list(self.rows(blocks))
        for page, sheet in enumerate(self.file.sheets):
            for height in sheet.ornaments:
                report_rows.insert(self._after(report_rows, page, height), (Entry("image", 0, "", "", ""), []))
        return report_rows

    def _after(self, found: list[Row], page: int, height: float) -> int:
        """Return the place of the first row that is painted under ``height`` on ``page``, or later."""
        for place, (_, parts) in enumerate(found):
            first = self.file.first(parts[0]) if parts else None
            if first and (first.page > page or (first.page == page and first.y < height)):
                return place
        return len(found)

    def body(self, blocks: Iterable[StructureElement], *, quoted: bool = False, depth: int = 0) -> Iterator[Entry]:
        """Return the rows of ``blocks``; ``depth`` is how many lists are around them."""
        return (entry for entry, _ in self.rows(blocks, quoted=quoted, depth=depth))

    def rows(self, blocks: Iterable[StructureElement], *, quoted: bool = False, depth: int = 0) -> Iterator[Row]:
        """Yield the rows of ``blocks``, each with the elements that its label and its text are painted under."""
        for block in blocks:
            if block.tag in HEADINGS:
                label, text = self.split_heading(block)
                yield Entry("section", int(block.tag[1]) - 1, self.anchors.get(block, ""), label, text), [block]
            elif block.tag == "BlockQuote":
                yield from self.rows(self.blocks(block), quoted=True, depth=depth)
            elif is_definitions(block):
                yield from self.definitions(block, quoted=quoted)
            elif block.tag == "L":
                yield from self.rows(self.blocks(block), quoted=quoted, depth=depth + 1)
            elif block.tag == "LI" and (is_work(block) or is_indexed(block)):
                yield (
                    Entry("paragraph", 0, self.anchors.get(block, ""), "", normal(self.loose(block, stop=("L",)))),
                    [block],
                )
                yield from self.rows((kid for kid in self.blocks(block) if kid.tag == "L"), quoted=quoted, depth=depth)
            elif block.tag == "LI":
                yield from self.item(block, quoted=quoted, depth=depth)
            elif block.tag in NOTES:
                yield replace(self.note(block), kind="letter"), [block]
            elif block.tag in OBJECTS:
                yield from self.thing(block)
            elif is_title(block):
                yield Entry("figure", 0, self.anchors.get(block, ""), self.label(block), self.apart(block)), [block]
            elif is_equation(block):
                yield Entry("equation", 0, self.anchors.get(block, ""), self.label(block), self.apart(block)), [block]
            elif is_listing(block):
                yield Entry("listing", 0, "", "", normal(self.text(block))), [block]
            elif block.tag == "P" and (text := normal(self.text(block))):
                label, rest = ("", text) if quoted else self.split_number(block, text)
                yield (
                    Entry("quotation" if quoted else "paragraph", 0, self.anchors.get(block, ""), label, rest),
                    [block],
                )

    def label(self, block: StructureElement) -> str:
        """Return the label of ``block`` that is tagged as one."""
        element = block.first("Lbl")
        return normal(self.text(element)) if element else ""

    def apart(self, block: StructureElement) -> str:
        """Return what ``block`` says beside its label."""
        return normal(self.loose(block, stop=("Lbl",)))

    def split_heading(self, block: StructureElement) -> tuple[str, str]:
        """Return the label of a heading, and its words. One whose destination is that of a heading without a number has
        none, whatever its words begin with: "[2019] EWHC 10".
        """
        label = self.label(block)
        if not label and UNNUMBERED.search(self.anchors.get(block, "")):
            return "", normal(self.text(block))
        return (label, self.apart(block)) if label else split(normal(self.text(block)))

    # Objects

    def thing(self, block: StructureElement) -> Iterator[Row]:
        """Yield a table, a picture or a box and what is in it."""
        holder = block if block.tag in BOXES else block.first("Caption") if block.tag == "Table" else None
        caption = None if block.tag == "Figure" else block.first("Caption")
        inside = list(self.blocks(holder)) if holder else []
        title = inside[0] if inside and inside[0].tag in {"P", *HEADINGS} else caption
        if title is not None:
            kind: Kind = "table" if block.tag == "Table" else "box"
            yield Entry(kind, 0, self.anchors.get(block, ""), self.label(title), self.apart(title)), [title]
            yield from self.rows(inner for inner in inside if inner is not title)
        if block.tag == "Table":
            columns = width(block)
            for row in rows(block):
                cell_contents = [self._read_cell(cell) for cell in cells(row)]
                signs = zip(shapes(row, columns).split(" "), cell_contents, strict=True) if cell_contents else ()
                label = " ".join(sign + structure for sign, (structure, _) in signs)
                yield Entry("row", 0, "", label, " | ".join(words for _, words in cell_contents)), [row]
        if block.tag == "Figure" and is_pictured(block):  # others are the codes of the first page
            yield Entry("image", 0, "", "", normal(block.alternative)), []

    def _read_cell(self, cell: StructureElement) -> tuple[str, str]:
        """Return how a cell is built of blocks, and its words."""
        blocks = list(self.blocks(cell))
        if not blocks:
            return "", normal(self.text(cell))
        entries = list(self.body(blocks))
        return build(entries), join_entries(entries)

    def definitions(self, block: StructureElement, *, quoted: bool) -> Iterator[Row]:
        """Yield a list of terms: each with the first paragraph of its definition, and the rest."""
        for entry in block.elements():
            term, body = entry.first("Lbl"), entry.first("LBody")
            if term is not None:
                yield Entry("term", 0, "", "", normal(self.text(term))), [term]
            blocks = list(self.blocks(body)) if body else []
            leading = _leading(blocks)
            yield Entry("definition", 0, "", "", normal("".join(map(self.text, leading)))), leading
            yield from self.rows(blocks[len(leading) :], quoted=quoted)

    def split_number(self, block: StructureElement, text: str) -> tuple[str, str]:
        """Return the number of a paragraph, empty where it has none, and its words. It is a number where a destination
        proves the place, or where it is painted by itself with the space after it: "2017. That year" and "Yes." are
        words.
        """
        if block.actual is None and _COUNTED.fullmatch(label := self.label(block)):
            return label, self.apart(block)
        _, first = next(self.pieces(block), (-1, ""))
        if _INSERTED.fullmatch(normal(first)) and first != first.rstrip() and block in self.anchors:
            return normal(first), text.removeprefix(normal(first)).lstrip()
        label, words = split(text)
        alone = bool(words) and normal(first) == label and first != first.rstrip()
        return (label, words) if _NUMBER.fullmatch(label) and (alone or block in self.anchors) else ("", text)

    def item(self, item: StructureElement, *, quoted: bool, depth: int) -> Iterator[Row]:
        """Yield an entry of a list and what is in it. Its label is its Lbl, else the first words of its body."""
        labels = [kid for kid in item.elements() if kid.tag == "Lbl"]
        label = next(map(normal, map(self.text, labels)), "")
        blocks = list(self.blocks(item))
        if bodies := _leading(blocks):
            blocks, text = blocks[1:], normal(self.text(bodies[0]))
        else:
            bodies = [kid for kid in item.elements() if kid.tag == "LBody"]
            text = normal("".join(map(self.loose, bodies)))
        if not label:
            first, _, rest = text.partition(" ")
            label, text = (first, rest) if _LABEL.match(first) else ("", text)
        elif text.startswith(f"{label} "):
            text = text.removeprefix(f"{label} ")
        yield Entry("item", depth, self.anchors.get(item, ""), label, text), [*labels, *bodies]
        yield from self.rows(blocks, quoted=quoted, depth=depth)

    def contents(self) -> Iterator[ContentsRow]:
        """Yield the rows of the contents. The page number is the last mark of its row, by itself."""
        for element in self.file.elements:
            if element.tag != "TOCI":
                continue
            level = sum(above.tag == "TOC" for above in element.above())
            kids = [kid for kid in element.kids if not (isinstance(kid, StructureElement) and kid.tag == "TOC")]
            keys = [
                key
                for kid in kids
                for key in (kid.marks() if isinstance(kid, StructureElement) else [kid])
                if not isinstance(key, Annotation)
            ]
            texts = [self.file.marks[key].text for key in keys if key in self.file.marks]
            page = normal(texts[-1]) if len(texts) > 1 and _PAGE.fullmatch(normal(texts[-1])) else ""
            label, heading = split(normal("".join(texts[:-1] if page else texts)))
            link = next((link for kid in kids if isinstance(kid, StructureElement) for link in self.links(kid)), None)
            row = Entry("contents", level, self.target(link) if link else "", label, heading)
            yield ContentsRow(self.divide_row(row), page, link.place if link else None)

    def divide_row(self, row: Entry) -> Entry:
        """Return a row of the contents, divided as the heading that it leads to ("Annex I", "Terms of reference")."""
        heading = self._headings.get(row.anchor)
        label = self.label(heading) if heading else ""
        words = f"{row.label} {row.text}".strip()
        if not label and UNNUMBERED.search(row.anchor):
            return replace(row, label="", text=words)
        return (
            replace(row, label=label, text=words.removeprefix(label).lstrip())
            if label and words.startswith(f"{label} ")
            else row
        )

    # Notes and their calls

    def note(self, element: StructureElement) -> Entry:
        """Return a note: its label is its Lbl; its text is that of all its blocks, joined by spaces."""
        label = self.note_label(element)
        texts = [self.join_block(block) for block in self.blocks(element)] or [self.loose(element, stop=("Lbl",))]
        text = normal(" ".join(texts))
        return Entry("note", 0, self.anchors.get(element, ""), label, text.removeprefix(f"{label} ") if label else text)

    def note_label(self, element: StructureElement) -> str:
        """Return the number printed at a note."""
        return next((normal(self.text(kid)) for kid in element.walk() if kid.tag == "Lbl"), "")

    def join_block(self, block: StructureElement) -> str:
        """Return a block of a note as one line: labels and texts joined by spaces."""
        if block.tag == "P" and not is_equation(block):
            return self.loose(block, stop=("Lbl",))
        return " ".join(f"{entry.label} {entry.text}" for entry in self.body([block]))

    def is_indicator(self, element: StructureElement) -> bool:
        """Return whether ``element`` calls a note: a Reference of the text, one sign set smaller than the words around
        it. Where it leads is another question: a call that leads astray is still a call.
        """
        listed = any(above.tag in {"TOC", "TOCI"} for above in element.above())
        if element.tag != "Reference" or listed or leads_back(element):
            return False
        first, label = self.file.first(element), normal(self.file.text(element))
        table = next((above for above in element.above() if above.tag == "Table"), None)
        block = next((above for above in element.above() if above.tag in {*_AROUND, *CELLS}), None)
        if first is None or block is None or not _SIGN.fullmatch(label):
            return False
        # A cell may hold nothing but a call: it is smaller than the rest of its table.
        block = table if table and block.tag in CELLS else block
        around = max(mark.size for mark in self.file.under(block))
        return bool(_ASTERISKS.fullmatch(label)) or first.size < _RAISED * around

    def indicator(self, element: StructureElement) -> Entry:
        """Return the call of a note: the label painted, and the anchor that its link leads to."""
        link = next(self.links(element), None)
        label = normal(self.file.text(element))
        return Entry("indicator", 0, self.anchors.get(element, ""), label, self.target(link) if link else "")

    def links(self, element: StructureElement) -> Iterator[LinkArea]:
        """Return the link annotations under ``element``."""
        return (
            self.file.links[annotation.number]
            for annotation in element.annotations()
            if annotation.number in self.file.links
        )

    def target(self, link: LinkArea) -> str:
        """Return the anchor that a link leads to: by its name, else by the element that it lands on."""
        if link.target or link.place is None:
            return link.target
        if marked := self._marked.get(replace(link.place, element=(0, 0))):
            return marked
        reached = self._anchored.nearest(link.place)
        return self.anchors[reached] if reached else ""

    # Text

    def text(self, element: StructureElement) -> str:
        """Return what is read in ``element``: indicators as marks; notes inside it are not part of it."""
        return self.loose(element)

    def loose(self, element: StructureElement, stop: tuple[str, ...] = ()) -> str:
        """Return the text of ``element`` without notes and without the elements tagged ``stop``."""
        return "".join(text for _, text in self.pieces(element, stop))

    def pieces(self, element: StructureElement, stop: tuple[str, ...] = ()) -> Iterator[tuple[int, str]]:
        """Yield the text of ``element`` in the pieces as painted, with their pages (from 0; -1: nothing painted)."""
        first = self.file.first(element)
        page = first.page if first else -1
        if element.replacement is not None:
            yield page, element.replacement
            return
        for kid in element.kids:
            if isinstance(kid, StructureElement):
                if kid.tag in NOTES or kid.tag in stop or self.is_page(kid):
                    continue
                if kid.tag == "Formula":
                    yield page, kid.alternative
                    continue
                if place := self.locator(kid):
                    painted = self.file.text(kid)
                    yield page, f"[{place}]" + " " * (painted != painted.rstrip())
                elif kid in self._calls:
                    painted, called = self.file.text(kid), self.file.first(kid)
                    space = " " * (painted != painted.rstrip())
                    yield called.page if called else page, mark(normal(painted)) + space
                else:
                    yield from self.pieces(kid, stop)
            elif not isinstance(kid, Annotation) and kid in self.file.marks:
                yield self.file.marks[kid].page, self.file.marks[kid].text


def _leading(blocks: list[StructureElement]) -> list[StructureElement]:
    """Return the first of ``blocks``, where it is a paragraph of text."""
    return [block for block in blocks[:1] if block.tag == "P" and not is_equation(block) and not is_listing(block)]


PdfRule = Callable[[PdfText], Iterator[Fault]]
"""A rule: what breaks it in a file."""

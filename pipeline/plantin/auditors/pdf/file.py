"""A PDF opened for reading back: its pages, its destinations and its bookmarks (ISO 32000-1, 12.3); ``structure`` reads
its tags.
"""

from __future__ import annotations

import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import pikepdf

from plantin.auditors import guard_reading
from plantin.auditors.pdf.bounds import (
    LARGEST_PACKET,
    PdfLimitError,
    ReadingBudget,
    decode,
    name_tree,
    number_tree,
    outline_items,
)
from plantin.auditors.pdf.content import Key, MarkedContent, PageContent, sheets
from plantin.auditors.pdf.fonts import Font
from plantin.auditors.pdf.structure import StructureElement, StructureTree

_MOST_PAGES = 10_000
_STREAM = re.compile(r"stream <_io\.BytesIO object at \w+>(?:, |: )?")
_UNSEEN = 2 | 32
"""The flags of an annotation that nobody sees: Hidden and NoView (ISO 32000-1, table 165)."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A place: page (from 0; -1: not in the file), position from the lower left corner, the element if one is named."""

    page: int
    x: float
    y: float
    element: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class LinkArea:
    """A link annotation. ``target`` is the name of the destination that it leads to, empty where it names none;
    ``place`` is where that is, None where nowhere; ``inside`` is whether it leads to a place of this file;
    ``address`` is where it leads outside. ``areas`` are what can be pressed of it, as left, lower, right and upper;
    none where it is hidden.
    """

    number: tuple[int, int]
    page: int
    target: str
    place: Destination | None
    inside: bool
    contents: str
    address: str = ""
    areas: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class PdfBookmark:
    """An entry of the document outline."""

    level: int
    title: str
    place: Destination | None


@dataclass(slots=True)
class File:
    """All of a PDF that the auditor looks at."""

    pdf: pikepdf.Pdf
    """The file, open."""
    content: bytes
    """Its bytes, for whoever draws its pages."""
    sheets: list[PageContent]
    marks: dict[Key, MarkedContent]
    root: StructureElement
    elements: tuple[StructureElement, ...]
    """The root and all under it, in reading order."""
    destinations: dict[str, Destination]
    links: dict[tuple[int, int], LinkArea]
    bookmarks: list[PdfBookmark]
    labels: list[str]
    language: str
    author: str
    """All authors in the information dictionary; empty where it has none (PDF 2.0)."""
    title: str
    """The title there."""
    identities: dict[str, tuple[int, int]]
    metadata: str
    budget: ReadingBudget
    fonts: dict[tuple[int, int], Font]
    """Those that text is set in, by the numbers of their objects."""
    damage: tuple[str, ...] = ()
    """What the library had to repair to read the file at all."""
    firsts: dict[StructureElement, MarkedContent | None] = field(default_factory=dict, repr=False)

    def text(self, element: StructureElement) -> str:
        """Return all that is read under ``element``."""
        if element.replacement is not None:
            return element.replacement
        parts = []
        for kid in element.kids:
            if isinstance(kid, StructureElement):
                parts.append(self.text(kid))
            elif isinstance(kid, tuple) and kid in self.marks:
                parts.append(self.marks[kid].text)
        return "".join(parts)

    def first(self, element: StructureElement) -> MarkedContent | None:
        """Return the first mark under ``element`` that paints something."""
        if element not in self.firsts:
            self.firsts[element] = next((mark for mark in self.under(element) if mark.painted.strip()), None)
        return self.firsts[element]

    def under(self, element: StructureElement) -> Iterator[MarkedContent]:
        """Return the marks under ``element`` that a page has, in reading order."""
        return (self.marks[key] for key in element.marks() if key in self.marks)

    def inside(self, element: StructureElement) -> Iterator[MarkedContent]:
        """Return those that are directly in it."""
        return (self.marks[kid] for kid in element.kids if isinstance(kid, tuple) and kid in self.marks)

    def node(self, element: StructureElement) -> pikepdf.Object:
        """Return the dictionary of an element that is an object of its own."""
        return self.pdf.get_object(*element.number)


def open_file(content: bytes, name: str) -> File:
    """Return what is read of the PDF of these bytes, which stays open. Raises Unreadable (V010): damaged, locked."""
    with guard_reading(name):
        try:
            return _read(pikepdf.open(io.BytesIO(content)), content)
        except pikepdf.PasswordError:
            raise ValueError("it is locked with a password") from None
        except pikepdf.PdfError as error:
            raise ValueError(_plain(str(error))) from error


def _plain(message: str) -> str:
    """Return a message of the library's without the name that it gives the file: it differs from run to run."""
    return _STREAM.sub("", message).strip()


def _read(pdf: pikepdf.Pdf, content: bytes) -> File:
    catalog: pikepdf.Object = pdf.Root
    tree = catalog.get("/StructTreeRoot")
    info = pdf.trailer.get("/Info", pikepdf.Dictionary())
    _require_trees(catalog)
    if len(pdf.pages) > _MOST_PAGES:
        raise PdfLimitError(f"it has {len(pdf.pages):,} pages; {_MOST_PAGES:,} are the most that are read")
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    budget = ReadingBudget(len(content))
    fonts: dict[tuple[int, int], Font] = {}
    read = sheets(pdf, budget, fonts)
    marks = {key: mark for sheet in read for key, mark in sheet.marks.items()}
    places = _Places(pdf, pages)
    root = StructureElement("", None, "", str(catalog.get("/Lang", "")), "", None, (0, 0))
    if tree is not None:
        StructureTree(tree, pages).fill(root, tree, 0)
    return File(
        pdf=pdf,
        content=content,
        sheets=read,
        marks=marks,
        root=root,
        elements=tuple(root.walk()),
        destinations=places.named,
        links=dict(places.links()),
        bookmarks=list(places.bookmarks()),
        labels=[page.label for page in pdf.pages],
        language=root.language,
        author=str(info.get("/Author", "")),
        title=str(info.get("/Title", "")),
        identities={str(name): kid.objgen for name, kid in name_tree(tree.get("/IDTree"))} if tree is not None else {},
        metadata=decode(catalog.Metadata, LARGEST_PACKET).decode("utf-8", "replace") if "/Metadata" in catalog else "",
        budget=budget,
        fonts=fonts,
        damage=tuple(dict.fromkeys(_plain(str(warning)) for warning in pdf.get_warnings())),
    )


def _require_trees(catalog: pikepdf.Object) -> None:
    """Every tree of the file has an end, those too that nothing is read from."""
    tree = catalog.get("/StructTreeRoot", pikepdf.Dictionary())
    names = catalog.get("/Names", pikepdf.Dictionary())
    for root in (*(value for _, value in names.items()), tree.get("/IDTree")):
        deque(name_tree(root), maxlen=0)
    for root in (catalog.get("/PageLabels"), tree.get("/ParentTree")):
        deque(number_tree(root), maxlen=0)


def _areas(annotation: pikepdf.Object) -> Iterator[tuple[float, float, float, float]]:
    """Yield what can be pressed of a link: its quadrilaterals, else its rectangle (ISO 32000-1, 12.5.6.5)."""
    if int(annotation.get("/F", 0)) & _UNSEEN:
        return
    corners = [float(corner) for corner in annotation.get("/QuadPoints", [])]
    for quad in [corners[place : place + 8] for place in range(0, len(corners), 8)] or [
        list(map(float, annotation.Rect))
    ]:
        left, right = min(quad[::2]), max(quad[::2])
        low, high = min(quad[1::2]), max(quad[1::2])
        if left < right and low < high:
            yield left, low, right, high


class _Places:
    """Destinations, and what leads to them."""

    def __init__(self, pdf: pikepdf.Pdf, pages: dict[tuple[int, int], int]) -> None:
        self.pdf, self.pages = pdf, pages
        catalog: pikepdf.Object = pdf.Root
        self.named = {
            str(name): self.place(value)
            for name, value in name_tree(catalog.get("/Names", pikepdf.Dictionary()).get("/Dests"))
        }
        for name, value in catalog.get("/Dests", pikepdf.Dictionary()).items():
            self.named.setdefault(str(name)[1:], self.place(value))

    def place(self, value: pikepdf.Object) -> Destination:
        """Return where a destination's array (or the dictionary around it) leads."""
        element = (0, 0)
        if isinstance(value, pikepdf.Dictionary):
            element = value.SD[0].objgen if "/SD" in value else element
            value = value["/D"] if "/D" in value else pikepdf.Array()
        if not isinstance(value, pikepdf.Array) or not len(value):
            return Destination(-1, 0, 0, element)
        target: pikepdf.Object = value[0]
        numbers = [float(item) if isinstance(item, int | float | Decimal) else 0.0 for item in list(value)[2:4]]
        x, y = (*numbers, 0.0, 0.0)[:2] if value[1] == "/XYZ" else (0.0, numbers[0] if numbers else 0.0)
        if isinstance(target, pikepdf.Dictionary) and target.get("/Type") != "/Page":
            return Destination(-1, x, y, target.objgen)
        return Destination(
            self.pages.get(target.objgen, -1) if isinstance(target, pikepdf.Dictionary) else -1, x, y, element
        )

    def links(self) -> Iterator[tuple[tuple[int, int], LinkArea]]:
        """Yield every link annotation, by the numbers of its object."""
        for number, page in enumerate(self.pdf.pages):
            for annotation in page.obj.get("/Annots", []):
                if annotation.get("/Subtype") != "/Link":
                    continue
                action = annotation.get("/A", pikepdf.Dictionary())
                target, place = self._led(annotation, action)
                inside = "/Dest" in annotation or action.get("/S") == "/GoTo"
                contents, address = str(annotation.get("/Contents", "")), str(action.get("/URI", ""))
                areas = tuple(_areas(annotation))
                yield (
                    annotation.objgen,
                    LinkArea(annotation.objgen, number, target, place, inside, contents, address, areas),
                )

    def _led(self, holder: pikepdf.Object, action: pikepdf.Object) -> tuple[str, Destination | None]:
        value = holder.get("/Dest", action.get("/D"))
        if value is None:
            return "", None
        if isinstance(value, pikepdf.Array | pikepdf.Dictionary):
            place = self.place(value)
            if "/SD" in action:
                place = Destination(place.page, place.x, place.y, action.SD[0].objgen)
            return "", place
        name = str(value).removeprefix("/") if isinstance(value, pikepdf.Name) else str(value)
        return name, self.named.get(name)

    def bookmarks(self) -> Iterator[PdfBookmark]:
        """Yield the document outline, in order."""
        _, *items = list(outline_items(self.pdf)) or [pikepdf.Dictionary()]
        levels = {items[0].objgen: 1} if items else {}
        for item in items:
            level = levels.get(item.objgen, 1)
            levels |= {
                other.objgen: level + deeper
                for key, deeper in (("/First", 1), ("/Next", 0))
                if (other := item.get(key)) is not None
            }
            _, place = self._led(item, item.get("/A", pikepdf.Dictionary()))
            yield PdfBookmark(level, str(item.get("/Title", "")), place)

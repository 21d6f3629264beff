"""Reads the structure tree of a PDF into elements, in reading order (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

from plantin.auditors.pdf.bounds import MOST_NODES, PdfLimitError
from plantin.auditors.pdf.content import Key
from plantin.model.levels import flat

MATHML = "http://www.w3.org/1998/Math/MathML"
"""The namespace of the elements of formulas (ISO 32000-2, 14.8.6.3)."""
SHIFTS = frozenset({"BaselineShift", "TextPosition"})
"""The attributes of what is raised or lowered."""
HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
_DEEPEST = 200


@dataclass(slots=True, eq=False)
class Annotation:
    """An annotation that the tree names (OBJR): its object's numbers and the page it is on (-1: not given)."""

    number: tuple[int, int]
    page: int


@dataclass(slots=True, eq=False)
class StructureElement:
    """A structure element. ``language`` is that of its text, ``named`` whether it names it itself, ``space`` the
    namespace that it is in (PDF 2.0); ``kids`` are
    elements, keys of marks and annotations, in reading order; ``attributes`` are those of all its owners (A): names and
    numbers as text, an array as the texts of its items.
    """

    tag: str
    parent: StructureElement | None
    identity: str
    language: str
    alternative: str
    actual: str | None
    number: tuple[int, int]
    expansion: str = ""
    named: bool = False
    space: str = ""
    kids: list[StructureElement | Key | Annotation] = field(default_factory=list)
    attributes: dict[str, str | tuple[str, ...]] = field(default_factory=dict)

    @property
    def replacement(self) -> str | None:
        """The replacement text, of a raised or lowered number its figures; None where there is none."""
        return flat(self.actual) if self.actual and SHIFTS.intersection(self.attributes) else self.actual

    def elements(self) -> Iterator[StructureElement]:
        """Return the elements directly under this one."""
        return (kid for kid in self.kids if isinstance(kid, StructureElement))

    def walk(self) -> Iterator[StructureElement]:
        """Yield the element itself and all under it, in reading order."""
        left = [self]
        while left:
            element = left.pop()
            yield element
            left += [kid for kid in reversed(element.kids) if isinstance(kid, StructureElement)]

    def marks(self) -> Iterator[Key]:
        """Yield the keys of all marks under this element, in reading order."""
        left = self.kids[::-1]
        while left:
            kid = left.pop()
            if isinstance(kid, StructureElement):
                left += kid.kids[::-1]
            elif isinstance(kid, tuple):
                yield kid

    def annotations(self) -> Iterator[Annotation]:
        """Yield all annotations under this element."""
        for element in self.walk():
            yield from (kid for kid in element.kids if isinstance(kid, Annotation))

    def first(self, *tags: str) -> StructureElement | None:
        """Return the first element directly under this one that has one of ``tags``."""
        return next((kid for kid in self.elements() if kid.tag in tags), None)

    def above(self) -> Iterator[StructureElement]:
        """Yield the elements around this one, the nearest first."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent


def _there(owner: pikepdf.Object | None) -> tuple[int, int]:
    """Return the number of the page or stream of something tagged. Raises ValueError where none is named."""
    if owner is None:
        raise ValueError("something tagged is on no page")
    return owner.objgen


def _attributes(value: pikepdf.Object | None) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Yield the attributes of an element, whoever owns them (ISO 32000-1, 14.7.5)."""
    for attributes in list(value) if isinstance(value, pikepdf.Array) else [] if value is None else [value]:
        if isinstance(attributes, pikepdf.Dictionary):
            for name, content in attributes.items():
                if isinstance(content, pikepdf.Array):
                    yield str(name)[1:], tuple(str(item).removeprefix("/") for item in list(content))
                else:
                    yield str(name)[1:], str(content).removeprefix("/")


class StructureTree:
    """Turns the structure tree into elements; tags that the file maps to standard ones are read as those (RoleMap)."""

    def __init__(self, tree: pikepdf.Object, pages: dict[tuple[int, int], int]) -> None:
        self.pages = pages
        self._met: set[tuple[int, int]] = set()
        self._count = 0
        self.roles = {str(key)[1:]: str(value)[1:] for key, value in tree.get("/RoleMap", pikepdf.Dictionary()).items()}

    def fill(
        self, element: StructureElement, node: pikepdf.Object, depth: int, page: pikepdf.Object | None = None
    ) -> None:
        """Read the kids of ``node`` into ``element``."""
        if depth > _DEEPEST:
            raise PdfLimitError(f"its tag tree has more than {_DEEPEST} levels")
        page = node.get("/Pg", page)
        kids = node.get("/K")
        for kid in list(kids) if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]:
            if not isinstance(kid, pikepdf.Dictionary):
                if page is not None:
                    element.kids.append((*page.objgen, int(kid)))
            elif kid.get("/Type") == "/OBJR":
                element.kids.append(Annotation(kid.Obj.objgen, self.pages.get(_there(kid.get("/Pg", page)), -1)))
            elif kid.get("/Type") == "/MCR" or "/MCID" in kid:
                element.kids.append((*_there(kid.get("/Stm", kid.get("/Pg", page))), int(kid.MCID)))
            else:
                element.kids.append(self._element(element, kid, depth, page))

    def _element(
        self, parent: StructureElement, node: pikepdf.Object, depth: int, page: pikepdf.Object | None
    ) -> StructureElement:
        self._count += 1
        if node.objgen in self._met:
            raise PdfLimitError(f"its tag tree names element {node.objgen[0]} twice")
        if self._count > MOST_NODES:
            raise PdfLimitError(f"its tag tree has more than {MOST_NODES:,} elements")
        if node.objgen != (0, 0):
            self._met.add(node.objgen)
        # The standard type that tag is mapped to, by as many steps as it takes; in a ring of tags, one of
        # them.
        tag = str(node.get("/S", "/"))[1:]
        passed: list[str] = []
        while tag in self.roles and tag not in passed[-1:]:
            passed.append(tag)
            tag = self.roles[tag]
            if len(passed) > len(self.roles):
                break
        self.roles.update(dict.fromkeys(passed, tag))
        element = StructureElement(
            tag=tag,
            parent=parent,
            identity=str(node.get("/ID", "")),
            language=str(node.Lang) if "/Lang" in node else parent.language,
            alternative=str(node.get("/Alt", "")),
            actual=str(node.ActualText) if "/ActualText" in node else None,
            number=node.objgen,
            expansion=str(node.get("/E", "")),
            named="/Lang" in node,
            space=str(node.get("/NS", pikepdf.Dictionary()).get("/NS", "")),
            attributes=dict(_attributes(node.get("/A"))),
        )
        self.fill(element, node, depth + 1, page)
        return element

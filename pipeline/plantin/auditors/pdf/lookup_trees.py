"""Checks the parent tree and the names of a PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pikepdf

from plantin.auditors.fault import Fault
from plantin.auditors.pdf.bounds import number_tree
from plantin.auditors.pdf.file import File
from plantin.auditors.pdf.structure import Annotation


def lookup_faults(pdf: pikepdf.Pdf, file: File) -> Iterator[Fault]:
    """A117 and L103 (names out of order), as code and message."""
    yield from _parents(pdf, file)
    yield from _names(pdf)


def _parents(pdf: pikepdf.Pdf, file: File) -> Iterator[Fault]:
    """14.7.4.4 of ISO 32000-1: who comes from the page finds the element that the tree puts the content in."""
    tree: pikepdf.Object = pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())
    numbers = dict(number_tree(tree.get("/ParentTree")))
    rows: dict[tuple[int, int], list[tuple[int, int] | None]] = {}
    wrong: Counter[int] = Counter()
    for element in file.elements:
        for kid in element.kids:
            if isinstance(kid, tuple) and kid in file.marks:
                holder = kid[:2]
                if holder not in rows:
                    row = numbers.get(int(pdf.get_object(*holder).get("/StructParents", -1)))
                    rows[holder] = (
                        [one.objgen if isinstance(one, pikepdf.Object) else None for one in row]
                        if row is not None
                        else []
                    )
                found = rows[holder][kid[2]] if kid[2] < len(rows[holder]) else None
                wrong[file.marks[kid].page] += found != element.number
        own = (kid for kid in element.kids if isinstance(kid, Annotation) and kid.number != (0, 0))
        for annotation in own:
            parent = numbers.get(int(pdf.get_object(*annotation.number).get("/StructParent", -1)))
            wrong[annotation.page] += parent is None or parent.objgen != element.number
    for page, count in sorted(wrong.items()):
        if count:
            yield "A117", f"{count} pieces of page {page + 1} are assigned to other elements than the tree puts them in"


def _names(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """7.9.6 of ISO 32000-1: names are in order, or programs that look them up do not find them."""
    catalog: pikepdf.Object = pdf.Root
    dests = catalog.get("/Names", pikepdf.Dictionary()).get("/Dests", pikepdf.Dictionary())
    names = [bytes(name) for name in list(dests.get("/Names", []))[::2]]
    if names != sorted(names):
        yield "L103", "the names of the destinations are not in order"

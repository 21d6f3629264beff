"""Limits on reading a PDF: work, size of streams, no cycles in trees. A file that exceeds them is not read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pikepdf

from plantin.bounded.bytes import KIB, MIB

LARGEST_CONTENT = 6 * MIB
"""The most bytes that the content of one page or form may have, decoded: each may become 150 bytes while it is read."""
LARGEST_PACKET = 64 * KIB
"""The most bytes that the XMP packet may have: one has some three thousand, and patterns are searched in it."""
LARGEST_MAP = 2 * MIB
"""The most bytes that a font's map to Unicode may have, decoded."""
LARGEST_FONT = 40 * MIB
"""The most bytes that a font may have, decoded."""
MOST_NODES = 200_000
"""The most nodes that one tree may have: that is a report of some 7,000 pages."""
_WORK, _WORK_PER_BYTE = 4_000_000, 15
"""A sound file takes some 5 steps for each of its bytes, and 35,000 for a page of text."""
INSTRUCTION, FORM, GLYPH, CODE = 10, 200, 2, 5
"""What an instruction of a content stream costs, in steps, a form that is painted, a glyph, and a code that a font maps
to Unicode; a comparison of two places costs one.
"""
_LARGEST_STREAM = 128 * MIB

# They hold for the whole process, and its writers keep them too: no stream of an edition comes near.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=_LARGEST_STREAM,
    run_length_max_memory=_LARGEST_STREAM,
    png_max_memory=_LARGEST_STREAM,
    tiff_max_memory=_LARGEST_STREAM,
    dct_max_memory=_LARGEST_STREAM,
    max_stream_filters=2,
    parser_max_nesting=100,
    doc_max_warnings=100,
)


class PdfLimitError(ValueError):
    """A PDF that asks for more than is done for any; the message says of what."""


class ReadingBudget:
    """The work that is done to read one file, counted in steps of some tenths of a microsecond each; unlike seconds,
    they are the same on every machine. A larger file may take more; a small one that takes as much repeats something
    without end.
    """

    def __init__(self, size: int) -> None:
        self._most = self._left = _WORK + _WORK_PER_BYTE * size

    def spend(self, steps: int) -> None:
        """Count ``steps``. Raises PdfLimitError when the budget is spent."""
        self._left -= steps
        if self._left < 0:
            raise PdfLimitError(
                f"it takes more than {self._most:,} steps, more than any file of its size: something in it is repeated"
                " without end"
            )


def decode(stream: pikepdf.Object, most: int) -> bytes:
    """Return the bytes of ``stream``, decoded. Raises PdfLimitError where they are more than ``most``, or in LZW, which
    PDF/A and PDF/X forbid.
    """
    filters = stream.get("/Filter", pikepdf.Array())
    if "/LZWDecode" in (str(name) for name in (filters if isinstance(filters, pikepdf.Array) else [filters])):
        raise PdfLimitError(f"stream {stream.objgen[0]} is in LZW")
    content = bytes(stream.read_bytes())
    if len(content) > most:
        raise PdfLimitError(f"stream {stream.objgen[0]} has {len(content):,} bytes; {most:,} are the most that is read")
    return content


def nodes(
    root: pikepdf.Object | None, below: Callable[[pikepdf.Object], Iterable[pikepdf.Object | None]]
) -> Iterator[pikepdf.Object]:
    """Yield the nodes of the tree under ``root``, it first, in order; none where it is no dictionary.

    Raises PdfLimitError where an object is met a second time, so that the tree holds itself or shares a branch, or
    where there are more than ``MOST_NODES``.
    """
    met: set[tuple[int, int]] = set()
    waiting = [root]
    count = 0
    while waiting:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary):
            continue
        if node.objgen in met:
            raise PdfLimitError(f"a tree names object {node.objgen[0]} twice")
        if node.objgen != (0, 0):
            met.add(node.objgen)
        count += 1
        if count > MOST_NODES:
            raise PdfLimitError(f"a tree has more than {MOST_NODES:,} nodes")
        yield node
        waiting.extend(reversed(list(below(node))))


def kids(node: pikepdf.Object) -> Iterable[pikepdf.Object]:
    """Return the nodes under one of a tree of names, of numbers or of pages (ISO 32000-1, 7.7.3.2, 7.9.6 and 7.9.7)."""
    children: Iterable[pikepdf.Object] = node.get("/Kids", [])
    return children


def name_tree(root: pikepdf.Object | None) -> Iterator[tuple[pikepdf.Object, pikepdf.Object]]:
    """Return the names of a name tree and what each stands for (ISO 32000-1, 7.9.6)."""
    return _leaves(root, "/Names")


def number_tree(root: pikepdf.Object | None) -> Iterator[tuple[int, pikepdf.Object]]:
    """Return the numbers of a number tree and what each stands for (ISO 32000-1, 7.9.7)."""
    return ((int(number), value) for number, value in _leaves(root, "/Nums"))


def _leaves(root: pikepdf.Object | None, kind: str) -> Iterator[tuple[pikepdf.Object, pikepdf.Object]]:
    for node in nodes(root, kids):
        pairs = list(node.get(kind, []))
        yield from zip(pairs[::2], pairs[1::2], strict=False)


def outline_items(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Return the dictionary of the document outline and its items, in order (ISO 32000-1, 12.3.3)."""
    return nodes(pdf.Root.get("/Outlines"), lambda item: (item.get("/First"), item.get("/Next")))

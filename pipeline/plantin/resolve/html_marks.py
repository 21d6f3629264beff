"""Elements of HTML in a line of text that say what marks of a line say: they are read as those marks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plantin.source.nodes import Node

MARKS = {
    "sub": "Subscript",
    "sup": "Superscript",
    "em": "Emph",
    "i": "Emph",
    "strong": "Strong",
    "b": "Strong",
    "kbd": "Code",
}
"""The kind of node for each element; ``kbd``, which holds nothing but words, is code."""
_TAG = re.compile(r"<(/?)([a-z]+)>")


def join_marks(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return ``nodes`` with each such element as one node. What has no end, or has attributes, stays raw."""
    if not any(node.kind == "RawInline" for node in nodes):
        return nodes
    out: list[Node] = []
    begun: list[tuple[str, int]] = []  # the elements that are open, each with its place in ``out``
    for node in nodes:
        tag = _TAG.fullmatch(node.text) if node.kind == "RawInline" else None
        if tag is None or tag[2] not in MARKS:
            out.append(node)
        elif not tag[1]:
            begun.append((tag[2], len(out)))
            out.append(node)
        elif not begun or begun[-1][0] != tag[2]:
            out.append(node)
        else:
            begin = begun.pop()[1]
            if (mark := _join_mark(out[begin], tuple(out[begin + 1 :]), MARKS[tag[2]])) is not None:
                out[begin:] = [mark]
            else:
                out.append(node)
    return tuple(out)


def _join_mark(begin: Node, inside: tuple[Node, ...], kind: str) -> Node | None:
    """Return the mark with what is ``inside``; nothing where there is nothing, or no words alone in code."""
    if not inside or (kind == "Code" and any(child.kind != "Text" for child in inside)):
        return None
    if kind == "Code":
        return replace(begin, kind=kind, text="".join(child.text for child in inside))
    return replace(begin, kind=kind, children=inside, text="")

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


def marked(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """``nodes`` with each such element, from its begin to its end among them, as one node. What has no end, or has
    attributes, stays raw.
    """
    if not any(node.kind == "RawInline" for node in nodes):
        return nodes
    out: list[Node] = []
    for node in nodes:
        tag = _TAG.fullmatch(node.text) if node.kind == "RawInline" else None
        if tag is None or not tag[1] or tag[2] not in MARKS:
            out.append(node)
            continue
        begin = next((n for n in range(len(out) - 1, -1, -1) if _begins(out[n], tag[2])), None)
        inside = tuple(out[begin + 1 :]) if begin is not None else ()
        words = all(one.kind == "Text" for one in inside)
        if begin is None or not inside or (tag[2] == "kbd" and not words):
            out.append(node)
            continue
        made = replace(out[begin], kind=MARKS[tag[2]], children=inside, text="")
        if tag[2] == "kbd":
            made = replace(made, children=(), text="".join(one.text for one in inside))
        out[begin:] = [made]
    return tuple(out)


def _begins(node: Node, name: str) -> bool:
    return node.kind == "RawInline" and node.text == f"<{name}>"

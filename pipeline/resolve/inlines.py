"""From pandoc's inline nodes to the document's: text, marks, links, references and the indicators of notes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.document import Code, Emphasis, Foreign, Indicator, Inline, LineBreak, Link, Strong, Subscript, Superscript, Text
from pipeline.resolve.references import unsettled

if TYPE_CHECKING:
    from pipeline.pandoc import Node
    from pipeline.resolve.blocks import Body

_CALL = re.compile(r"\[\^([^\]\s]+)\]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ku-Arab", "ps", "ur", "yi"}


class Inlines:
    """Reads the inline nodes of one report, whose language is ``language``."""

    def __init__(self, body: Body, language: str) -> None:
        self._body = body
        self._language = language

    def read(self, nodes: tuple[Node, ...]) -> tuple[Inline, ...]:
        """The inlines of ``nodes``, runs of text merged, without white space at the ends."""
        merged = _merged(inline for node in nodes for inline in self._inline(node))
        return _trimmed(merged)

    def _inside(self, node: Node) -> tuple[Inline, ...]:
        return _merged(inline for child in node.children for inline in self._inline(child))

    def _inline(self, node: Node) -> Iterable[Inline]:
        match node.kind:
            case "Text":
                self._undefined_calls(node)
                yield Text(node.text)
            case "Emph":
                yield Emphasis(self._inside(node))
            case "Strong":
                yield Strong(self._inside(node))
            case "Superscript":
                yield Superscript(self._inside(node))
            case "Subscript":
                yield Subscript(self._inside(node))
            case "Code":
                if node.identifier or node.classes or node.attributes:
                    self._body.find("S014", "code with attributes", node.place, "Take them away.")
                yield Code(node.text)
            case "LineBreak":
                yield LineBreak()
            case "Note":
                anchor, note, label = self._body.notes.call(node)
                yield Indicator(anchor, note, label)
            case "Link":
                yield from self._link(node)
            case "Span":
                yield from self._span(node)
            case "RawInline":
                hint = "Write it in the canonical source's own marks; HTML is never passed through."
                self._body.find("S016", f"raw HTML {node.text!r}", node.place, hint)
            case _:
                self._body.find("S014", f"{node.kind} cannot be printed", node.place, "docs/source.md lists what a report can be made of.")

    def _link(self, node: Node) -> Iterable[Inline]:
        if node.target.startswith("#"):
            if node.children:
                hint = "Leave the words away, `[](#id)`: the press writes the number, so that it is always right."
                self._body.find("R003", "a reference with words of its own", node.place, hint)
            yield unsettled(node.target, node.place, " ".join(node.classes))
        elif re.match(r"(https?|mailto):", node.target):
            if node.text or node.identifier or node.attributes or node.classes not in ((), ("uri",), ("email",)):
                self._body.find("S014", "a link with a title or attributes", node.place, "Write [words](https://...) and no more.")
            yield Link(node.target, self._inside(node) or (Text(node.target),))
        else:
            hint = "Give a whole address (https://...), or an id of this report (#id)."
            self._body.find("R004", f"a link to {node.target!r}, which is no address", node.place, hint)

    def _span(self, node: Node) -> Iterable[Inline]:
        attributes = dict(node.attributes)
        language = attributes.pop("lang", "")
        direction = attributes.pop("dir", "")
        if language and not _LANGUAGE.fullmatch(language):
            self._body.find("S018", f"{language!r} is no language", node.place, "Give a BCP 47 tag, such as fr or zh-Hant.")
        elif language and not attributes and not node.classes and not node.identifier and direction in ("", "ltr", "rtl"):
            right_to_left = direction == "rtl" or (not direction and language.partition("-")[0] in _RIGHT_TO_LEFT)
            yield Foreign(language, "rtl" if right_to_left else "ltr", self._inside(node))
        elif node.identifier and not node.children:
            self._body.find(
                "S014", f"the id {node.identifier!r} inside a text", node.place, "An id stands at the very beginning of a paragraph."
            )
        else:
            self._body.find("S014", "a span that is no foreign passage", node.place, "Write [words]{lang=fr}.")

    def _undefined_calls(self, node: Node) -> None:
        for match in _CALL.finditer(node.text):
            # Escaped brackets in the source are the author's own text: pandoc gives them like any other, so the place is the node's.
            hint = f"Define it, `[^{match[1]}]: ...`, or correct the name."
            self._body.find("N001", f"note {match[1]!r} is called but not defined", node.place, hint)


def _merged(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    out: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Text) and out and isinstance(out[-1], Text):
            out[-1] = Text(out[-1].text + inline.text)
        else:
            out.append(inline)
    return tuple(out)


def _trimmed(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    out = list(content)
    if out and isinstance(out[0], Text):
        out[0] = Text(out[0].text.lstrip(" "))
    if out and isinstance(out[-1], Text):
        out[-1] = Text(out[-1].text.rstrip(" "))
    return tuple(inline for inline in out if inline != Text(""))

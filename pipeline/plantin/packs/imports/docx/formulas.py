"""Formulas of a Word file (ECMA-376 part 1, 22.1) as TeX, converted by pandoc and matched by their order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml.etree import _Element as Node

from plantin.findings import ToolError
from plantin.source import bounds, pandoc
from plantin.source.nodes import Node as PandocNode
from plantin.wordfile.package import Package, child, name, val

_MATH = name("m:oMath")
_RUN, _TEXT = name("m:r"), name("m:t")
_PHRASE = re.compile(r"[^\W\d_]+(?: +[^\W\d_]+)*")
_FOOT, _END = name("w:footnoteReference"), name("w:endnoteReference")


def tex(package: Package, path: Path) -> dict[Node, str]:
    """Return the TeX of the formulas that the press can set; none where pandoc finds others than there are."""
    nodes = list(_in_order(package))
    if not nodes:
        return {}
    try:
        texts = [" ".join(text.split()) for text in _texts(pandoc.parse_word(path))]
        if len(nodes) != len(texts):
            return {}
        texts = [_as_words(text, node) for text, node in zip(texts, nodes, strict=True)]
        mathml = pandoc.mathml(sorted({text for text in texts if text and not bounds.formula(text)}), str(path))
    except ToolError:
        return {}
    return {node: text for node, text in zip(nodes, texts, strict=True) if text in mathml}


def _as_words(tex: str, node: Node) -> str:
    """Return the TeX of a formula with the words of its upright runs (22.1.2.111) as words, not letter by letter."""
    at = 0
    for run in node.iter(_RUN):
        if val(run, "m:rPr/m:sty", "m:val") != "p" and child(run, "m:rPr/m:nor") is None:
            continue
        words = "".join(str(text.text or "") for text in run.iter(_TEXT))
        for phrase in (phrase for phrase in _PHRASE.findall(words) if max(map(len, phrase.split())) > 1):
            typed = r"\\ *".join(map(re.escape, phrase.split()))
            if match := re.compile(rf"(?<![\\A-Za-z]){typed}(?![A-Za-z])").search(tex, at):
                words_in_tex = f"\\text{{{' '.join(phrase.split())}}}"
                tex, at = tex[: match.start()] + words_in_tex + tex[match.end() :], match.start() + len(words_in_tex)
    return tex


def _in_order(package: Package) -> Iterator[Node]:
    """Yield the formulas in the order in which they are read, those of a note where it is called."""
    series = ((_FOOT, package.notes()), (_END, package.end_notes()))
    notes = {(tag, val(note, attribute="w:id")): note for tag, part_notes in series for note in part_notes}
    for node in package.body().iter(_MATH, _FOOT, _END):
        if node.tag == _MATH:
            yield node
        elif (note := notes.pop((str(node.tag), val(node, attribute="w:id")), None)) is not None:
            yield from note.iter(_MATH)


def _texts(nodes: Iterable[PandocNode]) -> Iterator[str]:
    for node in nodes:
        if node.kind == "Math":
            yield node.text
        yield from _texts(node.children)

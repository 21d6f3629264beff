"""References: the author's ids become anchors and the words that a reader sees, "para. 6" or "пункт 6"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.document import Block, Inline, Reference
from pipeline.findings import Finding, Place
from pipeline.locale import ReferenceForms
from pipeline.resolve.rewrite import rewrite

TargetKind = Literal["paragraph", "section", "note", "item"]


@dataclass(frozen=True, slots=True)
class Target:
    """What an id stands for: the kind of place, its anchor, and its number as a reference gives it."""

    kind: TargetKind
    anchor: str
    number: str


def settle(blocks: tuple[Block, ...], targets: Mapping[str, Target], forms: ReferenceForms) -> tuple[tuple[Block, ...], list[Finding]]:
    """The blocks with every reference in its final words; R001 for each reference to nothing."""
    findings: list[Finding] = []

    def word(inline: Inline) -> Inline:
        if not isinstance(inline, Reference):
            return inline
        target = targets.get(inline.anchor.removeprefix("#"))
        if target is None:
            path, line, column = inline.text.split("\0")
            hint = f"Put the id on a paragraph, []{{{inline.anchor}}}, or on a heading, {{{inline.anchor}}}; or correct it."
            findings.append(Finding("R001", f"a reference to {inline.anchor}, which is nowhere", Place(path, int(line), int(column)), hint))
            return inline
        form: str = getattr(forms, target.kind)
        return Reference(target.anchor, form.format(target.number))

    return rewrite(blocks, word), findings

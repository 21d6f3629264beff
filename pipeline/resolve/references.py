"""References: the author's ids become anchors and the words that a reader sees, "para. 6", "paras. 4 and 5" or "пункт 6"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from pipeline.document import Block, Inline, Reference, Text
from pipeline.findings import Finding, Place
from pipeline.locale import Locale, ReferenceKind
from pipeline.resolve.rewrite import rewrite


@dataclass(frozen=True, slots=True)
class Target:
    """What an id stands for: the kind of place, its anchor, and its number as a reference gives it."""

    kind: ReferenceKind
    anchor: str
    number: str


def unsettled(target: str, place: Place, case: str = "") -> Reference:
    """A reference before all numbers are known: ``target`` is "#oil" or "#oil,count", ``case`` the grammatical case of its words."""
    return Reference(target, f"{place.path}\0{place.line}\0{place.column}\0{case}")


def settle(blocks: tuple[Block, ...], targets: Mapping[str, Target], locale: Locale) -> tuple[tuple[Block, ...], list[Finding]]:
    """The blocks with every reference in its final words; R001 for each reference to nothing, R005 for a case that the language has not."""
    findings: list[Finding] = []

    def word(inline: Inline) -> Inline | tuple[Inline, ...]:
        if not isinstance(inline, Reference):
            return inline
        path, line, column, case = inline.text.split("\0")
        place = Place(path, int(line), int(column))
        names = inline.anchor.removeprefix("#").split(",")
        unknown = [name for name in names if name not in targets]
        for name in unknown:
            hint = f"Put the id on a paragraph, []{{#{name}}}, or on a heading, {{#{name}}}; or correct it."
            findings.append(Finding("R001", f"a reference to #{name}, which is nowhere", place, hint))
        if case and case not in locale.references.cases:
            hint = f"Cases in locales/{locale.language}/locale.toml: {', '.join(locale.references.cases) or 'none'}."
            findings.append(Finding("R005", f"a reference in the case {case!r}, which {locale.language} has not", place, hint))
        return inline if unknown else tuple(_worded([targets[name] for name in names], locale, case))

    return rewrite(blocks, word), findings


def _worded(targets: list[Target], locale: Locale, case: str) -> Iterator[Inline]:
    """One reference to each target; those to places of one kind share their words: "paras. 4 and 5"."""
    between = iter(locale.listed(len(targets)))
    for n, (kind, group) in enumerate(groupby(targets, lambda target: target.kind)):
        places = list(group)
        before, after = locale.references.form(kind, len(places), case).split("{}")
        for m, target in enumerate(places):
            if n or m:
                yield Text(next(between))
            yield Reference(target.anchor, f"{before if m == 0 else ''}{target.number}{after if target is places[-1] else ''}")

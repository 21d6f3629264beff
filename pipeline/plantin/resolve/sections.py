"""Resolves sections, parts, chapters, annexes and appendices: headings by level, each with its number and anchor."""

from __future__ import annotations

import re
from contextlib import nullcontext
from typing import TYPE_CHECKING

from plantin.model.document import Block, Section, SectionKind
from plantin.model.inlines import Inline, plain
from plantin.model.numerals import numeral
from plantin.resolve.context import Position
from plantin.resolve.references import PlaceContext, Target

if TYPE_CHECKING:
    from plantin.resolve.blocks import BlockResolver
    from plantin.resolve.context import Context
    from plantin.source.nodes import Node

_SUPPORTED = "`plantin explain S014` lists what a report can be made of."
_APPENDED = ("annex", "appendix")
_BARE, _BARE_MAIN = "-", "--"
"""The paths of what is under a heading without a number, and under a main one."""


class SectionResolver:
    """Reads the headings of one report and the blocks under them."""

    def __init__(self, context: Context, blocks: BlockResolver) -> None:
        self._context = context
        self._blocks = blocks
        self._printed = {"": ""}
        self._unnumbered = 0

    def read(self, nodes: tuple[Node, ...], level: int = 1, path: str = "") -> tuple[Block, ...]:
        """Return the blocks of ``nodes``; each heading of ``level`` or deeper opens a section of what follows it."""
        context = self._context
        out: list[Block] = []
        headings = [i for i, node in enumerate(nodes) if node.kind == "Header"]
        starts = [i for i in headings if nodes[i].number <= level]
        first = min([*headings[:1], len(nodes)])
        runs = {"none": False, "by-section": path != _BARE_MAIN}
        out += self._blocks.blocks(nodes[:first], Position("", runs.get(context.rules.paragraphs, True)))
        if headings and headings[:1] != starts[:1]:
            hint = f"Begin with level {level} ({'#' * level}), or raise this heading."
            context.find(
                "S010", f"heading level {nodes[first].number} where level {level} is due", nodes[first].place, hint
            )
            out += self.read(nodes[first : min([*starts[:1], len(nodes)])], level + 1, path)
        totals = {kind: sum(_kind(nodes[i]) == kind for i in starts) for kind in ("", *_APPENDED)}
        counts = dict.fromkeys(totals, 0)
        for n, start in enumerate(starts):
            end = starts[n + 1] if n + 1 < len(starts) else len(nodes)
            kind = _kind(nodes[start])
            inside = nodes[start + 1 : end]
            if path.startswith(_BARE) or "unnumbered" in nodes[start].classes or not (kind or context.rules.sections):
                out.append(self._bare(nodes[start], inside, path))
                continue
            counts[kind] += 1
            if kind:
                out.append(self._read_annex(nodes[start], inside, counts[kind], totals[kind], path))
            else:
                out.append(self._section(nodes[start], inside, counts[kind], path))
        return tuple(out)

    def _section(self, heading: Node, inside: tuple[Node, ...], count: int, path: str) -> Section:
        context, level = self._context, heading.number
        depth = level - path.count("#")  # sections in an annex begin again with the first numerals
        scheme = context.scheme(
            context.numbering.inner if context.prefix else context.numbering.sections, depth, heading.place
        )
        # Anchors take the same numerals in every language, whatever the label looks like.
        numerals = context.rules.sections[min(depth, len(context.rules.sections)) - 1]
        ordinal, printed_ordinal = numeral(count, numerals), numeral(count, scheme.numerals)
        inner_path = path.rpartition("#")[2]
        anchor, printed = f"{context.prefix}section-{inner_path}{ordinal}", f"{self._printed[path]}{printed_ordinal}"
        kind, label = self._section_kind(depth), scheme.pattern.format(printed if scheme.nested else printed_ordinal)
        name = self._in_words(count, heading) if kind == "part" and context.rules.parts == "words" else ""
        if name:
            printed, label = name, f"{name[:1].upper()}{name[1:]}"
        # A place in a part that has a name has its own number, and the name.
        joint = "." if scheme.nested or context.numbering.decimal else context.locale.numbering.joint
        self._printed[f"{path}{ordinal}."] = "" if name else f"{printed}{joint}"
        self._open(heading, Target(kind, anchor, printed, whole=bool(name)))
        if depth == 1 and not context.prefix:
            context.chapter = (ordinal, printed_ordinal)
        again = context.rules.paragraphs == "by-section" and depth == 1 and not context.prefix
        if again:
            self._blocks.restart(f"{ordinal}.")
        counting = context.counting(PlaceContext(anchor, printed, "" if name else kind)) if again else nullcontext()
        with counting, context.within_part(anchor, name) if kind == "part" else nullcontext():
            content = self._words(heading)
            blocks = self.read(inside, level + 1, f"{path}{ordinal}.")
        return Section(anchor, level, label, content, blocks, kind)

    def _in_words(self, count: int, heading: Node) -> str:
        """Return the name of a part; S007 where the language has no word for it."""
        context = self._context
        name = context.locale.numbering.part_in_words(count)
        if not name:
            message = f"rules: parts in words, and no word for part {count} in {context.locale.language}"
            hint = "Number them, `parts: I`, or add the word to the locale (part_words)."
            context.find("S007", message, heading.place, hint)
        return name

    def _section_kind(self, depth: int) -> SectionKind:
        divisions = self._context.rules.divisions
        return divisions[depth - 1] if not self._context.prefix and depth <= len(divisions) else "section"

    def _read_annex(self, heading: Node, inside: tuple[Node, ...], count: int, total: int, path: str) -> Section:
        """Return an annex, or an appendix to one: with sections, and by rule paragraphs, of its own."""
        context = self._context
        kind: SectionKind = "annex" if _kind(heading) == "annex" else "appendix"
        if heading.number != (2 if "#" in path else 1) or (kind == "annex" and "#" in path):
            hint = "Put annexes at level 1 (#), and appendices at level 1 or, inside an annex, at level 2 (##)."
            context.find("S010", f"an {kind} at level {heading.number}", heading.place, hint)
        outer = context.chapter
        scheme = context.numbering.annexes if kind == "annex" else context.numbering.appendices
        alone = context.locale.numbering.annex_alone if kind == "annex" else context.locale.numbering.appendix_alone
        # Sections that are numbered after their annex, A.1, need its number, also where it is alone.
        printed_ordinal = "" if total == 1 and not context.numbering.decimal else numeral(count, scheme.numerals)
        ordinal = numeral(count, context.rules.annex_numerals)
        anchor = f"{context.prefix}{kind}-{ordinal}"
        self._open(heading, Target(kind, anchor, printed_ordinal))
        inner = f"{path}{anchor}#"
        self._printed[inner] = f"{printed_ordinal}." if context.numbering.decimal else ""
        if not context.prefix:
            context.chapter = (ordinal, printed_ordinal or numeral(count, scheme.numerals))
        content = self._words(heading)
        with self._blocks.within_annex(anchor, printed_ordinal, kind):
            blocks = self.read(inside, heading.number + 1, inner)
        context.chapter = outer
        return Section(
            anchor,
            heading.number,
            scheme.pattern.format(printed_ordinal) if printed_ordinal else alone,
            content,
            blocks,
            kind,
        )

    def _bare(self, heading: Node, inside: tuple[Node, ...], path: str) -> Section:
        """Return a heading without a number, and so are those under it. It is referred to by its words."""
        context, outer = self._context, self._context.chapter
        self._unnumbered += 1
        anchor = f"{context.prefix}heading-{self._unnumbered}"
        if kind := _kind(heading):
            context.find("S014", f"an {kind} without a number", heading.place, f"Take .{kind} or .unnumbered away.")
        content = self._words(heading, numbered=False)
        self._open(heading, Target("section", anchor, f'"{plain(content)}"', whole=True))
        main = heading.number == 1 and not context.prefix
        if main:
            context.chapter = ("", "")
        inner = path if not context.rules.sections else _BARE_MAIN if main or path == _BARE_MAIN else _BARE
        blocks = self.read(inside, heading.number + 1, inner)
        context.chapter = outer
        return Section(anchor, heading.number, "", content, blocks)

    def _open(self, heading: Node, target: Target) -> None:
        """Keep the heading as a place to refer to and to hang subparagraphs on."""
        context = self._context
        context.place(target.anchor, heading.place)
        context.here = context.add_context(target)
        classes = [name for name in heading.classes if name not in (*_APPENDED, "unnumbered")]
        if classes or heading.attributes:
            words = [*classes, *(f"{key}={value}" for key, value in heading.attributes)]
            context.find("S014", f"a heading with {', '.join(words)}", heading.place, _SUPPORTED)
        if heading.identifier:
            context.target(heading.identifier, target, heading.place)
        self._blocks.stand(
            target.anchor, "", PlaceContext(target.anchor, target.number, "" if target.whole else target.kind)
        )

    def _words(self, heading: Node, *, numbered: bool = True) -> tuple[Inline, ...]:
        context = self._context
        with context.forbid_index_marks("a heading"):
            content = self._blocks.inlines.read(heading.children)
        if not content:
            context.find("S014", "an empty heading", heading.place, "Give it words, or remove it.")
        if any(node.kind in ("Link", "Cite") for node in heading.within("Note")):
            hint = "The list of contents links headings: put it in the text."
            context.find("S014", "a link, a reference or a citation in a heading", heading.place, hint)
        first = heading.children[0].text if heading.children and heading.children[0].kind == "Text" else ""
        # Where the press prints no number, one that is typed is the author's own.
        if numbered and (match := re.match(r"(?:[IVXLC]+|[A-Z]|\d+)\.\s|\([a-z]+\)\s", first)):
            hint = "Remove it: headings are numbered automatically."
            context.find("S012", f"a typed number, {match[0].strip()!r}, before a heading", heading.place, hint)
        return content


def _kind(heading: Node) -> str:
    return next((name for name in heading.classes if name in _APPENDED), "")

"""Resolves references: the author's ids become anchors and words, "para. 6", "paras. 4 and 5" or "пункт 6"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Annotated, Literal, cast

from plantin.findings import Finding, Place
from plantin.findings.suggestion import suggest
from plantin.house.locale import Locale
from plantin.house.locale_tables import RUNNING, ReferenceForms, ReferenceKind
from plantin.model.document import Block
from plantin.model.inlines import Code, Formula, Inline, LineBreak, Reference, Text, plain
from plantin.model.rewrite import RewriteRules, rewrite
from plantin.settings.forms import LINE

_ANCHOR = re.compile(r"(?:annex-([A-Za-z]+|\d+)\.)?(paragraph|section|note|table|figure|box|annex)-([\w.]+)")
# A paragraph where each main section counts its own: "II.3".
_OPENED, _CLOSED = re.compile(r"[(\[（［]"), re.compile(r"[)\]）］]")
_COUNTED = re.compile(r"([A-Z]+)\.(\d.*)")
_TAIL_CHARACTERS = 80
"""So much of what is before a reference says how it is worded; to look at all of it takes a long paragraph for ever."""


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """What a place is in: an annex or an appendix, a part that has a name, a main section in which paragraphs begin
    again at 1. It has an anchor, and a number of its ``kind``; without a kind, ``number`` is all the words that there
    are: "part one".
    """

    anchor: Annotated[str, LINE]
    number: Annotated[str, LINE]
    kind: ReferenceKind | Literal[""] = ""

    def words(self, forms: ReferenceForms, case: str) -> str:
        """Return what a reader sees: "annex II", "section IV"."""
        return forms.form(self.kind, 1, case).format(self.number).strip() if self.kind else self.number


Annex = tuple[PlaceContext, ...]
"""What is around a place, from the outside: an annex and the appendix in it, a part, a main section."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an id means: the kind of place, its anchor, and its number as a reference gives it; ``annex`` is what is
    around it without which the number is not known, ``again`` says that such numbers begin again there, ``whole`` that
    the number is all the words that there are: "part one".
    """

    kind: ReferenceKind
    anchor: Annotated[str, LINE]
    number: Annotated[str, LINE]
    annex: Annex = ()
    again: bool = False
    whole: bool = False


def unsettled_reference(target: str, place: Place, case: str = "", annex: Annex = ()) -> Reference:
    """Return a reference, ``target`` "#oil" or "#oil,count", ``case`` grammatical, before all numbers are known."""
    return Reference(target, f"{place.path}\0{place.line}\0{place.column}\0{case}\0{annex[-1].anchor if annex else ''}")


def open_brackets(text: str, opened: int = 0) -> int:
    """Return how many brackets are open after ``text``, before which ``opened`` were."""
    return max(0, opened + len(_OPENED.findall(text)) - len(_CLOSED.findall(text)))


def pinpoint(anchor: str, locale: Locale) -> str:
    """Return the words for an anchor of another report, "annex II, para. 3"; empty for one that nobody refers to."""
    match = _ANCHOR.fullmatch(anchor)
    if match is None:
        return ""
    forms = locale.references
    counted = _COUNTED.fullmatch(match[3]) if match[2] == "paragraph" else None
    words = forms.form(cast("ReferenceKind", match[2]), 1).format(counted[2] if counted else match[3])
    if counted:
        words = forms.within.format(place=forms.form("section", 1).format(counted[1]), inner=words)
    return forms.within.format(place=forms.form("annex", 1).format(match[1]), inner=words) if match[1] else words


def settle(
    blocks: tuple[Block, ...], targets: Mapping[str, Target], locale: Locale, *, noted: bool = False
) -> tuple[tuple[Block, ...], list[Finding]]:
    """Return the blocks with every reference in its final words: in running text those that the language has for it, in
    brackets and where the blocks are those of a note (``noted``) the others. R001 for each reference to nothing, R005
    for a case that the language has not; S030, a warning, for one after the word that it prints itself.
    """
    findings: list[Finding] = []
    opened, said = 0, ""

    def begin() -> None:
        nonlocal opened, said
        opened, said = 0, "1. "

    def word(inline: Inline) -> Inline | tuple[Inline, ...]:
        nonlocal opened, said
        before = said
        if isinstance(inline, (Text, Code, Reference, Formula, LineBreak)):
            said = (before + plain((inline,)))[-_TAIL_CHARACTERS:]
        if isinstance(inline, Text):
            opened = open_brackets(inline.text, opened)
        if not isinstance(inline, Reference) or "\0" not in inline.text:
            return inline
        path, line, column, case, annex = inline.text.split("\0")
        place = Place(path, int(line), int(column))
        names = inline.anchor.removeprefix("#").split(",")
        unknown = [name for name in names if name not in targets]
        for name in unknown:
            hint = f"Put the id on a paragraph, []{{#{name}}}, or on a heading, {{#{name}}}; or correct it."
            hint = suggest(name, targets, hint)
            findings.append(Finding("R001", f"a reference to #{name}, which is nowhere", place, hint))
        if case and case not in locale.references.cases:
            cases = locale.references.cases
            hint = f"Cases in locales/{locale.language}/locale.toml: {', '.join(cases) or 'none'}."
            message = f"a reference in the case {case!r}, which {locale.language} has not"
            findings.append(Finding("R005", message, place, suggest(case, cases, hint)))
            unknown.append(case)
        if unknown:
            return inline
        case = case or locale.references.case_after(before) or ("" if noted or opened else RUNNING)
        parts = tuple(write_references([targets[name] for name in names], locale, case, annex))
        typed = before.split()[-1] if before.strip() and before[-1:].isspace() else ""
        wordings = locale.references.wordings(targets[names[0]].kind)
        says = {plain(parts[:1]).split()[0], *(pattern.split()[0] for pattern, case in wordings if not case)}
        if typed in says and typed.rstrip(".").isalpha():
            hint = "The press prints it with the number: leave it out before the brackets."
            message = f"the word {typed!r} before a reference that says it"
            findings.append(Finding("S030", message, place, hint, "warning"))
        start = parts[0]
        if isinstance(start, Reference) and not noted and not opened and locale.typography.ends_sentence(before):
            parts = (replace(start, text=start.text[:1].upper() + start.text[1:]), *parts[1:])
        said = (before + plain(parts))[-_TAIL_CHARACTERS:]
        return parts

    return rewrite(blocks, RewriteRules(word, begin)), findings


def write_references(targets: list[Target], locale: Locale, case: str = "", annex: str = "") -> Iterator[Inline]:
    """Yield one reference to each target; those to places of one kind share their words: "paras. 4 and 5". A place in
    an annex is named with the annex, but not in the annex itself; so is a paragraph with its section, where each counts
    its own. A place of the main text is named as such in an annex that has a number like it.
    """
    between = iter(locale.list_separators(len(targets)))
    forms = locale.references
    alike = attrgetter("kind", "annex", "again", "whole")
    for n, ((kind, within, again, whole), group) in enumerate(groupby(targets, alike)):
        places = list(group)
        # Deeper places have numbers of their own, which the words must not be taken for.
        around = within[-1].anchor if within else ""
        deeper = again and annex != around and f"{annex}.".startswith(f"{around}." if around else "")
        outer = [place for place in within if deeper or not f"{annex}.".startswith(f"{place.anchor}.")]
        cases = [case, *[forms.inner_case(case)] * len(outer)]
        words = "{}" if whole else forms.form(kind, len(places), cases.pop())
        if deeper and not within:
            words = forms.main.format(inner=words)
        while outer:
            words = forms.within.format(place=outer.pop().words(forms, cases.pop()), inner=words)
        annexed = annex and not annex.startswith("section-")
        if annexed and kind in ("paragraph", "item") and around.startswith("section-"):
            words = forms.main.format(inner=words)  # the annex may have a section of that number too
        before, after = words.split("{}")
        for m, target in enumerate(places):
            if n or m:
                yield Text(next(between))
            text = f"{before if m == 0 else ''}{target.number}{after if target is places[-1] else ''}"
            yield Reference(target.anchor, text.strip())

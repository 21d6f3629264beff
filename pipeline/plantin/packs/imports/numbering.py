"""Fits the numbers of a received report to numbering rules: a number is removed where the rules produce it, and kept
typed where they cannot.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, groupby

from plantin.model.labels import Numerals
from plantin.model.numerals import numeral
from plantin.packs.imports import markup
from plantin.packs.imports.docx.headings import Draft
from plantin.packs.imports.entry_numbers import named_numbers, recognise_entries
from plantin.packs.imports.markup import Row
from plantin.packs.imports.received import Ledger
from plantin.packs.imports.typed_numbers import readings
from plantin.source.front_matter import NUMERALS, NumberingRules

_TYPED = re.compile(r"\((?:\d{1,4}|[a-z]{1,6}|[A-Z]{1,6})\)|(?:\d{1,4}|[a-z]|[A-Z]|[ivxlc]{1,6}|[IVXLC]{1,6})[.)]")


def fit_rules(drafts: Sequence[Draft], ledger: Ledger) -> tuple[list[Draft], tuple[str, ...]]:
    """Return the blocks with what is typed before them, and the rules, as the front matter has them, under which the
    press prints the numbers that they were received with. S167 where a number stays typed.
    """
    out = recognise_entries(drafts)
    bare = _headings(out, Ledger())[0] == ["sections: none"]
    rules, out = _paragraphs(out, by_section=not bare)
    if not any(draft.row.kind == "numbered" and draft.printed for draft in out):
        # Nothing has a number: no paragraph needs to be distinguished from those that have one.
        rules.append("paragraphs: none")
        out = [
            replace(draft, row=replace(draft.row, kind="numbered")) if draft.row.kind == "plain" else draft
            for draft in out
        ]
    sections, out = _headings(out, ledger)
    for kind, rows in (("headings", ("heading",)), ("paragraphs", ("numbered", "plain"))):
        if kept := named_numbers(
            [draft.words for draft in out if draft.row.kind in rows and not (draft.printed and draft.printed.label)]
        ):
            message = f"the numbers of {len(kept)} {kind} stay words, as “{kept[0]}”"
            ledger.notice("S167", message, "Nothing, if they may stay words.")
    entries, out = _lists(out, ledger)
    return out, (*rules, *sections, *entries)


# Paragraphs


def _paragraphs(drafts: list[Draft], *, by_section: bool) -> tuple[list[str], list[Draft]]:
    """Paragraphs whose numbers run through the report, or through each main section where those have numbers
    (``by_section``), are its paragraphs, and what is numbered otherwise among them is lists under them. Where few
    paragraphs have a number, or their numbers do not run, all are lists with the numbers that they have.
    """
    positions = [n for n, draft in enumerate(drafts) if draft.row.kind == "numbered" and draft.printed]
    plain = sum(draft.row.kind == "plain" for draft in drafts)
    numbers = {n: _number(drafts[n]) for n in positions if not drafts[n].row.suffix}
    if not positions or plain <= len(positions):
        if list(numbers.values()) == [str(count) for count in range(1, len(numbers) + 1)]:
            return [], drafts
        sections = list(accumulate(draft.row.kind == "heading" and draft.row.level == 1 for draft in drafts))
        runs = groupby(numbers, key=lambda n: sections[n])
        if by_section and all(
            [numbers[n] for n in run]
            == [str(count) for count in range(1, 1 + sum(sections[n] == section for n in numbers))]
            for section, run in runs
        ):
            return ["paragraphs: by-section"], drafts
    main = _main(numbers) if plain <= len(positions) else set[int]()
    return [], list(_make_entries(drafts, set(numbers) - main))


def _number(draft: Draft) -> str:
    return draft.printed.label.strip().rstrip(".") if draft.printed else ""


def _main(numbers: Mapping[int, str]) -> set[int]:
    """Return the paragraphs whose numbers run from 1 through the report, where most do and no number is left out."""
    due, run = 1, set[int]()
    for n, number in numbers.items():
        if number == str(due):
            run.add(n)
            due += 1
    others = [number for n, number in numbers.items() if n not in run]
    # A number beyond the last is one after a gap: then none is the press's own.
    gap = any(number.isdecimal() and int(number) >= due for number in others)
    return run if 2 * len(run) > len(numbers) and not gap else set()


def _make_entries(drafts: Sequence[Draft], listed: Container[int]) -> Iterator[Draft]:
    """Yield ``drafts``, those at the positions ``listed`` as entries of lists, and lists under them deeper."""
    under = False
    for n, draft in enumerate(drafts):
        row = draft.row
        if n in listed and draft.printed:
            under = True
            yield Draft(replace(row, kind="item", level=1), replace(draft.printed, kind="item"), draft.words)
            continue
        under = under and row.kind in markup.LISTED
        yield replace(draft, row=replace(row, level=row.level + 1)) if under else draft


# Headings


def _headings(given: Sequence[Draft], ledger: Ledger) -> tuple[list[str], list[Draft]]:
    drafts = list(given)
    headings = [(n, draft) for n, draft in enumerate(drafts) if draft.row.kind == "heading"]
    labels = [draft.printed.label.strip().rstrip(".") if draft.printed else "" for _, draft in headings]
    if not headings:
        return [], drafts
    if not any(labels):
        return ["sections: none"], drafts
    levels = [draft.row.level for _, draft in headings]
    bare = _bare(levels, labels)
    kinds = NumberingRules().sections
    tried: list[tuple[list[str], tuple[Numerals, ...], bool]] = [
        ([], kinds, False),
        (["sections: decimal"], kinds, True),
    ]
    if bare is not None and (typed_numerals := _own(levels, labels, bare)):
        signs = {kind: sign for sign, kind in NUMERALS.items()}
        tried.append(([f"sections: [{', '.join(signs[kind] for kind in typed_numerals)}]"], typed_numerals, False))
    for rule, numerals, decimal in tried:
        if bare is not None and _due_numbers(levels, bare, numerals, decimal=decimal) == [
            label for label, none in zip(labels, bare, strict=True) if not none
        ]:
            for (n, draft), none in zip(headings, bare, strict=True):
                drafts[n] = replace(draft, row=replace(draft.row, label="unnumbered")) if none else draft
            return rule, drafts
    for n, draft in headings:
        typed = draft.printed.label.strip() if draft.printed else ""
        words = f"{markup.escape(typed)} {draft.row.text}".strip()
        printed = draft.printed and replace(draft.printed, label="", words=f"{typed} {draft.printed.words}".strip())
        drafts[n] = replace(draft, row=replace(draft.row, text=words), printed=printed)
    message = (
        f"the numbers of {sum(map(bool, labels))} headings stay typed, as “{next(filter(None, labels))}”: no rule of"
        " the press gives them"
    )
    ledger.notice("S167", message, "Remove them and set `sections` under `rules`, if they are to be generated.")
    return ["sections: none"], drafts


def _bare(levels: Sequence[int], labels: Sequence[str]) -> list[bool] | None:
    """Return which headings have no number; None where one that has one is under one that has none."""
    out: list[bool] = []
    under = 0
    for level, label in zip(levels, labels, strict=True):
        if under and level > under:
            if label:
                return None
        else:
            under = 0 if label else level
        out.append(not label)
    return out


def _own(levels: Sequence[int], labels: Sequence[str], bare: Sequence[bool]) -> tuple[Numerals, ...]:
    """Return the numerals of each level of headings, as the first number of the level has them; nothing where one of
    them is no first number.
    """
    first: dict[int, Numerals] = {}
    for level, label, none in zip(levels, labels, bare, strict=True):
        if not none and level not in first:
            kind = next((kind for kind, number in readings(label) if number == 1), None)
            if kind is None:
                return ()
            first[level] = kind
    return tuple(first[level] for level in sorted(first)) if sorted(first) == list(range(1, len(first) + 1)) else ()


def _due_numbers(levels: Sequence[int], bare: Sequence[bool], kinds: Sequence[Numerals], *, decimal: bool) -> list[str]:
    """Return the numbers that the press would print before the headings that have one, without final full stops."""
    counts = [0] * (max((len(kinds), *levels)) + 1)
    out = []
    for level, none in zip(levels, bare, strict=True):
        if none:
            continue
        counts[level] += 1
        counts[level + 1 :] = [0] * (len(counts) - level - 1)
        decimals = ".".join(map(str, counts[1 : level + 1]))
        out.append(decimals if decimal else numeral(counts[level], kinds[level - 1]))
    return out


# Lists


def _lists(given: Sequence[Draft], ledger: Ledger) -> tuple[list[str], list[Draft]]:
    drafts = list(given)
    items = [(n, draft) for n, draft in enumerate(drafts) if draft.row.kind == "item"]
    rows = [
        (n, draft, draft.printed.label.strip() if draft.printed else "", due)
        for (n, draft), due in zip(items, _usual(drafts), strict=True)
    ]
    if all(typed in ("", due) for _, _, typed, due in rows):
        return [], drafts
    strange = 0
    for n, draft, typed, due in rows:
        if _TYPED.fullmatch(typed or due):
            drafts[n] = replace(draft, row=replace(draft.row, label=typed or due))
        else:
            strange += 1
            # An entry as a paragraph with its number in words.
            words = markup.escape_beginning(f"{markup.escape(typed)} {draft.row.text}")
            kind = "continued" if draft.row.level > 1 else "plain"
            drafts[n] = Draft(
                Row(kind, draft.row.level - 1 if kind == "continued" else 0, words), None, f"{typed} {draft.words}"
            )
    if strange:
        message = f"{strange} numbers of entries stay typed: no list of the press has them"
        ledger.notice("S167", message, "Nothing, if they may stay words.")
    return ["subparagraphs: as-typed"], drafts


def _usual(drafts: Iterable[Draft]) -> list[str]:
    """Return the labels of all entries by the usual rules: (a), (i), (a); a list ends where anything but an entry or
    what is under one comes.
    """
    kinds: tuple[Numerals, ...] = NumberingRules().subparagraphs
    counts: list[int] = []
    out = []
    for draft in drafts:
        row = draft.row
        if row.kind not in markup.LISTED:
            counts = []
            continue
        if row.kind == "continued":
            continue
        level = max(1, min(row.level, len(counts) + 1))
        del counts[level:]
        counts += [0] * (level - len(counts))
        if row.kind == "item":
            counts[level - 1] += 1
            out.append(f"({numeral(counts[level - 1], kinds[min(level, len(kinds)) - 1])})")
    return out


def with_rules(front: str, rules: Sequence[str]) -> str:
    """Return the front matter with ``rules``, where it has none."""
    if not rules or "\nrules:" in front:
        return front
    return front.removesuffix("---\n") + f"rules: {{{', '.join(rules)}}}\n---\n"

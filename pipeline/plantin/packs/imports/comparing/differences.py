"""Finds the differences of two files of one report: headings, numbers, notes, tables, pictures, figures in the text,
passages, words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from plantin.findings import Finding, Place
from plantin.packs.imports.comparing import passages
from plantin.packs.imports.comparing.report_content import ReportContent
from plantin.packs.imports.received import letters

_WORD = re.compile(r"[^\W_]+")
_FIGURES = re.compile(r"(?<![\w.,/])\d{1,3}(?:[\u00a0\u202f .,’']\d{3})+(?![\d])|(?<![\w/])\d+(?:[.,]\d+)?(?![\w/])")
_SMALL = 20
"""Numbers up to this may be in words in another language."""
_SHOWN = 12
_HINTS = {
    "P030": "Compare the headings and numbers of the two there.",
    "P031": "Compare the notes of the two.",
    "P032": "Compare the tables, pictures and formulas of the two.",
    "P033": "Look for the figures in both.",
    "P034": "Compare the two texts there.",
    "P036": "Look for the passage in both.",
}


def differences(first: ReportContent, other: ReportContent) -> tuple[Finding, ...]:
    """Return what ``other`` says otherwise than ``first``: P030 headings, numbers of headings, paragraphs, entries;
    P031 notes, and the numbers of their calls; P032 tables, cells, pictures, formulas; P033 figures in the text; and,
    where both are in one language, P034 words, P036 passages that only one of them has, or has elsewhere. What one of
    the two does not say is not compared.
    """
    return tuple(Finding(code, message, Place(other.name), _HINTS[code]) for code, message in _messages(first, other))


def _messages(first: ReportContent, other: ReportContent) -> Iterator[tuple[str, str]]:
    same = alike(first, other)
    yield from _headings(first, other, same=same)
    yield from _numbers(first, other)
    if first.notes is not None and other.notes is not None:
        yield from _notes(first, other, same=same)
    for kind in ("tables", "cells", "pictures", "formulas"):
        wanted, there = getattr(first, kind), getattr(other, kind)
        if wanted != there:
            yield "P032", f"{there} {kind}, {wanted} in {first.name}"
    yield from _cells(first, other, same=same)
    yield from _figures(first, other, same=same)
    if not same:
        yield from _structure(first, other)
    if same:
        yield from _passages(first, other)
        yield from _words(first, other)


def alike(first: ReportContent, other: ReportContent) -> bool:
    """Return whether both are in one language, as far as they say."""
    return first.primary_language == other.primary_language or not (first.primary_language and other.primary_language)


def _cells(first: ReportContent, other: ReportContent, *, same: bool) -> Iterator[tuple[str, str]]:
    """Compare cells in their order: by their words in one language, in another those that are figures and no more."""
    cells, others = (_comparable_cells(side, same=same) for side in (first, other))
    if len(cells) != len(others) or first.cells != other.cells or _loose(first, other):
        return  # which of them are missing is known by their number
    unlike = [(a, b) for a, b in zip(cells, others, strict=True) if a != b]
    if unlike:
        example = f"the first is “{unlike[0][1][:40]}”, not “{unlike[0][0][:40]}”"
        yield "P032", f"{len(unlike)} cells of tables have other words than in {first.name}; {example}"


def _comparable_cells(side: ReportContent, *, same: bool) -> list[str]:
    if same:
        return [letters(unicodedata.normalize("NFKC", cell)) for cell in side.cell_texts]
    figures_ = (list(_figures_in((cell,))) for cell in side.cell_texts if not any(map(str.isalpha, cell)))
    return [cell_figures[0] for cell_figures in figures_ if cell_figures]


def _structure(first: ReportContent, other: ReportContent) -> Iterator[tuple[str, str]]:
    """Yield where a translation has more or fewer passages under a heading, where both have the same headings."""
    if len(first.under) != len(other.under) or any(side.kind == "pdf" and not side.ours for side in (first, other)):
        return
    for n, (wanted, there) in enumerate(zip(first.under, other.under, strict=True)):
        if wanted != there:
            place = f"under “{first.headings[n - 1][2][:50]}”" if n else "before the first heading"
            yield "P036", f"{there} passages {place}, {wanted} in {first.name}"
            return


def _number(label: str) -> str:
    return label.strip("().- \u00a0")


def _counts(side: ReportContent) -> bool:
    """Return whether the numbers of a file are read: the program that shows an OpenDocument text counts its own."""
    return side.kind != "odt"


# Headings and numbers


def _headings(first: ReportContent, other: ReportContent, *, same: bool) -> Iterator[tuple[str, str]]:
    """Compare headings by their levels and, in one language, by their numbers and words too."""
    headings, others = (
        [_heading(heading, first, other, same=same) for heading in side.headings] for side in (first, other)
    )
    if headings == others:
        return
    opcodes = SequenceMatcher(None, headings, others, autojunk=False).get_opcodes()
    changed = sum(max(i - h, k - j) for tag, h, i, j, k in opcodes if tag != "equal")
    tag = next(code for code in opcodes if code[0] != "equal")
    examples = [
        f"“{' '.join(filter(None, side.headings[at][1:]))[:60]}”" if at < len(side.headings) else "nothing"
        for side, at in ((other, tag[3]), (first, tag[1]))
    ]
    detail = f"{changed} differ in level, number or words, the first is {examples[0]}, not {examples[1]}"
    yield "P030", f"{len(others)} headings, {len(headings)} in {first.name}; {detail}"


def _heading(
    heading: tuple[int, str, str], first: ReportContent, other: ReportContent, *, same: bool
) -> tuple[object, ...]:
    level, label, words = heading
    label = label if _counts(first) and _counts(other) else ""
    has_levels = all(row[0] for side in (first, other) for row in side.headings)
    return (level if has_levels else 0, letters(f"{_number(label)} {words}") if same else "")


def _numbers(first: ReportContent, other: ReportContent) -> Iterator[tuple[str, str]]:
    """Yield the numbers of paragraphs and of entries: each series of its own where this press made both files, else as
    one, for another program says of a numbered paragraph that it is an entry of a list.
    """
    if not (_counts(first) and _counts(other)):
        return
    if first.ours and other.ours:
        series = [
            ("numbered paragraphs", first.paragraphs, other.paragraphs),
            ("entries of lists", first.entries, other.entries),
        ]
    else:
        labels = [[label for label, _ in side.passages if any(map(str.isalnum, label))] for side in (first, other)]
        series = [("numbered passages", tuple(labels[0]), tuple(labels[1]))]
    for kind, first_labels, other_labels in series:
        numbers, others = (list(map(_number, labels)) for labels in (first_labels, other_labels))
        # Letters and signs are those of the language; figures are not.
        written = alike(first, other) or all(label.isdigit() for label in (*numbers, *others))
        if len(first_labels) != len(other_labels) or (written and numbers != others):
            detail = _first(first, other, numbers, others)
            yield "P030", f"{len(other_labels)} {kind}, {len(first_labels)} in {first.name}{detail}"


def _first(first: ReportContent, other: ReportContent, numbers: Sequence[str], others: Sequence[str]) -> str:
    """Return where the numbers begin to differ: at a passage that both have, else in their order."""
    pairs = passages.align(first.passages, other.passages).pairs if alike(first, other) else ()
    unlike = [(a, b) for a, b in pairs if _number(a[0]) != _number(b[0]) and any(map(str.isalnum, a[0] + b[0]))]
    if unlike:
        (wanted, _), (there, words) = unlike[0]
        return (
            f"; {len(unlike)} passages have another number, the first is “{words[:50]}”: {_describe_number(there)}, not"
            f" {_describe_number(wanted)}"
        )
    n = next(
        (n for n, (a, b) in enumerate(zip(numbers, others, strict=False)) if a != b), min(len(numbers), len(others))
    )
    examples = [_describe_number(rows[n]) if n < len(rows) else "nothing" for rows in (others, numbers)]
    return f"; the first that differs is {examples[0]}, not {examples[1]}"


def _describe_number(label: str) -> str:
    return _number(label) or "without a number"


# Notes


def _notes(first: ReportContent, other: ReportContent, *, same: bool) -> Iterator[tuple[str, str]]:
    notes, others = first.notes or (), other.notes or ()
    if len(notes) != len(others):
        missing = list((Counter(map(letters, notes)) - Counter(map(letters, others))).elements()) if same else []
        lost = next(((n, words) for n, words in enumerate(notes, 1) if letters(words) in missing), None)
        detail = f"; one that is missing is note {lost[0]}, “{lost[1][:60]}”" if lost else ""
        yield "P031", f"{len(others)} notes, {len(notes)} in {first.name}{detail}"
    elif same and (
        unlike := [n for n, (a, b) in enumerate(zip(notes, others, strict=True), 1) if letters(a) != letters(b)]
    ):
        example = f"the first is note {unlike[0]}: “{others[unlike[0] - 1][:60]}”"
        yield "P031", f"{len(unlike)} notes have other words than in {first.name}, {example}"
    if first.calls is not None and other.calls is not None and first.calls != other.calls and len(notes) == len(others):
        yield "P031", f"notes are called {other.calls} times, {first.calls} in {first.name}"
    if len(first.marks) == len(other.marks):
        changed = [
            (n, a, b)
            for n, (a, b) in enumerate(zip(first.marks, other.marks, strict=True), 1)
            if _number(a) != _number(b)
        ]
        if changed:
            n, wanted, there = changed[0]
            detail = f"the first is call {n}, which shows {there}, not {wanted}"
            which = f"{len(changed)} of {len(other.marks)} calls of notes"
            yield "P031", f"{which} show another number than in {first.name}; {detail}"


# Figures, passages, words


def figures(side: ReportContent) -> Counter[str]:
    """Return the numbers in figures in a text, without the signs that divide their thousands; a comma before decimals
    is a full stop.
    """
    return _figures_in(side.texts)


def _figures_in(texts: Sequence[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        for match in _FIGURES.finditer(unicodedata.normalize("NFKC", text)):
            whole = re.sub(r"[\u00a0\u202f .,’'](?=\d{3}(?:\D|$))", "", match[0])
            counts[whole.replace(",", ".")] += 1
    return counts


def _figures(first: ReportContent, other: ReportContent, *, same: bool) -> Iterator[tuple[str, str]]:
    numbers, others = figures(first), figures(other)
    for which, lost, there in (
        ("are not in the text", numbers.keys() - others.keys() - _figures_in(_beside(other)).keys(), other),
        (f"are not in {first.name}", others.keys() - numbers.keys() - _figures_in(_beside(first)).keys(), first),
    ):
        missing = [figure for figure in lost if same or not (figure.isdigit() and int(figure) <= _SMALL)]
        if _loose(first, other):
            run = _run(there)
            missing = [figure for figure in missing if letters(figure) not in run]
        if missing:
            listing = ", ".join(sorted(missing)[:_SHOWN]) + (
                f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
            )
            yield "P033", f"the figures {listing} {which}"


def _loose(first: ReportContent, other: ReportContent) -> bool:
    """Return whether one of the two is a PDF that is not ours: the ends of its lines may divide a word, or join two."""
    return any(side.kind == "pdf" and not side.ours for side in (first, other))


def _beside(side: ReportContent) -> tuple[str, ...]:
    """Return what a file says beside its text; another may have it in the text."""
    return (*side.labels, *side.head)


def _run(side: ReportContent) -> str:
    return letters(unicodedata.normalize("NFKC", " ".join((*side.texts, *_beside(side)))))


def words(side: ReportContent) -> Counter[str]:
    """Return the words of a text, in the same form of their letters."""
    return _words_in(side.texts)


def _words_in(texts: Sequence[str]) -> Counter[str]:
    return Counter(word for text in texts for word in _WORD.findall(unicodedata.normalize("NFKC", text)))


def share(first: ReportContent, other: ReportContent) -> float:
    """Return which part of the words of ``first`` is in ``other`` too, from 0 to 1."""
    first_words = words(first)
    return 1 - _missing(first, other).total() / max(1, first_words.total())


def _missing(first: ReportContent, other: ReportContent) -> Counter[str]:
    """Return the words of ``first`` that are not in ``other``; in a PDF that is not ours, a word is found where its
    letters follow each other. What ``other`` has beside its text, as a line of its masthead, is there if all of it is
    missing.
    """
    lost = words(first) - words(other)
    for line in _beside(other):
        if (line_words := _words_in((line,))) and line_words <= lost:
            lost -= line_words
    if not _loose(first, other):
        return lost
    run = _run(other)
    return Counter({word: count for word, count in lost.items() if letters(word) not in run})


def _passages(first: ReportContent, other: ReportContent) -> Iterator[tuple[str, str]]:
    """Yield passages that are in one of the two alone, or elsewhere; one that is only divided otherwise is in both."""
    alignment = passages.align(first.passages, other.passages)
    for which, gone, there in (
        ("are not in the text", alignment.lost, other),
        (f"are not in {first.name}", alignment.added, first),
    ):
        here, run = _run(first if there is other else other), _run(there)
        here = "" if _loose(first, other) else here
        if apart := [passage for passage in gone if _fewer(passage[1], here, run)]:
            yield "P036", f"{len(apart)} passages {which}, the first is {_describe_passage(apart[0])}"
    first_run, other_run = _run(first), _run(other)
    unlike = [
        counterpart
        for passage, counterpart in alignment.pairs
        if letters(passage[1]) != letters(counterpart[1])
        and (_fewer(passage[1], first_run, other_run) or _fewer(counterpart[1], other_run, first_run))
    ]
    if unlike:
        example = f"the first is {_describe_passage(unlike[0])}"
        yield "P034", f"{len(unlike)} passages have other words than in {first.name}, {example}"
    if alignment.moved:
        example = f"the first is {_describe_passage(alignment.moved[0])}"
        yield "P036", f"{len(alignment.moved)} passages are elsewhere than in {first.name}, {example}"


def _fewer(words: str, here: str, there: str) -> bool:
    """Return whether a passage is fewer times ``there`` than ``here``, however it is divided, or not at all."""
    run = letters(unicodedata.normalize("NFKC", words))
    return there.count(run) < max(1, here.count(run))


def _describe_passage(passage: tuple[str, str]) -> str:
    label, words = passage
    return f"{_number(label)} “{words[:60]}”" if any(map(str.isalnum, label)) else f"“{words[:60]}”"


def _words(first: ReportContent, other: ReportContent) -> Iterator[tuple[str, str]]:
    for which, lost in (
        ("are not in the text", _missing(first, other)),
        (f"are not in {first.name}", _missing(other, first)),
    ):
        if lost:
            listing = ", ".join(f"{word} ({count})" if count > 1 else word for word, count in lost.most_common(_SHOWN))
            yield "P034", f"{lost.total()} words {which}: {listing}"

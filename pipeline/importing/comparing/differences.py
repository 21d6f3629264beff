"""What two files of one report say otherwise: headings, numbers, notes, tables, pictures, figures in the text, and words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from pipeline.findings import Finding, Place
from pipeline.importing.comparing.said import Said
from pipeline.importing.received import letters

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
}


def differences(first: Said, other: Said) -> tuple[Finding, ...]:
    """What ``other`` says otherwise than ``first``: P030 headings, numbers of headings, paragraphs, entries; P031 notes; P032 tables,
    cells, pictures, formulas; P033 figures in the text; P034 words, where both are in one language. What one of the two does not say is not
    compared.
    """
    return tuple(Finding(code, message, Place(other.name), _HINTS[code]) for code, message in _found(first, other))


def _found(first: Said, other: Said) -> Iterator[tuple[str, str]]:
    same = alike(first, other)
    yield from _headings(first, other, same=same)
    for kind, one, two in (("paragraphs", first.paragraphs, other.paragraphs), ("entries of lists", first.entries, other.entries)):
        numbers, others = (tuple(_number(label) for label in labels) for labels in (one, two))
        if (len(one) != len(two)) or (same and numbers != others):
            yield "P030", f"{len(two)} numbered {kind}, {len(one)} in {first.name}" + _first(numbers, others)
    if first.notes is not None and other.notes is not None:
        yield from _notes(first, other, same=same)
    for kind in ("tables", "cells", "pictures", "formulas"):
        wanted, there = getattr(first, kind), getattr(other, kind)
        if wanted != there:
            yield "P032", f"{there} {kind}, {wanted} in {first.name}"
    yield from _figures(first, other, same=same)
    if same:
        yield from _words(first, other)


def alike(first: Said, other: Said) -> bool:
    """Whether both are in one language, as far as they say."""
    return first.tongue == other.tongue or not (first.tongue and other.tongue)


def _number(label: str) -> str:
    return label.strip("().- \u00a0")


def _first(one: Sequence[object], two: Sequence[object]) -> str:
    """Where two series begin to differ."""
    n = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    shown = [str(rows[n]) if n < len(rows) else "nothing" for rows in (two, one)]
    return f"; the first that differs is {shown[0] or 'without a number'}, not {shown[1] or 'without a number'}"


def _headings(first: Said, other: Said, *, same: bool) -> Iterator[tuple[str, str]]:
    """Headings by their levels and, in one language, their numbers and words; in another, by their levels alone."""
    one, two = ([_heading(heading, first, other, same=same) for heading in said.headings] for said in (first, other))
    if one == two:
        return
    opcodes = SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
    changed = sum(max(i - h, k - j) for tag, h, i, j, k in opcodes if tag != "equal")
    tag = next(code for code in opcodes if code[0] != "equal")
    shown = [
        f"“{' '.join(filter(None, said.headings[at][1:]))[:60]}”" if at < len(said.headings) else "nothing"
        for said, at in ((other, tag[3]), (first, tag[1]))
    ]
    told = f"{changed} differ in level, number or words, the first is {shown[0]}, not {shown[1]}"
    yield "P030", f"{len(two)} headings, {len(one)} in {first.name}; {told}"


def _heading(heading: tuple[int, str, str], first: Said, other: Said, *, same: bool) -> tuple[object, ...]:
    level, label, words = heading
    known = all(one[0] for said in (first, other) for one in said.headings)
    return (level if known else 0, letters(f"{_number(label)} {words}") if same else "")


def _notes(first: Said, other: Said, *, same: bool) -> Iterator[tuple[str, str]]:
    one, two = first.notes or (), other.notes or ()
    if len(one) != len(two):
        missing = list((Counter(map(letters, one)) - Counter(map(letters, two))).elements()) if same else []
        lost = next((words for words in one if letters(words) in missing), "")
        yield "P031", f"{len(two)} notes, {len(one)} in {first.name}" + (f"; one that is missing is “{lost[:60]}”" if lost else "")
    elif same and (unlike := [n for n, (a, b) in enumerate(zip(one, two, strict=True), 1) if letters(a) != letters(b)]):
        yield (
            "P031",
            f"{len(unlike)} notes have other words than in {first.name}, the first is note {unlike[0]}: “{two[unlike[0] - 1][:60]}”",
        )
    if first.calls is not None and other.calls is not None and first.calls != other.calls and len(one) == len(two):
        yield "P031", f"notes are called {other.calls} times, {first.calls} in {first.name}"


def figures(said: Said) -> Counter[str]:
    """The numbers in figures in a text, without the signs that divide their thousands; a comma before decimals is a full stop."""
    found: Counter[str] = Counter()
    for text in said.texts:
        for match in _FIGURES.finditer(unicodedata.normalize("NFKC", text)):
            whole = re.sub(r"[\u00a0\u202f .,’'](?=\d{3}(?:\D|$))", "", match[0])
            found[whole.replace(",", ".")] += 1
    return found


def _figures(first: Said, other: Said, *, same: bool) -> Iterator[tuple[str, str]]:
    one, two = figures(first), figures(other)
    loose = _loose(first, other)
    for which, lost, there in (
        ("are not in the text", one.keys() - two.keys(), other),
        (f"are not in {first.name}", two.keys() - one.keys(), first),
    ):
        told = [figure for figure in lost if same or not (figure.isdigit() and int(figure) <= _SMALL)]
        if loose:
            run, marks = _run(there), len(first.notes or other.notes or ())
            told = [one for one in told if letters(one) not in run and not (one.isdigit() and int(one) <= marks)]
        if told:
            shown = ", ".join(sorted(told)[:_SHOWN]) + (f" and {len(told) - _SHOWN} more" if len(told) > _SHOWN else "")
            yield "P033", f"the figures {shown} {which}"


def _loose(first: Said, other: Said) -> bool:
    """Whether one of the two is a PDF that is not ours: lines may follow each other there without a space, and marks of notes stand in the
    text.
    """
    return any(said.kind == "pdf" and not said.ours for said in (first, other))


def _run(said: Said) -> str:
    return letters(unicodedata.normalize("NFKC", "".join(said.texts)))


def words(said: Said) -> Counter[str]:
    """The words of a text, in the same form of their letters."""
    return Counter(word for text in said.texts for word in _WORD.findall(unicodedata.normalize("NFKC", text)))


def share(first: Said, other: Said) -> float:
    """Which part of the words of ``first`` is in ``other`` too, from 0 to 1."""
    one = words(first)
    return 1 - _missing(first, other).total() / max(1, one.total())


def _missing(first: Said, other: Said) -> Counter[str]:
    """The words of ``first`` that ``other`` has not; in a PDF that is not ours, a word is said where its letters follow each other."""
    lost = words(first) - words(other)
    if not _loose(first, other):
        return lost
    run = _run(other)
    return Counter({word: count for word, count in lost.items() if letters(word) not in run and not re.fullmatch(r"[^\W\d]+\d+", word)})


def _words(first: Said, other: Said) -> Iterator[tuple[str, str]]:
    for which, lost in (("are not in the text", _missing(first, other)), (f"are not in {first.name}", _missing(other, first))):
        if lost:
            shown = ", ".join(f"{word} ({count})" if count > 1 else word for word, count in lost.most_common(_SHOWN))
            yield "P034", f"{lost.total()} words {which}: {shown}"

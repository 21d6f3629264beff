"""Recognizes typed numbers before paragraphs: (a), (i), (1) of list items, each at the level that its number continues;
"12 bis" of inserted paragraphs; and numbers with a word, "Article 3", "Annex II", "第三条", which are kept as words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from plantin.packs.imports.docx.headings import Draft
from plantin.packs.imports.markup import LISTED
from plantin.packs.imports.received import PrintedNumber
from plantin.packs.imports.typed_numbers import Reading, readings

_TYPED = re.compile(r"(?P<marks>\[?)(?P<typed>\\?\((\d{1,3}|[a-z]{1,6}|[A-Z]{1,6})\\?\)[ \t\u00a0]+)(?=\S)")
_LATER = re.compile(r"(\d{1,4}) (bis|ter|quater|quinquies|sexies)\.?[ \t\u00a0]+(?=\S)")
_NAMED = re.compile(
    r"(?P<word>[^\W\d_]{2,20}|§{1,2})[ \u00a0]?(?<=[\s§])(?:\d{1,4}|[IVXLC]{1,7}|[A-Z])(?![\w-])"
    r"|第[一二三四五六七八九十百零\d]{1,6}(?P<sign>[章节条编部款])"
)
_FEWEST = 2
_DEEPEST = 5


def recognise_entries(drafts: Sequence[Draft]) -> list[Draft]:
    """Return ``drafts`` in which paragraphs that begin with a typed number in brackets are entries, where at least two
    of them follow each other as numbers of a list do, and one with a number like "12 bis" after paragraph 12 is a
    paragraph that was put in; their numbers are kept to be compared.
    """
    out = list(_put_in(drafts))
    drafts = tuple(out)
    run: list[tuple[int, int, str]] = []
    opened: list[set[Reading]] = []
    for n, draft in enumerate(drafts):
        match = _TYPED.match(draft.row.text) if draft.row.kind == "plain" and draft.printed is None else None
        level = _level(opened, match[3]) if match else 0
        if match and level:
            run.append((n, level, match["typed"]))
            continue
        _settle(out, run)
        if draft.row.kind not in LISTED:
            opened.clear()
    _settle(out, run)
    return out


def _put_in(drafts: Sequence[Draft]) -> Iterator[Draft]:
    before = ""
    for draft in drafts:
        row, match = draft.row, _LATER.match(draft.row.text)
        if row.kind == "numbered" and draft.printed:
            before = draft.printed.label.strip().rstrip(".")
        if match and row.kind == "plain" and draft.printed is None and before and match[1] == before:
            words = draft.words[len(match[0]) :]
            row = replace(row, kind="numbered", suffix=f".{match[2]}", text=row.text[len(match[0]) :])
            yield Draft(row, PrintedNumber("paragraph", match[0].strip(), words, 0), words)
        else:
            yield draft


def named_numbers(texts: Sequence[str]) -> list[str]:
    """Return the numbers with a word that ``texts`` begin with, where the same word does so more than once: "Article
    1", "Article 2".

    >>> named_numbers(["Article 1", "Scope", "Article 2 (new)", "Lamps 3", "第一条 灯油", "第二条 灯芯"])
    ['Article 1', 'Article 2', '第一条', '第二条']
    """
    matches = [match for text in texts if (match := _NAMED.match(text))]
    numbers: dict[str, list[str]] = defaultdict(list)
    for match in matches:
        numbers[match["word"] or match["sign"]].append(match[0].strip().split(" ")[-1])
    counted = {word for word, series in numbers.items() if any(map(_follows, series, series[1:]))}
    return [match[0].strip() for match in matches if (match["word"] or match["sign"]) in counted]


def _follows(one: str, other: str) -> bool:
    """Return whether ``other`` is the number after ``one``; of Chinese numerals, whether it is another."""
    if not one.isascii():
        return one != other
    before, after = set(readings(one)), set(readings(other))
    return any((kind, number + 1) in after for kind, number in before)


def _settle(out: list[Draft], run: list[tuple[int, int, str]]) -> None:
    """Make the paragraphs of ``run`` entries, where there are enough of them."""
    if sum(level == 1 for _, level, _ in run) >= _FEWEST or len(run) > _FEWEST:
        for n, level, typed in run:
            draft = out[n]
            label = typed.replace("\\", "").strip()
            words = draft.words.removeprefix(label).lstrip()
            row = replace(draft.row, kind="item", level=level, text=draft.row.text.replace(typed, "", 1))
            out[n] = Draft(row, PrintedNumber("item", label, words, 0), words)
    run.clear()


def _level(opened: list[set[Reading]], sign: str) -> int:
    """Return the level of an entry with the number ``sign``: that of the list which it continues, the deepest first, or
    one below all where it is the first number of a list; 0 where it is neither. ``opened`` are the numbers that the
    last entry of each level may have.
    """
    candidates = set(readings(sign))
    for level in range(len(opened), 0, -1):
        if going := candidates & {(kind, number + 1) for kind, number in opened[level - 1]}:
            opened[level - 1 :] = [going]
            return level
    first = {(kind, number) for kind, number in candidates if number == 1}
    if not first or len(opened) == _DEEPEST:
        return 0
    opened.append(first)
    return len(opened)

"""The page of changes of a report since the previous release, passage by passage, with the numbers then and now."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import get_args

from plantin.house.locale import Locale
from plantin.house.locale_tables import RUNNING, ChangeWords, ReferenceKind
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.packs.publish import page_template
from plantin.packs.publish.changes import SORTS, PassageChange, Sort
from plantin.packs.publish.passages import KeptPassage
from plantin.packs.publish.previous import PreviousRelease, counts

STEM = "changes"
_PIECE = re.compile(r"\s+|\d+|[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+|.")
_Piece = tuple[str, bool]
_CALL = re.compile(r"\[\^([^\]]*)\]")


def page(
    language: str,
    documents: Mapping[str, Document],
    locales: Mapping[str, Locale],
    former: PreviousRelease,
    changes: Sequence[PassageChange],
    version: str,
    landing: str,
    style: Style,
) -> bytes:
    """Return the page in ``language`` of the release ``version``, whose own page is the file ``landing``; it says so
    where no passage changed.
    """
    words = locales[language].release
    return page_template.page(
        STEM,
        words.changes.heading.format(version=former.version),
        language,
        documents,
        locales,
        style,
        version=words.version.format(version=version),
        landing=landing,
        sorts=[
            _sort(sort, changes_of_sort, locales[language])
            for sort in SORTS
            if (changes_of_sort := [change for change in changes if change.sort == sort])
        ],
    )


def summary(
    language: str,
    documents: Mapping[str, Document],
    locale: Locale,
    former: PreviousRelease,
    changes: Sequence[PassageChange],
) -> dict[str, object]:
    """Return what the landing page says of the changes: the ``file`` of their page, its ``heading``, a line for each
    sort.
    """
    words = locale.release.changes
    lines = [_count_line(words, sort, count) for sort, count in counts(changes).items() if count]
    file, heading = page_template.name(STEM, language, documents), words.heading.format(version=former.version)
    return {"file": file, "heading": heading, "lines": lines}


def _count_line(words: ChangeWords, sort: Sort, count: int) -> str:
    return words.counted.format(sort=getattr(words, sort), count=count)


def _sort(sort: Sort, changes: Sequence[PassageChange], locale: Locale) -> dict[str, object]:
    """Return what the page says of one sort of changes: a line for a run of renumbered passages, else each change."""
    renumbered = sort == "renumbered"
    return {
        "heading": _count_line(locale.release.changes, sort, len(changes)),
        "lines": _runs(changes, locale) if renumbered else [],
        "changes": [] if renumbered else [_change(change, locale) for change in changes],
    }


def _change(change: PassageChange, locale: Locale) -> dict[str, object]:
    before, now = change.before, change.now
    reworded = change.sort == "reworded" and before and now
    passage = now or before
    return {
        "name": _passage_name(before, now, locale),
        "marked": _mark_differences(_print_calls(before.text), _print_calls(now.text))
        if reworded and before and now
        else None,
        "text": _print_calls(passage.text) if passage else "",
    }


def _passage_name(before: KeptPassage | None, now: KeptPassage | None, locale: Locale) -> str:
    """Return what a passage is called: by its number, else by the heading above it; and what it was called before."""
    names = [_name(passage, locale) for passage in (now, before) if passage]
    if len(names) == 1 or names[0] == names[1]:
        return names[0]
    former = _bare(before.number) if before and before.number and now and now.number else names[1]
    return locale.release.changes.was.format(passage=names[0], former=former)


def _name(passage: KeptPassage, locale: Locale) -> str:
    if passage.kind == "paragraph" and passage.number:
        return locale.labels.paragraph_link.format(label=_bare(passage.number))
    words = locale.release.changes
    kind = words.kinds.get(passage.kind, words.passage)
    if passage.number and passage.kind != "item":
        return words.numbered.format(kind=kind, number=_bare(passage.number))
    kind = words.numbered.format(kind=kind, number=passage.number) if passage.number else kind
    return words.placed.format(kind=kind, heading=passage.under) if passage.under else kind


def _runs(changes: Sequence[PassageChange], locale: Locale) -> list[str]:
    """Return one line for each run of neighbours of a kind that moved by the same count: 12–80 for 69 paragraphs."""
    lines: list[tuple[KeptPassage, KeptPassage, KeptPassage, KeptPassage]] = []
    for change in changes:
        before, now = change.before, change.now
        if before is None or now is None:
            continue
        if lines and _follows(lines[-1][2], before) and _follows(lines[-1][3], now):
            lines[-1] = (lines[-1][0], lines[-1][1], before, now)
        else:
            lines.append((before, now, before, now))
    return [
        locale.release.changes.was.format(passage=_run_name(now, last, locale), former=_numbers(before, former))
        for before, now, former, last in lines
    ]


def _run_name(first: KeptPassage, last: KeptPassage, locale: Locale) -> str:
    """Return what passages of a kind are called, as a reference to them is worded: "Paras. 12–80"."""
    kind = next((kind for kind in get_args(ReferenceKind) if kind == first.kind), None)
    if first == last or kind is None:
        return _name(first, locale)
    count = int(_bare(last.number)) - int(_bare(first.number)) + 1
    name = locale.references.form(kind, count, RUNNING).format(_numbers(first, last))
    return name[:1].upper() + name[1:]


def _follows(one: KeptPassage, other: KeptPassage) -> bool:
    numbers = [_bare(passage.number) for passage in (one, other)]
    return (
        one.kind == other.kind
        and all(number.isdecimal() for number in numbers)
        and int(numbers[1]) == int(numbers[0]) + 1
    )


def _numbers(first: KeptPassage, last: KeptPassage) -> str:
    return "–".join(dict.fromkeys(_bare(passage.number) for passage in (first, last)))


def _bare(number: str) -> str:
    """Return a number as it is named: 12 for "12.", but (a) as it is."""
    return number.rstrip(" .-–:،") or number


def _print_calls(text: str) -> str:
    return _CALL.sub(r" [\1]", text)


def _mark_differences(before: str, now: str) -> tuple[list[_Piece], list[_Piece]]:
    """Return two texts in pieces, each with whether the other text has it not."""
    olds, news = _PIECE.findall(before), _PIECE.findall(now)
    old, new = [], []
    for tag, start, end, first, last in difflib.SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        old.append(("".join(olds[start:end]), tag != "equal"))
        new.append(("".join(news[first:last]), tag != "equal"))
    return [piece for piece in old if piece[0]], [piece for piece in new if piece[0]]

"""Compares the outline of a finished edition with that of its document, row by row.

The rule is the United Nations Editorial Manual's: paragraphs have the same numbers in every version, so that a
reference made in one leads to the same place in another. Two outlines go in, findings come out; no format is known
here.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from plantin.auditors.fault import finding
from plantin.auditors.parity.index_rows import comparable
from plantin.auditors.parity.lossy_formats import fill_missing, visible
from plantin.auditors.reading import Reading
from plantin.findings import Finding
from plantin.model.alignment import longest_rising
from plantin.model.outline import Entry, Outline

_MARK = re.compile(r"\[\^([^\]]*)\]")
_NEAR = 40
"""Among how many rows the fellow of a row without an anchor is looked for."""
_LIKE = 0.3
"""Which part of their words two rows of one kind must share to be taken for one row, changed."""
_LIKE_ANY = 0.9
_SHORT = 60
_MOST_CALLS = 500
"""The places of so many indicators in one row are compared, and the labels of all."""
_MOST_LINES = 500
"""So many lines of a masthead are compared one by one."""


@dataclass(frozen=True, slots=True)
class _Change:
    """One difference between two rows that belong together; where one is missing, it is None. ``marks`` are the labels
    of the indicators that the change concerns.
    """

    code: str
    expected: Entry | None
    found: Entry | None
    message: str
    marks: frozenset[str] = frozenset()


def differences(expected: Outline, found: Outline, path: str) -> tuple[Finding, ...]:
    """Return every difference between the document's outline and that of the edition at ``path``, as findings P001 to
    P011, P018 and P019.

    Each fault gives one finding: rows are matched by anchor, so that a paragraph dropped shifts nothing, and what the
    text has reported of an indicator is not reported again. No finding means that the outlines are equal.
    """
    expected, found = complete_outlines(expected, found)
    if expected == found:
        return ()
    findings: list[Finding] = []
    if expected.language != found.language:
        message = f"the language of the edition is {found.language or 'not given'}, not {expected.language}"
        findings.append(finding("P011", message, path))
    if expected.logo != found.logo:
        message = f"the logo over the masthead says {_quote(found.logo)}, not {_quote(expected.logo)}"
        findings.append(finding("P018", message, path))
    findings.extend(finding("P009", message, path) for message in _masthead(expected.masthead, found.masthead))
    contents = _series(expected.contents, found.contents)
    findings.extend(_findings(contents, expected.contents, path, lambda _: "P010"))
    body, notes = _series(expected.body, found.body), _series(expected.notes, found.notes)
    findings.extend(_findings(body, expected.body, path))
    findings.extend(_findings(notes, expected.notes, path))
    marked = frozenset[str]().union(*(change.marks for change in (*body, *notes)))
    moved = any(change.code == "P006" for change in (*body, *notes))  # note numbers move with the text that they are in
    calls = [
        change
        for change in _series(expected.indicators, found.indicators)
        if not _is_reported(change, marked) and not (moved and change.code == "P006")
    ]
    findings.extend(_findings(calls, expected.indicators, path, lambda code: code if code == "P008" else "P005"))
    for wanted, seen in ((expected.marks, found.marks), (expected.index, found.index)):
        findings.extend(_findings(_series(wanted, seen), wanted, path, lambda _: "P019"))
    return tuple(findings)


def complete_outlines(expected: Outline, found: Outline, reading: Reading | None = None) -> tuple[Outline, Outline]:
    """Both outlines, so that they can be compared: ``expected`` with what the format of the other can say, ``found``
    with what it cannot say by itself, its places above all. The second is the same where its format says all. The
    ``reading`` that gave it likens the two first. Raises ToolError, where it cannot.
    """
    expected, found = comparable(expected, found)
    if not found.lacks:
        return expected, found
    expected = visible(expected, found.lacks)
    if reading is not None:
        expected, found = reading.comparable_outlines(expected, found)
    return expected, fill_missing(expected, found)


def _is_reported(change: _Change, marked: frozenset[str]) -> bool:
    """Return whether the text has reported this indicator; its anchor and where it leads are in no text."""
    rows = [row for row in (change.expected, change.found) if row is not None]
    return change.code not in {"P004", "P008"} and any(row.label in marked for row in rows)


def _masthead(expected: tuple[str, ...], found: tuple[str, ...]) -> Iterator[str]:
    if len(found) > _MOST_LINES:
        yield f"the masthead has {len(found):,} lines, the document's {len(expected)}"
        return
    for tag, a, b, c, d in difflib.SequenceMatcher(None, expected, found, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for wanted, seen in itertools.zip_longest(expected[a:b], found[c:d]):
            if seen is None:
                yield f"the masthead lacks the line {_quote(wanted)}"
            elif wanted is None:
                yield f"the masthead has the line {_quote(seen)}, which the document does not have there"
            else:
                yield f"the masthead says {_quote(seen)}, not {_quote(wanted)}"


def _findings(
    changes: Iterable[_Change], expected: Sequence[Entry], path: str, code: Callable[[str], str] = lambda code: code
) -> Iterator[Finding]:
    """Yield the changes as findings; a row without an anchor has its place at the last anchor before it."""
    nearest: dict[Entry, str] = {}
    anchor = ""
    for row in expected:
        anchor = row.anchor or anchor
        nearest.setdefault(row, anchor)
    for change in changes:
        place = nearest[change.expected] if change.expected else change.found.anchor if change.found else ""
        final = code(change.code)
        yield finding(final, change.message, path, anchor=place)


# Matching the rows of a series


def _series(expected: Sequence[Entry], found: Sequence[Entry]) -> list[_Change]:
    """Return the changes between two series: in the order of the expected rows; rows that are too many come last."""
    if expected == found:
        return []
    pairs = _pairs(expected, found)
    moved = dict(_find_moves(pairs))
    changes: list[_Change] = []
    for i, row in enumerate(expected):
        if i not in pairs:
            changes.append(_Change("P001", row, None, f"{_name(row)} is missing", _marks(row)))
            continue
        other = found[pairs[i]]
        if i in moved:
            more = f", and so {'do' if moved[i] > 1 else 'does'} the {moved[i]} after it" if moved[i] else ""
            marks = frozenset[str]().union(*map(_marks, expected[i : i + moved[i] + 1]))
            changes.append(_Change("P006", row, other, f"{_name(row)} is out of order{more}", marks))
        if row != other:
            changes.extend(_row_changes(row, other))
    matched = set(pairs.values())
    for j, row in enumerate(found):
        if j not in matched:
            changes.append(_Change("P002", None, row, f"{_name(row)} is one too many", _marks(row)))
    return changes


def _pairs(expected: Sequence[Entry], found: Sequence[Entry]) -> dict[int, int]:
    """Return which expected row is which found row: an equal one, else that of the same anchor, else of the same words,
    else the one most like it between the same neighbours. Each step takes time that grows with the rows, never with
    their square.
    """
    pairs: dict[int, int] = {}
    # The anchor of a row of the contents is where it leads to, which says less of what it is than its words.
    keys = (
        (_whole, _by_words, _by_anchor)
        if expected and expected[0].kind == "contents"
        else (_whole, _by_anchor, _by_words)
    )
    for key in keys:
        taken = set(pairs.values())
        rows: dict[Hashable, list[int]] = defaultdict(list)
        for j in range(len(found) - 1, -1, -1):
            if j not in taken:
                rows[key(found[j])].append(j)
        for i, row in enumerate(expected):
            if i not in pairs and rows.get(key(row)):
                pairs[i] = rows[key(row)].pop()
    _pair_alike(expected, found, pairs)
    return pairs


def _whole(row: Entry) -> Hashable:
    return row


def _by_anchor(row: Entry) -> Hashable:
    return row.anchor or _by_words(row)


def _by_words(row: Entry) -> Hashable:
    return row.kind, row.label, _MARK.sub("", row.text) if row.kind != "indicator" else row.text


def _pair_alike(expected: Sequence[Entry], found: Sequence[Entry], pairs: dict[int, int]) -> None:
    """Pair what is left between the same two neighbours with the row most like it."""
    taken = set(pairs.values())
    after = -1
    for i, row in enumerate(expected):
        if i in pairs:
            after = pairs[i]
            continue
        between = itertools.takewhile(lambda j: j not in taken, range(after + 1, min(after + 1 + _NEAR, len(found))))
        likeness, j = max(((_likeness(row, found[j]), -j) for j in between), default=(0.0, 0))
        if likeness:
            pairs[i] = after = -j
            taken.add(after)


def _likeness(row: Entry, other: Entry) -> float:
    """Return which part of their words two rows share, or 0 where they are too unlike to be one row, changed."""
    words, others = set(_words(row.text)), set(_words(other.text))
    part = len(words & others) / len(words | others) if words or others else 1.0
    return part if part >= (_LIKE if row.kind == other.kind else _LIKE_ANY) else 0.0


def _find_moves(pairs: dict[int, int]) -> Iterator[tuple[int, int]]:
    """The rows out of order: those outside the longest series in order, each with how many moved along with it."""
    indexes = sorted(pairs)
    ordered = set(longest_rising([pairs[i] for i in indexes]))
    late = [i for n, i in enumerate(indexes) if n not in ordered]
    # Rows that moved together have the same distance in both series.
    for _, group in itertools.groupby(enumerate(late), key=lambda pair: (pair[1] - pair[0], pairs[pair[1]] - pair[0])):
        run = [i for _, i in group]
        yield run[0], len(run) - 1


# What differs between two rows


def _row_changes(row: Entry, other: Entry) -> Iterator[_Change]:
    name = _name(row)
    if row.anchor != other.anchor:
        yield _Change("P008", row, other, f"{name} has the anchor “{other.anchor}”, not “{row.anchor}”")
    if row.kind != other.kind:
        yield _Change("P007", row, other, f"{name} is set as a {other.kind}, not as a {row.kind}")
    elif row.level != other.level:
        yield _Change("P007", row, other, f"{name} is at level {other.level}, not {row.level}")
    if row.label != other.label:
        yield _Change(
            "P003",
            row,
            other,
            f"{name} bears the label “{other.label}”, not “{row.label}”",
            frozenset({row.label, other.label}) if row.kind == "indicator" else frozenset(),
        )
    if row.text != other.text:
        yield from _between_texts(row, other, name)


def _between_texts(row: Entry, other: Entry, name: str) -> Iterator[_Change]:
    if row.kind == "indicator":
        yield _Change("P004", row, other, f"{name} leads to {other.text or 'nothing'}, not to {row.text}")
        return
    words, others = _words(row.text), _words(other.text)
    if words != others:
        # The first differing words of each side, the last word before them in front.
        same = next(
            (n for n, (a, b) in enumerate(zip(words, others, strict=False)) if a != b), min(len(words), len(others))
        )
        start = max(same - 1, 0)
        wanted, seen = (_quote(" ".join(words[start : same + 5])), _quote(" ".join(others[start : same + 5])))
        yield _Change("P004", row, other, f"{name} says {seen}, not {wanted}")
    calls, seen_calls = _calls(row.text), _calls(other.text)
    labels, seen_labels = _MARK.findall(row.text), _MARK.findall(other.text)
    marks = _marks(row) | _marks(other)
    if labels != seen_labels:
        yield _Change("P005", row, other, f"{name} has {_list_labels(seen_labels)}, not {_list_labels(labels)}", marks)
    elif words == others:
        for (label, place), (_, seen_place) in zip(calls, seen_calls, strict=True):
            if place != seen_place:
                message = (
                    f"{name} has indicator {label} after {_quote(seen_place, end=True)}, not after"
                    f" {_quote(place, end=True)}"
                )
                yield _Change("P005", row, other, message, frozenset({label}))
        if calls == seen_calls:
            yield _Change("P004", row, other, f"{name} differs in its spaces")


def _words(text: str) -> list[str]:
    return _MARK.sub("", text).split()


def _calls(text: str) -> list[tuple[str, str]]:
    """Return the label of each indicator with the text before it, other indicators left out."""
    calls, before, at = [], "", 0
    for match in itertools.islice(_MARK.finditer(text), _MOST_CALLS):
        before += text[at : match.start()]
        at = match.end()
        calls.append((match[1], before))
    return calls


def _marks(row: Entry) -> frozenset[str]:
    return frozenset(_MARK.findall(row.text))


# Words for a reader of findings


def _name(row: Entry) -> str:
    """Return the row as a reader would look for it: its kind, its label, its first words."""
    if row.kind == "indicator":
        return f"indicator {row.label}"
    kind = {"contents": "the row of the contents", "mark": f"the mark {row.anchor} in"}.get(row.kind, row.kind)
    return " ".join(part for part in (kind, row.label, _quote(_MARK.sub("", row.text))) if part)


def _quote(text: str, *, end: bool = False) -> str:
    if not text:
        return "nothing"
    if len(text) > _SHORT:
        text = f"…{text[-_SHORT:]}" if end else f"{text[:_SHORT]}…"
    return f"“{text}”"


def _list_labels(labels: list[str]) -> str:
    if not labels:
        return "no indicator"
    return f"indicator{'s' if len(labels) > 1 else ''} {', '.join(labels)}"

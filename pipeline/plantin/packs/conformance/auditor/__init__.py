"""Reads the finished conformance report back, as a web page and as a Word file, and gives every level again: from what
is printed, from the records that its figures are of, and from the lists of the standards.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from plantin.findings import Finding, Place
from plantin.packs.conformance.auditor import tables
from plantin.packs.conformance.auditor.figures import Figures, Records
from plantin.packs.conformance.auditor.tables import PrintedRow
from plantin.packs.conformance.tables import ConformanceWords

__all__ = ["Records", "unlike"]

_FOLDER = Path(__file__).parent
_LEVELS = ("supports", "partially", "does_not", "not_applicable", "not_evaluated")
_GIVEN = {"Supports": "supports", "Partially Supports": "partially", "Does Not Support": "does_not"}
_HINT = "Report this: the press has written a wrong report."


def unlike(page: bytes, word: bytes, records: Records, words: ConformanceWords) -> Iterator[Finding]:
    """Yield CNF005 for each way in which the report, a web page and a Word file, is not what its evidence and the
    standards ask for.
    """
    shown, written = tables.of_page(page), tables.of_word(word)
    for number, (one, other) in enumerate(zip_longest(shown, written), 1):
        if one != other:
            yield _fault(f"table {number} says otherwise in Word than on the page: {_difference(one, other)}")
    reading = _Reading(Figures(records), words, shown, tables.text_of_page(page))
    for message in (*reading.find_lacking(), *reading.find_wrong(), *reading.find_miscounted()):
        yield _fault(message)


def _fault(message: str) -> Finding:
    return Finding("CNF005", message, Place("conformance"), _HINT)


def _difference(one: tables.Table | None, other: tables.Table | None) -> str:
    rows = zip_longest(one or (), other or ())
    return next((f"{a} / {b}"[:200] for a, b in rows if a != b), "")


@cache
def _standards() -> Mapping[str, Any]:
    return tomllib.loads((_FOLDER / "standards.toml").read_text("utf-8"))


@cache
def _criteria() -> Mapping[str, Mapping[str, Any]]:
    """Return the rows of the table of criteria, by what a report calls them."""
    prefixes = {"en": "EN 301 549 ", "508": "Section 508 ", "ua": "PDF/UA-1 ", "epub": "EPUB Accessibility "}
    rows = tomllib.loads((_FOLDER.parent / "criteria.toml").read_text("utf-8"))["criteria"]
    return {f"{prefixes.get(row['standard'], '')}{row['number']}": row for row in rows}


@dataclass(frozen=True, slots=True)
class _Reading:
    figures: Figures
    words: ConformanceWords
    shown: list[tables.Table]
    text: str

    def rows(self) -> Iterator[PrintedRow]:
        """Yield the rows of the tables of criteria."""
        heads = [[self.words.criterion], [self.words.level], [self.words.remarks]]
        for table in self.shown:
            if table[0] == heads:
                yield from (tables.printed_row(row, self.words) for row in table[1:])

    def find_lacking(self) -> Iterator[str]:
        """Yield each criterion of the standards that is not there exactly once, and each that is in none."""
        standards, kinds = _standards(), self.figures.kinds()
        wanted = Counter(name for level in standards["wcag"].values() for name in level.split())
        for standard, numbers in standards["further"].items():
            names = [f"{standard} {number}" for number in numbers.split()]
            wanted.update(name for name in names if set(self._kinds_of(name)) & set(kinds))
        found = Counter(row.name for row in self.rows())
        for name in sorted({*wanted, *found}):
            if found[name] != wanted[name]:
                yield f"{name} is there {found[name]} times, and not {wanted[name]}"
        elsewhere = Counter(number for row in self.rows() for number in row.elsewhere)
        for clause, numbers in standards["elsewhere"].items():
            among = {"9": {"html", "site", "serve"}, "10": {"epub", "pdf", "docx"}}.get(clause, set(kinds))
            due = [clause if clause[0] == "E" else f"{clause}.{n}" for n in numbers.split()] if among & {*kinds} else []
            for number, times in Counter(due).items():
                if elsewhere.pop(number, 0) != times:
                    yield f"{number} is not there {times} times"
        yield from (f"{number} is in no standard" for number in elsewhere)

    def _kinds_of(self, name: str) -> list[str]:
        rows: Mapping[str, str] = _standards()["kinds"]
        asked = rows.get(name) or rows.get(name.rpartition(" ")[0], "html epub pdf docx site serve")
        return asked.split()

    def find_wrong(self) -> Iterator[str]:
        """Yield where a row is not what its evidence gives."""
        for row in self.rows():
            known = _criteria().get(row.name)
            if known is None or row.title != known["title"]:
                yield f"{row.name} is called “{row.title}”"
                continue
            due = [kind for kind in self.figures.kinds() if kind in self._kinds_of(row.name)]
            if sorted(row.levels) != sorted(due) or sorted(row.remarks) != sorted(due) or row.strange:
                said = row.strange or ", ".join([*row.levels, *row.remarks])
                yield f"{row.name} has not one level and one remark for each of {', '.join(due)}: {said}"
                continue
            for kind in due:
                yield from (f"{row.name} for {kind}: {fault}" for fault in self._faults(row, kind, known))

    def _faults(self, row: PrintedRow, kind: str, known: Mapping[str, Any]) -> Iterator[str]:
        printed = tables.results(row.remarks[kind], self.words)
        asked = [name for part in ("whole", "part", "absent") for name in known.get(part, {}).get(kind, "").split()]
        if [name for name, *_ in printed] != asked:
            yield f"names {[name for name, *_ in printed]}, where {asked} read it"
            return
        files, failed, is_read = self.figures.files(kind), set[str](), bool(asked)
        absent, is_there = known.get("absent", {}).get(kind, "").split(), False
        for name, version, read, found in printed:
            seen, bad, versions = self.figures.count(name, kind)
            failed |= set() if name in absent else bad
            is_there = is_there or bool(bad and name in absent)
            is_read = is_read and seen == files
            if (read, found) != (len(seen), len(bad)) or version != versions:
                yield f"{name} {version}: {read} read, {found} with findings; the record: {len(seen)}, {len(bad)}"
        judged = self.figures.judgement(row.name, kind)
        if judged and not all(tables.letters(part) in tables.letters(row.remarks[kind]) for part in judged[1:]):
            yield f"does not say who judged it, when, how, and what: {judged[1:]}"
        if not judged and tables.is_judged(row.remarks[kind], self.words):
            yield "says that a person judged it, and nobody did"
        part = next((part for part in ("whole", "absent") if kind in known.get(part, {})), "") if is_read else ""
        level = {"whole": "supports", "absent": "not_applicable"}.get(part, "not_evaluated")
        if judged:
            level = _GIVEN.get(judged[0], "not_applicable")
        if level == "not_applicable" and is_there:
            level = "not_evaluated"
        if failed:
            level = "does_not" if failed == files or level == "does_not" else "partially"
        if row.levels[kind] != level:
            yield f"is {row.levels[kind]}, and its evidence gives {level}"

    def find_miscounted(self) -> Iterator[str]:
        """Yield figures of the first tables that are not those of the rows and of the records."""
        words, rows = self.words, list(self.rows())
        about = {row[0][0]: row[1] for row in self.shown[0][1:]} if self.shown else {}
        counts = [
            words.pair.format(name=getattr(words, kind), value=len(self.figures.files(kind)))
            for kind in self.figures.kinds()
        ]
        if about.get(words.files) != [tables.squeeze(text) for text in counts]:
            yield f"files read: {about.get(words.files)}; the record: {counts}"
        who = [tables.letters(text) for text in about.get(words.evaluator, [])]
        if who != [tables.letters(self.figures.evaluator() or words.nobody)]:
            yield f"evaluated by {about.get(words.evaluator)}"
        terms = [row[0] for row in self.shown[1][1:]] if len(self.shown) > 1 else []
        if terms != [[getattr(words, level)] for level in _LEVELS]:
            yield f"the levels are {terms}"
        summary = self.shown[2][1:] if len(self.shown) > 2 else []
        due = []
        for prefix, head in _standards()["heads"].items():
            levels = [level for row in rows if row.name.rpartition(" ")[0] == prefix for level in row.levels.values()]
            due += [[[head], *([str(levels.count(level))] for level in _LEVELS)]] if levels else []
        if summary != due:
            yield f"the summary has {summary}; the rows {due}"
        graded = {name for level in ("A", "AA") for name in _standards()["wcag"][level].split()}
        waiting = sum(list(row.levels.values()).count("not_evaluated") for row in rows if row.name in graded)
        is_said = tables.squeeze(words.unfinished.format(count=waiting)) in self.text
        if waiting and not is_said:
            yield f"does not say that {waiting} judgements are waiting"
        if not waiting and tables.squeeze(words.unfinished.partition("{")[0]) in self.text:
            yield "says that it is not finished"

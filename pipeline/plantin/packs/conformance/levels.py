"""Gives each criterion its level for each kind of file: never more than checks decide or a person has judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plantin.findings import Finding, Place
from plantin.packs.conformance.criteria import Criterion
from plantin.packs.conformance.evaluation import NAME, Evaluation, Judged, Level
from plantin.packs.conformance.evidence import CheckResult, Evidence

LEVELS: tuple[Level, ...] = ("supports", "partially", "does_not", "not_applicable", "not_evaluated")


@dataclass(frozen=True, slots=True)
class Standing:
    """The level of a criterion for the files of one kind, and what it rests on."""

    criterion: Criterion
    kind: str
    level: Level
    results: tuple[CheckResult, ...]
    judged: Judged | None


def standings(
    criteria: Sequence[Criterion], evidence: Evidence, evaluation: Evaluation | None
) -> dict[str, list[Standing]]:
    """Return the standings of each criterion that asks something of a kind of which there are files, by its name."""
    rows: dict[str, list[Standing]] = {}
    for criterion in criteria:
        for kind in evidence.kinds():
            if kind in criterion.kinds:
                judged = evaluation.of(criterion, kind) if evaluation else None
                rows.setdefault(criterion.name, []).append(_standing(criterion, kind, evidence, judged))
    return rows


def _standing(criterion: Criterion, kind: str, evidence: Evidence, judged: Judged | None) -> Standing:
    results = tuple(evidence.result(check, kind) for check in criterion.checks(kind))
    files = evidence.files[kind]
    absent = criterion.absent.get(kind, "").split()
    failed = frozenset[str]().union(*(result.failed for result in results if result.check not in absent))
    is_there = any(result.failed for result in results if result.check in absent)
    is_read = bool(results) and all(result.read == files for result in results)
    level: Level = "not_evaluated"
    if failed:
        level = "does_not" if failed == files or (judged and judged.as_level() == "does_not") else "partially"
    elif judged:
        level = "not_evaluated" if is_there and judged.as_level() == "not_applicable" else judged.as_level()
    elif is_read and kind in criterion.whole:
        level = "supports"
    elif is_read and absent and not is_there:
        level = "not_applicable"
    return Standing(criterion, kind, level, results, judged)


def remarks(rows: dict[str, list[Standing]], evidence: Evidence, evaluation: Evaluation | None) -> Iterator[Finding]:
    """Yield CNF003 for each judgement that says more than checks leave open, and CNF004 for each check that found
    something, or did not read every file, with the criteria whose levels are lower.
    """
    standings_ = [row for group in rows.values() for row in group]
    for row in standings_:
        if row.judged and row.judged.as_level() not in (row.level, "does_not"):
            message = f"{row.criterion.name} for {row.kind} is judged “{row.judged.level}”, and checks found something"
            place = evaluation.place(row.judged) if evaluation else Place(NAME)
            yield Finding("CNF003", message, place, "Correct what they found, or the judgement.", "warning")
    lowered: dict[tuple[str, str, str, str], list[str]] = {}
    for row in standings_:
        for result in row.results:
            files = evidence.files[row.kind]
            if result.failed:
                what = f"found something in {len(result.failed)} of {len(files)} files"
            elif result.read != files:
                what = f"read {len(result.read)} of {len(files)} files"
            else:
                continue
            first = min(result.failed or files - result.read)
            lowered.setdefault((result.check, row.kind, what, first), []).append(row.criterion.name)
    for (check, kind, what, first), names in lowered.items():
        message = f"{check} {what} ({kind}): {', '.join(names)}"
        yield Finding("CNF004", message, Place(first), "Correct the files, and write the report again.", "warning")

"""Compares languages: each has the same sections, paragraphs and notes under the same numbers.

Editorial Manual, "Paragraphs and subparagraphs": paragraphs are numbered so that references are the same in all
language versions.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher

from plantin.auditors.fault import finding
from plantin.findings import Finding
from plantin.model.outline import Entry, Outline


def across(outlines: Mapping[str, Outline], original: str, name: str) -> tuple[Finding, ...]:
    """Return what the other languages of ``outlines`` have otherwise than ``original``: P020 a place that one has and
    the other has not, P021 an indicator that is in another block. Findings call the report ``name``.
    """
    findings: list[Finding] = []
    model = outlines[original]
    for language, outline in outlines.items():
        if language == original:
            continue
        where = f"{name} ({language})"
        for series in ("contents", "notes", "indicators", "marks"):
            findings += _series(getattr(model, series), getattr(outline, series), series, where)
        findings += _series(_body_without_index(model), _body_without_index(outline), "body", where)
        findings += _indicators(model, outline, where)
    return tuple(findings)


def _body_without_index(outline: Outline) -> tuple[Entry, ...]:
    """The body without the index, whose entries are in the order of the language; two words may be one in another."""
    return outline.body[: len(outline.body) - len(outline.index)]


def _shape(entry: Entry) -> tuple[str, int, str, str]:
    return (entry.kind, entry.level, entry.anchor, entry.text if entry.kind == "indicator" else "")


def _series(model: tuple[Entry, ...], found: tuple[Entry, ...], series: str, where: str) -> list[Finding]:
    expected, shapes = [_shape(entry) for entry in model], [_shape(entry) for entry in found]
    if expected == shapes:
        return []
    findings = []
    for tag, i, j, k, end in SequenceMatcher(None, expected, shapes, autojunk=False).get_opcodes():
        if tag != "equal":
            missing = ", ".join(entry.anchor or entry.kind for entry in model[i:j]) or "nothing"
            there = ", ".join(entry.anchor or entry.kind for entry in found[k:end]) or "nothing"
            findings.append(finding("P020", f"{series}: {there} where the original has {missing}", where))
    return findings


def _indicators(model: Outline, outline: Outline, where: str) -> list[Finding]:
    """Check that each indicator is in the same block; the word it follows is the translator's business."""
    expected, calls = _calls(model), _calls(outline)
    findings = []
    for anchor in sorted(expected.keys() & calls.keys()):
        if sorted(expected[anchor]) != sorted(calls[anchor]):
            message = (
                f"calls notes {', '.join(calls[anchor]) or 'none'}, the original"
                f" {', '.join(expected[anchor]) or 'none'}"
            )
            findings.append(finding("P021", message, where, anchor=anchor))
    return findings


def _calls(outline: Outline) -> dict[str, list[str]]:
    calls: dict[str, list[str]] = {}
    for entry in (*outline.body, *outline.notes):
        if entry.anchor:
            calls[entry.anchor] = [part.partition("]")[0] for part in entry.text.split("[^")[1:]]
    return calls

"""Checks whether the metadata of each edition agree with the bibliographic record of the report."""

from __future__ import annotations

from collections.abc import Iterable

from plantin.auditors.fault import finding
from plantin.auditors.record import ABBREVIATIONS, RecordedStatement
from plantin.findings import Finding
from plantin.model.document import Document
from plantin.model.outline import normal
from plantin.model.publication import record

_SHOWN = 80
_MAKERS = ("creator", "publisher", "contributor")
"""Who wrote, issued and translated the edition: no edition may name anybody else, even where the report has nobody."""


def differences(document: Document, stated: Iterable[RecordedStatement], path: str) -> tuple[Finding, ...]:
    """P016 for each term of ``document`` that a place of the edition at ``path`` gives otherwise, or not at all. What
    an edition says beyond that is not looked at, but for abbreviations; of identifiers it may have others, as the
    symbol of the report.
    """
    expected: dict[str, tuple[str, ...]] = dict.fromkeys(_MAKERS, ())
    expected |= {term: tuple(map(normal, values)) for term, values in record(document.publication)}
    expected[ABBREVIATIONS] = tuple(
        sorted(f"{normal(name)}={normal(words)}" for name, words in document.publication.abbreviations)
    )
    return tuple(
        finding("P016", f"{one.where} has {_shown(one.values)} as {one.term}, not {_shown(expected[one.term])}", path)
        for one in stated
        if one.term in expected and not _agree(one, expected[one.term])
    )


def _agree(one: RecordedStatement, expected: tuple[str, ...]) -> bool:
    if one.term == ABBREVIATIONS:
        return tuple(sorted(one.values)) == expected
    return set(expected) <= set(one.values) if one.term == "identifier" else one.values == expected


def _shown(values: tuple[str, ...]) -> str:
    text = "; ".join(values)
    return f"“{text[:_SHOWN]}{'…' * (len(text) > _SHOWN)}”" if values else "nothing"

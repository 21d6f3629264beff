"""Checks whether what an edition states of the report, of its passages and colours, the document says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from plantin.auditors.fault import Fault, finding
from plantin.auditors.parity.passages import foreign_runs
from plantin.auditors.record import ABBREVIATIONS, HEADINGS, LANGUAGES, RULES, RecordedStatement
from plantin.findings import Finding
from plantin.model.document import Document
from plantin.model.outline import normal
from plantin.model.publication import record

_EXCERPT_LENGTH = 80
_MAKERS = ("creator", "publisher", "contributor")
"""Who wrote, issued and translated the edition: no edition may name anybody else, even where the report has nobody."""


def differences(
    document: Document, stated: Iterable[RecordedStatement], path: str, *, coloured: bool = True
) -> tuple[Finding, ...]:
    """P013, P016 and, where it is ``coloured``, P035 for each statement of the edition at ``path`` that
    ``document`` makes otherwise.
    """
    return tuple(
        finding(code, message, path)
        for statement in stated
        if coloured or statement.term not in {HEADINGS, RULES}
        for code, message in _JUDGED.get(statement.term, _record_faults)(document, statement)
    )


def _record_faults(document: Document, one: RecordedStatement) -> Iterator[Fault]:
    """Check the bibliographic record. An edition may say more and have other identifiers, as the report's symbol."""
    expected: dict[str, tuple[str, ...]] = dict.fromkeys(_MAKERS, ())
    expected |= {term: tuple(map(normal, values)) for term, values in record(document.publication)}
    expected[ABBREVIATIONS] = tuple(
        sorted(f"{normal(name)}={normal(words)}" for name, words in document.publication.abbreviations)
    )
    values = tuple(sorted(one.values)) if one.term == ABBREVIATIONS else one.values
    due = expected.get(one.term, values)
    if not (set(due) <= set(values) if one.term == "identifier" else values == due):
        yield "P016", f"{one.where} has {_quote(one.values)} as {one.term}, not {_quote(due)}"


def _quote(values: tuple[str, ...]) -> str:
    text = "; ".join(values)
    return f"“{text[:_EXCERPT_LENGTH]}{'…' * (len(text) > _EXCERPT_LENGTH)}”" if values else "nothing"


def _languages(document: Document, one: RecordedStatement) -> Iterator[Fault]:
    """Passages in another language that are not given in that language, of an edition that says no more of them."""
    for language, words in dict.fromkeys(foreign_runs(document)):
        if f"{language} {words}" not in one.values:
            yield "P013", f"the passage “{words[:60]}” is not given as {language} in {one.where}"


def _headings(document: Document, one: RecordedStatement) -> Iterator[Fault]:
    """Check that some heading has the colour of the house, and of a rank all or none: a sheet may give it another."""
    heading, ranks = document.palette.heading, defaultdict[str, list[bool]](list)
    for rank, *colours in (value.split() for value in one.values if heading):
        ranks[rank].append(heading in colours)
    if ranks and not any(map(any, ranks.values())):
        yield "P035", f"no heading of {one.where} is in the colour of the house, colour.heading {heading}"
    for rank, kept in ranks.items():
        if any(kept) and (lost := kept.count(False)):
            message = (
                f"{lost} of {len(kept)} headings of rank {rank} of {one.where} are not in colour.heading {heading}"
            )
            yield "P035", message


def _rules(document: Document, one: RecordedStatement) -> Iterator[Fault]:
    accent = document.palette.accent
    if accent and accent not in one.values:
        yield "P035", f"no rule of {one.where} is in the colour of the house, colour.accent {accent}"


_JUDGED: dict[str, Callable[[Document, RecordedStatement], Iterator[Fault]]] = {
    LANGUAGES: _languages, HEADINGS: _headings, RULES: _rules,
}  # fmt: skip
"""What judges a statement, by its term; others are of the bibliographic record."""

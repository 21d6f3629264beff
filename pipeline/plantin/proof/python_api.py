"""The Python interface: builds editions and checks them for other programs. Its names are those of the package, as
``plantin.build``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plantin.bounded.limits import impose
from plantin.bounded.workers import Workers
from plantin.findings import Finding, PlantinError
from plantin.house import layout
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.production import planning, schedule, steps
from plantin.production.planning import Refused
from plantin.production.schedule import Failed, Fetched, Fresh, Made
from plantin.proof import gate
from plantin.validators import ValidatorChoice

__all__ = ["BuiltEdition", "CheckResult", "Finding", "PlantinError", "Report", "build", "check"]


@dataclass(frozen=True, slots=True)
class BuiltEdition:
    """An edition that is in the build folder."""

    report: str
    """The name of the report's folder, as ``S-2017-97``."""
    language: str
    """Its tag, as ``fr``."""
    format: str
    """The name of the format, as ``pdf``."""
    path: Path
    size: int
    """In bytes."""
    made: bool
    """Whether it was made now; else it was there, made of the same files."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What reading editions back has shown."""

    editions: tuple[Path, ...]
    """The files that were read."""
    asked: int
    """How many editions were asked for."""
    differences: tuple[Finding, ...]
    """Where an edition says something else than the report, or its languages differ from each other."""
    findings: tuple[Finding, ...]
    """What else is wrong: with sources, translations, editions, and what the validators report."""
    passed: bool
    """Whether every edition that was asked for was read, and one at least, and no difference or finding is an error."""


class Report:
    """A report of a house: ``symbol`` is its symbol or the name of its folder, ``root`` a folder of the house.

    Raises UsageError: U001 no house is there, U002 it has no such report; StyleError (D020) for its settings.
    """

    def __init__(self, symbol: str, root: str | Path = ".") -> None:
        self._house = _house(root)
        (self._slug,) = layout.choose(self._house, (symbol,))

    @property
    def path(self) -> Path:
        """The file of its source."""
        return self._house.report(self._slug)

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags of its languages, that of the original first. Raises SourceError."""
        return self._house.languages(self._slug)

    def document(self, language: str = "") -> Document:
        """Return it in a language (empty: that of the original), with every number final. Raises SourceError or
        TranslationError with all findings where no edition can be made.
        """
        return steps.compose(self._house, self._slug, language or self.languages[0], purpose="build").document


def build(
    root: str | Path = ".",
    *,
    reports: str | Sequence[str] = (),
    languages: str | Sequence[str] = (),
    formats: str | Sequence[str] = (),
    jobs: int = 1,
    epoch: int | None = None,
) -> tuple[BuiltEdition, ...]:
    """Make the editions that are out of date, as ``plantin build`` does: of all reports, in all languages and the four
    usual formats, unless some are named, one by one or as the options have them, ``"pdf,epub"``. ``jobs`` is the number
    of worker processes, ``epoch`` SOURCE_DATE_EPOCH in seconds (default: the date of the report).

    The editions wanted, in the order of their names. Raises PlantinError with all findings where some cannot be made;
    the others are; UsageError where a report, language or format is not there (U002, U003).
    """
    house = _house(root)
    plan = planning.plan(house, reports, languages, formats)
    with Workers(jobs) as workers:
        events = [*plan.refused, *schedule.run(house, plan.wanted, workers, epoch)]
    failed = [event.error for event in events if isinstance(event, Failed | Refused)]
    if failed:
        raise planning.together(failed)
    there = [event for event in events if isinstance(event, Made | Fetched | Fresh)]
    return tuple(
        BuiltEdition(edition.slug, edition.language, edition.format, house.build / edition.target, event.size, is_new)
        for event in sorted(there, key=lambda event: event.edition.target)
        for edition, is_new in ((event.edition, isinstance(event, Made)),)
    )


def check(
    root: str | Path = ".",
    *,
    reports: str | Sequence[str] = (),
    languages: str | Sequence[str] = (),
    formats: str | Sequence[str] = (),
    jobs: int = 1,
    validators: bool = False,
) -> CheckResult:
    """Read editions back and compare them with their reports, as ``plantin check`` does: those that are in the build
    folder, unless some are named, as for ``build``. ``validators``: ask all validators too.

    Raises UsageError, StyleError or ToolError where nothing can be checked, as for a report, language or format that is
    not there (U002, U003); what is wrong with reports and editions is in the result.
    """
    house = _house(root)
    plan = planning.plan(house, reports, languages, formats, present=True)
    whole = not languages and not formats
    with Workers(jobs) as workers:
        result = gate.run(house, plan, workers, whole=whole, asked=ValidatorChoice(jobs=jobs) if validators else None)
    differences = tuple(finding for audit in result.audits for finding in audit.differences())
    others = tuple(finding for finding in result.findings() if finding not in differences)
    read = tuple(house.build / verdict.edition.target for audit in result.audits for verdict in audit.read())
    return CheckResult(read, result.asked_count(), differences, others, result.has_passed())


def _house(root: str | Path) -> House:
    """Return the house that has the folder ``root``; its limits hold from now on."""
    house = layout.find(str(root))
    impose(house.settings.limits)
    return house

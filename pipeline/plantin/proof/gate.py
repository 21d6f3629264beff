"""The gate: the results of the auditors and of the validators for the same editions, together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from plantin import validators
from plantin.findings import Finding, Place, PlantinError, UsageError
from plantin.house.layout import House
from plantin.production.planning import Plan
from plantin.proof import audit, links
from plantin.proof.audit import Audit
from plantin.proof.proved import Proved
from plantin.validators import Judgement, Places, ValidatorChoice, tools


@dataclass(frozen=True, slots=True)
class Gate:
    """What auditors and validators found; ``judgements`` is empty where no validator was asked."""

    audits: tuple[Audit, ...]
    judgements: tuple[Judgement, ...]
    links: tuple[Finding, ...] = ()
    """Links from one edition to another that lead nowhere."""

    def asked_count(self) -> int:
        """Return how many editions were asked for."""
        return sum(report_audit.asked for report_audit in self.audits)

    def read(self) -> int:
        """Return how many editions were read back."""
        return sum(len(report_audit.read()) for report_audit in self.audits)

    def findings(self) -> tuple[Finding, ...]:
        """Return everything found, the auditors' first; with V024 where editions were not read and nothing says why."""
        findings = [
            finding
            for report_audit in self.audits
            for finding in (*report_audit.findings(), *report_audit.differences())
        ]
        findings += self.links
        findings += [finding for judgement in self.judgements for finding in judgement.findings]
        if not self._is_counted() and all(finding.severity == "warning" for finding in findings):
            message = f"{self.asked_count()} editions were asked for, and {self.read()} were read"
            findings.append(Finding("V024", message, Place("plantin"), "Build them, and check them again."))
        return tuple(findings)

    def has_passed(self) -> bool:
        """Return whether every edition that was asked for was read, and one at least; there are no errors; and every
        validator has passed every file or was waived.
        """
        return (
            self._is_counted()
            and all(report_audit.has_passed() for report_audit in self.audits)
            and all(finding.severity == "warning" for finding in self.links)
            and all(judgement.status in ("passed", "waived") for judgement in self.judgements)
        )

    def _is_counted(self) -> bool:
        return self.asked_count() == self.read() > 0

    def require_proved(self, house: House) -> tuple[Proved, ...]:
        """Return the editions of ``house`` that were read. Raises PlantinError, with all errors, unless it passed."""
        if not self.has_passed():
            raise PlantinError(*(finding for finding in self.findings() if finding.severity == "error"))
        return tuple(Proved(house, verdict) for report_audit in self.audits for verdict in report_audit.read())

    def exit_code(self) -> int:
        """Return 0 where it passed; else that of the worst: 1, or that of a report that could not even be read."""
        refused = (error.exit_code for report_audit in self.audits for error in report_audit.refused)
        return 0 if self.has_passed() else max(refused, default=1)


def run(house: House, plan: Plan, executor: Executor, *, whole: bool, asked: ValidatorChoice | None) -> Gate:
    """Audit the editions of ``plan`` in the build folder, and ask the validators where ``asked`` says so.

    Reports that the plan refuses, or that cannot be composed, fail the gate, and the others are judged all the same.
    """
    audits = (
        *(Audit(unplanned.slug, (), (), (), (unplanned.error,)) for unplanned in plan.refused),
        *audit.run(house, plan.wanted, executor, whole=whole, named=plan.named),
    )
    read = [verdict for report_audit in audits for verdict in report_audit.read()]
    addresses = {verdict.edition.target: verdict.addresses for verdict in read if verdict.addresses}
    dead = links.dead(house.build, addresses, called=f"{house.name(house.build)}/", known=addresses)
    if asked is None:
        return Gate(audits, (), dead)
    paths = [house.build / edition.target for edition in plan.wanted]
    versions = dict.fromkeys((edition.slug, edition.language) for edition in plan.wanted)
    paths += [house.catalogue_file(language, slug) for slug, language in versions]
    named = {house.name(path): path for path in paths if path.is_file()}
    return Gate(audits, judge(house, named, asked, _places(audits)), dead)


def refusal(error: PlantinError) -> Gate:
    """Return the result where nothing could be asked for, for ``error``."""
    return Gate((Audit("", (), (), (), (error,)),), ())


def files(house: House, given: tuple[Path, ...], asked: ValidatorChoice | None) -> Gate:
    """Audit single files by what their names claim, and ask the validators. Raises UsageError (U004)."""
    audits = tuple(audit.files(house, given))
    named = {house.name_of_given(path): path for path in given if path.is_file()}
    return Gate(audits, judge(house, named, asked, _places(audits)) if asked else ())


def _places(audits: Sequence[Audit]) -> dict[str, Places]:
    """Return where in the source the anchors of each edition come from."""
    return {verdict.path: dict(report_audit.places) for report_audit in audits for verdict in report_audit.verdicts}


def judge(
    house: House, named: Mapping[str, Path], asked: ValidatorChoice, places: Mapping[str, Places] | None = None
) -> tuple[Judgement, ...]:
    """Return what the validators of this house report about files, under the names that findings give them; ``places``
    are those of their anchors.
    """
    return validators.judge(named, validators.find(house.root), asked, places)


DRAFTS = ("T087", "V116")
"""What a release alone refuses: words of a draft, braille that is one."""


def waivers(words: Sequence[str], further: Sequence[str] = ()) -> dict[str, str]:
    """The waivers that ``words`` give: TOOL=REASON each, or CODE=REASON for codes that are ``further`` accepted. Raises
    UsageError (U007) for an unknown tool or no reason.
    """
    reasons = {}
    names = [*(tool.name for tool in tools()), *further]
    for word in words:
        name, _, reason = word.partition("=")
        if name not in names or not reason.strip():
            hint = f"Write --waive TOOL=REASON; there are {', '.join(names)}."
            raise UsageError(Finding("U007", f"{word!r} waives nothing", Place("--waive"), hint))
        reasons[name] = reason.strip()
    return reasons

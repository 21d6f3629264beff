"""The gate: the auditors' verdicts and the validators' judgements of the same editions, in one result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from pipeline import audit
from pipeline.audit import Audit
from pipeline.checks import validators
from pipeline.checks.validators import TOOLS, Judgement
from pipeline.editions import Edition
from pipeline.findings import Finding, Place, UsageError
from pipeline.house import House


@dataclass(frozen=True, slots=True)
class Asked:
    """Which validators are asked: all of them or the fast ones, and those that need not be run, with the reason of each."""

    fast: bool = False
    waived: Mapping[str, str] | None = None
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Gate:
    """What auditors and validators found; ``judgements`` is empty where no validator was asked."""

    audits: tuple[Audit, ...]
    judgements: tuple[Judgement, ...]

    def findings(self) -> tuple[Finding, ...]:
        """Everything found, the auditors' first."""
        found = [finding for one in self.audits for finding in (*one.findings(), *one.differences())]
        return (*found, *(finding for judgement in self.judgements for finding in judgement.findings))

    def passed(self) -> bool:
        """Whether nothing must be mended, and every validator has passed every file or was waived."""
        return all(one.passed() for one in self.audits) and all(one.status in ("passed", "waived") for one in self.judgements)


def run(house: House, wanted: tuple[Edition, ...], executor: Executor, *, whole: bool, asked: Asked | None) -> Gate:
    """Audit the editions of ``wanted`` as they lie in the build folder, and ask the validators where ``asked`` says so.

    Raises as ``audit.run`` does.
    """
    audits = tuple(audit.run(house, wanted, executor, whole=whole))
    if asked is None:
        return Gate(audits, ())
    paths = [house.build / edition.target for edition in wanted]
    versions = dict.fromkeys((edition.slug, edition.language) for edition in wanted)
    paths += [house.catalogue_file(language, slug) for slug, language in versions]
    return Gate(audits, judge(house, {house.name(path): path for path in paths if path.is_file()}, asked))


def files(house: House, given: tuple[Path, ...], asked: Asked | None) -> Gate:
    """Audit single files by what their names claim, and ask the validators. Raises UsageError (U004)."""
    audits = tuple(audit.files(house, given))
    return Gate(audits, judge(house, {str(path): path for path in given if path.is_file()}, asked) if asked else ())


def judge(house: House, named: Mapping[str, Path], asked: Asked) -> tuple[Judgement, ...]:
    """What the validators of this house say about files, named as findings shall name them."""
    toolbox = validators.find(house.root)
    return validators.judge(named, toolbox, fast=asked.fast, waived=asked.waived, jobs=asked.jobs)


def waivers(words: Sequence[str]) -> dict[str, str]:
    """The waivers that ``words`` give, TOOL=REASON each. Raises UsageError (U007) for an unknown tool or no reason."""
    given = {}
    known = [tool.name for tool in TOOLS]
    for word in words:
        name, _, reason = word.partition("=")
        if name not in known or not reason.strip():
            hint = f"Write --waive TOOL=REASON; the tools are {', '.join(known)}."
            raise UsageError(Finding("U007", f"{word!r} waives nothing", Place("--waive"), hint))
        given[name] = reason.strip()
    return given

"""The checks of sources that packs and extensions add by entry points of the group ``plantin.checks``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from plantin.findings import PlantinError
from plantin.house.layout import House
from plantin.lint.source.passage import Slip
from plantin.settings import extensions
from plantin.source.front_matter import FrontMatter
from plantin.source.text import Source


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """What an entry point of the group ``plantin.checks`` leads to."""

    name: str
    """That of the entry point."""
    slips: Callable[[House, Source, FrontMatter], Iterable[Slip]]
    """Gives what is wrong with a source of the house; warnings can be waived as those of the press."""


def added_slips(house: House, report: Source, head: FrontMatter) -> Iterator[Slip]:
    """Yield what the checks of packs and extensions find. Raises ToolError (V022) where one fails; its own findings
    pass.
    """
    for check, package in extensions.values("checks", SourceCheck):
        try:
            yield from _require_slips(check.slips(house, report, head))
        except PlantinError:
            raise
        except Exception as error:
            raise extensions.failure(package, f"the check {check.name!r}", error) from error


def _require_slips(rows: Iterable[object]) -> tuple[Slip, ...]:
    """Return ``rows``. Raises TypeError where one is no slip, as a bare finding is not."""
    slips = []
    for row in rows:
        if not isinstance(row, Slip):
            raise TypeError(f"{type(row).__name__} where a Slip is due")
        slips.append(row)
    return (*slips,)

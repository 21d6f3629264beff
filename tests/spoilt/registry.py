"""The value and the decorator that every spoilt edition is registered with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

HARBOUR = "harbour"
Spoil = Callable[[bytes], bytes]
Opened = TypeVar("Opened")
Change = Callable[[Opened], object]
Way = Callable[[Change[Opened]], Spoil]


@dataclass(frozen=True, slots=True)
class Spoilt:
    """An edition that is changed in one way, and what must be found in it."""

    fault: str
    """What is done to it, in words; unique among those of its format and report."""
    format: str
    """The name of its format in the table of formats, or ``po``."""
    spoil: Spoil
    """The bytes of the spoilt edition from those of the sound one."""
    codes: tuple[str, ...] = ()
    """The codes of the auditor's findings, sorted. With no code and no tool the change is harmless."""
    counted: bool = False
    """Whether each code is given as often as it is found."""
    tool: str = ""
    """The validator that must fail it."""
    report: str = HARBOUR
    """The name of the report that it is an edition of: see ``documents``."""

    def __str__(self) -> str:
        return self.fault


def table(
    format_: str, way: Way[Opened], rows: Mapping[str, tuple[Change[Opened], Iterable[str]]], report: str = HARBOUR
) -> list[Spoilt]:
    """The rows of a table from fault to change and codes; ``way`` opens the edition for the change and saves it
    again.
    """
    return [
        Spoilt(fault, format_, way(change), tuple(sorted(codes)), counted=True, report=report)
        for fault, (change, codes) in rows.items()
    ]


class Faults(list[Spoilt]):
    """A list of spoilt editions, filled by a decorator of the functions that spoil them."""

    def __init__(self, format_: str, way: Way[Opened], report: str = HARBOUR) -> None:
        super().__init__()
        self._format, self._way, self._report = format_, way, report

    def spoils(self, *codes: str, of: str = "", as_: str = "") -> Callable[[Change[Opened]], Change[Opened]]:
        """Keep the decorated function, which is called as the fault, with the codes that must be found."""

        def kept(change: Change[Opened]) -> Change[Opened]:
            fault = change.__name__.replace("_", " ").strip()
            self.append(
                Spoilt(fault, as_ or self._format, self._way(change), tuple(sorted(codes)), report=of or self._report)
            )
            return change

        return kept

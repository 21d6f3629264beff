"""Editions that the gate let pass. Whatever publishes a finished edition, or cuts something out of it, takes one of
these: never a path, for what is in a build folder may be anybody's.
"""

from __future__ import annotations

from dataclasses import dataclass

from plantin.bounded.bytes import read
from plantin.files import digest
from plantin.findings import Place, PlantinError
from plantin.house.layout import House
from plantin.production.checking import Verdict


@dataclass(frozen=True, slots=True)
class Proved:
    """A finished edition in the build folder of ``house`` that every check passed. ``Gate.proved`` alone makes one."""

    house: House
    verdict: Verdict
    """What was found in it: its edition, its digest, its size."""

    @property
    def name(self) -> str:
        """What findings call the file."""
        return self.verdict.path

    def content(self) -> bytes:
        """Return the bytes that were checked. Raises PlantinError (D103) where the file was changed since."""
        target, verdict = self.house.build / self.verdict.edition.target, self.verdict
        try:
            content = read(target, verdict.size, self.house.build)
        except OSError:
            content = b""
        if digest(content) != verdict.digest:
            hint = "Build and check again."
            raise PlantinError.of("D103", "the edition was changed after it was checked", Place(verdict.path), hint)
        return content

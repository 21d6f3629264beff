"""The auditors: they read finished editions back and believe nobody. They never import a writer or ``resolve``."""

from __future__ import annotations

from pathlib import Path

from pipeline.findings import Finding, Place, PlantinError


class Unreadable(PlantinError):  # noqa: N818 - named for the file, like a finding
    """An edition that is damaged so far that nothing can be read back: one finding, V010. Exit code 1, as for any failed check."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)

    @classmethod
    def at(cls, path: Path, why: str) -> Unreadable:
        """The error for the file at ``path``, with the reason in the words of whatever tried to read it."""
        words = " ".join(why.split()) or "it is empty or damaged"
        return cls(Finding("V010", f"cannot be read: {words}", Place(str(path)), "Build the edition again."))

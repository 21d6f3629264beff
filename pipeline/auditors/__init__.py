"""The auditors: they read finished editions back and believe nobody. They never import a writer or ``resolve``."""

from __future__ import annotations

from pipeline.findings import Finding, Place, PlantinError


class Unreadable(PlantinError):  # noqa: N818 - named for the file, like a finding
    """An edition that is damaged so far that nothing can be read back: one finding, V010. Exit code 1, as for any failed check."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)

    @classmethod
    def at(cls, name: str, why: str) -> Unreadable:
        """The error for the file that findings call ``name``, with the reason as the library that read it gives it."""
        words = " ".join(why.split()) or "it is empty or damaged"
        return cls(Finding("V010", f"cannot be read: {words}", Place(name), "Build the edition again."))

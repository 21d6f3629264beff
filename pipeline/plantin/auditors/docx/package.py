"""Opens a Word file for the auditor; a damaged one is a finding."""

from __future__ import annotations

from plantin.auditors import UnreadableEdition
from plantin.wordfile import package
from plantin.wordfile.package import Package


def opened(content: bytes, name: str) -> Package:
    """The Word file with these bytes. Raises Unreadable (V010) where it is damaged or is no Word file."""
    try:
        return package.parse(content)
    except package.DamagedError as error:
        raise UnreadableEdition.at(name, str(error)) from error

"""A Word file opened by the auditor: one that is damaged is a finding."""

from __future__ import annotations

from pathlib import Path

from pipeline.auditors import Unreadable
from pipeline.wordfile import package
from pipeline.wordfile.package import Package


def opened(path: Path) -> Package:
    """The Word file at ``path``. Raises Unreadable (V010) where it is damaged or is no Word file."""
    try:
        return package.opened(path)
    except package.DamagedError as error:
        raise Unreadable.at(path, str(error)) from error

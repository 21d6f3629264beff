"""Validates catalogues with GNU msgfmt, the reference for PO files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from plantin.validators.judgement import ToolFault, ToolReport, ValidatorNotRun
from plantin.validators.toolbox import Toolbox, call, system


def msgfmt(toolbox: Toolbox, files: Sequence[Path]) -> ToolReport:
    """Return what ``msgfmt -c`` says: header, plural forms, placeholders, messages given twice. Raises NotRun."""
    del toolbox
    program = system("msgfmt")
    version = re.search(r"\d+(?:\.\d+)+", call([program, "--version"]))
    faults: dict[Path, tuple[ToolFault, ...]] = {}
    for path in files:
        try:
            call([program, "--check", "--output-file", "/dev/null", path])
            faults[path] = ()
        except ValidatorNotRun as error:
            faults[path] = (ToolFault("check", str(error)),)
    return ToolReport(version[0] if version else "", faults)

"""Validates EPUB files: EPUBCheck for the package, Ace by DAISY for accessibility."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from plantin.validators import nearest_ids
from plantin.validators.judgement import ToolFault, ToolReport
from plantin.validators.toolbox import Toolbox, system

_EBRAILLE = ".ebrl"
_PROPERTIES = ("brailleCellType", "brailleSystem", "completeTranscription", "producer", "tactileGraphics")
"""Of the vocabulary a11y, those that eBraille 1.0 (5.3.3) adds to it."""


def epubcheck(toolbox: Toolbox, files: Sequence[Path]) -> ToolReport:
    """Return what EPUBCheck says; warnings are faults. An eBraille publication is judged as the EPUB that it is, under
    a name that EPUBCheck opens, without what it says of properties that eBraille 1.0 requires and it does not know.
    Raises NotRun.
    """
    library = toolbox.java().parents[1] / "lib" / "server" / "libjvm.so"
    toolbox.package("epubcheck")
    with tempfile.TemporaryDirectory() as folder:
        names = {
            path: Path(folder) / f"{number}.epub" if path.suffix == _EBRAILLE else path
            for number, path in enumerate(files)
        }
        for path, other in names.items():
            if other is not path:
                shutil.copyfile(path, other)
        answer = toolbox.drive("epubcheck.py", list(names.values()), str(library))
        # While the copies are there: faults are located in the files under their names.
        placed = _locate(answer)
    faults = {path: _drop_ebraille_properties(placed.faults.get(other, ()), path) for path, other in names.items()}
    return replace(placed, faults=faults)


def _drop_ebraille_properties(faults: Sequence[ToolFault], path: Path) -> tuple[ToolFault, ...]:
    """Return ``faults`` without those of the properties of eBraille, in a publication that is one."""
    if path.suffix != _EBRAILLE:
        return tuple(faults)
    return tuple(
        fault
        for fault in faults
        if not (fault.rule == "OPF-027" and any(f'"a11y:{name}"' in fault.message for name in _PROPERTIES))
    )


def ace(toolbox: Toolbox, files: Sequence[Path]) -> ToolReport:
    """Return what Ace says; every failed assertion is a fault. Raises NotRun."""
    browser = system("chromium")
    toolbox.module("@daisy/ace-core")
    # Ace gives Chromium 5 s to start, and the windows it opens as long to load: too short on a machine with other work.
    variables = {"PUPPETEER_EXECUTABLE_PATH": str(browser), "ACE_TIMEOUT_INITIAL": "60000"}
    return _locate(toolbox.drive("ace.js", files, str(toolbox.folder / "node_modules"), variables=variables))


def _locate(answer: ToolReport) -> ToolReport:
    """The answer with the ids near each fault. A line is one of a part, not of the book: it is in the message."""
    faults = {
        path: tuple(replace(fault, line=0, column=0, near=_near(path, fault)) for fault in file_faults)
        for path, file_faults in answer.faults.items()
    }
    return replace(answer, faults=faults)


def _near(path: Path, fault: ToolFault) -> tuple[str, ...]:
    part, _, steps = fault.where.partition("#")
    if not part:
        return ()
    try:
        with zipfile.ZipFile(path) as book:
            name = next((name for name in book.namelist() if name == part or name.endswith(f"/{part}")), None)
            content = book.read(name) if name else b""
    except (OSError, zipfile.BadZipFile):
        return ()
    if steps:
        return nearest_ids.by_steps(content, steps)
    return nearest_ids.by_line(content.decode("utf-8", errors="replace"), fault.line, fault.column)

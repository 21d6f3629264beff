"""EPUB: EPUBCheck for the package, Ace by DAISY for accessibility; neither sees what the other does."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.validators import nearest
from pipeline.validators.judgement import Answer, Fault
from pipeline.validators.toolbox import Toolbox, system


def epubcheck(toolbox: Toolbox, files: Sequence[Path]) -> Answer:
    """What EPUBCheck says; warnings are faults. Raises NotRun."""
    library = toolbox.java().parents[1] / "lib" / "server" / "libjvm.so"
    toolbox.package("epubcheck")
    return _placed(toolbox.drive("epubcheck.py", files, str(library)))


def ace(toolbox: Toolbox, files: Sequence[Path]) -> Answer:
    """What Ace says; every failed assertion is a fault. Raises NotRun."""
    browser = system("chromium")
    toolbox.module("@daisy/ace-core")
    variables = {"PUPPETEER_EXECUTABLE_PATH": str(browser)}
    return _placed(toolbox.drive("ace.js", files, str(toolbox.folder / "node_modules"), variables=variables))


def _placed(answer: Answer) -> Answer:
    """The answer with the ids near each fault. A line is one of a part, not of the book: it is part of the fault's own message."""
    faults = {
        path: tuple(replace(fault, line=0, column=0, near=_near(path, fault)) for fault in found) for path, found in answer.faults.items()
    }
    return replace(answer, faults=faults)


def _near(path: Path, fault: Fault) -> tuple[str, ...]:
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
        return nearest.by_steps(content, steps)
    return nearest.by_line(content.decode("utf-8", errors="replace"), fault.line, fault.column)

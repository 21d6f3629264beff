"""EPUB: EPUBCheck for the package, Ace by DAISY for accessibility; neither sees what the other does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.checks.validators.judgement import Answer
from pipeline.checks.validators.toolbox import Toolbox, system


def epubcheck(toolbox: Toolbox, files: Sequence[Path]) -> Answer:
    """What EPUBCheck says; warnings are faults. Raises NotRun."""
    library = toolbox.java().parents[1] / "lib" / "server" / "libjvm.so"
    toolbox.package("epubcheck")
    return toolbox.drive("epubcheck.py", files, str(library))


def ace(toolbox: Toolbox, files: Sequence[Path]) -> Answer:
    """What Ace says; every failed assertion is a fault. Raises NotRun."""
    browser = system("chromium")
    toolbox.module("@daisy/ace-core")
    return toolbox.drive("ace.js", files, str(toolbox.folder / "node_modules"), variables={"PUPPETEER_EXECUTABLE_PATH": str(browser)})

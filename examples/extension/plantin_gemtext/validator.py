"""A validator: lines of a Gemtext edition that readers of the protocol would refuse."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from plantin.validators.judgement import ToolFault, ToolReport
from plantin.validators.tool import Tool
from plantin.validators.toolbox import Toolbox


def judge(toolbox: Toolbox, files: Sequence[Path]) -> ToolReport:
    """Faults for links without an address and for carriage returns."""
    del toolbox
    found = {}
    for path in files:
        lines = path.read_bytes().decode("utf-8", "replace").split("\n")
        bare = [n for n, line in enumerate(lines, 1) if line.startswith("=>") and not line[2:].strip()]
        ends = [n for n, line in enumerate(lines, 1) if "\r" in line]
        found[path] = (
            *(ToolFault("link", "a link without an address", n) for n in bare),
            *(ToolFault("line-end", "a carriage return", n) for n in ends),
        )
    return ToolReport("1.0", found)


LINES = Tool("gemtext-lines", "V115", judge, {".gmi": ()}, fast=True)

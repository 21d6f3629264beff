"""Write docs/findings.md from the table of findings: `python setup/findings.py`."""

from __future__ import annotations

from pathlib import Path

from plantin.findings.registry import page

if __name__ == "__main__":
    Path(__file__).parents[1].joinpath("docs", "findings.md").write_text(page(), "utf-8")

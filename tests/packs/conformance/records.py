"""A house, the record of a check of its editions, and an evaluation: what conformance reports of the tests are made of."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

from plantin.house.layout import House
from plantin.packs.conformance import evaluation, evidence, levels
from plantin.packs.conformance.criteria import criteria
from plantin.packs.conformance.report import ConformanceReport, Subject

TODAY = dt.date(2026, 12, 2)
EDITIONS = ("en.html", "fr.html", "en.epub", "en.pdf", "en.docx", "en.brf")
TOOLS = {
    ".html": {"axe": "4.14.1", "nu": "26.9.27", "drawn": "1"},
    ".epub": {"ace": "1.4.6", "epubcheck": "5.3.0"},
    ".pdf": {"verapdf": "1.31.50"},
    ".docx": {"open-xml-sdk": "2.1"},
}
EVALUATION = """evaluator = "Documents Section"
date = 2026-11-20
method = "NVDA with Firefox; keyboard alone"
contact = "accessibility@example.org"

[[judged]]
criterion = "1.1.1"
level = "Supports"
remarks = "Each of the words of *pictures* [was] compared; a_b & <c> - \\"d\\"."

[[judged]]
criterion = "EN 301 549 5.2"
level = "Partially Supports"
remarks = "In Word only."
evaluator = "A reader"
kinds = ["docx", "pdf"]
"""


def path_of(name: str) -> str:
    return f"build/R-2026-1/R-2026-1-{name}"


def record() -> dict[str, Any]:
    """A check in which every program read every file and found nothing."""
    paths = [path_of(name) for name in EDITIONS]
    editions = [
        {"path": path, "sha256": "0" * 64, "counts": {"sections": 1}, "differences": 0, "findings": 0} for path in paths
    ]
    judged = [
        {"tool": tool, "version": version, "path": path, "status": "passed", "reason": "", "findings": 0}
        for path in paths
        for tool, version in TOOLS.get(Path(path).suffix, {}).items()
    ]
    return {"passed": True, "asked": 6, "read": 6, "editions": editions, "validators": judged, "findings": []}


def finding(code: str, name: str) -> dict[str, Any]:
    return {
        "code": code,
        "severity": "error",
        "message": "m",
        "hint": "",
        "path": path_of(name),
        "line": 0,
        "column": 0,
        "anchor": "",
    }


def house(root: Path, evaluated: str = "") -> House:
    source = root / "sources" / "R-2026-1" / "report.md"
    source.parent.mkdir(parents=True)
    source.write_text(
        "---\nsymbol: R/2026/1\ntitle: Lamps\ndate: 2026-01-05\n---\n\n# Oil\n\nThe lamps burn oil.\n", "utf-8"
    )
    (root / "plantin.toml").write_text('style = "plain"\n', "utf-8")
    if evaluated:
        (root / evaluation.NAME).write_text(evaluated, "utf-8")
    return House(root)


def report(home: House, found: dict[str, Any]) -> ConformanceReport:
    judged = evaluation.read(home.root / evaluation.NAME, evaluation.NAME, criteria(), TODAY)
    collected = evidence.collect(found, {})
    rows = levels.standings(criteria(), collected, judged)
    return ConformanceReport(Subject("R/2026/1", TODAY), collected, judged, rows)


def release(folder: Path, found: dict[str, Any]) -> Path:
    """A release with nothing in it but what a conformance report is made from."""
    folder.mkdir(parents=True)
    manifest = {
        "schema": 1,
        "version": folder.name,
        "commit": "a" * 40,
        "committed": "2026-11-30T10:00:00+00:00",
        "order": {"epoch": None, "certifier": ""},
        "since": None,
        "reports": [
            {
                "slug": "R-2026-1",
                "symbol": "R/2026/1",
                "source": {"path": "sources/R-2026-1/report.md", "sha256": "0" * 64},
                "catalogues": {},
                "editions": [],
            }
        ],
    }
    for name, content in (("manifest.json", manifest), ("check.json", found)):
        (folder / name).write_text(json.dumps(content), "utf-8")
    names = ("check.json", "manifest.json")
    sums = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(sums), "utf-8")
    return folder

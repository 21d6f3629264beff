"""Validates web pages: the Nu checker and html-validate for the markup, axe in a browser for accessibility."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlparse

from plantin.validators import nearest_ids
from plantin.validators.judgement import ToolFault, ToolReport
from plantin.validators.toolbox import Toolbox, call, parse_json, system

# A stack that the checker's own schemas need, and a start that does not pay for files of this size.
_JAVA = ("-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")

# The checker reports every picture embedded in the page as blocked by a policy, even by one that allows all such
# pictures (Content Security Policy 3, 6.7.2.8: the scheme-source data: matches them).
_FALSE_ALARM = re.compile(r"^Resource violates Content Security Policy \(meta tag\): image “data:image/")


def nu(toolbox: Toolbox, files: Sequence[Path]) -> ToolReport:
    """Return what the Nu HTML checker says; warnings are faults. Raises NotRun."""
    jar = toolbox.module("vnu-jar") / "build" / "dist" / "vnu.jar"
    # It names a file only where it has something to say of it, so all were judged when it has answered.
    text = call([toolbox.java(), *_JAVA, "-jar", jar, "--format", "json", "--stdout", *files], good=(0, 1))
    answer = parse_json(text, "Nu")
    faults: dict[Path, list[ToolFault]] = {path: [] for path in files}
    names = {path.resolve(): path for path in files}
    for row in answer["messages"]:
        if (row["type"] == "info" and row.get("subType") != "warning") or _FALSE_ALARM.search(row["message"]):
            continue
        path = names[Path(unquote(urlparse(row["url"]).path))]
        rule = row.get("subType") or row["type"]
        line = row.get("lastLine", 0)
        near = nearest_ids.by_line(nearest_ids.text_of(path), line, row.get("lastColumn", 0))
        faults[path].append(ToolFault(rule, row["message"], line, row.get("firstColumn", 0), near=near))
    return ToolReport(answer["version"].split()[0], {path: tuple(file_faults) for path, file_faults in faults.items()})


def html_validate(toolbox: Toolbox, files: Sequence[Path]) -> ToolReport:
    """Return what html-validate says by its recommended rules. Raises NotRun."""
    toolbox.module("html-validate")
    answer = toolbox.drive("html_validate.js", files, str(toolbox.folder / "node_modules"))
    return replace(answer, faults={path: _near(path, file_faults) for path, file_faults in answer.faults.items()})


def _near(path: Path, faults: tuple[ToolFault, ...]) -> tuple[ToolFault, ...]:
    """Return the faults with the ids before the line of each."""
    lines = nearest_ids.text_of(path) if faults else ""
    return tuple(replace(fault, near=nearest_ids.by_line(lines, fault.line, fault.column)) for fault in faults)


def axe(toolbox: Toolbox, files: Sequence[Path]) -> ToolReport:
    """Return what axe says in the browser, light, dark and in forced colours, 320 and 1280 pixels wide; whether a page
    scrolls sideways, or moves while it opens. Raises NotRun.
    """
    browser = system("chromium")
    toolbox.module("axe-core")
    toolbox.module("playwright-core")
    return toolbox.drive("axe.js", files, str(toolbox.folder / "node_modules"), str(browser))

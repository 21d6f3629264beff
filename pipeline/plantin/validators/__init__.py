"""Runs the third-party validators: each over the files of its format, sixteen at a time, with a result for every one.

A tool that is missing or breaks down is "not run" (V100), and that fails, unless it was waived by name and with a
reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

from plantin.bounded.process import BoundError
from plantin.findings import Finding, Place
from plantin.findings.progress import Steps
from plantin.settings import extensions
from plantin.validators import catalogues, docx, epub, html, pdf, rendering
from plantin.validators.judgement import Judgement, Status, ToolFault, ToolReport, ValidatorChoice, ValidatorNotRun
from plantin.validators.tool import Tool
from plantin.validators.toolbox import Toolbox, find

__all__ = [
    "Judgement",
    "Places",
    "Status",
    "Tool",
    "Toolbox",
    "ValidatorChoice",
    "ValidatorNotRun",
    "find",
    "judge",
    "tool_named",
    "tools",
]


Places = Mapping[str, Place]
"""Where in the source each anchor of a report comes from."""


_PDF = {
    ".pdf": ("PDF/UA-1 (ISO 14289-1)", "PDF/A-3a (ISO 19005-3)"),
    ".ua2.pdf": ("PDF/UA-2 (ISO 14289-2)", "WTPDF 1.0, accessibility and reuse", "PDF/A-4f (ISO 19005-4)"),
    ".print.pdf": None,
}
_EPUB_A = {".epub": ("EPUB Accessibility 1.1",)}
_WCAG = {".html": ("WCAG 2.2 AA",)}
_WORD = {".docx": ("Office Open XML (ISO/IEC 29500)",)}

# THE TABLE OF VALIDATORS. The slowest come first, so that they start first.
_OWN: tuple[Tool, ...] = (
    Tool("libreoffice", "V110", docx.libreoffice, {".docx": ()}),
    Tool("verapdf", "V101", pdf.verapdf, _PDF),
    Tool("ace", "V104", epub.ace, _EPUB_A),
    Tool("drawn", "V114", rendering.rendering, {".html": (), ".epub": ()}, draws=True),
    Tool("axe", "V106", html.axe, _WCAG),
    Tool("epubcheck", "V103", epub.epubcheck, {".epub": ("EPUB 3.3",), ".ebrl": ("EPUB 3.3",)}),
    Tool("nu", "V105", html.nu, {".html": ("HTML",)}),
    Tool("html-validate", "V112", html.html_validate, {".html": ()}, fast=True),
    Tool("open-xml-sdk", "V107", docx.open_xml_sdk, _WORD),
    Tool("openxml-audit", "V108", docx.openxml_audit, {".docx": ()}, fast=True),
    Tool("docx-integrity", "V109", docx.docx_integrity, {".docx": ()}, fast=True),
    Tool(
        "page-validation",
        "V102",
        pdf.page_validation,
        {".pdf": (), ".ua2.pdf": None, ".print.pdf": None},
        whole=False,
        fast=True,
    ),
    Tool("msgfmt", "V111", catalogues.msgfmt, {".po": ()}, fast=True),
)

_AT_ONCE = 16
"""So many files are given to a tool at once: they share a start, and a program's bounds do not grow with the house."""
_ALL = ValidatorChoice()
_HINT = "`plantin validators install` installs it or says what the system lacks; or let it be: --waive TOOL=REASON."


@cache
def tools() -> tuple[Tool, ...]:
    """Return all validators: those of the press, and those of installed extensions that can be loaded."""
    further = extensions.values("validators", Tool, {tool.name for tool in _OWN})
    return (*_OWN, *(replace(tool, code="V115") for tool, _ in further))


def tool_named(name: str) -> Tool | None:
    """Return the tool called ``name``."""
    return next((tool for tool in tools() if tool.name == name), None)


def judge(
    files: Mapping[str, Path],
    toolbox: Toolbox,
    asked: ValidatorChoice = _ALL,
    places: Mapping[str, Places] | None = None,
) -> tuple[Judgement, ...]:
    """Return the judgement of every tool that is ``asked`` on every file of its kind, in the order of the table; so
    many tools as it has jobs run at once. ``files`` have the names that findings give them; ``places``, by the name of
    a file, say where in the source its anchors come from: then findings lead there. Raises ToolError (V021): the
    validator of an extension cannot be loaded.
    """
    extensions.require("validators")
    wanted = [
        (tool, [name for name, path in files.items() if tool.proves(path.name) is not None])
        for tool in tools()
        if (tool.fast if asked.fast else tool.whole) and (asked.drawn or not tool.draws)
    ]
    steps = Steps("validate", sum(len(names) for _, names in wanted))

    def judge_files(tool: Tool, names: Sequence[str]) -> list[Judgement]:
        rows: list[Judgement] = []
        for start in range(0, len(names), _AT_ONCE):
            batch = {name: files[name] for name in names[start : start + _AT_ONCE]}
            steps.at(tool.name)
            rows += _judge_at_once(tool, batch, toolbox, (asked.waived or {}).get(tool.name), places or {})
            steps.at(tool.name, len(batch))
        return rows

    with ThreadPoolExecutor(asked.jobs) as executor:
        return tuple(judgement for rows in executor.map(lambda pair: judge_files(*pair), wanted) for judgement in rows)


def _judge_at_once(
    tool: Tool, files: Mapping[str, Path], toolbox: Toolbox, waiver: str | None, places: Mapping[str, Places]
) -> list[Judgement]:
    """Judge some files together; where the tool breaks down before it reaches a bound, each by itself: one file then
    does not leave the others unread, and what only a busy machine brought about does not last.
    """
    answers: Mapping[str, ToolReport | str]
    try:
        answers = dict.fromkeys(files, _ask(tool, toolbox, list(files.values())))
    except ValidatorNotRun as not_run:
        if isinstance(not_run.__cause__, BoundError):
            answers = dict.fromkeys(files, str(not_run))
        else:
            answers = {name: _ask_again(tool, toolbox, path) for name, path in files.items()}
    judged = []
    for name, path in files.items():
        answer = answers[name]
        if isinstance(answer, str):
            judged.append(_not_run(tool, "", name, answer, waiver))
            continue
        if path not in answer.faults:
            judged.append(_not_run(tool, answer.version, name, "it gave no result for this file", waiver))
            continue
        findings = tuple(_finding(tool, fault, name, places.get(name, {})) for fault in answer.faults[path])
        status: Status = "failed" if findings else "passed"
        judged.append(Judgement(tool.name, answer.version, name, status, tool.proves(path.name) or (), findings))
    return judged


def _ask(tool: Tool, toolbox: Toolbox, files: Sequence[Path]) -> ToolReport:
    """Return what the tool says of ``files``. Raises ValidatorNotRun, also where its answer cannot be read."""
    try:
        return tool.run(toolbox, files)
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise ValidatorNotRun(f"its answer cannot be read: {error!r}") from error


def _ask_again(tool: Tool, toolbox: Toolbox, path: Path) -> ToolReport | str:
    """Return what the tool says of one file, or why it says nothing."""
    try:
        return _ask(tool, toolbox, [path])
    except ValidatorNotRun as not_run:
        return str(not_run)


def _finding(tool: Tool, fault: ToolFault, name: str, places: Places) -> Finding:
    anchor = next((anchor for anchor in fault.near if anchor in places), "")
    hint = f"It is at or after {anchor}, which comes from {places[anchor]}." if anchor else ""
    return Finding(
        tool.code, f"{tool.name} {fault}", Place(name, max(fault.line, 0), max(fault.column, 0), anchor), hint
    )


def _not_run(tool: Tool, version: str, name: str, reason: str, waiver: str | None) -> Judgement:
    if waiver:
        return Judgement(tool.name, version, name, "waived", (), (), f"{reason}; waived: {waiver}")
    finding = Finding("V100", f"{tool.name!r} was not run: {reason}", Place(name), _HINT)
    return Judgement(tool.name, version, name, "not run", (), (finding,), reason)

"""Finished documents of sources in the project, without a house around them."""

from __future__ import annotations

import re
from pathlib import Path

from plantin.findings import Finding, PlantinError
from plantin.model.document import Document
from plantin.model.outline import Outline, outline
from plantin.resolve import ResolvedReport, resolve
from plantin.resolve.notes import definitions
from plantin.source import front_matter, pandoc, tables
from plantin.source import text as source_text
from tests.kit import houses


def compose(path: Path, language: str = "en") -> Document:
    """The finished document of the source at ``path``."""
    return compose_text(source_text.read(path), language)


def compose_text(report: source_text.Source, language: str = "en") -> Document:
    """The finished document of a source that was read."""
    return _resolved(report, language).document


def compose_half() -> Document:
    """The finished document of S/2017/97 in English up to the middle of section III, with the notes that are called
    there.
    """
    first, second = houses.REPORT.read_text("utf-8").split("\n## Maghreb and West Africa", 1)
    called = {f"[^{name}]:" for name in re.findall(r"\[\^([\w-]+)\]", first)}
    notes = [line for line in second.split("\n") if line[: line.find(":") + 1] in called]
    assert len(notes) > 25
    return compose_text(source_text.parse("\n\n".join((first, *notes, "")), "report.md"))


def _resolved(report: source_text.Source, language: str) -> ResolvedReport:
    words = houses.un(language)
    defined = definitions(report)
    nodes, _ = pandoc.parse(tables.prepare(report), report.path)
    return resolve(front_matter.read(report), nodes, defined, words)


HEAD = 'symbol: S/2035/1\norgan: Security Council\ntitle: "Lamps"\ndate: 2035-06-01\n'
"""The front matter of a report that is all about its body."""


def warnings(body: str, fields: str = "", language: str = "en") -> tuple[Finding, ...]:
    """What is wrong with a report with this body, and does not keep it from being composed."""
    return _resolved(source_text.parse(f"---\n{HEAD}{fields}---\n\n{body}\n", "report.md"), language).warnings


def composed(body: str, fields: str = "", language: str = "en") -> Document:
    """The finished document of a report with this body, and these fields of front matter after those that it must
    have.
    """
    return compose_text(source_text.parse(f"---\n{HEAD}{fields}---\n\n{body}\n", "report.md"), language)


def said(body: str, fields: str = "", language: str = "en") -> Outline:
    """The outline of the same document."""
    return outline(composed(body, fields, language))


def findings(body: str, fields: str = "", language: str = "en") -> tuple[Finding, ...]:
    """What keeps a report with this body from being composed; nothing where it is sound."""
    try:
        composed(body, fields, language)
    except PlantinError as error:
        return error.findings
    return ()


def codes(body: str, fields: str = "", language: str = "en") -> set[str]:
    """The codes of the same."""
    return {finding.code for finding in findings(body, fields, language)}

"""Reads a finished file back and compares it with its document."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from plantin.auditors import guard_reading
from plantin.auditors.markup import addresses
from plantin.auditors.markup.addresses import FileAddresses
from plantin.auditors.parity import charts as chart_parity
from plantin.auditors.parity import lines as line_parity
from plantin.auditors.parity import passages as passage_parity
from plantin.auditors.parity import record as record_parity
from plantin.auditors.parity import statements as statement_parity
from plantin.auditors.parity import summary as summary_parity
from plantin.auditors.parity.outline import complete_outlines, differences
from plantin.auditors.statements import UNKNOWN
from plantin.files import digest
from plantin.findings import Finding, Place, PlantinError
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.model.outline import Outline
from plantin.model.related_editions import PageStart
from plantin.production import reprint
from plantin.production.formats import Edition, content_of, format_named, formats
from plantin.production.house_content import known_to


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the auditor found in one finished file. ``outline`` is None where the file could not be read; ``pages`` are
    the beginnings of printed pages that it has or marks.
    """

    edition: Edition
    path: str
    digest: str
    size: int
    outline: Outline | None
    pages: tuple[PageStart, ...]
    differences: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    seconds: float
    addresses: FileAddresses | None = None
    """What a web page leads to, and where others may lead to in it; None for an edition of another kind."""


def check(
    path: Path,
    name: str,
    edition: Edition,
    document: Document,
    found_before: tuple[Finding, ...] = (),
    house: House | None = None,
) -> Verdict:
    """Read the finished file at ``path`` back and compare it with ``document``; findings call the file ``name``.
    ``found_before`` are findings of it that are among those given back. What the edition carries is compared with what
    ``house`` has, where it is given.
    """
    start = time.perf_counter()
    if not path.is_file():
        missing = Finding("P000", "the edition is not there", Place(name), "Make it with `plantin build`.")
        return Verdict(edition, name, "", 0, None, (), (missing,), (), time.perf_counter() - start)
    row = format_named(edition.format) or formats()[0]
    read = partial(Verdict, edition, name)
    try:
        content = content_of(path, name)
    except PlantinError as error:
        return read("", 0, None, (), (), error.findings, time.perf_counter() - start)
    read = partial(read, digest(content), len(content))
    try:
        row.require()
        resolved = document
        if house:
            document = row.draw_charts(document, house.style(house.style_of(edition.slug)))
        house_content = known_to(house, edition, document) if house else UNKNOWN
        with guard_reading(name), row.blame("auditor"):
            reading = row.read(content, name)
            actual, pages, passages, stated = reading.outline(), reading.pages(), reading.passages(), reading.record()
            conforms = reading.conformance(house_content)
            findings = (*reading.findings(), *conforms.findings)
            expected, actual = complete_outlines(reading.expected_outline(document), actual, reading)
            otherwise = tuple(reading.unlike(document))
            made_again = (
                reprint.differences(house, edition, resolved, content, path, name) if house and not found_before else ()
            )
    except PlantinError as error:
        return read(None, (), (), error.findings, time.perf_counter() - start)
    unlike = (*differences(expected, actual, name), *otherwise)
    unlike += record_parity.differences(document, stated, name, coloured=row.coloured)
    unlike += statement_parity.differences(document, conforms.statements, house_content, name)
    unlike += tuple(chart_parity.of_values(document, reading.charts(), name))
    if passages:
        unlike += passage_parity.differences(document, passages, name)
        features = {"paged": bool(pages), "sounded": passages.sounded}
        unlike += summary_parity.differences(document, passages.summary, name, **features)
    unlike += tuple(finding for finding in made_again if finding.severity == "error")
    findings += tuple(finding for finding in made_again if finding.severity == "warning")
    if house and not unlike and all(finding.severity == "warning" for finding in findings):
        # Sound takes longest, and follows from pages that are proved by now.
        remade = list(reprint.remake_sound(house, edition, resolved, content, name))
        unlike = line_parity.differences((part for part in remade if isinstance(part, bytes)), content, name)
        findings += tuple(part for part in remade if isinstance(part, Finding))
    led_to = addresses.read(content, name) if name.endswith(addresses.SUFFIXES) else None
    return read(actual, pages, unlike, (*found_before, *findings), time.perf_counter() - start, led_to)

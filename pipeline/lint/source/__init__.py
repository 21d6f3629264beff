"""Lint of a report's source: slips that do not stop the press, each with its place; all can be waived with a reason."""

from __future__ import annotations

from pipeline.findings import Finding
from pipeline.house.locale import Locale
from pipeline.lint.source import dialects, objects, paragraphs, slips, symbols
from pipeline.lint.source.passage import Slip, passages
from pipeline.source.front_matter import Front
from pipeline.source.text import Source

__all__ = ["lint"]


def lint(source: Source, front: Front, locale: Locale) -> tuple[Finding, ...]:
    """The slips of ``source``, as warnings in the order of its lines, without those its front matter waives.

    S030 words repeated, S031 a stray space, S032 a resolution's number and year at odds, S033 a spelling the house does not use,
    S034 a symbol without its organ, S035 an indicator on the wrong side of punctuation, S039 a waiver that nothing needs, S079 a
    malformed symbol, S080 too many words, S081 a typed number before a paragraph, S082 a preamble paragraph without its verb, S083 a
    table, figure or box that nothing refers to, S085 a mark of another dialect.
    """
    read = passages(source)
    found = [
        *slips.found(read, locale),
        *symbols.found(read),
        *paragraphs.found(read, front),
        *objects.found(source),
        *dialects.found(read),
    ]
    return _waived(found, front)


def _waived(found: list[Slip], front: Front) -> tuple[Finding, ...]:
    used = set()
    kept = []
    for slip in found:
        waiver = next((w for w in front.waivers if w.code == slip.finding.code and w.words in slip.text), None)
        if waiver is None:
            kept.append(slip.finding)
        else:
            used.add(waiver)
    for waiver in front.waivers:
        if waiver not in used:
            message = f"a waiver of {waiver.code} for {waiver.words!r} that nothing needs"
            kept.append(Finding("S039", message, front.place("waivers"), "Take it away.", "warning"))
    return tuple(sorted(set(kept), key=lambda finding: (finding.place, finding.code)))

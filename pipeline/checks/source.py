"""Lint of a report's source: slips that do not stop the press, each with its place; all can be waived with a reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.findings import Finding, Place
from pipeline.front import Front
from pipeline.locale import Locale
from pipeline.source import Block, Source

_REPEATED = re.compile(r"\b(\w+(?: \w+){0,2}) \1\b", re.IGNORECASE)
_STRAY_SPACE = re.compile(r"\w+ -\w+|\w+- (?!(?:and|or|to)\b)\w+|\w [,;:.](?=\s)")
_RESOLUTION = re.compile(r"(?<![\w/])(\d{3,4}) \((\d{4})\)")
# Editorial Manual, "Document symbols": these name the nature of a document, so an organ's sign must stand before them.
_NATURE = re.compile(r"(?<![\w/])(?:PRST|RES|PV|SR|INF|L|WP|CRP|NGO|PET)/[\w./]*\w")
_CALL = r"\[\^[^\]\s]+\]"


def lint(source: Source, front: Front, locale: Locale) -> tuple[Finding, ...]:
    """The slips of ``source``, as warnings in the order of its lines, without those its front matter waives.

    S030 words repeated, S031 a stray space, S032 a resolution's number and year at odds, S033 a spelling the house does not use,
    S034 a symbol without its organ, S035 an indicator on the wrong side of punctuation, S039 a waiver that nothing needs.
    """
    found: list[Finding] = []
    lines: dict[Finding, str] = {}
    for block in source.blocks:
        for finding in (*_patterns(source.path, block), *_spellings(source.path, block, locale), *_sides(source.path, block, locale)):
            found.append(finding)
            lines[finding] = block.text
    for finding, text in _resolutions(source):
        found.append(finding)
        lines[finding] = text
    return _waived(found, lines, front)


def _at(path: str, block: Block, offset: int) -> Place:
    before = block.text[:offset]
    return Place(path, block.line + before.count("\n"), offset - (before.rfind("\n") + 1) + 1)


def _warning(code: str, message: str, place: Place, hint: str) -> Finding:
    return Finding(code, message, place, hint, "warning")


def _patterns(path: str, block: Block) -> Iterator[Finding]:
    rows = (
        ("S030", _REPEATED, "words repeated: {!r}", "Take one of them away."),
        ("S031", _STRAY_SPACE, "a stray space: {!r}", "Close it up."),
        ("S034", _NATURE, "a symbol without its organ: {!r}", "Put the organ's sign before it, as in S/PRST/2015/11."),
    )
    for code, pattern, message, hint in rows:
        for match in pattern.finditer(block.text):
            yield _warning(code, message.format(match[0]), _at(path, block, match.start()), hint)


def _spellings(path: str, block: Block, locale: Locale) -> Iterator[Finding]:
    for wrong, right in locale.spellings.items():
        for match in re.finditer(rf"(?<!\w){re.escape(wrong)}(?!\w)", block.text):
            yield _warning("S033", f"{wrong!r}, where the house writes {right!r}", _at(path, block, match.start()), f"Write {right}.")


def _sides(path: str, block: Block, locale: Locale) -> Iterator[Finding]:
    after = locale.typography.indicator_side == "after"
    pattern = rf"(?<!^){_CALL}[.,;:]" if after else rf"[.,;:]{_CALL}"
    for match in re.finditer(pattern, block.text, re.MULTILINE):
        hint = f"In {locale.name} an indicator stands {locale.typography.indicator_side} the punctuation."
        yield _warning("S035", f"{match[0]!r} stands on the wrong side", _at(path, block, match.start()), hint)


def _resolutions(source: Source) -> Iterator[tuple[Finding, str]]:
    """Numbers of an organ's resolutions grow with the years; of two that are at odds, the one cited less is the slip."""
    cited = [
        ((int(match[1]), int(match[2])), block, match.start()) for block in source.blocks for match in _RESOLUTION.finditer(block.text)
    ]
    often = Counter(pair for pair, _, _ in cited)
    for (number, year), block, offset in cited:
        rivals = [(other, when) for other, when in often if (other > number and when < year) or (other < number and when > year)]
        if sum(often[rival] for rival in rivals) > often[number, year]:
            other, when = min(rivals)
            message = f"resolution {number} ({year}) is out of order: resolution {other} is of {when}"
            yield _warning("S032", message, _at(source.path, block, offset), "Correct the number or the year."), block.text


def _waived(found: list[Finding], lines: dict[Finding, str], front: Front) -> tuple[Finding, ...]:
    used = set()
    kept = []
    for finding in found:
        waiver = next((w for w in front.waivers if w.code == finding.code and w.words in lines[finding]), None)
        if waiver is None:
            kept.append(finding)
        else:
            used.add(waiver)
    for waiver in front.waivers:
        if waiver not in used:
            message = f"a waiver of {waiver.code} for {waiver.words!r} that nothing needs"
            kept.append(_warning("S039", message, front.place("waivers"), "Take it away."))
    return tuple(sorted(set(kept), key=lambda finding: (finding.place, finding.code)))

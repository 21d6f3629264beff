"""Groups findings by kind, for the screens that list them (``templates/findings.html``)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from plantin.findings import Finding, Place, registry

_LISTED = "T090"
"""The code of words that no dictionary has: of many passages, one line says them all."""
_LONGEST_PASSAGE = 240
BADGES = {"error": "bad", "warning": "warn"}
"""The badge of each severity."""


@dataclass(frozen=True, slots=True)
class LocatedFinding:
    """A finding with the passage that it is about."""

    finding: Finding
    link: str = ""
    """The address of the passage."""
    passage: str = ""
    """The words there."""
    message: str = ""
    """What is wrong, where the passage says the rest of the finding's own message."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One finding of a group."""

    link: str
    message: str
    hint: str
    """How it is fixed, as markup, where the group does not say it."""
    place: str = ""
    passage: str = ""


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one code and severity."""

    code: str
    title: str
    """As markup."""
    severity: str
    hint: str
    """How all of them are fixed, as markup; empty where that differs."""
    rows: tuple[GroupRow, ...]
    summary: str = ""
    """All of them in one line, in place of ``rows``."""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.rows)

    @property
    def badge(self) -> str:
        """The badge of their severity."""
        return BADGES[self.severity]


def group_findings(findings: Iterable[LocatedFinding]) -> list[FindingGroup]:
    """Return findings by kind: errors first, then those that are fewest."""
    kinds: dict[tuple[str, str], list[LocatedFinding]] = {}
    for located in findings:
        kinds.setdefault((located.finding.severity, located.finding.code), []).append(located)
    ranked = sorted(kinds.items(), key=lambda kind: (kind[0][0], len(kind[1]), kind[0][1]))
    return [_group(code, severity, rows) for (severity, code), rows in ranked]


def _group(code: str, severity: str, rows: Sequence[LocatedFinding]) -> FindingGroup:
    row = registry.codes().get(code)
    title = row.title.removesuffix(" (warning)") if row else code
    hints = {located.finding.hint for located in rows}
    hint = hints.pop() if len(hints) == 1 else ""
    summary = ""
    if code == _LISTED:
        quoted = (located.finding.message.split("'") for located in rows)
        summary = ", ".join(dict.fromkeys(parts[1] for parts in quoted if len(parts) > 1))
    said = Counter(located.finding.message for located in rows)
    listed = tuple(
        GroupRow(
            located.link,
            located.message or _tell_apart(located.finding, said[located.finding.message]),
            "" if hint else markup(located.finding.hint),
            str(located.finding.place),
            located.passage,
        )
        for located in rows
    )
    return FindingGroup(code, markup(title), severity, markup(hint), listed, summary)


def _tell_apart(finding: Finding, alike: int) -> str:
    """Return what is wrong; of several that say the same, with the message that it is about, or its line."""
    place = finding.place
    where = place.anchor.rpartition(".")[0] or place.anchor or (f"line {place.line}" if place.line else "")
    return f"{finding.message} ({where})" if alike > 1 and where else finding.message


def markup(words: str) -> str:
    """Return the markup of words of a finding, with what is in grave accents as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(words, quote=False))


def passage_at(lines: Sequence[str], place: Place) -> str:
    """Return the line of ``place``, of a long one what is around its column; nothing where there is no such line."""
    line = lines[place.line - 1].strip() if 0 < place.line <= len(lines) else ""
    if len(line) <= _LONGEST_PASSAGE:
        return line
    begin = max(0, min(place.column - _LONGEST_PASSAGE // 2, len(line) - _LONGEST_PASSAGE))
    words = line[begin : begin + _LONGEST_PASSAGE]
    if begin:
        words = f"… {words.partition(' ')[2] or words}"
    return f"{words.rpartition(' ')[0] or words} …" if begin + _LONGEST_PASSAGE < len(line) else words

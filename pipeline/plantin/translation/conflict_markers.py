"""The markers that git leaves around both sides of a conflict, and what is between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plantin.findings import Finding, Place

_MARKER = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?\r?$")
OURS, BASE, THEIRS, _AFTER = "<", "|", "=", ">"
_SHOWN = 60


def scan_lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield each line with its number and the sign of the marker that it follows; for a marker an empty line."""
    sign = ""
    for number, line in enumerate(text.split("\n"), 1):
        if marker := _MARKER.match(line):
            sign = marker[1][0]
            yield number, sign, ""
            sign = sign.replace(_AFTER, "")
        else:
            yield number, sign, f"{line}\n"


def find_conflicts(text: str, name: str) -> list[Finding]:
    """Return T093 for each conflict in the catalogue with ``text``, which findings call ``name``, with both texts."""
    sides: dict[int, dict[str, str]] = {}
    conflict: dict[str, str] = {}
    for number, sign, line in scan_lines(text):
        if sign and not line and (sign == OURS or not sides):
            conflict = sides[number] = {}
        if sign:
            conflict[sign] = conflict.get(sign, "") + line
    hint = (
        "`plantin merge-po` with the name of the file merges both sides by message, and keeps both texts of a conflict."
    )
    return [
        Finding("T093", f"a conflict of git: ours has {ours}, theirs {theirs}", Place(name, number, 1), hint)
        for number, texts in sides.items()
        for ours, theirs in [show_apart(texts.get(OURS, ""), texts.get(THEIRS, ""))]
    ]


def show_apart(text: str, other: str) -> tuple[str, str]:
    """Return both texts from where they differ, quoted and short."""
    at = next((n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))
    start = max(at - 20, 0)
    shown, other_shown = (repr(f"{'…' * (start > 0)}{part[start : start + _SHOWN]}") for part in (text, other))
    return shown, other_shown

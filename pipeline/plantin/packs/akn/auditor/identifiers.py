"""Anchors from the identifiers of elements (eId), as the naming convention of Akoma Ntoso forms these (AKN-NC, 5)."""

from __future__ import annotations

from urllib.parse import unquote

_KINDS = {
    "para": "paragraph", "chp": "chapter", "att": "annex", "ftn": "note", "call": "indicator", "bib": "reference",
    "abbr": "abbreviation",
}  # fmt: skip
"""What the levels are called that the convention has short names for."""
_SAME = frozenset("sec part appendix heading table figure box equation index entry term".split())
_INSIDE = frozenset(("sec", "part", "chp"))
"""Levels whose sections are counted within them: IV.B."""


def anchor(identifier: str) -> str:
    """Return the anchor of the element with this identifier.

    >>> anchor("sec_IV__sec_B__sec_3"), anchor("para_12__item_a__item_i"), anchor("att_II__para_3"), anchor("summary")
    ('section-IV.B.3', 'paragraph-12.a.i', 'annex-II.paragraph-3', 'summary')
    """
    written, before = "", ""
    for step in identifier.split("__"):
        level, line, number = step.partition("_")
        dot = "." if written else ""
        if line and (level == "item" or (level == "sec" and before in _INSIDE)):
            written += f".{number}"
        elif line and (level in _KINDS or level in _SAME):
            name = "section" if level == "sec" else _KINDS.get(level, level)
            written += f"{dot}{name}-{number}"
        else:
            written += f"{dot}{step}"
        before = level
    return unquote(written)

"""Identifiers of elements (eId) from anchors, by the naming convention of Akoma Ntoso (AKN-NC v1.0, 5)."""

from __future__ import annotations

_LEVELS = {
    "section": "sec", "paragraph": "para", "chapter": "chp", "annex": "att", "note": "ftn", "indicator": "call",
    "reference": "bib", "abbreviation": "abbr", "part": "part", "appendix": "appendix", "heading": "heading",
    "table": "table", "figure": "figure", "box": "box", "equation": "equation", "index": "index", "entry": "entry",
    "term": "term",
}  # fmt: skip
"""The level of an identifier by what anchors are called; what the convention has no short name for keeps its own."""
_WITHIN = {"section": "sec", "paragraph": "item", "part": "sec", "chapter": "sec"}
"""The level of what is numbered within."""


def eid(anchor: str) -> str:
    """Return the identifier of the place with this anchor.

    >>> eid("section-IV.B.3"), eid("paragraph-12.a.i"), eid("annex-II.paragraph-3"), eid("table-3.1")
    ('sec_IV__sec_B__sec_3', 'para_12__item_a__item_i', 'att_II__para_3', 'table_3.1')
    """
    levels: list[str] = []
    kind = ""
    for step in anchor.split("."):
        name, dash, _ = step.partition("-")
        written = step.replace("%", "%25").replace("_", "%5F")
        if dash and name in _LEVELS:
            kind = name
            levels.append(f"{_LEVELS[name]}_{written[len(name) + 1 :]}")
        elif kind in _WITHIN:
            levels.append(f"{_WITHIN[kind]}_{written}")
        elif levels:
            levels[-1] = f"{levels[-1]}.{written}"
        else:
            levels.append(written)
    return "__".join(levels)

"""The name that was probably meant, for the hint of a finding about one that is not known."""

from __future__ import annotations

from collections.abc import Iterable

_LIKENESS = 0.6
_LONGEST = 200
_SYNONYMS = {
    "issuing-body": "organ",
    "issued-by": "organ",
    "accepted-findings": "waivers",
    "exceptions": "waivers",
    "number": "symbol",
    "document-number": "symbol",
    "tags": "keywords",
    "summary": "abstract",
    "license": "licence",
}
"""What publishers, and other programs, call fields of ours."""


def nearest(name: str, known: Iterable[str]) -> str:
    """The one of ``known`` that is most like ``name``, in capitals or not; empty where none is.

    >>> nearest("tittle", ("title", "date")), nearest("Photo1.jpg", ("photo1.JPG",)), nearest("x", ("title",))
    ('title', 'photo1.JPG', '')
    >>> nearest("issuing-body", ("organ", "title"))
    'organ'
    """
    # Loaded where something is wrong.
    from difflib import get_close_matches

    names = {one.lower(): one for one in known}
    wanted = name[:_LONGEST].lower()
    if _SYNONYMS.get(wanted) in names:
        return names[_SYNONYMS[wanted]]
    found = [wanted] if wanted in names else get_close_matches(wanted, names, 1, _LIKENESS)
    return names[found[0]] if found else ""


def meant(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """The hint for a ``name`` that is not known: the one of ``known`` that it is like, else ``otherwise``.

    >>> meant("plian", ("plain", "civic")), meant("teal", ("plain", "civic"), "Known: plain, civic.")
    ("Did you mean 'plain'?", 'Known: plain, civic.')
    """
    found = nearest(name, known)
    return f"Did you mean {found!r}?" if found else otherwise

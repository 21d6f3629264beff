"""The name that was probably meant, for the hint of a finding about one that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path, PurePosixPath

_LIKENESS = 0.6
_LONGEST = 200
_LOOKED_AT = 1_000
"""So many files at most are looked at for one of nearly the same name."""
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
    "column": "bar",
    "columns": "bar",
    "scatter": "point",
    "donut": "pie",
    "boxplot": "box",
}
"""What publishers, and other programs, call names of ours."""
_FILES = ("src", "source", "path", "file", "data")
"""What the file of an object may be called: that of a table is ``file``, that of a chart ``data``."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the one of ``known`` that is most like ``name``, in capitals or not; empty where none is.

    >>> nearest("tittle", ("title", "date")), nearest("Photo1.jpg", ("photo1.JPG",)), nearest("x", ("title",))
    ('title', 'photo1.JPG', '')
    >>> nearest("issuing-body", ("organ", "title")), nearest("src", ("head", "file")), nearest("file", ("data", "x"))
    ('organ', 'file', 'data')
    """
    # Loaded where something is wrong.
    from difflib import get_close_matches

    names = {candidate.lower(): candidate for candidate in known}
    wanted = name[:_LONGEST].lower()
    if _SYNONYMS.get(wanted) in names:
        return names[_SYNONYMS[wanted]]
    if wanted in _FILES and wanted not in names and (alike := [name for name in _FILES if name in names]):
        return names[alike[0]]
    matches = [wanted] if wanted in names else get_close_matches(wanted, names, 1, _LIKENESS)
    return names[matches[0]] if matches else ""


def suggest(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return the hint for a ``name`` that is not known: the one of ``known`` that it is like, else ``otherwise``.

    >>> suggest("plian", ("plain", "civic")), suggest("teal", ("plain", "civic"), "Known: plain, civic.")
    ("Did you mean 'plain'?", 'Known: plain, civic.')
    """
    match = nearest(name, known)
    return f"Did you mean {match!r}?" if match else otherwise


def suggest_file(folder: Path, name: str, otherwise: str) -> str:
    """Return the hint for a file ``name``, a path below ``folder`` that is not there: the one whose name is like it,
    folder and ending left out, for these are alike in all files of a report; ``otherwise`` where none is.
    """
    wanted = PurePosixPath(name)
    paths = (PurePosixPath(path.relative_to(folder)) for path in islice(folder.rglob("*.*"), _LOOKED_AT))
    by_stem = {
        path.stem: str(path)
        for path in paths
        if path.suffix.lower() == wanted.suffix.lower() or path.with_suffix("") == wanted.with_suffix("")
    }
    near = by_stem.get(nearest(wanted.stem, by_stem), "")
    if near.lower() == name.lower():
        return f"The file is called {near!r}: write its name in the same capitals and small letters."
    return f"Did you mean {near!r}?" if near else otherwise

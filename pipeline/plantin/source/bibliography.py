"""Reads the works that a report cites (BibTeX or CSL-JSON in its folder) and their CSL 1.0 style."""

from __future__ import annotations

import errno
import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from plantin.bounded import bytes as bounded_bytes
from plantin.bounded import data, xml
from plantin.findings import Finding, Place, PlantinError, SourceError
from plantin.settings.forms import unprintable
from plantin.source import pandoc

AUTHOR_DATE, NUMERIC = "author-date", "numeric"
"""The styles that come with the press: that of pandoc (the Chicago Manual of Style), and numbers in brackets."""
HOUSE = "citations.csl"
"""The file of a house style that gives the style of citations."""
_LARGEST, _WORKS = 2_000_000, 5_000
_ENTRY = re.compile(r"^[ \t]*@(\w+)[ \t]*[{(][ \t]*([^\s,{}()]+)[ \t]*,", re.MULTILINE)
_PARENT = re.compile(
    r"^[ \t]*(?:crossref|xdata|related|entryset)[ \t]*=[ \t]*[{\"]([^}\"]+)[}\"]", re.MULTILINE | re.IGNORECASE
)
_KEY = re.compile(r"[A-Za-z0-9_](?:[\w:.+/-]*\w)?", re.ASCII)
_AT = re.compile(r"line (\d+), column (\d+)")
_NO_WORKS = frozenset({"string", "comment", "preamble"})
_LONGEST = 30
"""Word's bookmarks have 40 characters at most; "reference_" has ten."""
_HINT = "Put a file of BibTeX (.bib) or CSL-JSON (.json) in UTF-8 into the report's folder."
_STYLE = "Give author-date, numeric, or an independent CSL style (.csl) in the report's folder."


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The works of a file called ``name``: where the entry of each key is, the entries as CSL-JSON, the keys that
    others go on from (``crossref``), and the text of the CSL style, empty for that of pandoc itself.
    """

    name: str
    places: Mapping[str, Place]
    items: tuple[Mapping[str, object], ...]
    parents: frozenset[str]
    style: str = ""


def slug(key: str) -> str:
    """Return a key as part of an anchor: letters, figures and hyphens, at most thirty.

    >>> slug("doe:2010_a")
    'doe-2010-a'
    """
    plain = re.sub(r"[^A-Za-z0-9]+", "-", key).strip("-")
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 8]}-{sha256(key.encode()).hexdigest()[:7]}"


def anchor(key: str) -> str:
    """Return the anchor of the entry of ``key`` in the list of references, the same in every language."""
    return f"reference-{slug(key)}"


def read(folder: Path, name: str, style: str, place: Place, house: Path | None = None) -> Bibliography:
    """Return the works in the file ``name`` of the report's ``folder``, which the front matter names at ``place``,
    printed in the ``style`` that it names; where it names none, in that of the file ``house``. Raises SourceError: S156
    for a file that is not there or cannot be read, an entry without a usable key, a key that is used twice; S160 for a
    style that cannot be had.
    """
    text = _text(folder, name, (".bib", ".json"), place, ("S156", _HINT))
    file = _beside(place.path, name)
    items = _json(text, file) if name.endswith(".json") else _bibtex(text, file)
    if len(items) > _WORKS:
        hint = "Leave out others."
        raise SourceError.of("S156", f"{name} has {len(items):,} works, {_WORKS:,} are the most", Place(file), hint)
    lines = dict(_json_lines(text) if name.endswith(".json") else _bibtex_lines(text))
    keys = [str(item.get("id", "")) for item in items]
    places = {key: Place(file, lines.get(key, 1), 1) for key in keys}
    if findings := list(_faults(keys, places, text, file)):
        raise SourceError(*findings[:20])
    parents = frozenset(key.strip() for match in _PARENT.finditer(text) for key in match[1].split(","))
    return Bibliography(file, places, tuple(items), parents, _style(folder, style, place, house))


def _beside(path: str, name: str) -> str:
    """Return what the file ``name`` in the folder of ``path`` is called."""
    return f"{PurePosixPath(path).parent.as_posix()}/{name}".removeprefix("./")


def _text(folder: Path, name: str, endings: tuple[str, ...], place: Place, refusal: tuple[str, str]) -> str:
    code, hint = refusal
    path = bounded_bytes.below(name)
    if path is None or path.suffix not in endings:
        raise SourceError.of(code, f"{name!r} is no path of such a file inside the report's folder", place, hint)
    try:
        text = data.text(bounded_bytes.read(folder.joinpath(*path.parts), _LARGEST, folder))
    except (FileNotFoundError, NotADirectoryError):
        raise SourceError.of(code, f"there is no file {name!r}", place, hint) from None
    except OSError as error:
        size = " (2 MB are the most)" if error.errno == errno.EFBIG else ""
        raise SourceError.of(code, f"{name} {bounded_bytes.why(error)}{size}", place, hint) from None
    except data.DataError as error:
        raise SourceError.of(code, f"{name}: {error}", place, hint) from None
    for number, line in enumerate(text.split("\n"), 1):
        if fault := unprintable(line.rstrip("\r")):
            raise SourceError.of(code, f"there is {fault}", Place(_beside(place.path, name), number, 1), "Remove it.")
    return text


def _bibtex(text: str, name: str) -> list[dict[str, object]]:
    try:
        return pandoc.works(text, "biblatex", name)
    except PlantinError as error:
        (finding,) = error.findings
        at = _AT.search(finding.message)
        if finding.code != "V001" or at is None:
            raise
        complaint = " ".join(finding.message[at.end() :].strip(" ):").split())[:200]
        place = Place(name, int(at[1]), int(at[2]))
        hint = "Close each brace, and put commas between fields."
        raise SourceError.of("S156", f"this is not BibTeX: {complaint}", place, hint) from None


def _json(text: str, name: str) -> list[dict[str, object]]:
    try:
        entries = data.json(text, _LARGEST)
    except data.DataError as error:
        raise SourceError.of("S156", f"this is no JSON: {error}", Place(name), "Export it again as CSL-JSON.") from None
    if not isinstance(entries, list) or not all(
        isinstance(item, dict) and isinstance(item.get("id"), str | int) for item in entries
    ):
        hint = "Export it again as CSL-JSON."
        raise SourceError.of("S156", "this is no list of works, each with an id", Place(name), hint)
    # Through pandoc, so that what it cannot read is reported for this file and not for the report.
    try:
        return pandoc.works(json.dumps(entries), "csljson", name)
    except PlantinError as error:
        (finding,) = error.findings
        if finding.code != "V001":
            raise
        message = f"this is no CSL-JSON: {' '.join(finding.message.split())[:200]}"
        raise SourceError.of("S156", message, Place(name), "Export it again as CSL-JSON.") from None


def _bibtex_lines(text: str) -> Iterator[tuple[str, int]]:
    """Return the line of each entry, the last of a key first: of two, the first counts."""
    entries = [match for match in _ENTRY.finditer(text) if match[1].lower() not in _NO_WORKS]
    return ((match[2], text.count("\n", 0, match.start(1)) + 1) for match in reversed(entries))


def _json_lines(text: str) -> Iterator[tuple[str, int]]:
    matches = re.finditer(r'"id"\s*:\s*(?:"((?:\\.|[^"\\])*)"|(\d+))', text)
    return ((match[1] or match[2], text.count("\n", 0, match.start()) + 1) for match in reversed(list(matches)))


def _faults(keys: list[str], places: Mapping[str, Place], text: str, name: str) -> Iterator[Finding]:
    typed = [key for key, _ in _bibtex_lines(text)] if name.endswith(".bib") else []
    twice = {key for some in (keys, typed) for key, count in Counter(some).items() if count > 1}
    alike: dict[str, str] = {}
    for key in dict.fromkeys(keys):
        place = places[key]
        if not _KEY.fullmatch(key):
            hint = "Give it a key of the letters a to z, figures, and _ : . + / - between them."
            yield Finding("S156", f"the key {key!r} cannot be cited", place, hint)
        elif key in twice:
            yield Finding("S156", f"the key {key} is used twice", place, "Give each work a key of its own.")
        elif (other := alike.setdefault(slug(key).lower(), key)) != key:
            hint = "Give one of them another key: in links, only letters without their case and figures count."
            yield Finding("S156", f"the keys {other} and {key} are too similar", place, hint)


def _style(folder: Path, name: str, place: Place, house: Path | None) -> str:
    """Return the text of the CSL style ``name``; empty for that of pandoc itself."""
    if name == NUMERIC:
        return Path(__file__).with_name("numeric.csl").read_text("utf-8")
    if name == AUTHOR_DATE or (not name and house is None):
        return ""
    if not name and house is not None:
        place = Place(os.path.normpath(_beside(place.path, os.path.relpath(house, folder))))
        folder, name = house.parent, house.name
    text = _text(folder, name, (".csl",), place, ("S160", _STYLE))
    try:
        root = xml.parse(text.encode())
    except xml.XmlError as error:
        raise SourceError.of("S160", f"{name} is no CSL style: {error}", place, _STYLE) from None
    spaced = "{http://purl.org/net/xbiblio/csl}"
    if root.tag != f"{spaced}style":
        raise SourceError.of("S160", f"{name} is no CSL style", place, _STYLE)
    if root.find(f"{spaced}citation") is None:
        raise SourceError.of(
            "S160", f"{name} only names another style, and nothing is fetched from elsewhere", place, _STYLE
        )
    return text

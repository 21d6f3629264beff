"""A Word file opened for reading back: its parts as trees, found by their relationships (ECMA-376 part 2, 9.3)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml.etree import _Element as Node

from plantin.bounded import archive as archives
from plantin.bounded import bytes as bounded
from plantin.bounded import xml
from plantin.bounded.archive import Archive
from plantin.bounded.xml import XmlError

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = {
    "w": _W,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "custom": "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
}
_PREFIX = re.compile(r"\b([a-z]+):")
_DRAWN = re.compile(r"/media/|/charts/chart\d*\.xml$")
_RUNNING = ("header", "footer")
_WHOLE = re.compile(r"[+-]?[0-9]{1,10}")
_LONGEST = 200_000
"""So many characters may a paragraph have: that is some sixty pages."""
_BOUNDS = xml.XmlBounds(elements=500_000)
"""A page of a report has some 300 elements."""
_LARGEST = 512 * bounded.MIB
"""No Word file of a report is larger."""


@lru_cache(1000)
def name(tag: str) -> str:
    """Return the full name of ``w:p``; of a path of such names, that of each."""
    return _PREFIX.sub(lambda match: f"{{{_SPACES[match[1]]}}}", tag)


def val(node: Node | None, path: str = "", attribute: str = "w:val") -> str:
    """Return the attribute of the element at ``path`` under ``node``, empty where there is none of them."""
    element = node.find(name(path)) if node is not None and path else node
    return str(element.get(name(attribute), "")) if element is not None else ""


def whole(text: str, default: int = 0) -> int:
    """Return the whole number that an attribute gives, ``default`` where it gives none: its type has 32 bits (17.18.10,
    ST_DecimalNumber).

    >>> whole("-7"), whole("9" * 5000, 1), whole("²", 1)
    (-7, 1, 1)
    """
    return int(text) if _WHOLE.fullmatch(text) else default


def leading(value: str) -> str:
    """Return the side that an alignment, an indent or a margin names, by the direction of the text: in a file as most
    write it left and right are start and end (ISO/IEC 29500-4, 14.11).

    >>> leading("left"), leading("end"), leading("both")
    ('start', 'end', 'both')
    """
    return {"left": "start", "right": "end"}.get(value, value)


def child(node: Node | None, path: str) -> Node | None:
    """Return the element at ``path`` under ``node``."""
    return node.find(name(path)) if node is not None else None


def children(node: Node | None, path: str) -> list[Node]:
    """Return the elements at ``path`` under ``node``."""
    return list(node.findall(name(path))) if node is not None else []


def on(node: Node | None, path: str) -> bool | None:
    """Return a toggle property (17.7.3): whether it is on, None where it is not given."""
    element = child(node, path)
    if element is None:
        return None
    return str(element.get(name("w:val"), "1")) not in {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file that are read; a part that it does not have is None."""

    document: Node
    styles: Node | None
    numbering: Node | None
    footnotes: Node | None
    endnotes: Node | None
    settings: Node | None
    comments: Node | None
    title: str
    """The title in the properties, empty where they have none."""
    language: str
    """The language in the properties, empty where they have none."""
    targets: dict[str, dict[str, str]]
    """Targets of relationships, by the part that has them (document, footnotes, endnotes) and their id."""
    running: dict[str, Node]
    """Headers and footers, by the id of their relationship."""
    pictures: dict[str, bytes]
    """The bytes of each picture and chart, by the name of its part."""
    properties: dict[str, str]
    """All properties that are plain text, by their names, those of the application too."""
    custom: dict[str, str]
    """Properties that users name themselves (22.3)."""

    def body(self) -> Node:
        """Return the story of the text."""
        body = child(self.document, "w:body")
        return self.document if body is None else body

    def notes(self) -> Iterator[Node]:
        """Return the notes of the footnotes part, separators left out (17.11.10)."""
        return (
            note for note in children(self.footnotes, "w:footnote") if val(note, attribute="w:type") in {"", "normal"}
        )

    def end_notes(self) -> Iterator[Node]:
        """Return the notes of the endnotes part, separators left out (17.11.2)."""
        return (
            note for note in children(self.endnotes, "w:endnote") if val(note, attribute="w:type") in {"", "normal"}
        )


class DamagedError(ValueError):
    """A file that is damaged or is no Word file."""


def open_package(path: Path) -> Package:
    """Return the Word file at ``path``, its trees the caller's own. Raises DamagedError with the reason where it is
    damaged or is no Word file.
    """
    try:
        content = bounded.read(path, _LARGEST)
    except OSError as error:
        raise DamagedError(bounded.why(error)) from error
    return parse(content)


def parse(content: bytes) -> Package:
    """The Word file with these bytes, its trees the caller's own. Raises DamagedError as ``open_package`` does."""
    try:
        return _read(content)
    except ValueError as error:
        raise DamagedError(str(error)) from error


def _read(data: bytes) -> Package:
    archive = archives.open_archive(data)
    if wrong := (*archive.faults, *archive.find_damage()):
        raise ValueError(wrong[0])
    start = relationships(archive, "").by_kind("officeDocument") or "word/document.xml"
    document = _part(archive, start)
    if document is None or document.tag != name("w:document"):
        raise ValueError("it has no text part of WordprocessingML")
    relations = relationships(archive, start)
    _require_short_paragraphs(document)
    parts = {
        kind: _part(archive, relations.by_kind(kind))
        for kind in ("styles", "numbering", "footnotes", "endnotes", "settings", "comments")
    }
    for kind, root in parts.items():
        if root is not None and root.tag != name(f"w:{kind}"):
            raise ValueError(f"{archives.quote(relations.by_kind(kind))} holds other markup than its {kind}")
    core = _part(archive, relationships(archive, "").by_kind("core-properties"))
    title, language = (
        core.findtext(f"dc:{tag}", "", _SPACES) if core is not None else "" for tag in ("title", "language")
    )
    extended = _part(archive, relationships(archive, "").by_kind("extended-properties"))
    properties = {
        str(kid.tag).rpartition("}")[2]: kid.text or ""
        for root in (extended, core)
        if root is not None
        for kid in root
        if isinstance(kid.tag, str) and not len(kid)
    }
    custom_part = _part(archive, relationships(archive, "").by_kind("custom-properties"))
    custom = {
        str(kid.get("name", "")): "".join(map(str, kid.itertext())) for kid in children(custom_part, "custom:property")
    }
    # Relationships may name one part many times.
    roots = {
        part: _part(archive, part)
        for part in {relations.ids[key] for key, kind in relations.sorts.items() if kind in _RUNNING}
    }
    running = {
        key: root
        for key, kind in relations.sorts.items()
        if kind in _RUNNING and (root := roots[relations.ids[key]]) is not None
    }
    targets = {"document": relations.ids} | {
        kind: relationships(archive, relations.by_kind(kind)).ids for kind in ("footnotes", "endnotes")
    }
    pictures = {part: archive.read(part) for part in archive if _DRAWN.search(part)}
    metadata = {"title": title, "language": language, "properties": properties, "custom": custom}
    return Package(document, targets=targets, running=running, pictures=pictures, **metadata, **parts)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Relationships:
    """The relationships of one part (ECMA-376 part 2, 9.3)."""

    ids: dict[str, str]
    """The targets by their ids: parts of the archive, and addresses outside."""
    sorts: dict[str, str]
    """The kinds by the ids."""

    def by_kind(self, kind: str) -> str:
        """Return the first target of that kind, or nothing."""
        return next((self.ids[key] for key, sort in self.sorts.items() if sort == kind), "")


def relationships(archive: Archive, part: str) -> Relationships:
    """Return the relationships of ``part``; none where it has none."""
    folder, file = posixpath.split(part)
    root = _part(archive, posixpath.join(folder, "_rels", f"{file}.rels"))
    ids: dict[str, str] = {}
    sorts: dict[str, str] = {}
    for relation in children(root, "rel:Relationship"):
        target = str(relation.get("Target", ""))
        if relation.get("TargetMode") != "External":
            target = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
        sort = str(relation.get("Type", "")).rpartition("/")[2]
        ids[str(relation.get("Id", ""))], sorts[str(relation.get("Id", ""))] = target, sort
    return Relationships(ids, sorts)


def _require_short_paragraphs(document: Node) -> None:
    """Raise ValueError where a paragraph is longer than any: to divide and compare it would take minutes."""
    for paragraph in document.iter(name("w:p")):
        length = sum(len(text.text or "") for text in paragraph.iter(name("w:t")))
        if length > _LONGEST:
            raise ValueError(f"a paragraph has {length:,} characters, {_LONGEST:,} are the most")


def _part(archive: Archive, part: str) -> Node | None:
    if not part or part not in archive:
        return None
    try:
        return xml.parse(archive.read(part), _BOUNDS)
    except XmlError as error:
        raise ValueError(f"{archives.quote(part)} {error}") from None

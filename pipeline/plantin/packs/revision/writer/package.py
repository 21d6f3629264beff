"""Lays the parts of two Word files of one report together: relationships, pictures, lists, styles (ECMA-376 part 2, 9;
part 1, 17.9).
"""

from __future__ import annotations

import posixpath
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from plantin.bounded import archive as archives
from plantin.bounded import xml
from plantin.packs.revision.writer.runs import FORMER, canonical
from plantin.writers.archives import zip_files
from plantin.writers.docx.ooxml import Element, clark

STORIES = ("word/document.xml", "word/footnotes.xml")
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_NUMBERING, STYLES = "word/numbering.xml", "word/styles.xml"
_COPIED = "former-"


@dataclass(slots=True)
class WordParts:
    """The parts of a Word file by their names, those that are changed as trees."""

    files: dict[str, bytes]
    trees: dict[str, Element] = field(default_factory=dict)

    def tree(self, part: str) -> Element:
        """Return the tree of a part, parsed once: what is changed in it is in the file."""
        if part not in self.trees:
            self.trees[part] = xml.parse(self.files[part])
        return self.trees[part]

    def pack(self) -> bytes:
        """Return the file."""
        files = dict(self.files)
        for part, root in self.trees.items():
            files[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return zip_files(files, level=6)


def read(content: bytes) -> WordParts:
    """Return the parts of the Word file with these bytes."""
    return WordParts(dict(archives.open_archive(content).items()))


def relations_part(part: str) -> str:
    """Return the name of the part that has the relationships of ``part``."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def adopt_relations(former: WordParts, new: WordParts, part: str) -> None:
    """Let the tree of ``part`` in the ``former`` file name the relationships of the ``new`` one, which gets those that
    it lacks, with their pictures and charts.
    """
    if relations_part(part) not in former.files:
        return
    if relations_part(part) not in new.files:
        new.files[relations_part(part)] = f'<Relationships xmlns="{_RELATIONS}"/>'.encode()
    rows = new.tree(relations_part(part))
    names = {_sort(row, new.files, part): str(row.get("Id")) for row in rows}
    renamed: dict[str, str] = {}
    for row in former.tree(relations_part(part)):
        sort = _sort(row, former.files, part)
        if sort not in names:
            names[sort] = f"rIdF{len(rows) + 1}"
            other = deepcopy(row)
            other.set("Id", names[sort])
            if row.get("TargetMode") != "External":
                copied = _copy_part(former, new, _target(row, part))
                other.set("Target", f"/{copied}")
            rows.append(other)
        renamed[str(row.get("Id"))] = names[sort]
    for node in former.tree(part).iter():
        for key, identifier in node.attrib.items():
            if str(key).startswith(_ID):
                node.set(key, renamed.get(str(identifier), str(identifier)))


def _target(row: Element, part: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), str(row.get("Target"))))[1:]


def _sort(row: Element, files: dict[str, bytes], part: str) -> tuple[str, bytes]:
    """Return what makes two relationships the same: the kind, and the address or the bytes that they lead to."""
    external = row.get("TargetMode") == "External"
    kind = str(row.get("Type"))
    if kind.endswith(
        ("/header", "/footer", "/styles", "/numbering", "/settings", "/footnotes", "/fontTable", "/theme")
    ):
        return kind, _target(row, part).encode()
    return kind, str(row.get("Target")).encode() if external else files.get(_target(row, part), b"")


def _copy_part(former: WordParts, new: WordParts, part: str) -> str:
    """Copy a part with what it needs under a name of its own, which is returned."""
    folder, name = posixpath.split(part)
    target = posixpath.join(folder, _COPIED + name)
    if target in new.files:
        return target
    new.files[target] = former.files[part]
    types, known = new.tree("[Content_Types].xml"), former.tree("[Content_Types].xml")
    kind = next((row for row in known if row.get("PartName") == f"/{part}"), None)
    if kind is not None:
        row = deepcopy(kind)
        row.set("PartName", f"/{target}")
        types.append(row)
    ending = name.rpartition(".")[2]
    extensions = {str(row.get("Extension")) for row in types}
    types.extend(deepcopy(row) for row in known if row.get("Extension") == ending and ending not in extensions)
    if relations_part(part) in former.files:
        rows = deepcopy(former.tree(relations_part(part)))
        for row in rows:
            if row.get("TargetMode") != "External":
                row.set("Target", f"/{_copy_part(former, new, _target(row, part))}")
        new.files[relations_part(target)] = etree.tostring(rows)
    return target


def adopt_styles(former: WordParts, new: WordParts) -> None:
    """Give the ``new`` file the styles that it lacks of the ``former`` one."""
    styles = new.tree(STYLES)
    names = {style.get(clark("w:styleId")) for style in styles.iter(clark("w:style"))}
    others = former.tree(STYLES).iter(clark("w:style"))
    styles.extend(deepcopy(style) for style in others if style.get(clark("w:styleId")) not in names)


class Lists:
    """The lists of both files in one part: a list of the earlier state is one of the present state where both say the
    same and no other one is it already; else it goes on under a number of its own.
    """

    def __init__(self, former: WordParts, new: WordParts) -> None:
        self._root, old = new.tree(_NUMBERING), former.tree(_NUMBERING)
        self._old = {str(node.get(clark("w:numId"))): node for node in old.iter(clark("w:num"))}
        self._new = {str(node.get(clark("w:numId"))): node for node in self._root.iter(clark("w:num"))}
        self._abstract = self._adopt_abstract(old)
        self._mapped: dict[str, str] = {}
        styled = {str(node.get(clark("w:val"))) for node in new.tree(STYLES).iter(clark("w:numId"))}
        for number in styled & set(self._old) & set(self._new):
            if self._same(number, number):
                self._mapped[number] = number

    def _adopt_abstract(self, old: Element) -> dict[str, str]:
        """Return the number of each abstract list of the earlier state; those that the present one lacks are added."""
        key = clark("w:abstractNumId")
        there = {str(node.get(key)): canonical(node) for node in self._root.iter(clark("w:abstractNum"))}
        names: dict[str, str] = {}
        last = max(map(int, there), default=0)
        place = len(self._root.findall(clark("w:abstractNum")))
        for node in old.iter(clark("w:abstractNum")):
            number = str(node.get(key))
            if there.get(number) == canonical(node):
                names[number] = number
                continue
            last += 1
            names[number] = str(last)
            copied = deepcopy(node)
            copied.set(key, str(last))
            for linked in list(copied.iter(clark("w:pStyle"))):
                xml.replace(linked)
            self._root.insert(place, copied)
            place += 1
        return names

    def _same(self, old: str, new: str) -> bool:
        return canonical(self._rename(old, new)) == canonical(self._new[new])

    def _rename(self, old: str, name: str) -> Element:
        """Return a list of the earlier state under another number."""
        former = deepcopy(self._old[old])
        former.set(clark("w:numId"), name)
        abstract = former.find(clark("w:abstractNumId"))
        if abstract is not None:
            abstract.set(clark("w:val"), self._abstract[str(abstract.get(clark("w:val")))])
        return former

    def suggest(self, old: Element | None, new: Element | None) -> None:
        """Take the list of a paragraph of the earlier state for that of the present state's, where that is possible."""
        before, now = _number(old), _number(new)
        olds, news = self._old.keys() - self._mapped.keys(), self._new.keys() - {*self._mapped.values()}
        if before in olds and now in news and self._same(before, now):
            self._mapped[before] = now

    def adopt(self, root: Element) -> None:
        """Let the paragraphs of the earlier state in ``root`` name the lists of the joint file."""
        for node in root.iter(clark("w:numId")):
            number = str(node.get(clark("w:val")))
            if number in self._old:
                node.set(clark("w:val"), self._mapped.get(number) or self._add(number))

    def _add(self, number: str) -> str:
        taken = {*self._new, *self._mapped.values()}
        name = str(max(map(int, taken), default=0) + 1)
        self._mapped[number] = name
        self._root.append(self._rename(number, name))
        return name


def _number(properties: Element | None) -> str:
    node = properties.find(f"{clark('w:numPr')}/{clark('w:numId')}") if properties is not None else None
    return "" if node is None else str(node.get(clark("w:val")))


def rename_bookmarks(root: Element) -> None:
    """Give the bookmarks of the earlier state names of their own."""
    for node in root.iter(clark("w:bookmarkStart"), clark("w:bookmarkEnd")):
        node.set(clark("w:id"), FORMER + str(node.get(clark("w:id"))))
        if name := node.get(clark("w:name")):
            node.set(clark("w:name"), FORMER + str(name))


def count_again(roots: tuple[Element, ...]) -> None:
    """Give bookmarks and pictures identifiers that are used once."""
    names: dict[str, str] = {}
    drawn = 0
    for root in roots:
        for node in root.iter(clark("w:bookmarkStart"), clark("w:bookmarkEnd")):
            identifier = str(node.get(clark("w:id")))
            node.set(clark("w:id"), names.setdefault(identifier, str(len(names) + 1)))
        for node in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"):
            drawn += 1
            node.set("id", str(drawn))

"""The package: python-docx's template, cleaned, and packed so that the same document gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.model.document import Document

if TYPE_CHECKING:
    from docx.document import Document as Package

_NOT_WANTED = ("customXml", "stylesWithEffects", "webSettings", "thumbnail")
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_FIRST = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")


def opened() -> Package:
    """python-docx's template without what belongs to its own history: thumbnail, effects, an empty bibliography."""
    import docx

    package = docx.Document()
    for holder in (package.part.package, package.part):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.rpartition("/")[2] in _NOT_WANTED:
                del holder.rels[key]
    return package


def describe(package: Package, document: Document, moment: dt.datetime) -> None:
    """The core properties (ECMA-376 part 2, 11) and the application's."""
    lines = document.masthead
    properties = package.core_properties
    for node in list(properties._element):  # noqa: SLF001
        properties._element.remove(node)  # noqa: SLF001
    # python-docx refuses a property of more than 255 characters; no clause does, and titles of reports are longer.
    properties._element.get_or_add_title().text = lines.title  # noqa: SLF001
    properties.subject = lines.symbol
    given, element = document.publication, properties._element  # noqa: SLF001
    house = ", ".join(filter(None, (lines.organization, lines.organ)))
    # As title: python-docx refuses more than 255 characters.
    if author := "; ".join(author.name for author in given.authors) or house:
        element.get_or_add_creator().text = author
    if house:
        properties.last_modified_by = house
    element.get_or_add_identifier().text = "; ".join((lines.symbol, *given.identifiers()))
    if given.keywords:
        element.get_or_add_keywords().text = "; ".join(given.keywords)
    if given.abstract:
        element.get_or_add_description().text = " ".join(given.abstract)
    if given.version:
        element.get_or_add_version().text = given.version
    properties.language = document.language
    properties.created = properties.modified = moment.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
    properties.revision = 1
    program = etree.Element(f"{{{_PROPERTIES}}}Properties", nsmap={None: _PROPERTIES})  # type: ignore[dict-item]
    etree.SubElement(program, f"{{{_PROPERTIES}}}Application").text = "Plantin"
    if given.publisher:
        etree.SubElement(program, f"{{{_PROPERTIES}}}Company").text = given.publisher
    package.part.package.part_related_by(_named("extended-properties"))._blob = _bytes(program)  # noqa: SLF001


def packed(package: Package) -> bytes:
    """The finished file: the parts in one order, with no time and no system of their own."""
    loose, made = io.BytesIO(), io.BytesIO()
    package.save(loose)
    with zipfile.ZipFile(loose) as old, zipfile.ZipFile(made, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name not in _FIRST, name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()


def _named(kind: str) -> str:
    return f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"


def _bytes(root: etree._Element) -> bytes:
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
